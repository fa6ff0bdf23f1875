// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/processlist.h"
#include "model/roles.h"

#include <QAbstractTableModel>

#include <optional>

namespace Freezeframe
{

/// The processes of this machine. A refresh changes only what changed: rows keep their indexes, so that selection and
/// scroll stay. In the order of their numbers; ProcessFilter sorts. GUI thread.
class ProcessModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column : int { Pid, Name, Go, User, Cpu, Memory, Threads, Started, Command, ColumnCount };
    enum Role : int { PidRole = OwnRole, NameRole, GoRole, CommandRole, SizeRole, PidTextRole };

    explicit ProcessModel(QObject *parent = nullptr);
    /// The processes as they are now, in any order.
    void update(std::vector<ProcessRow> rows);
    [[nodiscard]] const ProcessRow &process(int row) const { return m_rows[size_t(row)]; }
    /// The row of a process, −1 if it has ended.
    [[nodiscard]] int find(const ProcessId &id) const;
    /// Whichever has that number.
    [[nodiscard]] int find(int pid) const;
    [[nodiscard]] int goCount() const { return m_goCount; }
    /// False until the first answer is here.
    [[nodiscard]] bool isFilled() const { return m_filled; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    /// A refresh is done.
    void updated();

private:
    void removeGone(const std::vector<ProcessRow> &rows);
    void insertNew(std::vector<ProcessRow> &rows);
    void changeRest(std::vector<ProcessRow> &rows);
    [[nodiscard]] QString cell(const ProcessRow &row, int column) const;
    [[nodiscard]] QVariant sortKey(const ProcessRow &row, int column) const;

    std::vector<ProcessRow> m_rows; ///< by pid and start
    int m_goCount = 0;
    bool m_filled = false;
};

/// "12:04", "Thu 08:10", "17 Nov": when something began, as short as it can be told.
[[nodiscard]] QString startText(qint64 secondsSinceEpoch);

}
