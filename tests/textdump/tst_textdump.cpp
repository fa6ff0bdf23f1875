// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/functionname.h"
#include "backend/inspect/namesearch.h"
#include "backend/inspect/report.h"
#include "backend/textdump/textdump.h"
#include "tests/support/victiminspection.h"

#include <QTemporaryDir>
#include <QTest>

#include <map>

using namespace Freezeframe;

namespace
{

const QByteArray oneDump
    = "panic: boom\n\n" "goroutine 1 [running]:\n" "main.fail({0xc00001c0a8?, 0x1})\n" "\t/src/main.go:12 +0x45\n" "main.main()\n" "\t/src/main.go:7 +0x1d\n" "\n" "goroutine 18 [chan receive, 5 minutes]:\n" "main.(*T).wait(...)\n" "\t/src/main.go:31\n" "created by main.main in goroutine 1\n" "\t/src/main.go:9 +0x9a\n";

/// Each line of the dump as @p make writes it.
QByteArray each(const std::function<QByteArray(const QByteArray &)> &make)
{
    QByteArray all;
    for (const QByteArray &line : oneDump.chopped(1).split('\n'))
        all += make(line) + '\n';
    return all;
}

QByteArray jsonEscaped(QByteArray text)
{
    return text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\t', "\\t");
}

Result<std::unique_ptr<Inspection>> openBytes(const QByteArray &text)
{
    return Inspection::open(
        {.core = "log",
         .image = MappedFile::fromBytes(std::as_bytes(std::span(text.constData(), size_t(text.size()))), "log")});
}

/// "main.f[go.shape.int]" of a core is "main.f[...]" of a text.
std::string comparable(std::string name)
{
    if (const size_t open = name.find('['); open != std::string::npos)
        name = name.substr(0, open);
    return name;
}

}

/// Texts that programs print, opened like cores, and compared with the cores of the same deaths.
class TestTextDump : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsLogs_data();
    void readsLogs();
    void readsHeaders_data();
    void readsHeaders();
    void readsTheRest();
    void choosesTheLargestDump();
    void agreesWithTheCore_data();
    void agreesWithTheCore();
    void opensLikeACore();
    void findsWhatTextTells();
    void refusesOtherTexts_data();
    void refusesOtherTexts();
};

void TestTextDump::readsLogs_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("plain") << oneDump;
    QTest::newRow("CRLF") << QByteArray(oneDump).replace("\n", "\r\n");
    QTest::newRow("lines before and after") << "starting\nlistening on :80\n" + oneDump + "exit status 2\nrestarted\n";
    QTest::newRow("kubernetes") << each([](const QByteArray &line) {
        static int fraction = 0;
        return "2026-11-26T13:00:00." + QByteArray::number(1000 + 37 * ++fraction) + "Z stderr F " + line;
    });
    QTest::newRow("journal") << each(
        [](const QByteArray &line) { return "Nov 26 13:00:07 web-1 shop[4711]: " + line; });
    QTest::newRow("compose") << each([](const QByteArray &line) { return "shop-1  | " + line; });
    QTest::newRow("two containers at once") << each(
        [](const QByteArray &line) { return "db-1    | checkpoint complete: wrote 3 buffers\nshop-1  | " + line; });
    QTest::newRow("two dumps at once") << each(
        [](const QByteArray &line) { return "shop-2  | " + line + "\nshop-1  | " + line; });
    QTest::newRow("docker") << each([](const QByteArray &line) {
        return "{\"log\":\"" + jsonEscaped(line + '\n') + "\",\"stream\":\"stderr\",\"time\":\"2026-11-26T13:00:00Z\"}";
    });
    QTest::newRow("JSON, all in one message")
        << "{\"level\":\"error\",\"ts\":1.5,\"msg\":\"" + jsonEscaped(oneDump) + "\"}\n";
    QTest::newRow("JSON, in another field")
        << "{\"level\":\"error\",\"msg\":\"recovered\",\"stacktrace\":\"" + jsonEscaped(oneDump) + "\"}\n";
    QTest::newRow("coloured") << each([](const QByteArray &line) { return "\x1b[31m" + line + "\x1b[0m"; });
    QTest::newRow("rsyslog") << each(
        [](QByteArray line) { return "Nov 26 13:00:07 web-1 shop: " + line.replace("\t", "#011"); });
    QTest::newRow("spaces for tabs") << QByteArray(oneDump).replace("\t", "        ");
}

