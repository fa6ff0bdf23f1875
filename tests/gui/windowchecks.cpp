// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/gui/windowchecks.h"

#include "gui/bottompanel.h"
#include "gui/codeview.h"
#include "gui/corepage.h"
#include "gui/crashheader.h"
#include "gui/emptyplace.h"
#include "gui/goroutinedetailsview.h"
#include "gui/goroutinepanel.h"
#include "gui/listview.h"
#include "gui/mainwindow.h"
#include "gui/messagebars.h"
#include "gui/panelarea.h"
#include "gui/runlabel.h"
#include "gui/sourcepanel.h"
#include "gui/stackpanel.h"
#include "gui/variablepanel.h"
#include "gui/windowactions.h"
#include "model/format.h"
#include "model/goroutinemodel.h"
#include "model/session.h"
#include "model/stackmodel.h"
#include "model/threadmodel.h"

#include <QAbstractButton>
#include <QAction>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSplitterHandle>
#include <QStatusBar>
#include <QStyle>
#include <QTabBar>
#include <QTextBlock>
#include <QToolButton>

#include <algorithm>

namespace Freezeframe
{
namespace
{

QString nameOf(const QWidget &widget)
{
    QString name = QLatin1String(widget.metaObject()->className());
    const QString called = !widget.accessibleName().isEmpty() ? widget.accessibleName() : widget.objectName();
    return called.isEmpty() ? name : QStringLiteral("%1 “%2”").arg(name, called.left(60));
}

QString textOf(const QRect &rect)
{
    return QStringLiteral("%1x%2 at %3,%4").arg(rect.width()).arg(rect.height()).arg(rect.x()).arg(rect.y());
}

QRect inWindow(const QWidget &widget, const QWidget &window)
{
    return {widget.mapTo(&window, QPoint()), widget.size()};
}

/// The fact beside a panel's name.
QString factOf(const Panel &panel)
{
    const auto *label = panel.title()->findChild<RunLabel *>();
    return label ? label->accessibleName() : QString();
}

/// Parts of @p widget's class that Qt itself lays out.
bool isQtsOwn(const QWidget &widget)
{
    for (const QWidget *parent = &widget; parent; parent = parent->parentWidget()) {
        if (parent->inherits("QFileDialog") || parent->inherits("QMessageBox"))
            return true;
    }
    return false;
}

}

QRect partInSight(const QWidget &widget)
{
    if (!widget.isVisible())
        return {};
    QRect part = widget.rect();
    QPoint offset;
    for (const QWidget *inner = &widget; !inner->isWindow() && inner->parentWidget(); inner = inner->parentWidget()) {
        offset += inner->pos();
        part &= inner->parentWidget()->rect().translated(-offset);
    }
    return part;
}

WindowChecks::WindowChecks(const MainWindow &window)
    : m_window(window)
{
}

QStringList WindowChecks::problems(const State &state) const
{
    QStringList problems;
    if (m_window.session()->isOpen() && m_window.corePage()->isVisible()) {
        checkGoroutines(problems);
        checkStack(problems);
        checkDetails(problems);
        checkSource(problems, state.isScrolled);
        checkVariables(problems);
        checkThreads(problems);
        checkActions(problems);
        checkGround(problems);
        checkLeast(problems);
        if (!state.isArranged)
            checkShares(problems);
    }
    checkStatusBar(problems);
    return problems + problemsOf(m_window);
}

QStringList WindowChecks::problemsOf(const QWidget &page)
{
    QStringList problems;
    if (isQtsOwn(page))
        return problems;
    checkTexts(page, problems);
    checkOverlaps(page, problems);
    checkSizes(page, problems);
    return problems;
}

void WindowChecks::checkGoroutines(QStringList &problems) const
{
    const Selection &selection = m_window.session()->selection();
    const GoroutinePanel *panel = m_window.corePage()->panels()->goroutines();
    const QModelIndex current = panel->view()->currentIndex();
    const QModelIndexList chosen = panel->view()->selectionModel()->selectedRows();
    if (chosen != (current.isValid() ? QModelIndexList{current.siblingAtColumn(0)} : QModelIndexList{}))
        problems.append(QStringLiteral("Goroutines: the row with the strip is not the one that is tinted"));
    const GoroutineArrangement &list = panel->model()->arrangement();
    if (current.isValid()) {
        const auto kind = current.data(GoroutineModel::KindRole).value<GoroutineModel::RowKind>();
        const quint64 id = current.data(GoroutineModel::IdRole).toULongLong();
        if (kind == GoroutineModel::RowKind::More)
            problems.append(QStringLiteral("Goroutines: “%1” is the current row").arg(current.data().toString()));
        else if (!selection.isGoroutine() || selection.owner->id != id)
            problems.append(
                QStringLiteral("Goroutines shows %1, selected is %2")
                    .arg(id)
                    .arg(selection.owner ? QString::number(selection.owner->id) : QStringLiteral("nothing")));
        return;
    }
    if (!selection.isGoroutine() || !list.snapshot.table)
        return;
    const auto row = list.snapshot.table->find(selection.owner->id);
    if (row && std::ranges::find(list.rows, *row) != list.rows.end())
        problems.append(
            QStringLiteral("Goroutines has no current row, selected is goroutine %1").arg(selection.owner->id));
}

void WindowChecks::checkStack(QStringList &problems) const
{
    const Session *session = m_window.session();
    const Selection &selection = session->selection();
    const StackPanel *panel = m_window.corePage()->panels()->stack();
    const auto &shown = panel->model()->snapshot();
    if (!selection.owner)
        return;
    if (!shown || shown->owner != *selection.owner) {
        problems.append(QStringLiteral("Stack shows another owner than the selected one, %1").arg(selection.owner->id));
        return;
    }
    const QModelIndex current = panel->view()->currentIndex();
    const QModelIndexList chosen = panel->view()->selectionModel()->selectedRows();
    if (chosen != (current.isValid() ? QModelIndexList{current.siblingAtColumn(0)} : QModelIndexList{}))
        problems.append(QStringLiteral("Stack: the row with the strip is not the one that is tinted"));
    if (!current.isValid()) {
        if (selection.frame && panel->model()->indexOfFrame(*selection.frame).isValid())
            problems.append(QStringLiteral("Stack has no current row, selected is frame %1").arg(*selection.frame));
        return;
    }
    switch (current.data(StackModel::KindRole).value<StackModel::RowKind>()) {
    case StackModel::RowKind::Frame:
        if (!selection.frame || current.data(StackModel::FrameRole).toULongLong() != *selection.frame)
            problems.append(QStringLiteral("Stack shows frame %1, selected is %2")
                                .arg(current.data(StackModel::FrameRole).toULongLong())
                                .arg(selection.frame ? qint64(*selection.frame) : -1));
        break;
    case StackModel::RowKind::CreatedBy:
        if (!selection.place || selection.place->line != shown->createdBy.line)
            problems.append(QStringLiteral("Stack stands at “created by”, and the source is shown of elsewhere"));
        break;
    case StackModel::RowKind::Fold:
    case StackModel::RowKind::Note: break;
    }
}

void WindowChecks::checkDetails(QStringList &problems) const
{
    const GoroutineDetailsView *details = m_window.corePage()->panels()->stack()->details();
    const auto &owner = m_window.session()->selection().owner;
    const auto *title = details->findChild<QLabel *>();
    if (!owner || details->isHidden() || !title)
        return;
    if (!title->text().endsWith(QLatin1Char(' ') + QString::number(owner->id)))
        problems.append(QStringLiteral("details of “%1”, selected is %2").arg(title->text()).arg(owner->id));
}

void WindowChecks::checkSource(QStringList &problems, bool isScrolled) const
{
    const Session *session = m_window.session();
    const SourcePanel *panel = m_window.corePage()->panels()->source();
    const FrameInfo *frame = session->frame();
    const Selection &selection = session->selection();
    if (!frame)
        return;
    CodeView *view = panel->showsDisassembly() ? panel->disassemblyView() : panel->sourceView();
    if (!panel->showsDisassembly()) {
        const int line = selection.place ? selection.place->line : frame->line;
        if (view->markedLine() != line)
            problems.append(QStringLiteral("Source marks line %1, selected is %2").arg(view->markedLine()).arg(line));
        if (!factOf(*panel).endsWith(QLatin1Char(':') + QString::number(line)))
            problems.append(QStringLiteral("Source is titled “%1”, selected is line %2").arg(factOf(*panel)).arg(line));
    }
    if (isScrolled || !view->isVisible() || view->markedLine() <= 0)
        return;
    const QTextBlock block = view->document()->findBlockByNumber(view->markedLine() - 1);
    if (!block.isValid())
        return;
    QTextCursor cursor(block);
    const QRect place = view->cursorRect(cursor);
    if (place.top() < 0 || place.bottom() > view->viewport()->height())
        problems.append(QStringLiteral("the marked line %1 is out of sight (%2 in a view of %3)")
                            .arg(view->markedLine())
                            .arg(textOf(place))
                            .arg(view->viewport()->height()));
}

void WindowChecks::checkVariables(QStringList &problems) const
{
    const FrameInfo *frame = m_window.session()->frame();
    const QString fact = factOf(*m_window.corePage()->panels()->variables());
    if (m_window.actions()->packageVariables->isChecked() || fact == QLatin1String("of packages"))
        return;
    const QString wanted = frame
        ? QStringLiteral("%1, frame %2").arg(functionName(frame->function).whole()).arg(frame->index)
        : QString();
    if (fact.simplified() != wanted.simplified())
        problems.append(QStringLiteral("Variables is titled “%1”, selected is “%2”").arg(fact, wanted));
}

void WindowChecks::checkThreads(QStringList &problems) const
{
    const auto &owner = m_window.session()->selection().owner;
    for (const ListView *view : m_window.corePage()->bottom()->findChildren<ListView *>()) {
        const QModelIndex current = view->currentIndex();
        if (view->accessibleName() != QLatin1String("Threads") || !current.isValid() || !owner)
            continue;
        const qint64 tid = current.data(ThreadModel::TidRole).toLongLong();
        const QVariant goroutine = current.data(ThreadModel::GoroutineRole);
        const bool isIt = owner->kind == StackOwner::Kind::Thread
            ? tid == qint64(owner->id)
            : goroutine.isValid() && goroutine.toULongLong() == owner->id;
        if (!isIt)
            problems.append(QStringLiteral("Threads shows thread %1, selected is %2").arg(tid).arg(owner->id));
    }
}

void WindowChecks::checkActions(QStringList &problems) const
{
    const Session *session = m_window.session();
    if (m_window.actions()->back->isEnabled() != session->canGoBack()
        || m_window.actions()->forward->isEnabled() != session->canGoForward())
        problems.append(QStringLiteral("Back or Forward is enabled in spite of the history, or is not"));
}

/// Panels, bars and strip cover the page: no void, and no panel on another.
void WindowChecks::checkGround(QStringList &problems) const
{
    const CorePage &page = *m_window.corePage();
    PanelArea *area = page.panels();
    const int separator = area->style()->pixelMetric(QStyle::PM_DockWidgetSeparatorExtent, nullptr, area) + 2;
    QRegion bare(page.rect());
    QList<const QWidget *> covers{page.header(), page.bars(), page.bottom()};
    QList<const QWidget *> docks;
    for (const Panel *panel : area->panels()) {
        if (panel->isVisible() && !panel->isFloating() && !partInSight(*panel).isEmpty())
            docks.append(panel);
    }
    for (const QWidget *widget : area->findChildren<QWidget *>(Qt::FindDirectChildrenOnly)) {
        const auto *bar = qobject_cast<const QTabBar *>(widget);
        if (widget->isVisible() && (bar || qobject_cast<const EmptyPlace *>(widget)))
            covers.append(widget);
    }
    for (const QWidget *widget : page.findChildren<QWidget *>(Qt::FindDirectChildrenOnly)) {
        if (widget->isVisible() && !widget->isAncestorOf(area))
            covers.append(widget);
    }
    for (const QWidget *widget : covers + docks)
        bare -= inWindow(*widget, page).adjusted(-separator, -separator, separator, separator);
    for (const QRect &rect : bare)
        problems.append(QStringLiteral("void: nothing is at %1 of the page").arg(textOf(rect)));
    for (qsizetype i = 0; i < docks.size(); ++i) {
        for (qsizetype j = i + 1; j < docks.size(); ++j) {
            if (docks.at(i)->geometry().intersects(docks.at(j)->geometry()))
                problems.append(QStringLiteral("%1 lies over %2").arg(nameOf(*docks.at(i)), nameOf(*docks.at(j))));
        }
    }
    const BottomPanel *bottom = page.bottom();
    if (!bottom->isOpen() && bottom->height() != bottom->stripHeight())
        problems.append(QStringLiteral("void: the closed bottom panel is %1 high, its strip %2")
                            .arg(bottom->height())
                            .arg(bottom->stripHeight()));
}

/// No panel is crushed below its least size.
void WindowChecks::checkLeast(QStringList &problems) const
{
    for (const Panel *panel : m_window.corePage()->panels()->panels()) {
        if (!panel->isVisible() || partInSight(*panel).isEmpty())
            continue;
        const QSize least = panel->widget()->minimumSizeHint().expandedTo(panel->widget()->minimumSize());
        if (panel->widget()->width() < least.width() || panel->widget()->height() < least.height())
            problems.append(QStringLiteral("%1 has %2x%3, its least is %4x%5")
                                .arg(nameOf(*panel))
                                .arg(panel->widget()->width())
                                .arg(panel->widget()->height())
                                .arg(least.width())
                                .arg(least.height()));
    }
}

/// The panels' shares of the layout as it comes: 36, 25 and 39 of a hundred, the source over the variables with 55; in a
/// narrow window 42 and 58, the stack with 50 over the others.
void WindowChecks::checkShares(QStringList &problems) const
{
    const PanelArea *area = m_window.corePage()->panels();
    const QSize whole = area->size();
    const auto isAtLeast = [area](Qt::Orientation orientation) {
        return std::ranges::any_of(area->panels(), [orientation](const Panel *panel) {
            const QSize least = panel->minimumSizeHint();
            return orientation == Qt::Horizontal ? panel->width() <= least.width() + 1
                                                 : panel->height() <= least.height() + 1;
        });
    };
    const bool isLow = isAtLeast(Qt::Vertical); // one can't have less: then others have not their part
    const bool isSlim = isAtLeast(Qt::Horizontal);
    const auto check = [&problems](const Panel *panel, int has, int all, int percent) {
        constexpr int tolerance = 3; // separators, whole pixels
        if (panel->isVisible() && std::abs(has * 100 - all * percent) > all * tolerance)
            problems.append(
                QStringLiteral("%1 has %2 of %3, not %4 %").arg(panel->windowTitle()).arg(has).arg(all).arg(percent));
    };
    const bool isNarrow = area->tabifiedDockWidgets(area->source()).contains(area->variables());
    if (!isSlim) {
        check(area->goroutines(), area->goroutines()->width(), whole.width(), isNarrow ? 42 : 36);
        check(area->stack(), area->stack()->width(), whole.width(), isNarrow ? 58 : 25);
    }
    if (!isSlim && !isNarrow)
        check(area->source(), area->source()->width(), whole.width(), 39);
    // Of tabs, the one behind counts as well: a field or a list on it needs its room.
    const int lower
        = std::max(area->source()->minimumSizeHint().height(), area->variables()->minimumSizeHint().height())
        + area->fontMetrics().height() * 2;
    if (!isLow && !(isNarrow && area->stack()->height() + lower + area->fontMetrics().height() >= whole.height()))
        check(isNarrow ? static_cast<const Panel *>(area->stack()) : area->source(),
              isNarrow ? area->stack()->height() : area->source()->height(), whole.height(), isNarrow ? 50 : 55);
}

void WindowChecks::checkStatusBar(QStringList &problems) const
{
    const QStatusBar *bar = m_window.findChild<QStatusBar *>(QString(), Qt::FindDirectChildrenOnly);
    if (!bar || bar->currentMessage().isEmpty())
        return;
    for (const QWidget *widget : bar->findChildren<QWidget *>(Qt::FindDirectChildrenOnly)) {
        if (widget->isVisible() && widget->width() > 0)
            problems.append(QStringLiteral("the status bar's message “%1” lies over %2")
                                .arg(bar->currentMessage(), nameOf(*widget)));
    }
}

void WindowChecks::checkTexts(const QWidget &page, QStringList &problems)
{
    for (const QWidget *widget : page.findChildren<QWidget *>()) {
        if (!widget->isVisible() || widget->window() != page.window() || partInSight(*widget).isEmpty())
            continue;
        const QFontMetrics metrics(widget->font());
        if (const auto *label = qobject_cast<const QLabel *>(widget)) {
            const bool isPlain = !label->text().isEmpty() && !label->wordWrap() && !Qt::mightBeRichText(label->text());
            QString shown = label->text();
            if (label->buddy())
                shown.remove(QLatin1Char('&')); // the sign of its key
            if (isPlain && label->contentsRect().width() < metrics.horizontalAdvance(shown))
                problems.append(QStringLiteral("“%1” is cut off").arg(label->text()));
            if (label->wordWrap() && label->height() < label->heightForWidth(label->width()))
                problems.append(QStringLiteral("lines of “%1” are cut off").arg(label->text()));
        } else if (const auto *runs = qobject_cast<const RunLabel *>(widget)) {
            if (!runs->accessibleName().isEmpty() && runs->height() < metrics.height())
                problems.append(QStringLiteral("“%1” is cut off in its height").arg(runs->accessibleName()));
        } else if (const auto *button = qobject_cast<const QAbstractButton *>(widget)) {
            if (!button->text().isEmpty() && button->width() < button->minimumSizeHint().width()
                && !button->text().startsWith(QLatin1String("qt_")))
                problems.append(QStringLiteral("the button “%1” is cut off").arg(button->text()));
        } else if (const auto *view = qobject_cast<const ListView *>(widget)) {
            checkRows(*view, problems);
        }
    }
}

/// What a row says has a place where it can be read.
void WindowChecks::checkRows(const ListView &view, QStringList &problems)
{
    if (!view.model())
        return;
    const QFontMetrics metrics(view.font());
    const QRect sight = view.viewport()->rect();
    const int least = metrics.averageCharWidth() * 3;
    for (QModelIndex row = view.indexAt(QPoint(1, 1)); row.isValid(); row = view.indexBelow(row)) {
        for (int column = 0; column < view.model()->columnCount(row.parent()); ++column) {
            const QModelIndex cell = row.siblingAtColumn(column);
            const QRect rect = view.visualRect(cell);
            if (column == 0 && rect.top() > sight.bottom())
                return;
            if (view.isColumnHidden(column) || cell.data().toString().isEmpty())
                continue;
            if (rect.height() < metrics.height()
                || (rect & QRect(0, rect.top(), sight.width(), rect.height())).width() < least) {
                problems.append(QStringLiteral("%1: “%2” has no room (%3 in a view of %4)")
                                    .arg(nameOf(view), cell.data().toString().left(40), textOf(rect))
                                    .arg(sight.width()));
                return; // one is enough to tell
            }
        }
    }
}

void WindowChecks::checkOverlaps(const QWidget &page, QStringList &problems)
{
    constexpr int tolerance = 2;
    QList<const QWidget *> parents{&page};
    for (const QWidget *widget : page.findChildren<QWidget *>())
        parents.append(widget);
    for (const QWidget *parent : std::as_const(parents)) {
        if (!parent->isVisible() || parent->window() != page.window() || qobject_cast<const QLineEdit *>(parent)
            || qobject_cast<const QAbstractScrollArea *>(parent) || parent->inherits("QTabBar")
            || parent->inherits("QComboBox") || parent->inherits("QDockWidgetGroupWindow"))
            continue;
        QList<const QWidget *> children;
        for (const QWidget *child : parent->findChildren<QWidget *>(Qt::FindDirectChildrenOnly)) {
            if (child->isVisible() && !child->isWindow() && !qobject_cast<const QSplitterHandle *>(child)
                && !child->inherits("QRubberBand") && !child->inherits("QFocusFrame")
                && !(child->inherits("QDockWidget") && partInSight(*child).isEmpty()))
                children.append(child);
        }
        for (qsizetype i = 0; i < children.size(); ++i) {
            for (qsizetype j = i + 1; j < children.size(); ++j) {
                const QRect both = children.at(i)->geometry() & children.at(j)->geometry();
                if (both.width() > tolerance && both.height() > tolerance)
                    problems.append(QStringLiteral("%1 (%2) lies over %3 (%4) in %5")
                                        .arg(nameOf(*children.at(i)), textOf(children.at(i)->geometry()),
                                             nameOf(*children.at(j)), textOf(children.at(j)->geometry()),
                                             nameOf(*parent)));
            }
        }
    }
}

void WindowChecks::checkSizes(const QWidget &page, QStringList &problems)
{
    if (page.width() < page.minimumSizeHint().width() || page.height() < page.minimumSizeHint().height())
        problems.append(QStringLiteral("%1 has %2x%3 and needs %4x%5")
                            .arg(nameOf(page))
                            .arg(page.width())
                            .arg(page.height())
                            .arg(page.minimumSizeHint().width())
                            .arg(page.minimumSizeHint().height()));
}

}
