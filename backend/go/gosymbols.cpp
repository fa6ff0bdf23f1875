// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/gosymbols.h"

#include "backend/go/moduledata.h"
#include "backend/go/modulesearch.h"

#include <algorithm>
#include <set>

namespace Freezeframe
{

/// Collects the Go modules of a target. Lives during GoSymbols::open.
class GoSymbolsBuilder
{
public:
    explicit GoSymbolsBuilder(std::shared_ptr<const Target> target)
        : m_symbols(new GoSymbols)
    {
        m_symbols->m_target = std::move(target);
    }

    [[nodiscard]] Result<std::shared_ptr<const GoSymbols>> build()
    {
        const auto found = findModuleData(target());
        for (const FoundModuleData &first : found)
            addChain(first.address);
        if (m_symbols->m_modules.empty())
            return std::unexpected(nothingFound(found));
        std::ranges::sort(m_symbols->m_modules, {}, [](const ModuleData &module) { return module.text.begin; });
        return m_symbols;
    }

private:
    static constexpr size_t mostModules = 4096;
    static constexpr uint64_t largestTable = 1ULL << 32; ///< of pclntab and of funcdata, bytes

    [[nodiscard]] const Target &target() const { return *m_symbols->m_target; }
    void warn(Error error) { m_symbols->m_warnings.push_back(std::move(error)); }

    [[nodiscard]] Error nothingFound(const std::vector<FoundModuleData> &found) const
    {
        if (found.empty())
            return {.code = ErrorCode::NotFound, .message = "there is no Go runtime in this process"};
        Error error = m_symbols->m_warnings.empty() ? Error{.code = ErrorCode::NotFound, .message = "nothing"}
                                                    : m_symbols->m_warnings.front();
        const Module *executable = target().executable();
        if (executable && !executable->file)
            error.message += " (the core has no code tables, they are in the executable, which was not found)";
        return error;
    }

    /// The moduledata at @p address and those that its next field leads to: plugins.
    void addChain(Address address)
    {
        while (!address.isNull()) {
            if (!m_seen.insert(address).second)
                return;
            if (m_seen.size() > mostModules) {
                warn({.code = ErrorCode::Limit, .message = "the list of Go modules has no end"});
                return;
            }
            const auto view = ModuleDataView::read(target().memory(), address);
            if (!view) {
                warn(view.error());
                return;
            }
            if (auto added = add(*view); !added)
                warn(added.error());
            address = view->next();
        }
    }

    Result<void> add(const ModuleDataView &view)
    {
        const Memory &memory = target().memory();
        ModuleData module = view.toModuleData(memory);
        if (const Module *file = target().moduleAt(module.text.begin))
            module.module = static_cast<uint32_t>(file - target().modules().data());
        if (!view.hasForm()) {
            warn({.code = ErrorCode::Unsupported,
                  .message = "this Go's module data has an unknown form: types and inlining can't be read"});
        }
        auto input = tableInput(view, module);
        if (!input)
            return std::unexpected(input.error());
        auto table = Pclntab::open(std::move(*input));
        if (!table)
            return std::unexpected(table.error());
        module.pclntab = std::move(*table);
        m_symbols->m_modules.push_back(std::move(module));
        return {};
    }

    struct Storage {
        std::vector<std::byte> table, funcData;
    };

    [[nodiscard]] Result<Pclntab::Input> tableInput(const ModuleDataView &view, const ModuleData &module)
    {
        const Memory &memory = target().memory();
        const AddressRange range = view.pclntab();
        if (range.size() > largestTable)
            return fail(ErrorCode::BadFormat, "the module data claims a function table of an absurd size");
        auto storage = std::make_shared<Storage>();
        Pclntab::Input input;
        const auto table = bytesOf(memory, range.begin, range.size(), storage->table);
        if (!table)
            return withContext(Result<Pclntab::Input>(std::unexpected(table.error())), "reading the function table");
        input.table = *table;
        input.textStart = module.text.begin;
        input.textEnd = module.text.end;
        input.sections = view.textSections(memory);
        if (const AddressRange funcData = funcDataRange(view, module); !funcData.isEmpty()) {
            if (const auto bytes = bytesOf(memory, funcData.begin, funcData.size(), storage->funcData))
                input.goFuncData = *bytes;
            else
                warn(withContext(Result<void>(std::unexpected(bytes.error())), "reading inlining data").error());
        }
        input.owner = std::move(storage);
        return input;
    }

    /// From moduledata.gofunc to the end of the mapping that it lies in: nothing tells where it ends.
    [[nodiscard]] AddressRange funcDataRange(const ModuleDataView &view, const ModuleData &module) const
    {
        if (module.goFunc.isNull())
            return {};
        Address end = module.goFunc + target().memory().readableSize(module.goFunc, largestTable);
        if (module.module < target().modules().size()) {
            const Module &file = target().modules()[module.module];
            for (const ElfSection &section : file.file ? file.file->sections() : std::vector<ElfSection>()) {
                const Address begin = file.toLoaded(section.address);
                if (!section.address.isNull() && begin <= module.goFunc && module.goFunc < begin + section.size)
                    return {module.goFunc, std::min(end, begin + section.size)};
            }
        }
        // Without sections: the pclntab follows, up to Go 1.25.
        const Address table = view.pclntab().begin;
        return {module.goFunc, table > module.goFunc ? std::min(end, table) : end};
    }

    std::shared_ptr<GoSymbols> m_symbols;
    std::set<Address> m_seen;
};

Result<std::shared_ptr<const GoSymbols>> GoSymbols::open(std::shared_ptr<const Target> target)
{
    if (!target)
        return fail(ErrorCode::NotFound, "there is no process to look at");
    return GoSymbolsBuilder(std::move(target)).build();
}

const ModuleData *GoSymbols::moduleAt(Address pc) const
{
    for (const ModuleData &module : m_modules) {
        if (module.text.contains(pc))
            return &module;
    }
    return nullptr;
}

std::optional<GoSymbols::Match> GoSymbols::functionAt(Address pc) const
{
    const ModuleData *module = moduleAt(pc);
    if (!module)
        return std::nullopt;
    const auto function = module->pclntab->functionAt(pc);
    if (!function)
        return std::nullopt;
    return Match{module, *function};
}

std::optional<GoSymbols::Match> GoSymbols::functionNamed(std::string_view name) const
{
    for (const ModuleData &module : m_modules) {
        if (const auto function = module.pclntab->functionNamed(name))
            return Match{&module, *function};
    }
    return std::nullopt;
}

SourceLocation GoSymbols::locate(Address pc) const
{
    const auto match = functionAt(pc);
    if (!match)
        return {};
    const GoInlinedFrame frame = match->module->pclntab->frames(match->function, pc).front();
    return {std::string(frame.function), std::string(frame.file), frame.line};
}

}
