// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/goroutinemodel.h"
#include "model/messagemodel.h"
#include "model/modulemodel.h"
#include "model/recentcores.h"
#include "model/registermodel.h"
#include "model/stackmodel.h"
#include "model/stacktreemodel.h"
#include "model/threadmodel.h"
#include "tests/support/goroutinesnapshots.h"

#include <QAbstractItemModelTester>
#include <QGuiApplication>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace Freezeframe;

/// Each model empty, filled, replaced and with hostile content, under Qt's own tester.
class TestItemModels : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void childrenAreToldApart_data();
    void childrenAreToldApart();
    void labelsTellApart();
    void initTestCase();
    void init() { QTest::failOnWarning(); }
    void goroutinesFlat();
    void goroutinesGrouped();
    void goroutineScanIsTold();
    void goroutinesShowMore();
    void goroutinesHostile();
    void stackTree();
    void threads();
    void modules();
    void messages();
    void registers();
    void stackFolds();
    void stackHostile();
    void recent();

private:
    static void readAll(const QAbstractItemModel &model, const QModelIndex &parent = {});
    using Tester = QAbstractItemModelTester;
    static constexpr auto fatal = QAbstractItemModelTester::FailureReportingMode::QtTest;
};

void TestItemModels::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(QStringLiteral("freezeframe-test"));
    QCoreApplication::setApplicationName(QStringLiteral("tst_itemmodels"));
}

/// Asks for all that a view could.
void TestItemModels::readAll(const QAbstractItemModel &model, const QModelIndex &parent)
{
    for (int row = 0; row < model.rowCount(parent); ++row) {
        for (int column = 0; column < model.columnCount(parent); ++column) {
            const QModelIndex index = model.index(row, column, parent);
            for (int role : {int(Qt::DisplayRole), int(Qt::ToolTipRole), int(Qt::TextAlignmentRole)})
                (void)model.data(index, role);
            for (int role = SortRole; role < OwnRole + 15; ++role)
                (void)model.data(index, role);
            QVERIFY(!model.data(index, Qt::DisplayRole).toString().contains(QChar(0x1b)));
        }
        readAll(model, model.index(row, 0, parent));
    }
    for (int column = 0; column < model.columnCount(parent); ++column)
        (void)model.headerData(column, Qt::Horizontal, Qt::DisplayRole);
}

void TestItemModels::goroutinesFlat()
{
    GoroutineModel model;
    const Tester tester(&model, fatal);
    readAll(model);
    const auto snapshot = makeGoroutines(
        {{.id = 1, .functions = {"main.main"}}, {.id = 20, .functions = {"a.b"}, .labels = {{"k", "v"}}}}, 20);
    model.setArrangement(GoroutineArrangement::arrange(snapshot, {.filter = {}, .grouping = GoroutineGrouping::None}));
    QCOMPARE(model.rowCount(), 2);
    readAll(model);
    QVERIFY(model.indexOf(20).data(CrashedRole).toBool());
    QVERIFY(!model.indexOf(21).isValid());
    QCOMPARE(model.indexOf(1).siblingAtColumn(GoroutineModel::Where).data().toString(), QStringLiteral("main.main"));
    model.setArrangement(GoroutineArrangement::arrange(snapshot, {.filter = {}}));
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.rowCount(model.index(0, 0)), 1);
    model.setArrangement(std::make_shared<const GoroutineArrangement>());
    QCOMPARE(model.rowCount(), 0);
}

void TestItemModels::goroutinesGrouped()
{
    GoroutineModel model;
    const Tester tester(&model, fatal);
    model.setArrangement(GoroutineArrangement::arrange(
        makeGoroutines({{.id = 1, .reason = "select", .functions = {"cache.(*Cache).Get", "orders.(*Pricer).Price"}},
                        {.id = 2,
                         .reason = "select",
                         .wait = 3'000'000'000,
                         .functions = {"cache.(*Cache).Get", "orders.(*Pricer).Price"}}}),
        {.filter = {}}));
    readAll(model);
    const QModelIndex group = model.index(0, 0);
    QCOMPARE(group.data().toString(), QStringLiteral("2"));
    QCOMPARE(group.data(GoroutineModel::BesidesRole).toString(), QStringLiteral("← Pricer.Price"));
    QCOMPARE(group.data(GoroutineModel::PackageRole).toString(), QStringLiteral("cache."));
    QCOMPARE(group.siblingAtColumn(GoroutineModel::State).data().toString(), QStringLiteral("select"));
    QCOMPARE(model.indexOf(2).parent(), group);
}

