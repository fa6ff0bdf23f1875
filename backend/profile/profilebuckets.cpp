// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/profile/profilebuckets.h"

#include <bit>
#include <format>
#include <unordered_set>

namespace Freezeframe
{

namespace
{

constexpr size_t mostBuckets = size_t(1) << 22; // Go's own table gets slow long before
constexpr uint64_t deepest = 1024; // Go runtime/mprof.go: maxProfStackDepth

std::unexpected<Error> damaged(Address bucket, std::string_view what)
{
    return fail(ErrorCode::BadFormat,
                std::format("the runtime's list of profiled stacks is damaged at {}: {}", bucket.toString(), what));
}

}

ProfileBuckets::ProfileBuckets(const GoRuntime &runtime)
    : m_runtime(runtime)
    , m_memory(runtime.target().memory())
    , m_next(plainField(runtime.layout(), "runtime.bucket", "allnext"))
    , m_type(plainField(runtime.layout(), "runtime.bucket", "typ"))
    , m_size(plainField(runtime.layout(), "runtime.bucket", "size"))
    , m_depth(plainField(runtime.layout(), "runtime.bucket", "nstk"))
    , m_allocations(plainField(runtime.layout(), "runtime.memRecord", "active.allocs"))
    , m_frees(plainField(runtime.layout(), "runtime.memRecord", "active.frees"))
    , m_count(plainField(runtime.layout(), "runtime.blockRecord", "count"))
    , m_ticks(plainField(runtime.layout(), "runtime.blockRecord", "cycles"))
    , m_future(runtime.layout().find("runtime.memRecord", "future"))
{
}

Result<ProfileBuckets::Found> ProfileBuckets::read(List list, const std::stop_token &stop) const
{
    const auto head = m_runtime.variable(list == List::Memory      ? "runtime.mbuckets"
                                             : list == List::Block ? "runtime.bbuckets"
                                                                   : "runtime.xbuckets");
    if (!head)
        return fail(ErrorCode::NotFound,
                    "where its profiles are only symbols tell: name the executable before it was stripped with --exe");
    const bool isKnown = m_next && m_type && m_depth
        && (list == List::Memory ? m_size && m_allocations && m_frees && m_future : m_count && m_ticks);
    if (!isKnown)
        return fail(ErrorCode::Unsupported,
                    "how " + m_runtime.version() + " keeps its profiles is not known, and debug information is absent");
    const auto first = m_memory.readPointer(*head);
    if (!first)
        return std::unexpected(first.error());
    Found found;
    std::unordered_set<Address> seen;
    for (Address at = *first; !at.isNull(); at = Address{m_next.at(m_memory, at).value_or(0)}) {
        if (stop.stop_requested())
            return fail(ErrorCode::Cancelled, "stopped");
        auto bucket = !seen.insert(at).second     ? damaged(at, "it runs in a circle")
            : found.buckets.size() >= mostBuckets ? damaged(at, "it is too long")
                                                  : bucketAt(at, list);
        if (!bucket) {
            found.damage = std::move(bucket.error());
            break;
        }
        found.buckets.push_back(std::move(*bucket));
    }
    return found;
}

Result<ProfileBucket> ProfileBuckets::bucketAt(Address address, List list) const
{
    const auto type = m_type.at(m_memory, address);
    const auto depth = m_depth.at(m_memory, address);
    if (!type || !depth)
        return std::unexpected(type ? depth.error() : type.error());
    if (*type != uint64_t(list))
        return damaged(address, std::format("a record is of kind {}", *type));
    if (*depth > deepest)
        return damaged(address, std::format("a stack has {} frames", *depth));
    ProfileBucket bucket;
    bucket.size = m_size.at(m_memory, address).value_or(0);
    // The stack follows the header, of which its depth is the last field, and what was counted follows the stack.
    const Address stack = address + m_depth.offset + m_depth.size;
    const Address record = stack + *depth * sizeof(uint64_t);
    bucket.pcs.resize(*depth);
    if (auto done = m_memory.read(stack, std::as_writable_bytes(std::span(bucket.pcs))); !done)
        return std::unexpected(std::move(done.error()));
    if (list != List::Memory) {
        const auto count = m_count.at(m_memory, record);
        const auto ticks = m_ticks.at(m_memory, record);
        if (!count || !ticks)
            return std::unexpected(count ? ticks.error() : count.error());
        bucket.count = std::bit_cast<double>(*count);
        bucket.ticks = int64_t(*ticks);
        return bucket;
    }
    const auto active = cycleAt(record);
    if (!active)
        return std::unexpected(active.error());
    bucket.active = *active;
    for (size_t i = 0; i < bucket.future.size(); ++i) {
        const auto cycle = cycleAt(record + m_future->offset + i * (m_future->size / bucket.future.size()));
        if (!cycle)
            return std::unexpected(cycle.error());
        bucket.future[i] = *cycle;
    }
    return bucket;
}

Result<ProfileBucket::Cycle> ProfileBuckets::cycleAt(Address address) const
{
    const auto allocations = m_allocations.at(m_memory, address);
    const auto frees = m_frees.at(m_memory, address);
    if (!allocations || !frees)
        return std::unexpected(allocations ? frees.error() : allocations.error());
    return ProfileBucket::Cycle{*allocations, *frees};
}

}
