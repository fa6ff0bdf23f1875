// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/expressioncompletion.h"
#include "tests/support/victiminspection.h"

#include <QTest>

#include <algorithm>

using namespace Freezeframe;

/// What may stand at the end of an unfinished expression, over real cores.
class TestCompletion : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void completes_data();
    void completes();
    void leavesOut_data();
    void leavesOut();
    void isBounded();
    void withoutDebugInformation();
    void withoutFrame();

private:
    [[nodiscard]] static std::optional<size_t> frameOf(Inspection &core, const std::string &function);
    [[nodiscard]] QStringList completions(const QString &text, size_t limit = 200);
    static constexpr StackOwner owner{.kind = StackOwner::Kind::Goroutine, .id = 1};
    std::unique_ptr<Inspection> m_core;
    size_t m_frame = 0;
};

std::optional<size_t> TestCompletion::frameOf(Inspection &core, const std::string &function)
{
    const auto stack = core.stack(owner);
    for (size_t i = 0; stack && i < (*stack)->frames.size(); ++i) {
        if ((*stack)->frames[i].function == function)
            return i;
    }
    return std::nullopt;
}

void TestCompletion::initTestCase()
{
    const auto victim
        = provideVictim({.fixture = QStringLiteral("queried"), .go = goToolchains().last(), .build = GoBuild::NoOpt});
    QVERIFY2(victim, qPrintable(victim.error()));
    auto opened = openVictim(*victim);
    QVERIFY(opened);
    m_core = std::move(*opened);
    const auto frame = frameOf(*m_core, "main.main");
    QVERIFY(frame);
    m_frame = *frame;
}

QStringList TestCompletion::completions(const QString &text, size_t limit)
{
    const auto answer = m_core->completions(owner, m_frame, text.toStdString(), limit);
    if (!answer)
        return {QString::fromStdString(answer.error().message)};
    QStringList words;
    for (const Completion &one : answer->found)
        words.append(QString::fromStdString(one.text));
    return words;
}

void TestCompletion::completes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("first"); // the best ones, in this order
    const auto row = [](const char *text, const QStringList &first) { QTest::newRow(text) << text << first; };
    row("it", {"items"});
    row("item", {"items"});
    row("ITEM", {"ITEM is none"}); // a capital is only itself
    row("items[0].", {"base", "Id", "Price", "State", "Tags", "Next", "Any", "At", "Small", "Took", "Name", "Hello"});
    row("items[0].N", {"Next", "Name"});
    row("items[0].n", {"Next", "Name"});
    row("items[0].Next.", {"base", "Id"}); // is nil: by its type
    row("items[0].Next.Next.At.", {"X", "Y"});
    row("items[99].At.", {"X", "Y"}); // there is none: by its type
    row("items[1:2][0].base.", {"Name", "Hello"});
    row("(*items[2]).At.", {"X", "Y"});
    row("items[3].Hel", {"Hello"});
    row("len(items) + item", {"items"});
    row("filter(items, it.", {"base", "Id", "Price"});
    row("count(items, it.At.", {"X", "Y"});
    row("sort(filter(items, it.Id > 3), it.Pr", {"Price"});
    row("map(places, key.", {"X", "Y"});
    row("filter(goroutines, it.wa", {"wait", "waited"});
    row("gorou", {"goroutines"});
    row("coun", {"count"});
    row("count(items, i", {"items", "it"});
    row("packag", {"packaged"});
    row("main.packag", {"packaged"});
    row("main.Lim", {"Limit"});
    row("main.Clo", {"Closed"});
    row("main.wor", {"work"});
    row("main.Po", {"Point"});
    row("runt", {"runtime"});
    row("runtime.cur", {"curg"});
    row("unsafe.S", {"Sizeof"});
    row("strconv.Ito", {"Itoa"});
    row("runtime.curg.sche", {"sched"});
}

void TestCompletion::completes()
{
    QFETCH(QString, text);
    QFETCH(QStringList, first);
    const QStringList all = completions(text);
    if (first.first().endsWith(QLatin1String("is none"))) {
        QVERIFY2(all.isEmpty(), qPrintable(all.join(QLatin1Char(' '))));
        return;
    }
    QCOMPARE(all.first(first.size() < all.size() ? first.size() : all.size()).join(QLatin1Char(' ')),
             first.join(QLatin1Char(' ')));
}

void TestCompletion::leavesOut_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("word");
    const auto row = [](const char *text, const char *word) { QTest::addRow("%s of %s", word, text) << text << word; };
    row("main.", "func1");
    row("main.", "main.main");
    row("main.", ".inittask");
    row("main.", "(*base).Hello");
    row("items[0].", "it");
    row("i", "it"); // there is no query around
    row("\"item", "items");
    row("1", "items");
}

void TestCompletion::leavesOut()
{
    QFETCH(QString, text);
    QFETCH(QString, word);
    QVERIFY(!completions(text, 100'000).contains(word));
}

void TestCompletion::isBounded()
{
    const auto answer = m_core->completions(owner, m_frame, "runtime.", 20);
    QVERIFY(answer);
    QCOMPARE(answer->found.size(), size_t(20));
    QVERIFY(answer->isCut);
    std::stop_source stop;
    stop.request_stop();
    QVERIFY(m_core->completions(owner, m_frame, "runtime.", 20, stop.get_token())->found.size() < 20);
    for (const QString &text : {QString(100'000, QLatin1Char('a')), QString(1000, QLatin1Char('(')),
                                QStringLiteral("items[0].").repeated(500), QStringLiteral("any(it,").repeated(190)})
        QVERIFY(completions(text).size() <= 200);
}

void TestCompletion::withoutDebugInformation()
{
    const auto victim = provideVictim(
        {.fixture = QStringLiteral("queried"), .go = goToolchains().last(), .build = GoBuild::Stripped});
    QVERIFY2(victim, qPrintable(victim.error()));
    const auto opened = openVictim(*victim);
    QVERIFY(opened);
    const auto frame = frameOf(**opened, "main.main");
    QVERIFY(frame);
    const auto has = [&](const char *text, const char *word) {
        const auto answer = (*opened)->completions(owner, *frame, text, 200);
        return answer && std::ranges::contains(answer->found, word, &Completion::text);
    };
    QVERIFY(has("fmt.Fpr", "Fprintln"));
    QVERIFY(has("strc", "strconv"));
    QVERIFY(has("gor", "goroutines"));
    QVERIFY(has("filter(goroutines, it.w", "wait"));
    QVERIFY(!has("ite", "items"));
}

void TestCompletion::withoutFrame()
{
    QCOMPARE(completions(QStringLiteral("items")), QStringList{QStringLiteral("items")});
    QVERIFY(!m_core->completions(owner, 100'000, "a", 20));
    QVERIFY(!m_core->completions({.kind = StackOwner::Kind::Goroutine, .id = 987654321}, 0, "a", 20));
}

QTEST_GUILESS_MAIN(TestCompletion)
#include "tst_completion.moc"
