// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "corefixture.h"
#include "gui/bottompanel.h"
#include "gui/consoleinput.h"
#include "gui/consolepage.h"
#include "gui/corepage.h"
#include "gui/goroutinepanel.h"
#include "gui/listview.h"
#include "gui/panelarea.h"
#include "gui/windowactions.h"
#include "model/commandrun.h"
#include "model/session.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QClipboard>
#include <QCompleter>
#include <QMenu>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <QToolButton>

using namespace Freezeframe;

/// The console at the bottom of the window, by keys and clicks.
class TestConsolePage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void keyOpensAndCloses();
    void typedAndAnswered();
    void historyIsRecalled();
    void tabCompletes();
    void severalCompletionsAreShown();
    void escapeLeaves();
    void helpOfTheWord();
    void clearsAndCopies();
    void followsAClick();
    void stopsByButtonAndKey();
    void staysWhereAPersonScrolled();
    void exitClosesThePage();
    void darkThemeRecolours();

private:
    [[nodiscard]] ConsoleInput *input() const { return m_page->input(); }
    [[nodiscard]] QString output() const { return m_page->output()->toPlainText(); }
    /// Types a line, and waits for the end of its answer.
    [[nodiscard]] bool type(const QString &line);

    CoreFixture m_fixture;
    std::unique_ptr<MainWindow> m_window;
    ConsolePage *m_page = nullptr;
};

void TestConsolePage::initTestCase()
{
    const QString problem = m_fixture.prepare(QStringLiteral("sample"));
    if (!problem.isEmpty())
        QSKIP(qPrintable(problem));
}

void TestConsolePage::init()
{
    m_window = m_fixture.open();
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_page = m_window->findChild<ConsolePage *>();
    QVERIFY(m_page);
    auto *session = m_window->findChild<Session *>();
    QTRY_VERIFY_WITH_TIMEOUT(session->isOpen() && session->frame() && !session->isBusy(), 30'000);
    m_window->actions()->console->trigger();
    QTRY_VERIFY(input()->hasFocus());
}

void TestConsolePage::cleanup()
{
    m_window.reset();
}

bool TestConsolePage::type(const QString &line)
{
    QSignalSpy ended(m_page->commands(), &CommandRun::ended);
    QTest::keyClicks(input(), line);
    QTest::keyClick(input(), Qt::Key_Return);
    return !ended.isEmpty() || ended.wait(60'000);
}

void TestConsolePage::keyOpensAndCloses()
{
    auto *bottom = m_window->findChild<BottomPanel *>();
    QVERIFY(bottom->isOpen() && m_page->isVisible());
    QVERIFY(m_page->output()->placeholderText().contains(QLatin1String("help lists them")));
    QTest::keyClick(input(), Qt::Key_F4);
    QVERIFY(!bottom->isOpen());
    QVERIFY(!input()->hasFocus());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_F4);
    QVERIFY(bottom->isOpen() && input()->hasFocus());
    // From another widget the key brings the keyboard here, and closes nothing.
    m_window->findChild<GoroutinePanel *>()->view()->setFocus();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_F4);
    QVERIFY(bottom->isOpen() && input()->hasFocus());
}

void TestConsolePage::typedAndAnswered()
{
    QVERIFY(type(QStringLiteral("print c.hits*0+737")));
    QCOMPARE(output(), QStringLiteral("(freezeframe) print c.hits*0+737\n737\n"));
    QVERIFY(input()->text().isEmpty() && input()->hasFocus());
    QVERIFY(type(QStringLiteral("nonsense")));
    QVERIFY(output().contains(QLatin1String("\nCommand failed: command not available: \"nonsense\"")));
    QTest::keyClick(input(), Qt::Key_Return); // nothing typed, nothing said
    QVERIFY(output().endsWith(QLatin1Char('\n')) && !output().endsWith(QLatin1String("(freezeframe) \n")));
}

