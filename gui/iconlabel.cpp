// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/iconlabel.h"

#include "gui/fonts.h"
#include "gui/symboliciconengine.h"

#include <QPainter>

namespace Freezeframe
{

IconLabel::IconLabel(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_name(name)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAttribute(Qt::WA_TransparentForMouseEvents);
}

void IconLabel::setIconName(const QString &name)
{
    m_name = name;
    update();
}

QSize IconLabel::sizeHint() const
{
    const int size = gridUnit(fontMetrics()) * 11 / 8;
    return {size, size};
}

void IconLabel::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const int side = qMin(width(), height());
    symbolicIcon(m_name).paint(&painter, QRect((width() - side) / 2, (height() - side) / 2, side, side));
}

}
