// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/support/goroutinesnapshots.h"

#include <algorithm>

namespace Freezeframe
{
namespace
{

template<class T>
uint32_t intern(std::vector<T> &list, const T &value)
{
    const auto found = std::ranges::find(list, value);
    if (found != list.end())
        return uint32_t(found - list.begin());
    list.push_back(value);
    return uint32_t(list.size() - 1);
}

void addToTable(GoroutineTable &table, const GoroutineRow &row)
{
    table.address.push_back({0xc000000000 + row.id * 0x400});
    table.id.push_back(row.id);
    table.status.push_back(uint8_t(row.status));
    table.waitReason.push_back(uint16_t(intern(table.reasons, row.reason)));
    table.waitNanoseconds.push_back(row.wait);
    table.thread.push_back(row.thread);
    for (auto *column : {&table.goPc, &table.startPc, &table.schedPc, &table.schedSp, &table.schedFp, &table.stackLow,
                         &table.stackHigh, &table.labels})
        column->push_back({});
    table.parent.push_back(1);
    table.isSystem.push_back(row.isSystem);
    table.isScanned.push_back(row.isScanned);
}

uint32_t stackIndex(GoroutineStacks &stacks, const GoroutineRow &row)
{
    const auto found = std::ranges::find(stacks.stacks, row.functions, &GoroutineStacks::Unique::functions);
    if (found != stacks.stacks.end()) {
        ++found->goroutines;
        return uint32_t(found - stacks.stacks.begin());
    }
    GoroutineStacks::Unique unique;
    unique.functions = row.functions;
    unique.goroutines = 1;
    if (!row.functions.empty())
        unique.user = unique.current
            = {row.functions.front(), "/src/" + std::to_string(stacks.stacks.size()) + ".go", 10};
    if (row.functions.size() > 1)
        unique.caller = {row.functions[1], "/src/caller.go", 20};
    stacks.stacks.push_back(std::move(unique));
    return uint32_t(stacks.stacks.size() - 1);
}

}

GoroutineSnapshot makeGoroutines(const std::vector<GoroutineRow> &rows, std::optional<uint64_t> crashed)
{
    auto table = std::make_shared<GoroutineTable>();
    auto stacks = std::make_shared<GoroutineStacks>();
    table->reasons.emplace_back();
    stacks->labelSets.emplace_back();
    for (const GoroutineRow &row : rows) {
        addToTable(*table, row);
        stacks->stackOf.push_back(stackIndex(*stacks, row));
        stacks->labelSetOf.push_back(intern(stacks->labelSets, row.labels));
        stacks->startOf.push_back(0);
        stacks->goStatementOf.push_back(0);
    }
    stacks->startLocations = {{"main.main", "/src/main.go", 1}};
    stacks->goStatements = {{"main.main", "/src/main.go", 5}};
    stacks->done = rows.size();
    stacks->complete = true;
    return {.table = table, .stacks = stacks, .crashed = crashed};
}

}
