// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"

#include <QString>

namespace Freezeframe
{

/// A whole value as lines of text for the window of values: of an error each of its chain by type, text and fields, else
/// name, type and value of each part, indented by how deep it lies.
[[nodiscard]] QString wholeValueText(const WholeValue &value);

}
