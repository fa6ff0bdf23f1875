// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/findings/findingsources.h"

#include "backend/analysis/duration.h"
#include "backend/go/functionname.h"

#include <format>

namespace Freezeframe
{

std::string FindingSources::placeOf(uint32_t row) const
{
    const GoroutineStacks::Unique *stack = stacks.stackAt(row);
    if (!stack)
        return {};
    // Of "sync.(*Mutex).Lock" who called it says more.
    const bool isOfLibrary = stack->user.isEmpty() || isStandardFunction(stack->user.function);
    const SourceLocation &user = isOfLibrary && !stack->caller.isEmpty() ? stack->caller : stack->user;
    return shortPlace(user.isEmpty() ? stack->current : user);
}

std::string FindingSources::nameOf(uint32_t row) const
{
    const std::string place = placeOf(row);
    return std::format("goroutine {}{}", table.id[row], place.empty() ? "" : " (" + place + ")");
}

std::string FindingSources::waitOf(uint32_t row) const
{
    const int64_t nanoseconds = table.waitNanoseconds[row];
    if (nanoseconds < 0)
        return {};
    return (table.isTimeExact ? "" : "at least ") + elapsedText(nanoseconds);
}

std::string FindingSources::nameOf(Address object) const
{
    if (runtime.symbols().moduleAt(object))
        return object.toString();
    for (const ModuleData &module : runtime.symbols().modules()) {
        for (const AddressRange &range : {module.data, module.bss, module.noptrdata, module.noptrbss}) {
            if (!range.contains(object))
                continue;
            const std::string name = describe(object);
            return name.empty() ? object.toString() : name + " (" + object.toString() + ")";
        }
    }
    return object.toString();
}

std::string shortPlace(const SourceLocation &place)
{
    return place.isEmpty() ? std::string() : shortPlace(place.function, place.file, place.line);
}

std::string shortPlace(std::string_view function, std::string_view file, int line)
{
    return std::format("{} at {}:{}", function, file.substr(file.rfind('/') + 1), line);
}

std::string goroutineCount(size_t count)
{
    return count == 1 ? "1 goroutine" : std::to_string(count) + " goroutines";
}

std::string goroutineNames(std::span<const uint64_t> ids, size_t shown)
{
    std::string text = ids.size() == 1 ? "goroutine " : "goroutines ";
    const size_t named = ids.size() <= shown + 1 ? ids.size() : shown;
    for (size_t i = 0; i < named; ++i) {
        const bool isLast = i + 1 == ids.size();
        text += (i == 0 ? "" : isLast ? " and " : ", ") + std::to_string(ids[i]);
    }
    if (named < ids.size())
        text += std::format(" and {} more", ids.size() - named);
    return text;
}

}
