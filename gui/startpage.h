// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QAction;
class QGridLayout;
class QLineEdit;

namespace Freezeframe
{

class CoreStoreModel;
class ListView;
class MessageBar;
class ProcessFilter;
class ProcessWatch;
class RecentCores;
class StartColumn;

/// What is shown while no core is open: cores opened before, crashes that the machine kept, Go programs that run now.
/// Watches the machine while it is on show. GUI thread.
class StartPage : public QWidget
{
    Q_OBJECT
public:
    struct Sources {
        RecentCores *recent;
        CoreStoreModel *crashes;
        ProcessWatch *processes;
    };
    struct Verbs {
        QAction *open;
        QAction *capture;
        QAction *runProgram;
        QAction *doctor;
        QAction *walkthrough;
    };
    StartPage(const Sources &sources, const Verbs &verbs, QWidget *parent = nullptr);
    /// Why the last core could not be opened; empty for none.
    void setNotice(const QString &what, const QString &rest);
    /// What the error bar says; empty without one.
    [[nodiscard]] QString problem() const;
    void setProblem(const QString &what, const QString &rest);
    /// Looks at the machine now, not at the next tick.
    void refresh();
    [[nodiscard]] ListView *recentList() const;
    [[nodiscard]] ListView *crashList() const;
    [[nodiscard]] ListView *processList() const;
    [[nodiscard]] QLineEdit *processFilter() const { return m_filterEdit; }

Q_SIGNALS:
    void coreChosen(const QString &path);
    void processChosen(int pid);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fillRecent(const Verbs &verbs);
    void fillCrashes(const Verbs &verbs);
    void fillProcesses(const Verbs &verbs);
    void refreshCrashes();
    void refreshProcesses();
    void arrange();

    Sources m_sources;
    ProcessFilter *m_filter;
    MessageBar *m_problem;
    MessageBar *m_notice; ///< what happened since the last time
    StartColumn *m_recent;
    StartColumn *m_crashes;
    StartColumn *m_processes;
    QLineEdit *m_filterEdit;
    QGridLayout *m_columns;
    int m_columnCount = 0;
};

}
