// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/console/console.h"
#include "tests/oracle/delveterminal.h"
#include "tests/oracle/oracle.h"
#include "tests/oracle/server.h"
#include "tests/support/victiminspection.h"

#include <QTest>

#include <set>

using namespace Freezeframe;

/// Public servers with requests in flight, captured while they run: Delve and our console say the same of every frame.
class TestServers : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void frames_data();
    void frames();
    void areWell_data() { frames_data(); }
    void areWell();

private:
    [[nodiscard]] static QStringList questions(Inspection &inspection);
    GoToolchain m_go;
};

namespace
{

/// "name = value" lines.
QMap<QString, QString> variablesIn(const QString &answer)
{
    static const QRegularExpression line(QStringLiteral("^\\(?([\\w~.]+)\\)? = (.*)$"),
                                         QRegularExpression::MultilineOption);
    QMap<QString, QString> variables;
    for (auto lines = line.globalMatch(answer); lines.hasNext();) {
        const QRegularExpressionMatch match = lines.next();
        // Of two that have one name, the first is the one that counts.
        if (!variables.contains(match.captured(1)))
            variables.insert(match.captured(1), match.captured(2));
    }
    return variables;
}

bool isTold(const QString &value)
{
    return !value.isEmpty() && !value.contains(QLatin1String("optimi"))
        && !value.contains(QLatin1String("(unreadable"));
}

/// What both write alike: numbers, texts that Delve does not cut, nil.
bool isSimple(const QString &value)
{
    static const QRegularExpression simple(QStringLiteral("^(-?\\d+|\"[^\"]*\"|true|false|[*\\w./]+ nil)$"));
    static const QRegularExpression cut(QStringLiteral("\\.\\.\\.\\+\\d+ more"));
    return simple.match(value).hasMatch() && !value.contains(cut);
}

/// Without the remark that it may be stale.
QString withoutMark(QString value)
{
    return value.remove(QRegularExpression(QStringLiteral("  // .*$")));
}

}

void TestServers::initTestCase()
{
    if (findTool(QStringLiteral("dlv")).isEmpty())
        QSKIP("dlv is not installed");
    for (const GoToolchain &go : goToolchains()) {
        if (go.version >= QVersionNumber(1, 26))
            m_go = go;
    }
    if (m_go.program.isEmpty())
        QSKIP("these servers need Go 1.26 or later");
}

void TestServers::frames_data()
{
    QTest::addColumn<ServerRequest>("request");
    QTest::newRow("caddy") << ServerRequest{
        .name = QStringLiteral("caddy"),
        .package = QStringLiteral("github.com/caddyserver/caddy/v2/cmd/caddy@v2.11.9"),
        .arguments = {QStringLiteral("run"), QStringLiteral("--adapter"), QStringLiteral("caddyfile"),
                      QStringLiteral("--config"), QStringLiteral("configuration")},
        .configuration = "{\n admin off\n auto_https off\n}\n:@PORT@ {\n reverse_proxy localhost:@UPSTREAM@\n}\n",
        .question = "GET /wait?for=ever HTTP/1.1\r\nHost: here\r\n\r\n",
        .go = m_go};
    QTest::newRow("nats-server") << ServerRequest{
        .name = QStringLiteral("nats-server"),
        .package = QStringLiteral("github.com/nats-io/nats-server/v2@v2.15.2"),
        .arguments = {QStringLiteral("-a"), QStringLiteral("127.0.0.1"), QStringLiteral("-p"), QStringLiteral("@PORT@"),
                      QStringLiteral("-js"), QStringLiteral("-sd"), QStringLiteral(".")},
        .configuration = {},
        .question = "CONNECT {\"verbose\":false}\r\nSUB orders.* 1\r\n",
        .go = m_go};
}

QStringList TestServers::questions(Inspection &inspection)
{
    QStringList lines{QStringLiteral("goroutines"), QStringLiteral("goroutines -l"), QStringLiteral("goroutines -s")};
    std::set<std::pair<std::string, int>> seen;
    const auto goroutines = inspection.goroutines();
    for (const uint64_t id : goroutines ? goroutines->table->id : std::vector<uint64_t>()) {
        const auto stack = inspection.stack({StackOwner::Kind::Goroutine, id});
        if (!stack)
            continue;
        bool isFirst = true;
        for (const FrameInfo &frame : (*stack)->frames) {
            if (frame.isRuntime || !seen.emplace(frame.function, frame.line).second)
                continue;
            if (std::exchange(isFirst, false))
                lines << QStringLiteral("goroutine %1").arg(id);
            lines << QStringLiteral("frame %1 args").arg(frame.index)
                  << QStringLiteral("frame %1 locals").arg(frame.index);
        }
    }
    return lines;
}

/// Nothing is wrong with a server that works.
void TestServers::areWell()
{
    QFETCH(const ServerRequest, request);
    const auto victim = provideServer(request);
    if (!victim && victim.error().startsWith(QLatin1String("offline: ")))
        QSKIP(qPrintable(victim.error()));
    QVERIFY2(victim, qPrintable(victim.error_or(QString())));
    const auto inspection = openVictim(*victim);
    QVERIFY(inspection);
    const auto findings = (*inspection)->findings();
    QVERIFY(findings);
    QVERIFY((*findings)->unanswered.empty());
    for (const Finding &finding : (*findings)->all)
        QVERIFY2(false, (finding.id + ": " + finding.title).c_str());
}

void TestServers::frames()
{
    QFETCH(const ServerRequest, request);
    const auto victim = provideServer(request);
    if (!victim && victim.error().startsWith(QLatin1String("offline: ")))
        QSKIP(qPrintable(victim.error()));
    QVERIFY2(victim, qPrintable(victim.error_or(QString())));
    const auto inspection = openVictim(*victim);
    QVERIFY(inspection);
    const QStringList lines = questions(**inspection);
    QVERIFY2(lines.size() > 40, qPrintable(QString::number(lines.size())));
    const auto theirs = DelveTerminal::ask(*victim, lines, 600);
    QCOMPARE(theirs.size(), lines.size());
    Console console(**inspection);
    Differences differences(QStringLiteral("dlv"), QString::fromLatin1(QTest::currentDataTag()));
    qsizetype told = 0;
    QStringList refused;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        std::string text;
        const auto done
            = console.execute(lines.at(i).toStdString(), [&text](std::string_view piece) { text += piece; });
        QVERIFY2(done, qPrintable(lines.at(i)));
        if (!lines.at(i).startsWith(QLatin1String("frame")))
            continue;
        const auto their = variablesIn(theirs.value(i));
        const auto our = variablesIn(QString::fromStdString(text));
        for (const auto &[name, value] : their.asKeyValueRange()) {
            // Delve names the pieces of a variable; whose they are is told by us.
            if (!isTold(value) || name.contains(u'.'))
                continue;
            ++told;
            const QString mine = our.value(name);
            if (!isTold(mine))
                refused << QStringLiteral("%1: %2 = %3 here %4").arg(lines.at(i), name, value.left(80), mine.left(80));
            else if (isSimple(value))
                differences.compare(lines.at(i) + u' ' + name, value, withoutMark(mine));
        }
    }
    qInfo("%lld values told by Delve, %lld not by us", qlonglong(told), qlonglong(refused.size()));
    QVERIFY(told > 30);
    QVERIFY2(differences.unexplained().isEmpty(), qPrintable(differences.unexplained()));
    // A parameter that was assigned again may be anything by now: those are not told.
    QVERIFY2(refused.size() * 20 <= told, qPrintable(refused.join(u'\n')));
}

QTEST_GUILESS_MAIN(TestServers)
#include "tst_servers.moc"
