// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT

// What is told of the names of a program: for lists of them, and for those who look for one.
#include "backend/base/packagepath.h"
#include "backend/go/functionname.h"
#include "backend/inspect/inspectiondata.h"
#include "backend/inspect/stackview.h"
#include "backend/inspect/symbolfacts.h"

#include <algorithm>
#include <format>

namespace Freezeframe
{

namespace
{

/// How many of the sorted names are of a package.
template<class Names, class Projection>
size_t countOf(const Names &names, const std::string &prefix, Projection projection)
{
    std::string end = prefix;
    end.back() = '/'; // the sign after the dot
    const auto first = std::ranges::lower_bound(names, std::string_view(prefix), {}, projection);
    const auto last = std::ranges::lower_bound(names, std::string_view(end), {}, projection);
    return size_t(last - first);
}

std::string counted(size_t count, std::string_view one, std::string_view many)
{
    return count == 0 ? std::string() : std::format("{} {}", count, count == 1 ? one : many);
}

}

ProgramSymbols &Inspection::symbols()
{
    if (!d->names)
        d->names = std::make_unique<ProgramSymbols>(d->target, d->symbols, d->runtimeTypes, *d->dwarf);
    return *d->names;
}

std::shared_ptr<const NameIndex> Inspection::names(const std::stop_token &stop, const std::function<void()> &pause)
{
    if (!d->nameIndex) {
        const PackageRanking ranking(d->process ? d->process->mainModule : std::string());
        auto made = NameIndex::make(symbols(), ranking, stop, pause);
        // A question that came in a pause may have made it.
        if (made && !d->nameIndex)
            d->nameIndex = std::move(made);
    }
    return d->nameIndex;
}

std::vector<NameHit> Inspection::searchNames(std::string_view text, size_t limit, unsigned kinds,
                                             const std::stop_token &stop)
{
    auto index = names(stop);
    if (!index)
        return {};
    if (!d->nameSearch)
        d->nameSearch = std::make_unique<NameSearch>(std::move(index));
    return d->nameSearch->search(text, limit, kinds, stop);
}

void Inspection::Data::describeFunction(SymbolFacts &facts, Address entry)
{
    facts.address = entry;
    facts.place = locate(entry);
    if (const auto match = symbols ? symbols->functionAt(entry) : std::nullopt)
        facts.size = match->function.end - match->function.entry;
}

void Inspection::Data::describeValueOf(SymbolFacts &facts, const Result<Value> &found, std::string_view name)
{
    if (!found) {
        facts.error = found.error();
        return;
    }
    facts.value = describeValue(*evaluator, values, *found, std::string(name), valueLimits);
    facts.value->name = name;
    facts.text = facts.value->value;
    facts.type = facts.value->type;
    facts.address = facts.value->address;
    if (found->type)
        facts.size = found->type->size;
    if (facts.value->error)
        facts.error = facts.value->error;
}

SymbolFacts Inspection::symbolFacts(const SymbolName &symbol)
{
    SymbolFacts facts;
    switch (symbol.kind) {
    case NameKind::Function: d->describeFunction(facts, symbol.entry); break;
    case NameKind::Type:
        if (const auto type = typeByName(symbol.name)) {
            facts.text = type->kind;
            facts.size = type->size;
        } else {
            facts.error = type.error();
        }
        break;
    case NameKind::Variable: d->describeValueOf(facts, d->evaluator->packageVariable(symbol.name), symbol.name); break;
    case NameKind::Constant: {
        const FunctionParts parts = functionParts(symbol.name);
        d->describeValueOf(facts, d->evaluator->packageMember(parts.package, parts.rest), symbol.name);
        facts.size.reset(); // it is nowhere
        break;
    }
    case NameKind::Package: {
        const std::string prefix = linkedPath(symbol.name) + '.';
        const auto itself = std::identity();
        const auto add = [&facts](const std::string &text) {
            if (!text.empty())
                facts.text += (facts.text.empty() ? "" : ", ") + text;
        };
        add(counted(countOf(symbols().functions(), prefix, &ProgramSymbols::Function::name), "function", "functions"));
        add(counted(countOf(symbols().types(), prefix, itself), "type", "types"));
        add(counted(countOf(symbols().variables(), prefix, itself), "variable", "variables"));
        add(counted(countOf(symbols().constants(), prefix, itself), "constant", "constants"));
        break;
    }
    case NameKind::File: break;
    }
    return facts;
}

}
