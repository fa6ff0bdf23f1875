// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/oracle/oracle.h"
#include "tests/oracle/traceback.h"

#include <QJsonArray>
#include <QTest>

#include <algorithm>

using namespace Freezeframe;

namespace
{

/// Goroutines that a timer or the poller may wake between the traceback and the core.
constexpr int allowedAwakenings = 3;

struct OurFrame {
    QString function;
    QString file;
    int line = 0;
    quint64 pc = 0;
    quint64 cfa = 0;
    bool isInlined = false;
    bool isRuntime = false;
    QString kind;
};

QList<OurFrame> framesOf(const QJsonObject &goroutine)
{
    QList<OurFrame> frames;
    for (const QJsonValue &value : goroutine.value(QLatin1String("frames")).toArray()) {
        const QJsonObject frame = value.toObject();
        frames << OurFrame{comparableFunction(frame.value(QLatin1String("function")).toString()),
                           frame.value(QLatin1String("file")).toString(),
                           frame.value(QLatin1String("line")).toInt(),
                           numberOf(frame.value(QLatin1String("pc"))),
                           numberOf(frame.value(QLatin1String("cfa"))),
                           frame.value(QLatin1String("inlined")).toBool(),
                           frame.value(QLatin1String("runtime")).toBool(),
                           frame.value(QLatin1String("kind")).toString()};
    }
    return frames;
}

QString describe(const OurFrame &frame)
{
    return QStringLiteral("%1 %2:%3").arg(frame.function, frame.file).arg(frame.line);
}

QString describe(const PrintedFrame &frame)
{
    return QStringLiteral("%1 %2:%3").arg(comparableFunction(frame.function), frame.file).arg(frame.line);
}

void compareFrame(Differences &differences, const QString &where, const PrintedFrame &theirs, const OurFrame &ours)
{
    if (describe(theirs) != describe(ours)) {
        differences.compare(where, describe(theirs), describe(ours));
        return;
    }
    if (theirs.isInlined != ours.isInlined)
        differences.compare(where + QStringLiteral(" inlined"),
                            theirs.isInlined ? QStringLiteral("yes") : QStringLiteral("no"),
                            ours.isInlined ? QStringLiteral("yes") : QStringLiteral("no"));
    if (theirs.isInlined)
        return;
    if (theirs.pc != 0 && theirs.pc != ours.pc)
        differences.compare(where + QStringLiteral(" pc"), QString::number(theirs.pc, 16),
                            QString::number(ours.pc, 16));
    if (theirs.fp != 0 && theirs.fp != ours.cfa)
        differences.compare(where + QStringLiteral(" cfa"), QString::number(theirs.fp, 16),
                            QString::number(ours.cfa, 16));
}

/// Where the printed stack begins in ours, which has frames of dying, of C or of the system call on top, and below a
/// goroutine that C started the frames of C.
qsizetype alignment(const QList<PrintedFrame> &printed, qsizetype count, const QList<OurFrame> &ours)
{
    const qsizetype fromTheEnd = std::max<qsizetype>(0, ours.size() - count);
    const auto fits = [&](qsizetype at) { return describe(printed.constFirst()) == describe(ours.at(at)); };
    if (printed.isEmpty() || fromTheEnd >= ours.size() || fits(fromTheEnd))
        return fromTheEnd;
    for (qsizetype at = 0; at < ours.size(); ++at) {
        if (fits(at))
            return at;
    }
    return fromTheEnd;
}

void compareStacks(Differences &differences, const PrintedGoroutine &theirs, const QJsonObject &goroutine)
{
    const QString name = QStringLiteral("goroutine %1 [%2]").arg(theirs.id).arg(theirs.state);
    if (goroutine.contains(QLatin1String("error")))
        differences.add(name + QStringLiteral(": ") + goroutine.value(QLatin1String("error")).toVariant().toString());
    const QList<OurFrame> ours = framesOf(goroutine);
    const QList<PrintedFrame> &printed = theirs.frames;
    const qsizetype count = printed.size() + theirs.elidedCount;
    const qsizetype start = alignment(printed, count, ours);
    for (qsizetype i = 0; i < start; ++i) {
        const OurFrame &extra = ours.at(i);
        if (extra.kind == QLatin1String("go") && !extra.isRuntime && !isRuntimeFunction(extra.function))
            differences.add(QStringLiteral("%1: our frame %2, %3, is not in the runtime's stack")
                                .arg(name)
                                .arg(i)
                                .arg(describe(extra)));
    }
    if (ours.size() < count)
        differences.add(QStringLiteral("%1: the runtime has %2 frames, we have %3, the last is %4")
                            .arg(name)
                            .arg(count)
                            .arg(ours.size())
                            .arg(ours.isEmpty() ? QString() : describe(ours.constLast())));
    for (qsizetype i = 0; i < printed.size(); ++i) {
        const bool isAfterGap = theirs.elidedAfter >= 0 && i >= theirs.elidedAfter;
        const qsizetype at = start + i + (isAfterGap ? theirs.elidedCount : 0);
        if (at >= ours.size())
            break;
        compareFrame(differences, QStringLiteral("%1 frame %2").arg(name).arg(at), printed.at(i), ours.at(at));
    }
}

void compareCreators(Differences &differences, const PrintedGoroutine &theirs, const QJsonObject &goroutine)
{
    const QString where = QStringLiteral("goroutine %1 created by").arg(theirs.id);
    const QJsonObject ours = goroutine.value(QLatin1String("created_by")).toObject();
    if (!theirs.createdBy) {
        if (!ours.isEmpty() && !ours.value(QLatin1String("function")).toString().isEmpty()
            && !isRuntimeFunction(ours.value(QLatin1String("function")).toString()))
            differences.add(where + QStringLiteral(": the runtime names nobody"));
        return;
    }
    const auto place = [](const QString &function, const QString &file, int line, quint64 id) {
        return QStringLiteral("%1 %2:%3 in goroutine %4").arg(comparableFunction(function), file).arg(line).arg(id);
    };
    differences.compare(
        where, place(theirs.createdBy->function, theirs.createdBy->file, theirs.createdBy->line, theirs.creator),
        place(ours.value(QLatin1String("function")).toString(), ours.value(QLatin1String("file")).toString(),
              ours.value(QLatin1String("line")).toInt(), numberOf(ours.value(QLatin1String("goroutine")))));
}

}

