// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/elf/corefile.h"

#include <QByteArrayList>
#include <QProcess>

#include <expected>

namespace Freezeframe
{

/// A process that lives until this object goes. One thread.
class RunningVictim
{
public:
    /// Memory that the process told of: its name, and where it is.
    struct Place {
        uint64_t address = 0;
        uint64_t size = 0;
    };
    /// The program of tests/capture/victim in the state that the first argument names; returns once it is ready.
    [[nodiscard]] static std::expected<std::unique_ptr<RunningVictim>, QString> start(const QStringList &arguments);
    /// Any other program that prints a line with "ready".
    [[nodiscard]] static std::expected<std::unique_ptr<RunningVictim>, QString> startProgram(
        const QString &program, const QStringList &arguments);
    ~RunningVictim();
    [[nodiscard]] static QString program(); ///< that of start()

    [[nodiscard]] int32_t pid() const { return int32_t(m_process.processId()); }
    [[nodiscard]] const QByteArrayList &lines() const { return m_lines; } ///< before "ready"
    [[nodiscard]] Place place(const QByteArray &name) const;
    /// Writes a byte, and returns the line that it answers with.
    [[nodiscard]] QByteArray ask();
    /// R, S, T … of the whole process, or 0.
    [[nodiscard]] char state() const;
    /// Of all its threads.
    [[nodiscard]] QByteArray states() const;
    [[nodiscard]] QByteArray statusField(const QByteArray &name) const;
    /// Whether some thread is traced or stopped, after the moment that the kernel may take to wake it.
    [[nodiscard]] bool isHeldUp() const;

private:
    RunningVictim() = default;
    QProcess m_process;
    QByteArrayList m_lines;
};

/// What a core has at an address; nothing if the core has not all of it.
[[nodiscard]] std::optional<QByteArray> coreBytes(const CoreFile &core, uint64_t address, uint64_t size);

}