void TestTextDump::readsLogs()
{
    QFETCH(const QByteArray, text);
    QVERIFY(TextDump::isLikely(text.toStdString()));
    const auto dump = TextDump::parse(text.toStdString());
    QVERIFY2(dump, dump ? "" : dump.error().toString().c_str());
    QCOMPARE(dump->goroutines.size(), size_t(2));
    const TextDump::Goroutine &first = dump->goroutines[0];
    QCOMPARE(first.id, quint64(1));
    QCOMPARE(QString::fromStdString(first.state), QStringLiteral("running"));
    QCOMPARE(first.frames.size(), size_t(2));
    QCOMPARE(QString::fromStdString(first.frames[0].function), QStringLiteral("main.fail"));
    QCOMPARE(QString::fromStdString(first.frames[0].arguments), QStringLiteral("{0xc00001c0a8?, 0x1}"));
    QCOMPARE(QString::fromStdString(first.frames[0].file), QStringLiteral("/src/main.go"));
    QCOMPARE(first.frames[0].line, 12);
    QCOMPARE(first.frames[0].offset, quint64(0x45));
    const TextDump::Goroutine &second = dump->goroutines[1];
    QCOMPARE(second.id, quint64(18));
    QCOMPARE(second.waitMinutes, qint64(5));
    QCOMPARE(second.frames.size(), size_t(1));
    QVERIFY(second.frames[0].isInlined);
    QCOMPARE(QString::fromStdString(second.createdBy.function), QStringLiteral("main.main"));
    QCOMPARE(second.createdBy.line, 9);
    QCOMPARE(second.creator, quint64(1));
    QVERIFY(!first.isCut && !second.isCut);
    QVERIFY2(dump->message.starts_with("panic: boom"), dump->message.c_str());
}

void TestTextDump::readsHeaders_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("state");
    QTest::addColumn<QByteArray>("marks");
    const auto row = [](const char *header, const char *state, const char *marks) {
        QTest::newRow(header) << QByteArray(header) << QByteArray(state) << QByteArray(marks);
    };
    row("goroutine 7 [running]:", "running", "");
    row("goroutine 7 [chan receive (nil chan)]:", "chan receive (nil chan)", "");
    row("goroutine 7 [select (no cases), 90 minutes]:", "select (no cases)", "90 minutes");
    row("goroutine 7 [syscall, locked to thread]:", "syscall", "locked");
    row("goroutine 7 gp=0xc000002380 m=3 mp=0x55 [running]:", "running", "m3 g0xc000002380");
    row("goroutine 7 gp=0xc000002380 m=nil [select]:", "select", "g0xc000002380");
    row("goroutine 7 [chan receive (leaked)]:", "chan receive", "leaked");
    row("goroutine 7 [chan receive (leaked) (scan), 2 minutes]:", "chan receive", "leaked scan 2 minutes");
    row("goroutine 7 [sleep (durable), synctest bubble 3]:", "sleep", "durable bubble3");
    row("goroutine 7 [chan receive] {route: /cart}:", "chan receive", "route=/cart");
    row("goroutine 7 [chan receive] {\"a b\": \"c\\\"d\", x: y}:", "chan receive", "a b=c\"d x=y");
    row("goroutine 7 [chan receive] labels:{\"k\": \"v\"}:", "chan receive", "k=v");
}

