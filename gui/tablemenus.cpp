// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/tablemenus.h"

#include "gui/symboliciconengine.h"
#include "model/format.h"
#include "model/modulemodel.h"
#include "model/registermodel.h"
#include "model/session.h"
#include "model/threadmodel.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>

#include <algorithm>

namespace Freezeframe
{

TableMenus::TableMenus(Session *session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
}

void TableMenus::addMemory(QMenu *menu, const QString &text, Address address)
{
    menu->addAction(symbolicIcon(QStringLiteral("memory")), text, this,
                    [this, address] { Q_EMIT memoryWanted(address); });
}

void TableMenus::addCopy(QMenu *menu, const QString &text, const QString &content)
{
    if (!content.isEmpty())
        menu->addAction(text, this, [content] { QApplication::clipboard()->setText(content); });
}

void TableMenus::fillThread(QMenu *menu, const QModelIndex &cell)
{
    const qint64 tid = cell.data(ThreadModel::TidRole).toLongLong();
    const QVariant goroutine = cell.data(ThreadModel::GoroutineRole);
    if (goroutine.isValid())
        menu->addAction(tr("Go to &Goroutine %1").arg(goroutine.toULongLong()), this,
                        [this, id = goroutine.toULongLong()] { m_session->selectGoroutine(id); });
    menu->addAction(tr("Show the &Thread’s Own Stack"), this, [this, tid] { m_session->selectThread(tid); });
    const auto threads = m_session->threads();
    const auto thread = std::ranges::find(*threads, tid, &ThreadInfo::tid);
    if (thread != threads->end() && !thread->location.file.empty())
        menu->addAction(tr("Open in &Editor"), this,
                        [this, place = thread->location] { m_session->openInEditor(place); });
    menu->addSeparator();
    addCopy(menu, tr("Copy Thread &Id"), QString::number(tid));
    addCopy(menu, tr("Copy &Function Name"), cell.siblingAtColumn(ThreadModel::Function).data().toString());
}

void TableMenus::fillRegister(QMenu *menu, const QModelIndex &cell)
{
    const QModelIndex value = cell.siblingAtColumn(RegisterModel::Hexadecimal);
    const QString name = cell.siblingAtColumn(RegisterModel::Name).data().toString();
    if (const QVariant address = value.data(RegisterModel::AddressRole); address.isValid())
        addMemory(menu, tr("Show in &Memory"), Address{address.toULongLong()});
    menu->addSeparator();
    addCopy(menu, tr("Copy &Value"), value.data().toString());
    addCopy(menu, tr("Copy &Decimal"), cell.siblingAtColumn(RegisterModel::Decimal).data().toString());
    addCopy(menu, tr("Copy &Name and Value"), name + QLatin1String(" = ") + value.data().toString());
}

void TableMenus::fillModule(QMenu *menu, const QModelIndex &cell)
{
    const QModelIndex start = cell.siblingAtColumn(ModuleModel::Start);
    addMemory(menu, tr("Show in &Memory"), Address{start.data(SortRole).toULongLong()});
    menu->addSeparator();
    addCopy(menu, tr("Copy &Path"), cell.siblingAtColumn(ModuleModel::Path).data().toString());
    addCopy(menu, tr("Copy A&ddress"), start.data().toString());
    addCopy(menu, tr("Copy &Build Id"), cell.siblingAtColumn(ModuleModel::BuildId).data().toString());
}

}
