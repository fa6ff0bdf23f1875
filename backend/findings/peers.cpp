// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/findings/peers.h"

#include "backend/eval/knownfields.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr uint64_t mostWords = 512; ///< of the stack, the innermost

}

std::string Peers::of(uint32_t row) const
{
    if (m_sources.table.waitReasonText(row) != "IO wait")
        return {};
    const std::vector<GoWait> waits = m_sources.runtime.waits(m_sources.table.address[row]);
    const auto network = std::ranges::find(waits, GoWait::Kind::Network, &GoWait::kind);
    if (network == waits.end())
        return {};
    const std::string descriptor = "fd " + std::to_string(network->descriptor);
    if (const auto connection = ownerOf(row, *network, "net.netFD")) {
        const std::string ends = connectionText(*connection);
        return ends.empty() ? descriptor : ends + ", " + descriptor;
    }
    if (const auto file = ownerOf(row, *network, "os.file")) {
        const auto name = m_sources.evaluator.knownFields().text(*file, "name");
        return name ? "file " + *name + ", " + descriptor : descriptor;
    }
    return descriptor;
}

/// Both begin with their internal/poll.FD, to which whoever waits refers (Go internal/poll/fd_unix.go: FD).
std::optional<Value> Peers::ownerOf(uint32_t row, const GoWait &wait, const char *type) const
{
    const GoroutineStacks::Unique *stack = m_sources.stacks.stackAt(row);
    const std::string_view family = std::string_view(type) == "net.netFD" ? "net.(*netFD)." : "os.(*File).";
    const auto isOfFamily = [family](const std::string &function) { return function.starts_with(family); };
    if (!stack || std::ranges::none_of(stack->functions, isOfFamily))
        return std::nullopt;
    const auto known = m_sources.evaluator.typeNamed(type);
    if (!known)
        return std::nullopt;
    const KnownFields &fields = m_sources.evaluator.knownFields();
    const Memory &memory = m_sources.runtime.target().memory();
    Address at = m_sources.table.schedSp[row];
    for (uint64_t i = 0; i < mostWords && at < m_sources.table.stackHigh[row]; ++i, at = at + 8) {
        const Address candidate = memory.readPointer(at).value_or(Address{});
        if (candidate.isNull() || candidate.value % 8 != 0)
            continue;
        const auto value = m_sources.evaluator.valueAt((*known)->self, candidate);
        if (!value || fields.number(*value, "pfd.Sysfd") != Int128(wait.descriptor))
            continue;
        const auto poll = fields.at(*value, "pfd.pd.runtimeCtx");
        if (poll && m_sources.evaluator.word(*poll).value_or(0) == wait.object.value)
            return *value;
    }
    return std::nullopt;
}

std::string Peers::connectionText(const Value &connection) const
{
    const KnownFields &fields = m_sources.evaluator.knownFields();
    std::string text = fields.text(connection, "net").value_or(std::string());
    const auto end = [&](std::string_view field) {
        const auto address = fields.at(connection, field);
        const auto held = address ? fields.followed(*address) : std::nullopt;
        return held ? m_sources.evaluator.meaning(*held) : std::string();
    };
    if (const std::string local = end("laddr"); !local.empty())
        text += ' ' + local;
    if (const std::string remote = end("raddr"); !remote.empty())
        text += ", peer " + remote;
    return text;
}

}
