// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/panelarea.h"

#include "gui/goroutinepanel.h"
#include "gui/sourcepanel.h"
#include "gui/stackpanel.h"
#include "gui/variablepanel.h"

#include <QApplication>
#include <QMenu>
#include <QResizeEvent>

#include <algorithm>

namespace Freezeframe
{
namespace
{

constexpr int layoutVersion = 1;
constexpr int narrowBelowCharacters = 160; ///< of average width: 1200 px at a font of 13 px

}

PanelArea::PanelArea(Session *session, QWidget *parent)
    : QMainWindow(parent, Qt::Widget)
    , m_goroutines(new GoroutinePanel(session, this))
    , m_stack(new StackPanel(session, this))
    , m_source(new SourcePanel(session, this))
    , m_variables(new VariablePanel(session, this))
{
    setDockNestingEnabled(true);
    setDockOptions(dockOptions() | QMainWindow::AllowTabbedDocks | QMainWindow::AllowNestedDocks);
    setDockOptions(dockOptions() & ~QMainWindow::AnimatedDocks);
    arrangeWide();
}

QList<Panel *> PanelArea::panels() const
{
    return {m_goroutines, m_stack, m_source, m_variables};
}

bool PanelArea::isNarrow() const
{
    return width() < fontMetrics().averageCharWidth() * narrowBelowCharacters;
}

void PanelArea::arrange()
{
    for (Panel *panel : panels()) {
        removeDockWidget(panel);
        panel->setFloating(false);
    }
    m_arrangedNarrow = isNarrow();
    if (m_arrangedNarrow)
        arrangeNarrow();
    else
        arrangeWide();
    for (Panel *panel : panels())
        panel->show();
}

void PanelArea::arrangeWide()
{
    addDockWidget(Qt::LeftDockWidgetArea, m_goroutines);
    splitDockWidget(m_goroutines, m_stack, Qt::Horizontal);
    splitDockWidget(m_stack, m_source, Qt::Horizontal);
    splitDockWidget(m_source, m_variables, Qt::Vertical);
    const int whole = std::max(width(), 100);
    const int high = std::max(height(), 100);
    resizeDocks({m_goroutines, m_stack, m_source}, {whole * 36 / 100, whole * 25 / 100, whole * 39 / 100},
                Qt::Horizontal);
    resizeDocks({m_source, m_variables}, {high * 55 / 100, high * 45 / 100}, Qt::Vertical);
}

void PanelArea::arrangeNarrow()
{
    addDockWidget(Qt::LeftDockWidgetArea, m_goroutines);
    splitDockWidget(m_goroutines, m_stack, Qt::Horizontal);
    splitDockWidget(m_stack, m_variables, Qt::Vertical);
    tabifyDockWidget(m_variables, m_source);
    const int whole = std::max(width(), 100);
    const int high = std::max(height(), 100);
    resizeDocks({m_goroutines, m_stack}, {whole * 42 / 100, whole * 58 / 100}, Qt::Horizontal);
    resizeDocks({m_stack, m_variables}, {high * 45 / 100, high * 55 / 100}, Qt::Vertical);
    m_source->raise();
}

void PanelArea::resetLayout()
{
    m_ownLayout = false;
    arrange();
}

void PanelArea::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    if (m_ownLayout)
        return;
    const bool firstSize = event->oldSize().width() <= 0 || !isVisible();
    if (firstSize || isNarrow() != m_arrangedNarrow)
        arrange();
}

QByteArray PanelArea::layoutState() const
{
    return saveState(layoutVersion);
}

void PanelArea::restoreLayout(const QByteArray &state)
{
    m_ownLayout = !state.isEmpty() && restoreState(state, layoutVersion);
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
