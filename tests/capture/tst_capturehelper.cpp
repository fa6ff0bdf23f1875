// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/privilegedcapture.h"
#include "tests/capture/captureruns.h"

#include <QFile>
#include <QTest>

using namespace Freezeframe;

/// The helper with more rights: its protocol, its refusals. pkexec itself is not needed.
class TestCaptureHelper : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_folder = std::make_unique<CoreFolder>(); }
    void helperProtocol_data();
    void helperProtocol();
    void helperIsRefused_data();
    void helperIsRefused();
    void helperWritesNoPaths();

private:
    std::unique_ptr<CoreFolder> m_folder;
};

void TestCaptureHelper::helperProtocol_data()
{
    QTest::addColumn<CaptureMode>("mode");
    QTest::addColumn<bool>("compress");
    QTest::newRow("fast") << CaptureMode::FastPause << false;
    QTest::newRow("low memory") << CaptureMode::LowMemory << false;
    QTest::newRow("compressed") << CaptureMode::FastPause << true;
}

void TestCaptureHelper::helperProtocol()
{
    QFETCH(CaptureMode, mode);
    QFETCH(bool, compress);
    const auto victim = victimIn("threads");
    QVERIFY(victim);
    const PrivilegedProgram helper{.command = {FREEZEFRAME_CLI}}; // without pkexec: only the asking differs
    CaptureOptions options = optionsFor(*victim, m_folder->core());
    options.mode = mode;
    options.compress = compress;
    int told = 0;
    const auto report = captureToFilePrivileged(options, helper, [&told](const CaptureProgress &) { ++told; });
    QVERIFY2(report, report ? "" : report.error().error.message.c_str());
    QVERIFY(told > 0);
    QCOMPARE(report->path, options.output);
    QCOMPARE(report->mode, mode);
    QCOMPARE(report->threads, 6);
    QVERIFY(QFile::exists(m_folder->core()));
    const auto snapshot = captureToMemoryPrivileged(options, helper);
    QVERIFY(snapshot);
    const auto opened = CoreFile::open(snapshot->image);
    QVERIFY(opened && (*opened)->threads().size() == 6);
    // The same errors, and cancelling.
    QCOMPARE(captureToFilePrivileged(options, helper).error().failure, CaptureFailure::Usage);
    std::stop_source stop;
    stop.request_stop();
    QCOMPARE(captureToMemoryPrivileged(options, helper, {}, stop.get_token()).error().failure,
             CaptureFailure::Cancelled);
    QVERIFY(!victim->isHeldUp());
}

void TestCaptureHelper::helperIsRefused_data()
{
    QTest::addColumn<QStringList>("command");
    QTest::addColumn<CaptureFailure>("failure");
    QTest::addColumn<QByteArray>("sentence");
    const auto script = [](const char *text) {
        return QStringList{QStringLiteral("/bin/sh"), QStringLiteral("-c"), QLatin1String(text)};
    };
    QTest::newRow("declined") << script("exit 126") << CaptureFailure::Denied << QByteArray("was declined");
    QTest::newRow("not granted") << script("exit 127") << CaptureFailure::Denied << QByteArray("was not granted");
    QTest::newRow("no pkexec") << QStringList{QStringLiteral("/nonexistent/pkexec")} << CaptureFailure::Denied
                               << QByteArray("can't be started");
    QTest::newRow("dies") << script("kill -9 $$") << CaptureFailure::Failed << QByteArray("ended by signal 9");
    QTest::newRow("says nothing") << script("exit 0") << CaptureFailure::Failed << QByteArray("without an answer");
    QTest::newRow("talks nonsense") << script("dd bs=65536 count=1 >/dev/null 2>&1; echo hello >&0")
                                    << CaptureFailure::Failed << QByteArray("none of a capture");
}

void TestCaptureHelper::helperIsRefused()
{
    QFETCH(QStringList, command);
    QFETCH(CaptureFailure, failure);
    QFETCH(QByteArray, sentence);
    const auto victim = victimIn("threads");
    QVERIFY(victim);
    PrivilegedProgram helper;
    for (const QString &word : command)
        helper.command.push_back(word.toStdString());
    const auto report = captureToFilePrivileged(optionsFor(*victim, m_folder->core()), helper);
    QVERIFY(!report);
    QVERIFY2(report.error().error.message.contains(sentence.toStdString()), report.error().error.message.c_str());
    QCOMPARE(report.error().failure, failure);
    QVERIFY(m_folder->isEmpty());
}

void TestCaptureHelper::helperWritesNoPaths()
{
    const auto victim = victimIn("threads");
    QVERIFY(victim);
    qputenv("PKEXEC_UID", "1000");
    const ProgramRun result = m_folder->capture(*victim);
    qunsetenv("PKEXEC_UID");
    VERIFY_SAYS(result, 2, "--descriptor-socket and nothing else");
    QVERIFY(m_folder->isEmpty());
}

QTEST_GUILESS_MAIN(TestCaptureHelper)
#include "tst_capturehelper.moc"