/// The runtime's own traceback against our report of the same death: goroutines, states, stacks, creators.
class TestRuntimeOracle : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void parsesTracebacks();
    void stacks_data();
    void stacks();
    void crashes_data();
    void crashes();

private:
    static void compareDeath(const QByteArray &printed, const QJsonObject &report, Differences &differences);
    static void compareBlamedFrame(const PrintedGoroutine &dying, const QJsonObject &location,
                                   Differences &differences);
};

void TestRuntimeOracle::parsesTracebacks()
{
    const Traceback traceback = parseTraceback(
        "panic: first\n\tpanic: second\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x18 pc=0x4a4940]\n\n" "goroutine 7 gp=0xc000 m=0 mp=0x59b120 [chan receive, 2 minutes, locked to thread]:\n" "main.(*T[...]).get({0x1, 0x2})\n\t/a b/x.go:33 +0x10 fp=0x20 sp=0x10 pc=0x4a4940\n" "main.inlined(...)\n\t/x.go:34\n...7 frames elided...\n" "created by main.main.func1 in goroutine 3\n\t/x.go:9 +0x1\n\n" "goroutine 8 gp=0xc001 m=nil [running]:\n\tgoroutine running on other thread; stack unavailable\n\n" "-----\n\ngoroutine 0 gp=0x5 m=1 mp=0x6 [idle]:\nruntime.futex()\n\t/y.s:1 +0x1 fp=0x1 sp=0x1 pc=0x1\n\n" "goroutine 7 gp=0xc000 m=0 mp=0x59b120 [running]:\n");
    QCOMPARE(traceback.messages.join(QLatin1Char('|')), QStringLiteral("first|second"));
    QCOMPARE(traceback.signal, QStringLiteral("SIGSEGV"));
    QCOMPARE(traceback.address.value_or(0), quint64(0x18));
    QCOMPARE(traceback.goroutines.size(), 2);
    const PrintedGoroutine &goroutine = traceback.goroutines.at(0);
    QCOMPARE(goroutine.id, quint64(7));
    QCOMPARE(goroutine.state, QStringLiteral("chan receive"));
    QVERIFY(goroutine.isLockedToThread);
    QCOMPARE(goroutine.frames.size(), 2);
    QCOMPARE(goroutine.frames.at(0).function, QStringLiteral("main.(*T[...]).get"));
    QCOMPARE(goroutine.frames.at(0).file, QStringLiteral("/a b/x.go"));
    QCOMPARE(goroutine.frames.at(0).fp, quint64(0x20));
    QVERIFY(goroutine.frames.at(1).isInlined);
    QCOMPARE(goroutine.elidedAfter, 2);
    QCOMPARE(goroutine.elidedCount, 7);
    QCOMPARE(goroutine.createdBy->function, QStringLiteral("main.main.func1"));
    QCOMPARE(goroutine.creator, quint64(3));
    QVERIFY(traceback.goroutines.at(1).isUnavailable);
}

