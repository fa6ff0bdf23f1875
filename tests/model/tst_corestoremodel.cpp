// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/capturerecord.h"
#include "model/administratormend.h"
#include "model/corestoremodel.h"

#include <QAbstractItemModelTester>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace Freezeframe;

/// The crashes that a machine remembers, and what is done as root to have more of them.
class TestCoreStoreModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(); }
    void storeCells();
    void storeChurn();
    void tellsInterruptedCaptures();
    void administratorRunsNoShell_data();
    void administratorRunsNoShell();

private:
    using Tester = QAbstractItemModelTester;
    static constexpr auto fatal = QAbstractItemModelTester::FailureReportingMode::QtTest;
    [[nodiscard]] static StoredCore core(int pid, int64_t when, const std::string &program);
};

StoredCore TestCoreStoreModel::core(int pid, int64_t when, const std::string &program)
{
    StoredCore core;
    core.pid = pid;
    core.when = when;
    core.program = program;
    core.path = "/var/crash/" + program + "." + std::to_string(pid);
    core.bytes = 1 << 20;
    core.signal = SIGABRT;
    return core;
}

void TestCoreStoreModel::storeCells()
{
    CoreStoreModel model;
    const Tester tester(&model, fatal);
    StoredCore deleted = core(2, 1'700'000'000, "postgres");
    deleted.state = StoredCore::State::Deleted;
    StoredCore never = core(3, 1'600'000'000, "ledger\x1b[0m");
    never.state = StoredCore::State::NeverStored;
    never.path.clear();
    never.signal = 0;
    never.summary = "exit status 2";
    StoredCore go = core(1, 1'800'000'000, "orders-api");
    go.goVersion = "go1.25.1";
    go.summary = "nil pointer dereference";
    model.update({.cores = {go, deleted, never},
                  .keeper = "systemd-coredump, since 9 Nov",
                  .pattern = "|/usr/lib/systemd/systemd-coredump %P",
                  .folder = "/var/lib/systemd/coredump",
                  .freeSpace = 1ULL << 30,
                  .warnings = {}});
    QCOMPARE(model.rowCount(), 3);
    const auto at = [&](int row, int role) { return model.index(row).data(role).toString(); };
    QCOMPARE(at(0, CoreStoreModel::GoRole), QStringLiteral("go1.25.1"));
    QCOMPARE(at(0, CoreStoreModel::SummaryRole), QStringLiteral("SIGABRT  ·  nil pointer dereference"));
    QCOMPARE(at(0, CoreStoreModel::PathRole), QStringLiteral("/var/crash/orders-api.1"));
    QCOMPARE(at(1, CoreStoreModel::SizeRole), QStringLiteral("deleted"));
    QVERIFY(at(1, CoreStoreModel::PathRole).isEmpty());
    QVERIFY(model.index(1).data(CoreStoreModel::AbsentRole).toBool());
    QCOMPARE(at(2, CoreStoreModel::SummaryRole), QStringLiteral("exit status 2"));
    QVERIFY(!at(2, CoreStoreModel::NameRole).contains(QChar(0x1b)));
    QCOMPARE(model.keeper(), QStringLiteral("systemd-coredump, since 9 Nov"));
    QVERIFY2(model.storage().contains(QStringLiteral("1.00 GiB free in /var/lib/systemd/coredump")),
             qPrintable(model.storage()));
}

void TestCoreStoreModel::storeChurn()
{
    CoreStoreModel model;
    const Tester tester(&model, fatal);
    const auto show = [&model](std::vector<StoredCore> cores) {
        CoreStore store;
        store.cores = std::move(cores);
        model.update(std::move(store));
    };
    show({core(1, 100, "a"), core(2, 90, "b")});
    const QPersistentModelIndex b = model.index(1);
    show({core(3, 110, "c"), core(1, 100, "a"), core(2, 90, "b")});
    QCOMPARE(b.row(), 2);
    show({core(3, 110, "c"), core(2, 90, "b")});
    QCOMPARE(b.row(), 1);
    QCOMPARE(b.data().toString(), QStringLiteral("b"));
    StoredCore gone = core(2, 90, "b");
    gone.state = StoredCore::State::Deleted;
    show({core(3, 110, "c"), gone});
    QVERIFY(b.isValid());
    QCOMPARE(b.data(CoreStoreModel::SizeRole).toString(), QStringLiteral("deleted"));
    // Another order: what is selected stays so, wherever it goes.
    show({gone, core(3, 110, "c"), core(9, 1, "z")});
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(b.row(), 0);
    show({core(9, 1, "z"), core(7, 5, "y"), gone, core(3, 110, "c")});
    QCOMPARE(b.row(), 2);
    QCOMPARE(b.data().toString(), QStringLiteral("b"));
    QCOMPARE(model.index(1).data().toString(), QStringLiteral("y"));
    show({gone, gone, core(3, 110, "c")});
    QCOMPARE(model.rowCount(), 3);
    show({gone, core(3, 110, "c")});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(1).data().toString(), QStringLiteral("c"));
    show({});
    QCOMPARE(model.rowCount(), 0);
}

/// A program of ours that was killed in the middle of a capture leaves a note for the next.
void TestCoreStoreModel::tellsInterruptedCaptures()
{
    const QTemporaryDir state;
    const QByteArray before = qgetenv("XDG_STATE_HOME");
    qputenv("XDG_STATE_HOME", state.path().toLocal8Bit());
    const pid_t child = ::fork();
    if (child == 0) {
        auto record = CaptureRecord::begin({.pid = 4711}, "orders", {});
        (void)record.release(); // NOLINT(bugprone-unused-return-value): as a kill -9 would
        ::_exit(0);
    }
    QCOMPARE(::waitpid(child, nullptr, 0), child);
    for (const int told : {1, 0}) {
        CoreStoreModel model;
        const QSignalSpy interrupted(&model, &CoreStoreModel::capturesInterrupted);
        const QSignalSpy updated(&model, &CoreStoreModel::updated);
        model.refresh();
        QTRY_VERIFY_WITH_TIMEOUT(updated.size() > 0, 20'000);
        QTRY_COMPARE(interrupted.size(), told);
        if (told > 0) {
            const QString sentence = interrupted.first().first().toStringList().value(0);
            QVERIFY2(sentence.contains(QLatin1String("process 4711 (orders)")), qPrintable(sentence));
        }
    }
    before.isEmpty() ? qunsetenv("XDG_STATE_HOME") : qputenv("XDG_STATE_HOME", before);
}

void TestCoreStoreModel::administratorRunsNoShell_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<int>("pid");
    QTest::addColumn<QStringList>("arguments");
    const auto words = [](const char *text) { return QString::fromLatin1(text).split(QLatin1Char(' ')); };
    QTest::newRow("limit") << QStringLiteral("core-limit") << 42 << words("doctor 42 --apply core-limit --start 7");
    QTest::newRow("of the machine") << QStringLiteral("core-pattern") << 0 << words("doctor --apply core-pattern");
    QTest::newRow("not one that root mends") << QStringLiteral("gotraceback") << 42 << QStringList();
    QTest::newRow("words of a stranger") << QStringLiteral("core-limit; rm -rf /") << 42 << QStringList();
    QTest::newRow("nothing") << QString() << 42 << QStringList();
}

/// What is run as root is our own program and a check's name, never a text that was read somewhere.
void TestCoreStoreModel::administratorRunsNoShell()
{
    QFETCH(QString, id);
    QFETCH(int, pid);
    QFETCH(QStringList, arguments);
    DoctorCheck check{.id = id.toStdString(), .title = {}, .value = {}, .explanation = {}, .fix = DoctorFix{}};
    check.fix->kind = DoctorFix::Kind::Privileged;
    check.fix->action = DoctorFix::Action::RaiseCoreLimit;
    check.fix->text = "prlimit; rm -rf /";
    QCOMPARE(administratorCommand({pid, pid > 0 ? 7U : 0U}, check).mid(1), arguments);
    check.fix->action = DoctorFix::Action::None;
    QVERIFY(administratorCommand({pid, 7}, check).isEmpty());
}

QTEST_MAIN(TestCoreStoreModel)
#include "tst_corestoremodel.moc"
