// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/classiclabels.h"

#include <algorithm>
#include <array>

namespace Freezeframe
{

namespace
{

// Go 1.23 runtime/map.go: a bmap of string keys and values is tophash[8], keys[8], elems[8], overflow.
constexpr uint64_t slots = 8;
constexpr uint64_t keysOffset = 8;
constexpr uint64_t valuesOffset = keysOffset + slots * 16;
constexpr uint64_t overflowOffset = valuesOffset + slots * 16;
constexpr uint64_t bucketSize = overflowOffset + 8;
constexpr uint8_t leastUsed = 5; // minTopHash: below, the slot is empty or was moved away
constexpr uint64_t mostBuckets = 4096;
constexpr uint64_t longestLabel = 1 << 16;

using Labels = std::vector<std::pair<std::string, std::string>>;

/// Adds the labels of a bucket and those that overflowed from it; @p budget bounds the chain.
Result<void> addBucket(const Memory &memory, Address bucket, uint64_t &budget, Labels &out)
{
    while (!bucket.isNull() && budget > 0) {
        --budget;
        std::array<uint8_t, slots> hashes{};
        if (auto done = memory.read(bucket, std::as_writable_bytes(std::span(hashes))); !done)
            return done;
        for (uint64_t i = 0; i < slots; ++i) {
            if (hashes[i] < leastUsed)
                continue;
            auto key = memory.readGoString(bucket + (keysOffset + i * 16), longestLabel);
            auto value = memory.readGoString(bucket + (valuesOffset + i * 16), longestLabel);
            if (!key || !value)
                return std::unexpected(key ? value.error() : key.error());
            out.emplace_back(std::move(*key), std::move(*value));
        }
        const auto next = memory.readPointer(bucket + overflowOffset);
        if (!next)
            return std::unexpected(next.error());
        bucket = *next;
    }
    return {};
}

}

Result<Labels> classicLabels(const Memory &memory, const RuntimeLayout &layout, Address labels)
{
    const auto map = memory.readPointer(labels);
    if (!map)
        return std::unexpected(map.error());
    Labels result;
    if (map->isNull())
        return result;
    const auto bits = layout.find("runtime.hmap", "B");
    if (!bits)
        return fail(ErrorCode::NotFound, "the layout of maps is unknown: labels can't be read");
    const auto log2 = memory.readUnsigned(*map + bits->offset, bits->size);
    if (!log2)
        return std::unexpected(log2.error());
    uint64_t budget = mostBuckets;
    for (const char *path : {"buckets", "oldbuckets"}) {
        const auto field = layout.find("runtime.hmap", path);
        const auto first = field ? memory.readPointer(*map + field->offset)
                                 : Result<Address>(fail(ErrorCode::NotFound, "the layout of maps is unknown"));
        if (!first)
            return std::unexpected(first.error());
        const bool isOld = std::string_view(path) == "oldbuckets";
        const uint64_t count = *log2 > 12 ? mostBuckets : (1ULL << *log2) >> (isOld && *log2 > 0 ? 1 : 0);
        for (uint64_t i = 0; !first->isNull() && i < count && budget > 0; ++i) {
            if (auto done = addBucket(memory, *first + i * bucketSize, budget, result); !done)
                return std::unexpected(done.error());
        }
    }
    std::ranges::sort(result);
    return result;
}

}
