// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/watchlist.h"

#include "model/expressionhistory.h"

#include <QFileInfo>
#include <QSettings>

namespace Freezeframe
{

namespace
{

constexpr auto settingsKey = "Watches";

/// Of one program, the newest first.
struct Kept {
    QString program;
    QStringList expressions;
};

QList<Kept> readKept()
{
    QList<Kept> all;
    QSettings settings;
    const int count = std::min(settings.beginReadArray(QLatin1String(settingsKey)), WatchList::mostPrograms);
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        all.append({.program = settings.value("Program").toString(),
                    .expressions = settings.value("Expressions").toStringList()});
    }
    settings.endArray();
    return all;
}

void writeKept(const QList<Kept> &all)
{
    QSettings settings;
    settings.remove(QLatin1String(settingsKey));
    settings.beginWriteArray(QLatin1String(settingsKey), int(all.size()));
    for (int i = 0; i < all.size(); ++i) {
        settings.setArrayIndex(i);
        settings.setValue("Program", all.at(i).program);
        settings.setValue("Expressions", all.at(i).expressions);
    }
    settings.endArray();
}

}

WatchList::WatchList(Session *session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
    connect(session, &Session::opening, this, [this] {
        m_program.clear();
        m_expressions.clear();
        Q_EMIT expressionsChanged();
        Q_EMIT evaluated({});
    });
    connect(session, &Session::opened, this, &WatchList::load);
    connect(session, &Session::variablesChanged, this, &WatchList::refresh);
    connect(session, &Session::variablesFailed, this, &WatchList::refresh);
}

QString WatchList::programKey(const ProcessSummary &process)
{
    // `go run file.go` calls every program so.
    if (!process.mainPackage.empty() && process.mainPackage != "command-line-arguments")
        return QString::fromStdString(process.mainPackage);
    const std::string &file = !process.executablePath.empty() ? process.executablePath
        : !process.commandLine.empty()                        ? process.commandLine.front()
                                                              : process.corePath;
    return QFileInfo(QString::fromStdString(file)).fileName();
}

void WatchList::load()
{
    m_program = programKey(*m_session->process());
    m_expressions.clear();
    for (const Kept &kept : readKept()) {
        if (kept.program == m_program)
            m_expressions = kept.expressions;
    }
    m_expressions.removeIf([](const QString &one) { return one.isEmpty() || one.size() > ExpressionHistory::longest; });
    m_expressions = m_expressions.first(std::min(most, m_expressions.size()));
    Q_EMIT expressionsChanged();
    refresh();
}

void WatchList::changed()
{
    if (!m_program.isEmpty()) {
        QList<Kept> all = readKept();
        all.removeIf([this](const Kept &kept) { return kept.program == m_program; });
        if (!m_expressions.isEmpty())
            all.prepend({.program = m_program, .expressions = m_expressions});
        writeKept(all.first(std::min<qsizetype>(mostPrograms, all.size())));
    }
    Q_EMIT expressionsChanged();
    refresh();
}

void WatchList::add(const QString &expression)
{
    if (expression.isEmpty())
        return;
    m_expressions.removeAll(expression);
    if (m_expressions.size() >= most)
        m_expressions.removeFirst();
    m_expressions.append(expression);
    changed();
}

void WatchList::replace(const QString &expression, const QString &by)
{
    const qsizetype at = m_expressions.indexOf(expression);
    if (at < 0 || by.isEmpty()) {
        add(by);
        return;
    }
    if (by != expression)
        m_expressions.removeAll(by);
    m_expressions.replace(m_expressions.indexOf(expression), by);
    changed();
}

void WatchList::remove(const QString &expression)
{
    if (m_expressions.removeAll(expression) > 0)
        changed();
}

void WatchList::removeAll()
{
    m_expressions.clear();
    changed();
}

void WatchList::refresh()
{
    if (!m_session->isOpen() || m_expressions.isEmpty()) {
        m_session->analysis().cancel(AnalysisThread::Kind::Watches);
        Q_EMIT evaluated({});
        return;
    }
    m_session->evaluateAll(this, m_expressions, [this, asked = m_expressions](Session::Evaluations values) {
        std::vector<VariableInfo> rows;
        for (size_t i = 0; i < values.size(); ++i) {
            VariableInfo &row = rows.emplace_back();
            if (values[i])
                row = std::move(*values[i]);
            else
                row.error = values[i].error();
            row.name = asked.at(qsizetype(i)).toStdString();
            if (row.expression.empty())
                row.expression = row.name;
        }
        Q_EMIT evaluated(rows);
    });
}

}
