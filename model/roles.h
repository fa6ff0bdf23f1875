// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <Qt>

namespace Freezeframe
{

/// Roles that several models share; a model's own begin at OwnRole.
enum SharedRole : int {
    SortRole = Qt::UserRole, ///< a number where the column is one
    ErrorRole, ///< why there is no value, as a sentence; empty if there is one
    CrashedRole, ///< bool: the row is where the program died
    MutedRole, ///< bool: the cell is of less weight than the others
    CopyRole, ///< the row as text for the clipboard
    FoldRole, ///< bool: the row only stands for others, which are its children or not in the list
    OwnRole = Qt::UserRole + 100,
};

}
