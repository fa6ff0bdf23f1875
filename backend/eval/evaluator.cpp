// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/evaluator.h"

#include "backend/eval/expressionevaluator.h"
#include "backend/eval/expressionparser.h"
#include "backend/eval/meaning.h"
#include "backend/eval/packagequotes.h"
#include "backend/eval/valueformat.h"

namespace Freezeframe
{

struct Evaluator::Data {
    explicit Data(EvaluationSources given)
        : sources(std::move(given))
        , types(sources)
        , reader(sources.target->memory(), types)
        , containers(sources, reader)
        , dynamic(sources, reader)
        , fields(reader, dynamic)
        , names(sources, reader, dynamic)
        , followed(reader, containers, names)
        , children(reader, containers, dynamic, followed)
        , format(reader, containers, dynamic, followed)
        , scope(sources, reader)
        , errors(reader, dynamic, names, sources.runtime ? sources.runtime->minorVersion() : 0)
        , meanings(reader, containers, dynamic, names, errors,
                   [this](const Value &part) { return format.brief(part, {}); })
    {
        children.setKeyFormat([this](const Value &key) { return format.brief(key, {}); });
    }

    /// As it is written.
    Result<Value> evaluate(const Stack &stack, size_t index, std::string_view expression)
    {
        if (parsedText != expression || !parsed) {
            auto fresh = ExpressionParser::parse(expression);
            if (!fresh)
                return std::unexpected(fresh.error());
            parsed = std::move(*fresh);
            parsedText = expression;
        }
        ExpressionEvaluator evaluator({sources, reader, containers, dynamic, names, scope, followed}, stack, index,
                                      expression);
        auto value = evaluator.evaluate(*parsed);
        if (value) {
            value->name = expression;
            value->note = evaluator.note();
            value->recovered = evaluator.recovered();
        }
        return value;
    }

