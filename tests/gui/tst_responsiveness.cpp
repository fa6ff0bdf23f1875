// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/corepage.h"
#include "gui/goroutinepanel.h"
#include "gui/mainwindow.h"
#include "gui/panelarea.h"
#include "model/session.h"
#include "tests/gui/corefixture.h"
#include "tests/gui/stallwatch.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>

using namespace Freezeframe;

/// The window never stops for longer than a person notices.
class TestResponsiveness : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void openingDoesNotStall();

private:
    /// Opens the core in a new window and walks it; the longest stalls of both, in ms.
    std::pair<double, double> openAndWalk();

    static constexpr double longestStall = StallWatch::bearable;
    CoreFixture m_fixture;
};

void TestResponsiveness::initTestCase()
{
    if (goToolchains().isEmpty())
        QSKIP("no Go toolchain on this machine");
    const QString problem = m_fixture.prepare(QStringLiteral("sample"));
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
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
    window.open(m_fixture.options());
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

QTEST_MAIN(TestResponsiveness)
#include "tst_responsiveness.moc"
