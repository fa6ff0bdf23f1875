// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/goroutines.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

/// Calls @p visit with each column of @p table and the same one of @p other.
template<class Visitor>
void eachColumn(GoroutineTable &table, const GoroutineTable &other, Visitor visit)
{
    visit(table.address, other.address);
    visit(table.id, other.id);
    visit(table.status, other.status);
    visit(table.waitReason, other.waitReason);
    visit(table.waitNanoseconds, other.waitNanoseconds);
    visit(table.thread, other.thread);
    visit(table.goPc, other.goPc);
    visit(table.startPc, other.startPc);
    visit(table.schedPc, other.schedPc);
    visit(table.schedSp, other.schedSp);
    visit(table.schedFp, other.schedFp);
    visit(table.stackLow, other.stackLow);
    visit(table.stackHigh, other.stackHigh);
    visit(table.parent, other.parent);
    visit(table.labels, other.labels);
    visit(table.isSystem, other.isSystem);
    visit(table.isScanned, other.isScanned);
}

}

void GoroutineTable::reserve(size_t count)
{
    eachColumn(*this, *this, [count](auto &column, const auto &) { column.reserve(count); });
}

void GoroutineTable::append(const GoroutineTable &other)
{
    eachColumn(*this, other,
               [](auto &column, const auto &more) { column.insert(column.end(), more.begin(), more.end()); });
    dead += other.dead;
}

std::string GoroutineTable::statusText(size_t row) const
{
    // Go runtime/traceback.go: gStatusStrings.
    switch (static_cast<GoStatus>(status[row])) {
    case GoStatus::Idle: return "idle";
    case GoStatus::Runnable: return "runnable";
    case GoStatus::Running: return "running";
    case GoStatus::Syscall: return "syscall";
    case GoStatus::Waiting: return "waiting";
    case GoStatus::Dead: return "dead";
    case GoStatus::Copystack: return "copystack";
    case GoStatus::Preempted: return "preempted";
    case GoStatus::Leaked: return "leaked";
    case GoStatus::DeadExtra: return "waiting for cgo callback";
    }
    return "status " + std::to_string(status[row]);
}

std::string GoroutineTable::waitReasonText(size_t row) const
{
    const auto state = static_cast<GoStatus>(status[row]);
    if (state != GoStatus::Waiting && state != GoStatus::Leaked)
        return {};
    if (waitReason[row] < reasons.size())
        return reasons[waitReason[row]];
    return waitReason[row] == 0 ? std::string() : "wait reason " + std::to_string(waitReason[row]);
}

std::string GoroutineTable::scanText(size_t row) const
{
    // Go runtime/traceback.go: goroutineheader.
    return row < isScanned.size() && isScanned[row] != 0 ? " (scan)" : "";
}

std::optional<uint32_t> GoroutineTable::find(uint64_t goid) const
{
    const auto found = std::ranges::find(id, goid);
    if (found == id.end())
        return std::nullopt;
    return static_cast<uint32_t>(found - id.begin());
}

}
