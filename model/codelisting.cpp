// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/codelisting.h"

#include "model/format.h"

#include <algorithm>
#include <tuple>

namespace Freezeframe
{

namespace
{

constexpr qsizetype nameWidth = 8; ///< characters of a mnemonic, with the space behind it
constexpr qsizetype bytesWidth = 30; ///< of ten bytes; longer ones push the text to the right
constexpr int mostLanes = 8;

}

QString instructionText(const std::string &text)
{
    const QString all = shown(text);
    const qsizetype space = all.indexOf(QLatin1Char(' '));
    const bool isPrefix = all.startsWith(QLatin1String("LOCK ")) || all.startsWith(QLatin1String("lock "))
        || (space > 0 && all.at(space - 1) == QLatin1Char(';'));
    if (space < 0 || space >= nameWidth - 1 || isPrefix)
        return all;
    return all.first(space).leftJustified(nameWidth) + all.sliced(space + 1);
}

CodeListing::CodeListing(Disassembly disassembly, Options options)
    : m_disassembly(std::move(disassembly))
{
    const std::string *file = nullptr;
    int line = 0;
    for (size_t i = 0; i < endOfCode(); ++i) {
        const DisassemblyLine &instruction = m_disassembly.lines[i];
        if (options.hasSource && instruction.line > 0
            && (!file || instruction.line != line || instruction.file != *file)) {
            addSource(instruction);
            file = &instruction.file;
            line = instruction.line;
        }
        addInstruction(i, options);
    }
    findJumps();
}

/// What fills the room behind a function belongs to no line, while its own code does.
size_t CodeListing::endOfCode() const
{
    const auto &lines = m_disassembly.lines;
    size_t end = lines.size();
    while (end > 0 && lines[end - 1].line == 0 && !lines[end - 1].isCurrent)
        --end;
    return end > 0 ? end : lines.size();
}

QString CodeListing::sourceText(const std::string &file, int line) const
{
    const auto key = [](const Disassembly::SourceLine &source) { return std::tie(source.file, source.line); };
    const auto found = std::ranges::lower_bound(m_disassembly.source, std::tie(file, line), {}, key);
    if (found == m_disassembly.source.end() || found->file != file || found->line != line)
        return {};
    std::string text = found->text;
    std::ranges::replace(text, '\t', ' ');
    return shown(text);
}

void CodeListing::addSource(const DisassemblyLine &line)
{
    QString text = QStringLiteral("%1:%2").arg(fileName(line.file)).arg(line.line);
    const auto begin = int(text.size());
    if (const QString source = sourceText(line.file, line.line); !source.isEmpty())
        text += QLatin1String("  ") + source;
    m_rows.push_back({.instruction = -1, .textBegin = begin, .text = text});
}

void CodeListing::addInstruction(size_t index, Options options)
{
    const DisassemblyLine &line = m_disassembly.lines[index];
    QString text = options.hasSource ? QStringLiteral("  ") : QString(); // under their line of source
    text += addressText(line.address) + QLatin1String("  ");
    if (options.hasBytes)
        text += shown(line.bytes).leftJustified(bytesWidth) + QLatin1Char(' ');
    m_rowOf.push_back(int(m_rows.size()));
    m_rows.push_back(
        {.instruction = int(index), .textBegin = int(text.size()), .text = text + instructionText(line.text)});
}

void CodeListing::findJumps()
{
    std::vector<std::pair<int, int>> jumps;
    for (size_t i = 0; i < m_rowOf.size(); ++i) {
        const DisassemblyLine &line = m_disassembly.lines[i];
        if (!line.target || line.isCall)
            continue;
        const int to = rowOf(*line.target);
        // One into the middle of an instruction, as hostile code has it, has no row to point to.
        if (to >= 0 && instruction(to)->address == *line.target && to != m_rowOf[i])
            jumps.emplace_back(m_rowOf[i], to);
    }
    m_jumps = JumpLanes(jumps, mostLanes);
}

QString CodeListing::text() const
{
    QStringList lines;
    lines.reserve(qsizetype(m_rows.size()));
    for (const Row &row : m_rows)
        lines.append(row.text);
    return lines.join(QLatin1Char('\n'));
}

const DisassemblyLine *CodeListing::instruction(int row) const
{
    if (row < 0 || size_t(row) >= m_rows.size() || m_rows[size_t(row)].instruction < 0)
        return nullptr;
    return &m_disassembly.lines[size_t(m_rows[size_t(row)].instruction)];
}

SourceLocation CodeListing::place(int row) const
{
    // A line of source stands above the first instruction that is of it.
    const DisassemblyLine *line = instruction(row);
    if (!line)
        line = instruction(row + 1);
    return line ? SourceLocation{m_disassembly.function, line->file, line->line} : SourceLocation{};
}

int CodeListing::rowOf(Address address) const
{
    const auto after
        = std::ranges::upper_bound(m_disassembly.lines, address, {}, [](const auto &line) { return line.address; });
    if (after == m_disassembly.lines.begin())
        return -1;
    const auto index = size_t(after - m_disassembly.lines.begin()) - 1;
    const DisassemblyLine &line = m_disassembly.lines[index];
    const uint64_t size = (line.bytes.size() + 1) / 3; // "48 89 c3"
    return index < m_rowOf.size() && address - line.address < size ? m_rowOf[index] : -1;
}

}
