// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/go/goruntime.h"
#include "tests/oracle/traceback.h"
#include "tests/support/victim.h"

#include <QMap>

namespace Freezeframe
{

/// A victim's core with its Go runtime. Everything is set if there is no error.
struct OpenedVictim {
    Victim victim;
    std::shared_ptr<const Target> target;
    std::shared_ptr<const GoSymbols> symbols;
    std::shared_ptr<const GoRuntime> runtime;
    QString error;
};
[[nodiscard]] OpenedVictim openVictim(const VictimRequest &request);
/// The same for a core and an executable that need not match.
[[nodiscard]] OpenedVictim openCore(std::shared_ptr<const MappedFile> core, const QString &executable);

/// Columns "request" for each Go and each of @p builds.
void addVictimRows(const QString &fixture, const QList<GoBuild> &builds, const QStringList &arguments = {});

/// What GOTRACEBACK=crash puts behind a goroutine's id.
struct PrintedPointers {
    quint64 g = 0;
    quint64 machine = 0; ///< mp, 0 for "m=nil"
    qint64 machineId = -1;
};
[[nodiscard]] QMap<quint64, PrintedPointers> printedPointers(const QByteArray &text);

}

Q_DECLARE_METATYPE(Freezeframe::VictimRequest)
