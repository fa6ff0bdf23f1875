// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/target/filelocator.h"

#include "backend/base/text.h"
#include "backend/elf/elfheaders.h"
#include "backend/elf/programsegment.h"
#include "backend/target/memoryimage.h"
#include "backend/target/modulematch.h"
#include "backend/target/moduleplace.h"

#include <algorithm>
#include <elf.h>

namespace Freezeframe
{

void FileLocator::warn(const std::string &file, std::string message)
{
    m_warnings.push_back(Error{.code = ErrorCode::Mismatch, .message = std::move(message), .file = file});
}

void FileLocator::useMemory(MappedModule &mapped) const
{
    Module &module = mapped.module;
    const auto view = m_memory.view(module.range.begin, module.range.size());
    auto elf = ElfFile::open(MappedFile::fromBytes(view, module.path));
    if (!elf) {
        module.error = elf.error();
        return;
    }
    module.file = *elf;
    module.match = FileMatch::Content; // the memory is the file
}

const std::vector<std::shared_ptr<const ElfFile>> &FileLocator::storedFiles()
{
    if (m_stored)
        return *m_stored;
    m_stored.emplace();
    const auto headers = readElfHeaders(*m_core.file());
    uint64_t room = m_core.file()->size(); // segments that lie over each other would ask for more memory than that
    for (const ElfSegment &segment : headers ? headers->segments : std::vector<ElfSegment>()) {
        if (segment.type != programFileSegment || segment.fileSize > room)
            continue;
        room -= segment.fileSize;
        const auto bytes = m_core.file()->at(segment.offset, segment.fileSize);
        if (!bytes)
            continue;
        if (auto file = ElfFile::open(MappedFile::fromBytes(*bytes, std::string(inTheCore))))
            m_stored->push_back(std::move(*file));
    }
    return *m_stored;
}

bool FileLocator::useStoredFile(MappedModule &mapped)
{
    std::optional<Refusal> ignored;
    for (const auto &file : storedFiles()) {
        if (!judge(mapped, {.file = file, .origin = ModuleCandidate::Origin::SameId}, ignored))
            continue;
        // Under the name of the module that it is of.
        auto named
            = ElfFile::open(MappedFile::fromBytes(file->file()->bytes(), mapped.module.path + std::string(inTheCore)));
        if (named)
            mapped.module.file = std::move(*named);
        return true;
    }
    return false;
}

bool FileLocator::useImage(MappedModule &mapped)
{
    auto image = imageOf(mapped, m_memory);
    if (!image || (*image)->machine() != m_core.machine())
        return false;
    mapped.module.file = std::move(*image);
    mapped.isInMemoryOnly = true;
    accept(mapped, *mapped.module.file, FileMatch::Content);
    return true;
}

void FileLocator::accept(MappedModule &mapped, const ElfFile &file, FileMatch match)
{
    Module &module = mapped.module;
    module.match = match;
    module.error.reset();
    if (module.path.empty())
        module.path = file.path();
    if (match == FileMatch::BuildId || match == FileMatch::GoBuildId || match == FileMatch::Content) {
        // What the core can't tell is told by a file that is known to be the right one.
        if (module.buildId.empty())
            module.buildId = file.buildId();
        if (module.goBuildId.empty())
            module.goBuildId = file.goBuildId();
    }
    if (mapped.mappings.empty() && mapped.segments.empty())
        module.range = {}; // was only a point inside
    widenRange(module, file.segments());
}

bool FileLocator::judge(MappedModule &mapped, const ModuleCandidate &candidate, std::optional<Refusal> &refusal)
{
    using Origin = ModuleCandidate::Origin;
    const ElfFile &file = *candidate.file;
    const auto refuse = [&](std::string message) {
        if (!refusal)
            refusal = Refusal{Error{.code = ErrorCode::Mismatch, .message = std::move(message), .file = file.path()},
                              candidate.file};
        return false;
    };
    if (file.machine() != m_core.machine())
        return refuse(escaped(file.path()) + " is for another machine than the core");
    if (file.type() != ET_EXEC && file.type() != ET_DYN)
        return refuse(escaped(file.path()) + " is not a program or library");

    MappedModule trial = mapped;
    placeModule(trial, file, m_core);
    if (!trial.hasBias)
        return refuse("the core does not tell where " + escaped(file.path()) + " was loaded");
    MatchVerdict verdict = matchModule(trial, file, m_memory);
    if (verdict.mismatch) {
        const bool isForced = m_search.force && candidate.origin == Origin::Given;
        if (!isForced)
            return refuse(std::move(verdict.mismatch->message));
        warn(file.path(), verdict.mismatch->message + "; used all the same, as told");
        verdict.match = FileMatch::Forced;
    } else if (verdict.match == FileMatch::None) {
        if (candidate.origin != Origin::Given && candidate.origin != Origin::Recorded)
            return refuse(
                escaped(file.path())
                + " has the right name, but the core has nothing to verify it by; name it explicitly to use it");
        warn(file.path(),
             "could not be verified: the core has neither its build id nor pages of it"
                 + std::string(file.file()->modified() > m_core.file()->modified() ? ", and it is newer than the core"
                                                                                   : ""));
    }
    mapped = std::move(trial);
    mapped.module.file = candidate.file;
    accept(mapped, file, verdict.match);
    return true;
}

void FileLocator::findDebugFile(Module &module)
{
    if (module.debugFile || module.file->findSection(".debug_info") || module.file->findSection(".zdebug_info"))
        return;
    DebugFile found = m_finder.findDebugFile(*module.file);
    module.debugFile = std::move(found.file);
    m_warnings.insert(m_warnings.end(), found.refused.begin(), found.refused.end());
    if (module.debugFile)
        return;
    if (!found.refused.empty())
        module.debugError = std::move(found.refused.front());
    else if (found.unfetched)
        module.debugError = std::move(*found.unfetched);
}

void FileLocator::locate(MappedModule &mapped)
{
    if (mapped.isInMemoryOnly)
        return useMemory(mapped);
    std::optional<Refusal> refusal;
    const ModuleFinder::Request request{.path = mapped.module.path,
                                        .buildId = mapped.module.buildId,
                                        .goBuildId = mapped.module.goBuildId,
                                        .isExecutable = mapped.module.isExecutable};
    const auto missed
        = m_finder.find(request, [&](const ModuleCandidate &candidate) { return judge(mapped, candidate, refusal); });
    Module &module = mapped.module;
    if (module.file)
        return findDebugFile(module);
    // Who names a file wants that one.
    const bool isNamed = module.isExecutable && !m_search.executable.empty();
    if (!isNamed && (useStoredFile(mapped) || useImage(mapped))) {
        module.error.reset();
        return findDebugFile(module);
    }
    if (refusal) {
        module.error = std::move(refusal->error);
    } else {
        std::string places;
        for (const std::string &place : missed)
            places += (places.empty() ? "" : ", ") + escaped(place);
        module.error = Error{.code = ErrorCode::NotFound,
                             .message = places.empty() ? "not found: the core does not name it"
                                                       : "not found: looked at " + places,
                             .file = module.path};
    }
    if (module.isExecutable)
        m_warnings.push_back(*module.error);
}

}
