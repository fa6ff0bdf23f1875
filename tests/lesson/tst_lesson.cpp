// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/lesson/childrun.h"
#include "backend/lesson/walkthrough.h"

#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Freezeframe;

/// The lesson's file, what is kept of a person's way, and the children that it runs.
class TestLesson : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void bundled();
    void parses_data();
    void parses();
    void translates();
    void keepsProgress();
    void setsAside_data();
    void setsAside();
    void children_data();
    void children();
    void childEndsWithItsRun();
    void shellIsQuoted();
};

namespace
{

std::string fileText(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

}

void TestLesson::bundled()
{
    QTemporaryDir folder;
    const Walkthrough walkthrough(folder.path().toStdString());
    const auto &steps = walkthrough.lesson().steps();
    QCOMPARE(steps.size(), size_t(8));
    QSet<QString> ids;
    for (const LessonStep &step : steps) {
        QVERIFY2(!step.text.empty() && !step.tasks.empty(), step.id.c_str());
        for (const LessonTask &task : step.tasks) {
            QVERIFY2(!task.title.empty() && !task.text.empty() && !task.verb.empty(), task.id.c_str());
            QVERIFY2(Walkthrough::knowsDeed(task.deed), task.id.c_str());
            QVERIFY2(!ids.contains(QString::fromStdString(task.id)), task.id.c_str());
            ids.insert(QString::fromStdString(task.id));
            QCOMPARE(walkthrough.taskAt(walkthrough.lesson().number(task.id)), &task);
            // The person does the exercises without help; all else can be done by hand.
            QVERIFY2(!task.shell.empty() || !task.question.empty(), task.id.c_str());
        }
    }
    QVERIFY(!LessonPlace::source("crash").empty());
    QVERIFY(!LessonPlace::source("sample").empty());
    QVERIFY(LessonPlace::source("no such").empty());
}

void TestLesson::parses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("answer"); ///< "title|text|task|its text|shell", or the error
    QTest::newRow("whole") << QByteArray(
        "# note\n\n@step s A step\nOne\ntwo.\n\nThree.\n@task t A task\n@deed build x\n" "Text.\n@shell\ncd {folder}\nls # -l\n")
                           << "A step|One two.\n\nThree.|s.t|Text.|cd {folder};ls # -l;";
    QTest::newRow("empty") << QByteArray() << "";
    QTest::newRow("text first") << QByteArray("Hello\n") << "line 1: text before the first step";
    QTest::newRow("task first") << QByteArray("@task t A task\n") << "line 1: a task before the first step";
    QTest::newRow("deed first") << QByteArray("@step s S\n@deed x\n")
                                << "line 2: @deed before the first task of its step";
    QTest::newRow("unknown") << QByteArray("@step s S\n@task t T\n@colour red\n") << "line 3: what is @colour?";
    QTest::newRow("no title") << QByteArray("@step s\n") << "line 1: a step without id or title";
    QTest::newRow("last line open") << QByteArray("@step s S\ntext") << "S|text";
}

void TestLesson::parses()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, answer);
    const auto lesson = Lesson::parse(text.toStdString());
    std::string told = lesson ? "" : lesson.error().message;
    if (lesson) {
        for (const LessonStep &step : lesson->steps()) {
            told += step.title + "|" + step.text;
            for (const LessonTask &task : step.tasks) {
                told += "|" + task.id + "|" + task.text + "|";
                for (const std::string &line : task.shell)
                    told += line + ";";
            }
        }
    }
    QCOMPARE(QString::fromStdString(told), answer);
}

void TestLesson::translates()
{
    auto lesson = Lesson::parse("@step s Step\nText.\n@task t Task\n@deed build x\n@verb Do It\nMore.\n@shell\nls\n");
    const auto other = Lesson::parse("@step s Schritt\n@task t Aufgabe\n@verb Tu es\n@task new Neu\n@verb Ja\n");
    QVERIFY(lesson && other);
    lesson->translate(*other);
    const LessonStep &step = lesson->steps().front();
    QCOMPARE(step.title, std::string("Schritt"));
    QCOMPARE(step.text, std::string("Text.")); // not translated: as it was
    QCOMPARE(step.tasks.size(), size_t(1));
    QCOMPARE(step.tasks.front().verb, std::string("Tu es"));
    QCOMPARE(step.tasks.front().deed, std::string("build"));
}

