// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/processfilter.h"

namespace Freezeframe
{

ProcessFilter::ProcessFilter(ProcessModel *model, QObject *parent)
    : QSortFilterProxyModel(parent)
    , m_model(model)
{
    setSourceModel(model);
    sort(ProcessModel::Memory, Qt::DescendingOrder);
}

void ProcessFilter::setText(const QString &text)
{
    m_text = text;
    m_words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateRowsFilter();
}

void ProcessFilter::setOnlyGo(bool only)
{
    m_onlyGo = only;
    invalidateRowsFilter();
}

void ProcessFilter::setOnlyMine(bool only)
{
    m_onlyMine = only;
    invalidateRowsFilter();
}

const ProcessRow *ProcessFilter::process(const QModelIndex &index) const
{
    const QModelIndex source = mapToSource(index);
    return source.isValid() ? &m_model->process(source.row()) : nullptr;
}

QModelIndex ProcessFilter::indexOf(const ProcessId &id) const
{
    const int row = m_model->find(id);
    return row < 0 ? QModelIndex() : mapFromSource(m_model->index(row, 0));
}

bool ProcessFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    if (parent.isValid())
        return false;
    const ProcessRow &process = m_model->process(row);
    if ((m_onlyGo && process.goVersion.empty()) || (m_onlyMine && process.isOther))
        return false;
    const auto isIn = [&](const QString &word) {
        for (const int column : {ProcessModel::Name, ProcessModel::Pid, ProcessModel::User, ProcessModel::Command}) {
            if (m_model->index(row, column).data().toString().contains(word, Qt::CaseInsensitive))
                return true;
        }
        return false;
    };
    return std::ranges::all_of(m_words, isIn);
}

bool ProcessFilter::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const ProcessRow &a = m_model->process(left.row());
    const ProcessRow &b = m_model->process(right.row());
    // The order is turned around for descending columns; Go programs and the numbers of equal ones are not.
    const bool turned = sortOrder() == Qt::DescendingOrder;
    if (a.goVersion.empty() != b.goVersion.empty())
        return a.goVersion.empty() == turned;
    const int column = left.column();
    switch (column) {
    case ProcessModel::Pid: return a.id.pid < b.id.pid;
    case ProcessModel::Cpu:
        if (a.cpu != b.cpu)
            return a.cpu < b.cpu;
        break;
    case ProcessModel::Memory:
        if (a.residentBytes != b.residentBytes)
            return a.residentBytes < b.residentBytes;
        break;
    case ProcessModel::Threads:
        if (a.threads != b.threads)
            return a.threads < b.threads;
        break;
    case ProcessModel::Started:
        if (a.startedAt != b.startedAt)
            return a.startedAt < b.startedAt;
        break;
    default: {
        const int order = left.data().toString().localeAwareCompare(right.data().toString());
        if (order != 0)
            return order < 0;
        break;
    }
    }
    return turned ? a.id.pid > b.id.pid : a.id.pid < b.id.pid;
}

}
