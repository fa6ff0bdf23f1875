// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QColor>
#include <QPalette>

namespace Freezeframe
{

/// The colours of the window that a palette does not name, made from a palette. A value type; make a new one when the
/// palette changes.
class Theme
{
public:
    enum class Role { Text, Muted, Crash, Warning, Good, Link, Accent };
    enum class Tint { Selection, CrashHeader, CrashLine, WarningBar, InformationBar, CallLine, Mark, Bar, Hairline };

    /// From the application's palette, whatever a view has of its own.
    Theme();
    explicit Theme(const QPalette &palette);

    [[nodiscard]] bool isDark() const { return m_dark; }
    [[nodiscard]] const QPalette &palette() const { return m_palette; }
    [[nodiscard]] QColor color(Role role) const;
    [[nodiscard]] QColor tint(Tint tint) const;
    /// A palette for item views and editors: a tint as Highlight, under which red, muted and links stay readable.
    [[nodiscard]] QPalette viewPalette() const;

private:
    [[nodiscard]] QColor readable(const QColor &color, const QColor &worstBackground) const;

    QPalette m_palette;
    bool m_dark = false;
    QColor m_text, m_muted, m_crash, m_warning, m_good, m_link, m_accent;
    QColor m_selection, m_crashHeader, m_crashLine, m_warningBar, m_informationBar, m_callLine, m_mark, m_bar,
        m_hairline;
};

/// Keeps the theme of the palette seen last: for painters that are asked for each cell. GUI thread.
class ThemeCache
{
public:
    [[nodiscard]] const Theme &current();

private:
    Theme m_theme;
    qint64 m_key = -1;
};

/// (1 − t) a + t b
[[nodiscard]] QColor mix(const QColor &a, const QColor &b, double t);
/// WCAG 2 contrast ratio, 1 to 21.
[[nodiscard]] double contrast(const QColor &a, const QColor &b);

}
