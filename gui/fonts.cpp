// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/fonts.h"

#include <QFontDatabase>
#include <QFontInfo>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QVariant>

#include <algorithm>

namespace Freezeframe
{

QFont interfaceFont(const QFont &systemFont)
{
    QFont font = systemFont;
    font.setFeature("tnum", 1);
    return font;
}

QFont scaled(QFont font, int percent)
{
    if (font.pointSizeF() > 0)
        font.setPointSizeF(std::max(1.0, font.pointSizeF() * percent / 100));
    else
        font.setPixelSize(std::max(1, font.pixelSize() * percent / 100));
    return font;
}

QFont stepped(QFont font, double points)
{
    if (font.pointSizeF() > 0)
        font.setPointSizeF(std::max(1.0, font.pointSizeF() + points));
    else
        font.setPixelSize(std::max(1, int(font.pixelSize() + points * 4 / 3 + 0.5)));
    return font;
}

QFont semiBold(QFont font)
{
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont italic(QFont font)
{
    font.setItalic(true);
    return font;
}

QFont headlineFont(const QFont &font)
{
    return semiBold(stepped(font, 3.25));
}

QFont pageTitleFont(const QFont &font)
{
    return semiBold(stepped(font, 5));
}

QFont sectionTitleFont(const QFont &font)
{
    return semiBold(stepped(font, 1.75));
}

QFont factFont(const QFont &font)
{
    return stepped(font, -0.25);
}

QFont badgeFont(const QFont &font)
{
    return stepped(font, -0.75);
}

QFont codeFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (!QFontInfo(font).fixedPitch()) {
        // Platforms without a theme name no fixed font; fontconfig does.
        font = QGuiApplication::font();
        font.setFamilies({QStringLiteral("monospace")});
        font.setStyleHint(QFont::Monospace);
        font.setFixedPitch(true);
    } else if (const int percent = qApp->property(textPercentProperty).toInt(); percent > 0) {
        font = scaled(font, percent);
    }
    if (const QString chosen = qApp->property(codeFamilyProperty).toString(); !chosen.isEmpty())
        font.setFamilies({chosen, QStringLiteral("monospace")});
    font.setFeature("liga", 0);
    font.setFeature("calt", 0);
    return font;
}

int gridUnit(const QFontMetrics &metrics)
{
    return metrics.height();
}

int rowHeight(const QFontMetrics &metrics)
{
    return metrics.height() + 6;
}

int titleHeight(const QFontMetrics &metrics)
{
    return metrics.height() * 2;
}

}
