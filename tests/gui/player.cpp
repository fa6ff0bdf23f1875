// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/gui/player.h"

#include "gui/bottompanel.h"
#include "gui/codeview.h"
#include "gui/corepage.h"
#include "gui/gotobox.h"
#include "gui/listview.h"
#include "gui/livebar.h"
#include "gui/livedesk.h"
#include "gui/mainwindow.h"
#include "gui/panelarea.h"
#include "gui/runlabel.h"
#include "gui/sourcepanel.h"
#include "gui/variablepanel.h"
#include "gui/windowactions.h"
#include "model/session.h"

#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitterHandle>
#include <QStyle>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>
#include <QWindow>

#include <algorithm>

namespace Freezeframe
{
namespace
{

constexpr int patienceMilliseconds = 20'000;

QString textOf(const QPoint &point)
{
    return QStringLiteral("%1,%2").arg(point.x()).arg(point.y());
}

QString nameOf(const QWidget &widget)
{
    return widget.accessibleName().isEmpty() ? QLatin1String(widget.metaObject()->className())
                                             : widget.accessibleName().left(60);
}

QString plain(QString text)
{
    return text.remove(QLatin1Char('&'));
}

/// It would leave the window that is played on, or start a program.
bool leadsAway(const QAction &action)
{
    const QString text = plain(action.text());
    return text == QLatin1String("Quit") || text == QLatin1String("Close Core") || text.startsWith(QLatin1Char('/'));
}

}

Player::Player(MainWindow &window, quint64 seed)
    : m_window(window)
    , m_random(seed)
{
    constexpr int glanceMilliseconds = 5;
    m_answerer.setInterval(glanceMilliseconds);
    connect(&m_answerer, &QTimer::timeout, this, &Player::answerPopup);
    connect(window.session(), &Session::selectionChanged, this, [this] { m_state.isScrolled = false; });
    connect(window.session(), &Session::opening, this, [this] { m_state.isScrolled = false; });
}

const QList<Player::Action> &Player::actions()
{
    static const QList<Action> all{
        {"click on a row", 12, &Player::clickRow},
        {"right click", 12, &Player::rightClick},
        {"double click", 6, &Player::doubleClick},
        {"click on a header", 3, &Player::clickHeader},
        {"key in a list", 12, &Player::pressListKey},
        {"dig", 3, &Player::dig},
        {"come back", 3, &Player::comeBack},
        {"key", 12, &Player::pressKey},
        {"typing", 6, &Player::typeText},
        {"button", 5, &Player::clickButton},
        {"strip", 8, &Player::clickStrip},
        {"link", 4, &Player::clickLink},
        {"menu", 5, &Player::openMenu},
        {"panel", 4, &Player::togglePanel},
        {"float", 1, &Player::floatPanel},
        {"reset", 5, &Player::resetLayout},
        {"resize", 10, &Player::resize},
        {"separator", 6, &Player::dragSeparator},
        {"bottom", 3, &Player::dragBottom},
        {"wheel", 5, &Player::turnWheel},
        {"window", 5, &Player::openWindow},
        {"refresh", 3, &Player::refreshLive},
    };
    return all;
}

int Player::roll(int below)
{
    return below <= 1 ? 0 : int(m_random() % quint64(below));
}

QString Player::play()
{
    m_answers.clear();
    m_watch.reset();
    QString done;
    const QList<QWidget *> open = others();
    const auto modal = std::ranges::find_if(open, [](const QWidget *window) { return window->isModal(); });
    if (modal != open.end()) {
        done = closeWindow(*modal);
    } else if (!open.isEmpty() && roll(2) == 0) {
        done = closeWindow(open.at(roll(int(open.size()))));
    } else {
        activate(m_window);
        int whole = 0;
        for (const Action &action : actions())
            whole += action.weight;
        int chosen = roll(whole);
        for (const Action &action : actions()) {
            chosen -= action.weight;
            if (chosen < 0) {
                m_answerer.start();
                done = QLatin1String(action.name) + QLatin1String(": ") + (this->*action.play)();
                break;
            }
        }
    }
    settle();
    m_answerer.stop();
    m_stall = m_watch.longest();
    if (!m_answers.isEmpty())
        done += QLatin1String(" → ") + m_answers.join(QLatin1String(" → "));
    return done;
}

void Player::settle()
{
    constexpr int breathMilliseconds = 5;
    QTest::qWait(breathMilliseconds);
    const auto isAtRest = [this] {
        return !QApplication::activePopupWidget() && !m_window.session()->isBusy()
            && (!m_window.liveDesk()->bar()->isVisible() || m_window.liveDesk()->bar()->saveButton()->isEnabled());
    };
    if (!QTest::qWaitFor(isAtRest, patienceMilliseconds))
        m_problems.append(QStringLiteral("the window does not come to rest"));
    QTest::qWait(breathMilliseconds);
    if (!isAtRest() && !QTest::qWaitFor(isAtRest, patienceMilliseconds))
        m_problems.append(QStringLiteral("the window does not come to rest"));
}

QList<QWidget *> Player::others() const
{
    QList<QWidget *> windows;
    for (QWidget *window : QApplication::topLevelWidgets()) {
        const auto type = window->windowType();
        if (window->isVisible() && window != &m_window && (type == Qt::Window || type == Qt::Dialog)
            && !qobject_cast<QDockWidget *>(window) && !qobject_cast<MainWindow *>(window))
            windows.append(window);
    }
    std::ranges::sort(windows, {}, [](const QWidget *window) { return window->windowTitle(); });
    return windows;
}

template<class T>
QList<T *> Player::inSight() const
{
    QList<T *> widgets = m_window.findChildren<T *>();
    widgets.removeIf([this](const T *widget) {
        return !widget->isVisible() || !widget->isEnabled() || widget->window() != &m_window
            || partInSight(*widget).isEmpty();
    });
    return widgets;
}

QPoint Player::somewhereIn(const QWidget &widget)
{
    const QRect sight = partInSight(widget);
    return {sight.left() + roll(sight.width()), sight.top() + roll(sight.height())};
}

/// As a mouse does it: through the window, which finds who stands there.
void Player::click(const QWidget &widget, const QPoint &position, Qt::MouseButton button)
{
    QTest::mouseClick(widget.window()->windowHandle(), button, Qt::NoModifier, widget.mapTo(widget.window(), position));
}

void Player::drag(const QWidget &widget, const QPoint &from, const QPoint &by)
{
    QWindow *window = widget.window()->windowHandle();
    const QPoint begin = widget.mapTo(widget.window(), from);
    const QRect sight(QPoint(1, 1), window->size() - QSize(2, 2));
    const QPoint end(std::clamp(begin.x() + by.x(), sight.left(), sight.right()),
                     std::clamp(begin.y() + by.y(), sight.top(), sight.bottom()));
    QTest::mouseMove(window, begin);
    QTest::mousePress(window, Qt::LeftButton, Qt::NoModifier, begin);
    QTest::mouseMove(window, (begin + end) / 2);
    QTest::mouseMove(window, end);
    QTest::mouseRelease(window, Qt::LeftButton, Qt::NoModifier, end);
}

void Player::key(int key, Qt::KeyboardModifiers modifiers)
{
    if (qobject_cast<CodeView *>(QApplication::focusWidget()))
        m_state.isScrolled = true;
    QTest::keyClick(m_window.windowHandle(), Qt::Key(key), modifiers);
}

void Player::activate(QWidget &window)
{
    if (QApplication::activeWindow() == &window)
        return;
    window.activateWindow();
    if (!QTest::qWaitForWindowActive(&window, patienceMilliseconds))
        m_problems.append(QStringLiteral("“%1” does not become active").arg(window.windowTitle()));
}

QString Player::clickIn(ListView *view, Qt::MouseButton button, bool twice)
{
    if (!view)
        return QStringLiteral("no list");
    const QPoint position = somewhereIn(*view->viewport());
    const QString what = QStringLiteral("“%1” of %2 at %3")
                             .arg(view->indexAt(position).siblingAtColumn(0).data().toString().left(50), nameOf(*view),
                                  textOf(position));
    click(*view->viewport(), position, button);
    if (twice)
        QTest::mouseDClick(view->window()->windowHandle(), button, Qt::NoModifier,
                           view->viewport()->mapTo(view->window(), position));
    return what;
}

QString Player::clickRow()
{
    return clickIn(pick(inSight<ListView>()), Qt::LeftButton, false);
}

QString Player::doubleClick()
{
    return clickIn(pick(inSight<ListView>()), Qt::LeftButton, true);
}

QString Player::rightClick()
{
    constexpr int mostlyLists = 4;
    if (roll(mostlyLists) > 0)
        return clickIn(pick(inSight<ListView>()), Qt::RightButton, false);
    QWidget *widget = pick(inSight<QWidget>());
    if (qobject_cast<QScrollBar *>(widget)) // its menu scrolls
        m_state.isScrolled = true;
    const QPoint position = somewhereIn(*widget);
    click(*widget, position, Qt::RightButton);
    return QStringLiteral("%1 at %2").arg(nameOf(*widget), textOf(position));
}

QString Player::clickHeader()
{
    QHeaderView *header = pick(inSight<QHeaderView>());
    if (!header)
        return QStringLiteral("no header");
    const QPoint position = somewhereIn(*header->viewport());
    click(*header->viewport(), position);
    return QStringLiteral("of %1 at %2").arg(nameOf(*header->parentWidget()), textOf(position));
}

QString Player::pressListKey()
{
    ListView *view = pick(inSight<ListView>());
    if (!view)
        return QStringLiteral("no list");
    view->setFocus();
    static const QList<QKeyCombination> keys{
        Qt::Key_Down,   Qt::Key_Down,     Qt::Key_Up,    Qt::Key_Right, Qt::Key_Right,           Qt::Key_Left,
        Qt::Key_PageUp, Qt::Key_PageDown, Qt::Key_Space, Qt::Key_End,   Qt::CTRL | Qt::Key_C,    Qt::Key_Return,
        Qt::Key_Plus,   Qt::Key_Minus,    Qt::Key_Menu,  Qt::Key_Tab,   Qt::SHIFT | Qt::Key_F10,
    };
    QStringList pressed;
    for (int times = 1 + roll(4); times > 0 && view->hasFocus(); --times) {
        const QKeyCombination one = keys.at(roll(int(keys.size())));
        key(one.key(), one.keyboardModifiers());
        pressed.append(QKeySequence(one).toString());
    }
    return QStringLiteral("%1 in %2").arg(pressed.join(QLatin1Char(' ')), nameOf(*view));
}

/// Opens row after row of a variable, each below the one before: deeper than the list is wide at first.
QString Player::dig()
{
    ListView *view = m_window.corePage()->panels()->variables()->view();
    if (!view->isVisible() || !view->model() || view->model()->rowCount() == 0)
        return QStringLiteral("no variables");
    const QModelIndex first = view->model()->index(roll(view->model()->rowCount()), 0);
    view->setFocus();
    view->setCurrentIndex(first);
    const QString name = first.data().toString();
    constexpr int levels = 12;
    int depth = 0;
    for (QModelIndex row = first; depth < levels; ++depth) {
        key(Qt::Key_Right);
        settle();
        key(Qt::Key_Down);
        const QModelIndex below = view->currentIndex();
        if (below.siblingAtColumn(0).parent() != row)
            break;
        row = below.siblingAtColumn(0);
        // The first of them that can be opened, else the first.
        for (int steps = 0; steps < 3 && !view->model()->hasChildren(row) && row.siblingAtRow(row.row() + 1).isValid();
             ++steps) {
            key(Qt::Key_Down);
            row = view->currentIndex().siblingAtColumn(0);
        }
    }
    return QStringLiteral("%1, %2 levels").arg(name).arg(depth);
}

/// What was open in a frame's variables is open when one comes back to it.
QString Player::comeBack()
{
    ListView *view = m_window.corePage()->panels()->variables()->view();
    if (!view->isVisible() || !view->model())
        return QStringLiteral("no variables");
    // A filter just typed comes a moment later, and folds.
    for (const QLineEdit *filter : m_window.corePage()->panels()->variables()->findChildren<QLineEdit *>()) {
        if (!filter->text().isEmpty())
            return QStringLiteral("a text in a field");
    }
    const auto names = [view] {
        QStringList open;
        for (QModelIndex row = view->model()->index(0, 0); row.isValid(); row = view->indexBelow(row))
            open.append(row.data().toString());
        return open;
    };
    const auto frame = [this] { return m_window.session()->selection().frame; };
    const auto before = frame();
    settle();
    const QStringList there = names();
    const bool isDown = roll(2) == 0;
    key(isDown ? Qt::Key_Down : Qt::Key_Up, Qt::AltModifier);
    settle();
    if (frame() == before)
        return QStringLiteral("one frame only");
    key(isDown ? Qt::Key_Up : Qt::Key_Down, Qt::AltModifier);
    settle();
    if (frame() == before && !QTest::qWaitFor([&] { return names() == there; }, 2000))
        m_problems.append(QStringLiteral("what was open in frame %1 is folded on coming back: “%2” instead of “%3”")
                              .arg(before.value_or(0))
                              .arg(names().join(QLatin1Char(' ')), there.join(QLatin1Char(' '))));
    return QString::number(before.value_or(0));
}

QString Player::pressKey()
{
    static const QStringList keys{
        QStringLiteral("H"),         QStringLiteral("Shift+H"),
        QStringLiteral("G"),         QStringLiteral("N"),
        QStringLiteral("P"),         QStringLiteral("D"),
        QStringLiteral("/"),         QStringLiteral("Home"),
        QStringLiteral("F6"),        QStringLiteral("Alt+Left"),
        QStringLiteral("Alt+Left"),  QStringLiteral("Alt+Right"),
        QStringLiteral("Alt+Up"),    QStringLiteral("Alt+Down"),
        QStringLiteral("Ctrl+1"),    QStringLiteral("Ctrl+2"),
        QStringLiteral("Ctrl+3"),    QStringLiteral("Ctrl+4"),
        QStringLiteral("Ctrl+5"),    QStringLiteral("Ctrl+6"),
        QStringLiteral("Ctrl+7"),    QStringLiteral("Ctrl+8"),
        QStringLiteral("Ctrl+9"),    QStringLiteral("Ctrl+H"),
        QStringLiteral("Ctrl+E"),    QStringLiteral("Ctrl+G"),
        QStringLiteral("Ctrl+F"),    QStringLiteral("Ctrl+K"),
        QStringLiteral("Esc"),       QStringLiteral("Esc"),
        QStringLiteral("Ctrl+C"),    QStringLiteral("Ctrl+Shift+C"),
        QStringLiteral("F10"),       QStringLiteral("Tab"),
        QStringLiteral("Shift+Tab"),
    };
    const QString chosen = keys.at(roll(int(keys.size())));
    const QKeyCombination one = QKeySequence(chosen)[0];
    key(one.key(), one.keyboardModifiers());
    return chosen;
}

QString Player::typeText()
{
    QLineEdit *edit = pick(inSight<QLineEdit>());
    if (!edit)
        return QStringLiteral("no field");
    static const QStringList texts{
        QStringLiteral("wait:mutex"), QStringLiteral("state:select"), QStringLiteral("func:Get"),
        QStringLiteral("x"),          QStringLiteral("nosuchthing"),  QStringLiteral("id:1"),
        QStringLiteral("1"),          QStringLiteral("main"),         QStringLiteral("len(key)"),
        QStringLiteral("c"),          QStringLiteral("c.entries"),    QStringLiteral("e"),
        QStringLiteral("1 + 2"),      QStringLiteral("0xc000012340"), QStringLiteral("os.Args"),
        QStringLiteral("*c"),
    };
    const QString text = texts.at(roll(int(texts.size())));
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, text);
    static const QList<int> ends{0, Qt::Key_Return, Qt::Key_Return, Qt::Key_Escape, Qt::Key_Down};
    const int end = ends.at(roll(int(ends.size())));
    settle();
    if (end != 0)
        key(end);
    if (end == Qt::Key_Return && nameOf(*edit).contains(QLatin1String("Find")))
        m_state.isScrolled = true;
    return QStringLiteral("“%1” %2 into %3")
        .arg(text, end == 0 ? QString() : QKeySequence(end).toString(), nameOf(*edit));
}

