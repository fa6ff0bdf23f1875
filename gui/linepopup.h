// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/listview.h"

namespace Freezeframe
{

/// The list below a line of text: what is chosen in it goes on in the line, which keeps the keyboard. GUI thread.
class LinePopup : public ListView
{
    Q_OBJECT
public:
    /// @p line owns it.
    explicit LinePopup(QWidget *line);
    /// As high as @p rows, frame included.
    [[nodiscard]] int heightFor(int rows) const;
};

}
