// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/bottompanel.h"
#include "gui/corepage.h"
#include "gui/goroutinedetailsview.h"
#include "gui/goroutinepanel.h"
#include "gui/listview.h"
#include "gui/livedesk.h"
#include "gui/mainwindow.h"
#include "gui/panelarea.h"
#include "gui/programwindow.h"
#include "gui/runlabel.h"
#include "gui/sourcepanel.h"
#include "gui/stackpanel.h"
#include "gui/variablepanel.h"
#include "gui/windowactions.h"
#include "model/goroutinemodel.h"
#include "model/programrun.h"
#include "model/session.h"
#include "model/variablemodel.h"
#include "tests/gui/livefixture.h"
#include "tests/gui/windowchecks.h"
#include "tests/support/victiminspection.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QTest>
#include <QToolButton>
#include <QWindow>

#include <functional>

using namespace Freezeframe;

/// How the window divides its room, what a right click does, and how windows close.
class TestLayout : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void sharesHold_data();
    void sharesHold();
    void bottomLeavesNoVoid();
    void dragStays();
    void columnsFitAfterADrag();
    void rowsComeAndGo_data();
    void rowsComeAndGo();
    void lineVanishesUnderThePointer_data();
    void lineVanishesUnderThePointer();
    void detailsAreThere();
    void fitsASmallScreen_data();
    void fitsASmallScreen();
    void rightClickChooses_data();
    void rightClickChooses();
    void newestAnswerIsInSight();
    void windowsClose_data();
    void windowsClose();
    void runningProgramAsks_data();
    void runningProgramAsks();

private:
    [[nodiscard]] std::unique_ptr<MainWindow> open(const QSize &size) const;
    [[nodiscard]] static std::unique_ptr<MainWindow> open(const QSize &size, const Victim &victim);
    static void openMenuAt(ListView *view, const QModelIndex &index);
    LiveFixture m_fixture;
    Victim m_victim;
};

void TestLayout::initTestCase()
{
    const QList<GoToolchain> toolchains = goToolchains();
    if (toolchains.isEmpty())
        QSKIP("no Go toolchain on this machine");
    const QString problem = m_fixture.prepare();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    const auto victim
        = provideVictim({.fixture = QStringLiteral("sample"), .go = toolchains.last(), .build = GoBuild::NoOpt});
    if (!victim)
        QFAIL(qPrintable(victim.error()));
    m_victim = *victim;
}

void TestLayout::init()
{
    m_fixture.resetSettings();
}

std::unique_ptr<MainWindow> TestLayout::open(const QSize &size) const
{
    return open(size, m_victim);
}

