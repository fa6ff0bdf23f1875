// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace Freezeframe
{

class Inspection;

/// The parts of one core with their sizes, for a picture of it. A value type.
struct CoreAnatomy {
    struct Part {
        enum class Kind { Status, Memory, Elsewhere };
        Kind kind = Kind::Status;
        std::string name; ///< "Go heap", "signal"
        std::string value; ///< "SIGABRT", "4.2 MiB"
        uint64_t bytes = 0; ///< of memory
    };
    std::string path;
    std::vector<Part> parts;

    [[nodiscard]] static CoreAnatomy of(Inspection &inspection);
    /// A picture in characters, 72 wide.
    [[nodiscard]] std::string text() const;
};

}
