// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QProcess>
#include <QTemporaryDir>

#include <expected>
#include <memory>
#include <vector>

namespace Freezeframe
{

/// Living Go programs for the pictures, under names as a person would have them; ends them when it goes.
class LiveVictims
{
public:
    /// Starts them, if that is not done: the first one's pid, or why not.
    [[nodiscard]] std::expected<int, QString> start();
    [[nodiscard]] QString folder() const { return m_folder.path(); }
    /// Lets some programs crash, each in a folder of its own, where the kernel puts its core: those that hold one. None
    /// where kernel.core_pattern leads elsewhere.
    [[nodiscard]] QStringList crashes();
    /// The program of the first.
    [[nodiscard]] QString program() const;
    ~LiveVictims();

private:
    bool crashOne(const QString &name, const QString &program, const QStringList &arguments, int daysAgo);
    bool startOne(const QString &name, const QStringList &arguments);

    QTemporaryDir m_folder;
    QStringList m_crashes;
    std::vector<std::unique_ptr<QProcess>> m_processes;
};

}
