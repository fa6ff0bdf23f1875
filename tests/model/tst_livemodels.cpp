// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/processfilter.h"
#include "model/processmodel.h"
#include "model/processwatch.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QItemSelectionModel>
#include <QProcess>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace Freezeframe;

/// The models of what lives on this machine: under Qt's own tester, while processes come and go.
class TestLiveModels : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void processCells();
    void processChurn_data();
    void processChurn();
    void reusedPidIsAnother();
    void unchangedRowsStaySilent();
    void goStandsFirst_data();
    void goStandsFirst();
    void filter_data();
    void filter();
    void thousandProcessesAreQuick();
    void watchesTheMachine();

private:
    using Tester = QAbstractItemModelTester;
    static constexpr auto fatal = QAbstractItemModelTester::FailureReportingMode::QtTest;
    [[nodiscard]] static ProcessRow row(int pid, const std::string &name, const std::string &go = {},
                                        uint64_t resident = 1 << 20);
    static QStringList column(const QAbstractItemModel &model, int number);
};

ProcessRow TestLiveModels::row(int pid, const std::string &name, const std::string &go, uint64_t resident)
{
    ProcessRow row;
    row.id = {pid, uint64_t(pid) * 10};
    row.name = name;
    row.user = "ana";
    row.residentBytes = resident;
    row.threads = 3;
    row.commandLine = "/usr/bin/" + name + " --serve";
    row.goVersion = go;
    row.state = 'S';
    return row;
}

QStringList TestLiveModels::column(const QAbstractItemModel &model, int number)
{
    QStringList texts;
    for (int i = 0; i < model.rowCount(); ++i)
        texts.append(model.index(i, number).data().toString());
    return texts;
}

