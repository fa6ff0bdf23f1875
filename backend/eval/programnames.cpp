// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/programnames.h"

#include "backend/base/packagepath.h"
#include "backend/eval/evaluator.h"
#include "backend/go/modulesearch.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace Freezeframe
{

namespace
{

constexpr size_t maxCandidatesShown = 4;

std::string listOf(const std::vector<std::string> &names)
{
    std::string out;
    for (size_t i = 0; i < names.size() && i < maxCandidatesShown; ++i)
        out += (i > 0 ? ", \"" : "\"") + plainPath(names[i]) + '"';
    return names.size() > maxCandidatesShown ? out + " …" : out;
}

}

void ProgramNames::learnPackages()
{
    if (std::exchange(m_hasPackages, true))
        return;
    const auto add = [this](const std::string &path, const std::string &name) {
        m_packages[name].insert(path);
        m_nameOfPackage.emplace(path, name);
    };
    const size_t modules = m_sources.target ? m_sources.target->modules().size() : 0;
    for (uint32_t i = 0; m_sources.dwarf && i < modules; ++i) {
        DwarfModule *module = m_sources.dwarf(i);
        m_hasDebugInformation |= module && isOfProgram(*m_sources.target, m_sources.symbols.get(), i);
        for (const DwarfPackage &package : module ? module->packages() : std::vector<DwarfPackage>())
            add(linkedPath(package.path), package.name);
    }
    if (m_packages.empty() && m_sources.runtimeTypes) { // stripped: types tell
        for (const auto &[path, name] : m_sources.runtimeTypes->packages())
            add(linkedPath(path), name);
    }
    if (!m_sources.symbols)
        return;
    std::string_view previous;
    for (const ModuleData &module : m_sources.symbols->modules()) {
        for (size_t i = 0; module.pclntab && i < module.pclntab->functionCount(); ++i) {
            const std::string_view path = packageOf(module.pclntab->functionAtIndex(i).name);
            if (path == previous || path.empty())
                continue;
            previous = path;
            const std::string plain = plainPath(path);
            if (!m_nameOfPackage.contains(path))
                m_likelyPackages[assumedPackageName(plain)].emplace(path);
            m_likelyPackages[plain.substr(plain.rfind('/') + 1)].emplace(path);
        }
    }
}

std::vector<std::string> ProgramNames::packageNames()
{
    learnPackages();
    std::vector<std::string> names;
    for (const auto &[name, paths] : m_packages.empty() ? m_likelyPackages : m_packages)
        names.push_back(name);
    return names;
}

bool ProgramNames::isPackage(std::string_view path)
{
    learnPackages();
    return m_nameOfPackage.contains(path) || m_nameOfPackage.contains(linkedPath(path));
}

bool ProgramNames::isPackageName(std::string_view name)
{
    return isPackage(name) || m_packages.contains(name) || m_likelyPackages.contains(name);
}

std::vector<std::string> ProgramNames::packagesNamed(std::string_view package)
{
    learnPackages();
    std::vector<std::string> out{std::string(package)};
    const auto add = [&](const std::string &path) {
        if (std::ranges::find(out, path) == out.end())
            out.push_back(path);
    };
    if (!package.contains('%'))
        add(linkedPath(package));
    if (package.contains('/'))
        return out;
    auto found = m_packages.find(package);
    if (found == m_packages.end()) {
        found = m_likelyPackages.find(package);
        if (found == m_likelyPackages.end())
            return out;
    }
    std::ranges::for_each(found->second, add);
    return out;
}

std::string ProgramNames::shortWord(std::string_view word) const
{
    const std::string_view package = packageOf(word);
    if (package.empty())
        return std::string(word);
    const auto known = m_nameOfPackage.find(package);
    const std::string shortPackage
        = known != m_nameOfPackage.end() ? known->second : assumedPackageName(plainPath(package));
    return shortPackage + std::string(word.substr(package.size()));
}

std::string ProgramNames::shortName(std::string_view name)
{
    learnPackages();
    std::string out;
    while (!name.empty()) {
        const size_t end = std::min(name.find_first_of("*[](){} ,;"), name.size());
        out += shortWord(name.substr(0, end));
        name.remove_prefix(end);
        size_t taken = std::min<size_t>(name.size(), 1);
        if (name.starts_with('[') && end > 0 && !out.ends_with("map")) { // Go prints type arguments with their paths
            int depth = 1;
            for (; taken < name.size() && depth > 0; ++taken)
                depth += name[taken] == '[' ? 1 : name[taken] == ']' ? -1 : 0;
        }
        out += name.substr(0, taken);
        name.remove_prefix(taken);
    }
    return out;
}

Result<Value> ProgramNames::load(DwarfModule &module, const Module &file, const DwarfVariable &variable) const
{
    const auto type = module.type(variable.type);
    if (!type)
        return std::unexpected(type.error());
    Value value = m_reader.at(*type, {}, variable.name);
    if (variable.constantValue) {
        std::vector<std::byte> bytes(std::min<uint64_t>((*type)->size, 8));
        std::memcpy(bytes.data(), &*variable.constantValue, bytes.size());
        return valueOfBytes(*type, std::move(bytes), variable.name);
    }
    LocationContext context;
    context.memory = &m_reader.memory();
    context.bias = file.bias;
    const auto pieces = variable.location.empty() ? Result<std::vector<LocationPiece>>(std::unexpected(optimizedOut()))
                                                  : evaluateLocation(variable.location, context);
    const bool isPlain = pieces && pieces->size() == 1 && pieces->front().kind == LocationPiece::Kind::Memory;
    if (isPlain)
        value.address = pieces->front().address;
    else
        value.error = pieces ? optimizedOut() : pieces.error();
    return value;
}

Result<Value> ProgramNames::variable(std::string_view fullName)
{
    if (m_sources.target && m_sources.dwarf) {
        const auto &modules = m_sources.target->modules();
        for (const bool executable : {true, false}) {
            for (uint32_t i = 0; i < modules.size(); ++i) {
                DwarfModule *module = modules[i].isExecutable == executable ? m_sources.dwarf(i) : nullptr;
                if (!module)
                    continue;
                if (const auto found = module->globalNamed(fullName))
                    return load(*module, modules[i], *found);
            }
        }
    }
    return fail(ErrorCode::NotFound, "no variable \"" + std::string(fullName) + '"');
}

Result<Value> ProgramNames::constant(std::string_view fullName)
{
    if (m_sources.target && m_sources.dwarf) {
        const auto &modules = m_sources.target->modules();
        for (uint32_t i = 0; i < modules.size(); ++i) {
            DwarfModule *module = m_sources.dwarf(i);
            const auto found
                = module ? module->constantNamed(fullName) : Result<DwarfVariable>(fail(ErrorCode::NotFound, {}));
            if (!found || !found->constantValue)
                continue;
            const auto type = m_reader.types().type(found->type);
            const bool isNumber = type && (*type)->size <= 8
                && ((*type)->kind == TypeKind::Int || (*type)->kind == TypeKind::Uint || (*type)->kind == TypeKind::Enum
                    || (*type)->kind == TypeKind::Bool);
            const Type *known = isNumber ? *type : m_reader.types().predeclared("untyped int");
            std::vector<std::byte> bytes(known->size, *found->constantValue < 0 ? std::byte{0xff} : std::byte{0});
            std::memcpy(bytes.data(), &*found->constantValue, std::min<size_t>(bytes.size(), 8));
            return valueOfBytes(known, std::move(bytes), std::string(fullName));
        }
    }
    return fail(ErrorCode::NotFound, "no constant \"" + std::string(fullName) + '"');
}

Value ProgramNames::functionValue(Address entry, std::string name) const
{
    // A func value is a pointer to where the entry stands: here, to eight bytes of our own.
    std::vector<std::byte> content(sizeof(entry.value));
    std::memcpy(content.data(), &entry.value, content.size());
    Value value
        = valueOfBytes(m_reader.types().functionType(), std::vector<std::byte>(sizeof(uint64_t)), std::move(name));
    value.contents = std::make_shared<const std::vector<std::byte>>(std::move(content));
    return value;
}

Result<Value> ProgramNames::member(const std::string &fullName)
{
    if (auto found = variable(fullName); found || found.error().code != ErrorCode::NotFound)
        return found;
    if (auto found = constant(fullName))
        return found;
    // Go's linker writes the paths of constants as they are (seen up to Go 1.27).
    if (fullName.contains('%')) {
        if (auto found = constant(plainPath(fullName)))
            return found;
    }
    const auto entry = m_dynamic.functionNamed(fullName);
    if (!entry)
        return std::unexpected(entry.error());
    return functionValue(*entry, fullName);
}

Result<Value> ProgramNames::packageMember(std::string_view package, std::string_view name)
{
    std::optional<Value> found;
    std::vector<std::string> places;
    for (const std::string &path : packagesNamed(package)) {
        auto value = member(path + '.' + std::string(name));
        if (!value)
            continue;
        places.push_back(path);
        if (path == package)
            return value;
        found = std::move(*value);
    }
    if (places.size() > 1) {
        return fail(ErrorCode::BadExpression,
                    "several packages have a " + std::string(package) + '.' + std::string(name) + ": write one of "
                        + listOf(places) + " in quotes before the dot");
    }
    if (!found)
        return fail(ErrorCode::NotFound, missing(package, name));
    return std::move(*found);
}

std::string ProgramNames::missing(std::string_view package, std::string_view name)
{
    std::string text = "no " + std::string(package) + '.' + std::string(name) + " in the program";
    if (!isPackageName(package))
        return text;
    if (!m_hasDebugInformation)
        return text + " that is known: it has no debug information, which tells of variables";
    return text + ": the linker leaves out what nothing uses";
}

Result<const Type *> ProgramNames::packageType(std::string_view package, std::string_view name)
{
    std::optional<const Type *> found;
    std::vector<std::string> places;
    for (const std::string &path : packagesNamed(package)) {
        const auto type = m_reader.types().typeNamed(path + '.' + std::string(name));
        if (!type)
            continue;
        places.push_back(path);
        if (path == package)
            return type;
        found = *type;
    }
    if (places.size() > 1) {
        return fail(ErrorCode::BadExpression,
                    "several packages have a type " + std::string(package) + '.' + std::string(name) + ": write one of "
                        + listOf(places) + " in quotes before the dot");
    }
    if (!found)
        return fail(ErrorCode::NotFound,
                    "no type " + std::string(package) + '.' + std::string(name) + " in the program");
    return *found;
}

Result<std::vector<Value>> ProgramNames::variables(const std::function<bool(std::string_view)> &accepts, size_t limit,
                                                   const std::function<int(std::string_view)> &rank)
{
    if (!m_sources.target || !m_sources.dwarf)
        return fail(ErrorCode::NotFound, "no debug information");
    const auto &modules = m_sources.target->modules();
    struct Found {
        int rank;
        std::string name;
        uint32_t module;
        auto operator<=>(const Found &) const = default;
    };
    std::vector<Found> names;
    bool hasDebugInformation = false;
    for (uint32_t i = 0; i < modules.size(); ++i) {
        // C's libraries have thousands of variables of their own that no one asked for.
        DwarfModule *module = isOfProgram(*m_sources.target, m_sources.symbols.get(), i) ? m_sources.dwarf(i) : nullptr;
        if (!module)
            continue;
        hasDebugInformation = true;
        auto globals = module->globals();
        if (!globals)
            return std::unexpected(globals.error());
        for (DwarfVariable &global : *globals) {
            if (accepts(global.name) || accepts(plainPath(global.name)) || accepts(shortName(global.name)))
                names.push_back({rank ? rank(global.name) : 0, std::move(global.name), i});
        }
    }
    if (!hasDebugInformation)
        return fail(ErrorCode::NotFound, "the program has no debug information");
    std::ranges::sort(names);
    std::vector<Value> out;
    for (const Found &one : names) {
        if (out.size() == limit)
            break;
        if (!out.empty() && out.back().name == one.name)
            continue;
        DwarfModule *module = m_sources.dwarf(one.module);
        const auto variable = module->globalNamed(one.name);
        auto value = variable ? load(*module, modules[one.module], *variable) : std::unexpected(variable.error());
        if (!value) {
            Value failed;
            failed.name = one.name;
            failed.error = value.error();
            out.push_back(std::move(failed));
            continue;
        }
        out.push_back(std::move(*value));
    }
    return out;
}

}
