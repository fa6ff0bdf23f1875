// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/crashhint.h"

#include <QTest>

using namespace Freezeframe;

class TestCrashHint : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nilReads_data();
    void nilReads();
    void values();
    void parameters_data();
    void parameters();
    void hostile();

private:
    [[nodiscard]] static VariableInfo variable(const char *name, bool nil, const char *value = "nil")
    {
        VariableInfo info;
        info.name = name;
        info.value = value;
        info.isNil = nil;
        return info;
    }
};

void TestCrashHint::nilReads_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<quint64>("address");
    QTest::addColumn<int>("variable");
    QTest::newRow("field") << "\tif c.now().After(e.expires) {" << quint64(0x18) << 1;
    QTest::newRow("star") << "\tx := *e" << quint64(0) << 1;
    QTest::newRow("index") << "\treturn e[5]" << quint64(0x28) << 1;
    QTest::newRow("only named") << "\tfoo(e)" << quint64(0x18) << -1;
    QTest::newRow("part of a word") << "\tname.x = theme.y" << quint64(0x18) << -1;
    QTest::newRow("field of that name") << "\tc.e.x()" << quint64(0x18) << -1;
    QTest::newRow("two of them") << "\te.x = f.x" << quint64(0x18) << -1;
    QTest::newRow("not the first page") << "\te.x()" << quint64(0x10000) << -1;
    QTest::newRow("empty line") << "" << quint64(0x18) << -1;
}

void TestCrashHint::nilReads()
{
    QFETCH(QString, line);
    QFETCH(quint64, address);
    QFETCH(int, variable);
    CrashSummary crash;
    crash.faultAddress = Address{address};
    const std::vector<VariableInfo> variables{this->variable("c", false, "0xc000"), this->variable("e", true),
                                              this->variable("f", true)};
    QCOMPARE(findNilRead(crash, variables, line).variable, variable);
    crash.faultAddress.reset();
    QCOMPARE(findNilRead(crash, variables, line).variable, -1);
}

void TestCrashHint::values()
{
    const QString text = QStringLiteral("func (c *Cache) Get(key string) bool {\n" // 1
                                        "\te := c.entries[key]\n" // 2
                                        "\tc.hits++\n" // 3
                                        "\tif e == nil {\n" // 4
                                        "\t}\n" "\tp := e.price\n"); // 6
    VariableInfo key = variable("key", false, "\"a\"");
    key.isArgument = true;
    const auto values = lineValues(text, 4, {variable("e", true), key, variable("p", false, "1")});
    QCOMPARE(values.size(), 2U); // p is assigned below the line
    QCOMPARE(values[0].line, 2);
    QCOMPARE(values[0].text, QStringLiteral("e = nil"));
    QCOMPARE(values[1].line, 1);
    QCOMPARE(values[1].text, QStringLiteral("key = \"a\""));
}

void TestCrashHint::parameters_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("line");
    QTest::addColumn<QString>("function");
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("at"); // where "n = 7" stands; 0: nowhere
    const auto row = [](const char *name, const char *text, int line, const char *function, const char *file, int at) {
        QTest::newRow(name) << QString::fromUtf8(text) << line << QString::fromUtf8(function) << QString::fromUtf8(file)
                            << at;
    };
    row("Go", "package p\n\nfunc f(n int) {\n\tpanic(n)\n}\n", 4, "p.f", "p.go", 3);
    row("Go, a literal", "package p\nfunc f() {\n\tg(func(n int) {\n\t\tpanic(n)\n\t})\n}\n", 4, "p.f.func1", "p.go",
        3);
    row("Go, no header", "package p\npanic(n)\n", 2, "p.f", "p.go", 0);
    row("C", "#include <stdio.h>\n\nint f(int n)\n{\n    abort();\n}\n", 5, "f", "a.c", 3);
    row("C, type on its own line", "#include <x.h>\nstatic int\nf (int n)\n{\n    abort();\n}\n", 5, "f", "a.c", 3);
    row("C, second function", "#include <x.h>\nvoid f(int n) {\n}\nvoid g(int n) {\n    f(n);\n}\n", 5, "g", "a.c", 4);
    row("C, by a macro", "#include <x.h>\nvoid h(void) {\n}\nDEFINE(f)\n{\n    abort();\n}\n", 6, "f_impl", "a.c", 0);
    row("C++", "#include <x>\nvoid N::C::f(int n)\n{\n    abort();\n}\n", 4, "N::C::f(int)", "a.cc", 2);
    row("C, a call at the margin of a header", "#include <x.h>\n", 1, "f", "a.h", 0);
}

/// A parameter stands beside the header of its function: never beside another's, nor beside #include.
void TestCrashHint::parameters()
{
    QFETCH(QString, text);
    QFETCH(int, line);
    QFETCH(QString, function);
    QFETCH(QString, file);
    QFETCH(int, at);
    VariableInfo n = variable("n", false, "7");
    n.isArgument = true;
    const auto values = lineValues(text, line, {n}, function.toStdString(), file.toStdString());
    QCOMPARE(values.empty() ? 0 : values.front().line, at);
}

void TestCrashHint::hostile()
{
    QVERIFY(lineValues({}, 5, {variable("x", false)}).empty());
    QVERIFY(lineValues(QStringLiteral("a"), -1, {variable("x", false)}).empty());
    QVERIFY(lineValues(QStringLiteral("x := 1\nx"), 2, {variable("", false)}).size() <= 1);
    CrashSummary crash;
    crash.faultAddress = Address{0};
    QCOMPARE(findNilRead(crash, {variable("", true)}, QStringLiteral("...")).variable, -1);
}

QTEST_GUILESS_MAIN(TestCrashHint)
#include "tst_crashhint.moc"
