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

std::string vectorText(std::span<const uint64_t> words)
{
    if (std::ranges::all_of(words, [](uint64_t word) { return word == 0; }))
        return "0";
    std::string doubles;
    std::string floats;
    std::string integers;
    for (const uint64_t word : words) {
        const std::string_view comma = doubles.empty() ? "" : ", ";
        doubles += std::format("{}{}", comma, std::bit_cast<double>(word));
        for (const int shift : {0, 32}) {
            const auto half = uint32_t(word >> shift);
            const std::string_view between = floats.empty() ? "" : ", ";
            floats += std::format("{}{}", between, std::bit_cast<float>(half));
            integers += std::format("{}{}", between, int32_t(half));
        }
    }
    return "float64 " + doubles + " · float32 " + floats + " · int32 " + integers;
}

std::vector<RegisterInfo> registerInfos(const Registers &registers, const Registers *caller,
                                        const std::function<std::string(Address)> &describe,
                                        std::span<const WideVector> wide)
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
                info.meaning = vectorText(std::array{info.value, *info.high});
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
    for (const WideVector &vector : wide) {
        if (vector.words.empty())
            continue;
        RegisterInfo info{.name = vector.name, .value = vector.words.front(), .isVector = true};
        if (vector.words.size() > 1) {
            info.high = vector.words[1];
            info.wider.assign(vector.words.begin() + 2, vector.words.end());
            info.meaning = vectorText(vector.words);
        }
        infos.push_back(std::move(info));
    }
    std::ranges::stable_partition(infos, [](const RegisterInfo &info) { return !info.isVector; });
    return infos;
}

}
