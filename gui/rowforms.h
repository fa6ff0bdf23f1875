// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "backend/inspect/valueforms.h"

#include <QHash>
#include <QObject>

class QMenu;
class QModelIndex;

namespace Freezeframe
{

class Session;
class VariableModel;

/// The forms in which rows of a variable tree are shown, chosen by a person and kept while the program runs: for a row,
/// and for what comes to stand under its expression in the same function. GUI thread.
class RowForms : public QObject
{
    Q_OBJECT
public:
    RowForms(Session *session, VariableModel *model, QObject *parent);

    /// Expressions are known within @p scope only.
    void setScope(const QString &scope) { m_scope = scope; }
    /// A submenu with the forms that fit the row, each with what it would show.
    void addMenu(QMenu *menu, const QModelIndex &index);

    [[nodiscard]] static QString nameOf(ValueForm form);

Q_SIGNALS:
    /// A form of many lines was chosen: it has no place in a row.
    void windowWanted(const Freezeframe::VariableInfo &variable, Freezeframe::ValueForm form);

private:
    void choose(const QModelIndex &index, const FormedValue &value);
    void applyTo(const QModelIndex &parent, int first, int last);
    [[nodiscard]] QString keyOf(const QModelIndex &index) const;

    Session *m_session;
    VariableModel *m_model;
    QString m_scope;
    QHash<QString, ValueForm> m_forms;
};

}
