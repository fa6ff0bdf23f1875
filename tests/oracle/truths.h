// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "tests/support/victim.h"

#include <QJsonObject>
#include <QMap>

namespace Freezeframe
{

/// What the victim said of one variable or expression.
struct Truth {
    QString function;
    int outer = 0; ///< frames of the same function further out
    QString name;
    QString expression;
    QString value;
    QString type;
    bool isUnordered = false;
    bool isGlobal = false;
};

[[nodiscard]] QList<Truth> truthsOf(const Victim &victim);

/// Whether @p ours says the same; the pairs of a map may come in another order.
[[nodiscard]] bool agree(const Truth &truth, const QString &ours);

/// "map[K]V [k: v, k: v, ]" with its pairs in alphabetical order.
[[nodiscard]] QString sortedPairs(const QString &text);

/// The indices of the frames of a report, by function, outermost first.
[[nodiscard]] QMap<QString, QList<qsizetype>> framesByFunction(const QJsonObject &report);

/// The truths by the index of the frame that they belong to; @p missing gets those that have none.
[[nodiscard]] QMap<qsizetype, QList<Truth>> truthsByFrame(const QList<Truth> &truths, const QJsonObject &report,
                                                          QList<Truth> &missing);

}
