// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

class QSize;
class QWidget;

namespace Freezeframe
{

/// Gives a window the size that it would like, or what its screen has room for.
void resizeWithin(QWidget *window, const QSize &wanted);

}
