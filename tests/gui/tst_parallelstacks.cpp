// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "corefixture.h"
#include "gui/bottompanel.h"
#include "gui/corepage.h"
#include "gui/goroutinepanel.h"
#include "gui/listview.h"
#include "gui/parallelstackspage.h"
#include "gui/stackchart.h"
#include "gui/windowactions.h"
#include "model/goroutinemodel.h"
#include "model/session.h"
#include "model/stacktreemodel.h"

#include <QAction>
#include <QLineEdit>
#include <QMenu>
#include <QTest>

using namespace Freezeframe;

/// The page with the stacks of all goroutines: its rows and boxes, clicked and by keys.
class TestParallelStacks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void countsAllGoroutines();
    void followsTheFilter();
    void clickNarrowsTheList();
    void doubleClickGoesToTheFrame();
    void graphByMouse();
    void graphByKeys();
    void graphZooms();
    void savesPictures();
    void keyOpensAndCloses();
    void menus();

private:
    [[nodiscard]] const StackTree &tree() const { return *m_page->model()->tree(); }
    [[nodiscard]] const GoroutineArrangement &list() const { return m_panel->model()->arrangement(); }
    /// A call that has some, but not all goroutines.
    [[nodiscard]] uint32_t someNode() const;

    CoreFixture m_fixture;
    std::unique_ptr<MainWindow> m_window;
    GoroutinePanel *m_panel = nullptr;
    ParallelStacksPage *m_page = nullptr;
    Session *m_session = nullptr;
};

void TestParallelStacks::initTestCase()
{
    const QString problem = m_fixture.prepare(QStringLiteral("sample"));
    if (!problem.isEmpty())
        QSKIP(qPrintable(problem));
}

