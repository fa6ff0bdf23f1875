// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/format.h"
#include "model/gotosearch.h"
#include "model/roles.h"

#include <QAbstractListModel>

namespace Freezeframe
{

/// What stands in a menu and can be gone to.
struct GoToAction {
    QString text; ///< "Hide Runtime Frames"
    QString menu; ///< "View"
    QString shortcut; ///< as it is written on keys; may be empty
    bool isEnabled = true;
    std::optional<bool> isOn = {}; ///< of a setting
};

/// What "go to anything" found for a text: actions, goroutines, threads, frames, names of the program, places
/// (file:line), addresses; without a text the signs that narrow it. GUI thread; what takes long is asked on the
/// analysis thread.
class GoToModel : public QAbstractListModel
{
    Q_OBJECT
public:
    using TargetKind = GoToTarget::Kind;
    enum Role : int {
        KindRole = OwnRole, ///< int of TargetKind
        PackageRole,
        FunctionRole,
        DetailRole,
        KindTextRole,
        MatchedRole, ///< QList<int>: letters of package and function together that were typed, ascending
    };

    explicit GoToModel(Session *session, QObject *parent = nullptr);
    /// Has the names of the program read in the background, so that the first letter finds them.
    void prepare();
    /// What menus offer now.
    void setActions(const QList<GoToAction> &actions) { m_actions = actions; }
    void search(const QString &text);
    /// What was asked for last is still being searched.
    [[nodiscard]] bool isSearching() const { return m_isSearching; }
    /// Why there are no rows, as a sentence.
    [[nodiscard]] QString emptySentence() const;
    /// Goes to a row: the session, or who hears the signals.
    void activate(const QModelIndex &index);

    /// The source of a row, where it has one.
    void openInEditor(const QModelIndex &index);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

Q_SIGNALS:
    void memoryWanted(Freezeframe::Address address);
    /// By its number in setActions().
    void actionWanted(int number);
    /// A name of the program as it is there, which has a page of its own.
    void nameWanted(Freezeframe::NameKind kind, const QString &name);

private:
    [[nodiscard]] std::vector<GoToTarget> hints() const;
    void addActions(std::vector<GoToTarget> &targets) const;
    void setTargets(std::vector<GoToTarget> targets);
    void ask();
    [[nodiscard]] FunctionName nameOf(const GoToTarget &target) const;
    [[nodiscard]] QString kindText(const GoToTarget &target) const;

    static constexpr size_t mostActions = 4; ///< where there are other kinds
    Session *m_session;
    QList<GoToAction> m_actions;
    std::vector<GoToTarget> m_targets;
    GoToQuery m_query;
    bool m_hasNames = false;
    bool m_isPreparing = false;
    bool m_isSearching = false;
};

}
