// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/support/victim.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Freezeframe;

/// The console as a program: command files and pipes that no person would write.
class TestConsoleInput : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void millionLines();
    void endlessLine();
    void nobodyReads();
    void controlCharacters();

private:
    struct Ended {
        bool inTime = false;
        QProcess::ExitStatus how = QProcess::CrashExit;
        int status = -1;
        QByteArray out;
        QByteArray errors;
    };
    /// A console with that init file and input, ended by the end of the input.
    [[nodiscard]] Ended run(const QByteArray &init, const QByteArray &input) const;

    static constexpr int timeLimit = 100'000; ///< milliseconds: it must end at all
    Victim m_victim;
};

void TestConsoleInput::initTestCase()
{
    const auto releases = goToolchains();
    if (releases.isEmpty())
        QSKIP("no Go here");
    const auto victim
        = provideVictim({.fixture = QStringLiteral("sample"), .go = releases.last(), .build = GoBuild::NoOpt});
    QVERIFY2(victim, qPrintable(victim.error_or(QString())));
    m_victim = *victim;
}

TestConsoleInput::Ended TestConsoleInput::run(const QByteArray &init, const QByteArray &input) const
{
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("init")));
    if (!file.open(QIODevice::WriteOnly) || file.write(init) != init.size())
        return {};
    file.close();
    QProcess console;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), folder.path());
    console.setProcessEnvironment(environment);
    console.start(QStringLiteral(FREEZEFRAME_CLI),
                  {QStringLiteral("console"), m_victim.core, QStringLiteral("--exe"), m_victim.executable,
                   QStringLiteral("--init"), file.fileName()});
    console.write(input);
    console.closeWriteChannel();
    Ended ended;
    ended.inTime = console.waitForFinished(timeLimit);
    ended.how = console.exitStatus();
    ended.status = console.exitCode();
    ended.out = console.readAllStandardOutput();
    ended.errors = console.readAllStandardError();
    return ended;
}

void TestConsoleInput::millionLines()
{
    QByteArray init;
    for (int line = 0; line < 1'000'000; ++line)
        init += line % 10 == 9 ? "print 7\n" : line % 10 == 3 ? "# a word about it\n" : "\n";
    init += "print 42\n";
    const Ended ended = run(init, "print 43\n");
    QVERIFY(ended.inTime);
    QCOMPARE(ended.status, 0);
    QCOMPARE(ended.out.count("7\n"), 100'000);
    QVERIFY2(ended.out.endsWith("7\n42\n43\n"), ended.out.last(std::min<qsizetype>(ended.out.size(), 200)).constData());
}

/// A line without an end, and one that fails, end nothing.
void TestConsoleInput::endlessLine()
{
    const Ended ended
        = run("print 1\n", "print " + QByteArray(20'000'000, '(') + "\nprint 2\nprint " + QByteArray(90'000, '1'));
    QVERIFY(ended.inTime);
    QCOMPARE(ended.how, QProcess::NormalExit);
    QCOMPARE(ended.out, QByteArray("1\n2\n"));
    QVERIFY2(ended.errors.contains("longer than"),
             ended.errors.first(std::min<qsizetype>(ended.errors.size(), 500)).constData());
    QVERIFY(ended.errors.size() < 20'000); // what is told of it is bounded, too
}

/// As `… | head -1`: a console whose answers nobody reads any more ends.
void TestConsoleInput::nobodyReads()
{
    QTemporaryDir folder;
    QFile lines(folder.filePath(QStringLiteral("lines")));
    QVERIFY(lines.open(QIODevice::WriteOnly));
    lines.write(QByteArray("goroutines -t\n").repeated(20'000));
    lines.close();
    QProcess shell;
    shell.start(QStringLiteral("sh"),
                {QStringLiteral("-c"), QStringLiteral("\"$0\" console \"$1\" --exe \"$2\" < \"$3\" | head -n 1"),
                 QStringLiteral(FREEZEFRAME_CLI), m_victim.core, m_victim.executable, lines.fileName()});
    QVERIFY(shell.waitForFinished(timeLimit));
    QCOMPARE(shell.exitStatus(), QProcess::NormalExit);
    QCOMPARE(shell.readAllStandardOutput().count('\n'), 1);
    QVERIFY(shell.readAllStandardError().size() < 1000);
}

void TestConsoleInput::controlCharacters()
{
    const Ended ended = run({}, "print \"\\x1b[31m\\x07\\u202e\"\nprint nothing\x1b[2J\nhelp \x1b]0;title\x07\n");
    QVERIFY(ended.inTime);
    for (const QByteArray &text : {ended.out, ended.errors}) {
        QVERIFY(!text.contains('\x1b'));
        QVERIFY(!text.contains('\x07'));
        QVERIFY(!QString::fromUtf8(text).contains(QChar(0x202e)));
    }
    QVERIFY(ended.out.contains("\\x1b[31m"));
}

QTEST_GUILESS_MAIN(TestConsoleInput)
#include "tst_consoleinput.moc"