/// As Go's traceback: what the garbage collector does with a goroutine stands behind its state, waiting or not.
void TestItemModels::goroutineScanIsTold()
{
    GoroutineModel model;
    const Tester tester(&model, fatal);
    const auto snapshot
        = makeGoroutines({{.id = 1, .status = GoStatus::Preempted, .functions = {"a.a"}, .isScanned = true},
                          {.id = 2, .status = GoStatus::Preempted, .functions = {"a.b"}},
                          {.id = 3, .reason = "select", .functions = {"a.c"}, .isScanned = true}});
    model.setArrangement(GoroutineArrangement::arrange(snapshot, {.filter = {}, .grouping = GoroutineGrouping::None}));
    const auto state
        = [&model](quint64 id) { return model.indexOf(id).siblingAtColumn(GoroutineModel::State).data().toString(); };
    QCOMPARE(state(1), QStringLiteral("preempted (scan)"));
    QCOMPARE(state(2), QStringLiteral("preempted"));
    QCOMPARE(state(3), QStringLiteral("select (scan)"));
}

void TestItemModels::goroutinesShowMore()
{
    GoroutineModel model;
    const Tester tester(&model, fatal);
    std::vector<GoroutineRow> rows;
    for (uint64_t id = 1; id <= 3000; ++id)
        rows.push_back({.id = id, .functions = {"a.b"}});
    model.setArrangement(GoroutineArrangement::arrange(makeGoroutines(rows), {.filter = {}}));
    const QModelIndex group = model.index(0, 0);
    QCOMPARE(model.rowCount(group), 16);
    const QModelIndex more = model.index(15, GoroutineModel::Where, group);
    QVERIFY(more.data().toString().contains(QStringLiteral("985"))
            || more.data().toString().contains(QStringLiteral("2")));
    model.showMore(model.index(15, 0, group));
    QCOMPARE(model.rowCount(group), 1001);
    model.showMore(model.index(3, 0, group)); // no such row: nothing happens
    QCOMPARE(model.rowCount(group), 1001);
    QVERIFY(model.indexOf(2999).isValid());
    QCOMPARE(model.rowCount(group), 3000);
    readAll(model);
}

void TestItemModels::goroutinesHostile()
{
    GoroutineModel model;
    const Tester tester(&model, fatal);
    GoroutineSnapshot snapshot = makeGoroutines({{.id = UINT64_MAX,
                                                  .status = GoStatus(250),
                                                  .reason = "\x1b[31m",
                                                  .wait = INT64_MAX,
                                                  .thread = UINT64_MAX,
                                                  .functions = {"\x1b]0;x\x07.(*"},
                                                  .labels = {{"\n", "\x1b"}}},
                                                 {.id = UINT64_MAX},
                                                 {.id = 0}},
                                                UINT64_MAX);
    auto stacks = std::make_shared<GoroutineStacks>(*snapshot.stacks);
    stacks->stackOf = {77, GoroutineStacks::unknown};
    stacks->labelSetOf = {99};
    stacks->errors[0] = {.code = ErrorCode::CutOff, .message = "\x1b"};
    snapshot.stacks = stacks;
    for (const auto grouping : {GoroutineGrouping::None, GoroutineGrouping::Stack, GoroutineGrouping::State,
                                GoroutineGrouping::Function, GoroutineGrouping::CreatedBy}) {
        model.setArrangement(
            GoroutineArrangement::arrange(snapshot, {.filter = {}, .grouping = grouping, .showSystem = true}));
        readAll(model);
    }
}

