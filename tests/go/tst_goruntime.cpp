// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/go/openedvictim.h"

#include <QElapsedTimer>
#include <QSet>
#include <QTest>

#include <algorithm>

using namespace Freezeframe;

/// Goroutines, Ms and what they wait for, against the runtime's own traceback of the same death.
class TestGoRuntime : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void agreesWithTraceback_data();
    void agreesWithTraceback();
    void knowsSystemGoroutines_data();
    void knowsSystemGoroutines();
    void tellsWaits_data();
    void tellsWaits();
    void tellsLabelsAndPanics_data();
    void tellsLabelsAndPanics();
    void tellsProcess_data();
    void tellsProcess();
    void listsManyQuickly();
    void needsTheExecutable();

private:
    [[nodiscard]] static QString stateOf(const GoroutineTable &table, uint32_t row);
};

QString TestGoRuntime::stateOf(const GoroutineTable &table, uint32_t row)
{
    const std::string reason = table.waitReasonText(row);
    return QString::fromStdString(reason.empty() ? table.statusText(row) : reason);
}

void TestGoRuntime::agreesWithTraceback_data()
{
    addVictimRows(QStringLiteral("stacks"),
                  {GoBuild::Plain, GoBuild::NoOpt, GoBuild::Pie, GoBuild::Stripped, GoBuild::Cgo});
}

void TestGoRuntime::agreesWithTraceback()
{
    QFETCH(const VictimRequest, request);
    const OpenedVictim opened = openVictim(request);
    QVERIFY2(opened.error.isEmpty(), qPrintable(opened.error));
    const auto table = opened.runtime->goroutines();
    QVERIFY(table);
    const GoroutineTable &rows = **table;
    QVERIFY(rows.errors.empty());
    QVERIFY(rows.warnings.empty());
    const QByteArray printed = fileContent(opened.victim.errors);
    const auto pointers = printedPointers(printed);
    const Traceback traceback = parseTraceback(printed);
    QVERIFY(traceback.goroutines.size() > 60);
    int moved = 0;
    for (const PrintedGoroutine &goroutine : traceback.goroutines) {
        const QByteArray what = "goroutine " + QByteArray::number(goroutine.id);
        const auto row = rows.find(goroutine.id);
        QVERIFY2(row.has_value(), what);
        const PrintedPointers pointer = pointers.value(goroutine.id);
        QCOMPARE(rows.address[*row].value, pointer.g);
        // One may have woken up, or run on, between the traceback and the core.
        const bool isSame = stateOf(rows, *row) == goroutine.state;
        moved += isSame ? 0 : 1;
        if (isSame && pointer.machine != 0) {
            const GoMachine *machine = opened.runtime->machineAt({pointer.machine});
            QVERIFY2(machine, what);
            QCOMPARE(machine->id, pointer.machineId);
            QCOMPARE(rows.thread[*row], uint64_t(machine->tid));
            QCOMPARE(opened.runtime->machineOfThread(machine->tid), machine);
        }
        if (goroutine.createdBy) {
            const SourceLocation place = opened.symbols->locate(rows.goPc[*row] - 1);
            QCOMPARE(QString::fromStdString(place.file), goroutine.createdBy->file);
            QCOMPARE(place.line, goroutine.createdBy->line);
            QCOMPARE(rows.parent[*row], uint64_t(goroutine.creator));
        }
        if (isSame && rows.thread[*row] == 0 && !goroutine.frames.isEmpty()) {
            const auto physical = std::ranges::find_if_not(goroutine.frames, &PrintedFrame::isInlined);
            QCOMPARE(rows.schedPc[*row].value, physical->pc);
            QCOMPARE(rows.schedSp[*row].value, physical->sp);
            QVERIFY(rows.stackLow[*row] < rows.schedSp[*row] && rows.schedSp[*row] < rows.stackHigh[*row]);
        }
    }
    QVERIFY2(moved <= 3, qPrintable(QString::number(moved)));
    // Each thread of the core is an M, but for those that C made.
    qsizetype known = 0;
    for (const CoreThread &thread : opened.target->threads())
        known += opened.runtime->machineOfThread(thread.tid) ? 1 : 0;
    QVERIFY(known >= qsizetype(opened.target->threads().size()) - (request.build == GoBuild::Cgo ? 1 : 0));
}

void TestGoRuntime::knowsSystemGoroutines_data()
{
    addVictimRows(QStringLiteral("stacks"), {GoBuild::Plain, GoBuild::Stripped});
}

void TestGoRuntime::knowsSystemGoroutines()
{
    QFETCH(const VictimRequest, request);
    const OpenedVictim opened = openVictim(request);
    QVERIFY2(opened.error.isEmpty(), qPrintable(opened.error));
    const auto table = opened.runtime->goroutines();
    QVERIFY(table);
    bool hasFinalizer = false;
    for (size_t row = 0; row < (*table)->size(); ++row) {
        const std::string start = opened.symbols->locate((*table)->startPc[row]).function;
        const QString state = stateOf(**table, uint32_t(row));
        const bool isSystem = (*table)->isSystem[row] != 0;
        if (start == "runtime.main" || !start.starts_with("runtime.")) {
            QVERIFY2(!isSystem, start.c_str());
        } else if (start == "runtime.runfinq" || start == "runtime.runFinalizers") {
            // The victim's finalizer waits in user code, so its goroutine is shown.
            hasFinalizer = true;
            QCOMPARE(isSystem, state == u"finalizer wait");
        } else if (start != "runtime.corostart") {
            QVERIFY2(isSystem, start.c_str());
        }
    }
    QVERIFY(hasFinalizer);
}

