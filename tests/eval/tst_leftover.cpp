// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/pointerwords.h"
#include "tests/eval/openedcore.h"
#include "tests/support/victim.h"

#include <QTest>

using namespace Freezeframe;

/// Variables that the program no longer uses where its frames wait: what they point to may be something else by now.
class LeftOverTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void callsThatNeverReturn();
    void variables_data();
    void variables();
};

void LeftOverTest::callsThatNeverReturn()
{
    for (const char *name : {"runtime.gopanic", "runtime.panicIndex", "runtime.goPanicIndex", "runtime.throw",
                             "runtime.fatal", "runtime.block", "runtime.Goexit"})
        QVERIFY2(neverReturns(name), name);
    for (const char *name : {"runtime.gopark", "runtime.mallocgc", "main.panic", "main.throw", "runtime.", ""})
        QVERIFY2(!neverReturns(name), name);
}

void LeftOverTest::variables_data()
{
    QTest::addColumn<VictimRequest>("request");
    for (const GoToolchain &go : goToolchains()) {
        for (const GoBuild build : {GoBuild::NoOpt, GoBuild::Plain})
            QTest::newRow(qPrintable(go.release() + u' ' + nameOf(build)))
                << VictimRequest{.fixture = QStringLiteral("leftover"), .go = go, .build = build};
    }
}

void LeftOverTest::variables()
{
    QFETCH(const VictimRequest, request);
    const auto opened = OpenedCore::of(request);
    QVERIFY2(opened, qPrintable(opened.error_or(QString())));
    OpenedCore &core = **opened;

    const std::map<std::string, bool> expected{{"used", false},  {"kept", false},    {"keptText", false},
                                               {"taken", false}, {"pointer", false}, {"unused", true},
                                               {"dead", true},   {"deadText", true}};
    const auto place = core.find("main.hold");
    QVERIFY(place);
    const auto variables = core.evaluator().variables(core.stack(place->row), place->frame);
    QVERIFY2(variables, variables ? "" : variables.error().message.c_str());
    size_t told = 0;
    for (const Value &value : *variables) {
        const auto known = expected.find(value.name);
        if (known == expected.end() || value.error)
            continue;
        QVERIFY2(value.leftOver == known->second, value.name.c_str());
        if (!value.leftOver && value.name != "pointer" && value.name != "taken")
            QVERIFY2(core.evaluator().format(value).find(value.name.substr(0, 4)) != std::string::npos,
                     core.evaluator().format(value).c_str());
        ++told;
    }
    if (request.build == GoBuild::NoOpt)
        QCOMPARE(told, expected.size());
    QVERIFY(told >= 3);

    // Instructions that nothing leads to say nothing of what a slot holds.
    const auto wandering = core.find("main.wander");
    QVERIFY(wandering);
    const auto passed = core.evaluator().variables(core.stack(wandering->row), wandering->frame);
    QVERIFY2(passed, passed ? "" : passed.error().message.c_str());
    std::map<std::string, std::string> texts;
    for (const Value &value : *passed)
        texts[value.name] = value.leftOver ? "left over" : core.evaluator().format(value);
    QVERIFY2(texts["roamed"].contains("roamed"), texts["roamed"].c_str());
    QCOMPARE(texts["route"], "\"news\"");
    QCOMPARE(texts["steps"], "23");

    // What a function that panics does not need afterwards is not less true for that.
    const auto last = core.find("main.die");
    QVERIFY(last);
    const auto own = core.evaluator().variables(core.stack(last->row), last->frame);
    QVERIFY2(own, own ? "" : own.error().message.c_str());
    QVERIFY(!own->empty());
    for (const Value &value : *own)
        QVERIFY2(!value.leftOver, value.name.c_str());
}

QTEST_GUILESS_MAIN(LeftOverTest)
#include "tst_leftover.moc"
