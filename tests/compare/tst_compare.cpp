// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/compare/comparisontext.h"
#include "backend/compare/corecomparison.h"
#include "tests/support/victiminspection.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <csignal>

using namespace Freezeframe;

namespace
{

struct Pair {
    std::unique_ptr<Inspection> before, after;
};

std::unique_ptr<Inspection> opened(const GoToolchain &go, GoBuild build, const QStringList &arguments)
{
    const auto victim = provideVictim(
        {.fixture = QStringLiteral("compared"), .go = go, .build = build, .arguments = arguments, .signal = SIGABRT});
    if (!victim) {
        qWarning("%s", qPrintable(victim.error()));
        return nullptr;
    }
    auto inspection = openVictim(*victim);
    return inspection ? std::move(*inspection) : nullptr;
}

const QStringList well{QStringLiteral("20"), QStringLiteral("0"), QStringLiteral("3")};
const QStringList sick{QStringLiteral("50"), QStringLiteral("5"), QStringLiteral("0")};

const Comparison::Group *groupIn(const Comparison &found, std::string_view function)
{
    const auto group = std::ranges::find_if(
        found.groups, [function](const Comparison::Group &one) { return one.title.contains(function); });
    return group == found.groups.end() ? nullptr : &*group;
}

}

/// Two cores of one program, one well and one sick, and what is told of how they differ.
class TestCompare : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tellsWhatDiffers_data();
    void tellsWhatDiffers();
    void sameCoreDiffersInNothing();
    void tellsOtherBuilds();
    void comparesTexts();
    void stops();
    void namesChanges();
};

void TestCompare::tellsWhatDiffers_data()
{
    QTest::addColumn<GoToolchain>("go");
    QTest::addColumn<GoBuild>("build");
    for (const GoToolchain &go : goToolchains({1, 22})) {
        const GoBuild build = go.version.minorVersion() % 2 == 0 ? GoBuild::Plain : GoBuild::NoOpt;
        QTest::newRow(qPrintable(go.release())) << go << build;
    }
}

void TestCompare::tellsWhatDiffers()
{
    QFETCH(const GoToolchain, go);
    QFETCH(const GoBuild, build);
    const Pair cores{.before = opened(go, build, well), .after = opened(go, build, sick)};
    QVERIFY(cores.before && cores.after);
    const auto found = CoreComparison(*cores.before, *cores.after).run();
    QVERIFY2(found, found ? "" : found.error().toString().c_str());
    const std::string text = comparisonText(*found, 100);
    QVERIFY(found->isSameBuild);
    QVERIFY2(found->notes.empty(), text.c_str());
    QCOMPARE(found->goroutinesBefore, quint64(25));
    QCOMPARE(found->goroutinesAfter, quint64(57));
    const auto *grown = groupIn(*found, "main.worker");
    QVERIFY2(grown && grown->before == 20 && grown->after == 50 && grown->goroutines.size() == 50, text.c_str());
    const auto *appeared = groupIn(*found, "main.stuck");
    QVERIFY2(appeared && appeared->before == 0 && appeared->after == 5, text.c_str());
    const auto *vanished = groupIn(*found, "main.leaving");
    QVERIFY2(vanished && vanished->before == 3 && vanished->after == 0, text.c_str());
    QCOMPARE(found->groups.size(), size_t(3));
    QStringList variables;
    for (const Comparison::Variable &variable : found->variables)
        variables << QString::fromStdString(variable.name);
    variables.sort();
    const QStringList wanted{QStringLiteral("main.hits"), QStringLiteral("main.kept"), QStringLiteral("main.limits"),
                             QStringLiteral("main.mode")};
    QVERIFY2(variables == wanted, text.c_str());
    const auto hits = std::ranges::find(found->variables, "main.hits", &Comparison::Variable::name);
    QCOMPARE(QString::fromStdString(hits->before), QStringLiteral("7"));
    QCOMPARE(QString::fromStdString(hits->after), QStringLiteral("4711"));
    QVERIFY(found->sameVariables > 0);
    QCOMPARE(found->goneFindings.size(), size_t(0));
    QVERIFY2(std::ranges::contains(found->newFindings, "channel-stuck", &Comparison::Finding::id)
                 || std::ranges::contains(found->newFindings, "never-wakes", &Comparison::Finding::id),
             text.c_str());
    QVERIFY2(!found->heap.empty(), text.c_str());
    QCOMPARE(QString::fromStdString(found->heap.front().function), QStringLiteral("main.hoard"));
    QVERIFY(found->heap.front().bytesAfter - found->heap.front().bytesBefore >= 4 << 20);
    const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(comparisonJson(*found))).object();
    QCOMPARE(json.value(QLatin1String("groups")).toArray().size(), 3);
    QCOMPARE(json.value(QLatin1String("schema")).toInt(), 1);
}

