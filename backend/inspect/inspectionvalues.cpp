// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/inspectiondata.h"
#include "backend/inspect/processsummary.h"
#include "backend/inspect/stackview.h"
#include "backend/inspect/valueforms.h"
#include "backend/inspect/valuetable.h"
#include "backend/inspect/wholevalue.h"
#include "backend/unwind/runtimefunctions.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

Error noSuchFrame(size_t frame, size_t count)
{
    return Error{.code = ErrorCode::NotFound,
                 .message = "there is no frame " + std::to_string(frame) + ": the stack has " + std::to_string(count)};
}

Error forgotten()
{
    return Error{.code = ErrorCode::NotFound, .message = "this value was forgotten: select its frame again"};
}

}

Result<Value> Inspection::Data::valueOf(StackOwner owner, size_t frame, std::string_view expression)
{
    const auto stack = stackOf(owner, defaultStackLimit);
    if (!stack)
        return std::unexpected(stack.error());
    if (frame >= (*stack)->frames.size()) {
        return fail(ErrorCode::NotFound,
                    "there is no frame " + std::to_string(frame) + ": the stack has "
                        + std::to_string((*stack)->frames.size()));
    }
    return evaluator->evaluate(**stack, frame, expression);
}

void Inspection::setValueLimits(const LoadLimits &limits)
{
    d->valueLimits = limits;
}

Result<std::vector<VariableInfo>> Inspection::variables(StackOwner owner, size_t frame)
{
    const auto stack = d->stackOf(owner, defaultStackLimit);
    if (!stack)
        return std::unexpected(stack.error());
    if (frame >= (*stack)->frames.size())
        return std::unexpected(noSuchFrame(frame, (*stack)->frames.size()));
    const auto values = d->evaluator->variables(**stack, frame);
    if (!values)
        return std::unexpected(values.error());
    std::vector<VariableInfo> infos;
    for (const Value &value : *values)
        infos.push_back(describeValue(*d->evaluator, d->values, value, value.shadowed ? std::string() : value.name,
                                      d->valueLimits));
    return infos;
}

Result<std::vector<VariableInfo>> Inspection::children(ValueHandle handle, uint64_t first, uint64_t count)
{
    const ValueStore::Entry *known = d->values.find(handle);
    if (!known)
        return std::unexpected(forgotten());
    const ValueStore::Entry parent = *known; // describeValue below may move the store's entries
    const auto values = d->evaluator->children(parent.value, first, count);
    if (!values)
        return std::unexpected(values.error());
    std::vector<VariableInfo> infos;
    for (const Value &value : *values) {
        infos.push_back(describeValue(*d->evaluator, d->values, value,
                                      childExpression(parent.expression, parent.value, value), d->valueLimits));
    }
    return infos;
}

Result<std::vector<VariableInfo>> Inspection::Data::describePackageVariables(const Result<std::vector<Value>> &found)
{
    if (!found)
        return std::unexpected(found.error());
    std::vector<VariableInfo> infos;
    for (const Value &value : *found)
        infos.push_back(describeValue(*evaluator, values, value, value.name, valueLimits));
    return infos;
}

Result<std::vector<VariableInfo>> Inspection::packageVariables(std::string_view filter, size_t limit)
{
    const PackageRanking ranking(d->process ? d->process->mainModule : std::string());
    const auto values
        = d->evaluator->packageVariables([filter](std::string_view name) { return name.contains(filter); }, limit,
                                         [&ranking](std::string_view name) { return int(ranking.ofName(name)); });
    return d->describePackageVariables(values);
}

Result<std::vector<VariableInfo>> Inspection::packageVariables(const std::function<bool(std::string_view)> &accepts,
                                                               size_t limit)
{
    const PackageRanking ranking(d->process ? d->process->mainModule : std::string());
    return d->describePackageVariables(d->evaluator->packageVariables(
        accepts, limit, [&ranking](std::string_view name) { return int(ranking.ofName(name)); }));
}

