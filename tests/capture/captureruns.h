// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/capture.h"
#include "tests/capture/runningvictim.h"

#include <QTemporaryDir>

namespace Freezeframe
{

/// What a program said, and how it ended.
struct ProgramRun {
    int status = -1; ///< -1: by a signal
    QByteArray out;
    QByteArray errors;
};
[[nodiscard]] ProgramRun runProgram(const QString &program, const QStringList &arguments);

/// A folder for the cores of one test function. One thread.
class CoreFolder
{
public:
    [[nodiscard]] QString core() const { return file(QStringLiteral("a.core")); }
    [[nodiscard]] QString file(const QString &name) const { return m_folder.filePath(name); }
    [[nodiscard]] bool isEmpty() const; ///< hidden files count, too
    /// freezeframe-cli capture of the victim into core().
    [[nodiscard]] ProgramRun capture(const RunningVictim &victim, const QStringList &options = {}) const;

private:
    QTemporaryDir m_folder;
};

/// Null, after a warning, if there is no such victim.
[[nodiscard]] std::unique_ptr<RunningVictim> victimIn(const char *state, const QStringList &more = {});
[[nodiscard]] CaptureOptions optionsFor(const RunningVictim &victim, const QString &output);
[[nodiscard]] std::shared_ptr<const CoreFile> openedCore(const QString &path);

#define VERIFY_SAYS(run, expected, sentence)                                                                           \
    do {                                                                                                               \
        QVERIFY2((run).errors.contains(sentence), (run).errors.constData());                                           \
        QCOMPARE((run).status, expected);                                                                              \
    } while (false)

}
