// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/panelarea.h"

#include "gui/emptyplace.h"
#include "gui/goroutinepanel.h"
#include "gui/sourcepanel.h"
#include "gui/stackpanel.h"
#include "gui/variablepanel.h"

#include <QApplication>
#include <QDataStream>
#include <QHoverEvent>
#include <QIODevice>
#include <QLayout>
#include <QMenu>
#include <QMouseEvent>
#include <QScopedValueRollback>
#include <QStyle>

#include <algorithm>
#include <numeric>
#include <utility>

namespace Freezeframe
{
namespace
{

constexpr int layoutVersion = 2;
constexpr int narrowBelowCharacters = 160; ///< of average width: 1200 px at a font of 13 px

bool isDocked(const Panel *panel)
{
    return !panel->isHidden() && !panel->isFloating();
}

}

PanelArea::PanelArea(Session *session, QWidget *parent)
    : QMainWindow(parent, Qt::Widget)
    , m_goroutines(new GoroutinePanel(session, this))
    , m_stack(new StackPanel(session, this))
    , m_source(new SourcePanel(session, this))
    , m_variables(new VariablePanel(session, this))
    , m_empty(new EmptyPlace(tr("All panels are closed. The View menu opens each of them."), tr("Reset Layout"), this))
{
    setDockNestingEnabled(true);
    setDockOptions(dockOptions() | QMainWindow::AllowTabbedDocks | QMainWindow::AllowNestedDocks);
    setDockOptions(dockOptions() & ~QMainWindow::AnimatedDocks);
    m_empty->hide();
    connect(m_empty, &EmptyPlace::actionTriggered, this, &PanelArea::resetLayout);
    for (Panel *panel : panels())
        panel->show();
    arrange();
    for (Panel *panel : panels())
        watch(panel);
}

QList<Panel *> PanelArea::panels() const
{
    return {m_goroutines, m_stack, m_source, m_variables};
}

bool PanelArea::isNarrow() const
{
    return width() < fontMetrics().averageCharWidth() * narrowBelowCharacters;
}

void PanelArea::watch(Panel *panel)
{
    // Once what is on its way has happened: Qt tells of a panel before all of its layout is known.
    const auto later = [this] {
        if (!m_isArranging)
            QMetaObject::invokeMethod(this, &PanelArea::panelsChanged, Qt::QueuedConnection);
    };
    connect(panel->toggleViewAction(), &QAction::toggled, this, later);
    connect(panel, &QDockWidget::topLevelChanged, this, later);
    connect(panel, &QDockWidget::dockLocationChanged, this, later);
}

void PanelArea::panelsChanged()
{
    m_empty->setVisible(std::ranges::none_of(panels(), isDocked));
    m_empty->setGeometry(rect());
    if (!isVisible())
        return;
    layout()->activate();
    m_isOwn = !standsAsItComes();
    fit();
}

/// Qt keeps the line that the pointer is on, or drags, by its place among the panels, and goes on to look there when
/// another line or none is at that place.
void PanelArea::forgetLines()
{
    const QPointF nowhere(-1, -1);
    QMouseEvent release(QEvent::MouseButtonRelease, nowhere, nowhere, Qt::LeftButton, Qt::NoButton, Qt::NoModifier);
    QMainWindow::event(&release);
    QHoverEvent leave(QEvent::HoverLeave, nowhere, nowhere, nowhere);
    QMainWindow::event(&leave);
    m_pressed.clear();
}

void PanelArea::arrange()
{
    const QScopedValueRollback arranging(m_isArranging, true);
    forgetLines();
    QList<bool> shown;
    for (Panel *panel : panels()) {
        shown.append(!panel->isHidden());
        if (panel->isFloating())
            panel->setFloating(false);
        removeDockWidget(panel);
    }
    m_arrangedNarrow = isNarrow();
    if (m_arrangedNarrow)
        arrangeNarrow();
    else
        arrangeWide();
    // Shown before they are fitted: what is hidden takes the size that it likes when it comes.
    for (qsizetype i = 0; i < shown.size(); ++i)
        panels().at(i)->setVisible(shown.at(i));
    m_empty->setVisible(std::ranges::none_of(panels(), isDocked));
    fit();
    // Of the two tabs the source is in front; a panel that is shown comes before the others a moment later.
    if (m_arrangedNarrow) {
        m_source->raise();
        QMetaObject::invokeMethod(m_source, &QWidget::raise, Qt::QueuedConnection);
    }
}

void PanelArea::arrangeWide()
{
    addDockWidget(Qt::LeftDockWidgetArea, m_goroutines);
    splitDockWidget(m_goroutines, m_stack, Qt::Horizontal);
    splitDockWidget(m_stack, m_source, Qt::Horizontal);
    splitDockWidget(m_source, m_variables, Qt::Vertical);
}

void PanelArea::arrangeNarrow()
{
    addDockWidget(Qt::LeftDockWidgetArea, m_goroutines);
    splitDockWidget(m_goroutines, m_stack, Qt::Horizontal);
    splitDockWidget(m_stack, m_variables, Qt::Vertical);
    tabifyDockWidget(m_variables, m_source);
}

/// One panel of each column, from left to right; of source and variables the one that is there.
QList<Panel *> PanelArea::columns() const
{
    QList<Panel *> columns;
    if (isDocked(m_goroutines))
        columns.append(m_goroutines);
    if (isDocked(m_stack))
        columns.append(m_stack);
    if ((!m_arrangedNarrow || !isDocked(m_stack)) && isDocked(m_source))
        columns.append(m_source);
    else if ((!m_arrangedNarrow || !isDocked(m_stack)) && isDocked(m_variables))
        columns.append(m_variables);
    return columns;
}

/// Divides what there is along one direction by parts; those of panels that are closed go to the others.
void PanelArea::share(const QList<Panel *> &along, const QList<double> &parts, Qt::Orientation orientation)
{
    if (along.isEmpty())
        return;
    const int line = style()->pixelMetric(QStyle::PM_DockWidgetSeparatorExtent, nullptr, this);
    const int whole = (orientation == Qt::Horizontal ? width() : height()) - line * (int(along.size()) - 1);
    const double all = std::accumulate(parts.begin(), parts.end(), 0.0);
    QList<QDockWidget *> docks;
    QList<int> sizes;
    int left = whole;
    for (qsizetype i = 0; i < along.size(); ++i) {
        const int size = i + 1 == along.size() ? left : int(whole * parts.at(i) / all + 0.5);
        docks.append(along.at(i));
        sizes.append(std::max(1, size));
        left -= size;
    }
    resizeDocks(docks, sizes, orientation);
}

void PanelArea::fit()
{
    if (m_isOwn)
        return;
    if (m_arrangedNarrow)
        fitNarrow();
    else
        fitWide();
    layout()->activate();
}

void PanelArea::fitWide()
{
    QList<double> parts;
    for (const Panel *panel : columns())
        parts.append(panel == m_goroutines ? m_shares.goroutines : panel == m_stack ? m_shares.stack : m_shares.source);
    share(columns(), parts, Qt::Horizontal);
    if (isDocked(m_source) && isDocked(m_variables))
        share({m_source, m_variables}, {m_shares.upper, 1 - m_shares.upper}, Qt::Vertical);
}

void PanelArea::fitNarrow()
{
    QList<double> parts;
    for (const Panel *panel : columns())
        parts.append(panel == m_goroutines ? m_shares.narrowGoroutines : 1 - m_shares.narrowGoroutines);
    share(columns(), parts, Qt::Horizontal);
    Panel *lower = isDocked(m_source) ? static_cast<Panel *>(m_source) : m_variables;
    if (isDocked(m_stack) && isDocked(lower))
        share({m_stack, lower}, {m_shares.narrowUpper, 1 - m_shares.narrowUpper}, Qt::Vertical);
}

/// A line between panels was dragged: the parts are as the person made them.
void PanelArea::takeShares()
{
    const QList<Panel *> all = columns();
    const auto partOf = [](int one, int other) { return double(one) / std::max(1, one + other); };
    if (m_arrangedNarrow) {
        if (all.size() == 2)
            m_shares.narrowGoroutines = partOf(all.first()->width(), all.last()->width());
        const Panel *lower = isDocked(m_source) ? static_cast<Panel *>(m_source) : m_variables;
        if (isDocked(m_stack) && isDocked(lower))
            m_shares.narrowUpper = partOf(m_stack->height(), std::max(m_source->height(), m_variables->height()));
        return;
    }
    int whole = 0;
    double taken = 0;
    const auto shareOf = [this](const Panel *panel) -> double & {
        return panel == m_goroutines ? m_shares.goroutines : panel == m_stack ? m_shares.stack : m_shares.source;
    };
    for (const Panel *panel : all) {
        whole += panel->width();
        taken += shareOf(panel);
    }
    for (const Panel *panel : all)
        shareOf(panel) = taken * panel->width() / std::max(1, whole);
    if (isDocked(m_source) && isDocked(m_variables))
        m_shares.upper = partOf(m_source->height(), m_variables->height());
}

/// No panel was moved to another place than it comes in; which of them are open does not matter.
bool PanelArea::standsAsItComes() const
{
    int right = -1;
    for (const Panel *panel : columns()) {
        const bool isWhole = panel == m_goroutines || (panel == m_stack && !m_arrangedNarrow);
        if (panel->geometry().left() <= right || panel->geometry().top() > (isWhole ? 0 : height() / 2)
            || (isWhole && panel->height() < height()))
            return false;
        right = panel->geometry().right();
    }
    const auto isBelow = [](const Panel *lower, const Panel *upper) {
        return lower->geometry().top() > upper->geometry().bottom() && lower->x() == upper->x()
            && lower->width() == upper->width();
    };
    const bool areTabs = tabifiedDockWidgets(m_source).contains(m_variables);
    if (m_arrangedNarrow) {
        const Panel *lower = isDocked(m_source) && m_source->x() >= 0 ? static_cast<Panel *>(m_source) : m_variables;
        return (areTabs || !isDocked(m_source) || !isDocked(m_variables)) && tabifiedDockWidgets(m_stack).isEmpty()
            && (!isDocked(lower) || !isDocked(m_stack) || isBelow(lower, m_stack));
    }
    const bool hasTabs = std::ranges::any_of(
        panels(), [this](const Panel *panel) { return !tabifiedDockWidgets(const_cast<Panel *>(panel)).isEmpty(); });
    return !hasTabs && (!isDocked(m_source) || !isDocked(m_variables) || isBelow(m_variables, m_source));
}

void PanelArea::resetLayout()
{
    m_isOwn = false;
    m_shares = usual;
    for (Panel *panel : panels())
        panel->show();
    arrange();
    panelsChanged();
}

void PanelArea::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    m_empty->setGeometry(rect());
    if (m_isOwn)
        return;
    if (isNarrow() != m_arrangedNarrow)
        arrange();
    else
        fit();
}