std::unique_ptr<MainWindow> TestLayout::open(const QSize &size, const Victim &victim)
{
    auto window = std::make_unique<MainWindow>();
    window->resize(size);
    window->show();
    OpenOptions options = openOptions(victim);
    window->open(options);
    const auto isThere = [&] { return LiveFixture::isSettled(*window); };
    if (!QTest::qWaitFor(isThere, 60'000))
        return nullptr;
    QTest::qWait(50);
    return window;
}

void TestLayout::sharesHold_data()
{
    QTest::addColumn<QList<QSize>>("sizes");
    QTest::addColumn<bool>("reset");
    const auto row
        = [](const char *name, const QList<QSize> &sizes, bool reset) { QTest::newRow(name) << sizes << reset; };
    row("1440", {{1440, 900}}, false);
    row("1440, reset", {{1440, 900}}, true);
    row("1920", {{1440, 900}, {1920, 1080}}, false);
    row("grows from narrow", {{1000, 900}, {1590, 900}}, false);
    row("grows from narrow, reset", {{1000, 900}, {1590, 900}}, true);
    row("shrinks", {{1920, 1080}, {1300, 800}}, false);
    row("narrow", {{1000, 900}}, false);
    row("narrow, reset", {{1440, 900}, {1000, 900}}, true);
    row("to and fro", {{1440, 900}, {1000, 900}, {2200, 1200}, {1000, 900}, {1440, 900}}, true);
}

void TestLayout::sharesHold()
{
    QFETCH(QList<QSize>, sizes);
    QFETCH(bool, reset);
    const auto window = open(sizes.first());
    QVERIFY(window);
    for (const QSize &size : std::as_const(sizes)) {
        window->resize(size);
        QTest::qWait(20);
        if (reset)
            window->actions()->resetLayout->trigger();
        QTest::qWait(20);
        const QStringList problems = WindowChecks(*window).problems({});
        QVERIFY2(problems.isEmpty(), qPrintable(problems.join(QLatin1String("; "))));
    }
    // What is not the person's is not kept as theirs.
    QVERIFY(window->corePage()->panels()->layoutState().isEmpty());
}

void TestLayout::bottomLeavesNoVoid()
{
    const auto window = open({1440, 900});
    QVERIFY(window);
    BottomPanel *bottom = window->corePage()->bottom();
    const int before = window->corePage()->panels()->height();
    for (QToolButton *button : bottom->findChildren<QToolButton *>()) {
        if (!button->isCheckable() || !button->isVisible()) // those of the pages are none of the strip's
            continue;
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(bottom->isOpen());
        QTest::qWait(20);
        QVERIFY(window->corePage()->panels()->height() < before);
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(!bottom->isOpen());
        QTest::qWait(20);
        QCOMPARE(window->corePage()->panels()->height(), before);
        QCOMPARE(bottom->height(), bottom->stripHeight());
    }
}

/// The parts that a person made hold at other sizes, and in the next window.
void TestLayout::dragStays()
{
    const auto window = open({1440, 900});
    QVERIFY(window);
    PanelArea *area = window->corePage()->panels();
    const QRect goroutines = area->goroutines()->geometry();
    QWindow *handle = window->windowHandle();
    const QPoint from = area->mapTo(window.get(), QPoint(goroutines.right() + 2, goroutines.center().y()));
    QTest::mouseMove(handle, from);
    QTest::mousePress(handle, Qt::LeftButton, {}, from);
    QTest::mouseMove(handle, from + QPoint(80, 0));
    QTest::mouseMove(handle, from + QPoint(144, 0));
    QTest::mouseRelease(handle, Qt::LeftButton, {}, from + QPoint(144, 0));
    QTest::qWait(20);
    const double part = double(area->goroutines()->width()) / area->width();
    QVERIFY2(part > 0.42, qPrintable(QString::number(part)));
    window->resize(1800, 900);
    QTest::qWait(20);
    QVERIFY(qAbs(double(area->goroutines()->width()) / area->width() - part) < 0.02);
    MainWindow next;
    next.resize(1440, 900);
    next.corePage()->panels()->restoreLayout(area->layoutState());
    next.show();
    OpenOptions options = openOptions(m_victim);
    next.open(options);
    QTRY_VERIFY_WITH_TIMEOUT(LiveFixture::isSettled(next), 60'000);
    QTRY_VERIFY(qAbs(double(next.corePage()->panels()->goroutines()->width()) / 1440 - part) < 0.03);
    next.actions()->resetLayout->trigger();
    QTRY_VERIFY(qAbs(double(next.corePage()->panels()->goroutines()->width()) / 1440 - 0.36) < 0.02);
}

/// A line between panels that is dragged makes no column's width a person's own, though the mouse came over a header before.
void TestLayout::columnsFitAfterADrag()
{
    const auto window = open({1590, 900});
    QVERIFY(window);
    PanelArea *area = window->corePage()->panels();
    const ListView *list = area->variables()->view();
    QWindow *handle = window->windowHandle();
    const QPoint middle = list->header()->rect().center();
    list->header()->setAttribute(Qt::WA_UnderMouse); // stays so where no leaving was told
    const QRect stack = area->stack()->geometry();
    const QPoint from = area->mapTo(window.get(), QPoint(stack.right() + 2, stack.center().y()));
    QTest::mousePress(handle, Qt::LeftButton, {}, from);
    QTest::mouseMove(handle, from + QPoint(20, 0));
    QTest::qWait(20);
    QTest::mouseRelease(handle, Qt::LeftButton, {}, from + QPoint(20, 0));
    window->resize(1280, 720);
    QTest::qWait(20);
    QVERIFY2(list->header()->length() <= list->viewport()->width() + 1,
             qPrintable(QStringLiteral("%1 in %2").arg(list->header()->length()).arg(list->viewport()->width())));
    // What is done on the header is.
    const int edge = list->header()->sectionPosition(1) - 1;
    const QPoint line = list->header()->mapTo(window.get(), QPoint(edge, middle.y()));
    QTest::mousePress(handle, Qt::LeftButton, {}, line);
    QTest::mouseMove(handle, line + QPoint(30, 0));
    QTest::mouseRelease(handle, Qt::LeftButton, {}, line + QPoint(30, 0));
    const int chosen = list->header()->sectionSize(0);
    window->resize(1000, 720);
    QTest::qWait(20);
    window->resize(1590, 900);
    QTest::qWait(20);
    QCOMPARE(list->header()->sectionSize(0), chosen);
}

void TestLayout::rowsComeAndGo_data()
{
    QTest::addColumn<int>("height");
    for (int height = 560; height <= 800; height += 30)
        QTest::addRow("%d high", height) << height;
}

/// A row that comes in a panel and goes again leaves the parts as they were.
void TestLayout::rowsComeAndGo()
{
    QFETCH(const int, height);
    const auto window = open({1440, height});
    QVERIFY(window);
    PanelArea *area = window->corePage()->panels();
    QAbstractButton *filter = nullptr;
    QAbstractButton *evaluate = nullptr;
    for (QToolButton *button : area->variables()->findChildren<QToolButton *>()) {
        if (button->isCheckable() && button->accessibleName().contains(QLatin1String("Filter")))
            filter = button;
        else if (button->isCheckable() && button->accessibleName().contains(QLatin1String("Evaluate")))
            evaluate = button;
    }
    QVERIFY(filter && evaluate);
    window->corePage()->bottom()->open(BottomPanel::Page::Registers);
    QTest::qWait(20);
    for (QAbstractButton *button : {filter, evaluate, evaluate, filter}) {
        QTest::mouseClick(button, Qt::LeftButton);
        QTest::qWait(20);
        const QStringList problems = WindowChecks(*window).problems({});
        QVERIFY2(problems.isEmpty(), qPrintable(problems.join(QLatin1String("; "))));
    }
}

void TestLayout::lineVanishesUnderThePointer_data()
{
    QTest::addColumn<bool>("isHeld");
    QTest::addColumn<QString>("by");
    for (const bool isHeld : {false, true}) {
        for (const char *by : {"narrow", "narrow and reset", "reset", "restore", "closed", "floating"})
            QTest::addRow("%s, %s", isHeld ? "held down" : "over it", by) << isHeld << QString::fromLatin1(by);
    }
}

/// The layout goes while the pointer is on a line of it, or drags it: Qt goes on to look for that line.
void TestLayout::lineVanishesUnderThePointer()
{
    QFETCH(bool, isHeld);
    QFETCH(QString, by);
    const auto window = open({1440, 900});
    QVERIFY(window);
    PanelArea *area = window->corePage()->panels();
    const QByteArray narrow = [&] {
        MainWindow other;
        other.resize(1000, 900);
        other.show();
        other.corePage()->panels()->variables()->setFloating(true);
        return other.corePage()->panels()->layoutState();
    }();
    const QRect source = area->source()->geometry();
    QWindow *handle = window->windowHandle();
    QPoint at = area->mapTo(window.get(), QPoint(source.center().x(), source.bottom() + 2));
    QTest::mouseMove(handle, at);
    QCOMPARE(area->cursor().shape(), Qt::SplitVCursor);
    if (isHeld) {
        QTest::mousePress(handle, Qt::LeftButton, {}, at);
        QTest::mouseMove(handle, at += QPoint(0, 30));
    }
    if (by.startsWith(QLatin1String("narrow")))
        window->resize(1000, 900);
    if (by.endsWith(QLatin1String("reset")))
        window->actions()->resetLayout->trigger();
    if (by == QLatin1String("restore"))
        area->restoreLayout(narrow);
    if (by == QLatin1String("closed"))
        area->variables()->close();
    if (by == QLatin1String("floating"))
        area->source()->setFloating(true);
    QTest::qWait(20);
    QTest::mouseMove(handle, at += QPoint(0, 60));
    QTest::qWait(20);
    if (isHeld)
        QTest::mouseRelease(handle, Qt::LeftButton, {}, at);
    QTest::mouseMove(handle, QPoint(200, 300));
    QTest::mouseMove(handle, QPoint(400, 500));
    QTest::qWait(20);
    QVERIFY(area->cursor().shape() != Qt::SplitVCursor);
    window->actions()->resetLayout->trigger();
    QTest::qWait(20);
    const QStringList problems = WindowChecks(*window).problems({});
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(QLatin1String("; "))));
}

void TestLayout::detailsAreThere()
{
    const auto window = open({1000, 640});
    QVERIFY(window);
    const GoroutineDetailsView *details = window->corePage()->panels()->stack()->details();
    QTRY_VERIFY(details->isVisible());
    QStringList shown;
    for (const RunLabel *label : details->findChildren<RunLabel *>()) {
        if (partInSight(*label).height() >= label->fontMetrics().height())
            shown.append(label->accessibleName());
    }
    QVERIFY2(shown.size() >= 2, qPrintable(shown.join(QLatin1String("; "))));
    QVERIFY2(shown.first().contains(QLatin1String("running")), qPrintable(shown.first()));
}

/// Half of 1920x1080: what a screen has at 200 %.
void TestLayout::fitsASmallScreen_data()
{
    QTest::addColumn<QString>("fixture");
    QTest::newRow("a short headline") << QStringLiteral("sample");
    QTest::newRow("one of many lines") << QStringLiteral("shown");
}

void TestLayout::fitsASmallScreen()
{
    QFETCH(const QString, fixture);
    const auto victim = provideVictim({.fixture = fixture, .go = goToolchains().last(), .build = GoBuild::NoOpt});
    QVERIFY2(victim, qPrintable(victim.error_or(QString())));
    const auto window = open({960, 540}, *victim);
    QVERIFY(window);
    for (int page = 0; page < BottomPanel::pageCount; ++page) {
        window->corePage()->bottom()->open(BottomPanel::Page(page));
        QTest::qWait(20);
        QVERIFY2(window->height() <= 540 && window->width() <= 960,
                 qPrintable(QStringLiteral("%1x%2").arg(window->width()).arg(window->height())));
        const QStringList problems = WindowChecks(*window).problems({});
        QVERIFY2(problems.isEmpty(), qPrintable(problems.join(QLatin1String("; "))));
    }
    // With a row more the window grows, and still nothing lies over another.
    window->actions()->evaluate->trigger();
    window->resize(960, 540);
    QTest::qWait(20);
    const QStringList problems = WindowChecks(*window).problems({});
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(QLatin1String("; "))));
}

