// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/analysis/goroutinearrangement.h"
#include "backend/inspect/report.h"
#include "tests/support/victiminspection.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QTest>

#include <functional>

using namespace Freezeframe;

/// Reports of some goroutines, and of goroutines in groups: what a filter finds is what the whole report says of each.
class TestReportGroups : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void filters_data();
    void filters();
    void groups_data();
    void groups();
    void text_data();
    void text();
    void countsAsTheWindowDoes();
    void filterOfStacks();

private:
    using Condition = std::function<bool(const QJsonObject &)>;
    [[nodiscard]] QJsonObject report(const ReportOptions &options) const;
    [[nodiscard]] static QSet<qint64> numbers(const QJsonArray &goroutines);

    std::unique_ptr<Inspection> m_sample;
    QJsonArray m_all;
};

Q_DECLARE_METATYPE(std::function<bool(const QJsonObject &)>)

void TestReportGroups::initTestCase()
{
    const QList<GoToolchain> toolchains = goToolchains();
    if (toolchains.isEmpty())
        QSKIP("there is no Go compiler here");
    const auto victim = provideVictim({.fixture = QStringLiteral("sample"), .go = toolchains.constLast()});
    QVERIFY2(victim.has_value(), qPrintable(victim.error_or(QString())));
    auto inspection = openVictim(*victim);
    QVERIFY(inspection.has_value());
    m_sample = std::move(*inspection);
    m_all = report({})["goroutines"].toArray();
    QVERIFY(m_all.size() > 100);
}

QJsonObject TestReportGroups::report(const ReportOptions &options) const
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(reportJson(*m_sample, options))).object();
}

QSet<qint64> TestReportGroups::numbers(const QJsonArray &goroutines)
{
    QSet<qint64> found;
    for (const QJsonValue &goroutine : goroutines)
        found.insert(goroutine.isObject() ? goroutine["id"].toInteger() : goroutine.toInteger());
    return found;
}

void TestReportGroups::filters_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<std::function<bool(const QJsonObject &)>>("condition");
    const auto has = [](const QJsonObject &goroutine, const char *place, const char *key, const char *text) {
        return goroutine[QLatin1String(place)][QLatin1String(key)].toString().contains(QLatin1String(text),
                                                                                       Qt::CaseInsensitive);
    };
    const auto waits = [](const QJsonObject &goroutine, const char *text) {
        return goroutine[QLatin1String("wait_reason")].toString().contains(QLatin1String(text), Qt::CaseInsensitive);
    };
    const auto add
        = [](const char *filter, const Condition &condition) { QTest::newRow(filter) << filter << condition; };
    add("wait:mutex", [=](const QJsonObject &g) { return waits(g, "mutex"); });
    add("-wait:mutex", [=](const QJsonObject &g) { return !waits(g, "mutex"); });
    add("state:running", [](const QJsonObject &g) { return g["status"] == QLatin1String("running"); });
    add("wait:mutex OR state:running",
        [=](const QJsonObject &g) { return waits(g, "mutex") || g["status"] == QLatin1String("running"); });
    add("user:mutex.go", [=](const QJsonObject &g) { return has(g, "user", "file", "mutex.go"); });
    add("current:runtime.gopark",
        [=](const QJsonObject &g) { return has(g, "current", "function", "runtime.gopark"); });
    add("start:(*Dispatcher).spawn",
        [=](const QJsonObject &g) { return has(g, "start", "function", "Dispatcher).spawn"); });
    add("created:dispatcher.go", [=](const QJsonObject &g) { return has(g, "go", "file", "dispatcher.go"); });
    add("label:tenant", [](const QJsonObject &g) { return g["labels"].toObject().contains(QLatin1String("tenant")); });
    add("label:tenant=eu-1-03", [](const QJsonObject &g) { return g["labels"]["tenant"] == QLatin1String("eu-1-03"); });
    add("label:tenant -(label:tenant=eu-1-03 OR wait:mutex)", [=](const QJsonObject &g) {
        return g["labels"].toObject().contains(QLatin1String("tenant"))
            && !(g["labels"]["tenant"] == QLatin1String("eu-1-03") || waits(g, "mutex"));
    });
    add("id:1", [](const QJsonObject &g) { return g["id"] == 1; });
    add("id:1 id:2", [](const QJsonObject &) { return false; });
}

void TestReportGroups::filters()
{
    QFETCH(const QString, filter);
    QFETCH(const Condition, condition);
    QSet<qint64> expected;
    for (const QJsonValue &goroutine : std::as_const(m_all)) {
        if (condition(goroutine.toObject()))
            expected.insert(goroutine["id"].toInteger());
    }
    QCOMPARE(expected.isEmpty(), filter == QLatin1String("id:1 id:2"));
    QCOMPARE(numbers(report({.filter = filter.toStdString()})["goroutines"].toArray()), expected);
}

