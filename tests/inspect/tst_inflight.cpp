// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inflight/inflightsearch.h"
#include "backend/inspect/inflighttext.h"
#include "tests/support/victiminspection.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <set>

using namespace Freezeframe;

namespace
{

QString factOf(const InFlightItem &item, std::string_view key)
{
    for (const InFlightItem::Fact &fact : item.facts) {
        if (fact.key == key)
            return QString::fromStdString(fact.text);
    }
    return {};
}

/// @p text may end in a star.
bool hasFact(const InFlightItem &item, const QString &key, const QString &text)
{
    if (key == QStringLiteral("goroutine"))
        return item.goroutine && QString::number(*item.goroutine) == text;
    for (const InFlightItem::Fact &fact : item.facts) {
        const QString found = QString::fromStdString(fact.text);
        if (QString::fromStdString(fact.key) == key
            && (text.endsWith(QLatin1Char('*')) ? found.startsWith(text.chopped(1)) : found == text))
            return true;
    }
    return false;
}

std::unique_ptr<Inspection> opened(const VictimRequest &request, QByteArray *output = nullptr)
{
    const auto victim = provideVictim(request);
    if (!victim) {
        qWarning("%s", qPrintable(victim.error()));
        return nullptr;
    }
    if (output)
        *output = fileContent(victim->output);
    auto inspection = openVictim(*victim);
    return inspection ? std::move(*inspection) : nullptr;
}

}

/// What was in flight, compared with what the victims print of it themselves.
class TestInFlight : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void hasAllRequests_data();
    void hasAllRequests();
    void tellsWhatThereIs_data();
    void tellsWhatThereIs();
    void masksSecrets();
    void findsRequestsWithoutSymbols_data();
    void findsRequestsWithoutSymbols();
    void namesSecrets_data();
    void namesSecrets();
    void masksUrls_data();
    void masksUrls();
    void stops();
    void isQuietWithoutGo();
};

void TestInFlight::hasAllRequests_data()
{
    QTest::addColumn<VictimRequest>("request");
    for (const GoToolchain &go : goToolchains({1, 22})) {
        for (const GoBuild build : {GoBuild::Plain, GoBuild::NoOpt, GoBuild::Pie}) {
            if (build == GoBuild::Pie && go.version.minorVersion() % 2 == 0)
                continue;
            QTest::addRow("%s %s", qPrintable(go.release()), qPrintable(nameOf(build)))
                << VictimRequest{.fixture = QStringLiteral("inflight"),
                                 .go = go,
                                 .build = build,
                                 .arguments = {QStringLiteral("many")},
                                 .keepErrors = false};
        }
    }
}

void TestInFlight::hasAllRequests()
{
    QFETCH(const VictimRequest, request);
    QByteArray output;
    const auto inspection = opened(request, &output);
    QVERIFY(inspection);
    std::multiset<QString> served, made;
    for (const QByteArray &line : output.split('\n')) {
        if (line.startsWith("served "))
            served.insert(QString::fromUtf8(line.mid(7)));
        else if (line.startsWith("made "))
            made.insert(QString::fromUtf8(line.mid(5)));
    }
    QCOMPARE(served.size(), size_t(1000));
    const auto found = inspection->inFlight();
    QVERIFY2(found, found ? "" : found.error().toString().c_str());
    std::multiset<QString> foundServed, foundMade;
    for (const InFlightItem &item : (*found)->of(InFlight::Kind::Served).items) {
        foundServed.insert(QStringLiteral("%1 %2 %3 %4")
                               .arg(item.goroutine.value_or(0))
                               .arg(factOf(item, "method"), factOf(item, "url"), factOf(item, "peer")));
    }
    for (const InFlightItem &item : (*found)->of(InFlight::Kind::Made).items) {
        foundMade.insert(QStringLiteral("%1 %2 %3")
                             .arg(item.goroutine.value_or(0))
                             .arg(factOf(item, "method"), factOf(item, "url")));
    }
    QCOMPARE(foundServed.size(), served.size());
    QVERIFY(foundServed == served);
    QCOMPARE(foundMade.size(), made.size());
    QVERIFY(foundMade == made);
    QCOMPARE((*found)->of(InFlight::Kind::Served).unanswered.size(), size_t(0));
}

