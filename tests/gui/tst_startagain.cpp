// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/abortdialog.h"
#include "gui/capturedetails.h"
#include "gui/doctorpane.h"
#include "gui/doctorview.h"
#include "gui/livedesk.h"
#include "gui/processpicker.h"
#include "gui/programform.h"
#include "gui/programwindow.h"
#include "gui/windowactions.h"
#include "model/programrun.h"
#include "model/session.h"
#include "tests/gui/livefixture.h"
#include "tests/support/victim.h"

#include <QAction>
#include <QCheckBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <csignal>

using namespace Freezeframe;

/// A program that ended without a core is one click away from one.
class TestStartAgain : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void afterARun();
    void afterAnAbort();
    void fromTheDoctor();
    void pickerForgetsTheDead();
    void verbsOfASnapshot();

private:
    LiveFixture m_fixture;
};

void TestStartAgain::initTestCase()
{
    if (goToolchains().isEmpty())
        QSKIP("no Go toolchain on this machine");
    const QString problem = m_fixture.prepare();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
}

void TestStartAgain::init()
{
    m_fixture.resetSettings();
}

/// Ctrl+\ is SIGQUIT, as in a terminal; what forbids a core is taken away by the button that says so.
void TestStartAgain::afterARun()
{
    QSettings().setValue("Run/Environment", QStringLiteral("GOTRACEBACK=single\nREGION=x"));
    MainWindow window;
    window.show();
    ProgramWindow *program = window.liveDesk()->showProgram();
    program->setProgram(m_fixture.program(), QStringLiteral("-mb 2"), m_fixture.path());
    QVERIFY(program->form()->forbidsCore());
    QSignalSpy ended(program->program(), &ProgramRun::ended);
    QSignalSpy none(program->program(), &ProgramRun::noCore);
    QTest::mouseClick(program->startButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(program->output()->toPlainText().contains(QStringLiteral("ready")), 20'000);
    QVERIFY(LiveFixture::activate(*program));
    QTest::keyClick(program, Qt::Key_Backslash, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 30'000);
    QVERIFY(program->output()->toPlainText().contains(QStringLiteral("SIGQUIT")));
    QTRY_COMPARE_WITH_TIMEOUT(none.size(), 1, 60'000);
    QVERIFY2(program->outcome().contains(QStringLiteral("status 2")), qPrintable(program->outcome()));
    QTRY_VERIFY(program->onwardButton()->isVisible());
    QVERIFY(program->onwardButton()->text().contains(QStringLiteral("GOTRACEBACK=crash")));
    QTest::mouseClick(program->onwardButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(program->output()->toPlainText().contains(QStringLiteral("ready")), 20'000);
    QVERIFY(!program->form()->forbidsCore());
    QCOMPARE(program->form()->settings().environment, QStringList{QStringLiteral("REGION=x")});
    QVERIFY(!program->onwardButton()->isVisible());
    program->program()->send(SIGKILL);
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 2, 30'000);
}

void TestStartAgain::afterAnAbort()
{
    // With a signal that Go answers by exit status 2, as GOTRACEBACK is not set.
    const auto chosen = m_fixture.choose({QStringLiteral("WHERE=north west")}, {QString(), QStringLiteral("a \"b\"")});
    QVERIFY(chosen);
    auto &[victim, window, picker] = *chosen;
    QTRY_VERIFY(picker->abortButton()->isEnabled());
    const int before = victim->pid();
    QTest::mouseClick(picker->abortButton(), Qt::LeftButton);
    auto *dialog = picker->findChild<AbortDialog *>();
    QVERIFY(dialog);
    dialog->safetyCopyBox()->setChecked(false);
    QTRY_VERIFY(dialog->doctor()->report());
    QVERIFY(!dialog->againButton()->isVisible());
    QTest::mouseClick(dialog->abortButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(dialog->againButton()->isVisible(), 60'000);
    QVERIFY2(dialog->outcome().contains(QStringLiteral("No core")), qPrintable(dialog->outcome()));
    QTest::mouseClick(dialog->againButton(), Qt::LeftButton);
    auto *program = window.findChild<ProgramWindow *>();
    QVERIFY(program);
    QTRY_VERIFY_WITH_TIMEOUT(program->output()->toPlainText().contains(QStringLiteral("ready")), 20'000);
    const ProgramRun::Settings settings = program->form()->settings();
    QCOMPARE(QFileInfo(settings.program).canonicalFilePath(), QFileInfo(m_fixture.program()).canonicalFilePath());
    QCOMPARE(settings.arguments.mid(2), QStringList({QString(), QStringLiteral("a \"b\"")}));
    QCOMPARE(settings.folder, QFileInfo(m_fixture.path()).canonicalFilePath());
    QVERIFY(settings.base.contains(QStringLiteral("WHERE=north west")));
    // It is another process, which has all that: and nothing of its environment is kept in the settings.
    const int pid = program->program()->id().pid;
    QVERIFY(pid > 0 && pid != before);
    const QByteArray environment = fileContent(QStringLiteral("/proc/%1/environ").arg(pid));
    QVERIFY(environment.contains("WHERE=north west"));
    QVERIFY(environment.contains("GOTRACEBACK=crash"));
    QVERIFY(!QSettings().value("Run/Environment").toString().contains(QStringLiteral("WHERE")));
    program->program()->send(SIGKILL);
    QTRY_VERIFY_WITH_TIMEOUT(!program->program()->isRunning(), 20'000);
}

void TestStartAgain::fromTheDoctor()
{
    MainWindow window;
    window.show();
    DoctorView *view = window.liveDesk()->showDoctor();
    view->examineProgram(m_fixture.program());
    QTRY_VERIFY(view->pane()->report());
    // Its folder is its own, not the window's.
    const QString folder = QFileInfo(m_fixture.program()).absolutePath();
    const auto &checks = view->pane()->report()->checks;
    const auto found = std::ranges::find(checks, "core-folder", &DoctorCheck::id);
    if (LiveFixture::leavesCoreFiles()
        && !fileContent(QStringLiteral("/proc/sys/kernel/core_pattern")).contains('/')) {
        QVERIFY(found != checks.end());
        QVERIFY2(QString::fromStdString(found->value).contains(folder), found->value.c_str());
    }
    QVERIFY(view->tryButton()->isVisible() && view->runButton()->isVisible());
    QSignalSpy tried(view->pane(), &DoctorPane::tried);
    QTest::mouseClick(view->tryButton(), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(tried.size(), 1, 90'000);
    const auto &after = view->pane()->report()->checks;
    QCOMPARE(std::ranges::count(after, "dry-run", &DoctorCheck::id), 1);
    QTest::mouseClick(view->runButton(), Qt::LeftButton);
    auto *program = window.findChild<ProgramWindow *>();
    QVERIFY(program);
    QCOMPARE(program->form()->program(), m_fixture.program());
    QCOMPARE(program->form()->settings().folder, folder);
    QVERIFY(!program->program()->isRunning()); // that is a person's to say
}

void TestStartAgain::pickerForgetsTheDead()
{
    const auto chosen = m_fixture.choose();
    QVERIFY(chosen);
    auto &[victim, window, picker] = *chosen;
    const int pid = victim->pid();
    picker->hide();
    victim->process.kill();
    victim->process.waitForFinished();
    window.liveDesk()->showPicker();
    const auto isAnother = [picker, pid] {
        return picker->details()->process() && picker->details()->process()->id.pid != pid;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isAnother(), 20'000);
    QVERIFY(!picker->details()->hasEnded());
    QCOMPARE(picker->problem(), QString());
}

void TestStartAgain::verbsOfASnapshot()
{
    const auto chosen = m_fixture.choose();
    QVERIFY(chosen);
    auto &[victim, window, picker] = *chosen;
    const QAction *resume = window.actions()->resume;
    QVERIFY(resume->toolTip().contains(QStringLiteral("dead process")));
    QTRY_VERIFY(picker->exploreButton()->isEnabled());
    QTest::mouseClick(picker->exploreButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(LiveFixture::isSettled(window), 60'000);
    for (const QAction *verb : std::initializer_list<const QAction *>{resume, window.actions()->stepInto}) {
        QVERIFY2(!verb->toolTip().contains(QStringLiteral("dead")), qPrintable(verb->toolTip()));
        QVERIFY(verb->toolTip().startsWith(verb->text()));
    }
    victim->process.kill();
    QTRY_VERIFY_WITH_TIMEOUT(resume->toolTip().contains(QStringLiteral("has ended")), 20'000);
}

QTEST_MAIN(TestStartAgain)
#include "tst_startagain.moc"
