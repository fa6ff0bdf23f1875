// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/session.h"

#include <QHash>

namespace Freezeframe
{

/// Names of what lies at addresses that were looked at, a bounded number of them; others are asked for in the
/// background. GUI thread; never waits.
class AddressNames : public QObject
{
    Q_OBJECT
public:
    explicit AddressNames(Session *session, QObject *parent = nullptr);

    /// Asks for those that are not here.
    void want(const std::vector<Address> &addresses);
    /// "Go heap, 8 into 48 bytes  "ord-17"", fit to be shown; empty if it has none, or it is not known yet.
    [[nodiscard]] QString name(Address address) const { return m_names.value(address.value); }
    /// Of the heap, if one lies there and is known.
    [[nodiscard]] std::optional<HeapObject> object(Address address) const;
    void clear();

Q_SIGNALS:
    void arrived();

private:
    Session *m_session;
    QHash<quint64, QString> m_names;
    QHash<quint64, HeapObject> m_objects;
    std::vector<Address> m_asked; ///< what the newest question is about, until it is answered
};

}
