// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/findings/crashfindings.h"
#include "backend/findings/rings.h"
#include "backend/inspect/inspection.h"
#include "backend/inspect/report.h"
#include "tests/inspect/expectedfindings.h"
#include "tests/support/victiminspection.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryFile>
#include <QTest>

#include <map>
#include <set>

using namespace Freezeframe;

/// What is wrong with a program, compared with what the victim knows, and nothing where it only looks so.
class TestFindings : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void findsWhatIsWrong_data();
    void findsWhatIsWrong();
    void crowdsAreToldTheirVariable();
    void agreesWithTheRuntime_data();
    void agreesWithTheRuntime();
    void crashesAreTold_data();
    void crashesAreTold();
    void saysWhatIsProbable_data();
    void saysWhatIsProbable();
    void isInReports();
    void staysQuietWithoutSymbols();
    void doubtsAnotherExecutable();
    void stops();
    void findsCycles_data();
    void findsCycles();
    void findsRings_data();
    void findsRings();

private:
    int m_crowdsByVariable = 0; ///< crowds of which a package variable was told
};

void TestFindings::findsWhatIsWrong_data()
{
    addVictims(
        {
            QStringLiteral("mutexes"),     QStringLiteral("three"),      QStringLiteral("self"),
            QStringLiteral("rwmutex"),     QStringLiteral("pileup"),     QStringLiteral("receivers"),
            QStringLiteral("senders"),     QStringLiteral("full"),       QStringLiteral("nilchannel"),
            QStringLiteral("noselect"),    QStringLiteral("waitgroup"),  QStringLiteral("condition"),
            QStringLiteral("channelring"), QStringLiteral("selectleak"), QStringLiteral("crowd"),
            QStringLiteral("recursion"),   QStringLiteral("mutual"),     QStringLiteral("asleep"),
            QStringLiteral("once"),        QStringLiteral("twolocks"),   QStringLiteral("waitinline"),
            QStringLiteral("healthy"),     QStringLiteral("shortwait"),  QStringLiteral("globals"),
            QStringLiteral("timers"),      QStringLiteral("finalizers"), QStringLiteral("mapped"),
            QStringLiteral("deferred"),
        },
        QStringLiteral("stuck"));
}

void TestFindings::findsWhatIsWrong()
{
    QFETCH(const VictimRequest, request);
    const auto victim = provideVictim(request);
    QVERIFY2(victim, qPrintable(victim.error_or(QString())));
    const auto inspection = openVictim(*victim);
    QVERIFY(inspection);
    const auto findings = (*inspection)->findings();
    QVERIFY2(findings, findings ? "" : findings.error().toString().c_str());
    QCOMPARE((*findings)->unanswered.size(), size_t(0));
    const ExpectedFindings expected = expectedOf(fileContent(victim->output));
    QCOMPARE(textOf(foundIn(**findings)), textOf(expected));
    QCOMPARE(foundIn(**findings), expected);
    if (request.arguments.contains(QStringLiteral("crowd")))
        m_crowdsByVariable
            += tells(**findings, "pile-up", "they wake only if somebody uses a package variable: main.gate leads ");
}

/// The goroutine that died may have the channel left over on its stack, which then leads to the crowd, too.
void TestFindings::crowdsAreToldTheirVariable()
{
    if (goToolchains().isEmpty())
        QSKIP("there is no Go compiler here");
    QVERIFY(m_crowdsByVariable > 0);
}

/// The profile of leaked goroutines that Go 1.27 makes itself.
void TestFindings::agreesWithTheRuntime_data()
{
    QTest::addColumn<VictimRequest>("request");
    for (const GoToolchain &go : goToolchains({1, 27})) {
        for (const char *name :
             {"receivers", "senders", "full", "nilchannel", "noselect", "waitgroup", "condition", "channelring",
              "selectleak", "healthy", "globals", "timers", "finalizers", "mapped", "deferred", "mutexes"}) {
            for (const GoBuild build : {GoBuild::Plain, GoBuild::NoOpt}) {
                QTest::addRow("%s %s %s", qPrintable(go.release()), name, qPrintable(nameOf(build)))
                    << VictimRequest{.fixture = QStringLiteral("stuck"),
                                     .go = go,
                                     .build = build,
                                     .arguments = {QString::fromLatin1(name), QStringLiteral("profile")}};
            }
        }
    }
}

