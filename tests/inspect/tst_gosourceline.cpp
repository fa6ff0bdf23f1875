// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/findings/gosourceline.h"

#include <QTest>

using namespace Freezeframe;

/// What lines of Go source say of what may be nil.
class TestGoSourceLine : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void findsDereferences_data();
    void findsDereferences();
    void readsCalls_data();
    void readsCalls();
    void findsParameters_data();
    void findsParameters();
    void readsAssignments_data();
    void readsAssignments();
    void endures_data();
    void endures();
};

void TestGoSourceLine::findsDereferences_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QStringList>("uses");
    const auto row
        = [](const char *line, const QStringList &uses) { QTest::newRow(line) << QString::fromUtf8(line) << uses; };
    row("return n.next", {QStringLiteral("n next")});
    row("x := a.b.c + d", {QStringLiteral("a b"), QStringLiteral("a.b c")});
    row("if n == nil || m.x == 1 {", {QStringLiteral("m x")});
    row("m[key]++", {QStringLiteral("m [")});
    row("s.counts[k.name] = 1", {QStringLiteral("s counts"), QStringLiteral("s.counts ["), QStringLiteral("k name")});
    row("return f(x.y)", {QStringLiteral("f ("), QStringLiteral("x y")});
    row("*p = 1", {QStringLiteral("p *")});
    row("a := b * c", {});
    row("return *p.q", {QStringLiteral("p q"), QStringLiteral("p.q *")});
    row("log.Print(\"a.b\", 'c', `d.e`) // f.g", {QStringLiteral("log Print"), QStringLiteral("log.Print (")});
    row("x := 1.5 + 0x1f.value", {});
    row("", {});
}

void TestGoSourceLine::findsDereferences()
{
    QFETCH(const QString, line);
    QFETCH(const QStringList, uses);
    QStringList found;
    for (const GoDereference &use : dereferencesIn(line.toStdString()))
        found << QString::fromStdString(use.expression + ' ' + use.member);
    QCOMPARE(found, uses);
}

void TestGoSourceLine::readsCalls_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("function");
    QTest::addColumn<QString>("receiver");
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("a function") << QStringLiteral("n += lastOf(second)") << QStringLiteral("lastOf") << QString()
                                << QStringList{QStringLiteral("second")};
    QTest::newRow("a method") << QStringLiteral("x, err := s.db.Get(ctx, f(a, b), \"c, d\")") << QStringLiteral("Get")
                              << QStringLiteral("s.db")
                              << QStringList{QStringLiteral("ctx"), QStringLiteral("f(a, b)"),
                                             QStringLiteral("\"c, d\"")};
    QTest::newRow("another of which the name is the end")
        << QStringLiteral("forGet(1); Get(2)") << QStringLiteral("Get") << QString()
        << QStringList{QStringLiteral("2")};
    QTest::newRow("none") << QStringLiteral("x := Got(1)") << QStringLiteral("Get") << QStringLiteral("-")
                          << QStringList();
    QTest::newRow("goes on below") << QStringLiteral("Get(a,") << QStringLiteral("Get") << QStringLiteral("-")
                                   << QStringList();
}

void TestGoSourceLine::readsCalls()
{
    QFETCH(const QString, line);
    QFETCH(const QString, function);
    QFETCH(const QString, receiver);
    QFETCH(const QStringList, arguments);
    const auto call = callIn(line.toStdString(), function.toStdString());
    QCOMPARE(call.has_value(), receiver != QStringLiteral("-"));
    if (!call)
        return;
    QCOMPARE(QString::fromStdString(call->receiver), receiver);
    QStringList found;
    for (const std::string &argument : call->arguments)
        found << QString::fromStdString(argument);
    QCOMPARE(found, arguments);
}

void TestGoSourceLine::findsParameters_data()
{
    QTest::addColumn<QString>("declaration");
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("number"); // -2: none
    QTest::newRow("first") << QStringLiteral("func f(a, b int, c *N) error {") << QStringLiteral("a") << 0;
    QTest::newRow("last") << QStringLiteral("func f(a, b int, c *N) error {") << QStringLiteral("c") << 2;
    QTest::newRow("receiver") << QStringLiteral("func (s *T) f(a int) {") << QStringLiteral("s") << -1;
    QTest::newRow("behind a receiver") << QStringLiteral("func (s *T) f(a int) {") << QStringLiteral("a") << 0;
    QTest::newRow("generic") << QStringLiteral("func f[K comparable, V any](m map[K]V, k K) V {") << QStringLiteral("k")
                             << 1;
    QTest::newRow("a function as argument")
        << QStringLiteral("func f(g func(a, b int) bool, c int) {") << QStringLiteral("c") << 1;
    QTest::newRow("none") << QStringLiteral("func f(a int) {") << QStringLiteral("z") << -2;
    QTest::newRow("no function") << QStringLiteral("type f struct {") << QStringLiteral("f") << -2;
}

void TestGoSourceLine::findsParameters()
{
    QFETCH(const QString, declaration);
    QFETCH(const QString, name);
    QFETCH(const int, number);
    QCOMPARE(parameterIn(declaration.toStdString(), name.toStdString()).value_or(-2), number);
}

void TestGoSourceLine::readsAssignments_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value"); // "-": none
    const auto row = [](const char *line, const char *name, const char *value) {
        QTest::addRow("%s of %s", name, line)
            << QString::fromUtf8(line) << QString::fromUtf8(name) << QString::fromUtf8(value);
    };
    row("x := f(1)", "x", "f(1)");
    row("x, err := f(a == b)", "err", "f(a == b)");
    row("if x := m[k]; x.ok {", "x", "m[k]");
    row("var x *T", "x", "");
    row("var x *T = g()", "x", "g()");
    row("var a, x *T", "x", "");
    row("x = nil // because", "x", "nil");
    row("if x == nil {", "x", "-");
    row("x += y", "x", "-");
    row("y = x", "x", "-");
    row("m[x] = 1", "x", "-");
    row("x.y = 1", "x", "-");
    row("x != y", "x", "-");
}

void TestGoSourceLine::readsAssignments()
{
    QFETCH(const QString, line);
    QFETCH(const QString, name);
    QFETCH(const QString, value);
    const auto assignment = assignmentIn(line.toStdString(), name.toStdString());
    QCOMPARE(assignment ? QString::fromStdString(assignment->value) : QStringLiteral("-"), value);
}

void TestGoSourceLine::endures_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("brackets that nobody closes") << QByteArray("a[b[c[d(e{f");
    QTest::newRow("brackets that nobody opened") << QByteArray("a)]}.b)]}");
    QTest::newRow("a text that does not end") << QByteArray("a.b(\"c\\");
    QTest::newRow("very long") << QByteArray(100'000, 'a');
    QTest::newRow("very deep") << QByteArray(100'000, '[');
    QTest::newRow("deep indexes") << QByteArray("a[").repeated(2000);
    QTest::newRow("no text") << QByteArray("\xff\xfe\0.\xc3", 5);
}

void TestGoSourceLine::endures()
{
    QFETCH(const QByteArray, line);
    const std::string text = line.toStdString();
    QVERIFY(dereferencesIn(text).size() <= text.size());
    QVERIFY(!callIn(text, "z"));
    QVERIFY(!parameterIn("func " + text, "z"));
    QVERIFY(!assignmentIn(text, "z"));
    QVERIFY(!indexIn(text));
    QVERIFY(!isSelector(text + '['));
}

QTEST_GUILESS_MAIN(TestGoSourceLine)
#include "tst_gosourceline.moc"
