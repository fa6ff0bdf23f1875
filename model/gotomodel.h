// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/roles.h"
#include "model/session.h"

#include <QAbstractListModel>

namespace Freezeframe
{

/// What "go to anything" found for a text: goroutines by id or function, frames of the stack, functions, places
/// (file:line), addresses. GUI thread; functions and files come later, from the analysis thread.
class GoToModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum class TargetKind { Goroutine, Frame, Function, Place, Address };
    Q_ENUM(TargetKind)
    enum Role : int { KindRole = OwnRole, PackageRole, FunctionRole, DetailRole, KindTextRole };

    explicit GoToModel(Session *session, QObject *parent = nullptr);
    /// Has the names of the program read in the background, so that the first letter finds them.
    void prepare();
    void search(const QString &text);
    /// Makes the session go to a row. For an address, returns it: memory is another panel's.
    std::optional<Address> activate(const QModelIndex &index);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    struct Target {
        TargetKind kind = TargetKind::Function;
        quint64 number = 0; ///< goroutine id, frame, address (of a function: its entry)
        SourceLocation place;
        QString detail;
    };
    [[nodiscard]] std::vector<Target> nearTargets(const QString &text) const;
    void addGoroutines(const QString &text, std::vector<Target> &targets) const;
    void addFrames(const QString &text, std::vector<Target> &targets) const;
    void addPlace(const QString &text, std::vector<Target> &targets) const;
    void setTargets(std::vector<Target> targets);
    void searchNames();

    static constexpr size_t limitOfKind = 8;
    static constexpr size_t functionLimit = 50;
    Session *m_session;
    std::vector<Target> m_targets;
    QString m_wanted; ///< what is searched for
    bool m_hasNames = false;
    bool m_isPreparing = false;
};

}
