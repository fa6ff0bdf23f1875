// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/theme.h"

#include <QGuiApplication>

#include <algorithm>
#include <cmath>

namespace Freezeframe
{
namespace
{

constexpr double readableContrast = 4.5; // WCAG 2 AA for text

double luminance(const QColor &color)
{
    const auto linear = [](double channel) {
        return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

}

QColor mix(const QColor &a, const QColor &b, double t)
{
    const auto channel = [t](float from, float to) { return float(from + (to - from) * t); };
    return QColor::fromRgbF(channel(a.redF(), b.redF()), channel(a.greenF(), b.greenF()),
                            channel(a.blueF(), b.blueF()));
}

double contrast(const QColor &a, const QColor &b)
{
    const double first = luminance(a) + 0.05;
    const double second = luminance(b) + 0.05;
    return std::max(first, second) / std::min(first, second);
}

Theme::Theme()
    : Theme(QGuiApplication::palette())
{
}

Theme::Theme(const QPalette &palette)
    : m_palette(palette)
{
    const QColor base = palette.color(QPalette::Base);
    const QColor highlight = palette.color(QPalette::Highlight);
    m_dark = base.lightnessF() < 0.5F;
    m_text = palette.color(QPalette::Text);
    m_selection = mix(base, highlight, m_dark ? 0.26 : 0.24);

    m_muted = readable(mix(m_text, base, m_dark ? 0.30 : 0.34), m_selection);
    m_crash = readable(m_dark ? QColor(0xff, 0x8a, 0x80) : QColor(0xb3, 0x26, 0x1e), m_selection);
    m_warning = readable(m_dark ? QColor(0xf2, 0xb4, 0x5a) : QColor(0x8a, 0x50, 0x00), m_selection);
    m_good = readable(m_dark ? QColor(0x6e, 0xcb, 0x8d) : QColor(0x1b, 0x6e, 0x3c), m_selection);
    // Qt's own blue is what a style has that names no colour for links: then they are of the highlight's hue.
    const QColor link = palette.color(QPalette::Link);
    m_link = readable(link == QColor(Qt::blue) ? highlight : link, m_selection);
    m_accent = m_dark ? highlight : mix(highlight, QColor(Qt::black), 0.14);

    const QColor amber = m_dark ? QColor(0xf2, 0xb4, 0x5a) : QColor(0xf6, 0x9a, 0x20);
    m_crashHeader = mix(base, m_crash, m_dark ? 0.13 : 0.07);
    m_crashLine = mix(base, m_crash, m_dark ? 0.20 : 0.12);
    m_warningBar = mix(base, amber, m_dark ? 0.16 : 0.14);
    m_informationBar = mix(base, highlight, 0.12);
    m_callLine = mix(base, highlight, m_dark ? 0.22 : 0.18);
    m_mark = mix(base, highlight, m_dark ? 0.45 : 0.38);
    m_bar = mix(base, highlight, m_dark ? 0.75 : 0.85);
    m_hairline = mix(palette.color(QPalette::Window), palette.color(QPalette::WindowText), m_dark ? 0.18 : 0.2);
}

QColor Theme::readable(const QColor &color, const QColor &worstBackground) const
{
    constexpr int steps = 20;
    for (int step = 0; step < steps; ++step) {
        const QColor candidate = mix(color, m_text, double(step) / steps);
        if (contrast(candidate, worstBackground) >= readableContrast)
            return candidate;
    }
    return m_text;
}

QColor Theme::color(Role role) const
{
    switch (role) {
    case Role::Text: return m_text;
    case Role::Muted: return m_muted;
    case Role::Crash: return m_crash;
    case Role::Warning: return m_warning;
    case Role::Good: return m_good;
    case Role::Link: return m_link;
    case Role::Accent: return m_accent;
    }
    return m_text;
}

QColor Theme::tint(Tint tint) const
{
    switch (tint) {
    case Tint::Selection: return m_selection;
    case Tint::CrashHeader: return m_crashHeader;
    case Tint::CrashLine: return m_crashLine;
    case Tint::WarningBar: return m_warningBar;
    case Tint::InformationBar: return m_informationBar;
    case Tint::CallLine: return m_callLine;
    case Tint::Mark: return m_mark;
    case Tint::Bar: return m_bar;
    case Tint::Hairline: return m_hairline;
    }
    return m_selection;
}

QPalette Theme::viewPalette() const
{
    QPalette palette = m_palette;
    for (const auto group : {QPalette::Active, QPalette::Inactive}) {
        palette.setColor(group, QPalette::Highlight, m_selection);
        palette.setColor(group, QPalette::HighlightedText, m_text);
    }
    return palette;
}

const Theme &ThemeCache::current()
{
    const QPalette palette = QGuiApplication::palette();
    if (m_key != palette.cacheKey()) {
        m_theme = Theme(palette);
        m_key = palette.cacheKey();
    }
    return m_theme;
}

}
