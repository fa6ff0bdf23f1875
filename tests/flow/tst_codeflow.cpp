// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/flow/codeflow.h"
#include "tests/support/fakememory.h"

#include <QElapsedTimer>
#include <QTest>

#include <random>

using namespace Freezeframe;

namespace
{

constexpr Address entry{0x400000};
constexpr uint64_t plain = 0x1000, withArgument = 0x3000, morestack = 0x4000, barrier = 0x5000;

/// The code of rows begins with "push %rbp; mov %rsp,%rbp; sub $0x28,%rsp": then rsp is at CFA-56. It calls f and g, h,
/// which has eight bytes of arguments, m for morestack, and w for a write barrier.
FlowSource sourceOf(const Memory &memory, uint64_t size, int recovery)
{
    return {.memory = memory,
            .code = {entry, entry + size},
            .frameSize =
                [](Address pc) {
                    return std::optional<int32_t>(pc - entry < 1 ? 0 : pc - entry < 8 ? 8 : 0x30);
                },
            .callee =
                [](Address target) {
                    const uint64_t offset = target - entry;
                    FlowCallee callee{.kind = FlowCallee::Kind::Plain, .argumentBytes = 0};
                    if (offset == withArgument)
                        callee.argumentBytes = 8;
                    if (offset == morestack)
                        callee.kind = FlowCallee::Kind::Ends;
                    if (offset == barrier)
                        callee.kind = FlowCallee::Kind::KeepsRegisters;
                    return callee;
                },
            .recovery = recovery != 0 ? std::optional(entry + uint64_t(recovery)) : std::nullopt,
            .argumentBytes = 32,
            .pointersBegin = {},
            .objects = {},
            .stop = {}};
}

std::string held(CodeFlow &flow, const CodeFlow::Moment &moment, FlowValues::Id id, unsigned size)
{
    const FlowValues &values = flow.values();
    const uint32_t bytes = moment.target == entry + withArgument ? 8 : 0;
    for (const FlowState::Slot &slot : moment.state.frameSlots()) {
        const bool isOwn = flow.isPrivate(slot.offset, slot.offset + int64_t(size))
            && !flow.outgoing(*moment.stack, bytes).touches(slot.offset, slot.end());
        if (slot.size >= size && values.low(slot.value, size) == values.low(id, size) && isOwn)
            return " in " + std::to_string(slot.offset);
    }
    return {};
}

/// What is known of a value, and in which slot it still stands.
std::string told(CodeFlow &flow, const CodeFlow::Moment &moment, FlowValues::Id id, unsigned size = 8)
{
    const FlowValue value = flow.values()[id];
    const std::string number = std::to_string(value.number);
    using Kind = FlowValue::Kind;
    switch (value.kind) {
    case Kind::None: return "nothing";
    case Kind::Constant: return "constant " + number;
    case Kind::Frame: return "frame " + number;
    case Kind::Entry:
        return "entry " + std::string(value.place.kind == FlowPlace::Kind::Register ? "" : "v")
            + std::to_string(value.place.number) + held(flow, moment, id, size);
    case Kind::EntrySlot: return "argument " + number + held(flow, moment, id, size);
    case Kind::Sum: return "sum " + number + " of " + told(flow, moment, value.base);
    case Kind::ZeroExtended: return "zero " + number + " of " + told(flow, moment, value.base, unsigned(value.number));
    case Kind::SignExtended: return "sign " + number + " of " + told(flow, moment, value.base, unsigned(value.number));
    case Kind::Made: return "made" + held(flow, moment, id, size);
    case Kind::Merged: return "merged" + held(flow, moment, id, size);
    }
    return {};
}

/// What rax holds at the last call of f or h.
std::string answer(const std::vector<std::byte> &code, int recovery)
{
    FakeMemory memory;
    memory.put(entry, code);
    const auto flow = CodeFlow::of(sourceOf(memory, code.size(), recovery));
    if (!flow)
        return "refused";
    for (uint64_t offset = code.size(); offset-- > 0;) {
        const auto moment = flow->at(entry + offset);
        if (moment && moment->target && (*moment->target == entry + plain || *moment->target == entry + withArgument))
            return told(*flow, *moment, moment->state.get(FlowPlace::general(0)));
    }
    return "nowhere";
}

std::vector<std::byte> bytesOf(const QByteArray &hex)
{
    const QByteArray bytes = QByteArray::fromHex(hex);
    const auto all = std::as_bytes(std::span(bytes.data(), size_t(bytes.size())));
    return {all.begin(), all.end()};
}

}