void TestLayout::openMenuAt(ListView *view, const QModelIndex &index)
{
    view->scrollTo(index);
    const QPoint place = view->visualRect(index).center();
    QTest::mouseClick(view->window()->windowHandle(), Qt::RightButton, {},
                      view->viewport()->mapTo(view->window(), place));
}

void TestLayout::rightClickChooses_data()
{
    QTest::addColumn<QString>("list");
    QTest::addColumn<QStringList>("offers");
    QTest::newRow("goroutines") << QStringLiteral(
        "Goroutines") << QStringList{QStringLiteral("Show Only Those in State"), QStringLiteral("Copy Its Stack")};
    QTest::newRow("stack") << QStringLiteral("Stack")
                           << QStringList{QStringLiteral("Show Source"), QStringLiteral("Copy Path and Line")};
    QTest::newRow("variables") << QStringLiteral("Variables")
                               << QStringList{QStringLiteral("Open in a Window"), QStringLiteral("Copy Value")};
    QTest::newRow("threads") << QStringLiteral("Threads")
                             << QStringList{QStringLiteral("Show the Thread’s Own Stack"), QStringLiteral("Copy As")};
    QTest::newRow("registers") << QStringLiteral("Registers")
                               << QStringList{QStringLiteral("Show in Memory"), QStringLiteral("Copy Value")};
    QTest::newRow("modules") << QStringLiteral("Modules")
                             << QStringList{QStringLiteral("Copy Path"), QStringLiteral("Copy All As")};
}

