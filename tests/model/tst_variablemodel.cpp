// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/variablemodel.h"

#include <QAbstractItemModelTester>
#include <QGuiApplication>
#include <QTest>

using namespace Freezeframe;

/// The lazy tree of variables: pages, ranges, late answers and hostile ones.
class TestVariableModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void pages();
    void ranges();
    void pointerOpensAsItsPointee();
    void interfaceOpensAsWhatItHolds();
    void pointerToItself();
    void staleAnswer();
    void otherForm();
    void folds();
    void foldsNothing();
    void hostile();

private:
    static void readAll(const QAbstractItemModel &model, const QModelIndex &parent = {});
    using Tester = QAbstractItemModelTester;
    static constexpr auto fatal = QAbstractItemModelTester::FailureReportingMode::QtTest;
};

/// Asks for all that a view could.
void TestVariableModel::readAll(const QAbstractItemModel &model, const QModelIndex &parent)
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

namespace
{

VariableInfo variable(const char *name, uint64_t children)
{
    VariableInfo info;
    info.handle = 42;
    info.name = name;
    info.value = "v";
    info.type = "[]int";
    info.childCount = children;
    return info;
}

std::vector<VariableInfo> elements(uint64_t first, uint64_t count)
{
    std::vector<VariableInfo> list;
    for (uint64_t i = first; i < first + count; ++i)
        list.push_back(variable(("[" + std::to_string(i) + "]").c_str(), 0));
    return list;
}

}

void TestVariableModel::pages()
{
    VariableModel model;
    Tester tester(&model, fatal);
    tester.setUseFetchMore(false); // by the test, one by one
    model.setFetcher([](ValueHandle handle, uint64_t first, uint64_t count,
                        const std::function<void(VariableModel::Children)> &done) {
        QCOMPARE(handle, ValueHandle(42));
        done(elements(first, count));
    });
    model.setVariables({variable("list", 250), variable("leaf", 0)}, 7);
    const QModelIndex list = model.index(0, 0);
    QVERIFY(model.hasChildren(list) && !model.hasChildren(model.index(1, 0)));
    QCOMPARE(model.rowCount(list), 0);
    for (int pages = 1; model.canFetchMore(list); ++pages) {
        model.fetchMore(list);
        QCOMPARE(model.rowCount(list), std::min(pages * 100, 250));
    }
    QCOMPARE(model.index(249, 0, list).data().toString(), QStringLiteral("[249]"));
    readAll(model);
    model.setReason(0, QStringLiteral("read at offset 0x18"));
    QVERIFY(model.index(0, VariableModel::Value).data(CrashedRole).toBool());
    model.setVariables({});
    QCOMPARE(model.rowCount(), 0);
}

void TestVariableModel::ranges()
{
    VariableModel model;
    Tester tester(&model, fatal);
    tester.setUseFetchMore(false); // by the test, one by one
    uint64_t asked = 0;
    model.setFetcher(
        [&](ValueHandle, uint64_t first, uint64_t count, const std::function<void(VariableModel::Children)> &done) {
            asked += count;
            done(elements(first, count));
        });
    constexpr uint64_t tenMillion = 10'000'000;
    model.setVariables({variable("big", tenMillion)});
    QModelIndex at = model.index(0, 0);
    int depth = 0;
    while (model.canFetchMore(at) && ++depth < 10) {
        model.fetchMore(at);
        QVERIFY(model.rowCount(at) <= 1000);
        at = model.index(model.rowCount(at) - 1, 0, at); // always the last
    }
    QCOMPARE(at.data().toString(), QStringLiteral("[9999999]"));
    QVERIFY(asked <= 1000);
}

void TestVariableModel::staleAnswer()
{
    VariableModel model;
    Tester tester(&model, fatal);
    tester.setUseFetchMore(false); // by the test, one by one
    std::function<void(VariableModel::Children)> late;
    model.setFetcher([&](ValueHandle, uint64_t, uint64_t, std::function<void(VariableModel::Children)> done) {
        late = std::move(done);
    });
    model.setVariables({variable("old", 10)});
    model.fetchMore(model.index(0, 0));
    QVERIFY(!model.canFetchMore(model.index(0, 0)));
    model.setVariables({variable("new", 10)});
    late(elements(0, 10));
    QCOMPARE(model.rowCount(model.index(0, 0)), 0);
}

