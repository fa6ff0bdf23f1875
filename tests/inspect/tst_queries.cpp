// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/value.h"
#include "backend/inspect/inspection.h"
#include "tests/support/victim.h"

#include <QTest>

Q_DECLARE_METATYPE(Freezeframe::VictimRequest)

using namespace Freezeframe;

/// Queries over lists, maps, channels and goroutines, and values that an expression lists, over real cores.
class TestQueries : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void values_data();
    void values();
    void errors_data();
    void errors();
    void goroutines_data();
    void goroutines();
    void children_data();
    void children();

private:
    static void releases();
    /// Opens the victim; false after a failed check.
    bool open(const VictimRequest &request);
    /// In the innermost frame of a function of goroutine 1; an error's sentence after "error: ".
    QString answer(const std::string &function, const std::string &expression);
    std::optional<size_t> frameOf(const std::string &function);

    QString m_core; ///< that is open
    std::unique_ptr<Inspection> m_inspection;
};

void TestQueries::releases()
{
    QTest::addColumn<VictimRequest>("request");
    for (const GoToolchain &go : goToolchains())
        QTest::newRow(qPrintable(go.release()))
            << VictimRequest{.fixture = QStringLiteral("queried"), .go = go, .build = GoBuild::NoOpt};
}

bool TestQueries::open(const VictimRequest &request)
{
    const auto victim = provideVictim(request);
    if (!victim) {
        QTest::qFail(qPrintable(victim.error()), __FILE__, __LINE__);
        return false;
    }
    if (m_core == victim->core)
        return true;
    auto opened = Inspection::open(
        {.core = victim->core.toStdString(), .files = {.executable = victim->executable.toStdString()}});
    if (!opened) {
        QTest::qFail(opened.error().message.c_str(), __FILE__, __LINE__);
        return false;
    }
    m_inspection = std::move(*opened);
    m_core = victim->core;
    return true;
}

std::optional<size_t> TestQueries::frameOf(const std::string &function)
{
    const auto stack = m_inspection->stack({.kind = StackOwner::Kind::Goroutine, .id = 1});
    for (size_t i = 0; stack && i < (*stack)->frames.size(); ++i) {
        if ((*stack)->frames[i].function == function)
            return i;
    }
    return std::nullopt;
}

QString TestQueries::answer(const std::string &function, const std::string &expression)
{
    const auto frame = frameOf(function);
    if (!frame)
        return QStringLiteral("no frame");
    const auto text = m_inspection->print({.kind = StackOwner::Kind::Goroutine, .id = 1}, *frame, expression);
    return QString::fromStdString(text ? *text : "error: " + text.error().toString());
}

void TestQueries::values_data()
{
    releases();
}