void TestFindings::agreesWithTheRuntime()
{
    QFETCH(const VictimRequest, request);
    const auto victim = provideVictim(request);
    QVERIFY2(victim, qPrintable(victim.error_or(QString())));
    const QByteArray output = fileContent(victim->output);
    QVERIFY(!output.contains("no profile"));
    std::set<quint64> leaked;
    for (const QByteArray &line : output.split('\n')) {
        if (line.startsWith("leaked "))
            leaked.insert(line.mid(7).toULongLong());
    }
    const auto inspection = openVictim(*victim);
    QVERIFY(inspection);
    const auto findings = (*inspection)->findings();
    QVERIFY(findings);
    std::set<quint64> found;
    for (const Finding &finding : (*findings)->all) {
        if (finding.isCertain)
            found.insert(finding.goroutines.begin(), finding.goroutines.end());
    }
    QCOMPARE(found, leaked);
}

void TestFindings::crashesAreTold_data()
{
    QTest::addColumn<VictimRequest>("request");
    QTest::addColumn<QByteArray>("id");
    for (const GoToolchain &go : goToolchains({1, 22})) {
        const auto row = [&go](const char *death, const char *id) {
            QTest::addRow("%s %s", qPrintable(go.release()), death)
                << VictimRequest{.fixture = QStringLiteral("crash"), .go = go, .arguments = {QLatin1String(death)}}
                << QByteArray(id);
        };
        row("fatal-map-writes", "concurrent-map");
        row("fatal-deadlock", "channel-stuck");
        row("panic-error", ""); // nothing but the panic is wrong
        if (go.version == goToolchains().back().version) {
            row("fatal-out-of-memory", "memory");
            row("nil-deref-far", "nil-origin");
            row("nil-func", "nil-origin");
            row("segv-odd-address", "");
        }
    }
}

void TestFindings::crashesAreTold()
{
    QFETCH(const VictimRequest, request);
    QFETCH(const QByteArray, id);
    const auto victim = provideVictim(request);
    QVERIFY2(victim, qPrintable(victim.error_or(QString())));
    const auto inspection = openVictim(*victim);
    QVERIFY(inspection);
    const auto findings = (*inspection)->findings();
    QVERIFY(findings);
    if (id.isEmpty()) {
        QCOMPARE(textOf(foundIn(**findings)), QByteArray());
        return;
    }
    QVERIFY(!(*findings)->all.empty());
    const Finding &first = (*findings)->all.front();
    QCOMPARE(QByteArray::fromStdString(first.id), id);
    QCOMPARE(first.severity, Finding::Severity::Critical);
    QVERIFY(first.isCertain != (first.title + first.detail).contains("robably"));
    if (id == "concurrent-map")
        QCOMPARE(first.goroutines.front(), (*inspection)->crash()->goroutine.value_or(0));
}

void TestFindings::saysWhatIsProbable_data()
{
    addVictims({QStringLiteral("mutexes"), QStringLiteral("rwmutex"), QStringLiteral("channelring"),
                QStringLiteral("pileup"), QStringLiteral("waitgroup")},
               QStringLiteral("stuck"));
}

void TestFindings::saysWhatIsProbable()
{
    QFETCH(const VictimRequest, request);
    const auto victim = provideVictim(request);
    QVERIFY2(victim, qPrintable(victim.error_or(QString())));
    const auto inspection = openVictim(*victim);
    QVERIFY(inspection);
    const auto findings = (*inspection)->findings();
    QVERIFY(findings && !(*findings)->all.empty());
    for (const Finding &finding : (*findings)->all) {
        const std::string all = finding.title + finding.detail;
        QVERIFY2(finding.isCertain != all.contains("robably"), all.c_str());
        QVERIFY2(!finding.evidence.empty(), all.c_str());
    }
}

