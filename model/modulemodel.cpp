// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/modulemodel.h"

#include "model/format.h"

#include <algorithm>

namespace Freezeframe
{

QString shownMatch(FileMatch match)
{
    switch (match) {
    case FileMatch::None: return ModuleModel::tr("no file");
    case FileMatch::BuildId: return ModuleModel::tr("build id");
    case FileMatch::GoBuildId: return ModuleModel::tr("Go build id");
    case FileMatch::Content: return ModuleModel::tr("content");
    case FileMatch::Forced: return ModuleModel::tr("forced");
    }
    return {};
}

void ModuleModel::setSnapshot(Snapshot snapshot)
{
    beginResetModel();
    m_snapshot = std::move(snapshot);
    endResetModel();
}

int ModuleModel::withoutSymbols() const
{
    if (!m_snapshot)
        return 0;
    return int(std::ranges::count_if(*m_snapshot, [](const ModuleInfo &module) { return !module.hasSymbols; }));
}

int ModuleModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_snapshot ? 0 : int(m_snapshot->size());
}

int ModuleModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ModuleModel::text(const ModuleInfo &module, Column column) const
{
    switch (column) {
    case Path: return shown(module.path);
    case Start: return addressText(module.range.begin);
    case Size: return sizeText(module.range.size());
    case Symbols:
        if (module.hasDebugInformation)
            return module.debugPath.empty() ? tr("debug information") : tr("separate debug information");
        if (module.debugError && module.debugError->code == ErrorCode::Mismatch)
            return module.hasSymbols ? tr("names only, a debug file was refused")
                                     : tr("none, a debug file was refused");
        return module.hasSymbols ? tr("names only") : tr("none");
    case Match: return module.error ? errorText(*module.error) : shownMatch(module.match);
    case BuildId: return shown(module.buildId);
    case ColumnCount: break;
    }
    return {};
}

QVariant ModuleModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ModuleInfo &module = (*m_snapshot)[size_t(index.row())];
    const auto column = Column(index.column());
    switch (role) {
    case Qt::DisplayRole: return text(module, column);
    case Qt::ToolTipRole: {
        QStringList lines{shown(module.path)};
        if (!module.filePath.empty() && module.filePath != module.path)
            lines.append(tr("read from %1").arg(shown(module.filePath)));
        if (!module.debugPath.empty())
            lines.append(tr("debug information read from %1").arg(shown(module.debugPath)));
        if (module.debugError)
            lines.append(shown(module.debugError->toString()));
        if (module.error)
            lines.append(shown(module.error->toString()));
        return lines.join(QLatin1Char('\n'));
    }
    case Qt::TextAlignmentRole:
        return column == Start || column == Size ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case SortRole:
        if (column == Start)
            return quint64(module.range.begin.value);
        if (column == Size)
            return quint64(module.range.size());
        return text(module, column);
    case ErrorRole: return module.error ? errorText(*module.error) : QString();
    case MutedRole: return column == BuildId || column == Symbols;
    case WarningRole:
        return (column == Match
                && (module.error || module.match == FileMatch::Forced || module.match == FileMatch::None))
            || (column == Symbols && (!module.hasSymbols || module.debugError));
    default: return {};
    }
}

QVariant ModuleModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == Start || section == Size ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                                   : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Path: return tr("File");
    case Start: return tr("Address");
    case Size: return tr("Size");
    case Symbols: return tr("Symbols");
    case Match: return tr("Matched by");
    case BuildId: return tr("Build id");
    case ColumnCount: break;
    }
    return {};
}

}
