// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/corehandler.h"
#include "backend/live/corepattern.h"
#include "backend/live/procfiles.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Freezeframe;

/// Names of cores and the settings of who keeps them, from texts alone.
class TestCorePattern : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void expands_data();
    void expands();
    void tellsKinds_data();
    void tellsKinds();
    void matches_data();
    void matches();
    void systemdSettings_data();
    void systemdSettings();
    void dropInsWin();
    void systemdNames_data();
    void systemdNames();
    void statLines_data();
    void statLines();
};

namespace
{

CoreNameFacts orders()
{
    return {.pid = 7,
            .globalPid = 4711,
            .thread = 7,
            .globalThread = 4711,
            .uid = 1000,
            .gid = 100,
            .dumpMode = 1,
            .signal = 6,
            .host = "shop",
            .comm = "orders",
            .executable = "/srv/bin/orders-api",
            .coreLimit = UINT64_MAX};
}

CorePattern patternOf(const QString &text, bool usesPid = false)
{
    return {.text = text.toStdString(), .usesPid = usesPid};
}

void write(const QString &path, const QByteArray &content)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

}

void TestCorePattern::expands_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<bool>("usesPid");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<bool>("exact");
    QTest::newRow("plain") << "core" << false << "core" << true;
    QTest::newRow("core_uses_pid") << "core" << true << "core.7" << true;
    QTest::newRow("core_uses_pid with %p") << "core.%p" << true << "core.7" << true;
    QTest::newRow("core_uses_pid with %P only") << "core.%P" << true << "core.4711.7" << true;
    QTest::newRow("pids and threads") << "%p-%P-%i-%I" << false << "7-4711-7-4711" << true;
    QTest::newRow("ids") << "%u.%g.%d.%s" << false << "1000.100.1.6" << true;
    QTest::newRow("names") << "%h-%e-%f" << false << "shop-orders-orders-api" << true;
    QTest::newRow("path") << "/cores/%E" << false << "/cores/!srv!bin!orders-api" << true;
    QTest::newRow("limit") << "%c" << false << "18446744073709551615" << true;
    QTest::newRow("percent") << "a%%b" << false << "a%b" << true;
    QTest::newRow("unknown is dropped") << "a%zb" << false << "ab" << true;
    QTest::newRow("end is dropped") << "core%" << false << "core" << true;
    QTest::newRow("time") << "core.%p.%t" << false << "core.7.<time>" << false;
    QTest::newRow("processor") << "core.%C" << false << "core.<processor>" << false;
    QTest::newRow("empty with core_uses_pid") << "" << true << ".7" << true;
}

void TestCorePattern::expands()
{
    QFETCH(QString, pattern);
    QFETCH(bool, usesPid);
    QFETCH(QString, expected);
    QFETCH(bool, exact);
    const CoreName name = CoreName::expand(patternOf(pattern, usesPid), orders());
    QCOMPARE(QString::fromStdString(name.text()), expected);
    QCOMPARE(name.isExact(), exact);
    // Names that the kernel must not be misled by.
    for (const char *evil : {".", "..", "", "a/b", "../../etc/passwd"}) {
        CoreNameFacts facts = orders();
        facts.comm = evil;
        const std::string text = CoreName::expand(patternOf("/cores/%e"), facts).text();
        QVERIFY2(text.size() > 7 && text.find('/', 7) == std::string::npos && text != "/cores/." && text != "/cores/..",
                 text.c_str());
    }
}

void TestCorePattern::tellsKinds_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("handler");
    using Kind = CorePattern::Kind;
    QTest::newRow("file") << "core" << int(Kind::File) << "";
    QTest::newRow("absolute") << "/var/crash/%e" << int(Kind::File) << "";
    QTest::newRow("systemd") << "|/usr/lib/systemd/systemd-coredump %P %u" << int(Kind::Pipe)
                             << "/usr/lib/systemd/systemd-coredump";
    QTest::newRow("bare pipe") << "|" << int(Kind::Pipe) << "";
    QTest::newRow("socket") << "@/run/core.socket" << int(Kind::Socket) << "";
    QTest::newRow("empty") << "" << int(Kind::None) << "";
}

void TestCorePattern::tellsKinds()
{
    QFETCH(QString, pattern);
    QFETCH(int, kind);
    QFETCH(QString, handler);
    QCOMPARE(int(patternOf(pattern).kind()), kind);
    QCOMPARE(QString::fromStdString(patternOf(pattern).handler()), handler);
}

void TestCorePattern::matches_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("file");
    QTest::addColumn<bool>("fits");
    QTest::newRow("exact") << "core" << "core" << true;
    QTest::newRow("longer") << "core" << "core.7" << false;
    QTest::newRow("time") << "core.%t" << "core.1795576408" << true;
    QTest::newRow("time is a number") << "core.%t" << "core.go" << false;
    QTest::newRow("time is not empty") << "core.%t" << "core." << false;
    QTest::newRow("folder") << "/var/crash/%e.%t" << "orders.12" << true;
    QTest::newRow("two gaps") << "%t.%C.core" << "12.3.core" << true;
    QTest::newRow("two gaps, one missing") << "%t.%C.core" << "12.core" << false;
    QTest::newRow("gaps side by side") << "%t%C" << "1" << false;
}

