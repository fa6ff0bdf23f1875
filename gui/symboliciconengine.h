// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QIcon>
#include <QIconEngine>

namespace Freezeframe
{

/// Draws a bundled one-colour SVG in the palette's text colour, so that it is seen on light and on dark. GUI thread.
class SymbolicIconEngine : public QIconEngine
{
public:
    explicit SymbolicIconEngine(QString name);

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override;
    [[nodiscard]] QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override;
    [[nodiscard]] QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale) override;
    [[nodiscard]] QIconEngine *clone() const override;
    [[nodiscard]] QString key() const override;
    [[nodiscard]] QString iconName() override;
    [[nodiscard]] bool isNull() override;

private:
    [[nodiscard]] QByteArray recoloured(QIcon::Mode mode) const;
    QString m_name;
};

/// The icon of a freedesktop name, from the program's own set.
[[nodiscard]] QIcon symbolicIcon(const QString &name);

}