void TestLayout::rightClickChooses()
{
    QFETCH(QString, list);
    QFETCH(QStringList, offers);
    const auto window = open({1440, 900});
    QVERIFY(window);
    const QStringList pages{QStringLiteral("Threads"), QStringLiteral("Registers"), QStringLiteral("Memory"),
                            QStringLiteral("Modules")};
    if (pages.contains(list))
        window->corePage()->bottom()->open(BottomPanel::Page(pages.indexOf(list)));
    ListView *view = nullptr;
    const auto find = [&] {
        for (auto *candidate : window->findChildren<ListView *>()) {
            if (candidate->accessibleName() == list && candidate->isVisible())
                view = candidate;
        }
        return view && view->model()->rowCount() > 1;
    };
    QVERIFY(QTest::qWaitFor(find, 20'000));
    QTest::qWait(50);
    // Another row than the current one.
    const int row = view->currentIndex().isValid() && view->currentIndex().row() == 1 ? 2 : 1;
    QModelIndex index = view->model()->index(row, 0);
    QVERIFY(index.isValid());
    openMenuAt(view, index);
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QVERIFY(menu);
    QStringList texts;
    for (const QAction *action : menu->actions())
        texts.append(action->text().remove(QLatin1Char('&')));
    for (const QString &offer : std::as_const(offers))
        QVERIFY2(texts.join(QLatin1Char('\n')).contains(offer), qPrintable(texts.join(QLatin1String(", "))));
    menu->close();
    QTRY_VERIFY(LiveFixture::isSettled(*window));
    QTest::qWait(20);
    const QStringList problems = WindowChecks(*window).problems({});
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(QLatin1String("; "))));
    QVERIFY(view->currentIndex().isValid());
    QApplication::clipboard()->clear();
    QTest::keySequence(view, QKeySequence::Copy);
    QVERIFY(!QApplication::clipboard()->text().isEmpty());
}

