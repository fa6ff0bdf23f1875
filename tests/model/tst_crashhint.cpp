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
