// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/windowtitle.h"

#include "model/format.h"
#include "model/session.h"

#include <QCoreApplication>

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

QString windowTitleOf(const Session &session)
{
    if (!session.isOpen())
        return windowTitleOf({}, {});
    const auto &owner = session.selection().owner;
    QStringList about{programName(*session.process())};
    if (owner)
        about.append(owner->kind == StackOwner::Kind::Goroutine
                         ? QCoreApplication::translate("Freezeframe", "goroutine %1").arg(owner->id)
                         : QCoreApplication::translate("Freezeframe", "thread %1").arg(owner->id));
    const bool isLive = session.options().image && session.process()->goLayout != "text";
    return windowTitleOf(about,
                         isLive ? QCoreApplication::translate("Freezeframe", "live, PID %1").arg(session.process()->pid)
                                : fileName(session.options().core));
}

}