QString Player::clickButton()
{
    QList<QAbstractButton *> buttons = inSight<QAbstractButton>();
    QAbstractButton *button = pick(buttons);
    if (!button)
        return QStringLiteral("no button");
    const QString name = button->text().isEmpty() ? nameOf(*button) : plain(button->text());
    click(*button, partInSight(*button).center());
    return name;
}

QString Player::clickStrip()
{
    QList<QToolButton *> buttons = inSight<QToolButton>();
    buttons.removeIf(
        [this](const QToolButton *button) { return !m_window.corePage()->bottom()->isAncestorOf(button); });
    QToolButton *button = pick(buttons);
    if (!button)
        return QStringLiteral("no strip");
    const QString name = button->text().isEmpty() ? nameOf(*button) : button->text();
    click(*button, button->rect().center());
    return name;
}

QString Player::clickLink()
{
    QList<RunLabel *> labels = inSight<RunLabel>();
    labels.removeIf([](const RunLabel *label) { return label->focusPolicy() == Qt::NoFocus; });
    RunLabel *label = pick(labels);
    if (!label)
        return QStringLiteral("no link");
    const QPoint position = somewhereIn(*label);
    const QString name = nameOf(*label);
    click(*label, position);
    return QStringLiteral("%1 at %2").arg(name, textOf(position));
}

