// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/target/target.h"

#include <cstdint>
#include <cstdio>

using namespace Freezeframe;

/// Reads @p data as a core, and all that its tables lead to; what is wrong is for the sanitizers to find.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto core = CoreFile::open(MappedFile::fromBytes(std::as_bytes(std::span(data, size)), "/nowhere/core"));
    if (!core)
        return 0;
    const auto target
        = Target::fromCore(*core, {.executable = {}, .force = false, .debugDirectories = {}, .roots = {}});
    for (const Module &module : target->modules()) {
        if (module.file)
            (void)module.file->symbolAt(module.file->entry());
    }
    for (const Target::Region &region : target->regions()) {
        std::byte byte;
        if (!target->memory().read(region.range.end - 1, std::span(&byte, 1)))
            __builtin_trap(); // a region says that it can be read
    }
    return 0;
}

#ifndef FREEZEFRAME_LIBFUZZER
int main(int argc, char **argv)
{
    for (int index = 1; index < argc; ++index) {
        const auto file = MappedFile::open(argv[index]);
        if (!file) {
            std::fprintf(stderr, "%s\n", file.error().toString().c_str());
            return 2;
        }
        LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t *>((*file)->bytes().data()), (*file)->size());
    }
    return 0;
}
#endif
