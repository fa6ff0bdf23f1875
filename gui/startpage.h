// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/rowdelegate.h"

#include <QWidget>

class QAction;

namespace Freezeframe
{

class ListView;
class MessageBar;
class RecentCores;

/// Rows of two lines: name and time, path and size. GUI thread.
class RecentDelegate : public RowDelegate
{
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    [[nodiscard]] Line line(const QModelIndex &index) const override;
};

/// What is shown while no core is open: those opened before, and where to drop one. GUI thread.
class StartPage : public QWidget
{
    Q_OBJECT
public:
    StartPage(RecentCores *recent, QAction *openAction, QWidget *parent = nullptr);
    /// Why the last core could not be opened; empty for none.
    void setProblem(const QString &what, const QString &rest);
    [[nodiscard]] ListView *list() const { return m_list; }

Q_SIGNALS:
    void coreChosen(const QString &path);

private:
    RecentCores *m_recent;
    ListView *m_list;
    MessageBar *m_problem;
};

}
