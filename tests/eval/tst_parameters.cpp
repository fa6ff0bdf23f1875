// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/eval/openedcore.h"
#include "tests/support/victim.h"

#include <QDir>
#include <QProcess>
#include <QTest>

using namespace Freezeframe;

namespace
{

constexpr int functions = 150; ///< of one program, each with up to 30 parameters

/// What one parameter was passed, as its program says: parts that may be lost stand between « and ».
struct Passed {
    QString function;
    QString name;
    QString text;
};

QList<Passed> passedIn(const Victim &victim)
{
    QList<Passed> all;
    for (const QByteArray &line : fileContent(victim.output).split('\n')) {
        const QStringList parts = QString::fromUtf8(line).split(u'\t');
        if (parts.size() == 3)
            all << Passed{parts[0], parts[1], parts[2]};
    }
    return all;
}

/// The end of the part of @p truth that begins at @p at with «.
qsizetype partEnd(const QString &truth, qsizetype at)
{
    int depth = 0;
    for (; at < truth.size(); ++at) {
        depth += truth[at] == u'«' ? 1 : truth[at] == u'»' ? -1 : 0;
        if (depth == 0)
            break;
    }
    return at + 1;
}

/// The end of the field of @p ours that begins at @p at.
qsizetype fieldEnd(const QString &ours, qsizetype at)
{
    int depth = 0;
    for (bool isQuoted = false; at < ours.size(); ++at) {
        const QChar c = ours[at];
        if (c == u'"')
            isQuoted = !isQuoted;
        if (isQuoted)
            continue;
        if (depth == 0 && (c == u',' || c == u'}' || c == u']') && !(c == u',' && ours.mid(at).startsWith(u", cap")))
            break;
        depth += QStringView(u"{[(").contains(c) ? 1 : QStringView(u"}])").contains(c) ? -1 : 0;
    }
    return at;
}

enum class Verdict { Right, Partly, Lost, Wrong };

/// Whether @p ours says what @p truth does, or says that it does not know.
Verdict verdict(const QString &truth, const QString &ours)
{
    qsizetype j = 0;
    bool isLost = false;
    bool isTold = false;
    for (qsizetype i = 0; i < truth.size();) {
        if (truth[i] == u'«') {
            const bool isRefusal = QStringView(ours).mid(j).startsWith(u"(optimised out)");
            const bool isUnknown = QStringView(ours).mid(j).startsWith(u"[...]");
            if (isRefusal || isUnknown) {
                i = partEnd(truth, i);
                j += isRefusal ? 15 : 5;
                isLost = true;
            } else {
                ++i;
            }
        } else if (truth[i] == u'»') {
            ++i;
        } else if (truth[i] == u'§') {
            ++i;
            j = fieldEnd(ours, j);
        } else if (j < ours.size() && truth[i] == ours[j]) {
            isTold = true;
            ++i;
            ++j;
        } else {
            return Verdict::Wrong;
        }
    }
    if (j != ours.size())
        return Verdict::Wrong;
    return !isLost ? Verdict::Right : isTold ? Verdict::Partly : Verdict::Lost;
}

/// The folder of the program that tests/fixtures/passed writes for @p seed, in the folder of all victims.
std::expected<QString, QString> generated(int seed)
{
    const QString folder = QDir::tempPath()
        + QStringLiteral("/freezeframe-passed-%1-%2").arg(QCoreApplication::applicationPid()).arg(seed);
    const QString target = folder + QStringLiteral("/passed%1").arg(seed);
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("GOTOOLCHAIN"), QStringLiteral("local"));
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(QStringLiteral(FREEZEFRAME_PASSED));
    process.start(
        goToolchains().constLast().program,
        {QStringLiteral("run"), QStringLiteral("."), QString::number(seed), QString::number(functions), target});
    if (!process.waitForFinished(120'000) || process.exitCode() != 0)
        return std::unexpected(QString::fromUtf8(process.readAllStandardError()));
    return target;
}

}

/// Parameters of generated programs: every kind, padded, in registers and in memory, used before and after calls that
/// need all registers. What is shown without a mark is what was passed.
class ParametersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void verdicts_data();
    void verdicts();
    void passed_data();
    void passed();
    void cleanupTestCase();

private:
    QMap<int, QString> m_programs; ///< by seed
};

