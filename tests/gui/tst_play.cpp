// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/livedesk.h"
#include "gui/processpicker.h"
#include "model/session.h"
#include "tests/gui/livefixture.h"
#include "tests/gui/player.h"
#include "tests/support/victim.h"

#include <QFile>
#include <QPushButton>
#include <QTest>

#include <csignal>

using namespace Freezeframe;

/// A person who tries everything, over a crash, a service that was aborted, a snapshot of a living process and a core
/// that is cut off: random actions from a seed, and after each of them what must always hold of the window.
/// FREEZEFRAME_PLAY_SEED plays another game, or the same again; FREEZEFRAME_PLAY_ACTIONS makes it longer or shorter;
/// FREEZEFRAME_PLAY_ALOUD tells each action at once.
class TestPlay : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void holds_data();
    void holds();
    void cleanupTestCase();

private:
    enum class Subject { Crash, Deep, Aborted, Live, Cut };
    struct Game {
        QStringList problems;
        QStringList trail;
        bool isStall = false; ///< nothing but a stall is wrong
    };
    [[nodiscard]] QString open(Subject subject, MainWindow &window, std::unique_ptr<LivingVictim> &victim) const;
    [[nodiscard]] Game play(Subject subject, quint64 seed, int actions) const;
    static void collect(QtMsgType type, const QMessageLogContext &context, const QString &message);

    static QStringList s_messages; ///< Qt's warnings: its handler is a plain function
    static QtMessageHandler s_before;
    LiveFixture m_fixture;
    QString m_cut;
};

QStringList TestPlay::s_messages;
QtMessageHandler TestPlay::s_before = nullptr;

void TestPlay::collect(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    // The platform of tests can't do what needs a window manager, and says so.
    const bool isPlatforms = message.startsWith(QLatin1String("This plugin does not support"));
    if ((type == QtWarningMsg || type == QtCriticalMsg) && !isPlatforms)
        s_messages.append(message);
    if (!isPlatforms)
        s_before(type, context, message);
}

void TestPlay::initTestCase()
{
    if (goToolchains().isEmpty())
        QSKIP("no Go toolchain on this machine");
    const QString problem = m_fixture.prepare();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    s_before = qInstallMessageHandler(&TestPlay::collect);
}

void TestPlay::cleanupTestCase()
{
    if (s_before)
        qInstallMessageHandler(s_before);
}

void TestPlay::holds_data()
{
    QTest::addColumn<int>("subject");
    QTest::addColumn<quint64>("seed");
    QTest::addColumn<int>("actions");
    constexpr int usual = 300;
    constexpr int games = 10; ///< of a thorough run: 25,000 actions in all
    constexpr int longer = 500;
    const bool isThorough = qEnvironmentVariableIntValue("FREEZEFRAME_THOROUGH") == 1;
    bool isGiven = false;
    quint64 seed = qEnvironmentVariable("FREEZEFRAME_PLAY_SEED").toULongLong(&isGiven);
    if (!isGiven)
        seed = isThorough ? std::random_device()() : 1;
    bool hasCount = false;
    const int wanted = qEnvironmentVariable("FREEZEFRAME_PLAY_ACTIONS").toInt(&hasCount);
    const int actions = hasCount ? wanted : isThorough ? longer : usual;
    const struct {
        Subject subject;
        const char *name;
    } subjects[] = {{Subject::Crash, "crash"},
                    {Subject::Deep, "deep values"},
                    {Subject::Aborted, "aborted service"},
                    {Subject::Live, "snapshot"},
                    {Subject::Cut, "cut core"}};
    for (const auto &[subject, name] : subjects) {
        for (int game = 0; game < (isThorough && !isGiven ? games : 1); ++game)
            QTest::addRow("%s, seed %llu", name, seed + quint64(game))
                << int(subject) << seed + quint64(game) << actions;
    }
    if (isGiven || isThorough)
        return;
    // Games that were lost once: a crash, a layout that took panels' room, columns that did not fit.
    QTest::newRow("crash, lost once") << int(Subject::Crash) << quint64(2) << actions;
    QTest::newRow("deep values, lost once") << int(Subject::Deep) << quint64(3) << actions;
    QTest::newRow("deep values, lost twice") << int(Subject::Deep) << quint64(7) << actions;
}

