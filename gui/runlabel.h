// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/runs.h"

#include <QWidget>

namespace Freezeframe
{

/// One line of runs, some of them links; elides and never widens the window. The whole text is its tooltip if it does
/// not fit. Links can be reached by Tab and arrows. GUI thread.
class RunLabel : public QWidget
{
    Q_OBJECT
public:
    explicit RunLabel(QWidget *parent = nullptr);
    void setRuns(const Runs &runs);
    void setText(const QString &text, Theme::Role role = Theme::Role::Text);
    [[nodiscard]] const Runs &runs() const { return m_runs; }
    /// Takes the width of its text instead of what is left.
    void setFitsText(bool fits);
    void setRightAligned(bool right) { m_isRightAligned = right; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void linkActivated(const QString &target);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void leaveEvent(QEvent *event) override;
    bool event(QEvent *event) override;

private:
    [[nodiscard]] QList<RunPainter::Placed> placed() const;
    [[nodiscard]] QString linkAt(const QPoint &position) const;
    [[nodiscard]] QStringList links() const;
    [[nodiscard]] bool isElided() const;

    Runs m_runs;
    QString m_hovered;
    QString m_pressed;
    int m_focusedLink = 0;
    bool m_isRightAligned = false;
    mutable ThemeCache m_theme;
};

}
