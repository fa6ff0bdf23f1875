// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/watchlist.h"

#include "model/programlists.h"

namespace Freezeframe
{

namespace
{

constexpr QLatin1StringView settingsKey("Watches");

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

void WatchList::load()
{
    m_program = ProgramLists::programKey(*m_session->process());
    m_expressions = ProgramLists(settingsKey).read(m_program);
    m_expressions = m_expressions.first(std::min(most, m_expressions.size()));
    Q_EMIT expressionsChanged();
    refresh();
}

void WatchList::changed()
{
    if (!m_program.isEmpty())
        ProgramLists(settingsKey).write(m_program, m_expressions);
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
