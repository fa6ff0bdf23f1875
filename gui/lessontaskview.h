// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/walkthroughrun.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace Freezeframe
{

class CodeBox;
class IconLabel;

/// One task of the walkthrough: what it is about, the button that does it, the same by hand, and what came of it. GUI
/// thread.
class LessonTaskView : public QWidget
{
    Q_OBJECT
public:
    LessonTaskView(const LessonTask &task, const QString &number, QWidget *parent = nullptr);
    void setState(const WalkthroughState &state);
    void setOutcome(const LessonOutcome &outcome);
    /// What another debugger prints for the same.
    void setComparison(const LessonOutcome &outcome);
    /// Nothing else can be done meanwhile; @p isMine: this is what is done.
    void setBusy(bool busy, bool isMine);
    [[nodiscard]] const LessonTask &task() const { return m_task; }
    [[nodiscard]] QPushButton *verb() const { return m_verb; }
    [[nodiscard]] QLineEdit *answerEdit() const { return m_answer; }
    [[nodiscard]] QString outcomeText() const;
    [[nodiscard]] QString shellText() const;
    [[nodiscard]] bool isMarked() const { return m_isMarked; }

Q_SIGNALS:
    void verbTriggered(const QString &task);
    void comparisonWanted(const QString &task);
    void answerGiven(const QString &task, const QString &text);
    void sourceWanted(const QString &program);

private:
    QWidget *setupShell();
    QWidget *setupVerbs();
    void setupAnswer(QVBoxLayout *column);
    void showSentence(const QString &sentence, bool isDone, bool isRecorded);

    LessonTask m_task;
    IconLabel *m_mark;
    CodeBox *m_shell;
    QPushButton *m_verb;
    QLineEdit *m_answer = nullptr;
    QPushButton *m_check = nullptr;
    QLabel *m_outcome;
    QLabel *m_doctor;
    CodeBox *m_output;
    CodeBox *m_comparison;
    class AnatomyPicture *m_picture = nullptr;
    QVBoxLayout *m_column;
    bool m_isMarked = false;
    bool m_hasOutcome = false; ///< of this session: it tells more than what was kept
    bool m_wasDone = false; ///< by that outcome
};

}
