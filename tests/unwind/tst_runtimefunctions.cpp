// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/unwind/runtimefunctions.h"

#include <QTest>

using namespace Freezeframe;

class RuntimeFunctionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void kinds_data();
    void kinds();
    void cgoGlue();
    void innermostUserFrame();
};

void RuntimeFunctionsTest::kinds_data()
{
    QTest::addColumn<QString>("function");
    QTest::addColumn<bool>("isRuntime");
    QTest::addColumn<bool>("isUser");
    const auto row = [](const char *function, bool isRuntime, bool isUser) {
        QTest::newRow(function) << QString::fromUtf8(function) << isRuntime << isUser;
    };
    row("main.main", false, true);
    row("main.(*T).Run", false, true);
    row("runtime.main", true, false);
    row("runtime.goexit", true, false);
    row("runtime.gopanic", true, false);
    row("runtime.(*mcache).refill", true, false);
    row("runtime.GC", true, true); // what the program has called by itself
    row("runtime/debug.SetTraceback", false, true);
    row("runtime/pprof.Do", false, true);
    row("runtime/cgo.NewHandle", true, false);
    row("runtime/internal/atomic.Xadd", true, false);
    row("internal/runtime/maps.(*Map).PutSlot", true, false);
    row("internal/runtime/syscall/linux.Syscall6", true, false);
    row("internal/poll.runtime_pollWait", true, false);
    row("internal/poll.(*FD).Read", false, false);
    row("sync.runtime_SemacquireMutex", true, false);
    row("sync.(*Mutex).Lock", false, true);
    row("time.Sleep", false, true);
    row("iter.Pull[go.shape.int].func1", false, false);
    row("example.com/runtime.Start", false, true);
    row("example.com/internal/orders.(*Book).Price", false, true);
    row("main.sum[go.shape.struct { example.com/runtime.X int }]", false, true);
    row("main.(*stack[runtime.Frame]).pop", false, true);
    row("gosave_systemstack_switch", true, false);
    row("crosscall2", true, false);
}

void RuntimeFunctionsTest::kinds()
{
    QFETCH(const QString, function);
    QFETCH(const bool, isRuntime);
    QFETCH(const bool, isUser);
    const std::string name = function.toStdString();
    QCOMPARE(isRuntimeFunction(name), isRuntime);
    Frame frame;
    frame.function = name;
    QCOMPARE(isUserFrame(frame), isUser);
    frame.kind = FrameKind::C;
    QVERIFY(!isUserFrame(frame));
    frame.kind = FrameKind::Go;
    frame.isWrapper = true;
    QVERIFY(!isUserFrame(frame));
}

void RuntimeFunctionsTest::cgoGlue()
{
    QVERIFY(isCgoGlue("_cgo_d93a7e28eb64_Cfunc_native_outer"));
    QVERIFY(isCgoGlue("x_cgo_thread_start"));
    QVERIFY(isCgoGlue("crosscall1"));
    QVERIFY(!isCgoGlue("native_outer"));
    QVERIFY(!isCgoGlue("x_coordinate"));
    QVERIFY(!isCgoGlue(""));
}

void RuntimeFunctionsTest::innermostUserFrame()
{
    Stack stack;
    QVERIFY(!userFrame(stack));
    for (const char *function : {"runtime.raise", "runtime.gopanic", "main.fail", "main.main"}) {
        Frame frame;
        frame.function = function;
        stack.frames.push_back(frame);
    }
    QCOMPARE(userFrame(stack), std::optional<size_t>(2));
    stack.frames.resize(2);
    QVERIFY(!userFrame(stack));
}

QTEST_GUILESS_MAIN(RuntimeFunctionsTest)
#include "tst_runtimefunctions.moc"
