// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/oracle/oracle.h"
#include "tests/oracle/truths.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QMap>
#include <QTest>

using namespace Freezeframe;

namespace
{

bool isRefusal(const QString &text)
{
    return text.contains(QLatin1String("optimi"));
}

/// The variables that the report has of a frame, by name.
QMap<QString, QJsonObject> variablesOf(const QJsonObject &report, qsizetype index)
{
    QMap<QString, QJsonObject> variables;
    for (const QJsonValue &value : report.value(QLatin1String("goroutines")).toArray()) {
        for (const QJsonValue &frame : value.toObject().value(QLatin1String("frames")).toArray()) {
            const QJsonObject object = frame.toObject();
            if (object.value(QLatin1String("index")).toInt() != index)
                continue;
            for (const QLatin1String list : {QLatin1String("arguments"), QLatin1String("locals")}) {
                for (const QJsonValue &variable : object.value(list).toArray()) {
                    if (!variable.toObject().value(QLatin1String("shadowed")).toBool())
                        variables.insert(variable.toObject().value(QLatin1String("name")).toString(),
                                         variable.toObject());
                }
            }
        }
    }
    return variables;
}

}

/// The variables fixture knows what its variables are: our eval and our report must say the same.
class TestTruthOracle : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sortsPairs();
    void eachExpressionHasItsLine();
    void wholeTexts();
    void variables_data();
    void variables();
};

void TestTruthOracle::sortsPairs()
{
    QCOMPARE(sortedPairs(QStringLiteral("map[string]int [\"b, ]\": 2, \"a\": 1, ]")),
             sortedPairs(QStringLiteral("map[string]int [\"a\": 1, \"b, ]\": 2, ]")));
    QVERIFY(sortedPairs(QStringLiteral("map[int]int [1: 2, 3: 4, ]"))
            != sortedPairs(QStringLiteral("map[int]int [1: 4, 3: 2, ]")));
}

void TestTruthOracle::eachExpressionHasItsLine()
{
    const auto victim = provideVictim({.fixture = QStringLiteral("variables"), .go = goToolchains().constLast()});
    QVERIFY2(victim.has_value(), qPrintable(victim.error_or(QString())));
    const QStringList place{QStringLiteral("eval"), victim->core, QStringLiteral("--exe"), victim->executable};
    const QStringList expressions{QStringLiteral("--"), QStringLiteral("1+1"), QStringLiteral("noSuchName"),
                                  QStringLiteral("2*("), QStringLiteral("3*3")};
    const auto text = CommandLineTool::run(place + expressions);
    QCOMPARE(text.status, 2);
    const QList<QByteArray> lines = text.output.trimmed().split('\n');
    QCOMPARE(lines.size(), 4);
    QCOMPARE(lines[0], QByteArray("2"));
    QVERIFY(lines[1].startsWith("(error: ") && lines[1].contains("noSuchName"));
    QVERIFY(lines[2].startsWith("(error: "));
    QCOMPARE(lines[3], QByteArray("9"));
    QVERIFY(text.errors.count("freezeframe-cli: ") >= 2);

    const auto json
        = CommandLineTool::run(place + QStringList{QStringLiteral("--format"), QStringLiteral("json")} + expressions);
    const QList<QByteArray> objects = json.output.trimmed().split('\n');
    QCOMPARE(objects.size(), 4);
    QCOMPARE(QJsonDocument::fromJson(objects[1]).object().value(QLatin1String("name")).toString(),
             QStringLiteral("noSuchName"));
    QVERIFY(QJsonDocument::fromJson(objects[1]).object().contains(QLatin1String("error")));
    QVERIFY(!QJsonDocument::fromJson(objects[3]).object().contains(QLatin1String("error")));
}