void TestRuntimeOracle::stacks_data()
{
    QTest::addColumn<VictimRequest>("request");
    QList<OracleRow> rows = oracleRows(QStringLiteral("stacks"), {GoBuild::Plain, GoBuild::NoOpt});
    rows += oracleRows(QStringLiteral("sample"), {GoBuild::Plain});
    rows += oracleRows(QStringLiteral("preempted"), {GoBuild::Plain});
    for (const QString &fixture : {QStringLiteral("stacks"), QStringLiteral("sample")})
        rows += oracleRows(fixture, {GoBuild::Pie, GoBuild::Stripped, GoBuild::TrimPath});
    for (const GoToolchain &go : goToolchains()) {
        rows << OracleRow{"stacks " + go.release().toUtf8() + " gcore",
                          {.fixture = QStringLiteral("stacks"), .go = go, .capture = Capture::Gcore}};
    }
    for (const char *way : {"callback", "callback-deep", "blocked", "thread-panic", "segv", "abort"})
        rows += oracleRows(QStringLiteral("cgo"), {GoBuild::Cgo}, {QLatin1String(way)});
    for (const OracleRow &row : rows)
        QTest::newRow(row.name.constData()) << row.request;
}

void TestRuntimeOracle::stacks()
{
    QFETCH(const VictimRequest, request);
    if (request.capture == Capture::Gcore && findTool(QStringLiteral("gdb")).isEmpty())
        QSKIP("gdb is not installed");
    const auto victim = provideVictim(request);
    QVERIFY2(victim.has_value(), qPrintable(victim.error_or(QString())));
    const auto report = CommandLineTool::report(
        *victim, {QStringLiteral("--stacks"), QStringLiteral("--depth"), QStringLiteral("1000")});
    QVERIFY2(report.has_value(), qPrintable(report.error_or(QString())));
    const Traceback traceback = parseTraceback(fileContent(victim->errors));
    QVERIFY2(traceback.goroutines.size() > 3, "the victim printed no traceback");

    Differences differences(QStringLiteral("runtime"), QString::fromLatin1(QTest::currentDataTag()));
    QHash<quint64, QJsonObject> ours;
    for (const QJsonValue &value : report->value(QLatin1String("goroutines")).toArray())
        ours.insert(numberOf(value.toObject().value(QLatin1String("id"))), value.toObject());
    int awakened = 0;
    for (const PrintedGoroutine &theirs : traceback.goroutines) {
        if (!ours.contains(theirs.id)) {
            differences.add(QStringLiteral("goroutine %1 [%2] is missing").arg(theirs.id).arg(theirs.state));
            continue;
        }
        const QJsonObject goroutine = ours.take(theirs.id);
        const QString status = goroutine.value(QLatin1String("status")).toString();
        const QString reason = goroutine.value(QLatin1String("wait_reason")).toString();
        const QString state = status == QLatin1String("waiting") && !reason.isEmpty() ? reason : status;
        if (state == QLatin1String("runnable") && theirs.state != state && ++awakened <= allowedAwakenings)
            continue;
        differences.compare(QStringLiteral("goroutine %1 state").arg(theirs.id), theirs.state, state);
        if (!theirs.isUnavailable)
            compareStacks(differences, theirs, goroutine);
        compareCreators(differences, theirs, goroutine);
    }
    for (const QJsonObject &extra : std::as_const(ours))
        differences.add(QStringLiteral("goroutine %1 [%2] is not in the runtime's traceback")
                            .arg(numberOf(extra.value(QLatin1String("id"))))
                            .arg(extra.value(QLatin1String("status")).toString()));
    QVERIFY2(differences.unexplained().isEmpty(), qPrintable(differences.unexplained()));
}

