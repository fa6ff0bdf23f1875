// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/oracle/delve.h"
#include "tests/oracle/delvevalue.h"
#include "tests/oracle/oracle.h"
#include "tests/oracle/traceback.h"
#include "tests/oracle/truths.h"

#include <QTest>

using namespace Freezeframe;

namespace
{

constexpr int stackDepth = 400;
constexpr int shadowedFlag = 1 << 1; ///< Delve's api.VariableShadowed

/// Delve 1.27 knows Go 1.25 and later.
bool isKnownToDelve(const GoToolchain &go)
{
    return go.version >= QVersionNumber(1, 25);
}

/// The rows whose Go Delve knows; where it knows none, one that says so.
void addRows(const QList<OracleRow> &rows)
{
    QTest::addColumn<VictimRequest>("request");
    bool isEmpty = true;
    for (const OracleRow &row : rows) {
        if (!isKnownToDelve(row.request.go))
            continue;
        QTest::newRow(row.name.constData()) << row.request;
        isEmpty = false;
    }
    if (isEmpty)
        QTest::newRow("none") << VictimRequest{};
}

/// Why a row can't be compared on this machine; empty if it can.
QString obstacle(const VictimRequest &request)
{
    if (request.go.program.isEmpty())
        return QStringLiteral("there is no Go that this Delve knows, 1.25 or later");
    return findTool(QStringLiteral("dlv")).isEmpty() ? QStringLiteral("dlv is not installed") : QString();
}

QString delvePlace(const QJsonObject &location)
{
    const QString function
        = location.value(QLatin1String("function")).toObject().value(QLatin1String("name")).toString();
    return QStringLiteral("%1 %2:%3")
        .arg(comparableFunction(function), location.value(QLatin1String("file")).toString())
        .arg(location.value(QLatin1String("line")).toInt());
}

QString ourPlace(const QJsonObject &location)
{
    return QStringLiteral("%1 %2:%3")
        .arg(comparableFunction(location.value(QLatin1String("function")).toString()),
             location.value(QLatin1String("file")).toString())
        .arg(location.value(QLatin1String("line")).toInt());
}

QString labelsText(const QJsonValue &labels)
{
    QStringList pairs;
    const QJsonObject object = labels.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        pairs << it.key() + QLatin1Char('=') + it.value().toString();
    pairs.sort();
    return pairs.join(QLatin1Char(' '));
}

QHash<qint64, QJsonObject> ourGoroutines(const QJsonObject &report)
{
    QHash<qint64, QJsonObject> goroutines;
    for (const QJsonValue &value : report.value(QLatin1String("goroutines")).toArray())
        goroutines.insert(qint64(numberOf(value.toObject().value(QLatin1String("id")))), value.toObject());
    return goroutines;
}

void compareStack(Differences &differences, const QString &name, const QJsonArray &theirs, const QJsonArray &ours)
{
    differences.compare(name + QStringLiteral(" frames"), QString::number(theirs.size()), QString::number(ours.size()));
    for (qsizetype i = 0; i < std::min(theirs.size(), ours.size()); ++i)
        differences.compare(QStringLiteral("%1 frame %2").arg(name).arg(i), delvePlace(theirs.at(i).toObject()),
                            ourPlace(ours.at(i).toObject()));
}

}

/// Delve on the same core: goroutines, places, stacks and variables; what differs is explained or a failure.
class TestDelveOracle : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void quotes();
    void goroutines_data();
    void goroutines();
    void variables_data();
    void variables();
    void optimised_data();
    void optimised();
};

void TestDelveOracle::quotes()
{
    QCOMPARE(goQuoted(QStringLiteral("a\t\"\\ü\u2028\x01")), QStringLiteral("\"a\\t\\\"\\\\ü\\u2028\\x01\""));
}

void TestDelveOracle::goroutines_data()
{
    QList<OracleRow> rows = oracleRows(QStringLiteral("stacks"), {GoBuild::NoOpt});
    rows += oracleRows(QStringLiteral("sample"), {GoBuild::Plain});
    if (const auto toolchains = goToolchains(); !toolchains.isEmpty())
        // It dumps threads in whatever moment they are: a victim whose goroutines all wait is the same each time.
        rows << OracleRow{"crash newest dump",
                          {.fixture = QStringLiteral("crash"),
                           .go = toolchains.constLast(),
                           .arguments = {QStringLiteral("panic-goroutine")},
                           .capture = Capture::DelveDump}};
    addRows(rows);
}

