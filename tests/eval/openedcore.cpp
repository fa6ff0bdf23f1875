// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/eval/openedcore.h"

#include "backend/base/mappedfile.h"
#include "backend/eval/functionnames.h"

namespace Freezeframe
{

std::expected<std::unique_ptr<OpenedCore>, QString> OpenedCore::open(const Victim &victim)
{
    return open(victim.core.toStdString(), victim.executable.toStdString()).transform_error([](const Error &error) {
        return QString::fromStdString(error.toString());
    });
}

std::expected<std::unique_ptr<OpenedCore>, QString> OpenedCore::of(const VictimRequest &request)
{
    return provideVictim(request).and_then([](const Victim &victim) { return open(victim); });
}

Result<std::unique_ptr<OpenedCore>> OpenedCore::open(const std::string &core, const std::string &executable)
{
    std::unique_ptr<OpenedCore> opened(new OpenedCore);
    auto bytes = MappedFile::open(core);
    if (!bytes)
        return std::unexpected(bytes.error());
    auto file = CoreFile::open(*bytes);
    if (!file)
        return std::unexpected(file.error());
    FileSearch search;
    search.executable = executable;
    opened->m_target = Target::fromCore(*file, search);
    auto symbols = GoSymbols::open(opened->m_target);
    if (!symbols)
        return std::unexpected(symbols.error());
    opened->m_symbols = *symbols;
    auto runtime = GoRuntime::open(opened->m_target, opened->m_symbols, nullptr);
    if (!runtime)
        return std::unexpected(runtime.error());
    opened->m_runtime = *runtime;
    auto goroutines = opened->m_runtime->goroutines();
    if (!goroutines)
        return std::unexpected(goroutines.error());
    opened->m_goroutines = *goroutines;
    opened->m_unwinder = std::make_unique<Unwinder>(opened->m_target, opened->m_symbols, opened->m_runtime);
    EvaluationSources sources;
    sources.target = opened->m_target;
    sources.symbols = opened->m_symbols;
    sources.runtime = opened->m_runtime;
    sources.runtimeTypes
        = std::make_shared<RuntimeTypes>(opened->m_target, opened->m_symbols, opened->m_runtime->minorVersion());
    sources.dwarf = [self = opened.get()](uint32_t module) { return self->dwarf(module); };
    opened->m_evaluator = std::make_unique<Evaluator>(std::move(sources));
    return opened;
}

DwarfModule *OpenedCore::dwarf(uint32_t module)
{
    const auto [entry, isNew] = m_dwarf.try_emplace(module);
    const Module &file = m_target->modules().at(module);
    if (isNew && file.file) {
        if (auto opened = DwarfModule::open(file.file, module))
            entry->second = std::move(*opened);
    }
    return entry->second.get();
}

const Stack &OpenedCore::stack(uint32_t row)
{
    const auto known = m_stacks.find(row);
    if (known != m_stacks.end())
        return known->second;
    return m_stacks.emplace(row, m_unwinder->goroutine(*m_goroutines, row)).first->second;
}

std::optional<OpenedCore::Found> OpenedCore::find(std::string_view function, unsigned outer)
{
    // Type arguments are left out: the runtime does not print them.
    const std::string wanted = withoutTypeArguments(function);
    for (uint32_t row = 0; row < m_goroutines->size(); ++row) {
        unsigned passed = 0;
        const Stack &frames = stack(row);
        for (size_t i = frames.frames.size(); i-- > 0;) {
            if (withoutTypeArguments(frames.frames[i].function) == wanted && passed++ == outer)
                return Found{row, i};
        }
    }
    return std::nullopt;
}

}
