// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/oracle/oracle.h"
#include "tests/oracle/traceback.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QMap>
#include <QTest>

#include <algorithm>

using namespace Freezeframe;

namespace
{

/// What the victim said of one variable or expression.
struct Truth {
    QString function;
    int outer = 0; ///< frames of the same function further out
    QString name;
    QString expression;
    QString value;
    QString type;
    bool isUnordered = false;
    bool isGlobal = false;
};

QList<Truth> truthsOf(const Victim &victim)
{
    QList<Truth> truths;
    for (const QByteArray &line : fileContent(victim.output).split('\n')) {
        if (!line.startsWith("{\"function\""))
            continue;
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        truths << Truth{object.value(QLatin1String("function")).toString(),
                        object.value(QLatin1String("outer")).toInt(),
                        object.value(QLatin1String("name")).toString(),
                        object.value(QLatin1String("expr")).toString(),
                        object.value(QLatin1String("value")).toString(),
                        object.value(QLatin1String("type")).toString(),
                        object.value(QLatin1String("unordered")).toBool(),
                        object.value(QLatin1String("global")).toBool()};
    }
    return truths;
}

/// The end of the group that starts at @p at with a bracket, quotes respected; -1 if there is none.
qsizetype groupEnd(const QString &text, qsizetype at)
{
    int depth = 0;
    bool quoted = false;
    for (qsizetype i = at; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (quoted) {
            if (c == QLatin1Char('\\'))
                ++i;
            else if (c == QLatin1Char('"'))
                quoted = false;
        } else if (c == QLatin1Char('"')) {
            quoted = true;
        } else if (c == QLatin1Char('[') || c == QLatin1Char('{') || c == QLatin1Char('(')) {
            ++depth;
        } else if (c == QLatin1Char(']') || c == QLatin1Char('}') || c == QLatin1Char(')')) {
            if (--depth == 0)
                return i;
        }
    }
    return -1;
}

/// "map[K]V [k: v, k: v, ]" with its pairs in alphabetical order.
QString sortedPairs(const QString &text)
{
    // The last group in brackets at depth zero holds the pairs.
    qsizetype start = -1;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text.at(i) != QLatin1Char('['))
            continue;
        const qsizetype end = groupEnd(text, i);
        if (end < 0)
            return text;
        start = i;
        i = end;
    }
    if (start < 0)
        return text;
    QStringList pairs;
    qsizetype from = start + 1;
    for (qsizetype i = from; i < text.size() - 1; ++i) {
        const QChar c = text.at(i);
        if (c == QLatin1Char('"')) {
            for (++i; i < text.size() && text.at(i) != QLatin1Char('"'); ++i) {
                if (text.at(i) == QLatin1Char('\\'))
                    ++i;
            }
        } else if (c == QLatin1Char('[') || c == QLatin1Char('{') || c == QLatin1Char('(')) {
            i = std::max(i, groupEnd(text, i));
        } else if (c == QLatin1Char(',') && text.at(i + 1) == QLatin1Char(' ')) {
            pairs << text.mid(from, i - from);
            from = i + 2;
        }
    }
    pairs << text.mid(from, text.size() - 1 - from);
    std::ranges::sort(pairs);
    return text.left(start) + pairs.join(QStringLiteral(", "));
}

bool agree(const Truth &truth, const QString &ours)
{
    if (truth.value == ours)
        return true;
    if (truth.isUnordered)
        return sortedPairs(truth.value) == sortedPairs(ours);
    if (truth.value.contains(QLatin1String("0x?"))) {
        QString pattern = QRegularExpression::escape(truth.value);
        pattern.replace(QRegularExpression::escape(QStringLiteral("0x?")), QStringLiteral("0x[0-9a-f]+"));
        return QRegularExpression(QRegularExpression::anchoredPattern(pattern)).match(ours).hasMatch();
    }
    return false;
}

bool isRefusal(const QString &text)
{
    return text.contains(QLatin1String("optimi"));
}

/// The frames of goroutine 1, by function, outermost first.
QMap<QString, QList<qsizetype>> framesByFunction(const QJsonObject &report)
{
    QMap<QString, QList<qsizetype>> frames;
    for (const QJsonValue &value : report.value(QLatin1String("goroutines")).toArray()) {
        for (const QJsonValue &frame : value.toObject().value(QLatin1String("frames")).toArray()) {
            const QJsonObject object = frame.toObject();
            frames[comparableFunction(object.value(QLatin1String("function")).toString())].prepend(
                object.value(QLatin1String("index")).toInt());
        }
    }
    return frames;
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
                        variables.insert(variable.toObject().value(QLatin1String("name")).toString(), variable.toObject());
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

void TestTruthOracle::variables_data()
{
    QTest::addColumn<VictimRequest>("request");
    QTest::addColumn<bool>("isOptimised");
    for (const OracleRow &row : oracleRows(QStringLiteral("variables"), {GoBuild::NoOpt, GoBuild::Plain}))
        QTest::newRow(row.name.constData()) << row.request << (row.request.build == GoBuild::Plain);
    if (const auto toolchains = goToolchains(); !toolchains.isEmpty()) {
        QTest::newRow("variables newest pie") << VictimRequest{.fixture = QStringLiteral("variables"),
                                                               .go = toolchains.constLast(),
                                                               .build = GoBuild::Pie} << true;
    }
}

void TestTruthOracle::variables()
{
    QFETCH(const VictimRequest, request);
    QFETCH(const bool, isOptimised);
    const auto victim = provideVictim(request);
    QVERIFY2(victim.has_value(), qPrintable(victim.error_or(QString())));
    const auto report = CommandLineTool::report(*victim, {QStringLiteral("--goroutine"), QStringLiteral("1"),
                                                          QStringLiteral("--stacks"), QStringLiteral("--variables"),
                                                          QStringLiteral("--depth"), QStringLiteral("1000")});
    QVERIFY2(report.has_value(), qPrintable(report.error_or(QString())));
    const QList<Truth> truths = truthsOf(*victim);
    QVERIFY2(truths.size() > 300, "the victim said too little");
    const auto frames = framesByFunction(*report);

    Differences differences(QStringLiteral("truth"), QString::fromLatin1(QTest::currentDataTag()));
    QMap<qsizetype, QList<Truth>> byFrame;
    for (const Truth &truth : truths) {
        // The package's variables can be told anywhere in the package.
        const QString function = truth.isGlobal ? QStringLiteral("main.die") : truth.function;
        const QList<qsizetype> candidates = frames.value(comparableFunction(function));
        const int at = truth.isGlobal ? 0 : truth.outer;
        if (at < candidates.size())
            byFrame[candidates.at(at)] << truth;
        else
            differences.add(QStringLiteral("%1 %2: there is no such frame").arg(truth.function).arg(truth.outer));
    }
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
