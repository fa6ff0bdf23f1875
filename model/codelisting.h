// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "model/jumplanes.h"

#include <QString>
#include <QStringList>

namespace Freezeframe
{

/// The lines of a disassembly as a person reads them: instructions, and between them the source that they are of.
/// A value type; immutable.
class CodeListing
{
public:
    struct Options {
        bool hasSource = true; ///< lines of source where the line changes
        bool hasBytes = false; ///< the bytes of each instruction
        bool operator==(const Options &) const = default;
    };
    struct Row {
        int instruction = -1; ///< index into the disassembly's lines; -1: a line of source
        int textBegin = 0; ///< where the instruction's text or the line of source begins, in characters
        QString text;
    };

    CodeListing() = default;
    CodeListing(Disassembly disassembly, Options options);

    [[nodiscard]] const Disassembly &disassembly() const { return m_disassembly; }
    [[nodiscard]] const std::vector<Row> &rows() const { return m_rows; }
    [[nodiscard]] QString text() const;
    /// Null for a line of source, and for no row.
    [[nodiscard]] const DisassemblyLine *instruction(int row) const;
    /// Where in the source a row stands; its line is 0 if that is unknown.
    [[nodiscard]] SourceLocation place(int row) const;
    /// Of the instruction at or around an address; -1 if it is not here.
    [[nodiscard]] int rowOf(Address address) const;
    /// Jumps from one of the rows to another.
    [[nodiscard]] const JumpLanes &jumps() const { return m_jumps; }

private:
    void addSource(const DisassemblyLine &line);
    void addInstruction(size_t index, Options options);
    [[nodiscard]] QString sourceText(const std::string &file, int line) const;
    void findJumps();
    [[nodiscard]] size_t endOfCode() const;

    Disassembly m_disassembly;
    std::vector<Row> m_rows;
    std::vector<int> m_rowOf; ///< by instruction
    JumpLanes m_jumps;
};

/// "MOVQ    0x10(SP), AX": what a processor does, with what it does it to in a column.
[[nodiscard]] QString instructionText(const std::string &text);

}