void TestVariableModel::otherForm()
{
    VariableModel model;
    Tester tester(&model);
    VariableInfo number;
    number.name = "n";
    number.value = "42";
    model.setVariables({number, number});
    const QModelIndex value = model.index(1, VariableModel::Value);
    model.setFormed(value, QStringLiteral("0x2a"));
    QCOMPARE(value.data().toString(), QStringLiteral("0x2a"));
    QVERIFY(value.data(VariableModel::FormRole).toBool());
    QCOMPARE(model.index(0, VariableModel::Value).data().toString(), QStringLiteral("42"));
    model.setFormed(value, {});
    QCOMPARE(value.data().toString(), QStringLiteral("42"));
    model.setFormed({}, QStringLiteral("nowhere"));
}

void TestVariableModel::folds()
{
    VariableModel model;
    Tester tester(&model, fatal);
    model.setFolds(true);
    VariableInfo lost = variable("lost", 0);
    lost.optimizedOut = true;
    lost.error = Error{.code = ErrorCode::OptimizedOut, .message = "optimised out"};
    VariableInfo result = variable("~r0", 0);
    result.isInlinedResult = true;
    VariableInfo also = lost;
    also.name = "also";
    model.setVariables({lost, variable("a", 0), result, also, variable("b", 0)}, 7);
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("a"));
    QCOMPARE(model.index(1, 0).data().toString(), QStringLiteral("b"));
    const QModelIndex fold = model.index(2, 0);
    QVERIFY(fold.data(FoldRole).toBool());
    QCOMPARE(fold.data().toString(), QStringLiteral("2 optimised out, 1 results of inlined calls"));
    QVERIFY(!model.variable(fold));
    QCOMPARE(model.rowCount(fold), 3);
    QVERIFY(!model.canFetchMore(fold));
    QCOMPARE(model.index(1, 0, fold).data().toString(), QStringLiteral("~r0"));
    // Who counts variables as they were given finds each.
    QCOMPARE(model.indexOfVariable(0), model.index(0, 0, fold));
    QCOMPARE(model.indexOfVariable(4), model.index(1, 0));
    QVERIFY(!model.indexOfVariable(5).isValid() && !model.indexOfVariable(-1).isValid());
    model.setReason(3, QStringLiteral("nil"));
    QVERIFY(model.index(2, 0, fold).data(CrashedRole).toBool());
    readAll(model);
}

/// One that says nothing is no longer than a count; watches never fold.
void TestVariableModel::foldsNothing()
{
    VariableInfo lost = variable("lost", 0);
    lost.optimizedOut = true;
    VariableModel model;
    model.setVariables({lost, lost});
    QCOMPARE(model.rowCount(), 2);
    model.setFolds(true);
    model.setVariables({lost, variable("a", 0)});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("lost"));
}