void TestGoRuntime::tellsWaits_data()
{
    addVictimRows(QStringLiteral("stacks"), {GoBuild::Plain, GoBuild::NoOpt, GoBuild::Stripped});
}

void TestGoRuntime::tellsWaits()
{
    QFETCH(const VictimRequest, request);
    const OpenedVictim opened = openVictim(request);
    QVERIFY2(opened.error.isEmpty(), qPrintable(opened.error));
    const auto table = opened.runtime->goroutines();
    QVERIFY(table);
    QSet<quint64> mutexes, receiveChannels, sendChannels;
    QSet<qint64> descriptors;
    int selects = 0;
    for (size_t row = 0; row < (*table)->size(); ++row) {
        const QString state = stateOf(**table, uint32_t(row));
        const auto waits = opened.runtime->waits((*table)->address[row]);
        const auto isOne = [&](GoWait::Kind kind) { return waits.size() == 1 && waits[0].kind == kind; };
        const QByteArray what = state.toUtf8() + " of " + QByteArray::number((*table)->id[row]);
        if (state == u"chan receive") {
            QVERIFY2(isOne(GoWait::Kind::ChannelReceive), what);
            receiveChannels.insert(waits[0].object.value);
        } else if (state == u"chan send") {
            QVERIFY2(isOne(GoWait::Kind::ChannelSend), what);
            sendChannels.insert(waits[0].object.value);
        } else if (state == u"sync.Mutex.Lock" || state == u"sync.WaitGroup.Wait"
                   || state.startsWith(u"sync.RWMutex")) {
            QVERIFY2(isOne(GoWait::Kind::Semaphore), what);
            if (state == u"sync.Mutex.Lock")
                mutexes.insert(waits[0].object.value);
        } else if (state == u"sleep") {
            QVERIFY2(isOne(GoWait::Kind::Timer), what);
        } else if (state == u"IO wait") {
            QVERIFY2(isOne(GoWait::Kind::Network), what);
            QVERIFY(waits[0].descriptor > 2);
            descriptors.insert(waits[0].descriptor);
        } else if (state == u"select") {
            QVERIFY2(!waits.empty() && waits.size() <= 2, what);
            for (const GoWait &wait : waits)
                QVERIFY2(wait.inSelect && !wait.object.isNull(), what);
            selects += waits.size() == 2 ? 1 : 0;
            if (waits.size() == 2 && waits[0].kind != waits[1].kind)
                QVERIFY(waits[0].object != waits[1].object);
        } else if (state == u"runnable" || state.endsWith(u"(nil chan)") || state == u"select (no cases)") {
            QVERIFY2(waits.empty(), what);
        }
    }
    QCOMPARE(mutexes.size(), 2); // shared.mutex, and that of shared.once
    QCOMPARE(sendChannels.size(), 1);
    QVERIFY(receiveChannels.size() >= 5);
    QVERIFY(descriptors.size() >= 3);
    QVERIFY(selects >= 2);
    QVERIFY(opened.runtime->waits({0}).empty());
    QVERIFY(opened.runtime->waits({1}).empty());
    QVERIFY(opened.runtime->waits({~7ULL}).empty());
}

void TestGoRuntime::tellsLabelsAndPanics_data()
{
    addVictimRows(QStringLiteral("stacks"), {GoBuild::Plain, GoBuild::Stripped});
}

void TestGoRuntime::tellsLabelsAndPanics()
{
    QFETCH(const VictimRequest, request);
    const OpenedVictim opened = openVictim(request);
    QVERIFY2(opened.error.isEmpty(), qPrintable(opened.error));
    const auto table = opened.runtime->goroutines();
    QVERIFY(table);
    RuntimeTypes types(opened.target, opened.symbols, opened.runtime->minorVersion());
    QStringList labels;
    int recovered = 0, exits = 0;
    for (size_t row = 0; row < (*table)->size(); ++row) {
        const auto found = opened.runtime->labels((*table)->address[row]);
        QVERIFY(found);
        for (const auto &[key, value] : *found)
            labels.append(QString::fromStdString(key + "=" + value));
        for (const GoPanic &panic : opened.runtime->panics((*table)->address[row])) {
            recovered += panic.recovered ? 1 : 0;
            exits += panic.goexit ? 1 : 0;
            QCOMPARE(panic.typeDescriptor.isNull(), panic.goexit);
            if (panic.goexit)
                continue;
            const auto type = types.typeAt(panic.typeDescriptor);
            QVERIFY(type);
            QCOMPARE((*type)->name, std::string("string"));
        }
    }
    QVERIFY(labels.contains(u"colour=red") && labels.contains(u"colour=green"));
    QCOMPARE(recovered, 1);
    QCOMPARE(exits, 1);
    QVERIFY(opened.runtime->panics((*table)->address[*(*table)->find(1)]).size() == 2);
}

