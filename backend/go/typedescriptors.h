// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/go/gosymbols.h"

#include <functional>

namespace Freezeframe
{

/// Go internal/abi/type.go: Kind, the same since Go 1.0.
enum class GoKind : uint8_t {
    Invalid,
    Bool,
    Int,
    Int8,
    Int16,
    Int32,
    Int64,
    Uint,
    Uint8,
    Uint16,
    Uint32,
    Uint64,
    Uintptr,
    Float32,
    Float64,
    Complex64,
    Complex128,
    Array,
    Chan,
    Func,
    Interface,
    Map,
    Pointer,
    Slice,
    String,
    Struct,
    UnsafePointer,
};

/// The common part of a type descriptor (Go internal/abi/type.go: Type). A value type.
struct TypeDescriptor {
    Address address;
    uint64_t size = 0; ///< of a value, bytes
    uint64_t pointerBytes = 0; ///< prefix of a value that may hold pointers
    uint32_t hash = 0;
    uint8_t flags = 0;
    GoKind kind = GoKind::Invalid;
    bool isDirectInterface = false;
    int32_t nameOffset = 0; ///< from types
    int32_t pointerToThis = 0; ///< from types, 0 if none

    [[nodiscard]] bool hasUncommon() const { return (flags & 1) != 0; }
    [[nodiscard]] bool hasExtraStar() const { return (flags & 2) != 0; }
    [[nodiscard]] bool isNamed() const { return (flags & 4) != 0; }
};

/// A decoded abi.Name.
struct DescriptorName {
    std::string text;
    std::string tag;
    std::string packagePath; ///< of an unexported name, where the name itself has it
    bool isExported = false;
    bool isEmbedded = false;
};

struct DescriptorField {
    DescriptorName name;
    Address type;
    uint64_t offset = 0;
};

/// Reads type descriptors of all Go modules and of the heap, bounds-checked. Immutable; any thread.
class TypeDescriptors
{
public:
    /// @p minor is N of Go 1.N, 0 if unknown.
    TypeDescriptors(std::shared_ptr<const Target> target, std::shared_ptr<const GoSymbols> symbols, int minor);

    /// BadFormat for what can't be a type descriptor.
    [[nodiscard]] Result<TypeDescriptor> read(Address address) const;
    /// The runtime's short form, "cache.Entry": package name only.
    [[nodiscard]] Result<std::string> shortName(const TypeDescriptor &type) const;
    /// Import path of a named type, empty for predeclared and unnamed ones.
    [[nodiscard]] Result<std::string> packagePath(const TypeDescriptor &type) const;
    [[nodiscard]] Result<DescriptorName> nameAt(Address name) const;

    /// Of pointer, slice, array, chan, map.
    [[nodiscard]] Result<Address> element(const TypeDescriptor &type) const;
    [[nodiscard]] Result<Address> mapKey(const TypeDescriptor &type) const;
    [[nodiscard]] Result<uint64_t> arrayLength(const TypeDescriptor &type) const;
    /// 1 receive, 2 send, 3 both.
    [[nodiscard]] Result<uint64_t> channelDirection(const TypeDescriptor &type) const;
    [[nodiscard]] Result<std::vector<DescriptorField>> fields(const TypeDescriptor &type) const;
    /// Import path to which a struct's unexported fields belong, empty if it has none.
    [[nodiscard]] Result<std::string> structPackage(const TypeDescriptor &type) const;
    struct Signature {
        std::vector<Address> in, out;
        bool isVariadic = false;
    };
    [[nodiscard]] Result<Signature> signature(const TypeDescriptor &type) const;
    struct InterfaceMethod {
        std::string name;
        std::string packagePath; ///< of an unexported one
        Address type; ///< null if the linker dropped it
    };
    [[nodiscard]] Result<std::vector<InterfaceMethod>> interfaceMethods(const TypeDescriptor &type) const;
    struct Method {
        std::string name;
        Address type; ///< null if dropped
        Address interfaceFunction; ///< takes the data word as receiver; null if dropped
        Address function; ///< takes the receiver as written; null if dropped
    };
    [[nodiscard]] Result<std::vector<Method>> methods(const TypeDescriptor &type) const;
    [[nodiscard]] std::optional<Address> pointerTo(const TypeDescriptor &type) const;

    /// Calls @p visit with each descriptor that the modules list (typelinks; Go 1.27: all), until it returns false.
    void forEachListed(const std::function<bool(const TypeDescriptor &)> &visit) const;
    /// Bytes from the descriptor to the uncommon part; of maps by the form that the descriptor has.
    [[nodiscard]] Result<uint64_t> ownSize(const TypeDescriptor &type) const;

    /// Which of the three forms of abi.MapType a map's descriptor has.
    enum class MapForm { Classic, Swiss, SwissWithStrides };
    [[nodiscard]] Result<MapForm> mapForm(const TypeDescriptor &type) const;
    /// Where keys and elements lie in a group (Swiss) or bucket (classic); offsets and strides in bytes.
    struct MapParts {
        MapForm form = MapForm::Swiss;
        uint64_t groupSize = 0;
        uint64_t keysOffset = 0, keyStride = 0, elementsOffset = 0, elementStride = 0;
        bool isSplit = false; ///< all keys before all elements
        bool indirectKey = false, indirectElement = false;
    };
    [[nodiscard]] Result<MapParts> mapLayout(const TypeDescriptor &type) const;
    /// @p count bytes at @p offset from a descriptor.
    [[nodiscard]] Result<uint64_t> word(const TypeDescriptor &type, uint64_t offset, uint64_t count = 8) const;

    static constexpr uint64_t mostParts = 1 << 16; ///< fields, parameters, methods: the format's own limit

private:
    struct Region {
        AddressRange range;
        std::span<const std::byte> bytes;
        const ModuleData *module;
    };
    [[nodiscard]] Result<std::pair<std::string, Address>> varintText(Address at) const;
    [[nodiscard]] Result<void> readBytes(Address address, std::span<std::byte> out) const;
    [[nodiscard]] Result<MapParts> swissLayout(const TypeDescriptor &type, const TypeDescriptor &group) const;
    [[nodiscard]] const ModuleData *moduleOf(Address descriptor) const;
    [[nodiscard]] Result<Address> nameAddress(const TypeDescriptor &type, int32_t offset) const;
    [[nodiscard]] std::optional<Address> typeAtOffset(const TypeDescriptor &type, int32_t offset) const;
    [[nodiscard]] Address codeAtOffset(const TypeDescriptor &type, int32_t offset) const;
    [[nodiscard]] Result<uint64_t> descriptorSize(const TypeDescriptor &type) const;
    [[nodiscard]] Result<std::vector<uint64_t>> words(Address address, uint64_t count) const;
    [[nodiscard]] bool visitTypeLinks(const ModuleData &module,
                                      const std::function<bool(const TypeDescriptor &)> &visit) const;
    [[nodiscard]] bool visitAll(const ModuleData &module,
                                const std::function<bool(const TypeDescriptor &)> &visit) const;

    std::shared_ptr<const Target> m_target;
    std::shared_ptr<const GoSymbols> m_symbols;
    bool m_hasShiftedOffsets = false; ///< Go 1.18 runtime/type.go: structfield.offsetAnon is offset << 1 | embedded
    std::vector<Region> m_regions;
};

}
