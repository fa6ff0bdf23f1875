// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/unwind/unwinder.h"
#include "tests/support/corebuilder.h"

#include <QTest>

#include <algorithm>

using namespace Freezeframe;

namespace
{

constexpr uint64_t codeAt = 0x400000;
constexpr uint64_t trampolineAt = codeAt + 0x800;
constexpr uint64_t stackAt = 0x7ffd00000000;
constexpr uint64_t stackSize = 0x4000;
constexpr int framePointer = 6, stackPointer = 7, programCounter = 16; // DWARF numbers of x86-64

/// Words of a stack by offset from @ref stackAt.
using Words = std::map<uint64_t, uint64_t>;

struct Wanted {
    std::vector<uint64_t> pcs;
    bool complete = false;
    bool hasError = false;
    bool cut = false;
};

/// A place behind a call, the @p number th.
constexpr uint64_t afterCall(uint64_t number)
{
    return codeAt + 0x100 * number + 5;
}

constexpr uint64_t onStack(uint64_t offset)
{
    return stackAt + offset;
}

// Functions of the code below, and places in them.
constexpr uint64_t framedAt = codeAt + 0x900; ///< keeps a frame pointer; has the calls of afterCall(0) to afterCall(5)
constexpr uint64_t saverAt = codeAt + 0xb00; ///< has a frame without one; afterCall(6) is behind its call
constexpr uint64_t inSaver = saverAt + 7;
constexpr uint64_t leafAt = codeAt + 0xa00; ///< has no frame; afterCall(7) is behind its call
constexpr uint64_t strangerAt = codeAt + 0xc00; ///< nothing calls it

void put(std::vector<std::byte> &code, uint64_t address, std::initializer_list<unsigned char> bytes)
{
    std::ranges::transform(bytes, code.begin() + ptrdiff_t(address - codeAt),
                           [](unsigned char byte) { return std::byte{byte}; });
}

/// With the displacement of a call or jump to @p target behind it.
void putBranch(std::vector<std::byte> &code, uint64_t address, std::initializer_list<unsigned char> opcode,
               uint64_t target)
{
    put(code, address, opcode);
    const auto distance = int32_t(target - (address + opcode.size() + 4));
    std::memcpy(code.data() + (address - codeAt) + opcode.size(), &distance, sizeof distance);
}

std::vector<std::byte> functions()
{
    std::vector<std::byte> code(0x1000, std::byte{0x90});
    put(code, framedAt, {0x55, 0x48, 0x89, 0xe5, 0x48, 0x29, 0xc4}); // push %rbp; mov %rsp,%rbp; sub %rax,%rsp
    uint64_t at = framedAt + 7;
    for (uint64_t i = 0; i < 8; ++i, at += 6) {
        const uint64_t call = codeAt + 0x100 * i;
        putBranch(code, at, {0x0f, 0x84}, call); // je
        putBranch(code, call, {0xe8}, i == 6 ? saverAt : i == 7 ? leafAt : framedAt);
        put(code, call + 5, {0x89, 0xc0}); // mov %eax,%eax
        put(code, call + 0x20, {0xc9, 0xc3}); // leave; ret
    }
    put(code, at, {0xc9, 0xc3});
    put(code, leafAt, {0x89, 0xc0, 0xc3});
    put(code, saverAt, {0x53, 0x48, 0x83, 0xec, 0x10, 0x0f, 0x05}); // push %rbx; sub $16,%rsp; syscall
    put(code, inSaver, {0x48, 0x83, 0xc4, 0x10, 0x5b, 0xc3}); // add $16,%rsp; pop %rbx; ret
    put(code, strangerAt, {0x53, 0x48, 0x83, 0xec, 0x10, 0x0f, 0x05});
    return code;
}

/// A core without any file: code without tables and symbols, a signal trampoline and one stack.
Stack walk(const Words &words, uint64_t pc, uint64_t sp, uint64_t fp, size_t limit)
{
    std::vector<std::byte> code = functions();
    const std::array<unsigned char, 9> trampoline{0x48, 0xc7, 0xc0, 0x0f, 0, 0, 0, 0x0f, 0x05};
    std::memcpy(code.data() + (trampolineAt - codeAt), trampoline.data(), trampoline.size());
    std::vector<std::byte> stack(stackSize);
    for (const auto &[offset, word] : words)
        std::memcpy(stack.data() + offset, &word, sizeof word);
    const auto core
        = CoreBuilder()
              .addThread(
                  {.tid = 7, .signal = 11, .registers = {{programCounter, pc}, {stackPointer, sp}, {framePointer, fp}}})
              .addLoad(codeAt, PF_R | PF_X, code)
              .addLoad(stackAt, PF_R | PF_W, stack)
              .open();
    if (!core)
        return {};
    const auto target = Target::fromCore(*core, {});
    const Unwinder unwinder(target, nullptr, nullptr);
    return unwinder.thread(target->threads().front(), limit);
}

}

