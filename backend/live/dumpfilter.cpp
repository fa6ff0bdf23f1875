// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/dumpfilter.h"

#include "backend/live/procfiles.h"

#include <algorithm>
#include <format>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

enum Bit : uint32_t { // core(5)
    PrivateMemory = 0,
    SharedMemory = 1,
    PrivateFiles = 2,
    SharedFiles = 3,
    ElfHeaders = 4,
    PrivateHugePages = 5,
    SharedHugePages = 6,
};

}

DumpFilter DumpFilter::of(int32_t pid, std::optional<uint32_t> bits, bool everything)
{
    if (bits)
        return DumpFilter(*bits, everything);
    const auto own = parseNumber(readKernelLine(std::format("/proc/{}/coredump_filter", pid)), 16);
    return DumpFilter(uint32_t(own.value_or(kernelDefault)), everything);
}

uint64_t DumpFilter::wantedSize(const ProcessMapping &mapping) const
{
    if (mapping.path == "[vdso]")
        return mapping.range.size();
    // The page of vsyscall is outside of what can be read; that of devices may do things when it is.
    if (mapping.path == "[vsyscall]" || mapping.path.starts_with("[vvar") || mapping.details.isDevice)
        return 0;
    if (m_everything)
        return mapping.isAccessible() || mapping.details.privateBytes > 0 ? mapping.range.size() : 0;
    if (mapping.details.isExcluded)
        return 0;
    if (mapping.details.isHuge)
        return has(mapping.isShared ? SharedHugePages : PrivateHugePages) ? mapping.range.size() : 0;
    // Where else a reader takes pages of files from, there is nothing, or another file.
    if (mapping.details.isLost && mapping.isAccessible())
        return mapping.range.size();
    if (mapping.isShared)
        return has(mapping.path.ends_with(" (deleted)") ? SharedMemory : SharedFiles) ? mapping.range.size() : 0;
    if (mapping.isFile())
        return wantedOfFile(mapping);
    // Without access and without pages nothing was ever there; with pages it was protected later.
    const bool wasUsed = mapping.isAccessible() || mapping.details.privateBytes > 0;
    return has(PrivateMemory) && wasUsed ? mapping.range.size() : 0;
}

uint64_t DumpFilter::wantedOfFile(const ProcessMapping &mapping) const
{
    if (mapping.details.privateBytes > 0 && has(PrivateMemory))
        return mapping.range.size();
    if (has(PrivateFiles))
        return mapping.range.size();
    // The kernel looks whether the first page is that of an ELF file; a page more of another file does no harm.
    if (has(ElfHeaders) && mapping.fileOffset == 0 && mapping.isReadable)
        return std::min<uint64_t>(mapping.range.size(), uint64_t(::sysconf(_SC_PAGESIZE)));
    return 0;
}

}
