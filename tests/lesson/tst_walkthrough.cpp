// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/console/commandhelp.h"
#include "backend/lesson/childrun.h"
#include "backend/lesson/walkthrough.h"
#include "backend/live/corepattern.h"
#include "cli/commands.h"
#include "tests/support/victim.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

#include <sstream>

using namespace Freezeframe;

/// The whole walkthrough, done for real in one folder: as the program does it, then its commands in a shell.
class TestWalkthrough : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void does_data();
    void does();
    void answers_data();
    void answers();
    void withoutGo();
    void withoutAnything();
    void withoutRights();
    void typed();
    void besideDelve();
    void goesOn();
    void byHand_data();
    void byHand();
    void listed();

private:
    QTemporaryDir m_folder;
    std::unique_ptr<Walkthrough> m_walkthrough;
};

namespace
{

std::string withPath()
{
    const QString cli = QFileInfo(QStringLiteral(FREEZEFRAME_CLI)).absolutePath();
    const QString home = QDir::homePath() + QStringLiteral("/go/bin");
    return QStringLiteral("PATH=%1:%2:%3").arg(cli, home, qEnvironmentVariable("PATH")).toStdString();
}

bool fits(const std::string &text, const QString &pattern)
{
    const QRegularExpression wanted(pattern, QRegularExpression::DotMatchesEverythingOption);
    return wanted.isValid() && wanted.match(QString::fromStdString(text)).hasMatch();
}

}

void TestWalkthrough::initTestCase()
{
    const auto toolchains = goToolchains();
    if (toolchains.isEmpty())
        QSKIP("there is no Go compiler here");
    if (CorePattern::read(SystemPaths::ofThisMachine()).text != "core")
        QSKIP("cores are no files in the program's folder here");
    const QString go = QFileInfo(toolchains.constLast().program).absolutePath();
    qputenv("PATH", QString(go + ":" + qEnvironmentVariable("PATH")).toUtf8());
    QVERIFY(m_folder.isValid());
    m_walkthrough = std::make_unique<Walkthrough>(m_folder.filePath("my lesson").toStdString());
}

void TestWalkthrough::does_data()
{
    QTest::addColumn<QString>("output");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char *task, const char *output, const char *sentence) {
        QTest::newRow(task) << QString::fromUtf8(output) << QString::fromUtf8(sentence);
    };
    row("crash.build", "", "is built with go1\\.");
    row("crash.plain", "^order 4711\npanic: .*index out of range \\[3\\].*main\\.total", "status 2 .* left no core");
    row("crash.traceback", "goroutine 2 .*runtime\\.gopark", "ended by SIGABRT .* left no core");
    row("crash.limit", "\n0\n", "from 0 to ");
    row("crash.pattern", "kernel\\.core_pattern = core\n", "files in the folder .*/crash/core");
    row("crash.set-pattern", "", "Nothing needs to be set");
    row("crash.core", "goroutine 2 ", "left a core: .*/my lesson/crash/core");
    row("what.picture", "STATUS.*ended by +SIGABRT.*MEMORY.*Go heap", "my lesson/crash/core");
    row("open.open", "index out of range \\[3\\] with length 3.*main\\.total", "is open");
    row("open.continue", "nothing in it can run", "refused");
    row("open.list", "=>.*sum \\+= o\\.prices\\[i\\]", "list answered");
    row("open.stack", "main\\.total.*main\\.main", "stack answered");
    row("open.goroutines", "Goroutine 1 ", "goroutines answered");
    row("open.threads", "Thread ", "threads answered");
    row("signal.build", "", "is built");
    row("signal.quit", "i = 3\n.*SIGQUIT", "SIGQUIT.*with a core: ");
    row("signal.abort-plain", "SIGABRT: abort", "status 2, without a core");
    row("signal.abort", "SIGABRT: abort", "SIGABRT.*with a core: ");
    row("capture.capture", "", "stood still for [\\d.]+ ms.*The core is ");
    row("capture.open", "no crash", "is open");
    row("live.look", "frame 2: i = \\d+\n.*frame 2: i = \\d+\n", "i was (\\d+) and then ");
    row("live.keep", "", "kept as .*live-loop");
    row("live.open", "no crash", "is open");
    row("live.value", "goroutine \\d+ frame 2 print i\n\\d+\n", "i was \\d+; the loop itself");
    row("commands.sample", "nil pointer dereference", "is open");
    row("commands.each", "print c\\.hits\n    \\d+\n", "(\\d+) of \\1 commands");
}

