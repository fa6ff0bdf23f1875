// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/text.h"
#include "backend/inspect/goroutinestacks.h"
#include "backend/inspect/goroutinetraits.h"
#include "backend/inspect/inspectiondata.h"
#include "backend/inspect/panictext.h"
#include "backend/inspect/processsummary.h"
#include "backend/inspect/stackview.h"
#include "backend/textdump/textgoroutines.h"
#include "backend/unwind/runtimefunctions.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr size_t cachedStackCount = 8;
constexpr size_t memoryLimit = 1 << 20; ///< bytes of one look at memory
constexpr uint64_t sourceLimit = 16 << 20; ///< bytes of a source file

}

SourceLocation Inspection::Data::locate(Address pc)
{
    if (symbols && symbols->functionAt(pc))
        return symbols->locate(pc);
    SourceLocation location;
    const Module *module = target->moduleAt(pc);
    if (!module || !module->file)
        return location;
    const Address linked = module->toLinked(pc);
    if (const ElfSymbol *symbol = module->file->symbolAt(linked)) {
        location.function = symbol->name;
        // Where a function without a size ends, nobody knows: it may be another one's code.
        if (symbol->size == 0 && symbol->address != linked)
            location.function += " + " + hex(linked - symbol->address);
    }
    return location;
}

std::optional<uint32_t> Inspection::Data::rowOf(const GoroutineTable &rows, uint64_t id)
{
    for (size_t row = lastRow; row < std::min<size_t>(lastRow + 2, rows.size()); ++row) {
        if (rows.id[row] == id)
            return lastRow = uint32_t(row);
    }
    const auto row = rows.find(id);
    lastRow = row.value_or(lastRow);
    return row;
}

Result<std::shared_ptr<const Stack>> Inspection::Data::stackOf(StackOwner owner, size_t limit)
{
    for (auto cached = cachedStacks.begin(); cached != cachedStacks.end(); ++cached) {
        if (cached->owner == owner && cached->limit == limit) {
            cachedStacks.splice(cachedStacks.begin(), cachedStacks, cached);
            return cachedStacks.front().stack;
        }
    }
    if (text)
        return fail(ErrorCode::NotFound, TextDump::whyNot("memory, variables or registers"));
    Stack stack;
    if (owner.kind == StackOwner::Kind::Goroutine) {
        const auto rows = goroutineTable();
        if (!rows)
            return std::unexpected(rows.error());
        const auto row = rowOf(**rows, owner.id);
        if (!row)
            return fail(ErrorCode::NotFound, "there is no goroutine " + std::to_string(owner.id) + " in this core");
        stack = unwinder->goroutine(**rows, *row, limit);
    } else {
        const auto thread = std::ranges::find(target->threads(), int32_t(owner.id), &CoreThread::tid);
        if (thread == target->threads().end())
            return fail(ErrorCode::NotFound, "there is no thread " + std::to_string(owner.id) + " in this core");
        stack = unwinder->thread(*thread, limit);
    }
    symbolizeC(stack, *target, *dwarf);
    cachedStacks.push_front({owner, limit, std::make_shared<const Stack>(std::move(stack))});
    if (cachedStacks.size() > cachedStackCount)
        cachedStacks.pop_back();
    return cachedStacks.front().stack;
}

Result<std::shared_ptr<const StackInfo>> Inspection::stack(StackOwner owner, size_t limit)
{
    if (d->text) {
        const auto number = owner.kind == StackOwner::Kind::Goroutine ? d->rowOf(*d->table, owner.id) : std::nullopt;
        if (!number)
            return fail(ErrorCode::NotFound, "there is no goroutine " + std::to_string(owner.id) + " in this text");
        return std::make_shared<const StackInfo>(textStack(d->text->at(*number), limit));
    }
    const auto stack = d->stackOf(owner, limit);
    if (!stack)
        return std::unexpected(stack.error());
    std::optional<uint32_t> row;
    if (owner.kind == StackOwner::Kind::Goroutine && d->table)
        row = d->rowOf(*d->table, owner.id);
    return std::make_shared<const StackInfo>(
        describeStack(**stack, owner, *d->target, d->runtime.get(), d->table.get(), row));
}

Result<std::vector<AncestorInfo>> Inspection::ancestors(uint64_t goroutine)
{
    const auto table = d->goroutineTable();
    if (!table)
        return std::unexpected(table.error());
    const auto row = d->rowOf(**table, goroutine);
    if (!row)
        return fail(ErrorCode::NotFound, "there is no goroutine " + std::to_string(goroutine) + " in this core");
    if (d->text)
        return d->text->at(*row).ancestors;
    return describeAncestors(*d->runtime, (*table)->address[*row]);
}

void Inspection::Data::findHolders(const GoroutineTable &rows, std::vector<WaitInfo> &waitInfos)
{
    for (WaitInfo &wait : waitInfos) {
        if (!wait.kind.starts_with("sync.") || wait.object.isNull())
            continue;
        if (!lockHolders)
            lockHolders = std::make_unique<LockHolders>(*runtime, *unwinder);
        wait.holders = lockHolders->of(wait.object, wait.kind, rows);
    }
}

