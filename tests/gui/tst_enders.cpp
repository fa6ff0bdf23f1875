// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/abortdialog.h"
#include "gui/listview.h"
#include "gui/livebar.h"
#include "gui/livedesk.h"
#include "gui/processpicker.h"
#include "gui/windowactions.h"
#include "model/session.h"
#include "tests/gui/livefixture.h"
#include "tests/support/victim.h"

#include <QAction>
#include <QCheckBox>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QTest>
#include <QToolBar>

using namespace Freezeframe;

/// Abort and Quit from the tool bar, the menu and by keys: over nothing they ask which process, over a living one they
/// mean that; and nothing ends a process by one key.
class TestEnders : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { m_fixture.resetSettings(); }
    void standApart();
    void openThePicker_data();
    void openThePicker();
    void enterOnlyAsks();
    void disabledSaysWhy();
    void liveWindowMeansItsProcess();

private:
    [[nodiscard]] static QWidget *toolButton(const MainWindow &window, QAction *action)
    {
        return window.findChild<QToolBar *>(QStringLiteral("Tools"))->widgetForAction(action);
    }
    LiveFixture m_fixture;
};

void TestEnders::initTestCase()
{
    if (goToolchains().isEmpty())
        QSKIP("no Go toolchain on this machine");
    const QString problem = m_fixture.prepare();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
}

void TestEnders::standApart()
{
    MainWindow window;
    window.resize(window.minimumSize());
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    const WindowActions &actions = *window.actions();
    const QList<QAction *> bar = window.findChild<QToolBar *>(QStringLiteral("Tools"))->actions();
    const qsizetype at = bar.indexOf(actions.abort);
    QVERIFY(at > 0);
    // Beside Capture, with a line on either side.
    QVERIFY(bar.at(at - 1)->isSeparator() && bar.at(at + 1)->isSeparator());
    QCOMPARE(bar.at(at - 2), actions.capture);
    // With its words, and in sight where the window is narrow.
    QWidget *button = toolButton(window, actions.abort);
    QVERIFY(button->isVisible()
            && button->width() > button->fontMetrics().horizontalAdvance(actions.abort->iconText()));
    // In the menu, with keys that nothing else has.
    QMenu *tools = nullptr;
    for (QAction *menu : window.menuBar()->actions()) {
        if (menu->text().remove(QLatin1Char('&')) == QLatin1String("Tools"))
            tools = menu->menu();
    }
    QVERIFY(tools && tools->actions().contains(actions.abort) && tools->actions().contains(actions.quitProcess));
    QStringList keys;
    for (const QAction *action : window.actions()->keyed()) {
        for (const QKeySequence &key : action->shortcuts())
            keys.append(key.toString());
    }
    QCOMPARE(QSet<QString>(keys.begin(), keys.end()).size(), keys.size());
    QVERIFY(!actions.abort->shortcut().isEmpty() && !actions.quitProcess->shortcut().isEmpty());
}

void TestEnders::openThePicker_data()
{
    QTest::addColumn<bool>("byKey");
    QTest::addColumn<bool>("quits");
    QTest::newRow("button") << false << false;
    QTest::newRow("abort by key") << true << false;
    QTest::newRow("quit by key") << true << true;
}

