// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/lesson/walkthrough.h"
#include "model/livethread.h"

#include <QStringList>

#include <map>

namespace Freezeframe
{

/// How far the walkthrough is, as the window shows it. A value type.
struct WalkthroughState {
    std::map<std::string, LessonProgress::Mark> marks; ///< by task
    std::map<std::string, QStringList> shell; ///< by task, ready for a shell
    std::map<std::string, bool> asks; ///< by task: it would change the machine
    std::string current; ///< a task, or empty
    QString notice;
    size_t tried = 0; ///< commands
};

/// The walkthrough for the window: does its tasks on a thread of its own, one after the other. GUI thread.
class WalkthroughRun : public QObject
{
    Q_OBJECT
public:
    /// @p folder empty: the usual one.
    explicit WalkthroughRun(const QString &folder = {}, QObject *parent = nullptr);
    ~WalkthroughRun() override;

    [[nodiscard]] const Lesson &lesson() const { return m_lesson; }
    [[nodiscard]] const WalkthroughState &state() const { return m_state; }
    [[nodiscard]] bool isDone(const std::string &task) const { return m_state.marks.contains(task); }
    [[nodiscard]] size_t doneCount() const;
    [[nodiscard]] size_t taskCount() const;
    /// The task at work; empty: none.
    [[nodiscard]] const std::string &running() const { return m_running; }
    void perform(const std::string &task);
    /// What Delve prints for the command of a task.
    void compare(const std::string &task);
    void answer(const std::string &task, const QString &text);
    /// A command was typed in the window over a core of the walkthrough.
    void observe(const QString &line, const QString &answer, const QString &failure);
    void setCurrent(const std::string &task);
    void cancel();
    void reset();

Q_SIGNALS:
    void started(const QString &task);
    void compared(const QString &task, const Freezeframe::LessonOutcome &outcome);
    void finished(const QString &task, const Freezeframe::LessonOutcome &outcome);
    /// To be shown in the window.
    void coreWanted(const Freezeframe::OpenOptions &options);
    void stateChanged();

private:
    struct Answer;
    /// Runs @p work on the thread, then takes the state over.
    void ask(const std::string &task, std::function<LessonOutcome(Walkthrough &, const std::stop_token &)> work);

    Lesson m_lesson;
    WalkthroughState m_state;
    std::string m_running;
    int m_kind = 0; ///< of the last question; no two replace each other
    int m_runningKind = 0;
    std::shared_ptr<Walkthrough> m_walkthrough; ///< the thread's
    LiveThread m_thread;
};

}
