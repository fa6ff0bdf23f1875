// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/rowdelegate.h"

namespace Freezeframe
{

/// Rows of the stacks of all goroutines: function, bar and count, how many end here, what they do. GUI thread.
class StackTreeDelegate : public RowDelegate
{
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;
    /// Words to mark in functions' names.
    void setMarks(const QStringList &marks) { m_marks = marks; }

protected:
    [[nodiscard]] Line line(const QModelIndex &index) const override;

private:
    QStringList m_marks;
};

}
