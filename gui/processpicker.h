// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/capture.h"
#include "backend/live/processlist.h"

#include <QDialog>

#include <optional>

class QCheckBox;
class QHBoxLayout;
class QLineEdit;
class QPushButton;

namespace Freezeframe
{

class CaptureDetails;
class CaptureRun;
class CaptureStrip;
class ListView;
class MessageBar;
class ProcessDelegate;
class ProcessFilter;
class ProcessWatch;
struct ProgramStart;
class RunLabel;

/// All processes of the machine, and what can be done with the chosen one: capture, explore live, end it with a core.
/// GUI thread.
class ProcessPicker : public QDialog
{
    Q_OBJECT
public:
    explicit ProcessPicker(ProcessWatch *watch, QWidget *parent = nullptr);
    ~ProcessPicker() override;
    /// What one came for: it is what Enter on a row does, and its name is the window's.
    enum class Verb { Capture, Abort, Quit };
    void setVerb(Verb verb);
    [[nodiscard]] Verb verb() const { return m_verb; }
    /// Chooses a process as soon as it is in the list.
    void choose(int pid);
    [[nodiscard]] ListView *list() const { return m_list; }
    [[nodiscard]] ProcessFilter *filter() const { return m_filter; }
    [[nodiscard]] QLineEdit *filterEdit() const { return m_filterEdit; }
    [[nodiscard]] CaptureDetails *details() const { return m_details; }
    /// What the message bar says; empty without one.
    [[nodiscard]] QString problem() const;
    /// What stands at the left of the buttons.
    [[nodiscard]] QString note() const;
    [[nodiscard]] CaptureRun *job() const { return m_job; }
    [[nodiscard]] QPushButton *captureButton() const { return m_capture; }
    [[nodiscard]] QPushButton *exploreButton() const { return m_explore; }
    [[nodiscard]] QPushButton *abortButton() const { return m_abort; }
    [[nodiscard]] QPushButton *quitButton() const { return m_quit; }

Q_SIGNALS:
    void captured(const Freezeframe::CaptureReport &report);
    void snapshotTaken(const Freezeframe::LiveSnapshot &snapshot);
    /// A core was left by a process that was ended here, or a safety copy is to be opened.
    void coreLeft(const QString &path);
    /// A process that was ended here left none: its program once more, so that one comes.
    void restartWanted(const Freezeframe::ProgramStart &start);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void reject() override;

private:
    [[nodiscard]] QWidget *setupLeft();
    [[nodiscard]] QWidget *setupBottom();
    void setupList();
    void wire();
    void followList();
    void forgetEnded();
    void followCurrent();
    void refreshCount();
    void refreshTitle();
    void act();
    [[nodiscard]] QString usualNote() const;
    [[nodiscard]] QString endRefusal() const;
    void refreshButtons();
    [[nodiscard]] bool needsAdministrator() const;
    [[nodiscard]] QString refusal() const;
    void capture();
    void captureFile(const CaptureOptions &options);
    void captureWithoutThread();
    void captureOrSave();
    void exploreLive();
    void end(int signal);
    void showFailure(const CaptureError &error);
    void arrange();
    [[nodiscard]] bool isNarrow() const;

    ProcessWatch *m_watch;
    ProcessFilter *m_filter;
    CaptureRun *m_job;
    QLineEdit *m_filterEdit;
    QCheckBox *m_onlyGo;
    QCheckBox *m_onlyMine;
    RunLabel *m_count;
    ListView *m_list;
    ProcessDelegate *m_delegate;
    MessageBar *m_problem;
    QPushButton *m_otherFolder;
    QPushButton *m_withoutThread;
    QPushButton *m_keep;
    std::shared_ptr<const LiveSnapshot> m_unwritten; ///< copied, but there was no room for it, or its process died
    QString m_unwrittenName;
    CaptureDetails *m_details;
    CaptureStrip *m_strip;
    QPushButton *m_abort;
    QPushButton *m_quit;
    QPushButton *m_explore;
    QPushButton *m_capture;
    QHBoxLayout *m_enders = nullptr; ///< the buttons that end a process
    Verb m_verb = Verb::Capture;
    std::optional<int> m_wanted;
    QString m_result; ///< of the last job, for as long as its process is chosen
    bool m_isNew = false; ///< shown again, and the list not read since
    bool m_chosen = false; ///< a row was chosen once
};

}
