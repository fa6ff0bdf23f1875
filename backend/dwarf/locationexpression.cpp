// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/dwarf/locationexpression.h"

#include "backend/base/text.h"

#include <algorithm>
#include <map>

namespace Freezeframe
{

namespace
{

template<class T>
uint64_t signExtended(ByteCursor &cursor)
{
    return static_cast<uint64_t>(static_cast<int64_t>(cursor.read<T>()));
}

/// False for an operation of unknown length.
bool readOperands(ByteCursor &cursor, const FormSizes &sizes, LocationOperation &op)
{
    switch (op.code) {
    case Dw::OpAddress: op.first = cursor.unsignedOf(sizes.addressSize); return true;
    case Dw::OpConst1u:
    case Dw::OpPick:
    case Dw::OpDerefSize:
    case Dw::OpXderefSize: op.first = cursor.u8(); return true;
    case Dw::OpConst1s: op.first = signExtended<int8_t>(cursor); return true;
    case Dw::OpConst2u:
    case Dw::OpCall2: op.first = cursor.u16(); return true;
    case Dw::OpConst2s:
    case Dw::OpBra:
    case Dw::OpSkip: op.first = signExtended<int16_t>(cursor); return true;
    case Dw::OpConst4u:
    case Dw::OpCall4:
    case Dw::OpGnuParameterRef: op.first = cursor.u32(); return true;
    case Dw::OpConst4s: op.first = signExtended<int32_t>(cursor); return true;
    case Dw::OpConst8u:
    case Dw::OpConst8s: op.first = cursor.u64(); return true;
    case Dw::OpConstu:
    case Dw::OpPlusUconst:
    case Dw::OpRegx:
    case Dw::OpPiece:
    case Dw::OpAddrx:
    case Dw::OpConstx:
    case Dw::OpGnuAddrIndex:
    case Dw::OpGnuConstIndex:
    case Dw::OpConvert:
    case Dw::OpGnuConvert:
    case Dw::OpReinterpret:
    case Dw::OpGnuReinterpret: op.first = cursor.uleb(); return true;
    case Dw::OpConsts:
    case Dw::OpFbreg: op.first = static_cast<uint64_t>(cursor.sleb()); return true;
    case Dw::OpBregx:
        op.first = cursor.uleb();
        op.second = static_cast<uint64_t>(cursor.sleb());
        return true;
    case Dw::OpBitPiece:
    case Dw::OpRegvalType:
    case Dw::OpGnuRegvalType:
        op.first = cursor.uleb();
        op.second = cursor.uleb();
        return true;
    case Dw::OpDerefType:
    case Dw::OpGnuDerefType:
    case Dw::OpXderefType:
        op.first = cursor.u8();
        op.second = cursor.uleb();
        return true;
    case Dw::OpConstType:
    case Dw::OpGnuConstType:
        op.first = cursor.uleb();
        op.block = cursor.bytes(cursor.u8());
        return true;
    case Dw::OpImplicitValue:
    case Dw::OpEntryValue:
    case Dw::OpGnuEntryValue: op.block = cursor.bytes(cursor.uleb()); return true;
    case Dw::OpCallRef:
    case Dw::OpGnuVariableValue: op.first = cursor.unsignedOf(sizes.offsetSize); return true;
    case Dw::OpImplicitPointer:
    case Dw::OpGnuImplicitPointer:
        op.first = cursor.unsignedOf(sizes.offsetSize);
        op.second = static_cast<uint64_t>(cursor.sleb());
        return true;
    default: break;
    }
    if (op.code >= Dw::OpBreg0 && op.code < Dw::OpBreg0 + 32) {
        op.first = static_cast<uint64_t>(cursor.sleb());
        return true;
    }
    const bool hasNone = (op.code >= Dw::OpDeref && op.code < Dw::OpBreg0) || op.code == Dw::OpNop
        || op.code == Dw::OpPushObjectAddress || op.code == Dw::OpFormTlsAddress || op.code == Dw::OpCallFrameCfa
        || op.code == Dw::OpStackValue || op.code == Dw::OpGnuPushTlsAddress || op.code == Dw::OpGnuUninit;
    return hasNone && op.code != 0x07;
}

bool isIndexed(uint8_t code)
{
    return code == Dw::OpAddrx || code == Dw::OpConstx || code == Dw::OpGnuAddrIndex || code == Dw::OpGnuConstIndex;
}

}

Result<LocationOperation> readOperation(ByteCursor &cursor, const FormSizes &sizes)
{
    LocationOperation op;
    op.offset = cursor.position();
    op.code = cursor.u8();
    if (!readOperands(cursor, sizes, op))
        return fail(ErrorCode::Unsupported, "the location uses the unknown operation " + hex(op.code));
    if (cursor.failed())
        return fail(ErrorCode::BadFormat, "the location expression is cut off");
    return op;
}

Result<uint64_t> binaryOperation(uint8_t code, uint64_t second, uint64_t top)
{
    const auto signedSecond = static_cast<int64_t>(second);
    const auto signedTop = static_cast<int64_t>(top);
    switch (code) {
    case Dw::OpAnd: return second & top;
    case Dw::OpOr: return second | top;
    case Dw::OpXor: return second ^ top;
    case Dw::OpPlus: return second + top;
    case Dw::OpMinus: return second - top;
    case Dw::OpMul: return second * top;
    case Dw::OpDiv:
    case Dw::OpMod:
        if (top == 0)
            return fail(ErrorCode::BadFormat, "the location expression divides by zero");
        if (code == Dw::OpMod)
            return second % top;
        return signedTop == -1 ? 0 - second : static_cast<uint64_t>(signedSecond / signedTop);
    case Dw::OpShl: return top < 64 ? second << top : 0;
    case Dw::OpShr: return top < 64 ? second >> top : 0;
    case Dw::OpShra: return static_cast<uint64_t>(signedSecond >> std::min<uint64_t>(top, 63));
    case Dw::OpEq: return second == top;
    case Dw::OpNe: return second != top;
    case Dw::OpGe: return signedSecond >= signedTop;
    case Dw::OpGt: return signedSecond > signedTop;
    case Dw::OpLe: return signedSecond <= signedTop;
    case Dw::OpLt: return signedSecond < signedTop;
    default: return fail(ErrorCode::Unsupported, "the location uses the operation " + hex(code));
    }
}

bool hasIndexedAddresses(std::span<const std::byte> expression, const FormSizes &sizes)
{
    for (ByteCursor cursor(expression); !cursor.atEnd();) {
        const auto op = readOperation(cursor, sizes);
        if (!op)
            return false;
        if (isIndexed(op->code))
            return true;
    }
    return false;
}

Result<std::vector<std::byte>> withoutIndices(std::span<const std::byte> expression, const FormSizes &sizes,
                                              const std::function<std::optional<uint64_t>(uint64_t)> &address)
{
    std::vector<std::byte> out;
    std::map<uint64_t, uint64_t> newOffsets; // of each operation, and of the end
    struct Branch {
        uint64_t operand = 0; // in the new bytes
        uint64_t oldTarget = 0;
    };
    std::vector<Branch> branches;
    ByteCursor cursor(expression);
    while (!cursor.atEnd()) {
        const auto op = readOperation(cursor, sizes);
        if (!op)
            return std::unexpected(op.error());
        newOffsets[op->offset] = out.size();
        if (op->code == Dw::OpBra || op->code == Dw::OpSkip)
            branches.push_back({out.size() + 1, cursor.position() + op->first});
        if (!isIndexed(op->code)) {
            const auto same = expression.subspan(op->offset, cursor.position() - op->offset);
            out.insert(out.end(), same.begin(), same.end());
            continue;
        }
        const auto value = address(op->first);
        if (!value)
            return fail(ErrorCode::BadFormat, "the location refers to a missing entry of .debug_addr");
        const bool isAddress = op->code == Dw::OpAddrx || op->code == Dw::OpGnuAddrIndex;
        out.push_back(std::byte{isAddress ? uint8_t(Dw::OpAddress) : uint8_t(Dw::OpConst8u)});
        const auto size = isAddress ? sizes.addressSize : uint8_t(8);
        for (unsigned i = 0; i < size; ++i)
            out.push_back(static_cast<std::byte>(*value >> (8 * i)));
    }
    newOffsets[expression.size()] = out.size();
    for (const Branch &branch : branches) {
        const auto target = newOffsets.find(branch.oldTarget);
        if (target == newOffsets.end())
            return fail(ErrorCode::BadFormat, "the location branches into an operation");
        const auto distance = static_cast<int64_t>(target->second - (branch.operand + 2));
        if (distance != static_cast<int16_t>(distance))
            return fail(ErrorCode::Limit, "the location branches too far");
        const auto narrow = static_cast<int16_t>(distance);
        std::memcpy(out.data() + branch.operand, &narrow, sizeof(narrow));
    }
    return out;
}

}