Result<std::string> Inspection::text(ValueHandle handle, uint64_t first, uint64_t count)
{
    const ValueStore::Entry *entry = d->values.find(handle);
    if (!entry)
        return std::unexpected(forgotten());
    return d->evaluator->text(entry->value, first, count);
}

Result<std::vector<FormedValue>> Inspection::valueForms(ValueHandle handle)
{
    const ValueStore::Entry *entry = d->values.find(handle);
    if (!entry)
        return std::unexpected(forgotten());
    return ValueForms(*d->evaluator).of(entry->value);
}

Result<std::string> Inspection::content(ValueHandle handle, uint64_t first, uint64_t count)
{
    const ValueStore::Entry *entry = d->values.find(handle);
    if (!entry)
        return std::unexpected(forgotten());
    return d->evaluator->contentBytes(entry->value, first, count);
}

Result<std::string> Inspection::valueByVerb(ValueHandle handle, std::string_view verb)
{
    const ValueStore::Entry *entry = d->values.find(handle);
    if (!entry)
        return std::unexpected(forgotten());
    return ValueForms(*d->evaluator).byVerb(entry->value, verb);
}

Result<ValueTable> Inspection::valueTable(ValueHandle handle, uint64_t first, uint64_t count)
{
    const ValueStore::Entry *entry = d->values.find(handle);
    if (!entry)
        return std::unexpected(forgotten());
    return ValueTableReader(*d->evaluator).read(entry->value, first, count);
}

Result<VariableInfo> Inspection::listElement(ValueHandle handle, uint64_t index)
{
    const ValueStore::Entry *entry = d->values.find(handle);
    if (!entry)
        return std::unexpected(forgotten());
    Value list = entry->value;
    std::string expression = entry->expression;
    const auto step = [&](uint64_t which) -> Result<void> {
        const auto children = d->evaluator->children(list, which, 1);
        if (!children || children->size() != 1)
            return fail(ErrorCode::NotFound, children ? "there is no such element" : children.error().message);
        expression = childExpression(expression, list, children->front());
        list = children->front();
        return {};
    };
    for (unsigned i = 0; i < ValueTableReader::mostFollowed && list.type; ++i) {
        if (list.type->kind != TypeKind::Pointer && list.type->kind != TypeKind::Interface)
            break;
        if (const auto done = step(0); !done)
            return std::unexpected(done.error());
    }
    if (const auto done = step(index); !done)
        return std::unexpected(done.error());
    return describeValue(*d->evaluator, d->values, list, expression, d->valueLimits);
}

Result<VariableInfo> Inspection::evaluate(StackOwner owner, size_t frame, std::string_view expression)
{
    const auto stack = d->stackOf(owner, defaultStackLimit);
    if (!stack)
        return std::unexpected(stack.error());
    auto value = d->evaluator->evaluate(**stack, frame, expression);
    if (!value)
        return std::unexpected(value.error());
    if (value->name.empty())
        value->name = expression;
    return describeValue(*d->evaluator, d->values, *value, std::string(expression), d->valueLimits);
}

Result<WholeValue> Inspection::wholeValue(ValueHandle handle)
{
    const ValueStore::Entry *entry = d->values.find(handle);
    if (!entry)
        return std::unexpected(forgotten());
    return WholeValueReader(*d->evaluator, d->symbols.get()).read(entry->value);
}

Result<std::string> Inspection::print(StackOwner owner, size_t frame, std::string_view expression)
{
    const auto stack = d->stackOf(owner, defaultStackLimit);
    if (!stack)
        return std::unexpected(stack.error());
    if (frame >= (*stack)->frames.size())
        return std::unexpected(noSuchFrame(frame, (*stack)->frames.size()));
    const auto value = d->evaluator->evaluate(**stack, frame, expression);
    if (!value)
        return std::unexpected(value.error());
    return d->evaluator->format(*value, d->valueLimits) + (value->note.empty() ? "" : " // " + value->note);
}