Result<GoroutineDetails> Inspection::goroutine(uint64_t id)
{
    const auto table = d->goroutineTable();
    if (!table)
        return std::unexpected(table.error());
    const auto row = (*table)->find(id);
    if (!row)
        return fail(ErrorCode::NotFound, "there is no goroutine " + std::to_string(id) + " in this core");
    const GoroutineTable &rows = **table;
    if (d->text)
        return d->text->details(rows, *row);
    GoroutineDetails details;
    details.id = id;
    details.address = rows.address[*row];
    details.status = rows.statusText(*row) + rows.scanText(*row);
    details.waitReason = rows.waitReasonText(*row);
    details.waitNanoseconds = rows.waitNanoseconds[*row];
    details.isTimeExact = rows.isTimeExact;
    details.thread = rows.thread[*row];
    details.parent = rows.parent[*row];
    details.stack = {rows.stackLow[*row], rows.stackHigh[*row]};
    details.isSystem = rows.isSystem[*row] != 0;
    details.start = startLocation(*d->runtime, rows.startPc[*row]);
    details.goStatement = goStatementLocation(*d->runtime, rows.goPc[*row]);
    details.createdBy = details.goStatement;
    if (auto labels = d->runtime->labels(details.address))
        details.labels = std::move(*labels);
    if (const auto error = rows.errors.find(*row); error != rows.errors.end())
        details.error = error->second;
    if (const auto stack = d->stackOf({StackOwner::Kind::Goroutine, id}, defaultStackLimit)) {
        const auto &frames = (*stack)->frames;
        if (!frames.empty())
            details.current = {frames[0].function, frames[0].file, frames[0].line};
        if (const auto user = userFrame(**stack))
            details.user = {frames[*user].function, frames[*user].file, frames[*user].line};
        details.panics = describePanics(*d->evaluator, *d->runtime, details.address, **stack, panicState(**stack));
        if (!details.error)
            details.error = (*stack)->error;
    }
    if (!d->waits)
        d->waits = std::make_unique<const WaitIndex>(*d->runtime, rows);
    details.waits = d->waits->waitsOf(*d->runtime, rows, *row);
    d->findHolders(rows, details.waits);
    return details;
}

Result<GoroutineTraits> Inspection::traits(uint64_t id)
{
    const auto table = d->goroutineTable();
    if (!table)
        return std::unexpected(table.error());
    const auto row = (*table)->find(id);
    if (!row)
        return fail(ErrorCode::NotFound, "there is no goroutine " + std::to_string(id) + " in this core");
    GoroutineTraits traits;
    if (d->text)
        return traits;
    constexpr size_t frames = 64; // the user's innermost ones are among them
    if (const auto stack = d->stackOf({StackOwner::Kind::Goroutine, id}, frames))
        traits.traits = stackTraits(*d->evaluator, **stack);
    if (!d->waits)
        d->waits = std::make_unique<const WaitIndex>(*d->runtime, **table);
    for (const WaitInfo &wait : d->waits->waitsOf(*d->runtime, **table, *row)) {
        if (wait.object.isNull())
            continue;
        traits.waitsFor.push_back(wait.object.toString() + " (" + wait.kind + ")");
    }
    return traits;
}

SourceText Inspection::source(const std::string &recorded)
{
    SourceText text;
    text.recorded = recorded;
    const auto local = d->sources->locate(recorded);
    if (!local) {
        text.error = Error{.code = ErrorCode::NotFound, .message = "the source was not found here", .file = recorded};
        return text;
    }
    const auto file = MappedFile::open(local->path);
    if (!file) {
        text.error = file.error();
        return text;
    }
    text.local = local->path;
    text.newerThanProgram = local->newerThanProgram;
    const auto bytes = (*file)->bytes().first(std::min<uint64_t>((*file)->size(), sourceLimit));
    text.text.assign(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    return text;
}

void Inspection::locateSource(const std::string &recorded, const std::string &local)
{
    d->sources->learn(recorded, local);
}

MemoryBytes Inspection::memory(Address address, size_t count)
{
    MemoryBytes result;
    result.address = address;
    if (d->text) {
        result.error = Error{.code = ErrorCode::NotFound, .message = TextDump::whyNot("memory")};
        return result;
    }
    count = std::min(count, memoryLimit);
    result.bytes.resize(count);
    const Memory &memory = d->target->memory();
    for (size_t at = 0; at < count;) {
        const uint64_t readable = memory.readableSize(address + at, count - at);
        std::vector<std::byte> bytes(readable);
        if (readable != 0 && memory.read(address + at, bytes)) {
            for (size_t i = 0; i < bytes.size(); ++i)
                result.bytes[at + i] = uint8_t(bytes[i]);
            at += readable;
            continue;
        }
        if (!result.error) {
            std::byte byte;
            if (auto read = memory.read(address + at, std::span(&byte, 1)); !read)
                result.error = read.error();
        }
        ++at;
    }
    return result;
}

std::string Inspection::describe(Address address)
{
    if (const SourceLocation location = d->locate(address); !location.function.empty())
        return location.function + (location.line > 0 ? " " + location.file + ":" + std::to_string(location.line) : "");
    const Module *module = d->target->moduleAt(address);
    if (module && module->file) {
        if (const ElfSymbol *symbol = module->file->symbolAt(module->toLinked(address)))
            return std::string(symbol->name) + " + " + hex(module->toLinked(address) - symbol->address);
    }
    if (module)
        return module->path + " + " + hex(address - module->range.begin);
    for (const Target::Region &region : d->target->regions()) {
        if (region.range.contains(address))
            return region.path.empty() ? "memory without a file" : region.path;
    }
    return {};
}

}