void TestItemModels::stackTree()
{
    StackTreeModel model;
    const Tester tester(&model, fatal);
    readAll(model);
    const auto tree = StackTree::build(
        makeGoroutines({{.id = 1, .reason = "select", .functions = {"main.f", "main.f", "main.main"}},
                        {.id = 2, .status = GoStatus::Running, .functions = {"a/b.(*T).\x1b[31mg", "main.main"}},
                        {.id = 3, .status = GoStatus::Running, .functions = {"a/b.(*T).\x1b[31mg", "main.main"}}}),
        {});
    model.setTree(tree);
    readAll(model);
    const QModelIndex root = model.index(0, 0);
    QCOMPARE(root.data().toString(), QStringLiteral("main.main"));
    QCOMPARE(root.siblingAtColumn(StackTreeModel::Goroutines).data().toString(), QStringLiteral("3"));
    QCOMPARE(root.data(StackTreeModel::ShareRole).toDouble(), 1.0);
    const QModelIndex escaped = model.index(0, 0, root);
    QVERIFY(!escaped.data().toString().contains(QLatin1Char('\x1b')));
    const QModelIndex leaf = model.index(1, 0, root);
    QCOMPARE(leaf.data().toString(), QStringLiteral("main.f  ×2"));
    QCOMPARE(leaf.siblingAtColumn(StackTreeModel::Self).data().toString(), QStringLiteral("1"));
    QCOMPARE(leaf.siblingAtColumn(StackTreeModel::State).data().toString(), QStringLiteral("waiting: select"));
    QCOMPARE(leaf.parent(), root);
    QCOMPARE(model.indexOf(leaf.data(StackTreeModel::NodeRole).toUInt()), leaf);
    model.setTree(std::make_shared<const StackTree>());
    QCOMPARE(model.rowCount(), 0);
}

void TestItemModels::threads()
{
    ThreadModel model;
    const Tester tester(&model, fatal);
    readAll(model);
    auto list = std::make_shared<std::vector<ThreadInfo>>();
    list->push_back({.tid = 4733,
                     .name = "orders\x1b",
                     .signal = 6,
                     .signalName = "SIGABRT",
                     .crashed = true,
                     .goroutine = 8812,
                     .location = {"runtime.raise", "/x/sys.s", 154},
                     .registers = {}});
    list->push_back({.tid = -1, .name = {}, .signalName = {}, .goroutine = {}, .location = {}, .registers = {}});
    model.setSnapshot(list);
    readAll(model);
    QCOMPARE(model.index(0, ThreadModel::Location).data().toString(), QStringLiteral("sys.s:154"));
    QVERIFY(model.index(0, 0).data(SortRole).toLongLong() > model.index(1, 0).data(SortRole).toLongLong());
    model.setSnapshot({});
    QCOMPARE(model.rowCount(), 0);
}

void TestItemModels::modules()
{
    ModuleModel model;
    const Tester tester(&model, fatal);
    auto list = std::make_shared<std::vector<ModuleInfo>>();
    list->push_back({.path = "/bin/x",
                     .range = {{0x400000}, {0x500000}},
                     .buildId = "ab",
                     .filePath = "/bin/x",
                     .hasSymbols = true,
                     .match = FileMatch::BuildId,
                     .error = {}});
    list->push_back({.path = "\x1b",
                     .range = {{9}, {1}},
                     .buildId = {},
                     .filePath = {},
                     .match = FileMatch::None,
                     .error = Error{.code = ErrorCode::Mismatch, .message = "build ids differ"}});
    model.setSnapshot(list);
    readAll(model);
    QCOMPARE(model.withoutSymbols(), 1);
    QCOMPARE(model.index(1, ModuleModel::Match).data().toString(), QStringLiteral("Build ids differ"));
    model.setSnapshot({});
    QCOMPARE(model.withoutSymbols(), 0);
}

void TestItemModels::messages()
{
    MessageModel model;
    const Tester tester(&model, fatal);
    model.setMessages({{.code = ErrorCode::Truncated,
                        .message = "the file ends inside a segment",
                        .file = "/a/core",
                        .section = "PT_LOAD 41",
                        .offset = 0x10},
                       {.message = ""}});
    readAll(model);
    QCOMPARE(model.index(0, MessageModel::Offset).data().toString(), QStringLiteral("0x10"));
    model.setMessages({});
    QCOMPARE(model.rowCount(), 0);
}

