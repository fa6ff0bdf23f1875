// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/doctorpane.h"

#include "gui/fixdialog.h"
#include "gui/fonts.h"
#include "gui/runlabel.h"
#include "gui/symboliciconengine.h"
#include "gui/verdictbar.h"
#include "model/administratormend.h"
#include "model/format.h"

#include <QApplication>
#include <QClipboard>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace Freezeframe
{
namespace
{

Run signOf(CheckState state)
{
    switch (state) {
    case CheckState::Good: return Run::plain(QStringLiteral("✓"), Theme::Role::Good);
    case CheckState::Warning: return Run::icon(QStringLiteral("dialog-warning"));
    case CheckState::Failed: return Run::icon(QStringLiteral("dialog-error"));
    case CheckState::Unknown: break;
    }
    return Run::plain(QStringLiteral("?"), Theme::Role::Muted);
}

/// For those who cannot see the sign.
QString wordOf(CheckState state)
{
    switch (state) {
    case CheckState::Good: return DoctorPane::tr("good");
    case CheckState::Warning: return DoctorPane::tr("warning");
    case CheckState::Failed: return DoctorPane::tr("failed");
    case CheckState::Unknown: break;
    }
    return DoctorPane::tr("unknown");
}

}

DoctorPane::DoctorPane(QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(tr("Would a crash leave a core?"), this))
    , m_count(new RunLabel(this))
    , m_verdict(new VerdictBar(this))
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
}

DoctorPane::~DoctorPane() = default;

void DoctorPane::setTitle(const QString &title)
{
    m_title->setText(title);
    m_title->setVisible(!title.isEmpty());
}

void DoctorPane::clear()
{
    m_thread.drop(examineKind);
    m_report.reset();
    rebuild();
}

void DoctorPane::examine(const Subject &subject)
{
    if (subject != m_subject)
        clear();
    m_subject = subject;
    m_count->setText(tr("asking…"), Theme::Role::Muted);
    m_thread.ask(
        examineKind, this,
        [subject, signal = m_signal](const std::stop_token &) -> Result<DoctorReport> {
            if (const auto *process = std::get_if<ProcessId>(&subject))
                return examineProcess(*process, signal);
            if (const auto *program = std::get_if<Program>(&subject))
                return examineProgram(program->path);
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
    delete m_checks;
    m_checks = nullptr;
    m_verdict->setVisible(m_report.has_value());
    m_count->setText({});
    if (!m_report)
        return;
    using Verdict = DoctorReport::Verdict;
    const auto kind = m_report->verdict == Verdict::Core ? VerdictBar::Kind::Good
        : m_report->verdict == Verdict::NoCore           ? VerdictBar::Kind::Error
                                                         : VerdictBar::Kind::Warning;
    m_verdict->setVerdict(kind, shown(m_report->headline), shown(m_report->reason));
    const auto count
        = [this](CheckState state) { return std::ranges::count(m_report->checks, state, &DoctorCheck::state); };
    QString text = tr("%1 checks").arg(m_report->checks.size());
    if (const auto failed = count(CheckState::Failed))
        text += failed == 1 ? tr(", 1 fails") : tr(", %1 fail").arg(failed);
    if (const auto warning = count(CheckState::Warning))
        text += warning == 1 ? tr(", 1 warns") : tr(", %1 warn").arg(warning);
    m_count->setText(text, Theme::Role::Muted);

    m_checks = new QWidget(this);
    const int unit = gridUnit(fontMetrics());
    auto *grid = new QGridLayout(m_checks);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(unit / 2);
    grid->setVerticalSpacing(unit / 8);
    grid->setColumnStretch(2, 1);
    // Failures first, as they are what a person acts on; the rest in the order of asking.
    std::vector<DoctorCheck> checks = m_report->checks;
    std::ranges::stable_partition(checks, [](const DoctorCheck &check) { return check.state == CheckState::Failed; });
    int row = 0;
    for (const DoctorCheck &check : checks) {
        if (!m_onlyProblems || check.state == CheckState::Failed || check.state == CheckState::Warning)
            addCheck(row++, check);
    }
    layout()->addWidget(m_checks);
    m_checks->show();
}

void DoctorPane::addCheck(int row, const DoctorCheck &check)
{
    auto *grid = static_cast<QGridLayout *>(m_checks->layout());
    const int unit = gridUnit(fontMetrics());
    const QString explanation = shown(check.explanation);
    auto *sign = new RunLabel(m_checks);
    sign->setRuns({signOf(check.state)});
    sign->setFitsText(true);
    sign->setMinimumWidth(unit * 11 / 8);
    sign->setAccessibleName(wordOf(check.state));
    auto *title = new QLabel(shown(check.title), m_checks);
    title->setTextFormat(Qt::PlainText);
    title->setMinimumWidth(fontMetrics().averageCharWidth() * 21);
    auto *value = new RunLabel(m_checks);
    const QString read = shown(check.value);
    value->setRuns(
        {Run::plain(read, Theme::Role::Muted, read.startsWith(QLatin1Char('/')) ? Run::ElideMiddle : Run::Plain, 1)});
    for (QWidget *widget : std::initializer_list<QWidget *>{sign, title})
        widget->setToolTip(explanation);
    value->setToolTip(explanation.isEmpty() ? shown(check.value)
                                            : shown(check.value) + QLatin1Char('\n') + explanation);
    grid->addWidget(sign, row, 0);
    grid->addWidget(title, row, 1);
    grid->addWidget(value, row, 2);
    grid->setRowMinimumHeight(row, unit * 13 / 8);
    if (check.fix && check.state != CheckState::Good)
        addMend(grid, row, check);
    else
        grid->addWidget(value, row, 2, 1, 3);
}

void DoctorPane::addMend(QGridLayout *grid, int row, const DoctorCheck &check)
{
    const DoctorFix &fix = *check.fix;
    auto *button = new QPushButton(fix.label.empty() ? tr("How to Mend It") : shown(fix.label), m_checks);
    button->setAutoDefault(false);
    button->setToolTip(shownLines(fix.text));
    connect(button, &QPushButton::clicked, this, [this, check] { mend(check); });
    grid->addWidget(button, row, 4);
    if (fix.kind != DoctorFix::Kind::Apply || fix.text.empty()) {
        grid->addWidget(grid->itemAtPosition(row, 2)->widget(), row, 2, 1, 2);
        return;
    }
    // What a click does can always be done by hand, too.
    auto *copy = new QToolButton(m_checks);
    copy->setAutoRaise(true);
    copy->setIcon(symbolicIcon(QStringLiteral("edit-copy")));
    copy->setToolTip(tr("Copy the command: %1").arg(shownLines(fix.text)));
    copy->setAccessibleName(tr("Copy the Command"));
    connect(copy, &QToolButton::clicked, this,
            [text = shownLines(fix.text)] { QApplication::clipboard()->setText(text); });
    grid->addWidget(copy, row, 3);
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
