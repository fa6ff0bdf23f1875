// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/inspectiontext.h"

#include "backend/inspect/inspectiondata.h"
#include "backend/target/targetbuilder.h"
#include "backend/textdump/textgoroutines.h"

#include <algorithm>
#include <format>

namespace Freezeframe
{

OpenedText::OpenedText(TextDump dump)
    : m_dump(std::move(dump))
{
}

GoroutineDetails OpenedText::details(const GoroutineTable &table, uint32_t row) const
{
    const TextDump::Goroutine &goroutine = at(row);
    GoroutineDetails details;
    details.id = goroutine.id;
    details.address = goroutine.address;
    details.status = table.statusText(row) + table.scanText(row);
    details.waitReason = table.waitReasonText(row);
    details.waitNanoseconds = table.waitNanoseconds[row];
    details.labels = goroutine.labels;
    if (goroutine.bubble)
        details.labels.emplace_back("synctest bubble", std::to_string(*goroutine.bubble));
    details.parent = goroutine.creator;
    details.createdBy = details.goStatement = goroutine.createdBy;
    details.isSystem = table.isSystem[row] != 0;
    const auto location = [](const TextDump::Frame &frame) {
        return SourceLocation{.function = frame.function, .file = frame.file, .line = frame.line};
    };
    if (!goroutine.frames.empty()) {
        details.current = location(goroutine.frames.front());
        if (!goroutine.isCut)
            details.start = location(goroutine.frames.back());
    }
    if (const auto user = textUserFrame(goroutine))
        details.user = location(goroutine.frames[*user]);
    if (const auto error = table.errors.find(row); error != table.errors.end())
        details.error = error->second;
    return details;
}

ProcessSummary OpenedText::process(const std::string &path, uint64_t size, int64_t written) const
{
    ProcessSummary summary;
    summary.corePath = path;
    summary.coreSize = summary.corePromised = size;
    summary.coreWritten = summary.coreTime = written;
    summary.hasGo = true;
    summary.goLayout = "text";
    return summary;
}

std::vector<Error> OpenedText::warnings(const std::string &path) const
{
    std::vector<Error> all;
    const auto add = [&](ErrorCode code, std::string message) {
        all.push_back({.code = code, .message = std::move(message), .file = path});
    };
    if (m_dump.otherDumps > 0)
        add(ErrorCode::Limit,
            std::format("the text has {} more {}: the one with the most goroutines is shown, from line {} on",
                        m_dump.otherDumps, m_dump.otherDumps == 1 ? "dump" : "dumps",
                        m_dump.goroutines.front().firstLine));
    const auto cut = std::ranges::count(m_dump.goroutines, true, &TextDump::Goroutine::isCut);
    if (cut > 0)
        add(ErrorCode::Truncated,
            std::format("of {} {} the text is cut, or other lines stand in it", cut,
                        cut == 1 ? "goroutine" : "goroutines"));
    return all;
}

Result<void> Inspection::Data::openText(const MappedFile &file)
{
    const auto bytes = file.bytes();
    auto dump = TextDump::parse({reinterpret_cast<const char *>(bytes.data()), bytes.size()});
    if (!dump)
        return std::unexpected(dump.error());
    text = std::make_unique<const OpenedText>(std::move(*dump));
    target = TargetBuilder::nothing();
    dwarf = std::make_unique<DwarfSet>(target);
    unwinder = std::make_unique<Unwinder>(target, nullptr, nullptr);
    evaluator
        = std::make_unique<Evaluator>(EvaluationSources{.target = target,
                                                        .symbols = nullptr,
                                                        .runtime = nullptr,
                                                        .runtimeTypes = nullptr,
                                                        .dwarf = [](uint32_t) -> DwarfModule * { return nullptr; }});
    process = std::make_shared<const ProcessSummary>(text->process(options.core, file.size(), file.modified()));
    crash = std::make_shared<const CrashSummary>(textCrash(text->dump()));
    threads = std::make_shared<const std::vector<ThreadInfo>>();
    table = textGoroutineTable(text->dump());
    stacks = textGoroutineStacks(text->dump());
    warnings = text->warnings(options.core);
    sources = std::make_unique<SourceLocator>(sourceSettings());
    return {};
}

bool Inspection::Data::isText(const MappedFile &file)
{
    constexpr std::string_view magic = "\x7f" "ELF";
    const auto bytes = file.bytes();
    const std::string_view content{reinterpret_cast<const char *>(bytes.data()), bytes.size()};
    return !content.starts_with(magic) && TextDump::isLikely(content);
}

}
