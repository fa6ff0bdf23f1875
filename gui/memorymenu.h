// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/memorycopy.h"
#include "model/memorysearchrun.h"

class QMenu;

namespace Freezeframe
{

class AddressNames;
class MemoryView;

/// What a right click on memory offers, and what of it goes to the clipboard. GUI thread.
class MemoryMenu : public QObject
{
    Q_OBJECT
public:
    MemoryMenu(Session *session, MemoryView *view, const AddressNames *names, QObject *parent);
    void fill(QMenu *menu);
    /// The selected bytes: read first, so the clipboard has them a moment later.
    void copy(MemoryCopy form);

    static constexpr uint64_t mostCopied = uint64_t(1) << 20; ///< bytes

Q_SIGNALS:
    void copied();
    /// Why nothing was copied, in a sentence.
    void refused(const QString &sentence);
    void addressWanted(Freezeframe::Address address);
    void searchWanted(Freezeframe::MemorySearchRun::Kind kind, const QString &what);
    void saveWanted(Freezeframe::Address start, quint64 size);

private:
    void addCopies(QMenu *menu);

    Session *m_session;
    MemoryView *m_view;
    const AddressNames *m_names;
};

}
