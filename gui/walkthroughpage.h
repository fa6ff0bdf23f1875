// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/walkthroughrun.h"

#include <QPointer>
#include <QWidget>

class QComboBox;
class QLabel;
class QListWidget;
class QPushButton;
class QScrollArea;

namespace Freezeframe
{

class LessonTaskView;

/// The walkthrough beside a window: one step with its tasks, and the way to the others. GUI thread.
class WalkthroughPage : public QWidget
{
    Q_OBJECT
public:
    explicit WalkthroughPage(WalkthroughRun *run, QWidget *parent = nullptr);
    /// For a teacher before a class: big type, and the list of steps at the side.
    void setPresented(bool presented);
    [[nodiscard]] bool isPresented() const { return m_isPresented; }
    void showStep(int step);
    [[nodiscard]] int step() const { return m_step; }
    [[nodiscard]] LessonTaskView *taskView(const QString &task) const;
    [[nodiscard]] QListWidget *stepList() const { return m_steps; }
    [[nodiscard]] QComboBox *stepBox() const { return m_box; }

Q_SIGNALS:
    /// The window can do it itself: a line for its console.
    void commandWanted(const QString &task, const QString &line);
    void commandsWanted();

private:
    void setupBars();
    void fill();
    void refresh();
    void act(const QString &task);
    void ask(const LessonTask &task);
    void askReset();
    void showSource(const QString &program);
    void finish(const QString &task, const LessonOutcome &outcome);

    WalkthroughRun *m_run;
    QComboBox *m_box;
    QListWidget *m_steps;
    QLabel *m_count;
    QLabel *m_notice;
    QScrollArea *m_area;
    QPushButton *m_reset;
    QPushButton *m_back;
    QPushButton *m_next;
    QPointer<QLabel> m_list; ///< of all steps, on the last one
    QList<LessonTaskView *> m_tasks; ///< of the step on show
    std::map<QString, LessonOutcome> m_outcomes; ///< of this session
    int m_step = -1;
    bool m_isPresented = false;
};

}