void TestInFlight::tellsWhatThereIs_data()
{
    QTest::addColumn<VictimRequest>("request");
    for (const GoToolchain &go : goToolchains({1, 22})) {
        for (const char *name :
             {"headers", "http2", "body", "hijacked", "database", "contexts", "timers", "files", "idle"}) {
            for (const GoBuild build : {GoBuild::Plain, GoBuild::NoOpt}) {
                QTest::addRow("%s %s %s", qPrintable(go.release()), name, qPrintable(nameOf(build)))
                    << VictimRequest{.fixture = QStringLiteral("inflight"),
                                     .go = go,
                                     .build = build,
                                     .arguments = {QString::fromLatin1(name)}};
            }
        }
    }
}

void TestInFlight::tellsWhatThereIs()
{
    QFETCH(const VictimRequest, request);
    QByteArray output;
    const auto inspection = opened(request, &output);
    QVERIFY(inspection);
    const auto found = inspection->inFlight();
    QVERIFY2(found, found ? "" : found.error().toString().c_str());
    int told = 0;
    for (const QString &line : QString::fromUtf8(output).split(QLatin1Char('\n'))) {
        const QStringList words = line.split(QLatin1Char(' '));
        const auto kind = words.size() > 2 ? kindNamed(words.at(1).toStdString()) : std::nullopt;
        if (!kind)
            continue;
        const auto &items = (*found)->of(*kind).items;
        ++told;
        if (words.front() == QStringLiteral("count")) {
            QVERIFY2(items.size() == words.at(2).toULongLong(),
                     qPrintable(line + QLatin1Char('\n') + QString::fromStdString(inFlightText(**found, *kind, 100))));
            continue;
        }
        const QString text = line.section(QLatin1Char(' '), 3);
        const bool isThere
            = std::ranges::any_of(items, [&](const InFlightItem &item) { return hasFact(item, words.at(2), text); });
        QVERIFY2(isThere == (words.front() == QStringLiteral("expect")),
                 qPrintable(line + QLatin1Char('\n') + QString::fromStdString(inFlightText(**found, *kind, 100))));
    }
    QVERIFY(told > 2);
}

void TestInFlight::masksSecrets()
{
    const auto inspection = opened(
        {.fixture = QStringLiteral("inflight"), .go = goToolchains().back(), .arguments = {QStringLiteral("headers")}});
    QVERIFY(inspection);
    const auto masked = inspection->inFlight();
    QVERIFY(masked);
    const std::string hidden = inFlightJson(**masked);
    QVERIFY2(!hidden.contains("hunter"), hidden.c_str());
    QVERIFY(!inFlightText(**masked, 1000).contains("hunter"));
    QVERIFY((*masked)->masked >= 4);
    const auto shown = inspection->inFlight(true);
    QVERIFY(shown);
    const std::string all = inFlightJson(**shown);
    for (const char *secret : {"hunter2", "hunter3", "hunter4", "hunter5"})
        QVERIFY2(all.contains(secret), secret);
    QCOMPARE((*shown)->masked, quint64(0));
    const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(hidden)).object();
    QCOMPARE(json.value(QLatin1String("schema")).toInt(), 1);
    const QJsonObject request = json.value(QLatin1String("served")).toArray().at(0).toObject();
    QCOMPARE(request.value(QLatin1String("method")).toString(), QStringLiteral("POST"));
    QVERIFY(request.value(QLatin1String("trace_ids")).isArray());
}

/// Without DWARF and symbols: types are told by the runtime's own descriptors.
void TestInFlight::findsRequestsWithoutSymbols_data()
{
    QTest::addColumn<VictimRequest>("request");
    for (const GoToolchain &go : goToolchains({1, 22})) {
        QTest::newRow(qPrintable(go.release())) << VictimRequest{.fixture = QStringLiteral("inflight"),
                                                                 .go = go,
                                                                 .build = GoBuild::Stripped,
                                                                 .arguments = {QStringLiteral("headers")}};
    }
}

