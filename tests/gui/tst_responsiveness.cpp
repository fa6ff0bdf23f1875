// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/corepage.h"
#include "gui/goroutinepanel.h"
#include "gui/livedesk.h"
#include "gui/mainwindow.h"
#include "gui/panelarea.h"
#include "gui/processpicker.h"
#include "model/processfilter.h"
#include "model/session.h"
#include "tests/support/victim.h"

#include <QElapsedTimer>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <ctime>

using namespace Freezeframe;

namespace
{

/// The longest stretch of work of the GUI thread between two turns of the event loop, in ms of its processor time: a
/// machine busy with other programs does not count as a stall.
class StallWatch : public QObject
{
public:
    StallWatch()
    {
        m_timer.setInterval(0);
        connect(&m_timer, &QTimer::timeout, this, [this] {
            const double now = threadMilliseconds();
            m_longest = std::max(m_longest, now - m_last);
            m_last = now;
        });
        m_last = threadMilliseconds();
        m_timer.start();
    }
    void reset()
    {
        m_longest = 0;
        m_last = threadMilliseconds();
    }
    [[nodiscard]] double longest() const { return m_longest; }

private:
    static double threadMilliseconds()
    {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
    }
    QTimer m_timer;
    double m_last = 0;
    double m_longest = 0;
};

}

/// The window never stops for longer than a person notices.
class TestResponsiveness : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void openingDoesNotStall();
    void refreshingDoesNotStall();

private:
    /// Opens the core in a new window and walks it; the longest stalls of both, in ms.
    std::pair<double, double> openAndWalk();

    static constexpr double longestStall = 50; // ms
    QTemporaryDir m_settings;
    Victim m_victim;
};

void TestResponsiveness::initTestCase()
{
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
    const QList<GoToolchain> toolchains = goToolchains();
    if (toolchains.isEmpty())
        QSKIP("no Go toolchain on this machine");
    const auto victim
        = provideVictim({.fixture = QStringLiteral("sample"), .go = toolchains.last(), .build = GoBuild::NoOpt});
    if (!victim)
        QFAIL(qPrintable(victim.error()));
    m_victim = *victim;
}

std::pair<double, double> TestResponsiveness::openAndWalk()
{
    MainWindow window;
    window.resize(1440, 900);
    window.show();
    QTest::qWait(100);
    StallWatch watch;
    QElapsedTimer header;
    double headerMilliseconds = 0;
    connect(window.session(), &Session::crashChanged, this,
            [&] { headerMilliseconds = double(header.nsecsElapsed()) / 1e6; });
    header.start();
    OpenOptions options;
    options.core = m_victim.core.toStdString();
    options.files.executable = m_victim.executable.toStdString();
    window.open(options);
    const auto isSettled = [&] { return window.session()->isOpen() && !window.session()->isBusy(); };
    if (!QTest::qWaitFor(isSettled, 60'000))
        return {1e9, 1e9};
    QTest::qWait(300);
    qInfo("crash header after %.0f ms, longest stall while opening %.1f ms", headerMilliseconds, watch.longest());
    const double opening = watch.longest();

    // Clicking through all goroutines.
    watch.reset();
    int clicked = 0;
    for (const uint64_t id : window.session()->goroutines().table->id) {
        window.session()->selectGoroutine(id);
        if (++clicked % 10 == 0)
            QTest::qWait(20);
    }
    if (!QTest::qWaitFor(isSettled, 60'000))
        return {opening, 1e9};
    QTest::qWait(200);
    qInfo("longest stall while walking %d goroutines %.1f ms", clicked, watch.longest());
    return {opening, watch.longest()};
}

/// The best of three: what else the machine does lengthens a stall, nothing shortens it.
void TestResponsiveness::openingDoesNotStall()
{
    double opening = 1e9;
    double walking = 1e9;
    for (int i = 0; i < 3 && (opening >= longestStall || walking >= longestStall); ++i) {
        const auto [first, second] = openAndWalk();
        opening = std::min(opening, first);
        walking = std::min(walking, second);
    }
    QVERIFY2(opening < longestStall, qPrintable(QStringLiteral("opening: %1 ms").arg(opening)));
    QVERIFY2(walking < longestStall, qPrintable(QStringLiteral("walking: %1 ms").arg(walking)));
}

/// The list of processes is read again and again while it is on show: a thousand rows, and the machine's own.
void TestResponsiveness::refreshingDoesNotStall()
{
    MainWindow window;
    window.resize(1440, 900);
    window.show();
    ProcessPicker *picker = window.liveDesk()->showPicker();
    ProcessModel *model = picker->filter()->model();
    QTRY_VERIFY(model->isFilled());
    QTest::qWait(300);
    double longest = 1e9;
    for (int attempt = 0; attempt < 3 && longest >= longestStall; ++attempt) {
        StallWatch watch;
        std::vector<ProcessRow> rows;
        for (int pid = 1; pid <= 1000; ++pid) {
            ProcessRow row;
            row.id = {1'000'000 + pid, 1};
            row.name = "process";
            row.commandLine = "/usr/bin/process --number " + std::to_string(pid);
            row.goVersion = pid % 10 == 0 ? "go1.25.1" : "";
            rows.push_back(row);
        }
        for (int round = 0; round < 10; ++round) {
            for (ProcessRow &row : rows) {
                row.cpu += 0.01;
                row.residentBytes = (row.residentBytes * 31 + uint64_t(row.id.pid)) % (1U << 30);
            }
            model->update(rows);
            QTest::qWait(50);
        }
        // And the real ones, which replace them.
        window.liveDesk()->showPicker();
        QTest::qWait(3500);
        longest = watch.longest();
    }
    qInfo("longest stall while the list of processes is refreshed: %.1f ms", longest);
    QVERIFY2(longest < longestStall, qPrintable(QStringLiteral("refreshing: %1 ms").arg(longest)));
}

QTEST_MAIN(TestResponsiveness)
#include "tst_responsiveness.moc"
