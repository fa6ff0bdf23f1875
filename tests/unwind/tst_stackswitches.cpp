// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/unwind/runtimefunctions.h"
#include "tests/unwind/unwoundvictim.h"

#include <QTest>

#include <algorithm>

using namespace Freezeframe;

namespace
{

using Names = QStringList;

/// Whether @p names come in this order in @p stack, innermost first, with anything between them.
bool hasInOrder(const Stack &stack, const Names &names)
{
    auto at = stack.frames.begin();
    for (const QString &name : names) {
        at = std::find_if(at, stack.frames.end(),
                          [&name](const Frame &frame) { return QString::fromStdString(frame.function) == name; });
        if (at == stack.frames.end())
            return false;
        ++at;
    }
    return true;
}

const Frame *find(const Stack &stack, std::string_view function)
{
    const auto found = std::ranges::find(stack.frames, function, &Frame::function);
    return found == stack.frames.end() ? nullptr : &*found;
}

}

/// Goroutines that are on both sides of every switch between the stacks of Go and C.
class StackSwitchTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void betweenGoAndC_data();
    void betweenGoAndC();
    void crashInC_data();
    void crashInC();
    void threads_data();
    void threads();
};

void StackSwitchTest::betweenGoAndC_data()
{
    QTest::addColumn<VictimRequest>("request");
    QTest::addColumn<QString>("goroutine");
    QTest::addColumn<Names>("inOrder");
    QTest::addColumn<bool>("lost");

    const Names callback{QStringLiteral("runtime.cgocallback"), QStringLiteral("crosscall2"),
                         QStringLiteral("native_inner"), QStringLiteral("native_enter")};
    const Names call{QStringLiteral("runtime.asmcgocall"), QStringLiteral("runtime.cgocall"),
                     QStringLiteral("main._Cfunc_native_enter")};
    const Names park{QStringLiteral("runtime.gopark"), QStringLiteral("main.park"), QStringLiteral("main.goCalled")};
    const Names pause{QStringLiteral("pause"), QStringLiteral("native_inner"), QStringLiteral("native_enter")};
    const Names called{QStringLiteral("main.goCalled")};
    const Names sleep{QStringLiteral("native_without_tables"), QStringLiteral("runtime.asmcgocall"),
                      QStringLiteral("main._Cfunc_native_without_tables")};
    struct Row {
        const char *goroutine;
        Names inOrder;
        bool lost = false;
        bool onlyQuit = false;
    };
    const QList<Row> rows{
        {"main.parkedInCallback", park + callback + call},
        {"main.backInC", pause + call + called + callback + call},
        {"main.parkedInTwoCallbacks", park + callback + call + called + callback + call},
        {"main.withoutTables",
         {QStringLiteral("native_pause"), QStringLiteral("native_bare"), QStringLiteral("runtime.asmcgocall"),
          QStringLiteral("main._Cfunc_native_bare")}},
        {"main.lostInC",
         {QStringLiteral("native_pause"), QStringLiteral("native_lost"), QStringLiteral("runtime.asmcgocall"),
          QStringLiteral("main._Cfunc_native_lost")}},
        {"main.sleepsInC", Names{QStringLiteral("native_sleep"), QStringLiteral("native_sleep_caller")} + sleep},
        {"main.sleepsInRelay",
         Names{QStringLiteral("native_sleep"), QStringLiteral("native_relay"), QStringLiteral("native_relay_caller")}
             + sleep},
        {"main.sleepsInTail", Names{QStringLiteral("native_sleep"), QStringLiteral("native_tail_caller")} + sleep},
        {"main.sleepsUnknown",
         {QStringLiteral("native_unknown"), QStringLiteral("runtime.cgocall"),
          QStringLiteral("main._Cfunc_native_without_tables")},
         true},
        {"main.inSyscall", {QStringLiteral("syscall.RawSyscall6"), QStringLiteral("syscall.read")}},
        {"native_thread_main", park + callback},
        {"main.computesInCallback", Names{QStringLiteral("main.compute")} + called + callback + call, false, true},
        {"main.computesInGo", {QStringLiteral("main.compute")}, false, true},
        {"main.spinsInC",
         Names{QStringLiteral("runtime.sigtrampgo"), QStringLiteral("native_inner"), QStringLiteral("native_enter")}
             + call,
         false, true},
    };
    for (const GoToolchain &go : goToolchains()) {
        for (const char *how : {"panic", "quit"}) {
            for (const Row &row : rows) {
                if (row.onlyQuit && qstrcmp(how, "quit") != 0)
                    continue;
                QTest::newRow(
                    qPrintable(go.release() + u' ' + QLatin1String(how) + u' ' + QLatin1String(row.goroutine)))
                    << VictimRequest{.fixture = QStringLiteral("switches"),
                                     .go = go,
                                     .build = GoBuild::Cgo,
                                     .arguments = {QLatin1String(how)}}
                    << QString::fromLatin1(row.goroutine) << row.inOrder << row.lost;
            }
        }
    }
}

