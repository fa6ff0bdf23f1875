// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/report.h"
#include "tests/oracle/oracle.h"
#include "tests/oracle/traceback.h"
#include "tests/support/victiminspection.h"

#include <QTest>

#include <csignal>

using namespace Freezeframe;

/// What a program printed of its panics, and what we say that it printed: the same bytes, with each Go.
class TestPanics : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void messages_data();
    void messages();
    void goesOn_data();
    void goesOn();

private:
    static std::unique_ptr<Inspection> open(const Victim &victim);
};

std::unique_ptr<Inspection> TestPanics::open(const Victim &victim)
{
    auto inspection = openVictim(victim);
    return inspection ? std::move(*inspection) : nullptr;
}

void TestPanics::messages_data()
{
    QTest::addColumn<VictimRequest>("request");
    const auto toolchains = goToolchains({1, 22});
    for (const GoToolchain &go : toolchains) {
        for (const char *way :
             {"numbers",         "named",         "texts",          "long",           "references",
              "errors",          "again-string",  "again-error",    "again-coded",    "again-stringer",
              "again-value",     "again-struct",  "again-pointer",  "again-float",    "again-runtime",
              "again-nil",       "again-twice",   "again-often",    "again-wrapped",  "again-printed",
              "again-same-text", "again-below",   "again-above",    "same-unhandled", "nested",
              "nested-handled",  "goexit",        "goexit-between", "goexit-twice",   "goexit-again",
              "handled-before",  "fatal-between", "fatal-again",    "while-printing", "in-test",
              "in-subtest",      "in-server",     "in-worker",      "once",           "range-function"}) {
            QTest::newRow(qPrintable(go.release() + QLatin1Char(' ') + QLatin1String(way)))
                << VictimRequest{.fixture = QStringLiteral("panics"), .go = go, .arguments = {QLatin1String(way)}};
        }
    }
    if (toolchains.isEmpty())
        return;
    // Without symbols and debug information the runtime's own types tell as much.
    for (const char *way : {"numbers", "texts", "references", "again-coded", "fatal-between"}) {
        QTest::newRow(qPrintable(QStringLiteral("newest stripped ") + QLatin1String(way)))
            << VictimRequest{.fixture = QStringLiteral("panics"),
                             .go = toolchains.constLast(),
                             .build = GoBuild::Stripped,
                             .arguments = {QLatin1String(way)}};
    }
}

void TestPanics::messages()
{
    QFETCH(const VictimRequest, request);
    const auto victim = provideVictim(request);
    QVERIFY2(victim.has_value(), qPrintable(victim.error_or(QString())));
    const auto inspection = open(*victim);
    QVERIFY(inspection);
    const std::string &message = inspection->crash()->message;
    const QString difference = messageDifference(fileContent(victim->errors), QByteArray::fromStdString(message));
    QVERIFY2(difference.isEmpty(), qPrintable(difference));
    // In the report, too, each line is a line; only what could harm a terminal is escaped.
    if (message.find_first_of("\a\x1b\r\xff") == std::string::npos && !message.contains("\u202e"))
        QVERIFY(reportText(*inspection, {}).starts_with(message + "\n"));
}

void TestPanics::goesOn_data()
{
    QTest::addColumn<VictimRequest>("request");
    QTest::addColumn<QString>("text");
    for (const GoToolchain &go : goToolchains({1, 22})) {
        const auto add = [&go](const char *way, const QString &text) {
            QTest::newRow(qPrintable(go.release() + QLatin1Char(' ') + QLatin1String(way)))
                << VictimRequest{.fixture = QStringLiteral("panics"),
                                 .go = go,
                                 .arguments = {QLatin1String(way)},
                                 .signal = SIGQUIT}
                << text;
        };
        const bool isRuntimeError = go.version >= QVersionNumber(1, 27);
        add("waiting-nil",
            (isRuntimeError ? QStringLiteral("runtime error: ") : QString())
                + QStringLiteral("panic called with nil argument"));
        add("waiting-bounds", QStringLiteral("runtime error: index out of range [5] with length 0"));
        add("waiting-same", QStringLiteral("(*main.coded) 0x"));
    }
}

/// Panics that nobody has printed yet: what their methods would say, where that can be told.
void TestPanics::goesOn()
{
    QFETCH(const VictimRequest, request);
    QFETCH(const QString, text);
    const auto victim = provideVictim(request);
    if (!victim && victim.error().startsWith(QLatin1String("the kernel wrote no core")))
        QSKIP(qPrintable(victim.error()));
    QVERIFY2(victim.has_value(), qPrintable(victim.error_or(QString())));
    const auto inspection = open(*victim);
    QVERIFY(inspection);
    const auto details = inspection->goroutine(1);
    QVERIFY(details.has_value());
    QVERIFY(details->panics.size() >= 2);
    for (size_t i = 0; i < details->panics.size(); ++i) {
        const CrashSummary::PanicLink &link = details->panics[i];
        QVERIFY2(QString::fromStdString(link.text).startsWith(text), link.text.c_str());
        const bool isRaisedAgain = i > 0;
        QCOMPARE(link.recovered, isRaisedAgain);
        QCOMPARE(link.repanicked, isRaisedAgain && request.go.version >= QVersionNumber(1, 25));
    }
}

QTEST_GUILESS_MAIN(TestPanics)
#include "tst_panics.moc"
