// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/go/goruntime.h"
#include "backend/profile/profile.h"

namespace Freezeframe
{

/// A profile and what keeps it from being whole.
struct RecordedProfile {
    Profile profile;
    std::vector<Error> warnings;
};

/// A profile that the runtime has recorded itself, as runtime/pprof would have written it: of memory as of the last
/// collection, of waits up to the end. NotFound with a sentence if the program kept none. @p kind is not Goroutine.
[[nodiscard]] Result<RecordedProfile> recordedProfile(const GoRuntime &runtime, ProfileKind kind,
                                                      const std::stop_token &stop = {});

/// What the runtime makes of @p count sampled objects of @p size bytes: all objects and bytes that they stand for
/// (Go runtime/pprof/protomem.go: scaleHeapSample).
[[nodiscard]] std::pair<int64_t, int64_t> scaledSample(int64_t count, int64_t size, int64_t rate);

}
