// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/session.h"
#include "tests/support/victiminspection.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Freezeframe;

/// A session over the core of the bundled sample.
class TestSession : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(); }
    void opensAtTheCrash();
    void opensAtTheMainGoroutine();
    void historyGoesBackAndForward();
    void newestSelectionWins();
    void unreadableFiles_data();
    void unreadableFiles();
    void opensAnother();
    void endsWhileBusy();

private:
    [[nodiscard]] OpenOptions options() const;
    Victim m_victim;
};

void TestSession::initTestCase()
{
    const QList<GoToolchain> toolchains = goToolchains();
    if (toolchains.isEmpty())
        QSKIP("no Go toolchain on this machine");
    const auto victim
        = provideVictim({.fixture = QStringLiteral("sample"), .go = toolchains.last(), .build = GoBuild::NoOpt});
    if (!victim)
        QFAIL(qPrintable(victim.error()));
    m_victim = *victim;
}

OpenOptions TestSession::options() const
{
    return openOptions(m_victim);
}

void TestSession::opensAtTheCrash()
{
    Session session;
    QSignalSpy settled(&session, &Session::settled);
    QSignalSpy source(&session, &Session::sourceChanged);
    session.open(options());
    QVERIFY(!session.isOpen());
    QTRY_VERIFY_WITH_TIMEOUT(!settled.isEmpty() && session.goroutines().stacks && session.goroutines().stacks->complete,
                             60'000);
    QVERIFY(session.isOpen() && session.hasCrash());
    QCOMPARE(session.crash()->kind, CrashSummary::Kind::Panic);
    QTRY_VERIFY(session.frame() != nullptr);
    QVERIFY(session.isAtCrash());
    QVERIFY2(session.frame()->function.ends_with("cache.(*Cache).Get"), session.frame()->function.c_str());
    QTRY_VERIFY(!source.isEmpty());
    QCOMPARE(source.last().at(1).toInt(), session.frame()->line);
    QVERIFY(session.threads() && !session.threads()->empty());
    QVERIFY(session.goroutines().table->size() > 50);
}

/// The thread that got the signal was idle: nothing of it is worth a look.
void TestSession::opensAtTheMainGoroutine()
{
    const auto victim = provideVictim({.fixture = QStringLiteral("requests"),
                                       .go = goToolchains().constLast(),
                                       .arguments = {QStringLiteral("sleeping")},
                                       .signal = SIGABRT});
    if (!victim && victim.error().startsWith(QLatin1String("the kernel wrote no core")))
        QSKIP(qPrintable(victim.error()));
    QVERIFY2(victim.has_value(), qPrintable(victim.error_or(QString())));
    OpenOptions core;
    core.core = victim->core.toStdString();
    core.files.executable = victim->executable.toStdString();
    Session session;
    session.open(core);
    QTRY_VERIFY_WITH_TIMEOUT(session.frame() != nullptr, 60'000);
    QCOMPARE(session.frame()->function, "main.sleeping");
    QCOMPARE(session.selection().owner, (StackOwner{StackOwner::Kind::Goroutine, 1}));
    QVERIFY(session.isAtCrash());
    QTRY_VERIFY(session.goroutines().table != nullptr);
    QVERIFY2(!session.goroutines().crashed, "no goroutine is to blame");
}

void TestSession::historyGoesBackAndForward()
{
    Session session;
    QSignalSpy opened(&session, &Session::opened);
    session.open(options());
    QTRY_VERIFY_WITH_TIMEOUT(session.goroutines().table != nullptr && session.stack(), 60'000);
    const auto crashed = session.selection().owner;
    QVERIFY(!session.canGoBack());
    session.selectGoroutine(1);
    QVERIFY(session.canGoBack());
    QTRY_VERIFY(session.stack() && session.stack()->owner.id == 1);
    session.back();
    QCOMPARE(session.selection().owner, crashed);
    QVERIFY(session.canGoForward());
    session.forward();
    QCOMPARE(session.selection().owner->id, 1U);
    session.goToCrash();
    QTRY_VERIFY(session.isAtCrash() && session.frame());
    // There is none: that is said, and the selection stays.
    QSignalSpy refused(&session, &Session::refused);
    session.selectGoroutine(999'999'999);
    QCOMPARE(refused.size(), 1);
    QVERIFY(refused.first().first().toString().contains(QLatin1String("999999999")));
    QVERIFY(session.isAtCrash() && session.frame());
}

void TestSession::newestSelectionWins()
{
    Session session;
    session.open(options());
    QTRY_VERIFY_WITH_TIMEOUT(session.goroutines().table != nullptr, 60'000);
    const auto &ids = session.goroutines().table->id;
    for (const uint64_t id : ids)
        session.selectGoroutine(id);
    QTRY_VERIFY_WITH_TIMEOUT(!session.isBusy(), 60'000);
    QVERIFY(session.stack());
    QCOMPARE(session.stack()->owner.id, ids.back());
}

void TestSession::unreadableFiles_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("this is no core\n");
    QTest::newRow("only magic") << QByteArray("\x7f" "ELF");
    QTest::newRow("zeros") << QByteArray(100'000, '\0');
}

void TestSession::unreadableFiles()
{
    QFETCH(QByteArray, content);
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("core")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    Session session;
    QSignalSpy failed(&session, &Session::failed);
    QSignalSpy opened(&session, &Session::opened);
    OpenOptions wanted;
    wanted.core = file.fileName().toStdString();
    session.open(wanted);
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(opened.size(), 0);
    QVERIFY(!session.isOpen());
    QVERIFY(!failed.first().at(0).value<Error>().message.empty());
    session.selectGoroutine(1);
    session.goToCrash();
    QVERIFY(!session.selection().owner);
}

void TestSession::opensAnother()
{
    Session session;
    QSignalSpy opened(&session, &Session::opened);
    QSignalSpy failed(&session, &Session::failed);
    OpenOptions missing;
    missing.core = "/nowhere/core";
    session.open(missing);
    session.open(options()); // before the first has answered
    QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, 60'000);
    QCOMPARE(failed.size(), 0);
    session.open(missing);
    QVERIFY(!session.isOpen());
    QTRY_COMPARE(failed.size(), 1);
}

void TestSession::endsWhileBusy()
{
    for (int wait : {0, 5, 50, 200}) {
        Session session;
        session.open(options());
        QTest::qWait(wait);
    }
}

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
