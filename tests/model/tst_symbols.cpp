// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/layoutmodel.h"
#include "model/symbolmodel.h"
#include "tests/support/victiminspection.h"

#include <QAbstractItemModelTester>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace Freezeframe;

/// Names of a program as lists, and how its types lie in memory.
class TestSymbols : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(); }
    void lists_data();
    void lists();
    void finds_data();
    void finds();
    void readsFacts_data();
    void readsFacts();
    void readsAllFacts();
    void saysWhyItIsEmpty_data();
    void saysWhyItIsEmpty();
    void opensAnother();
    void laysOut_data();
    void laysOut();
    void layoutModel();
    void namedParts_data();
    void namedParts();

private:
    [[nodiscard]] bool open(Session &session, GoBuild build, bool hasExecutable = true) const;
    [[nodiscard]] static bool search(SymbolModel &model, NameKind kind, const QString &text);
};

void TestSymbols::initTestCase()
{
    for (const GoBuild build : {GoBuild::NoOpt, GoBuild::Stripped}) {
        const auto victim
            = provideVictim({.fixture = QStringLiteral("sample"), .go = goToolchains().last(), .build = build});
        QVERIFY2(victim, qPrintable(victim.error()));
    }
}

bool TestSymbols::open(Session &session, GoBuild build, bool hasExecutable) const
{
    const auto victim
        = provideVictim({.fixture = QStringLiteral("sample"), .go = goToolchains().last(), .build = build});
    if (!victim)
        return false;
    OpenOptions options = openOptions(*victim);
    if (!hasExecutable) {
        // As it is on another machine: a copy of the core alone.
        options.files = {.executable = "/bin/true"};
    }
    session.open(options);
    return QTest::qWaitFor([&] { return session.isOpen() && !session.isBusy(); }, 60'000);
}

bool TestSymbols::search(SymbolModel &model, NameKind kind, const QString &text)
{
    QSignalSpy listed(&model, &SymbolModel::listed);
    model.search(kind, text);
    return QTest::qWaitFor([&] { return !listed.isEmpty() && !model.isSearching(); }, 60'000);
}

void TestSymbols::lists_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("least");
    QTest::newRow("functions") << int(NameKind::Function) << 1000;
    QTest::newRow("types") << int(NameKind::Type) << 500;
    QTest::newRow("variables") << int(NameKind::Variable) << 300;
    QTest::newRow("constants") << int(NameKind::Constant) << 300;
    QTest::newRow("files") << int(NameKind::File) << 200;
    QTest::newRow("packages") << int(NameKind::Package) << 40;
}

void TestSymbols::lists()
{
    QFETCH(const int, kind);
    QFETCH(const int, least);
    Session session;
    SymbolModel model(&session);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY(open(session, GoBuild::NoOpt));
    QVERIFY(search(model, NameKind(kind), {}));
    QVERIFY2(model.rowCount() >= least, qPrintable(QString::number(model.rowCount())));
    QCOMPARE(model.total(), size_t(model.rowCount()));
    // Whose they are, then by name.
    const PackageRanking ranking(session.process()->mainModule);
    std::vector<std::pair<int, QString>> order;
    for (int row = 0; row < model.rowCount() && kind != int(NameKind::File); ++row) {
        const QString name = model.index(row, 0).data(SymbolModel::FullNameRole).toString();
        const PackageRank rank = kind == int(NameKind::Package) ? ranking.ofPackage(name.toStdString())
                                                                : ranking.ofName(name.toStdString());
        order.emplace_back(int(rank), name);
    }
    QVERIFY(std::ranges::is_sorted(order));
    for (int column = 0; column < SymbolModel::ColumnCount; ++column)
        QVERIFY(!model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
}

void TestSymbols::finds_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("package");
    QTest::addColumn<QString>("marked");
    const auto row = [](NameKind kind, const char *typed, const char *name, const char *package, const char *marked) {
        QTest::newRow(typed) << int(kind) << QString::fromLatin1(typed) << QString::fromLatin1(name)
                             << QString::fromLatin1(package) << QString::fromLatin1(marked);
    };
    row(NameKind::Function, "cache.Get", "(*Cache).Get", "cache", "..Cache..Get");
    row(NameKind::Function, "pricer.lookup", "(*Pricer).lookup", "orders", "..Pricer..lookup");
    row(NameKind::Type, "cache.Price", "Price", "cache", "Price");
    row(NameKind::Variable, "allgs", "allgs", "runtime", "allgs");
    row(NameKind::Constant, "StatusOK", "StatusOK", "net/http", "StatusOK");
    row(NameKind::File, "cache.go", "cache.go", "", "cache.go");
    row(NameKind::Package, "orders", "orders", "orders-api/internal/orders", "orders");
}

void TestSymbols::finds()
{
    QFETCH(const int, kind);
    QFETCH(const QString, typed);
    QFETCH(const QString, name);
    QFETCH(const QString, package);
    QFETCH(const QString, marked);
    Session session;
    SymbolModel model(&session);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY(open(session, GoBuild::NoOpt));
    QVERIFY(search(model, NameKind(kind), typed));
    QVERIFY(model.rowCount() > 0);
    const QModelIndex index = model.index(0, SymbolModel::Name);
    QCOMPARE(index.data().toString(), name);
    if (!package.isEmpty())
        QCOMPARE(index.siblingAtColumn(SymbolModel::Package).data().toString(), package);
    QString shown(name.size(), QLatin1Char('.'));
    for (const int at : index.data(SymbolModel::MatchedRole).value<QList<int>>())
        shown[at] = name.at(at);
    QCOMPARE(shown, marked);
    const auto inPackage
        = index.siblingAtColumn(SymbolModel::Package).data(SymbolModel::MatchedRole).value<QList<int>>();
    QCOMPARE(inPackage.size(), typed == QLatin1String("cache.Price") ? package.size() : 0);
    for (const QString &odd : {QString(100'000, QLatin1Char('e')), QStringLiteral("func1.2"),
                               QStringLiteral("Pair[int, map[x]"), QString::fromUtf8("\xf0\x9f\x92\xa5")})
        QVERIFY(search(model, NameKind(kind), odd));
}

void TestSymbols::readsFacts_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("text"); // a regular expression
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("size");
    const auto row = [](NameKind kind, const char *typed, const char *text, const char *type, const char *size) {
        QTest::newRow(typed) << int(kind) << QString::fromLatin1(typed) << QString::fromLatin1(text)
                             << QString::fromLatin1(type) << QString::fromLatin1(size);
    };
    row(NameKind::Function, "cache.Get", "^cache\\.go:\\d+$", "^$", "^[1-9][\\d,]*$");
    row(NameKind::Type, "cache.Price", "^struct$", "^$", "^24$");
    row(NameKind::Variable, "runtime.gomaxprocs", "^\\d+$|^$", "int32", "^4$");
    row(NameKind::Constant, "http.StatusOK", "^200$", "", "^$");
    row(NameKind::Package, "internal/cache", "\\d+ functions, \\d+ types", "^$", "^$");
    row(NameKind::File, "cache.go", "^$", "^$", "^$");
}

void TestSymbols::readsFacts()
{
    QFETCH(const int, kind);
    QFETCH(const QString, typed);
    QFETCH(const QString, text);
    QFETCH(const QString, type);
    QFETCH(const QString, size);
    Session session;
    SymbolModel model(&session);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY(open(session, GoBuild::NoOpt));
    QVERIFY(search(model, NameKind(kind), typed));
    QVERIFY(!model.facts(0));
    model.wantFacts({0, 1, -1, 1'000'000});
    QTRY_VERIFY(model.facts(0));
    QVERIFY(!model.facts(-1) && !model.facts(1'000'000));
    const auto cell = [&](SymbolModel::Column column) { return model.index(0, column).data().toString(); };
    QVERIFY2(QRegularExpression(text).match(cell(SymbolModel::Text)).hasMatch(), qPrintable(cell(SymbolModel::Text)));
    QVERIFY2(QRegularExpression(type).match(cell(SymbolModel::Type)).hasMatch(), qPrintable(cell(SymbolModel::Type)));
    QVERIFY2(QRegularExpression(size).match(cell(SymbolModel::Size)).hasMatch(), qPrintable(cell(SymbolModel::Size)));
}

void TestSymbols::readsAllFacts()
{
    Session session;
    SymbolModel model(&session);
    QVERIFY(open(session, GoBuild::NoOpt));
    QVERIFY(search(model, NameKind::Type, QStringLiteral("http.")));
    QVERIFY(model.rowCount() > 200); // more than one piece
    model.wantAllFacts();
    QTRY_VERIFY_WITH_TIMEOUT(!session.isBusy(), 60'000);
    int sized = 0;
    for (int row = 0; row < model.rowCount(); ++row) {
        QVERIFY(model.facts(row));
        sized += model.index(row, SymbolModel::Size).data(SortRole).isValid() ? 1 : 0;
    }
    QVERIFY(sized > model.rowCount() / 2);
}

void TestSymbols::saysWhyItIsEmpty_data()
{
    QTest::addColumn<bool>("isStripped");
    QTest::addColumn<bool>("hasExecutable");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("part");
    QTest::newRow("no such name") << false << true << int(NameKind::Type) << "zzqqzz" << "Nothing of that name";
    QTest::newRow("stripped, types") << true << true << int(NameKind::Type) << "" << "";
    QTest::newRow("stripped, variables") << true << true << int(NameKind::Variable) << "x" << "no debug information";
    QTest::newRow("stripped, functions") << true << true << int(NameKind::Function) << "" << "";
    QTest::newRow("no executable, types") << false << false << int(NameKind::Type) << "" << "not found";
    QTest::newRow("no executable, variables") << false << false << int(NameKind::Variable) << "" << "not found";
}

void TestSymbols::saysWhyItIsEmpty()
{
    QFETCH(const bool, isStripped);
    QFETCH(const bool, hasExecutable);
    QFETCH(const int, kind);
    QFETCH(const QString, typed);
    QFETCH(const QString, part);
    Session session;
    SymbolModel model(&session);
    QVERIFY(open(session, isStripped ? GoBuild::Stripped : GoBuild::NoOpt, hasExecutable));
    QVERIFY(search(model, NameKind(kind), typed));
    QCOMPARE(model.rowCount() == 0, !part.isEmpty());
    QVERIFY2(part.isEmpty() || model.emptySentence().contains(part), qPrintable(model.emptySentence()));
}

void TestSymbols::opensAnother()
{
    Session session;
    SymbolModel model(&session);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.emptySentence().isEmpty(), false);
    model.search(NameKind::Function, QStringLiteral("x")); // nothing is open
    QVERIFY(open(session, GoBuild::NoOpt));
    QVERIFY(search(model, NameKind::Function, {}));
    model.wantFacts({0, 1, 2});
    model.search(NameKind::Type, {});
    session.open(session.options());
    QCOMPARE(model.rowCount(), 0);
    QVERIFY(QTest::qWaitFor([&] { return session.isOpen() && !session.isBusy(); }, 60'000));
    QCOMPARE(model.rowCount(), 0);
}

void TestSymbols::laysOut_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QList<QList<int>>>("fields"); // offset, size
    QTest::addColumn<int>("size");
    QTest::addColumn<QString>("rows");
    QTest::addColumn<int>("padding");
    using Fields = QList<QList<int>>;
    QTest::newRow("none") << "struct" << Fields{} << 0 << "" << 0;
    QTest::newRow("tight") << "struct" << Fields{{0, 8}, {8, 8}} << 16 << "0+8 8+8" << 0;
    QTest::newRow("between") << "struct" << Fields{{0, 1}, {8, 8}} << 16 << "0+1 (1+7) 8+8" << 7;
    QTest::newRow("at the end") << "struct" << Fields{{0, 8}, {8, 1}} << 16 << "0+8 8+1 (9+7)" << 7;
    QTest::newRow("at the begin") << "struct" << Fields{{4, 4}} << 8 << "(0+4) 4+4" << 4;
    QTest::newRow("nothing in it") << "struct" << Fields{{0, 0}, {0, 8}} << 8 << "0+0 0+8" << 0;
    QTest::newRow("bits share bytes") << "struct" << Fields{{0, 4}, {0, 4}, {4, 4}} << 8 << "0+4 0+4 4+4" << 0;
    QTest::newRow("union") << "union" << Fields{{0, 8}, {0, 4}} << 8 << "0+8 0+4" << 0;
    QTest::newRow("parameters") << "func" << Fields{{0, 8}, {0, 8}} << 8 << "0+8 0+8" << 0;
    QTest::newRow("damaged") << "struct" << Fields{{8, -1}, {0, 8}} << 4 << "(0+8) 8+18446744073709551615 0+8" << 8;
}

void TestSymbols::laysOut()
{
    QFETCH(const QString, kind);
    QFETCH(const QList<QList<int>>, fields);
    QFETCH(const int, size);
    QFETCH(const QString, rows);
    QFETCH(const int, padding);
    TypeInfo type{.name = "main.T", .kind = kind.toStdString(), .size = uint64_t(size)};
    for (const QList<int> &field : fields)
        type.fields.push_back(
            {.name = "f", .type = "int", .offset = uint64_t(field.at(0)), .size = uint64_t(int64_t(field.at(1)))});
    const TypeLayout layout = TypeLayout::of(type);
    QStringList texts;
    for (const TypeLayout::Row &row : layout.rows) {
        const QString text = QStringLiteral("%1+%2").arg(row.offset).arg(row.size);
        texts.append(row.isPadding() ? QLatin1Char('(') + text + QLatin1Char(')') : text);
    }
    QCOMPARE(texts.join(QLatin1Char(' ')), rows);
    QCOMPARE(int(layout.padding), padding);
}

void TestSymbols::layoutModel()
{
    LayoutModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    TypeInfo type{.name = "main.T", .kind = "struct", .size = 24};
    type.fields = {{.name = "a", .type = "bool", .offset = 0, .size = 1},
                   {.name = "b", .type = "map[string]*example.com/x/cache.Entry", .offset = 8, .size = 8},
                   {.name = "größe\n", .type = "main.Base", .offset = 16, .size = 8, .embedded = true}};
    type.methods = {"main.(*T).Run", "main.T.String"};
    model.setType(type);
    QCOMPARE(model.rowCount(), 6);
    QCOMPARE(model.padding(), 7U);
    QCOMPARE(model.index(1, LayoutModel::Name).data().toString(), QStringLiteral("padding"));
    QVERIFY(model.index(1, 0).data(MutedRole).toBool());
    QCOMPARE(model.index(2, LayoutModel::Type).data().toString(), QStringLiteral("map[string]*cache.Entry"));
    QCOMPARE(model.index(2, 0).data(LayoutModel::LinkedTypeRole).toString(),
             QStringLiteral("example.com/x/cache.Entry"));
    QCOMPARE(model.index(3, LayoutModel::Name).data().toString(), QStringLiteral("größe\\n"));
    QVERIFY(model.index(3, LayoutModel::Type).data().toString().contains(QLatin1String("embedded")));
    QCOMPARE(model.index(4, LayoutModel::Name).data().toString(), QStringLiteral("(*T).Run"));
    QCOMPARE(model.index(4, 0).data(LayoutModel::MethodRole).toString(), QStringLiteral("main.(*T).Run"));
    model.setType({.name = "p", .kind = "map", .size = 8, .element = "main.T", .key = "string"});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(1, 0).data(LayoutModel::LinkedTypeRole).toString(), QStringLiteral("main.T"));
    model.clear();
    QCOMPARE(model.rowCount(), 0);
}

void TestSymbols::namedParts_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("named");
    const auto row = [](const char *type, const char *named) {
        QTest::newRow(type) << QString::fromLatin1(type) << QString::fromLatin1(named);
    };
    row("main.T", "main.T");
    row("*main.T", "main.T");
    row("[]*main.T", "main.T");
    row("[4][]main.T", "main.T");
    row("map[string]main.T", "main.T");
    row("map[map[[2]int]string][]main.T", "main.T");
    row("chan<- *main.T", "main.T");
    row("<-chan main.T", "main.T");
    row("main.Pair[int,map[string]int]", "main.Pair[int,map[string]int]");
    row("*main.Pair[go.shape.int,main.K]", "main.Pair[go.shape.int,main.K]");
    row("func(int) string", "");
    row("struct { x int }", "");
    row("interface {}", "");
    row("[]interface { Run() }", "");
    row("map[string", "");
    row("[", "");
    row("", "");
    row("unsigned int", "unsigned int");
}

void TestSymbols::namedParts()
{
    QFETCH(const QString, type);
    QFETCH(const QString, named);
    QCOMPARE(QString::fromStdString(LayoutModel::namedPart(type.toStdString())), named);
}

QTEST_MAIN(TestSymbols)
#include "tst_symbols.moc"