void TestDelveOracle::goroutines()
{
    QFETCH(const VictimRequest, request);
    if (const QString reason = obstacle(request); !reason.isEmpty())
        QSKIP(qPrintable(reason));
    const auto victim = provideVictim(request);
    QVERIFY2(victim.has_value(), qPrintable(victim.error_or(QString())));
    const auto report = CommandLineTool::report(
        *victim, {QStringLiteral("--stacks"), QStringLiteral("--depth"), QStringLiteral("1000")});
    QVERIFY2(report.has_value(), qPrintable(report.error_or(QString())));
    const auto delve = Delve::open(*victim);
    QVERIFY2(delve.has_value(), qPrintable(delve.has_value() ? QString() : delve.error()));
    const auto theirs = (*delve)->goroutines();
    QVERIFY2(theirs.has_value(), qPrintable(theirs.has_value() ? QString() : theirs.error()));

    Differences differences(QStringLiteral("delve"), QString::fromLatin1(QTest::currentDataTag()));
    auto ours = ourGoroutines(*report);
    QVERIFY(!theirs->isEmpty());
    for (const QJsonValue &value : *theirs) {
        const QJsonObject goroutine = value.toObject();
        const qint64 id = goroutine.value(QLatin1String("id")).toInteger();
        const QString name = QStringLiteral("goroutine %1").arg(id);
        if (!ours.contains(id)) {
            differences.add(name + QStringLiteral(" is missing"));
            continue;
        }
        const QJsonObject our = ours.take(id);
        const auto compareLocation = [&](const char *theirKey, const char *ourKey) {
            differences.compare(QStringLiteral("%1 %2").arg(name, QLatin1String(ourKey)),
                                delvePlace(goroutine.value(QLatin1String(theirKey)).toObject()),
                                ourPlace(our.value(QLatin1String(ourKey)).toObject()));
        };
        compareLocation("userCurrentLoc", "user");
        compareLocation("currentLoc", "current");
        compareLocation("goStatementLoc", "go");
        compareLocation("startLoc", "start");
        differences.compare(name + QStringLiteral(" labels"), labelsText(goroutine.value(QLatin1String("labels"))),
                            labelsText(our.value(QLatin1String("labels"))));
        differences.compare(name + QStringLiteral(" thread"),
                            QString::number(goroutine.value(QLatin1String("threadID")).toInteger()),
                            QString::number(our.value(QLatin1String("thread")).toInteger()));
        if (const auto stack = (*delve)->stack(id, stackDepth))
            compareStack(differences, name, *stack, our.value(QLatin1String("frames")).toArray());
        else
            differences.add(name + QStringLiteral(": dlv has no stack: ") + stack.error());
    }
    for (auto it = ours.cbegin(); it != ours.cend(); ++it)
        differences.add(QStringLiteral("goroutine %1 is unknown to dlv").arg(it.key()));
    qInfo("%lld differences are explained", qlonglong(differences.explainedCount()));
    QVERIFY2(differences.unexplained().isEmpty(), qPrintable(differences.unexplained()));
}

void TestDelveOracle::variables_data()
{
    addRows(oracleRows(QStringLiteral("variables"), {GoBuild::NoOpt}));
}

