// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/eval/openedcore.h"
#include "tests/support/victim.h"

#include <QTest>

#include <set>

using namespace Freezeframe;

/// Expressions, pages, meanings over the core of the fixture that has a variable of every type, for each Go.
class EvaluationTest : public QObject
{
    Q_OBJECT

    std::map<QString, std::unique_ptr<OpenedCore>> m_cores; ///< by release and build
    QString m_skip;

    OpenedCore *core(const GoToolchain &go, GoBuild build)
    {
        const QString name = go.release() + ' ' + nameOf(build);
        if (const auto known = m_cores.find(name); known != m_cores.end())
            return known->second.get();
        std::unique_ptr<OpenedCore> &slot = m_cores[name];
        VictimRequest request;
        request.fixture = QStringLiteral("variables");
        request.go = go;
        request.build = build;
        auto opened = OpenedCore::of(request);
        if (opened)
            slot = std::move(*opened);
        else
            m_skip = opened.error();
        return slot.get();
    }

    /// Text of @p expression in the frame of @p function, "error: …" if it has none.
    static QString evaluated(OpenedCore &core, const QString &function, const QString &expression, Value *out = nullptr)
    {
        const auto place = core.find(function.toStdString());
        if (!place)
            return QStringLiteral("no frame of ") + function;
        const auto value = core.evaluator().evaluate(core.stack(place->row), place->frame, expression.toStdString());
        if (!value)
            return QStringLiteral("error: ") + QString::fromStdString(value.error().message);
        if (out)
            *out = *value;
        return QString::fromStdString(core.evaluator().format(*value));
    }

    static void eachRelease(const std::function<void(const GoToolchain &)> &add)
    {
        for (const GoToolchain &go : goToolchains())
            add(go);
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (goToolchains().isEmpty())
            QSKIP("no Go on this machine");
    }

