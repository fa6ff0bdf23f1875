// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/stackmodel.h"

#include "model/format.h"

#include <algorithm>

namespace Freezeframe
{

void StackModel::setSnapshot(Snapshot snapshot)
{
    beginResetModel();
    m_snapshot = std::move(snapshot);
    m_crashFrame.reset();
    rebuild();
    endResetModel();
}

void StackModel::setHideRuntime(bool hide)
{
    if (m_hideRuntime == hide)
        return;
    beginResetModel();
    m_hideRuntime = hide;
    rebuild();
    endResetModel();
}

void StackModel::setCrashFrame(std::optional<size_t> frame)
{
    if (m_crashFrame == frame)
        return;
    beginResetModel();
    m_crashFrame = frame;
    rebuild();
    endResetModel();
}

void StackModel::setUncertain(bool uncertain)
{
    if (m_uncertain == uncertain)
        return;
    beginResetModel();
    m_uncertain = uncertain;
    endResetModel();
}

bool StackModel::isFoldable(const FrameInfo &frame) const
{
    return (frame.isRuntime || frame.isWrapper) && !(m_crashFrame && *m_crashFrame == frame.index);
}

void StackModel::rebuild()
{
    m_rows.clear();
    if (!m_snapshot)
        return;
    addFrames();
    addEnd();
}

void StackModel::addFrames()
{
    const auto &frames = m_snapshot->frames;
    // A stack of nothing but the runtime's frames would fold to nothing.
    const bool fold
        = m_hideRuntime && !std::ranges::all_of(frames, [this](const FrameInfo &frame) { return isFoldable(frame); });
    for (size_t i = 0; i < frames.size();) {
        size_t end = i + 1;
        if (fold && isFoldable(frames[i])) {
            while (end < frames.size() && isFoldable(frames[end]))
                ++end;
            m_rows.push_back({.kind = RowKind::Fold, .first = i, .count = end - i, .note = {}});
        } else {
            m_rows.push_back({.kind = RowKind::Frame, .first = i, .count = 1, .note = {}});
        }
        i = end;
    }
}

void StackModel::addEnd()
{
    if (m_snapshot->cut)
        m_rows.push_back({.kind = RowKind::Note,
                          .note = tr("more frames than the first %1").arg(countText(m_snapshot->frames.size()))});
    if (m_snapshot->error)
        m_rows.push_back({.kind = RowKind::Note, .note = errorText(*m_snapshot->error)});
    if (!m_snapshot->createdBy.isEmpty())
        m_rows.push_back({.kind = RowKind::CreatedBy, .note = {}});
}

int StackModel::hiddenFrames() const
{
    size_t hidden = 0;
    for (const Row &row : m_rows) {
        if (row.kind == RowKind::Fold)
            hidden += row.count;
    }
    return int(hidden);
}

QModelIndex StackModel::indexOfFrame(size_t frame) const
{
    for (size_t i = 0; i < m_rows.size(); ++i) {
        const Row &row = m_rows[i];
        if (row.kind == RowKind::Frame && row.first == frame)
            return index(int(i), 0);
        if (row.kind == RowKind::Fold && frame >= row.first && frame - row.first < row.count)
            return index(int(frame - row.first), 0, index(int(i), 0));
    }
    return {};
}

std::optional<size_t> StackModel::neighbour(size_t frame, int step) const
{
    std::optional<size_t> before;
    for (const Row &row : m_rows) {
        if (row.kind != RowKind::Frame)
            continue;
        if (step > 0 && row.first > frame)
            return row.first;
        if (step < 0 && row.first >= frame)
            return before;
        before = row.first;
    }
    return step < 0 ? before : std::nullopt;
}

QModelIndex StackModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) + 1 : quintptr(0));
}

QModelIndex StackModel::parent(const QModelIndex &child) const
{
    if (!child.isValid() || child.internalId() == 0)
        return {};
    return createIndex(int(child.internalId() - 1), 0, quintptr(0));
}

int StackModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_rows.size());
    if (parent.internalId() != 0 || parent.column() != 0)
        return 0;
    const Row &row = m_rows[size_t(parent.row())];
    return row.kind == RowKind::Fold ? int(row.count) : 0;
}

int StackModel::columnCount(const QModelIndex & /*parent*/) const
{
    return 1;
}

const StackModel::Row &StackModel::rowOf(const QModelIndex &index) const
{
    return m_rows[index.internalId() == 0 ? size_t(index.row()) : size_t(index.internalId() - 1)];
}

StackModel::RowKind StackModel::kindOf(const QModelIndex &index) const
{
    return index.internalId() != 0 ? RowKind::Frame : rowOf(index).kind;
}

