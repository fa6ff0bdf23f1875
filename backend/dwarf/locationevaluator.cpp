// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/dwarf/dwarfmodule.h"
#include "backend/dwarf/locationexpression.h"

#include "backend/base/text.h"
#include "backend/elf/registers.h"
#include "backend/target/memory.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

/// Bounds that no producer comes near.
constexpr size_t maximumStack = 256;
constexpr int maximumSteps = 10'000;
constexpr size_t maximumPieces = 4096;

/// A value on the stack. What comes from a register that the frame does not know is unknown, and so is what is
/// computed from it.
struct StackValue {
    uint64_t number = 0;
    bool isKnown = true;
};

/// The description so far of the piece that DW_OP_piece or the end will finish.
struct Pending {
    enum class Kind { None, Stack, Register, Value, Bytes, Missing };
    Kind kind = Kind::None;
    int registerNumber = -1;
    std::span<const std::byte> bytes;
};

class LocationMachine
{
public:
    LocationMachine(std::span<const std::byte> expression, const LocationContext &context)
        : m_expression(expression)
        , m_cursor(expression)
        , m_context(context)
    {
    }

    Result<std::vector<LocationPiece>> run()
    {
        for (int steps = 0; !m_cursor.atEnd(); ++steps) {
            if (steps > maximumSteps)
                return fail(ErrorCode::Limit, "the location expression does not come to an end");
            const auto op = readOperation(m_cursor, FormSizes{});
            if (!op)
                return std::unexpected(op.error());
            if (auto done = step(*op); !done)
                return std::unexpected(std::move(done.error()));
        }
        if (m_pieces.empty() || m_pending.kind != Pending::Kind::None) {
            if (auto done = finish(0, 0, m_pieces.empty()); !done)
                return std::unexpected(std::move(done.error()));
        }
        if (std::ranges::all_of(m_pieces, [](const auto &piece) { return piece.kind == LocationPiece::Kind::Missing; }))
            return fail(ErrorCode::OptimizedOut, "optimised out");
        return std::move(m_pieces);
    }

private:
    using Done = Result<void>;

    Done step(const LocationOperation &op)
    {
        const uint8_t code = op.code;
        if (code >= Dw::OpLit0 && code < Dw::OpLit0 + 32)
            return push(code - Dw::OpLit0);
        if (code >= Dw::OpReg0 && code < Dw::OpReg0 + 32)
            return setRegister(code - Dw::OpReg0);
        if (code >= Dw::OpBreg0 && code < Dw::OpBreg0 + 32)
            return pushRegister(code - Dw::OpBreg0, op.first);
        if ((code >= Dw::OpAbs && code <= Dw::OpXor) || (code >= Dw::OpEq && code <= Dw::OpNe))
            return arithmetic(op);
        switch (code) {
        case Dw::OpAddress: return push(op.first + m_context.bias);
        case Dw::OpConst1u:
        case Dw::OpConst1s:
        case Dw::OpConst2u:
        case Dw::OpConst2s:
        case Dw::OpConst4u:
        case Dw::OpConst4s:
        case Dw::OpConst8u:
        case Dw::OpConst8s:
        case Dw::OpConstu:
        case Dw::OpConsts: return push(op.first);
        case Dw::OpRegx: return setRegister(op.first);
        case Dw::OpBregx: return pushRegister(op.first, op.second);
        case Dw::OpRegvalType:
        case Dw::OpGnuRegvalType: return pushRegister(op.first, 0);
        case Dw::OpFbreg: return pushFrameBase(op.first);
        case Dw::OpCallFrameCfa: return pushCfa();
        case Dw::OpDup: return pick(0);
        case Dw::OpOver: return pick(1);
        case Dw::OpPick: return pick(op.first);
        case Dw::OpDrop: return pop().transform([](StackValue) { });
        case Dw::OpSwap: return rotate(2);
        case Dw::OpRot: return rotate(3);
        case Dw::OpBra:
        case Dw::OpSkip: return branch(op);
        case Dw::OpDeref: return dereference(8);
        case Dw::OpDerefSize:
        case Dw::OpDerefType:
        case Dw::OpGnuDerefType: return dereference(op.first);
        case Dw::OpFormTlsAddress:
        case Dw::OpGnuPushTlsAddress: return threadLocal();
        case Dw::OpNop:
        case Dw::OpGnuUninit: return {};
        default: return describe(op);
        }
    }