/// The value numbering over code: what is said of a register holds on all ways, and a slot is only named while it has it.
class CodeFlowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void values_data();
    void values();
    void tooMuch();
    void anyBytes();
};

void CodeFlowTest::values_data()
{
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<int>("recovery");
    const auto row = [](const char *assembly, const char *code, const char *expected, int recovery = 0) {
        QTest::newRow(assembly) << QByteArray(code) << QString::fromLatin1(expected) << recovery;
    };
    row("mov $7,%eax; call f", "554889e54883ec28b807000000e8ee0f00000f0b", "constant 7");
    row("mov %rbx,%rax; call f", "554889e54883ec284889d8e8f00f00000f0b", "entry 3");
    row("mov %rbx,0x18(%rsp); call g; mov 0x18(%rsp),%rax; call f",
        "554889e54883ec2848895c2418e8ee1f0000488b442418e8e40f00000f0b", "entry 3 in -32");
    row("mov %rbx,0x18(%rsp); mov %rbx,%rax; mov %rcx,0x18(%rsp); call f",
        "554889e54883ec2848895c24184889d848894c2418e8e60f00000f0b", "entry 3");
    row("mov %rbx,0x18(%rsp); mov %rbx,%rax; movb $1,0x1c(%rsp); call f",
        "554889e54883ec2848895c24184889d8c644241c01e8e60f00000f0b", "entry 3");
    row("1: mov %rcx,0x18(%rsp); mov (%rcx),%rcx; mov %rcx,%rax; call f; mov 0x18(%rsp),%rcx; jmp 1b",
        "554889e54883ec2848894c2418488b094889c8e8e80f0000488b4c2418ebe90f0b", "made");
    row("mov %rbx,0x18(%rsp); 1: call g; mov 0x18(%rsp),%rax; call f; jmp 1b",
        "554889e54883ec2848895c2418e8ee1f0000488b442418e8e40f0000ebef0f0b", "entry 3 in -32");
    row("mov %rbx,0x18(%rsp); 1: mov 0x18(%rsp),%rax; call f; mov %rax,0x18(%rsp); jmp 1b",
        "554889e54883ec2848895c2418488b442418e8e90f00004889442418ebef0f0b", "merged in -32");
    row("1: mov (%rdx),%rcx; test %rcx,%rcx; jne 2f; mov %rcx,0x18(%rsp); 2: mov %rcx,%rax; call f; mov 0x20(%rsp),%rdx; jmp 1b",
        "554889e54883ec28488b0a4885c9750548894c24184889c8e8e30f0000488b542420ebe40f0b", "made");
    row("test %rdi,%rdi; jne 1f; mov %rbx,%rax; mov %rbx,0x18(%rsp); jmp 2f; 1: mov %rcx,%rax; mov %rcx,0x18(%rsp); 2: call f",
        "554889e54883ec284885ff750a4889d848895c2418eb084889c848894c2418e8dc0f00000f0b", "merged in -32");
    row("test %rdi,%rdi; jne 1f; mov %rbx,%rax; mov %rbx,0x18(%rsp); jmp 2f; 1: mov %rcx,%rax; mov %rbx,0x18(%rsp); 2: call f",
        "554889e54883ec284885ff750a4889d848895c2418eb084889c848895c2418e8dc0f00000f0b", "merged");
    row("lea 0x18(%rsp),%rax; call g; mov 0x18(%rsp),%rax; call f",
        "554889e54883ec28488d442418e8ee1f0000488b442418e8e40f00000f0b", "made");
    row("lea 0x10(%rsp),%rax; call g; mov 0x18(%rsp),%rax; call f",
        "554889e54883ec28488d442410e8ee1f0000488b442418e8e40f00000f0b", "made");
    row("lea 0x18(%rsp),%rax; mov %rbx,0x10(%rsp); call g; mov 0x10(%rsp),%rax; call f",
        "554889e54883ec28488d44241848895c2410e8e91f0000488b442410e8df0f00000f0b", "entry 3 in -40");
    row("mov %rbx,0x18(%rsp); mov %rcx,(%rdx); mov %rbx,%rax; call f",
        "554889e54883ec2848895c241848890a4889d8e8e80f00000f0b", "entry 3 in -32");
    row("mov %rbx,0x18(%rsp); mov %rcx,(%rsp,%rdx,8); mov %rbx,%rax; call f",
        "554889e54883ec2848895c241848890cd44889d8e8e70f00000f0b", "entry 3");
    row("mov %rbx,0x18(%rsp); lea (%rsp,%rdx,8),%rdi; mov %rcx,(%rdi); mov %rbx,%rax; call f",
        "554889e54883ec2848895c2418488d3cd448890f4889d8e8e40f00000f0b", "entry 3");
    row("mov %rbx,0x10(%rsp); lea 0x18(%rsp),%rdi; sub %rdx,%rdi; mov %rcx,(%rdi); mov %rbx,%rax; call f",
        "554889e54883ec2848895c2410488d7c24184829d748890f4889d8e8e00f00000f0b", "entry 3");
    row("mov %rbx,(%rsp); call h; mov (%rsp),%rax; call f", "554889e54883ec2848891c24e8ef2f0000488b0424e8e60f00000f0b",
        "made in -56");
    row("mov %rbx,(%rsp); mov %rbx,%rax; call h", "554889e54883ec2848891c244889d8e8ec2f00000f0b", "entry 3");
    row("mov %rbx,0x8(%rsp); mov %rbx,0x18(%rsp); mov (%rdx),%rcx; call *%rcx; mov 0x8(%rsp),%rax; call f",
        "554889e54883ec2848895c240848895c2418488b0affd1488b442408e8df0f00000f0b", "made in -48");
    row("mov %rbx,0x18(%rsp); mov %rbx,%rax; call f; ret; call m; jmp entry",
        "554889e54883ec2848895c24184889d8e8eb0f0000c3e8e53f0000ebe30f0b", "entry 3 in -32");
    row("mov %rbx,%rax; call f; mov $3,%ebx; jmp entry", "554889e54883ec284889d8e8f00f0000bb03000000ebe90f0b",
        "merged");
    row("mov %rbx,%rax; call w; call f", "554889e54883ec284889d8e8f04f0000e8eb0f00000f0b", "entry 3");
    row("mov %rbx,%rax; call g; mov %rbx,%rax; call f", "554889e54883ec284889d8e8f01f00004889d8e8e80f00000f0b", "made");
    row("mov %bl,0x18(%rsp); movzbl 0x18(%rsp),%eax; call f", "554889e54883ec28885c24180fb6442418e8ea0f00000f0b",
        "zero 1 of entry 3 in -32");
    row("mov %ebx,0x18(%rsp); movslq 0x18(%rsp),%rax; call f", "554889e54883ec28895c24184863442418e8ea0f00000f0b",
        "sign 4 of entry 3 in -32");
    row("movups %xmm15,0x10(%rsp); mov 0x18(%rsp),%rax; call f", "554889e54883ec28440f117c2410488b442418e8e80f00000f0b",
        "constant 0");
    row("movups %xmm0,0x10(%rsp); movups 0x10(%rsp),%xmm1; movq %xmm1,%rax; call f",
        "554889e54883ec280f114424100f104c241066480f7ec8e8e40f00000f0b", "entry v0 in -40");
    row("mov 0x38(%rsp),%rax; call f", "554889e54883ec28488b442438e8ee0f00000f0b", "argument 0 in 0");
    row("mov 0x3c(%rsp),%eax; call f", "554889e54883ec288b44243ce8ef0f00000f0b", "zero 4 of argument 4");
    row("mov %rbx,0x18(%rsp); lea 0x10(%rbx),%rax; add $8,%rax; call f",
        "554889e54883ec2848895c2418488d43104883c008e8e60f00000f0b", "sum 24 of entry 3 in -32");
    row("lea 0x18(%rsp),%rax; call f", "554889e54883ec28488d442418e8ee0f00000f0b", "frame -32");
    row("mov %rbx,0x18(%rsp); mov %rbx,%rax; xchg %rcx,0x18(%rsp); call f",
        "554889e54883ec2848895c24184889d848874c2418e8e60f00000f0b", "entry 3");
    row("mov %rbx,0x18(%rsp); mov %rbx,%rax; lock xadd %rcx,0x18(%rsp); call f",
        "554889e54883ec2848895c24184889d8f0480fc14c2418e8e40f00000f0b", "entry 3");
    row("mov %rbx,0x18(%rsp); mov %rbx,%rax; sete 0x18(%rsp); call f",
        "554889e54883ec2848895c24184889d80f94442418e8e60f00000f0b", "entry 3");
    row("mov %rbx,0x18(%rsp); mov %rbx,%rdx; lea 0x8(%rsp),%rdi; mov $3,%ecx; rep stosq; mov %rdx,%rax; call f",
        "554889e54883ec2848895c24184889da488d7c2408b903000000f348ab4889d0e8db0f00000f0b", "entry 3");
    row("mov %rbx,%rax; cmove %rcx,%rax; call f", "554889e54883ec284889d8480f44c1e8ec0f00000f0b", "made");
    row("mov %rbx,%rax; mov %cl,%al; call f", "554889e54883ec284889d888c8e8ee0f00000f0b", "made");
    row("mov %rbx,0x18(%rsp); call g; mov %rcx,0x18(%rsp); call g; ret; deferreturn: mov 0x18(%rsp),%rax; call f",
        "554889e54883ec2848895c2418e8ee1f000048894c2418e8e41f0000c3488b442418e8d90f00000f0b", "made in -32", 0x1d);
    row("mov %rbx,%rax; jmp .+3; mov $7,%eax; call f", "554889e54883ec284889d8eb01b807000000e8e90f00000f0b", "refused");
}