void TestTextDump::readsHeaders()
{
    QFETCH(const QByteArray, header);
    QFETCH(const QByteArray, state);
    QFETCH(const QByteArray, marks);
    const auto dump = TextDump::parse((header + "\nmain.main()\n\t/src/main.go:7 +0x1d\n").toStdString());
    QVERIFY(dump);
    const TextDump::Goroutine &one = dump->goroutines.front();
    QCOMPARE(QByteArray::fromStdString(one.state), state);
    QByteArrayList found;
    if (one.isLeaked)
        found << "leaked";
    if (one.isScanned)
        found << "scan";
    if (one.isDurable)
        found << "durable";
    if (one.isLocked)
        found << "locked";
    if (one.machine)
        found << "m" + QByteArray::number(*one.machine);
    if (!one.address.isNull())
        found << "g" + QByteArray::fromStdString(one.address.toString());
    if (one.bubble)
        found << "bubble" + QByteArray::number(*one.bubble);
    if (one.waitMinutes > 0)
        found << QByteArray::number(one.waitMinutes) + " minutes";
    for (const auto &[key, value] : one.labels)
        found << QByteArray::fromStdString(key + '=' + value);
    QCOMPARE(found.join(' '), marks);
}

void TestTextDump::readsTheRest()
{
    const auto dump = TextDump::parse(
        "SIGSEGV: segmentation violation\nPC=0x1 m=0 sigcode=1\n\n" "goroutine 7 [running]:\n\tgoroutine running on other thread; stack unavailable\n" "created by main.main in goroutine 1\n\t/src/main.go:9 +0x9a\n" "[originating from goroutine 1]:\nmain.start(...)\n\t/src/main.go:5 +0x1\n" "created by main.init\n\t/src/main.go:3 +0x1\n\n" "goroutine 8 [runnable]:\npanic({0x1, 0x2})\n\t/go/panic.go:1 +0x1\n" "main.F[...](0x1)\n\t/src/main.go:4 +0x2\n...additional frames elided...\n\n");
    QVERIFY(dump);
    QCOMPARE(dump->goroutines.size(), size_t(2));
    QVERIFY(!dump->goroutines[0].unavailable.empty());
    QCOMPARE(dump->goroutines[0].ancestors.size(), size_t(1));
    QCOMPARE(dump->goroutines[0].ancestors[0].frames.size(), size_t(1));
    QCOMPARE(QString::fromStdString(dump->goroutines[0].ancestors[0].createdBy.function), QStringLiteral("main.init"));
    QCOMPARE(QString::fromStdString(dump->goroutines[1].frames[0].function), QStringLiteral("runtime.gopanic"));
    QCOMPARE(QString::fromStdString(dump->goroutines[1].frames[1].function), QStringLiteral("main.F[...]"));
    QVERIFY(dump->goroutines[1].elided);
}

void TestTextDump::choosesTheLargestDump()
{
    const QByteArray small
        = "2026/11/26 http: panic serving 10.0.0.1:4711: oops\ngoroutine 77 [running]:\n" "main.handle()\n\t/src/web.go:3 +0x1\n\n";
    const auto inspection = openBytes(small + oneDump + small);
    QVERIFY(inspection);
    QCOMPARE((*inspection)->goroutines()->table->size(), size_t(2));
    const auto warnings = (*inspection)->warnings();
    QCOMPARE(warnings.size(), size_t(1));
    QVERIFY2(warnings.front().message.contains("2 more dumps"), warnings.front().message.c_str());
}

void TestTextDump::agreesWithTheCore_data()
{
    QTest::addColumn<VictimRequest>("request");
    for (const GoToolchain &go : goToolchains({1, 22})) {
        for (const char *death : {"fatal-deadlock", "panic-error"}) {
            QTest::addRow("%s %s", qPrintable(go.release()), death)
                << VictimRequest{.fixture = QStringLiteral("crash"), .go = go, .arguments = {QLatin1String(death)}};
        }
        QTest::addRow("%s channels", qPrintable(go.release())) << VictimRequest{
            .fixture = QStringLiteral("stuck"), .go = go, .arguments = {QStringLiteral("channelring")}};
    }
}

