// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QJsonObject>
#include <QString>

namespace Freezeframe
{

/// A variable of Delve's API as its terminal prints it on one line.
[[nodiscard]] QString delveText(const QJsonObject &variable);

/// A string as Go's %q quotes it.
[[nodiscard]] QString goQuoted(const QString &text);

}