void TestTruthOracle::wholeTexts()
{
    const auto victim = provideVictim(
        {.fixture = QStringLiteral("variables"), .go = goToolchains().constLast(), .build = GoBuild::NoOpt});
    QVERIFY2(victim.has_value(), qPrintable(victim.error_or(QString())));
    const auto report = CommandLineTool::report(
        *victim,
        {QStringLiteral("--goroutine"), QStringLiteral("1"), QStringLiteral("--variables"), QStringLiteral("--depth"),
         QStringLiteral("1000"), QStringLiteral("--max-string"), QStringLiteral("70")});
    QVERIFY2(report.has_value(), qPrintable(report.error_or(QString())));
    const auto frames = framesByFunction(*report).value(QStringLiteral("main.texts"));
    QVERIFY(!frames.isEmpty());
    const QByteArray whole = QByteArray("0123456789abcdef").repeated(4) + '!';
    QCOMPARE(
        variablesOf(*report, frames.first()).value(QStringLiteral("longer")).value(QLatin1String("value")).toString(),
        QLatin1Char('"') + QString::fromLatin1(whole) + QLatin1Char('"'));
    const auto eval = [&](const QStringList &words) {
        return CommandLineTool::run(QStringList{QStringLiteral("eval"), victim->core, QStringLiteral("--exe"),
                                                victim->executable, QStringLiteral("--goroutine"), QStringLiteral("1"),
                                                QStringLiteral("--frame"), QString::number(frames.first())}
                                    + words);
    };
    const auto line = [&](const QStringList &words) { return eval(words).output.trimmed(); };
    const QString full = QStringLiteral("--full"), raw = QStringLiteral("--raw"), part = QStringLiteral("--max-string"),
                  longer = QStringLiteral("longer"), big = QStringLiteral("big");
    QVERIFY(line({longer}).endsWith("...+1 more\""));
    QCOMPARE(line({longer, part, QStringLiteral("65")}), '"' + whole + '"');
    QCOMPARE(line({longer, part, QStringLiteral("3")}), QByteArray("\"012...+62 more\""));
    QCOMPARE(line({longer, part, QStringLiteral("0")}), QByteArray("\"...+65 more\""));
    QCOMPARE(line({longer, part, QStringLiteral("18446744073709551615")}), '"' + whole + '"');
    QCOMPARE(line({longer, full}), '"' + whole + '"');
    const qsizetype size = line({QStringLiteral("len(big)")}).toLongLong();
    QVERIFY(size > 1000);
    QVERIFY(line({big, full}).size() > size && !line({big, full}).contains("more"));
    // Bytes as they are: nothing escaped, nothing added.
    QCOMPARE(eval({longer, raw}).output, whole);
    QCOMPARE(eval({QStringLiteral("bytes"), raw}).output, QByteArray("bytes\x00\xff", 7));
    QCOMPARE(eval({QStringLiteral("invalid"), raw}).output, QByteArray("valid \xff\xfe then \xe4\xb8 cut"));
    QCOMPARE(eval({QStringLiteral("empty"), raw}).output, QByteArray());
    const QByteArray content = eval({big, raw}).output;
    QCOMPARE(content.size(), size);
    QCOMPARE(content.count("All work and no play makes Jack a dull boy.\n"), size / 44);
    // The length is that of the whole, however much is shown.
    const QJsonObject json
        = QJsonDocument::fromJson(line({longer, QStringLiteral("--json"), part, QStringLiteral("5")})).object();
    QCOMPARE(json.value(QLatin1String("length")).toInt(), 65);
    QCOMPARE(json.value(QLatin1String("value")).toString(), QStringLiteral("\"01234...+60 more\""));
    for (const auto &[expression, sentence] : {std::pair{QStringLiteral("len(big)"), "neither a text nor bytes"},
                                               std::pair{QStringLiteral("noSuchName"), "noSuchName"}}) {
        const auto answer = eval({expression, raw});
        QCOMPARE(answer.status, 2);
        QVERIFY(answer.output.isEmpty());
        QVERIFY2(answer.errors.contains(sentence), answer.errors.constData());
    }
}

