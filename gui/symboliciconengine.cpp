// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/symboliciconengine.h"

#include <QFile>
#include <QGuiApplication>
#include <QPainter>
#include <QPalette>
#include <QSvgRenderer>

namespace Freezeframe
{

SymbolicIconEngine::SymbolicIconEngine(QString name)
    : m_name(std::move(name))
{
}

QByteArray SymbolicIconEngine::recoloured(QIcon::Mode mode) const
{
    QFile file(QStringLiteral(":/freezeframe/icons/%1.svg").arg(m_name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
    const QColor color = QGuiApplication::palette().color(group, QPalette::WindowText);
    return file.readAll().replace("#232629", color.name().toLatin1());
}

void SymbolicIconEngine::paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State /*state*/)
{
    QSvgRenderer renderer(recoloured(mode));
    if (!renderer.isValid())
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    renderer.render(painter, QRectF(rect));
    painter->restore();
}

QPixmap SymbolicIconEngine::pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state)
{
    QPixmap pixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paint(&painter, QRect(QPoint(), size), mode, state);
    return pixmap;
}

QPixmap SymbolicIconEngine::scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale)
{
    Q_UNUSED(scale) // the size is in device pixels already
    return pixmap(size, mode, state);
}

QIconEngine *SymbolicIconEngine::clone() const
{
    return new SymbolicIconEngine(m_name);
}

QString SymbolicIconEngine::key() const
{
    return QStringLiteral("SymbolicIconEngine");
}

QString SymbolicIconEngine::iconName()
{
    return m_name;
}

bool SymbolicIconEngine::isNull()
{
    return m_name.isEmpty();
}

QIcon symbolicIcon(const QString &name)
{
    return QIcon(new SymbolicIconEngine(name));
}

}
