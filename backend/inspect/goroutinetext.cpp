// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/goroutinetext.h"

#include "backend/analysis/stackplace.h"
#include "backend/base/text.h"
#include "backend/go/functionname.h"
#include "backend/inspect/report.h"

#include <algorithm>
#include <format>

namespace Freezeframe
{

std::string placeText(const SourceLocation &location)
{
    if (location.file.empty())
        return escaped(location.function);
    return escaped(location.function) + "  " + escaped(location.file) + ":" + std::to_string(location.line);
}

std::string holderText(const WaitInfo::Holder &holder)
{
    return std::format("probably held by goroutine {}: {} {}", holder.goroutine, escaped(holder.function),
                       holder.isDeferred ? "has an Unlock of it deferred" : "is between Lock and Unlock");
}

std::string userPlace(const GoroutineStacks::Unique &stack)
{
    std::string text = "  " + placeText(stack.user);
    const std::string_view own = placeOf(stack).function;
    if (isStandardFunction(stack.user.function) && !stack.caller.isEmpty())
        text += "\n    from " + placeText(stack.caller);
    if (isStandardFunction(stack.user.function) && own != stack.user.function && own != stack.caller.function)
        text += "\n    for " + escaped(own);
    return text;
}

GoroutineText::GoroutineText(const GoroutineSnapshot &snapshot)
    : m_table(*snapshot.table)
    , m_stacks(*snapshot.stacks)
{
    for (const GoroutineStacks::Unique &unique : m_stacks.stacks)
        m_places.push_back("\n" + userPlace(unique));
    for (const auto &labels : m_stacks.labelSets) {
        std::string &text = m_labels.emplace_back();
        for (const auto &[key, value] : labels)
            text += "  " + escaped(key) + "=" + escaped(value);
    }
    for (const SourceLocation &statement : m_stacks.goStatements)
        m_creators.push_back(statement.isEmpty() ? std::string() : "  created by " + placeText(statement));
}

/// Between number and time, made once for each kind.
const std::string &GoroutineText::state(uint32_t row)
{
    const bool isScanned = !m_table.scanText(row).empty();
    const auto [known, isNew] = m_states.try_emplace(uint64_t(m_table.status[row]) << 16 | m_table.waitReason[row]
                                                     | uint64_t(isScanned) << 32);
    if (isNew) {
        known->second = " [" + m_table.statusText(row);
        if (const std::string reason = m_table.waitReasonText(row); !reason.empty())
            known->second += ": " + reason;
        known->second += m_table.scanText(row);
    }
    return known->second;
}

void GoroutineText::appendHeader(std::string &out, uint32_t row)
{
    out += "goroutine ";
    out += std::to_string(m_table.id[row]);
    out += state(row);
    if (m_table.waitNanoseconds[row] >= 0) {
        out += m_table.isTimeExact ? ", " : ", at least ";
        out += elapsedText(m_table.waitNanoseconds[row]);
    }
    out += ']';
    if (m_table.thread[row] != 0)
        out += " on thread " + std::to_string(m_table.thread[row]);
    out += m_labels[m_stacks.labelSetOf[row]];
    if (m_stacks.stackOf[row] != GoroutineStacks::unknown)
        out += m_places[m_stacks.stackOf[row]];
    if (const auto error = m_stacks.errors.find(row); error != m_stacks.errors.end())
        out += "\n  " + escaped(error->second.toString());
    out += '\n';
}

void GoroutineText::appendCreator(std::string &out, uint32_t row)
{
    const std::string &creator = m_creators[m_stacks.goStatementOf[row]];
    if (creator.empty() || m_table.id[row] == mainGoroutine)
        return;
    out += creator;
    if (m_table.parent[row] != 0) {
        out += " in goroutine ";
        out += std::to_string(m_table.parent[row]);
    }
    out += '\n';
}

}
