// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/type.h"
#include "backend/dwarf/dwarfmodule.h"
#include "backend/eval/goverb.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace Freezeframe
{

class ValueParts;

/// A typed thing in the target: where it lies, or its bytes. Cheap to copy; its contents are read when asked for.
struct Value {
    std::string name; ///< of the variable, field ("mu") or element ("[3]", "[\"key\"]")
    const Type *type = nullptr; ///< null only with an error
    Address address; ///< of the first byte; null if it has no address (register, computed, constant)
    std::shared_ptr<const std::vector<std::byte>> bytes; ///< contents, if it has no address
    /// Byte ranges of @ref bytes that the compiler kept nowhere: never shown as zeros.
    std::vector<std::pair<uint64_t, uint64_t>> missing;
    std::optional<Error> error; ///< OptimizedOut, unreadable …
    bool isArgument = false;
    bool isResult = false;
    bool isEscaped = false; ///< Go "&x": lives in the heap
    bool isCaptured = false; ///< by a closure
    bool shadowed = false; ///< hidden by a later one of the same name
    uint64_t declarationLine = 0;
    /// What a computed string, slice or func refers to, if that lies nowhere in the target: the pointer in
    /// @ref bytes is then an offset in here.
    std::shared_ptr<const std::vector<std::byte>> contents;
    bool isAddressOnly = false; ///< a pointer made by & or from a number: shown as an address, not followed
    uint64_t firstEntry = 0; ///< of a sliced map: so many entries are passed over
    bool leftOver = false; ///< the code after the frame's call does not use it: what it points to may be used anew
    /// Elements of a slice or array, or fields of a struct, that an expression put together: each lies where it lies.
    std::shared_ptr<const ValueParts> parts;
    std::string note; ///< what the answer leaves out: "of the first 100000 of 2000000 elements"; else empty
    /// A parameter that the debug information has lost: what the frame was called with, told from the code.
    enum class Recovered : uint8_t {
        No,
        Passed, ///< as it was passed
        Memory, ///< read from memory that may have changed since the call
    };
    Recovered recovered = Recovered::No;
    std::string recoveredFrom; ///< where that is still told, a sentence without a full stop
    bool notYetDeclared = false; ///< declared below the frame's line: its place holds nothing of its own yet
};

/// How much of a value is read for one line of text (Delve: LoadConfig).
struct LoadLimits {
    uint64_t stringBytes = 64;
    uint64_t arrayElements = 64;
    unsigned depth = 1; ///< nested structs, pointers followed (Delve: max-variable-recurse)
    uint64_t structFields = 1000;
    uint64_t totalBytes = 1 << 20; ///< of the whole line
    GoVerb verb = {}; ///< how plain values are written, where it fits them
    bool hasLines = false; ///< what is composite goes over several lines, for reading
};

/// The most of a text that is shown or read in one piece, in bytes.
constexpr uint64_t mostTextBytes = 64 << 20;

}
