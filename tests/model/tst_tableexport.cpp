// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/goroutinemodel.h"
#include "model/goroutinetable.h"
#include "model/roles.h"
#include "model/stackmodel.h"
#include "model/stacktable.h"
#include "model/tableexport.h"
#include "tests/support/goroutinesnapshots.h"

#include <QAbstractItemModelTester>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QStringListModel>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>
#include <unistd.h>

using namespace Freezeframe;

namespace
{

std::shared_ptr<const GoroutineArrangement> arranged(size_t count, GoroutineGrouping grouping)
{
    std::vector<GoroutineRow> rows;
    for (uint64_t id = 1; id <= count; ++id)
        rows.push_back({.id = id,
                        .reason = id % 2 ? "chan receive" : "select",
                        .wait = int64_t(id) * 1'000'000'000,
                        .functions = {"shop/orders.(*Worker).step" + std::to_string(id % 4), "shop/orders.run"},
                        .labels = {{"tenant", "a|\"b\",\x1b[1m"}}});
    return GoroutineArrangement::arrange(makeGoroutines(rows, 3), {.grouping = grouping});
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::shared_ptr<QStandardItemModel> tree()
{
    auto model = std::make_shared<QStandardItemModel>();
    model->setHorizontalHeaderLabels({QStringLiteral("Name"), QStringLiteral("Size")});
    auto *first = new QStandardItem(QStringLiteral("first"));
    auto *size = new QStandardItem(QStringLiteral("1 KiB"));
    size->setData(quint64(1024), SortRole);
    auto *fold = new QStandardItem(QStringLiteral("2 hidden"));
    fold->setData(true, FoldRole);
    fold->appendRow(new QStandardItem(QStringLiteral("in the fold")));
    first->appendRow(fold);
    first->appendRow(new QStandardItem(QStringLiteral("child")));
    model->appendRow({first, size});
    model->appendRow({new QStandardItem(QStringLiteral("last")), new QStandardItem(QStringLiteral("0x10"))});
    model->item(1, 1)->setData(quint64(16), SortRole);
    return model;
}

/// No file of this process grows beyond so many bytes, as on a full disk.
class FileLimit
{
public:
    explicit FileLimit(rlim_t bytes)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{.rlim_cur = bytes, .rlim_max = m_before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileLimit() { setrlimit(RLIMIT_FSIZE, &m_before); }
    FileLimit(const FileLimit &) = delete;
    FileLimit &operator=(const FileLimit &) = delete;

private:
    rlimit m_before{};
};

}

/// Rows of lists, written in slices, whole or not at all.
class TestTableExport : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void everyGoroutine_data();
    void everyGoroutine();
    void groupStandsForItsOwn();
    void stackWithItsFolds();
    void treesAndTypes();
    void chosenRows();
    void manyRowsInSlices();
    void cancelLeavesWhatWas();
    void changedListFails_data();
    void changedListFails();
    void unwritable_data();
    void unwritable();

private:
    [[nodiscard]] static QString collected(ExportedTable table, TableFormat format);
    QTemporaryDir m_folder;
};

void TestTableExport::init()
{
    QVERIFY(m_folder.isValid());
}

QString TestTableExport::collected(ExportedTable table, TableFormat format)
{
    TableExport run(std::move(table), format, nullptr);
    QSignalSpy finished(&run, &TableExport::finished);
    run.collect();
    return finished.wait(30'000) ? finished.constFirst().at(1).toString() : QStringLiteral("did not end");
}

void TestTableExport::everyGoroutine_data()
{
    QTest::addColumn<GoroutineGrouping>("grouping");
    QTest::newRow("flat") << GoroutineGrouping::None;
    QTest::newRow("grouped: what the list folds is written, too") << GoroutineGrouping::Stack;
}

void TestTableExport::everyGoroutine()
{
    QFETCH(GoroutineGrouping, grouping);
    const auto arrangement = arranged(200, grouping);
    auto model = std::make_shared<GoroutineTableModel>(arrangement, arrangement->rows);
    const QAbstractItemModelTester tester(model.get());
    const QString text = collected({.model = model}, TableFormat::Json);
    const QJsonArray rows = QJsonDocument::fromJson(text.toUtf8()).array();
    QCOMPARE(rows.size(), 200);
    QSet<qint64> ids;
    for (const auto &row : rows)
        ids.insert(row.toObject().value(QLatin1String("Goroutine")).toInteger());
    QCOMPARE(ids.size(), 200);
    const QJsonObject one = rows.at(0).toObject();
    const qint64 id = one.value(QLatin1String("Goroutine")).toInteger();
    QCOMPARE(one.value(QLatin1String("Time")).toInteger(), id * 1'000'000'000);
    QCOMPARE(one.value(QLatin1String("State")).toString(),
             id % 2 ? QLatin1String("chan receive") : QLatin1String("select"));
    QVERIFY(one.value(QLatin1String("Function")).toString().startsWith(QLatin1String("shop/orders.(*Worker).step")));
    QCOMPARE(one.value(QLatin1String("Labels")).toString(), QLatin1String("tenant=a|\"b\",\\x1b[1m"));
}

void TestTableExport::groupStandsForItsOwn()
{
    GoroutineModel list;
    list.setArrangement(arranged(200, GoroutineGrouping::Stack));
    const QModelIndex group = list.index(0, 0);
    const auto &first = list.arrangement().groups[0];
    QVERIFY(first.count > 15); // it has a row "more"
    const QModelIndex more = list.index(list.rowCount(group) - 1, 0, group);
    const auto rows = GoroutineTableModel::rowsOf(list, {group, list.index(0, 0, group), more});
    QCOMPARE(rows.size(), size_t(first.count));
    const auto one = GoroutineTableModel::rowsOf(list, {list.index(2, 0, group)});
    QCOMPARE(one.size(), size_t(1));
    QCOMPARE(list.arrangement().snapshot.table->id[one[0]],
             list.index(2, 0, group).data(GoroutineModel::IdRole).toULongLong());
}

void TestTableExport::stackWithItsFolds()
{
    auto stack = std::make_shared<StackInfo>();
    const QList<std::pair<const char *, bool>> frames{
        {"runtime.gopark", true}, {"runtime.chanrecv", true}, {"main.wait", false}, {"main.main", false}};
    for (const auto &[function, isRuntime] : frames)
        stack->frames.push_back({.index = stack->frames.size(),
                                 .function = function,
                                 .file = "/src/a.go",
                                 .line = 7,
                                 .pc = Address{0x1000 + stack->frames.size()},
                                 .isRuntime = isRuntime});
    stack->createdBy = {.function = "main.start", .file = "/src/b.go", .line = 9};
    stack->createdByGoroutine = 1;
    StackModel list;
    list.setSnapshot(stack);
    auto model = std::make_shared<StackTableModel>(stack, StackTableModel::allRows(*stack));
    const QAbstractItemModelTester tester(model.get());
    const QString csv = collected({.model = model}, TableFormat::Csv);
    QCOMPARE(csv.count(QLatin1String("\r\n")), 6);
    QVERIFY2(csv.contains(QLatin1String("\r\n2,main.wait,/src/a.go,7,Go,0x1002,")), qPrintable(csv));
    QVERIFY2(csv.contains(QLatin1String("\r\n,main.start,/src/b.go,9,created by goroutine 1,")), qPrintable(csv));
    const QModelIndex fold = list.index(0, 0);
    QCOMPARE(fold.data(StackModel::KindRole).value<StackModel::RowKind>(), StackModel::RowKind::Fold);
    QCOMPARE(StackTableModel::rowsOf(*stack, {fold}), (std::vector<size_t>{0, 1}));
    QCOMPARE(StackTableModel::rowsOf(*stack, {list.index(list.rowCount() - 1, 0)}), (std::vector<size_t>{4}));
}

void TestTableExport::treesAndTypes()
{
    const auto model = tree();
    QCOMPARE(
        collected({.model = model}, TableFormat::Json),
        QLatin1String(
            "[\n{\"Name\":\"first\",\"Size\":1024,\"children\":[{\"Name\":\"in the fold\",\"Size\":null},\n" "{\"Name\":\"child\",\"Size\":null}]},\n{\"Name\":\"last\",\"Size\":\"0x10\"}\n]\n"));
    QCOMPARE(collected({.model = model}, TableFormat::Text),
             QLatin1String("Name\tSize\nfirst\t1 KiB\n  in the fold\t\n  child\t\nlast\t0x10\n"));
    QCOMPARE(collected({.model = model}, TableFormat::Csv),
             QLatin1String("Level,Name,Size\r\n0,first,1024\r\n1,in the fold,\r\n1,child,\r\n0,last,0x10\r\n"));
    const auto empty = std::make_shared<QStandardItemModel>();
    QCOMPARE(collected({.model = empty}, TableFormat::Json), QLatin1String("[\n]\n"));
}

void TestTableExport::chosenRows()
{
    const auto model = tree();
    const QModelIndex child = model->index(1, 0, model->index(0, 0));
    const QString text
        = collected({.model = model, .rows = QModelIndexList{child, model->index(1, 0)}}, TableFormat::Markdown);
    QCOMPARE(text, QLatin1String("| Name | Size |\n| --- | --- |\n| child |  |\n| last | 0x10 |\n"));
    QCOMPARE(collected({.model = model, .rows = QModelIndexList{}}, TableFormat::Text), QLatin1String("Name\tSize\n"));
}

void TestTableExport::manyRowsInSlices()
{
    constexpr size_t count = 100'000;
    const auto arrangement = arranged(count, GoroutineGrouping::Stack);
    const QString path = m_folder.filePath(QStringLiteral("many.csv"));
    TableExport run({.model = std::make_shared<GoroutineTableModel>(arrangement, arrangement->rows)}, TableFormat::Csv,
                    nullptr);
    QSignalSpy progress(&run, &TableExport::progressChanged);
    QSignalSpy finished(&run, &TableExport::finished);
    run.saveTo(path);
    QVERIFY(progress.isEmpty() && finished.isEmpty()); // nothing is done before the window goes on
    QVERIFY(finished.wait(60'000));
    QCOMPARE(finished.constFirst().at(0).toULongLong(), quint64(count));
    QVERIFY2(progress.size() > 5, "the window had its turn meanwhile");
    QCOMPARE(progress.constFirst().at(1).toULongLong(), quint64(count));
    QCOMPARE(contentOf(path).count("\r\n"), qsizetype(count) + 1);
}

void TestTableExport::cancelLeavesWhatWas()
{
    const auto arrangement = arranged(50'000, GoroutineGrouping::None);
    const QString path = m_folder.filePath(QStringLiteral("kept.txt"));
    QFile old(path);
    QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
    old.close();
    TableExport run({.model = std::make_shared<GoroutineTableModel>(arrangement, arrangement->rows)}, TableFormat::Text,
                    nullptr);
    QSignalSpy progress(&run, &TableExport::progressChanged);
    QSignalSpy finished(&run, &TableExport::finished);
    QSignalSpy failed(&run, &TableExport::failed);
    run.saveTo(path);
    QVERIFY(progress.wait());
    run.cancel();
    QVERIFY(!finished.wait(100));
    QVERIFY(failed.isEmpty());
    QCOMPARE(contentOf(path), QByteArray("old"));
    QCOMPARE(QDir(m_folder.path()).entryList({QStringLiteral("kept.txt*")}).size(), 1); // no half of one beside it
}

void TestTableExport::changedListFails_data()
{
    QTest::addColumn<bool>("chosen");
    QTest::addColumn<bool>("reset");
    QTest::addColumn<bool>("fails");
    QTest::newRow("all, other rows in their place") << false << true << true;
    QTest::newRow("chosen, other rows in their place") << true << true << true;
    QTest::newRow("all, a row more before") << false << false << false;
}

void TestTableExport::changedListFails()
{
    QFETCH(bool, chosen);
    QFETCH(bool, reset);
    constexpr int count = 400'000; // more than one slice
    auto model = std::make_shared<QStringListModel>(QStringList(count, QStringLiteral("a row")));
    QModelIndexList rows;
    for (int i = 0; chosen && i < model->rowCount(); ++i)
        rows.append(model->index(i, 0));
    TableExport run({.model = model, .rows = chosen ? std::optional(rows) : std::nullopt}, TableFormat::Text, nullptr);
    QSignalSpy progress(&run, &TableExport::progressChanged);
    QSignalSpy finished(&run, &TableExport::finished);
    QSignalSpy failed(&run, &TableExport::failed);
    const QString path = m_folder.filePath(QStringLiteral("changed.txt"));
    run.saveTo(path);
    QVERIFY(progress.wait());
    if (reset)
        model->setStringList({QStringLiteral("new")});
    else
        QVERIFY(model->insertRow(0));
    QTRY_COMPARE_WITH_TIMEOUT(finished.size() + failed.size(), 1, 30'000);
    QTEST(failed.size() == 1, "fails");
    QCOMPARE(QFile::exists(path), failed.isEmpty());
    if (failed.isEmpty())
        QCOMPARE(contentOf(path).count('\n'), count + 1); // head and rows, none twice
    QFile::remove(path);
}

void TestTableExport::unwritable_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("isFull");
    QTest::newRow("no such folder") << QStringLiteral("nowhere/a.csv") << false;
    QTest::newRow("a folder") << QStringLiteral(".") << false;
    QTest::newRow("no room") << QStringLiteral("full.csv") << true;
}

void TestTableExport::unwritable()
{
    QFETCH(QString, path);
    QFETCH(bool, isFull);
    const auto arrangement = arranged(5'000, GoroutineGrouping::None);
    TableExport run({.model = std::make_shared<GoroutineTableModel>(arrangement, arrangement->rows)}, TableFormat::Csv,
                    nullptr);
    QSignalSpy failed(&run, &TableExport::failed);
    QSignalSpy finished(&run, &TableExport::finished);
    {
        const FileLimit limit(isFull ? 65536 : RLIM_INFINITY);
        run.saveTo(m_folder.filePath(path));
        QVERIFY(failed.wait(20'000));
    }
    QVERIFY(finished.isEmpty());
    QVERIFY(!failed.constFirst().at(0).toString().isEmpty());
    QVERIFY(!QFileInfo(m_folder.filePath(path)).isFile());
}

QTEST_GUILESS_MAIN(TestTableExport)
#include "tst_tableexport.moc"