void TestLayout::newestAnswerIsInSight()
{
    const auto window = open({1440, 900});
    QVERIFY(window);
    VariablePanel *panel = window->corePage()->panels()->variables();
    window->actions()->evaluate->trigger();
    for (int i = 1; i <= 9; ++i) {
        panel->evaluate(QStringLiteral("%1 + 1000").arg(i));
        QTRY_COMPARE(panel->watchModel()->rowCount(), i);
        ListView *view = nullptr;
        for (auto *candidate : panel->findChildren<ListView *>()) {
            if (candidate->model() == panel->watchModel())
                view = candidate;
        }
        QVERIFY(view);
        QTest::qWait(10);
        const QRect place = view->visualRect(panel->watchModel()->index(i - 1, 0));
        QVERIFY2(view->viewport()->rect().contains(place.center()), qPrintable(QString::number(i)));
    }
    // Said once, in one of the columns.
    VariableModel model;
    VariableInfo lost;
    lost.name = "n";
    lost.error = Error{.code = ErrorCode::OptimizedOut, .message = "optimised out"};
    model.setVariables({lost});
    const QModelIndex value = model.index(0, VariableModel::Value);
    QCOMPARE(value.data().toString(), QStringLiteral("optimised out"));
    QVERIFY(value.data(VariableModel::MeaningRole).toString().isEmpty());
}

