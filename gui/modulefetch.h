// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/debugfetchrun.h"

class QMenu;
class QModelIndex;

namespace Freezeframe
{

class ListStrip;
class ListView;
class Session;

/// Fetches debug information for rows of the list of modules: asks first, tells how far it is over the list, and wants
/// the core opened anew with what came. GUI thread.
class ModuleFetch : public QObject
{
    Q_OBJECT
public:
    ModuleFetch(Session *session, ListView *modules);
    void addTo(QMenu *menu, const QModelIndex &cell);
    /// With the person's word.
    void start(const std::vector<DebugFetchRun::Wanted> &wanted);

Q_SIGNALS:
    void reopenWanted();
    void ended(const QString &sentence);

private:
    [[nodiscard]] std::vector<DebugFetchRun::Wanted> missing(const QString &path) const;
    void ask(const std::vector<DebugFetchRun::Wanted> &wanted);
    void receive(int fetched, const QStringList &problems);

    Session *m_session;
    ListView *m_list;
    DebugFetchRun *m_fetch;
    ListStrip *m_strip;
    bool m_cancelled = false;
};

}
