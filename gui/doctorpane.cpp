// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/doctorpane.h"

#include "backend/live/dryrun.h"
#include "gui/checklist.h"
#include "gui/fixdialog.h"
#include "gui/fonts.h"
#include "gui/mutedlabel.h"
#include "gui/runlabel.h"
#include "gui/verdictbar.h"
#include "model/administratormend.h"
#include "model/doctormodel.h"
#include "model/format.h"

#include <QLabel>
#include <QVBoxLayout>

namespace Freezeframe
{

namespace
{

/// A process by its number alone is the one that has it now.
bool isSame(const DoctorPane::Subject &a, const DoctorPane::Subject &b)
{
    const auto *one = std::get_if<ProcessId>(&a);
    const auto *other = std::get_if<ProcessId>(&b);
    if (!one || !other)
        return a == b;
    return one->pid == other->pid
        && (one->startTicks == other->startTicks || one->startTicks == 0 || other->startTicks == 0);
}

}

DoctorPane::DoctorPane(QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(tr("Would a crash leave a core?"), this))
    , m_count(new RunLabel(this))
    , m_verdict(new VerdictBar(this))
    , m_checks(new DoctorModel(this))
    , m_list(new CheckList(m_checks, this))
    , m_explanation(new MutedLabel({}, this))
{
    const int unit = gridUnit(fontMetrics());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(unit / 2);
    auto *head = new QHBoxLayout;
    m_title->setFont(semiBold(font()));
    head->addWidget(m_title);
    m_count->setRightAligned(true);
    head->addWidget(m_count, 1);
    column->addLayout(head);
    column->addWidget(m_verdict);
    m_verdict->hide();
    column->addWidget(m_list);
    m_list->hide();
    m_explanation->setWordWrap(true);
    m_explanation->setTextFormat(Qt::PlainText);
    m_explanation->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_explanation->setContentsMargins(unit * 15 / 8, 0, 0, 0); // under the names
    column->addWidget(m_explanation);
    m_explanation->hide();
    connect(m_list, &CheckList::mendWanted, this, &DoctorPane::mend);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &DoctorPane::explain);
}

DoctorPane::~DoctorPane() = default;

void DoctorPane::setOnlyProblems(bool only)
{
    m_checks->setOnlyProblems(only);
}

void DoctorPane::setTitle(const QString &title)
{
    m_title->setText(title);
    m_title->setVisible(!title.isEmpty());
}

void DoctorPane::clear()
{
    m_thread.drop(examineKind);
    m_thread.drop(tryKind);
    m_report.reset();
    rebuild();
}

void DoctorPane::examine(const Subject &subject)
{
    if (!isSame(subject, m_subject))
        clear();
    m_subject = subject;
    m_count->setText(tr("asking…"), Theme::Role::Muted);
    m_thread.ask(
        examineKind, this,
        [subject, signal = m_signal](const std::stop_token &) -> Result<DoctorReport> {
            if (const auto *process = std::get_if<ProcessId>(&subject))
                return examineProcess(*process, signal);
            if (const auto *program = std::get_if<Program>(&subject))
                return examineProgram(program->path, {.folder = program->folder});
            return examineSystem();
        },
        [this](const Result<DoctorReport> &report) {
            if (report)
                setReport(*report);
            else
                showError(report.error());
            Q_EMIT examined();
        });
}

void DoctorPane::tryIt()
{
    if (!m_report)
        return;
    m_count->setText(tr("trying…"), Theme::Role::Muted);
    m_thread.ask(
        tryKind, this,
        [subject = m_subject](const std::stop_token &stop) {
            const SystemPaths paths = SystemPaths::ofThisMachine();
            if (const auto *program = std::get_if<Program>(&subject))
                return tryProgram(program->path, program->folder, paths, stop);
            const auto *process = std::get_if<ProcessId>(&subject);
            return tryCore(process ? std::optional(*process) : std::nullopt, paths, stop);
        },
        [this](const DoctorCheck &check) {
            if (!m_report)
                return;
            DoctorReport report = *m_report;
            std::erase_if(report.checks, [&check](const DoctorCheck &old) { return old.id == check.id; });
            addDryRun(report, check);
            setReport(report);
            Q_EMIT tried();
        });
}

void DoctorPane::setReport(const DoctorReport &report)
{
    m_report = report;
    rebuild();
}

void DoctorPane::showError(const Error &error)
{
    m_report.reset();
    rebuild();
    m_count->setText({});
    m_verdict->setVerdict(VerdictBar::Kind::Warning, tr("This can’t be told:"), errorText(error) + QLatin1Char('.'));
    m_verdict->show();
}

void DoctorPane::rebuild()
{
    m_verdict->setVisible(m_report.has_value());
    m_count->setText({});
    if (!m_report) {
        m_checks->setChecks({});
        m_list->hide();
        explain();
        return;
    }
    using Verdict = DoctorReport::Verdict;
    const auto kind = m_report->verdict == Verdict::Core ? VerdictBar::Kind::Good
        : m_report->verdict == Verdict::NoCore           ? VerdictBar::Kind::Error
                                                         : VerdictBar::Kind::Warning;
    m_verdict->setVerdict(kind, shown(m_report->headline), shown(m_report->reason));
    m_checks->setChecks(m_report->checks);
    m_count->setText(m_checks->count(), Theme::Role::Muted);
    m_list->setVisible(m_checks->rowCount() > 0);
    explain();
}

/// What the current check means: tooltips are for the mouse alone.
void DoctorPane::explain()
{
    const QModelIndex current = m_list->currentIndex();
    const QString text = current.data(DoctorModel::ExplanationRole).toString();
    m_explanation->setText(text);
    m_explanation->setVisible(!text.isEmpty());
}

void DoctorPane::mend(const DoctorCheck &check)
{
    if (check.fix->kind == DoctorFix::Kind::Apply) {
        apply(check);
        return;
    }
    auto *dialog = new FixDialog(check, this);
    connect(dialog, &FixDialog::administratorWanted, this, [this, check] { apply(check); });
    dialog->open();
}

void DoctorPane::apply(const DoctorCheck &check)
{
    const auto *process = std::get_if<ProcessId>(&m_subject);
    const ProcessId id = process ? *process : ProcessId{};
    m_thread.ask(
        applyKind, this,
        [id, check](const std::stop_token &) -> Result<void> {
            return check.fix->kind == DoctorFix::Kind::Privileged ? applyAsAdministrator(id, check)
                                                                  : applyFix(id, *check.fix);
        },
        [this](const Result<void> &done) {
            if (done)
                examine(m_subject);
            else
                m_verdict->setVerdict(VerdictBar::Kind::Warning, tr("That could not be mended:"),
                                      errorText(done.error()) + QLatin1Char('.'));
        });
}

}
