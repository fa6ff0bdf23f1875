// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/analysis/stacktree.h"
#include "tests/support/goroutinesnapshots.h"

#include <QTest>

using namespace Freezeframe;

/// Many stacks in one picture.
class TestStackTree : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void trees_data();
    void trees();
    void runtimeFrames();
    void deeperThanRead();
    void cycles();
    void byLine();
    void rowsOfEachNode();
    void examples();
    void unreadStacks();
    void many();
    void endsEarly();
    void cancelled();

private:
    /// "main.main 3(1) > f 2(2)|g …": every node, its count, how many end there.
    [[nodiscard]] static QStringList lines(const StackTree &tree);
};

QStringList TestStackTree::lines(const StackTree &tree)
{
    QStringList lines;
    for (size_t i = 1; i < tree.nodes().size(); ++i) {
        const StackTree::Node &node = tree.nodes()[i];
        QString line(QStringLiteral(".").repeated(int(node.depth) - 1) + QString::fromStdString(tree.name(node)));
        line += QString::fromStdString(StackTree::repeatsText(node)) + QStringLiteral(" %1").arg(node.count);
        if (node.self > 0)
            line += QStringLiteral(" [%1]").arg(QString::fromStdString(node.states));
        lines.append(line);
    }
    return lines;
}

void TestStackTree::trees_data()
{
    QTest::addColumn<std::vector<GoroutineRow>>("rows");
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QStringList>("expected");
    using Rows = std::vector<GoroutineRow>;
    QTest::newRow("nothing") << Rows{} << QString() << QStringList();
    QTest::newRow("one") << Rows{{.id = 1, .reason = "select", .functions = {"main.f", "main.main"}}} << QString()
                         << QStringList{"main.main 1", ".main.f 1 [waiting: select]"};
    const Rows three = {{.id = 1, .reason = "select", .functions = {"main.f", "main.main"}},
                        {.id = 2, .status = GoStatus::Running, .functions = {"main.g", "main.main"}},
                        {.id = 3, .reason = "select", .functions = {"main.g", "main.main"}}};
    QTest::newRow("the larger branch first")
        << three << QString()
        << QStringList{"main.main 3", ".main.g 2 [1 running, 1 waiting: select]", ".main.f 1 [waiting: select]"};
    QTest::newRow("filtered") << three << QStringLiteral("wait:select func:main.g")
                              << QStringList{"main.main 1", ".main.g 1 [waiting: select]"};
    QTest::newRow("one ends where others go on")
        << Rows{{.id = 1, .reason = "select", .functions = {"main.f", "main.main"}},
                {.id = 2, .status = GoStatus::Running, .functions = {"main.main"}}}
        << QString() << QStringList{"main.main 2 [running]", ".main.f 1 [waiting: select]"};
    QTest::newRow("system goroutines stay out")
        << Rows{{.id = 1, .status = GoStatus::Running, .functions = {"main.main"}},
                {.id = 2, .functions = {"runtime.bgsweep"}, .isSystem = true}}
        << QString() << QStringList{"main.main 1 [running]"};
    Rows recursion = {{.id = 1, .status = GoStatus::Running, .functions = {"main.end"}},
                      {.id = 2, .status = GoStatus::Running, .functions = {"main.end"}}};
    recursion[0].functions.insert(recursion[0].functions.end(), 98, "main.down");
    recursion[1].functions.insert(recursion[1].functions.end(), 3, "main.down");
    for (GoroutineRow &row : recursion)
        row.functions.emplace_back("main.main");
    QTest::newRow("recursion") << recursion << QString()
                               << QStringList{"main.main 2", ".main.down×3–98 2", "..main.end 2 [running]"};
}

void TestStackTree::trees()
{
    QFETCH(const std::vector<GoroutineRow>, rows);
    QFETCH(const QString, filter);
    QFETCH(const QStringList, expected);
    const auto tree
        = StackTree::build(makeGoroutines(rows, {}), {.filter = GoroutineFilter::parse(filter.toStdString())});
    QCOMPARE(lines(*tree), expected);
}

