// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/processdelegate.h"

#include "model/processmodel.h"

namespace Freezeframe
{

RowDelegate::Line ProcessDelegate::line(const QModelIndex &index) const
{
    const QString text = index.data().toString();
    Line line;
    if (text.isEmpty())
        return line;
    if (index.column() == ProcessModel::Go) {
        line.left = {Run::badge(text)};
        return line;
    }
    const auto role = index.data(MutedRole).toBool() ? Theme::Role::Muted : Theme::Role::Text;
    const bool isRight = (index.data(Qt::TextAlignmentRole).toInt() & Qt::AlignRight) != 0;
    const int flags = index.column() == ProcessModel::Command ? Run::ElideMiddle : Run::Plain;
    const Runs runs{Run::plain(text, role, flags, isRight ? 0 : 1)};
    if (isRight)
        line.right = runs;
    else
        line.left = runs;
    if (!isRight || index.column() == ProcessModel::Pid)
        line.marks = m_marks;
    return line;
}

}
