// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/analysis/duration.h"
#include "backend/analysis/goroutinearrangement.h"
#include "tests/support/goroutinesnapshots.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Freezeframe;

class TestGoroutineFilter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void filters_data();
    void filters();
    void durations_data();
    void durations();
    void problems_data();
    void problems();
    void marks();
    void withoutStacks();
    void sortsAsNumbers();
    void hiddenIsCounted();
    void millionRows();

private:
    [[nodiscard]] static GoroutineSnapshot someGoroutines();
    [[nodiscard]] static QList<quint64> idsOf(const GoroutineArrangement &arrangement);
};

GoroutineSnapshot TestGoroutineFilter::someGoroutines()
{
    constexpr int64_t minute = 60'000'000'000;
    return makeGoroutines(
        {{.id = 1, .reason = "chan receive", .wait = minute, .functions = {"main.main"}},
         {.id = 7,
          .reason = "sync.Mutex.Lock",
          .wait = 41 * minute,
          .functions = {"cache.(*Cache).Get", "orders.(*Pricer).Price"},
          .labels = {{"tenant", "eu-1"}}},
         {.id = 8,
          .reason = "sync.Mutex.Lock",
          .wait = 5 * minute,
          .functions = {"cache.(*Cache).Get", "orders.(*Pricer).Price"},
          .labels = {{"tenant", "us-2"}}},
         {.id = 90, .status = GoStatus::Running, .thread = 4733, .functions = {"cache.(*Cache).Get", "api.Quote"}},
         {.id = 2, .reason = "force gc (idle)", .functions = {"runtime.forcegchelper"}, .isSystem = true},
         {.id = 100, .reason = "select", .wait = 0, .functions = {"net/http.(*conn).serve"}}},
        90);
}

QList<quint64> TestGoroutineFilter::idsOf(const GoroutineArrangement &arrangement)
{
    QList<quint64> ids;
    for (const uint32_t row : arrangement.rows)
        ids.append(arrangement.snapshot.table->id[row]);
    std::ranges::sort(ids);
    return ids;
}

