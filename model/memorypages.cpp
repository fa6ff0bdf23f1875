// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/memorypages.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr size_t mostKept = 512; ///< pages: 4 MiB with the marks of what is missing
constexpr size_t mostAsked = 64; ///< pages of one question

}

MemoryPages::MemoryPages(Session *session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
}

void MemoryPages::clear()
{
    m_pages.clear();
    m_order.clear();
    m_asked.clear();
}

void MemoryPages::want(const std::vector<Range> &ranges)
{
    std::vector<Address> missing;
    for (const auto &[first, last] : ranges) {
        for (quint64 page = first.value / pageBytes; page <= last.value / pageBytes && missing.size() < mostAsked;
             ++page) {
            const Address address{page * pageBytes};
            if (!m_pages.contains(page) && (missing.empty() || missing.back() != address))
                missing.push_back(address);
        }
    }
    const auto isAsked = [this](Address page) { return std::ranges::contains(m_asked, page); };
    if (missing.empty() || std::ranges::all_of(missing, isAsked))
        return;
    m_asked = missing;
    m_session->memoryPages(this, missing, pageBytes,
                           [this](std::vector<MemoryBytes> pages) { receive(std::move(pages)); });
}

void MemoryPages::receive(std::vector<MemoryBytes> pages)
{
    m_asked.clear();
    for (MemoryBytes &page : pages) {
        const quint64 number = page.address.value / pageBytes;
        if (m_pages.contains(number))
            continue;
        m_pages.insert(number, std::move(page.bytes));
        m_order.push_back(number);
    }
    if (m_order.size() > mostKept) {
        const auto kept = m_order.end() - ptrdiff_t(mostKept / 2);
        for (auto old = m_order.begin(); old != kept; ++old)
            m_pages.remove(*old);
        m_order.erase(m_order.begin(), kept);
    }
    Q_EMIT arrived();
}

std::vector<std::optional<uint8_t>> MemoryPages::bytes(Address first, Address last) const
{
    std::vector<std::optional<uint8_t>> bytes;
    if (last < first)
        return bytes;
    for (quint64 page = first.value / pageBytes; page <= last.value / pageBytes; ++page) {
        const auto found = m_pages.constFind(page);
        if (found == m_pages.cend())
            return {};
        const uint64_t begin = page == first.value / pageBytes ? first.value % pageBytes : 0;
        const uint64_t end = page == last.value / pageBytes ? last.value % pageBytes : pageBytes - 1;
        bytes.insert(bytes.end(), found->begin() + ptrdiff_t(begin),
                     found->begin() + ptrdiff_t(std::min<uint64_t>(end + 1, found->size())));
    }
    return bytes;
}

}
