// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QStringList>
#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QToolButton;

namespace Freezeframe
{

class CommandRun;
class ConsoleInput;
class Session;

/// Delve's commands, typed over the core that the window shows: what was answered, and the line for the next one.
/// GUI thread.
class ConsolePage : public QWidget
{
    Q_OBJECT
public:
    explicit ConsolePage(Session *session, QWidget *parent = nullptr);
    [[nodiscard]] ConsoleInput *input() const { return m_input; }
    [[nodiscard]] QPlainTextEdit *output() const { return m_output; }
    [[nodiscard]] CommandRun *commands() const { return m_run; }
    /// One after the other; what is running ends first.
    void runAll(const QStringList &lines);

Q_SIGNALS:
    /// `exit` was typed.
    void closed();
    /// Esc: the keyboard is to go elsewhere.
    void left();

protected:
    void changeEvent(QEvent *event) override;

private:
    enum class Kind { Answer, Command, Failure };
    void setupOutput();
    void setupInput();
    void append(const QString &text, Kind kind);
    /// Colours of the lines, as the theme has them now.
    void colourAll();
    void setRunning(bool running);
    void runNext();
    void showMenu(const QPoint &position);
    void saveOutput();
    void writeOutput(const QString &path);

    Session *m_session;
    CommandRun *m_run;
    QPlainTextEdit *m_output;
    QLabel *m_prompt;
    ConsoleInput *m_input;
    QToolButton *m_stop;
    QStringList m_waiting; ///< lines that are run next
};

}
