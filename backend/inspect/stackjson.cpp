// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/stackjson.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace Freezeframe
{

namespace
{

void put(Json &object, const char *key, const std::string &text)
{
    if (!text.empty())
        object[key] = text;
}

void appendHexDigits(std::string &out, uint64_t value)
{
    std::array<char, 16> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, 16).ptr;
    out.append(digits.data(), end);
}

/// Whether the frame follows from the return addresses of its stack alone.
bool isPlain(const FrameInfo &frame)
{
    return frame.kind == FrameInfo::Kind::Go && !frame.onSystemStack && !frame.error;
}

}

Json frameJson(const FrameInfo &frame)
{
    Json json;
    json["index"] = frame.index;
    json["kind"] = frame.kind == FrameInfo::Kind::Go ? "go" : frame.kind == FrameInfo::Kind::C ? "c" : "signal";
    put(json, "function", frame.function);
    put(json, "file", frame.file);
    if (frame.line > 0)
        json["line"] = frame.line;
    json["pc"] = frame.pc.toString();
    json["cfa"] = frame.cfa.toString();
    json["inlined"] = frame.inlined;
    json["runtime"] = frame.isRuntime;
    if (frame.isWrapper)
        json["wrapper"] = true;
    if (frame.interrupted)
        json["interrupted"] = true;
    put(json, "module", frame.kind == FrameInfo::Kind::Go ? std::string() : frame.module);
    if (frame.error)
        json["error"] = frame.error->toString();
    return json;
}

SharedStackJson::SharedStackJson(Inspection &inspection, const GoroutineSnapshot &snapshot, size_t depth)
    : m_inspection(inspection)
    , m_table(*snapshot.table)
    , m_stacks(*snapshot.stacks)
    , m_depth(depth)
    , m_shapes(m_stacks.stacks.size())
{
}

bool SharedStackJson::append(std::string &out, uint32_t row)
{
    const uint32_t index = m_stacks.stackOf[row];
    if (index >= m_shapes.size() || !m_stacks.stacks[index].fromSavedPcs)
        return false;
    Shape &shape = m_shapes[index];
    if (!shape.tried)
        make(shape, row, m_depth <= GoroutineStacks::depth);
    if (!fits(shape, row))
        return false;
    const uint64_t sp = m_table.schedSp[row].value;
    for (const Piece &piece : shape.pieces) {
        out += piece.text;
        appendHexDigits(out, sp + piece.distance);
    }
    out += shape.end;
    return true;
}

/// @p fitsWholly: the return addresses that make stacks the same reach as far as the frames that are wanted.
void SharedStackJson::make(Shape &shape, uint32_t row, bool fitsWholly)
{
    constexpr std::string_view mark = ",\"cfa\":\"0x"; // inside of strings a quote has a backslash before it
    shape.tried = true;
    const auto found = m_inspection.stack({StackOwner::Kind::Goroutine, m_table.id[row]}, std::max<size_t>(m_depth, 1));
    if (!found || (*found)->error || !std::ranges::all_of((*found)->frames, isPlain))
        return;
    const StackInfo &stack = **found;
    if (stack.frames.empty() || (!fitsWholly && (!stack.complete || stack.frames.size() >= GoroutineStacks::depth)))
        return;
    std::vector<Piece> pieces;
    std::string text = "[";
    for (const FrameInfo &frame : stack.frames) {
        if (pieces.size() >= m_depth)
            break;
        text += pieces.empty() ? "" : ",";
        const std::string json = dumpJson(frameJson(frame));
        const size_t digits = json.find(mark) + mark.size();
        const size_t after = json.find('"', digits);
        text.append(json, 0, digits);
        pieces.push_back({std::move(text), frame.cfa - m_table.schedSp[row]});
        text = json.substr(after);
    }
    shape.pieces = std::move(pieces);
    shape.end = text + "]";
}

/// Whether the row's stack has room for the outermost of its frames: a damaged one may not.
bool SharedStackJson::fits(const Shape &shape, uint32_t row) const
{
    constexpr uint64_t word = 8;
    if (shape.pieces.empty())
        return false;
    const Address sp = m_table.schedSp[row];
    const Address end = m_table.stackHigh[row];
    return sp.value % word == 0 && end.value % word == 0 && sp <= end && shape.pieces.back().distance <= end - sp;
}

}
