// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/textdump/textdumpparser.h"

#include "backend/textdump/goroutineheader.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace Freezeframe
{

namespace
{

constexpr size_t mostMessageLines = 200;
constexpr size_t mostForeign = 50; ///< lines of others between two of a goroutine
constexpr size_t mostFrames = 1 << 20;
constexpr size_t longestName = 1 << 16;

template<class Number>
std::optional<Number> number(std::string_view text, int base = 10)
{
    if (base == 16 && text.starts_with("0x"))
        text.remove_prefix(2);
    Number value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

/// "0x1d" behind "fp=" in " +0x1d fp=0x… sp=0x… pc=0x…"
uint64_t numberBehind(std::string_view text, std::string_view key)
{
    const size_t at = text.find(key);
    if (at == std::string_view::npos)
        return 0;
    const std::string_view rest = text.substr(at + key.size());
    return number<uint64_t>(rest.substr(0, rest.find(' ')), 16).value_or(0);
}

/// Tabs, or what logs make of them.
std::optional<std::string_view> indented(std::string_view line)
{
    const std::string_view before = line;
    while (line.starts_with('\t') || line.starts_with(' ') || line.starts_with("#011") || line.starts_with("\\t"))
        line.remove_prefix(line.starts_with("#011") ? 4 : line.starts_with("\\t") ? 2 : 1);
    return line.size() == before.size() ? std::nullopt : std::optional(line);
}

/// A function's name has no blanks but in type arguments.
bool isName(std::string_view name)
{
    unsigned depth = 0;
    for (const char c : name) {
        if (c == '[')
            ++depth;
        else if (c == ']' && depth > 0)
            --depth;
        else if ((c == ' ' && depth == 0) || c == '\t' || c == '"' || c == '=')
            return false;
    }
    return !name.empty() && name.size() <= longestName;
}

/// The runtime calls it so when it prints.
std::string_view wholeName(std::string_view name)
{
    return name == "panic" ? "runtime.gopanic" : name;
}

bool isStartOfMessage(std::string_view line)
{
    static constexpr std::array starts = std::to_array<std::string_view>({
        "panic: ",
        "fatal error: ",
        "SIGABRT: ",
        "SIGQUIT: ",
        "SIGSEGV: ",
        "SIGBUS: ",
        "SIGFPE: ",
        "SIGTRAP: ",
        "SIGILL: ",
        "unexpected fault address",
        "runtime: goroutine stack exceeds",
    });
    return std::ranges::any_of(starts, [line](std::string_view start) { return line.starts_with(start); });
}

}

void TextDumpParser::beginDump()
{
    endGoroutine();
    m_dumps.emplace_back();
    m_part = Part::Outside;
    m_messageLines = 0;
}

void TextDumpParser::endGoroutine()
{
    if (!m_goroutine)
        return;
    m_goroutine->isCut = m_goroutine->isCut || m_wantsFile;
    dump().goroutines.push_back(std::move(*m_goroutine));
    m_goroutine.reset();
    m_wantsFile = m_isCreator = false;
    m_part = Part::Outside;
}

bool TextDumpParser::takeHeader(std::string_view line, uint64_t number)
{
    const size_t at = findGoroutineHeader(line);
    auto header = at == std::string_view::npos ? std::nullopt : parseGoroutineHeader(line.substr(at));
    if (!header)
        return false;
    endGoroutine();
    const bool isAgain = !m_dumps.empty() && !dump().goroutines.empty() && dump().goroutines.front().id == header->id;
    // What stands before it on its line is a sentence of the program: "http: panic serving 10.0.0.1:80: ".
    // One goroutine that runs, after lines of a log: a panic that was caught.
    const bool isAnother = m_sawOthers && header->state == "running" && !m_dumps.empty() && !dump().goroutines.empty();
    m_sawOthers = false;
    if (m_dumps.empty() || isAgain || isAnother || (at > 0 && !dump().goroutines.empty()))
        beginDump();
    if (at > 0 && dump().message.empty())
        dump().message = line.substr(0, at);
    m_goroutine = std::move(header);
    m_goroutine->firstLine = number;
    m_part = Part::Frames;
    m_foreign = 0;
    return true;
}

bool TextDumpParser::takeMessage(std::string_view line)
{
    if (isStartOfMessage(line) && (m_part != Part::Message || m_messageLines == 0)) {
        if (m_dumps.empty() || m_goroutine || !dump().goroutines.empty() || !dump().message.empty())
            beginDump();
        m_part = Part::Message;
    }
    if (m_part != Part::Message)
        return false;
    if (line.starts_with("[signal ")) {
        dump().signalLine = line;
    } else if (m_messageLines++ < mostMessageLines && !(line.empty() && dump().message.empty())) {
        dump().message += (dump().message.empty() ? "" : "\n") + std::string(line);
    }
    return true;
}

bool TextDumpParser::takeFile(std::string_view line)
{
    const auto text = indented(line);
    if (!m_wantsFile || !text || text->empty())
        return false;
    // file:line, then " +0x1d" and more, also without an offset.
    size_t end = text->find(" +0x");
    if (end == std::string_view::npos)
        end = std::min({text->find(" fp=0x"), text->find(" pc=0x"), text->size()});
    const std::string_view place = text->substr(0, end);
    const size_t colon = place.rfind(':');
    const auto at = colon == std::string_view::npos ? std::nullopt : number<int>(place.substr(colon + 1));
    if (!at || colon == 0)
        return false;
    const std::string_view rest = text->substr(end);
    const std::string file(place.substr(0, colon));
    m_wantsFile = false;
    if (m_isCreator) {
        m_isCreator = false;
        SourceLocation &creator
            = m_part == Part::Ancestor ? m_goroutine->ancestors.back().createdBy : m_goroutine->createdBy;
        creator.file = file;
        creator.line = *at;
    } else if (m_part == Part::Ancestor) {
        SourceLocation &location = m_goroutine->ancestors.back().frames.back().location;
        location.file = file;
        location.line = *at;
    } else {
        TextDump::Frame &frame = m_goroutine->frames.back();
        frame.file = file;
        frame.line = *at;
        frame.offset = numberBehind(rest, "+");
        frame.fp = {numberBehind(rest, "fp=")};
        frame.sp = {numberBehind(rest, "sp=")};
        frame.pc = {numberBehind(rest, "pc=")};
    }
    return true;
}

bool TextDumpParser::takeNote(std::string_view line)
{
    if (line.starts_with("created by ")) {
        std::string_view name = line.substr(std::string_view("created by ").size());
        const size_t by = name.rfind(" in goroutine ");
        uint64_t creator = 0;
        if (by != std::string_view::npos) {
            creator = number<uint64_t>(name.substr(by + std::string_view(" in goroutine ").size())).value_or(0);
            name = name.substr(0, by);
        }
        if (m_part == Part::Ancestor) {
            m_goroutine->ancestors.back().createdBy = {.function = std::string(name)};
        } else {
            m_goroutine->createdBy = {.function = std::string(name)};
            m_goroutine->creator = creator;
        }
        m_wantsFile = m_isCreator = true;
        return true;
    }
    constexpr std::string_view ancestor = "[originating from goroutine ";
    if (line.starts_with(ancestor)) {
        const std::string_view rest = line.substr(ancestor.size());
        m_goroutine->ancestors.push_back({.goroutine = number<uint64_t>(rest.substr(0, rest.find(']'))).value_or(0)});
        m_part = Part::Ancestor;
        m_wantsFile = false;
        return true;
    }
    if (line.starts_with("...") && line.ends_with("frames elided...")) {
        const std::string_view count = line.substr(3, line.find(' ') - 3);
        if (m_part == Part::Ancestor) {
            m_goroutine->ancestors.back().cut = true;
        } else {
            m_goroutine->elided = number<uint64_t>(count).value_or(0);
            m_goroutine->elidedAt = m_goroutine->frames.size();
        }
        return true;
    }
    const auto text = indented(line);
    if (text && text->ends_with("stack unavailable")) {
        m_goroutine->unavailable = *text;
        return true;
    }
    return false;
}

bool TextDumpParser::takeFunction(std::string_view line)
{
    if (!line.ends_with(')') || indented(line))
        return false;
    const size_t open = line.rfind('(');
    const std::string_view name = line.substr(0, open);
    if (open == std::string_view::npos || !isName(name) || m_goroutine->frames.size() >= mostFrames)
        return false;
    std::string_view arguments = line.substr(open + 1, line.size() - open - 2);
    const bool isInlined = arguments == "...";
    if (m_part == Part::Ancestor) {
        m_goroutine->ancestors.back().frames.push_back({.location = {.function = std::string(wholeName(name))}});
    } else {
        m_goroutine->isCut = m_goroutine->isCut || m_wantsFile;
        m_goroutine->frames.push_back({.function = std::string(wholeName(name)),
                                       .arguments = isInlined ? std::string() : std::string(arguments),
                                       .isInlined = isInlined});
    }
    m_wantsFile = true;
    m_isCreator = false;
    return true;
}

bool TextDumpParser::takeFrameLine(std::string_view line)
{
    if (takeFile(line) || takeNote(line) || takeFunction(line)) {
        m_foreign = 0;
        return true;
    }
    return false;
}

void TextDumpParser::take(std::string_view line, uint64_t number)
{
    if (takeHeader(line, number))
        return;
    if (m_goroutine) {
        if (line.empty() && !m_wantsFile) {
            endGoroutine();
            return;
        }
        if (takeFrameLine(line))
            return;
        // Others write in between; after many lines of theirs it is over, as it is once its creator is told.
        const bool isWhole = !m_wantsFile && m_part == Part::Frames
            && (m_goroutine->createdBy.line > 0 || line.starts_with("exit status "));
        if (isWhole) {
            endGoroutine();
        } else if (!isStartOfMessage(line)) {
            m_goroutine->isCut = m_goroutine->isCut || !line.empty();
            if (++m_foreign > mostForeign)
                endGoroutine();
            return;
        }
    }
    if (takeMessage(line) || m_dumps.empty())
        return;
    m_sawOthers = m_sawOthers || !line.empty();
    if (line.starts_with("exit status ") && dump().exitLine.empty())
        dump().exitLine = line;
}

void TextDumpParser::finish()
{
    endGoroutine();
    for (TextDump &one : m_dumps) {
        while (one.message.ends_with('\n'))
            one.message.pop_back();
    }
}

}
