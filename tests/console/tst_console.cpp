// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/console/commandhelp.h"
#include "backend/console/console.h"
#include "tests/support/victiminspection.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace Freezeframe;

/// Commands on the sample's core, in every form that the help tells.
class TestConsole : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void answers_data();
    void answers();
    void failures_data();
    void failures();
    void stops_data();
    void stops();
    void selectionMoves();
    void prefixesLeaveTheSelection();
    void displayFollowsTheSelection();
    void settingsCutValues();
    void deferStatements();
    void settingsAreKept();
    void filesOfCommands();
    void transcriptKeepsAnswers();
    void completes();
    void hostileLines();

private:
    struct Answer {
        QString text;
        QString error;
    };
    Answer ask(const QString &line);

    std::unique_ptr<Inspection> m_sample;
    std::unique_ptr<Console> m_console;
};

void TestConsole::initTestCase()
{
    const QList<GoToolchain> toolchains = goToolchains();
    QVERIFY2(!toolchains.isEmpty(), "there is no Go compiler here");
    const auto victim
        = provideVictim({.fixture = QStringLiteral("sample"), .go = toolchains.constLast(), .build = GoBuild::NoOpt});
    QVERIFY2(victim.has_value(), qPrintable(victim.error_or(QString())));
    auto opened = openVictim(*victim);
    QVERIFY(opened.has_value());
    m_sample = std::move(*opened);
}

void TestConsole::init()
{
    m_console = std::make_unique<Console>(*m_sample);
}

TestConsole::Answer TestConsole::ask(const QString &line)
{
    std::string text;
    const auto done = m_console->execute(line.toStdString(), [&text](std::string_view part) { text += part; });
    return {QString::fromStdString(text), done ? QString() : QString::fromStdString(done.error().toString())};
}

