// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/go/runtimelayout.h"
#include "backend/go/typedescriptors.h"

namespace Freezeframe
{

/// Resolves each field that the reader uses: from type descriptors, else from DWARF, else from a table. Owns nothing.
class RuntimeLayoutBuilder
{
public:
    /// @p dwarf may be null. @p minor is N of Go 1.N, 0 if unknown. Unsupported if runtime.g can't be resolved.
    [[nodiscard]] static Result<RuntimeLayout> build(const TypeDescriptors &types, LayoutSource *dwarf, int minor);
};

}
