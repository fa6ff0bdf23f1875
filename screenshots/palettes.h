// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QPalette>

namespace Freezeframe
{

/// The colours that a desktop would give: Breeze's, light and dark.
[[nodiscard]] QPalette lightPalette();
[[nodiscard]] QPalette darkPalette();

}
