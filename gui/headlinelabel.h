// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

namespace Freezeframe
{

/// A headline that wraps to two lines, if so many are granted; the rest is in its tooltip. GUI thread.
class HeadlineLabel : public QWidget
{
    Q_OBJECT
public:
    explicit HeadlineLabel(QWidget *parent = nullptr);
    void setText(const QString &text);
    [[nodiscard]] QString text() const { return m_text; }
    /// 1 or 2.
    void setMostLines(int lines);
    /// The height that it would have more at its width if two lines were granted.
    [[nodiscard]] int heightDenied() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    /// The text in at most @p most lines of @p width, the last one elided.
    [[nodiscard]] QStringList lines(int width, int most) const;
    QString m_text;
    int m_mostLines = 2;
};

}
