// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/processpicker.h"

#include "gui/capturedetails.h"
#include "gui/capturestrip.h"
#include "gui/columnwidths.h"
#include "gui/fonts.h"
#include "gui/listview.h"
#include "gui/messagebar.h"
#include "gui/pagescroll.h"
#include "gui/processdelegate.h"
#include "gui/runlabel.h"
#include "gui/symboliciconengine.h"
#include "gui/windowsize.h"
#include "gui/windowtitle.h"
#include "model/capturerun.h"
#include "model/format.h"
#include "model/processfilter.h"
#include "model/processwatch.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QVBoxLayout>

#include <utility>

#include <algorithm>
#include <csignal>

namespace Freezeframe
{

ProcessPicker::ProcessPicker(ProcessWatch *watch, QWidget *parent)
    : QDialog(parent, Qt::Window)
    , m_watch(watch)
    , m_filter(new ProcessFilter(watch->model(), this))
    , m_job(new CaptureRun(this))
    , m_filterEdit(new QLineEdit(this))
    , m_onlyGo(new QCheckBox(tr("Only &Go"), this))
    , m_onlyMine(new QCheckBox(tr("Only &mine"), this))
    , m_count(new RunLabel(this))
    , m_list(new ListView(this))
    , m_delegate(new ProcessDelegate(m_list))
    , m_problem(new MessageBar(MessageBar::Kind::Error, this))
    , m_otherFolder(nullptr)
    , m_withoutThread(nullptr)
    , m_keep(nullptr)
    , m_details(new CaptureDetails(this))
    , m_strip(new CaptureStrip(m_job, this))
    , m_abort(new QPushButton(symbolicIcon(QStringLiteral("process-stop")), tr("&Abort (SIGABRT)…"), this))
    , m_quit(new QPushButton(tr("&Quit (SIGQUIT)…"), this))
    , m_explore(new QPushButton(symbolicIcon(QStringLiteral("visibility")), tr("&Explore Live"), this))
    , m_capture(new QPushButton(symbolicIcon(QStringLiteral("camera-photo")), tr("&Capture"), this))
{
    refreshTitle();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_problem->hide();
    m_problem->setDismissable(true);
    m_otherFolder = m_problem->addVerb(tr("Other Folder…"));
    m_withoutThread = m_problem->addVerb(tr("Capture Without That Thread"));
    m_keep = m_problem->addVerb(tr("Keep What Was Copied"));
    column->addWidget(m_problem);
    auto *splitter = new QSplitter(this);
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(setupLeft());
    auto *page = new PageScroll(m_details, this);
    page->setMinimumWidth(fontMetrics().averageCharWidth() * 60); // all of its form, which comes with a process
    splitter->addWidget(page);
    splitter->setStretchFactor(0, 64);
    splitter->setStretchFactor(1, 36);
    column->addWidget(splitter, 1);
    column->addWidget(setupBottom());
    wire();
    resizeWithin(this, {fontMetrics().averageCharWidth() * 200, fontMetrics().height() * 54});
    splitter->setSizes({width() * 64 / 100, width() * 36 / 100});
    refreshButtons();
    refreshCount();
    m_filterEdit->setFocus();
}

ProcessPicker::~ProcessPicker() = default;

QWidget *ProcessPicker::setupLeft()
{
    const int unit = gridUnit(fontMetrics());
    auto *left = new QWidget(this);
    auto *column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(unit * 3 / 4, unit * 5 / 8, unit * 3 / 4, unit * 5 / 8);
    row->setSpacing(unit);
    m_filterEdit->setPlaceholderText(tr("Filter by name, PID, user or command line"));
    m_filterEdit->setAccessibleName(tr("Filter processes"));
    m_filterEdit->addAction(symbolicIcon(QStringLiteral("view-filter")), QLineEdit::LeadingPosition);
    m_filterEdit->setClearButtonEnabled(true);
    m_filterEdit->installEventFilter(this);
    row->addWidget(m_filterEdit, 1);
    row->addWidget(m_onlyGo);
    row->addWidget(m_onlyMine);
    m_count->setFitsText(true);
    row->addWidget(m_count);
    column->addLayout(row);
    setupList();
    column->addWidget(m_list, 1);
    left->setMinimumWidth(fontMetrics().averageCharWidth() * 62);
    return left;
}

void ProcessPicker::setupList()
{
    // Before the view's own handler, which would choose the neighbour of a row that vanishes: nobody captures a process
    // that they did not choose.
    connect(m_filter, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [this](const QModelIndex &, int first, int last) {
                const int current = m_list->currentIndex().row();
                if (current >= first && current <= last)
                    m_list->selectionModel()->clear();
            });
    m_list->setSelectionMode(QAbstractItemView::SingleSelection); // what the verbs act on must be plain
    m_list->setModel(m_filter);
    m_list->setItemDelegate(m_delegate);
    m_list->installEventFilter(this);
    m_list->setRootIsDecorated(false);
    m_list->setAccessibleName(tr("Processes"));
    m_list->setEmptyState(tr("Reading processes…"));
    m_list->setSortingEnabled(true);
    QHeaderView *header = m_list->header();
    header->setSortIndicator(ProcessModel::Memory, Qt::DescendingOrder);
    header->setStretchLastSection(true);
    header->setSectionsMovable(false);
    const int letter = fontMetrics().averageCharWidth();
    const QList<int> letters{7, 17, 9, 8, 7, 10, 8, 11};
    for (int column = 0; column < letters.size(); ++column)
        header->resizeSection(column, letter * letters.at(column));
    m_list->columns().setKeptAs(QStringLiteral("Processes"));
}

QWidget *ProcessPicker::setupBottom()
{
    const int unit = gridUnit(fontMetrics());
    auto *bottom = new QWidget(this);
    bottom->setAutoFillBackground(true);
    auto *row = new QHBoxLayout(bottom);
    row->setContentsMargins(unit * 3 / 4, unit * 5 / 8, unit * 5 / 4, unit * 5 / 8);
    row->setSpacing(unit / 2);
    m_strip->setNote(usualNote());
    row->addWidget(m_strip, 1);
    auto *closeButton = new QPushButton(tr("Close"), this);
    connect(closeButton, &QPushButton::clicked, this, &QDialog::reject);
    row->addWidget(closeButton);
    row->addSpacing(unit);
    m_enders = new QHBoxLayout;
    m_enders->setSpacing(unit / 2);
    m_enders->addWidget(m_abort);
    m_enders->addWidget(m_quit);
    row->addLayout(m_enders);
    row->addSpacing(unit);
    row->addWidget(m_explore);
    row->addWidget(m_capture);
    for (QPushButton *button : {closeButton, m_abort, m_quit, m_explore})
        button->setAutoDefault(false);
    m_capture->setDefault(true);
    return bottom;
}

void ProcessPicker::wire()
{
    connect(m_filterEdit, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filter->setText(text);
        m_delegate->setMarks(text.split(QLatin1Char(' '), Qt::SkipEmptyParts));
        followList();
    });
    connect(m_onlyGo, &QCheckBox::toggled, this, [this](bool only) {
        m_filter->setOnlyGo(only);
        followList();
    });
    connect(m_onlyMine, &QCheckBox::toggled, this, [this](bool only) {
        m_filter->setOnlyMine(only);
        followList();
    });
    connect(m_watch->model(), &ProcessModel::updated, this, [this] {
        forgetEnded();
        followList();
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ProcessPicker::followCurrent);
    connect(m_list, &ListView::entered, this, &ProcessPicker::act);
    connect(m_list, &ListView::doubleClicked, this, &ProcessPicker::act);
    connect(m_list, &ListView::emptyActionTriggered, this, [this] {
        m_onlyGo->setChecked(false);
        m_onlyMine->setChecked(false);
        m_filterEdit->clear();
    });
    connect(m_details, &CaptureDetails::planChanged, this, &ProcessPicker::refreshButtons);
    connect(m_capture, &QPushButton::clicked, this, &ProcessPicker::capture);
    connect(m_explore, &QPushButton::clicked, this, &ProcessPicker::exploreLive);
    connect(m_abort, &QPushButton::clicked, this, [this] { end(SIGABRT); });
    connect(m_quit, &QPushButton::clicked, this, [this] { end(SIGQUIT); });
    connect(m_job, &CaptureRun::started, this, &ProcessPicker::refreshButtons);
    connect(m_job, &CaptureRun::ended, this, &ProcessPicker::refreshButtons);
    connect(m_job, &CaptureRun::captured, this, [this](const CaptureReport &report) {
        m_result = tr("Paused %1, %2 written to %3.")
                       .arg(pauseText(report.pauseSeconds), sizeText(report.bytesOnDisk), shown(report.path));
        m_unwritten.reset();
        Q_EMIT captured(report);
    });
    connect(m_job, &CaptureRun::snapshotTaken, this, &ProcessPicker::snapshotTaken);
    connect(m_job, &CaptureRun::failed, this, &ProcessPicker::showFailure);
    connect(m_otherFolder, &QPushButton::clicked, this, [this] {
        auto *dialog = new QFileDialog(this, tr("Folder for Captures"), m_details->folderEdit()->text());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::Directory);
        connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &folder) {
            m_details->setFolder(folder);
            captureOrSave();
        });
        dialog->open();
    });
    connect(m_withoutThread, &QPushButton::clicked, this, &ProcessPicker::captureWithoutThread);
    connect(m_keep, &QPushButton::clicked, this, &ProcessPicker::captureOrSave);
    auto *refresh = new QShortcut(QKeySequence::Refresh, this);
    connect(refresh, &QShortcut::activated, m_watch, &ProcessWatch::refresh);
    auto *find = new QShortcut(QKeySequence::Find, this);
    connect(find, &QShortcut::activated, m_filterEdit, qOverload<>(&QWidget::setFocus));
}