void TestInFlight::findsRequestsWithoutSymbols()
{
    QFETCH(const VictimRequest, request);
    const auto inspection = opened(request);
    QVERIFY(inspection);
    const auto found = inspection->inFlight();
    QVERIFY(found);
    const auto &served = (*found)->of(InFlight::Kind::Served);
    const auto &made = (*found)->of(InFlight::Kind::Made);
    // Either it is told, or that it can't be.
    QVERIFY(served.items.size() == 1 || !served.unanswered.empty());
    QVERIFY(made.items.size() == 1 || !made.unanswered.empty());
    if (!served.items.empty())
        QCOMPARE(factOf(served.items.front(), "url"), QStringLiteral("/login?user=ada&token=•••"));
}

void TestInFlight::namesSecrets_data()
{
    QTest::addColumn<bool>("isSecret");
    for (const char *name : {"Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Api-Key", "token",
                             "access_token", "password", "PASSWD", "client_secret", "sig", "X-Amz-Signature",
                             "X-Csrf-Token", "session_id", "key", "Www-Authenticate"})
        QTest::newRow(name) << true;
    for (const char *name : {"Accept", "User-Agent", "Traceparent", "X-Request-Id", "id", "author", ":authority",
                             "keyboard", "tenant", "Content-Type", "passenger_count_x"})
        QTest::newRow(name) << false;
}

void TestInFlight::namesSecrets()
{
    QFETCH(const bool, isSecret);
    QCOMPARE(SecretMask::isSecretName(QTest::currentDataTag()), isSecret);
}

void TestInFlight::masksUrls_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("masked");
    const auto row = [](const char *url, const char *masked) {
        QTest::newRow(url) << QString::fromUtf8(url) << QString::fromUtf8(masked);
    };
    row("/cart?id=7", "/cart?id=7");
    row("/cart?id=7&token=abc", "/cart?id=7&token=•••");
    row("/cart?token=abc;x=1", "/cart?token=•••;x=1");
    row("/cart?token=", "/cart?token=");
    row("/cart?token", "/cart?token");
    row("https://ada:pw@host/x?api_key=1#top", "https://ada:•••@host/x?api_key=•••#top");
    row("https://ada@host/x", "https://ada@host/x");
    row("https://ada:p@w:d@host", "https://ada:•••@host");
    row("https://host/x#access_token=abc", "https://host/x#•••");
    row("/a//b@c:d", "/a//b@c:d");
    row("?", "?");
    row("", "");
    row("?&&=&token=&&", "?&&=&token=&&");
}

void TestInFlight::masksUrls()
{
    QFETCH(const QString, url);
    QFETCH(const QString, masked);
    SecretMask mask(false);
    QCOMPARE(QString::fromStdString(mask.url(url.toStdString())), masked);
    SecretMask open(true);
    const QString shown = QString::fromStdString(open.url(url.toStdString()));
    QCOMPARE(shown, url);
    QCOMPARE(open.count(), quint64(0));
}

void TestInFlight::stops()
{
    const auto inspection = opened({.fixture = QStringLiteral("inflight"),
                                    .go = goToolchains().back(),
                                    .arguments = {QStringLiteral("many")},
                                    .keepErrors = false});
    QVERIFY(inspection);
    std::stop_source stop;
    const auto cancelled = inspection->inFlight(
        false,
        [&stop](const Progress &progress) {
            if (progress.what.starts_with("Looking"))
                stop.request_stop();
        },
        stop.get_token());
    QVERIFY(!cancelled);
    QCOMPARE(cancelled.error().code, ErrorCode::Cancelled);
    const auto whole = inspection->inFlight();
    QVERIFY(whole);
    QCOMPARE((*whole)->of(InFlight::Kind::Served).items.size(), size_t(1000));
}

void TestInFlight::isQuietWithoutGo()
{
    InFlight none;
    QVERIFY(inFlightText(none, 10).empty());
    for (size_t i = 0; i < InFlight::kinds; ++i) {
        QVERIFY(!inFlightText(none, InFlight::Kind(i), 10).empty());
        QVERIFY(kindNamed(kindName(InFlight::Kind(i))) == InFlight::Kind(i));
    }
    QVERIFY(!kindNamed("nothing"));
}

QTEST_GUILESS_MAIN(TestInFlight)
#include "tst_inflight.moc"
