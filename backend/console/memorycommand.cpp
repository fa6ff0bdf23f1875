// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/console/memorycommand.h"

#include "backend/base/text.h"
#include "backend/console/commandwords.h"

#include <algorithm>
#include <format>
#include <map>

namespace Freezeframe
{

namespace
{

constexpr uint64_t mostBytes = 256 << 20;
constexpr uint64_t pieceSize = 1 << 20;
constexpr size_t defaultMatches = 1000;
constexpr size_t mostMatches = 1'000'000;

enum class MemoryFormat { Hex, Decimal, Octal, Binary, Raw };

/// What `examinemem` was asked for.
struct MemoryArguments {
    MemoryFormat format = MemoryFormat::Hex;
    uint64_t count = 1;
    uint64_t size = 1; ///< bytes of one number
    bool isExpression = false;
    std::string_view operand;

    static Result<MemoryArguments> parse(std::string_view text)
    {
        MemoryArguments arguments;
        auto [word, rest] = firstWord(text);
        for (; word.starts_with('-'); std::tie(word, rest) = firstWord(rest)) {
            if (word == "-x") {
                arguments.isExpression = true;
                arguments.operand = rest;
                break;
            }
            const auto [value, behind] = firstWord(rest);
            if (auto read = arguments.readOption(word, value); !read)
                return std::unexpected(read.error());
            rest = behind;
        }
        if (!arguments.isExpression) {
            arguments.operand = word;
            if (!rest.empty())
                return wrongUsage("unknown option \"" + std::string(firstWord(rest).first) + '"');
        }
        if (arguments.operand.empty())
            return wrongUsage("no address specified");
        return arguments;
    }

private:
    Result<void> readOption(std::string_view option, std::string_view value)
    {
        static const std::map<std::string_view, MemoryFormat> formats
            = {{"hex", MemoryFormat::Hex},         {"hexadecimal", MemoryFormat::Hex}, {"dec", MemoryFormat::Decimal},
               {"decimal", MemoryFormat::Decimal}, {"oct", MemoryFormat::Octal},       {"octal", MemoryFormat::Octal},
               {"bin", MemoryFormat::Binary},      {"binary", MemoryFormat::Binary},   {"raw", MemoryFormat::Raw}};
        const auto number = wholeNumber(value);
        if (option == "-fmt") {
            const auto found = formats.find(value);
            if (found == formats.end())
                return wrongUsage(value.empty() ? "expected argument after -fmt"
                                                : '"' + std::string(value) + "\" is not a valid format");
            format = found->second;
        } else if (option == "-count" || option == "-len") {
            if (!number || *number == 0)
                return wrongUsage("count/len must be a positive integer");
            count = *number;
        } else if (option == "-size") {
            if (!number || *number == 0 || *number > 8)
                return wrongUsage("size must be a positive integer (<=8)");
            size = *number;
        } else {
            return wrongUsage("unknown option \"" + std::string(option) + '"');
        }
        return {};
    }
};

std::string numberText(MemoryFormat format, uint64_t number, uint64_t size)
{
    switch (format) {
    case MemoryFormat::Binary: return std::format("{:0{}b}", number, size * 8);
    case MemoryFormat::Octal: return std::format("0{:0{}o}", number, size * 3);
    case MemoryFormat::Decimal: return std::format("{:0{}d}", number, size * 3);
    default: return std::format("0x{:0{}x}", number, size * 2);
    }
}

/// Rows of numbers in columns of one width, as Delve lays them out; bytes that are not there are "??".
void printRows(const MemoryArguments &arguments, Address start, Address last, const MemoryBytes &memory,
               const TextSink &out)
{
    const uint64_t columns = arguments.format == MemoryFormat::Binary ? 4 : 8;
    const size_t digits = std::format("{:x}", last.value).size();
    const size_t width = numberText(arguments.format, 0, arguments.size).size();
    for (uint64_t at = 0; at < memory.bytes.size(); at += columns * arguments.size) {
        std::string row = std::format("0x{:0{}x}:   ", (start + at).value, digits);
        for (uint64_t column = 0; column < columns; ++column) {
            const uint64_t offset = at + column * arguments.size;
            if (offset + arguments.size > memory.bytes.size())
                break;
            uint64_t number = 0;
            bool isKnown = true;
            for (uint64_t i = arguments.size; i-- > 0;) {
                isKnown = isKnown && memory.bytes[offset + i];
                number = number << 8 | memory.bytes[offset + i].value_or(0);
            }
            row += std::format("{:<{}}   ", isKnown ? numberText(arguments.format, number, arguments.size) : "??",
                               width);
        }
        out(row + '\n');
    }
}

}

Result<void> MemoryCommand::examine(const CommandCall &call)
{
    const auto arguments = MemoryArguments::parse(call.arguments);
    if (!arguments)
        return std::unexpected(arguments.error());
    const auto written = arguments->isExpression ? std::nullopt : wholeNumber(arguments->operand);
    if (!arguments->isExpression && !written)
        return wrongUsage("convert address into uintptr type failed: \"" + std::string(arguments->operand)
                          + "\" is no number; an expression goes after -x");
    const auto address = written
        ? Result<uint64_t>(*written)
        : m_session.inspection().number(call.scope.owner, call.scope.frame, arguments->operand);
    if (!address)
        return std::unexpected(address.error());
    if (arguments->count > mostBytes / arguments->size)
        return fail(ErrorCode::Limit, "256 MiB at most at a time");
    const Address start{*address};
    const uint64_t total = arguments->count * arguments->size;
    const uint64_t row = (arguments->format == MemoryFormat::Binary ? 4 : 8) * arguments->size;
    std::optional<Error> missing;
    for (uint64_t done = 0; done < total;) {
        const uint64_t piece = std::min(total - done, pieceSize / row * row);
        const MemoryBytes memory = m_session.inspection().memory(start + done, piece);
        if (memory.error && !missing)
            missing = memory.error;
        if (std::ranges::none_of(memory.bytes, [](const auto &byte) { return byte.has_value(); }))
            return std::unexpected(memory.error.value_or(Error{.code = ErrorCode::Unmapped, .message = "no memory"}));
        if (arguments->format == MemoryFormat::Raw) {
            if (missing)
                return std::unexpected(*missing);
            std::string raw;
            for (const auto &byte : memory.bytes)
                raw += char(*byte);
            call.out(raw);
        } else {
            printRows(*arguments, start + done, start + total, memory, call.out);
        }
        done += piece;
    }
    if (missing)
        call.out("?? " + escaped(missing->toString()) + '\n');
    return {};
}

Result<uint64_t> MemoryCommand::number(const CommandCall &call, std::string_view text)
{
    if (const auto written = wholeNumber(text))
        return *written;
    return m_session.inspection().number(call.scope.owner, call.scope.frame, text);
}

Result<MemoryPattern> MemoryCommand::pattern(const CommandCall &call, size_t &limit)
{
    bool matchesCase = true;
    auto [word, rest] = firstWord(call.arguments);
    std::string_view all = call.arguments;
    for (; word == "-i" || word == "-max"; std::tie(word, rest) = firstWord(all)) {
        if (word == "-i") {
            matchesCase = false;
        } else {
            const auto [value, behind] = firstWord(rest);
            const auto most = wholeNumber(value);
            if (!most || *most == 0 || *most > mostMatches)
                return wrongUsage(std::format("-max takes a number from 1 to {}", mostMatches));
            limit = *most;
            rest = behind;
        }
        all = trimmed(rest);
    }
    if (word.starts_with('"')) {
        const auto texts = quotedWords(all);
        if (texts.size() != 1 || texts[0].empty())
            return wrongUsage("find \"TEXT\"");
        return MemoryPattern::text(texts[0], matchesCase);
    }
    if (!matchesCase)
        return wrongUsage("-i is for a \"TEXT\"");
    if (word == "-bytes")
        return MemoryPattern::bytes(rest);
    if (word == "-int" || word == "-into") {
        const auto [first, second] = firstWord(rest);
        if (trimmed(second).empty())
            return wrongUsage(word == "-int" ? "find -int <1|2|4|8> <number>" : "find -into <begin> <end>");
        const auto begin = word == "-int" ? Result<uint64_t>(wholeNumber(first).value_or(0)) : number(call, first);
        const auto value = number(call, trimmed(second));
        if (!begin || !value)
            return std::unexpected(begin ? value.error() : begin.error());
        if (word == "-int")
            return MemoryPattern::integer(*value, *begin);
        if (*value <= *begin)
            return wrongUsage("the end lies before the beginning");
        return MemoryPattern::pointer({{*begin}, {*value}});
    }
    if (word.empty())
        return wrongUsage(
            "find \"TEXT\", find ADDRESS, find -into BEGIN END, find -bytes HEX, or find -int SIZE NUMBER");
    const auto value = number(call, all);
    if (!value)
        return std::unexpected(value.error());
    return MemoryPattern::pointer({{*value}, {*value}});
}

Result<void> MemoryCommand::find(const CommandCall &call)
{
    MemorySearch::Limits limits{.matches = defaultMatches};
    const auto wanted = pattern(call, limits.matches);
    if (!wanted)
        return std::unexpected(wanted.error());
    const auto tell = [&call](const std::vector<MemoryMatch> &matches) {
        for (const MemoryMatch &match : matches)
            call.out(match.address.toString() + "  " + escaped(match.place) + '\n');
    };
    const MemorySearchEnd end = m_session.inspection().search(*wanted, limits, tell, {}, m_session.stop);
    if (end.isStopped)
        return interrupted();
    if (end.found == 0)
        call.out("not found in the memory that the core and its files have\n");
    else if (end.isLimited)
        call.out(std::format("the first {}\n", end.found));
    return {};
}

Result<void> MemoryCommand::regions(const CommandCall &call)
{
    bool isAny = false;
    for (const MemoryRegion &region : m_session.inspection().regions().regions()) {
        if (m_session.stop.stop_requested())
            return interrupted();
        const std::string line = std::format("0x{:012x} 0x{:012x} {:3} {:>14}  {:15}  {}", region.range.begin.value,
                                             region.range.end.value, region.permissions(), region.range.size(),
                                             region.bytesText(), escaped(region.what));
        if (line.find(call.arguments) == std::string::npos)
            continue;
        isAny = true;
        call.out(line + '\n');
    }
    if (!isAny)
        call.out("no such region\n");
    return {};
}

}
