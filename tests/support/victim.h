// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>
#include <QVersionNumber>

#include <expected>

namespace Freezeframe
{

/// One Go release of this machine.
struct GoToolchain {
    QString program; ///< "/usr/lib/go-1.26/bin/go"
    QVersionNumber version;
    /// "1.26", for names of test rows.
    [[nodiscard]] QString release() const;
};

/// The Go releases of this machine from `oldest` on, oldest first: those in FREEZEFRAME_GO (a colon between two; `dev`
/// hands over what it brought), /usr/lib/go-*/bin/go, and on PATH. Of several patch releases of one release the first
/// found counts.
[[nodiscard]] QList<GoToolchain> goToolchains(const QVersionNumber &oldest = {1, 24});

enum class GoBuild {
    Plain, ///< optimised, pure Go
    NoOpt, ///< -N -l for all packages
    Pie,
    Stripped, ///< -s -w
    TrimPath,
    Cgo,
    CgoNoOpt,
    Library, ///< -buildmode=c-shared, loaded by the C program in the fixture's folder host
};
[[nodiscard]] QString nameOf(GoBuild build);

enum class Capture {
    Kernel, ///< GOTRACEBACK=crash and the kernel's core; gdb's, if the kernel gives no file (Victim::note says so)
    Gcore, ///< gdb's gcore at the moment of the SIGABRT
    DelveDump, ///< Delve's dump at the panic
};

/// What shall be built and how it shall die.
struct VictimRequest {
    QString fixture; ///< folder below tests/fixtures, or an absolute path
    GoToolchain go;
    GoBuild build = GoBuild::Plain;
    QStringList arguments = {};
    Capture capture = Capture::Kernel;
    int signal = 0; ///< sent from outside once the victim has printed "ready"; kernel cores only
    bool keepErrors = true; ///< false: stderr is thrown away (a hundred thousand goroutines print 90 MB)
    int timeLimit = 120; ///< s, for the death alone
};

/// A dead program: files that stay valid until the build folder is removed.
struct Victim {
    QString executable;
    QString core;
    QString output; ///< file with its stdout
    QString errors; ///< file with its stderr: the runtime's own traceback
    QString note; ///< empty, or how the core came about if not as asked
};

/// Builds, crashes and keeps the victim in the build folder, unless a former run did. Several processes may ask at
/// once: one works, the others wait. The error is a sentence that names the tool or the step that failed.
[[nodiscard]] std::expected<Victim, QString> provideVictim(const VictimRequest &request);

/// Only builds it; the path of the executable.
[[nodiscard]] std::expected<QString, QString> buildVictim(const VictimRequest &request);

/// The path of a tool ("gdb", "dlv"), also in $HOME/go/bin; empty if there is none.
[[nodiscard]] QString findTool(const QString &name);

/// All of a file, or nothing.
[[nodiscard]] QByteArray fileContent(const QString &path);

}
