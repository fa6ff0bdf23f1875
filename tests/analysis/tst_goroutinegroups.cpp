// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/analysis/goroutinearrangement.h"
#include "backend/analysis/grouptext.h"
#include "backend/analysis/valueorder.h"
#include "tests/support/goroutinesnapshots.h"

#include <QTest>

Q_DECLARE_METATYPE(Freezeframe::GroupingChoice)

using namespace Freezeframe;

/// By what goroutines are put together, and what such a group is called.
class TestGoroutineGroups : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void groups_data();
    void groups();
    void facts();
    void unread();
    void names_data();
    void names();
    void ofTheRuntime();
    void valueOrder_data();
    void valueOrder();
    void values_data();
    void values();
    void sortedByValue();

private:
    [[nodiscard]] static GoroutineSnapshot someGoroutines();
    [[nodiscard]] static std::shared_ptr<const GoroutineValues> someValues();
};

std::shared_ptr<const GoroutineValues> TestGoroutineGroups::someValues()
{
    GoroutineValues values;
    values.expression = "x.y";
    values.texts = {"", "\"eu\"", "\"us\"", "\"eu\"", "12", ""};
    values.hasValue = {0, 1, 1, 1, 1, 0};
    values.ranks = ranksOf(values.texts);
    values.count = 4;
    return std::make_shared<const GoroutineValues>(values);
}

GoroutineSnapshot TestGoroutineGroups::someGoroutines()
{
    constexpr int64_t minute = 60'000'000'000;
    const std::vector<std::string> get = {"sync.(*Mutex).Lock", "cache.(*Cache).Get", "orders.(*Pricer).Price"};
    GoroutineSnapshot snapshot = makeGoroutines(
        {{.id = 1, .reason = "chan receive", .wait = minute, .functions = {"main.main"}},
         {.id = 7, .reason = "sync.Mutex.Lock", .wait = 41 * minute, .functions = get, .labels = {{"tenant", "eu"}}},
         {.id = 8, .reason = "sync.Mutex.Lock", .wait = 5 * minute, .functions = get, .labels = {{"tenant", "us"}}},
         {.id = 9, .status = GoStatus::Running, .functions = get, .labels = {{"tenant", "eu"}, {"order", "17"}}},
         {.id = 10, .reason = "select", .functions = {"sync.(*Mutex).Lock", "cache.(*Cache).Get", "api.Quote"}},
         {.id = 11, .reason = "force gc (idle)", .functions = {"runtime.forcegchelper"}, .isSystem = true}});
    auto stacks = std::make_shared<GoroutineStacks>(*snapshot.stacks);
    // The user frame is the caller of Lock, in two lines; the innermost frame is the same.
    for (GoroutineStacks::Unique &stack : stacks->stacks) {
        stack.current = {stack.functions.front(), "/go/src/current.go", 3};
        if (stack.functions.size() > 1)
            stack.user = {stack.functions[1], "/src/cache.go", 44};
    }
    stacks->startLocations = {{"main.main", "/src/main.go", 1}, {"main.work", "/src/main.go", 20}};
    stacks->startOf = {0, 1, 1, 1, 1, 1};
    stacks->goStatements = {{"main.main", "/src/main.go", 5}, {"main.main", "/src/main.go", 6}};
    stacks->goStatementOf = {0, 0, 0, 0, 1, 1};
    snapshot.stacks = stacks;
    return snapshot;
}

void TestGoroutineGroups::groups_data()
{
    QTest::addColumn<GroupingChoice>("grouping");
    QTest::addColumn<QStringList>("titles"); // with how many, the largest first
    QTest::newRow("stack") << GroupingChoice(GoroutineGrouping::Stack)
                           << QStringList{"3 cache.(*Cache).Get  /src/cache.go:44", "1 main.main  /src/0.go:10",
                                          "1 cache.(*Cache).Get  /src/cache.go:44"};
    QTest::newRow("function") << GroupingChoice(GoroutineGrouping::Function)
                              << QStringList{"4 cache.(*Cache).Get", "1 main.main"};
    QTest::newRow("user") << GroupingChoice(GoroutineGrouping::User)
                          << QStringList{"4 cache.(*Cache).Get  /src/cache.go:44", "1 main.main  /src/0.go:10"};
    QTest::newRow("current") << GroupingChoice(GoroutineGrouping::Current)
                             << QStringList{"4 sync.(*Mutex).Lock  /go/src/current.go:3",
                                            "1 main.main  /go/src/current.go:3"};
    QTest::newRow("start") << GroupingChoice(GoroutineGrouping::Start)
                           << QStringList{"4 main.work  /src/main.go:20", "1 main.main  /src/main.go:1"};
    QTest::newRow("created") << GroupingChoice(GoroutineGrouping::CreatedBy)
                             << QStringList{"4 main.main  /src/main.go:5", "1 main.main  /src/main.go:6"};
    QTest::newRow("state") << GroupingChoice(GoroutineGrouping::State)
                           << QStringList{"2 waiting: sync.Mutex.Lock", "1 waiting: chan receive", "1 running",
                                          "1 waiting: select"};
    QTest::newRow("wait") << GroupingChoice(GoroutineGrouping::Wait)
                          << QStringList{"2 sync.Mutex.Lock", "1 chan receive", "1 does not wait", "1 select"};
    QTest::newRow("label") << GroupingChoice(GoroutineGrouping::Label, "tenant")
                           << QStringList{"2 no label tenant", "2 tenant=eu", "1 tenant=us"};
    QTest::newRow("label that nobody has")
        << GroupingChoice(GoroutineGrouping::Label, "x") << QStringList{"5 no label x"};
    QTest::newRow("none") << GroupingChoice(GoroutineGrouping::None) << QStringList{};
}

