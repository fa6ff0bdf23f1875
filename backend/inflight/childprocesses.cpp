// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inflight/childprocesses.h"

#include "backend/eval/numbertext.h"

#include <algorithm>
#include <array>

namespace Freezeframe
{

namespace
{

constexpr size_t mostFrames = 1000;
constexpr uint64_t mostArguments = 256;
constexpr Int128 largestPid = 1 << 22; ///< Linux: PID_MAX_LIMIT

}

void ChildProcesses::readCommand(Child &child, const Value &command) const
{
    const KnownFields &fields = m_sources.fields();
    if (const auto path = fields.text(command, "Path"))
        child.path = *path;
    const auto list = fields.at(command, "Args");
    const auto count = list ? fields.length(*list, {}) : std::nullopt;
    child.arguments.clear();
    for (uint64_t i = 0; count && i < std::min(*count, mostArguments); ++i)
        child.arguments.push_back(fields.text(fields.reader().element(*list, i), {}).value_or("?"));
    if (const auto pid = fields.number(command, "Process.Pid"))
        child.pid = pid;
}

void ChildProcesses::search(InFlight::Section &section)
{
    static constexpr std::array functions
        = std::to_array<std::string_view>({"os/exec.(*Cmd).Wait", "os.(*Process).Wait", "os.(*Process).wait"});
    for (const uint32_t row : m_sources.rowsIn(functions)) {
        if (m_sources.isStopped())
            return;
        const Stack stack = m_sources.unwinder.goroutine(m_sources.table, row, mostFrames);
        Child child;
        for (size_t i = 0; i < stack.frames.size(); ++i) {
            const std::string &function = stack.frames[i].function;
            if (!function.starts_with("os.") && !function.starts_with("os/exec."))
                continue;
            const auto variables = m_sources.evaluator.variables(stack, i);
            for (const Value &value : variables ? *variables : std::vector<Value>()) {
                if (value.error || !value.type || value.leftOver)
                    continue;
                if (value.type->name == "*os.Process" && !child.pid)
                    child.pid = m_sources.fields().number(value, "Pid");
                else if (value.type->name == "*os/exec.Cmd" && child.path.empty())
                    readCommand(child, value);
            }
        }
        InFlightItem item;
        std::string previous;
        for (const std::string &word : child.arguments) {
            item.title += (item.title.empty() ? "" : " ") + m_sources.mask.argument(word, previous);
            previous = word;
        }
        if (item.title.empty())
            item.title = child.path.empty() ? "a child process" : child.path;
        addFact(item, "path", child.path);
        if (child.pid && *child.pid > 0 && *child.pid <= largestPid)
            addFact(item, "pid", integerText(*child.pid));
        m_sources.describeGoroutine(item, row);
        addItem(section, std::move(item));
    }
    section.unanswered.push_back("Child processes that no goroutine waits for are not told.");
}

}