void TestFindings::isInReports()
{
    const auto victim = provideVictim({.fixture = QStringLiteral("stuck"),
                                       .go = goToolchains().back(),
                                       .build = GoBuild::NoOpt,
                                       .arguments = {QStringLiteral("channelring")}});
    QVERIFY2(victim, qPrintable(victim.error_or(QString())));
    const auto inspection = openVictim(*victim);
    QVERIFY(inspection);
    const QJsonObject report
        = QJsonDocument::fromJson(QByteArray::fromStdString(reportJson(**inspection, {}))).object();
    const QJsonArray findings = report.value(QStringLiteral("findings")).toArray();
    QCOMPARE(findings.size(), 3);
    const QJsonObject first = findings.first().toObject();
    QCOMPARE(first.value(QStringLiteral("id")).toString(), QStringLiteral("deadlock-cycle"));
    QCOMPARE(first.value(QStringLiteral("severity")).toString(), QStringLiteral("critical"));
    QVERIFY(first.value(QStringLiteral("certain")).toBool());
    QCOMPARE(first.value(QStringLiteral("goroutines")).toArray().size(), 2);
    QCOMPARE(first.value(QStringLiteral("objects")).toArray().size(), 2);
    QCOMPARE(first.value(QStringLiteral("evidence")).toArray().size(), 2);
    const std::string text = reportText(**inspection, {});
    QVERIFY2(text.contains("\n3 findings\n\ncritical: Deadlock: goroutines "), text.c_str());
}

void TestFindings::staysQuietWithoutSymbols()
{
    const auto victim = provideVictim({.fixture = QStringLiteral("stuck"),
                                       .go = goToolchains().back(),
                                       .build = GoBuild::Stripped,
                                       .arguments = {QStringLiteral("receivers")}});
    QVERIFY2(victim, qPrintable(victim.error_or(QString())));
    const auto inspection = openVictim(*victim);
    QVERIFY(inspection);
    const auto findings = (*inspection)->findings();
    QVERIFY(findings);
    QCOMPARE((*findings)->all.size(), size_t(0));
    QCOMPARE((*findings)->unanswered.size(), size_t(1)); // says that it did not look
}

void TestFindings::doubtsAnotherExecutable()
{
    const auto victim = provideVictim({.fixture = QStringLiteral("stuck"),
                                       .go = goToolchains().back(),
                                       .build = GoBuild::NoOpt,
                                       .arguments = {QStringLiteral("nilchannel")}});
    QVERIFY2(victim, qPrintable(victim.error_or(QString())));
    const auto whole = openVictim(*victim);
    QVERIFY(whole);
    // Another build of the same program: the same file under another id.
    const QByteArray id = QByteArray::fromHex(QByteArray::fromStdString((*whole)->process()->executableBuildId));
    QByteArray bytes = fileContent(victim->executable);
    const qsizetype at = id.isEmpty() ? -1 : bytes.indexOf(id);
    QVERIFY(at >= 0);
    bytes[at] = char(bytes.at(at) ^ 0x5a);
    QTemporaryFile other;
    QVERIFY(other.open() && other.write(bytes) == bytes.size() && other.flush());
    OpenOptions options = openOptions(*victim);
    options.files.executable = other.fileName().toStdString();
    options.files.force = true;
    const auto inspection = Inspection::open(options);
    QVERIFY(inspection);
    QCOMPARE((*inspection)->process()->match, FileMatch::Forced);
    const auto findings = (*inspection)->findings();
    QVERIFY(findings && !(*findings)->all.empty());
    for (const Finding &finding : (*findings)->all)
        QVERIFY(!finding.isCertain && finding.detail.contains("probably wrong"));
}

