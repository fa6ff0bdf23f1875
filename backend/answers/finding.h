// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// Plain immutable values, shared as std::shared_ptr<const …>. Any thread.

namespace Freezeframe
{

/// Something that is wrong with the program, with what it is told from. Text from the core is as found.
struct Finding {
    enum class Severity {
        Critical, ///< why it stands still, or died
        Warning, ///< goes wrong, and may not be why
        Note,
    };
    std::string id; ///< of its kind, for scripts: "deadlock-cycle"
    Severity severity = Severity::Warning;
    std::string title; ///< one line
    std::string detail; ///< sentences
    bool isCertain = false; ///< else the title or the detail says "probably"
    std::vector<uint64_t> goroutines; ///< ids, those that matter most first
    struct Object {
        Address address;
        std::string name; ///< of a package variable, or empty
        std::string type; ///< "sync.Mutex", "channel"
    };
    std::vector<Object> objects;
    struct Evidence {
        std::string text;
        std::optional<uint64_t> goroutine;
        std::optional<size_t> frame; ///< of that goroutine
        std::optional<Address> address;
    };
    std::vector<Evidence> evidence;
    bool isRing = false; ///< each of @ref goroutines waits for the next, the last for the first
};

/// All that was found, the most important first.
struct Findings {
    std::vector<Finding> all;
    std::vector<std::string> unanswered; ///< what was not looked for, and why: sentences
};

}
