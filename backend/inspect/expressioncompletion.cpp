// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/expressioncompletion.h"

#include "backend/base/fuzzypattern.h"
#include "backend/eval/expressioncut.h"
#include "backend/eval/expressionevaluator.h"
#include "backend/eval/expressionquery.h"
#include "backend/go/functionname.h"
#include "backend/inspect/inspectiondata.h"
#include "backend/inspect/methodnames.h"
#include "backend/inspect/stackview.h"

#include <algorithm>
#include <tuple>

namespace Freezeframe
{

namespace
{

constexpr size_t mostConsidered = 100'000; ///< names in one question

/// Added to how well a name fits: what is near comes first. Prefixes count more than all of it.
int nearness(Completion::Kind kind)
{
    switch (kind) {
    case Completion::Kind::Local:
    case Completion::Kind::Parameter: return 48; // also before a type that is called so as a whole
    case Completion::Kind::Field: return 24;
    case Completion::Kind::Variable: return 12;
    case Completion::Kind::Method:
    case Completion::Kind::Constant:
    case Completion::Kind::Function: return 8;
    case Completion::Kind::Type:
    case Completion::Kind::Package: return 6;
    case Completion::Kind::Word: return 4;
    }
    return 0;
}

bool startsAlike(std::string_view name, std::string_view part)
{
    return name.size() >= part.size() && std::ranges::equal(name.substr(0, part.size()), part, [](char a, char b) {
               return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
           });
}

/// Of a package's member by its full name; nothing of methods, closures, and what the compiler made.
std::string_view memberName(std::string_view full, size_t prefix)
{
    std::string_view name = full.substr(prefix);
    name = name.substr(0, name.find('['));
    const bool isPlain = !name.empty() && std::ranges::all_of(name, [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || uint8_t(c) >= 0x80;
    });
    return isPlain ? name : std::string_view();
}

std::string_view viewOf(const ProgramSymbols::Function &function)
{
    return function.name;
}

std::string_view viewOf(std::string_view name)
{
    return name;
}

/// Calls @p visit with each of the sorted @p names that begin with @p prefix.
template<class Names, class Visitor>
void forEachWithPrefix(const Names &names, std::string_view prefix, Visitor visit)
{
    auto at = std::ranges::lower_bound(names, prefix, {}, [](const auto &name) { return viewOf(name); });
    for (; at != names.end() && viewOf(*at).starts_with(prefix); ++at) {
        if (!visit(viewOf(*at)))
            return;
    }
}

}

void ExpressionCompletion::add(Completion::Kind kind, std::string text, std::string detail)
{
    if (text.empty() || m_found.size() >= mostConsidered || !m_known.insert(text).second)
        return;
    m_found.push_back(
        {.kind = kind, .text = std::move(text), .detail = std::move(detail), .score = nearness(kind), .matched = {}});
}

void ExpressionCompletion::addLocals()
{
    const auto variables = m_evaluator.variables(m_stack, m_frame);
    if (!variables)
        return;
    // The innermost ones come last.
    for (auto value = variables->rbegin(); value != variables->rend(); ++value) {
        if (value->shadowed || value->notYetDeclared)
            continue;
        const bool isParameter = value->isArgument || value->isResult;
        add(isParameter ? Completion::Kind::Parameter : Completion::Kind::Local, value->name,
            value->type ? m_evaluator.printedTypeName(*value->type) : std::string());
    }
}

bool ExpressionCompletion::isLocal(std::string_view name)
{
    const auto variables = m_evaluator.variables(m_stack, m_frame);
    return variables && std::ranges::any_of(*variables, [name](const Value &value) {
               return value.name == name && !value.shadowed;
           });
}

void ExpressionCompletion::addMethods(std::string_view type, bool isPromoted)
{
    for (const std::string &prefix : methodPrefixes(type)) {
        forEachWithPrefix(m_symbols.functions(), prefix, [&](std::string_view function) {
            if (const std::string_view name = memberName(function, prefix.size());
                name.size() + prefix.size() == function.size())
                add(Completion::Kind::Method, std::string(name),
                    isPromoted ? "of " + readableFunction(function).whole() : std::string());
            return !m_stop.stop_requested();
        });
    }
}

void ExpressionCompletion::addMembers(const std::string &operand)
{
    const ExpressionMembers::Members members = m_members.of(operand);
    for (const ExpressionMembers::Field &field : members.fields)
        add(Completion::Kind::Field, field.name, field.type);
    for (size_t i = 0; i < members.types.size() && !m_stop.stop_requested(); ++i)
        addMethods(members.types[i], i > 0);
}

void ExpressionCompletion::addPackage(std::string_view path)
{
    const std::string prefix = std::string(path) + '.';
    const auto from = [&](const auto &names, Completion::Kind kind) {
        forEachWithPrefix(names, prefix, [&](std::string_view full) {
            add(kind, std::string(memberName(full, prefix.size())), {});
            return !m_stop.stop_requested() && m_found.size() < mostConsidered;
        });
    };
    from(m_symbols.variables(), Completion::Kind::Variable);
    from(m_symbols.constants(), Completion::Kind::Constant);
    from(m_symbols.functions(), Completion::Kind::Function);
    from(m_symbols.types(), Completion::Kind::Type);
}

void ExpressionCompletion::addPackages()
{
    for (const std::string &name : m_evaluator.packageNames())
        add(Completion::Kind::Package, name, {});
}

void ExpressionCompletion::addWords(bool inQuery)
{
    const auto word = [this](std::string_view text, std::string_view detail) {
        add(Completion::Kind::Word, std::string(text), std::string(detail));
    };
    if (inQuery) {
        add(Completion::Kind::Local, "it", "the element");
        add(Completion::Kind::Local, "key", "of an entry of a map");
        add(Completion::Kind::Local, "value", "of an entry of a map");
    }
    word("goroutines", "all goroutines");
    for (const std::string_view name : ExpressionQuery::names())
        word(name, "query");
    for (const std::string_view name : ExpressionEvaluator::builtinNames())
        word(name, "Go");
    for (const std::string_view name : {"true", "false", "nil", "unsafe"})
        word(name, "Go");
}

Completions ExpressionCompletion::complete(std::string_view text, size_t limit)
{
    const ExpressionCut cut = cutExpression(text, [this](std::string_view list) {
        const Type *type = m_members.typeOf(list);
        return type && type->kind == TypeKind::Map;
    });
    Completions all{.begin = cut.begin, .found = {}};
    if (!cut.isName)
        return all;
    if (cut.isMember) {
        const bool isPackage = !cut.operand.contains('.') && !cut.operand.contains('(') && !isLocal(cut.operand);
        if (isPackage) {
            std::string name = cut.operand;
            std::erase(name, '"');
            for (const std::string &path : m_evaluator.packagesNamed(name))
                addPackage(path);
            if (name == "runtime") {
                for (const std::string_view word : {"curg", "frame", "frameoff", "threadid"})
                    add(Completion::Kind::Word, std::string(word), "of this goroutine");
            }
            if (name == "unsafe") {
                for (const std::string_view word : {"Alignof", "Offsetof", "Sizeof"})
                    add(Completion::Kind::Word, std::string(word), "Go");
            }
        }
        addMembers(cut.operand);
    } else {
        addLocals();
        if (m_frame < m_stack.frames.size())
            addPackage(packageOf(m_stack.frames[m_frame].function));
        addWords(cut.isInQuery);
        addPackages();
    }
    const FuzzyPattern pattern(cut.part);
    std::erase_if(m_found, [&](Completion &one) {
        const auto score = pattern.score(one.text);
        if (!score)
            return true;
        one.score += *score + (!cut.part.empty() && startsAlike(one.text, cut.part) ? 100 : 0);
        return false;
    });
    // Those that fit alike stay in their order: fields as they are declared.
    std::ranges::stable_sort(m_found, std::ranges::greater(), &Completion::score);
    all.isCut = m_found.size() > limit;
    m_found.resize(std::min(limit, m_found.size()));
    for (Completion &one : m_found)
        one.matched = pattern.positions(one.text);
    all.found = std::move(m_found);
    return all;
}

Result<Completions> Inspection::completions(StackOwner owner, size_t frame, std::string_view text, size_t limit,
                                            const std::stop_token &stop)
{
    const auto stack = d->stackOf(owner, defaultStackLimit);
    if (!stack)
        return std::unexpected(stack.error());
    if (frame >= (*stack)->frames.size())
        return fail(ErrorCode::NotFound, "there is no frame " + std::to_string(frame));
    return ExpressionCompletion(*d->evaluator, symbols(), **stack, frame, stop).complete(text, limit);
}

}