void TestGoroutineFilter::filters_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QList<quint64>>("ids");
    using Ids = QList<quint64>;
    QTest::newRow("empty") << "" << Ids{1, 2, 7, 8, 90, 100};
    QTest::newRow("spaces") << "   " << Ids{1, 2, 7, 8, 90, 100};
    QTest::newRow("text: function") << "cache" << Ids{7, 8, 90};
    QTest::newRow("text: case") << "CACHE" << Ids{7, 8, 90};
    QTest::newRow("text: label value") << "us-2" << Ids{8};
    QTest::newRow("text: state") << "select" << Ids{100};
    QTest::newRow("text: id") << "90" << Ids{90};
    QTest::newRow("and") << "cache mutex" << Ids{7, 8};
    QTest::newRow("not") << "cache -mutex" << Ids{90};
    QTest::newRow("only not") << "-cache" << Ids{1, 2, 100};
    QTest::newRow("state: status") << "state:running" << Ids{90};
    QTest::newRow("state: reason") << "state:select" << Ids{100};
    QTest::newRow("state: waiting") << "state:waiting" << Ids{1, 2, 7, 8, 100};
    QTest::newRow("wait: reason") << "wait:mutex" << Ids{7, 8};
    QTest::newRow("wait: not running") << "wait:running" << Ids{};
    QTest::newRow("wait: longer") << "wait:>10m" << Ids{7};
    QTest::newRow("wait: longer, both") << "wait:>1m" << Ids{1, 7, 8};
    QTest::newRow("wait: shorter") << "wait:<2m" << Ids{1, 100};
    QTest::newRow("wait: not longer") << "wait:mutex -wait:>10m" << Ids{8};
    QTest::newRow("func: caller") << "func:Price" << Ids{7, 8};
    QTest::newRow("func: generic sign") << "func:(*cache)" << Ids{7, 8, 90};
    QTest::newRow("label: key and value") << "label:tenant=eu" << Ids{7};
    QTest::newRow("label: any") << "label:tenant" << Ids{7, 8};
    QTest::newRow("label: other key") << "label:order=eu" << Ids{};
    QTest::newRow("id") << "id:100" << Ids{100};
    QTest::newRow("id: whole only") << "id:10" << Ids{};
    QTest::newRow("id: not a number") << "id:x" << Ids{};
    QTest::newRow("thread") << "thread:4733" << Ids{90};
    QTest::newRow("quoted") << "\"chan receive\"" << Ids{1};
    QTest::newRow("quoted after key") << "wait:\"chan receive\"" << Ids{1};
    QTest::newRow("value not typed yet") << "state:" << Ids{1, 2, 7, 8, 90, 100};
    QTest::newRow("unknown key is text") << "nokey:x" << Ids{};
    QTest::newRow("unclosed quote") << "\"chan rec" << Ids{1};
    QTest::newRow("only a sign") << "-" << Ids{1, 2, 7, 8, 90, 100};
    QTest::newRow("bad time is no condition") << "wait:>soon" << Ids{1, 2, 7, 8, 90, 100};
    QTest::newRow("or") << "id:1 OR id:100" << Ids{1, 100};
    QTest::newRow("or: sign") << "id:1 | id:100 || id:7" << Ids{1, 7, 100};
    QTest::newRow("or: lower case is text") << "main or select" << Ids{};
    QTest::newRow("or: and binds closer") << "cache mutex OR select" << Ids{7, 8, 100};
    QTest::newRow("or: right side not typed yet") << "id:1 OR" << Ids{1};
    QTest::newRow("or: left side missing") << "OR id:1" << Ids{1};
    QTest::newRow("and: word") << "cache AND mutex" << Ids{7, 8};
    QTest::newRow("not: word") << "cache NOT mutex" << Ids{90};
    QTest::newRow("not: mark") << "cache !mutex" << Ids{90};
    QTest::newRow("not: twice") << "NOT -cache" << Ids{7, 8, 90};
    QTest::newRow("group") << "cache (state:running OR wait:>10m)" << Ids{7, 90};
    QTest::newRow("group: not") << "-(cache OR select)" << Ids{1, 2};
    QTest::newRow("group: not of all") << "-(cache mutex)" << Ids{1, 2, 90, 100};
    QTest::newRow("group: not in not") << "-(cache -(mutex))" << Ids{1, 2, 7, 8, 100};
    QTest::newRow("group: nested") << "((id:1 OR (id:7)) -id:7)" << Ids{1};
    QTest::newRow("group: open so far") << "cache (state:running" << Ids{90};
    QTest::newRow("group: empty so far") << "cache (" << Ids{7, 8, 90};
    QTest::newRow("group: closed, never opened") << "cache) mutex" << Ids{7, 8};
    QTest::newRow("group: of a function") << "(func:(*conn).serve)" << Ids{100};
    QTest::newRow("text: receiver") << "(*Cache).Get" << Ids{7, 8, 90};
    QTest::newRow("expression") << "/^cache\\.\\(\\*Cache\\)\\.G/" << Ids{7, 8, 90};
    QTest::newRow("expression: alternatives") << "func:/(Quote|serve)$/" << Ids{90, 100};
    QTest::newRow("expression: any case") << "func:/CACHE.*get/" << Ids{7, 8, 90};
    QTest::newRow("expression: in a group") << "(func:/(Quote|serve)$/ -select)" << Ids{90};
    QTest::newRow("expression: of labels") << "label:/^tenant=..-2$/" << Ids{8};
    QTest::newRow("expression: of ids") << "/^.0$/" << Ids{90};
    QTest::newRow("expression: quoted is text") << "\"/cache/\"" << Ids{};
    QTest::newRow("expression: bad is no condition") << "/[/" << Ids{1, 2, 7, 8, 90, 100};
    QTest::newRow("user") << "user:cache" << Ids{7, 8, 90};
    QTest::newRow("user: not the caller") << "user:Pricer" << Ids{};
    QTest::newRow("user: file and line") << "user:/src/0.go:10" << Ids{1};
    QTest::newRow("current") << "current:serve" << Ids{100};
    QTest::newRow("start") << "start:main.main" << Ids{1, 2, 7, 8, 90, 100};
    QTest::newRow("start: file") << "start:main.go:1" << Ids{1, 2, 7, 8, 90, 100};
    QTest::newRow("created") << "created:main.go:5" << Ids{1, 2, 7, 8, 90, 100};
    QTest::newRow("created: not the start") << "created:main.go:1" << Ids{};
    QTest::newRow("keys in any case") << "WAIT:mutex" << Ids{7, 8};
    QTest::newRow("not ASCII") << "größe" << Ids{};
    QTest::newRow("not UTF-8") << QString::fromLatin1("\xff\xfe") << Ids{};
}

