// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/unwind/parkedstack.h"
#include "backend/unwind/runtimefunctions.h"
#include "tests/unwind/unwoundvictim.h"

#include <QTest>

using namespace Freezeframe;

namespace
{

QString nameOf(const Frame &frame)
{
    return comparableFunction(QString::fromStdString(frame.function));
}

/// The runtime prints neither C nor its own way there and back.
bool isUnprinted(const Frame &frame)
{
    return frame.kind != FrameKind::Go || frame.onSystemStack || frame.isWrapper
        || frame.function == "runtime.asmcgocall";
}

/// Whether both mean the same frame; the addresses are those that the runtime walked by.
bool matches(const PrintedFrame &printed, const Frame &frame)
{
    if (comparableFunction(printed.function) != nameOf(frame) || printed.file != QString::fromStdString(frame.file)
        || printed.line != frame.line)
        return false;
    return printed.isInlined
        || (printed.fp == frame.cfa.value && printed.sp == frame.registers.sp().value && printed.pc == frame.pc.value);
}

/// A goroutine in a syscall: the runtime saw it where it entered, the core has it further in, with the same frame.
bool isEntryOfSyscall(const PrintedFrame &printed, const Frame &frame)
{
    return comparableFunction(printed.function) == nameOf(frame) && printed.fp == frame.cfa.value;
}

/// Empty if all of @p printed is in @p frames, in its order, and nothing else but what the runtime leaves out.
QByteArray difference(const PrintedGoroutine &printed, const std::vector<Frame> &frames)
{
    const auto whole = printed.elidedAfter < 0 ? printed.frames.size() : printed.elidedAfter;
    if (whole == 0)
        return {};
    size_t at = 0;
    while (at < frames.size() && !matches(printed.frames[0], frames[at])
           && !isEntryOfSyscall(printed.frames[0], frames[at]))
        ++at;
    if (at == frames.size())
        return "no frame like " + printed.frames[0].function.toUtf8();
    ++at;
    for (qsizetype i = 1; i < whole; ++i, ++at) {
        const PrintedFrame &want = printed.frames[i];
        while (at < frames.size() && !matches(want, frames[at]) && isUnprinted(frames[at]))
            ++at;
        if (at == frames.size() || !matches(want, frames[at]))
            return "instead of " + want.function.toUtf8() + " at " + want.file.toUtf8() + ':'
                + QByteArray::number(want.line) + " there is frame " + QByteArray::number(qulonglong(at));
    }
    if (printed.elidedAfter < 0 && at != frames.size())
        return "more frames than printed, from " + QByteArray::number(qulonglong(at));
    return {};
}

/// The tail that the runtime prints behind the frames it elides.
QByteArray differenceOfTail(const PrintedGoroutine &printed, const std::vector<Frame> &frames)
{
    const qsizetype tail = printed.elidedAfter < 0 ? 0 : printed.frames.size() - printed.elidedAfter;
    if (std::cmp_greater(tail, frames.size()))
        return "fewer frames than printed";
    for (qsizetype i = 1; i <= tail; ++i) {
        if (!matches(printed.frames[printed.frames.size() - i], frames[frames.size() - size_t(i)]))
            return "another frame " + QByteArray::number(i) + " from the outermost";
    }
    return {};
}

}

/// Every frame of every goroutine, as the dying program itself has printed them: function, file, line, and the
/// addresses fp, sp and pc of each.
class TracebackTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void goroutines_data();
    void goroutines();
    void parkedPcsAreThoseOfTheStack();
    void userFrameIsTheProgramsOwn();
};

void TracebackTest::goroutines_data()
{
    QTest::addColumn<VictimRequest>("request");
    struct Death {
        const char *fixture;
        QStringList arguments;
        QList<GoBuild> builds;
    };
    const QList<Death> deaths{
        {"stacks", {}, {GoBuild::Plain, GoBuild::NoOpt, GoBuild::Pie, GoBuild::Stripped}},
        {"crash", {"nil-deref"}, {GoBuild::Plain, GoBuild::NoOpt}},
        {"crash", {"nil-func"}, {GoBuild::Plain}},
        {"crash", {"panic-nested"}, {GoBuild::Plain}},
        {"crash", {"panic-goexit"}, {GoBuild::Plain}},
        {"crash", {"fatal-deadlock"}, {GoBuild::Plain}},
        {"crash", {"fatal-map-writes"}, {GoBuild::NoOpt}},
        {"crash", {"self-abort"}, {GoBuild::Plain}},
        {"crash", {"sigbus"}, {GoBuild::Plain}},
        {"variables", {}, {GoBuild::Plain, GoBuild::NoOpt}},
        {"sample", {}, {GoBuild::Plain, GoBuild::TrimPath}},
    };
    for (const GoToolchain &go : goToolchains()) {
        for (const Death &death : deaths) {
            for (const GoBuild build : death.builds) {
                const QString name
                    = QStringList{QLatin1String(death.fixture), death.arguments.join(u' '), go.release(), nameOf(build)}
                          .join(u' ');
                QTest::newRow(qPrintable(name)) << VictimRequest{
                    .fixture = QLatin1String(death.fixture), .go = go, .build = build, .arguments = death.arguments};
            }
        }
    }
}

