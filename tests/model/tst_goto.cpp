// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/gotomodel.h"
#include "tests/support/victiminspection.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Freezeframe;
using Kind = GoToTarget::Kind;
using Scope = GoToQuery::Scope;

/// Going to anything: what is meant by what is typed, and what is found, over real cores.
class TestGoTo : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(); }
    void understands_data();
    void understands();
    void finds_data();
    void finds();
    void bearsAnything_data();
    void bearsAnything();
    void activates();
    void withoutDebugInformation();
    void withoutExecutable();
    void hints();

private:
    void open(const OpenOptions &options);
    void search(const QString &text);
    [[nodiscard]] QStringList rows() const;
    [[nodiscard]] QModelIndex row(Kind kind, const QString &name) const;

    Victim m_victim;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<GoToModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestGoTo::initTestCase()
{
    const auto victim
        = provideVictim({.fixture = QStringLiteral("sample"), .go = goToolchains().last(), .build = GoBuild::NoOpt});
    QVERIFY2(victim, qPrintable(victim.error()));
    m_victim = *victim;
    open(openOptions(m_victim));
}

void TestGoTo::open(const OpenOptions &options)
{
    m_tester.reset();
    m_model.reset();
    m_session = std::make_unique<Session>();
    m_model = std::make_unique<GoToModel>(m_session.get());
    m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get(),
                                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_model->setActions(
        {{.text = QStringLiteral("Reset Layout"), .menu = QStringLiteral("View"), .shortcut = QStringLiteral("Ctrl+0")},
         {.text = QStringLiteral("Hide Runtime Frames"),
          .menu = QStringLiteral("View"),
          .shortcut = QStringLiteral("H"),
          .isOn = true},
         {.text = QStringLiteral("Back"), .menu = QStringLiteral("Go"), .shortcut = {}, .isEnabled = false}});
    m_session->open(options);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->frame() && !m_session->isBusy(), 60'000);
}

void TestGoTo::search(const QString &text)
{
    m_model->search(text);
    QTRY_VERIFY_WITH_TIMEOUT(!m_model->isSearching() && !m_session->isBusy(), 60'000);
}

QStringList TestGoTo::rows() const
{
    QStringList all;
    for (int i = 0; i < m_model->rowCount(); ++i)
        all.append(m_model->index(i).data().toString());
    return all;
}

QModelIndex TestGoTo::row(Kind kind, const QString &name) const
{
    for (int i = 0; i < m_model->rowCount(); ++i) {
        const QModelIndex index = m_model->index(i);
        const QString whole
            = index.data(GoToModel::PackageRole).toString() + index.data(GoToModel::FunctionRole).toString();
        if (index.data(GoToModel::KindRole).toInt() == int(kind) && (whole == name || name.isEmpty()))
            return index;
    }
    return {};
}

void TestGoTo::understands_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<int>("scope");
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("number"); // -1: none
    QTest::addColumn<int>("line");
    const auto add = [](const char *typed, Scope scope, const char *text, qint64 number = -1, int line = 0) {
        QTest::addRow("\"%s\"", typed) << QString::fromUtf8(typed) << int(scope) << QString::fromUtf8(text) << number
                                       << line;
    };
    add("", Scope::Help, "");
    add("  ", Scope::Help, "");
    add("?", Scope::Help, "");
    add("cache.Get", Scope::All, "cache.Get");
    add("17", Scope::All, "17", 17);
    add("g17", Scope::All, "g17", 17);
    add("g", Scope::All, "g");
    add("-17", Scope::All, "-17");
    add("99999999999999999999", Scope::All, "99999999999999999999");
    add("> layout", Scope::Actions, "layout");
    add(">", Scope::Actions, "");
    add("@17", Scope::Goroutines, "17", 17);
    add("@run", Scope::Goroutines, "run");
    add("#Order", Scope::Symbols, "Order");
    add("/main.go", Scope::Files, "main.go");
    add("/main.go:12", Scope::Files, "main.go", -1, 12);
    add("main.go:12", Scope::All, "main.go", -1, 12);
    add("main.go:0", Scope::All, "main.go:0");
    add("main.go:", Scope::All, "main.go:");
    add("main.go:99999999999", Scope::All, "main.go:99999999999");
    add(":142", Scope::Line, "142", 142);
    add(":x", Scope::Line, "x");
    add("0xc000", Scope::Address, "0xc000", 0xc000);
    add("0X10", Scope::Address, "0X10", 16);
    add("0xzz", Scope::Address, "0xzz");
    add("größe", Scope::All, "größe");
}

