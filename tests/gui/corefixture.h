// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/mainwindow.h"
#include "tests/support/victim.h"

#include <QTemporaryDir>

namespace Freezeframe
{

/// What the tests of the window over a core share: settings of their own, and a victim. GUI thread.
class CoreFixture
{
public:
    /// The core of a program in tests/fixtures, built to be debugged by the newest Go; the sentence says why there is
    /// none. Empty: it is there.
    [[nodiscard]] QString prepare(const QString &fixture);
    [[nodiscard]] const Victim &victim() const { return m_victim; }
    [[nodiscard]] OpenOptions options() const;
    /// A window that begins to open the core.
    [[nodiscard]] std::unique_ptr<MainWindow> open() const;

private:
    QTemporaryDir m_settings;
    Victim m_victim;
};

}
