// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/runlabel.h"
#include "model/session.h"

namespace Freezeframe
{

/// The registers that one instruction uses, with their values in the selected frame, and whether these are of that
/// instruction at all. A value is a link to the memory there. GUI thread.
class RegisterLine : public RunLabel
{
    Q_OBJECT
public:
    /// Of which instruction the registers of the frame are known.
    enum class Moment {
        Before, ///< of this one, just before it
        Call, ///< of this one, which calls; what the callees kept
        Elsewhere, ///< of another one
    };
    explicit RegisterLine(QWidget *parent = nullptr);
    /// @p line null: nothing is selected.
    void show(const DisassemblyLine *line, const Session::RegisterSet &registers, Moment moment,
              DisassemblyFlavor flavor);

Q_SIGNALS:
    void memoryWanted(Freezeframe::Address address);

private:
    [[nodiscard]] static QString momentText(Moment moment);
};

}
