// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/expressionparser.h"
#include "tests/support/loneexpression.h"

#include <QTest>

using namespace Freezeframe;

/// Expressions that need no program: literals, operators, conversions, and text that is no expression at all.
class ExpressionsTest : public QObject
{
    Q_OBJECT

    /// The value's text, or the error's.
    static QString evaluated(const std::string &source)
    {
        const auto text = evaluatedAlone(source);
        return QString::fromStdString(text ? *text : "error: " + text.error().message);
    }

private Q_SLOTS:
    void values_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *source, const char *text) { QTest::newRow(source) << source << text; };
        row("1", "1");
        row("0x_FF", "255");
        row("0b101 + 0o17 + 017", "35");
        row("1_000_000", "1000000");
        row("1.5e3", "1500");
        row("0x1p-2", "0.25");
        row("2i * 2i", "(-4 + 0i)");
        row("'a'", "97");
        row("'\\u20ac' + 1", "8365");
        row("'\\xff'", "255");
        row("\"a\\tb\\\"\" + `c\\`", "\"a\\tb\\\"c\\\\\"");
        row("\"\\xff\\u00e9\"", "\"\\xff\u00e9\"");
        row("1 + 2 * 3", "7");
        row("(1 + 2) * 3", "9");
        row("10 - 4 - 3", "3");
        row("7 / 2", "3");
        row("-7 / 2", "-3");
        row("-7 % 3", "-1");
        row("7 / 2.0", "3.5");
        row("1 << 62 << 1", "9223372036854775808");
        row("1<<100 >> 98", "4");
        row("5 &^ 1 | 2 ^ 1", "7");
        row("^0", "-1");
        row("-5 >> 1", "-3");
        row("uint8(255) + 1", "0");
        row("int8(127) + 1", "-128");
        row("int8(-128) / -1", "-128");
        row("uint32(1) << 31 << 1", "0");
        row("uint8(300)", "44");
        row("int64(-1.9)", "-1");
        row("uint64(1) << 63", "9223372036854775808");
        row("float32(0.1)", "0.1");
        row("float64(float32(0.1))", "0.10000000149011612");
        row("float64(1) / float64(0)", "+Inf");
        row("-float64(0)", "-0");
        row("float64(0)/float64(0) == float64(0)/float64(0)", "false");
        row("1e23", "100000000000000000000000");
        row("float64(5e-324)", ("0." + std::string(323, '0') + "5").c_str());
        row("complex(1, 2)", "(1 + 2i)");
        row("imag(complex(1, 2)) + real(3i)", "2");
        row("min(3, 1, 2)", "1");
        row("max(1, 2.5)", "2.5");
        row("min(\"b\", \"a\")", "\"a\"");
        row("len(\"h\u00e9\")", "3");
        row("\"abc\"[1]", "98");
        row("\"abcdef\"[1:3]", "\"bc\"");
        row("\"abcdef\"[:2] + \"abcdef\"[4:]", "\"abef\"");
        row("[]byte(\"ab\")", "[]uint8 len: 2, cap: 2, [97,98]");
        row("[]byte(\"abcd\")[1:3][1]", "99");
        row("[]rune(\"\u20ac!\")", "[]int32 len: 2, cap: 2, [8364,33]");
        row("string([]byte(\"xyz\"))", "\"xyz\"");
        row("string([]rune(\"\u20ac\"))", "\"\u20ac\"");
        row("string(8364)", "\"\u20ac\"");
        row("true && !false", "true");
        row("false && 1/0 == 1", "false");
        row("true || unknown", "true");
        row("1 == 1.0", "true");
        row("\"a\" < \"b\" && 'a' != 98", "true");
        row("(*int)(0xc000010000)", "(*int)(0xc000010000)");
        row("uintptr((*int)(0x10)) + 8", "24");
        row("unsafe.Pointer(uintptr(16))", "unsafe.Pointer(0x10)");
        row("(*int)(16) == (*int)(16)", "true");
        row("(*int)(nil) == nil", "true");
        row("nil", "nil");
        row("any([]int{1, 2}, it > 1)", "true");
        row("all([]int{1, 2}, it > 1)", "false");
        row("sum([]int{1, 2}, it * it)", "5");
        row("sort([]string{\"b\", \"a\"})[0]", "\"a\"");
        row("map(\"ab\", it + 1)", "[]uint8 len: 2, cap: 2, [98,99]");
        row("count(filter([]float64{1, 2.5}, it > 2))", "1");
    }
    void values()
    {
        QFETCH(QString, source);
        QFETCH(QString, text);
        QCOMPARE(evaluated(source.toStdString()), text);
    }

    void errors_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QString>("part");
        const auto row = [](const QByteArray &source, const char *part) {
            QTest::newRow(source.left(40).constData()) << source << part;
        };
        row("", "nothing to evaluate at column 1");
        row("  ", "nothing to evaluate");
        row("1 +", "unexpected end of the expression at column 4");
        row("(1 + 2", "expected ')', found the end at column 7");
        row("1 + 2)", "unexpected ')' at column 6");
        row("a[1::3]", "needs the second and the third");
        row("a[1:2:3:4]", "expected ']'");
        row("\"abc", "string without an end at column 1");
        row("'ab'", "one character");
        row("'", "character without an end");
        row("\"\\q\"", "unknown escape");
        row("\"\\ud800\"", "no Unicode character");
        row("0x", "number without digits");
        row("08", "not an integer");
        row("12ab", "unexpected \"a\" in a number");
        row("1 $ 2", "unexpected \"$\" at column 3");
        row("x = 1", "can't be changed");
        row("x++", "can't be changed");
        row("<-ch", "can't run code");
        row("1 / 0", "division by zero");
        row("1 % 0", "division by zero");
        row("1 << 200", "more than 127 bits");
        row("int8(1) << -1", "negative shift");
        row("1 << 1.5", "shift");
        row("int(1) + uint(1)", "mismatched types int and uint");
        row("uint8(1) + 300", "does not fit in a uint8");
        row("int(1) + 1.5", "is no int");
        row("1 + \"a\"", "mismatched types");
        row("!1", "operator ! is not for");
        row("-\"a\"", "operator - is not for");
        row("1 && true", "neither true nor false");
        row("\"abc\"[3]", "out of range");
        row("\"abc\"[-1]", "negative");
        row("\"abc\"[2:1]", "out of range");
        row("\"abc\"[1.5]", "is no untyped int");
        row("5[0]", "has no elements");
        row("*5", "is no pointer");
        row("*(*int)(nil)", "is nil at column 1");
        row("&5", "has no address");
        row("nil == nil", "nil == nil has no type");
        row("1 == nil", "never nil");
        row("make([]int, 3)", "can't run code");
        row("unknown", "no variable \"unknown\" in this frame");
        row("unknown()", "no variable \"unknown\" in this frame");
        row("unknown.field", "no variable \"unknown\" in this frame");
        row("len()", "len takes one value, not 0");
        row("len(5)", "has no length");
        row("int", "no variable");
        row("[]int", "a type, not a value");
        row("int(1, 2)", "one value");
        row("5.(int)", "");
        row("(1).(int)", "is no interface");
        row("map[string]int(5)", "no type");
        row("struct{", "unexpected end");
        row(QByteArray(100'000, '('), "too long");
        row(QByteArray(10'000, '('), "too deep");
        row(QByteArray("- ").repeated(10'000), "too deep");
        row("--1", "can't be changed");
        row(QByteArray("1") + QByteArray("+1").repeated(5'000), "too deep");
        row(QByteArray("[]").repeated(5'000) + "int", "too deep");
        row(QByteArray("a") + QByteArray(".b").repeated(5'000), "too deep");
        row(QByteArray("[]int{").repeated(5'000), "too deep");
        row("[][]int" + QByteArray("{").repeated(5'000), "too deep");
        row(QByteArray("any(").repeated(5'000), "too deep");
        row(QByteArray("map(x, ").repeated(5'000), "too deep");
        row(QByteArray("*").repeated(5'000) + "x", "too deep");
        row(QByteArray("!").repeated(5'000) + "x", "too deep");
        row("[]int{1", "expected '}'");
        row("[100000000000]int{}", "too many elements");
        row("goroutines", "there are no goroutines here");
        row("any(\"a\", it.b)", "no field");
        row("$", "unexpected \"$\"");
        row(QByteArray("x\0y", 3), "unexpected");
        row(QByteArray(1, '\x01'), "unexpected \"\\x01\"");
    }
    void errors()
    {
        QFETCH(QByteArray, source);
        QFETCH(QString, part);
        const QString text = evaluated(source.toStdString());
        QVERIFY2(text.startsWith("error: ") && text.contains(part), qPrintable(text));
    }
};

QTEST_GUILESS_MAIN(ExpressionsTest)
#include "tst_expressions.moc"
