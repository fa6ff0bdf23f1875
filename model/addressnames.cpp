// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/addressnames.h"

#include "model/format.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr qsizetype mostKept = 20'000;

}

AddressNames::AddressNames(Session *session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
}

void AddressNames::clear()
{
    m_names.clear();
    m_asked.clear();
}

void AddressNames::want(const std::vector<Address> &addresses)
{
    std::vector<Address> missing;
    for (const Address address : addresses) {
        if (!m_names.contains(address.value))
            missing.push_back(address);
    }
    const auto isAsked = [this](Address address) { return std::ranges::contains(m_asked, address); };
    if (missing.empty() || std::ranges::all_of(missing, isAsked))
        return;
    m_asked = missing;
    m_session->memoryNames(this, missing, [this, missing](const std::vector<std::string> &names) {
        m_asked.clear();
        if (m_names.size() > mostKept)
            m_names.clear();
        for (size_t i = 0; i < std::min(names.size(), missing.size()); ++i)
            m_names.insert(missing[i].value, shown(names[i]));
        Q_EMIT arrived();
    });
}

}