QString Player::openMenu()
{
    QMenuBar *bar = m_window.menuBar();
    QAction *menu = pick(bar->actions());
    click(*bar, bar->actionGeometry(menu).center());
    return plain(menu->text());
}

QString Player::togglePanel()
{
    QAction *panel = pick(m_window.actions()->panelMenu->actions());
    m_state.isArranged = true;
    panel->trigger();
    return plain(panel->text());
}

QString Player::floatPanel()
{
    const QList<Panel *> all = m_window.corePage()->panels()->panels();
    Panel *panel = pick(all);
    m_state.isArranged = true;
    panel->setFloating(!panel->isFloating());
    return panel->windowTitle();
}

QString Player::resetLayout()
{
    key(Qt::Key_0, Qt::ControlModifier);
    m_state.isArranged = false;
    return QStringLiteral("Ctrl+0");
}

QString Player::resize()
{
    static const QList<QSize> sizes{{1000, 640}, {1440, 900}, {1590, 900},  {1199, 800}, {1200, 800},
                                    {960, 540},  {1280, 720}, {1920, 1080}, {1000, 1000}};
    QSize size = sizes.at(roll(int(sizes.size())));
    if (roll(3) == 0)
        size = QSize(800 + roll(1400), 480 + roll(800));
    size = size.expandedTo(m_window.minimumSize()).expandedTo(m_window.minimumSizeHint());
    m_window.resize(size);
    return QStringLiteral("%1x%2").arg(size.width()).arg(size.height());
}