QString TestPlay::open(Subject subject, MainWindow &window, std::unique_ptr<LivingVictim> &victim) const
{
    const GoToolchain go = goToolchains().last();
    if (subject == Subject::Live) {
        victim = m_fixture.start();
        ProcessPicker *picker = victim ? LiveFixture::pick(window, victim->pid()) : nullptr;
        if (!picker)
            return QStringLiteral("no living process to look at");
        QTest::mouseClick(picker->exploreButton(), Qt::LeftButton);
    } else {
        VictimRequest request{.fixture = QStringLiteral("sample"), .go = go, .build = GoBuild::NoOpt};
        if (subject == Subject::Aborted)
            request = {.fixture = QStringLiteral("idle"), .go = go, .signal = SIGABRT};
        else if (subject == Subject::Deep)
            request.fixture = QStringLiteral("shown");
        const auto dead = provideVictim(request);
        if (!dead)
            return dead.error();
        OpenOptions options;
        options.core = dead->core.toStdString();
        options.files.executable = dead->executable.toStdString();
        if (subject == Subject::Cut) {
            const QString cut = m_fixture.path(QStringLiteral("cut.core"));
            QFile::remove(cut);
            constexpr double kept = 0.6;
            if (!QFile::copy(dead->core, cut) || !QFile::resize(cut, qint64(double(QFile(cut).size()) * kept)))
                return QStringLiteral("can’t write to the temporary folder");
            options.core = cut.toStdString();
        }
        window.open(options);
    }
    const auto isOpen = [&window] { return LiveFixture::isSettled(window); };
    return QTest::qWaitFor(isOpen, 60'000) ? QString() : QStringLiteral("it does not open");
}

TestPlay::Game TestPlay::play(Subject subject, quint64 seed, int actions) const
{
    Game game;
    m_fixture.resetSettings();
    s_messages.clear();
    std::unique_ptr<LivingVictim> victim;
    MainWindow window;
    window.resize(1440, 900);
    window.show();
    if (const QString problem = open(subject, window, victim); !problem.isEmpty()) {
        game.problems.append(problem);
        return game;
    }
    Player player(window, seed);
    player.settle();
    const WindowChecks checks(window);
    const auto look = [&] {
        // What an answer of a moment ago put into a window is laid out first.
        for (int depth = 0; depth < 4; ++depth)
            QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
        game.problems = checks.problems(player.state()) + player.problems();
        for (const QWidget *other : player.others()) {
            for (const QString &problem : WindowChecks::problemsOf(*other))
                game.problems.append(QStringLiteral("“%1”: %2").arg(other->windowTitle(), problem));
        }
        for (const QString &message : std::as_const(s_messages))
            game.problems.append(QStringLiteral("Qt warns: %1").arg(message));
    };
    look();
    for (int i = 0; i < actions && game.problems.isEmpty(); ++i) {
        game.trail.append(QStringLiteral("%1  %2").arg(i + 1).arg(player.play()));
        if (qEnvironmentVariableIsSet("FREEZEFRAME_PLAY_ALOUD")) // where it crashes, no trail comes after
            qInfo("%s", qPrintable(game.trail.constLast()));
        look();
        if (game.problems.isEmpty() && player.stall() > StallWatch::bearable) {
            game.problems.append(QStringLiteral("a stall of %1 ms").arg(int(player.stall())));
            game.isStall = true;
        }
    }
    if (game.problems.isEmpty()) {
        game.trail.append(QStringLiteral("close all"));
        player.closeAll();
        game.problems = player.problems();
    }
    return game;
}

void TestPlay::holds()
{
    QFETCH(int, subject);
    QFETCH(quint64, seed);
    QFETCH(int, actions);
    // What else the machine does lengthens a stall, nothing shortens it.
    constexpr int tries = 3;
    Game game = play(Subject(subject), seed, actions);
    for (int i = 1; i < tries && game.isStall; ++i)
        game = play(Subject(subject), seed, actions);
    if (game.problems.isEmpty())
        return;
    for (const QString &line : std::as_const(game.trail))
        qInfo("%s", qPrintable(line));
    QFAIL(qPrintable(QStringLiteral("after action %1 of seed %2 (again with FREEZEFRAME_PLAY_SEED=%2): %3")
                         .arg(game.trail.size())
                         .arg(seed)
                         .arg(game.problems.join(QLatin1String("; ")))));
}

QTEST_MAIN(TestPlay)
#include "tst_play.moc"
