// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/memoryformat.h"
#include "model/session.h"

#include <QHash>

#include <vector>

namespace Freezeframe
{

/// Pages of memory that were looked at, a bounded number of them; others are asked for in the background. GUI thread;
/// never waits.
class MemoryPages : public QObject
{
    Q_OBJECT
public:
    explicit MemoryPages(Session *session, QObject *parent = nullptr);

    using Range = std::pair<Address, Address>; ///< both inclusive
    /// Asks for what is not here of @p ranges; of more than a few screenfuls only the beginning.
    void want(const std::vector<Range> &ranges);
    /// The bytes of [first, last], at most a few pages; empty while one of them is not here.
    [[nodiscard]] std::vector<std::optional<uint8_t>> bytes(Address first, Address last) const;
    void clear();

    static constexpr uint64_t pageBytes = 4096;

Q_SIGNALS:
    void arrived();

private:
    using Page = std::vector<std::optional<uint8_t>>;
    void receive(std::vector<MemoryBytes> pages);

    Session *m_session;
    QHash<quint64, Page> m_pages; ///< by address / pageBytes
    std::vector<quint64> m_order; ///< as they came
    std::vector<Address> m_asked; ///< what the newest question is about, until it is answered
};

}
