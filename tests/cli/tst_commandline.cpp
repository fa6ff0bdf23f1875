// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "cli/commandline.h"
#include "cli/commands.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sstream>

using namespace Freezeframe;

class TestCommandLine : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void usageErrors_data();
    void usageErrors();
    void takesAllOptions();
    void expressionsMayLookLikeNumbers();
    void helpNamesEveryOption();
    void unreadableCores_data();
    void unreadableCores();
};

namespace
{

struct Run {
    int status = -1;
    std::string out;
    std::string errors;
};

Run run(const std::vector<std::string> &arguments)
{
    std::ostringstream out;
    std::ostringstream errors;
    Run result;
    result.status = runCommand(arguments, out, errors);
    result.out = out.str();
    result.errors = errors.str();
    return result;
}

}

void TestCommandLine::usageErrors_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("nothing") << QStringList{} << "a command is missing";
    QTest::newRow("unknown verb") << QStringList{"explode", "core"} << "there is no command explode";
    QTest::newRow("no core") << QStringList{"report"} << "report needs a core";
    QTest::newRow("no expression") << QStringList{"eval", "core"} << "eval needs an expression";
    QTest::newRow("two cores") << QStringList{"report", "a", "b"} << "one core at a time";
    QTest::newRow("unknown option") << QStringList{"report", "a", "--frobnicate"} << "there is no option --frobnicate";
    QTest::newRow("value missing") << QStringList{"report", "a", "--exe"} << "--exe needs a value";
    QTest::newRow("not a number") << QStringList{"report", "a", "--goroutine", "x"}
                                  << "--goroutine needs a number, not x";
    QTest::newRow("traceback elsewhere") << QStringList{"eval", "a", "--format", "traceback", "y"}
                                         << "--format traceback goes with report";
    QTest::newRow("no group")
        << QStringList{"report", "a", "--group", "colour"}
        << "--group is stack, function, user, current, start, created, state, wait, label:KEY or none, not colour";
    QTest::newRow("no filter") << QStringList{"report", "a", "--filter", "wait:>soon"}
                               << "--filter: not understood: wait:>soon";
    QTest::newRow("filter elsewhere") << QStringList{"eval", "a", "--filter", "x", "y"} << "--filter goes with report";
    QTest::newRow("group elsewhere") << QStringList{"eval", "a", "--group", "wait", "y"} << "--group goes with report";
    QTest::newRow("number too large") << QStringList{"report", "a", "--goroutine", "99999999999999999999999"}
                                      << "needs a number";
    QTest::newRow("format") << QStringList{"report", "a", "--format", "xml"}
                            << "--format is text, json or, of report, traceback, not xml";
    QTest::newRow("source map") << QStringList{"report", "a", "--source-map", "/x"}
                                << "--source-map needs RECORDED=HERE";
    QTest::newRow("secrets of a report") << QStringList{"report", "a", "--show-secrets"}
                                         << "--show-secrets goes with inflight";
    QTest::newRow("compare with nothing") << QStringList{"compare", "a"} << "compare needs two cores";
    QTest::newRow("compare with two") << QStringList{"compare", "a", "b", "c"} << "compare needs two cores";
    QTest::newRow("inflight of two") << QStringList{"inflight", "a", "b"} << "one core at a time";
    QTest::newRow("console from a pipe") << QStringList{"console", "-"} << "the core needs a file";
    QTest::newRow("profile of nothing") << QStringList{"profile", "a", "-o", "b"}
                                        << "profile needs --kind heap, allocs, block, mutex or goroutine";
    QTest::newRow("profile of what") << QStringList{"profile", "a", "-o", "b", "--kind", "cpu"}
                                     << "--kind is heap, allocs, block, mutex or goroutine, not cpu";
    QTest::newRow("profile to nowhere") << QStringList{"profile", "a", "--kind", "heap"} << "profile needs -o FILE";
    QTest::newRow("profile to") << QStringList{"profile", "a", "--kind", "heap", "-o"} << "needs a value";
    QTest::newRow("kind elsewhere") << QStringList{"report", "a", "--kind", "heap"} << "--kind goes with profile";
    QTest::newRow("kind of a trace") << QStringList{"trace", "a", "-o", "b", "--kind", "heap"}
                                     << "--kind goes with profile";
    QTest::newRow("trace to nowhere") << QStringList{"trace", "a"} << "trace needs -o FILE";
    QTest::newRow("output elsewhere") << QStringList{"report", "a", "--output", "b"}
                                      << "--output goes with profile and trace";
    QTest::newRow("full report") << QStringList{"report", "a", "--full"} << "--full goes with eval";
    QTest::newRow("raw report") << QStringList{"report", "a", "--raw"} << "--raw goes with eval";
    QTest::newRow("raw json") << QStringList{"eval", "a", "--raw", "--json", "x"} << "JSON do not go with it";
    QTest::newRow("raw twice") << QStringList{"eval", "a", "--raw", "x", "y"} << "--raw goes with one expression";
    QTest::newRow("full and a part") << QStringList{"eval", "a", "--full", "--max-string", "7", "x"}
                                     << "take one of them";
    QTest::newRow("string without variables")
        << QStringList{"report", "a", "--max-string", "7"} << "goes with eval and with report --variables";
    QTest::newRow("string of letters") << QStringList{"eval", "a", "--max-string", "x", "y"}
                                       << "--max-string needs a number, not x";
    QTest::newRow("force alone") << QStringList{"report", "a", "--force"} << "--force goes with --exe FILE";
}

