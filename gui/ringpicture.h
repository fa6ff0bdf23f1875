// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/theme.h"

#include <QWidget>

namespace Freezeframe
{

/// Goroutines in a ring, each with an arrow to the one that it waits for; a click or Enter goes to one. GUI thread.
class RingPicture : public QWidget
{
    Q_OBJECT
public:
    explicit RingPicture(QWidget *parent = nullptr);
    void setGoroutines(const std::vector<uint64_t> &ids);
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void goroutineWanted(quint64 id);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    [[nodiscard]] QRectF boxOf(int number) const;
    [[nodiscard]] int shownCount() const;
    [[nodiscard]] QString textOf(int number) const;
    void paintArrow(QPainter &painter, const QRectF &from, const QRectF &to) const;

    std::vector<uint64_t> m_ids;
    int m_current = 0; ///< that the keys are at
    mutable ThemeCache m_theme;
};

}
