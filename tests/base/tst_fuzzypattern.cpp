// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/fuzzypattern.h"

#include <QTest>

using namespace Freezeframe;

/// Names found by what people type.
class TestFuzzyPattern : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void finds_data();
    void finds();
    void prefers_data();
    void prefers();
    void bearsAnything();
};

void TestFuzzyPattern::finds_data()
{
    QTest::addColumn<QByteArray>("typed");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("marked"); // matched letters as they are, others as dots; empty: not found

    QTest::newRow("whole") << QByteArray("main.run") << QByteArray("main.run") << QByteArray("main.run");
    QTest::newRow("method") << QByteArray("cache.Get") << QByteArray("..........Cache..Get")
                            << QByteArray("..........Cache..Get");
    QTest::newRow("starts of words") << QByteArray("hsp") << QByteArray("main.handleSlowPath")
                                     << QByteArray(".....h.....S...P...");
    QTest::newRow("small finds capital") << QByteArray("get") << QByteArray("x.GET") << QByteArray("..GET");
    QTest::newRow("capital finds itself") << QByteArray("Get") << QByteArray("x.get") << QByteArray();
    QTest::newRow("words in any order") << QByteArray("get cache") << QByteArray("cache.Get")
                                        << QByteArray("cache.Get");
    QTest::newRow("letters in order") << QByteArray("ba") << QByteArray("ab") << QByteArray();
    QTest::newRow("one word lacks") << QByteArray("cache put") << QByteArray("cache.Get") << QByteArray();
    QTest::newRow("longer than the name") << QByteArray("runner") << QByteArray("run") << QByteArray();
    QTest::newRow("the later run") << QByteArray("run") << QByteArray("r.u.n.run") << QByteArray("......run");
    QTest::newRow("not ASCII") << QByteArray("日") << QByteArray("main.日本") << QByteArray(".....日...");
}

void TestFuzzyPattern::finds()
{
    QFETCH(QByteArray, typed);
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, marked);
    const FuzzyPattern pattern(typed.toStdString());
    const bool isFound = pattern.score(name.toStdString()).has_value();
    QCOMPARE(isFound, !marked.isEmpty());
    if (isFound)
        QVERIFY(pattern.mayFit(FuzzyPattern::letters(name.toStdString())));
    QByteArray shown(isFound ? name.size() : 0, '.');
    for (const uint32_t at : pattern.positions(name.toStdString()))
        shown[at] = name[at];
    QCOMPARE(shown, marked);
}

void TestFuzzyPattern::prefers_data()
{
    QTest::addColumn<QByteArray>("typed");
    QTest::addColumn<QByteArray>("better");
    QTest::addColumn<QByteArray>("worse");

    QTest::newRow("adjacent") << QByteArray("run") << QByteArray("a.xrun") << QByteArray("a.xr_u_n");
    QTest::newRow("start of a word") << QByteArray("get") << QByteArray("x.get") << QByteArray("x.target");
    QTest::newRow("the whole last name") << QByteArray("serve") << QByteArray("http.(*conn).serve")
                                         << QByteArray("http.serveFile");
    QTest::newRow("capitals") << QByteArray("hs") << QByteArray("main.handleSlow") << QByteArray("main.thesis");
    QTest::newRow("the last element of the path")
        << QByteArray("orders") << QByteArray("orders/internal/orders.Order") << QByteArray("orders/cache.Get");
    QTest::newRow("not the paths of type arguments")
        << QByteArray("pair") << QByteArray("main.Pair[a/b.T]") << QByteArray("pair/x.Run");
    QTest::newRow("small gap") << QByteArray("ab") << QByteArray("x.a1b") << QByteArray("x.a1111b");
}

void TestFuzzyPattern::prefers()
{
    QFETCH(QByteArray, typed);
    QFETCH(QByteArray, better);
    QFETCH(QByteArray, worse);
    const FuzzyPattern pattern(typed.toStdString());
    const auto good = pattern.score(better.toStdString());
    const auto bad = pattern.score(worse.toStdString());
    QVERIFY(good && bad);
    QCOMPARE_GT(*good, *bad);
}

void TestFuzzyPattern::bearsAnything()
{
    QVERIFY(FuzzyPattern("").isEmpty());
    QVERIFY(FuzzyPattern(" \t ").isEmpty());
    QCOMPARE(FuzzyPattern("").score("x"), std::optional(0));
    QVERIFY(!FuzzyPattern("a").score(""));
    const std::string many(100'000, 'a');
    QVERIFY(FuzzyPattern(many).score(many));
    QVERIFY(FuzzyPattern(many).positions(many).size() <= 512);
    for (const uint32_t at : FuzzyPattern("aab").positions(many + 'b'))
        QVERIFY(at < 512);
    std::string words;
    for (int i = 0; i < 10'000; ++i)
        words += "a ";
    QVERIFY(FuzzyPattern(words).score("banana"));
    // All ways in which three kinds of letters stand in eight places: what is said to be found is found in order.
    for (int code = 0; code < 6561; ++code) {
        std::string name;
        for (int rest = code, i = 0; i < 8; ++i, rest /= 3)
            name += "aB."[rest % 3];
        const auto found = FuzzyPattern("a.b").positions(name);
        std::string letters;
        for (const uint32_t at : found)
            letters += name[at];
        const size_t a = name.find('a');
        const size_t dot = a == std::string::npos ? a : name.find('.', a);
        const bool isThere = dot != std::string::npos && name.find('B', dot) != std::string::npos;
        QCOMPARE(letters, isThere ? std::string("a.B") : std::string());
    }
}

QTEST_GUILESS_MAIN(TestFuzzyPattern)
#include "tst_fuzzypattern.moc"
