// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/evaluator.h"
#include "tests/eval/openedcore.h"
#include "tests/support/victim.h"

#include <QTest>

using namespace Freezeframe;

/// What values of well-known types are said to be is what the program that holds them says.
class MeaningTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asTheProgramSays_data();
    void asTheProgramSays();
};

void MeaningTest::asTheProgramSays_data()
{
    QTest::addColumn<VictimRequest>("request");
    for (const GoToolchain &go : goToolchains({1, 22})) {
        for (const GoBuild build : {GoBuild::NoOpt, GoBuild::Plain})
            QTest::newRow(qPrintable(go.release() + u' ' + nameOf(build)))
                << VictimRequest{.fixture = QStringLiteral("known"), .go = go, .build = build};
    }
}

void MeaningTest::asTheProgramSays()
{
    QFETCH(const VictimRequest, request);
    const auto victim = provideVictim(request);
    QVERIFY2(victim.has_value(), qPrintable(victim.error_or(QString())));
    const auto opened = OpenedCore::open(*victim);
    QVERIFY2(opened, qPrintable(opened.error_or(QString())));
    OpenedCore &core = **opened;
    Evaluator &evaluator = core.evaluator();
    const auto place = core.find("main.main");
    QVERIFY(place);
    const auto value = [&](const QByteArray &name) {
        const std::string star = name.startsWith('*') ? "*" : "";
        const std::string field = name.mid(qsizetype(star.size())).toStdString();
        return evaluator.evaluate(core.stack(place->row), place->frame, star + "main.All." + field);
    };

    int compared = 0;
    QStringList differences;
    for (const QByteArray &line : fileContent(victim->output).split('\n')) {
        const qsizetype tab = line.indexOf('\t');
        if (tab < 0)
            continue;
        const QByteArray name = line.left(tab);
        const auto unquoted = evaluator.evaluate(core.stack(place->row), place->frame, line.mid(tab + 1).toStdString());
        QVERIFY2(unquoted, line.constData());
        const auto expected = evaluator.text(*unquoted, 0, 1 << 16);
        const auto found = value(name);
        const std::string ours = found ? evaluator.meaning(*found) : "error: " + found.error().message;
        ++compared;
        if (!expected || ours != *expected)
            differences.append(QString::fromStdString(name.toStdString() + ": " + ours + " is not " + *expected));
    }
    QVERIFY2(differences.isEmpty(), qPrintable(differences.join(u'\n')));
    QVERIFY(compared > 100);

    const auto brief = [&](const char *name) {
        const auto found = value(name);
        return found ? evaluator.formatShort(*found) : "error: " + found.error().message;
    };
    // Names of constants: several for one value are all told, flags only where they are ones.
    QCOMPARE(brief("Levels[0]"), std::string("low (1)"));
    QVERIFY2(brief("Levels[1]").contains("high") && brief("Levels[1]").contains("highest"), brief("Levels[1]").c_str());
    QCOMPARE(brief("Levels[4]"), std::string("5"));
    QCOMPARE(brief("Options[1]"), std::string("fast|loud (5)"));
    QCOMPARE(brief("Options[2]"), std::string("0"));
    QCOMPARE(brief("Options[3]"), std::string("8"));
    // What a message keeps for itself is left out; what it does not know is not.
    QCOMPARE(brief("*Order"), std::string("{Id: 7, Items: [\"a\"]}"));
    QCOMPARE(brief("*Unknown"), std::string("{unknownFields: [8,1], Id: 8, Items: nil}"));
}

QTEST_GUILESS_MAIN(MeaningTest)
#include "tst_meaning.moc"
