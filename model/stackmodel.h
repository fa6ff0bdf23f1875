// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "model/roles.h"

#include <QAbstractItemModel>

namespace Freezeframe
{

/// The frames of one stack. The runtime's own stand folded in rows that count them and open in place; below them
/// come what the stack lacks and who created the goroutine. GUI thread.
class StackModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum class RowKind { Frame, Fold, CreatedBy, Note };
    Q_ENUM(RowKind)
    enum Role : int {
        KindRole = OwnRole, ///< RowKind
        FrameRole, ///< index of the frame, as Delve counts
        PackageRole,
        FunctionRole,
        PlaceRole, ///< "cache.go:142"
        InlinedRole,
        BadgeRole, ///< "inlined", "system stack", "signal"
        FoldNamesRole, ///< "raise … sigpanic"
        UncertainRole,
    };
    using Snapshot = std::shared_ptr<const StackInfo>;

    using QAbstractItemModel::QAbstractItemModel;
    void setSnapshot(Snapshot snapshot);
    void setHideRuntime(bool hide);
    /// Where the program died: @p frame of the shown stack, or none.
    void setCrashFrame(std::optional<size_t> frame);
    void setUncertain(bool uncertain);

    [[nodiscard]] const Snapshot &snapshot() const { return m_snapshot; }
    [[nodiscard]] bool hidesRuntime() const { return m_hideRuntime; }
    [[nodiscard]] int hiddenFrames() const;
    [[nodiscard]] QModelIndex indexOfFrame(size_t frame) const;
    /// The frame that is shown next to @p frame, @p step −1 or 1; folded ones are passed over.
    [[nodiscard]] std::optional<size_t> neighbour(size_t frame, int step) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    struct Row {
        RowKind kind = RowKind::Frame;
        size_t first = 0; ///< frame
        size_t count = 1;
        QString note;
    };
    void rebuild();
    void addFrames();
    void addEnd();
    [[nodiscard]] const FrameInfo *frameAt(const QModelIndex &index) const;
    [[nodiscard]] const Row &rowOf(const QModelIndex &index) const;
    [[nodiscard]] RowKind kindOf(const QModelIndex &index) const;
    [[nodiscard]] QString text(const QModelIndex &index) const;
    [[nodiscard]] QString foldText(const Row &row) const;
    [[nodiscard]] QString foldNames(const Row &row) const;
    [[nodiscard]] QString toolTip(const FrameInfo &frame) const;
    [[nodiscard]] QVariant frameData(const FrameInfo &frame, int role) const;
    [[nodiscard]] bool isFoldable(const FrameInfo &frame) const;

    Snapshot m_snapshot;
    std::vector<Row> m_rows;
    std::optional<size_t> m_crashFrame;
    bool m_hideRuntime = true;
    bool m_uncertain = false;
};

}
