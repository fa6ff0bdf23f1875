// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"
#include "gui/rowdelegate.h"

#include <QWidget>

class QLineEdit;
class QMenu;
class QSortFilterProxyModel;
class QToolButton;

namespace Freezeframe
{

class InFlightModel;
class ListView;
class MutedLabel;
class Session;

/// Rows of what was in flight. GUI thread.
class InFlightDelegate : public RowDelegate
{
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;

protected:
    [[nodiscard]] Line line(const QModelIndex &index) const override;
};

/// What the program had in flight: requests, queries, timers, connections. Asked for when it is first seen. GUI thread.
class InFlightPage : public QWidget
{
    Q_OBJECT
public:
    explicit InFlightPage(Session *session, QWidget *parent = nullptr);
    [[nodiscard]] InFlightModel *model() const { return m_model; }
    [[nodiscard]] ListView *view() const { return m_view; }
    [[nodiscard]] QLineEdit *filter() const { return m_filter; }
    [[nodiscard]] QToolButton *secrets() const { return m_secrets; }

Q_SIGNALS:
    void memoryWanted(Freezeframe::Address address);

protected:
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void setupTools();
    void setupList();
    void forget();
    void ask();
    void narrow(const QString &text);
    void choose(const QModelIndex &index);
    void fillMenu(QMenu *menu, const QModelIndex &index);

    Session *m_session;
    InFlightModel *m_model;
    QSortFilterProxyModel *m_filtered;
    ListView *m_view;
    QLineEdit *m_filter;
    QToolButton *m_secrets;
    MutedLabel *m_hidden;
    bool m_isAsked = false;
};

}
