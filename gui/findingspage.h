// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"
#include "gui/rowdelegate.h"

#include <QWidget>

class QMenu;

namespace Freezeframe
{

class FindingModel;
class ListView;
class RingPicture;
class Session;

/// Rows of findings: title, what it means, what it is told from. GUI thread.
class FindingDelegate : public RowDelegate
{
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;

protected:
    [[nodiscard]] Line line(const QModelIndex &index) const override;
};

/// All findings, each with what it is told from; of a ring its picture. GUI thread.
class FindingsPage : public QWidget
{
    Q_OBJECT
public:
    explicit FindingsPage(Session *session, QWidget *parent = nullptr);
    /// Brings a finding in sight, opened.
    void showFinding(int number);
    [[nodiscard]] int count() const;
    [[nodiscard]] FindingModel *model() const { return m_model; }
    [[nodiscard]] ListView *view() const { return m_view; }
    [[nodiscard]] RingPicture *ring() const { return m_ring; }

Q_SIGNALS:
    /// The goroutine list is to show only these rows of the table.
    void goroutinesWanted(const std::vector<uint32_t> &rows, const QString &title);
    void memoryWanted(Freezeframe::Address address);
    void countChanged(int count);

private:
    void refresh();
    void choose(const QModelIndex &index);
    void follow();
    void showGoroutines(const QModelIndex &index);
    void fillMenu(QMenu *menu, const QModelIndex &index);

    Session *m_session;
    FindingModel *m_model;
    ListView *m_view;
    RingPicture *m_ring;
};

}