void TestConsolePage::historyIsRecalled()
{
    for (const char *line : {"print 1", "print 2", "print 1"})
        QVERIFY(type(QLatin1String(line)));
    QCOMPARE(input()->history(), (QStringList{"print 2", "print 1"}));
    QTest::keyClicks(input(), QStringLiteral("half"));
    QTest::keyClick(input(), Qt::Key_Up);
    QCOMPARE(input()->text(), QStringLiteral("print 1"));
    QTest::keyClick(input(), Qt::Key_Up);
    QTest::keyClick(input(), Qt::Key_Up); // there is no older one
    QCOMPARE(input()->text(), QStringLiteral("print 2"));
    QTest::keyClick(input(), Qt::Key_Down);
    QTest::keyClick(input(), Qt::Key_Down);
    QCOMPARE(input()->text(), QStringLiteral("half")); // what was being typed comes back
}

void TestConsolePage::tabCompletes()
{
    QTest::keyClicks(input(), QStringLiteral("exam"));
    QTest::keyClick(input(), Qt::Key_Tab);
    QTRY_COMPARE(input()->text(), QStringLiteral("examinemem "));
    input()->clear();
    QTest::keyClicks(input(), QStringLiteral("print ke"));
    QTest::keyClick(input(), Qt::Key_Tab);
    QTRY_COMPARE(input()->text(), QStringLiteral("print key"));
    QVERIFY(input()->hasFocus()); // Tab stayed in the line
    input()->clear();
    QTest::keyClick(input(), Qt::Key_Tab);
    QVERIFY(!input()->hasFocus()); // an empty line holds nobody
}

void TestConsolePage::severalCompletionsAreShown()
{
    QTest::keyClicks(input(), QStringLiteral("gorou"));
    QTest::keyClick(input(), Qt::Key_Tab);
    QAbstractItemView *popup = input()->words()->popup();
    QTRY_VERIFY(popup->isVisible());
    QCOMPARE(input()->text(), QStringLiteral("goroutine"));
    QCOMPARE(popup->model()->rowCount(), 2);
    for (int i = 0; i < 4 && popup->currentIndex().data().toString() != QLatin1String("goroutines"); ++i)
        QTest::keyClick(popup, Qt::Key_Down);
    QTest::keyClick(popup, Qt::Key_Return);
    QTRY_COMPARE(input()->text(), QStringLiteral("goroutines"));
    QVERIFY(!popup->isVisible());
    QVERIFY(output().isEmpty()); // chosen, not run
    QTest::keyClick(input(), Qt::Key_Tab);
    QTest::keyClick(input(), Qt::Key_Backspace);
    QTest::keyClick(input(), Qt::Key_Tab);
    QTRY_VERIFY(popup->isVisible());
    QTest::keyClick(popup, Qt::Key_Escape); // closes the list, and only that
    QVERIFY(!popup->isVisible() && input()->hasFocus());
    QCOMPARE(input()->text(), QStringLiteral("goroutine"));
}

void TestConsolePage::escapeLeaves()
{
    QTest::keyClicks(input(), QStringLiteral("some"));
    QTest::keyClick(input(), Qt::Key_Escape);
    QVERIFY(input()->text().isEmpty() && input()->hasFocus());
    QTest::keyClick(input(), Qt::Key_Escape);
    QVERIFY(!input()->hasFocus());
    QVERIFY(m_page->isVisible()); // only the keyboard went
}

void TestConsolePage::helpOfTheWord()
{
    QTest::keyClicks(input(), QStringLiteral("goroutines -t"));
    QSignalSpy ended(m_page->commands(), &CommandRun::ended);
    QTest::keyClick(input(), Qt::Key_F1);
    QTRY_COMPARE(ended.size(), 1);
    QVERIFY(output().startsWith(QLatin1String("(freezeframe) help goroutines\n")));
    QVERIFY(output().contains(QLatin1String("When to use it")));
    QCOMPARE(input()->text(), QStringLiteral("goroutines -t"));
}

