// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/doctormodel.h"

#include "model/format.h"

#include <algorithm>

namespace Freezeframe
{

QString checkStateText(CheckState state)
{
    switch (state) {
    case CheckState::Good: return DoctorModel::tr("good");
    case CheckState::Warning: return DoctorModel::tr("warning");
    case CheckState::Failed: return DoctorModel::tr("failed");
    case CheckState::Unknown: break;
    }
    return DoctorModel::tr("unknown");
}

DoctorModel::DoctorModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

DoctorModel::~DoctorModel() = default;

void DoctorModel::setChecks(const std::vector<DoctorCheck> &checks)
{
    m_states.clear();
    for (const DoctorCheck &check : checks)
        m_states.push_back(check.state);
    // Failures first, as they are what a person acts on; the rest in the order of asking.
    std::vector<DoctorCheck> wanted = checks;
    std::ranges::stable_partition(wanted, [](const DoctorCheck &check) { return check.state == CheckState::Failed; });
    if (m_onlyProblems)
        std::erase_if(wanted, [](const DoctorCheck &check) {
            return check.state != CheckState::Failed && check.state != CheckState::Warning;
        });
    const bool isSameList = std::ranges::equal(wanted, m_checks, {}, &DoctorCheck::id, &DoctorCheck::id);
    if (!isSameList)
        beginResetModel();
    m_checks = std::move(wanted);
    if (!isSameList)
        endResetModel();
    else if (!m_checks.empty())
        Q_EMIT dataChanged(index(0, 0), index(int(m_checks.size()) - 1, ColumnCount - 1));
}

bool DoctorModel::hasMend(int row) const
{
    const DoctorCheck &one = check(row);
    return one.fix && one.state != CheckState::Good;
}

QString DoctorModel::count() const
{
    const auto failed = std::ranges::count(m_states, CheckState::Failed);
    const auto warning = std::ranges::count(m_states, CheckState::Warning);
    QString text = tr("%1 checks").arg(m_states.size());
    if (failed > 0)
        text += failed == 1 ? tr(", 1 fails") : tr(", %1 fail").arg(failed);
    if (warning > 0)
        text += warning == 1 ? tr(", 1 warns") : tr(", %1 warn").arg(warning);
    return text;
}

int DoctorModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_checks.size());
}

int DoctorModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString DoctorModel::cell(const DoctorCheck &check, int row, int column) const
{
    switch (column) {
    case Check: return shown(check.title);
    case Value: return shown(check.value);
    case Mend: break;
    default: return {};
    }
    if (!hasMend(row))
        return {};
    return check.fix->label.empty() ? tr("How to Mend It") : shown(check.fix->label);
}

QVariant DoctorModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const DoctorCheck &one = check(index.row());
    const QString explanation = shown(one.explanation);
    switch (role) {
    case Qt::DisplayRole: return cell(one, index.row(), index.column());
    case Qt::ToolTipRole: {
        if (index.column() == Mend)
            return hasMend(index.row()) ? shownLines(one.fix->text) : QString();
        const QString value = index.column() == Value ? shown(one.value) : QString();
        return value.isEmpty() || explanation.isEmpty() ? value + explanation : value + QLatin1Char('\n') + explanation;
    }
    case Qt::AccessibleTextRole:
        if (index.column() == Check)
            return tr("%1: %2, %3").arg(shown(one.title), checkStateText(one.state), shown(one.value));
        return cell(one, index.row(), index.column());
    case Qt::AccessibleDescriptionRole: return explanation;
    case MutedRole: return index.column() == Value;
    case StateRole: return int(one.state);
    case ExplanationRole: return explanation;
    case CopyRole: {
        QString text = tr("%1: %2 (%3)").arg(shown(one.title), shown(one.value), checkStateText(one.state));
        if (!explanation.isEmpty())
            text += QLatin1Char('\n') + explanation;
        if (hasMend(index.row()))
            text += QLatin1Char('\n') + shownLines(one.fix->text);
        return text;
    }
    default: return {};
    }
}

QVariant DoctorModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Check: return tr("Check");
    case Value: return tr("What was read");
    case Mend: return tr("What mends it");
    default: return {};
    }
}

}
