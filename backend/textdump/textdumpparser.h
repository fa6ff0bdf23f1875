// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/textdump/textdump.h"

namespace Freezeframe
{

/// Puts the lines of one stream together: what the program said, and one goroutine after another. One thread.
class TextDumpParser
{
public:
    void take(std::string_view line, uint64_t number);
    void finish();
    /// All dumps of the stream, in its order. After finish().
    [[nodiscard]] std::vector<TextDump> &dumps() { return m_dumps; }

private:
    /// What the line is a part of.
    enum class Part { Outside, Message, Frames, Ancestor };
    bool takeHeader(std::string_view line, uint64_t number);
    bool takeMessage(std::string_view line);
    bool takeFrameLine(std::string_view line);
    bool takeFile(std::string_view line);
    bool takeFunction(std::string_view line);
    bool takeNote(std::string_view line);
    void endGoroutine();
    void beginDump();
    [[nodiscard]] TextDump &dump() { return m_dumps.back(); }

    std::vector<TextDump> m_dumps;
    std::optional<TextDump::Goroutine> m_goroutine;
    Part m_part = Part::Outside;
    bool m_wantsFile = false; ///< the next line is where the function of the last one is
    bool m_isCreator = false; ///< and that one is who started it
    bool m_sawOthers = false; ///< since the last goroutine something else was written
    size_t m_messageLines = 0;
    size_t m_foreign = 0; ///< lines in a row that are no part of the goroutine
};

}
