// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QProcess>
#include <QTemporaryDir>

#include <optional>
#include <sys/resource.h>

namespace Freezeframe
{

/// How a victim shall start.
struct LiveVictimRequest {
    QString program;
    QStringList arguments = {};
    QByteArray traceback = {}; ///< GOTRACEBACK; null: not set
    std::optional<rlim_t> coreLimit = RLIM_INFINITY; ///< soft; as far as the hard one goes
    std::optional<rlim_t> fileLimit = {};
    std::optional<uint32_t> user = {}; ///< instead of ours
    QString folder = {}; ///< empty: one of its own
    QByteArray readyWord = "ready"; ///< on stdout
};

/// A program that runs until it is killed or this is destroyed. One thread.
class LiveVictim
{
public:
    explicit LiveVictim(const LiveVictimRequest &request);
    ~LiveVictim();

    [[nodiscard]] bool isReady() const { return m_isReady; }
    [[nodiscard]] int32_t pid() const { return int32_t(m_process.processId()); }
    [[nodiscard]] QString folder() const { return m_folder; }
    [[nodiscard]] QProcess &process() { return m_process; }
    /// True once it is dead.
    [[nodiscard]] bool waitForEnd(int milliseconds) { return m_process.waitForFinished(milliseconds); }

private:
    QTemporaryDir m_own;
    QString m_folder;
    QProcess m_process;
    bool m_isReady = false;
};

/// Where a sitter of another user can run: the program, and a folder of @p mode to be in. Owns both.
class StrangersPlace
{
public:
    explicit StrangersPlace(mode_t mode);
    [[nodiscard]] bool isReady() const { return m_isReady; }
    [[nodiscard]] LiveVictimRequest request() const;
    [[nodiscard]] QString folder() const { return m_outer.filePath(QStringLiteral("work")); }

private:
    QTemporaryDir m_outer;
    bool m_isReady = false;
};

/// The program of sitter.cpp.
[[nodiscard]] QString sitterProgram();
/// Whether this machine writes cores as files named "core" into the folder of the process.
[[nodiscard]] bool writesPlainCores();

}
