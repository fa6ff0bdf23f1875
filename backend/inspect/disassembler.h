// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/snapshot.h"

#include <functional>

namespace Freezeframe
{

/// Names the function at an address and its line, for operands: empty parts where unknown.
using AddressNamer = std::function<SourceLocation(Address)>;

/// Decodes @p code, loaded at @p start, with Capstone in the style of Go users' tools (GNU syntax). Bytes that are no
/// instruction come as ".byte 0x…" and decoding goes on. @p current marks its line. Stateless; any thread.
[[nodiscard]] Result<std::vector<DisassemblyLine>> disassembleCode(Architecture architecture,
                                                                   std::span<const std::byte> code, Address start,
                                                                   Address current, const AddressNamer &name);

/// Targets of direct calls in @p code, in order.
[[nodiscard]] std::vector<Address> callTargets(Architecture architecture, std::span<const std::byte> code,
                                               Address start);

}
