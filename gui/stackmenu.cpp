// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/stackmenu.h"

#include "gui/listexport.h"
#include "gui/listview.h"
#include "gui/stackpanel.h"
#include "gui/symboliciconengine.h"
#include "model/format.h"
#include "model/session.h"
#include "model/stackmodel.h"
#include "model/stacktable.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>

namespace Freezeframe
{

StackMenu::StackMenu(Session *session, StackPanel *panel)
    : QObject(panel)
    , m_session(session)
    , m_panel(panel)
{
    connect(panel->view(), &ListView::menuWanted, this, &StackMenu::fill);
    panel->view()->exports().setSource([panel](const std::optional<QModelIndexList> &chosen) -> ExportedTable {
        const auto &stack = panel->model()->snapshot();
        if (!stack)
            return {};
        auto rows = chosen ? StackTableModel::rowsOf(*stack, *chosen) : StackTableModel::allRows(*stack);
        return {.model = std::make_shared<StackTableModel>(stack, std::move(rows))};
    });
}

void StackMenu::fill(QMenu *menu, const QModelIndex &cell)
{
    const auto &stack = m_panel->model()->snapshot();
    if (!stack)
        return;
    switch (cell.data(StackModel::KindRole).value<StackModel::RowKind>()) {
    case StackModel::RowKind::Frame:
        if (const size_t frame = size_t(cell.data(StackModel::FrameRole).toULongLong()); frame < stack->frames.size())
            addFrame(menu, stack->frames[frame]);
        break;
    case StackModel::RowKind::Fold: {
        const bool isOpen = m_panel->view()->isExpanded(cell);
        menu->addAction(isOpen ? tr("&Fold These Frames") : tr("&Show These Frames"), m_panel->view(),
                        [view = m_panel->view(), kept = QPersistentModelIndex(cell), isOpen] {
                            if (kept.isValid())
                                view->setExpanded(kept, !isOpen);
                        });
        menu->addAction(tr("Show &All Frames of the Runtime"), m_panel,
                        [panel = m_panel] { panel->setHideRuntime(false); });
        break;
    }
    case StackModel::RowKind::CreatedBy: addCreator(menu); break;
    case StackModel::RowKind::Note: break;
    }
    menu->addSeparator();
    menu->addAction(tr("Copy &Whole Stack"), m_panel, &StackPanel::copyStack);
}

void StackMenu::addFrame(QMenu *menu, const FrameInfo &frame)
{
    const auto put = [](const QString &text) { QApplication::clipboard()->setText(text); };
    menu->addAction(tr("Show S&ource"), this, [this] { Q_EMIT sourceWanted(false); });
    menu->addAction(tr("Show &Disassembly"), this, [this] { Q_EMIT sourceWanted(true); });
    if (!frame.file.empty())
        menu->addAction(
            tr("Open in &Editor"), this,
            [this, place = SourceLocation{frame.function, frame.file, frame.line}] { m_session->openInEditor(place); });
    if (!frame.cfa.isNull())
        menu->addAction(symbolicIcon(QStringLiteral("memory")), tr("Show Its &Memory"), this,
                        [this, address = frame.cfa] { Q_EMIT memoryWanted(address); });
    menu->addSeparator();
    if (!frame.function.empty())
        menu->addAction(tr("Copy &Function Name"), this, [put, text = shown(frame.function)] { put(text); });
    if (!frame.file.empty())
        menu->addAction(tr("Copy &Path and Line"), this,
                        [put, text = QStringLiteral("%1:%2").arg(shown(frame.file)).arg(frame.line)] { put(text); });
    menu->addAction(tr("Copy Add&ress"), this, [put, text = addressText(frame.pc)] { put(text); });
}

void StackMenu::addCreator(QMenu *menu)
{
    const StackInfo &stack = *m_panel->model()->snapshot();
    if (stack.createdByGoroutine != 0 && m_session->hasGoroutine(stack.createdByGoroutine))
        menu->addAction(tr("&Go to Goroutine %1").arg(stack.createdByGoroutine), this,
                        [this, id = stack.createdByGoroutine] { m_session->selectGoroutine(id); });
    menu->addAction(tr("Show S&ource"), this, [this, place = stack.createdBy] { m_session->showPlace(place); });
    menu->addAction(tr("Open in &Editor"), this, [this, place = stack.createdBy] { m_session->openInEditor(place); });
}

}
