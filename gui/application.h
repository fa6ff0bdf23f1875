// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/inspection.h"

#include <QSize>
#include <QString>
#include <QStringList>

#include <expected>
#include <optional>

class QApplication;
class QCoreApplication;

namespace Freezeframe
{

/// What the command line asks for. A value type.
struct WindowOptions {
    QStringList files; ///< cores, a program for them, folders of cores; absolute
    OpenOptions common; ///< what holds for each of the cores
    std::optional<quint64> goroutine;
    std::optional<size_t> frame;
    bool capture = false; ///< open the list of processes
    bool crashes = false; ///< the keyboard is in the list of crashes
    std::optional<int> pid; ///< chosen in it
    bool walkthrough = false; ///< open the lesson beside the window
    bool present = false; ///< it, for a class
    QString screenshot;
    QSize size;

    /// Exits for --help and --version; a problem is one sentence.
    [[nodiscard]] static std::expected<WindowOptions, QString> parse(const QCoreApplication &application);
};

/// Name and version: what the program says of itself without a window.
void nameApplication();

/// Names, icon, settings and fonts of the application: before the first window. A sentence tells what of the settings is
/// lost; empty: nothing.
[[nodiscard]] QString prepareApplication(QApplication &application);

/// Opens what was asked for and runs; the exit status. 0 whole, 2 usage, 3 the core can't be read.
[[nodiscard]] int runApplication(QApplication &application, const WindowOptions &options,
                                 const QString &settingsProblem);

}