void TestGoTo::understands()
{
    QFETCH(const QString, typed);
    QFETCH(const int, scope);
    QFETCH(const QString, text);
    QFETCH(const qint64, number);
    QFETCH(const int, line);
    const GoToQuery query = GoToQuery::of(typed);
    QCOMPARE(int(query.scope), scope);
    QCOMPARE(query.text, text);
    QCOMPARE(query.number ? qint64(*query.number) : -1, number);
    QCOMPARE(query.line, line);
}

void TestGoTo::finds_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("name"); // of a row
    QTest::addColumn<QString>("marked"); // of it, matched letters as they are, others as dots; empty: not looked at
    QTest::addColumn<int>("within"); // so many rows from the top
    const auto add = [](const char *typed, Kind kind, const char *name, const char *marked = "", int within = 8) {
        QTest::newRow(typed) << QString::fromLatin1(typed) << int(kind) << QString::fromUtf8(name)
                             << QString::fromLatin1(marked) << within;
    };
    add("cache.Get", Kind::Function, "cache.(*Cache).Get", "........Cache..Get", 4);
    add("cacheget", Kind::Function, "cache.(*Cache).Get", "", 6);
    add("Janitor", Kind::Function, "cache.(*Cache).Janitor", "...............Janitor", 4);
    add("run", Kind::Function, "main.run");
    add("#Cache", Kind::Type, "cache.Cache", "......Cache", 3);
    add("#cache.Price", Kind::Type, "cache.Price", "cache.Price", 2);
    add("#main.config", Kind::Type, "main.config", "main.config", 2);
    add("#allgs", Kind::Variable, "runtime.allgs");
    add("#http.StatusOK", Kind::Constant, "net/http.StatusOK", "....http.StatusOK", 2);
    add("#orders", Kind::Package, "orders-api/internal/orders", "", 6);
    add("/cache.go", Kind::Place, "cache.go:1", "", 3);
    add("cache.go:40", Kind::Place, "cache.go:40", "", 3);
    add(":12", Kind::Place, "cache.go:12", "", 1);
    add("@1", Kind::Goroutine, "", "", 1);
    add("1", Kind::Goroutine, "", "", 1);
    add("@Janitor", Kind::Goroutine, "cache.(*Cache).Janitor", "", 3);
    add("@", Kind::Goroutine, "", "", 1);
    add(">layout", Kind::Action, "View ▸ Reset Layout", "", 1);
    add(">view hide", Kind::Action, "View ▸ Hide Runtime Frames", "", 1);
    add("Reset Layout", Kind::Action, "View ▸ Reset Layout", "", 3);
    add("0xc000012340", Kind::Address, "0xc000012340", "", 1);
    add("Cache).Get", Kind::Frame, "cache.(*Cache).Get", "", 4);
}

void TestGoTo::finds()
{
    QFETCH(const QString, typed);
    QFETCH(const int, kind);
    QFETCH(const QString, name);
    QFETCH(const QString, marked);
    QFETCH(const int, within);
    search(typed);
    const QModelIndex found = row(Kind(kind), name);
    QVERIFY2(found.isValid(), qPrintable(rows().join(QLatin1Char('\n'))));
    QVERIFY2(found.row() < within, qPrintable(rows().join(QLatin1Char('\n'))));
    QVERIFY(!found.data(GoToModel::KindTextRole).toString().isEmpty());
    if (marked.isEmpty())
        return;
    QString shown(name.size(), QLatin1Char('.'));
    for (const int at : found.data(GoToModel::MatchedRole).value<QList<int>>())
        shown[at] = name.at(at);
    QCOMPARE(shown, marked);
}