void TestParallelStacks::init()
{
    m_window = m_fixture.open();
    m_window->resize(1400, 900);
    m_window->show();
    m_panel = m_window->findChild<GoroutinePanel *>();
    m_session = m_window->session();
    m_page = m_window->corePage()->bottom()->parallelStacks();
    QTRY_VERIFY_WITH_TIMEOUT(
        m_session->goroutines().stacks && m_session->goroutines().stacks->complete && !m_session->isBusy(), 30'000);
    m_window->corePage()->bottom()->open(BottomPanel::Page::ParallelStacks);
    QTRY_VERIFY_WITH_TIMEOUT(!tree().isEmpty(), 10'000);
}

void TestParallelStacks::cleanup()
{
    m_window.reset();
}

uint32_t TestParallelStacks::someNode() const
{
    for (uint32_t node = 1; node < tree().nodes().size(); ++node) {
        if (tree().nodes()[node].count < tree().rows().size() / 2 && tree().nodes()[node].depth == 1)
            return node;
    }
    return 0;
}

void TestParallelStacks::countsAllGoroutines()
{
    QCOMPARE(tree().rows().size(), list().rows.size());
    QCOMPARE(tree().unread(), size_t(0));
    QVERIFY(m_page->model()->rowCount() > 0);
}

void TestParallelStacks::followsTheFilter()
{
    const size_t all = tree().rows().size();
    m_panel->setFilter(QStringLiteral("wait:mutex"));
    QTRY_VERIFY(tree().rows().size() < all);
    QCOMPARE(tree().rows().size(), list().rows.size());
    m_panel->setFilter(QStringLiteral("nobody-is-called-so"));
    QTRY_VERIFY(tree().isEmpty());
    m_panel->setFilter({});
    QTRY_COMPARE(tree().rows().size(), all);
    m_panel->setShowSystem(true);
    QTRY_VERIFY(tree().rows().size() > all);
}

void TestParallelStacks::clickNarrowsTheList()
{
    const uint32_t node = someNode();
    QVERIFY(node != 0);
    const size_t all = list().rows.size();
    const QModelIndex index = m_page->model()->indexOf(node);
    m_page->view()->scrollTo(index);
    QTest::mouseClick(m_page->view()->viewport(), Qt::LeftButton, {}, m_page->view()->visualRect(index).center());
    QTRY_COMPARE(list().rows.size(), size_t(tree().nodes()[node].count));
    QVERIFY(m_panel->isNarrowed());
    QCOMPARE(tree().rows().size(), all); // the picture stays whole
    m_panel->narrow({}, {});
    QTRY_COMPARE(list().rows.size(), all);
}

void TestParallelStacks::doubleClickGoesToTheFrame()
{
    const uint32_t node = someNode();
    const QModelIndex index = m_page->model()->indexOf(node);
    m_page->view()->scrollTo(index);
    const QPoint place = m_page->view()->visualRect(index).center();
    QTest::mouseClick(m_page->view()->viewport(), Qt::LeftButton, {}, place); // as each double click begins
    QTest::mouseDClick(m_page->view()->viewport(), Qt::LeftButton, {}, place);
    QTRY_VERIFY(m_session->frame() != nullptr && m_session->frame()->function == tree().name(tree().nodes()[node]));
    QCOMPARE(m_session->selection().owner->id, m_session->goroutines().table->id[tree().nodes()[node].example]);
}

void TestParallelStacks::graphByMouse()
{
    m_page->setGraph(true);
    QTRY_VERIFY(m_page->chart()->viewport()->width() > 100);
    const uint32_t node = someNode();
    const QRect box = m_page->chart()->rectOf(node);
    QVERIFY(!box.isEmpty());
    QCOMPARE(m_page->chart()->nodeAt(box.center()), node);
    QTest::mouseClick(m_page->chart()->viewport(), Qt::LeftButton, {}, box.center());
    QTRY_COMPARE(list().rows.size(), size_t(tree().nodes()[node].count));
    QTest::mouseDClick(m_page->chart()->viewport(), Qt::LeftButton, {}, box.center());
    QTRY_VERIFY(m_session->frame() != nullptr && m_session->frame()->function == tree().name(tree().nodes()[node]));
    QTest::mouseClick(m_page->chart()->viewport(), Qt::LeftButton, {}, m_page->chart()->rectOf(0).center());
    QTRY_VERIFY(!m_panel->isNarrowed());
}

void TestParallelStacks::graphByKeys()
{
    m_page->setGraph(true);
    StackChart *chart = m_page->chart();
    QTest::keyClick(chart, Qt::Key_Down);
    QCOMPARE(tree().nodes()[chart->current()].depth, 1U);
    QTRY_COMPARE(list().rows.size(), size_t(tree().nodes()[chart->current()].count));
    const uint32_t first = chart->current();
    QTest::keyClick(chart, Qt::Key_Right);
    QVERIFY(chart->current() != first);
    QTest::keyClick(chart, Qt::Key_Left);
    QCOMPARE(chart->current(), first);
    QTest::keyClick(chart, Qt::Key_Return);
    QTRY_VERIFY(m_session->frame() != nullptr && m_session->frame()->function == tree().name(tree().nodes()[first]));
    QTest::keyClick(chart, Qt::Key_Up);
    QCOMPARE(chart->current(), 0U);
    QTRY_VERIFY(!m_panel->isNarrowed());
}

void TestParallelStacks::graphZooms()
{
    m_page->setGraph(true);
    StackChart *chart = m_page->chart();
    const uint32_t node = someNode();
    chart->zoomTo(node);
    QVERIFY(std::abs(chart->rectOf(node).width() - chart->viewport()->width()) <= 2);
    QVERIFY(std::abs(chart->rectOf(node).left()) <= 1);
    chart->fit();
    QCOMPARE(chart->zoom(), 1.0);
    chart->setCurrent(node);
    QTest::keyClick(chart, Qt::Key_Plus);
    QVERIFY(chart->zoom() > 1);
    QTest::keyClick(chart, Qt::Key_0);
    QCOMPARE(chart->zoom(), 1.0);
}

void TestParallelStacks::savesPictures()
{
    m_page->setGraph(true);
    QTemporaryDir folder;
    for (const QString name : {QStringLiteral("a.png"), QStringLiteral("a.svg")}) {
        QVERIFY(m_page->chart()->save(folder.filePath(name)));
        QVERIFY(QFileInfo(folder.filePath(name)).size() > 500);
    }
    QVERIFY(!m_page->chart()->save(folder.filePath(QStringLiteral("none/a.png"))));
}

void TestParallelStacks::keyOpensAndCloses()
{
    BottomPanel *bottom = m_window->corePage()->bottom();
    m_window->actions()->parallelStacks->trigger();
    QVERIFY(!bottom->isOpen());
    m_window->actions()->parallelStacks->trigger();
    QVERIFY(bottom->isOpen());
    QVERIFY(m_page->isVisible());
}

void TestParallelStacks::menus()
{
    m_page->setGraph(true);
    QMenu menu;
    Q_EMIT m_page->chart()->menuWanted(&menu, someNode());
    QStringList texts;
    for (const QAction *action : menu.actions())
        texts.append(QString(action->text()).remove(QLatin1Char('&')));
    QVERIFY2(texts.contains(QLatin1String("Go to This Frame")), qPrintable(texts.join(QLatin1Char(','))));
    QVERIFY(texts.contains(QStringLiteral("Save Picture…")));
    menu.actions().first()->trigger();
    QTRY_VERIFY(m_session->frame() != nullptr);
}

QTEST_MAIN(TestParallelStacks)
#include "tst_parallelstacks.moc"