    /// Operations that say what the value is instead of computing an address.
    Done describe(const LocationOperation &op)
    {
        switch (op.code) {
        case Dw::OpPiece: return finish(op.first, 0, false);
        case Dw::OpBitPiece:
            if (op.first % 8 != 0 || op.second % 8 != 0)
                return fail(ErrorCode::Unsupported, "the location has pieces that are not whole bytes");
            return finish(op.first / 8, op.second / 8, false);
        case Dw::OpStackValue: m_pending = {.kind = Pending::Kind::Value, .registerNumber = -1, .bytes = {}}; return {};
        case Dw::OpImplicitValue:
            m_pending = {.kind = Pending::Kind::Bytes, .registerNumber = -1, .bytes = op.block};
            return {};
        case Dw::OpImplicitPointer:
        case Dw::OpGnuImplicitPointer:
            m_pending = {.kind = Pending::Kind::Missing, .registerNumber = -1, .bytes = {}};
            return {};
        // The value at the function's entry, which nobody kept.
        case Dw::OpEntryValue:
        case Dw::OpGnuEntryValue:
        case Dw::OpGnuParameterRef:
        case Dw::OpGnuVariableValue: return push(0, false);
        case Dw::OpConvert:
        case Dw::OpGnuConvert:
        case Dw::OpReinterpret:
        case Dw::OpGnuReinterpret:
            if (op.first == 0) // to the generic type
                return {};
            [[fallthrough]];
        default: return fail(ErrorCode::Unsupported, "the location uses the operation " + hex(op.code));
        }
    }

    Done push(uint64_t number, bool isKnown = true)
    {
        if (m_stack.size() >= maximumStack)
            return fail(ErrorCode::Limit, "the location expression overflows its stack");
        m_stack.push_back({number, isKnown});
        return {};
    }

    Result<StackValue> pop()
    {
        if (m_stack.empty())
            return fail(ErrorCode::BadFormat, "the location expression takes from an empty stack");
        const StackValue value = m_stack.back();
        m_stack.pop_back();
        return value;
    }

    Done pick(uint64_t depth)
    {
        if (depth >= m_stack.size())
            return fail(ErrorCode::BadFormat, "the location expression takes from an empty stack");
        const StackValue value = m_stack[m_stack.size() - 1 - depth];
        return push(value.number, value.isKnown);
    }

    /// The top goes below the @p count - 1 values under it.
    Done rotate(size_t count)
    {
        if (m_stack.size() < count)
            return fail(ErrorCode::BadFormat, "the location expression takes from an empty stack");
        std::rotate(m_stack.end() - static_cast<ptrdiff_t>(count), m_stack.end() - 1, m_stack.end());
        return {};
    }

    [[nodiscard]] std::optional<uint64_t> registerValue(uint64_t number) const
    {
        if (!m_context.registers || number >= static_cast<uint64_t>(Registers::count))
            return std::nullopt;
        return m_context.registers->get(static_cast<int>(number));
    }

    Done setRegister(uint64_t number)
    {
        const auto kind = registerValue(number) ? Pending::Kind::Register : Pending::Kind::Missing;
        m_pending = {.kind = kind, .registerNumber = static_cast<int>(number), .bytes = {}};
        return {};
    }

    Done pushRegister(uint64_t number, uint64_t offset)
    {
        const auto value = registerValue(number);
        return push(value.value_or(0) + offset, value.has_value());
    }

    Done pushCfa() { return push(m_context.cfa.value_or(Address{}).value, m_context.cfa.has_value()); }

    Done pushFrameBase(uint64_t offset)
    {
        if (m_context.frameBase.empty())
            return fail(ErrorCode::BadFormat, "the location is relative to a frame base that is not known");
        LocationContext inner = m_context;
        inner.frameBase = {}; // so a frame base can't be relative to itself
        const auto base = LocationMachine(m_context.frameBase, inner).run();
        if (!base && base.error().code == ErrorCode::OptimizedOut)
            return push(0, false);
        if (!base)
            return std::unexpected(base.error());
        const LocationPiece &piece = base->front();
        if (base->size() == 1 && piece.kind == LocationPiece::Kind::Memory)
            return push(piece.address.value + offset);
        if (base->size() == 1 && piece.kind == LocationPiece::Kind::Register)
            return pushRegister(static_cast<uint64_t>(piece.registerNumber), offset);
        return fail(ErrorCode::BadFormat, "the frame base is not an address");
    }

    Done dereference(uint64_t size)
    {
        const auto address = pop();
        if (!address)
            return std::unexpected(address.error());
        if (size == 0 || size > 8)
            return fail(ErrorCode::BadFormat, "the location reads " + std::to_string(size) + " bytes at once");
        if (!address->isKnown)
            return push(0, false);
        if (!m_context.memory)
            return fail(ErrorCode::NotInCore, "the location needs memory and there is none");
        uint64_t value = 0;
        auto done = m_context.memory->read({address->number}, std::as_writable_bytes(std::span(&value, 1)).first(size));
        if (!done)
            return done;
        return push(value);
    }

    Done threadLocal()
    {
        const auto offset = pop();
        if (!offset)
            return std::unexpected(offset.error());
        if (m_context.tlsBase.isNull())
            return fail(ErrorCode::NotFound, "the variable is thread-local, and the thread's block is not known");
        return push(offset->number + m_context.tlsBase.value, offset->isKnown);
    }