void TestGoroutineGroups::groups()
{
    QFETCH(const GroupingChoice, grouping);
    QFETCH(const QStringList, titles);
    const auto list = GoroutineArrangement::arrange(someGoroutines(), {.filter = {}, .grouping = grouping});
    QCOMPARE(list->rows.size(), 5U);
    QStringList found;
    for (const GoroutineArrangement::Group &group : list->groups)
        found.append(QString::number(group.count) + ' ' + QString::fromStdString(groupTitle(*list, group)));
    QCOMPARE(found, titles);
}

void TestGoroutineGroups::facts()
{
    const auto list
        = GoroutineArrangement::arrange(someGoroutines(), {.filter = {}, .grouping = GoroutineGrouping::User});
    const GoroutineArrangement::Group &group = list->groups.front();
    QCOMPARE(group.longestWait, int64_t(41) * 60'000'000'000);
    QVERIFY(group.mixedStates && group.mixedLabels && !group.mixedPlaces);
    QVERIFY(statesOf(*list, group)
            == (GroupTally{{"waiting: sync.Mutex.Lock", 2}, {"running", 1}, {"waiting: select", 1}}));
    const auto labels = labelsOf(*list, group);
    QCOMPARE(labels.size(), 2U);
    QVERIFY(labels.at("tenant") == (GroupTally{{"eu", 2}, {"us", 1}}));
    QVERIFY(labels.at("order") == (GroupTally{{"17", 1}}));
    const auto byStart
        = GoroutineArrangement::arrange(someGoroutines(), {.filter = {}, .grouping = GoroutineGrouping::CreatedBy});
    QVERIFY(byStart->groups.front().mixedPlaces); // main.main and cache.(*Cache).Get
}

/// Rows whose stacks are still to be read are a group of their own, the last one; the others keep their keys.
void TestGoroutineGroups::unread()
{
    GoroutineSnapshot snapshot = someGoroutines();
    const auto whole = GoroutineArrangement::arrange(snapshot, {.filter = {}, .grouping = GoroutineGrouping::User});
    auto stacks = std::make_shared<GoroutineStacks>(*snapshot.stacks);
    stacks->complete = false;
    stacks->stackOf[0] = GoroutineStacks::unknown;
    snapshot.stacks = stacks;
    for (const GoroutineGrouping grouping :
         {GoroutineGrouping::Stack, GoroutineGrouping::Function, GoroutineGrouping::User, GoroutineGrouping::Current}) {
        const auto list = GoroutineArrangement::arrange(snapshot, {.filter = {}, .grouping = grouping});
        QVERIFY(list->groups.back().unread);
        QCOMPARE(list->groups.back().count, 1U);
        QCOMPARE(groupTitle(*list, list->groups.back()), std::string("stack not read"));
    }
    const auto partial = GoroutineArrangement::arrange(snapshot, {.filter = {}, .grouping = GoroutineGrouping::User});
    QCOMPARE(partial->groups.front().key, whole->groups.front().key);
}

void TestGoroutineGroups::names_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("isKnown");
    for (const char *name : {"stack", "function", "user", "current", "start", "created", "state", "wait", "none",
                             "label:tenant", "label:a:b"})
        QTest::newRow(name) << name << true;
    for (const char *name : {"", "label", "label:", "Stack", "stacks", "stack "})
        QTest::newRow(*name ? name : "empty") << name << false;
}

void TestGoroutineGroups::names()
{
    QFETCH(const QString, name);
    QFETCH(const bool, isKnown);
    QCOMPARE(groupingNamed(name.toStdString()).has_value(), isKnown);
}

void TestGoroutineGroups::ofTheRuntime()
{
    const auto list
        = GoroutineArrangement::arrange(someGoroutines(), {.filter = {}, .showSystem = true, .showOthers = false});
    QCOMPARE(list->rows.size(), 1U);
    QCOMPARE(list->snapshot.table->id[list->rows.front()], 11U);
}

