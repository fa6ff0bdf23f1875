// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/capturejob.h"

namespace Freezeframe
{

/// The way that free memory allows, with the figures behind it. @p wanted: the caller's choice, if any.
struct ModeChoice {
    CaptureMode mode = CaptureMode::FastPause;
    std::string reason;
    uint64_t freeMemory = 0;
};
[[nodiscard]] ModeChoice chooseMode(uint64_t bytes, uint64_t swappedBytes, std::optional<CaptureMode> wanted);
[[nodiscard]] double estimatedPause(CaptureMode mode, uint64_t bytes);
/// How many times longer the copying threads take if @p others want the @p processors too. 1 on a quiet machine.
[[nodiscard]] double shareFactor(double others, int processors);

/// NoSpace with the figures if the folder has not the room for a core of @p bytes.
[[nodiscard]] std::expected<void, CaptureError> checkSpace(uint64_t bytes, uint64_t freeSpace,
                                                           const std::string &folder, bool compress);
/// The program's name for the default name of the output.
[[nodiscard]] std::string programOf(const ProcessIdentity &facts);

}
