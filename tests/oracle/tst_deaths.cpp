// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/oracle/oracle.h"
#include "tests/oracle/traceback.h"

#include <QTest>

#include <csignal>

using namespace Freezeframe;

/// Deaths that the runtime's traceback says little of: in C, on threads of C, and by signals from outside.
class TestDeaths : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void deaths_data();
    void deaths();
};

void TestDeaths::deaths_data()
{
    QTest::addColumn<VictimRequest>("request");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("signal");
    QTest::addColumn<QString>("function");
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
    };
    const QList<Row> rows{
        {"cgo", "segv", 0, "signal", "SIGSEGV", "native_inner"},
        {"cgo", "abort", 0, "signal", "SIGABRT", "native_inner"},
        {"cgo", "assert", 0, "signal", "SIGABRT", "native_inner"},
        {"cgo", "fpe", 0, "signal", "SIGFPE", "native_inner"},
        {"cgo", "callback", 0, "panic", "", "main.inspect"},
        {"cgo", "callback-deep", 0, "panic", "", "main.inspect"},
        {"cgo", "thread-panic", 0, "panic", "", "main.inspect"},
        {"cgo", "thread-segv", 0, "signal", "SIGSEGV", "native_inner"},
        {"cgo", "blocked", 0, "panic", "", "main.blocked"},
        {"crash", "live", SIGABRT, "requested", "SIGABRT", ""},
        {"crash", "live", SIGQUIT, "requested", "SIGQUIT", ""},
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
                                            << (row.function ? QString::fromLatin1(row.function) : QStringLiteral("*"));
        }
    }
}

void TestDeaths::deaths()
{
    QFETCH(const VictimRequest, request);
    QFETCH(const QString, kind);
    QFETCH(const QString, signal);
    QFETCH(const QString, function);
    const auto victim = provideVictim(request);
    if (!victim && victim.error().startsWith(QLatin1String("the kernel wrote no core")))
        QSKIP(qPrintable(victim.error()));
    QVERIFY2(victim.has_value(), qPrintable(victim.error_or(QString())));
    const auto report = CommandLineTool::report(*victim, {QStringLiteral("--threads")});
    QVERIFY2(report.has_value(), qPrintable(report.error_or(QString())));
    const QJsonObject crash = report->value(QLatin1String("crash")).toObject();
    QCOMPARE(crash.value(QLatin1String("kind")).toString(), kind);
    if (!signal.isEmpty())
        QCOMPARE(crash.value(QLatin1String("signal_name")).toString(), signal);
    if (function != QLatin1String("*")) {
        const QJsonObject location = crash.value(QLatin1String("location")).toObject();
        QCOMPARE(location.value(QLatin1String("function")).toString(), function);
    }
    QVERIFY(numberOf(crash.value(QLatin1String("thread"))) != 0);
}

QTEST_GUILESS_MAIN(TestDeaths)
#include "tst_deaths.moc"
