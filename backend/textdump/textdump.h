// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"

namespace Freezeframe
{

/// What a Go program prints of its goroutines: at its death, in a debug=2 profile, by runtime.Stack; alone, or among the
/// lines of a log. Plain immutable values. Any thread.
struct TextDump {
    struct Frame {
        std::string function; ///< "main.(*T).run"
        std::string arguments; ///< "0x1, {0xc000…, 0x5}"; empty of an inlined one
        std::string file;
        int line = 0;
        uint64_t offset = 0; ///< of the return address in the function, bytes; 0 if not printed
        Address pc, sp, fp; ///< null if not printed
        bool isInlined = false;
    };
    struct Goroutine {
        uint64_t id = 0;
        std::string state; ///< "chan receive", "running"
        int64_t waitMinutes = 0; ///< 0: less than one, or unknown
        std::vector<std::pair<std::string, std::string>> labels;
        std::optional<uint64_t> bubble; ///< of synctest (Go 1.25 on)
        bool isLocked = false; ///< to its thread
        bool isLeaked = false; ///< Go 1.26 on, where a profile of leaks was taken
        bool isDurable = false; ///< waits for what only its bubble can end
        bool isScanned = false;
        std::optional<uint64_t> machine; ///< number of its M
        Address address; ///< of the g
        std::vector<Frame> frames; ///< innermost first
        std::optional<uint64_t> elided; ///< frames left out, 0 if it does not say how many
        size_t elidedAt = 0; ///< before this frame
        SourceLocation createdBy;
        uint64_t creator = 0; ///< id, 0 if not printed
        std::vector<AncestorInfo> ancestors;
        std::string unavailable; ///< "goroutine running on other thread; stack unavailable"
        bool isCut = false; ///< the text ends in it, or something else stands where a line of it should
        uint64_t firstLine = 0; ///< of the text, from 1
    };
    std::vector<Goroutine> goroutines; ///< in the text's order, each once
    std::string message; ///< "panic: …", "fatal error: …", with all its lines
    std::string signalLine; ///< "[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x…]"
    std::string exitLine; ///< "exit status 2", "SIGQUIT: quit"
    uint64_t lines = 0;
    uint64_t otherDumps = 0; ///< that the text has too: this is the one with the most goroutines, the last of those
    bool hasPrefix = false; ///< it stood among the lines of a log

    /// Whether it is worth a try: a goroutine's header is among the first @p most bytes.
    [[nodiscard]] static bool isLikely(std::string_view text, size_t most = size_t(64) << 20);
    /// NotFound if there is no goroutine in it.
    [[nodiscard]] static Result<TextDump> parse(std::string_view text);
    /// Why something that a core has is not to be told.
    [[nodiscard]] static std::string whyNot(std::string_view what);
};

}