void TestLiveModels::processCells()
{
    ProcessModel model;
    const Tester tester(&model, fatal);
    QVERIFY(!model.isFilled());
    ProcessRow busy = row(90112, "orders-api", "go1.25.1", uint64_t(1.94 * 1024) << 20);
    busy.cpu = 0.384;
    busy.threads = 1200;
    ProcessRow hostile = row(7, "\x1b[31mred\n\xff");
    hostile.commandLine = std::string(100'000, 'x') + "\x1b]0;title\x07";
    hostile.user.clear();
    hostile.threads = -1;
    model.update({busy, hostile});
    QVERIFY(model.isFilled());
    QCOMPARE(model.goCount(), 1);
    QCOMPARE(column(model, ProcessModel::Pid), (QStringList{QStringLiteral("7"), QStringLiteral("90112")}));
    const int at = model.find(90112);
    const auto cell = [&](int number) { return model.index(at, number).data().toString(); };
    QCOMPARE(cell(ProcessModel::Name), QStringLiteral("orders-api"));
    QCOMPARE(cell(ProcessModel::Go), QStringLiteral("1.25.1"));
    QCOMPARE(cell(ProcessModel::Cpu), QStringLiteral("38 %"));
    QCOMPARE(cell(ProcessModel::Memory), QStringLiteral("1.94 GiB"));
    QCOMPARE(cell(ProcessModel::Threads), QStringLiteral("1,200"));
    QVERIFY(!model.index(at, ProcessModel::Cpu).data(MutedRole).toBool());
    QVERIFY(model.index(0, ProcessModel::Cpu).data(MutedRole).toBool());
    for (int number = 0; number < ProcessModel::ColumnCount; ++number) {
        const QString text = model.index(0, number).data().toString();
        QVERIFY2(!text.contains(QChar(0x1b)) && !text.contains(QChar(u'\n')), qPrintable(text.left(40)));
    }
}

void TestLiveModels::processChurn_data()
{
    QTest::addColumn<quint32>("seed");
    for (const quint32 seed : {1U, 2U, 3U})
        QTest::addRow("seed %u", seed) << seed;
}

/// Random arrivals, ends and changes: the model is as the list, indexes follow their process, the tester is content.
void TestLiveModels::processChurn()
{
    QFETCH(quint32, seed);
    QRandomGenerator random(seed);
    ProcessModel model;
    ProcessFilter filter(&model);
    const Tester tester(&model, fatal);
    const Tester filterTester(&filter, fatal);
    std::map<int, ProcessRow> alive;
    for (int pid = 1; pid <= 120; ++pid)
        alive[pid] = row(pid, "p" + std::to_string(pid), pid % 5 == 0 ? "go1.24.1" : "");
    const auto list = [&alive] {
        std::vector<ProcessRow> rows;
        for (const auto &[pid, process] : alive)
            rows.push_back(process);
        std::ranges::reverse(rows); // in any order
        return rows;
    };
    model.update(list());
    const QPersistentModelIndex kept = filter.indexOf(alive[60].id);
    QVERIFY(kept.isValid());
    for (int round = 0; round < 100; ++round) {
        for (int i = 0; i < 10; ++i) {
            const int pid = int(random.bounded(1, 400));
            if (pid == 60)
                continue;
            if (alive.contains(pid))
                alive.erase(pid);
            else
                alive[pid] = row(pid, "q" + std::to_string(pid), pid % 7 == 0 ? "go1.25.0" : "");
        }
        for (auto &[pid, process] : alive) {
            process.residentBytes = random.bounded(1U, 1U << 30);
            process.cpu = random.generateDouble();
        }
        if (round % 10 == 0)
            filter.setText(round % 20 == 0 ? QStringLiteral("p") : QString());
        model.update(list());
        QCOMPARE(model.rowCount(), int(alive.size()));
        int at = 0;
        for (const auto &[pid, process] : alive) {
            QCOMPARE(model.process(at).id, process.id);
            QCOMPARE(model.process(at).residentBytes, process.residentBytes);
            ++at;
        }
        QVERIFY(kept.isValid());
        QCOMPARE(filter.process(kept)->id.pid, 60);
    }
    model.update({});
    QCOMPARE(model.rowCount(), 0);
}

void TestLiveModels::reusedPidIsAnother()
{
    ProcessModel model;
    const Tester tester(&model, fatal);
    model.update({row(10, "old"), row(11, "other")});
    const QPersistentModelIndex old = model.index(0, 0);
    ProcessRow reused = row(10, "new");
    reused.id.startTicks = 4711;
    model.update({reused, row(11, "other")});
    QVERIFY(!old.isValid());
    QCOMPARE(column(model, ProcessModel::Name), (QStringList{QStringLiteral("new"), QStringLiteral("other")}));
    // The same one twice, as a racing /proc could tell: once.
    model.update({reused, reused});
    QCOMPARE(model.rowCount(), 1);
}

void TestLiveModels::unchangedRowsStaySilent()
{
    ProcessModel model;
    const std::vector<ProcessRow> rows{row(1, "a"), row(2, "b"), row(3, "c")};
    model.update(rows);
    const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    const QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    const QSignalSpy updated(&model, &ProcessModel::updated);
    model.update(rows);
    QCOMPARE(changed.size(), 0);
    QCOMPARE(updated.size(), 1);
    auto others = rows;
    others[1].threads = 9;
    model.update(others);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.first().at(0).toModelIndex().row(), 1);
    QCOMPARE(changed.first().at(1).toModelIndex().row(), 1);
    QCOMPARE(reset.size(), 0);
}

void TestLiveModels::goStandsFirst_data()
{
    QTest::addColumn<int>("column");
    QTest::addColumn<Qt::SortOrder>("order");
    QTest::addColumn<QStringList>("names");
    const auto names = [](const char *text) { return QString::fromLatin1(text).split(QLatin1Char(' ')); };
    QTest::newRow("by memory") << int(ProcessModel::Memory) << Qt::DescendingOrder << names("gopls api firefox bash");
    QTest::newRow("by memory, least first")
        << int(ProcessModel::Memory) << Qt::AscendingOrder << names("api gopls bash firefox");
    QTest::newRow("by name") << int(ProcessModel::Name) << Qt::AscendingOrder << names("api gopls bash firefox");
    QTest::newRow("by PID, last first") << int(ProcessModel::Pid) << Qt::DescendingOrder
                                        << names("gopls api firefox bash");
    QTest::newRow("by CPU: all alike, by PID")
        << int(ProcessModel::Cpu) << Qt::DescendingOrder << names("api gopls bash firefox");
}

