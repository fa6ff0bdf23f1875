// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/findings/nilsuspects.h"

#include "backend/eval/knownfields.h"

#include <algorithm>
#include <elf.h>

namespace Freezeframe
{

/// Whether the address that was read is the member's. Of a member that lies far behind, the compiler reads the
/// beginning first (Go cmd/compile: nil checks).
bool NilSuspects::isMember(const Type &pointer, std::string_view member) const
{
    const uint64_t fault = m_sources.crash.faultAddress ? m_sources.crash.faultAddress->value : 0;
    const auto whole = pointer.name.starts_with('*') ? m_sources.evaluator.typeNamed(pointer.name.substr(1))
                                                     : Result<const Type *>(fail(ErrorCode::NotFound, {}));
    if (!whole || m_isCheck)
        return fault == 0;
    const auto field = std::ranges::find((*whole)->fields, member, &TypeField::name);
    if (field == (*whole)->fields.end())
        return fault < std::max<uint64_t>((*whole)->size, 1);
    const auto next
        = std::ranges::find_if((*whole)->fields, [&](const TypeField &other) { return other.offset > field->offset; });
    const uint64_t end = next == (*whole)->fields.end() ? (*whole)->size : next->offset;
    return fault >= field->offset && (fault < end || fault == field->offset);
}

bool NilSuspects::isVariable(size_t frame, std::string_view expression) const
{
    const auto variables = m_sources.evaluator.variables(m_stack, frame);
    return variables && std::ranges::contains(*variables, expression.substr(0, expression.find('.')), &Value::name);
}

std::optional<NilSuspects::Suspect> NilSuspects::look(size_t frame, const GoDereference &use) const
{
    const auto value = m_sources.evaluator.evaluate(m_stack, frame, use.expression);
    if (!value || !value->type) {
        // What a variable leads to that was kept nowhere.
        const bool isOfVariable = !value && value.error().code == ErrorCode::OptimizedOut;
        if (!isOfVariable || (m_isNilMap ? use.member != "[" : use.member == "(" || use.member == "["))
            return std::nullopt;
        return Suspect{.use = use, .type = {}};
    }
    const bool isLost = value->error && value->error->code == ErrorCode::OptimizedOut;
    if (value->error && !isLost)
        return std::nullopt;
    const TypeKind kind = value->type->kind;
    const bool isPossible = m_isNilMap ? kind == TypeKind::Map && use.member == "["
        : use.member == "("            ? kind == TypeKind::Func
                                       : kind == TypeKind::Pointer || kind == TypeKind::Interface;
    if (!isPossible)
        return std::nullopt;
    // A declared function is no variable, and lies nowhere that is looked at.
    if (kind == TypeKind::Func && value->address.isNull() && !isVariable(frame, use.expression))
        return std::nullopt;
    Suspect suspect{.use = use, .type = value->type->name};
    if (!isLost) {
        const auto nil = m_sources.evaluator.knownFields().isNil(*value);
        if (!nil || !*nil)
            return std::nullopt;
        suspect.isNil = true;
    }
    if (kind == TypeKind::Pointer && !isMember(*value->type, use.member))
        return std::nullopt;
    return suspect;
}

std::optional<NilSuspects::Suspect> NilSuspects::at(size_t frame)
{
    const Frame &place = m_stack.frames[frame];
    NilCode code(m_sources.runtime.target().memory(), m_sources.runtime.symbols());
    const bool isFault = place.interrupted && m_sources.runtime.target().architecture().elfMachine == EM_X86_64;
    m_isCheck = isFault && code.isCheck(place.pc);
    std::vector<Suspect> suspects;
    const std::vector<GoDereference> uses = dereferencesIn(m_sources.sourceLine(place.file, place.line));
    for (const GoDereference &use : uses) {
        auto suspect = look(frame, use);
        const auto isSame = [&](const Suspect &other) { return other.use.expression == use.expression; };
        if (suspect && std::ranges::none_of(suspects, isSame))
            suspects.push_back(std::move(*suspect));
    }
    const auto nils = std::ranges::count_if(suspects, &Suspect::isNil);
    if (nils > 0) {
        auto nil = *std::ranges::find_if(suspects, &Suspect::isNil);
        nil.isCertain = nils == 1 && suspects.size() == 1;
        return nil;
    }
    if (suspects.size() == 1)
        return suspects.front();
    return isFault && !suspects.empty() ? chooseByCode(suspects, frame, code.origin(place.functionEntry, place.pc))
                                        : std::nullopt;
}

std::optional<NilSuspects::Suspect> NilSuspects::chooseByCode(const std::vector<Suspect> &suspects, size_t frame,
                                                              const NilCode::Origin &origin) const
{
    const auto named = [&suspects](std::string_view expression) -> std::optional<Suspect> {
        const auto found
            = std::ranges::find_if(suspects, [&](const Suspect &one) { return one.use.expression == expression; });
        return found == suspects.end() ? std::nullopt : std::optional(*found);
    };
    if (origin.kind == NilCode::Origin::Kind::Argument && !m_stack.frames[frame].inlined)
        return named(argumentAt(frame, origin.number));
    if (origin.kind != NilCode::Origin::Kind::Loaded)
        return std::nullopt;
    std::optional<Suspect> chosen;
    for (const Suspect &suspect : suspects) {
        const size_t dot = suspect.use.expression.rfind('.');
        if (dot == std::string::npos)
            continue;
        const auto owner = m_sources.evaluator.evaluate(m_stack, frame, suspect.use.expression.substr(0, dot));
        const bool isPointer = owner && owner->type && owner->type->kind == TypeKind::Pointer;
        const auto whole = isPointer ? m_sources.evaluator.typeNamed(owner->type->name.substr(1))
                                     : Result<const Type *>(fail(ErrorCode::NotFound, {}));
        const auto isLoaded = [&](const TypeField &field) {
            return field.name == suspect.use.expression.substr(dot + 1) && int64_t(field.offset) == origin.number;
        };
        if (!whole || std::ranges::none_of((*whole)->fields, isLoaded))
            continue;
        if (chosen)
            return std::nullopt;
        chosen = suspect;
    }
    return chosen;
}

/// The argument that is handed over in that register alone (Go's internal ABI: in the order of declaration).
std::string NilSuspects::argumentAt(size_t frame, int64_t number) const
{
    const auto variables = m_sources.evaluator.variables(m_stack, frame);
    int64_t next = 0;
    for (const Value &variable : variables.value_or(std::vector<Value>())) {
        if (!variable.isArgument || variable.isResult)
            continue;
        if (!variable.type)
            return {};
        if (next == number)
            return variable.name;
        switch (variable.type->kind) {
        case TypeKind::String:
        case TypeKind::Interface: next += 2; break;
        case TypeKind::Slice: next += 3; break;
        case TypeKind::Float: break;
        case TypeKind::Struct:
        case TypeKind::Array:
        case TypeKind::Complex: return {};
        default: ++next; break;
        }
    }
    return {};
}

}
