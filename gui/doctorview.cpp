// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/doctorview.h"

#include "gui/doctorpane.h"
#include "gui/fonts.h"
#include "gui/pagescroll.h"
#include "gui/symboliciconengine.h"
#include "gui/windowsize.h"
#include "gui/windowtitle.h"
#include "model/format.h"
#include "model/processwatch.h"
#include "model/programstart.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

#include <algorithm>

namespace Freezeframe
{

DoctorView::DoctorView(ProcessWatch *watch, QWidget *parent)
    : QDialog(parent, Qt::Window)
    , m_watch(watch)
    , m_subject(new QComboBox(this))
    , m_processes(new QComboBox(this))
    , m_program(new QLineEdit(this))
    , m_browse(new QPushButton(symbolicIcon(QStringLiteral("document-open-folder")), tr("Browse…"), this))
    , m_again(new QPushButton(symbolicIcon(QStringLiteral("view-refresh")), tr("Ask A&gain"), this))
    , m_try(new QPushButton(symbolicIcon(QStringLiteral("system-run")), tr("&Try It"), this))
    , m_run(new QPushButton(symbolicIcon(QStringLiteral("media-playback-start")), {}, this))
    , m_pane(new DoctorPane(this))
{
    const int unit = gridUnit(fontMetrics());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(unit * 5 / 4, unit, unit * 5 / 4, unit);
    column->setSpacing(unit / 2);
    auto *title = new QLabel(tr("Why Is There No Core?"), this);
    title->setFont(pageTitleFont(font()));
    column->addWidget(title);
    auto *row = new QHBoxLayout;
    row->setSpacing(unit / 2);
    m_subject->addItems({tr("This machine"), tr("A process"), tr("A program file")});
    m_subject->setAccessibleName(tr("What to ask about"));
    m_processes->setAccessibleName(tr("Process"));
    m_processes->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_processes->setMinimumContentsLength(40);
    m_program->setPlaceholderText(tr("Path of a program"));
    m_program->setAccessibleName(tr("Program file"));
    row->addWidget(m_subject);
    row->addWidget(m_processes, 1);
    row->addWidget(m_program, 1);
    row->addWidget(m_browse);
    row->addStretch(0);
    column->addLayout(row);
    column->addSpacing(unit / 2);
    column->addWidget(new PageScroll(m_pane, this), 1);
    auto *bottom = new QHBoxLayout;
    bottom->setSpacing(unit / 2);
    bottom->addWidget(m_again);
    bottom->addWidget(m_try);
    bottom->addWidget(m_run);
    bottom->addStretch(1);
    auto *closeButton = new QPushButton(tr("Close"), this);
    bottom->addWidget(closeButton);
    column->addLayout(bottom);
    for (QPushButton *button : {m_browse, m_again, m_try, m_run, closeButton})
        button->setAutoDefault(false);
    resizeWithin(this, {fontMetrics().averageCharWidth() * 115, fontMetrics().height() * 40});

    connect(closeButton, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_again, &QPushButton::clicked, this, &DoctorView::examine);
    m_again->setToolTip(tr("Ask again, as the machine is now (F5)"));
    m_try->setToolTip(tr(
        "Let a small process of ours die by SIGABRT in its place, see whether the core comes, and remove that core"));
    connect(m_try, &QPushButton::clicked, this, [this] {
        m_try->setEnabled(false);
        m_pane->tryIt();
    });
    connect(m_run, &QPushButton::clicked, this, &DoctorView::run);
    connect(m_program, &QLineEdit::textEdited, this, [this] { m_folder.clear(); });
    connect(m_pane, &DoctorPane::tried, this, &DoctorView::refreshTry);
    connect(m_pane, &DoctorPane::examined, this, &DoctorView::refreshTry);
    auto *refresh = new QShortcut(QKeySequence::Refresh, this);
    connect(refresh, &QShortcut::activated, this, &DoctorView::examine);
    connect(m_subject, &QComboBox::activated, this, [this] {
        refreshFields();
        examine();
    });
    connect(m_processes, &QComboBox::activated, this, &DoctorView::examine);
    connect(m_program, &QLineEdit::returnPressed, this, &DoctorView::examine);
    connect(m_browse, &QPushButton::clicked, this, &DoctorView::browse);
    connect(watch->model(), &ProcessModel::updated, this, &DoctorView::refreshProcesses);
    refreshFields();
    refreshProcesses();
}

void DoctorView::refreshFields()
{
    const auto subject = Subject(m_subject->currentIndex());
    m_processes->setVisible(subject == Subject::Process);
    m_program->setVisible(subject == Subject::Program);
    m_browse->setVisible(subject == Subject::Program);
    refreshTry();
    refreshTitle();
    m_pane->setTitle(subject == Subject::System ? tr("Would a crash leave a core on this machine?")
                         : subject == Subject::Process
                         ? tr("Would a crash of this process leave a core?")
                         : tr("Would a crash of this program, started now in its folder, leave a core?"));
}

void DoctorView::refreshTitle()
{
    QString about;
    switch (Subject(m_subject->currentIndex())) {
    case Subject::System: break;
    case Subject::Process: about = m_processes->currentText(); break;
    case Subject::Program: about = QFileInfo(m_program->text()).fileName(); break;
    }
    setWindowTitle(windowTitleOf({about}, tr("Why Is There No Core?")));
}

void DoctorView::refreshTry()
{
    const auto subject = Subject(m_subject->currentIndex());
    m_try->setEnabled(m_pane->report().has_value());
    m_run->setVisible(subject != Subject::System);
    m_run->setEnabled(m_pane->report().has_value());
    m_run->setText(subject == Subject::Process ? tr("&Start Another…") : tr("&Run…"));
    m_run->setToolTip(
        subject == Subject::Process
            ? tr("Start the same program with the same arguments and environment once more, so that a crash leaves a core")
            : tr("Start it in its folder, so that a crash leaves a core"));
}

void DoctorView::run()
{
    if (Subject(m_subject->currentIndex()) == Subject::Program) {
        ProgramStart start = ProgramStart::ofFile(m_program->text());
        if (!m_folder.isEmpty())
            start.folder = m_folder;
        Q_EMIT startWanted(start);
        return;
    }
    const ProcessId process{m_processes->currentData().toInt(), 0};
    m_thread.ask(
        0, this, [process](const std::stop_token &) { return ProgramStart::of(process); },
        [this](const ProgramStart &start) {
            if (!start.program.isEmpty())
                Q_EMIT startWanted(start);
            else
                m_run->setEnabled(false); // it has ended, or is not ours to read
        });
}

/// Go programs first; the chosen one stays chosen, and an open list is left alone.
void DoctorView::refreshProcesses()
{
    if (m_processes->view()->isVisible())
        return;
    const ProcessModel *model = m_watch->model();
    std::vector<const ProcessRow *> rows;
    for (int row = 0; row < model->rowCount(); ++row) {
        if (!model->process(row).isKernelThread)
            rows.push_back(&model->process(row));
    }
    std::ranges::stable_partition(rows, [](const ProcessRow *row) { return !row->goVersion.empty(); });
    const QVariant chosen = m_processes->currentData();
    m_processes->clear();
    for (const ProcessRow *row : rows)
        m_processes->addItem(tr("%1  (PID %2)").arg(shown(row->name)).arg(row->id.pid), row->id.pid);
    if (const int index = m_processes->findData(chosen); index >= 0)
        m_processes->setCurrentIndex(index);
    else if (Subject(m_subject->currentIndex()) == Subject::Process && !m_pane->report())
        examine();
}

void DoctorView::examine()
{
    refreshTitle();
    switch (Subject(m_subject->currentIndex())) {
    case Subject::System: m_pane->examine(DoctorPane::System{}); break;
    case Subject::Process: {
        // One that is not in the list (any more) is asked for all the same: the answer says that it has ended.
        const int pid = m_processes->currentData().toInt();
        const int row = m_watch->model()->find(pid);
        if (pid > 0)
            m_pane->examine(row >= 0 ? m_watch->model()->process(row).id : ProcessId{pid, 0});
        break;
    }
    case Subject::Program:
        if (m_program->text().isEmpty())
            m_pane->clear();
        else
            m_pane->examine(DoctorPane::Program{
                m_program->text().toStdString(),
                (m_folder.isEmpty() ? QFileInfo(m_program->text()).absolutePath() : m_folder).toStdString()});
        break;
    }
}

void DoctorView::examineSystem()
{
    m_subject->setCurrentIndex(int(Subject::System));
    refreshFields();
    examine();
}

void DoctorView::examineProcess(int pid)
{
    m_subject->setCurrentIndex(int(Subject::Process));
    refreshFields();
    int index = m_processes->findData(pid);
    if (index < 0) {
        m_processes->addItem(tr("PID %1").arg(pid), pid);
        index = m_processes->count() - 1;
    }
    m_processes->setCurrentIndex(index);
    m_pane->examine(ProcessId{pid, 0});
}

void DoctorView::examineProgram(const QString &path, const QString &folder)
{
    m_subject->setCurrentIndex(int(Subject::Program));
    m_program->setText(path);
    m_folder = folder;
    refreshFields();
    examine();
}

void DoctorView::browse()
{
    auto *dialog = new QFileDialog(this, tr("Choose a Program"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) { examineProgram(path); });
    dialog->open();
}

void DoctorView::showEvent(QShowEvent *event)
{
    QDialog::showEvent(event);
    m_watch->setWatched(this, true);
}

void DoctorView::hideEvent(QHideEvent *event)
{
    QDialog::hideEvent(event);
    m_watch->setWatched(this, false);
}

}