void TestTextDump::agreesWithTheCore()
{
    QFETCH(const VictimRequest, request);
    const auto victim = provideVictim(request);
    QVERIFY2(victim, qPrintable(victim.error_or(QString())));
    const auto core = openVictim(*victim);
    QVERIFY(core);
    const auto text = Inspection::open({.core = victim->errors.toStdString()});
    QVERIFY2(text, text ? "" : text.error().toString().c_str());
    const GoroutineTable &printed = *(*text)->goroutines()->table;
    const GoroutineTable &rows = *(*core)->goroutines()->table;
    const std::shared_ptr<const CrashSummary> died = (*core)->crash();
    QCOMPARE((*text)->crash()->goroutine, died->goroutine);
    QVERIFY(printed.size() > 0);
    size_t compared = 0;
    for (uint32_t row = 0; row < printed.size(); ++row) {
        const auto other = rows.find(printed.id[row]);
        if (printed.id[row] == 0)
            continue; // the thread's own, which is no goroutine
        QVERIFY2(other, std::to_string(printed.id[row]).c_str());
        // The one that died goes on to print, and others may run on until the end.
        if (GoStatus(rows.status[*other]) == GoStatus::Waiting && printed.id[row] != died->goroutine)
            QCOMPARE(printed.waitReasonText(row), rows.waitReasonText(*other));
        QCOMPARE(printed.isSystem[row], rows.isSystem[*other]);
        const StackOwner owner{StackOwner::Kind::Goroutine, printed.id[row]};
        const auto said = (*text)->stack(owner);
        const auto stands = (*core)->stack(owner);
        QVERIFY(said && stands);
        if (GoStatus(rows.status[*other]) != GoStatus::Waiting)
            continue;
        ++compared;
        // What is printed are frames of the core, in their order; it leaves some of the runtime's out.
        size_t at = 0;
        for (const FrameInfo &frame : (*said)->frames) {
            const auto isSame = [&frame](const FrameInfo &one) {
                return comparable(one.function) == comparable(frame.function) && one.file == frame.file
                    && one.line == frame.line;
            };
            while (at < (*stands)->frames.size() && !isSame((*stands)->frames[at]))
                ++at;
            QVERIFY2(at < (*stands)->frames.size(), frame.function.c_str());
        }
        QCOMPARE((*said)->createdByGoroutine, (*stands)->createdByGoroutine);
        QCOMPARE((*said)->createdBy.line, (*stands)->createdBy.line);
        const auto details = (*text)->goroutine(printed.id[row]);
        const auto known = (*core)->goroutine(printed.id[row]);
        QVERIFY(details && known);
        QCOMPARE(comparable(details->user.function), comparable(known->user.function));
        QCOMPARE(details->user.line, known->user.line);
    }
    QVERIFY(compared > 0 || printed.size() == 1);
    // The message is the core's own, to the letter.
    QVERIFY2((*text)->crash()->message.starts_with(died->message.substr(0, died->message.find('\n'))),
             (*text)->crash()->message.c_str());
}

void TestTextDump::opensLikeACore()
{
    const auto inspection = openBytes(oneDump);
    QVERIFY(inspection);
    Inspection &text = **inspection;
    QVERIFY(text.process()->hasGo);
    QCOMPARE(text.crash()->kind, CrashSummary::Kind::Panic);
    QCOMPARE(text.crash()->goroutine.value_or(0), quint64(1));
    QCOMPARE(text.crash()->location.line, 12);
    QVERIFY(text.threads()->empty());
    const auto snapshot = text.goroutineStacks();
    QVERIFY(snapshot && snapshot->stacks->complete);
    const std::string report = reportText(text, {});
    QVERIFY2(report.contains("main.(*T).wait"), report.c_str());
    const std::string filtered = reportText(text, {.filter = "wait:chan"});
    QVERIFY(filtered.contains("main.(*T).wait"));
    QVERIFY(!reportJson(text, {.stacks = true, .variables = true}).empty());
    std::string traceback;
    QVERIFY(writeReportTraceback(text, {}, [&traceback](std::string_view piece) { traceback += piece; }));
    QVERIFY2(traceback.contains("goroutine 18 [chan receive, 5 minutes]:"), traceback.c_str());
    // What a text does not have is said.
    const StackOwner owner{StackOwner::Kind::Goroutine, 1};
    const auto variables = text.variables(owner, 0);
    QVERIFY(!variables);
    QVERIFY2(variables.error().message.contains("this is a text"), variables.error().message.c_str());
    QVERIFY(!text.evaluate(owner, 0, "1 + 1"));
    QVERIFY(!text.profile(ProfileKind::Heap));
    QVERIFY(text.memory({0x1000}, 16).error);
    QVERIFY(text.packageVariables("", 10).value_or(std::vector<VariableInfo>()).empty());
    QVERIFY(!(*text.inFlight())->of(InFlight::Kind::Served).unanswered.empty());
    QVERIFY(text.waitersOf({0x1000}).empty());
    QVERIFY(text.nameOf({0x1000}).empty());
    (void)text.regions();
    (void)text.modules();
    (void)text.traits(18);
    QVERIFY(text.ancestors(18));
    QVERIFY(!text.stack({StackOwner::Kind::Goroutine, 99}));
    QVERIFY(!text.stack({StackOwner::Kind::Thread, 1}));
    QCOMPARE(text.print(owner, 0, "x").has_value(), false);
    (void)text.searchNames("main", 10, ~0U);
    (void)text.guessSourceMap();
}

