// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/console/registertext.h"

#include "backend/eval/goverb.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <format>
#include <span>

namespace Freezeframe
{

namespace
{

std::string flagText(uint64_t flags)
{
    const std::string names = flagNames(flags);
    return std::format("\t[{}{}IOPL={}]", names, names.empty() ? "" : " ", flags >> 12 & 3);
}

std::string delveName(std::string name, bool isVector)
{
    if (name == "eflags")
        return "Rflags";
    for (size_t i = 0; i < (isVector ? name.size() : std::min<size_t>(name.size(), 1)); ++i)
        name[i] = char(std::toupper(static_cast<unsigned char>(name[i])));
    return name;
}

template<class T>
void appendLanes(std::string &out, std::span<const std::byte> bytes, std::string_view title)
{
    out += std::format("\t{}={{ ", title);
    for (size_t at = 0; at < bytes.size(); at += sizeof(T)) {
        T lane;
        std::memcpy(&lane, bytes.data() + at, sizeof(T));
        if constexpr (std::is_floating_point_v<T>)
            out += GoVerb{.letter = 'g'}.floating(lane, sizeof(T)).value_or("?") + ' ';
        else
            out += std::format("{:0{}x} ", lane, 2 * sizeof(T));
    }
    out += '}';
}

/// 128 bits in all lanes that they can have, as Delve writes them.
void appendVector(std::string &out, uint64_t low, uint64_t high)
{
    const std::array words{low, high};
    const auto bytes = std::as_bytes(std::span(words));
    out += std::format("0x{:016x}{:016x}", high, low);
    appendLanes<uint64_t>(out, bytes, "v2_int");
    appendLanes<uint32_t>(out, bytes, "v4_int");
    appendLanes<uint16_t>(out, bytes, "v8_int");
    appendLanes<uint8_t>(out, bytes, "v16_int");
    appendLanes<double>(out, bytes, "v2_float");
    appendLanes<float>(out, bytes, "v4_float");
}

/// What is above the 128 bits of register @p number: "YMM0h", then the halves of "ZMM0".
void appendWide(std::string &out, std::span<const uint64_t> wider, std::string_view number)
{
    static constexpr std::array names = {std::pair("YMM", "h"), std::pair("ZMM", "hl"), std::pair("ZMM", "hh")};
    for (size_t part = 0; part < names.size() && 2 * part + 1 < wider.size(); ++part) {
        out += std::format("\n\t[{}{}{}] ", names[part].first, number, names[part].second);
        appendVector(out, wider[2 * part], wider[2 * part + 1]);
    }
}

/// The number in "xmm12", "zmm12"; empty of others.
std::string_view vectorNumber(std::string_view name)
{
    return name.size() > 3 && name.substr(1, 2) == "mm" ? name.substr(3) : std::string_view();
}

}

std::string registerText(const std::vector<RegisterInfo> &registers, bool withVectors)
{
    // The order that Delve has: where execution is, what it counts with, vectors, then the rest.
    static constexpr std::array<std::string_view, 17> first
        = {"rip", "rsp", "rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp",
           "r8",  "r9",  "r10", "r11", "r12", "r13", "r14", "r15"};
    std::vector<const RegisterInfo *> sorted;
    for (const std::string_view name : first) {
        const auto found = std::ranges::find(registers, name, &RegisterInfo::name);
        if (found != registers.end())
            sorted.push_back(&*found);
    }
    const auto isWide = [&registers](const RegisterInfo &one) {
        return !one.wider.empty()
            && std::ranges::contains(registers, "xmm" + std::string(vectorNumber(one.name)), &RegisterInfo::name);
    };
    for (const bool vectors : {true, false}) {
        for (const RegisterInfo &one : registers) {
            const bool isWanted = one.isVector == vectors && (withVectors || !one.isVector) && !isWide(one);
            if (isWanted && !std::ranges::contains(first, one.name))
                sorted.push_back(&one);
        }
    }
    size_t widest = 0;
    for (const RegisterInfo *one : sorted)
        widest = std::max(widest, one->name == "eflags" ? 6 : one->name.size());
    std::string text;
    for (const RegisterInfo *one : sorted) {
        text += std::format("{:>{}} = ", delveName(one->name, one->isVector), widest);
        if (one->isVector && one->high) {
            appendVector(text, one->value, *one->high);
            const auto wide = std::ranges::find_if(registers, [one](const RegisterInfo &other) {
                return !other.wider.empty() && vectorNumber(other.name) == vectorNumber(one->name);
            });
            if (wide != registers.end())
                appendWide(text, wide->wider, vectorNumber(one->name));
        } else {
            text += std::format("0x{:016x}", one->value);
        }
        if (one->name == "eflags")
            text += flagText(one->value);
        text += '\n';
    }
    return text;
}

}