    void expressions_data()
    {
        QTest::addColumn<int>("go");
        QTest::addColumn<QString>("function");
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("text");
        struct Row {
            const char *function;
            const char *expression;
            const char *text;
        };
        static constexpr Row rows[] = {
            {"main.sequences", "three[1:]", "[]int len: 2, cap: 2, [20,30]"},
            {"main.sequences", "three[:1][0]", "10"},
            {"main.sequences", "three[0:1:2]", "[]int len: 1, cap: 2, [10]"},
            {"main.sequences", "three[1:1:1]", "[]int len: 0, cap: 0, []"},
            {"main.sequences", "unsafe.Sizeof(three)", "24"},
            {"main.sequences", "unsafe.Alignof(three[0])", "8"},
            {"main.sequences", "spare[0:5]", "[]int len: 5, cap: 10, [1,2,0,0,0]"},
            {"main.sequences", "array[1:]", "[]string len: 2, cap: 2, [\"b\",\"c\"]"},
            {"main.sequences", "len(matrix) + cap(spare)", "14"},
            {"main.sequences", "anys[4].First", "4"},
            {"main.sequences", "anys[4].(main.pair).Second", "\"four\""},
            {"main.sequences", "anys[2].(string) + \"!\"", "\"two!\""},
            {"main.sequences", "anys[1].(string)",
             "error: interface conversion: interface {} is int, not string at column 1"},
            {"main.sequences", "anys[5].(data)", "*main.pair {First: 5, Second: \"five\"}"},
            {"main.sequences", "anys[1] == 1", "true"},
            {"main.sequences", "anys[4] == pairs[0]", "false"},
            {"main.sequences", "anys[0] == nil", "true"},
            {"main.sequences", "pairs[0] == pairs[0]", "true"},
            {"main.sequences", "three == nil", "false"},
            {"main.sequences", "three == three", "error: a []int can only be compared with nil at column 1"},
            {"main.sequences", "three[3]", "error: index 3 is out of range: three has length 3 at column 7"},
            {"main.sequences", "nested[1] == nested[1]", "true"},
            {"main.sequences", "*pointers[0]", "main.pair {First: 3, Second: \"three\"}"},
            {"main.sequences", "pointers[1].First", "error: pointers[1] is nil: it has no First at column 1"},
            {"main.sequences", "three.x", "error: three (type []int) has no field or method x at column 7"},
            {"main.structures", "customer.base.ID * 2", "14"},
            {"main.structures", "customer.No", "12"},
            {"main.structures", "customer.address.Street[1]", "97"},
            {"main.structures", "lonely.Street",
             "error: lonely (type main.Customer) has no field or method Street at column 8"},
            {"main.structures", "*toInt == 42 && customer.Name == \"Ada\"", "true"},
            {"main.structures", "(*toSlice)[0]", "\"vip\""},
            {"main.structures", "toSlice[0]", "\"vip\""},
            {"main.structures", "(*toMap)[\"k\"]", "1"},
            {"main.structures", "*(*int)(uintptr(raw))", "42"},
            {"main.structures", "*(*int)(raw)", "42"},
            {"main.structures", "(*int)(nilRaw) == nil", "true"},
            {"main.structures", "*(*main.link)(uintptr(&chain.next.value))", "*"},
            {"main.structures", "custmer",
             "error: no variable \"custmer\" in this frame; did you mean \"customer\"? at column 1"},
            {"main.structures", "customer.bump(1)", "error: a core can't run code: call of customer.bump at column 1"},
            {"main.structures", "customer.bump", "main.(*base).bump"},
            {"main.structures", "*nilPointer", "error: nilPointer is nil at column 1"},
            {"main.structures", "&toInt == nil", "false"},
            {"main.tables", "bySpot[main.spot(bySpot)]", "error:"},
            {"main.tables", "byAny[\"two\"]", "2"},
            {"main.tables", "byAny[3.5]", "3"},
            {"main.tables", "byAny[1]", "1"},
            {"main.tables", "byAny[true]", "5"},
            {"main.tables", "len(thinned[4:])", "6"},
            {"main.tables", "grown[\"no such key\"]", "error: key \"no such key\" is not in the map at column 7"},
            {"main.tables", "grown[5]", "error: can't convert a value of type untyped int to string at column 7"},
            {"main.tables", "one[\"one\"] + len(one)", "2"},
            {"main.tables", "pointer[\"one\"]", "1"},
            {"main.tables", "toAnys[\"map\"]", "interface {}(map[string]int) [\"deep\": 1, ]"},
            {"main.tables", "byPointer[nil]", "\"nil pointer\""},
            {"main.tables", "none[\"x\"]", "error: key \"x\" is not in the map at column 6"},
            {"main.channels", "wrapped", "chan int 3/4"},
            {"main.channels", "wrapped.recvx", "2"},
            {"main.channels", "len(none) + cap(none)", "0"},
            {"main.constants", "main.Blue", "Blue (3)"},
            {"main.constants", "color == main.Green", "true"},
            {"main.constants", "main.Read | main.Execute", "Read|Execute (5)"},
            {"main.constants", "Color(3)", "Blue (3)"},
            {"main.constants", "patient", "7777000001"},
            {"main.callables", "closure.captured", "5"},
            {"main.callables", "changing.captured2", "\"by reference\""},
            {"main.callables", "main.twice", "main.twice"},
            {"main.callables", "\"strings\".ToUpper", "strings.ToUpper"},
            {"main.callables", "plain == nil", "false"},
            {"main.interfaces", "byValue.Name", "\"Rex\""},
            {"main.interfaces", "byValue.(main.dog).Age + 1", "4"},
            {"main.interfaces", "byPointer.(*main.dog).Name", "\"Fido\""},
            {"main.interfaces", "direct.d.Name", "\"Direct\""},
            {"main.interfaces", "noSpeaker.Name", "error: noSpeaker is a nil interface at column 1"},
            {"main.interfaces", "errSentinel == sentinel", "true"},
            {"main.texts", "string(bytes[:5])", "\"bytes\""},
            {"main.texts", "string(runes)", "\"r世\""},
            {"main.texts", "len(string(bytes))", "7"},
            {"main.texts", "name + \"!\"", "\"a named string!\""},
            {"main.texts", "string(name) == short", "false"},
            {"main.texts", "big[102300:]", "*"},
            {"main.texts", "rip > 0", "true"},
            {"main.texts", "runtime.curg.goid", "1"},
        };
        const QList<GoToolchain> releases = goToolchains();
        for (int go = 0; go < releases.size(); ++go) {
            for (const Row &row : rows) {
                QTest::addRow("%s %s", qPrintable(releases[go].release()), row.expression)
                    << go << row.function << row.expression << row.text;
            }
        }
    }
    void expressions()
    {
        QFETCH(int, go);
        QFETCH(QString, function);
        QFETCH(QString, expression);
        QFETCH(QString, text);
        OpenedCore *opened = core(goToolchains()[go], GoBuild::NoOpt);
        if (!opened)
            QSKIP(qPrintable(m_skip));
        const QString found = evaluated(*opened, function, expression);
        if (text == "*")
            QVERIFY2(!found.startsWith("error"), qPrintable(found));
        else if (text == "error:")
            QVERIFY2(found.startsWith(text), qPrintable(found));
        else
            QCOMPARE(found, text);
    }