void ProcessPicker::choose(int pid)
{
    m_wanted = pid;
    followList();
}

/// One that ended while the window was open says so; whoever opens it anew wants one that lives.
void ProcessPicker::forgetEnded()
{
    const bool isNew = std::exchange(m_isNew, false) || !isVisible();
    const auto &chosen = m_details->process();
    if (!isNew || !chosen || m_watch->model()->find(chosen->id) >= 0)
        return;
    m_details->setProcess(nullptr);
    m_list->selectionModel()->clear();
    m_result.clear();
    m_problem->hide();
    m_chosen = false;
}

/// After each change of the list: the wanted process, else the one that was chosen, else the first.
void ProcessPicker::followList()
{
    refreshCount();
    if (!m_watch->model()->isFilled())
        return;
    if (m_wanted) {
        const int row = m_watch->model()->find(*m_wanted);
        const QModelIndex index = row < 0 ? QModelIndex() : m_filter->mapFromSource(m_watch->model()->index(row, 0));
        if (index.isValid()) {
            m_wanted.reset();
            m_list->setCurrentIndex(index);
            m_list->scrollTo(index, QAbstractItemView::PositionAtCenter);
        }
    }
    if (!m_chosen && !m_wanted && m_filter->rowCount() > 0)
        m_list->setCurrentIndex(m_filter->index(0, 0));
    const auto &chosen = m_details->process();
    if (chosen && !m_list->currentIndex().isValid()) {
        // The filter hides it, or it has ended.
        if (m_watch->model()->find(chosen->id) < 0)
            m_details->setEnded();
        else if (m_filter->rowCount() > 0)
            m_list->setCurrentIndex(m_filter->index(0, 0));
    } else {
        followCurrent();
    }
    refreshButtons();
}

