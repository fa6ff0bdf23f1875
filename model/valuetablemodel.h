// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "backend/inspect/valuetable.h"
#include "model/roles.h"

#include <QAbstractTableModel>

namespace Freezeframe
{

class Session;

/// The elements of a slice, array or map as rows, their fields as columns: read piece by piece in the background, up to
/// a bound. GUI thread.
class ValueTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Role : int {
        AbsentRole = OwnRole, ///< bool: the cell is words in italics, not a value
        RowRole, ///< quint64: which element it is
    };
    static constexpr uint64_t mostRows = 100'000;

    /// Begins to read at once.
    ValueTableModel(Session *session, ValueHandle handle, QObject *parent = nullptr);

    [[nodiscard]] uint64_t elementCount() const { return m_count; }
    [[nodiscard]] bool isComplete() const { return m_isComplete; }
    [[nodiscard]] bool hasMoreFields() const { return m_hasMoreFields; }
    [[nodiscard]] const QString &elementType() const { return m_elementType; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    /// More rows are there, or the last one is.
    void progressed();
    void failed(const QString &sentence);

private:
    void ask();
    void receive(Result<ValueTable> table);

    static constexpr uint64_t pageSize = 1000;
    Session *m_session;
    ValueHandle m_handle;
    QString m_elementType;
    std::vector<std::string> m_columns;
    std::vector<ValueTable::Row> m_rows;
    uint64_t m_count = 0;
    bool m_hasMoreFields = false;
    bool m_isComplete = false;
};

}