void TestDelveOracle::variables()
{
    QFETCH(const VictimRequest, request);
    if (const QString reason = obstacle(request); !reason.isEmpty())
        QSKIP(qPrintable(reason));
    const auto victim = provideVictim(request);
    QVERIFY2(victim.has_value(), qPrintable(victim.error_or(QString())));
    const auto report
        = CommandLineTool::report(*victim,
                                  {QStringLiteral("--goroutine"), QStringLiteral("1"), QStringLiteral("--stacks"),
                                   QStringLiteral("--depth"), QStringLiteral("1000")});
    QVERIFY2(report.has_value(), qPrintable(report.error_or(QString())));
    const auto delve = Delve::open(*victim);
    QVERIFY2(delve.has_value(), qPrintable(delve.has_value() ? QString() : delve.error()));
    const auto stack = (*delve)->stack(1, stackDepth);
    QVERIFY2(stack.has_value(), qPrintable(stack.has_value() ? QString() : stack.error()));

    Differences differences(QStringLiteral("delve"), QString::fromLatin1(QTest::currentDataTag()));
    const QJsonArray frames = ourGoroutines(*report).value(1).value(QLatin1String("frames")).toArray();
    compareStack(differences, QStringLiteral("goroutine 1"), *stack, frames);
    qsizetype compared = 0;
    for (int i = 0; i < std::min(stack->size(), frames.size()); ++i) {
        const QString function
            = comparableFunction(frames.at(i).toObject().value(QLatin1String("function")).toString());
        if (!function.startsWith(QLatin1String("main.")))
            continue;
        const auto theirs = (*delve)->variables(1, i);
        if (!theirs)
            continue;
        QStringList names;
        QStringList texts;
        for (const QJsonValue &value : *theirs) {
            const QJsonObject variable = value.toObject();
            const QString name = variable.value(QLatin1String("name")).toString();
            // Results without a name have none that an expression could use.
            if ((variable.value(QLatin1String("flags")).toInt() & shadowedFlag) != 0
                || name.startsWith(QLatin1Char('~')) || name.startsWith(QLatin1Char('.')) || name == QLatin1String("_"))
                continue;
            names << name;
            texts << delveText(variable);
        }
        if (names.isEmpty())
            continue;
        const auto answers = CommandLineTool::evaluate(*victim, 1, i, names);
        for (qsizetype n = 0; n < names.size(); ++n) {
            differences.compare(function + QLatin1Char(' ') + names.at(n), texts.at(n),
                                answers.at(n) ? *answers.at(n) : answers.at(n).error());
            ++compared;
        }
    }
    qInfo("%lld variables compared, %lld differences are explained", qlonglong(compared),
          qlonglong(differences.explainedCount()));
    QVERIFY2(compared > 200, "dlv told too little");
    QVERIFY2(differences.unexplained().isEmpty(), qPrintable(differences.unexplained()));
}

void TestDelveOracle::optimised_data()
{
    addRows(oracleRows(QStringLiteral("variables"), {GoBuild::Plain}));
}

/// What Delve gets right of optimised code, we must get right too.
void TestDelveOracle::optimised()
{
    QFETCH(const VictimRequest, request);
    if (const QString reason = obstacle(request); !reason.isEmpty())
        QSKIP(qPrintable(reason));
    const auto victim = provideVictim(request);
    QVERIFY2(victim.has_value(), qPrintable(victim.error_or(QString())));
    const auto report
        = CommandLineTool::report(*victim,
                                  {QStringLiteral("--goroutine"), QStringLiteral("1"), QStringLiteral("--stacks"),
                                   QStringLiteral("--depth"), QStringLiteral("1000")});
    QVERIFY2(report.has_value(), qPrintable(report.error_or(QString())));
    const auto delve = Delve::open(*victim);
    QVERIFY2(delve.has_value(), qPrintable(delve.has_value() ? QString() : delve.error()));

    Differences differences(QStringLiteral("delve"), QString::fromLatin1(QTest::currentDataTag()));
    QList<Truth> missing;
    const auto byFrame = truthsByFrame(truthsOf(*victim), *report, missing);
    qsizetype theirRight = 0;
    qsizetype theirWrong = 0;
    for (auto it = byFrame.cbegin(); it != byFrame.cend(); ++it) {
        QList<Truth> known;
        QStringList expressions;
        for (const Truth &truth : it.value()) {
            const auto theirs = (*delve)->evaluate(1, int(it.key()), truth.expression);
            if (!theirs || theirs->value(QLatin1String("unreadable")).toString() != QString())
                continue;
            if (!agree(truth, delveText(*theirs))) {
                ++theirWrong;
                continue;
            }
            known << truth;
            expressions << truth.expression;
        }
        theirRight += known.size();
        if (known.isEmpty())
            continue;
        const auto answers = CommandLineTool::evaluate(*victim, 1, it.key(), expressions);
        for (qsizetype i = 0; i < known.size(); ++i) {
            const QString ours = answers.at(i) ? *answers.at(i) : answers.at(i).error();
            if (!agree(known.at(i), ours))
                differences.compare(known.at(i).function + QLatin1Char(' ') + known.at(i).expression, known.at(i).value,
                                    ours);
        }
    }
    qInfo("dlv tells %lld right and %lld wrong", qlonglong(theirRight), qlonglong(theirWrong));
    QVERIFY2(differences.unexplained().isEmpty(), qPrintable(differences.unexplained()));
}

QTEST_GUILESS_MAIN(TestDelveOracle)
#include "tst_delve_oracle.moc"
