// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/lookedat.h"

#include <QDateTime>
#include <QSettings>
#include <QStringList>

namespace Freezeframe
{
namespace
{

constexpr auto settingsKey = "LookedAt";

/// "1764166000 /var/crash/core.4711", the newest first.
QStringList keptLines()
{
    return QSettings().value(QLatin1String(settingsKey)).toStringList();
}

QString pathOf(const QString &line)
{
    return line.section(QLatin1Char(' '), 1);
}

}

LookedAt LookedAt::load()
{
    LookedAt kept;
    for (const QString &line : keptLines())
        kept.m_opened.insert(pathOf(line), line.section(QLatin1Char(' '), 0, 0).toLongLong());
    return kept;
}

void LookedAt::add(const QString &path)
{
    QStringList lines = keptLines();
    lines.removeIf([&path](const QString &line) { return pathOf(line) == path; });
    lines.prepend(QStringLiteral("%1 %2").arg(QDateTime::currentSecsSinceEpoch()).arg(path));
    QSettings().setValue(QLatin1String(settingsKey), lines.mid(0, most));
}

bool LookedAt::contains(const QString &path, qint64 came) const
{
    const auto opened = m_opened.constFind(path);
    return opened != m_opened.cend() && *opened >= came;
}

}
