// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/unwind/signalcontext.h"
#include "tests/support/bytes.h"
#include "tests/support/fakememory.h"

#include <QTest>

#include <array>
#include <cstring>
#include <ucontext.h>

using namespace Freezeframe;

class SignalContextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allRegisters();
    void vectorsNeedTheirArea();
    void missingContext();
    void arm64();
    void trampolines();
};

#if defined(__x86_64__)
void SignalContextTest::allRegisters()
{
    // What the C library declares is what the kernel writes.
    ucontext_t context{};
    const std::array order{REG_RAX, REG_RDX, REG_RCX, REG_RBX, REG_RSI, REG_RDI, REG_RBP, REG_RSP, REG_R8,
                           REG_R9,  REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15, REG_RIP};
    for (size_t i = 0; i < order.size(); ++i)
        context.uc_mcontext.gregs[order[i]] = static_cast<greg_t>(0x1000 + i);
    context.uc_mcontext.gregs[REG_EFL] = 0x246;
    _libc_fpstate vectors{};
    for (uint32_t i = 0; i < 16; ++i)
        vectors._xmm[i].element[0] = 100 + i;
    vectors._xmm[3].element[2] = 77;
    constexpr Address at{0x7f0000001000};
    constexpr Address vectorsAt{0x7f0000002000};
    const uint64_t pointer = vectorsAt.value;
    std::memcpy(&context.uc_mcontext.fpregs, &pointer, sizeof pointer);
    FakeMemory memory;
    memory.put(at, std::as_bytes(std::span(&context, 1)));
    memory.put(vectorsAt, std::as_bytes(std::span(&vectors, 1)));

    const auto registers = interruptedRegisters(memory, at, Architecture::X86_64);
    QVERIFY(registers);
    for (size_t i = 0; i < order.size(); ++i)
        QCOMPARE(registers->get(int(i)), std::optional<uint64_t>(0x1000 + i));
    QCOMPARE(registers->get(49), std::optional<uint64_t>(0x246));
    QCOMPARE(registers->get(17 + 5), std::optional<uint64_t>(105));
    QCOMPARE(registers->getHigh(17 + 3), std::optional<uint64_t>(77));
}
#else
void SignalContextTest::allRegisters()
{
    QSKIP("the layout to compare with is that of x86-64");
}
#endif

void SignalContextTest::vectorsNeedTheirArea()
{
    FakeMemory memory;
    std::vector<uint64_t> words(40, 5);
    memory.putWords(Address{0x1000}, words); // the pointer to the vectors is 5, where nothing is
    const auto registers = interruptedRegisters(memory, Address{0x1000}, Architecture::X86_64);
    QVERIFY(registers);
    QCOMPARE(registers->pc(), Address{5});
    QVERIFY(!registers->get(17));
}

void SignalContextTest::missingContext()
{
    FakeMemory memory;
    memory.putWords(Address{0x1000}, std::vector<uint64_t>(10, 1));
    const auto registers = interruptedRegisters(memory, Address{0x1000}, Architecture::X86_64);
    QVERIFY(!registers);
    QVERIFY(!interruptedRegisters(memory, Address{~uint64_t{0} - 16}, Architecture::X86_64));
}

void SignalContextTest::arm64()
{
    Bytes frame;
    frame.addZeros(128 + 176); // siginfo; the head of ucontext, aligned to 16
    frame.add(uint64_t{0xdead}); // fault_address
    for (uint64_t i = 0; i < 33; ++i)
        frame.add(0x500 + i);
    FakeMemory memory;
    memory.put(Address{0x8000}, frame);
    const auto registers = interruptedRegisters(memory, Address{0x8000}, Architecture::Arm64);
    QVERIFY(registers);
    QCOMPARE(registers->get(0), std::optional<uint64_t>(0x500));
    QCOMPARE(registers->get(30), std::optional<uint64_t>(0x500 + 30));
    QCOMPARE(registers->sp(), Address{0x500 + 31});
    QCOMPARE(registers->pc(), Address{0x500 + 32});
}

void SignalContextTest::trampolines()
{
    FakeMemory memory;
    using namespace std::string_view_literals;
    memory.putText(Address{0x100}, "\x48\xc7\xc0\x0f\0\0\0\x0f\x05\xcc"sv); // mov $15, %rax; syscall
    memory.putText(Address{0x200}, "\x48\xc7\xc0\x10\0\0\0\x0f\x05\xcc"sv); // another call
    memory.putText(Address{0x300}, "\x48\xc7\xc0"sv); // cut off
    QVERIFY(isSignalTrampoline(memory, Address{0x100}, Architecture::X86_64));
    QVERIFY(!isSignalTrampoline(memory, Address{0x200}, Architecture::X86_64));
    QVERIFY(!isSignalTrampoline(memory, Address{0x300}, Architecture::X86_64));
    QVERIFY(!isSignalTrampoline(memory, Address{0x900}, Architecture::X86_64));
    QVERIFY(!isSignalTrampoline(memory, Address{0x100}, Architecture::Arm64));
}

QTEST_GUILESS_MAIN(SignalContextTest)
#include "tst_signalcontext.moc"
