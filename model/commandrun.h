// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/session.h"

namespace Freezeframe
{

/// The console over a session's core: runs one command after the other on the analysis thread, tells its answer piece
/// by piece, and keeps the selection of the window and that of the console the same. GUI thread; never waits.
class CommandRun : public QObject
{
    Q_OBJECT
public:
    explicit CommandRun(Session *session, QObject *parent = nullptr);
    ~CommandRun() override;

    [[nodiscard]] bool isRunning() const { return m_isRunning; }
    /// Nothing while another one runs.
    void run(const QString &line);
    /// Ends the running command; what it has told stays.
    void cancel();
    /// Asks what the last word of @p line may be completed to; only the newest question is answered.
    void complete(const QString &line);
    /// What stands before each command.
    [[nodiscard]] const QString &prompt() const { return m_prompt; }

Q_SIGNALS:
    void started(const QString &line);
    /// Fit to be shown; line ends and tabs are in it.
    void answered(const QString &text);
    void failed(const QString &sentence);
    void ended();
    /// `exit` was typed.
    void closed();
    /// @p part is the end of @p line that each of @p words may take the place of.
    void completed(const QString &line, const QString &part, const QStringList &words);
    void promptChanged(const QString &prompt);

private:
    struct State;
    struct Answer;
    class Pieces;
    void reset();
    void receive(const Answer &answer);

    Session *m_session;
    std::shared_ptr<State> m_state; ///< of the opened core; what is in it is the analysis thread's
    QString m_prompt;
    bool m_isRunning = false;
    quint64 m_number = 0; ///< of the newest command: pieces of others are not told
};

}
