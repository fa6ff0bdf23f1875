// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/capture/captureruns.h"

#include <QTest>

#include <csignal>
#include <cstring>
#include <thread>
#include <unistd.h>

using namespace Freezeframe;

/// Processes with much of something, or with memory of a rare kind: each is captured, and what is missing is said.
class TestCaptureOdd : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_folder = std::make_unique<CoreFolder>(); }
    void guardPages();
    void secretMemory();
    void hugePages();
    void deletedFile();
    void manyMappings();
    void manyThreads();
    void ownNamespaces();
    void killedInTheMiddle();
    void shortPauseBoundsFreezing();

private:
    /// Captured by us: the core, or null after a failure of the test.
    [[nodiscard]] std::shared_ptr<const CoreFile> captured(const RunningVictim &victim)
    {
        auto report = captureToFile(optionsFor(victim, m_folder->core()));
        if (!report) {
            qWarning("%s", report.error().error.message.c_str());
            return nullptr;
        }
        m_report = std::move(*report);
        return openedCore(m_folder->core());
    }
    std::unique_ptr<CoreFolder> m_folder;
    CaptureReport m_report;
};

namespace
{

constexpr uint64_t pageSize = 4096;

uint64_t wordAt(const QByteArray &bytes, uint64_t offset)
{
    uint64_t word = 0;
    if (offset + sizeof word <= uint64_t(bytes.size()))
        std::memcpy(&word, bytes.constData() + offset, sizeof word);
    return word;
}

}

void TestCaptureOdd::guardPages()
{
    constexpr int count = 40'000; // 20,000 holes in one mapping
    const auto victim = victimIn("guards", {QString::number(count)});
    QVERIFY(victim);
    if (victim->lines().contains("unsupported"))
        QSKIP("this kernel has no guard pages without a mapping (Linux 6.13)");
    const auto core = captured(*victim);
    QVERIFY(core && core->isComplete());
    QVERIFY(!victim->isHeldUp());
    const auto all = victim->place("guarded");
    int readable = 0;
    for (int i = 0; i < count; ++i) {
        const auto page = coreBytes(*core, all.address + uint64_t(i) * pageSize, pageSize);
        if (i % 2 == 0) {
            QVERIFY2(!page, qPrintable(QStringLiteral("guard page %1 reads as something").arg(i)));
        } else if (page) {
            ++readable;
            QCOMPARE(wordAt(*page, 0), uint64_t(0x100) + uint64_t(i) * pageSize / 8);
        }
    }
    QCOMPARE(readable, count / 2);
    QVERIFY(!m_report.warnings.empty());
    QVERIFY2(m_report.warnings.front().contains("20000 places"), m_report.warnings.front().c_str());
}

void TestCaptureOdd::secretMemory()
{
    const auto victim = victimIn("secret");
    QVERIFY(victim);
    if (victim->lines().contains("unsupported"))
        QSKIP("this kernel has no memfd_secret()");
    const auto core = captured(*victim);
    QVERIFY(core && core->isComplete());
    const auto secret = victim->place("secret");
    QVERIFY(!coreBytes(*core, secret.address, pageSize)); // nobody may read it, and it is no zeros
    QVERIFY(!victim->isHeldUp());
}

void TestCaptureOdd::hugePages()
{
    const auto victim = victimIn("hugetlb");
    QVERIFY(victim);
    if (victim->lines().contains("unsupported"))
        QSKIP("no huge pages are set aside (vm.nr_hugepages)");
    const auto core = captured(*victim);
    QVERIFY(core && core->isComplete());
    const auto huge = victim->place("huge");
    const auto bytes = coreBytes(*core, huge.address, huge.size);
    QVERIFY(bytes);
    QCOMPARE(wordAt(*bytes, huge.size - 8), uint64_t(0x6000) + huge.size / 8 - 1);
}

void TestCaptureOdd::deletedFile()
{
    const auto victim = victimIn("deleted");
    QVERIFY(victim);
    const auto core = captured(*victim);
    QVERIFY(core && core->isComplete());
    const auto file = victim->place("deleted");
    const auto bytes = coreBytes(*core, file.address, file.size);
    QVERIFY(bytes);
    QCOMPARE(wordAt(*bytes, file.size - 8), uint64_t(0x9000) + file.size / 8 - 1);
}

