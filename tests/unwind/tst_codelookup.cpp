// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/unwind/codelookup.h"
#include "tests/go/openedvictim.h"

#include <QTest>

using namespace Freezeframe;

/// The cache of a walk: what it gave stays as promised, whichever other code is looked at meanwhile.
class CodeLookupTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void looksAside();
};

void CodeLookupTest::looksAside()
{
    const QList<GoToolchain> toolchains = goToolchains();
    if (toolchains.isEmpty())
        QSKIP("no Go on this machine");
    const OpenedVictim victim = openVictim({.fixture = QStringLiteral("preempted"), .go = toolchains.constLast()});
    QVERIFY2(victim.error.isEmpty(), qPrintable(victim.error));

    // More pcs than the cache has slots, so that each slot is wanted several times.
    std::vector<Address> pcs;
    for (const char *name : {"runtime.mallocgc", "runtime.findRunnable"}) {
        const auto match = victim.symbols->functionNamed(name);
        QVERIFY(match);
        for (Address pc = match->function.entry; pc < match->function.end && pcs.size() < 400; pc = pc + 3)
            pcs.push_back(pc);
    }
    QVERIFY(pcs.size() > 200);
    CodeLookup lookup(victim.symbols.get());
    for (const Address pc : pcs) {
        const CodeLookup::Code *code = lookup.at(pc, true);
        QVERIFY(code);
        for (const Address other : pcs) {
            QVERIFY(lookup.isCode(other));
            const CodeLookup::Code *aside = lookup.beside(other, false);
            QVERIFY(aside);
            QCOMPARE(aside->pc, other);
            QVERIFY(!aside->exact);
        }
        QCOMPARE(code->pc, pc);
        QVERIFY(code->exact);
        QVERIFY(code->match.function.entry <= pc && pc < code->match.function.end);
        QCOMPARE(code->lookupPc, pc);
    }
    QVERIFY(!lookup.isCode(Address{}));
    QVERIFY(!lookup.isCode(Address{1}));
}

QTEST_GUILESS_MAIN(CodeLookupTest)
#include "tst_codelookup.moc"