void TestTruthOracle::variables_data()
{
    QTest::addColumn<VictimRequest>("request");
    QTest::addColumn<bool>("isOptimised");
    for (const OracleRow &row : oracleRows(QStringLiteral("variables"), {GoBuild::NoOpt, GoBuild::Plain}))
        QTest::newRow(row.name.constData()) << row.request << (row.request.build == GoBuild::Plain);
    if (const auto toolchains = goToolchains(); !toolchains.isEmpty()) {
        QTest::newRow("variables newest pie") << VictimRequest{.fixture = QStringLiteral("variables"),
                                                               .go = toolchains.constLast(),
                                                               .build = GoBuild::Pie}
                                              << true;
        // A string of 100 MB and a slice of ten million numbers.
        QTest::newRow("variables newest large") << VictimRequest{.fixture = QStringLiteral("variables"),
                                                                 .go = toolchains.constLast(),
                                                                 .build = GoBuild::NoOpt,
                                                                 .arguments = {QStringLiteral("-large")}}
                                                << false;
    }
}

void TestTruthOracle::variables()
{
    QFETCH(const VictimRequest, request);
    QFETCH(const bool, isOptimised);
    const auto victim = provideVictim(request);
    QVERIFY2(victim.has_value(), qPrintable(victim.error_or(QString())));
    const auto report
        = CommandLineTool::report(*victim,
                                  {QStringLiteral("--goroutine"), QStringLiteral("1"), QStringLiteral("--stacks"),
                                   QStringLiteral("--variables"), QStringLiteral("--depth"), QStringLiteral("1000")});
    QVERIFY2(report.has_value(), qPrintable(report.error_or(QString())));
    const QList<Truth> truths = truthsOf(*victim);
    QVERIFY2(truths.size() > 300, "the victim said too little");

    Differences differences(QStringLiteral("truth"), QString::fromLatin1(QTest::currentDataTag()));
    QList<Truth> missing;
    const auto byFrame = truthsByFrame(truths, *report, missing);
    for (const Truth &truth : std::as_const(missing))
        differences.add(QStringLiteral("%1 %2: there is no such frame").arg(truth.function).arg(truth.outer));
    qsizetype right = 0;
    qsizetype refused = 0;
    for (auto it = byFrame.cbegin(); it != byFrame.cend(); ++it) {
        QStringList expressions;
        for (const Truth &truth : it.value())
            expressions << truth.expression;
        const auto answers = CommandLineTool::evaluate(*victim, 1, it.key(), expressions);
        const auto reported = variablesOf(*report, it.key());
        for (qsizetype i = 0; i < it.value().size(); ++i) {
            const Truth &truth = it.value().at(i);
            const QString what = QStringLiteral("%1 %2").arg(truth.function, truth.expression);
            const auto &answer = answers.at(i);
            if (!answer || isRefusal(*answer)) {
                ++refused;
                if (!isOptimised)
                    differences.compare(what, truth.value, answer ? *answer : answer.error());
                continue;
            }
            if (agree(truth, *answer))
                ++right;
            else
                differences.compare(what, truth.value, *answer);
            if (truth.name.isEmpty() || truth.isGlobal || !reported.contains(truth.name))
                continue;
            if (const QString type = reported.value(truth.name).value(QLatin1String("type")).toString(); !isOptimised)
                differences.compare(what + QStringLiteral(" type"), truth.type, type);
        }
        if (isOptimised)
            continue;
        for (const Truth &truth : it.value()) {
            if (!truth.name.isEmpty() && !truth.isGlobal && !reported.contains(truth.name))
                differences.add(QStringLiteral("%1 %2: is not in the report").arg(truth.function, truth.name));
        }
    }
    qInfo("%lld of %lld right, %lld not told", qlonglong(right), qlonglong(truths.size()), qlonglong(refused));
    QVERIFY2(differences.unexplained().isEmpty(), qPrintable(differences.unexplained()));
    QVERIFY2(right * 2 > truths.size(), "most must be told, also of optimised code");
}

QTEST_GUILESS_MAIN(TestTruthOracle)
#include "tst_truth_oracle.moc"
