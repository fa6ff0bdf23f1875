// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/trace/tracebatch.h"
#include "tests/support/victiminspection.h"

#include <QProcess>
#include <QTemporaryFile>
#include <QTest>

using namespace Freezeframe;

/// Traces out of cores, read by Go's own tool.
class TestRecordedTrace : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void opensInGoToolTrace_data();
    void opensInGoToolTrace();
    void saysWhyThereIsNone_data();
    void saysWhyThereIsNone();
    void stops();
    void cutsBetweenEvents_data();
    void cutsBetweenEvents();
    void readsBatches_data();
    void readsBatches();
    void divides();
};

void TestRecordedTrace::opensInGoToolTrace_data()
{
    QTest::addColumn<VictimRequest>("request");
    QTest::addColumn<int>("generations"); // at least
    QTest::addColumn<int>("steps"); // at least
    for (const GoToolchain &go : goToolchains({1, 25})) {
        for (const GoBuild build : {GoBuild::Plain, GoBuild::NoOpt, GoBuild::Pie}) {
            const auto row = [&](const char *way, int generations, int steps) {
                QTest::addRow("%s %s %s", qPrintable(go.release()), qPrintable(nameOf(build)), way)
                    << VictimRequest{.fixture = QStringLiteral("traced"),
                                     .go = go,
                                     .build = build,
                                     .arguments = {QString::fromLatin1(way)}}
                    << generations << steps;
            };
            if (build == GoBuild::Plain)
                row("long", 2, 10'000);
            row("brief", 1, 80);
        }
    }
}

void TestRecordedTrace::opensInGoToolTrace()
{
    QFETCH(const VictimRequest, request);
    QFETCH(const int, generations);
    QFETCH(const int, steps);
    const auto victim = provideVictim(request);
    QVERIFY2(victim, qPrintable(victim.error_or(QString())));
    const auto inspection = openVictim(*victim);
    QVERIFY(inspection);
    const auto trace = (*inspection)->trace();
    QVERIFY2(trace, trace ? "" : trace.error().toString().c_str());
    QVERIFY(int(trace->generations) >= generations);
    QVERIFY(!trace->notes.empty()); // the last generation was not finished
    QTemporaryFile file;
    QVERIFY(file.open());
    QCOMPARE(file.write(trace->bytes.data(), qint64(trace->bytes.size())), qint64(trace->bytes.size()));
    QVERIFY(file.flush());
    QProcess tool;
    tool.start(request.go.program,
               {QStringLiteral("tool"), QStringLiteral("trace"), QStringLiteral("-d=parsed"), file.fileName()});
    QVERIFY(tool.waitForFinished(120'000));
    const QByteArray errors = tool.readAllStandardError();
    QVERIFY2(tool.exitCode() == 0 && errors.isEmpty(), errors.left(1000).constData());
    const QByteArray events = tool.readAllStandardOutput();
    QVERIFY2(events.count("Message=\"step ") >= steps, QByteArray::number(events.count("Message=\"step ")).constData());
    const qsizetype last = events.indexOf("these are the last words");
    QVERIFY(last >= 0);
    // With its stack, which only the runtime's own memory had.
    QVERIFY2(events.mid(last, 1000).contains("main.die @"), events.mid(last, 1000).constData());
}

void TestRecordedTrace::saysWhyThereIsNone_data()
{
    QTest::addColumn<VictimRequest>("request");
    QTest::addColumn<QByteArray>("why");
    const GoToolchain newest = goToolchains().back();
    const auto row = [&newest](const char *way, const char *why) {
        QTest::newRow(way) << VictimRequest{.fixture = QStringLiteral("traced"),
                                            .go = newest,
                                            .arguments = {QString::fromLatin1(way)}}
                           << QByteArray(why);
    };
    row("never", "this program was not tracing");
    row("stopped", "this program was not tracing");
    row("file", "this program writes its trace out as it goes");
    QTest::newRow("stripped") << VictimRequest{.fixture = QStringLiteral("traced"),
                                               .go = newest,
                                               .build = GoBuild::Stripped,
                                               .arguments = {QStringLiteral("brief")}}
                              << QByteArray("no debug information");
    QTest::newRow("old Go") << VictimRequest{.fixture = QStringLiteral("crash"),
                                             .go = goToolchains({1, 22}).front(),
                                             .arguments = {QStringLiteral("panic-error")}}
                            << QByteArray("before Go 1.25");
}

void TestRecordedTrace::saysWhyThereIsNone()
{
    QFETCH(const VictimRequest, request);
    QFETCH(const QByteArray, why);
    const auto victim = provideVictim(request);
    QVERIFY2(victim, qPrintable(victim.error_or(QString())));
    const auto inspection = openVictim(*victim);
    QVERIFY(inspection);
    const auto trace = (*inspection)->trace();
    QVERIFY(!trace);
    QVERIFY2(trace.error().message.contains(why.toStdString()), trace.error().message.c_str());
}

void TestRecordedTrace::stops()
{
    const auto victim = provideVictim(
        {.fixture = QStringLiteral("traced"), .go = goToolchains().back(), .arguments = {QStringLiteral("brief")}});
    QVERIFY2(victim, qPrintable(victim.error_or(QString())));
    const auto inspection = openVictim(*victim);
    QVERIFY(inspection);
    std::stop_source stop;
    stop.request_stop();
    const auto trace = (*inspection)->trace(stop.get_token());
    QVERIFY(!trace);
    QCOMPARE(trace.error().code, ErrorCode::Cancelled);
    QVERIFY((*inspection)->trace());
}

void TestRecordedTrace::cutsBetweenEvents_data()
{
    QTest::addColumn<QByteArray>("events");
    QTest::addColumn<int>("whole");
    QTest::newRow("none") << QByteArray() << 0;
    QTest::newRow("ProcStop") << QByteArray("\x0b\x05", 2) << 2;
    QTest::newRow("without its number") << QByteArray("\x0b", 1) << 0;
    QTest::newRow("within a number") << QByteArray("\x0b\x05\x0b\x85", 4) << 2;
    QTest::newRow("within UserLog") << QByteArray("\x0b\x05\x2c\x01\x02\x03\x04", 7) << 2;
    QTest::newRow("UserLog") << QByteArray("\x2c\x01\x02\x03\x04\x05", 6) << 6;
    QTest::newRow("of a later Go") << QByteArray("\x0b\x05\x7f\x01", 4) << 4;
    QTest::newRow("a number without end") << QByteArray("\x0b").append(20, char(0xff)) << 0;
}

void TestRecordedTrace::cutsBetweenEvents()
{
    QFETCH(const QByteArray, events);
    QFETCH(const int, whole);
    QCOMPARE(int(wholeTraceEvents(events.toStdString())), whole);
}

void TestRecordedTrace::readsBatches_data()
{
    QTest::addColumn<QByteArray>("batch");
    QTest::addColumn<bool>("isWhole");
    const QByteArray good = QByteArray::fromStdString(traceBatch(7, 300, 1'000'000, "\x0b\x05"));
    QTest::newRow("whole") << good << true;
    QTest::newRow("without its end") << good.chopped(1) << false;
    QTest::newRow("header alone") << good.left(4) << false;
    QTest::newRow("empty") << QByteArray() << false;
    QTest::newRow("no batch") << QByteArray("\x05").append(good) << false;
    QTest::newRow("longer than all memory")
        << QByteArray("\x01\x01\x01\x01").append(9, char(0xff)).append('\x01') << false;
}

void TestRecordedTrace::readsBatches()
{
    QFETCH(const QByteArray, batch);
    QFETCH(const bool, isWhole);
    const auto header = traceBatchHeader(std::string_view(batch.constData(), size_t(batch.size())));
    QCOMPARE(header.has_value(), isWhole);
    if (!header)
        return;
    QCOMPARE(header->generation, uint64_t(7));
    QCOMPARE(header->thread, uint64_t(300));
    QCOMPARE(header->time, uint64_t(1'000'000));
    QCOMPARE(int(header->first), 11);
    QCOMPARE(header->end - header->begin, size_t(2));
}

/// No batch is larger than readers take.
void TestRecordedTrace::divides()
{
    TraceBatches batches(3, 5, TraceEvent::Strings);
    for (int i = 0; i < 100; ++i)
        batches.add(std::string(4000, 'x'));
    const std::string all = batches.take();
    size_t count = 0;
    for (size_t at = 0; at < all.size(); ++count) {
        const auto header = traceBatchHeader(std::string_view(all).substr(at));
        QVERIFY(header && header->end <= largestTraceBatch);
        QCOMPARE(header->first, uint8_t(TraceEvent::Strings));
        at += header->end;
    }
    QVERIFY(count > 5);
    QVERIFY(batches.take().empty());
}

QTEST_GUILESS_MAIN(TestRecordedTrace)
#include "tst_recordedtrace.moc"
