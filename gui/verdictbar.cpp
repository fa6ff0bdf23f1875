// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/verdictbar.h"

#include "gui/fonts.h"
#include "gui/iconlabel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace Freezeframe
{

VerdictBar::VerdictBar(QWidget *parent)
    : QWidget(parent)
    , m_icon(new IconLabel(QStringLiteral("dialog-information"), this))
    , m_label(new QLabel(this))
{
    const int unit = gridUnit(fontMetrics());
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(unit * 3 / 4, unit / 4, unit / 2, unit / 4);
    row->setSpacing(unit / 2);
    row->addWidget(m_icon, 0, Qt::AlignVCenter);
    m_label->setWordWrap(true);
    m_label->setTextFormat(Qt::RichText);
    m_label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Minimum);
    row->addWidget(m_label, 1);
}

void VerdictBar::setVerdict(Kind kind, const QString &what, const QString &rest)
{
    m_kind = kind;
    m_icon->setIconName(kind == Kind::Good          ? QStringLiteral("dialog-information")
                            : kind == Kind::Warning ? QStringLiteral("dialog-warning")
                                                    : QStringLiteral("dialog-error"));
    m_label->setText(
        QStringLiteral("<span style=\"font-weight:600\">%1</span> %2").arg(what.toHtmlEscaped(), rest.toHtmlEscaped()));
    setAccessibleName(what + QLatin1Char(' ') + rest);
    updateGeometry();
    update();
}

void VerdictBar::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const Theme &theme = m_theme.current();
    const auto tint = m_kind == Kind::Good ? Theme::Tint::InformationBar
        : m_kind == Kind::Warning          ? Theme::Tint::WarningBar
                                           : Theme::Tint::CrashHeader;
    const auto role = m_kind == Kind::Good ? Theme::Role::Accent
        : m_kind == Kind::Warning          ? Theme::Role::Warning
                                           : Theme::Role::Crash;
    painter.fillRect(rect(), theme.tint(tint));
    painter.fillRect(0, 0, 4, height(), theme.color(role));
    painter.fillRect(0, height() - 1, width(), 1, theme.tint(Theme::Tint::Hairline));
}

}