void TestCompare::sameCoreDiffersInNothing()
{
    const GoToolchain go = goToolchains().back();
    const Pair cores{.before = opened(go, GoBuild::Plain, well), .after = opened(go, GoBuild::Plain, well)};
    QVERIFY(cores.before && cores.after);
    const auto found = CoreComparison(*cores.before, *cores.after).run();
    QVERIFY(found);
    QVERIFY(found->groups.empty() && found->variables.empty() && found->heap.empty());
    QVERIFY(found->newFindings.empty() && found->goneFindings.empty());
    QVERIFY(found->sameGroups >= 3);
}

void TestCompare::tellsOtherBuilds()
{
    const GoToolchain go = goToolchains().back();
    const Pair cores{.before = opened(go, GoBuild::Plain, well), .after = opened(go, GoBuild::NoOpt, sick)};
    QVERIFY(cores.before && cores.after);
    const auto found = CoreComparison(*cores.before, *cores.after).run();
    QVERIFY(found);
    QVERIFY(!found->isSameBuild);
    QCOMPARE(found->notes.size(), size_t(1));
    QVERIFY2(found->notes.front().contains("two builds"), found->notes.front().c_str());
    const auto *grown = groupIn(*found, "main.worker");
    QVERIFY(grown && grown->before == 20 && grown->after == 50);
}

void TestCompare::comparesTexts()
{
    const QByteArray one = "goroutine 7 [select]:\nmain.a()\n\t/a.go:1 +0x1\n\n";
    const auto open = [](const QByteArray &text) {
        return Inspection::open(
            {.core = "text",
             .image = MappedFile::fromBytes(std::as_bytes(std::span(text.constData(), size_t(text.size()))), "text")});
    };
    const auto before = open(one);
    const auto after = open(one + QByteArray(one).replace("goroutine 7", "goroutine 8"));
    QVERIFY(before && after);
    const auto found = CoreComparison(**before, **after).run();
    QVERIFY2(found, found ? "" : found.error().toString().c_str());
    QCOMPARE(found->groups.size(), size_t(1));
    QCOMPARE(found->groups.front().before, quint64(1));
    QCOMPARE(found->groups.front().after, quint64(2));
    QVERIFY(found->notes.size() >= 2); // what texts don't have is said
}

void TestCompare::stops()
{
    const GoToolchain go = goToolchains().back();
    const Pair cores{.before = opened(go, GoBuild::Plain, well), .after = opened(go, GoBuild::Plain, sick)};
    QVERIFY(cores.before && cores.after);
    std::stop_source stop;
    stop.request_stop();
    const auto found = CoreComparison(*cores.before, *cores.after).run({}, stop.get_token());
    QVERIFY(!found);
    QCOMPARE(found.error().code, ErrorCode::Cancelled);
}

void TestCompare::namesChanges()
{
    QCOMPARE(changeText(0, 1), std::string_view("appeared"));
    QCOMPARE(changeText(1, 0), std::string_view("vanished"));
    QCOMPARE(changeText(1, 2), std::string_view("grew"));
    QCOMPARE(changeText(2, 1), std::string_view("shrank"));
}

QTEST_GUILESS_MAIN(TestCompare)
#include "tst_compare.moc"
