// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/bottompanel.h"
#include "gui/corepage.h"
#include "gui/mainwindow.h"
#include "gui/memorypane.h"
#include "gui/memorysearchbar.h"
#include "gui/memoryview.h"
#include "model/session.h"
#include "tests/gui/stallwatch.h"
#include "tests/support/bigcore.h"

#include <QElapsedTimer>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

using namespace Freezeframe;

namespace
{

constexpr uint64_t begin = uint64_t(0xc0) << 32;
constexpr uint64_t size = uint64_t(1) << 30;
constexpr uint64_t wanted = begin + 0x1230;

/// A core with one region of 1 GiB, of which the first byte of each page is 1, and the last word points into it.
bool writeCore(const QString &path)
{
    constexpr size_t page = 4096;
    const auto fill = [](std::span<std::byte> piece) {
        for (size_t at = 0; at < piece.size(); at += page)
            piece[at] = std::byte(1);
    };
    return BigCore{.begin = {begin}, .size = size, .lastWord = wanted, .fill = fill, .stackPointer = begin}.write(path);
}

}

/// A region of 1 GiB is walked and searched, and the window never stops for longer than a person notices.
class TestMemoryStalls : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void wheel();
    void bar();
    void searchOfAll();
    void searchWithManyMatches();

private:
    /// The shortest of the longest stalls of three tries: what else the machine does lengthens one.
    double longestStall(const std::function<void()> &deed);

    QTemporaryDir m_folder;
    QString m_core;
    std::unique_ptr<MainWindow> m_window;
    MemoryPane *m_pane = nullptr;
    MemoryView *m_view = nullptr;
};

void TestMemoryStalls::initTestCase()
{
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder.path());
    m_core = m_folder.filePath(QStringLiteral("large.core"));
    QVERIFY(writeCore(m_core));
}

void TestMemoryStalls::init()
{
    m_window = std::make_unique<MainWindow>();
    m_window->resize(1440, 900);
    m_window->show();
    m_window->open({.core = m_core.toStdString(), .files = {}, .sourceMap = {}});
    m_pane = m_window->corePage()->bottom()->memory();
    m_view = m_pane->view();
    QTRY_VERIFY_WITH_TIMEOUT(m_window->session()->isOpen() && !m_window->session()->isBusy(), 30'000);
    m_window->corePage()->bottom()->showMemory({begin});
    QTRY_COMPARE(m_view->current(), std::optional(Address{begin}));
    QTest::qWait(200);
}

void TestMemoryStalls::cleanup()
{
    m_window.reset();
}

double TestMemoryStalls::longestStall(const std::function<void()> &deed)
{
    double best = 1e9;
    for (int i = 0; i < 3 && best >= StallWatch::bearable; ++i) {
        StallWatch watch;
        QTest::qWait(10);
        watch.reset();
        deed();
        best = std::min(best, watch.longest());
    }
    return best;
}

void TestMemoryStalls::wheel()
{
    const double stall = longestStall([this] {
        for (int turn = 0; turn < 300; ++turn) {
            QWheelEvent event(QPointF(50, 50), m_view->viewport()->mapToGlobal(QPointF(50, 50)), {},
                              QPoint(0, -120 * 5), Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
            QApplication::sendEvent(m_view->viewport(), &event);
            QTest::qWait(1);
        }
    });
    qInfo("longest stall of 300 turns of the wheel: %.1f ms", stall);
    QVERIFY2(stall < StallWatch::bearable, qPrintable(QString::number(stall)));
}

/// From one end to the other: what is at last in sight is read soon.
void TestMemoryStalls::bar()
{
    QScrollBar *bar = m_view->verticalScrollBar();
    const double stall = longestStall([bar] {
        for (int step = 0; step <= 500; ++step) {
            bar->setValue(int(double(bar->maximum()) * step / 500));
            QTest::qWait(1);
        }
    });
    QElapsedTimer timer;
    timer.start();
    QTRY_VERIFY(!m_window->session()->isBusy());
    qInfo("longest stall of 500 steps of the scroll bar: %.1f ms, the last read after %lld ms", stall, timer.elapsed());
    QVERIFY2(stall < StallWatch::bearable, qPrintable(QString::number(stall)));
    QCOMPARE(bar->value(), bar->maximum());
}

void TestMemoryStalls::searchOfAll()
{
    QElapsedTimer timer;
    qint64 elapsed = 0;
    const double stall = longestStall([&] {
        QSignalSpy ended(m_pane->search(), &MemorySearchRun::ended);
        timer.start();
        m_pane->searchPointers({wanted});
        QVERIFY(QTest::qWaitFor([&ended] { return !ended.isEmpty(); }, 60'000));
        elapsed = timer.elapsed();
    });
    qInfo("search of 1 GiB for a pointer from the window: %lld ms, longest stall %.1f ms", elapsed, stall);
    QCOMPARE(m_pane->search()->matches()->rowCount(), 1);
    QCOMPARE(m_pane->search()->matches()->address(0), (Address{begin + size - 8}));
    QVERIFY2(stall < StallWatch::bearable, qPrintable(QString::number(stall)));
}

/// Scrolling while it goes on, too.
void TestMemoryStalls::searchWithManyMatches()
{
    const double stall = longestStall([this] {
        QSignalSpy ended(m_pane->search(), &MemorySearchRun::ended);
        m_pane->searchBar()->search(MemorySearchRun::Kind::Bytes, QStringLiteral("01 00 00"));
        for (int step = 0; ended.isEmpty() && step < 5000; ++step) {
            m_view->scrollTo(step * 1000);
            QTest::qWait(5);
        }
        QVERIFY(!ended.isEmpty());
    });
    qInfo("longest stall while 10,000 matches come: %.1f ms", stall);
    QCOMPARE(m_pane->search()->matches()->rowCount(), int(MemorySearchRun::mostMatches));
    QVERIFY2(stall < StallWatch::bearable, qPrintable(QString::number(stall)));
}

QTEST_MAIN(TestMemoryStalls)
#include "tst_memorystalls.moc"
