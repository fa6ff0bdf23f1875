// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/expressioncut.h"

#include <QTest>

using namespace Freezeframe;

/// What of an unfinished expression is being typed, and what stands before its dot.
class TestExpressionCut : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cuts_data();
    void cuts();
    void bounds_data();
    void bounds();
};

void TestExpressionCut::cuts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("part"); // null: no name may stand there
    QTest::addColumn<QString>("operand"); // null: it follows no dot
    const auto row = [](const char *text, const QString &part, const QString &operand = {}) {
        QTest::newRow(*text ? text : "nothing") << QString::fromUtf8(text) << part << operand;
    };
    const auto none = [&row](const char *text) { row(text, {}); };
    const QString empty = QStringLiteral("");
    row("", empty);
    row("or", "or");
    row("a + or", "or");
    row("a+", empty);
    row("len(or", "or");
    row("c.", empty, "c");
    row("c.ent", "ent", "c");
    row("x == c.ent", "ent", "c");
    row("c.entries[0].pr", "pr", "c.entries[0]");
    row("c.entries[a.b[1]].pr", "pr", "c.entries[a.b[1]]");
    row("f[i", "i");
    row("f[c.x", "x", "c");
    row("(*p).x", "x", "(*p)");
    row("*p.x", "x", "p");
    row("x.(main.T).f", "f", "x.(main.T)");
    row("(*main.T)(0xc000).f", "f", "(*main.T)(0xc000)");
    row("main.", empty, "main");
    row("\"a/b/cache\".Ho", "Ho", "\"a/b/cache\"");
    row("example.com/shop/cache.Ho", "Ho", "cache");
    row("m[\"a.b(\"].x", "x", "m[\"a.b(\"]");
    row("m[`x\\`].y", "y", "m[`x\\`]");
    row("größe.län", "län", "größe");
    row("a . b", "b", "a");
    row("[]int{1,2}.x", "x", "int{1,2}");
    none("\"abc");
    none("'a");
    none("m[\"ab");
    none("12");
    none("0x1f");
    none("\"abc\"");
    none(".x");
    none("+.x");
    none("1.x");
    none("a)b");
    none("a.(b]c");
    // Queries: what `it` stands for.
    row("filter(orders, it.", empty, "first(orders)");
    row("filter(c.list[1:], a == it.I", "I", "first(c.list[1:])");
    row("any(orders, any(it.Lines, it.Pr", "Pr", "first(first(orders).Lines)");
    row("any(orders, any(it.Lines, true) && it.Pr", "Pr", "first(orders)");
    row("sort(filter(orders, it.x > 3), it.si", "si", "first(orders)");
    row("sort(filter(sort(orders, it.b(1, 2)), it.x > 3), it.si", "si", "first(orders)");
    row("count(ages, value.x", "x", "first(ages).value");
    row("count(ages, key.x", "x", "first(ages).key");
    row("count(ages, it.x", "x", "first(ages).value");
    row("it.x", "x", "it");
    row("a.it.x", "x", "a.it");
    row("count(it.x", "x", "it");
    row("x.count(a, it.x", "x", "it");
    row("filter(filter(filter(", empty);
}

void TestExpressionCut::cuts()
{
    QFETCH(QString, text);
    QFETCH(QString, part);
    QFETCH(QString, operand);
    const ExpressionCut cut = cutExpression(text.toStdString(), [](std::string_view list) { return list == "ages"; });
    QCOMPARE(cut.isName, !part.isNull());
    if (part.isNull())
        return;
    QCOMPARE(QString::fromStdString(cut.part), part);
    QCOMPARE(cut.begin, size_t(text.toUtf8().size() - part.toUtf8().size()));
    QCOMPARE(cut.isMember, !operand.isNull());
    QCOMPARE(QString::fromStdString(cut.operand), operand.isNull() ? QString() : operand);
}

void TestExpressionCut::bounds_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isName");
    QTest::newRow("64 KiB") << QByteArray(64 << 10, 'a') << true;
    QTest::newRow("more than 64 KiB") << QByteArray((64 << 10) + 1, 'a') << false;
    QTest::newRow("many dots") << QByteArray("a.").repeated(30'000) << true;
    QTest::newRow("brackets in brackets") << QByteArray(201, '(') << false;
    QTest::newRow("queries in queries") << QByteArray("any(it.a, ").repeated(100) + "it.b" << false;
    QTest::newRow("queries in a row") << QByteArray("any(a, true) + ").repeated(3000) + "b" << true;
    QTest::newRow("a backslash ends it") << QByteArray("\"abc\\") << false;
    QTest::newRow("zeros") << QByteArray(100, '\0') << true;
    QTest::newRow("no UTF-8") << QByteArray("a.\xff\xfe") << true;
}

void TestExpressionCut::bounds()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, isName);
    const ExpressionCut cut = cutExpression(std::string_view(text.constData(), size_t(text.size())), {});
    QCOMPARE(cut.isName, isName);
    QVERIFY(cut.begin <= size_t(text.size()));
}

QTEST_GUILESS_MAIN(TestExpressionCut)
#include "tst_expressioncut.moc"