void PanelArea::showEvent(QShowEvent *event)
{
    QMainWindow::showEvent(event);
    fit();
}

/// A row in a panel that comes takes from the others what it needs, and leaves it where it is when it goes.
void PanelArea::leastChanged()
{
    QList<QSize> least;
    for (const Panel *panel : panels())
        least.append(panel->minimumSizeHint());
    if (least == std::exchange(m_least, least) || m_isArranging || !m_pressed.isEmpty())
        return;
    QMetaObject::invokeMethod(this, &PanelArea::fit, Qt::QueuedConnection);
}

bool PanelArea::event(QEvent *event)
{
    const auto places = [this] {
        QList<QRect> all;
        for (const Panel *panel : panels())
            all.append(panel->geometry());
        return all;
    };
    if (event->type() == QEvent::MouseButtonPress)
        m_pressed = places();
    const bool isDone = QMainWindow::event(event);
    if (event->type() == QEvent::LayoutRequest)
        leastChanged();
    if (event->type() == QEvent::MouseButtonRelease && !m_pressed.isEmpty()) {
        if (m_pressed != places())
            takeShares();
        m_pressed.clear();
    }
    return isDone;
}

QByteArray PanelArea::layoutState() const
{
    const bool isAsItComes = !m_isOwn && m_shares == usual && std::ranges::all_of(panels(), isDocked);
    if (isAsItComes)
        return {};
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << qint32(layoutVersion) << m_isOwn << m_arrangedNarrow << m_shares.goroutines << m_shares.stack
           << m_shares.source << m_shares.upper << m_shares.narrowGoroutines << m_shares.narrowUpper
           << saveState(layoutVersion);
    return state;
}

