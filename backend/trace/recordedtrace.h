// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/evaluator.h"

#include <stop_token>

namespace Freezeframe
{

/// The last seconds of a program that traced itself, as `go tool trace` reads them.
struct RecordedTrace {
    std::string bytes;
    size_t generations = 0;
    double seconds = 0; ///< from the first event to the last
    std::vector<std::string> notes; ///< what was completed or left out: sentences
};

/// What a trace.FlightRecorder has in memory, and what the runtime has not yet handed to it: that generation is
/// completed. NotFound with a sentence if the program has no such trace. Go 1.25 on; analysis thread only.
[[nodiscard]] Result<RecordedTrace> recordedTrace(const GoRuntime &runtime, Evaluator &evaluator,
                                                  const std::stop_token &stop = {});

}
