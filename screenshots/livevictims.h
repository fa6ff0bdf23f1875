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
    /// The program of the first.
    [[nodiscard]] QString program() const;
    ~LiveVictims();

private:
    bool startOne(const QString &name, const QStringList &arguments);

    QTemporaryDir m_folder;
    std::vector<std::unique_ptr<QProcess>> m_processes;
};

}
