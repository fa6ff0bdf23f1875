// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/analysis/stacktree.h"
#include "backend/console/consolesession.h"

namespace Freezeframe
{

/// Writes the tree a call a line, each way that parts from others one step to the right. False if @p stop came before
/// its end.
[[nodiscard]] bool writeStackTree(const StackTree &tree, const TextSink &out, const std::stop_token &stop);

}
