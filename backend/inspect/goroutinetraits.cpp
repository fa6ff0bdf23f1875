// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/goroutinetraits.h"

#include "backend/unwind/runtimefunctions.h"

namespace Freezeframe
{

namespace
{

constexpr size_t mostFrames = 5; ///< of the user's, the innermost
constexpr size_t mostTraits = 64;
constexpr uint64_t mostFields = 16; ///< of one structure
constexpr LoadLimits limits{.stringBytes = 48, .arrayElements = 4, .depth = 0, .structFields = 4};

/// Collects the traits of one stack, frame by frame.
class TraitCollector
{
public:
    explicit TraitCollector(Evaluator &evaluator)
        : m_evaluator(evaluator)
    {
    }

    void addFrame(const Stack &stack, size_t index)
    {
        const auto variables = m_evaluator.variables(stack, index);
        if (!variables)
            return;
        m_function = stack.frames[index].function;
        for (const Value &variable : *variables) {
            if ((variable.isArgument || variable.isCaptured) && !variable.shadowed && !variable.notYetDeclared)
                add(variable, variable.name, 0);
        }
    }

    [[nodiscard]] bool isFull() const { return m_traits.size() >= mostTraits; }
    [[nodiscard]] std::vector<GoroutineTraits::Trait> take() { return std::move(m_traits); }

private:
    void add(const Value &value, const std::string &name, unsigned depth)
    {
        if (isFull() || value.error || !value.type || name.empty() || name.starts_with('~') || name == "_")
            return;
        switch (value.type->kind) {
        case TypeKind::Bool:
        case TypeKind::Int:
        case TypeKind::Uint:
        case TypeKind::Float: put(name, m_evaluator.formatShort(value, limits), false); break;
        case TypeKind::String:
            // What it refers to may be gone, though the slot itself is as it was.
            if (!value.leftOver)
                put(name, m_evaluator.formatShort(value, limits), false);
            break;
        case TypeKind::Func:
            if (!value.leftOver)
                put(name, m_evaluator.formatShort(value, limits), false);
            break;
        case TypeKind::Interface:
            if (const auto held = m_evaluator.dynamicValue(value); held && depth == 0 && !value.leftOver)
                add(*held, name, depth);
            break;
        case TypeKind::Struct: addFields(value, name, depth); break;
        case TypeKind::Pointer: addPointer(value, name, depth); break;
        default: break;
        }
    }

    void addFields(const Value &value, const std::string &name, unsigned depth)
    {
        if (depth > 0 || value.leftOver)
            return;
        const auto fields = m_evaluator.children(value, 0, mostFields);
        if (!fields)
            return;
        for (const Value &field : *fields) {
            if (field.type && field.type->kind != TypeKind::Pointer)
                add(field, field.name == "_" ? field.name : name + '.' + field.name, depth + 1);
        }
    }

    void addPointer(const Value &value, const std::string &name, unsigned depth)
    {
        if (depth > 0)
            return;
        if (!value.leftOver) {
            if (const auto pointee = m_evaluator.children(value, 0, 1); pointee && !pointee->empty()
                && pointee->front().type && pointee->front().type->kind == TypeKind::Struct)
                addFields(pointee->front(), name, depth);
        }
        put(name, m_evaluator.formatShort(value, limits), true);
    }

    void put(const std::string &name, std::string text, bool isAddress)
    {
        if (!isFull() && !text.empty())
            m_traits.push_back(
                {.function = m_function, .name = name, .value = std::move(text), .isAddress = isAddress});
    }

    Evaluator &m_evaluator;
    std::string m_function;
    std::vector<GoroutineTraits::Trait> m_traits;
};

}

std::vector<GoroutineTraits::Trait> stackTraits(Evaluator &evaluator, const Stack &stack)
{
    TraitCollector collector(evaluator);
    size_t frames = 0;
    for (size_t i = 0; i < stack.frames.size() && frames < mostFrames && !collector.isFull(); ++i) {
        if (!isUserFrame(stack.frames[i]))
            continue;
        ++frames;
        collector.addFrame(stack, i);
    }
    return collector.take();
}

}
