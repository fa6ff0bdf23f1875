// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/analysis/goroutinearrangement.h"

#include <QString>

namespace Freezeframe
{

/// How goroutines are grouped and sorted, as it is kept from one start to the next: "stack 0 descending". What fits one
/// program only, labels and expressions, is left out.
[[nodiscard]] QString keptArrangement(const GoroutineArrangementRequest &request);
/// Takes that over into @p request; what is not understood is as it comes.
void restoreArrangement(const QString &kept, GoroutineArrangementRequest &request);

}