void TestConsole::answers_data()
{
    QTest::addColumn<QStringList>("lines"); ///< the last one's answer counts
    QTest::addColumn<QString>("pattern");
    const auto row = [](const char *name, const QStringList &lines, const char *pattern) {
        QTest::newRow(name) << lines << QString::fromUtf8(pattern);
    };
    row("crash", {"crash"}, R"(^panic: runtime error: invalid memory address)");
    row("args after crash", {"crash", "args"}, R"(^c = \(?\*)");
    row("args filtered", {"crash", "args ^k"}, R"(^key = "[^"]+"\n$)");
    row("args verbose", {"crash", "args -v ^key$"}, R"(^key = "[^"]+"  // string at 0x[0-9a-f]+\n$)");
    row("args none", {"crash", "args nosuch"}, R"(^\(no args\)\n$)");
    row("locals", {"crash", "locals"}, R"((?m)^e = .*nil$)");
    row("vars", {"vars -v ^runtime\\.buildVersion$"}, R"(^runtime\.buildVersion = "go1\.)");
    row("print", {"crash", "print c.hits"}, R"(^\d+\n$)");
    row("p", {"crash", "p 1+2*3"}, R"(^7\n$)");
    row("unsafe.Sizeof", {"goroutine 1", "frame 6", "p unsafe.Sizeof(*prices)"}, R"(^40\n$)");
    row("unsafe.Sizeof of a constant", {"p unsafe.Sizeof(\"a\") + unsafe.Sizeof(1)"}, R"(^24\n$)");
    row("unsafe.Offsetof", {"goroutine 1", "frame 6", "p unsafe.Offsetof(prices.ttl)"}, R"(^24\n$)");
    row("unsafe.Alignof", {"goroutine 1", "frame 6", "p unsafe.Alignof(prices.hits) + unsafe.Alignof(true)"},
        R"(^9\n$)");
    row("three indexes", {"goroutine 1", "frame 6", "p pricer.currencies[1:2:3]"},
        R"(^\[\]string len: 1, cap: 2, \["USD"\]\n$)");
    row("print by a verb", {"p %08b 5"}, R"(^00000101\n$)");
    row("print parts by a verb", {"goroutine 1", "frame 6", "p %x pricer.currencies"}, R"(\[455552,555344,)");
    row("print a closure", {"goroutine 1", "frame 6", "p stop"},
        R"((?s)-fm \{\n\t\.this \*os/signal\.signalCtx = .*\n\}\n$)");
    row("whatis a value", {"crash", "whatis c"}, R"(^\*orders-api/internal/cache\.Cache\n$)");
    row("whatis a type", {"crash", "whatis cache.Cache"},
        R"((?s)^struct type, size: \d+ bytes\nReal type: orders-api/internal/cache\.Cache\nFields:\n\tmu .*Methods:\n.*\(\*Cache\)\.Get\n)");
    row("examinemem", {"crash", "examinemem -count 16 -size 8 -x c"},
        R"(^0x[0-9a-f]+:   (0x[0-9a-f]{16}   ){8}\n0x[0-9a-f]+:   (0x[0-9a-f]{16}   ){8}\n$)");
    row("examinemem in binary", {"crash", "x -fmt bin -x c"}, R"(^0x[0-9a-f]+:   [01]{8}   \n$)");
    row("regs", {"regs"}, R"((?m)^ +Rip = 0x[0-9a-f]{16}$)");
    row("goroutines", {"goroutines"}, R"((?m)^  Goroutine 1 - User: /.*\.go:\d+ \S+ \(0x[0-9a-f]+\).*$)");
    row("goroutines counted", {"goroutines"}, R"(\[\d+ goroutines\]\n$)");
    row("goroutines with", {"goroutines -with userloc Append"},
        R"(^(  Goroutine \d+ - User: .*Append.*\n)+\[\d+ goroutines\]\n$)");
    row("goroutines without", {"goroutines -without user"}, R"((?m)^  Goroutine \d+ - User: .*runtime.*$)");
    row("goroutines by start", {"goroutines -s -with startloc runtime.main"}, R"(Goroutine 1 - Start: .*runtime)");
    row("goroutines with stacks", {"goroutines -t 2 -with userloc waitgroup.go"}, R"(\n\t0  0x[0-9a-f]{16} in )");
    row("goroutines by group", {"goroutines -group waitreason"}, R"((?m)^waitreason=chan send\n\t  Goroutine .*\n)");
    row("groups count", {"goroutines -group userloc"}, R"((?m)^\tTotal: \d+$)");
    row("goroutines running a command", {"goroutines -with userloc Janitor -exec frame 0 list"}, R"(=> *\d+:)");
    row("goroutine", {"crash", "goroutine"}, R"(Goroutine \d+:\n\tRuntime: .*\n\tUser: .*\n\tGo: .*\n\tStart: .*\n)");
    row("goroutine with command", {"goroutine 1 stack 1"}, R"(^0  0x[0-9a-f]{16} in \S+\n)");
    row("threads", {"threads"}, R"((?m)^\* Thread \d+ at 0x[0-9a-f]+ .*\[SIGABRT\])");
    row("stack", {"crash", "stack 3"},
        R"(^0  0x[0-9a-f]{16} in \S+\n   at \S+:\d+\n1  0x[0-9a-f]{16} in \S+\n   at \S+:\d+\n2  .*\n.*\n3  .*\n.*\n\(truncated\)\n$)");
    row("whole stack", {"crash", "bt 1000"}, R"(runtime\.goexit\n +at \S+:\d+\n$)");
    row("stack with offsets", {"crash", "stack 1 -offsets"}, R"(frame: -0x[0-9a-f]+ frame pointer [-+]0x[0-9a-f]+\n)");
    row("stack with variables", {"crash", "stack 1000 -full"}, R"(\n +key = "[^"]+"\n)");
    row("frame", {"crash", "frame 2"}, R"(^> .*\nFrame 2: \S+:\d+ \(PC: [0-9a-f]+\)\n)");
    row("up runs a command", {"crash", "up 1 args"}, R"(^\w+ = )");
    row("list", {"crash", "list"}, R"((?m)^=>  44:\t\tif c\.now\(\))");
    row("list a function", {"list cache.Get"}, R"(^Showing \S+cache\.go:\d+ \(PC: 0x[0-9a-f]+\)\n)");
    row("list a line", {"crash", "list cache.go:10"}, R"((?m)^    10:\t)");
    row("disassemble", {"crash", "disassemble"}, R"((?m)^=>\tcache\.go:44\t0x[0-9a-f]+\t[0-9a-f]+ *\t\w+)");
    row("disassemble a function", {"disassemble -l main.main"}, R"(^TEXT main\.main\(SB\) \S+main\.go\n)");
    row("disassemble as Go does", {"config disassemble-flavor go", "crash", "disassemble"},
        R"((?m)^=>\tcache\.go:44\t0x[0-9a-f]+\t[0-9a-f]+ *\t[A-Z]+ .*\n(.*\n)*.*CALL \S+\(SB\)$)");
    row("sources", {"sources cache\\.go$"}, R"((?m)^\S+/internal/cache/cache\.go$)");
    row("funcs", {"funcs cache\\..*Get$"}, R"((?m)^orders-api/internal/cache\.\(\*Cache\)\.Get$)");
    row("types", {"types ^orders-api/internal/cache"}, R"((?m)^orders-api/internal/cache\.Cache$)");
    row("packages", {"packages ^orders-api"}, R"((?m)^orders-api/internal/cache$)");
    row("libraries", {"libraries"}, R"(^0\. 0x[0-9a-f]+ \S+)");
    row("config", {"config -list"}, R"((?m)^max-string-len +\d+$)");
    row("target", {"target list"}, R"(^\*\t\d+ )");
    row("waits", {"goroutines", "waits 1"}, R"(^Goroutine 1 waits)");
    row("count", {"count"}, R"(^\d+\n$)");
    row("count by group", {"count -group status"}, R"((?m)^ +\d+  status=waiting$)");
    row("find an address", {"crash", "find c"}, R"((?m)^0x[0-9a-f]+  )");
    row("find into an object", {"crash", "find -into uintptr(c) uintptr(c)+8"}, R"((?m)^0x[0-9a-f]+  )");
    row("find by another case", {"find -max 2 -i \"ORDERS-api/INTERNAL/cache\""},
        R"(^0x[0-9a-f]+  .*\n0x[0-9a-f]+  .*\nthe first 2\n$)");
    row("find bytes", {"find -bytes 6f 72 ?? 65 72 73 2d 61 70 69"}, R"(^0x[0-9a-f]+  )");
    row("find an integer", {"find -max 1 -int 1 255"}, R"(^0x[0-9a-f]+  )");
    row("regions", {"regions"}, R"((?m)^0x[0-9a-f]+ 0x[0-9a-f]+ rw- +\d+  in the core +Go heap$)");
    row("regions of a stack", {"regions stack"}, R"((?m) rw- +\d+  in the core +stack of thread \d+$)");
    row("regions of code", {"regions code of"}, R"((?m) r-x +\d+  (from its file|in the core) +code of /)");
    row("layout", {"layout orders-api/internal/cache.Cache"},
        R"((?m)\A.*cache\.Cache: struct, 40 bytes\noffset   size  field\n     0      8  mu +sync\.Mutex$)");
    row("layout by a short name", {"crash", "layout cache.entry"},
        R"(^orders-api/internal/cache\.entry: struct, 48 bytes\n)");
    row("layout with padding", {"layout runtime.mutex"}, R"(^runtime\.mutex: struct, \d+ bytes)");
    row("layout of a pointer's value", {"crash", "layout c"},
        R"((?s)^orders-api/internal/cache\.Cache: struct.*\nmethods\n.*\(\*Cache\)\.Get\n)");
    row("layout of a number", {"layout int"}, R"(^int: int, 8 bytes\n$)");
    row("variables of ours first", {"vars"}, R"(\A(main|orders-api))");
    row("no such region", {"regions nonexistent"}, R"(^no such region\n$)");
    row("find text", {"find \"orders-api/internal/cache\""}, R"(^0x[0-9a-f]+  )");
    row("print over lines", {"crash", "print *c"},
        R"((?s)^orders-api/internal/cache\.Cache \{\n\tmu: sync\.Mutex \{\n\t\t.*\n\t\},\n\tentries: map\[string\]\*orders-api/internal/cache\.entry \[\n\t\t"ord-\d+/...": .*,\n\t\],\n\thits: \d+,\n.*\n\}\n$)");
    row("print on one line", {"crash", "print c.hits"}, R"(^\d+\n$)");
    row("count by words", {"count wait:mutex"}, R"(^\d\d\n$)");
    row("filter", {"filter wait:mutex -label:tenant"},
        R"(^(  Goroutine \d+ - User: [^\n]*sync\.Mutex\.Lock[^\n]*\n)+\[\d+ of \d+ goroutines\]\n$)");
    row("filter, none", {"filter id:1 id:2"}, R"(^\[0 of \d+ goroutines\]\n$)");
    row("group", {"group wait"},
        R"((?m)^ +\d+  sync\.Mutex\.Lock\n {10}\[waiting: sync\.Mutex\.Lock.*\]  goroutines \d+, \d+, \d+, \d+, \d+, …$)");
    row("stacks", {"stacks wait:mutex"},
        R"((?s)^ +\d+  [^\n]+\n.* +\d+ +sync\.\(\*Mutex\)\.Lock\n.*  \[waiting: sync\.Mutex\.Lock\]\n.*\[\d+ goroutines in \d+ stacks\]\n$)");
    row("stacks of none", {"stacks id:1 id:2"}, R"(^\[0 goroutines in 0 stacks\]\n$)");
    row("group of words", {"group label:tenant wait:mutex"}, R"((?m)^ +\d+  tenant=eu-1-03$)");
    row("table over words", {"table 1+1 over func:Append"}, R"(^( +\d+  2\n)+)");
    row("table", {"table 1+1 over -with userloc Append"}, R"(^( +\d+  2\n)+$)");
    row("help", {"help"}, R"(The following commands are available:)");
    row("help of a command", {"help goroutines"},
        R"((?s)List program goroutines\..*-with.*When to use it:.*Aliases: grs)");
    row("help of a parameter", {"help config tab"}, R"(tab character)");
    row("comment", {"# nothing"}, R"(^$)");
    row("breakpoints", {"breakpoints"}, R"(^$)");
}

void TestConsole::answers()
{
    QFETCH(QStringList, lines);
    QFETCH(QString, pattern);
    Answer answer;
    for (const QString &line : lines) {
        answer = ask(line);
        QVERIFY2(answer.error.isEmpty(), qPrintable(line + QStringLiteral(": ") + answer.error));
    }
    const QRegularExpression expression(pattern);
    QVERIFY2(expression.isValid(), qPrintable(expression.errorString()));
    QVERIFY2(expression.match(answer.text).hasMatch(), qPrintable(answer.text.left(2000)));
}

void TestConsole::failures_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char *line, const char *sentence) { QTest::newRow(line) << line << sentence; };
    row("explode", "command not available: \"explode\"");
    row("gorutine", "did you mean goroutine?");
    row("goroutine 999999", "unknown goroutine 999999");
    row("goroutine one", "goroutine needs a number");
    row("thread 1", "thread does not exist: 1");
    row("thread", "you must specify a thread");
    row("frame", "not enough arguments");
    row("frame 99999", "Frame 99999 does not exist");
    row("down", "Invalid frame -1");
    row("up x", "a number of frames is needed");
    row("stack many", "depth must be a number");
    row("stack -mode fast", "expected normal, simple or fromg");
    row("print", "not enough arguments");
    row("print nosuch", "nosuch");
    row("print unsafe.Offsetof(1)", "takes a field: x.f");
    row("print unsafe.Sizeof()", "takes one value");
    row("print unsafe.Nosuch(1)", "unsafe");
    row("print \"abc\"[0:1:2]", "takes two indexes");
    row("print os.Args[0:1:99]", "is out of range: capacity");
    row("print os.Args[0:1:0]", "is out of range: capacity");
    row("print os.Args[1::2]", "needs the second and the third");
    row("print os.Args[0:1:2:3]", "column");
    row("print %z 1", "%z is none of them");
    row("print %x", "not enough arguments");
    row("whatis nosuch", "nosuch");
    row("args (", "error parsing the regular expression");
    row("x 12z", "is no number");
    row("x -size 9 0", "size must be a positive integer (<=8)");
    row("x -count 0 0", "count/len must be a positive integer");
    row("x -fmt roman 0", "\"roman\" is not a valid format");
    row("x 0x10", "0x10");
    row("disassemble -a 1", "wrong number of arguments");
    row("disassemble -a 1 z", "\"z\" is not a number");
    row("list nosuch", "location \"nosuch\" not found");
    row("list *0x10", "there is no function at 0x10");
    row("deferred 1", "not enough arguments");
    row("deferred 0 args", "greater than 0");
    row("config", "wrong number of arguments");
    row("config max-string-len much", "max-string-len is a number");
    row("display -d 7", "not displayed: 7");
    row("source", "wrong number of arguments");
    row("source /nonexistent", "/nonexistent");
    row("target switch 1", "a core holds one process");
    row("libraries -d 0", "nothing is fetched");
    row("find", "find \"TEXT\"");
    row("find -bytes 4", "pairs of hexadecimal digits");
    row("find -bytes ??", "one byte at least");
    row("find -int 3 7", "1, 2, 4 or 8");
    row("find -int 1 256", "does not fit");
    row("find -int 4", "find -int");
    row("find -into 0x2000 0x1000", "before the beginning");
    row("find -max 0 7", "-max takes");
    row("find -i 7", "-i is for");
    row("filter", "filter WORDS");
    row("filter wait:>soon", "not understood: wait:>soon");
    row("stacks wait:>soon", "not understood: wait:>soon");
    row("count func:/(/", "not understood: func:/(/");
    row("group", "group BY");
    row("group none", "group BY");
    row("group label:", "group BY");
    row("group wait wait:>x", "not understood: wait:>x");
    row("table", "table EXPRESSION");
    for (const char *running : {"continue", "c", "next", "step", "stepout", "restart", "rebuild", "rewind", "rev next",
                                "call f()", "jump 3", "check", "si", "ni"})
        row(running, "can not continue execution of core process");
    for (const char *breaking :
         {"break main.main", "clear 1", "clearall", "cond 1 a == 2", "on 1 print x", "toggle 1", "trace f", "watch x"})
        row(breaking, "can not write a breakpoint to a core file");
    row("set x = 1", "can not write to a core");
    row("dump x", "this is a core already");
}

void TestConsole::failures()
{
    QFETCH(QString, line);
    QFETCH(QString, sentence);
    const Answer answer = ask(line);
    QVERIFY2(answer.error.contains(sentence), qPrintable(answer.error + answer.text));
}

void TestConsole::stops_data()
{
    QTest::addColumn<QString>("line");
    for (const char *line : {"goroutines", "goroutines -t", "goroutines -exec stack", "filter /./", "table 1+1"})
        QTest::newRow(line) << line;
}

/// Asked to stop with its first piece, a command of many ends after a few.
void TestConsole::stops()
{
    QFETCH(const QString, line);
    std::stop_source stop;
    QByteArray text;
    const auto done = m_console->execute(
        line.toStdString(),
        [&](std::string_view piece) {
            text.append(piece.data(), qsizetype(piece.size()));
            stop.request_stop();
        },
        stop.get_token());
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::Cancelled);
    QVERIFY2(!text.isEmpty() && text.count("\n") < 60, text.constData());
    QVERIFY(ask(line).text.count(QLatin1Char('\n')) > 100); // and the next one is not
}

void TestConsole::selectionMoves()
{
    ask(QStringLiteral("goroutine 1"));
    QCOMPARE(m_console->selected().owner.id, uint64_t(1));
    ask(QStringLiteral("up 2"));
    QCOMPARE(m_console->selected().frame, size_t(2));
    ask(QStringLiteral("down"));
    QCOMPARE(m_console->selected().frame, size_t(1));
    ask(QStringLiteral("goroutine 1")); // again: the frame is the innermost
    QCOMPARE(m_console->selected().frame, size_t(0));
    const Answer moved = ask(QStringLiteral("crash"));
    QVERIFY(m_console->selected().owner.id == m_sample->crash()->goroutine);
    QVERIFY2(moved.error.isEmpty(), qPrintable(moved.error));
}

void TestConsole::prefixesLeaveTheSelection()
{
    ask(QStringLiteral("goroutine 1"));
    const ConsoleScope before = m_console->selected();
    const uint64_t crashed = m_sample->crash()->goroutine.value_or(0);
    const Answer answer = ask(
        QStringLiteral("goroutine %1 frame %2 print c.hits").arg(crashed).arg(m_sample->crash()->frame.value_or(0)));
    QVERIFY2(answer.error.isEmpty(), qPrintable(answer.error));
    QVERIFY(QRegularExpression(QStringLiteral("^\\d+\n$")).match(answer.text).hasMatch());
    QVERIFY(m_console->selected() == before);
}

void TestConsole::displayFollowsTheSelection()
{
    ask(QStringLiteral("crash"));
    QCOMPARE(ask(QStringLiteral("display -a key")).error, QString());
    QVERIFY(ask(QStringLiteral("up")).text.contains(QLatin1String("0: key = ")));
    ask(QStringLiteral("display -d 0"));
    QVERIFY(!ask(QStringLiteral("down")).text.contains(QLatin1String("0: key = ")));
}

void TestConsole::settingsCutValues()
{
    ask(QStringLiteral("crash"));
    const QString whole = ask(QStringLiteral("print key")).text;
    QVERIFY(!whole.contains(QLatin1String("more")));
    ask(QStringLiteral("config max-string-len 3"));
    QVERIFY(ask(QStringLiteral("print key")).text.contains(QLatin1String("...+")));
    QVERIFY(ask(QStringLiteral("args ^key")).text.contains(QLatin1String("...+")));
}

/// Where the statement stands, not where the frame has gone on to.
void TestConsole::deferStatements()
{
    static const QRegularExpression place(QStringLiteral("deferred by main\\.run at (\\S+):(\\d+)\n"));
    const QRegularExpressionMatch match = place.match(ask(QStringLiteral("goroutine 1 stack -defer")).text);
    QVERIFY(match.hasMatch());
    QFile source(match.captured(1));
    QVERIFY(source.open(QIODevice::ReadOnly));
    const QByteArrayList lines = source.readAll().split('\n');
    QVERIFY2(lines.value(match.captured(2).toInt() - 1).contains("defer "), qPrintable(match.captured()));
}

void TestConsole::settingsAreKept()
{
    const QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("not/there/console")).toStdString();
    std::string told;
    const auto sink = [&told](std::string_view text) { told += text; };
    QVERIFY(ask(QStringLiteral("config -save")).error.contains(QLatin1String("--init FILE")));
    QVERIFY(m_console->setSettingsFile(path, sink));
    for (const char *line :
         {"config max-string-len 7", "config show-raw-strings true", "config prompt \"a \\\"b\\\" \\\\ \"",
          "config alias print \"pp\"", "config substitute-path \"/a b\" /c", "config tab \"  \"",
          "config disassemble-flavor go", "config debug-info-directories -add /d"})
        QVERIFY2(ask(QString::fromLatin1(line)).error.isEmpty(), line);
    QVERIFY(ask(QStringLiteral("config -save")).text.startsWith(QLatin1String("saved in ")));
    const auto kept = m_console->settings().list();
    Console next(*m_sample);
    QVERIFY(next.settings().list() != kept);
    QVERIFY(next.setSettingsFile(path, sink));
    QCOMPARE(told, std::string());
    QVERIFY(next.settings().list() == kept);
    QCOMPARE(next.settings().prompt, std::string("a \"b\" \\ "));
    // A line that is wrong is told, the others count.
    QFile file(QString::fromStdString(path));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("config max-string-len many\n\nconfig max-array-values 3\n");
    file.close();
    Console third(*m_sample);
    QVERIFY(third.setSettingsFile(path, sink));
    QVERIFY2(told.contains("max-string-len is a number"), told.c_str());
    QCOMPARE(third.settings().maxArrayValues, uint64_t(3));
    // What can't be written says so, and nothing is lost.
    QVERIFY(third.setSettingsFile("/proc/nowhere/console", sink));
    std::string text;
    const auto done = third.execute("config -save", [&text](std::string_view piece) { text += piece; });
    QVERIFY(!done && done.error().toString().contains("can't be written"));
}

