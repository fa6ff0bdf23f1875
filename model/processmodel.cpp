// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/processmodel.h"

#include "model/format.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace Freezeframe
{
namespace
{

bool isBefore(const ProcessRow &a, const ProcessRow &b)
{
    return std::pair(a.id.pid, a.id.startTicks) < std::pair(b.id.pid, b.id.startTicks);
}

/// What the row shows is the same.
bool looksSame(const ProcessRow &a, const ProcessRow &b)
{
    return a.cpu == b.cpu && a.residentBytes == b.residentBytes && a.threads == b.threads && a.state == b.state
        && a.name == b.name && a.goVersion == b.goVersion && a.commandLine == b.commandLine && a.user == b.user
        && a.isKernelThread == b.isKernelThread;
}

}

QString startText(qint64 secondsSinceEpoch)
{
    if (secondsSinceEpoch <= 0)
        return {};
    const QDateTime when = QDateTime::fromSecsSinceEpoch(secondsSinceEpoch);
    const qint64 days = when.date().daysTo(QDate::currentDate());
    if (days == 0)
        return QLocale().toString(when, QStringLiteral("HH:mm"));
    if (days > 0 && days < 7)
        return QLocale().toString(when, QStringLiteral("ddd HH:mm"));
    return QLocale().toString(when, QStringLiteral("d MMM"));
}

ProcessModel::ProcessModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void ProcessModel::update(std::vector<ProcessRow> rows)
{
    std::ranges::sort(rows, isBefore);
    const auto [first, last] = std::ranges::unique(rows, {}, &ProcessRow::id);
    rows.erase(first, last);
    removeGone(rows);
    insertNew(rows);
    changeRest(rows);
    m_goCount = int(std::ranges::count_if(m_rows, [](const ProcessRow &row) { return !row.goVersion.empty(); }));
    m_filled = true;
    Q_EMIT updated();
}

void ProcessModel::removeGone(const std::vector<ProcessRow> &rows)
{
    const auto isGone = [&rows](const ProcessRow &row) { return !std::ranges::binary_search(rows, row, isBefore); };
    for (int end = int(m_rows.size()); end > 0;) {
        if (!isGone(m_rows[size_t(end - 1)])) {
            --end;
            continue;
        }
        int begin = end - 1;
        while (begin > 0 && isGone(m_rows[size_t(begin - 1)]))
            --begin;
        beginRemoveRows({}, begin, end - 1);
        m_rows.erase(m_rows.begin() + begin, m_rows.begin() + end);
        endRemoveRows();
        end = begin;
    }
}

/// After removeGone: all rows that are here are in @p rows too.
void ProcessModel::insertNew(std::vector<ProcessRow> &rows)
{
    for (size_t at = 0; at < rows.size();) {
        if (at < m_rows.size() && m_rows[at].id == rows[at].id) {
            ++at;
            continue;
        }
        size_t end = at + 1;
        while (end < rows.size() && (at >= m_rows.size() || rows[end].id != m_rows[at].id))
            ++end;
        beginInsertRows({}, int(at), int(end) - 1);
        m_rows.insert(m_rows.begin() + qsizetype(at), rows.begin() + qsizetype(at), rows.begin() + qsizetype(end));
        endInsertRows();
        at = end;
    }
}

void ProcessModel::changeRest(std::vector<ProcessRow> &rows)
{
    int first = -1;
    int last = -1;
    for (size_t at = 0; at < m_rows.size(); ++at) {
        if (looksSame(m_rows[at], rows[at]))
            continue;
        m_rows[at] = std::move(rows[at]);
        first = first < 0 ? int(at) : first;
        last = int(at);
    }
    // One range: a sorting proxy puts its rows in order once, not once a row.
    if (first >= 0)
        Q_EMIT dataChanged(index(first, 0), index(last, ColumnCount - 1));
}

int ProcessModel::find(const ProcessId &id) const
{
    const auto found = std::ranges::find(m_rows, id, &ProcessRow::id);
    return found == m_rows.end() ? -1 : int(found - m_rows.begin());
}

int ProcessModel::find(int pid) const
{
    const auto found = std::ranges::find(m_rows, pid, [](const ProcessRow &row) { return row.id.pid; });
    return found == m_rows.end() ? -1 : int(found - m_rows.begin());
}

int ProcessModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int ProcessModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ProcessModel::cell(const ProcessRow &row, int column) const
{
    switch (column) {
    case Pid: return QString::number(row.id.pid);
    case Name: return shown(row.name);
    case Go: return shown(row.goVersion).remove(QLatin1String("go"));
    case User: return shown(row.user);
    case Cpu: return tr("%1 %").arg(std::lround(row.cpu * 100));
    case Memory: return row.residentBytes > 0 ? sizeText(row.residentBytes) : QString();
    case Threads: return countText(quint64(std::max(row.threads, 0)));
    case Started: return startText(row.startedAt);
    case Command: return shown(row.commandLine);
    default: return {};
    }
}

QVariant ProcessModel::sortKey(const ProcessRow &row, int column) const
{
    switch (column) {
    case Pid: return row.id.pid;
    case Cpu: return row.cpu;
    case Memory: return quint64(row.residentBytes);
    case Threads: return row.threads;
    case Started: return qint64(row.startedAt);
    default: return cell(row, column);
    }
}

QVariant ProcessModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ProcessRow &row = process(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return cell(row, column);
    case Qt::TextAlignmentRole:
        return int((column == Pid || (column >= Cpu && column <= Started) ? Qt::AlignRight : Qt::AlignLeft)
                   | Qt::AlignVCenter);
    case SortRole: return sortKey(row, column);
    case MutedRole:
        return row.isKernelThread || column == User || column == Started || column == Command
            || (column == Cpu && std::lround(row.cpu * 100) == 0);
    case CopyRole: return QStringLiteral("%1\t%2\t%3").arg(cell(row, Pid), cell(row, Name), cell(row, Command));
    case PidRole: return row.id.pid;
    case NameRole: return cell(row, Name);
    case GoRole: return shown(row.goVersion);
    case CommandRole: return cell(row, Command);
    case SizeRole: return cell(row, Memory);
    case PidTextRole: return tr("PID %1").arg(row.id.pid);
    default: return {};
    }
}

QVariant ProcessModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Pid || (section >= Cpu && section <= Started) ? Qt::AlignRight : Qt::AlignLeft)
                   | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Pid: return tr("PID");
    case Name: return tr("Name");
    case Go: return tr("Go");
    case User: return tr("User");
    case Cpu: return tr("CPU");
    case Memory: return tr("Memory");
    case Threads: return tr("Threads");
    case Started: return tr("Started");
    case Command: return tr("Command line");
    default: return {};
    }
}

}
