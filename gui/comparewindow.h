// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/rowdelegate.h"
#include "model/analysisthread.h"

#include <QWidget>

class QLabel;
class QModelIndex;

namespace Freezeframe
{

class ComparisonModel;
class ListView;
class Session;

/// Rows of what differs. GUI thread.
class ComparisonDelegate : public RowDelegate
{
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;

protected:
    [[nodiscard]] Line line(const QModelIndex &index) const override;
};

/// The core of a window beside another one: what differs. Both are opened anew on a thread of its own, so the window is
/// not held up. GUI thread.
class CompareWindow : public QWidget
{
    Q_OBJECT
public:
    /// The session's core comes after @p other, until they are swapped.
    CompareWindow(Session *session, const QString &other, QWidget *parent);
    [[nodiscard]] ComparisonModel *model() const { return m_model; }
    [[nodiscard]] ListView *view() const { return m_view; }
    void swap();

private:
    void setupRows();
    void ask();
    void choose(const QModelIndex &index);

    Session *m_session;
    OpenOptions m_own, m_other;
    bool m_isOwnAfter = true;
    ComparisonModel *m_model;
    ListView *m_view;
    QLabel *m_names;
    AnalysisThread m_worker;
};

}