void TestFindings::stops()
{
    const auto victim = provideVictim({.fixture = QStringLiteral("stuck"),
                                       .go = goToolchains().back(),
                                       .build = GoBuild::NoOpt,
                                       .arguments = {QStringLiteral("crowd")}});
    QVERIFY2(victim, qPrintable(victim.error_or(QString())));
    const auto inspection = openVictim(*victim);
    QVERIFY(inspection);
    std::stop_source stop;
    stop.request_stop();
    const auto findings = (*inspection)->findings({}, stop.get_token());
    QVERIFY(!findings);
    QCOMPARE(findings.error().code, ErrorCode::Cancelled);
    QVERIFY((*inspection)->findings()); // asked again, it answers
}

void TestFindings::findsCycles_data()
{
    QTest::addColumn<QByteArray>("places"); // a letter each
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("period"); // 0: none
    QTest::addColumn<int>("turns");
    QTest::newRow("one function") << QByteArray("xyaaaaaaz") << 2 << 1 << 6;
    QTest::newRow("two") << QByteArray("xababababz") << 1 << 2 << 4;
    QTest::newRow("a function twice in a turn") << QByteArray("aabaabaabaab") << 0 << 3 << 4;
    QTest::newRow("cut within a turn") << QByteArray("xabcabcabca") << 1 << 3 << 3;
    QTest::newRow("too few") << QByteArray("xyzabab") << 0 << 0 << 0;
    QTest::newRow("a part of the stack only") << QByteArray("aaabcdefgh") << 0 << 0 << 0;
    QTest::newRow("none") << QByteArray("abcdefgh") << 0 << 0 << 0;
    QTest::newRow("empty") << QByteArray() << 0 << 0 << 0;
}

void TestFindings::findsCycles()
{
    QFETCH(const QByteArray, places);
    QFETCH(const int, first);
    QFETCH(const int, period);
    QFETCH(const int, turns);
    std::vector<Address> addresses;
    for (const char letter : places)
        addresses.push_back({uint64_t(letter)});
    const auto cycle = stackCycle(addresses);
    QCOMPARE(cycle.has_value(), period != 0);
    if (!cycle)
        return;
    QCOMPARE(int(cycle->first), first);
    QCOMPARE(int(cycle->period), period);
    QCOMPARE(int(cycle->turns), turns);
}

void TestFindings::findsRings_data()
{
    using Edges = QList<std::pair<int, int>>;
    using Rings = QList<QList<int>>;
    QTest::addColumn<Edges>("edges");
    QTest::addColumn<Rings>("rings");
    QTest::newRow("none") << Edges{{1, 2}, {2, 3}} << Rings{};
    QTest::newRow("oneself") << Edges{{1, 1}} << Rings{{1}};
    QTest::newRow("two") << Edges{{1, 2}, {2, 1}} << Rings{{1, 2}};
    QTest::newRow("one who waits for a ring") << Edges{{0, 1}, {1, 2}, {2, 1}} << Rings{{1, 2}};
    QTest::newRow("the shorter one") << Edges{{1, 2}, {2, 3}, {3, 1}, {2, 1}} << Rings{{1, 2}};
    QTest::newRow("two rings") << Edges{{1, 2}, {2, 1}, {3, 4}, {4, 3}, {2, 3}} << Rings{{1, 2}, {3, 4}};
    QTest::newRow("to nowhere") << Edges{{1, 99}} << Rings{};
}

void TestFindings::findsRings()
{
    using Edges = QList<std::pair<int, int>>;
    using Rings = QList<QList<int>>;
    QFETCH(const Edges, edges);
    QFETCH(const Rings, rings);
    const auto next = [&edges](size_t node) {
        std::vector<size_t> to;
        for (const auto &[from, target] : edges) {
            if (size_t(from) == node)
                to.push_back(size_t(target));
        }
        return to;
    };
    Rings found;
    for (const std::vector<size_t> &ring : ringsOf({0, 1, 2, 3, 4}, next))
        found << QList<int>(ring.begin(), ring.end());
    QCOMPARE(found, rings);
}

QTEST_GUILESS_MAIN(TestFindings)
#include "tst_findings.moc"
