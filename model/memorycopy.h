// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/result.h"
#include "model/memoryformat.h"

#include "backend/base/address.h"

namespace Freezeframe
{

/// How bytes of memory are written for the clipboard.
enum class MemoryCopy {
    Hexadecimal, ///< "48 8b ??"
    Dump, ///< with addresses and text, as hexdump -C
    GoBytes, ///< "[]byte{0x48, …}"
    GoString, ///< "\"shop\\x00\""
    CArray, ///< "const unsigned char bytes[2] = {0x48, …};"
    Text,
};

/// What is missing is marked in a dump; as code and text it is an error: half a thing is none.
[[nodiscard]] Result<QString> copiedMemory(MemoryCopy form, Address start, MemoryFormat::Bytes bytes);

}
