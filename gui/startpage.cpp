// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/startpage.h"

#include "gui/fonts.h"
#include "gui/listexport.h"
#include "gui/listview.h"
#include "gui/messagebar.h"
#include "gui/runlabel.h"
#include "gui/startcolumn.h"
#include "gui/symboliciconengine.h"
#include "gui/twolinedelegate.h"
#include "model/corestoremodel.h"
#include "model/format.h"
#include "model/processfilter.h"
#include "model/processwatch.h"
#include "model/recentcores.h"

#include <QAction>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace Freezeframe
{
namespace
{

QPushButton *buttonOf(QAction *action, const QString &text, QWidget *parent)
{
    auto *button = new QPushButton(action->icon(), text, parent);
    button->setToolTip(action->toolTip());
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    return button;
}

}

StartPage::StartPage(const Sources &sources, const Verbs &verbs, QWidget *parent)
    : QWidget(parent)
    , m_sources(sources)
    , m_filter(new ProcessFilter(sources.processes->model(), this))
    , m_problem(new MessageBar(MessageBar::Kind::Error, this))
    , m_notice(new MessageBar(MessageBar::Kind::Information, this))
    , m_recent(new StartColumn(tr("Recent Cores"), this))
    , m_crashes(new StartColumn(tr("Crashes and Captures"), this))
    , m_processes(new StartColumn(tr("Capture"), this))
    , m_filterEdit(new QLineEdit(this))
    , m_columns(new QGridLayout)
{
    const int unit = gridUnit(fontMetrics());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_problem);
    m_problem->hide();
    m_problem->setDismissable(true);
    column->addWidget(m_notice);
    m_notice->hide();
    m_notice->setDismissable(true);
    connect(m_sources.crashes, &CoreStoreModel::capturesInterrupted, this, [this](const QStringList &sentences) {
        m_notice->setMessage(tr("A capture was cut short."), sentences.join(QLatin1String("; ")));
        m_notice->show();
    });

    auto *page = new QVBoxLayout;
    page->setContentsMargins(unit * 2, unit * 2, unit * 2, unit * 5 / 4);
    page->setSpacing(unit / 2);
    column->addLayout(page, 1);
    auto *title = new QLabel(tr("What stopped, and why?"), this);
    title->setFont(pageTitleFont(font()));
    page->addWidget(title);
    auto *subtitle = new RunLabel(this);
    subtitle->setText(
        tr("Open a core to see why the program crashed, or take one from a process that still runs. Nothing in a core is ever run."),
        Theme::Role::Muted);
    page->addWidget(subtitle);
    page->addSpacing(unit);
    m_columns->setHorizontalSpacing(unit * 3 / 2);
    m_columns->setVerticalSpacing(unit);
    page->addLayout(m_columns, 1);
    fillRecent(verbs);
    fillCrashes(verbs);
    fillProcesses(verbs);
    arrange();
}

void StartPage::fillRecent(const Verbs &verbs)
{
    ListView *list = m_recent->list();
    list->setModel(m_sources.recent);
    list->setItemDelegate(new TwoLineDelegate({.name = RecentCores::TitleRole,
                                               .fact = RecentCores::WhenRole,
                                               .detail = RecentCores::PathRole,
                                               .size = RecentCores::SizeRole,
                                               .muted = RecentCores::MissingRole,
                                               .otherIcon = RecentCores::CaptureRole},
                                              QStringLiteral("document-open-recent"), list,
                                              QStringLiteral("camera-photo")));
    list->exports().setFields({{.name = tr("Core"), .role = RecentCores::NameRole},
                               {.name = tr("Program"), .role = RecentCores::ProgramRole},
                               {.name = tr("Ended"), .role = RecentCores::EndRole},
                               {.name = tr("Path"), .role = RecentCores::PathRole},
                               {.name = tr("Opened"), .role = RecentCores::WhenRole},
                               {.name = tr("Size"), .role = RecentCores::SizeRole}});
    list->setEmptyState(tr("No core opened yet. Drop one here."));
    auto *open = buttonOf(verbs.open, tr("&Open Core…"), this);
    open->setDefault(true);
    open->setAutoDefault(true);
    m_recent->addVerb(open);
    m_recent->addVerb(buttonOf(verbs.walkthrough, tr("&Walkthrough"), this));
    m_recent->setNote(tr("or drop one here"));
    const auto choose
        = [this](const QModelIndex &index) { Q_EMIT coreChosen(index.data(RecentCores::PathRole).toString()); };
    connect(list, &ListView::entered, this, choose);
    connect(list, &ListView::doubleClicked, this, choose);
}

