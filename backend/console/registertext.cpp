// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/console/registertext.h"

#include "backend/inspect/registerinfo.h"

#include <algorithm>
#include <array>
#include <format>

namespace Freezeframe
{

namespace
{

bool isVector(std::string_view name)
{
    return name.starts_with("xmm") || name.starts_with('v');
}

std::string flagText(uint64_t flags)
{
    const std::string names = flagNames(flags);
    return std::format("\t[{}{}IOPL={}]", names, names.empty() ? "" : " ", flags >> 12 & 3);
}

std::string delveName(std::string name)
{
    if (name == "eflags")
        return "Rflags";
    if (!name.empty())
        name[0] = char(std::toupper(static_cast<unsigned char>(name[0])));
    return name;
}

}

std::string registerText(const std::vector<std::pair<std::string, uint64_t>> &registers, bool withVectors)
{
    // The order that Delve has: where execution is, then the rest.
    static constexpr std::array<std::string_view, 17> first
        = {"rip", "rsp", "rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp",
           "r8",  "r9",  "r10", "r11", "r12", "r13", "r14", "r15"};
    std::vector<std::pair<std::string, uint64_t>> sorted;
    for (const std::string_view name : first) {
        const auto found
            = std::ranges::find(registers, name, [](const auto &one) { return std::string_view(one.first); });
        if (found != registers.end())
            sorted.push_back(*found);
    }
    for (const auto &one : registers) {
        if (!std::ranges::contains(first, one.first) && (withVectors || !isVector(one.first)))
            sorted.push_back(one);
    }
    size_t widest = 0;
    for (const auto &[name, value] : sorted)
        widest = std::max(widest, delveName(name).size());
    std::string text;
    for (const auto &[name, value] : sorted) {
        text += std::format("{:>{}} = 0x{:016x}", delveName(name), widest, value);
        if (name == "eflags")
            text += flagText(value);
        text += '\n';
    }
    return text;
}

}
