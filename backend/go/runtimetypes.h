// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/type.h"
#include "backend/go/gosymbols.h"
#include "backend/go/runtimelayout.h"

#include <memory>

namespace Freezeframe
{

/// The runtime's own type descriptors (Go internal/abi/type.go: Type), as types: they are in stripped binaries too,
/// and name the dynamic type of every interface value. Analysis thread only.
class RuntimeTypes : public TypeSource
{
public:
    /// @p minor is N of Go 1.N.
    RuntimeTypes(std::shared_ptr<const Target> target, std::shared_ptr<const GoSymbols> symbols, int minor);
    ~RuntimeTypes() override;

    /// The descriptor at the loaded @p address (made at run time by reflect, too: those lie in the heap).
    [[nodiscard]] Result<const Type *> typeAt(Address address);
    [[nodiscard]] Result<const Type *> type(TypeRef reference) override;
    /// By full name, through typelinks (up to Go 1.26) or all descriptors (1.27) and what they refer to.
    [[nodiscard]] Result<TypeRef> typeNamed(std::string_view name);
    /// The full names of all types that typeNamed() finds, in no order. Views live as long as this.
    [[nodiscard]] std::vector<std::string_view> names();
    /// The packages of the named types that the modules list: plain import path, and name in the source.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> packages() const;
    /// Name of the type's method whose code is at @p entry … by index; for method values and wrappers.
    struct Method {
        std::string name;
        Address function;
    };
    [[nodiscard]] Result<std::vector<Method>> methodsOf(Address address);
    /// abi.MapType: group type, slot layout (Swiss) or bucket type; fields by the version's layout.
    struct MapLayout {
        bool swiss = true;
        uint64_t groupSize = 0, slotsOffset = 8, slotSize = 0, elementOffset = 0; ///< bytes
        bool splitGroups = false; ///< Go 1.27 mapsplitgroup: keys[8] then elems[8]
        uint64_t keyStride = 0, elementStride = 0, keysOffset = 0, elementsOffset = 0;
        bool indirectKey = false, indirectElement = false;
        uint64_t bucketSize = 0; ///< classic
    };
    [[nodiscard]] Result<MapLayout> mapLayout(Address mapType);

private:
    struct Data;
    std::unique_ptr<Data> d;
};

}