void TestQueries::values()
{
    QFETCH(const VictimRequest, request);
    if (!open(request))
        return;
    static constexpr std::pair<const char *, const char *> expected[] = {
        {"any(items, it.Id > 8)", "true"},
        {"any(items, it.Id > 9)", "false"},
        {"any(empty, it == 1)", "false"},
        {"count(items, it.State == Closed)", "5"},
        {"count(items)", "10"},
        {"count(items, it.Id > 2 && it.Price < 10.0)", "4"},
        {"filter(array, it > 2)", "[]int len: 2, cap: 2, [4,3]"},
        {"filter(items, it.Id > 7)[1].Id", "9"},
        {"filter(filter(items, it.Id > 3), it.Id < 5)[0].Name", "\"item4\""},
        {"len(filter(items, it.Tags != nil))", "9"},
        {"map(array, it * it)", "[]int len: 4, cap: 4, [16,9,4,1]"},
        {"map(items, it.Name)[2:4]", "[]string len: 2, cap: 8, [\"item2\",\"item3\"]"},
        {"map(text, it)[3:]", "[]uint8 len: 2, cap: 2, [195,169]"},
        {"map(array, 1.5)[0]", "1.5"},
        {"sum(array)", "10"},
        {"sum(items, it.Price)", "67.5"},
        {"sum(items, it.Small)", "2045"}, // more than the type of an element holds
        {"sum(items, it.Took) / 1000000000", "45"},
        {"sum(empty)", "0"},
        {"sum(ages)", "90"},
        {"sum(queue)", "24"},
        {"any(queue, it == 8)", "true"},
        {"first(queue)", "7"},
        {"sort(array)", "[]int len: 4, cap: 4, [1,2,3,4]"},
        {"sort(array, -it)", "[]int len: 4, cap: 4, [4,3,2,1]"},
        {"sort(array, it % 2)", "[]int len: 4, cap: 4, [4,2,3,1]"}, // those that are equal stay in order
        {"sort(items, it.Name, desc)[0].Name", "\"item9\""},
        {"sort(items, it.Id, asc)[0].Name", "\"item0\""},
        {"first(items, it.Id == 3).Name", "\"item3\""},
        {"count(ages, it > 25)", "2"},
        {"count(ages, value > 25 && key != \"ann\")", "1"},
        {"filter(ages, key == \"bob\")",
         "[]struct { key string; value int } len: 1, cap: 1, [{key: \"bob\", value: 20}]"},
        {"map(sort(ages, value), it.key)", "[]string len: 3, cap: 3, [\"bob\",\"ann\",\"eve\"]"},
        {"map(sort(filter(ages, value > 25), value, desc), key)", "[]string len: 2, cap: 2, [\"eve\",\"ann\"]"},
        {"count(syncMap, value == 5)", "1"},
        {"count(&array, it > 1)", "3"},
        {"count(items, any(it.Tags, it == \"5\"))", "4"}, // the inner one is the tag
        {"map(items, count(it.Tags))[7]", "7"},
        {"count(holes, it != nil && it.Id == 0)", "1"},
        {"count(items, it.Any == 2)", "1"},
        {"count(items, it.Any == \"odd\")", "5"},
        {"string(filter(bytes, it != 'l'))", "\"heo\""},
        {"map(items, it.Any)[1:3]", "[]interface {} len: 2, cap: 9, [\"odd\",2]"},
        {"count(map(items, it.Next))", "10"},

        // What could not be told is told.
        {"count(holes, it.Id == 0)", "1 // 1 of 3 elements could not be told: it is nil: it has no Id at column 14"},
        {"map(holes, it.Id)",
         "[]int len: 3, cap: 3, [0,(unreadable it is nil: it has no Id at column 12),2] // 1 of 3 elements could not be " "told: it is nil: it has no Id at column 12"},
        {"any(holes, it.Id == 0)", "true"}, // whatever the others are
        {"any(holes, it.Id == 7)", "false // 1 of 3 elements could not be told: it is nil: it has no Id at column 12"},
        {"count(big, it == 1)", "0 // of the first 1000000 of 2000000 elements of big"},
        {"count(big[1000000:], it == 1)", "1"},
        {"count(items, count(big, it == 0) > 0)",
         "1 // of the first 999999 of 2000000 elements of big; of the first 1 of 10 elements of items"},
        {"count(big)", "2000000"},
        {"len(filter(big[:200000], it == 0))", "100000 // the first 100000 of 200000 that fit"},

        // Values that the expression itself lists
        {"places[Point{X: 1, Y: 2}]", "\"here\""},
        {"places[Point{3, 4}]", "\"there\""},
        {"byAny[Point{1,1}]", "12"},
        {"byAny[\"one\"] + byAny[1]", "21"},
        {"byArray[[2]int{1, 2}]", "true"},
        {"byFloat[1.5]", "\"x\""},
        {"items[3].At == Point{3, -3}", "true"},
        {"items[3].At == Point{Y: -3}", "false"},
        {"any(items, it.At == Point{4, -4})", "true"},
        {"[]int{1,2,3}[1]", "2"},
        {"[]int{3: 7}", "[]int len: 4, cap: 4, [0,0,0,7]"},
        {"[]Point{{1, 2}, {Y: 3}}", "[]main.Point len: 2, cap: 2, [{X: 1, Y: 2},{X: 0, Y: 3}]"},
        {"[3]string{\"a\"}", "[3]string [\"a\",\"\",\"\"]"},
        {"string([]byte{104, 105})", "\"hi\""},
        {"any([]string{\"item3\", \"x\"}, it == items[3].Name)", "true"},
        {"Point{}", "main.Point {X: 0, Y: 0}"},
        {"(*Point)(&items[3].At).Y", "-3"},

        // Names
        {"items[3].Hello", "main.(*base).Hello"},
        {"namer.Hello", "main.(*base).Hello"},
        {"namer.Name", "\"item3\""},
        {"namer.(*Item).Name", "\"item3\""},
        {"Limit + 1", "43"},
        {"Closed", "Closed (1)"},
        {"packaged", "[]int len: 3, cap: 3, [3,1,2]"},
        {"runtime.curg.goid", "1"},
        {"runtime.threadid > 0", "true"},
        {"$rsp == RSP && rsp == _RSP", "true"},
        {"len(RSP.uint8)", "8"},
        {"RSP.uint64[0] == rsp", "true"},
    };
    QStringList wrong;
    for (const auto &[expression, text] : expected) {
        const QString found = answer("main.main", expression);
        if (found != QString::fromUtf8(text))
            wrong << QStringLiteral("%1 = %2").arg(QString::fromUtf8(expression), found);
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    const auto inner = frameOf("main.inner");
    QVERIFY(inner);
    const std::string outside = "runtime.frame(" + std::to_string(*inner) + ").";
    QCOMPARE(answer("main.main", outside + "key"), QStringLiteral("\"of the frame\""));
    QCOMPARE(answer("main.main", outside + "names[\"b\"]"), QStringLiteral("2"));
    QCOMPARE(answer("main.main", "count(items, " + outside + "key == it.Name)"), QStringLiteral("0"));
    // What a query calls so hides a variable of the frame, and says so.
    QCOMPARE(answer("main.inner", "count(names, key == \"a\")"),
             QStringLiteral("1 // key is of the map here, not the frame's variable"));
    QCOMPARE(answer("main.inner", "count(it, it.Id == 1)"),
             QStringLiteral("1 // it is of the list here, not the frame's variable"));
    QCOMPARE(answer("main.inner", "count([]string{\"of the frame\"}, key == \"of the frame\")"), QStringLiteral("1"));
}

void TestQueries::errors_data()
{
    releases();
}

void TestQueries::errors()
{
    QFETCH(const VictimRequest, request);
    if (!open(request))
        return;
    static constexpr std::pair<const char *, const char *> expected[] = {
        {"all(1)", "call of all, which here is the program's own"},
        {"any(items)", "can't convert"},
        {"filter(items)", "write filter(LIST, CONDITION) at column 1"},
        {"map(items)", "write map(LIST, EXPRESSION)"},
        {"sort(items, it.Id, up)", "the order is asc or desc at column 20"},
        {"filter(items, typo > 3)", "no variable \"typo\" in this frame at column 15"},
        {"filter(items, it.Typo > 3)", "none of the 10 elements can be told: it (type main.Item) has no field"},
        {"filter(items, it.Id)", "it.Id is neither true nor false at column 15"},
        {"filter(Limit, it)", "Limit: a int has no elements"},
        {"count(nothing)", "nothing is nil at column 7"},
        {"first(empty)", "empty has no elements"},
        {"first(items, it.Id == 99)", "none of the 10 elements of items fits"},
        {"first(holes, it.Id == 99)", "1 could not be told: it is nil"},
        {"sum(items)", "is no number"},
        {"sum(items, it.Name)", "only numbers have a sum, not a string at column 12"},
        {"sum(array, 9223372036854775807)", "does not fit in a int"},
        {"sort(items, it.Any.(data))", "no order between them"},
        {"it", "no variable \"it\""},
        {"goroutines.id", "has no field"},
        {"&Point{1,2}", "nothing new gets an address"},
        {"Point{1}", "main.Point has 2 fields, not 1"},
        {"Point{Z: 1}", "main.Point has no field Z at column 7"},
        {"Point{1, Y: 2}", "either all fields have names, or none"},
        {"Point{\"a\", 2}", "can't convert a value of type untyped string to int at column 7"},
        {"Nowhere{1}", "no type \"Nowhere\" in the program"},
        {"map[string]int{\"a\": 1}", "can't be changed"},
        {"[1000000000]int{}", "too many elements"},
        {"[]int{1000000000: 1}", "out of range"},
        {"namer.Hello()", "can't run code"},
        {"runtime.frame(99).key", "there is no frame 99"},
        {"runtime.frame(0)", "no runtime.frame in the program"},
        {"sort(items, it.At)", "is no number, text or truth"},
    };
    QStringList wrong;
    for (const auto &[expression, part] : expected) {
        const QString text = answer("main.main", expression);
        if (!text.startsWith(u"error: ") || !text.contains(QLatin1StringView(part)))
            wrong << QStringLiteral("%1: %2").arg(QString::fromLatin1(expression), text);
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    const QString deep = answer("main.main", QByteArray("any(items, ").repeated(200).toStdString());
    QVERIFY2(deep.startsWith(u"error: "), qPrintable(deep));
}

void TestQueries::goroutines_data()
{
    releases();
}

void TestQueries::goroutines()
{
    QFETCH(const VictimRequest, request);
    if (!open(request))
        return;
    static constexpr std::pair<const char *, const char *> expected[] = {
        {"count(goroutines) == len(goroutines)", "true"},
        {"count(goroutines, it.labels[\"number\"] != \"\")", "5"},
        {"first(goroutines, it.labels[\"number\"] == \"3\").wait", "\"chan receive\""},
        {"first(goroutines, it.labels[\"number\"] == \"3\").state", "\"waiting\""},
        {"count(goroutines, it.start == \"main.work\")", "5"},
        {"count(goroutines, it.start == \"main.work\" && it.created == \"main.main\" && it.parent == 1)", "5"},
        {"count(goroutines, it.func == \"main.work.func1\" && it.current == \"runtime.gopark\")", "5"},
        {"first(goroutines, it.func == \"main.work.func1\").line", "57"},
        {"first(goroutines, it.id == 1).g.goid", "1"},
        {"first(goroutines, it.id == 1).thread == runtime.threadid", "true"},
        {"first(goroutines, it.id == 1).system", "false"},
        {"sort(goroutines, it.id)[0].id", "1"},
        {"any(goroutines, it.nothing == 1)", "error: none of the"},
    };
    for (const auto &[expression, text] : expected) {
        const QString found = answer("main.main", expression);
        QVERIFY2(found.startsWith(QLatin1StringView(text)), qPrintable(QLatin1StringView(expression) + ": " + found));
    }
    // The same as the list of goroutines says.
    const auto all = m_inspection->goroutines();
    QVERIFY(all);
    size_t waiting = 0;
    for (size_t row = 0; row < all->table->size(); ++row)
        waiting += all->table->statusText(row) == "waiting" ? 1 : 0;
    QCOMPARE(answer("main.main", "count(goroutines, it.state == \"waiting\")"), QString::number(waiting));
}

void TestQueries::children_data()
{
    releases();
}

/// As the window shows an answer: it opens, and each child has an expression of its own.
void TestQueries::children()
{
    QFETCH(const VictimRequest, request);
    if (!open(request))
        return;
    const StackOwner owner{.kind = StackOwner::Kind::Goroutine, .id = 1};
    const auto frame = frameOf("main.main");
    QVERIFY(frame);
    for (const std::string expression :
         {"filter(items, it.Id > 7)", "sort(ages, value)", "goroutines", "map(items, it.Tags)", "[]Point{{1, 2}}"}) {
        const auto list = m_inspection->evaluate(owner, *frame, expression);
        QVERIFY2(list, expression.c_str());
        QVERIFY(list->handle != 0 && list->childCount > 0 && list->length == list->childCount);
        const auto rows = m_inspection->children(list->handle, 0, 100);
        QVERIFY(rows);
        QCOMPARE(rows->size(), size_t(list->childCount));
        for (const VariableInfo &row : *rows) {
            const auto again = m_inspection->evaluate(owner, *frame, row.expression);
            QVERIFY2(again && again->value == row.value, row.expression.c_str());
            QVERIFY2(!row.error, row.expression.c_str());
            const auto inside = m_inspection->children(row.handle, 0, 100);
            QVERIFY(inside);
            for (const VariableInfo &part : *inside) {
                if (part.expression.empty() || part.error)
                    continue;
                const auto same = m_inspection->evaluate(owner, *frame, part.expression);
                QVERIFY2(same && same->value == part.value, part.expression.c_str());
            }
        }
    }
    const auto cut = m_inspection->evaluate(owner, *frame, "count(big, it == 1)");
    QVERIFY(cut);
    QCOMPARE(cut->value, std::string("0"));
    QCOMPARE(cut->meaning, std::string("of the first 1000000 of 2000000 elements of big"));
}

QTEST_GUILESS_MAIN(TestQueries)
#include "tst_queries.moc"