/// Stacks of C whose code has no unwind tables, and stacks that a broken program has overwritten.
class CStackTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void framePointers_data();
    void framePointers();
    void signalFrames();
    void signalFramesInACircle();
    void noGoroutines();
};

void CStackTest::framePointers_data()
{
    QTest::addColumn<Words>("words");
    QTest::addColumn<uint64_t>("pc");
    QTest::addColumn<uint64_t>("sp");
    QTest::addColumn<uint64_t>("fp");
    QTest::addColumn<Wanted>("wanted");

    const Words chain{
        {0x40, onStack(0x80)}, {0x48, afterCall(1)}, {0x80, onStack(0xc0)}, {0x88, afterCall(2)}, {0xc0, 0},
        {0xc8, afterCall(3)}};
    QTest::newRow("three callers, then nothing that is a frame")
        << chain << afterCall(0) << onStack(0x20) << onStack(0x40)
        << Wanted{.pcs = {afterCall(0), afterCall(1), afterCall(2), afterCall(3)}, .hasError = true};
    QTest::newRow("a leaf that has just been called")
        << Words{{0x20, afterCall(7)}, {0x40, 0}, {0x48, afterCall(1)}} << leafAt + 2 << onStack(0x20) << onStack(0x40)
        << Wanted{.pcs = {leafAt + 2, afterCall(7), afterCall(1)}, .hasError = true};
    QTest::newRow("a frame that the frame pointer passes over")
        << Words{{0x20, afterCall(4)}, {0x38, afterCall(6)}, {0x60, 0}, {0x68, afterCall(1)}} << inSaver
        << onStack(0x20) << onStack(0x60) << Wanted{.pcs = {inSaver, afterCall(6), afterCall(1)}, .hasError = true};
    QTest::newRow("what an earlier call has left is no return address")
        << Words{{0x20, afterCall(6)}, {0x38, afterCall(5)}, {0x60, 0}, {0x68, afterCall(1)}} << inSaver
        << onStack(0x20) << onStack(0x60) << Wanted{.pcs = {inSaver}, .hasError = true};
    QTest::newRow("code of which nobody knows who has called it")
        << Words{{0x20, afterCall(4)}, {0x38, afterCall(6)}, {0x60, 0}, {0x68, afterCall(1)}} << strangerAt + 7
        << onStack(0x20) << onStack(0x60) << Wanted{.pcs = {strangerAt + 7}, .hasError = true};
    QTest::newRow("a frame that is its own caller")
        << Words{{0x40, onStack(0x40)}, {0x48, afterCall(1)}} << afterCall(0) << onStack(0x20) << onStack(0x40)
        << Wanted{.pcs = {afterCall(0), afterCall(1)}, .hasError = true};
    QTest::newRow("two frames in a circle")
        << Words{{0x40, onStack(0x80)}, {0x48, afterCall(1)}, {0x80, onStack(0x40)}, {0x88, afterCall(2)}}
        << afterCall(0) << onStack(0x20) << onStack(0x40)
        << Wanted{.pcs = {afterCall(0), afterCall(1), afterCall(2)}, .hasError = true};
    QTest::newRow("a caller that is no code")
        << Words{{0x40, onStack(0x80)}, {0x48, 0x1234567}} << afterCall(0) << onStack(0x20) << onStack(0x40)
        << Wanted{.pcs = {afterCall(0)}, .hasError = true};
    QTest::newRow("a caller that has called nothing")
        << Words{{0x40, onStack(0x80)}, {0x48, codeAt + 0x333}} << afterCall(0) << onStack(0x20) << onStack(0x40)
        << Wanted{.pcs = {afterCall(0)}, .hasError = true};
    QTest::newRow("a frame pointer into nowhere")
        << chain << afterCall(0) << onStack(0x20) << uint64_t{0x4141414141414140}
        << Wanted{.pcs = {afterCall(0)}, .hasError = true};
    QTest::newRow("an odd frame pointer")
        << chain << afterCall(0) << onStack(0x20) << onStack(0x41) << Wanted{.pcs = {afterCall(0)}, .hasError = true};
    QTest::newRow("the last words of the stack")
        << chain << afterCall(0) << onStack(stackSize - 16) << onStack(stackSize - 8)
        << Wanted{.pcs = {afterCall(0)}, .hasError = true};
    QTest::newRow("a stack pointer at the end of the address space")
        << chain << afterCall(0) << ~uint64_t{0} << ~uint64_t{7} << Wanted{.pcs = {afterCall(0)}, .hasError = true};
    QTest::newRow("a jump to nowhere") << Words{{0x20, afterCall(4)}, {0x40, 0}, {0x48, afterCall(1)}} << uint64_t{0}
                                       << onStack(0x20) << onStack(0x40)
                                       << Wanted{.pcs = {0, afterCall(4), afterCall(1)}, .hasError = true};
    QTest::newRow("all registers zero") << Words{} << uint64_t{0} << uint64_t{0} << uint64_t{0}
                                        << Wanted{.pcs = {0}, .hasError = true};
    Words deep;
    std::vector<uint64_t> pcs{afterCall(0)};
    for (uint64_t i = 0; i < 100; ++i) {
        deep[0x40 + 0x20 * i] = onStack(0x60 + 0x20 * i);
        deep[0x48 + 0x20 * i] = afterCall(1 + i % 5);
        if (i + 2 <= 50)
            pcs.push_back(afterCall(1 + i % 5));
    }
    QTest::newRow("deeper than asked for")
        << deep << afterCall(0) << onStack(0x20) << onStack(0x40) << Wanted{.pcs = pcs, .cut = true};
}