void TestWalkthrough::does()
{
    QFETCH(const QString, output);
    QFETCH(const QString, sentence);
    const LessonTask *task = m_walkthrough->taskAt(QTest::currentDataTag());
    QVERIFY(task);
    QVERIFY(!m_walkthrough->needsConsent(*task));
    const LessonOutcome outcome = m_walkthrough->perform(*task);
    QVERIFY2(outcome.state == LessonOutcome::State::Done, outcome.sentence.c_str());
    QVERIFY2(fits(outcome.sentence, sentence), outcome.sentence.c_str());
    QVERIFY2(fits(outcome.output, output), outcome.output.c_str());
    QVERIFY(m_walkthrough->progress().isDone(task->id));
    if (task->doctor.empty())
        return;
    if (task->deed != "set-pattern")
        QVERIFY(!outcome.doctor.empty());
    if (task->deed == "limit") {
        QCOMPARE(outcome.doctor.front().before, CheckState::Failed);
        QCOMPARE(outcome.doctor.front().now, CheckState::Good);
    }
}

void TestWalkthrough::answers_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isRight");
    QTest::newRow("exercise.one") << "1 and 2" << false;
    QTest::newRow("exercise.two") << "3" << false;
    QTest::newRow("exercise.three") << "to" << false;
    QTest::newRow("exercise.one, right") << "" << true; // told by the core's findings
    QTest::newRow("exercise.two, right") << "8 goroutines" << true;
    QTest::newRow("exercise.three, right") << "p.to.Home." << true;
}

void TestWalkthrough::answers()
{
    QFETCH(QString, text);
    QFETCH(const bool, isRight);
    const QString id = QString::fromUtf8(QTest::currentDataTag()).section(QLatin1Char(','), 0, 0);
    const LessonTask *task = m_walkthrough->taskAt(id.toStdString());
    const LessonOutcome opened = m_walkthrough->perform(*task);
    QVERIFY2(!opened.open.core.empty(), opened.sentence.c_str());
    QVERIFY(!opened.isDone()); // the answer counts
    if (text.isEmpty()) {
        std::string answer;
        std::vector<std::string> done;
        QVERIFY(m_walkthrough->type("goroutines -with stack main.pay", answer, done).has_value());
        static const QRegularExpression number(QStringLiteral("Goroutine (\\d+)"));
        for (auto all = number.globalMatch(QString::fromStdString(answer)); all.hasNext();)
            text += all.next().captured(1) + QLatin1Char(' ');
    }
    const LessonOutcome outcome = m_walkthrough->answer(*task, text.toStdString());
    QVERIFY2(outcome.isDone() == isRight, qPrintable(text + QString::fromStdString(outcome.sentence)));
    QCOMPARE(m_walkthrough->progress().isDone(task->id), isRight);
}