void TestItemModels::registers()
{
    RegisterModel model;
    const Tester tester(&model, fatal);
    model.setRegisters({{.name = "rip", .value = 0x401000, .meaning = "main.main", .caller = 0x402000},
                        {.name = "rsp", .value = UINT64_MAX},
                        {.name = "eflags", .value = 0x246, .meaning = "PF ZF IF"},
                        {.name = "xmm1", .value = 0x3ff8000000000000, .isVector = true, .high = 1, .meaning = "1.5"},
                        {.name = "xmm2", .value = 7, .isVector = true},
                        {.name = "ymm3", .value = 7, .isVector = true, .high = 8, .wider = {9, 10}},
                        {.name = "ymm4", .value = 7, .isVector = true, .high = 0, .wider = {0, 0}}});
    readAll(model);
    const auto text = [&model](int row, int column) { return model.index(row, column).data().toString(); };
    QCOMPARE(text(0, RegisterModel::Meaning), QStringLiteral("main.main"));
    QCOMPARE(text(0, RegisterModel::Caller), QStringLiteral("0x402000"));
    QCOMPARE(model.index(0, 0).data(RegisterModel::AddressRole).toULongLong(), 0x401000U);
    QCOMPARE(text(1, RegisterModel::Meaning), QString());
    QCOMPARE(text(1, RegisterModel::Decimal), QStringLiteral("-1"));
    QCOMPARE(text(1, RegisterModel::Caller), QString());
    // What is no address does not lead into memory, and a vector is no decimal number.
    QVERIFY(!model.index(2, 0).data(RegisterModel::AddressRole).isValid());
    QVERIFY(!model.index(3, 0).data(RegisterModel::AddressRole).isValid());
    QCOMPARE(text(3, RegisterModel::Hexadecimal), QStringLiteral("0x00000000000000013ff8000000000000"));
    QCOMPARE(text(3, RegisterModel::Decimal), QString());
    QCOMPARE(text(4, RegisterModel::Hexadecimal), QStringLiteral("0x7")); // its upper half is not known
    QCOMPARE(text(5, RegisterModel::Hexadecimal),
             QStringLiteral("0x000000000000000a000000000000000900000000000000080000000000000007"));
    QCOMPARE(text(6, RegisterModel::Hexadecimal), QStringLiteral("0x7")); // nothing is above
}

void TestItemModels::stackFolds()
{
    StackModel model;
    const Tester tester(&model, fatal);
    auto stack = std::make_shared<StackInfo>();
    const auto add = [&](const char *function, bool runtime) {
        FrameInfo frame;
        frame.index = stack->frames.size();
        frame.function = function;
        frame.file = "/src/x.go";
        frame.line = 7;
        frame.isRuntime = runtime;
        stack->frames.push_back(frame);
    };
    add("runtime.raise", true), add("runtime.sigpanic", true), add("cache.(*Cache).Get", false),
        add("main.main", false), add("runtime.goexit", true);
    stack->createdBy = {"main.start", "/src/m.go", 3};
    model.setSnapshot(stack);
    readAll(model);
    QCOMPARE(model.rowCount(), 5); // fold, two frames, fold, created by
    QCOMPARE(model.hiddenFrames(), 3);
    QCOMPARE(model.rowCount(model.index(0, 0)), 2);
    QCOMPARE(model.index(0, 0).data(StackModel::FoldNamesRole).toString(), QStringLiteral("raise … sigpanic"));
    QVERIFY(model.indexOfFrame(1).parent().isValid());
    QCOMPARE(model.neighbour(2, 1).value(), 3U);
    QCOMPARE(model.neighbour(3, -1).value(), 2U);
    QVERIFY(!model.neighbour(2, -1));
    model.setCrashFrame(1);
    QVERIFY(model.indexOfFrame(1).data(CrashedRole).toBool());
    QVERIFY(!model.indexOfFrame(1).parent().isValid());
    model.setHideRuntime(false);
    QCOMPARE(model.rowCount(), 6);
    QCOMPARE(model.hiddenFrames(), 0);
    model.setSnapshot({});
    QCOMPARE(model.rowCount(), 0);
}

