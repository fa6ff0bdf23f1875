// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/goroutinefacts.h"

#include "model/format.h"
#include "model/goroutinecolumn.h"
#include "model/session.h"

namespace Freezeframe
{

GoroutineFacts::GoroutineFacts(const GoroutineArrangement &list, const GoroutineArrangementRequest &request,
                               QString narrowedTo)
    : m_list(list)
    , m_request(request)
    , m_narrowedTo(std::move(narrowedTo))
{
}

bool GoroutineFacts::isFiltered() const
{
    return !m_request.filter.isEmpty() || !m_narrowedTo.isEmpty();
}

QString GoroutineFacts::count() const
{
    if (m_list.total == 0)
        return {};
    QString text = isFiltered() ? tr("%1 of %2").arg(countText(m_list.rows.size()), countText(m_list.total))
                                : countText(m_list.total);
    if (m_list.grouping.grouping == GoroutineGrouping::Stack)
        text
            += m_list.groups.size() == 1 ? tr(" in 1 stack") : tr(" in %1 stacks").arg(countText(m_list.groups.size()));
    else if (m_list.grouping.grouping != GoroutineGrouping::None)
        text
            += m_list.groups.size() == 1 ? tr(" in 1 group") : tr(" in %1 groups").arg(countText(m_list.groups.size()));
    if (m_list.snapshot.stacks && !m_list.snapshot.stacks->complete)
        text += tr(" so far");
    return text;
}

QStringList GoroutineFacts::hidden(const GoroutineColumn &column) const
{
    QStringList hidden;
    if (!m_narrowedTo.isEmpty())
        hidden.append(m_request.filter.isEmpty()
                          ? tr("Only those in %1").arg(m_narrowedTo)
                          : tr("Only those in %1 that the filter lets through").arg(m_narrowedTo));
    else if (m_list.hiddenByFilter > 0)
        hidden.append(tr("%1 hidden by the filter").arg(countText(m_list.hiddenByFilter)));
    if (m_list.hiddenSystem > 0)
        hidden.append(hidden.isEmpty() ? (m_list.hiddenSystem == 1
                                              ? tr("1 system goroutine hidden")
                                              : tr("%1 system goroutines hidden").arg(countText(m_list.hiddenSystem)))
                                       : tr("%1 as system").arg(countText(m_list.hiddenSystem)));
    for (const std::string &problem : m_request.filter.problems())
        hidden.prepend(tr("not understood: %1").arg(shown(problem)));
    if (const auto &values = column.values(); values && values->count == 0)
        hidden.prepend(values->error ? tr("no goroutine has such a value: %1").arg(errorText(*values->error))
                                     : tr("no goroutine has such a value"));
    else if (column.isReading())
        hidden.prepend(tr("reading %1…").arg(column.expression()));
    if (hidden.isEmpty() && m_request.showSystem && m_list.total > 0)
        hidden.append(tr("System goroutines are shown"));
    return hidden;
}

QString GoroutineFacts::noMatch(const QString &filter) const
{
    if (!isFiltered() || !m_list.rows.empty())
        return {};
    return m_narrowedTo.isEmpty() ? tr("No goroutine matches “%1”.").arg(filter)
                                  : tr("None of those in %1 is shown.").arg(m_narrowedTo);
}

QString GoroutineFacts::whyNone(const Session &session)
{
    if (!session.isOpen())
        return session.isBusy() ? QString() : tr("No goroutines.");
    const ProcessSummary &process = *session.process();
    if (!process.hasGo)
        return tr("No Go runtime in this core: threads and memory only.");
    const bool isAnswered = session.threads() != nullptr; // asked for after the goroutines
    if (!session.goroutines().table && isAnswered && !session.messages().empty())
        return tr("The goroutines can’t be read: %1.").arg(errorText(session.messages().back()));
    if (session.goroutines().table && !process.coreComplete)
        return tr("No goroutine is in what there is of this core: it is cut off, %1 of %2 are there.")
            .arg(sizeText(process.coreSize), sizeText(process.corePromised));
    return session.isBusy() ? QString() : tr("No goroutines.");
}

}
