// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace Freezeframe
{

enum class ProfileKind { Heap, Allocations, Block, Mutex, Goroutine };

/// What is in a file of `go tool pprof` (github.com/google/pprof, proto/profile.proto). Indices, not ids. A value type.
struct Profile {
    struct ValueType {
        std::string type; ///< "inuse_space"
        std::string unit; ///< "bytes"
    };
    struct Function {
        std::string name;
        std::string file;
        int64_t startLine = 0; ///< 0: unknown
    };
    struct Line {
        uint32_t function = 0;
        int64_t line = 0;
        bool operator==(const Line &) const = default;
    };
    /// One address in code, with what the compiler inlined there, innermost first.
    struct Location {
        Address address;
        std::optional<uint32_t> mapping;
        std::vector<Line> lines;
    };
    struct Mapping {
        AddressRange range;
        uint64_t fileOffset = 0;
        std::string file;
        std::string buildId; ///< hexadecimal
    };
    struct Label {
        std::string key;
        std::string text;
        int64_t number = 0; ///< if there is no text
        std::string unit; ///< of the number
    };
    struct Sample {
        std::vector<uint32_t> locations; ///< innermost first
        std::vector<int64_t> values; ///< as many as there are sample types
        std::vector<Label> labels;
    };

    std::vector<ValueType> sampleTypes;
    std::string defaultSampleType;
    std::vector<Sample> samples;
    std::vector<Mapping> mappings; ///< the program's own first
    std::vector<Location> locations;
    std::vector<Function> functions;
    ValueType periodType;
    int64_t period = 0;
    int64_t timeNanoseconds = 0; ///< since the epoch, 0: unknown
    int64_t durationNanoseconds = 0; ///< 0: unknown
    std::vector<std::string> comments;
};

}
