// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "gui/runs.h"

#include <QWidget>

class QGridLayout;
class QLabel;
class QScrollArea;

namespace Freezeframe
{

class Session;

/// What is known of one goroutine besides its stack: state, what it waits for, labels, who started it. Scrolls where
/// it has not the room for all. GUI thread.
class GoroutineDetailsView : public QWidget
{
    Q_OBJECT
public:
    explicit GoroutineDetailsView(Session *session, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// An address was clicked on.
    void memoryWanted(Freezeframe::Address address);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showDetails(const GoroutineDetails &details);
    void showThread();
    void showProblem(const QString &problem);
    void clearRows();
    void reveal();
    void addRow(const QString &name, const Runs &runs);
    void addState(const GoroutineDetails &details);
    void addWaits(const GoroutineDetails &details);
    void addOrigin(const GoroutineDetails &details);
    void addAncestors(quint64 goroutine, const std::vector<AncestorInfo> &ancestors);
    [[nodiscard]] Run goroutineRun(quint64 id) const;
    void addPanicsAndDefers(const GoroutineDetails &details);
    void follow(const QString &link);

    Session *m_session;
    QLabel *m_title;
    QScrollArea *m_scroll;
    QWidget *m_body;
    QGridLayout *m_rows = nullptr;
    GoroutineDetails m_details;
    std::vector<AncestorInfo> m_ancestors;
    ThemeCache m_theme;
};

}
