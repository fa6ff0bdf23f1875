// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/runs.h"

#include "gui/fonts.h"
#include "gui/symboliciconengine.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace Freezeframe
{

Run Run::plain(const QString &text, Theme::Role role, int flags, int elide)
{
    return {
        .text = text, .role = role, .flags = flags, .elideOrder = elide, .kind = Kind::Text, .share = 0, .link = {}};
}

Run Run::linkTo(const QString &text, const QString &target, int elide)
{
    return {.text = text,
            .role = Theme::Role::Link,
            .flags = Plain,
            .elideOrder = elide,
            .kind = Kind::Text,
            .share = 0,
            .link = target};
}

Run Run::badge(const QString &text)
{
    return {.text = text,
            .role = Theme::Role::Muted,
            .flags = Plain,
            .elideOrder = 0,
            .kind = Kind::Badge,
            .share = 0,
            .link = {}};
}

Run Run::dot(Theme::Role role)
{
    return {.text = {}, .role = role, .flags = Plain, .elideOrder = 0, .kind = Kind::Dot, .share = 0, .link = {}};
}

Run Run::bar(double share)
{
    return {.text = {},
            .role = Theme::Role::Text,
            .flags = Plain,
            .elideOrder = 0,
            .kind = Kind::Bar,
            .share = share,
            .link = {}};
}

Run Run::icon(const QString &name)
{
    return {.text = name,
            .role = Theme::Role::Text,
            .flags = Plain,
            .elideOrder = 0,
            .kind = Kind::Icon,
            .share = 0,
            .link = {}};
}

Run Run::space()
{
    return {.text = {},
            .role = Theme::Role::Text,
            .flags = Plain,
            .elideOrder = 0,
            .kind = Kind::Space,
            .share = 0,
            .link = {}};
}

RunPainter::RunPainter(const Theme &theme, const QFont &font)
    : m_theme(theme)
    , m_font(font)
    , m_unit(gridUnit(QFontMetrics(font)))
{
}

QFont RunPainter::fontOf(const Run &run) const
{
    QFont font = m_font;
    if (run.flags & Run::Code) {
        // As large as the text around it, so that rows keep one base line.
        font = codeFont();
        if (m_font.pointSizeF() > 0)
            font.setPointSizeF(m_font.pointSizeF() * 0.94);
        else
            font.setPixelSize(std::max(1, int(m_font.pixelSize() * 0.94 + 0.5)));
    }
    if (run.kind == Run::Kind::Badge)
        font = badgeFont(font);
    if (run.flags & Run::Small)
        font = factFont(font);
    if (run.flags & Run::SemiBold)
        font = semiBold(font);
    if (run.flags & Run::Italic)
        font = italic(font);
    return font;
}

int RunPainter::widthOf(const Run &run) const
{
    switch (run.kind) {
    case Run::Kind::Text: return QFontMetrics(fontOf(run)).horizontalAdvance(run.text);
    case Run::Kind::Badge: return QFontMetrics(fontOf(run)).horizontalAdvance(run.text) + m_unit / 2;
    case Run::Kind::Dot: return m_unit * 3 / 4;
    case Run::Kind::Bar: return m_unit * 5 / 4;
    case Run::Kind::Icon: return m_unit;
    case Run::Kind::Space: return m_unit / 2;
    }
    return 0;
}

int RunPainter::width(const Runs &runs) const
{
    int width = 0;
    for (const Run &run : runs)
        width += widthOf(run);
    return width;
}

void RunPainter::shorten(QList<Placed> &placed, int overflow) const
{
    int lastOrder = 0;
    for (const Placed &item : placed)
        lastOrder = std::max(lastOrder, item.run.elideOrder);
    for (int order = 1; order <= lastOrder && overflow > 0; ++order) {
        for (Placed &item : placed) {
            if (item.run.elideOrder != order || overflow <= 0)
                continue;
            const int before = item.rect.width();
            const QFontMetrics metrics(fontOf(item.run));
            const int wanted = before - overflow;
            const bool worthwhile = wanted > metrics.horizontalAdvance(QStringLiteral("xx…"));
            if (item.run.kind == Run::Kind::Text && worthwhile) {
                const auto mode = item.run.flags & Run::ElideMiddle ? Qt::ElideMiddle : Qt::ElideRight;
                item.shown = metrics.elidedText(item.run.text, mode, wanted);
                item.rect.setWidth(metrics.horizontalAdvance(item.shown));
            } else {
                item.shown.clear();
                item.rect.setWidth(0);
            }
            overflow -= before - item.rect.width();
        }
    }
}

QList<RunPainter::Placed> RunPainter::place(const QRect &rect, const Runs &left, const Runs &right) const
{
    const auto sized = [this](const Runs &runs) {
        QList<Placed> items;
        for (const Run &run : runs)
            items.append({run, QRect(0, 0, widthOf(run), 0), run.text});
        return items;
    };
    QList<Placed> leftItems = sized(left);
    QList<Placed> rightItems = sized(right);
    const int gap = right.isEmpty() ? 0 : m_unit / 2;
    const int rightWidth = width(right);
    shorten(leftItems, width(left) + rightWidth + gap - rect.width());
    int leftWidth = 0;
    for (const Placed &item : leftItems)
        leftWidth += item.rect.width();
    shorten(rightItems, leftWidth + rightWidth + gap - rect.width());

    QList<Placed> placed;
    const auto put = [&](QList<Placed> &items, int x) {
        for (Placed &item : items) {
            item.rect = QRect(x, rect.top(), item.rect.width(), rect.height());
            x += item.rect.width();
            if (item.rect.width() > 0 && item.rect.left() < rect.right())
                placed.append(item);
        }
    };
    put(leftItems, rect.left());
    int used = 0;
    for (const Placed &item : rightItems)
        used += item.rect.width();
    put(rightItems, rect.right() + 1 - used);
    return placed;
}

void RunPainter::paintMarks(QPainter *painter, const Placed &item) const
{
    const QFontMetrics metrics(fontOf(item.run));
    for (const QString &mark : m_marks) {
        for (qsizetype at = item.shown.indexOf(mark, 0, Qt::CaseInsensitive); at >= 0 && !mark.isEmpty();
             at = item.shown.indexOf(mark, at + mark.size(), Qt::CaseInsensitive)) {
            const int begin = metrics.horizontalAdvance(item.shown.left(at));
            const int end = metrics.horizontalAdvance(item.shown.left(at + mark.size()));
            const QRect ground(item.rect.left() + begin, item.rect.center().y() - metrics.height() / 2, end - begin,
                               metrics.height());
            painter->fillRect(ground, m_theme.tint(Theme::Tint::Mark));
        }
    }
}

void RunPainter::paintBadge(QPainter *painter, const Placed &item) const
{
    const QFontMetrics metrics(fontOf(item.run));
    QRectF frame(item.rect.left(), item.rect.center().y() - metrics.height() / 2.0, item.rect.width() - 1,
                 metrics.height());
    frame.translate(0.5, 0.5);
    painter->setPen(mix(m_theme.palette().color(QPalette::Base), m_theme.color(Theme::Role::Muted), 0.55));
    painter->setBrush(Qt::NoBrush);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->drawRoundedRect(frame, 3, 3);
    painter->setRenderHint(QPainter::Antialiasing, false);
}

void RunPainter::paintBar(QPainter *painter, const Placed &item) const
{
    const int height = std::max(4, m_unit * 3 / 8);
    const QRect whole(item.rect.left(), item.rect.center().y() - height / 2 + 1, item.rect.width(), height);
    painter->fillRect(whole,
                      mix(m_theme.palette().color(QPalette::Base), m_theme.palette().color(QPalette::Text), 0.07));
    QRect part = whole;
    part.setWidth(std::clamp(int(whole.width() * item.run.share + 0.5), 2, whole.width()));
    painter->fillRect(part, m_theme.color(Theme::Role::Accent));
}

void RunPainter::paint(QPainter *painter, const QList<Placed> &placed) const
{
    painter->save();
    const QFontMetrics base(m_font);
    for (const Placed &item : placed) {
        const QFont font = fontOf(item.run);
        painter->setFont(font);
        switch (item.run.kind) {
        case Run::Kind::Badge:
            paintBadge(painter, item);
            painter->setPen(m_theme.color(item.run.role));
            painter->drawText(item.rect, Qt::AlignCenter, item.shown);
            break;
        case Run::Kind::Text: {
            paintMarks(painter, item);
            painter->setPen(m_theme.color(item.run.role));
            // All runs on the base line of the row's font, whatever their own.
            const int baseLine = item.rect.top() + (item.rect.height() - base.height()) / 2 + base.ascent();
            painter->drawText(item.rect.left(), baseLine, item.shown);
            break;
        }
        case Run::Kind::Dot: {
            const double size = m_unit * 0.56;
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(Qt::NoPen);
            painter->setBrush(m_theme.color(item.run.role));
            painter->drawEllipse(
                QRectF(item.rect.left(), item.rect.top() + (item.rect.height() - size) / 2, size, size));
            painter->setRenderHint(QPainter::Antialiasing, false);
            break;
        }
        case Run::Kind::Bar: paintBar(painter, item); break;
        case Run::Kind::Icon:
            symbolicIcon(item.run.text)
                .paint(painter, QRect(item.rect.left(), item.rect.center().y() - m_unit / 2 + 1, m_unit, m_unit));
            break;
        case Run::Kind::Space: break;
        }
    }
    painter->restore();
}

QString plainText(const Runs &runs)
{
    QString text;
    for (const Run &run : runs) {
        if (run.kind == Run::Kind::Badge)
            text += QLatin1String(" (") + run.text + QLatin1String(") ");
        else if (run.kind == Run::Kind::Text)
            text += run.text;
        else if (run.kind == Run::Kind::Space)
            text += QLatin1Char(' ');
    }
    return text.simplified();
}

Runs functionRuns(const QString &package, const QString &name, int flags)
{
    return {Run::plain(package, Theme::Role::Muted, Run::Plain, 2), Run::plain(name, Theme::Role::Text, flags, 3)};
}

}