    Done branch(const LocationOperation &op)
    {
        if (op.code == Dw::OpBra) {
            const auto condition = pop();
            if (!condition)
                return std::unexpected(condition.error());
            if (!condition->isKnown)
                return fail(ErrorCode::OptimizedOut,
                            "optimised out: the location depends on a register that is not known");
            if (condition->number == 0)
                return {};
        }
        const uint64_t target = m_cursor.position() + op.first;
        if (target > m_expression.size())
            return fail(ErrorCode::BadFormat, "the location expression branches out of itself");
        m_cursor.seek(target);
        return {};
    }

    Done arithmetic(const LocationOperation &op)
    {
        const auto top = pop();
        if (!top)
            return std::unexpected(top.error());
        const auto signedTop = static_cast<int64_t>(top->number);
        switch (op.code) {
        case Dw::OpAbs: return push(signedTop < 0 ? 0 - top->number : top->number, top->isKnown);
        case Dw::OpNeg: return push(0 - top->number, top->isKnown);
        case Dw::OpNot: return push(~top->number, top->isKnown);
        case Dw::OpPlusUconst: return push(top->number + op.first, top->isKnown);
        default: break;
        }
        const auto below = pop();
        if (!below)
            return std::unexpected(below.error());
        if (!top->isKnown || !below->isKnown)
            return push(0, false);
        const auto result = binaryOperation(op.code, below->number, top->number);
        return result ? push(*result) : Done(std::unexpected(result.error()));
    }

    /// Ends a piece of @p size bytes (0: all) that starts @p skipped bytes into what was described.
    Done finish(uint64_t size, uint64_t skipped, bool isWhole)
    {
        if (m_pieces.size() >= maximumPieces)
            return fail(ErrorCode::Limit, "the location has too many pieces");
        const Pending pending = std::exchange(m_pending, {});
        LocationPiece piece{
            .kind = LocationPiece::Kind::Missing, .size = size, .address = {}, .registerNumber = -1, .bytes = {}};
        switch (pending.kind) {
        case Pending::Kind::Register: return finishRegister(std::move(piece), pending.registerNumber, skipped);
        case Pending::Kind::Bytes: return finishBytes(std::move(piece), pending.bytes, skipped);
        case Pending::Kind::Missing: break;
        case Pending::Kind::Value:
        case Pending::Kind::Stack:
        case Pending::Kind::None: {
            if (m_stack.empty() && pending.kind == Pending::Kind::None && (size != 0 || isWhole))
                break; // an empty piece: the compiler kept nothing of it
            const auto value = pop();
            if (!value)
                return std::unexpected(value.error());
            if (!value->isKnown)
                break;
            if (pending.kind == Pending::Kind::Value)
                return finishBytes(std::move(piece), std::as_bytes(std::span(&value->number, 1)), skipped);
            piece.kind = LocationPiece::Kind::Memory;
            piece.address = {value->number + skipped};
            break;
        }
        }
        m_pieces.push_back(std::move(piece));
        return {};
    }

    Done finishRegister(LocationPiece piece, int number, uint64_t skipped)
    {
        if (skipped == 0) {
            piece.kind = LocationPiece::Kind::Register;
            piece.registerNumber = number;
            m_pieces.push_back(std::move(piece));
            return {};
        }
        uint64_t halves[2] = {registerValue(static_cast<uint64_t>(number)).value_or(0), 0};
        const auto high = m_context.registers->getHigh(number);
        halves[1] = high.value_or(0);
        const auto bytes = std::as_bytes(std::span(halves)).first(high ? 16 : 8);
        return finishBytes(std::move(piece), bytes, skipped);
    }

    /// Bytes that were not given stay missing.
    Done finishBytes(LocationPiece piece, std::span<const std::byte> bytes, uint64_t skipped)
    {
        bytes = bytes.subspan(std::min<uint64_t>(skipped, bytes.size()));
        const uint64_t size = piece.size;
        if (size != 0 && size < bytes.size())
            bytes = bytes.first(size);
        if (!bytes.empty()) {
            piece.kind = LocationPiece::Kind::Implicit;
            piece.size = size == 0 ? 0 : bytes.size();
            piece.bytes.assign(bytes.begin(), bytes.end());
            m_pieces.push_back(piece);
        }
        if (bytes.size() < size || bytes.empty()) {
            m_pieces.push_back({.kind = LocationPiece::Kind::Missing,
                                .size = size - bytes.size(),
                                .address = {},
                                .registerNumber = -1,
                                .bytes = {}});
        }
        return {};
    }

    std::span<const std::byte> m_expression;
    ByteCursor m_cursor;
    const LocationContext &m_context;
    std::vector<StackValue> m_stack;
    Pending m_pending;
    std::vector<LocationPiece> m_pieces;
};

}

Result<std::vector<LocationPiece>> evaluateLocation(std::span<const std::byte> expression,
                                                    const LocationContext &context)
{
    if (expression.empty())
        return fail(ErrorCode::OptimizedOut, "optimised out");
    return LocationMachine(expression, context).run();
}

}
