// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/heap/heapspans.h"

#include <functional>
#include <map>
#include <set>

namespace Freezeframe
{

/// Objects of the heap, by where they begin, with those of @p targets whose addresses stand in them: found by reading
/// all of the heap once. Objects that nobody has any more count too, until their place is used anew. @p pause is called
/// now and then, if there is one. Any thread.
[[nodiscard]] std::multimap<Address, Address> heapReferrers(const Target &target, const HeapSpans &spans,
                                                            const std::set<Address> &targets,
                                                            const std::stop_token &stop,
                                                            const std::function<void()> &pause = {});

}
