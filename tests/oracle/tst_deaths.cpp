// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/oracle/oracle.h"
#include "tests/oracle/traceback.h"

#include <QJsonArray>
#include <QTest>

#include <csignal>

#include <unistd.h>

using namespace Freezeframe;

namespace
{

/// The stack of a thread, innermost first.
QStringList functionsOf(const QJsonObject &report, quint64 thread)
{
    QStringList functions;
    for (const QJsonValue &value : report.value(QLatin1String("threads")).toArray()) {
        if (numberOf(value.toObject().value(QLatin1String("tid"))) != thread)
            continue;
        for (const QJsonValue &frame : value.toObject().value(QLatin1String("frames")).toArray())
            functions << comparableFunction(frame.toObject().value(QLatin1String("function")).toString());
    }
    return functions;
}

}

/// Deaths that the runtime's traceback says little of: in C, on threads of C, and by signals from outside.
class TestDeaths : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void deaths_data();
    void deaths();
    void requests_data();
    void requests();
};

void TestDeaths::deaths_data()
{
    QTest::addColumn<VictimRequest>("request");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("signal");
    QTest::addColumn<QString>("function");
    QTest::addColumn<QString>("chain");
    const auto toolchains = goToolchains();
    if (toolchains.isEmpty())
        return;
    struct Row {
        const char *fixture;
        const char *way;
        int number;
        const char *kind;
        const char *signal;
        const char *function; ///< empty: none is blamed; null: whichever
        const char *chain = ""; ///< functions on the stack of the dying thread, in this order, among others
    };
    const QList<Row> rows{
        {"cgo", "segv", 0, "signal", "SIGSEGV", "native_inner",
         "native_inner native_middle native_outer runtime.cgocall main.enter main.main"},
        {"cgo", "abort", 0, "signal", "SIGABRT", "native_inner",
         "native_inner native_middle native_outer runtime.cgocall main.enter main.main"},
        {"cgo", "assert", 0, "signal", "SIGABRT", "native_inner",
         "native_inner native_middle native_outer runtime.cgocall main.enter main.main"},
        {"cgo", "fpe", 0, "signal", "SIGFPE", "native_inner",
         "native_inner native_middle native_outer runtime.cgocall main.enter main.main"},
        {"cgo", "callback", 0, "panic", "", "main.inspect",
         "main.inspect main.goVisit runtime.cgocallback runtime.cgocall main.callback main.main"},
        {"cgo", "callback-deep", 0, "panic", "", "main.inspect",
         "main.inspect main.goVisit runtime.cgocallback main.goVisit runtime.cgocallback main.goVisit main.enter"},
        {"cgo", "thread-panic", 0, "panic", "", "main.inspect",
         "main.inspect main.goVisit native_inner native_middle native_outer native_thread_main"},
        {"cgo", "thread-segv", 0, "signal", "SIGSEGV", "native_inner",
         "native_inner native_middle native_outer native_thread_main"},
        {"cgo", "blocked", 0, "panic", "", "main.blocked"},
        {"crash", "live", SIGABRT, "requested", "SIGABRT", "main.live"},
        {"crash", "live", SIGQUIT, "requested", "SIGQUIT", "main.live"},
        {"crash", "live", SIGSEGV, "signal", "SIGSEGV", nullptr},
        {"crash", "busy", SIGQUIT, "requested", "SIGQUIT", nullptr},
        {"crash", "busy", SIGSEGV, "signal", "SIGSEGV", nullptr},
    };
    for (const GoToolchain &go : {toolchains.constFirst(), toolchains.constLast()}) {
        for (const Row &row : rows) {
            const bool isCgo = QByteArrayView(row.fixture) == "cgo";
            if (isCgo && go.program != toolchains.constLast().program)
                continue;
            const QByteArray name = QStringLiteral("%1 %2 %3 %4")
                                        .arg(go.release(), QLatin1String(row.fixture), QLatin1String(row.way))
                                        .arg(row.number)
                                        .toUtf8();
            QTest::newRow(name.constData()) << VictimRequest{.fixture = QString::fromLatin1(row.fixture),
                                                             .go = go,
                                                             .build = isCgo ? GoBuild::Cgo : GoBuild::Plain,
                                                             .arguments = {QString::fromLatin1(row.way)},
                                                             .signal = row.number}
                                            << QString::fromLatin1(row.kind) << QString::fromLatin1(row.signal)
                                            << (row.function ? QString::fromLatin1(row.function) : QStringLiteral("*"))
                                            << QString::fromLatin1(row.chain);
        }
    }
}