void TestLayout::windowsClose_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("means");
    for (const char *action : {"Capture…", "Run a Program…", "Why Is There No Core?", "Details", "Keyboard Shortcuts",
                               "About Freezeframe", "Open…", "Locate Executable…"}) {
        for (const char *means : {"Esc", "frame", "main window"})
            QTest::addRow("%s by %s", action, means) << QString::fromUtf8(action) << QString::fromUtf8(means);
    }
}

void TestLayout::windowsClose()
{
    QFETCH(QString, action);
    QFETCH(QString, means);
    const auto window = open({1440, 900});
    QVERIFY(window);
    const QList<QAction *> all = window->actions()->findChildren<QAction *>();
    const auto wanted = std::ranges::find_if(
        all, [&](const QAction *candidate) { return candidate->text().remove(QLatin1Char('&')) == action; });
    QVERIFY(wanted != all.end());
    const QWidgetList before = QApplication::topLevelWidgets();
    (*wanted)->trigger();
    QPointer<QWidget> opened;
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        if (!before.contains(widget) && widget->isVisible())
            opened = widget;
    }
    QVERIFY(opened);
    QVERIFY(LiveFixture::activate(*opened));
    if (means == QLatin1String("Esc"))
        QTest::keyClick(opened->windowHandle(), Qt::Key_Escape);
    else if (means == QLatin1String("frame"))
        QVERIFY(opened->close());
    else
        window->close();
    QTRY_VERIFY(!opened || !opened->isVisible());
    QCOMPARE(window->isVisible(), means != QLatin1String("main window"));
}

void TestLayout::runningProgramAsks_data()
{
    QTest::addColumn<bool>("byQuit");
    QTest::addColumn<bool>("ends");
    QTest::newRow("its frame, ends") << false << true;
    QTest::newRow("its frame, stays") << false << false;
    QTest::newRow("quit, ends") << true << true;
    QTest::newRow("quit, stays") << true << false;
}

/// A program that runs in its window ends with it, and is asked about first; the main window waits for the answer.
void TestLayout::runningProgramAsks()
{
    QFETCH(bool, byQuit);
    QFETCH(bool, ends);
    MainWindow window;
    window.resize(1440, 900);
    window.show();
    ProgramWindow *program = window.liveDesk()->showProgram();
    program->setProgram(m_fixture.program(), {}, m_fixture.path());
    QTest::mouseClick(program->startButton(), Qt::LeftButton);
    QTRY_VERIFY(program->program()->isRunning());
    if (byQuit)
        window.actions()->quit->trigger();
    else
        program->close();
    QTRY_VERIFY(program->findChild<QMessageBox *>());
    auto *question = program->findChild<QMessageBox *>();
    QVERIFY(program->isVisible() && window.isVisible());
    for (QAbstractButton *button : question->buttons()) {
        if (button->text() == (ends ? QLatin1String("End It") : QLatin1String("Keep It Running")))
            button->click();
    }
    if (!ends) {
        QTest::qWait(100);
        QVERIFY(program->isVisible() && window.isVisible() && program->program()->isRunning());
        return;
    }
    QTRY_VERIFY(!program->isVisible());
    QTRY_COMPARE(window.isVisible(), !byQuit);
}

QTEST_MAIN(TestLayout)
#include "tst_layout.moc"