void TestGoroutineFilter::filters()
{
    QFETCH(QString, filter);
    QFETCH(QList<quint64>, ids);
    const auto arrangement = GoroutineArrangement::arrange(someGoroutines(),
                                                           {.filter = GoroutineFilter::parse(filter.toStdString()),
                                                            .grouping = GoroutineGrouping::None,
                                                            .showSystem = true});
    QCOMPARE(idsOf(*arrangement), ids);
    QCOMPARE(arrangement->hiddenByFilter, size_t(6 - ids.size()));
}

void TestGoroutineFilter::durations_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("nanoseconds"); // −1: not a time
    QTest::newRow("minutes") << "10m" << qint64(600'000'000'000);
    QTest::newRow("min") << "10min" << qint64(600'000'000'000);
    QTest::newRow("two units") << "1h30m" << qint64(5'400'000'000'000);
    QTest::newRow("fraction") << "1.5s" << qint64(1'500'000'000);
    QTest::newRow("days") << "3d" << qint64(259'200'000'000'000);
    QTest::newRow("no unit") << "10" << qint64(-1);
    QTest::newRow("no number") << "m" << qint64(-1);
    QTest::newRow("empty") << "" << qint64(-1);
    QTest::newRow("rest") << "10m!" << qint64(-1);
    QTest::newRow("too long") << "99999999999999999999d" << qint64(9'000'000'000'000'000'000);
}

void TestGoroutineFilter::durations()
{
    QFETCH(QString, text);
    QFETCH(qint64, nanoseconds);
    QCOMPARE(qint64(parseDuration(text.toStdString()).value_or(-1)), nanoseconds);
}

void TestGoroutineFilter::problems_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QStringList>("problems");
    QTest::newRow("a time") << "wait:>10m" << QStringList();
    QTest::newRow("no time") << "wait:>soon" << QStringList{"wait:>soon"};
    QTest::newRow("a time typed so far") << "wait:>" << QStringList();
    QTest::newRow("an expression") << "func:/Get$/" << QStringList();
    QTest::newRow("no expression") << "func:/(/"
                                   << QStringList{"func:/(/ (error parsing the regular expression: missing ): `(`)"};
    QTest::newRow("a path") << "/home/me/src" << QStringList();
    QTest::newRow("nesting") << QString(QStringLiteral("(").repeated(100'000) + 'x')
                             << QStringList{"too many parentheses"};
    QTest::newRow("signs") << QStringLiteral("-").repeated(100'000) << QStringList();
    QTest::newRow("not, not") << QStringLiteral("NOT ").repeated(100'000) << QStringList();
    QTest::newRow("closed, never opened") << QStringLiteral(")").repeated(1000) << QStringList();
}

void TestGoroutineFilter::problems()
{
    QFETCH(QString, filter);
    QFETCH(QStringList, problems);
    const GoroutineFilter parsed = GoroutineFilter::parse(filter.toStdString());
    QStringList found;
    for (const std::string &problem : parsed.problems())
        found.append(QString::fromStdString(problem));
    found.removeDuplicates();
    QCOMPARE(found, problems);
}

void TestGoroutineFilter::marks()
{
    using Marks = std::vector<std::string>;
    QVERIFY(GoroutineFilter::parse("wait:mutex -x label:a=b /re.*/").marks() == (Marks{"mutex", "b"}));
    QVERIFY(GoroutineFilter::parse("a OR (b -(c d))").marks() == (Marks{"a", "b"}));
}

void TestGoroutineFilter::withoutStacks()
{
    GoroutineSnapshot snapshot = someGoroutines();
    snapshot.stacks.reset();
    const auto list = GoroutineArrangement::arrange(snapshot, {.filter = GoroutineFilter::parse("func:x")});
    QVERIFY(list->groups.empty());
    QVERIFY(list->rows.empty());
    QCOMPARE(GoroutineArrangement::arrange(snapshot, {.filter = {}})->rows.size(), 5U);
    QCOMPARE(GoroutineArrangement::arrange({}, {.filter = {}})->rows.size(), 0U);
    // Some stacks are still unknown: a group of their own, at the end.
    auto partial = std::make_shared<GoroutineStacks>(*someGoroutines().stacks);
    partial->complete = false;
    partial->stackOf[0] = GoroutineStacks::unknown;
    snapshot.stacks = partial;
    const auto some = GoroutineArrangement::arrange(snapshot, {.filter = {}});
    QVERIFY(some->groups.back().unread);
}

void TestGoroutineFilter::sortsAsNumbers()
{
    const auto list = GoroutineArrangement::arrange(
        someGoroutines(), {.filter = {}, .grouping = GoroutineGrouping::None, .isDescending = false});
    QList<quint64> ids;
    for (const uint32_t row : list->rows)
        ids.append(list->snapshot.table->id[row]);
    QCOMPARE(ids, (QList<quint64>{90, 1, 7, 8, 100})); // the crash, then 8 before 100
}

void TestGoroutineFilter::hiddenIsCounted()
{
    const auto list = GoroutineArrangement::arrange(someGoroutines(), {.filter = {}});
    QCOMPARE(list->hiddenSystem, 1U);
    QCOMPARE(list->hiddenByFilter, 0U);
    const auto filtered = GoroutineArrangement::arrange(someGoroutines(), {.filter = GoroutineFilter::parse("cache")});
    QCOMPARE(filtered->hiddenByFilter, 3U);
    QCOMPARE(filtered->hiddenSystem, 0U);
}

void TestGoroutineFilter::millionRows()
{
    GoroutineSnapshot base = someGoroutines();
    GoroutineTable table = *base.table;
    GoroutineStacks stacks = *base.stacks;
    constexpr size_t count = 1'000'000;
    const auto repeat = [](auto &column) {
        const auto first = column;
        column.resize(count);
        for (size_t i = 0; i < count; ++i)
            column[i] = first[i % first.size()];
    };
    repeat(table.address), repeat(table.status), repeat(table.waitReason), repeat(table.waitNanoseconds),
        repeat(table.thread);
    repeat(table.isSystem), repeat(stacks.stackOf), repeat(stacks.labelSetOf), repeat(stacks.startOf),
        repeat(stacks.goStatementOf);
    table.id.resize(count);
    for (size_t i = 0; i < count; ++i)
        table.id[i] = i + 1;
    base.table = std::make_shared<const GoroutineTable>(std::move(table));
    base.stacks = std::make_shared<const GoroutineStacks>(std::move(stacks));
    QElapsedTimer timer;
    timer.start();
    const auto list = GoroutineArrangement::arrange(base, {.filter = GoroutineFilter::parse("wait:mutex -wait:>10m")});
    qInfo("a million goroutines filtered and grouped in %lld ms", timer.elapsed());
    QCOMPARE(list->rows.size(), 166'667U);
    // Asked to stop, it does.
    std::stop_source stop;
    stop.request_stop();
    timer.restart();
    QVERIFY(GoroutineArrangement::arrange(base, {.filter = {}}, stop.get_token())->rows.size() < count);
    QVERIFY(timer.elapsed() < 1000);
}

QTEST_GUILESS_MAIN(TestGoroutineFilter)
#include "tst_goroutinefilter.moc"
