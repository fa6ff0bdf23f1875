// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QFont>

class QFontMetrics;

// The steps of type in the window, all relative to the system's two fonts.

namespace Freezeframe
{

/// The system's font with digits of one width, so that counts stand in line.
[[nodiscard]] QFont interfaceFont(const QFont &systemFont);
/// At @p percent of its size.
[[nodiscard]] QFont scaled(QFont font, int percent);
[[nodiscard]] QFont stepped(QFont font, double points);
[[nodiscard]] QFont semiBold(QFont font);
[[nodiscard]] QFont italic(QFont font);

[[nodiscard]] QFont headlineFont(const QFont &font);
[[nodiscard]] QFont pageTitleFont(const QFont &font);
[[nodiscard]] QFont sectionTitleFont(const QFont &font);
/// Facts, notes, the status bar.
[[nodiscard]] QFont factFont(const QFont &font);
/// Badges and column headers.
[[nodiscard]] QFont badgeFont(const QFont &font);
/// The property of the application that names another family for codeFont(); empty: none.
constexpr auto codeFamilyProperty = "codeFamily";
/// And the one for its size, in percent of the system's.
constexpr auto textPercentProperty = "textPercent";
/// The system's fixed font, or the one that a person chose, without ligatures: "!=" stays two characters.
[[nodiscard]] QFont codeFont();

/// The grid: all distances are multiples of a quarter of this, which is 16 for a font of 13 px.
[[nodiscard]] int gridUnit(const QFontMetrics &metrics);
/// A row of a list.
[[nodiscard]] int rowHeight(const QFontMetrics &metrics);
/// The title of a panel.
[[nodiscard]] int titleHeight(const QFontMetrics &metrics);

}