/// With a go that builds nothing: recorded programs run here, and their sources are found.
void TestWalkthrough::withoutGo()
{
    if (!QFile::exists(QStringLiteral(FREEZEFRAME_RECORDINGS "/crash.core.zst")))
        QSKIP("no recordings were made");
    const QByteArray path = qgetenv("PATH");
    const auto restore = qScopeGuard([&] { qputenv("PATH", path); });
    QFile go(m_folder.filePath("nogo/go"));
    QVERIFY(QDir(m_folder.path()).mkpath("nogo") && go.open(QIODevice::WriteOnly));
    go.write("#!/bin/sh\nexit 1\n");
    go.close();
    QVERIFY(go.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    qputenv("PATH", QFileInfo(go).absolutePath().toUtf8() + ":" + path);
    qputenv("FREEZEFRAME_RECORDINGS", FREEZEFRAME_RECORDINGS);
    Walkthrough other(m_folder.filePath("recorded").toStdString());
    const LessonOutcome shown = other.perform(*other.taskAt("what.picture"));
    QVERIFY2(shown.isDone() && shown.output.contains("SIGABRT"), shown.sentence.c_str());
    const LessonOutcome built = other.perform(*other.taskAt("crash.build"));
    QVERIFY2(built.state == LessonOutcome::State::Recorded, built.sentence.c_str());
    QVERIFY(fits(built.sentence, "could not be built.*There is no Go toolchain here"));
    QVERIFY(other.progress().marks().at("crash.build").isRecorded);
    QVERIFY(other.perform(*other.taskAt("crash.core")).state == LessonOutcome::State::Done);
    const LessonOutcome list = other.perform(*other.taskAt("open.list"));
    QVERIFY2(fits(list.output, "sum \\+= o\\.prices"), list.output.c_str());
    QVERIFY(other.perform(*other.taskAt("exercise.one")).open.core.starts_with(other.place().folder()));
}

/// Without Go and without recordings: sentences, and nothing counts.
void TestWalkthrough::withoutAnything()
{
    const QByteArray path = qgetenv("PATH");
    const auto restore = qScopeGuard([&] { qputenv("PATH", path); });
    qputenv("PATH", m_folder.filePath("nogo").toUtf8() + ":" + path);
    if (!QFile::exists(m_folder.filePath("nogo/go")))
        QSKIP("no recordings were made");
    // What is beside the program of this test are no recordings.
    qunsetenv("FREEZEFRAME_RECORDINGS");
    Walkthrough other(m_folder.filePath("nothing").toStdString());
    for (const char *id :
         {"what.picture", "crash.build", "crash.plain", "crash.core", "open.open", "open.list", "signal.quit",
          "capture.capture", "live.look", "live.keep", "live.value", "commands.each", "exercise.one"}) {
        const LessonOutcome outcome = other.perform(*other.taskAt(id));
        QVERIFY2(outcome.state == LessonOutcome::State::NotDone, id);
        QVERIFY2(outcome.sentence.size() > 20 && outcome.sentence.ends_with('.'), outcome.sentence.c_str());
    }
    QVERIFY(other.progress().marks().empty());
}

/// Where even the hard limit is 0, no core can come: a recording does.
void TestWalkthrough::withoutRights()
{
    if (!QFile::exists(QStringLiteral(FREEZEFRAME_RECORDINGS "/crash.core.zst")))
        QSKIP("no recordings were made");
    const auto run = [this](const std::string &rest) {
        return runTool(
            {.program = "/bin/sh",
             .arguments = {"-c", "ulimit -Hc 0; freezeframe-cli walkthrough --folder limited --do --step " + rest},
             .folder = m_folder.path().toStdString(),
             .environment = {withPath(), "FREEZEFRAME_RECORDINGS=" FREEZEFRAME_RECORDINGS}},
            std::chrono::seconds(90));
    };
    const auto crash = run("2");
    QVERIFY2(crash.has_value(), crash ? "" : crash.error().message.c_str());
    QVERIFY2(
        fits(*crash, "\\[r\\] The hard limit is 0 here.*2\\.7.*\\[r\\] It was ended by SIGABRT.*core that comes with"),
        crash->c_str());
    const auto opened = run("3");
    QVERIFY2(opened && fits(*opened, "index out of range.*recorded/crash/core is open.*=>.*sum \\+="),
             opened ? opened->c_str() : opened.error().message.c_str());
    const auto ended = run("4.4");
    QVERIFY2(ended && fits(*ended, "\\[r\\] It got SIGABRT"), ended ? ended->c_str() : ended.error().message.c_str());
}

/// What is typed counts as what is clicked, if it is the right thing.
void TestWalkthrough::typed()
{
    Walkthrough other(m_folder.filePath("typed").toStdString());
    for (const char *id : {"crash.build", "crash.core"})
        QVERIFY(other.perform(*other.taskAt(id)).isDone());
    const auto type = [&other](const char *line) {
        std::string answer;
        std::vector<std::string> done;
        (void)other.type(line, answer, done);
        return done;
    };
    QVERIFY(type("print o.id").empty());
    QCOMPARE(type("bt"), std::vector<std::string>{"open.stack"});
    QVERIFY(type("stack").empty()); // is done
    QCOMPARE(type("c"), std::vector<std::string>{"open.continue"});
    QVERIFY(type("goroutines -nosuch").empty()); // a wrong word is no answer
    QVERIFY(other.progress().tried().contains("print"));
}

/// Beside each answer of ours stands Delve's: over the same core, about the same place.
void TestWalkthrough::besideDelve()
{
    if (findTool(QStringLiteral("dlv")).isEmpty())
        QSKIP("dlv is not here");
    const QByteArray folder = QFileInfo(findTool(QStringLiteral("dlv"))).absolutePath().toUtf8();
    qputenv("PATH", qgetenv("PATH") + ":" + folder);
    for (const auto &[id, pattern] : {std::pair("open.stack", "main\\.total.*main\\.main"),
                                      {"open.continue", "can not continue execution of core process"},
                                      {"open.goroutines", "Goroutine 1 .*\\[\\d+ goroutines\\]"}}) {
        const LessonOutcome outcome = m_walkthrough->delve(*m_walkthrough->taskAt(id));
        QVERIFY2(outcome.isDone(), outcome.sentence.c_str());
        QVERIFY2(fits(outcome.output, QString::fromUtf8(pattern)), outcome.output.c_str());
        QVERIFY(!outcome.output.contains('\x1b'));
    }
    QVERIFY(!m_walkthrough->delve(*m_walkthrough->taskAt("crash.plain")).isDone());
}

void TestWalkthrough::goesOn()
{
    const std::string folder = m_walkthrough->place().folder();
    m_walkthrough->setCurrent("live.keep");
    Walkthrough again(folder);
    QVERIFY(again.progress().isDone("crash.core"));
    QCOMPARE(again.current()->id, std::string("live.keep"));
    QCOMPARE(again.progress().fact("crash-core"), folder + "/crash/core");
}

void TestWalkthrough::byHand_data()
{
    QTest::addColumn<QString>("tool"); ///< that it needs
    QTest::addColumn<QString>("output");
    const auto row = [](const char *task, const char *tool, const char *output) {
        QTest::newRow(task) << QString::fromUtf8(tool) << QString::fromUtf8(output);
    };
    row("what.picture", "readelf", "NOTE.*LOAD.*PRSTATUS");
    row("crash.build", "", "^$");
    row("crash.plain", "", "panic: .*status 2\n$");
    row("crash.traceback", "", "goroutine 2 .*status 134\n$");
    row("crash.limit", "", "^0\n(unlimited|\\d\\d+)\n$");
    row("crash.pattern", "sysctl", "^kernel\\.core_pattern = core\n$");
    row("crash.core", "", "status 134\n.* core\n$");
    row("open.open", "dlv", "main\\.total.*\\(dlv\\).*main\\.total");
    row("open.continue", "", "nothing in it can run");
    row("open.list", "", "sum \\+=");
    row("open.stack", "", "main\\.total");
    row("open.goroutines", "", "Goroutine 1 ");
    row("open.threads", "", "Thread ");
    row("signal.build", "", "^$");
    row("signal.quit", "", "SIGQUIT: quit.*status 134\n.* core\n$");
    row("signal.abort-plain", "", "SIGABRT: abort.*status 2\n$");
    row("signal.abort", "", "SIGABRT: abort.*status 134\n.* core\n$");
    row("capture.capture", "gcore", "taken\\.\\d+.*it still runs.*taken\\.core.*it still runs");
    row("capture.open", "dlv", "\\(dlv\\) 0 .*runtime\\.");
    row("live.look", "dlv", "\\(dlv\\) 12\n");
    row("live.keep", "dlv", "core\\.dlv\n$");
    row("live.open", "", "main\\.main");
    row("live.value", "", "^\\d+\n$");
    row("commands.sample", "", "cache.*-group");
    row("commands.each", "", "goroutines");
}

/// What is shown beside each click, pasted into a shell. What asks for lines gets those that a person would type.
void TestWalkthrough::byHand()
{
    QFETCH(const QString, tool);
    QFETCH(const QString, output);
    if (!tool.isEmpty() && findTool(tool).isEmpty())
        QSKIP(qPrintable(tool + " is not here"));
    const LessonTask *task = m_walkthrough->taskAt(QTest::currentDataTag());
    QVERIFY(task);
    std::string script;
    for (const std::string &line : m_walkthrough->shell(*task)) {
        const bool asks = line.starts_with("dlv core") || line.starts_with("freezeframe-cli console");
        script += (asks ? "printf 'stack\\nlist\\n' | " : "") + line
            + (line.starts_with("dlv core") ? " --allow-non-terminal-interactive=true" : "") + "\n";
    }
    const auto run = ChildRun::start({.program = "/bin/bash",
                                      .arguments = {"-c", script},
                                      .folder = m_walkthrough->place().folder(),
                                      .environment = {withPath(), "GOTOOLCHAIN=local"}});
    QVERIFY(run.has_value());
    const ChildEnd end = (*run)->end(0, std::chrono::seconds(90));
    const std::string told = (*run)->output();
    QVERIFY2(!end.wasKilled, told.c_str());
    QVERIFY2(fits(told, output), (script + told).c_str());
}

void TestWalkthrough::listed()
{
    std::ostringstream out;
    std::ostringstream errors;
    const std::string folder = m_walkthrough->place().folder();
    QCOMPARE(runCommand({"walkthrough", "--folder", folder, "--list", "--json"}, out, errors), 0);
    const QJsonObject all = QJsonDocument::fromJson(QByteArray::fromStdString(out.str())).object();
    QCOMPARE(all["schema"].toInt(), 1);
    const QJsonArray steps = all["steps"].toArray();
    QCOMPARE(steps.size(), 8);
    const QJsonObject task = steps[1].toObject()["tasks"].toArray()[1].toObject();
    QCOMPARE(task["id"].toString(), QStringLiteral("crash.plain"));
    QCOMPARE(task["number"].toString(), QStringLiteral("2.2"));
    QVERIFY(task["done"].toBool());
    QVERIFY(task["what"].toString().contains("status 2"));
    for (const std::vector<std::string> &wrong :
         {std::vector<std::string>{"walkthrough", "--step", "9"}, {"walkthrough", "word"}, {"walkthrough", "--json"}})
        QCOMPARE(runCommand(wrong, out, errors), 2);
    out.str({});
    QCOMPARE(runCommand({"walkthrough", "--folder", folder, "--do", "--step", "2.4"}, out, errors), 0);
    QVERIFY2(out.str().contains("2.4 [x] Raise the limit"), out.str().c_str());
    QCOMPARE(runCommand({"walkthrough", "--folder", folder, "--do", "--step", "8.2"}, out, errors), 1);
    QCOMPARE(runCommand({"walkthrough", "--folder", folder, "--reset"}, out, errors), 0);
    QVERIFY(Walkthrough(folder).progress().marks().empty());
}

QTEST_GUILESS_MAIN(TestWalkthrough)
#include "tst_walkthrough.moc"