void TracebackTest::goroutines()
{
    QFETCH(const VictimRequest, request);
    const UnwoundVictim victim = unwind(openVictim(request));
    QVERIFY2(victim.error.isEmpty(), qPrintable(victim.error));
    const Traceback traceback = parseTraceback(fileContent(victim.opened.victim.errors));
    QVERIFY(!traceback.goroutines.isEmpty());

    size_t compared = 0;
    int moved = 0;
    QByteArray firstMoved;
    for (const PrintedGoroutine &printed : traceback.goroutines) {
        const auto row = victim.goroutines->find(printed.id);
        QVERIFY2(row, qPrintable(QStringLiteral("goroutine %1 is missing").arg(printed.id)));
        if (printed.isUnavailable)
            continue;
        const Stack stack = victim.stackOf(*row);
        QByteArray wrong = difference(printed, stack.frames);
        if (wrong.isEmpty())
            wrong = differenceOfTail(printed, stack.frames);
        if (wrong.isEmpty() && !stack.complete)
            wrong = "not complete";
        compared += stack.frames.size();
        if (wrong.isEmpty())
            continue;
        // Others run on while the first one prints: a few may be elsewhere by the time of the core.
        ++moved;
        firstMoved = "goroutine " + QByteArray::number(printed.id) + ": " + wrong + '\n' + textOf(stack);
        QVERIFY2(printed.state != u"running", firstMoved.constData());
    }
    QVERIFY2(moved <= 2, firstMoved.constData());
    QVERIFY(compared > 20);
}

void TracebackTest::parkedPcsAreThoseOfTheStack()
{
    const QList<GoToolchain> toolchains = goToolchains();
    if (toolchains.isEmpty())
        QSKIP("no Go on this machine");
    const UnwoundVictim victim
        = unwind(openVictim({.fixture = QStringLiteral("stacks"), .go = toolchains.constLast(), .arguments = {}}));
    QVERIFY2(victim.error.isEmpty(), qPrintable(victim.error));
    const GoroutineTable &table = *victim.goroutines;
    const auto cache = std::make_unique<ParkedCache>();
    std::vector<Address> pcs;
    std::vector<Address> withCache;
    size_t parked = 0;
    for (uint32_t row = 0; row < table.size(); ++row) {
        victim.unwinder->parkedPcs(table, row, 10'000, pcs);
        victim.unwinder->parkedPcs(table, row, 10'000, withCache, *cache);
        QCOMPARE(pcs, withCache);
        if (pcs.empty())
            continue;
        ++parked;
        std::vector<Address> expected;
        for (const Frame &frame : victim.stackOf(row).frames) {
            if (!frame.inlined)
                expected.push_back(frame.pc);
        }
        QCOMPARE(pcs, expected);
        victim.unwinder->parkedPcs(table, row, 2, withCache, *cache);
        QCOMPARE(withCache.size(), std::min<size_t>(2, pcs.size()));
    }
    QVERIFY(parked > 20);
}

void TracebackTest::userFrameIsTheProgramsOwn()
{
    const QList<GoToolchain> toolchains = goToolchains();
    if (toolchains.isEmpty())
        QSKIP("no Go on this machine");
    const UnwoundVictim victim = unwind(openVictim({.fixture = QStringLiteral("crash"),
                                                    .go = toolchains.constLast(),
                                                    .arguments = {QStringLiteral("nil-deref")}}));
    QVERIFY2(victim.error.isEmpty(), qPrintable(victim.error));
    const auto row = victim.goroutines->find(1);
    QVERIFY(row);
    const Stack stack = victim.stackOf(*row);
    const auto user = userFrame(stack);
    QVERIFY(user);
    QCOMPARE(stack.frames[*user].function, std::string("main.follow"));
    // It was interrupted: the pc is that of the instruction, not one behind it.
    const auto faulting = std::ranges::find_if(stack.frames, &Frame::interrupted, {});
    QVERIFY(faulting != stack.frames.end());
    QVERIFY(stack.frames[*user].interrupted);
    QCOMPARE(stack.frames[*user].lookupPc, stack.frames[*user].pc);
    const auto signalFrame = std::ranges::find(stack.frames, FrameKind::Signal, &Frame::kind);
    QVERIFY(signalFrame != stack.frames.end());
    QVERIFY(signalFrame->isRuntime);
}

QTEST_GUILESS_MAIN(TracebackTest)
#include "tst_tracebacks.moc"