void CStackTest::framePointers()
{
    QFETCH(const Words, words);
    QFETCH(const uint64_t, pc);
    QFETCH(const uint64_t, sp);
    QFETCH(const uint64_t, fp);
    QFETCH(const Wanted, wanted);
    const Stack stack = walk(words, pc, sp, fp, 50);
    std::vector<uint64_t> pcs;
    for (const Frame &frame : stack.frames) {
        pcs.push_back(frame.pc.value);
        QCOMPARE(frame.kind, FrameKind::C);
    }
    QCOMPARE(pcs, wanted.pcs);
    QCOMPARE(stack.complete, wanted.complete);
    QCOMPARE(stack.error.has_value(), wanted.hasError);
    QCOMPARE(stack.cut, wanted.cut);
    if (stack.error)
        QVERIFY(!stack.error->message.empty() && stack.frames.back().error);
}

void CStackTest::signalFrames()
{
    // A handler returns to the trampoline; behind it lies the context of the code that it interrupted.
    Words words{{0x40, 0}, {0x48, trampolineAt}};
    const uint64_t context = 0x50;
    words[context + 40 + 8 * 10] = onStack(0x400); // rbp
    words[context + 40 + 8 * 15] = onStack(0x3e0); // rsp
    words[context + 40 + 8 * 16] = afterCall(3) + 7; // rip
    words[0x400] = 0;
    words[0x408] = afterCall(4);
    // The trampoline follows no call: it is reached by the word at the stack pointer of a leaf, as CFI would tell.
    words[0x20] = 0;
    const Stack stack = walk(words, trampolineAt, onStack(context), 0, 50);
    QCOMPARE(stack.frames.size(), size_t{3});
    QCOMPARE(stack.frames[0].kind, FrameKind::Signal);
    QVERIFY(stack.frames[0].isRuntime);
    QCOMPARE(stack.frames[1].pc.value, afterCall(3) + 7);
    QCOMPARE(stack.frames[1].lookupPc, stack.frames[1].pc);
    QVERIFY(stack.frames[1].interrupted);
    QCOMPARE(stack.frames[1].registers.sp().value, onStack(0x3e0));
    QCOMPARE(stack.frames[2].pc.value, afterCall(4));
    QCOMPARE(stack.frames[2].lookupPc.value, afterCall(4) - 1);
    QVERIFY(!stack.frames[2].interrupted);
}

void CStackTest::signalFramesInACircle()
{
    Words words;
    words[40 + 8 * 15] = onStack(0);
    words[40 + 8 * 16] = trampolineAt;
    const Stack stack = walk(words, trampolineAt, onStack(0), 0, 1'000'000);
    QVERIFY(stack.error);
    QCOMPARE(stack.error->code, ErrorCode::Limit);
    QVERIFY(stack.frames.size() < 100);
}

void CStackTest::noGoroutines()
{
    const auto core = CoreBuilder().addThread({.tid = 1, .registers = {}}).open();
    QVERIFY(core);
    const Unwinder unwinder(Target::fromCore(*core, {}), nullptr, nullptr);
    const GoroutineTable empty;
    QVERIFY(unwinder.goroutine(empty, 0).error);
    std::vector<Address> pcs{Address{1}};
    unwinder.parkedPcs(empty, 5, 10, pcs);
    QVERIFY(pcs.empty());
}

QTEST_GUILESS_MAIN(CStackTest)
#include "tst_cstacks.moc"