const FrameInfo *StackModel::frameAt(const QModelIndex &index) const
{
    if (kindOf(index) != RowKind::Frame)
        return nullptr;
    const size_t offset = index.internalId() != 0 ? size_t(index.row()) : 0;
    return &m_snapshot->frames[rowOf(index).first + offset];
}

QString StackModel::foldText(const Row &row) const
{
    const auto begin = m_snapshot->frames.begin() + qptrdiff(row.first);
    const bool all
        = std::all_of(begin, begin + qptrdiff(row.count), [](const FrameInfo &frame) { return frame.isRuntime; });
    const QString kind = all ? tr("runtime") : tr("runtime and wrapper");
    return row.count == 1 ? tr("1 %1 frame hidden").arg(kind)
                          : tr("%1 %2 frames hidden").arg(countText(row.count), kind);
}

QString StackModel::foldNames(const Row &row) const
{
    const QString first = functionName(m_snapshot->frames[row.first].function).name;
    const QString last = functionName(m_snapshot->frames[row.first + row.count - 1].function).name;
    return row.count == 1 ? first : first + QStringLiteral(" … ") + last;
}

QString StackModel::text(const QModelIndex &index) const
{
    const Row &row = rowOf(index);
    switch (kindOf(index)) {
    case RowKind::Frame: {
        const FrameInfo &frame = *frameAt(index);
        return QStringLiteral("%1  %2  %3")
            .arg(QString::number(frame.index), functionName(frame.function).whole(), placeText(frame.file, frame.line));
    }
    case RowKind::Fold: return foldText(row) + QLatin1String("   ") + foldNames(row);
    case RowKind::CreatedBy:
        return tr("created by %1  %2")
            .arg(functionName(m_snapshot->createdBy.function).whole(), placeText(m_snapshot->createdBy));
    case RowKind::Note: return row.note;
    }
    return {};
}

QString StackModel::toolTip(const FrameInfo &frame) const
{
    QStringList lines{frame.function.empty() ? addressText(frame.pc) : shown(frame.function)};
    if (!frame.file.empty())
        lines.append(QStringLiteral("%1:%2").arg(shown(frame.file)).arg(frame.line));
    lines.append(tr("pc %1, frame at %2").arg(addressText(frame.pc), addressText(frame.cfa)));
    if (frame.onSystemStack)
        lines.append(tr("on the system stack"));
    if (frame.interrupted)
        lines.append(tr("interrupted here by a signal"));
    if (frame.error)
        lines.append(errorText(*frame.error));
    return lines.join(QLatin1Char('\n'));
}

QVariant StackModel::frameData(const FrameInfo &frame, int role) const
{
    switch (role) {
    case Qt::ToolTipRole: return toolTip(frame);
    case FrameRole: return quint64(frame.index);
    case PackageRole: return functionName(frame.function).package;
    case FunctionRole: return frame.function.empty() ? addressText(frame.pc) : functionName(frame.function).name;
    case PlaceRole:
        if (frame.file.empty())
            return fileName(frame.module);
        return placeText(frame.file, frame.line);
    case InlinedRole: return frame.inlined;
    case BadgeRole:
        if (frame.kind == FrameInfo::Kind::Signal)
            return tr("signal");
        if (frame.inlined)
            return tr("inlined");
        return frame.kind == FrameInfo::Kind::C ? tr("C") : QString();
    case CrashedRole: return m_crashFrame && *m_crashFrame == frame.index;
    case ErrorRole: return frame.error ? errorText(*frame.error) : QString();
    case MutedRole: return frame.isRuntime || frame.isWrapper;
    default: return {};
    }
}

QVariant StackModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const RowKind kind = kindOf(index);
    if (role == Qt::DisplayRole || role == CopyRole)
        return text(index);
    if (role == KindRole)
        return QVariant::fromValue(kind);
    if (role == UncertainRole)
        return m_uncertain && kind != RowKind::Fold && kind != RowKind::Note;
    if (const FrameInfo *frame = frameAt(index))
        return frameData(*frame, role);
    if (role == Qt::ToolTipRole)
        return kind == RowKind::CreatedBy
            ? shown(m_snapshot->createdBy.function) + QLatin1Char('\n') + shown(m_snapshot->createdBy.file)
            : text(index);
    if (role == FoldNamesRole && kind == RowKind::Fold)
        return foldNames(rowOf(index));
    if (role == FunctionRole)
        return kind == RowKind::Fold     ? foldText(rowOf(index))
            : kind == RowKind::CreatedBy ? functionName(m_snapshot->createdBy.function).name
                                         : rowOf(index).note;
    if (role == PackageRole && kind == RowKind::CreatedBy)
        return functionName(m_snapshot->createdBy.function).package;
    if (role == PlaceRole && kind == RowKind::CreatedBy)
        return placeText(m_snapshot->createdBy);
    return {};
}

}
