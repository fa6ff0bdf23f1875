// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "backend/inspect/nameindex.h"

namespace Freezeframe
{

/// What is to be told of a name of the program beside the name. What it has none of stays empty.
struct SymbolFacts {
    std::string text; ///< a value on one line, a type's kind, what a package has
    std::string type; ///< of a variable or constant
    std::optional<uint64_t> size; ///< bytes: of a function's code, a type, a variable
    std::optional<Address> address;
    SourceLocation place; ///< of a function
    std::optional<VariableInfo> value; ///< of a variable or constant
    std::optional<Error> error; ///< why there is no more
};

/// A name of which facts are wanted.
struct SymbolName {
    NameKind kind = NameKind::Function;
    std::string name; ///< as it is in the program
    Address entry; ///< of a function
};

}
