// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/corestore.h"
#include "backend/live/systempaths.h"

#include <optional>
#include <string_view>

namespace Freezeframe
{

/// What a search for cores is after. A value type.
struct CoreQuery {
    std::optional<int32_t> pid; ///< as the first PID namespace has it
    int64_t since = 0; ///< seconds since the epoch
};

/// The cores of one keeper; each is bounded in what it looks at.
struct FoundCores {
    std::vector<StoredCore> cores;
    std::vector<Error> warnings;
};

/// What systemd-coredump wrote into the journal.
[[nodiscard]] FoundCores coresOfJournal(const SystemPaths &paths, const CoreQuery &query = {});
/// What systemd-coredump complained about last, or that it cut a core; nothing: it did not, or the journal may not be
/// read. Errors as long ago as the newest few hundred of its lines are found.
struct HandlerNote {
    int64_t when = 0; ///< seconds since the epoch
    std::string text;
};
[[nodiscard]] std::optional<HandlerNote> lastHandlerError(const SystemPaths &paths);
/// Whether a line of its journal tells of an error.
[[nodiscard]] bool isHandlerError(std::string_view message, std::optional<uint64_t> priority);
/// The files of systemd-coredump's store, by their names and attributes.
[[nodiscard]] FoundCores coresOfSystemdStore(const SystemPaths &paths, const CoreQuery &query = {});
/// Reports of apport, and the cores that it keeps beside them.
[[nodiscard]] FoundCores coresOfApport(const SystemPaths &paths, const CoreQuery &query = {});
/// Core files in @p folder: those with names that @p pattern makes, or "core", "core.…", "….core".
[[nodiscard]] FoundCores coresInFolder(const std::string &folder, const struct CorePattern &pattern,
                                       const CoreQuery &query = {});

/// All of them, with paths of one's own.
[[nodiscard]] CoreStore storedCoresOf(const SystemPaths &paths, const std::vector<std::string> &extraFolders);
[[nodiscard]] std::string storedCoresSignOf(const SystemPaths &paths, const std::vector<std::string> &extraFolders);

/// What the core at @p core.path says of itself: program, executable, pid, signal, Go version. NotFound or BadFormat if
/// it is none. A packed one is taken by its name.
[[nodiscard]] Result<void> describeCore(StoredCore &core);
/// The Go version of an executable; empty if it is none, or not there.
[[nodiscard]] std::string goVersionOf(const std::string &executable);

}