    EvaluationSources sources;
    TypeGraph types;
    ValueReader reader;
    Containers containers;
    DynamicValues dynamic;
    KnownFields fields;
    ProgramNames names;
    Followed followed;
    ValueChildren children;
    ValueFormat format;
    Scope scope;
    ErrorText errors;
    Meaning meanings;
    std::string parsedText; ///< the expression that was evaluated last: one is asked of many frames
    ExpressionPointer parsed;
};

Evaluator::Evaluator(EvaluationSources sources)
    : d(std::make_unique<Data>(std::move(sources)))
{
}

Evaluator::~Evaluator() = default;

const KnownFields &Evaluator::knownFields() const
{
    return d->fields;
}

Result<std::vector<Value>> Evaluator::variables(const Stack &stack, size_t index)
{
    return d->scope.variables(stack, index);
}

Result<std::vector<Value>> Evaluator::packageVariables(std::string_view filter, size_t limit)
{
    return packageVariables([filter](std::string_view name) { return name.contains(filter); }, limit);
}

Result<std::vector<Value>> Evaluator::packageVariables(const std::function<bool(std::string_view)> &accepts,
                                                       size_t limit, const std::function<int(std::string_view)> &rank)
{
    return d->names.variables(accepts, limit, rank);
}

Result<uint64_t> Evaluator::childCount(const Value &value)
{
    return d->children.count(value);
}

Result<std::vector<Value>> Evaluator::children(const Value &value, uint64_t first, uint64_t count)
{
    return d->children.page(value, first, count);
}

std::vector<Value> Evaluator::fields(const Value &structure)
{
    std::vector<Value> out;
    for (const TypeField &field : structure.type->fields)
        out.push_back(d->reader.field(structure, field));
    return out;
}

Result<const Type *> Evaluator::typeOf(TypeRef reference)
{
    return d->types.type(reference);
}

std::optional<uint64_t> Evaluator::length(const Value &value)
{
    return d->children.length(value);
}

bool Evaluator::isText(const Value &value)
{
    if (!value.type || value.type->kind == TypeKind::String)
        return value.type != nullptr;
    if (value.type->kind != TypeKind::Slice && value.type->kind != TypeKind::Array)
        return false;
    const auto element = d->types.type(value.type->element);
    return element && (*element)->kind == TypeKind::Uint && (*element)->size == 1;
}

Result<std::vector<std::pair<Value, Value>>> Evaluator::mapEntries(const Value &map, uint64_t first, uint64_t count)
{
    const auto read = d->containers.mapEntries(map, first, count);
    if (!read)
        return std::unexpected(read.error());
    if (read->damage)
        return std::unexpected(*read->damage);
    std::vector<std::pair<Value, Value>> entries;
    for (const Containers::Entry &entry : read->entries)
        entries.emplace_back(entry.key, entry.element);
    return entries;
}

Result<std::string> Evaluator::text(const Value &value, uint64_t first, uint64_t count)
{
    return d->reader.text(value, first, count);
}

Result<ValueContent::Place> Evaluator::contentPlace(const Value &value)
{
    return ValueContent(d->reader, d->dynamic).place(value);
}

Result<std::string> Evaluator::contentBytes(const Value &value, uint64_t first, uint64_t count)
{
    return ValueContent(d->reader, d->dynamic).bytes(value, first, count);
}

Value Evaluator::functionWith(Address closure)
{
    std::vector<std::byte> word(sizeof(uint64_t));
    for (size_t i = 0; i < word.size(); ++i)
        word[i] = std::byte(closure.value >> (8 * i));
    return valueOfBytes(d->types.functionType(), std::move(word));
}

Result<uint64_t> Evaluator::word(const Value &value)
{
    return d->reader.word(value, 0, std::min<uint64_t>(value.type->size, sizeof(uint64_t)));
}

std::string Evaluator::format(const Value &value, const LoadLimits &limits)
{
    return d->format.full(value, limits);
}

std::string Evaluator::formatShort(const Value &value, const LoadLimits &limits)
{
    return d->format.brief(value, limits);
}

std::string Evaluator::meaning(const Value &value)
{
    return d->meanings.of(value);
}

std::optional<std::string> Evaluator::errorText(const Value &value)
{
    return d->errors.of(value);
}

std::string Evaluator::printedTypeName(const Type &type)
{
    return d->names.shortName(type.name);
}

Result<Value> Evaluator::packageVariable(std::string_view fullName)
{
    return d->names.variable(fullName);
}

Result<Value> Evaluator::packageMember(std::string_view package, std::string_view name)
{
    return d->names.packageMember(package, name);
}

Result<const Type *> Evaluator::typeNamed(std::string_view fullName)
{
    return d->types.typeNamed(fullName);
}

std::vector<std::string> Evaluator::packageNames()
{
    return d->names.packageNames();
}

std::vector<std::string> Evaluator::packagesNamed(std::string_view name)
{
    return d->names.packagesNamed(name);
}

Result<Value> Evaluator::evaluate(const Stack &stack, size_t index, std::string_view expression)
{
    auto value = d->evaluate(stack, index, expression);
    if (value || value.error().code != ErrorCode::BadExpression)
        return value;
    const auto quoted
        = withQuotedPackages(expression, [this](std::string_view path) { return d->names.isPackage(path); });
    if (!quoted)
        return value;
    auto second = d->evaluate(stack, index, *quoted);
    if (!second)
        return value; // whose columns are those of what was written
    second->name = expression;
    return second;
}

Result<Value> Evaluator::dynamicValue(const Value &interfaceValue)
{
    return d->dynamic.dynamicValue(interfaceValue);
}

Result<Value> Evaluator::valueAt(TypeRef type, Address address, std::string name)
{
    Value value = d->reader.at(type, address, std::move(name));
    if (value.error)
        return std::unexpected(*value.error);
    return value;
}

Result<Value> Evaluator::valueOfRuntimeType(Address typeDescriptor, Address dataWord)
{
    return d->dynamic.valueOf(typeDescriptor, dataWord, false);
}

}
