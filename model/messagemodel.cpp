// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/messagemodel.h"

#include "model/format.h"

namespace Freezeframe
{

void MessageModel::setMessages(std::vector<Error> messages)
{
    beginResetModel();
    m_messages = std::move(messages);
    endResetModel();
}

int MessageModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_messages.size());
}

int MessageModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString MessageModel::text(const Error &message, Column column) const
{
    switch (column) {
    case Message: return errorText(message);
    case File: return fileName(message.file);
    case Section: return shown(message.section);
    case Offset: return message.offset ? addressText(Address{*message.offset}) : QString();
    case ColumnCount: break;
    }
    return {};
}

QVariant MessageModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Error &message = m_messages[size_t(index.row())];
    const auto column = Column(index.column());
    switch (role) {
    case Qt::DisplayRole: return text(message, column);
    case Qt::ToolTipRole: return column == File ? shown(message.file) : shown(message.toString());
    case Qt::TextAlignmentRole: return column == Offset ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case SortRole:
        return column == Offset ? QVariant(message.offset ? qint64(*message.offset) : qint64(-1))
                                : QVariant(text(message, column));
    case ErrorRole: return errorText(message);
    case MutedRole: return column != Message;
    default: return {};
    }
}

QVariant MessageModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == Offset ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                 : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Message: return tr("Message");
    case File: return tr("File");
    case Section: return tr("Section");
    case Offset: return tr("Offset");
    case ColumnCount: break;
    }
    return {};
}

}