void CodeFlowTest::values()
{
    QFETCH(const QByteArray, code);
    QFETCH(const QString, expected);
    QFETCH(const int, recovery);
    QCOMPARE(QString::fromStdString(answer(bytesOf(code), recovery)), expected);
}

void CodeFlowTest::tooMuch()
{
    std::vector<std::byte> code(size_t(4) << 20, std::byte{0x90});
    QCOMPARE(answer(code, 0), "refused");
    // Thousands of branches, each back to the begin: all of them are ways.
    code = bytesOf("554889e54883ec28");
    for (int i = 0; i < 6000; ++i) {
        const std::vector<std::byte> branch = bytesOf("0f85");
        code.insert(code.end(), branch.begin(), branch.end());
        const auto back = int32_t(8 - int64_t(code.size()) - 4);
        const auto bytes = std::as_bytes(std::span(&back, 1));
        code.insert(code.end(), bytes.begin(), bytes.end());
    }
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(answer(code, 0), "refused");
    QVERIFY(timer.elapsed() < 5000);
}

void CodeFlowTest::anyBytes()
{
    std::mt19937 random(7);
    std::uniform_int_distribution<int> byte(0, 255), length(1, 300);
    for (int i = 0; i < 3000; ++i) {
        std::vector<std::byte> code = bytesOf("554889e54883ec28");
        for (int left = length(random); left > 0; --left)
            code.push_back(std::byte(byte(random)));
        QVERIFY(!answer(code, i % 3 == 0 ? 8 : 0).empty());
    }
}

QTEST_GUILESS_MAIN(CodeFlowTest)
#include "tst_codeflow.moc"
