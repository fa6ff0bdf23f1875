// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/inspection.h"
#include "tests/inspect/expectedfindings.h"
#include "tests/support/victiminspection.h"

#include <QTest>

using namespace Freezeframe;

/// Findings about nil, maps, pools, contexts, memory and threads, compared with what the victims know, and nothing where
/// it only looks so.
class TestFaultyPrograms : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void findsWhatIsFaulty_data();
    void findsWhatIsFaulty();
};

void TestFaultyPrograms::findsWhatIsFaulty_data()
{
    addVictims({QStringLiteral("mapwriters"),  QStringLiteral("mapreader"),    QStringLiteral("peer"),
                QStringLiteral("nilfield"),    QStringLiteral("nillookup"),    QStringLiteral("nilignored"),
                QStringLiteral("nilunheeded"), QStringLiteral("nilargument"),  QStringLiteral("nilstart"),
                QStringLiteral("nilmap"),      QStringLiteral("nilinterface"), QStringLiteral("nilglobal"),
                QStringLiteral("nilnumber"),   QStringLiteral("nilwords"),     QStringLiteral("sqlpool"),
                QStringLiteral("sqlleak"),     QStringLiteral("sqlbusy"),      QStringLiteral("overdue"),
                QStringLiteral("cancelled"),   QStringLiteral("memorylimit"),  QStringLiteral("memorywell"),
                QStringLiteral("threads"),     QStringLiteral("threadswell")},
               QStringLiteral("faulty"));
}

/// The same of programs whose libraries tell what is wrong; and what the findings tell of it.
void TestFaultyPrograms::findsWhatIsFaulty()
{
    QFETCH(const VictimRequest, request);
    const auto victim = provideVictim(request);
    QVERIFY2(victim, qPrintable(victim.error_or(QString())));
    const QByteArray output = fileContent(victim->output);
    const auto inspection = openVictim(*victim);
    QVERIFY(inspection);
    const auto findings = (*inspection)->findings();
    QVERIFY2(findings, findings ? "" : findings.error().toString().c_str());
    QCOMPARE(textOf(foundIn(**findings)), textOf(expectedOf(output)));
    for (const QByteArray &line : output.split('\n')) {
        if (!line.startsWith("says "))
            continue;
        const qsizetype space = line.indexOf(' ', 5);
        const std::string id = line.mid(5, space - 5).toStdString();
        QVERIFY2(tells(**findings, id, line.mid(space + 1).toStdString()), (line + '\n' + allText(**findings)).data());
    }
    for (const Finding &finding : (*findings)->all) {
        QVERIFY2(finding.isCertain != (finding.title + finding.detail).contains("robably"), finding.title.c_str());
        QVERIFY(!finding.evidence.empty());
    }
}

QTEST_GUILESS_MAIN(TestFaultyPrograms)
#include "tst_faultyprograms.moc"
