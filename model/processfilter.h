// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/processmodel.h"

#include <QSortFilterProxyModel>

namespace Freezeframe
{

/// The processes that a person looks for, in the order wanted. Go programs stand first in every order. GUI thread.
class ProcessFilter : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    explicit ProcessFilter(ProcessModel *model, QObject *parent = nullptr);
    /// Words that name, PID, user or command line contain; all of them.
    void setText(const QString &text);
    void setOnlyGo(bool only);
    void setOnlyMine(bool only);
    [[nodiscard]] const QString &text() const { return m_text; }
    [[nodiscard]] ProcessModel *model() const { return m_model; }
    /// The process of a row of this model; null without one.
    [[nodiscard]] const ProcessRow *process(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOf(const ProcessId &id) const;

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    ProcessModel *m_model;
    QString m_text;
    QStringList m_words;
    bool m_onlyGo = false;
    bool m_onlyMine = false;
};

}
