// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/theme.h"

#include <QFont>
#include <QList>
#include <QRect>
#include <QString>
#include <QStringList>

class QPainter;

namespace Freezeframe
{

/// A piece of a line: text in one role, or a small sign. A value type.
struct Run {
    enum class Kind { Text, Badge, Dot, Bar, Icon, Space };
    enum Flag { Plain = 0, SemiBold = 1, Code = 2, Italic = 4, Small = 8, ElideMiddle = 16 };

    QString text; ///< of Icon its name
    Theme::Role role = Theme::Role::Text;
    int flags = Plain;
    /// When room is short: 0 never shortened; else the smaller the sooner.
    int elideOrder = 0;
    Kind kind = Kind::Text;
    double share = 0; ///< of Bar, 0 to 1
    QString link; ///< not empty: can be clicked

    [[nodiscard]] static Run plain(const QString &text, Theme::Role role = Theme::Role::Text, int flags = Plain,
                                   int elide = 0);
    [[nodiscard]] static Run linkTo(const QString &text, const QString &target, int elide = 0);
    [[nodiscard]] static Run badge(const QString &text);
    [[nodiscard]] static Run dot(Theme::Role role);
    [[nodiscard]] static Run bar(double share);
    [[nodiscard]] static Run icon(const QString &name);
    [[nodiscard]] static Run space();
};
using Runs = QList<Run>;

/// Lays out and paints lines of runs, left and right: the one painting helper of all lists, labels and titles.
class RunPainter
{
public:
    RunPainter(const Theme &theme, const QFont &font);

    /// Words on a tinted ground wherever they stand.
    void setMarks(const QStringList &marks) { m_marks = marks; }

    struct Placed {
        Run run;
        QRect rect;
        QString shown; ///< after eliding
    };
    /// Where each run stands in @p rect; what has no room is left out.
    [[nodiscard]] QList<Placed> place(const QRect &rect, const Runs &left, const Runs &right = {}) const;
    void paint(QPainter *painter, const QList<Placed> &placed) const;
    void paint(QPainter *painter, const QRect &rect, const Runs &left, const Runs &right = {}) const
    {
        paint(painter, place(rect, left, right));
    }
    [[nodiscard]] int width(const Runs &runs) const;
    [[nodiscard]] QFont fontOf(const Run &run) const;

private:
    [[nodiscard]] int widthOf(const Run &run) const;
    void shorten(QList<Placed> &placed, int overflow) const;
    void paintMarks(QPainter *painter, const Placed &item) const;
    void paintBadge(QPainter *painter, const Placed &item) const;
    void paintBar(QPainter *painter, const Placed &item) const;

    const Theme &m_theme;
    QFont m_font;
    int m_unit;
    QStringList m_marks;
};

/// The text of runs, for tooltips and assistive technology.
[[nodiscard]] QString plainText(const Runs &runs);

/// A function's name as every list shows it: package muted, the rest in text colour.
[[nodiscard]] Runs functionRuns(const QString &package, const QString &name, int flags = Run::Plain);

}
