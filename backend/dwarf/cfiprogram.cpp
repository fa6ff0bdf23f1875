// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/dwarf/cfiprogram.h"

#include "backend/base/text.h"
#include "backend/dwarf/bytecursor.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

/// DW_CFA_* (DWARF 5, 7.24) and GNU's.
enum Instruction : uint8_t {
    AdvanceLocation = 0x40, ///< the upper two bits
    Offset = 0x80,
    Restore = 0xc0,
    Nop = 0x00,
    SetLocation = 0x01,
    AdvanceLocation1 = 0x02,
    AdvanceLocation2 = 0x03,
    AdvanceLocation4 = 0x04,
    OffsetExtended = 0x05,
    RestoreExtended = 0x06,
    Undefined = 0x07,
    SameValue = 0x08,
    RegisterIn = 0x09,
    RememberState = 0x0a,
    RestoreState = 0x0b,
    DefineCfa = 0x0c,
    DefineCfaRegister = 0x0d,
    DefineCfaOffset = 0x0e,
    DefineCfaExpression = 0x0f,
    ExpressionRule = 0x10,
    OffsetExtendedSigned = 0x11,
    DefineCfaSigned = 0x12,
    DefineCfaOffsetSigned = 0x13,
    ValueOffset = 0x14,
    ValueOffsetSigned = 0x15,
    ValueExpression = 0x16,
    NegateReturnAddressState = 0x2d, ///< arm64; SPARC's GNU_window_save
    GnuArgumentsSize = 0x2e,
    GnuNegativeOffsetExtended = 0x2f,
};

constexpr size_t maximumRemembered = 64;
constexpr uint64_t maximumRegister = 512;

class CfiMachine
{
public:
    CfiMachine(const CommonEntry &common, const FrameEntry &frame, uint64_t pc)
        : m_common(common)
        , m_pc(pc)
        , m_location(frame.range.begin.value)
    {
        m_row.returnAddressRegister
            = static_cast<int>(std::min<uint64_t>(common.returnAddressRegister, maximumRegister));
        m_row.isSignalFrame = common.isSignalFrame;
    }

    Result<UnwindRow> run(std::span<const std::byte> initial, std::span<const std::byte> program)
    {
        if (auto done = execute(initial); !done)
            return std::unexpected(std::move(done.error()));
        m_initial = m_row;
        m_hasInitial = true;
        if (auto done = execute(program); !done)
            return std::unexpected(std::move(done.error()));
        return std::move(m_row);
    }

private:
    using Done = Result<void>;

    Done execute(std::span<const std::byte> program)
    {
        ByteCursor cursor(program);
        while (!cursor.atEnd()) {
            const uint8_t code = cursor.u8();
            auto done = step(code, cursor);
            if (!done)
                return done;
            if (cursor.failed())
                return fail(ErrorCode::BadFormat, "the call frame information is cut off");
            if (m_location > m_pc)
                break;
        }
        return {};
    }

    Done step(uint8_t code, ByteCursor &cursor)
    {
        switch (code & 0xc0) {
        case AdvanceLocation: return advance(code & 0x3f);
        case Offset: return setOffset(code & 0x3f, static_cast<int64_t>(cursor.uleb()), true);
        case Restore: return restore(code & 0x3f);
        default: break;
        }
        switch (code) {
        case Nop:
        case NegateReturnAddressState: return {};
        case SetLocation: // its encoding is that of FDE addresses; producers use it only without one
            if (m_common.pointerEncoding != 0)
                return fail(ErrorCode::Unsupported, "the call frame information sets an encoded location");
            m_location = cursor.unsignedOf(m_common.addressSize);
            return {};
        case AdvanceLocation1: return advance(cursor.u8());
        case AdvanceLocation2: return advance(cursor.u16());
        case AdvanceLocation4: return advance(cursor.u32());
        case GnuArgumentsSize: cursor.skipLeb(); return {};
        case RememberState: return remember();
        case RestoreState: return recall();
        case DefineCfa:
        case DefineCfaSigned:
        case DefineCfaRegister:
        case DefineCfaOffset:
        case DefineCfaOffsetSigned:
        case DefineCfaExpression: return defineCfa(code, cursor);
        default: return setRule(code, cursor);
        }
    }

    Done advance(uint64_t delta)
    {
        m_location += delta * m_common.codeAlignment;
        return {};
    }

    [[nodiscard]] int64_t scaled(int64_t factor) const
    {
        return static_cast<int64_t>(static_cast<uint64_t>(factor) * static_cast<uint64_t>(m_common.dataAlignment));
    }