void TestConsole::filesOfCommands()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("commands"));
    const auto write = [&path](const QByteArray &text) {
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
    };
    QVERIFY(write("# a comment\ngoroutine 1\nnosuch\nprint 1+1\n"));
    const Answer answer = ask(QStringLiteral("source ") + path);
    QVERIFY(answer.text.contains(QLatin1String("Switched from")));
    QVERIFY(answer.text.contains(path + QLatin1String(":3: command not available")));
    QVERIFY(answer.text.endsWith(QLatin1String("2\n")));
    QVERIFY(write("source " + path.toUtf8() + "\n")); // itself
    QVERIFY(ask(QStringLiteral("source ") + path).error.contains(QLatin1String("too many commands")));
    QVERIFY(write("print 1\nexit\nprint 2\n"));
    QCOMPARE(ask(QStringLiteral("source ") + path).text, QStringLiteral("1\n"));
    QVERIFY(m_console->isFinished());
}

void TestConsole::transcriptKeepsAnswers()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("transcript"));
    QCOMPARE(ask(QStringLiteral("transcript ") + path).error, QString());
    ask(QStringLiteral("print 40+2"));
    ask(QStringLiteral("nosuch"));
    ask(QStringLiteral("transcript -off"));
    ask(QStringLiteral("print 43"));
    const QByteArray kept = fileContent(path);
    QVERIFY2(kept.contains("print 40+2\n42\n"), kept.constData());
    QVERIFY(kept.contains("Command failed: command not available"));
    QVERIFY(!kept.contains("43"));
    QVERIFY(ask(QStringLiteral("transcript -x ") + path).text.isEmpty());
    QVERIFY(ask(QStringLiteral("print 44")).text.isEmpty());
    ask(QStringLiteral("transcript -off"));
    QVERIFY(fileContent(path).contains("44"));
    QVERIFY(!ask(QStringLiteral("transcript /nonexistent/file")).error.isEmpty());
}

