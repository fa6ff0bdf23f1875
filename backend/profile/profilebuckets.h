// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/go/goruntimedata.h"

#include <array>

namespace Freezeframe
{

/// What the runtime has counted for one stack (Go runtime/mprof.go: bucket, memRecord, blockRecord).
struct ProfileBucket {
    struct Cycle {
        uint64_t allocations = 0;
        uint64_t frees = 0;
    };
    std::vector<Address> pcs; ///< innermost first, return addresses
    uint64_t size = 0; ///< bytes of each object
    Cycle active; ///< up to the last collection that is wholly told
    std::array<Cycle, 3> future; ///< since, by number of the collection
    double count = 0; ///< of waits
    int64_t ticks = 0; ///< that they took together
};

/// The lists of buckets that a profiling runtime keeps. Borrows the runtime; any thread.
class ProfileBuckets
{
public:
    enum class List { Memory = 1, Block = 2, Mutex = 3 }; ///< Go runtime/mprof.go: bucketType
    explicit ProfileBuckets(const GoRuntime &runtime);

    struct Found {
        std::vector<ProfileBucket> buckets; ///< newest first
        std::optional<Error> damage; ///< what is behind it is missing
    };
    /// NotFound if where the runtime keeps them can't be told, as in stripped programs.
    [[nodiscard]] Result<Found> read(List list, const std::stop_token &stop = {}) const;

private:
    [[nodiscard]] Result<ProfileBucket> bucketAt(Address address, List list) const;
    [[nodiscard]] Result<ProfileBucket::Cycle> cycleAt(Address address) const;

    const GoRuntime &m_runtime;
    const Memory &m_memory;
    PlainField m_next, m_type, m_size, m_depth, m_allocations, m_frees, m_count, m_ticks;
    std::optional<LayoutSource::Field> m_future;
};

}
