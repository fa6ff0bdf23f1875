// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/session.h"

namespace Freezeframe
{

/// Writes the bytes that a person means by a value (VariableInfo::contentSize) to a file, in the background: all of them,
/// or no file. GUI thread; never waits.
class ValueSave : public QObject
{
    Q_OBJECT
public:
    explicit ValueSave(Session *session, QObject *parent = nullptr);
    [[nodiscard]] bool isRunning() const { return m_isRunning; }
    /// Nothing while another one runs.
    void start(ValueHandle handle, quint64 size, const QString &path);
    void cancel();

Q_SIGNALS:
    void progressChanged(quint64 done, quint64 total);
    void saved(const QString &path, quint64 size);
    void failed(const QString &sentence);

private:
    Session *m_session;
    bool m_isRunning = false;
    quint64 m_number = 0; ///< of the newest one
};

}
