// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "screenshots/palettes.h"

namespace Freezeframe
{
namespace
{

struct Colors {
    QRgb window, windowText, base, alternate, button, highlight, highlightText, link, disabled;
};

QPalette fromColors(const Colors &colors)
{
    QPalette palette(QColor(colors.button), QColor(colors.window));
    const auto set = [&palette](QPalette::ColorRole role, QRgb color) { palette.setColor(role, QColor(color)); };
    set(QPalette::Window, colors.window);
    set(QPalette::WindowText, colors.windowText);
    set(QPalette::Base, colors.base);
    set(QPalette::AlternateBase, colors.alternate);
    set(QPalette::Text, colors.windowText);
    set(QPalette::Button, colors.button);
    set(QPalette::ButtonText, colors.windowText);
    set(QPalette::ToolTipBase, colors.window);
    set(QPalette::ToolTipText, colors.windowText);
    set(QPalette::Highlight, colors.highlight);
    set(QPalette::HighlightedText, colors.highlightText);
    set(QPalette::Link, colors.link);
    set(QPalette::PlaceholderText, colors.disabled);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor(colors.disabled));
    return palette;
}

}

QPalette lightPalette()
{
    return fromColors({.window = 0xffeff0f1,
                       .windowText = 0xff232629,
                       .base = 0xffffffff,
                       .alternate = 0xfff7f7f7,
                       .button = 0xfffcfcfc,
                       .highlight = 0xff3daee9,
                       .highlightText = 0xffffffff,
                       .link = 0xff2980b9,
                       .disabled = 0xff9a9ea2});
}

QPalette darkPalette()
{
    return fromColors({.window = 0xff202326,
                       .windowText = 0xfffcfcfc,
                       .base = 0xff141618,
                       .alternate = 0xff1d1f22,
                       .button = 0xff292c30,
                       .highlight = 0xff3daee9,
                       .highlightText = 0xfffcfcfc,
                       .link = 0xff1d99f3,
                       .disabled = 0xff6e7175});
}

}