void TestLiveModels::goStandsFirst()
{
    QFETCH(int, column);
    QFETCH(Qt::SortOrder, order);
    QFETCH(QStringList, names);
    ProcessModel model;
    ProcessFilter filter(&model);
    model.update({row(1, "bash", {}, 5 << 20), row(2, "api", "go1.24.1", 1 << 20), row(3, "gopls", "go1.25.1", 2 << 20),
                  row(4, "firefox", {}, 900 << 20)});
    filter.sort(column, order);
    QCOMPARE(TestLiveModels::column(filter, ProcessModel::Name), names);
}

void TestLiveModels::filter_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("onlyGo");
    QTest::addColumn<bool>("onlyMine");
    QTest::addColumn<int>("count");
    QTest::newRow("all") << QString() << false << false << 3;
    QTest::newRow("Go") << QString() << true << false << 2;
    QTest::newRow("mine") << QString() << false << true << 2;
    QTest::newRow("mine and Go") << QString() << true << true << 1;
    QTest::newRow("name, case ignored") << QStringLiteral("PRI") << false << false << 1;
    QTest::newRow("PID") << QStringLiteral("4711") << false << false << 1;
    QTest::newRow("user") << QStringLiteral("shop") << false << false << 1;
    QTest::newRow("command") << QStringLiteral("--serve") << false << false << 3;
    QTest::newRow("two words") << QStringLiteral("shop pricing") << false << false << 1;
    QTest::newRow("no such") << QStringLiteral("xyz") << false << false << 0;
    QTest::newRow("signs, not a pattern") << QStringLiteral(".*[") << false << false << 0;
}

void TestLiveModels::filter()
{
    QFETCH(QString, text);
    QFETCH(bool, onlyGo);
    QFETCH(bool, onlyMine);
    QFETCH(int, count);
    ProcessModel model;
    ProcessFilter filter(&model);
    const Tester tester(&filter, fatal);
    ProcessRow pricing = row(4711, "pricing", "go1.24.9");
    pricing.user = "shop";
    pricing.isOther = true;
    model.update({row(1, "init"), row(2, "api", "go1.25.1"), pricing});
    filter.setText(text);
    filter.setOnlyGo(onlyGo);
    filter.setOnlyMine(onlyMine);
    QCOMPARE(filter.rowCount(), count);
}

/// A refresh of a thousand processes, all changed, through sorting and filter: far below what a person notices.
void TestLiveModels::thousandProcessesAreQuick()
{
    ProcessModel model;
    ProcessFilter filter(&model);
    std::vector<ProcessRow> rows;
    for (int pid = 1; pid <= 1000; ++pid)
        rows.push_back(row(pid, "process-" + std::to_string(pid), pid % 9 == 0 ? "go1.24.1" : ""));
    model.update(rows);
    double best = 1e9;
    for (int round = 0; round < 5; ++round) {
        for (ProcessRow &process : rows) {
            process.residentBytes = QRandomGenerator::global()->bounded(1U, 1U << 30);
            process.cpu += 0.01;
        }
        QElapsedTimer timer;
        timer.start();
        model.update(rows);
        best = std::min(best, double(timer.nsecsElapsed()) / 1e6);
    }
    qInfo("refresh of 1,000 changed processes: %.1f ms", best);
    QVERIFY2(best < 50, qPrintable(QString::number(best)));
}

/// The real machine: this test is in the list, a child comes and goes.
void TestLiveModels::watchesTheMachine()
{
    ProcessWatch watch;
    const Tester tester(watch.model(), fatal);
    watch.setWatched(this, true);
    QTRY_VERIFY(watch.model()->isFilled());
    QVERIFY(watch.model()->find(int(QCoreApplication::applicationPid())) >= 0);
    QProcess child;
    child.start(QStringLiteral("sleep"), {QStringLiteral("600")});
    QVERIFY(child.waitForStarted());
    const int pid = int(child.processId());
    QTRY_VERIFY(watch.model()->find(pid) >= 0);
    QTRY_COMPARE(watch.model()->process(watch.model()->find(pid)).name, std::string("sleep"));
    child.kill();
    QVERIFY(child.waitForFinished());
    QTRY_VERIFY(watch.model()->find(pid) < 0);
    watch.setWatched(this, false);
}

QTEST_MAIN(TestLiveModels)
#include "tst_livemodels.moc"