QString Player::dragSeparator()
{
    PanelArea *area = m_window.corePage()->panels();
    QList<Panel *> docks;
    for (Panel *panel : area->panels()) {
        if (panel->isVisible() && !panel->isFloating() && !partInSight(*panel).isEmpty())
            docks.append(panel);
    }
    Panel *panel = pick(docks);
    if (!panel)
        return QStringLiteral("no panel");
    const int gap = area->style()->pixelMetric(QStyle::PM_DockWidgetSeparatorExtent, nullptr, area);
    const bool isAcross = roll(2) == 0;
    const QRect rect = panel->geometry();
    const QPoint from = isAcross ? QPoint(rect.right() + 1 + gap / 2, rect.center().y())
                                 : QPoint(rect.center().x(), rect.bottom() + 1 + gap / 2);
    const int by = roll(800) - 400;
    if (!area->rect().contains(from) || area->childAt(from))
        return QStringLiteral("%1 has none there").arg(panel->windowTitle());
    m_state.isArranged = true;
    drag(*area, from, isAcross ? QPoint(by, 0) : QPoint(0, by));
    return QStringLiteral("of %1 %2 by %3")
        .arg(panel->windowTitle(), isAcross ? QStringLiteral("across") : QStringLiteral("down"))
        .arg(by);
}

