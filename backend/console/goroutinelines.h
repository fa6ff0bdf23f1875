// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/console/consolesession.h"
#include "backend/console/goroutinearguments.h"

namespace Freezeframe
{

/// The goroutines with all that filters, groups and lines of text need, a row each as in the GoroutineTable. Analysis
/// thread only.
class GoroutineLines
{
public:
    /// Reads all stacks, if they were not yet.
    [[nodiscard]] static Result<GoroutineLines> read(ConsoleSession &session);

    [[nodiscard]] const GoroutineTable &table() const { return *m_snapshot.table; }
    [[nodiscard]] const GoroutineSnapshot &snapshot() const { return m_snapshot; }
    [[nodiscard]] bool matches(uint32_t row, const GoroutineCondition &filter) const;
    /// What a group of the row is called: "FILE:LINE in FUNCTION", "tenant=eu", "running=true".
    [[nodiscard]] std::string groupOf(uint32_t row, GoroutineField field, const std::string &labelKey) const;
    /// "7 - User: /src/main.go:12 main.main (0x4a1b2c) (thread 4711) [chan receive 41 min]".
    [[nodiscard]] std::string line(uint32_t row, GoroutineField location) const;
    /// "FILE:LINE FUNCTION (0xPC)" of one of its four places.
    [[nodiscard]] std::string placeText(uint32_t row, GoroutineField location) const;
    /// "Labels: "tenant":"eu"", empty without any.
    [[nodiscard]] std::string labelText(uint32_t row) const;

private:
    struct Place {
        SourceLocation location;
        Address pc;
    };
    GoroutineLines(ConsoleSession &session, GoroutineSnapshot snapshot)
        : m_session(&session)
        , m_snapshot(std::move(snapshot))
    {
    }
    [[nodiscard]] Place place(uint32_t row, GoroutineField field) const;
    [[nodiscard]] std::string_view label(uint32_t row, std::string_view key, bool &exists) const;

    ConsoleSession *m_session;
    GoroutineSnapshot m_snapshot;
};

}
