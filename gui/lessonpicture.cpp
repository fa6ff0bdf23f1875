// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/lessonpicture.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace Freezeframe
{

LessonPicture::LessonPicture(const QByteArray &svg, const QString &caption, QWidget *parent)
    : QWidget(parent)
    , m_renderer(svg)
{
    setAccessibleName(caption);
    setToolTip(caption);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

/// Its letters are then as large as those around it.
int LessonPicture::mostWidth() const
{
    constexpr double drawnLetters = 13; // px, in the drawings
    return int(std::lround(m_renderer.defaultSize().width() * fontMetrics().height() / (drawnLetters * 1.3)));
}

QSize LessonPicture::sizeHint() const
{
    return {mostWidth(), heightForWidth(mostWidth())};
}

int LessonPicture::heightForWidth(int width) const
{
    const QSize drawn = m_renderer.defaultSize();
    if (drawn.isEmpty())
        return 0;
    return int(std::lround(double(std::min(width, mostWidth())) * drawn.height() / drawn.width()));
}

void LessonPicture::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const int wide = std::min(width(), mostWidth());
    m_renderer.render(&painter, QRectF(0, 0, wide, heightForWidth(wide)));
}

}
