// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QSvgRenderer>
#include <QWidget>

namespace Freezeframe
{

/// A drawing of the walkthrough, as wide as there is room, and no wider than it was drawn. GUI thread.
class LessonPicture : public QWidget
{
    Q_OBJECT
public:
    LessonPicture(const QByteArray &svg, const QString &caption, QWidget *parent = nullptr);
    [[nodiscard]] bool isValid() const { return m_renderer.isValid(); }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] int mostWidth() const;
    QSvgRenderer m_renderer;
};

}