void TestItemModels::stackHostile()
{
    StackModel model;
    const Tester tester(&model, fatal);
    auto stack = std::make_shared<StackInfo>();
    stack->frames.resize(3);
    stack->frames[1].function = "\x1b.\x1b";
    stack->frames[2].error = Error{.code = ErrorCode::CutOff, .message = "cut"};
    for (FrameInfo &frame : stack->frames)
        frame.isRuntime = true; // nothing else: all are shown
    stack->cut = true;
    stack->error = Error{.message = "the stack goes in a circle"};
    model.setSnapshot(stack);
    QCOMPARE(model.rowCount(), 5);
    readAll(model);
    model.setSnapshot(std::make_shared<const StackInfo>());
    QCOMPARE(model.rowCount(), 0);
    QVERIFY(!model.neighbour(0, 1));
    QVERIFY(!model.neighbour(0, -1));
}

void TestItemModels::recent()
{
    QSettings::setDefaultFormat(QSettings::IniFormat);
    RecentCores model;
    const Tester tester(&model, fatal);
    model.clear();
    model.add({.path = QStringLiteral("/nowhere/core")});
    model.add({.path = QStringLiteral("/nowhere/core.2")});
    model.add({.path = QStringLiteral("/nowhere/core")});
    QCOMPARE(model.paths(), (QStringList{QStringLiteral("/nowhere/core"), QStringLiteral("/nowhere/core.2")}));
    QTRY_VERIFY(model.index(1).data(RecentCores::MissingRole).toBool());
    readAll(model);
    const RecentCores again;
    QCOMPARE(again.paths(), model.paths());
    model.clear();
}

void TestItemModels::childrenAreToldApart_data()
{
    using Trait = GoroutineTraits::Trait;
    QTest::addColumn<QList<GoroutineTraits>>("traits");
    QTest::addColumn<QStringList>("texts");
    const Trait same{.function = "main.run", .name = "mode", .value = "1"};
    const auto of = [](const char *function, const char *name, const char *value, bool isAddress = false) {
        return Trait{.function = function, .name = name, .value = value, .isAddress = isAddress};
    };
    const auto row = [](std::vector<Trait> traits, std::vector<std::string> waits = {}) {
        return GoroutineTraits{.traits = std::move(traits), .waitsFor = std::move(waits)};
    };
    QTest::newRow("an argument") << QList{row({same, of("main.run", "id", "7")}),
                                          row({same, of("main.run", "id", "8")}),
                                          row({same, of("main.run", "id", "9")})}
                                 << QStringList{"id = 7", "id = 8", "id = 9"};
    // Which tells most, of the program's own, before addresses.
    QTest::newRow("the one that differs most")
        << QList{row({of("net/http.serve", "n", "1"), of("main.run", "half", "1"), of("main.run", "id", "1"),
                      of("main.run", "w", "0x1", true)}),
                 row({of("net/http.serve", "n", "2"), of("main.run", "half", "1"), of("main.run", "id", "2"),
                      of("main.run", "w", "0x2", true)}),
                 row({of("net/http.serve", "n", "3"), of("main.run", "half", "2"), of("main.run", "id", "3"),
                      of("main.run", "w", "0x3", true)})}
        << QStringList{"id = 1", "id = 2", "id = 3"};
    QTest::newRow("an address, if nothing else")
        << QList{row({same, of("main.run", "w", "0x1", true)}), row({same, of("main.run", "w", "0x2", true)}),
                 row({same, of("main.run", "w", "0x3", true)})}
        << QStringList{"w = 0x1", "w = 0x2", "w = 0x3"};
    QTest::newRow("the outer call of a recursion") << QList{row({of("main.r", "n", "0"), of("main.r", "n", "5")}),
                                                            row({of("main.r", "n", "0"), of("main.r", "n", "6")}),
                                                            row({of("main.r", "n", "0"), of("main.r", "n", "7")})}
                                                   << QStringList{"n = 5", "n = 6", "n = 7"};
    QTest::newRow("the wait") << QList{row({same}, {"chan int at 0x9", "chan int at 0x1"}),
                                       row({same}, {"chan int at 0x9", "chan int at 0x2"}),
                                       row({same}, {"chan int at 0x9", "chan int at 0x3"})}
                              << QStringList{"waits for chan int at 0x1", "waits for chan int at 0x2",
                                             "waits for chan int at 0x3"};
    // The runtime sorts a select's channels by address: the one that all share may stand anywhere.
    QTest::newRow("the wait that few share")
        << QList{row({same}, {"chan int at 0x1", "chan int at 0x5"}),
                 row({same}, {"chan int at 0x5", "chan int at 0x8"}),
                 row({same}, {"chan int at 0x5", "chan int at 0x9"})}
        << QStringList{"waits for chan int at 0x1", "waits for chan int at 0x8", "waits for chan int at 0x9"};
    QTest::newRow("nothing") << QList{row({same}), row({same}), row({same})}
                             << QStringList(3, QStringLiteral("started by goroutine 1"));
    QTest::newRow("not of all") << QList{row({of("main.run", "id", "7")}), row({of("main.run", "id", "8")}), row({})}
                                << QStringList{"id = 7", "id = 8", "started by goroutine 1"};
    QTest::newRow("hostile") << QList{row({of("main.run", "id", "\x1b[31m")}), row({of("main.run", "id", "8")}),
                                      row({of("", "", "")})}
                             << QStringList{};
}