void TestLesson::keepsProgress()
{
    QTemporaryDir folder;
    const std::string file = folder.filePath("deep/progress.json").toStdString();
    {
        LessonProgress progress(file);
        QVERIFY(progress.marks().empty());
        progress.mark("crash.plain", {.sentence = "It \xff exited", .isRecorded = true});
        progress.setFact("crash-core", "/a b/core");
        progress.addTried("print");
        progress.setCurrent("crash.limit");
    }
    LessonProgress again(file);
    QVERIFY(again.isDone("crash.plain"));
    QVERIFY(again.marks().at("crash.plain").isRecorded);
    QVERIFY(again.marks().at("crash.plain").when > 0);
    QCOMPARE(again.fact("crash-core"), std::string("/a b/core"));
    QVERIFY(again.tried().contains("print"));
    QCOMPARE(again.current(), std::string("crash.limit"));
    again.reset();
    QVERIFY(LessonProgress(file).marks().empty());
    QVERIFY(LessonProgress(file).notice().empty());
    LessonProgress nowhere("/proc/no/progress.json");
    nowhere.mark("crash.plain", {});
    QVERIFY(nowhere.isDone("crash.plain"));
    QVERIFY(!nowhere.notice().empty());
}

void TestLesson::setsAside_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("no JSON") << QByteArray("{\"schema\": 1, ");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("newer") << QByteArray("{\"schema\": 2, \"done\": {}}");
    QTest::newRow("a list") << QByteArray("[1, 2]");
}

void TestLesson::setsAside()
{
    QFETCH(const QByteArray, text);
    QTemporaryDir folder;
    const QString path = folder.filePath("progress.json");
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
    file.close();
    LessonProgress progress(path.toStdString());
    QVERIFY(progress.marks().empty());
    QVERIFY(progress.notice().contains("set aside"));
    progress.setCurrent("what.picture");
    QCOMPARE(fileText(path + ".aside"), text.toStdString());
    QCOMPARE(LessonProgress(path.toStdString()).current(), std::string("what.picture"));
}

void TestLesson::children_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<int>("signal");
    QTest::addColumn<QString>("answer");
    QTest::newRow("exits") << "echo out; echo err >&2; exit 3" << 0 << "exited 3: out\nerr\n";
    QTest::newRow("signal") << "echo ready; exec sleep 60" << SIGTERM << "died 15: ready\n";
    QTest::newRow("never ends") << "echo ready; exec sleep 60" << 0 << "killed: ready\n";
    QTest::newRow("limits") << "ulimit -Sc; pwd; echo $A-$HOME-" << 0 << "exited 0: 0\n/\nb--\n";
    QTest::newRow("keyboard") << "read line; echo \"got $line\"" << 0 << "exited 0: got \n";
}

void TestLesson::children()
{
    QFETCH(const QString, script);
    QFETCH(const int, signal);
    QFETCH(const QString, answer);
    auto run = ChildRun::start({.program = "/bin/sh",
                                .arguments = {"-c", script.toStdString()},
                                .folder = "/",
                                .environment = {"A=b", "HOME"},
                                .coreLimit = 0});
    QVERIFY(run.has_value());
    if (script.startsWith("echo ready"))
        QVERIFY((*run)->waitForOutput("ready\n", std::chrono::seconds(20)));
    const auto limit = answer.startsWith("killed") ? std::chrono::milliseconds(100) : std::chrono::seconds(30);
    const ChildEnd end = (*run)->end(signal, limit);
    const QString how = end.wasKilled ? QStringLiteral("killed")
        : end.died(SIGTERM)           ? QStringLiteral("died 15")
        : end.exited(3)               ? QStringLiteral("exited 3")
        : end.exited(0)               ? QStringLiteral("exited 0")
                                      : QString::number(end.status);
    QCOMPARE(how + ": " + QString::fromStdString((*run)->output()), answer);
    QVERIFY((*run)->hasEnded());
}

void TestLesson::childEndsWithItsRun()
{
    int32_t pid = 0;
    {
        auto run = ChildRun::start({.program = "/bin/sleep", .arguments = {"60"}, .folder = "/"});
        QVERIFY(run.has_value());
        pid = (*run)->pid();
        QCOMPARE(::kill(pid, 0), 0);
    }
    QCOMPARE(::kill(pid, 0), -1);
    const auto missing = ChildRun::start({.program = "/no/such", .folder = "/"});
    QVERIFY(!missing.has_value());
    QVERIFY(missing.error().message.contains("/no/such can't be started"));
    const auto failing = runTool({.program = "/bin/sh", .arguments = {"-c", "echo broken; exit 1"}, .folder = "/"},
                                 std::chrono::seconds(20));
    QVERIFY(!failing.has_value());
    QVERIFY(failing.error().message.contains("broken"));
}

void TestLesson::shellIsQuoted()
{
    QTemporaryDir folder;
    const std::string path = folder.filePath("it's a folder").toStdString();
    const Walkthrough walkthrough(path);
    const auto lines = walkthrough.shell(*walkthrough.taskAt("crash.build"));
    const auto told
        = runTool({.program = "/bin/sh",
                   .arguments = {"-c", "mkdir -p " + lines.front().substr(3) + "; " + lines.front() + "; pwd"},
                   .folder = "/"},
                  std::chrono::seconds(20));
    QVERIFY(told.has_value());
    QCOMPARE(*told, path + "/crash\n");
}

QTEST_GUILESS_MAIN(TestLesson)
#include "tst_lesson.moc"
