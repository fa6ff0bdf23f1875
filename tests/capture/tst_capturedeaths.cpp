// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/capture/captureruns.h"

#include <QElapsedTimer>
#include <QFile>
#include <QRandomGenerator>
#include <QTest>
#include <QThread>

#include <csignal>
#include <thread>
#include <unistd.h>

using namespace Freezeframe;

/// The process or we die, or are asked to stop, at any moment: it runs on, and no litter is left.
class TestCaptureDeaths : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_folder = std::make_unique<CoreFolder>(); }
    void killedMeanwhile();
    void cancelled();
    void interrupted();
    void ourDeathLeavesNothing();

private:
    std::unique_ptr<CoreFolder> m_folder;
};

void TestCaptureDeaths::killedMeanwhile()
{
    for (int i = 0; i < 8; ++i) {
        const auto victim = victimIn("heap", {QStringLiteral("200")});
        QVERIFY(victim);
        std::jthread killer([pid = victim->pid(), i] {
            ::usleep(useconds_t(20'000 * (i + 1)));
            ::kill(pid, SIGKILL);
        });
        CaptureOptions options = optionsFor(*victim, m_folder->file(QString::number(i)));
        options.mode = i % 2 == 0 ? CaptureMode::FastPause : CaptureMode::LowMemory;
        QElapsedTimer timer;
        timer.start();
        const auto report = captureToFile(options);
        QVERIFY(timer.elapsed() < 20'000);
        if (report)
            continue; // it was done before
        QCOMPARE(report.error().failure, CaptureFailure::Gone);
        QVERIFY(!QFile::exists(m_folder->file(QString::number(i))));
    }
}

void TestCaptureDeaths::cancelled()
{
    const auto victim = victimIn("heap", {QStringLiteral("400")});
    QVERIFY(victim);
    for (int i = 0; i < 8; ++i) {
        std::stop_source source;
        std::jthread canceller([&source, i] {
            ::usleep(useconds_t(15'000 * i));
            source.request_stop();
        });
        CaptureOptions options = optionsFor(*victim, m_folder->file(QString::number(i)));
        options.mode = i % 2 == 0 ? CaptureMode::FastPause : CaptureMode::LowMemory;
        const auto report = captureToFile(options, {}, source.get_token());
        if (report)
            continue;
        QCOMPARE(report.error().failure, CaptureFailure::Cancelled);
        QVERIFY(!QFile::exists(m_folder->file(QString::number(i))));
        QVERIFY(!victim->isHeldUp());
    }
}

void TestCaptureDeaths::interrupted()
{
    const auto victim = victimIn("heap", {QStringLiteral("600")});
    QVERIFY(victim);
    QProcess process;
    process.start(QStringLiteral(FREEZEFRAME_CLI),
                  {QStringLiteral("capture"), QString::number(victim->pid()), QStringLiteral("-o"), m_folder->core(),
                   QStringLiteral("--compress")});
    QVERIFY(process.waitForStarted());
    QThread::msleep(150);
    ::kill(pid_t(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QVERIFY2(process.exitCode() == 130 || QFile::exists(m_folder->core()), process.readAllStandardError().constData());
    QVERIFY(process.exitCode() != 130 || m_folder->isEmpty());
    QVERIFY(!victim->isHeldUp());
}

void TestCaptureDeaths::ourDeathLeavesNothing()
{
    const int deaths = qEnvironmentVariableIsSet("FREEZEFRAME_LONG_TESTS") ? 200 : 40;
    const auto victim = victimIn("heap", {QStringLiteral("150")});
    QVERIFY(victim);
    QVERIFY(m_folder->capture(*victim).status == 0);
    QVERIFY(QFile::remove(m_folder->core()));
    int finished = 0;
    for (int i = 0; i < deaths; ++i) {
        QProcess process;
        process.start(QStringLiteral(FREEZEFRAME_CLI),
                      {QStringLiteral("capture"), QString::number(victim->pid()), QStringLiteral("-o"),
                       m_folder->core(), QStringLiteral("--mode"),
                       i % 2 == 0 ? QStringLiteral("fast") : QStringLiteral("low-memory")});
        QVERIFY(process.waitForStarted());
        QThread::usleep(QRandomGenerator::global()->bounded(5'000, 400'000));
        process.kill();
        process.waitForFinished();
        QVERIFY2(!victim->isHeldUp(), qPrintable(QString::number(i)));
        if (QFile::exists(m_folder->core())) { // it was whole, or it would have no name
            ++finished;
            const auto file = MappedFile::open(m_folder->core().toStdString());
            const auto opened = file ? CoreFile::open(*file) : std::unexpected(file.error());
            QVERIFY(opened && (*opened)->isComplete());
            QFile::remove(m_folder->core());
        }
        QVERIFY(m_folder->isEmpty());
    }
    qInfo("%d of %d captures were done before the kill", finished, deaths);
}

QTEST_GUILESS_MAIN(TestCaptureDeaths)
#include "tst_capturedeaths.moc"
