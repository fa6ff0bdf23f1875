// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/corepattern.h"

#include "backend/live/procfiles.h"

#include <algorithm>
#include <cstdio>
#include <format>
#include <sys/utsname.h>

namespace Freezeframe
{

namespace
{

/// kernel.core_modes came with sockets: "file", "pipe", "socket", one a line.
bool kernelKnowsSockets(const SystemPaths &paths)
{
    if (const auto modes = readKernelFile(paths.sysctl + "/kernel/core_modes"))
        return modes->find("socket") != std::string::npos;
    utsname system{};
    int major = 0;
    int minor = 0;
    if (::uname(&system) != 0 || std::sscanf(system.release, "%d.%d", &major, &minor) != 2)
        return true;
    return major > 6 || (major == 6 && minor >= 16);
}

}

CorePattern CorePattern::read(const SystemPaths &paths)
{
    const auto number
        = [&paths](const char *name) { return int(parseNumber(readKernelLine(paths.sysctl + name)).value_or(0)); };
    CorePattern pattern;
    pattern.text = readKernelLine(paths.sysctl + "/kernel/core_pattern");
    pattern.usesPid = number("/kernel/core_uses_pid") != 0;
    pattern.pipeLimit = number("/kernel/core_pipe_limit");
    pattern.suidDumpable = number("/fs/suid_dumpable");
    pattern.knowsSockets = kernelKnowsSockets(paths);
    return pattern;
}

CorePattern::Kind CorePattern::kind() const
{
    if (text.empty())
        return usesPid ? Kind::File : Kind::None;
    switch (text.front()) {
    case '|': return Kind::Pipe;
    case '@': return knowsSockets ? Kind::Socket : Kind::File;
    default: return Kind::File;
    }
}

std::string CorePattern::handler() const
{
    if (kind() != Kind::Pipe)
        return {};
    return text.substr(1, text.find_first_of(" \t", 1) - 1);
}

CoreName CoreName::expand(const CorePattern &pattern, const CoreNameFacts &facts)
{
    CoreName name;
    bool hasPid = false;
    const std::string &text = pattern.text;
    for (size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            name.add(text.substr(at, 1));
            continue;
        }
        if (++at == text.size())
            break; // a single % at the end is dropped
        hasPid = hasPid || text[at] == 'p';
        name.addSpecifier(text[at], facts);
    }
    if (!hasPid && pattern.usesPid && pattern.kind() == CorePattern::Kind::File) {
        name.add(".");
        name.addNumber(facts.pid, "<pid>");
    }
    return name;
}

void CoreName::add(std::string_view text)
{
    if (m_pieces.empty() || m_pieces.back().isGap)
        m_pieces.push_back({});
    m_pieces.back().text += text;
}

void CoreName::addGap(std::string what, bool isNumber)
{
    m_pieces.push_back({.text = std::move(what), .isGap = true, .isNumber = isNumber});
}

void CoreName::addEscaped(const std::string &text)
{
    // cn_esc_printf: no slash may come out of a name, nor may it be empty, "." or "..".
    std::string safe = text;
    std::ranges::replace(safe, '/', '!');
    if (safe == "." || safe == "..")
        safe.front() = '!';
    if (safe.empty())
        safe = "!";
    add(safe);
}

void CoreName::addSpecifier(char specifier, const CoreNameFacts &facts)
{
    switch (specifier) {
    case '%': return add("%");
    case 'p': return addNumber(facts.pid, "<pid>");
    case 'P': return addNumber(facts.globalPid, "<pid>");
    case 'i': return addNumber(facts.thread, "<thread>");
    case 'I': return addNumber(facts.globalThread, "<thread>");
    case 'u': return addNumber(facts.uid, "<user>");
    case 'g': return addNumber(facts.gid, "<group>");
    case 'd': return addNumber(facts.dumpMode, "<dumpable>");
    case 's': return addNumber(facts.signal, "<signal>");
    case 't': return addGap("<time>", true);
    case 'C': return addGap("<processor>", true);
    case 'c': return addNumber(facts.coreLimit, "<limit>");
    case 'h': return addEscaped(facts.host);
    case 'e': return facts.comm ? addEscaped(*facts.comm) : addGap("<thread's name>", false);
    case 'f': return facts.executable.empty() ? addGap("<program>", false) : addEscaped(baseName(facts.executable));
    case 'E': return facts.executable.empty() ? addGap("<program>", false) : addEscaped(facts.executable);
    default: return; // the kernel drops what it does not know
    }
}

std::string CoreName::textOf(const std::vector<Piece> &pieces)
{
    std::string text;
    for (const Piece &piece : pieces)
        text += piece.text;
    return text;
}

std::pair<std::vector<CoreName::Piece>, std::vector<CoreName::Piece>> CoreName::split() const
{
    // Slashes come from the pattern's own text only.
    std::vector<Piece> before;
    std::vector<Piece> after = m_pieces;
    for (size_t i = m_pieces.size(); i-- > 0;) {
        const size_t slash = m_pieces[i].isGap ? std::string::npos : m_pieces[i].text.rfind('/');
        if (slash == std::string::npos)
            continue;
        before.assign(m_pieces.begin(), m_pieces.begin() + std::ptrdiff_t(i));
        before.push_back({.text = m_pieces[i].text.substr(0, slash + 1)});
        after.assign(m_pieces.begin() + std::ptrdiff_t(i), m_pieces.end());
        after.front().text = m_pieces[i].text.substr(slash + 1);
        break;
    }
    return {before, after};
}

std::string CoreName::text() const
{
    return textOf(m_pieces);
}

std::string CoreName::folder() const
{
    return textOf(split().first);
}

bool CoreName::isFolderExact() const
{
    return std::ranges::none_of(split().first, &Piece::isGap);
}

std::string CoreName::fileText() const
{
    return textOf(split().second);
}

bool CoreName::matchesFile(std::string_view name) const
{
    // With at most one gap a side the first and last texts decide; between them a number or anything stands. Several gaps
    // are tried from the left, the shortest first: names have a handful of pieces.
    const std::vector<Piece> pieces = split().second;
    std::vector<std::pair<size_t, size_t>> open = {{0, 0}}; // piece, place in the name
    size_t steps = 0;
    constexpr size_t mostSteps = 10'000;
    while (!open.empty() && ++steps < mostSteps) {
        const auto [piece, place] = open.back();
        open.pop_back();
        if (piece == pieces.size()) {
            if (place == name.size())
                return true;
            continue;
        }
        const Piece &wanted = pieces[piece];
        if (!wanted.isGap) {
            if (name.substr(place).starts_with(wanted.text))
                open.emplace_back(piece + 1, place + wanted.text.size());
            continue;
        }
        for (size_t end = place; end < name.size(); ++end) {
            if (wanted.isNumber && (name[end] < '0' || name[end] > '9'))
                break;
            open.emplace_back(piece + 1, end + 1);
        }
    }
    return false;
}

}
