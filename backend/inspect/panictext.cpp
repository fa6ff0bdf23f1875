// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/panictext.h"

#include "backend/go/printedvalue.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr uint64_t textLimit = 64 * 1024; ///< bytes of one panic text
constexpr size_t wrapLimit = 32; ///< errors followed by Unwrap
constexpr int firstWithRepanicked = 25; // Go 1.25 runtime/runtime2.go: _panic.repanicked
constexpr int firstWithHonestNote = 26; // Go 1.26 runtime/panic.go: printpanics looks at recovered too

std::string wholeText(Evaluator &evaluator, const Value &value)
{
    const uint64_t length = std::min(evaluator.length(value).value_or(0), textLimit);
    return evaluator.text(value, 0, length).value_or(std::string());
}

bool isPredeclared(const Type &type)
{
    return type.name.find('.') == std::string::npos;
}

bool hasOnlyBasicForm(const Value &value)
{
    return value.type && value.type->kind != TypeKind::Struct;
}

std::vector<std::string> wrappedTexts(Evaluator &evaluator, Value value)
{
    std::vector<std::string> texts;
    for (size_t i = 0; i < wrapLimit; ++i) {
        if (value.type && value.type->kind == TypeKind::Pointer) {
            auto pointee = evaluator.children(value, 0, 1);
            if (!pointee || pointee->empty())
                break;
            value = pointee->front();
        }
        if (!value.type || value.type->kind != TypeKind::Struct)
            break;
        // The convention of fmt.Errorf and of nearly all wrapping types: a field err, Err or error of type error.
        const auto fields = evaluator.children(value, 0, 64);
        if (!fields)
            break;
        const auto inner = std::ranges::find_if(
            *fields, [](const Value &field) { return field.type && field.type->name == "error"; });
        if (inner == fields->end())
            break;
        auto dynamic = evaluator.dynamicValue(*inner);
        if (!dynamic)
            break;
        texts.push_back(evaluator.errorText(*dynamic).value_or(evaluator.format(*dynamic)));
        value = std::move(*dynamic);
    }
    return texts;
}

/// Whether @p spilled is what panic() got, to judge by what the runtime has kept: the value itself, or the text of an
/// error since it has printed that (Go runtime/panic.go: preprintpanics).
bool agrees(Evaluator &evaluator, const Value &spilled, const Value &stored)
{
    if (!spilled.type || !stored.type)
        return false;
    if (spilled.type == stored.type && evaluator.format(spilled) == evaluator.format(stored))
        return true;
    const auto text = stored.type->name == "string" ? evaluator.errorText(spilled) : std::nullopt;
    return text && *text == wholeText(evaluator, stored);
}

/// The interface in the spill slots of the frame's first argument: where stack arguments would be, at the CFA.
std::optional<Value> spilledArgument(Evaluator &evaluator, const GoRuntime &runtime, const Frame &frame)
{
    const Memory &memory = runtime.target().memory();
    const auto type = memory.readPointer(frame.cfa);
    const auto data = memory.readPointer(frame.cfa + 8);
    if (!type || !data || type->isNull())
        return std::nullopt;
    auto value = evaluator.valueOfRuntimeType(*type, *data);
    return value ? std::optional(std::move(*value)) : std::nullopt;
}

/// Whether debug information would show @p value otherwise than the runtime's types do: it has the names of constants.
bool mayHaveConstants(Evaluator &evaluator, const Value &value, unsigned depth = 0)
{
    constexpr unsigned deepest = 6;
    constexpr uint64_t mostFields = 32;
    if (!value.type || value.error || depth > deepest)
        return true;
    switch (value.type->kind) {
    case TypeKind::Bool:
    case TypeKind::Float:
    case TypeKind::Complex:
    case TypeKind::String: return false;
    case TypeKind::Int:
    case TypeKind::Uint: return !isPredeclared(*value.type);
    case TypeKind::Interface: {
        const auto dynamic = evaluator.dynamicValue(value);
        return dynamic ? mayHaveConstants(evaluator, *dynamic, depth + 1) : dynamic.error().code != ErrorCode::NotFound;
    }
    case TypeKind::Pointer:
    case TypeKind::Struct: {
        const auto parts = evaluator.children(value, 0, mostFields + 1);
        return !parts || parts->size() > mostFields || std::ranges::any_of(*parts, [&](const Value &part) {
            return mayHaveConstants(evaluator, part, depth + 1);
        });
    }
    default: return true;
    }
}

/// The interface that panic() got in this frame of runtime.gopanic; @p stored is what the runtime has kept of it.
std::optional<Value> panicArgument(Evaluator &evaluator, const GoRuntime &runtime, const std::optional<Value> &stored,
                                   const Stack &stack, size_t index)
{
    // Slots that agree with what the runtime has kept are right, and debug information, which takes longer to read than
    // all else of a crash, can stay closed.
    std::optional<Value> spilled = spilledArgument(evaluator, runtime, stack.frames[index]);
    if (spilled && stored && agrees(evaluator, *spilled, *stored) && !mayHaveConstants(evaluator, *spilled))
        return spilled;
    if (auto argument = evaluator.evaluate(stack, index, "e"); argument && argument->type && !argument->error) {
        if (auto dynamic = evaluator.dynamicValue(*argument))
            return *dynamic;
    }
    return spilled;
}

