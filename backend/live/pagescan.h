// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"
#include "backend/base/result.h"

#include <memory>
#include <vector>

namespace Freezeframe
{

/// Tells which pages of a process exist, without touching one of them. One thread.
class PageScan
{
public:
    [[nodiscard]] static Result<std::unique_ptr<PageScan>> open(int32_t pid);
    PageScan(const PageScan &) = delete;
    PageScan &operator=(const PageScan &) = delete;
    ~PageScan();

    /// Runs of pages in memory or swap within @p ranges (which are sorted), but for the kernel's page of zeros.
    [[nodiscard]] Result<std::vector<AddressRange>> presentRuns(const std::vector<AddressRange> &ranges) const;
    /// Pages are counted one by one in /proc/PID/pagemap (before Linux 6.7): pages of zeros count as others do.
    void setOldWay(bool old) { m_isOld = old; }

private:
    PageScan() = default;
    [[nodiscard]] Result<void> scan(AddressRange range, std::vector<AddressRange> &runs) const;
    [[nodiscard]] Result<void> readEntries(AddressRange range, std::vector<AddressRange> &runs) const;
    int m_pagemap = -1;
    mutable bool m_isOld = false;
};

/// What both have; both sorted and without overlaps.
[[nodiscard]] std::vector<AddressRange> intersection(const std::vector<AddressRange> &one,
                                                     const std::vector<AddressRange> &other);
/// What @p from has and @p taken does not.
[[nodiscard]] std::vector<AddressRange> difference(const std::vector<AddressRange> &from,
                                                   const std::vector<AddressRange> &taken);
[[nodiscard]] uint64_t totalSize(const std::vector<AddressRange> &ranges);

}