void TestGoroutineGroups::valueOrder_data()
{
    QTest::addColumn<QString>("left");
    QTest::addColumn<QString>("right");
    QTest::addColumn<int>("order");
    QTest::newRow("numbers, not letters") << "9" << "10" << -1;
    QTest::newRow("negative") << "-2" << "1" << -1;
    QTest::newRow("fractions") << "1.5" << "1.25" << 1;
    QTest::newRow("the same number") << "1.0" << "1" << 0;
    QTest::newRow("large") << "18446744073709551615" << "18446744073709551614" << 1;
    QTest::newRow("addresses") << "0xff" << "0x100" << -1;
    QTest::newRow("constants by their number") << "main.Zebra (1)" << "main.Ant (2)" << -1;
    QTest::newRow("texts") << "\"eu\"" << "\"us\"" << -1;
    QTest::newRow("numbers before texts") << "5" << "\"1\"" << -1;
    QTest::newRow("texts behind numbers") << "true" << "7" << 1;
    QTest::newRow("no number") << "nan" << "1" << 1;
    QTest::newRow("only parentheses") << "()" << "(1)" << -1;
    QTest::newRow("empty") << "" << "" << 0;
}

void TestGoroutineGroups::valueOrder()
{
    QFETCH(const QString, left);
    QFETCH(const QString, right);
    QFETCH(const int, order);
    const int found = compareValues(left.toStdString(), right.toStdString());
    QCOMPARE(found < 0 ? -1 : found > 0 ? 1 : 0, order);
    const int turned = compareValues(right.toStdString(), left.toStdString());
    QCOMPARE(turned < 0 ? -1 : turned > 0 ? 1 : 0, -order);
}

void TestGoroutineGroups::values_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QList<quint64>>("ids");
    using Ids = QList<quint64>;
    QTest::newRow("a text") << "value:eu" << Ids{7, 9};
    QTest::newRow("not") << "-value:eu" << Ids{1, 8, 10};
    QTest::newRow("any") << "value:/./" << Ids{7, 8, 9, 10};
    QTest::newRow("more than") << "value:>5" << Ids{7, 8, 9, 10};
    QTest::newRow("less than") << "value:<5" << Ids{};
    QTest::newRow("quoted is a text") << "value:\">5\"" << Ids{};
    QTest::newRow("typed so far") << "value:>" << Ids{1, 7, 8, 9, 10};
    QTest::newRow("with another") << "value:eu wait:mutex" << Ids{7};
}

/// Of 7, 9 "eu", of 8 "us", of 10 the number 12, of 1 nothing.
void TestGoroutineGroups::values()
{
    QFETCH(const QString, filter);
    QFETCH(const QList<quint64>, ids);
    GoroutineSnapshot snapshot = someGoroutines();
    snapshot.values = someValues();
    const auto list = GoroutineArrangement::arrange(
        snapshot, {.filter = GoroutineFilter::parse(filter.toStdString()), .grouping = GoroutineGrouping::None});
    QList<quint64> found;
    for (const uint32_t row : list->rows)
        found.append(snapshot.table->id[row]);
    std::ranges::sort(found);
    QCOMPARE(found, ids);
    // Without values nobody has one.
    const auto none = GoroutineArrangement::arrange(
        someGoroutines(), {.filter = GoroutineFilter::parse("value:/./"), .grouping = GoroutineGrouping::None});
    QVERIFY(none->rows.empty());
}

void TestGoroutineGroups::sortedByValue()
{
    GoroutineSnapshot snapshot = someGoroutines();
    snapshot.values = someValues();
    const auto idsOf = [&](bool isDescending) {
        const auto list = GoroutineArrangement::arrange(snapshot,
                                                        {.filter = {},
                                                         .grouping = GoroutineGrouping::None,
                                                         .order = GoroutineOrder::Value,
                                                         .isDescending = isDescending});
        QList<quint64> ids;
        for (const uint32_t row : list->rows)
            ids.append(snapshot.table->id[row]);
        return ids;
    };
    QCOMPARE(idsOf(false), (QList<quint64>{10, 7, 9, 8, 1}));
    QCOMPARE(idsOf(true), (QList<quint64>{8, 7, 9, 10, 1})); // what has none is last either way
    const auto list = GoroutineArrangement::arrange(snapshot, {.filter = {}, .grouping = GoroutineGrouping::Value});
    QStringList titles;
    for (const GoroutineArrangement::Group &group : list->groups)
        titles.append(QString::number(group.count) + ' ' + QString::fromStdString(groupTitle(*list, group)));
    QCOMPARE(titles, (QStringList{"2 x.y = \"eu\"", "1 no x.y", "1 x.y = \"us\"", "1 x.y = 12"}));
    const auto byUser = GoroutineArrangement::arrange(snapshot, {.filter = {}, .grouping = GoroutineGrouping::User});
    QVERIFY(byUser->groups.front().mixedValues);
}

QTEST_GUILESS_MAIN(TestGoroutineGroups)
#include "tst_goroutinegroups.moc"