void TestStackTree::runtimeFrames()
{
    const GoroutineSnapshot snapshot
        = makeGoroutines({{.id = 1, .functions = {"runtime.gopark", "main.f", "runtime.main"}},
                          {.id = 2, .functions = {"runtime.gopark", "runtime.bgsweep"}}});
    const auto isRuntime = [](std::string_view function) { return function.starts_with("runtime."); };
    QCOMPARE(lines(*StackTree::build(snapshot, {.isHidden = isRuntime})),
             QStringList({"main.f 1 [waiting]", "runtime.bgsweep 1", ".runtime.gopark 1 [waiting]"}));
    QCOMPARE(lines(*StackTree::build(snapshot, {})).first(), QStringLiteral("runtime.bgsweep 1"));
    QCOMPARE(StackTree::build(snapshot, {})->deepest(), 3U);
}

void TestStackTree::deeperThanRead()
{
    GoroutineRow row{.id = 1, .status = GoStatus::Running};
    row.functions.assign(GoroutineStacks::depth, "main.down");
    GoroutineSnapshot snapshot = makeGoroutines({row}, {});
    auto stacks = std::make_shared<GoroutineStacks>(*snapshot.stacks);
    stacks->stacks.front().isCut = true;
    snapshot.stacks = stacks;
    const auto tree = StackTree::build(snapshot, {});
    QCOMPARE(lines(*tree), QStringList({"outer frames were not read 1", ".main.down×256 1 [running]"}));
    QVERIFY(tree->isOuterRest(tree->nodes()[1]));
}

/// Two functions that call each other in turn; what is twice only stands as it is.
void TestStackTree::cycles()
{
    GoroutineRow row{.id = 1, .status = GoStatus::Running, .functions = {"main.end"}};
    for (int i = 0; i < 50; ++i)
        row.functions.insert(row.functions.end(), {"main.odd", "main.even"});
    row.functions.insert(row.functions.end(), {"main.b", "main.a", "main.b", "main.a", "main.main"});
    const auto tree = StackTree::build(makeGoroutines({row}, {}), {});
    QCOMPARE(lines(*tree),
             QStringList({"main.main 1", ".main.a 1", "..main.b 1", "...main.a 1", "....main.b 1",
                          ".....main.even×50, cycle of 2 1", "......main.odd×50, cycle of 2 1",
                          ".......main.end 1 [running]"}));
    QCOMPARE(tree->nodes()[6].frame, 2U); // the innermost of them
    QCOMPARE(tree->nodes()[7].frame, 1U);
}

void TestStackTree::byLine()
{
    GoroutineSnapshot snapshot = makeGoroutines(
        {{.id = 1, .functions = {"main.f", "main.main"}}, {.id = 2, .functions = {"main.f", "main.main", "main.main"}}},
        {});
    auto stacks = std::make_shared<GoroutineStacks>(*snapshot.stacks);
    stacks->stacks[stacks->stackOf[0]].lines = {7, 20};
    stacks->stacks[stacks->stackOf[1]].lines = {7, 21, 20};
    snapshot.stacks = stacks;
    QCOMPARE(StackTree::build(snapshot, {})->nodes().size(), size_t(3));
    const auto tree = StackTree::build(snapshot, {.byLine = true});
    QStringList told;
    for (const StackTree::Node &node : tree->nodes())
        told << QStringLiteral("%1:%2").arg(QString::fromStdString(tree->name(node))).arg(tree->line(node));
    QCOMPARE(told, QStringList({":0", "main.main:20", "main.f:7", "main.main:21", "main.f:7"}));
}

void TestStackTree::rowsOfEachNode()
{
    const auto tree = StackTree::build(makeGoroutines({{.id = 9, .functions = {"f", "main"}},
                                                       {.id = 4, .functions = {"g", "main"}},
                                                       {.id = 7, .functions = {"g", "main"}},
                                                       {.id = 5, .functions = {"main"}}},
                                                      {}),
                                       {});
    for (const StackTree::Node &node : tree->nodes()) {
        uint32_t below = node.self;
        for (uint32_t i = 0; i < node.childCount; ++i) {
            const StackTree::Node &child = tree->nodes()[tree->children()[node.firstChild + i]];
            QCOMPARE(child.place, i);
            QCOMPARE(&tree->nodes()[child.parent], &node);
            QCOMPARE(child.first, node.first + below);
            below += child.count;
        }
        QCOMPARE(below, node.count);
    }
    QCOMPARE(tree->rows(), (std::vector<uint32_t>{3, 1, 2, 0}));
}