void TestCorePattern::matches()
{
    QFETCH(QString, pattern);
    QFETCH(QString, file);
    QFETCH(bool, fits);
    QCOMPARE(CoreName::expand(patternOf(pattern), orders()).matchesFile(file.toStdString()), fits);
    // A name that is made to be slow is answered too.
    CoreName slow = CoreName::expand(patternOf("%t%C%t%C%t%C%t%C%t%C%t%C!"), orders());
    QVERIFY(!slow.matchesFile(std::string(250, '1')));
}

void TestCorePattern::systemdSettings_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("storage");
    QTest::addColumn<qulonglong>("processSize");
    using Storage = SystemdCoredumpConfig::Storage;
    const qulonglong usual = 32ULL << 30;
    QTest::newRow("empty") << QByteArray() << int(Storage::External) << usual;
    QTest::newRow("comments") << QByteArray("[Coredump]\n#Storage=none\n;ProcessSizeMax=1\n") << int(Storage::External)
                              << usual;
    QTest::newRow("none") << QByteArray("[Coredump]\nStorage=none\n") << int(Storage::None) << usual;
    QTest::newRow("journal") << QByteArray("Storage = journal") << int(Storage::Journal) << usual;
    QTest::newRow("size") << QByteArray("ProcessSizeMax=2G\n") << int(Storage::External) << (2ULL << 30);
    QTest::newRow("bytes") << QByteArray("ProcessSizeMax=4096\n") << int(Storage::External) << 4096ULL;
    QTest::newRow("infinity") << QByteArray("ProcessSizeMax=infinity") << int(Storage::External)
                              << qulonglong(UINT64_MAX);
    QTest::newRow("nonsense") << QByteArray("ProcessSizeMax=lots\nStorage\n=\n") << int(Storage::External) << usual;
    QTest::newRow("overflow") << QByteArray("ProcessSizeMax=99999999999999E") << int(Storage::External) << usual;
}

void TestCorePattern::systemdSettings()
{
    QFETCH(QByteArray, text);
    QFETCH(int, storage);
    QFETCH(qulonglong, processSize);
    SystemdCoredumpConfig config;
    config.apply(text.toStdString());
    QCOMPARE(int(config.storage), storage);
    QCOMPARE(qulonglong(config.processSizeMax), processSize);
}

void TestCorePattern::dropInsWin()
{
    QTemporaryDir root;
    write(root.filePath("usr/lib/systemd/coredump.conf"), "[Coredump]\nStorage=external\nKeepFree=1G\n");
    write(root.filePath("usr/lib/systemd/coredump.conf.d/20-b.conf"), "[Coredump]\nStorage=none\n");
    write(root.filePath("etc/systemd/coredump.conf.d/20-b.conf"), "[Coredump]\nStorage=journal\n");
    write(root.filePath("etc/systemd/coredump.conf.d/10-a.conf"), "[Coredump]\nStorage=none\nMaxUse=5M\n");
    const auto config = SystemdCoredumpConfig::read({.root = root.path().toStdString()});
    QVERIFY(config.storage == SystemdCoredumpConfig::Storage::Journal);
    QCOMPARE(qulonglong(config.keepFree.value_or(0)), 1ULL << 30);
    QCOMPARE(qulonglong(config.maxUse.value_or(0)), 5ULL << 20);
    QCOMPARE(config.files.size(), size_t(3));
}

void TestCorePattern::systemdNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("escaped");
    QTest::newRow("plain") << "orders" << "orders";
    QTest::newRow("dot") << "a.out" << "a\\x2eout";
    QTest::newRow("blank and slash") << "a b/c" << "a\\x20b\\x2fc";
    QTest::newRow("backslash") << "a\\x" << "a\\x5cx";
}

void TestCorePattern::systemdNames()
{
    QFETCH(QString, name);
    QFETCH(QString, escaped);
    QCOMPARE(QString::fromStdString(systemdEscaped(name.toStdString())), escaped);
    QCOMPARE(QString::fromStdString(systemdUnescaped(escaped.toStdString())), name);
}

void TestCorePattern::statLines_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<bool>("isGood");
    QTest::addColumn<QString>("name");
    const QByteArray rest = " S 1 4 5 0 -1 4194304 101 0 0 0 30 12 0 0 20 0 9 0 151546 3133440 388 0\n";
    QTest::newRow("plain") << "4711 (orders)" + rest << true << "orders";
    QTest::newRow("parentheses") << "4711 (a) S (b) c)" + rest << true << "a) S (b) c";
    QTest::newRow("empty") << QByteArray() << false << "";
    QTest::newRow("cut") << QByteArray("4711 (orders) S 1 2") << false << "";
    QTest::newRow("no name") << QByteArray("4711 ) orders (") << false << "";
}

void TestCorePattern::statLines()
{
    QFETCH(QByteArray, line);
    QFETCH(bool, isGood);
    QFETCH(QString, name);
    const auto stat = parseProcessStat(line.toStdString());
    QCOMPARE(stat.has_value(), isGood);
    if (!isGood)
        return;
    QCOMPARE(QString::fromStdString(stat->name), name);
    QCOMPARE(stat->parent, 1);
    QCOMPARE(qulonglong(stat->ticks), 42ULL);
    QCOMPARE(stat->threads, 9);
    QCOMPARE(qulonglong(stat->startTicks), 151546ULL);
    QCOMPARE(qulonglong(stat->residentPages), 388ULL);
}

QTEST_GUILESS_MAIN(TestCorePattern)
#include "tst_corepattern.moc"
