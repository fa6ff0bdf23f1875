// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/registerinfo.h"

#include <algorithm>
#include <array>
#include <bit>
#include <format>
#include <string_view>

namespace Freezeframe
{

namespace
{

bool isVectorName(std::string_view name)
{
    return name.starts_with("xmm") || (name.starts_with('v') && name.size() > 1);
}

/// Selectors of segments, which are no addresses.
bool isSelector(std::string_view name)
{
    return name.size() == 2 && name[1] == 's';
}

}

std::string flagNames(uint64_t flags)
{
    constexpr auto bits = std::to_array<std::pair<int, std::string_view>>({{0, "CF"},
                                                                           {2, "PF"},
                                                                           {4, "AF"},
                                                                           {6, "ZF"},
                                                                           {7, "SF"},
                                                                           {8, "TF"},
                                                                           {9, "IF"},
                                                                           {10, "DF"},
                                                                           {11, "OF"},
                                                                           {14, "NT"},
                                                                           {16, "RF"},
                                                                           {18, "AC"}});
    std::string text;
    for (const auto &[bit, name] : bits) {
        if ((flags >> bit & 1) != 0)
            text.append(text.empty() ? "" : " ").append(name);
    }
    return text;
}

std::string vectorText(uint64_t low, uint64_t high)
{
    if (low == 0 && high == 0)
        return "0";
    const auto single = [](uint64_t half, int index) { return uint32_t(half >> (index * 32)); };
    const auto real = [&single](uint64_t half, int index) { return std::bit_cast<float>(single(half, index)); };
    const auto whole = [&single](uint64_t half, int index) { return int32_t(single(half, index)); };
    return std::format("float64 {}, {} · float32 {}, {}, {}, {} · int32 {}, {}, {}, {}", std::bit_cast<double>(low),
                       std::bit_cast<double>(high), real(low, 0), real(low, 1), real(high, 0), real(high, 1),
                       whole(low, 0), whole(low, 1), whole(high, 0), whole(high, 1));
}

std::vector<RegisterInfo> registerInfos(const Registers &registers, const Registers *caller,
                                        const std::function<std::string(Address)> &describe)
{
    std::vector<RegisterInfo> infos;
    const auto names = registers.info().registerNames;
    for (size_t number = 0; number < names.size(); ++number) {
        const std::string_view name = names[number];
        const auto value = registers.get(int(number));
        if (name.empty() || !value)
            continue;
        RegisterInfo info{.name = std::string(name), .value = *value, .isVector = isVectorName(name)};
        if (info.isVector) {
            info.high = registers.getHigh(int(number));
            if (info.high)
                info.meaning = vectorText(info.value, *info.high);
        } else if (name == "eflags") {
            info.meaning = flagNames(*value);
        } else if (!isSelector(name)) {
            info.meaning = describe(Address{*value});
        }
        const auto above = caller ? caller->get(int(number)) : std::nullopt;
        if (above && *above != *value)
            info.caller = above;
        infos.push_back(std::move(info));
    }
    std::ranges::stable_partition(infos, [](const RegisterInfo &info) { return !info.isVector; });
    return infos;
}

}