QString Player::dragBottom()
{
    QList<QSplitterHandle *> handles = inSight<QSplitterHandle>();
    QSplitterHandle *handle = pick(handles);
    if (!handle)
        return QStringLiteral("no handle");
    const int by = roll(600) - 300;
    drag(*handle, handle->rect().center(), QPoint(0, by));
    return QString::number(by);
}

QString Player::turnWheel()
{
    QList<QAbstractScrollArea *> areas = inSight<QAbstractScrollArea>();
    QAbstractScrollArea *area = pick(areas);
    if (!area)
        return QStringLiteral("nothing to scroll");
    if (qobject_cast<CodeView *>(area))
        m_state.isScrolled = true;
    const QPoint position = somewhereIn(*area->viewport());
    const int by = (roll(11) - 5) * 120;
    QWheelEvent wheel(position, area->viewport()->mapToGlobal(QPointF(position)), {}, {0, by}, Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(area->viewport(), &wheel);
    return QStringLiteral("%1 in %2").arg(by).arg(nameOf(*area));
}

QString Player::openWindow()
{
    const WindowActions *actions = m_window.actions();
    const QList<QAction *> windows{actions->capture,   actions->runProgram, actions->doctor,           actions->details,
                                   actions->shortcuts, actions->about,      actions->locateExecutable, actions->open};
    QAction *action = pick(windows);
    action->trigger();
    return plain(action->text());
}

QString Player::refreshLive()
{
    const LiveBar *bar = m_window.liveDesk()->bar();
    if (!bar->isVisible() || !bar->refreshButton()->isEnabled())
        return QStringLiteral("nothing lives");
    click(*bar->refreshButton(), bar->refreshButton()->rect().center());
    return QString();
}

/// A menu waits for an answer: one of its entries, or none.
void Player::answerPopup()
{
    QWidget *popup = QApplication::activePopupWidget();
    if (!popup)
        return;
    auto *menu = qobject_cast<QMenu *>(popup);
    QList<QAction *> choices;
    if (menu)
        choices = menu->actions();
    choices.removeIf([](const QAction *action) {
        return !action->isEnabled() || !action->isVisible() || action->isSeparator() || action->menu()
            || leadsAway(*action);
    });
    constexpr int seldom = 4;
    if (choices.isEmpty() || roll(seldom) == 0) {
        m_answers.append(QStringLiteral("Esc"));
        QTest::keyClick(popup, Qt::Key_Escape);
        return;
    }
    QAction *choice = pick(choices);
    m_answers.append(plain(choice->text()));
    // A scroll bar's.
    if (std::ranges::any_of(
            choices, [](const QAction *action) { return plain(action->text()) == QLatin1String("Scroll here"); }))
        m_state.isScrolled = true;
    if (m_window.actions()->panelMenu->actions().contains(choice))
        m_state.isArranged = true;
    QTest::mouseClick(menu, Qt::LeftButton, Qt::NoModifier, menu->actionGeometry(choice).center());
}

QString Player::closeWindow(QWidget *window)
{
    const QPointer<QWidget> guarded(window);
    const QString title = window->windowTitle();
    QList<QPushButton *> buttons = window->findChildren<QPushButton *>();
    buttons.removeIf([](const QPushButton *button) {
        const QString text = plain(button->text());
        return !button->isVisible() || !button->isEnabled()
            || (text != QLatin1String("Close") && text != QLatin1String("Cancel") && text != QLatin1String("Leave It"));
    });
    const int means = roll(buttons.isEmpty() ? 2 : 3);
    constexpr int presses = 3; // a field that has a text takes the first
    activate(*window);
    if (means == 0)
        window->close();
    else if (means == 2)
        click(*buttons.first(), buttons.first()->rect().center());
    for (int i = 0; i < presses && means == 1 && guarded && guarded->isVisible(); ++i) {
        QTest::keyClick(guarded->windowHandle(), Qt::Key_Escape);
        settle();
    }
    const QStringList names{QStringLiteral("its frame"), QStringLiteral("Esc"), QStringLiteral("its button")};
    const auto isGone = [&] { return !guarded || !guarded->isVisible(); };
    if (!QTest::qWaitFor(isGone, 2000))
        m_problems.append(QStringLiteral("“%1” can’t be closed by %2").arg(title, names.at(means)));
    return QStringLiteral("close “%1” by %2").arg(title, names.at(means));
}

void Player::closeAll()
{
    constexpr int most = 20;
    for (int i = 0; i < most && !others().isEmpty() && m_problems.isEmpty(); ++i) {
        const QString done = closeWindow(others().first());
        settle();
    }
    m_window.actions()->quit->trigger();
    const auto isAllClosed = [] {
        return std::ranges::none_of(QApplication::topLevelWidgets(), [](const QWidget *window) {
            return window->isVisible() && (window->windowType() == Qt::Window || window->windowType() == Qt::Dialog);
        });
    };
    if (!QTest::qWaitFor(isAllClosed, 2000)) {
        for (const QWidget *window : QApplication::topLevelWidgets()) {
            if (window->isVisible())
                m_problems.append(QStringLiteral("“%1” is open after Quit").arg(window->windowTitle()));
        }
    }
}

}
