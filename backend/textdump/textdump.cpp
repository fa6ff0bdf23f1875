// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/textdump/textdump.h"

#include "backend/textdump/goroutineheader.h"
#include "backend/textdump/logstreams.h"
#include "backend/textdump/textdumpparser.h"

#include <algorithm>
#include <unordered_map>

namespace Freezeframe
{

bool TextDump::isLikely(std::string_view text, size_t most)
{
    return findGoroutineHeader(text.substr(0, most)) != std::string_view::npos;
}

Result<TextDump> TextDump::parse(std::string_view text)
{
    const LogStreams streams(text);
    std::vector<TextDumpParser> parsers(streams.count());
    uint64_t lines = 0;
    streams.read([&](size_t stream, std::string_view line, uint64_t number) {
        lines = number;
        parsers[stream].take(line, number);
    });
    TextDump best;
    uint64_t others = 0;
    for (TextDumpParser &parser : parsers) {
        parser.finish();
        for (TextDump &dump : parser.dumps()) {
            if (dump.goroutines.empty())
                continue;
            const bool isBetter = dump.goroutines.size() >= best.goroutines.size();
            others += best.goroutines.empty() ? 0 : 1;
            if (isBetter)
                best = std::move(dump);
        }
    }
    if (best.goroutines.empty())
        return fail(ErrorCode::NotFound, "there is no goroutine in this text");
    // A header may be there twice, as that of the goroutine that panics again.
    std::unordered_map<uint64_t, size_t> seen;
    std::vector<Goroutine> once;
    for (Goroutine &one : best.goroutines) {
        const auto [place, isNew] = seen.try_emplace(one.id, once.size());
        if (isNew)
            once.push_back(std::move(one));
        else if (once[place->second].frames.size() < one.frames.size())
            once[place->second] = std::move(one);
    }
    best.goroutines = std::move(once);
    best.lines = lines;
    best.otherDumps = others;
    best.hasPrefix = streams.hasFronts();
    return best;
}

std::string TextDump::whyNot(std::string_view what)
{
    return "this is a text that a program printed: it has goroutines and their stacks, but no " + std::string(what);
}

}
