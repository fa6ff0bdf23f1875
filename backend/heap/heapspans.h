// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/go/goruntime.h"

namespace Freezeframe
{

/// The spans of Go's heap and the objects in them, free ones too (Go runtime/mheap.go: mheap.allspans, mspan).
/// Immutable; any thread.
class HeapSpans
{
public:
    /// NotFound if this program does not tell where its heap is, which stripped ones do not; Limit if it has more
    /// objects than 32 bits count.
    [[nodiscard]] static Result<HeapSpans> read(const GoRuntime &runtime, const std::stop_token &stop = {});

    /// An object of the heap by its number, which counts through all spans.
    struct Object {
        uint32_t number = 0;
        Address begin;
        uint64_t size = 0; ///< bytes, of its slot
        bool hasPointers = true;
    };
    /// The object that has the byte at @p address, or nothing.
    [[nodiscard]] std::optional<Object> at(Address address) const
    {
        const uint64_t page = (address.value >> pageBits) - m_firstPage;
        if (page >= m_pages.size() || m_pages[page] == 0)
            return std::nullopt;
        return objectIn(m_spans[m_pages[page] - 1], address);
    }
    /// Whether nobody has the object: it was freed, or never given out since its span was swept.
    [[nodiscard]] bool isFree(const Memory &memory, const Object &object) const;
    [[nodiscard]] uint32_t objectCount() const { return m_objects; }
    [[nodiscard]] uint64_t bytes() const { return m_bytes; } ///< of all spans in use
    /// Records that objects have: finalizers, cleanups, weak handles, profiles (Go runtime/mheap.go: special). Not in
    /// the heap themselves, but what they point to is in use.
    [[nodiscard]] const std::vector<Address> &specials() const { return m_specials; }
    /// Where the spans begin that the records belong to, in the order of specials(): their offsets count from there.
    [[nodiscard]] const std::vector<Address> &specialSpans() const { return m_specialSpans; }

private:
    static constexpr unsigned pageBits = 13; ///< Go runtime: pageShift
    struct Span {
        Address begin;
        uint64_t objectSize = 0;
        uint32_t objects = 0;
        uint32_t firstNumber = 0;
        uint32_t freeIndex = 0; ///< objects before it are in use, or were until they are swept
        Address allocated; ///< a bit an object, of those from freeIndex on; null if unknown
        bool hasPointers = true;
    };
    class Reader;
    [[nodiscard]] static std::optional<Object> objectIn(const Span &span, Address address)
    {
        const uint64_t offset = address - span.begin;
        const uint64_t slot = span.objects == 1 ? 0 : offset / span.objectSize;
        if (slot >= span.objects)
            return std::nullopt;
        return Object{.number = span.firstNumber + uint32_t(slot),
                      .begin = span.begin + slot * span.objectSize,
                      .size = span.objectSize,
                      .hasPointers = span.hasPointers};
    }

    std::vector<Span> m_spans;
    std::vector<uint32_t> m_pages; ///< index into m_spans plus one, 0: no heap
    uint64_t m_firstPage = 0;
    std::vector<Address> m_specials;
    std::vector<Address> m_specialSpans;
    uint32_t m_objects = 0;
    uint64_t m_bytes = 0;
};

}
