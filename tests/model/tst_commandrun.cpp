// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/console/consolesettings.h"
#include "model/commandrun.h"
#include "tests/support/victiminspection.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Freezeframe;

/// The console of a window over the bundled sample: answers, the one selection, and what becomes of a command that is
/// stopped or whose core is closed.
class TestCommandRun : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void answers_data();
    void answers();
    void consoleMovesTheWindow_data();
    void consoleMovesTheWindow();
    void windowMovesTheConsole();
    void valuesOfTheWindowStayShort();
    void clicksAreAnsweredMeanwhile();
    void stops();
    void anotherCore();
    void endsWhileBusy();
    void exits();
    void completes_data();
    void completes();
    void keepsSettings();
    void showsPlaces();

private:
    /// All that a command prints, a failure behind it.
    [[nodiscard]] QString ask(const QString &line);
    [[nodiscard]] OpenOptions options() const;

    QTemporaryDir m_settings;
    Victim m_victim;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<CommandRun> m_run;
};

void TestCommandRun::initTestCase()
{
    qputenv("XDG_CONFIG_HOME", m_settings.path().toUtf8());
    const QList<GoToolchain> toolchains = goToolchains();
    if (toolchains.isEmpty())
        QSKIP("no Go toolchain on this machine");
    const auto victim
        = provideVictim({.fixture = QStringLiteral("sample"), .go = toolchains.last(), .build = GoBuild::NoOpt});
    QVERIFY2(victim, qPrintable(victim.error_or(QString())));
    m_victim = *victim;
}

OpenOptions TestCommandRun::options() const
{
    return openOptions(m_victim);
}