Result<std::optional<std::string>> Inspection::printInOwnFrame(uint64_t goroutine, std::string_view expression)
{
    constexpr size_t near = 12; // frames in which the first of the program's own nearly always is
    const auto rows = d->goroutineTable();
    if (!rows)
        return std::unexpected(rows.error());
    const auto row = d->rowOf(**rows, goroutine);
    if (!row)
        return fail(ErrorCode::NotFound, "there is no goroutine " + std::to_string(goroutine) + " in this core");
    // Of one that waits, the frame is the same in a stack that is cut; of others all may matter.
    if (d->text)
        return fail(ErrorCode::NotFound, TextDump::whyNot("variables"));
    const bool waits = static_cast<GoStatus>((*rows)->status[*row]) == GoStatus::Waiting;
    Stack stack = waits ? d->unwinder->goroutine(**rows, *row, near) : Stack();
    std::optional<size_t> frame = waits ? ownFrame(stack) : std::nullopt;
    if (!frame || *frame + 1 >= near) {
        stack = d->unwinder->goroutine(**rows, *row, defaultStackLimit);
        frame = ownFrame(stack);
        if (!frame)
            frame = userFrame(stack);
    }
    if (!frame)
        return std::nullopt;
    const auto value = d->evaluator->evaluate(stack, *frame, expression);
    if (!value)
        return std::unexpected(value.error());
    return d->evaluator->format(*value, d->valueLimits) + (value->note.empty() ? "" : " // " + value->note);
}

Result<std::string> Inspection::print(ValueHandle handle)
{
    const ValueStore::Entry *entry = d->values.find(handle);
    if (!entry)
        return std::unexpected(forgotten());
    return d->evaluator->format(entry->value, d->valueLimits);
}

Result<std::vector<std::pair<std::string, uint64_t>>> Inspection::registers(StackOwner owner, size_t frame)
{
    const auto stack = d->stackOf(owner, defaultStackLimit);
    if (!stack)
        return std::unexpected(stack.error());
    if (frame >= (*stack)->frames.size())
        return std::unexpected(noSuchFrame(frame, (*stack)->frames.size()));
    return namedRegisters((*stack)->frames[frame].registers);
}

Result<std::vector<RegisterInfo>> Inspection::registerInfos(StackOwner owner, size_t frame)
{
    const auto stack = d->stackOf(owner, defaultStackLimit);
    if (!stack)
        return std::unexpected(stack.error());
    const auto &frames = (*stack)->frames;
    if (frame >= frames.size())
        return std::unexpected(noSuchFrame(frame, frames.size()));
    // Inlined frames share the registers of the one that they are in.
    size_t caller = frame + 1;
    while (caller < frames.size() && frames[caller].cfa == frames[frame].cfa && frames[caller].pc == frames[frame].pc)
        ++caller;
    // What is wider than 128 bits is known where a thread stood still: no call keeps it.
    const Registers &registers = frames[frame].registers;
    const auto thread = std::ranges::find_if(d->target->threads(), [&registers](const CoreThread &one) {
        return one.registers.pc() == registers.pc() && one.registers.sp() == registers.sp();
    });
    const bool isStanding = thread != d->target->threads().end() && d->target->core();
    const auto wide = isStanding ? wideVectors(*d->target->core(), *thread) : std::vector<WideVector>();
    return Freezeframe::registerInfos(
        registers, caller < frames.size() ? &frames[caller].registers : nullptr,
        [this](Address address) { return nameOf(address); }, wide);
}

Result<std::vector<VariableInfo>> Inspection::captured(Address closure)
{
    const Value function = d->evaluator->functionWith(closure);
    constexpr uint64_t most = 1000;
    const auto values = d->evaluator->children(function, 0, most);
    if (!values)
        return std::unexpected(values.error());
    std::vector<VariableInfo> infos;
    for (const Value &value : *values)
        infos.push_back(describeValue(*d->evaluator, d->values, value, {}, d->valueLimits));
    return infos;
}

}
