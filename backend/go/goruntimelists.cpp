// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/classiclabels.h"
#include "backend/go/goroutinewaits.h"
#include "backend/go/goruntimedata.h"

#include <algorithm>
#include <set>

namespace Freezeframe
{

namespace
{

constexpr size_t mostPanics = 1000;
constexpr size_t mostDefers = 100'000;
constexpr uint64_t mostLabels = 1000;
constexpr uint64_t longestLabel = 1 << 16;
constexpr int firstWithLabelList = 24; // Go 1.24 runtime/pprof/label.go; a map[string]string before

constexpr uint64_t mostAncestors = 10'000;
constexpr uint64_t mostAncestorPcs = 1000; // Go runtime/traceback.go: tracebackInnerFrames is 50

struct Slice {
    Address first;
    uint64_t count = 0;
};

Result<Slice> readSlice(const Memory &memory, Address header, uint64_t limit)
{
    const auto first = memory.readPointer(header);
    const auto count = memory.readAs<uint64_t>(header + 8);
    if (!first || !count)
        return std::unexpected(first ? count.error() : first.error());
    if (*count > limit)
        return fail(ErrorCode::BadFormat,
                    "a list at " + header.toString() + " claims " + std::to_string(*count) + " elements");
    return Slice{*first, *count};
}

/// Follows a linked list that a core may have made cyclic or endless.
class ListWalk
{
public:
    explicit ListWalk(size_t limit)
        : m_limit(limit)
    {
    }
    [[nodiscard]] bool enter(Address address)
    {
        return !address.isNull() && m_seen.size() < m_limit && m_seen.insert(address).second;
    }

private:
    size_t m_limit;
    std::set<Address> m_seen;
};

}

std::vector<GoPanic> GoRuntime::panics(Address g) const
{
    const Memory &memory = m_target->memory();
    const auto field = [this](std::string_view path) { return plainField(m_layout, "runtime._panic", path); };
    const auto argument = m_layout.find("runtime._panic", "arg");
    std::vector<GoPanic> result;
    if (!argument)
        return result;
    ListWalk walk(mostPanics);
    Address at = {plainField(m_layout, "runtime.g", "_panic").at(memory, g).value_or(0)};
    while (walk.enter(at)) {
        const auto type = memory.readPointer(at + argument->offset);
        const auto data = memory.readPointer(at + argument->offset + 8);
        if (!type || !data)
            break;
        const auto flag = [&](std::string_view path) { return field(path).at(memory, at).value_or(0) != 0; };
        result.push_back({.address = at,
                          .typeDescriptor = *type,
                          .data = *data,
                          .recovered = flag("recovered"),
                          .goexit = flag("goexit"),
                          .repanicked = flag("repanicked")});
        at = {field("link").at(memory, at).value_or(0)};
    }
    return result;
}

std::vector<GoDefer> GoRuntime::defers(Address g) const
{
    const Memory &memory = m_target->memory();
    const auto field = [this](std::string_view path) { return plainField(m_layout, "runtime._defer", path); };
    const PlainField sp = field("sp"), pc = field("pc"), fn = field("fn"), link = field("link");
    const PlainField rangeFunc = field("rangefunc"), head = field("head");
    std::vector<GoDefer> result;
    ListWalk walk(mostDefers);
    // A defer of a range-over-func body stands for a list of its own, which runs first (Go 1.23, runtime/panic.go).
    std::vector<Address> pending = {{plainField(m_layout, "runtime.g", "_defer").at(memory, g).value_or(0)}};
    while (!pending.empty()) {
        const Address at = pending.back();
        pending.pop_back();
        if (!walk.enter(at))
            continue;
        const auto value = [&](const PlainField &plain) { return plain.at(memory, at).value_or(0); };
        if (!sp.at(memory, at))
            break;
        pending.push_back({value(link)});
        const bool isList = value(rangeFunc) != 0;
        if (isList) {
            const auto first = memory.readPointer({value(head)});
            if (first)
                pending.push_back(*first);
            continue;
        }
        GoDefer record;
        record.address = at;
        record.sp = {value(sp)};
        record.pc = {value(pc)};
        record.closure = {value(fn)};
        if (!record.closure.isNull())
            record.function = memory.readPointer(record.closure).value_or(Address{});
        result.push_back(record);
    }
    return result;
}

Result<std::vector<GoAncestor>> GoRuntime::ancestors(Address g) const
{
    const Memory &memory = m_target->memory();
    std::vector<GoAncestor> result;
    const uint64_t list = d->g.ancestors ? d->g.ancestors.at(memory, g).value_or(0) : 0;
    if (list == 0)
        return result;
    const auto size = m_layout.sizeOf("runtime.ancestorInfo");
    const auto pcs = m_layout.find("runtime.ancestorInfo", "pcs");
    const auto id = m_layout.find("runtime.ancestorInfo", "goid");
    const auto goPc = m_layout.find("runtime.ancestorInfo", "gopc");
    if (!size || !pcs || !id || !goPc)
        return fail(ErrorCode::NotFound, "this Go's records of ancestors have an unknown form");
    const auto slice = readSlice(memory, {list}, mostAncestors);
    if (!slice)
        return std::unexpected(slice.error());
    for (uint64_t i = 0; i < slice->count; ++i) {
        const Address at = slice->first + i * *size;
        GoAncestor ancestor;
        const auto number = memory.readAs<uint64_t>(at + id->offset);
        const auto statement = memory.readPointer(at + goPc->offset);
        const auto places = readSlice(memory, at + pcs->offset, mostAncestorPcs);
        if (!number || !statement || !places)
            return std::unexpected(!number ? number.error() : !statement ? statement.error() : places.error());
        ancestor.id = *number;
        ancestor.goPc = *statement;
        ancestor.pcs.resize(places->count);
        if (auto read = memory.read(places->first, std::as_writable_bytes(std::span(ancestor.pcs))); !read)
            return std::unexpected(read.error());
        result.push_back(std::move(ancestor));
    }
    return result;
}

std::vector<GoWait> GoRuntime::waits(Address g) const
{
    return GoroutineWaits(*this).of(g);
}

Result<std::vector<std::pair<std::string, std::string>>> GoRuntime::labels(Address g) const
{
    const Memory &memory = m_target->memory();
    std::vector<std::pair<std::string, std::string>> result;
    const auto labels = d->g.labels.at(memory, g);
    if (!labels)
        return std::unexpected(labels.error());
    if (*labels == 0)
        return result;
    if (m_minor < firstWithLabelList)
        return classicLabels(memory, m_layout, {*labels});
    // Go 1.24 and 1.25: labelMap{LabelSet{list []label}}, 1.26 on: labelMap{label.Set{List []Label}}; a label is two
    // strings. In memory both are a slice of pairs of strings.
    const auto first = memory.readPointer({*labels});
    const auto count = memory.readAs<uint64_t>(Address{*labels} + 8);
    if (!first || !count)
        return std::unexpected(first ? count.error() : first.error());
    if (*count > mostLabels)
        return fail(ErrorCode::BadFormat, "a goroutine claims " + std::to_string(*count) + " labels");
    for (uint64_t i = 0; i < *count; ++i) {
        auto key = memory.readGoString(*first + i * 32, longestLabel);
        auto value = memory.readGoString(*first + i * 32 + 16, longestLabel);
        if (!key || !value)
            return std::unexpected(key ? value.error() : key.error());
        result.emplace_back(std::move(*key), std::move(*value));
    }
    std::ranges::sort(result);
    return result;
}

}
