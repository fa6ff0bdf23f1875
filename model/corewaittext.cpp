// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/corewaittext.h"

#include "model/format.h"

#include <QCoreApplication>
#include <QStringList>

namespace Freezeframe
{

QString coreWaitText(const CoreWaitResult &result)
{
    QString text = shownLines(result.sentence);
    QStringList places;
    for (const std::string &place : result.looked) {
        if (!result.sentence.contains(place))
            places.append(shown(place));
    }
    if (!places.isEmpty())
        text += QCoreApplication::translate("Freezeframe", " Looked in: %1.").arg(places.join(QStringLiteral(", ")));
    return text;
}

}
