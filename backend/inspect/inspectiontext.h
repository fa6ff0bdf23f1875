// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "backend/textdump/textdump.h"

namespace Freezeframe
{

/// The text that an opened file is, with what is looked up in it. Immutable; any thread.
class OpenedText
{
public:
    explicit OpenedText(TextDump dump);

    [[nodiscard]] const TextDump &dump() const { return m_dump; }
    /// By its row in the table.
    [[nodiscard]] const TextDump::Goroutine &at(uint32_t row) const { return m_dump.goroutines[row]; }
    [[nodiscard]] GoroutineDetails details(const GoroutineTable &table, uint32_t row) const;
    /// Of the file at @p path with @p size bytes.
    [[nodiscard]] ProcessSummary process(const std::string &path, uint64_t size, int64_t written) const;
    /// What a person must know of the text as a whole.
    [[nodiscard]] std::vector<Error> warnings(const std::string &path) const;

private:
    TextDump m_dump;
};

}
