// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/keptarrangement.h"

#include <QStringList>

namespace Freezeframe
{

QString keptArrangement(const GoroutineArrangementRequest &request)
{
    const auto by = request.grouping.grouping;
    const bool isAnyones = by != GoroutineGrouping::Label && by != GoroutineGrouping::Value;
    const GroupingChoice grouping = isAnyones ? request.grouping : GroupingChoice();
    const auto order = request.order == GoroutineOrder::Value ? GoroutineOrder::Count : request.order;
    return QStringLiteral("%1 %2 %3")
        .arg(QString::fromStdString(groupingName(grouping)))
        .arg(int(order))
        .arg(request.isDescending ? QLatin1String("descending") : QLatin1String("ascending"));
}

void restoreArrangement(const QString &kept, GoroutineArrangementRequest &request)
{
    const QStringList parts = kept.split(QLatin1Char(' '));
    const int order = parts.value(1).toInt();
    const bool isOrder = order > int(GoroutineOrder::Count) && order < int(GoroutineOrder::Value);
    request.order = isOrder ? GoroutineOrder(order) : GoroutineOrder::Count;
    request.isDescending = parts.value(2) != QLatin1String("ascending");
    const auto grouping = groupingNamed(parts.first().toStdString());
    request.grouping = grouping && grouping->grouping != GoroutineGrouping::Label ? *grouping : GroupingChoice();
}

}
