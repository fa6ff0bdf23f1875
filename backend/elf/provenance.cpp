// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/provenance.h"

#include <nlohmann/json.hpp>

namespace Freezeframe
{
namespace
{

using Json = nlohmann::json;

/// The value if it is there and of the type of @p fallback.
template<class T>
T valueOf(const Json &object, const char *key, T fallback)
{
    const auto entry = object.find(key);
    if (entry == object.end())
        return fallback;
    if constexpr (std::is_same_v<T, std::string>)
        return entry->is_string() ? entry->template get<T>() : fallback;
    else if constexpr (std::is_same_v<T, bool>)
        return entry->is_boolean() ? entry->template get<T>() : fallback;
    else
        return entry->is_number() ? entry->template get<T>() : fallback;
}

}

Result<CoreProvenance> provenanceFromNote(std::span<const std::byte> bytes)
{
    constexpr size_t largest = size_t(1) << 20;
    const std::string_view text(reinterpret_cast<const char *>(bytes.data()), std::min(bytes.size(), largest));
    // A depth that no note of ours has: hostile ones may have any.
    const auto isShallow = [](int depth, Json::parse_event_t, Json &) { return depth < 8; };
    const Json object = Json::parse(text.begin(), text.end(), isShallow, false);
    if (!object.is_object())
        return fail(ErrorCode::BadFormat, "the description of how the core was taken is damaged");
    CoreProvenance provenance;
    provenance.version = valueOf(object, "version", std::string());
    provenance.mode = valueOf(object, "mode", std::string());
    provenance.takenAt = valueOf(object, "taken_at", int64_t(0));
    provenance.monotonicNanoseconds = valueOf(object, "monotonic_ns", int64_t(0));
    provenance.pauseSeconds = valueOf(object, "pause_seconds", 0.0);
    provenance.isComplete = valueOf(object, "complete", false);
    provenance.isConsistent = valueOf(object, "consistent", true);
    if (const auto threads = object.find("threads_lacking"); threads != object.end() && threads->is_array()) {
        for (const Json &thread : *threads) {
            if (thread.is_object())
                provenance.lackingThreads.push_back(valueOf(thread, "tid", int32_t(0)));
        }
    }
    provenance.cutShort = valueOf(object, "cut_short", std::string());
    provenance.missingBytes = valueOf(object, "missing_bytes", uint64_t(0));
    provenance.namespacePid = valueOf(object, "namespace_pid", int32_t(0));
    return provenance;
}

}
