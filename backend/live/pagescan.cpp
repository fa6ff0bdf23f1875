// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/pagescan.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <format>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

void append(std::vector<AddressRange> &runs, AddressRange run)
{
    if (!runs.empty() && runs.back().end == run.begin)
        runs.back().end = run.end;
    else
        runs.push_back(run);
}

}

Result<std::unique_ptr<PageScan>> PageScan::open(int32_t pid)
{
    const std::string path = std::format("/proc/{}/pagemap", pid);
    const int pagemap = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (pagemap < 0) {
        return std::unexpected(Error{.code = errno == ENOENT || errno == ESRCH ? ErrorCode::NotFound : ErrorCode::Io,
                                     .message = std::string("can't be opened: ") + std::strerror(errno),
                                     .file = path});
    }
    std::unique_ptr<PageScan> scan(new PageScan);
    scan->m_pagemap = pagemap;
    return scan;
}

PageScan::~PageScan()
{
    ::close(m_pagemap);
}

Result<std::vector<AddressRange>> PageScan::presentRuns(const std::vector<AddressRange> &ranges) const
{
    std::vector<AddressRange> runs;
    if (ranges.empty())
        return runs;
    if (!m_isOld) {
        // One walk over all: page tables that are not there cost nothing.
        const AddressRange all{ranges.front().begin, ranges.back().end};
        auto done = scan(all, runs);
        if (done)
            return intersection(runs, ranges);
        if (!m_isOld)
            return std::unexpected(done.error());
        runs.clear();
    }
    for (const AddressRange &range : ranges) {
        if (auto done = readEntries(range, runs); !done)
            return std::unexpected(done.error());
    }
    return runs;
}

Result<void> PageScan::scan(AddressRange range, std::vector<AddressRange> &runs) const
{
#ifdef PAGEMAP_SCAN
    std::array<page_region, 4096> found;
    pm_scan_arg scan{};
    scan.size = sizeof scan;
    scan.start = range.begin.value;
    scan.end = range.end.value;
    scan.vec = reinterpret_cast<uint64_t>(found.data());
    scan.vec_len = found.size();
    scan.category_inverted = PAGE_IS_PFNZERO;
    scan.category_mask = PAGE_IS_PFNZERO;
    scan.category_anyof_mask = PAGE_IS_PRESENT | PAGE_IS_SWAPPED;
    scan.return_mask = PAGE_IS_PFNZERO; // the same for all: neighbours of other kinds make one run
    while (scan.start < scan.end) {
        const int count = ::ioctl(m_pagemap, PAGEMAP_SCAN, &scan);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0 && (errno == ENOTTY || errno == EINVAL)) {
            m_isOld = true;
            return fail(ErrorCode::Unsupported, "this kernel has no PAGEMAP_SCAN");
        }
        if (count < 0)
            return fail(ErrorCode::Io, std::format("the pages can't be listed: {}", std::strerror(errno)));
        for (int i = 0; i < count; ++i)
            append(runs, {{found[size_t(i)].start}, {found[size_t(i)].end}});
        if (scan.walk_end <= scan.start)
            break;
        scan.start = scan.walk_end;
    }
    return {};
#else
    (void)range;
    (void)runs;
    m_isOld = true;
    return fail(ErrorCode::Unsupported, "built without PAGEMAP_SCAN");
#endif
}

Result<void> PageScan::readEntries(AddressRange range, std::vector<AddressRange> &runs) const
{
    const auto systemPage = uint64_t(::sysconf(_SC_PAGESIZE));
    constexpr uint64_t presentOrSwapped = uint64_t(3) << 62; // Documentation/admin-guide/mm/pagemap.rst
    std::array<uint64_t, 8192> entries;
    for (uint64_t at = range.begin.value; at < range.end.value;) {
        const uint64_t wanted = std::min<uint64_t>((range.end.value - at) / systemPage, entries.size());
        const ssize_t size = ::pread(m_pagemap, entries.data(), wanted * sizeof entries[0],
                                     off_t(at / systemPage * sizeof entries[0]));
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0)
            return fail(ErrorCode::Io, std::format("the pages can't be listed: {}", std::strerror(errno)));
        const uint64_t count = uint64_t(size) / sizeof entries[0];
        if (count == 0)
            break; // the end of what a process can have (vsyscall)
        for (uint64_t i = 0; i < count; ++i, at += systemPage) {
            if (entries[i] & presentOrSwapped)
                append(runs, {{at}, {at + systemPage}});
        }
    }
    return {};
}

std::vector<AddressRange> intersection(const std::vector<AddressRange> &one, const std::vector<AddressRange> &other)
{
    std::vector<AddressRange> both;
    for (auto a = one.begin(), b = other.begin(); a != one.end() && b != other.end();) {
        const AddressRange common{std::max(a->begin, b->begin), std::min(a->end, b->end)};
        if (!common.isEmpty())
            both.push_back(common);
        a->end < b->end ? ++a : ++b;
    }
    return both;
}

std::vector<AddressRange> difference(const std::vector<AddressRange> &from, const std::vector<AddressRange> &taken)
{
    std::vector<AddressRange> rest;
    auto hole = taken.begin();
    for (AddressRange range : from) {
        while (hole != taken.end() && hole->end <= range.begin)
            ++hole;
        for (auto next = hole; next != taken.end() && next->begin < range.end; ++next) {
            if (range.begin < next->begin)
                rest.push_back({range.begin, next->begin});
            range.begin = std::max(range.begin, next->end);
        }
        if (!range.isEmpty())
            rest.push_back(range);
    }
    return rest;
}

uint64_t totalSize(const std::vector<AddressRange> &ranges)
{
    uint64_t size = 0;
    for (const AddressRange &range : ranges)
        size += range.size();
    return size;
}

}