void TestCommandLine::usageErrors()
{
    QFETCH(QStringList, words);
    QFETCH(QString, sentence);
    std::vector<std::string> arguments;
    for (const QString &word : words)
        arguments.push_back(word.toStdString());
    const Run result = run(arguments);
    QCOMPARE(result.status, int(ExitStatus::Usage));
    QVERIFY2(QString::fromStdString(result.errors).contains(sentence), result.errors.c_str());
    QVERIFY(result.out.empty());
}

void TestCommandLine::takesAllOptions()
{
    const auto line
        = parseCommandLine({"report",      "--exe=/x", "c.core",           "--force",      "--format",    "json",
                            "--goroutine", "1",        "--goroutine=8812", "--stacks",     "--variables", "--threads",
                            "--depth",     "7",        "--source-map",     "/build=/home", "--debug-dir", "/d",
                            "--debug-dir", "/e",       "--debuginfod",     "--root",       "/r"});
    QVERIFY(line);
    QCOMPARE(line->open.core, "c.core");
    QCOMPARE(line->open.files.executable, "/x");
    QVERIFY(line->open.files.force);
    QVERIFY(line->json);
    QCOMPARE(line->report.goroutines, (std::vector<uint64_t>{1, 8812}));
    QVERIFY(line->report.stacks && line->report.variables && line->report.threads);
    QCOMPARE(line->report.depth, size_t(7));
    QCOMPARE(line->open.sourceMap.front().first, "/build");
    QCOMPARE(line->open.sourceMap.front().second, "/home");
    QCOMPARE(line->open.files.debugDirectories, (std::vector<std::string>{"/usr/lib/debug", "/d", "/e"}));
    QVERIFY(line->debuginfod);
    QVERIFY(!line->open.files.fetch); // parsing asks nobody
    QCOMPARE(line->open.files.roots.back(), "/r");
}

void TestCommandLine::expressionsMayLookLikeNumbers()
{
    const auto line = parseCommandLine({"eval", "core", "--goroutine", "1", "--frame", "2", "-1", "a[0]", "--", "--x"});
    QVERIFY(line);
    QCOMPARE(line->goroutine, std::optional<uint64_t>(1));
    QCOMPARE(line->frame, std::optional<uint64_t>(2));
    QCOMPARE(line->expressions, (std::vector<std::string>{"-1", "a[0]", "--x"}));
}

void TestCommandLine::helpNamesEveryOption()
{
    const Run help = run({"--help"});
    QCOMPARE(help.status, 0);
    for (const char *word :
         {"--exe",       "--force",   "--format",       "--goroutine",  "--thread",    "--frame",      "--stacks",
          "--variables", "--threads", "--depth",        "--source-map", "--debug-dir", "--debuginfod", "--root",
          "report",      "eval",      "disassemble",    "source",       "ps",          "doctor",       "abort",
          "cores",       "quit",      "--json",         "--all",        "--wait",      "--signal",     "--max-string",
          "--full",      "--raw",     "console",        "--init",       "profile",     "--kind",       "--output",
          "inflight",    "compare",   "--show-secrets", "trace"})
        QVERIFY2(help.out.find(word) != std::string::npos, word);
    QCOMPARE(run({"report", "--help"}).out, help.out);
    QVERIFY(run({"--version"}).out.starts_with("freezeframe-cli "));
}

void TestCommandLine::unreadableCores_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("empty") << QByteArray() << "empty";
    QTest::newRow("text") << QByteArray("hello, I am no core\n") << "a text file";
    QTest::newRow("script") << QByteArray("#!/bin/sh\nexit 0\n") << "script";
    QTest::newRow("zeros") << QByteArray(8192, '\0') << "zero";
}

void TestCommandLine::unreadableCores()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, sentence);
    const QTemporaryDir folder;
    QFile file(folder.filePath("input"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    const Run result = run({"report", "--format", "json", file.fileName().toStdString()});
    QCOMPARE(result.status, int(ExitStatus::Unreadable));
    QVERIFY(result.out.empty());
    QCOMPARE(std::ranges::count(result.errors, '\n'), 1);
    QVERIFY2(QString::fromStdString(result.errors).contains(sentence), result.errors.c_str());
}

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
