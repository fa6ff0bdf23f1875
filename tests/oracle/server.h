// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "tests/support/victim.h"

#include <QTcpServer>
#include <QTcpSocket>

namespace Freezeframe
{

/// A server as people run it: a public program, with requests of ours in flight.
struct ServerRequest {
    QString name; ///< of the program
    QString package; ///< "example.com/cmd/server@v1.2.3": what go install takes
    QStringList arguments; ///< @PORT@: where it listens; @UPSTREAM@: a port that takes connections and never answers
    QByteArray configuration; ///< the file "configuration" in its folder; the same words stand for the ports
    QByteArray question; ///< what each client sends; it then waits
    GoToolchain go;
};

/// Builds the server from Go's module proxy (kept with the victims), asks it and captures it with our own program.
/// The error begins with "offline: " where the proxy can't be had.
[[nodiscard]] std::expected<Victim, QString> provideServer(const ServerRequest &request);

}