void TestConsole::completes()
{
    ask(QStringLiteral("crash"));
    const auto commands = m_console->completions("gorou");
    QCOMPARE(commands, (std::vector<std::string>{"goroutine", "goroutines"}));
    QVERIFY(std::ranges::contains(m_console->completions("print ke"), "key"));
    QVERIFY(std::ranges::contains(m_console->completions("print c.en"), "c.entries"));
    QVERIFY(std::ranges::contains(m_console->completions("print len(c.en"), "c.entries"));
    QVERIFY(std::ranges::contains(m_console->completions("print cache.Ne"), "cache.New"));
    QVERIFY(std::ranges::contains(m_console->completions("layout orders-api/internal/cache.C"),
                                  "orders-api/internal/cache.Cache"));
    QVERIFY(m_console->completions("print c.zz").empty());
    QVERIFY(std::ranges::contains(m_console->completions("list orders-api/internal/cache.(*Cache).Ge"),
                                  "orders-api/internal/cache.(*Cache).Get"));
}

void TestConsole::hostileLines()
{
    QVERIFY(!ask(QStringLiteral("print ") + QString(1 << 21, QLatin1Char('('))).error.isEmpty());
    QVERIFY(!ask(QStringLiteral("print ") + QString(20'000, QLatin1Char('('))).error.isEmpty());
    QVERIFY(!ask(QString(QStringLiteral("frame 0 ")).repeated(1000) + QLatin1String("print 1")).error.isEmpty());
    QVERIFY(!ask(QStringLiteral("goroutine 18446744073709551616")).error.isEmpty());
    QVERIFY(!ask(QStringLiteral("x -count 99999999999 -size 8 0x0")).error.isEmpty());
    const Answer odd = ask(QStringLiteral("\x1b]0;title\x07"));
    QVERIFY(odd.error.contains(QLatin1String("command not available")));
}

QTEST_GUILESS_MAIN(TestConsole)
#include "tst_console.moc"
