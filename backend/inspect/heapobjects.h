// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"

#include <functional>
#include <map>
#include <string>

namespace Freezeframe
{

/// Objects of Go's heap around addresses, as the runtime's own spans tell: each span is read once, when first asked for.
/// Analysis thread only.
class HeapObjects
{
public:
    /// Evaluates an expression of package runtime to a number.
    using Number = std::function<Result<uint64_t>(const std::string &)>;
    HeapObjects(const Target &target, Number number);

    /// None outside the heap, in stacks, and without debug information for the runtime.
    [[nodiscard]] std::optional<HeapObject> objectAt(Address address);

    static constexpr uint64_t arenaBytes = uint64_t(64) << 20; ///< Go 1.27 runtime/malloc.go: heapArenaBytes
    /// What is added to an address for its index in the list of arenas (Go 1.27 runtime/malloc.go: arenaBaseOffset).
    [[nodiscard]] static uint64_t arenaOffset(Architecture architecture);

private:
    struct Span {
        AddressRange range; ///< empty: no objects
        uint64_t objectSize = 0;
        uint64_t nextFree = 0; ///< objects before it are in use or were, until they are swept
        Address allocated; ///< a bit an object behind nextFree
    };
    [[nodiscard]] Span read(Address address) const;

    const Target &m_target;
    Number m_number;
    std::map<uint64_t, Span> m_spans; ///< by page
};

}
