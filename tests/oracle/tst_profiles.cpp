// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/oracle/oracle.h"

#include <QMap>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Freezeframe;

namespace
{

/// What `go tool pprof -raw` says of a profile.
struct RawProfile {
    QString kinds; ///< of samples, and the period
    QMap<QString, QList<qint64>> samples; ///< by stack and labels, the sums
    QString mapping; ///< the first
    QString error;
};

/// Locations as lines "function file:line", what was inlined first. Not by address: where a function is inlined into
/// itself, runtime/pprof begins another location.
QStringList locationsOf(const QStringList &lines)
{
    static const QRegularExpression start(QStringLiteral(R"(^\s+(\d+): (0x[0-9a-f]+) (M=\d+ )?(.*)$)"));
    static const QRegularExpression firstLine(QStringLiteral(R"( s=-?\d+(\(.*\))?$)"));
    QStringList locations{QString()};
    for (const QString &line : lines) {
        const auto match = start.match(line);
        QString place = match.hasMatch() ? match.captured(4) : line.trimmed();
        place.remove(firstLine);
        if (match.hasMatch())
            locations << place;
        else
            locations.back() += u'\n' + place;
    }
    return locations;
}

RawProfile parsed(const QString &text)
{
    static const QRegularExpression sampleForm(QStringLiteral(R"(^\s*(-?\d+(?:\s+-?\d+)*): ([\d ]*)$)"));
    RawProfile profile;
    const QStringList lines = text.split(u'\n');
    const qsizetype samples = lines.indexOf(QLatin1String("Samples:"));
    const qsizetype locations = lines.indexOf(QLatin1String("Locations"));
    const qsizetype mappings = lines.indexOf(QLatin1String("Mappings"));
    if (samples < 0 || locations < samples || mappings < locations) {
        profile.error = QStringLiteral("not what pprof -raw prints: ") + text.left(200);
        return profile;
    }
    for (const QString &line : lines.first(samples)) {
        if (line.startsWith(QLatin1String("Period")))
            profile.kinds += line + u'\n';
    }
    profile.kinds += lines.value(samples + 1);
    profile.mapping = lines.value(mappings + 1);
    const QStringList places = locationsOf(lines.sliced(locations + 1, mappings - locations - 1));
    QString key;
    QList<qint64> values;
    const auto add = [&] {
        QList<qint64> &sums = profile.samples[key];
        sums.resize(values.size());
        std::ranges::transform(sums, values, sums.begin(), std::plus());
    };
    for (const QString &line : lines.sliced(samples + 2, locations - samples - 2)) {
        const auto match = sampleForm.match(line);
        if (!match.hasMatch()) { // labels, which may have lines
            key += QStringLiteral("\nlabel: ") + line.trimmed();
            continue;
        }
        if (!values.isEmpty())
            add();
        key.clear();
        values.clear();
        for (const QString &value : match.captured(1).split(u' ', Qt::SkipEmptyParts))
            values << value.toLongLong();
        for (const QString &id : match.captured(2).split(u' ', Qt::SkipEmptyParts))
            key += places.value(id.toLongLong()) + u'\n';
    }
    if (!values.isEmpty())
        add();
    return profile;
}

RawProfile rawOf(const QString &file)
{
    QProcess pprof;
    pprof.start(goToolchains().last().program,
                {QStringLiteral("tool"), QStringLiteral("pprof"), QStringLiteral("-symbolize=none"),
                 QStringLiteral("-raw"), file});
    if (!pprof.waitForFinished(300'000) || pprof.exitCode() != 0)
        return {.error = QStringLiteral("go tool pprof: ") + QString::fromUtf8(pprof.readAllStandardError())};
    return parsed(QString::fromUtf8(pprof.readAllStandardOutput()));
}

/// What happens between the moment at which the program wrote its profile and its death: its main goroutine goes on, and
/// the runtime's own locks are fought for. No allocation counts, as no collection ends in between: new stacks are there
/// with zeros.
bool isLater(const QString &kind, const QString &stack, const QList<qint64> &values)
{
    if (std::ranges::all_of(values, [](qint64 value) { return value == 0; }))
        return true;
    if (kind == QLatin1String("goroutine"))
        return stack.contains(QLatin1String("\nmain.main "));
    static const QRegularExpression ownLock(QStringLiteral(R"(^runtime\.(unlock|_Lost))"));
    return kind == QLatin1String("mutex") && stack.contains(ownLock);
}

QString shown(const QList<qint64> &values)
{
    QStringList texts;
    for (const qint64 value : values)
        texts << QString::number(value);
    return texts.join(u' ');
}

}

/// Profiles out of a core, against those that the program wrote just before it died, both as Go's own tool reads them.
class TestProfiles : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void areTheProgramsOwn_data();
    void areTheProgramsOwn();
    void saysWhyThereIsNone_data();
    void saysWhyThereIsNone();
};

void TestProfiles::areTheProgramsOwn_data()
{
    QTest::addColumn<VictimRequest>("request");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("fewest");
    const QList<std::pair<const char *, int>> kinds{
        {"heap", 50}, {"allocs", 50}, {"block", 4}, {"mutex", 1}, {"goroutine", 6}};
    for (const GoToolchain &go : goToolchains({1, 22})) {
        for (const GoBuild build : {GoBuild::Plain, GoBuild::NoOpt}) {
            for (const auto &[kind, fewest] : kinds)
                QTest::addRow("%s %s %s", qPrintable(go.release()), qPrintable(nameOf(build)), kind)
                    << VictimRequest{.fixture = QStringLiteral("profiled"), .go = go, .build = build}
                    << QString::fromLatin1(kind) << fewest;
        }
    }
}

void TestProfiles::areTheProgramsOwn()
{
    QFETCH(const VictimRequest, request);
    QFETCH(const QString, kind);
    QFETCH(const int, fewest);
    const auto victim = provideVictim(request);
    QVERIFY2(victim, qPrintable(victim.error_or(QString())));
    QTemporaryDir folder;
    const QString ours = folder.filePath(QStringLiteral("ours.pb.gz"));
    const QString theirs = folder.filePath(QStringLiteral("theirs.pb.gz"));
    const auto answer
        = CommandLineTool::run({QStringLiteral("profile"), victim->core, QStringLiteral("--exe"), victim->executable,
                                QStringLiteral("--kind"), kind, QStringLiteral("-o"), ours});
    QVERIFY2(answer.status == 0, answer.errors.constData());
    QVERIFY2(answer.output.isEmpty() && answer.errors.isEmpty(), answer.errors.constData());
    for (const QByteArray &line : fileContent(victim->output).split('\n')) {
        const QByteArray start = "profile " + kind.toLatin1() + ' ';
        QFile file(theirs);
        if (line.startsWith(start) && file.open(QIODevice::WriteOnly))
            file.write(QByteArray::fromBase64(line.sliced(start.size())));
    }
    RawProfile expected = rawOf(theirs);
    RawProfile found = rawOf(ours);
    QVERIFY2(expected.error.isEmpty() && found.error.isEmpty(), qPrintable(expected.error + found.error));
    QCOMPARE(found.kinds, expected.kinds);
    QVERIFY2(found.mapping.contains(QFileInfo(victim->executable).fileName()), qPrintable(found.mapping));
    QVERIFY2(found.mapping.contains(QLatin1String("[FN]")), qPrintable(found.mapping));
    for (RawProfile *profile : {&expected, &found})
        erase_if(profile->samples, [&](const auto &sample) { return isLater(kind, sample.key(), sample.value()); });
    Differences differences(QStringLiteral("profile"), QString::fromLatin1(QTest::currentDataTag()));
    QMap<QString, QList<qint64>> all = expected.samples;
    all.insert(found.samples);
    for (const QString &key : all.keys())
        differences.compare(key, shown(expected.samples.value(key)), shown(found.samples.value(key)));
    QVERIFY2(differences.unexplained().isEmpty(), qPrintable(differences.unexplained()));
    QVERIFY2(found.samples.size() >= fewest, qPrintable(QString::number(found.samples.size())));
}

void TestProfiles::saysWhyThereIsNone_data()
{
    QTest::addColumn<VictimRequest>("request");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QByteArray>("sentence");
    for (const GoToolchain &go : goToolchains({1, 22})) {
        const VictimRequest off{.fixture = QStringLiteral("profiled"), .go = go, .arguments = {QStringLiteral("off")}};
        const VictimRequest stripped{.fixture = QStringLiteral("profiled"), .go = go, .build = GoBuild::Stripped};
        const auto row = [&](const char *name, const VictimRequest &request, const char *kind, const char *sentence) {
            QTest::addRow("%s %s %s", qPrintable(go.release()), name, kind)
                << request << QString::fromLatin1(kind) << QByteArray(sentence);
        };
        row("off", off, "block", "it did not call runtime.SetBlockProfileRate");
        row("off", off, "mutex", "it did not call runtime.SetMutexProfileFraction");
        row("stripped", stripped, "heap", "name the executable before it was stripped with --exe");
        row("stripped", stripped, "block", "name the executable before it was stripped with --exe");
        row("stripped", stripped, "goroutine", "");
    }
}

void TestProfiles::saysWhyThereIsNone()
{
    QFETCH(const VictimRequest, request);
    QFETCH(const QString, kind);
    QFETCH(const QByteArray, sentence);
    const auto victim = provideVictim(request);
    QVERIFY2(victim, qPrintable(victim.error_or(QString())));
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("profile"));
    const auto answer
        = CommandLineTool::run({QStringLiteral("profile"), victim->core, QStringLiteral("--exe"), victim->executable,
                                QStringLiteral("--kind"), kind, QStringLiteral("-o"), file});
    QVERIFY2(answer.errors.contains(sentence), answer.errors.constData());
    QCOMPARE(answer.status, sentence.isEmpty() ? 0 : 2);
    QCOMPARE(QFile::exists(file), sentence.isEmpty());
    if (sentence.isEmpty())
        QVERIFY(rawOf(file).samples.size() >= 6);
}

QTEST_GUILESS_MAIN(TestProfiles)
#include "tst_profiles.moc"