    Done defineCfa(uint8_t code, ByteCursor &cursor)
    {
        if (code == DefineCfaExpression) {
            m_row.cfaExpression = cursor.bytes(cursor.uleb());
            return {};
        }
        if (code == DefineCfa || code == DefineCfaSigned || code == DefineCfaRegister) {
            const uint64_t number = cursor.uleb();
            if (number > maximumRegister)
                return fail(ErrorCode::BadFormat, "the call frame information names a register that does not exist");
            m_row.cfaRegister = static_cast<int>(number);
            m_row.cfaExpression = {};
        }
        switch (code) {
        case DefineCfa:
        case DefineCfaOffset: m_row.cfaOffset = static_cast<int64_t>(cursor.uleb()); break;
        case DefineCfaSigned:
        case DefineCfaOffsetSigned: m_row.cfaOffset = scaled(cursor.sleb()); break;
        default: break;
        }
        return {};
    }

    Done setRule(uint8_t code, ByteCursor &cursor)
    {
        using Kind = RegisterRule::Kind;
        const uint64_t number = cursor.uleb();
        switch (code) {
        case OffsetExtended: return setOffset(number, static_cast<int64_t>(cursor.uleb()), true);
        case OffsetExtendedSigned: return setOffset(number, cursor.sleb(), true);
        case GnuNegativeOffsetExtended: return setOffset(number, static_cast<int64_t>(0 - cursor.uleb()), true);
        case ValueOffset: return setOffset(number, static_cast<int64_t>(cursor.uleb()), false);
        case ValueOffsetSigned: return setOffset(number, cursor.sleb(), false);
        case RestoreExtended: return restore(number);
        case Undefined:
            return set(number, {.kind = Kind::Undefined, .offset = 0, .registerNumber = -1, .expression = {}});
        case SameValue:
            return set(number, {.kind = Kind::SameValue, .offset = 0, .registerNumber = -1, .expression = {}});
        case RegisterIn: {
            const uint64_t other = std::min(cursor.uleb(), maximumRegister);
            return set(
                number,
                {.kind = Kind::Register, .offset = 0, .registerNumber = static_cast<int>(other), .expression = {}});
        }
        case ExpressionRule:
        case ValueExpression: {
            const auto kind = code == ExpressionRule ? Kind::ExpressionAt : Kind::Expression;
            return set(number,
                       {.kind = kind, .offset = 0, .registerNumber = -1, .expression = cursor.bytes(cursor.uleb())});
        }
        default:
            return fail(ErrorCode::Unsupported, "the call frame information has the unknown instruction " + hex(code));
        }
    }

    Done setOffset(uint64_t number, int64_t factor, bool isAddress)
    {
        const auto kind = isAddress ? RegisterRule::Kind::AtCfaPlus : RegisterRule::Kind::CfaPlus;
        return set(number, {.kind = kind, .offset = scaled(factor), .registerNumber = -1, .expression = {}});
    }

    Done set(uint64_t number, const RegisterRule &rule)
    {
        if (number > maximumRegister)
            return fail(ErrorCode::BadFormat, "the call frame information names a register that does not exist");
        const auto found
            = std::ranges::find(m_row.rules, static_cast<int>(number), &std::pair<int, RegisterRule>::first);
        if (found == m_row.rules.end())
            m_row.rules.emplace_back(static_cast<int>(number), rule);
        else
            found->second = rule;
        return {};
    }

    Done restore(uint64_t number)
    {
        if (!m_hasInitial)
            return fail(ErrorCode::BadFormat, "the call frame information restores a rule before there is one");
        const auto same = [&](const auto &entry) { return entry.first == static_cast<int>(number); };
        const auto found = std::ranges::find_if(m_initial.rules, same);
        if (number <= maximumRegister && found != m_initial.rules.end())
            return set(number, found->second);
        std::erase_if(m_row.rules, same);
        return {};
    }

    Done remember()
    {
        if (m_remembered.size() >= maximumRemembered)
            return fail(ErrorCode::Limit, "the call frame information remembers too many states");
        m_remembered.push_back(m_row);
        return {};
    }

    Done recall()
    {
        if (m_remembered.empty())
            return fail(ErrorCode::BadFormat, "the call frame information restores a state that it never remembered");
        m_row = std::move(m_remembered.back());
        m_remembered.pop_back();
        return {};
    }

    const CommonEntry &m_common;
    uint64_t m_pc;
    uint64_t m_location;
    UnwindRow m_row;
    UnwindRow m_initial;
    bool m_hasInitial = false;
    std::vector<UnwindRow> m_remembered;
};

}

Result<UnwindRow> runCfiProgram(const CommonEntry &common, const FrameEntry &frame, uint64_t pc)
{
    return CfiMachine(common, frame, pc).run(common.instructions, frame.instructions);
}

}
