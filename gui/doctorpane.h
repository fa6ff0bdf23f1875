// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/doctor.h"
#include "model/livethread.h"

#include <QWidget>

#include <csignal>
#include <variant>

class QLabel;

namespace Freezeframe
{

class CheckList;
class DoctorModel;
class MutedLabel;
class RunLabel;
class VerdictBar;

/// "Would a crash leave a core?": the verdict and the checks, each with what was read and the button that mends it.
/// Asks on a thread of its own. GUI thread.
class DoctorPane : public QWidget
{
    Q_OBJECT
public:
    struct System {
        bool operator==(const System &) const = default;
    };
    struct Program {
        std::string path;
        std::string folder; ///< where it would work
        bool operator==(const Program &) const = default;
    };
    using Subject = std::variant<System, ProcessId, Program>;

    explicit DoctorPane(QWidget *parent = nullptr);
    ~DoctorPane() override;
    /// Asks about @p subject; what is shown of the same one stays until the answer is here.
    void examine(const Subject &subject);
    void clear();
    /// Lets a process of ours die in the place of the one that was asked about (none: in ours), and adds what came of it
    /// to the checks.
    void tryIt();
    /// By which signal the process would end.
    void setSignal(int signal) { m_signal = signal; }
    /// Shows only the checks that fail or warn.
    void setOnlyProblems(bool only);
    void setTitle(const QString &title);
    [[nodiscard]] const std::optional<DoctorReport> &report() const { return m_report; }
    void setReport(const DoctorReport &report);
    [[nodiscard]] CheckList *list() const { return m_list; }

Q_SIGNALS:
    void examined();
    /// What tryIt() brought stands among the checks.
    void tried();

private:
    void showError(const Error &error);
    void mend(const DoctorCheck &check);
    void apply(const DoctorCheck &check);
    void rebuild();
    void explain();

    static constexpr int examineKind = 0;
    static constexpr int applyKind = 1;
    static constexpr int tryKind = 2;
    Subject m_subject;
    std::optional<DoctorReport> m_report;
    int m_signal = SIGABRT;
    QLabel *m_title;
    RunLabel *m_count;
    VerdictBar *m_verdict;
    DoctorModel *m_checks;
    CheckList *m_list;
    MutedLabel *m_explanation; ///< of the current check
    LiveThread m_thread;
};

}