void TestReportGroups::groups_data()
{
    QTest::addColumn<QString>("by");
    for (const char *by : {"stack", "function", "user", "current", "start", "created", "state", "wait", "label:tenant"})
        QTest::newRow(by) << by;
}

/// Each goroutine is in one group, and all of a group have in common what it is grouped by.
void TestReportGroups::groups()
{
    QFETCH(const QString, by);
    const QJsonObject whole = report({.group = groupingNamed(by.toStdString())});
    QHash<qint64, QJsonObject> byNumber;
    for (const QJsonValue &goroutine : std::as_const(m_all))
        byNumber.insert(goroutine["id"].toInteger(), goroutine.toObject());
    QSet<qint64> seen;
    QSet<QString> titles;
    const QJsonArray groups = whole["groups"].toArray();
    QVERIFY(groups.size() > 1);
    for (const QJsonValue &group : groups) {
        const QSet<qint64> members = numbers(group["goroutines"].toArray());
        QCOMPARE(members.size(), group["count"].toInteger());
        QVERIFY(!seen.intersects(members));
        seen += members;
        const QString title = group["title"].toString();
        for (const qint64 number : members) {
            const QJsonObject &goroutine = byNumber[number];
            QCOMPARE(goroutine["system"].toBool(), group["system"].toBool());
            const QString key = by == QLatin1String("created") ? QStringLiteral("go") : by;
            if (goroutine.contains(key) && goroutine[key].isObject())
                QCOMPARE(title,
                         goroutine[key]["function"].toString() + QLatin1String("  ") + goroutine[key]["file"].toString()
                             + QLatin1Char(':') + QString::number(goroutine[key]["line"].toInt()));
            else if (by == QLatin1String("wait"))
                QCOMPARE(title,
                         goroutine["status"] == QLatin1String("waiting") ? goroutine["wait_reason"].toString()
                                                                         : QStringLiteral("does not wait"));
            else if (by.startsWith(QLatin1String("label:")))
                QCOMPARE(title,
                         goroutine["labels"].toObject().contains(QLatin1String("tenant"))
                             ? QLatin1String("tenant=") + goroutine["labels"]["tenant"].toString()
                             : QStringLiteral("no label tenant"));
        }
    }
    QCOMPARE(seen, numbers(m_all));
}

void TestReportGroups::text_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QString>("by");
    QTest::addColumn<QString>("line"); // a regular expression
    QTest::newRow("by stack") << "" << "stack"
                              << R"(^\d+ goroutines in \d+ stacks; \d+ of them are the runtime's own$)";
    QTest::newRow("one by one") << "" << "none" << R"(^goroutine 1 \[waiting: )";
    QTest::newRow("a filter") << "id:1" << "stack" << R"(^1 of \d+ goroutines match id:1, in 1 stack$)";
    QTest::newRow("nobody") << "id:1 id:2" << "stack" << R"(^0 of \d+ goroutines match id:1 id:2$)";
    QTest::newRow("by label") << "label:tenant" << "label:tenant" << R"(^  tenant=eu-1-03$)";
    QTest::newRow("states of a group") << "" << "label:tenant" << R"(^\d+ goroutines \[\d+ waiting: [^,]+, \d+ )";
    QTest::newRow("labels of a group") << "wait:mutex label:tenant" << "wait" << R"(^  order: \d+ different$)";
    QTest::newRow("some labels of a group")
        << "wait:mutex label:tenant" << "wait" << R"(^  tenant: eu-1-\d+( \(\d+\))?, .*, and \d+ more$)";
}

void TestReportGroups::text()
{
    QFETCH(const QString, filter);
    QFETCH(const QString, by);
    QFETCH(const QString, line);
    const QString whole = QString::fromStdString(
        reportText(*m_sample, {.filter = filter.toStdString(), .group = groupingNamed(by.toStdString())}));
    QVERIFY2(whole.contains(QRegularExpression(line, QRegularExpression::MultilineOption)), qPrintable(whole));
}

/// The report has as many stacks as the list of the window.
void TestReportGroups::countsAsTheWindowDoes()
{
    const auto snapshot = m_sample->goroutineStacks();
    QVERIFY(snapshot.has_value());
    const auto list = GoroutineArrangement::arrange(*snapshot, {});
    const std::string line
        = std::to_string(list->total) + " goroutines in " + std::to_string(list->groups.size()) + " stacks";
    QVERIFY(reportText(*m_sample, {}).contains('\n' + line));
}

/// --stacks and --filter together: only the stacks of those.
void TestReportGroups::filterOfStacks()
{
    const std::string text = reportText(*m_sample, {.filter = "id:1", .stacks = true});
    QVERIFY(text.contains("\ngoroutine 1 ["));
    QCOMPARE(QString::fromStdString(text).count(QLatin1String("\ngoroutine 1 [")), 1);
    QVERIFY(!text.contains("\ngoroutine 2 ["));
}

QTEST_GUILESS_MAIN(TestReportGroups)
#include "tst_reportgroups.moc"
