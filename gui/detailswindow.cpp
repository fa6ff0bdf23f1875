// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/detailswindow.h"

#include "gui/fonts.h"
#include "gui/listview.h"
#include "gui/rowdelegate.h"
#include "gui/symboliciconengine.h"
#include "gui/windowsize.h"
#include "gui/windowtitle.h"
#include "model/format.h"
#include "model/modulemodel.h"
#include "model/session.h"

#include <QHeaderView>
#include <QPushButton>
#include <QShortcut>
#include <QStandardItemModel>
#include <QVBoxLayout>

namespace Freezeframe
{

DetailsWindow::DetailsWindow(Session *session, QWidget *parent)
    : QWidget(parent, Qt::Window)
    , m_session(session)
    , m_model(new QStandardItemModel(this))
    , m_view(new ListView(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(
        windowTitleOf({programName(*session->process()), fileName(session->process()->corePath)}, tr("Details")));
    const int unit = gridUnit(fontMetrics());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_view, 1);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(unit / 2, 0, unit / 2, unit / 2);
    auto *reveal = new QPushButton(symbolicIcon(QStringLiteral("visibility")), tr("Show Environment Values"), this);
    reveal->setToolTip(tr("The environment may hold passwords and keys"));
    row->addWidget(reveal);
    row->addStretch(1);
    auto *closeButton = new QPushButton(tr("Close"), this);
    row->addWidget(closeButton);
    column->addLayout(row);
    connect(closeButton, &QPushButton::clicked, this, &QWidget::close);
    connect(reveal, &QPushButton::clicked, this, [this, reveal] {
        revealEnvironment();
        reveal->setEnabled(false);
    });
    auto *escape = new QShortcut(Qt::Key_Escape, this);
    connect(escape, &QShortcut::activated, this, &QWidget::close);
    connect(session, &Session::opening, this, &QWidget::close);

    auto *delegate = new CellDelegate(m_view);
    delegate->setPathColumns({1});
    m_view->setItemDelegate(delegate);
    m_view->setModel(m_model);
    m_view->setHeaderHidden(true);
    m_view->setAccessibleName(tr("Details"));
    resizeWithin(this, {fontMetrics().averageCharWidth() * 110, fontMetrics().height() * 36});
    fill();
    m_view->header()->resizeSection(0, fontMetrics().averageCharWidth() * 34);
}

QStandardItem *DetailsWindow::addSection(const QString &name)
{
    auto *section = new QStandardItem(name);
    m_model->appendRow({section, new QStandardItem});
    return section;
}

void DetailsWindow::addRow(QStandardItem *section, const QString &name, const QString &value)
{
    if (value.isEmpty())
        return;
    auto *first = new QStandardItem(name);
    first->setData(true, MutedRole);
    auto *second = new QStandardItem(value);
    second->setToolTip(value);
    section->appendRow({first, second});
}

void DetailsWindow::fill()
{
    m_model->setColumnCount(2);
    addCrash();
    addProcess();
    addBuild();
    addEnvironment();
    for (int row = 0; row < 3; ++row)
        m_view->expand(m_model->index(row, 0));
}

void DetailsWindow::addCrash()
{
    const CrashSummary &crash = *m_session->crash();
    QStandardItem *section = addSection(tr("Crash"));
    addRow(section, tr("Message"), shown(crash.message));
    addRow(section, tr("Signal"),
           crash.signalName.empty()
               ? QString()
               : tr("%1, code %2 %3").arg(shown(crash.signalName)).arg(crash.code).arg(shown(crash.codeText)));
    if (crash.faultAddress)
        addRow(section, tr("Fault address"), addressText(*crash.faultAddress));
    addRow(section, tr("Who sent it"), shown(crash.sender));
    addRow(section, tr("Delivered as"), shown(crash.deliveredSignalName));
    for (size_t i = 0; i < crash.panics.size(); ++i) {
        const CrashSummary::PanicLink &panic = crash.panics[i];
        if (i + 1 < crash.panics.size() && crash.panics[i + 1].repanicked)
            continue; // the same value: told below
        QString text = QStringLiteral("%1  %2").arg(shown(panic.type), shown(panic.text));
        if (panic.recovered)
            text += panic.repanicked ? tr("  [recovered, repanicked]") : tr("  [recovered]");
        addRow(section, tr("Panic"), text);
        addRow(section, tr("Panic value"), shown(panic.value));
        for (const std::string &wrapped : panic.wraps)
            addRow(section, tr("Wraps"), shown(wrapped));
    }
}

void DetailsWindow::addProcess()
{
    const ProcessSummary &process = *m_session->process();
    QStandardItem *section = addSection(tr("Process and Core"));
    addRow(section, tr("Command line"), commandText(process.commandLine));
    addRow(section, tr("Process id"), process.pid > 0 ? QString::number(process.pid) : QString());
    if (process.timeSource != ProcessSummary::TimeSource::Written)
        addRow(section, process.provenance ? tr("Captured") : tr("Ended"), endText(process));
    addRow(section, tr("Written"), timeText(process.coreWritten));
    addRow(section, tr("Up for"), uptimeText(process));
    addRow(section, tr("Core"), shown(process.corePath));
    addRow(section, tr("Core size"),
           process.coreComplete
               ? sizeText(process.coreSize)
               : tr("%1 of %2: cut off").arg(sizeText(process.coreSize), sizeText(process.corePromised)));
    addRow(section, tr("Core kind"), process.kind == CoreKind::Delve ? tr("Delve dump") : tr("Linux"));
    addRow(section, tr("Architecture"), shown(process.architecture));
    addRow(section, tr("Executable"), shown(process.executablePath));
    addRow(section, tr("Matched by"), shownMatch(process.match));
    if (process.executableError)
        addRow(section, tr("Executable problem"), shown(process.executableError->toString()));
    addRow(section, tr("Build id of the core"), shown(process.coreBuildId));
    addRow(section, tr("Build id of the file"), shown(process.executableBuildId));
}

void DetailsWindow::addBuild()
{
    const ProcessSummary &process = *m_session->process();
    QStandardItem *section = addSection(tr("Go Build"));
    addRow(section, tr("Go version"), shown(process.goVersion));
    addRow(section, tr("Go build id"), shown(process.goBuildId));
    addRow(section, tr("Main package"), shown(process.mainPackage));
    addRow(section, tr("Module"), shown(process.mainModule));
    addRow(section, tr("Revision"), shown(process.revision));
    addRow(section, tr("Runtime layout from"), shown(process.goLayout));
    addRow(section, tr("Debug information"),
           process.hasDebugInformation ? tr("yes") : tr("no: variables can’t be shown"));
    for (const auto &[key, value] : process.buildSettings)
        addRow(section, shown(key), shown(value));
    if (process.dependencies.empty())
        return;
    QStandardItem *dependencies = addSection(tr("Dependencies (%1)").arg(process.dependencies.size()));
    for (const std::string &dependency : process.dependencies) {
        const QString text = shown(dependency);
        addRow(dependencies, text.section(QLatin1Char(' '), 0, 0),
               text.contains(QLatin1Char(' ')) ? text.section(QLatin1Char(' '), 1) : text);
    }
}

void DetailsWindow::addEnvironment()
{
    m_environment = addSection(tr("Environment"));
    m_session->environment(this, [this](const std::vector<std::string> &environment) {
        m_environment->setText(tr("Environment (%1)").arg(environment.size()));
        for (const std::string &entry : environment)
            addRow(m_environment, shown(std::string_view(entry).substr(0, entry.find('='))), QStringLiteral("••••••"));
    });
}

void DetailsWindow::revealEnvironment()
{
    m_session->environment(this, [this](const std::vector<std::string> &environment) {
        m_environment->removeRows(0, m_environment->rowCount());
        for (const std::string &entry : environment) {
            const size_t equals = entry.find('=');
            addRow(m_environment, shown(std::string_view(entry).substr(0, equals)),
                   equals == std::string::npos ? QString() : shown(std::string_view(entry).substr(equals + 1)));
        }
        m_view->expand(m_environment->index());
        m_view->scrollTo(m_environment->index(), QAbstractItemView::PositionAtTop);
    });
}

}