void TestConsolePage::clearsAndCopies()
{
    QVERIFY(type(QStringLiteral("print c.hits*0+737")));
    bool isSeen = false;
    QTimer::singleShot(0, this, [&] {
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        isSeen = true;
        QCOMPARE(menu->actions().size(), 5);
        QVERIFY(!menu->actions().at(0)->isEnabled()); // nothing is selected
        menu->actions().at(1)->trigger();
        menu->close();
    });
    Q_EMIT m_page->output()->customContextMenuRequested({5, 5});
    QVERIFY(isSeen);
    m_page->output()->copy();
    QVERIFY(QApplication::clipboard()->text().contains(QLatin1String("737")));
    QTest::keyClick(input(), Qt::Key_L, Qt::ControlModifier);
    QVERIFY(output().isEmpty());
}

void TestConsolePage::followsAClick()
{
    auto *session = m_window->findChild<Session *>();
    QVERIFY(type(QStringLiteral("goroutine 1")));
    QTRY_COMPARE(session->selection().owner->id, quint64(1));
    session->goToCrash();
    QTRY_VERIFY(session->isAtCrash());
    QVERIFY(type(QStringLiteral("print c.hits*0+737")));
    QVERIFY(output().endsWith(QLatin1String("\n737\n")));
}

void TestConsolePage::stopsByButtonAndKey()
{
    auto *stop = m_page->findChild<QToolButton *>();
    QVERIFY(!stop->isVisible());
    for (const bool byKey : {false, true}) {
        QTest::keyClicks(input(), QStringLiteral("goroutines -t -exec stack -full"));
        QTest::keyClick(input(), Qt::Key_Return);
        QVERIFY(m_page->commands()->isRunning());
        QVERIFY(stop->isVisible());
        if (byKey)
            QTest::keyClick(input(), Qt::Key_C, Qt::ControlModifier);
        else
            QTest::mouseClick(stop, Qt::LeftButton);
        QVERIFY(!m_page->commands()->isRunning() && !stop->isVisible());
        QVERIFY(output().endsWith(QLatin1String("Command failed: interrupted\n")));
        QVERIFY(input()->hasFocus());
    }
}

void TestConsolePage::staysWhereAPersonScrolled()
{
    QVERIFY(type(QStringLiteral("help")));
    QScrollBar *bar = m_page->output()->verticalScrollBar();
    QTRY_VERIFY(bar->maximum() > 0);
    QCOMPARE(bar->value(), bar->maximum());
    QSignalSpy ended(m_page->commands(), &CommandRun::ended);
    m_page->commands()->run(QStringLiteral("funcs"));
    bar->setValue(0); // before the answer comes
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 60'000);
    QCOMPARE(bar->value(), 0);
    QVERIFY(m_page->output()->blockCount() > 1000);
    QVERIFY(m_page->output()->blockCount() <= m_page->output()->maximumBlockCount());
}

void TestConsolePage::exitClosesThePage()
{
    QVERIFY(type(QStringLiteral("exit")));
    QTRY_VERIFY(!m_window->findChild<BottomPanel *>()->isOpen());
    QVERIFY(m_window->isVisible());
}

void TestConsolePage::darkThemeRecolours()
{
    QVERIFY(type(QStringLiteral("nonsense")));
    const QPalette before = QApplication::palette();
    QPalette dark = before;
    dark.setColor(QPalette::Base, QColor(0x1b, 0x1e, 0x20));
    dark.setColor(QPalette::Window, QColor(0x2a, 0x2e, 0x32));
    dark.setColor(QPalette::Text, Qt::white);
    dark.setColor(QPalette::WindowText, Qt::white);
    QApplication::setPalette(dark);
    QTextCursor cursor(m_page->output()->document());
    cursor.movePosition(QTextCursor::Right);
    QTRY_COMPARE(cursor.charFormat().foreground().color(), QColor(Qt::white));
    QApplication::setPalette(before);
}

QTEST_MAIN(TestConsolePage)
#include "tst_consolepage.moc"