void TestEnders::openThePicker()
{
    QFETCH(const bool, byKey);
    QFETCH(const bool, quits);
    MainWindow window;
    window.resize(1440, 900);
    window.show();
    QVERIFY(LiveFixture::activate(window));
    if (byKey)
        QTest::keyClick(&window, quits ? Qt::Key_Q : Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
    else
        QTest::mouseClick(toolButton(window, window.actions()->abort), Qt::LeftButton);
    auto *picker = window.findChild<ProcessPicker *>();
    QVERIFY(picker && picker->isVisible());
    QCOMPARE(picker->verb(), quits ? ProcessPicker::Verb::Quit : ProcessPicker::Verb::Abort);
    QVERIFY(picker->windowTitle().contains(quits ? QLatin1String("Quit a Process") : QLatin1String("Abort a Process")));
    // First of those that end a process, apart from the others, and no default.
    const QPushButton *first = quits ? picker->quitButton() : picker->abortButton();
    const QPushButton *second = quits ? picker->abortButton() : picker->quitButton();
    const auto left = [picker](const QPushButton *button) { return button->mapTo(picker, QPoint()).x(); };
    QTRY_VERIFY(left(first) < left(second));
    QVERIFY(left(second) + second->width() + second->height() / 3 < left(picker->exploreButton()));
    for (const QPushButton *button : picker->findChildren<QPushButton *>())
        QVERIFY2(!button->isDefault(), qPrintable(button->text()));
    picker->close();
    // Capture is what it was.
    QTest::mouseClick(toolButton(window, window.actions()->capture), Qt::LeftButton);
    QTRY_VERIFY(picker->isVisible());
    QCOMPARE(picker->verb(), ProcessPicker::Verb::Capture);
    QVERIFY(picker->captureButton()->isDefault());
}

void TestEnders::enterOnlyAsks()
{
    const auto chosen = m_fixture.choose();
    QVERIFY(chosen);
    chosen->picker->close();
    chosen->window.actions()->abort->trigger();
    QTRY_VERIFY(chosen->picker->abortButton()->isEnabled());
    QVERIFY(chosen->picker->windowTitle().contains(QStringLiteral("PID %1").arg(chosen->victim->pid())));
    for (QWidget *where : std::initializer_list<QWidget *>{chosen->picker->list(), chosen->picker->filterEdit()}) {
        QVERIFY(LiveFixture::activate(*chosen->picker));
        where->setFocus();
        QTest::keyClick(where, Qt::Key_Return);
        auto *dialog = chosen->picker->findChild<AbortDialog *>();
        QVERIFY(dialog && dialog->isVisible());
        QVERIFY(!dialog->abortButton()->isDefault() && !dialog->abortButton()->hasFocus());
        QVERIFY(dialog->windowTitle().startsWith(QLatin1String("idle")));
        // Once more by mistake: it is given up.
        QTest::keyClick(dialog, Qt::Key_Return);
        QTRY_VERIFY(!chosen->picker->findChild<AbortDialog *>());
        QVERIFY(chosen->victim->isAlive());
    }
    QVERIFY(m_fixture.filesLeft().isEmpty());
}

void TestEnders::disabledSaysWhy()
{
    const auto chosen = m_fixture.choose();
    QVERIFY(chosen);
    const QPushButton *abort = chosen->picker->abortButton();
    QTRY_VERIFY(abort->isEnabled());
    chosen->victim->process.kill();
    chosen->victim->process.waitForFinished();
    QTRY_VERIFY_WITH_TIMEOUT(!abort->isEnabled(), 20'000);
    QVERIFY2(abort->toolTip().contains(QLatin1String("has ended")), qPrintable(abort->toolTip()));
    QCOMPARE(chosen->picker->quitButton()->toolTip(), abort->toolTip());
}

void TestEnders::liveWindowMeansItsProcess()
{
    const auto chosen = m_fixture.choose();
    QVERIFY(chosen);
    MainWindow &window = chosen->window;
    QTest::mouseClick(chosen->picker->exploreButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(window.liveDesk()->bar()->isVisible() && LiveFixture::isSettled(window), 60'000);
    QVERIFY(window.windowTitle().startsWith(QLatin1String("idle, goroutine ")));
    QVERIFY(window.windowTitle().contains(QStringLiteral("live, PID %1").arg(chosen->victim->pid())));
    const QString pid = QStringLiteral("PID %1").arg(chosen->victim->pid());
    QAction *abort = window.actions()->abort;
    QVERIFY2(abort->isEnabled() && abort->toolTip().contains(pid), qPrintable(abort->toolTip()));

    QTest::mouseClick(toolButton(window, abort), Qt::LeftButton);
    QVERIFY(!chosen->picker->isVisible());
    auto *dialog = window.findChild<AbortDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    QVERIFY(dialog->windowTitle().startsWith(QLatin1String("idle, ") + pid));
    QVERIFY(!dialog->abortButton()->isDefault());
    dialog->safetyCopyBox()->setChecked(false);
    QTest::mouseClick(dialog->abortButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!chosen->victim->isAlive(), 30'000);
    // It can't be ended twice, and that is told.
    QTRY_VERIFY_WITH_TIMEOUT(!abort->isEnabled(), 20'000);
    QVERIFY2(abort->toolTip().contains(QLatin1String("has ended already")), qPrintable(abort->toolTip()));
    QVERIFY(!window.actions()->quitProcess->isEnabled());
}

QTEST_MAIN(TestEnders)
#include "tst_enders.moc"
