// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/processhandle.h"

#include <QString>
#include <QStringList>

namespace Freezeframe
{

/// How a program is started: what a person would type. A value type.
struct ProgramStart {
    QString program;
    QStringList arguments;
    QString folder; ///< where it works
    QStringList environment; ///< "NAME=value", all of it; empty: that of this program
    QString origin; ///< whose it was, for people: "PID 4711"; empty: nobody's

    /// As a process that lives was started; its program is empty where that may not be read. Any thread.
    [[nodiscard]] static ProgramStart of(const ProcessId &process);
    /// In the folder where it lies.
    [[nodiscard]] static ProgramStart ofFile(const QString &program);
    /// The arguments as a person writes them, which QProcess::splitCommand() takes apart again.
    [[nodiscard]] QString argumentText() const;
};

}
