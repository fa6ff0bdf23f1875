// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/programrun.h"
#include "tests/support/victim.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>

using namespace Freezeframe;

/// Programs that are run by us: however soon they die, their core is found, and all that they wrote is told.
class TestProgramRun : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void deadAtOnce_data();
    void deadAtOnce();
    void tellsTheEnd_data();
    void tellsTheEnd();
    void cannotBeStarted_data();
    void cannotBeStarted();
    void output_data();
    void output();
    void endsWithItsOwner();
    void terminalText_data();
    void terminalText();
};

namespace
{

constexpr int patience = 30'000; // ms

bool leavesCoreFiles()
{
    QFile pattern(QStringLiteral("/proc/sys/kernel/core_pattern"));
    rlimit limit{};
    return pattern.open(QIODevice::ReadOnly) && pattern.readAll().trimmed() == "core"
        && ::getrlimit(RLIMIT_CORE, &limit) == 0 && limit.rlim_max != 0;
}

/// All that one run told.
struct Told {
    explicit Told(ProgramRun &run)
        : failed(&run, &ProgramRun::failed)
        , ended(&run, &ProgramRun::ended)
        , coreFound(&run, &ProgramRun::coreFound)
        , noCore(&run, &ProgramRun::noCore)
    {
        QObject::connect(&run, &ProgramRun::output, &run, [this](const QString &piece) { text += piece; });
    }
    QString text;
    QSignalSpy failed;
    QSignalSpy ended;
    QSignalSpy coreFound;
    QSignalSpy noCore;
};

}

void TestProgramRun::deadAtOnce_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("says");
    const auto toolchains = goToolchains();
    QVERIFY(!toolchains.isEmpty());
    const auto built = buildVictim({.fixture = QStringLiteral("crash"), .go = toolchains.constLast()});
    QVERIFY2(built, qPrintable(built.error_or(QString())));
    QTest::newRow("go panics") << *built << QStringList{"nil-deref"} << "goroutine 1";
    QTest::newRow("shell") << "/bin/sh" << QStringList{"-c", "kill -SEGV $$"} << "";
    QTest::newRow("found on PATH") << "sh" << QStringList{"-c", "echo hello; kill -ABRT $$"} << "hello";
}

void TestProgramRun::deadAtOnce()
{
    if (!leavesCoreFiles())
        QSKIP("this machine does not write cores as files named core");
    QFETCH(QString, program);
    QFETCH(QStringList, arguments);
    QFETCH(QString, says);
    constexpr int times = 20;
    for (int i = 0; i < times; ++i) {
        QTemporaryDir folder;
        ProgramRun run;
        Told told(run);
        run.start({.program = program, .arguments = arguments, .folder = folder.path(), .environment = {}});
        QTRY_VERIFY_WITH_TIMEOUT(told.coreFound.size() + told.noCore.size() == 1, patience);
        QTRY_COMPARE_WITH_TIMEOUT(told.ended.size(), 1, patience);
        QVERIFY2(told.noCore.isEmpty(), qPrintable(told.noCore.isEmpty() ? QString() : told.noCore[0][0].toString()));
        QCOMPARE(told.coreFound[0][0].toString(), folder.filePath("core"));
        QCOMPARE(told.coreFound[0][1].toBool(), false);
        QVERIFY(told.ended[0][1].toBool());
        QVERIFY2(told.ended[0][0].toString().startsWith(QStringLiteral("killed by SIG")),
                 qPrintable(told.ended[0][0].toString()));
        QVERIFY2(told.text.contains(says), qPrintable(told.text));
        QVERIFY(told.failed.isEmpty());
    }
}

void TestProgramRun::tellsTheEnd_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("how");
    QTest::addColumn<bool>("crashed");
    QTest::newRow("well") << "true" << "exited with status 0" << false;
    QTest::newRow("status") << "exit 3" << "exited with status 3" << false;
    QTest::newRow("killed") << "kill -KILL $$" << "killed by SIGKILL" << true;
    QTest::newRow("aborted without a core") << "ulimit -c 0; kill -ABRT $$" << "killed by SIGABRT" << true;
}

void TestProgramRun::tellsTheEnd()
{
    QFETCH(QString, script);
    QFETCH(QString, how);
    QFETCH(bool, crashed);
    QTemporaryDir folder;
    ProgramRun run;
    Told told(run);
    run.start({.program = "/bin/sh", .arguments = {"-c", script}, .folder = folder.path(), .environment = {}});
    QTRY_COMPARE_WITH_TIMEOUT(told.noCore.size(), 1, patience);
    QTRY_COMPARE_WITH_TIMEOUT(told.ended.size(), 1, patience);
    QCOMPARE(told.ended[0][0].toString(), how);
    QCOMPARE(told.ended[0][1].toBool(), crashed);
    QVERIFY(told.coreFound.isEmpty());
    // It can be started anew.
    run.start({.program = "/bin/sh", .arguments = {"-c", script}, .folder = folder.path(), .environment = {}});
    QTRY_COMPARE_WITH_TIMEOUT(told.noCore.size(), 2, patience);
}

