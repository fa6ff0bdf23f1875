// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/valuereader.h"

namespace Freezeframe
{

/// Where a value that is written for reading goes on in another line: as in Delve (pkg/api/prettyprint.go), around the
/// parts of what holds composite values or long strings; what is short stays on one line. Analysis thread only.
class ValueLayout
{
public:
    explicit ValueLayout(ValueReader &reader)
        : m_reader(reader)
    {
    }
    /// Whether the fields of a structure get a line each.
    [[nodiscard]] bool spreadsFields(const Value &structure) const;
    /// Whether the elements of a slice or array get a line each: as its first one tells.
    [[nodiscard]] bool spreadsElements(const Value &sequence, uint64_t length) const;

    // Bytes that no UTF-8 text has.
    static constexpr char open = '\xfc'; ///< before the first part
    static constexpr char next = '\xfd'; ///< after what separates two
    static constexpr char close = '\xfe'; ///< after the last one
    /// Marks become ends of lines and tabs.
    [[nodiscard]] static std::string laidOut(std::string_view marked);

private:
    [[nodiscard]] bool isComposite(const Type &type, bool &isBehindPointer) const;
    [[nodiscard]] bool isLongText(const Value &value) const;

    ValueReader &m_reader;
};

}
