// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/doctor.h"
#include "model/livethread.h"

#include <QWidget>

#include <csignal>
#include <variant>

class QGridLayout;
class QLabel;

namespace Freezeframe
{

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
        bool operator==(const Program &) const = default;
    };
    using Subject = std::variant<System, ProcessId, Program>;

    explicit DoctorPane(QWidget *parent = nullptr);
    ~DoctorPane() override;
    /// Asks about @p subject; what is shown of the same one stays until the answer is here.
    void examine(const Subject &subject);
    void clear();
    /// By which signal the process would end.
    void setSignal(int signal) { m_signal = signal; }
    /// Shows only the checks that fail or warn.
    void setOnlyProblems(bool only) { m_onlyProblems = only; }
    void setTitle(const QString &title);
    [[nodiscard]] const std::optional<DoctorReport> &report() const { return m_report; }
    void setReport(const DoctorReport &report);

Q_SIGNALS:
    void examined();

private:
    void showError(const Error &error);
    void addCheck(int row, const DoctorCheck &check);
    void addMend(QGridLayout *row, int number, const DoctorCheck &check);
    void mend(const DoctorCheck &check);
    void apply(const DoctorCheck &check);
    void rebuild();

    static constexpr int examineKind = 0;
    static constexpr int applyKind = 1;
    Subject m_subject;
    std::optional<DoctorReport> m_report;
    int m_signal = SIGABRT;
    bool m_onlyProblems = false;
    QLabel *m_title;
    RunLabel *m_count;
    VerdictBar *m_verdict;
    QWidget *m_checks = nullptr;
    LiveThread m_thread;
};

}