void TestGoRuntime::tellsProcess_data()
{
    addVictimRows(QStringLiteral("crash"), {GoBuild::Plain, GoBuild::Stripped, GoBuild::Pie},
                  {QStringLiteral("nil-deref")});
}

void TestGoRuntime::tellsProcess()
{
    QFETCH(const VictimRequest, request);
    const OpenedVictim opened = openVictim(request);
    QVERIFY2(opened.error.isEmpty(), qPrintable(opened.error));
    const GoRuntime &runtime = *opened.runtime;
    QCOMPARE(QString::fromStdString(runtime.version()), QStringLiteral("go") + request.go.version.toString());
    QCOMPARE(runtime.minorVersion(), request.go.version.minorVersion());
    QVERIFY(runtime.buildInfo().settings.contains("GOARCH"));
    QCOMPARE(runtime.layout().origin(), LayoutOrigin::Types);
    const auto arguments = runtime.commandLine();
    QVERIFY(arguments.size() >= 2);
    QCOMPARE(arguments[1], std::string("nil-deref"));
    const auto environment = runtime.environment();
    QVERIFY(std::ranges::contains(environment, "GOTRACEBACK=crash"));
    // The runtime notes no time in its first milliseconds but that of its start, which has only a name.
    if (request.build != GoBuild::Stripped)
        QVERIFY(runtime.startNanoseconds() > 0);
    QVERIFY(runtime.nowNanoseconds() >= runtime.startNanoseconds());
    QVERIFY(runtime.warnings().empty());
    QVERIFY(runtime.variable("runtime.allgs").has_value());
    QVERIFY(!runtime.variable("runtime.noSuchVariable"));
    for (const GoMachine &machine : runtime.machines()) {
        QVERIFY(!machine.g0Stack.isEmpty());
        QVERIFY(!machine.signalStack.isEmpty());
    }
}

void TestGoRuntime::listsManyQuickly()
{
    const auto toolchains = goToolchains();
    if (toolchains.isEmpty())
        QSKIP("no Go from 1.24 on is installed");
    const OpenedVictim opened
        = openVictim({.fixture = QStringLiteral("many"), .go = toolchains.constLast(), .keepErrors = false});
    QVERIFY2(opened.error.isEmpty(), qPrintable(opened.error));
    QElapsedTimer timer;
    timer.start();
    const auto table = opened.runtime->goroutines();
    const qint64 elapsed = timer.elapsed();
    QVERIFY(table);
    QVERIFY((*table)->size() > 100'000);
    QVERIFY2(elapsed < 5'000, qPrintable(QString::number(elapsed)));
    // Several threads have read it: still all of them, in the runtime's order.
    QCOMPARE((*table)->size() + (*table)->dead, (*table)->declared);
    QVERIFY((*table)->errors.empty());
    const Memory &memory = opened.runtime->target().memory();
    const auto list = memory.readPointer(opened.runtime->variable("runtime.allgs").value_or(Address{}));
    QVERIFY(list);
    size_t row = 0;
    for (uint64_t i = 0; i < (*table)->declared && row < (*table)->size(); ++i) {
        if (memory.readPointer(*list + i * 8) == (*table)->address[row])
            ++row;
    }
    QCOMPARE(row, (*table)->size());
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = opened.runtime->goroutines(stop.get_token());
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
}

void TestGoRuntime::needsTheExecutable()
{
    // The code tables are in the executable's read-only pages, which the kernel leaves out: say so, never guess.
    const auto toolchains = goToolchains();
    if (toolchains.isEmpty())
        QSKIP("no Go from 1.24 on is installed");
    const auto victim = provideVictim(
        {.fixture = QStringLiteral("crash"), .go = toolchains.constLast(), .arguments = {QStringLiteral("nil-deref")}});
    QVERIFY2(victim.has_value(), qPrintable(victim.error_or(QString())));
    QByteArray core = fileContent(victim->core);
    const QByteArray path = victim->executable.toUtf8();
    QByteArray other = path;
    other.replace(0, 1, "!");
    core.replace(path, other);
    core.replace("./exe", "./!!!");
    const auto bytes = std::as_bytes(std::span(core.constData(), size_t(core.size())));
    const auto opened = CoreFile::open(MappedFile::fromBytes(bytes, "/nowhere/core"));
    QVERIFY(opened);
    const auto target = Target::fromCore(*opened, {});
    if (target->executable() && target->executable()->file)
        QSKIP("the executable was found by other means");
    const auto symbols = GoSymbols::open(target);
    QVERIFY(!symbols);
    QVERIFY2(symbols.error().message.contains("executable"), symbols.error().message.c_str());
}

QTEST_GUILESS_MAIN(TestGoRuntime)
#include "tst_goruntime.moc"
