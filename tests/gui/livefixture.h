// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/mainwindow.h"

#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>

namespace Freezeframe
{

class ProcessPicker;

/// A Go program that lives until this object goes.
struct LivingVictim {
    QProcess process;
    ~LivingVictim()
    {
        process.kill();
        process.waitForFinished();
    }
    [[nodiscard]] int pid() const { return int(process.processId()); }
    [[nodiscard]] bool isAlive() { return !process.waitForFinished(0) && process.state() == QProcess::Running; }
};

/// What the tests of the window with living processes share: settings and a folder of their own, a Go program that idles,
/// and a window whose picker has it chosen.
class LiveFixture
{
public:
    struct Chosen {
        std::unique_ptr<LivingVictim> victim;
        MainWindow window;
        ProcessPicker *picker = nullptr;
    };

    LiveFixture();
    /// Builds the program; the sentence says why there is none. Empty: it is there.
    [[nodiscard]] QString prepare();
    /// Settings as of a person who starts for the first time, but for the folder of captures.
    void resetSettings() const;
    [[nodiscard]] QString program() const { return m_program; }
    [[nodiscard]] QString path(const QString &name = {}) const { return m_work.filePath(name); }
    [[nodiscard]] QStringList filesLeft() const;

    [[nodiscard]] std::unique_ptr<LivingVictim> start(const QStringList &environment = {},
                                                      const QStringList &arguments = {}) const;
    /// The window's picker with the process chosen, and what its capture would take known; null if that does not come.
    [[nodiscard]] static ProcessPicker *pick(MainWindow &window, int pid);
    /// All of that; null if any of it failed.
    [[nodiscard]] std::unique_ptr<Chosen> choose(const QStringList &environment = {},
                                                 const QStringList &arguments = {}) const;
    [[nodiscard]] static bool isSettled(const MainWindow &window);
    /// Keys go to @p window from now on, as its shortcuts want it.
    [[nodiscard]] static bool activate(QWidget &window);
    /// core_pattern is a plain file, so that a victim's core lies where the test can find it.
    [[nodiscard]] static bool leavesCoreFiles();

private:
    QTemporaryDir m_settings;
    QTemporaryDir m_work;
    QString m_program;
};

}