void StackSwitchTest::betweenGoAndC()
{
    QFETCH(const VictimRequest, request);
    QFETCH(const QString, goroutine);
    QFETCH(const Names, inOrder);
    QFETCH(const bool, lost);
    const UnwoundVictim victim = unwind(openVictim(request));
    QVERIFY2(victim.error.isEmpty(), qPrintable(victim.error));

    const auto stack = victim.stackWith(goroutine.toStdString());
    QVERIFY(stack);
    const QByteArray text = textOf(*stack);
    QVERIFY2(hasInOrder(*stack, inOrder + Names{goroutine}), text.constData());
    QVERIFY2(stack->complete && !stack->error, text.constData());
    const bool hasError
        = std::ranges::any_of(stack->frames, [](const Frame &frame) { return frame.error.has_value(); });
    QCOMPARE(hasError, lost); // what could not be followed says so, and the goroutine goes on
    if (lost) {
        // No frame behind it is a guess.
        const auto end
            = std::ranges::find_if(stack->frames, [](const Frame &frame) { return frame.error.has_value(); });
        QVERIFY2(
            std::none_of(end + 1, stack->frames.end(), [](const Frame &frame) { return frame.kind == FrameKind::C; }),
            text.constData());
    }
    for (const Frame &frame : stack->frames) {
        if (frame.function == "native_enter" || frame.function == "native_inner") {
            QCOMPARE(frame.kind, FrameKind::C);
            QVERIFY(frame.module);
            QVERIFY(!frame.isRuntime);
        }
    }
}

void StackSwitchTest::crashInC_data()
{
    QTest::addColumn<VictimRequest>("request");
    QTest::addColumn<Names>("inOrder");
    const Names outer{QStringLiteral("native_middle"),      QStringLiteral("native_outer"),
                      QStringLiteral("runtime.asmcgocall"), QStringLiteral("main._Cfunc_native_outer"),
                      QStringLiteral("main.enter"),         QStringLiteral("main.main")};
    const Names inner{QStringLiteral("runtime.sighandler"), QStringLiteral("runtime.sigtrampgo"),
                      QStringLiteral("native_inner")};
    for (const GoToolchain &go : goToolchains()) {
        const auto add = [&go](const QString &fixture, const QString &way, const Names &names) {
            QTest::newRow(qPrintable(go.release() + u' ' + way))
                << VictimRequest{.fixture = fixture, .go = go, .build = GoBuild::Cgo, .arguments = {way}} << names;
        };
        const QString mixed = QStringLiteral("cgo");
        add(mixed, QStringLiteral("segv"), inner + outer);
        add(mixed, QStringLiteral("fpe"), inner + outer);
        add(mixed, QStringLiteral("abort"),
            Names{QStringLiteral("runtime.sigtrampgo"), QStringLiteral("abort"), QStringLiteral("native_inner")}
                + outer);
        add(mixed, QStringLiteral("callback"),
            {QStringLiteral("runtime.gopanic"), QStringLiteral("main.inspect"), QStringLiteral("main.goVisit"),
             QStringLiteral("runtime.cgocallback"), QStringLiteral("main._Cfunc_native_outer"),
             QStringLiteral("main.main")});
        add(QStringLiteral("switches"), QStringLiteral("handler"),
            {QStringLiteral("runtime.sigtrampgo"), QStringLiteral("abort"), QStringLiteral("native_handler"),
             QStringLiteral("__restore_rt"), QStringLiteral("raise"), QStringLiteral("native_inner"),
             QStringLiteral("native_enter"), QStringLiteral("main.die"), QStringLiteral("main.main")});
    }
}

void StackSwitchTest::crashInC()
{
    QFETCH(const VictimRequest, request);
    QFETCH(const Names, inOrder);
    const UnwoundVictim victim = unwind(openVictim(request));
    QVERIFY2(victim.error.isEmpty(), qPrintable(victim.error));
    const auto row = victim.goroutines->find(1);
    QVERIFY(row);
    const Stack stack = victim.stackOf(*row);
    QVERIFY2(hasInOrder(stack, inOrder), textOf(stack).constData());
    QVERIFY2(stack.complete, textOf(stack).constData());

    // The thread that died is the first of the core, and shows the same.
    const Stack thread = victim.unwinder->thread(victim.opened.target->threads().front());
    QVERIFY2(hasInOrder(thread, inOrder), textOf(thread).constData());
    if (const Frame *handler = find(stack, "native_handler")) {
        QCOMPARE(handler->kind, FrameKind::C);
        QVERIFY(find(stack, "__restore_rt")->kind == FrameKind::Signal);
    }
}

void StackSwitchTest::threads_data()
{
    QTest::addColumn<VictimRequest>("request");
    const QList<GoToolchain> toolchains = goToolchains();
    if (toolchains.isEmpty())
        QSKIP("no Go on this machine");
    QTest::newRow("switches") << VictimRequest{.fixture = QStringLiteral("switches"),
                                               .go = toolchains.constLast(),
                                               .build = GoBuild::Cgo,
                                               .arguments = {QStringLiteral("quit")}};
    for (const GoToolchain &go : toolchains) {
        for (const char *how : {"signalled", "cooperative"})
            QTest::newRow(qPrintable(go.release() + u' ' + QLatin1String(how)))
                << VictimRequest{.fixture = QStringLiteral("preempted"), .go = go, .arguments = {QLatin1String(how)}};
    }
}

void StackSwitchTest::threads()
{
    QFETCH(const VictimRequest, request);
    const UnwoundVictim victim = unwind(openVictim(request));
    QVERIFY2(victim.error.isEmpty(), qPrintable(victim.error));
    QVERIFY(victim.opened.target->threads().size() > 3);
    for (const CoreThread &thread : victim.opened.target->threads()) {
        const Stack stack = victim.unwinder->thread(thread);
        QVERIFY2(!stack.error, textOf(stack).constData());
        QVERIFY2(stack.complete, textOf(stack).constData());
    }
}

QTEST_GUILESS_MAIN(StackSwitchTest)
#include "tst_stackswitches.moc"