void TestStackTree::examples()
{
    const auto tree = StackTree::build(makeGoroutines({{.id = 9, .functions = {"f", "down", "down", "main"}}}, {}), {});
    QCOMPARE(tree->nodes()[2].frame, 1U);
    QCOMPARE(tree->nodes()[2].example, 0U);
    QCOMPARE(tree->nodes()[1].frame, 3U);
}

void TestStackTree::unreadStacks()
{
    GoroutineSnapshot snapshot = makeGoroutines({{.id = 1, .functions = {"f"}}, {.id = 2, .functions = {"f"}}}, {});
    auto stacks = std::make_shared<GoroutineStacks>(*snapshot.stacks);
    stacks->stackOf[1] = GoroutineStacks::unknown;
    snapshot.stacks = stacks;
    QCOMPARE(StackTree::build(snapshot, {})->unread(), size_t(1));
    snapshot.stacks.reset();
    QVERIFY(StackTree::build(snapshot, {})->isEmpty());
    QVERIFY(StackTree::build({}, {})->isEmpty());
}

void TestStackTree::many()
{
    std::vector<GoroutineRow> rows;
    for (uint64_t id = 1; id <= 100; ++id)
        rows.push_back({.id = id, .functions = {"leaf" + std::to_string(id % 50), "main.worker", "main.main"}});
    GoroutineSnapshot snapshot = makeGoroutines(rows, {});
    auto table = std::make_shared<GoroutineTable>(*snapshot.table);
    auto stacks = std::make_shared<GoroutineStacks>(*snapshot.stacks);
    while (table->size() < 100'000) {
        table->append(*snapshot.table);
        stacks->stackOf.insert(stacks->stackOf.end(), snapshot.stacks->stackOf.begin(), snapshot.stacks->stackOf.end());
    }
    snapshot.table = table;
    snapshot.stacks = stacks;
    std::shared_ptr<const StackTree> tree;
    QBENCHMARK
    {
        tree = StackTree::build(snapshot, {});
    }
    QCOMPARE(tree->nodes().size(), size_t(53));
    QCOMPARE(tree->nodes()[0].count, 100'000U);
    QCOMPARE(tree->nodes()[3].count, 2000U);
}

/// Stacks that have nothing in common, as a hostile core may have them.
void TestStackTree::endsEarly()
{
    constexpr size_t stackCount = 2000;
    auto table = std::make_shared<GoroutineTable>();
    GoroutineSnapshot snapshot = makeGoroutines({{.id = 1, .functions = {"x"}}}, {});
    auto stacks = std::make_shared<GoroutineStacks>(*snapshot.stacks);
    for (size_t i = 0; i < stackCount; ++i) {
        table->append(*snapshot.table);
        GoroutineStacks::Unique unique;
        for (size_t frame = 0; frame < GoroutineStacks::depth - 1; ++frame)
            unique.functions.push_back(std::to_string(i) + '.' + std::to_string(frame));
        stacks->stacks.push_back(std::move(unique));
        stacks->stackOf.resize(i + 1);
        stacks->stackOf[i] = uint32_t(i + 1);
    }
    table->reasons = snapshot.table->reasons;
    snapshot.table = table;
    snapshot.stacks = stacks;
    const auto tree = StackTree::build(snapshot, {});
    QCOMPARE(tree->nodes().size(), StackTree::mostNodes);
    QCOMPARE(tree->rows().size(), stackCount);
    QVERIFY(std::ranges::any_of(tree->nodes(), &StackTree::Node::isCut));
}

void TestStackTree::cancelled()
{
    std::stop_source source;
    source.request_stop();
    QVERIFY(StackTree::build(makeGoroutines({{.id = 1, .functions = {"f"}}}, {}), {}, source.get_token())->isEmpty());
}

QTEST_GUILESS_MAIN(TestStackTree)
#include "tst_stacktree.moc"