void ParametersTest::verdicts_data()
{
    QTest::addColumn<QString>("truth");
    QTest::addColumn<QString>("ours");
    QTest::addColumn<int>("expected");
    const QString truth = QStringLiteral("«main.S {A: «1», _: §, B: «[]int len: «2», cap: «3», «[5,6]»»}»");
    const auto row = [&](const char *name, const QString &ours, Verdict expected) {
        QTest::newRow(name) << truth << ours << int(expected);
    };
    row("right", QStringLiteral("main.S {A: 1, _: [0]int [], B: []int len: 2, cap: 3, [5,6]}"), Verdict::Right);
    row("lost", QStringLiteral("(optimised out)"), Verdict::Lost);
    row("a field is lost", QStringLiteral("main.S {A: (optimised out), _: 4, B: []int len: 2, cap: 3, [5,6]}"),
        Verdict::Partly);
    row("a slice is lost", QStringLiteral("main.S {A: 1, _: 4, B: (optimised out)}"), Verdict::Partly);
    row("a length is lost", QStringLiteral("main.S {A: 1, _: 4, B: []int len: (optimised out), cap: 3, [...]}"),
        Verdict::Partly);
    row("wrong", QStringLiteral("main.S {A: 1, _: 4, B: []int len: 2, cap: 3, [5,7]}"), Verdict::Wrong);
    row("too much", QStringLiteral("main.S {A: 1, _: 4, B: []int len: 2, cap: 3, [5,6]}}"), Verdict::Wrong);
    row("too little", QStringLiteral("main.S {A: 1, _: 4, B: []int len: 2, cap: 3"), Verdict::Wrong);
}

void ParametersTest::verdicts()
{
    QFETCH(const QString, truth);
    QFETCH(const QString, ours);
    QFETCH(const int, expected);
    QCOMPARE(int(verdict(truth, ours)), expected);
}

void ParametersTest::passed_data()
{
    QTest::addColumn<GoToolchain>("go");
    QTest::addColumn<GoBuild>("build");
    QTest::addColumn<int>("seed");
    for (const GoToolchain &go : goToolchains(QVersionNumber(1, 22))) {
        for (const GoBuild build : {GoBuild::NoOpt, GoBuild::Plain, GoBuild::Pie}) {
            const int seed = build == GoBuild::NoOpt ? 1 : build == GoBuild::Plain ? 2 : 3;
            QTest::newRow(qPrintable(go.release() + u' ' + nameOf(build))) << go << build << seed;
        }
    }
}

void ParametersTest::passed()
{
    QFETCH(const GoToolchain, go);
    QFETCH(const GoBuild, build);
    QFETCH(const int, seed);
    if (!m_programs.contains(seed)) {
        const auto folder = generated(seed);
        QVERIFY2(folder.has_value(), qPrintable(folder.error_or(QString())));
        m_programs[seed] = *folder;
    }
    const auto victim = provideVictim({.fixture = m_programs[seed], .go = go, .build = build});
    QVERIFY2(victim.has_value(), qPrintable(victim.error_or(QString())));
    const auto opened = OpenedCore::open(*victim);
    QVERIFY2(opened, qPrintable(opened.error_or(QString())));
    OpenedCore &core = **opened;

    std::map<std::string, std::map<std::string, Value>> frames;
    int right = 0, partly = 0, lost = 0, marked = 0, recovered = 0;
    QStringList wrong;
    const QList<Passed> all = passedIn(*victim);
    QVERIFY(all.size() > functions);
    for (const Passed &one : all) {
        const auto [frame, isNew] = frames.try_emplace(one.function.toStdString());
        if (isNew) {
            const auto place = core.find(frame->first);
            QVERIFY2(place, qPrintable(one.function));
            const auto variables = core.evaluator().variables(core.stack(place->row), place->frame);
            QVERIFY2(variables, variables ? "" : variables.error().message.c_str());
            for (const Value &value : *variables)
                frame->second.emplace(value.name, value);
        }
        const auto value = frame->second.find(one.name.toStdString());
        if (value == frame->second.end()) {
            ++lost;
            if (build == GoBuild::NoOpt)
                wrong << one.function + u' ' + one.name + QStringLiteral(" is not there");
            continue;
        }
        const auto ours
            = QString::fromStdString(core.evaluator().format(value->second, {.arrayElements = 64, .depth = 32}));
        const Verdict how = verdict(one.text, ours);
        const bool isRecovered = value->second.recovered != Value::Recovered::No;
        recovered += isRecovered ? 1 : 0;
        if (value->second.leftOver && !isRecovered)
            ++marked;
        else if (how == Verdict::Wrong || (build == GoBuild::NoOpt && how != Verdict::Right))
            wrong << one.function + u' ' + one.name + QStringLiteral(": ") + ours + QStringLiteral(" is not ")
                    + one.text + u' ' + QString::fromStdString(value->second.recoveredFrom);
        else
            ++(how == Verdict::Right ? right : how == Verdict::Partly ? partly : lost);
    }
    qInfo("%d right, %d partly, %d marked as stale, %d not told, %d recovered", right, partly, marked, lost, recovered);
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.mid(0, 20).join(u'\n')));
    QVERIFY2(right * 4 > all.size(), "a quarter at least must be told of optimised code");
}

void ParametersTest::cleanupTestCase()
{
    for (const QString &folder : std::as_const(m_programs))
        QDir(QFileInfo(folder).path()).removeRecursively();
}

QTEST_GUILESS_MAIN(ParametersTest)
#include "tst_parameters.moc"