    void printedAddressCanBeEvaluated_data() { addReleases(); }
    void printedAddressCanBeEvaluated()
    {
        QFETCH(int, go);
        OpenedCore *opened = core(goToolchains()[go], GoBuild::NoOpt);
        if (!opened)
            QSKIP(qPrintable(m_skip));
        const QString address = evaluated(*opened, "main.structures", "&customer");
        QVERIFY2(address.startsWith("(*main.Customer)(0x"), qPrintable(address));
        QCOMPARE(evaluated(*opened, "main.structures", address + ".Name"), "\"Ada\"");
        QCOMPARE(evaluated(*opened, "main.synchronised", "*(*\"sync.Once\")(" + address.section('(', 2, 2)),
                 evaluated(*opened, "main.synchronised", "*(*sync.Once)(" + address.section('(', 2, 2)));
    }

    void pagesOfLongThings_data() { addReleases(); }
    void pagesOfLongThings()
    {
        QFETCH(int, go);
        OpenedCore *opened = core(goToolchains()[go], GoBuild::NoOpt);
        if (!opened)
            QSKIP(qPrintable(m_skip));
        Evaluator &evaluator = opened->evaluator();
        Value huge;
        evaluated(*opened, "main.sequences", "huge", &huge);
        QCOMPARE(evaluator.childCount(huge).value(), 10'000u);
        const auto page = evaluator.children(huge, 9'990, 100);
        QVERIFY(page);
        QCOMPARE(page->size(), 10u);
        QCOMPARE(page->back().name, "[9999]");
        QCOMPARE(evaluator.format(page->back()), "29997");
        QVERIFY(evaluator.children(huge, 10'000, 1)->empty());

        Value grown;
        evaluated(*opened, "main.tables", "grown", &grown);
        QCOMPARE(evaluator.childCount(grown).value(), 3'000u);
        std::set<std::string> names;
        for (uint64_t first = 0; first < 3'000; first += 250) {
            const auto entries = evaluator.children(grown, first, 250);
            QVERIFY(entries);
            for (const Value &entry : *entries) {
                QVERIFY2(names.insert(entry.name).second, entry.name.c_str());
                const uint64_t number = std::stoull(entry.name.substr(6, 4));
                QCOMPARE(evaluator.format(entry), std::to_string(number * number));
            }
        }
        QCOMPARE(names.size(), 3'000u);

        Value big;
        evaluated(*opened, "main.texts", "big", &big);
        const uint64_t length = evaluator.length(big).value();
        QVERIFY(length > 100'000);
        QCOMPARE(evaluator.text(big, 44, 44).value(), "All work and no play makes Jack a dull boy.\n");
        QCOMPARE(evaluator.text(big, length - 2, 100).value(), ".\n");
    }

    void channelChildren_data() { addReleases(); }
    void channelChildren()
    {
        QFETCH(int, go);
        OpenedCore *opened = core(goToolchains()[go], GoBuild::NoOpt);
        if (!opened)
            QSKIP(qPrintable(m_skip));
        Evaluator &evaluator = opened->evaluator();
        const auto texts = [&](const char *name) {
            Value channel;
            evaluated(*opened, "main.channels", name, &channel);
            QStringList out;
            const auto page = evaluator.children(channel, 0, 100);
            for (const Value &child : page ? *page : std::vector<Value>())
                out << QString::fromStdString(child.name + " = " + evaluator.formatShort(child));
            return out;
        };
        QCOMPARE(texts("wrapped"),
                 (QStringList{"[0] = 2", "[1] = 3", "[2] = 4", "closed = false", "receivers = len 0, cap 0 []",
                              "senders = len 0, cap 0 []"}));
        QVERIFY(texts("closed").contains("closed = true"));
        const QStringList unbuffered = texts("unbuffered");
        QCOMPARE(unbuffered.size(), 3);
        QVERIFY2(unbuffered.last().startsWith("senders = len 3"), qPrintable(unbuffered.last()));
    }

    void meanings_data()
    {
        QTest::addColumn<int>("go");
        QTest::addColumn<QString>("function");
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("brief");
        QTest::addColumn<QString>("meaning");
        struct Row {
            const char *function, *expression, *brief, *meaning;
        };
        static constexpr Row rows[] = {
            {"main.times", "duration", "93603000000000", "26h0m3s"},
            {"main.times", "utc", "{wall: 123456789, ext: 63930945787, loc: nil}", "2026-11-22 12:03:07.123456789 UTC"},
            {"main.times", "zero", "{wall: 0, ext: 0, loc: nil}", "zero time"},
            {"main.interfaces", "simple", "*errors.errorString {s: \"simple\"}", "simple"},
            {"main.interfaces", "wrapped", "", "read config: simple"},
            {"main.interfaces", "multi", "", "simple and the sentinel"},
            {"main.interfaces", "code", "main.codeError {Code: 500, Text: \"internal\"}", ""},
            {"main.interfaces", "noError", "nil", ""},
            {"main.texts", "short", "\"short\"", "5 bytes"},
            {"main.tables", "grown", "3000 entries", ""},
            {"main.tables", "one", "1 entry", ""},
            {"main.tables", "none", "nil", ""},
            {"main.channels", "wrapped", "3/4", ""},
            {"main.callables", "plain", "main.twice", ""},
            {"main.sequences", "three", "len 3, cap 3 [10,20,30]", ""},
            {"main.structures", "nilPointer", "nil", ""},
            {"main.structures", "anonymous", "{X: 1, Y: -2, Note: \"tagged\"}", ""},
        };
        const QList<GoToolchain> releases = goToolchains();
        for (int go = 0; go < releases.size(); ++go) {
            for (const Row &row : rows) {
                QTest::addRow("%s %s", qPrintable(releases[go].release()), row.expression)
                    << go << row.function << row.expression << row.brief << row.meaning;
            }
        }
    }
    void meanings()
    {
        QFETCH(int, go);
        QFETCH(QString, function);
        QFETCH(QString, expression);
        QFETCH(QString, brief);
        QFETCH(QString, meaning);
        OpenedCore *opened = core(goToolchains()[go], GoBuild::NoOpt);
        if (!opened)
            QSKIP(qPrintable(m_skip));
        Value value;
        const QString full = evaluated(*opened, function, expression, &value);
        QVERIFY2(!full.startsWith("error:"), qPrintable(full));
        if (!brief.isEmpty())
            QCOMPARE(QString::fromStdString(opened->evaluator().formatShort(value)), brief);
        QCOMPARE(QString::fromStdString(opened->evaluator().meaning(value)), meaning);
    }

    /// Whatever the compiler did: no variable of any frame is slow, fails badly, or says nothing.
    void allVariablesOfAllFrames_data()
    {
        QTest::addColumn<int>("go");
        QTest::addColumn<GoBuild>("build");
        const QList<GoToolchain> releases = goToolchains();
        for (int go = 0; go < releases.size(); ++go) {
            for (const GoBuild build : {GoBuild::Plain, GoBuild::NoOpt})
                QTest::addRow("%s %s", qPrintable(releases[go].release()), qPrintable(nameOf(build))) << go << build;
        }
    }
    void allVariablesOfAllFrames()
    {
        QFETCH(int, go);
        QFETCH(GoBuild, build);
        OpenedCore *opened = core(goToolchains()[go], build);
        if (!opened)
            QSKIP(qPrintable(m_skip));
        Evaluator &evaluator = opened->evaluator();
        size_t told = 0;
        for (uint32_t row = 0; row < opened->goroutines().size(); ++row) {
            const Stack &stack = opened->stack(row);
            for (size_t i = 0; i < stack.frames.size(); ++i) {
                const auto variables = evaluator.variables(stack, i);
                for (const Value &value : variables ? *variables : std::vector<Value>()) {
                    QVERIFY(!value.name.empty());
                    QVERIFY2(value.error || value.type, value.name.c_str());
                    QVERIFY(!evaluator.format(value).empty());
                    QVERIFY(!evaluator.formatShort(value).empty());
                    (void)evaluator.meaning(value);
                    const auto children = evaluator.children(value, 0, 50);
                    QVERIFY(children || !children.error().message.empty());
                    told += !value.error;
                }
            }
        }
        QVERIFY2(told > 100, qPrintable(QString::number(told)));
    }

    void packageVariables_data() { addReleases(); }
    void packageVariables()
    {
        QFETCH(int, go);
        OpenedCore *opened = core(goToolchains()[go], GoBuild::NoOpt);
        if (!opened)
            QSKIP(qPrintable(m_skip));
        const auto found = opened->evaluator().packageVariables("main.global", 100);
        QVERIFY(found);
        QVERIFY(found->size() > 3);
        QVERIFY(std::ranges::is_sorted(*found, {}, &Value::name));
        QCOMPARE(opened->evaluator().packageVariables("", 5)->size(), 5u);
        QVERIFY(opened->evaluator().packageVariables("no such name", 5)->empty());
    }

private:
    static void addReleases()
    {
        QTest::addColumn<int>("go");
        const QList<GoToolchain> releases = goToolchains();
        for (int go = 0; go < releases.size(); ++go)
            QTest::addRow("%s", qPrintable(releases[go].release())) << go;
    }
};

QTEST_GUILESS_MAIN(EvaluationTest)
#include "tst_evaluation.moc"
