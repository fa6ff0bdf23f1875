// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/trace/tracestacks.h"

#include "backend/go/inlinedcalls.h"

#include <algorithm>
#include <set>

namespace Freezeframe
{

namespace
{

constexpr size_t mostNodes = 1 << 20;
constexpr uint64_t mostWords = 1 << 10; ///< of one stack
constexpr size_t mostFrames = 128; ///< Go internal/trace/tracev2/spec.go: MaxFramesPerStack
constexpr size_t longestString = 1 << 10; ///< MaxEventTrailerDataSize
constexpr size_t childCount = 4;
constexpr uint64_t noSkip = ~uint64_t(0); ///< logicalStackSentinel: inlined calls are told apart already

}

TraceStacks::TraceStacks(const GoRuntime &runtime, Evaluator &evaluator, const TraceBuffers &buffers, uint64_t time)
    : m_runtime(runtime)
    , m_buffers(buffers)
    , m_time(time)
    , m_stringBatches(buffers.generation(), time, TraceEvent::Strings)
{
    const KnownFields &fields = evaluator.knownFields();
    if (const auto strings = m_buffers.half("stringTab"))
        m_nextString = uint64_t(fields.number(*strings, "tab.seq").value_or(0)) + 1;
    const auto stacks = m_buffers.half("stackTab");
    const auto root = stacks ? fields.at(*stacks, "tab.root.value") : std::nullopt;
    m_root = {root ? evaluator.word(*root).value_or(0) : 0};
    const auto node = evaluator.typeNamed("runtime.traceMapNode");
    for (const TypeField &field : node ? (*node)->fields : std::vector<TypeField>()) {
        if (field.name == "id")
            m_offsets.id = field.offset;
        else if (field.name == "data")
            m_offsets.data = field.offset;
        else if (field.name == "children" && field.offset != 0)
            m_root = {}; // not as it is known
    }
    if (m_offsets.data == 0)
        m_root = {};
}

std::optional<TraceStacks::Node> TraceStacks::nodeAt(Address address) const
{
    const Memory &memory = m_runtime.target().memory();
    const auto id = memory.readAs<uint64_t>(address + m_offsets.id);
    const auto data = memory.readPointer(address + m_offsets.data);
    const auto size = memory.readAs<uint64_t>(address + m_offsets.data + 8);
    if (!id || !data || !size || *size / 8 > mostWords)
        return std::nullopt;
    Node node{.id = *id, .words = std::vector<uint64_t>(*size / 8), .children = {}};
    if (!memory.read(*data, std::as_writable_bytes(std::span(node.words))))
        node.words.clear();
    for (size_t i = 0; i < childCount; ++i) {
        if (const auto child = memory.readPointer(address + i * 8); child && !child->isNull())
            node.children.push_back(*child);
    }
    return node;
}

std::vector<TraceStacks::Frame> TraceStacks::framesOf(std::span<const uint64_t> words) const
{
    std::vector<Frame> frames;
    if (words.empty())
        return frames;
    const bool isLogical = words.front() == noSkip;
    uint64_t skip = isLogical ? 0 : words.front();
    words = words.subspan(1);
    while (!words.empty() && frames.size() < mostFrames) {
        const Address pc{words.front()};
        words = words.subspan(1);
        const auto match = m_runtime.symbols().functionAt(pc - 1);
        if (!match || !match->module || !match->module->pclntab) {
            frames.push_back({.pc = pc, .function = "?", .file = "?"});
            continue;
        }
        const auto levels = match->module->pclntab->frames(match->function, pc - 1);
        const auto calls = inlinedCalls(*match->module->pclntab, match->function, pc - 1);
        for (size_t i = 0; i < levels.size(); ++i) {
            const Address place = i < calls.size() ? calls[i] + 1 : pc;
            if (isLogical && i > 0 && !words.empty() && words.front() == place.value)
                words = words.subspan(1); // the list has the outer ones itself
            if (levels[i].isWrapper)
                continue;
            if (skip > 0) {
                --skip;
                continue;
            }
            frames.push_back(
                {.pc = place, .function = levels[i].function, .file = levels[i].file, .line = levels[i].line});
        }
    }
    return frames;
}

uint64_t TraceStacks::stringNumber(std::string_view text)
{
    if (text.empty())
        text = "?";
    if (text.size() > longestString)
        text.remove_prefix(text.size() - longestString);
    if (const auto known = m_strings.find(text); known != m_strings.end())
        return known->second;
    const uint64_t number = m_nextString++;
    m_strings.emplace(text, number);
    std::string event(1, char(TraceEvent::String));
    addTraceNumber(event, number);
    addTraceNumber(event, text.size());
    m_stringBatches.add(event.append(text));
    return number;
}

void TraceStacks::addStack(TraceBatches &stacks, const Node &node)
{
    std::vector<Frame> frames = framesOf(node.words);
    if (frames.size() > mostFrames)
        frames.resize(mostFrames);
    std::string event(1, char(TraceEvent::Stack));
    addTraceNumber(event, node.id);
    addTraceNumber(event, frames.size());
    for (const Frame &frame : frames) {
        addTraceNumber(event, frame.pc.value);
        addTraceNumber(event, stringNumber(frame.function));
        addTraceNumber(event, stringNumber(frame.file));
        addTraceNumber(event, uint64_t(std::max(frame.line, 0)));
    }
    stacks.add(event);
    ++m_count;
}

std::string TraceStacks::batches(const std::stop_token &stop)
{
    TraceBatches stacks(m_buffers.generation(), m_time, TraceEvent::Stacks);
    std::set<Address> seen;
    std::vector<Address> pending;
    if (!m_root.isNull())
        pending.push_back(m_root);
    while (!pending.empty() && seen.size() < mostNodes && !stop.stop_requested()) {
        const Address at = pending.back();
        pending.pop_back();
        if (!seen.insert(at).second)
            continue;
        const auto node = nodeAt(at);
        if (!node)
            continue;
        addStack(stacks, *node);
        pending.insert(pending.end(), node->children.begin(), node->children.end());
    }
    return stacks.take() + m_stringBatches.take();
}

}
