// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/rowdelegate.h"

namespace Freezeframe
{

/// Cells of the list of processes: the Go version as a badge, command lines shortened in the middle, what the filter
/// matches on a tinted ground. GUI thread.
class ProcessDelegate : public RowDelegate
{
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;
    void setMarks(const QStringList &marks) { m_marks = marks; }

protected:
    [[nodiscard]] Line line(const QModelIndex &index) const override;

private:
    QStringList m_marks;
};

}
