// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/analysis/goroutinearrangement.h"

#include <QCoreApplication>
#include <QStringList>

namespace Freezeframe
{

class GoroutineColumn;
class Session;

/// What a person is told of a list of goroutines: how many there are, what is left out and why. Lives for one look; GUI
/// thread.
class GoroutineFacts
{
    Q_DECLARE_TR_FUNCTIONS(Freezeframe::GoroutineFacts)
public:
    /// @p narrowedTo: the call whose goroutines alone are shown; empty: all.
    GoroutineFacts(const GoroutineArrangement &list, const GoroutineArrangementRequest &request, QString narrowedTo);

    /// "39 of 229 in 2 stacks so far".
    [[nodiscard]] QString count() const;
    /// A sentence each; empty if nothing is left out.
    [[nodiscard]] QStringList hidden(const GoroutineColumn &column) const;
    [[nodiscard]] bool isFiltered() const;
    /// Why a core has none; empty while that is not known.
    [[nodiscard]] static QString whyNone(const Session &session);
    /// Why the list is empty, if a person did it.
    [[nodiscard]] QString noMatch(const QString &filter) const;

private:
    const GoroutineArrangement &m_list;
    const GoroutineArrangementRequest &m_request;
    QString m_narrowedTo;
};

}
