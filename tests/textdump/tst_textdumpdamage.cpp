// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/textdump/textdump.h"
#include "backend/textdump/textfindings.h"
#include "backend/textdump/textgoroutines.h"

#include <QTest>

#include <random>

using namespace Freezeframe;

namespace
{

const QByteArray wholeDump = R"(panic: boom

goroutine 1 gp=0xc000002380 m=0 mp=0x55d1c0 [running]:
main.fail({0xc00001c0a8?, 0x1})
	/src/main.go:12 +0x45 fp=0xc00006ef08 sp=0xc00006eea0 pc=0x497de5
main.main()
	/src/main.go:7 +0x1d

goroutine 18 [chan receive, 5 minutes, locked to thread, synctest bubble 2] {route: /cart, "a b": "c\nd"}:
main.(*T).wait(0xc000012340, {0xc0000a0000, 0x5, 0x8})
	/src/main.go:31 +0x2c
...3 frames elided...
created by main.main.func1[...] in goroutine 1
	/src/main.go:9 +0x9a
exit status 2
)";

/// Uses all that there is of a dump, which must hold together.
void useAll(const std::string &text)
{
    const auto dump = TextDump::parse(text);
    if (!dump)
        return;
    const auto table = textGoroutineTable(*dump);
    const auto stacks = textGoroutineStacks(*dump);
    QCOMPARE(table->size(), dump->goroutines.size());
    QCOMPARE(stacks->stackOf.size(), table->size());
    QCOMPARE(stacks->labelSetOf.size(), table->size());
    for (uint32_t row = 0; row < table->size(); ++row) {
        (void)table->statusText(row);
        (void)table->waitReasonText(row);
        const StackInfo stack = textStack(dump->goroutines[row], 100);
        QVERIFY(!stack.userFrame || *stack.userFrame < stack.frames.size());
    }
    const CrashSummary crash = textCrash(*dump);
    QVERIFY(!crash.goroutine || table->find(*crash.goroutine));
    (void)textFindings(*dump, {});
}

}

/// Dumps that are cut, mixed up, or made to hurt.
class TestTextDumpDamage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cutAnywhere();
    void changedAnywhere();
    void hostile_data();
    void hostile();
    void isQuick();
};

void TestTextDumpDamage::cutAnywhere()
{
    for (qsizetype length = 0; length <= wholeDump.size(); ++length) {
        useAll(wholeDump.first(length).toStdString());
        useAll(wholeDump.last(length).toStdString());
    }
}

void TestTextDumpDamage::changedAnywhere()
{
    std::mt19937 random(4711);
    constexpr int rounds = 3000;
    for (int round = 0; round < rounds; ++round) {
        std::string text = wholeDump.toStdString();
        for (int change = 0; change < 4; ++change) {
            const size_t at = random() % text.size();
            switch (random() % 4) {
            case 0: text[at] = char(random()); break;
            case 1: text.erase(at, random() % 40); break;
            case 2: text.insert(at, text.substr(random() % text.size(), random() % 60)); break;
            default: text.insert(at, 1, "\n\t[]{}(),\"\\"[random() % 11]);
            }
        }
        useAll(text);
    }
}

void TestTextDumpDamage::hostile_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("zeros") << QByteArray(100'000, '\0');
    QTest::newRow("a header alone") << QByteArray("goroutine 1 [running]:");
    QTest::newRow("a number too large") << QByteArray(
        "goroutine 99999999999999999999999 [running]:\nmain.main()\n\t/a:1\n");
    QTest::newRow("a line too large") << QByteArray("goroutine 1 [running]:\nmain.main()\n\t/a:99999999999999999\n");
    QTest::newRow("minutes too many") << QByteArray(
        "goroutine 1 [select, 99999999999999999999 minutes]:\nmain.main()\n\t/a:1\n");
    QTest::newRow("ancestors without end") << QByteArray("goroutine 1 [running]:\nmain.main()\n\t/a:1\n")
            + QByteArray("[originating from goroutine 2]:\n").repeated(20'000);
    QTest::newRow("created by many") << QByteArray("goroutine 1 [running]:\n")
            + QByteArray("created by a\n").repeated(20'000);
    QTest::newRow("one long line") << QByteArray("goroutine 1 [running]:\n") + QByteArray(3'000'000, 'a')
            + "()\n\t/a:1\n";
    QTest::newRow("many brackets") << QByteArray("goroutine 1 [running]:\nmain.f") + QByteArray(200'000, '[')
            + "(1)\n\t/a:1\n";
    QTest::newRow("JSON without end") << QByteArray("{\"log\":\"goroutine 1 [running]:\\n");
    QTest::newRow("deep JSON") << QByteArray(100'000, '{') + "\"log\":\"goroutine 1 [running]:\"";
    QTest::newRow("escapes at the end") << QByteArray("{\"log\":\"goroutine 1 [running]:\\u00");
    QTest::newRow("labels without end") << QByteArray("goroutine 1 [running] {\"a\\x4");
    QTest::newRow("as many fronts as lines") << [] {
        QByteArray text;
        for (int i = 0; i < 2000; ++i)
            text += QByteArray(i % 300, 'x') + "|goroutine 1 [running]:\n" + QByteArray(i % 300, 'x') + "|\n";
        return text;
    }();
    QTest::newRow("colours without end") << QByteArray("goroutine 1 [running]:\n\x1b[").append(QByteArray(1000, '3'));
}

void TestTextDumpDamage::hostile()
{
    QFETCH(const QByteArray, text);
    useAll(text.toStdString());
}

/// Linear in its length: a hundred thousand goroutines of a server are some tens of megabytes. No clock is asked, but the
/// test's own time limit.
void TestTextDumpDamage::isQuick()
{
    std::string text = "fatal error: all goroutines are asleep - deadlock!\n\n";
    constexpr uint64_t goroutines = 100'000;
    for (uint64_t i = 1; i <= goroutines; ++i)
        text += "goroutine " + std::to_string(i)
            + " [chan receive, 7 minutes]:\nmain.worker(0xc000012340)\n\t/src/main.go:31 +0x2c\ncreated by main.main in " "goroutine 1\n\t/src/main.go:9 +0x9a\n\n";
    const auto dump = TextDump::parse(text);
    QVERIFY(dump);
    QCOMPARE(dump->goroutines.size(), size_t(goroutines));
    const auto stacks = textGoroutineStacks(*dump);
    QCOMPARE(stacks->stacks.size(), size_t(1));
    const Findings findings = textFindings(*dump, {});
    QCOMPARE(findings.all.size(), size_t(1));
    QCOMPARE(QByteArray::fromStdString(findings.all.front().id), QByteArray("pile-up"));
    // The same in a container's log.
    std::string logged;
    for (size_t at = 0; at < text.size();) {
        const size_t end = text.find('\n', at);
        logged += "2026-11-26T13:00:00.123456789Z stderr F " + text.substr(at, end - at) + '\n';
        at = end + 1;
    }
    const auto same = TextDump::parse(logged);
    QVERIFY(same);
    QCOMPARE(same->goroutines.size(), size_t(goroutines));
    QVERIFY(same->hasPrefix);
}

QTEST_GUILESS_MAIN(TestTextDumpDamage)
#include "tst_textdumpdamage.moc"
