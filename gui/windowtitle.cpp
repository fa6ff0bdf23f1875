// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/windowtitle.h"

namespace Freezeframe
{

QString windowTitleOf(const QStringList &about, const QString &what)
{
    QStringList subject = about;
    subject.removeAll(QString());
    QStringList parts{subject.join(QLatin1String(", ")), what, QStringLiteral("Freezeframe")};
    parts.removeAll(QString());
    QString title = parts.join(QStringLiteral(" — "));
    title.replace(QLatin1String("[*]"), QLatin1String("[*][*]")); // Qt's mark of a changed document
    return title;
}

}
