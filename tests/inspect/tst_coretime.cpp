// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/coretime.h"
#include "backend/inspect/inspection.h"
#include "tests/support/victim.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

#include <fcntl.h>
#include <sys/stat.h>

Q_DECLARE_METATYPE(Freezeframe::VictimRequest)

using namespace Freezeframe;

/// When a process ended and how long it ran, of cores whose files say otherwise.
class TestCoreTime : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void names_data();
    void names();
    void copies_data();
    void copies();
};

void TestCoreTime::names_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<qint64>("time");
    QTest::newRow("core_pattern") << "core.orders.4711.1764097200" << qint64(1764097200);
    QTest::newRow("dashes") << "core-orders-1764097200-4711" << qint64(1764097200);
    QTest::newRow("systemd") << "core.orders.0.0f5cb1f3a9d64a0e8b1c2d3e4f5a6b7c.4711.1764097200123456.zst"
                             << qint64(1764097200);
    QTest::newRow("the last of two") << "core.1700000000.1764097200" << qint64(1764097200);
    QTest::newRow("no time") << "core.4711" << qint64(-1);
    QTest::newRow("part of a word") << "core.x1764097200" << qint64(-1);
    QTest::newRow("too many digits") << "core.17640972001" << qint64(-1);
    QTest::newRow("after the file") << "core.4711.1999999999" << qint64(-1);
    QTest::newRow("before Go") << "core.4711.1157894000" << qint64(-1);
    QTest::newRow("another file") << "orders.1764097200" << qint64(-1);
    QTest::newRow("empty") << "" << qint64(-1);
    QTest::newRow("separators") << "core..--__" << qint64(-1);
}

void TestCoreTime::names()
{
    QFETCH(const QString, name);
    constexpr int64_t written = 1'795'600'000;
    QTEST(qint64(timeInName(name.toStdString(), written).value_or(-1)), "time");
}

void TestCoreTime::copies_data()
{
    QTest::addColumn<VictimRequest>("request");
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("source");
    QTest::addColumn<double>("least"); // s that the program ran
    using Source = ProcessSummary::TimeSource;
    for (const GoToolchain &go : goToolchains({1, 22})) {
        const auto add = [&](const char *row, const char *way, const char *name, Source source, double least) {
            QTest::newRow(qPrintable(go.release() + QLatin1Char(' ') + QLatin1String(row)))
                << VictimRequest{.fixture = QStringLiteral("requests"),
                                 .go = go,
                                 .arguments = {QLatin1String(way)},
                                 .signal = SIGABRT}
                << QString::fromLatin1(name) << int(source) << least;
        };
        add("a collection", "collected", "core", Source::Runtime, 0);
        add("a time of the program", "noted", "core", Source::Runtime, 0);
        add("nothing", "sleeping", "core", Source::Written, 0);
        add("a name", "sleeping", "core.requests.%1", Source::Named, 0);
        add("ticks", "ticking", "core", Source::Runtime, 0.9); // 50 of 20 ms
    }
}

/// A core that was copied three days later still says when the program ended, or that only the copy has a date.
void TestCoreTime::copies()
{
    QFETCH(const VictimRequest, request);
    QFETCH(const QString, name);
    QFETCH(const double, least);
    const auto victim = provideVictim(request);
    if (!victim && victim.error().startsWith(QLatin1String("the kernel wrote no core")))
        QSKIP(qPrintable(victim.error()));
    QVERIFY2(victim.has_value(), qPrintable(victim.error_or(QString())));
    const int64_t end = QFileInfo(victim->core).lastModified().toSecsSinceEpoch();
    QTemporaryDir folder;
    const QString copy = folder.filePath(name.contains(QLatin1Char('%')) ? name.arg(end) : name);
    QVERIFY(QFile::copy(victim->core, copy));
    constexpr int64_t later = 3 * 86'400;
    const timespec times[2] = {{.tv_sec = end + later, .tv_nsec = 0}, {.tv_sec = end + later, .tv_nsec = 0}};
    QCOMPARE(::utimensat(AT_FDCWD, copy.toLocal8Bit().constData(), times, 0), 0);

    OpenOptions options;
    options.core = copy.toStdString();
    options.files.executable = victim->executable.toStdString();
    const auto inspection = Inspection::open(options);
    QVERIFY(inspection.has_value());
    const auto process = (*inspection)->process();
    QTEST(int(process->timeSource), "source");
    QCOMPARE(process->coreWritten, end + later);
    constexpr int64_t idle = 60; // s: the program slept since it said that it was ready
    if (process->timeSource == ProcessSummary::TimeSource::Written) {
        QCOMPARE(process->coreTime, end + later);
    } else {
        QVERIFY2(process->coreTime <= end && process->coreTime >= end - idle,
                 qPrintable(QString::number(process->coreTime - end)));
    }
    QVERIFY(!process->isTimeExact);
    QVERIFY2(double(process->uptimeNanoseconds) >= least * 1e9,
             qPrintable(QString::number(process->uptimeNanoseconds)));
    QVERIFY(process->uptimeAtMost < 0 || process->uptimeAtMost >= process->uptimeNanoseconds);
}

QTEST_GUILESS_MAIN(TestCoreTime)
#include "tst_coretime.moc"