/// The frame of runtime.gopanic that has @p panic as its variable.
std::optional<size_t> frameOf(const GoPanic &panic, const Stack &stack)
{
    for (size_t i = 0; i < stack.frames.size(); ++i) {
        const Frame &frame = stack.frames[i];
        if (frame.function == "runtime.gopanic" && frame.registers.sp() <= panic.address && panic.address < frame.cfa)
            return i;
    }
    return std::nullopt;
}

/// What preprintpanics would mark (Go runtime/panic.go): a panic below one of the same two words.
void markRepanicked(std::vector<GoPanic> &newestFirst, int minor)
{
    for (size_t i = 1; minor >= firstWithRepanicked && i < newestFirst.size(); ++i) {
        const GoPanic &newer = newestFirst[i - 1];
        GoPanic &older = newestFirst[i];
        older.repanicked = newer.typeDescriptor == older.typeDescriptor && newer.data == older.data;
    }
}

std::string linkText(Evaluator &evaluator, const GoRuntime &runtime, const GoPanic &panic,
                     const std::optional<Value> &stored, PanicState state)
{
    const PrintedValue printed(runtime.target().memory(), runtime.typeDescriptors(), runtime.minorVersion());
    if (state == PanicState::GoingOn && stored) {
        if (auto text = evaluator.errorText(*stored))
            return printed.ofText(std::move(*text));
    }
    auto text = printed.ofInterface(panic.typeDescriptor, panic.data);
    return text ? std::move(*text) : "(" + text.error().message + ")";
}

}

PanicState panicState(const Stack &stack)
{
    const bool isPrinted = std::ranges::contains(stack.frames, "runtime.fatalpanic", &Frame::function);
    return isPrinted ? PanicState::Final : PanicState::GoingOn;
}

std::vector<CrashSummary::PanicLink> describePanics(Evaluator &evaluator, const GoRuntime &runtime, Address g,
                                                    const Stack &stack, PanicState state)
{
    std::vector<GoPanic> panics = runtime.panics(g);
    if (state == PanicState::GoingOn)
        markRepanicked(panics, runtime.minorVersion());
    std::vector<CrashSummary::PanicLink> links;
    for (const GoPanic &panic : panics) {
        CrashSummary::PanicLink &link = links.emplace_back();
        link.recovered = panic.recovered;
        link.repanicked = panic.repanicked;
        link.goexit = panic.goexit;
        if (panic.goexit) {
            link.text = "runtime.Goexit";
            continue;
        }
        std::optional<Value> stored;
        if (auto value = evaluator.valueOfRuntimeType(panic.typeDescriptor, panic.data); value && value->type)
            stored = std::move(*value);
        link.text = linkText(evaluator, runtime, panic, stored, state);
        std::optional<Value> original;
        if (const auto frame = frameOf(panic, stack))
            original = panicArgument(evaluator, runtime, stored, stack, *frame);
        const std::optional<Value> &shown = original ? original : stored;
        if (shown && shown->type) {
            link.type = shown->type->name;
            link.value = evaluator.format(*shown);
            if (!hasOnlyBasicForm(*shown) || shown->type->kind == TypeKind::Pointer)
                link.wraps = wrappedTexts(evaluator, *shown);
        }
    }
    // Of a value that was raised again only the oldest panic has the text of its methods.
    for (size_t i = links.size(); i-- > 1;) {
        if (links[i].repanicked)
            links[i - 1].text = links[i].text;
    }
    return links;
}

std::string panicMessage(const std::vector<CrashSummary::PanicLink> &newestFirst, int minor)
{
    std::string message;
    for (size_t i = newestFirst.size(); i-- > 0;) {
        const CrashSummary::PanicLink &link = newestFirst[i];
        if (i + 1 < newestFirst.size()) {
            if (newestFirst[i + 1].repanicked)
                continue;
            if (!newestFirst[i + 1].goexit)
                message += '\t';
        }
        if (link.goexit)
            continue;
        message += "panic: " + link.text;
        if (link.repanicked && (link.recovered || minor < firstWithHonestNote))
            message += " [recovered, repanicked]";
        else if (link.recovered)
            message += " [recovered]";
        message += '\n';
    }
    const size_t end = message.rfind('\n');
    message.resize(end == std::string::npos ? 0 : end);
    return message;
}

std::string throwText(Evaluator &evaluator, const GoRuntime &runtime, const Stack &stack, size_t index)
{
    const Frame &frame = stack.frames[index];
    // throw prints in a closure on its own frame, {code, text pointer, text length}: no debug information is needed.
    // That of fatal has the panics too, in either order (Go 1.26).
    const Memory &memory = runtime.target().memory();
    const PrintedValue printed(memory, runtime.typeDescriptors(), runtime.minorVersion());
    for (const std::string_view suffix : {".func1", ".func2"}) {
        const auto closure = runtime.symbols().functionNamed(frame.function + std::string(suffix));
        if (!closure)
            continue;
        for (Address at = frame.registers.sp(); at < frame.cfa; at = at + 8) {
            const auto word = memory.readPointer(at);
            if (!word)
                break;
            if (*word != closure->function.entry)
                continue;
            for (const uint64_t offset : {8, 16}) {
                if (auto text = memory.readGoString(at + offset, textLimit); text && !text->empty())
                    return printed.ofText(std::move(*text));
            }
        }
    }
    if (const auto argument = evaluator.evaluate(stack, index, "s"); argument && argument->type && !argument->error) {
        if (std::string text = wholeText(evaluator, *argument); !text.empty())
            return printed.ofText(std::move(text));
    }
    return {};
}

}
