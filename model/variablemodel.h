// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "model/roles.h"

#include <QAbstractItemModel>

#include <deque>
#include <functional>

namespace Freezeframe
{

/// Variables as a lazy tree: children are asked for when a row is opened, in pages; more than a thousand stand in
/// ranges ([0..999999] in [0..9999999]), so that the end of a slice of 10 million is as near as its begin. An interface
/// opens as what it holds, a pointer as what it points to: neither costs a level. GUI thread.
class VariableModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column : int { Name, Value, Type, ColumnCount };
    enum Role : int {
        HandleRole = OwnRole, ///< ValueHandle of what can be asked for
        BadgeRole, ///< "argument", "result", "captured"
        MeaningRole, ///< "5m0s"
        AbsentRole, ///< bool: the value is words in italics ("optimised out"), not a value
        ReasonRole, ///< why the value killed the program: "read at offset 0x18 on line 142"
        ExpressionRole,
        AddressRole, ///< quint64 or nothing
        LengthRole, ///< quint64 or nothing
        IsTextRole, ///< bool: text() pages through it
        UncertainRole,
        NilRole,
        FormRole, ///< bool: the value stands in a form that was asked for
    };
    using Children = Result<std::vector<VariableInfo>>;
    /// Asks for children [first, first + count) of a handle; the answer comes later.
    using Fetcher = std::function<void(ValueHandle, uint64_t first, uint64_t count, std::function<void(Children)>)>;

    explicit VariableModel(QObject *parent = nullptr);
    void setFetcher(Fetcher fetcher) { m_fetcher = std::move(fetcher); }
    /// Whether variables that say nothing (isAside) stand behind a count, from the next ones on.
    void setFolds(bool folds) { m_folds = folds; }
    /// @p line: where the frame stands, for "not yet assigned on line 142"; 0 if unknown.
    void setVariables(std::vector<VariableInfo> variables, int line = 0);
    /// Where the variable stands that was number @p given of those that were set; invalid if there is none.
    [[nodiscard]] QModelIndex indexOfVariable(int given) const;
    /// The variable that was number @p given is what killed the program.
    void setReason(int given, const QString &reason);
    void setUncertain(bool uncertain);
    /// The value of a row in another form; empty: as it is by itself.
    void setFormed(const QModelIndex &index, const QString &text);
    [[nodiscard]] const VariableInfo *variable(const QModelIndex &index) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] bool hasChildren(const QModelIndex &parent = {}) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    static constexpr uint64_t pageSize = 100;
    static constexpr uint64_t rangesFrom = 1000; ///< more children than that stand in ranges
    static constexpr quintptr root = 0;
    static constexpr int mostFollowed = 4; ///< a pointer may lead to itself

    struct Node {
        VariableInfo info;
        QString formed; ///< the value in the form that was asked for
        ValueHandle handle = 0; ///< whose children these are: of an interface what it holds, of a pointer its pointee
        quintptr parent = root;
        int row = 0;
        std::vector<quintptr> children;
        uint64_t first = 0; ///< of a range: its first child in the parent's value
        uint64_t count = 0; ///< children in all
        int followed = 0; ///< pointers that were passed over
        bool isRange = false;
        bool isFold = false; ///< its children are variables that say nothing
        bool asking = false;
        bool failed = false;
    };
    quintptr addNode(VariableInfo info, quintptr parent, int row);
    [[nodiscard]] quintptr nodeId(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOf(quintptr node) const;
    void addFold(const std::vector<quintptr> &folded);
    void addRanges(quintptr node);
    [[nodiscard]] static bool isBarePointee(const Node &node, const Children &children);
    static void open(Node &node, const VariableInfo &info);
    void receive(quintptr node, quint64 generation, Children children);
    [[nodiscard]] QString valueText(const VariableInfo &info) const;
    [[nodiscard]] QString foldText(const Node &fold) const;
    [[nodiscard]] QString text(const Node &node, Column column) const;
    [[nodiscard]] QString toolTip(const Node &node, Column column) const;
    [[nodiscard]] QString badge(const VariableInfo &info) const;
    [[nodiscard]] QVariant data(const Node &node, quintptr id, int role) const;

    Fetcher m_fetcher;
    std::deque<Node> m_nodes; ///< 0 is the root
    std::vector<quintptr> m_given; ///< the variables in the order in which they were set
    quint64 m_generation = 0;
    int m_line = 0;
    quintptr m_reasonNode = root;
    QString m_reason;
    bool m_uncertain = false;
    bool m_folds = false;
};

}
