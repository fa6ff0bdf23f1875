// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace Freezeframe
{

/// Owns both ends of a terminal that a child writes to, and tells what comes. GUI thread.
class PseudoTerminal : public QObject
{
    Q_OBJECT
public:
    /// Null if the system has no more of them.
    [[nodiscard]] static std::unique_ptr<PseudoTerminal> open();
    ~PseudoTerminal() override;

    /// The child's end, for its standard output; closed in us by closeChildsEnd() once it has it.
    [[nodiscard]] int childsEnd() const { return m_childsEnd; }
    void closeChildsEnd();
    /// What is there now, without waiting.
    void drain();

Q_SIGNALS:
    void received(const QByteArray &bytes);

private:
    PseudoTerminal(int ours, int childs);
    bool readOnce();
    int m_ours;
    int m_childsEnd;
    QSocketNotifier m_notifier;
};

}
