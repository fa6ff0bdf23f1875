// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/reportfile.h"

#include "model/format.h"

#include <QFileDialog>

#include <algorithm>

namespace Freezeframe
{

ReportFile::ReportFile(Session *session, QWidget *parent)
    : QObject(parent)
    , m_session(session)
    , m_parent(parent)
{
}

void ReportFile::askForReport()
{
    ask(tr("Export Report"), QStringLiteral("report"),
        {{tr("Markdown, for a bug report (*.md)"), QStringLiteral("md"), Session::ReportFormat::Markdown},
         {tr("Text, with all goroutines (*.txt)"), QStringLiteral("txt"), Session::ReportFormat::Text},
         {tr("JSON, for scripts (*.json)"), QStringLiteral("json"), Session::ReportFormat::Json}});
}

void ReportFile::askForTraceback()
{
    ask(tr("Export Traceback of All Goroutines"), QStringLiteral("goroutines"),
        {{tr("As Go prints it (*.txt)"), QStringLiteral("txt"), Session::ReportFormat::Traceback}});
}

void ReportFile::ask(const QString &title, const QString &name, const QList<Choice> &choices)
{
    auto *dialog = new QFileDialog(m_parent, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    QStringList filters;
    for (const Choice &choice : choices)
        filters.append(choice.filter);
    dialog->setNameFilters(filters);
    const auto chosen = [choices, dialog] {
        const auto found = std::ranges::find(choices, dialog->selectedNameFilter(), &Choice::filter);
        return found == choices.end() ? choices.first() : *found;
    };
    dialog->setDefaultSuffix(choices.first().ending);
    dialog->selectFile(QStringLiteral("%1-%2").arg(programName(*m_session->process()), name));
    connect(dialog, &QFileDialog::filterSelected, dialog,
            [dialog, chosen] { dialog->setDefaultSuffix(chosen().ending); });
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, chosen](const QString &path) { save(chosen().format, path); });
    dialog->open();
}

void ReportFile::save(Session::ReportFormat format, const QString &path)
{
    Q_EMIT told(tr("Writing %1 …").arg(shown(path.toStdString())));
    m_session->saveReport(this, format, path, [this, path](const QString &problem) {
        const QString name = shown(path.toStdString());
        Q_EMIT told(problem.isEmpty() ? tr("Written: %1").arg(name) : tr("%1 was not written: %2").arg(name, problem));
    });
}

}