void TestItemModels::childrenAreToldApart()
{
    QFETCH(const QList<GoroutineTraits>, traits);
    QFETCH(const QStringList, texts);
    std::vector<GoroutineRow> rows;
    for (uint64_t id = 10; id < 13; ++id)
        rows.push_back({.id = id, .functions = {"main.run"}, .labels = {{"app", "shop"}}});
    const bool hasLabels = QLatin1String(QTest::currentDataTag()) == QLatin1String("an argument");
    for (GoroutineRow &row : rows) {
        if (!hasLabels)
            row.labels.clear();
    }
    GoroutineModel model;
    Tester tester(&model, fatal);
    model.setArrangement(GoroutineArrangement::arrange(makeGoroutines(rows), {}));
    const QModelIndex group = model.index(0, 0);
    QCOMPARE(model.rowCount(group), 3);
    // The row itself and what it is compared with.
    QCOMPARE(model.missingTraits(model.index(2, 0, group)), (QList<quint64>{10, 11, 12}));
    std::vector<std::pair<quint64, GoroutineTraits>> known;
    for (int row = 0; row < 3; ++row)
        known.emplace_back(quint64(10 + row), traits.at(row));
    model.addTraits(std::move(known));
    QVERIFY(model.missingTraits(model.index(2, 0, group)).isEmpty());
    for (int row = 0; row < 3; ++row) {
        const QString text = model.index(row, GoroutineModel::Where, group).data().toString();
        QVERIFY(!text.contains(QChar(0x1b)));
        // Labels that all of them have tell nothing apart, and stay.
        if (!texts.isEmpty())
            QCOMPARE(text, (hasLabels ? QStringLiteral("shop · ") : QString()) + texts.at(row));
    }
}

/// Labels that differ are enough: no stack is read for them.
void TestItemModels::labelsTellApart()
{
    std::vector<GoroutineRow> rows;
    for (uint64_t id = 10; id < 13; ++id)
        rows.push_back({.id = id, .functions = {"main.run"}, .labels = {{"order", "ord-" + std::to_string(id)}}});
    GoroutineModel model;
    model.setArrangement(GoroutineArrangement::arrange(makeGoroutines(rows), {}));
    const QModelIndex group = model.index(0, 0);
    QVERIFY(model.missingTraits(model.index(1, 0, group)).isEmpty());
    QCOMPARE(model.index(1, GoroutineModel::Where, group).data().toString(), QStringLiteral("ord-11"));
}

QTEST_MAIN(TestItemModels)
#include "tst_itemmodels.moc"