void TestTextDump::findsWhatTextTells()
{
    QByteArray text = "panic: x\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/main.go:7 +0x1d\n\n";
    for (int i = 10; i < 14; ++i)
        text += "goroutine " + QByteArray::number(i)
            + " [sync.Mutex.Lock, 3 minutes]:\nsync.runtime_SemacquireMutex(0xc000012344?, 0x0?, 0x1)\n\t/go/sema.go:1 +0x1\n" "sync.(*Mutex).lockSlow(0xc000012340)\n\t/go/mutex.go:2 +0x1\nmain.work()\n\t/src/main.go:8 +0x1d\n\n";
    text
        += "goroutine 20 [chan send (leaked)]:\nmain.leak()\n\t/src/main.go:9 +0x1d\n\n" "goroutine 21 [chan receive (nil chan)]:\nmain.nil()\n\t/src/main.go:10 +0x1d\n\n" "goroutine 22 [select (no cases)]:\nmain.ever()\n\t/src/main.go:11 +0x1d\n\n";
    const auto inspection = openBytes(text);
    QVERIFY(inspection);
    const auto findings = (*inspection)->findings();
    QVERIFY(findings);
    std::map<std::string, std::vector<uint64_t>> found;
    for (const Finding &one : (*findings)->all) {
        found[one.id] = one.goroutines;
        QVERIFY2(one.isCertain != (one.title + one.detail).contains("robably"), one.title.c_str());
    }
    QCOMPARE(found["lock-pile-up"], (std::vector<uint64_t>{10, 11, 12, 13}));
    QCOMPARE(found["never-wakes"], (std::vector<uint64_t>{20}));
    QCOMPARE(found["channel-stuck"], (std::vector<uint64_t>{21}));
    QCOMPARE(found["select-forever"], (std::vector<uint64_t>{22}));
    QCOMPARE(found.size(), size_t(4));
    QVERIFY((*openBytes(oneDump))->findings().value()->all.empty());
    QByteArray overflow
        = "runtime: goroutine stack exceeds 1000000000-byte limit\nfatal error: stack overflow\n\n" "goroutine 1 [running]:\n";
    for (int i = 0; i < 50; ++i)
        overflow += "main.even(0x1)\n\t/src/main.go:7 +0x1d\nmain.odd(0x1)\n\t/src/main.go:9 +0x1d\n";
    const auto deep = (*openBytes(overflow))->findings();
    QVERIFY(deep);
    QCOMPARE((*deep)->all.size(), size_t(1));
    QVERIFY2((*deep)->all.front().title.contains("main.even ← main.odd"), (*deep)->all.front().title.c_str());
}

void TestTextDump::refusesOtherTexts_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("prose") << QByteArray("the goroutine 7 times around the block\n");
    QTest::newRow("source") << QByteArray("// goroutine 1 is main\npackage main\n");
    QTest::newRow("bytes") << QByteArray(1000, '\x80');
}

void TestTextDump::refusesOtherTexts()
{
    QFETCH(const QByteArray, text);
    QVERIFY(!TextDump::isLikely(text.toStdString()));
    QVERIFY(!openBytes(text));
}

QTEST_GUILESS_MAIN(TestTextDump)
#include "tst_textdump.moc"