void TestCaptureOdd::manyMappings()
{
    const auto victim = victimIn("mappings", {QStringLiteral("10000")});
    QVERIFY(victim);
    const auto core = captured(*victim);
    QVERIFY(core && core->isComplete());
    QVERIFY(m_report.mappings > 10'000);
    const auto painted = victim->place("painted");
    const auto bytes = coreBytes(*core, painted.address, painted.size);
    QVERIFY(bytes);
    QCOMPARE(wordAt(*bytes, 8), uint64_t(0x8001));
}

void TestCaptureOdd::manyThreads()
{
    const auto victim = victimIn("manythreads", {QStringLiteral("5000")});
    QVERIFY(victim);
    if (victim->lines().contains("unsupported"))
        QSKIP("so many threads are not allowed here");
    const auto core = captured(*victim);
    QVERIFY(core && core->isComplete());
    QCOMPARE(core->threads().size(), size_t(5001));
    qInfo("5001 threads stood still for %.0f ms", m_report.pauseSeconds * 1e3);
    QVERIFY(!victim->isHeldUp());
}

void TestCaptureOdd::ownNamespaces()
{
    const auto shell = RunningVictim::startProgram(QStringLiteral("/usr/bin/unshare"),
                                                   {QStringLiteral("-Urpfm"), QStringLiteral("--mount-proc"),
                                                    RunningVictim::program(), QStringLiteral("threads")});
    if (!shell)
        QSKIP("no namespaces can be made here");
    QFile children(QStringLiteral("/proc/%1/task/%1/children").arg((*shell)->pid()));
    QVERIFY(children.open(QIODevice::ReadOnly));
    const int inner = children.readAll().trimmed().toInt();
    QVERIFY(inner > 0);
    CaptureOptions options = optionsFor(**shell, m_folder->core());
    options.process.pid = inner;
    const auto report = captureToFile(options);
    QVERIFY2(report, report ? "" : report.error().error.message.c_str());
    QCOMPARE(report->threads, 6);
    const auto core = openedCore(m_folder->core());
    QVERIFY(core && core->isComplete() && core->provenance());
    QCOMPARE(core->provenance()->namespacePid, 1);
    ::kill(inner, SIGKILL);
}

void TestCaptureOdd::killedInTheMiddle()
{
    for (const CaptureMode mode : {CaptureMode::FastPause, CaptureMode::LowMemory}) {
        const auto victim = victimIn("heap", {QStringLiteral("400")});
        QVERIFY(victim);
        CaptureOptions options = optionsFor(*victim, m_folder->core());
        options.mode = mode;
        std::jthread killer([pid = victim->pid()] {
            ::usleep(40'000);
            ::kill(pid, SIGKILL);
        });
        const auto report = captureToFile(options);
        killer.join();
        if (report) { // it was faster
            QVERIFY(openedCore(m_folder->core()));
            QVERIFY(QFile::remove(m_folder->core()));
            continue;
        }
        QCOMPARE(report.error().failure, CaptureFailure::Gone);
        QVERIFY(m_folder->isEmpty());
    }
}

/// What may pause for so long only is not held up for longer by a thread that can't be stopped.
void TestCaptureOdd::shortPauseBoundsFreezing()
{
    const auto victim = victimIn("vfork");
    QVERIFY(victim);
    CaptureOptions options = optionsFor(*victim, m_folder->core());
    options.maxPause = std::chrono::milliseconds(300);
    const auto report = captureToFile(options);
    QVERIFY(!report && report.error().failure == CaptureFailure::TimedOut);
    QVERIFY2(report.error().pauseSeconds > 0 && report.error().pauseSeconds < 1.5,
             qPrintable(QString::number(report.error().pauseSeconds)));
    QVERIFY(!victim->isHeldUp());
}

QTEST_GUILESS_MAIN(TestCaptureOdd)
#include "tst_captureodd.moc"
