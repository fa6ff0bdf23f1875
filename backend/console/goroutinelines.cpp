// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/console/goroutinelines.h"

#include "backend/base/text.h"

#include <algorithm>
#include <format>

namespace Freezeframe
{

namespace
{

std::string inText(const SourceLocation &location)
{
    return location.file + ':' + std::to_string(location.line) + " in "
        + (location.function.empty() ? "?" : location.function);
}

std::string_view fieldText(GoroutineField field)
{
    switch (field) {
    case GoroutineField::CurrentLocation: return "Runtime";
    case GoroutineField::GoLocation: return "Go";
    case GoroutineField::StartLocation: return "Start";
    default: return "User";
    }
}

}

Result<GoroutineLines> GoroutineLines::read(ConsoleSession &session)
{
    auto snapshot = session.inspection().goroutineStacks({}, {}, session.stop);
    if (!snapshot)
        return std::unexpected(snapshot.error());
    return GoroutineLines(session, std::move(*snapshot));
}

GoroutineLines::Place GoroutineLines::place(uint32_t row, GoroutineField field) const
{
    const GoroutineStacks &stacks = *m_snapshot.stacks;
    if (field == GoroutineField::GoLocation)
        return {stacks.goStatements[stacks.goStatementOf[row]], table().goPc[row]};
    if (field == GoroutineField::StartLocation)
        return {stacks.startLocations[stacks.startOf[row]], table().startPc[row]};
    const uint32_t number = stacks.stackOf[row];
    if (number == GoroutineStacks::unknown)
        return {{}, table().schedPc[row]};
    const GoroutineStacks::Unique &stack = stacks.stacks[number];
    return field == GoroutineField::CurrentLocation ? Place{stack.current, stack.currentPc}
                                                    : Place{stack.user, stack.userPc};
}

std::string_view GoroutineLines::label(uint32_t row, std::string_view key, bool &exists) const
{
    const auto &labels = m_snapshot.stacks->labelSets[m_snapshot.stacks->labelSetOf[row]];
    const auto found = std::ranges::find(labels, key, [](const auto &label) { return std::string_view(label.first); });
    exists = found != labels.end();
    return exists ? std::string_view(found->second) : std::string_view();
}

bool GoroutineLines::matches(uint32_t row, const GoroutineCondition &filter) const
{
    bool does = false;
    switch (filter.field) {
    case GoroutineField::Label: {
        const size_t equals = filter.argument.find('=');
        const std::string_view value = label(row, filter.argument.substr(0, equals), does);
        if (equals != std::string::npos)
            does = value == filter.argument.substr(equals + 1);
        break;
    }
    case GoroutineField::Running: does = table().thread[row] != 0; break;
    case GoroutineField::User: does = table().isSystem[row] == 0; break;
    case GoroutineField::WaitReason: does = table().waitReasonText(row).contains(filter.argument); break;
    case GoroutineField::Status: does = table().statusText(row).contains(filter.argument); break;
    case GoroutineField::Stack: {
        const uint32_t number = m_snapshot.stacks->stackOf[row];
        does = number != GoroutineStacks::unknown
            && std::ranges::any_of(m_snapshot.stacks->stacks[number].functions,
                                   [&](const std::string &function) { return function.contains(filter.argument); });
        break;
    }
    default: does = inText(place(row, filter.field).location).contains(filter.argument); break;
    }
    return does != filter.isNegated;
}

std::string GoroutineLines::groupOf(uint32_t row, GoroutineField field, const std::string &labelKey) const
{
    bool exists = false;
    switch (field) {
    case GoroutineField::Label: return labelKey + '=' + std::string(label(row, labelKey, exists));
    case GoroutineField::Running: return std::format("running={}", table().thread[row] != 0);
    case GoroutineField::User: return std::format("user={}", table().isSystem[row] == 0);
    case GoroutineField::WaitReason: return "waitreason=" + table().waitReasonText(row);
    case GoroutineField::Status: return "status=" + table().statusText(row);
    case GoroutineField::Stack: {
        const uint32_t number = m_snapshot.stacks->stackOf[row];
        if (number == GoroutineStacks::unknown)
            return "unreadable stack";
        std::string text;
        for (const std::string &function : m_snapshot.stacks->stacks[number].functions)
            text += (text.empty() ? "" : " < ") + function;
        return text;
    }
    default: return inText(place(row, field).location);
    }
}

std::string GoroutineLines::placeText(uint32_t row, GoroutineField field) const
{
    const auto [location, pc] = place(row, field);
    return std::format("{}:{} {} ({})", escaped(m_session->localPath(location.file)), location.line,
                       location.function.empty() ? "?" : escaped(location.function), pc.toString());
}

std::string GoroutineLines::line(uint32_t row, GoroutineField field) const
{
    if (const auto error = m_snapshot.stacks->errors.find(row);
        error != m_snapshot.stacks->errors.end() && m_snapshot.stacks->stackOf[row] == GoroutineStacks::unknown)
        return std::format("{} - (unreadable {})", table().id[row], escaped(error->second.toString()));
    std::string text = std::format("{} - {}: {}", table().id[row], fieldText(field), placeText(row, field));
    if (table().thread[row] != 0)
        text += std::format(" (thread {})", table().thread[row]);
    const auto status = GoStatus(table().status[row]);
    const std::string reason = table().waitReasonText(row);
    if ((status == GoStatus::Waiting || status == GoStatus::Syscall) && !reason.empty()) {
        text += " [" + reason;
        if (const int64_t wait = table().waitNanoseconds[row]; wait > 0)
            text += ' ' + elapsedText(wait);
        text += ']';
    }
    return text;
}

std::string GoroutineLines::labelText(uint32_t row) const
{
    auto labels = m_snapshot.stacks->labelSets[m_snapshot.stacks->labelSetOf[row]];
    std::ranges::sort(labels);
    std::string text;
    for (const auto &[key, value] : labels)
        text += (text.empty() ? "Labels: " : ", ") + goQuoted(key) + ':' + goQuoted(value);
    return text;
}

}
