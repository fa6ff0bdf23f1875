// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/session.h"

#include <QStringList>

namespace Freezeframe
{

/// The expressions that a person watches: kept for each program over sessions, and evaluated anew in whatever frame is
/// selected. GUI thread; never waits.
class WatchList : public QObject
{
    Q_OBJECT
public:
    static constexpr qsizetype most = 100; ///< of one program

    explicit WatchList(Session *session, QObject *parent = nullptr);

    [[nodiscard]] const QStringList &expressions() const { return m_expressions; }
    /// At the end; one that is there already goes there.
    void add(const QString &expression);
    /// In its place.
    void replace(const QString &expression, const QString &by);
    void remove(const QString &expression);
    void removeAll();
    /// Evaluates all in the selected frame.
    void refresh();

Q_SIGNALS:
    void expressionsChanged();
    /// One for each expression, in order, named by it.
    void evaluated(const std::vector<Freezeframe::VariableInfo> &values);

private:
    void load();
    void changed();

    Session *m_session;
    QString m_program;
    QStringList m_expressions;
};

}
