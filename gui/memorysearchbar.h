// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/memorysearchrun.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QToolButton;

namespace Freezeframe
{

class RunLabel;
class TaskStrip;

/// What to look for in memory, how far the search is, and the steps from match to match. GUI thread.
class MemorySearchBar : public QWidget
{
    Q_OBJECT
public:
    explicit MemorySearchBar(MemorySearchRun *run, QWidget *parent = nullptr);
    /// Shows it, with the keyboard in its line.
    void open();
    void search(MemorySearchRun::Kind kind, const QString &what);
    /// Bytes of a match of what was searched for last.
    [[nodiscard]] quint64 matchSize() const { return m_matchSize; }
    [[nodiscard]] QString sentence() const;
    void setSentence(const QString &sentence, bool isWarning = false);

Q_SIGNALS:
    void searchStarted();
    /// Direction: 1 or −1.
    void matchWanted(int direction);
    void left();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void setupRun();
    void kindChosen();
    [[nodiscard]] MemorySearchRun::Wanted wanted() const;
    void start();
    [[nodiscard]] MemorySearchRun::Kind kind() const;
    QToolButton *addButton(const QString &icon, const QString &toolTip);

    MemorySearchRun *m_run;
    QComboBox *m_kind;
    QLineEdit *m_what;
    QCheckBox *m_matchesCase;
    QCheckBox *m_isWhole;
    QComboBox *m_size;
    QToolButton *m_previous = nullptr;
    QToolButton *m_next = nullptr;
    RunLabel *m_sentence;
    TaskStrip *m_task;
    MemorySearchRun::Wanted m_wanted; ///< last
    quint64 m_matchSize = 1;
};

}