void TestVariableModel::hostile()
{
    VariableModel model;
    Tester tester(&model, fatal);
    tester.setUseFetchMore(false); // by the test, one by one
    // Promises much and gives nothing, gives too much, fails.
    int call = 0;
    model.setFetcher(
        [&](ValueHandle, uint64_t first, uint64_t, const std::function<void(VariableModel::Children)> &done) {
            ++call;
            if (call == 1)
                done(std::vector<VariableInfo>());
            else if (call == 2)
                done(elements(first, 500));
            else
                done(fail(ErrorCode::NotInCore, "\x1b not in the core"));
        });
    VariableInfo odd = variable("\x1b\n", 3);
    odd.value = std::string(100'000, '\x1b');
    odd.error = Error{.message = "e"};
    model.setVariables({variable("empty", 50), odd, variable("fails", 5), variable("huge", UINT64_MAX)});
    for (int row = 0; row < 3; ++row) {
        model.fetchMore(model.index(row, 0));
        QVERIFY(!model.canFetchMore(model.index(row, 0)));
    }
    QCOMPARE(model.rowCount(model.index(0, 0)), 0);
    QCOMPARE(model.rowCount(model.index(1, 0)), 3);
    QCOMPARE(model.rowCount(model.index(2, 0)), 1);
    model.fetchMore(model.index(3, 0));
    QVERIFY(model.rowCount(model.index(3, 0)) <= 1000);
    readAll(model);
}

void TestVariableModel::pointerOpensAsItsPointee()
{
    VariableModel model;
    Tester tester(&model, fatal);
    tester.setUseFetchMore(false);
    model.setFetcher([](ValueHandle handle, uint64_t first, uint64_t count,
                        const std::function<void(VariableModel::Children)> &done) {
        if (handle == 42) {
            VariableInfo pointee = variable("*c", 2);
            pointee.handle = 43;
            done(std::vector<VariableInfo>{pointee});
        } else {
            done(elements(first, count));
        }
    });
    model.setVariables({variable("c", 1)});
    model.fetchMore(model.index(0, 0));
    QCOMPARE(model.rowCount(model.index(0, 0)), 2);
    QCOMPARE(model.index(1, 0, model.index(0, 0)).data().toString(), QStringLiteral("[1]"));
    QVERIFY(!model.canFetchMore(model.index(0, 0)));
}

void TestVariableModel::interfaceOpensAsWhatItHolds()
{
    VariableModel model;
    Tester tester(&model, fatal);
    tester.setUseFetchMore(false);
    std::vector<ValueHandle> asked;
    model.setFetcher([&](ValueHandle handle, uint64_t first, uint64_t count,
                         const std::function<void(VariableModel::Children)> &done) {
        asked.push_back(handle);
        done(elements(first, count));
    });
    const auto interface = [](const char *name, HeldValue held) {
        VariableInfo info = variable(name, 1);
        info.type = "error";
        info.value = held.type + " " + held.value;
        info.held = std::move(held);
        return info;
    };
    model.setVariables(
        {interface("structure",
                   {.handle = 50, .type = "io/fs.PathError", .value = "{…}", .length = {}, .childCount = 3}),
         interface("number", {.handle = 51, .type = "int", .value = "7", .length = {}}),
         interface("text", {.handle = 52, .type = "string", .value = "\"x\"", .length = 1, .isText = true}),
         interface("typed", {.handle = 53, .type = "*main.t", .value = "nil", .length = {}})});
    model.fetchMore(model.index(0, 0));
    QCOMPARE(asked, std::vector<ValueHandle>{50});
    QCOMPARE(model.rowCount(model.index(0, 0)), 3);
    QCOMPARE(model.index(0, VariableModel::Type).data().toString(), QStringLiteral("fs.PathError (error)"));
    QCOMPARE(model.index(0, VariableModel::Value).data().toString(), QStringLiteral("{…}"));
    QVERIFY(!model.hasChildren(model.index(1, 0)));
    QCOMPARE(model.index(1, VariableModel::Value).data().toString(), QStringLiteral("7"));
    // Its text is asked for by the handle of the text.
    QVERIFY(model.variable(model.index(2, 0))->isText);
    QCOMPARE(model.variable(model.index(2, 0))->handle, ValueHandle(52));
    QVERIFY(!model.index(3, VariableModel::Value).data(VariableModel::MeaningRole).toString().isEmpty());
    readAll(model);
}

/// Of a pointer that leads to itself, and of one through an interface: it opens, and that ends.
void TestVariableModel::pointerToItself()
{
    for (const bool byInterface : {false, true}) {
        VariableModel model;
        Tester tester(&model, fatal);
        tester.setUseFetchMore(false);
        int asked = 0;
        model.setFetcher(
            [&](ValueHandle, uint64_t, uint64_t, const std::function<void(VariableModel::Children)> &done) {
                QVERIFY(++asked < 100);
                VariableInfo again = variable("*p", 1);
                if (byInterface)
                    again.held = HeldValue{.handle = 42, .type = "*any", .value = "0x1", .length = {}, .childCount = 1};
                done(std::vector<VariableInfo>{again});
            });
        model.setVariables({variable("p", 1)});
        model.fetchMore(model.index(0, 0));
        QCOMPARE(model.rowCount(model.index(0, 0)), 1);
        QVERIFY(model.hasChildren(model.index(0, 0, model.index(0, 0))));
    }
}

QTEST_MAIN(TestVariableModel)
#include "tst_variablemodel.moc"