void TestGoTo::bearsAnything_data()
{
    QTest::addColumn<QString>("typed");
    QTest::newRow("very long") << QString(100'000, QLatin1Char('e'));
    QTest::newRow("many words") << QStringLiteral("a ").repeated(50'000);
    QTest::newRow("odd letters") << QString::fromUtf8("\xf0\x9f\x92\xa5 e\xcc\x81 \xe2\x80\xae x");
    QTest::newRow("half a letter") << QString(QChar(0xd83d));
    QTest::newRow("zeros") << QString(10, QChar(0));
    QTest::newRow("instances") << QStringLiteral("Pair[int,map[string]func(a, b)]");
    QTest::newRow("closures") << QStringLiteral("run.func1.2");
    QTest::newRow("colons") << QStringLiteral(":::::");
    QTest::newRow("only signs") << QStringLiteral(">@#/");
}

void TestGoTo::bearsAnything()
{
    QFETCH(const QString, typed);
    for (const QString &sign : {QString(), QStringLiteral("#"), QStringLiteral("@"), QStringLiteral(">"),
                                QStringLiteral("/"), QStringLiteral(":")}) {
        search(sign + typed);
        QVERIFY(m_model->rowCount() <= 150);
        for (int i = 0; i < m_model->rowCount(); ++i)
            (void)m_model->index(i).data(GoToModel::MatchedRole);
    }
}

void TestGoTo::activates()
{
    QSignalSpy names(m_model.get(), &GoToModel::nameWanted);
    QSignalSpy actions(m_model.get(), &GoToModel::actionWanted);
    QSignalSpy memory(m_model.get(), &GoToModel::memoryWanted);
    search(QStringLiteral("#cache.Price"));
    m_model->activate(row(Kind::Type, QStringLiteral("cache.Price")));
    QCOMPARE(names.size(), 1);
    QCOMPARE(names.first().at(1).toString(), QStringLiteral("orders-api/internal/cache.Price"));
    search(QStringLiteral(">layout"));
    m_model->activate(m_model->index(0));
    QCOMPARE(actions.size(), 1);
    QCOMPARE(actions.first().first().toInt(), 0);
    search(QStringLiteral(">back"));
    QVERIFY(!(m_model->index(0).flags() & Qt::ItemIsEnabled));
    QVERIFY(m_model->index(0).data(GoToModel::DetailRole).toString().contains(QLatin1String("not now")));
    search(QStringLiteral("0x10"));
    m_model->activate(m_model->index(0));
    QCOMPARE(memory.size(), 1);
    const ThreadInfo thread = m_session->threads()->front();
    search(QString::number(thread.tid));
    m_model->activate(row(Kind::Thread, {}));
    QCOMPARE(m_session->selection().owner->kind, StackOwner::Kind::Thread);
    QCOMPARE(qint64(m_session->selection().owner->id), qint64(thread.tid));
    m_session->goToCrash();
    QTRY_VERIFY(!m_session->isBusy());
    const size_t frame = m_session->stack()->frames.size() - 2;
    search(functionName(m_session->stack()->frames[frame].function).name);
    QVERIFY(row(Kind::Frame, {}).isValid());
    m_model->activate(row(Kind::Frame, {}));
    QTRY_VERIFY(!m_session->isBusy());
}

void TestGoTo::withoutDebugInformation()
{
    const auto victim
        = provideVictim({.fixture = QStringLiteral("sample"), .go = goToolchains().last(), .build = GoBuild::Stripped});
    QVERIFY2(victim, qPrintable(victim.error()));
    open(openOptions(*victim));
    search(QStringLiteral("cache.Get"));
    QVERIFY(row(Kind::Function, QStringLiteral("cache.(*Cache).Get")).isValid());
    search(QStringLiteral("/cache.go"));
    QVERIFY(row(Kind::Place, QStringLiteral("cache.go:1")).isValid());
    search(QStringLiteral("#orders"));
    QVERIFY(row(Kind::Package, QStringLiteral("orders-api/internal/orders")).isValid());
    search(QStringLiteral("#zzqqzz"));
    QCOMPARE(m_model->rowCount(), 0);
    QVERIFY2(m_model->emptySentence().contains(QLatin1String("no debug information")),
             qPrintable(m_model->emptySentence()));
}

void TestGoTo::withoutExecutable()
{
    // The core alone: another file at the program's place is refused.
    OpenOptions options = openOptions(m_victim);
    options.files = {.executable = "/bin/true"};
    m_session->open(options);
    QTRY_VERIFY_WITH_TIMEOUT(m_session->isOpen() && !m_session->isBusy(), 60'000);
    QCOMPARE(m_session->process()->match, FileMatch::None);
    search(QStringLiteral("#cache.Price"));
    QCOMPARE(m_model->rowCount(), 0);
    QVERIFY2(m_model->emptySentence().contains(QLatin1String("Locate the executable")),
             qPrintable(m_model->emptySentence()));
    search(QStringLiteral("0x10"));
    QCOMPARE(m_model->rowCount(), 1);
    search(QStringLiteral("@999999999"));
    QVERIFY(m_model->emptySentence().contains(QLatin1String("no thread")));
    search(QStringLiteral(">zzqqzz"));
    QVERIFY(m_model->emptySentence().contains(QLatin1String("action")));
    open(openOptions(m_victim));
}

void TestGoTo::hints()
{
    m_model->search({});
    QVERIFY(m_model->rowCount() >= 6);
    QStringList signs;
    for (int i = 0; i < m_model->rowCount(); ++i)
        signs.append(m_model->index(i).data(GoToModel::PackageRole).toString());
    QCOMPARE(signs.join(QLatin1Char(' ')), QStringLiteral(" # @ > / : 0x"));
    // What each is an example of is understood as that.
    for (int i = 1; i < m_model->rowCount(); ++i) {
        const QString example = m_model->index(i).data(GoToModel::DetailRole).toString();
        QVERIFY2(example.startsWith(signs.at(i)), qPrintable(example));
        QVERIFY(GoToQuery::of(example).scope != Scope::All);
    }
}

QTEST_MAIN(TestGoTo)
#include "tst_goto.moc"