void StartPage::fillCrashes(const Verbs &verbs)
{
    ListView *list = m_crashes->list();
    list->setModel(m_sources.crashes);
    list->setItemDelegate(new TwoLineDelegate({.name = CoreStoreModel::NameRole,
                                               .badge = CoreStoreModel::GoRole,
                                               .fact = CoreStoreModel::WhenRole,
                                               .detail = CoreStoreModel::SummaryRole,
                                               .size = CoreStoreModel::SizeRole,
                                               .warning = CoreStoreModel::AbsentRole,
                                               .otherIcon = CoreStoreModel::CaptureRole,
                                               .isNew = CoreStoreModel::NewRole},
                                              QStringLiteral("tools-report-bug"), list,
                                              QStringLiteral("camera-photo")));
    list->exports().setFields({{.name = tr("Program"), .role = CoreStoreModel::NameRole},
                               {.name = tr("Go"), .role = CoreStoreModel::GoRole},
                               {.name = tr("When"), .role = CoreStoreModel::WhenRole},
                               {.name = tr("What"), .role = CoreStoreModel::SummaryRole},
                               {.name = tr("Size"), .role = CoreStoreModel::SizeRole},
                               {.name = tr("Core"), .role = CoreStoreModel::PathRole}});
    m_crashes->addVerb(buttonOf(verbs.doctor, tr("&Why Is There No Core?"), this));
    const auto choose = [this, doctor = verbs.doctor](const QModelIndex &index) {
        const QString path = index.data(CoreStoreModel::PathRole).toString();
        if (path.isEmpty())
            doctor->trigger(); // there is no core: here is why
        else
            Q_EMIT coreChosen(path);
    };
    connect(list, &ListView::entered, this, choose);
    connect(list, &ListView::doubleClicked, this, choose);
    connect(m_sources.crashes, &CoreStoreModel::updated, this, &StartPage::refreshCrashes);
    refreshCrashes();
}

void StartPage::fillProcesses(const Verbs &verbs)
{
    ListView *list = m_processes->list();
    list->setModel(m_filter);
    for (int column = 1; column < ProcessModel::ColumnCount; ++column)
        list->setColumnHidden(column, true);
    list->setItemDelegate(new TwoLineDelegate({.name = ProcessModel::NameRole,
                                               .badge = ProcessModel::GoRole,
                                               .fact = ProcessModel::PidTextRole,
                                               .detail = ProcessModel::CommandRole,
                                               .size = ProcessModel::SizeRole},
                                              QStringLiteral("process"), list));
    list->exports().setFields(TableField::ofHeader(*m_filter));
    m_filter->setOnlyGo(true);
    m_filterEdit->setPlaceholderText(tr("Filter processes"));
    m_filterEdit->setAccessibleName(tr("Filter processes"));
    m_filterEdit->addAction(symbolicIcon(QStringLiteral("view-filter")), QLineEdit::LeadingPosition);
    m_filterEdit->setClearButtonEnabled(true);
    m_processes->addTool(m_filterEdit);
    m_processes->addVerb(buttonOf(verbs.capture, tr("&All Processes…"), this));
    m_processes->addVerb(buttonOf(verbs.runProgram, tr("Run a &Program…"), this));
    connect(m_filterEdit, &QLineEdit::textChanged, this, [this](const QString &text) {
        // Who types a name wants that process, Go or not.
        m_filter->setOnlyGo(text.isEmpty());
        m_filter->setText(text);
        refreshProcesses();
    });
    connect(m_filterEdit, &QLineEdit::returnPressed, this, [this, list] {
        const QModelIndex first = m_filter->index(0, 0);
        if (first.isValid() && !m_filterEdit->text().isEmpty())
            Q_EMIT processChosen(first.data(ProcessModel::PidRole).toInt());
        else
            list->setFocus();
    });
    const auto choose
        = [this](const QModelIndex &index) { Q_EMIT processChosen(index.data(ProcessModel::PidRole).toInt()); };
    connect(list, &ListView::entered, this, choose);
    connect(list, &ListView::doubleClicked, this, choose);
    connect(m_sources.processes->model(), &ProcessModel::updated, this, &StartPage::refreshProcesses);
    refreshProcesses();
}

