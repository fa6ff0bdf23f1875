// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/expressionhistory.h"

#include <QSettings>

namespace Freezeframe
{

namespace
{

constexpr auto settingsKey = "Expressions/History";

}

QStringList ExpressionHistory::read()
{
    QStringList history = QSettings().value(QLatin1String(settingsKey)).toStringList();
    history.removeIf([](const QString &expression) { return expression.isEmpty() || expression.size() > longest; });
    return history.size() > most ? history.last(most) : history;
}

void ExpressionHistory::add(const QString &expression)
{
    if (expression.isEmpty() || expression.size() > longest)
        return;
    QStringList history = read();
    history.removeAll(expression);
    history.append(expression);
    if (history.size() > most)
        history.removeFirst();
    QSettings().setValue(QLatin1String(settingsKey), history);
}

}