void TestDeaths::deaths()
{
    QFETCH(const VictimRequest, request);
    QFETCH(const QString, kind);
    QFETCH(const QString, signal);
    QFETCH(const QString, function);
    QFETCH(const QString, chain);
    const auto victim = provideVictim(request);
    if (!victim && victim.error().startsWith(QLatin1String("the kernel wrote no core")))
        QSKIP(qPrintable(victim.error()));
    QVERIFY2(victim.has_value(), qPrintable(victim.error_or(QString())));
    const auto report = CommandLineTool::report(*victim, {QStringLiteral("--threads"), QStringLiteral("--stacks")});
    QVERIFY2(report.has_value(), qPrintable(report.error_or(QString())));
    const QJsonObject crash = report->value(QLatin1String("crash")).toObject();
    QCOMPARE(crash.value(QLatin1String("kind")).toString(), kind);
    if (!signal.isEmpty())
        QCOMPARE(crash.value(QLatin1String("signal_name")).toString(), signal);
    if (function != QLatin1String("*")) {
        const QJsonObject location = crash.value(QLatin1String("location")).toObject();
        QCOMPARE(location.value(QLatin1String("function")).toString(), function);
    }
    const quint64 thread = numberOf(crash.value(QLatin1String("thread")));
    QVERIFY(thread != 0);
    const QStringList functions = functionsOf(*report, thread);
    qsizetype at = 0;
    for (const QString &expected : chain.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        at = functions.indexOf(expected, at);
        QVERIFY2(
            at >= 0,
            qPrintable(expected + QStringLiteral(" is not where it should be in ") + functions.join(QLatin1Char(' '))));
        ++at;
    }
}

void TestDeaths::requests_data()
{
    QTest::addColumn<VictimRequest>("request");
    QTest::addColumn<QString>("function");
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("sender");
    const QString fromUs
        = QStringLiteral("sent by process %1 (user %2)").arg(QCoreApplication::applicationPid()).arg(::getuid());
    struct Row {
        const char *way;
        int number;
        const char *function;
        const char *place;
        bool isOwn;
    };
    const QList<Row> rows{{"sleeping", SIGABRT, "main.sleeping", "main", false},
                          {"sleeping", SIGQUIT, "main.sleeping", "main", false},
                          {"serving", SIGABRT, "main.serving", "main", false},
                          {"main-gone", SIGQUIT, "main.worker", "group", false},
                          {"main-gone", SIGABRT, "main.worker", "group", false},
                          {"own-abort", 0, "main.ownAbort", nullptr, true}, // whoever got it
                          {"own-quit", 0, "main.ownAbort", nullptr, true},
                          {"deadlock", 0, "main.deadlock", "main", false}};
    for (const GoToolchain &go : goToolchains({1, 22})) {
        for (const Row &row : rows) {
            QTest::newRow(
                qPrintable(QStringLiteral("%1 %2 %3").arg(go.release(), QLatin1String(row.way)).arg(row.number)))
                << VictimRequest{.fixture = QStringLiteral("requests"),
                                 .go = go,
                                 .arguments = {QLatin1String(row.way)},
                                 .signal = row.number}
                << QString::fromLatin1(row.function) << QString::fromLatin1(row.place ? row.place : "*")
                << (row.isOwn             ? QStringLiteral("sent by itself")
                        : row.number != 0 ? fromUs
                                          : QString());
        }
    }
}

/// A thread that does nothing got the signal: the report shows where a person would look, and who sent it.
void TestDeaths::requests()
{
    QFETCH(const VictimRequest, request);
    QFETCH(const QString, sender);
    const auto victim = provideVictim(request);
    if (!victim && victim.error().startsWith(QLatin1String("the kernel wrote no core")))
        QSKIP(qPrintable(victim.error()));
    QVERIFY2(victim.has_value(), qPrintable(victim.error_or(QString())));
    const auto report = CommandLineTool::report(*victim, {QStringLiteral("--stacks")});
    QVERIFY2(report.has_value(), qPrintable(report.error_or(QString())));
    const QJsonObject crash = report->value(QLatin1String("crash")).toObject();
    QTEST(crash.value(QLatin1String("location")).toObject().value(QLatin1String("function")).toString(), "function");
    QFETCH(const QString, place);
    if (place != QLatin1String("*"))
        QCOMPARE(crash.value(QLatin1String("place")).toString(), place);
    static const QRegularExpression otherRun(QStringLiteral("process \\d+")); // a former run of the test sent it
    QCOMPARE(QString(crash.value(QLatin1String("sender")).toString()).replace(otherRun, QStringLiteral("process")),
             QString(sender).replace(otherRun, QStringLiteral("process")));
    // The frame is that of the goroutine's own stack.
    for (const QJsonValue &value : report->value(QLatin1String("goroutines")).toArray()) {
        const QJsonObject goroutine = value.toObject();
        if (numberOf(goroutine.value(QLatin1String("id"))) != numberOf(crash.value(QLatin1String("goroutine"))))
            continue;
        const QJsonArray frames = goroutine.value(QLatin1String("frames")).toArray();
        QTEST(frames.at(crash.value(QLatin1String("frame")).toInt())
                  .toObject()
                  .value(QLatin1String("function"))
                  .toString(),
              "function");
        return;
    }
    QFAIL("the goroutine is not in the report");
}

QTEST_GUILESS_MAIN(TestDeaths)
#include "tst_deaths.moc"
