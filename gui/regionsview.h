// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/memoryrows.h"

#include <QWidget>

class QLineEdit;
class QSortFilterProxyModel;

namespace Freezeframe
{

class ListView;
class RegionModel;
class RunLabel;

/// The regions of memory, sorted and filtered: one leads to its first byte. GUI thread.
class RegionsView : public QWidget
{
    Q_OBJECT
public:
    explicit RegionsView(QWidget *parent = nullptr);
    void setRegions(RegionList regions);
    void setFilter(const QString &text);
    [[nodiscard]] ListView *list() const { return m_list; }

Q_SIGNALS:
    void addressWanted(Freezeframe::Address address);
    void saveWanted(Freezeframe::Address start, quint64 size);
    void left();

protected:
    void keyPressEvent(QKeyEvent *event) override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void setupList();
    void refreshCount();

    RegionModel *m_model;
    QSortFilterProxyModel *m_sorted;
    QLineEdit *m_filter;
    RunLabel *m_count;
    ListView *m_list;
};

}