void PanelArea::restoreLayout(const QByteArray &state)
{
    QDataStream stream(state);
    qint32 version = 0;
    bool isOwn = false;
    bool isNarrow = false;
    Shares shares = usual;
    QByteArray docks;
    stream >> version;
    if (version != layoutVersion)
        return;
    stream >> isOwn >> isNarrow >> shares.goroutines >> shares.stack >> shares.source >> shares.upper
        >> shares.narrowGoroutines >> shares.narrowUpper >> docks;
    const auto isPart = [](double part) { return part > 0 && part < 1; };
    for (const double part :
         {shares.goroutines, shares.stack, shares.source, shares.upper, shares.narrowGoroutines, shares.narrowUpper}) {
        if (!isPart(part))
            return;
    }
    const QScopedValueRollback arranging(m_isArranging, true);
    forgetLines();
    if (stream.status() != QDataStream::Ok || !restoreState(docks, layoutVersion))
        return;
    m_isOwn = isOwn;
    m_arrangedNarrow = isNarrow;
    m_shares = shares;
    m_empty->setVisible(std::ranges::none_of(panels(), isDocked));
}

void PanelArea::fillMenu(QMenu *menu)
{
    for (Panel *panel : panels()) {
        QAction *action = panel->toggleViewAction();
        action->setToolTip(tr("Show or hide %1").arg(panel->windowTitle()));
        menu->addAction(action);
    }
}

void PanelArea::focusNext()
{
    const QList<Panel *> all = panels();
    int current = -1;
    for (int i = 0; i < all.size(); ++i) {
        if (QApplication::focusWidget() && all.at(i)->isAncestorOf(QApplication::focusWidget()))
            current = i;
    }
    for (int i = 1; i <= all.size(); ++i) {
        const int next = (current + i) % int(all.size());
        if (all.at(next)->isVisible()) {
            focusPanel(next + 1);
            return;
        }
    }
}

void PanelArea::focusPanel(int number)
{
    if (number < 1 || number > panels().size())
        return;
    Panel *panel = panels().at(number - 1);
    panel->show();
    panel->raise();
    panel->focusTarget()->setFocus(Qt::ShortcutFocusReason);
}

}
