// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/abortdialog.h"
#include "gui/capturedetails.h"
#include "gui/doctorpane.h"
#include "gui/doctorview.h"
#include "gui/goroutinepanel.h"
#include "gui/livebar.h"
#include "gui/livedesk.h"
#include "gui/processpicker.h"
#include "model/goroutinemodel.h"
#include "model/session.h"
#include "tests/gui/livefixture.h"
#include "tests/support/victim.h"

#include <QApplication>
#include <QPointer>
#include <QPushButton>
#include <QTest>

using namespace Freezeframe;

/// What a newcomer wants of a program that runs, with keys alone, from the start page on. Keys go where the focus is.
class TestKeyboard : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void captureIt();
    void lookAtIt();
    void whyWasThereNoCore();
    void abortIt();

private:
    static void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : QApplication::activeWindow(), key,
                        modifiers);
    }
    static void type(const QString &text) { QTest::keyClicks(QApplication::focusWidget(), text); }
    /// Ctrl+Shift+P and the number of the victim: the picker with it chosen, and its capture planned.
    [[nodiscard]] static ProcessPicker *openPicker(MainWindow &window, int pid);

    static constexpr int patience = 60'000;
    LiveFixture m_fixture;
};

void TestKeyboard::initTestCase()
{
    if (goToolchains().isEmpty())
        QSKIP("no Go toolchain on this machine");
    const QString problem = m_fixture.prepare();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
}

void TestKeyboard::init()
{
    m_fixture.resetSettings();
}

ProcessPicker *TestKeyboard::openPicker(MainWindow &window, int pid)
{
    window.resize(1440, 900);
    window.show();
    if (!LiveFixture::activate(window))
        return nullptr;
    press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    auto *picker = window.findChild<ProcessPicker *>();
    if (!picker || !LiveFixture::activate(*picker))
        return nullptr;
    type(QString::number(pid)); // the field has the focus
    const auto isChosen = [&] {
        return picker->details()->process() && picker->details()->process()->id.pid == pid
            && picker->captureButton()->isEnabled();
    };
    return QTest::qWaitFor(isChosen, patience) ? picker : nullptr;
}

/// "Capture it without killing it": Enter.
void TestKeyboard::captureIt()
{
    const auto victim = m_fixture.start();
    QVERIFY(victim);
    MainWindow window;
    QVERIFY(openPicker(window, victim->pid()));
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(LiveFixture::isSettled(window), patience);
    QCOMPARE(window.session()->process()->pid, victim->pid());
    QVERIFY(victim->isAlive());
}

/// "My server hangs: what does each goroutine wait for?": Alt+E, "/", words; F5 looks again.
void TestKeyboard::lookAtIt()
{
    const auto victim = m_fixture.start();
    QVERIFY(victim);
    MainWindow window;
    QVERIFY(openPicker(window, victim->pid()));
    press(Qt::Key_E, Qt::AltModifier);
    QTRY_VERIFY_WITH_TIMEOUT(LiveFixture::isSettled(window), patience);
    QVERIFY(LiveFixture::activate(window));
    auto *panel = window.findChild<GoroutinePanel *>();
    QVERIFY(panel);
    QTRY_VERIFY(panel->model()->rowCount() > 1);
    press(Qt::Key_Slash);
    type(QStringLiteral("wait:chan"));
    QTRY_COMPARE(panel->model()->rowCount(), 1); // the workers
    const auto image = window.liveDesk()->bar()->snapshot()->image;
    press(Qt::Key_F5);
    QTRY_VERIFY_WITH_TIMEOUT(window.liveDesk()->bar()->snapshot()->image != image, patience);
    QTRY_VERIFY_WITH_TIMEOUT(LiveFixture::isSettled(window), patience);
    QVERIFY(victim->isAlive());
}

/// "Why did yesterday's crash leave no core?": Ctrl+Shift+W, and the answer is there.
void TestKeyboard::whyWasThereNoCore()
{
    MainWindow window;
    window.show();
    QVERIFY(LiveFixture::activate(window));
    press(Qt::Key_W, Qt::ControlModifier | Qt::ShiftModifier);
    auto *view = window.findChild<DoctorView *>();
    QVERIFY(view && LiveFixture::activate(*view));
    QTRY_VERIFY(view->pane()->report());
    QVERIFY(!view->pane()->report().value_or(DoctorReport{}).headline.empty());
    press(Qt::Key_Escape);
    QTRY_VERIFY(!view->isVisible());
}

/// "SIGABRT it and see": Alt+A asks, Enter would leave, Alt+A does it; the safety copy opens with Enter.
void TestKeyboard::abortIt()
{
    const auto victim = m_fixture.start();
    QVERIFY(victim);
    MainWindow window;
    ProcessPicker *picker = openPicker(window, victim->pid());
    QVERIFY(picker);
    press(Qt::Key_A, Qt::AltModifier);
    QTRY_VERIFY(picker->findChild<AbortDialog *>()); // a button that is pressed by its key takes a moment
    const QPointer<AbortDialog> dialog(picker->findChild<AbortDialog *>());
    QVERIFY(LiveFixture::activate(*dialog));
    QTRY_VERIFY(dialog->doctor()->report());
    QVERIFY(dialog->doctor()->report().value_or(DoctorReport{}).verdict == DoctorReport::Verdict::NoCore);
    QVERIFY(victim->isAlive());
    press(Qt::Key_A, Qt::AltModifier);
    QTRY_VERIFY_WITH_TIMEOUT(dialog->openButton()->isVisible(), patience);
    QVERIFY(!victim->isAlive());
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(LiveFixture::isSettled(window), patience);
    QCOMPARE(window.session()->process()->pid, picker->details()->process().value_or(ProcessRow{}).id.pid);
}

QTEST_MAIN(TestKeyboard)
#include "tst_keyboard.moc"
