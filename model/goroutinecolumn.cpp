// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/goroutinecolumn.h"

#include "backend/analysis/valueorder.h"

namespace Freezeframe
{

namespace
{

constexpr size_t betweenClicks = 64; ///< goroutines that are read before clicks are answered

std::shared_ptr<const GoroutineValues> valuesOf(Inspection &core, const std::string &expression,
                                                const std::function<void()> &between, const std::stop_token &stop)
{
    auto values = std::make_shared<GoroutineValues>();
    values->expression = expression;
    const auto goroutines = core.goroutines(stop);
    if (!goroutines) {
        values->error = goroutines.error();
        return values;
    }
    const GoroutineTable &table = *goroutines->table;
    values->texts.resize(table.size());
    values->hasValue.resize(table.size());
    for (size_t row = 0; row < table.size() && !stop.stop_requested(); ++row) {
        if (row % betweenClicks == 0)
            between();
        auto text = core.printInOwnFrame(table.id[row], expression);
        if (!text) {
            values->error = text.error();
        } else if (*text) {
            values->texts[row] = std::move(**text);
            values->hasValue[row] = 1;
            ++values->count;
        }
    }
    values->ranks = ranksOf(values->texts);
    return values;
}

}

GoroutineColumn::GoroutineColumn(Session *session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
    // Another core has other goroutines, but most likely the same variables.
    connect(session, &Session::opening, this, [this] {
        m_values.reset();
        m_isReading = false;
    });
    connect(session, &Session::opened, this, [this] {
        if (!m_expression.isEmpty())
            ask();
    });
}

void GoroutineColumn::setExpression(const QString &expression)
{
    m_expression = expression.trimmed();
    m_values.reset();
    m_isReading = false;
    if (m_expression.isEmpty())
        m_session->analysis().cancel(AnalysisThread::Kind::Column);
    else if (m_session->isOpen())
        ask();
    Q_EMIT changed();
}

void GoroutineColumn::ask()
{
    m_isReading = true;
    AnalysisThread &analysis = m_session->analysis();
    analysis.ask(
        AnalysisThread::Kind::Column, AnalysisThread::Priority::Background, this,
        [&analysis, expression = m_expression.toStdString()](Inspection *core, const std::stop_token &stop) {
            return valuesOf(*core, expression, [&analysis] { analysis.answerUrgent(); }, stop);
        },
        [this](std::shared_ptr<const GoroutineValues> values) {
            m_isReading = false;
            m_values = std::move(values);
            Q_EMIT changed();
        });
}

}
