// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/commandlist.h"

#include "backend/console/commandhelp.h"
#include "model/format.h"

namespace Freezeframe
{

namespace
{

QString names(const CommandHelp &command)
{
    QStringList all;
    for (const std::string_view name : command.names)
        all.append(shown(name));
    return all.join(QStringLiteral(", "));
}

}

CommandList::CommandList(QObject *parent)
    : QAbstractTableModel(parent)
{
}

int CommandList::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(allCommands().size());
}

int CommandList::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant CommandList::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const CommandHelp &command = allCommands()[size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case SortRole:
        switch (Column(index.column())) {
        case Name: return names(command);
        case Group: return shown(commandGroupTitle(command.group));
        case Summary: return shown(command.summary);
        case ColumnCount: break;
        }
        return {};
    case HelpRole: return shownLines(helpText(command));
    case ExampleRole: {
        const QString lines = shownLines(command.example);
        return lines.isEmpty() ? QStringList() : lines.split(QLatin1Char('\n'));
    }
    case MutedRole: return !command.refusal.empty(); // a core can't
    default: return {};
    }
}

QVariant CommandList::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Name: return tr("Command");
    case Group: return tr("For");
    case Summary: return tr("What It Does");
    case ColumnCount: break;
    }
    return {};
}

}
