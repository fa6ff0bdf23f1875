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

QString nameText(Address address, const AddressInfo &info)
{
    QString text = shown(info.name);
    if (const auto &object = info.object) {
        const uint64_t offset = address - object->address;
        text += offset == 0 ? AddressNames::tr(", %1 bytes").arg(countText(object->size))
                            : AddressNames::tr(", %1 into %2 bytes").arg(countText(offset), countText(object->size));
        if (object->isFree)
            text += AddressNames::tr(", free");
    }
    if (!info.text.empty())
        text += QStringLiteral("  \"%1%2\"").arg(shown(info.text), info.isTextCut ? QStringLiteral("…") : QString());
    return text;
}

}

AddressNames::AddressNames(Session *session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
}

void AddressNames::clear()
{
    m_names.clear();
    m_objects.clear();
    m_asked.clear();
}

std::optional<HeapObject> AddressNames::object(Address address) const
{
    const auto found = m_objects.constFind(address.value);
    return found == m_objects.cend() ? std::nullopt : std::optional(*found);
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
    m_session->memoryNames(this, missing, [this, missing](const std::vector<AddressInfo> &infos) {
        m_asked.clear();
        if (m_names.size() > mostKept) {
            m_names.clear();
            m_objects.clear();
        }
        for (size_t i = 0; i < std::min(infos.size(), missing.size()); ++i) {
            m_names.insert(missing[i].value, nameText(missing[i], infos[i]));
            if (infos[i].object)
                m_objects.insert(missing[i].value, *infos[i].object);
        }
        Q_EMIT arrived();
    });
}

}
