// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>

namespace Freezeframe
{

/// Gives the resident pages of a mapped file, or of a part of it that begins with a page, back to the system: they come
/// again when they are looked at. For passes over cores that are larger than the memory. Does nothing for bytes that are
/// not mapped.
void releasePages(std::span<const std::byte> bytes);

}