void TestCommandRun::init()
{
    m_session = std::make_unique<Session>();
    m_run = std::make_unique<CommandRun>(m_session.get());
    QSignalSpy settled(m_session.get(), &Session::settled);
    m_session->open(options());
    QVERIFY(settled.wait(30'000));
    QTRY_VERIFY(!m_session->isBusy() && m_session->frame());
}

void TestCommandRun::cleanup()
{
    m_run.reset();
    m_session.reset();
}

QString TestCommandRun::ask(const QString &line)
{
    QString text;
    QObject receiver;
    connect(m_run.get(), &CommandRun::answered, &receiver, [&text](const QString &piece) { text += piece; });
    connect(m_run.get(), &CommandRun::failed, &receiver,
            [&text](const QString &sentence) { text += QStringLiteral("failed: ") + sentence; });
    QSignalSpy ended(m_run.get(), &CommandRun::ended);
    m_run->run(line);
    if (ended.isEmpty() && !ended.wait(60'000))
        return QStringLiteral("no end");
    return text;
}

void TestCommandRun::answers_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("pattern");
    QTest::newRow("a value") << "print c.hits*0+737" << "^737\n$";
    QTest::newRow("over lines") << "print *c" << R"(^orders-api/internal/cache\.Cache \{\n\tmu: .*\n\}\n$)";
    QTest::newRow("nothing typed") << "" << "^$";
    QTest::newRow("nonsense") << "nonsense" << "^failed: .*command not available";
    QTest::newRow("refused") << "continue" << "^failed: can not continue execution of core process";
    QTest::newRow("help") << "help crash" << "Delve has no such command";
    QTest::newRow("control characters") << "print \"a\\x1b[31m\"" << R"(^"a\\x1b\[31m"\n$)";
}

void TestCommandRun::answers()
{
    QFETCH(const QString, line);
    QFETCH(const QString, pattern);
    const QString text = ask(line);
    QVERIFY2(text.contains(QRegularExpression(pattern, QRegularExpression::DotMatchesEverythingOption)),
             qPrintable(text));
}

void TestCommandRun::consoleMovesTheWindow_data()
{
    QTest::addColumn<QStringList>("lines");
    QTest::addColumn<quint64>("goroutine");
    QTest::addColumn<int>("frame");
    QTest::newRow("goroutine") << QStringList{"goroutine 1"} << quint64(1) << 0;
    QTest::newRow("frame") << QStringList{"goroutine 1", "frame 3"} << quint64(1) << 3;
    QTest::newRow("up") << QStringList{"goroutine 1", "up 2"} << quint64(1) << 2;
    QTest::newRow("down") << QStringList{"goroutine 1", "up 3", "down"} << quint64(1) << 2;
    QTest::newRow("prefix moves nothing") << QStringList{"goroutine 1", "goroutine 2 frame 1 list"} << quint64(1) << 0;
    QTest::newRow("failure moves nothing") << QStringList{"goroutine 1", "goroutine 4711000"} << quint64(1) << 0;
}

void TestCommandRun::consoleMovesTheWindow()
{
    QFETCH(const QStringList, lines);
    QFETCH(const quint64, goroutine);
    QFETCH(const int, frame);
    for (const QString &line : lines)
        (void)ask(line);
    QTRY_VERIFY(m_session->frame());
    QVERIFY(m_session->selection().isGoroutine());
    QCOMPARE(m_session->selection().owner->id, goroutine);
    QCOMPARE(int(*m_session->selection().frame), frame);
    QVERIFY(ask(QStringLiteral("crash")).startsWith(QLatin1String("panic: ")));
    QTRY_VERIFY(m_session->isAtCrash());
}

void TestCommandRun::windowMovesTheConsole()
{
    QVERIFY(ask(QStringLiteral("print key")).contains(QLatin1String("ord-")));
    m_session->selectGoroutine(1, 6);
    QTRY_VERIFY(m_session->frame() && m_session->frame()->index == 6);
    const QString failed = ask(QStringLiteral("print key"));
    QVERIFY2(failed.startsWith(QLatin1String("failed: no variable \"key\"")), qPrintable(failed));
    QVERIFY(ask(QStringLiteral("goroutine")).contains(QLatin1String("Goroutine 1:")));
    m_session->selectThread((*m_session->threads()).front().tid);
    QTRY_VERIFY(m_session->frame());
    const QString stack = ask(QStringLiteral("stack 1"));
    QVERIFY2(stack.startsWith(QLatin1String("0  0x")), qPrintable(stack));
}

/// The console shows texts whole, the window begins them: neither changes what the other shows.
void TestCommandRun::valuesOfTheWindowStayShort()
{
    std::optional<Result<VariableInfo>> before;
    std::optional<Result<VariableInfo>> after;
    const auto evaluate = [this](std::optional<Result<VariableInfo>> &answer) {
        m_session->evaluate(this, QStringLiteral("c.entries"),
                            [&answer](Result<VariableInfo> value) { answer = std::move(value); });
        return QTest::qWaitFor([&answer] { return answer.has_value(); }, 30'000);
    };
    QVERIFY(evaluate(before) && before->has_value());
    QVERIFY(ask(QStringLiteral("print c.entries")).count(QLatin1Char('\n')) > 500);
    QVERIFY(evaluate(after) && after->has_value());
    QCOMPARE((*after)->value, (*before)->value);
}

/// A long command runs in the background: what a click asks for does not wait for its end.
void TestCommandRun::clicksAreAnsweredMeanwhile()
{
    bool isAnswered = false;
    bool wasAnsweredFirst = false;
    connect(m_run.get(), &CommandRun::ended, this, [&] { wasAnsweredFirst = isAnswered; });
    QSignalSpy ended(m_run.get(), &CommandRun::ended);
    QSignalSpy answered(m_run.get(), &CommandRun::answered);
    m_run->run(QStringLiteral("goroutines -t -exec stack -full"));
    QVERIFY(answered.wait(60'000) && ended.isEmpty()); // it is at work
    m_session->evaluate(this, QStringLiteral("c.hits"), [&](const Result<VariableInfo> &) { isAnswered = true; });
    QVERIFY(ended.wait(120'000));
    QVERIFY(wasAnsweredFirst);
    disconnect(m_run.get(), nullptr, this, nullptr);
}

void TestCommandRun::stops()
{
    QSignalSpy answered(m_run.get(), &CommandRun::answered);
    QSignalSpy failed(m_run.get(), &CommandRun::failed);
    QSignalSpy ended(m_run.get(), &CommandRun::ended);
    m_run->run(QStringLiteral("goroutines -t -exec stack -full"));
    QVERIFY(m_run->isRunning());
    m_run->cancel();
    QVERIFY(!m_run->isRunning());
    QCOMPARE(ended.size(), 1);
    QCOMPARE(failed.takeFirst().constFirst().toString(), QStringLiteral("interrupted"));
    const auto pieces = answered.size();
    // The next command is answered, and only by its own answer.
    QCOMPARE(ask(QStringLiteral("print c.hits*0+737")), QStringLiteral("737\n"));
    QCOMPARE(answered.size(), pieces + 1);
    m_run->cancel(); // nothing runs: nothing happens
    QCOMPARE(failed.size(), 0);
}

void TestCommandRun::anotherCore()
{
    (void)ask(QStringLiteral("display -a c.hits"));
    QSignalSpy answered(m_run.get(), &CommandRun::answered);
    QSignalSpy ended(m_run.get(), &CommandRun::ended);
    m_run->run(QStringLiteral("goroutines -t -exec stack -full"));
    m_session->open(options());
    QVERIFY(!m_run->isRunning()); // nobody waits for the answer about what is closed
    QCOMPARE(ended.size(), 1);
    QTRY_VERIFY(!m_session->isBusy() && m_session->frame());
    QCOMPARE(answered.size(), 0);
    QCOMPARE(ask(QStringLiteral("display")), QString()); // a console of its own
    QCOMPARE(ask(QStringLiteral("print c.hits*0+737")), QStringLiteral("737\n"));
}

void TestCommandRun::endsWhileBusy()
{
    QSignalSpy answered(m_run.get(), &CommandRun::answered);
    m_run->run(QStringLiteral("goroutines -t -exec stack -full"));
    QVERIFY(answered.wait(60'000)); // it is at work, and asks for what is urgent between its pieces
    m_session.reset();
    m_run.reset();
}

void TestCommandRun::exits()
{
    QSignalSpy closed(m_run.get(), &CommandRun::closed);
    (void)ask(QStringLiteral("exit"));
    QCOMPARE(closed.size(), 1);
    QCOMPARE(ask(QStringLiteral("print c.hits*0+737")), QStringLiteral("737\n")); // opened again
}

void TestCommandRun::completes_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("part");
    QTest::addColumn<QString>("word");
    QTest::newRow("command") << "exam" << "exam" << "examinemem";
    QTest::newRow("variable") << "print ke" << "ke" << "key";
    QTest::newRow("command behind a prefix") << "goroutine 1 frame 2 lo" << "lo" << "locals";
    QTest::newRow("number of a prefix") << "goroutine 1" << "1" << "";
    QTest::newRow("nothing fits") << "print zzz" << "zzz" << "";
}

void TestCommandRun::completes()
{
    QFETCH(const QString, line);
    QFETCH(const QString, part);
    QFETCH(const QString, word);
    QSignalSpy completed(m_run.get(), &CommandRun::completed);
    m_run->complete(line);
    QVERIFY(completed.wait(30'000));
    QCOMPARE(completed.constFirst().at(0).toString(), line);
    QCOMPARE(completed.constFirst().at(1).toString(), part);
    const QStringList words = completed.constFirst().at(2).toStringList();
    QVERIFY2(word.isEmpty() ? words.isEmpty() : words.contains(word), qPrintable(words.join(QLatin1Char(' '))));
}

/// What `config -save` kept is there in the next console, of a window as of a terminal.
void TestCommandRun::keepsSettings()
{
    QSignalSpy prompts(m_run.get(), &CommandRun::promptChanged);
    (void)ask(QStringLiteral("config prompt \"> \""));
    QCOMPARE(prompts.size(), 1);
    QCOMPARE(m_run->prompt(), QStringLiteral("> "));
    const QString saved = ask(QStringLiteral("config -save"));
    QVERIFY2(!saved.contains(QLatin1String("failed")), qPrintable(saved));
    cleanup();
    init();
    (void)ask(QStringLiteral("print c.hits*0+737"));
    QCOMPARE(m_run->prompt(), QStringLiteral("> "));
    QVERIFY(QFile::remove(QString::fromStdString(ConsoleSettings::homeFile())));
}

/// `edit` shows the place in the window: no program is started.
void TestCommandRun::showsPlaces()
{
    qputenv("EDITOR", "/bin/false");
    QSignalSpy source(m_session.get(), &Session::sourceChanged);
    QCOMPARE(ask(QStringLiteral("edit main.main")), QString());
    QTRY_VERIFY(!source.isEmpty());
    QTRY_VERIFY(m_session->selection().place && m_session->selection().place->file.ends_with("/main.go"));
}

QTEST_GUILESS_MAIN(TestCommandRun)
#include "tst_commandrun.moc"