void TestRuntimeOracle::crashes_data()
{
    QTest::addColumn<VictimRequest>("request");
    for (const GoToolchain &go : goToolchains()) {
        for (const char *way : {"nil-deref",
                                "panic-nested",
                                "panic-wrapped",
                                "fatal-map-writes",
                                "fatal-deadlock",
                                "panic-string",
                                "panic-error",
                                "panic-custom-error",
                                "panic-stringer",
                                "panic-int",
                                "panic-float",
                                "panic-named",
                                "panic-struct",
                                "panic-pointer",
                                "panic-nil",
                                "panic-joined",
                                "panic-multiline",
                                "panic-goroutine",
                                "panic-repanicked",
                                "panic-goexit",
                                "nil-deref-far",
                                "nil-func",
                                "nil-method",
                                "index",
                                "slice-bounds",
                                "slice-to-array",
                                "divide",
                                "type-assertion",
                                "type-assertion-nil",
                                "nil-map",
                                "unhashable",
                                "close-closed",
                                "close-nil",
                                "send-closed",
                                "makeslice",
                                "negative-shift",
                                "fatal-unlock",
                                "segv-odd-address",
                                "segv-non-canonical",
                                "segv-read-only",
                                "sigbus",
                                "self-abort",
                                "set-traceback"}) {
            QTest::newRow(qPrintable(go.release() + QLatin1Char(' ') + QLatin1String(way)))
                << VictimRequest{.fixture = QStringLiteral("crash"), .go = go, .arguments = {QLatin1String(way)}};
        }
    }
}

void TestRuntimeOracle::crashes()
{
    QFETCH(const VictimRequest, request);
    const auto victim = provideVictim(request);
    QVERIFY2(victim.has_value(), qPrintable(victim.error_or(QString())));
    const auto report = CommandLineTool::report(*victim, {});
    QVERIFY2(report.has_value(), qPrintable(report.error_or(QString())));
    const QByteArray printed = fileContent(victim->errors);
    Differences differences(QStringLiteral("crash"), QString::fromLatin1(QTest::currentDataTag()));
    compareDeath(printed, *report, differences);
    QVERIFY2(differences.unexplained().isEmpty(), qPrintable(differences.unexplained()));
}

void TestRuntimeOracle::compareDeath(const QByteArray &printed, const QJsonObject &report, Differences &differences)
{
    const Traceback traceback = parseTraceback(printed);
    const QJsonObject crash = report.value(QLatin1String("crash")).toObject();
    if (!traceback.messages.isEmpty()) {
        // JSON has no bytes that are no UTF-8.
        const QByteArray message = crash.value(QLatin1String("message")).toString().toUtf8();
        if (const QString difference = messageDifference(QString::fromUtf8(printed).toUtf8(), message);
            !difference.isEmpty())
            differences.add(QStringLiteral("message: ") + difference);
    }
    QString kind = traceback.isFatalError ? QStringLiteral("throw") : QStringLiteral("panic");
    if (traceback.messages.isEmpty())
        kind = traceback.signal == QLatin1String("SIGABRT") ? QStringLiteral("requested") : QStringLiteral("signal");
    differences.compare(QStringLiteral("kind"), kind, crash.value(QLatin1String("kind")).toString());
    if (!traceback.signal.isEmpty())
        differences.compare(QStringLiteral("signal"), traceback.signal,
                            crash.value(QLatin1String("signal_name")).toString());
    if (traceback.address && !traceback.isFatalError) {
        differences.compare(QStringLiteral("fault address"), QString::number(*traceback.address, 16),
                            QString::number(numberOf(crash.value(QLatin1String("fault_address"))), 16));
    }
    const auto dying = std::ranges::find(traceback.goroutines, QStringLiteral("running"), &PrintedGoroutine::state);
    if (dying == traceback.goroutines.end())
        return;
    differences.compare(QStringLiteral("goroutine"), QString::number(dying->id),
                        QString::number(numberOf(crash.value(QLatin1String("goroutine")))));
    compareBlamedFrame(*dying, crash.value(QLatin1String("location")).toObject(), differences);
}

/// The frame that we blame must be in the printed stack, with nothing of the program's own above it.
void TestRuntimeOracle::compareBlamedFrame(const PrintedGoroutine &dying, const QJsonObject &location,
                                           Differences &differences)
{
    const QString ours = QStringLiteral("%1 %2:%3")
                             .arg(comparableFunction(location.value(QLatin1String("function")).toString()),
                                  location.value(QLatin1String("file")).toString())
                             .arg(location.value(QLatin1String("line")).toInt());
    for (const PrintedFrame &frame : dying.frames) {
        if (describe(frame) == ours)
            return;
        if (frame.function.startsWith(QLatin1String("main."))) {
            differences.compare(QStringLiteral("location"), describe(frame), ours);
            return;
        }
    }
    differences.add(QStringLiteral("location %1 is not in the runtime's stack").arg(ours));
}

QTEST_GUILESS_MAIN(TestRuntimeOracle)
#include "tst_runtime_oracle.moc"
