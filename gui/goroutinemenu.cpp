// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/goroutinemenu.h"

#include "gui/goroutinepanel.h"
#include "gui/listexport.h"
#include "gui/listview.h"
#include "model/format.h"
#include "model/goroutinemodel.h"
#include "model/goroutinetable.h"
#include "model/session.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>

namespace Freezeframe
{

GoroutineMenu::GoroutineMenu(Session *session, GoroutinePanel *panel)
    : QObject(panel)
    , m_session(session)
    , m_panel(panel)
{
    connect(panel->view(), &ListView::menuWanted, this, &GoroutineMenu::fill);
    panel->view()->exports().setSource([panel](const std::optional<QModelIndexList> &chosen) {
        const GoroutineModel *list = panel->model();
        const auto &arrangement = list->sharedArrangement();
        auto rows = chosen ? GoroutineTableModel::rowsOf(*list, *chosen) : arrangement->rows;
        return ExportedTable{.model = std::make_shared<GoroutineTableModel>(arrangement, std::move(rows))};
    });
}

void GoroutineMenu::fill(QMenu *menu, const QModelIndex &cell)
{
    const QModelIndex row = cell.siblingAtColumn(0);
    const quint64 id = row.data(GoroutineModel::IdRole).toULongLong();
    const auto kind = row.data(GoroutineModel::KindRole).value<GoroutineModel::RowKind>();
    if (id == 0 || kind == GoroutineModel::RowKind::More || !m_session->goroutines().table)
        return;
    if (kind == GoroutineModel::RowKind::Group) {
        const bool isOpen = m_panel->view()->isExpanded(row);
        menu->addAction(isOpen ? tr("Close &Group") : tr("Open &Group"), m_panel->view(),
                        [view = m_panel->view(), kept = QPersistentModelIndex(row), isOpen] {
                            if (kept.isValid())
                                view->setExpanded(kept, !isOpen);
                        });
        menu->addSeparator();
    }
    addWays(menu, id);
    addFilters(menu, row, id);
    menu->addSeparator();
    menu->addAction(tr("Copy Goroutine &Id"), this, [id] { QApplication::clipboard()->setText(QString::number(id)); });
    menu->addAction(tr("Copy Its &Stack"), this, &GoroutineMenu::stackCopyWanted);
}

/// To what it has to do with.
void GoroutineMenu::addWays(QMenu *menu, quint64 id)
{
    const GoroutineTable &table = *m_session->goroutines().table;
    const auto row = table.find(id);
    if (!row)
        return;
    if (const uint64_t parent = table.parent[*row]; parent != 0 && table.find(parent))
        menu->addAction(tr("Go to Its &Creator, Goroutine %1").arg(parent), this,
                        [this, parent] { m_session->selectGoroutine(parent); });
    if (const int64_t thread = table.thread[*row]; thread != 0)
        menu->addAction(tr("Go to Its &Thread, %1").arg(thread), this,
                        [this, thread] { m_session->selectThread(thread); });
    const GoroutineStacks *stacks = m_session->goroutines().stacks.get();
    if (const auto *stack = stacks ? stacks->stackAt(*row) : nullptr; stack && !stack->user.file.empty())
        menu->addAction(tr("Open in &Editor"), this, [this, place = stack->user] { m_session->openInEditor(place); });
    menu->addSeparator();
}

void GoroutineMenu::addFilters(QMenu *menu, const QModelIndex &row, quint64 id)
{
    const auto show = [this, menu](const QString &text, const QString &filter) {
        menu->addAction(text, m_panel, [panel = m_panel, filter] { panel->setFilter(filter); });
    };
    const QString function
        = row.data(GoroutineModel::PackageRole).toString() + row.data(GoroutineModel::FunctionRole).toString();
    if (!function.isEmpty())
        show(tr("Show Only Those in “%1”").arg(QString(function).replace(QLatin1Char('&'), QLatin1String("&&"))),
             QStringLiteral("func:\"%1\"").arg(function));
    const GoroutineTable &table = *m_session->goroutines().table;
    const auto found = table.find(id);
    if (!found)
        return;
    const bool waits = table.status[*found] == uint8_t(GoStatus::Waiting);
    const std::string reason = waits ? table.waitReasonText(*found) : std::string();
    const QString state = shown(reason.empty() ? table.statusText(*found) : reason);
    if (!state.isEmpty())
        show(tr("Show Only Those in State “%1”").arg(state), QStringLiteral("state:\"%1\"").arg(state));
}

}