void TestProgramRun::cannotBeStarted_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("folder");
    QTest::newRow("no such file") << "/nowhere/at/all" << QDir::tempPath();
    QTest::newRow("no such name") << "freezeframe-no-such-program" << QDir::tempPath();
    QTest::newRow("not executable") << "/etc/passwd" << QDir::tempPath();
    QTest::newRow("no such folder") << "/bin/sh" << "/nowhere/at/all";
}

void TestProgramRun::cannotBeStarted()
{
    QFETCH(QString, program);
    QFETCH(QString, folder);
    ProgramRun run;
    Told told(run);
    run.start({.program = program, .arguments = {}, .folder = folder, .environment = {}});
    QTRY_COMPARE_WITH_TIMEOUT(told.failed.size(), 1, patience);
    QTest::qWait(200);
    QVERIFY(told.ended.isEmpty() && told.noCore.isEmpty() && told.coreFound.isEmpty());
    QVERIFY(!run.isRunning());
    run.start({.program = "/bin/sh", .arguments = {"-c", "exit 4"}, .folder = QDir::tempPath(), .environment = {}});
    QTRY_COMPARE_WITH_TIMEOUT(told.ended.size(), 1, patience);
}

void TestProgramRun::output_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<bool>("terminal");
    QTest::addColumn<QString>("text");
    for (const bool terminal : {false, true}) {
        const auto row = [terminal](const char *name, const char *script, const char *text) {
            QTest::newRow(qPrintable(QLatin1String(name) + (terminal ? ", terminal" : ", pipe")))
                << QString::fromLatin1(script) << terminal << QString::fromUtf8(text);
        };
        row("in order", "for i in 1 2 3; do echo out $i; echo err $i >&2; done",
            "out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3\n");
        row("colours", "printf '\\033[1;31mred\\033[0m\\n'", "red\n");
        row("no newline at the end", "printf last", "last");
        row("nothing", "true", "");
        row("reads nothing", "cat; echo done", "done\n");
        row("umlaut", "printf '\\303'; sleep 0.1; printf '\\244\\n'", "ä\n");
    }
    QTest::newRow("is a terminal") << "test -t 1 && test -t 2 && echo yes" << true << "yes\n";
    QTest::newRow("is none") << "test -t 1 || echo no" << false << "no\n";
}

void TestProgramRun::output()
{
    QFETCH(QString, script);
    QFETCH(bool, terminal);
    QFETCH(QString, text);
    ProgramRun run;
    Told told(run);
    run.start({.program = "/bin/sh",
               .arguments = {"-c", script},
               .folder = QDir::tempPath(),
               .environment = {},
               .terminal = terminal});
    QTRY_COMPARE_WITH_TIMEOUT(told.ended.size(), 1, patience);
    QCOMPARE(told.text, text);
}

/// A window that is closed at once leaves nothing behind, wherever the child is.
void TestProgramRun::endsWithItsOwner()
{
    for (int i = 0; i < 10; ++i) {
        int pid = 0;
        {
            ProgramRun run;
            run.start({.program = "/bin/sleep", .arguments = {"600"}, .folder = QDir::tempPath(), .environment = {}});
            pid = run.id().pid;
            if (i % 2 == 1)
                QTest::qWait(100);
        }
        QVERIFY(pid > 0);
        QTRY_VERIFY(!QFile::exists(QStringLiteral("/proc/%1/exe").arg(pid)));
    }
}

void TestProgramRun::terminalText_data()
{
    QTest::addColumn<QByteArrayList>("pieces");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, const QByteArrayList &pieces, const char *text) {
        QTest::newRow(name) << pieces << QByteArray(text);
    };
    row("plain", {"a\nb"}, "a\nb");
    row("returns", {"a\r", "\nb\rc\r"}, "a\nb\nc\n");
    row("colour, cut", {"\x1b", "[3", "1mred", "\x1b[", "m."}, "red.");
    row("title", {"\x1b]0;evil\x07shown"}, "shown");
    row("title, ended by ESC", {"\x1b]0;evil\x1b\\shown"}, "shown");
    row("title without an end", {"\x1b]0;evil\nshown"}, "\nshown");
    row("control without an end", {"\x1b[12;\nshown"}, "\nshown");
    row("character set", {"\x1b(Bshown"}, "shown");
    row("backspace", {"ab\bc\n\b"}, "ac\n");
    row("bell", {"a\x07" "b"}, "ab");
    row("utf-8, cut", {"\xe2\x82", "\xac"}, "\xe2\x82\xac");
    row("utf-8, never ended", {"\xe2\x82"}, "\xe2\x82");
    row("escape at the end", {"a\x1b"}, "a");
}

void TestProgramRun::terminalText()
{
    QFETCH(QByteArrayList, pieces);
    QFETCH(QByteArray, text);
    TerminalText terminal;
    QByteArray out;
    for (const QByteArray &piece : pieces)
        out += terminal.take(piece);
    out += terminal.finish();
    QCOMPARE(out, text);
    QCOMPARE(terminal.take("again"), QByteArray("again"));
}

QTEST_GUILESS_MAIN(TestProgramRun)
#include "tst_programrun.moc"