void StartPage::refreshCrashes()
{
    const CoreStoreModel *model = m_sources.crashes;
    const int count = model->rowCount();
    const int captures = model->captureCount();
    const int crashes = count - captures;
    const QString crashText = crashes == 1 ? tr("1 crash") : tr("%1 crashes").arg(countText(quint64(crashes)));
    const QString captureText = captures == 1 ? tr("1 capture") : tr("%1 captures").arg(countText(quint64(captures)));
    m_crashes->setFact(count == 0          ? QString()
                           : captures == 0 ? crashText
                           : crashes == 0  ? captureText
                                           : tr("%1, %2").arg(crashText, captureText));
    m_crashes->setNote(model->keeper());
    m_crashes->list()->setEmptyState(model->isFilled() ? tr("No crash and no capture kept on this machine.")
                                                       : tr("Looking for cores…"));
}

void StartPage::refreshProcesses()
{
    const ProcessModel *model = m_sources.processes->model();
    if (!model->isFilled()) {
        m_processes->setFact({});
        m_processes->list()->setEmptyState(tr("Reading processes…"));
        return;
    }
    m_processes->setFact(
        tr("%1 Go of %2").arg(countText(quint64(model->goCount())), countText(quint64(model->rowCount()))));
    m_processes->list()->setEmptyState(m_filter->text().isEmpty()
                                           ? tr("No Go program runs on this machine.")
                                           : tr("No process matches “%1”.").arg(m_filter->text()));
}

void StartPage::refresh()
{
    m_sources.processes->refresh();
    m_sources.crashes->refresh();
}

/// Three columns where they have room, else crashes below recent cores.
void StartPage::arrange()
{
    const int columns = width() >= fontMetrics().averageCharWidth() * 145 ? 3 : 2;
    if (columns == m_columnCount)
        return;
    m_columnCount = columns;
    for (StartColumn *column : {m_recent, m_crashes, m_processes})
        m_columns->removeWidget(column);
    m_columns->addWidget(m_recent, 0, 0);
    m_columns->addWidget(m_crashes, columns == 3 ? 0 : 1, columns == 3 ? 1 : 0);
    m_columns->addWidget(m_processes, 0, columns - 1, columns == 3 ? 1 : 2, 1);
    for (int at = 0; at < 3; ++at)
        m_columns->setColumnStretch(at, at < columns ? 1 : 0);
    m_columns->setRowStretch(0, 1);
    m_columns->setRowStretch(1, columns == 3 ? 0 : 1);
    m_columns->setHorizontalSpacing(gridUnit(fontMetrics()) * 3 / 2);
}

void StartPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void StartPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_sources.processes->setWatched(this, true);
    m_sources.crashes->setWatched(true);
}

void StartPage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_sources.processes->setWatched(this, false);
    m_sources.crashes->setWatched(false);
}

ListView *StartPage::recentList() const
{
    return m_recent->list();
}

ListView *StartPage::crashList() const
{
    return m_crashes->list();
}

ListView *StartPage::processList() const
{
    return m_processes->list();
}

void StartPage::setNotice(const QString &what, const QString &rest)
{
    m_notice->setMessage(what, rest);
    m_notice->setVisible(!what.isEmpty());
}

QString StartPage::problem() const
{
    return m_problem->isHidden() ? QString() : m_problem->accessibleName();
}

void StartPage::setProblem(const QString &what, const QString &rest)
{
    m_problem->setMessage(what, rest);
    m_problem->setVisible(!what.isEmpty());
}

}