void ProcessPicker::followCurrent()
{
    const ProcessRow *process = m_filter->process(m_list->currentIndex());
    if (!process) {
        // Rows of what has ended vanish: its details stay and say so.
        if (m_details->process() && m_watch->model()->find(m_details->process()->id) < 0)
            m_details->setEnded();
        return;
    }
    m_chosen = true;
    if (m_details->process() && m_details->process()->id != process->id)
        m_result.clear();
    m_details->setProcess(process);
    refreshTitle();
    refreshButtons();
}

void ProcessPicker::refreshCount()
{
    const ProcessModel *model = m_watch->model();
    const bool isFiltered = m_filter->rowCount() != model->rowCount();
    const QString all
        = (isNarrow() ? tr("%1, %2 Go") : tr("%1 processes, %2 Go")).arg(model->rowCount()).arg(model->goCount());
    m_count->setText(isFiltered ? tr("%1 of %2").arg(m_filter->rowCount()).arg(all) : all, Theme::Role::Muted);
    if (!model->isFilled())
        m_list->setEmptyState(tr("Reading processes…"));
    else if (!m_filterEdit->text().isEmpty())
        m_list->setEmptyState(tr("No process matches “%1”.").arg(m_filterEdit->text()), tr("Clear Filter"));
    else
        m_list->setEmptyState(tr("No such process runs."), tr("Show All"));
}

QString ProcessPicker::problem() const
{
    return m_problem->isHidden() ? QString() : m_problem->accessibleName();
}

void ProcessPicker::showEvent(QShowEvent *event)
{
    QDialog::showEvent(event);
    m_isNew = true;
    m_watch->setWatched(this, true);
    m_filterEdit->setFocus();
}

void ProcessPicker::hideEvent(QHideEvent *event)
{
    QDialog::hideEvent(event);
    m_watch->setWatched(this, false);
}

QString ProcessPicker::note() const
{
    return m_strip->note();
}

bool ProcessPicker::isNarrow() const
{
    return m_list->width() < fontMetrics().averageCharWidth() * 95;
}

/// Where there is little room, what tells least about a process goes first.
void ProcessPicker::arrange()
{
    const int letters = m_list->width() / std::max(1, fontMetrics().averageCharWidth());
    m_list->setColumnHidden(ProcessModel::Started, letters < 95);
    m_list->setColumnHidden(ProcessModel::Threads, letters < 84);
    m_list->setColumnHidden(ProcessModel::User, letters < 76);
    refreshCount();
}

bool ProcessPicker::eventFilter(QObject *watched, QEvent *event)
{
    // From the field straight into the list, and the field keeps the focus.
    if (watched == m_filterEdit && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Down || key->key() == Qt::Key_Up || key->key() == Qt::Key_PageDown
            || key->key() == Qt::Key_PageUp) {
            QCoreApplication::sendEvent(m_list, event);
            return true;
        }
        if (m_verb != Verb::Capture && (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter)) {
            act(); // there is no default button to do it
            return true;
        }
        if (key->key() == Qt::Key_Escape && !m_filterEdit->text().isEmpty()) {
            m_filterEdit->clear();
            return true;
        }
    }
    if (watched == m_list && event->type() == QEvent::Resize)
        arrange();
    return QDialog::eventFilter(watched, event);
}

}
