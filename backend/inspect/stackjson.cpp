// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/stackjson.h"

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

Json ancestorsJson(const std::vector<AncestorInfo> &ancestors, size_t depth)
{
    Json list = Json::array();
    for (const AncestorInfo &ancestor : ancestors) {
        Json frames = Json::array();
        for (const AncestorInfo::Place &place : ancestor.frames) {
            if (frames.size() >= depth)
                break;
            Json frame = {{"index", frames.size()}};
            frame.update(locationJson(place.location));
            frame["pc"] = place.pc.toString();
            frame["runtime"] = place.isRuntime;
            frames.push_back(std::move(frame));
        }
        Json json = {{"goroutine", ancestor.goroutine}, {"frames", std::move(frames)}};
        if (ancestor.cut)
            json["cut"] = true;
        if (!ancestor.createdBy.isEmpty())
            json["created_by"] = locationJson(ancestor.createdBy);
        list.push_back(std::move(json));
    }
    return list;
}

SharedStackJson::SharedStackJson(SharedStacks &stacks)
    : m_stacks(stacks)
    , m_texts(stacks.count())
{
}

bool SharedStackJson::append(std::string &out, uint32_t row)
{
    const SharedStacks::Shared *shared = m_stacks.of(row);
    if (!shared)
        return false;
    Text &text = m_texts[m_stacks.numberOf(row)];
    if (text.end.empty())
        text = make(*shared);
    const uint64_t sp = m_stacks.stackPointer(row).value;
    for (const Piece &piece : text.pieces) {
        out += piece.text;
        appendHexDigits(out, sp + piece.distance);
    }
    out += text.end;
    return true;
}

SharedStackJson::Text SharedStackJson::make(const SharedStacks::Shared &shared) const
{
    constexpr std::string_view mark = ",\"cfa\":\"0x"; // inside of strings a quote has a backslash before it
    Text result;
    std::string text = "[";
    for (const FrameInfo &frame : shared.stack->frames) {
        if (result.pieces.size() >= m_stacks.depth())
            break;
        text += result.pieces.empty() ? "" : ",";
        const std::string json = dumpJson(frameJson(frame));
        const size_t digits = json.find(mark) + mark.size();
        const size_t after = json.find('"', digits);
        text.append(json, 0, digits);
        result.pieces.push_back({std::move(text), frame.cfa - shared.sp});
        text = json.substr(after);
    }
    result.end = text + "]";
    return result;
}

}
