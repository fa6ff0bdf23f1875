// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/symbolfacts.h"
#include "model/roles.h"
#include "model/session.h"

#include <QAbstractTableModel>

namespace Freezeframe
{

/// All names of one kind that the program has, or those that fit what is typed, the most fitting first. What stands
/// beside a name is read when it is wanted. GUI thread; asks on the analysis thread.
class SymbolModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column : int { Name, Package, Text, Type, Size, Address, ColumnCount };
    enum Role : int {
        FullNameRole = OwnRole, ///< QString: as it is in the program
        MatchedRole, ///< QList<int>: letters of the name that were typed, ascending
        AbsentRole, ///< bool: the cell says why there is no value
    };
    static constexpr size_t mostRows = 20'000;

    explicit SymbolModel(Session *session, QObject *parent = nullptr);

    [[nodiscard]] NameKind kind() const { return m_kind; }
    void search(NameKind kind, const QString &text);
    [[nodiscard]] bool isSearching() const { return m_isSearching; }
    /// How many there are, however many of them have rows.
    [[nodiscard]] size_t total() const { return m_total; }
    /// These rows are in sight. Whoever asks again before they come gets only the newer ones.
    void wantFacts(const QList<int> &rows);
    /// What stands beside all names: to sort by it. In the background, piece by piece.
    void wantAllFacts();
    /// Null where nothing was read.
    [[nodiscard]] const SymbolFacts *facts(int row) const;
    [[nodiscard]] SymbolName symbol(int row) const;
    /// Why there are no rows, as a sentence.
    [[nodiscard]] QString emptySentence() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void listed();

private:
    struct Found {
        std::vector<NameHit> rows;
        size_t total = 0;
    };
    void clear();
    void askFacts(QList<int> rows, bool isAll);
    [[nodiscard]] QString text(int row, Column column) const;
    [[nodiscard]] QVariant sortValue(int row, Column column) const;

    static constexpr int atOnce = 200; ///< facts in one question: clicks are answered in between
    Session *m_session;
    NameKind m_kind = NameKind::Function;
    QString m_text;
    std::vector<NameHit> m_rows;
    std::vector<std::optional<SymbolFacts>> m_facts; ///< by row
    size_t m_total = 0;
    quint64 m_generation = 0; ///< of the rows
    bool m_isSearching = false;
};

}
