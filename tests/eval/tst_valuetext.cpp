// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/errortext.h"
#include "backend/eval/evaluator.h"
#include "backend/eval/functionnames.h"
#include "backend/eval/gotime.h"
#include "backend/eval/numbertext.h"
#include "backend/eval/valueformat.h"
#include "backend/eval/variablepieces.h"
#include "tests/support/fakememory.h"

#include <QTest>

#include <cmath>

using namespace Freezeframe;

/// Text of numbers, times, names; and of values whose parts are missing or mad.
class ValueTextTest : public QObject
{
    Q_OBJECT

    EvaluationSources m_sources;
    FakeMemory m_memory;
    TypeGraph m_types{m_sources};
    ValueReader m_reader{m_memory, m_types};
    Containers m_containers{m_sources, m_reader};
    DynamicValues m_dynamic{m_sources, m_reader};
    ProgramNames m_names{m_sources, m_reader, m_dynamic};
    Followed m_followed{m_reader, m_containers, m_names};
    ValueFormat m_format{m_reader, m_containers, m_dynamic, m_followed};

    QString text(const Value &value) { return QString::fromStdString(m_format.full(value, {})); }
    Value slice(const Type *element, uint64_t base, uint64_t length, uint64_t capacity) const
    {
        const std::array<uint64_t, 3> header{base, length, capacity};
        const auto raw = std::as_bytes(std::span(header));
        return valueOfBytes(const_cast<TypeGraph &>(m_types).sliceOf(element),
                            std::vector<std::byte>(raw.begin(), raw.end()));
    }

private Q_SLOTS:
    void durations_data()
    {
        QTest::addColumn<qint64>("nanoseconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("0") << qint64(0) << "0s";
        QTest::newRow("1ns") << qint64(1) << "1ns";
        QTest::newRow("us") << qint64(1'500) << "1.5\u00b5s";
        QTest::newRow("ms") << qint64(2'000'000) << "2ms";
        QTest::newRow("s") << qint64(1'000'000'001) << "1.000000001s";
        QTest::newRow("5m") << qint64(300'000'000'000) << "5m0s";
        QTest::newRow("1h") << qint64(4'530'918'000'000) << "1h15m30.918s";
        QTest::newRow("negative") << qint64(-1'500'000'000) << "-1.5s";
        QTest::newRow("least") << std::numeric_limits<qint64>::min() << "-2562047h47m16.854775808s";
    }
    void durations()
    {
        QFETCH(qint64, nanoseconds);
        QFETCH(QString, text);
        QCOMPARE(QString::fromStdString(durationText(nanoseconds)), text);
    }

    void floats()
    {
        QCOMPARE(floatText(-0.0, 8), "-0");
        QCOMPARE(floatText(NAN, 8), "NaN");
        QCOMPARE(floatText(-INFINITY, 4), "-Inf");
        QCOMPARE(floatText(0.1f, 4), "0.1");
        QCOMPARE(floatText(1e21, 8), "1000000000000000000000");
        QCOMPARE(floatText(123456.789, 8), "123456.789");
        QCOMPARE(floatText(1e-7, 8), "0.0000001");
    }

    void timesOfAnyAge()
    {
        GoTime time{
            .seconds = 1'795'349'287, .nanoseconds = 250'000'000, .monotonic = {}, .zoneOffset = 3600, .zone = "CET"};
        QCOMPARE(time.rfc3339(), "2026-11-22T13:08:07+01:00");
        QCOMPARE(time.readable(), "2026-11-22 13:08:07.25 +01:00 CET");
        GoTime first{.seconds = -62'135'596'800};
        QCOMPARE(first.readable(), "zero time");
        QCOMPARE(first.rfc3339(), "0001-01-01T00:00:00Z");
        GoTime leap{.seconds = 951'782'400};
        QCOMPARE(leap.rfc3339(), "2000-02-29T00:00:00Z");
        GoTime absurd{.seconds = std::numeric_limits<int64_t>::max()};
        QCOMPARE(absurd.readable(), "");
    }

    void names()
    {
        QCOMPARE(m_names.shortName("map[string]*example.com/shop/cache.Entry"), "map[string]*cache.Entry");
        QCOMPARE(m_names.shortName("[]gopkg.in/yaml%2ev3.Node"), "[]yaml.Node");
        QCOMPARE(m_names.shortName("example.com/cache/v3.Box[example.com/go-thing%2ev2.Part]"),
                 "cache.Box[example.com/go-thing%2ev2.Part]");
        QCOMPARE(m_names.shortName("example.com/cache/v3.(*Entry).Touch"), "cache.(*Entry).Touch");
        QCOMPARE(m_names.shortName("func(a/b.T, int) error"), "func(b.T, int) error");
        QCOMPARE(m_names.shortName("[4]int"), "[4]int");
        QCOMPARE(withoutTypeArguments("main.Map[go.shape.int,a/b.C[int]].Get"), "main.Map.Get");
        QCOMPARE(rangeParent("main.f.func1-range12"), "main.f.func1");
        QCOMPARE(rangeParent("main.f-ranges"), "");
        QCOMPARE(closureParent("main.(*T).f.func2"), "main.(*T).f");
        QCOMPARE(closureParent("main.f.func2.1"), "main.f.func2");
        QCOMPARE(closureParent("main.f.1"), "");
        QCOMPARE(closureParent("main.function"), "");
        QCOMPARE(packageOf("*example.com/v2.x/cache.(*T).Get"), "example.com/v2.x/cache");
        QCOMPARE(packageOf("int"), "");
        QCOMPARE(ipAddressText(std::string_view("\xc0\x00\x02\x01", 4)), "192.0.2.1");
        const std::string v6("\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1", 16);
        QCOMPARE(ipAddressText(v6), "2001:db8::1");
    }

    void flags()
    {
        const std::vector<TypeConstant> constants{{"Read", 1}, {"Write", 2}, {"All", 7}};
        QCOMPARE(constantName(constants, 2), "Write");
        QCOMPARE(constantName(constants, 3), "Read|Write");
        QCOMPARE(constantName(constants, 7), "All");
        QCOMPARE(constantName(constants, 4), "");
        QCOMPARE(constantName(constants, 0), "");
    }

    void piecesOfOneVariable_data()
    {
        QTest::addColumn<QStringList>("names");
        QTest::addColumn<QList<qint64>>("words"); // -1: optimised out
        QTest::addColumn<QString>("expected"); // "name type value", one a line
        const auto row = [](const char *name, const QStringList &names, const QList<qint64> &words,
                            const QString &expected) { QTest::newRow(name) << names << words << expected; };
        const QString iface = QString::fromUtf8(anyInterface.data(), qsizetype(anyInterface.size()));
        const QString slice = QString::fromUtf8(anySlice.data(), qsizetype(anySlice.size()));
        const QString lost = QStringLiteral(" (optimised out)");
        row("a lost interface", {"~r0.itab", "~r0.data"}, {-1, -1}, QStringLiteral("~r0 ") + iface + lost);
        row("an interface of which the type is lost", {"err.itab", "err.data"}, {-1, 0x1000},
            QStringLiteral("err ") + iface + lost);
        row("a nil interface of unknown type", {"err.itab", "err.data"}, {0, 0},
            QStringLiteral("err ") + iface + QLatin1Char(' ') + iface + QStringLiteral(" nil"));
        row("what is no type", {"dst.itab", "dst.data"}, {0x77, 0x1000},
            QStringLiteral("dst ") + iface
                + QStringLiteral(
                    " (unreadable no interface has a type word like 0x77: what is there is of something else)"));
        row("a lost slice", {"~r0.cap", "~r0.len"}, {-1, -1}, QStringLiteral("~r0 ") + slice + lost);
        row("a slice without its elements", {"s.cap", "s.len"}, {4, 3},
            QStringLiteral("s ") + slice + QLatin1Char(' ') + slice
                + QStringLiteral(" len: 3, cap: 4, (optimised out)"));
        row("of two calls", {"ts.len", "ts.cap", "ts.len", "ts.cap"}, {1, 2, 3, 4},
            QStringLiteral("ts ") + slice
                + QStringLiteral(
                    " (unreadable variables of several inlined calls have this name, and their pieces can't be told apart)"));
        row("a piece alone", {"p.len"}, {3}, QStringLiteral("p.len uint64 3"));
        row("no pieces", {"a.b", "len", ".cap"}, {1, 2, 3},
            QStringLiteral("a.b uint64 1\nlen uint64 2\n.cap uint64 3"));
    }
    /// What the compiler took apart and does not say the type of is one row all the same.
    void piecesOfOneVariable()
    {
        QFETCH(const QStringList, names);
        QFETCH(const QList<qint64>, words);
        QFETCH(const QString, expected);
        std::vector<Value> variables;
        for (qsizetype i = 0; i < names.size(); ++i) {
            std::vector<std::byte> bytes(8);
            std::memcpy(bytes.data(), &words[i], 8);
            Value value = valueOfBytes(m_types.predeclared("uint64"), std::move(bytes), names[i].toStdString());
            value.declarationLine = 7;
            if (words[i] == -1)
                value.error = optimizedOut();
            variables.push_back(std::move(value));
        }
        QStringList lines;
        for (const Value &value : withPiecesJoined(m_reader, variables))
            lines << QStringLiteral("%1 %2 %3")
                         .arg(QString::fromStdString(value.name), QString::fromStdString(value.type->name),
                              text(value));
        QCOMPARE(lines.join(QLatin1Char('\n')), expected);
    }

    void missingPiecesAreNotZeros()
    {
        m_memory.putWords(Address{0x1000}, {1, 2, 3});
        Value value = slice(m_types.predeclared("int"), 0x1000, 3, 0);
        value.missing = {{16, 24}};
        QCOMPARE(text(value), "[]int len: 3, cap: (optimised out), [1,2,3]");
        value.missing = {{0, 8}};
        QVERIFY(text(value).contains("(optimised out)"));
        value.missing = {{8, 16}};
        QCOMPARE(text(value), "[]int len: (optimised out), cap: 0, [...]");
        Value number = valueOfBytes(m_types.predeclared("int64"), std::vector<std::byte>(8));
        number.missing = {{4, 8}};
        QCOMPARE(text(number), "(optimised out)");
        QVERIFY(m_reader.part(value, m_types.predeclared("int"), 8, "len").error);
    }

    void madHeadersAreErrors()
    {
        const Type *element = m_types.predeclared("int");
        QVERIFY(text(slice(element, 0x1000, ~uint64_t(0), ~uint64_t(0))).contains("impossible length"));
        QVERIFY(text(slice(element, 0x1000, 5, 3)).contains("impossible length 5"));
        QVERIFY(text(slice(element, 0, 3, 3)).contains("unreadable"));
        QCOMPARE(text(slice(element, 0, 0, 0)), "[]int len: 0, cap: 0, nil");
        QVERIFY(text(slice(element, 0xfffffffffffffff8, 1000, 1000)).contains("unreadable"));
        const uint64_t huge = uint64_t(1) << 60;
        QVERIFY(text(slice(m_types.arrayOf(element, huge), 0x1000, huge, huge)).size() < 100'000);
    }

    void selfContainingSliceEnds()
    {
        // type T []T; a slice whose element is itself
        const Type *inner = m_types.sliceOf(m_types.predeclared("int"));
        for (int i = 0; i < 40; ++i)
            inner = m_types.sliceOf(inner);
        m_memory.putWords(Address{0x8000}, {0x8000, 1, 1});
        const QString result = text(slice(inner, 0x8000, 1, 1));
        QVERIFY2(result.contains("..."), qPrintable(result));
    }

    void textInPages()
    {
        m_memory.putText(Address{0x9000}, "abcdefghij");
        const std::array<uint64_t, 2> header{0x9000, 10};
        const auto raw = std::as_bytes(std::span(header));
        const Value value = valueOfBytes(m_types.predeclared("string"), {raw.begin(), raw.end()});
        QCOMPARE(m_reader.text(value, 3, 4).value(), "defg");
        QCOMPARE(m_reader.text(value, 8, 100).value(), "ij");
        QCOMPARE(m_reader.text(value, 10, 1).value(), "");
        QCOMPARE(m_reader.text(value, ~uint64_t(0), 1).value(), "");
        QCOMPARE(m_format.full(value, {.stringBytes = 4}), "\"abcd...+6 more\"");
    }
};

QTEST_GUILESS_MAIN(ValueTextTest)
#include "tst_valuetext.moc"
