// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/abortdialog.h"
#include "gui/doctorpane.h"
#include "gui/doctorview.h"
#include "gui/livebar.h"
#include "gui/livedesk.h"
#include "gui/processpicker.h"
#include "gui/programwindow.h"
#include "gui/valuewindow.h"
#include "gui/windowactions.h"
#include "model/programrun.h"
#include "model/recentcores.h"
#include "model/session.h"
#include "tests/gui/livefixture.h"
#include "tests/support/victim.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <sys/resource.h>

using namespace Freezeframe;

/// The window with living processes: explores and ends real Go programs, runs one, asks the doctor.
class TestLive : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void exploreLive();
    void abortAsksFirst();
    void abortOpensTheCore();
    void runProgram();
    void doctorAnswers();
    void dropOpens();
    void hugeValue();

private:
    LiveFixture m_fixture;
};

void TestLive::initTestCase()
{
    if (goToolchains().isEmpty())
        QSKIP("no Go toolchain on this machine");
    const QString problem = m_fixture.prepare();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
}

void TestLive::init()
{
    m_fixture.resetSettings();
}

void TestLive::exploreLive()
{
    const auto chosen = m_fixture.choose();
    QVERIFY(chosen);
    auto &[victim, window, picker] = *chosen;
    QTRY_VERIFY(picker->exploreButton()->isEnabled());
    QTest::mouseClick(picker->exploreButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(LiveFixture::isSettled(window), 60'000);
    // Chosen once more, a goroutine keeps its frame.
    const auto selection = window.session()->selection();
    QVERIFY(selection.owner && selection.frame);
    window.session()->selectGoroutine(selection.owner->id);
    QCOMPARE(window.session()->selection().frame, selection.frame);
    LiveBar *bar = window.liveDesk()->bar();
    QVERIFY(bar->isVisible());
    QVERIFY2(bar->accessibleName().contains(QStringLiteral("PID %1").arg(victim->pid()))
                 && bar->accessibleName().contains(QStringLiteral("runs on")),
             qPrintable(bar->accessibleName()));
    const auto ticks = [&window] {
        qint64 value = -1;
        window.session()->evaluate(&window, QStringLiteral("main.book.Ticks"),
                                   [&value](const Result<VariableInfo> &got) {
                                       value = got ? QString::fromStdString(got->value).toLongLong() : -2;
                                   });
        (void)QTest::qWaitFor([&value] { return value != -1; }, 20'000);
        return value;
    };
    const qint64 first = ticks();
    QVERIFY(first >= 0);
    // A snapshot is no file of recent cores, and does not change by itself.
    QVERIFY(RecentCores().paths().isEmpty());
    QTest::qWait(1500);
    QCOMPARE(ticks(), first);
    const auto image = bar->snapshot()->image;
    QTest::mouseClick(bar->refreshButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(bar->snapshot()->image != image && LiveFixture::isSettled(window), 60'000);
    QVERIFY(ticks() > first);
    // Saved, it is a core as any other.
    QTest::mouseClick(bar->saveButton(), Qt::LeftButton);
    auto *dialog = window.findChild<QFileDialog *>();
    QVERIFY(dialog);
    const QString saved = m_fixture.path(QStringLiteral("saved.core"));
    Q_EMIT dialog->fileSelected(saved);
    dialog->close();
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(saved), 60'000);
    MainWindow second;
    second.show();
    second.openCore(saved);
    QTRY_VERIFY_WITH_TIMEOUT(LiveFixture::isSettled(second), 60'000);
    QCOMPARE(second.session()->goroutines().table->size(), window.session()->goroutines().table->size());
    // The end of the process is told.
    victim->process.kill();
    victim->process.waitForFinished();
    QTRY_VERIFY2(bar->accessibleName().contains(QStringLiteral("has ended")), qPrintable(bar->accessibleName()));
    QVERIFY(!bar->refreshButton()->isEnabled());
}

void TestLive::abortAsksFirst()
{
    const auto chosen = m_fixture.choose();
    QVERIFY(chosen);
    auto &[victim, window, picker] = *chosen;
    QTest::mouseClick(picker->abortButton(), Qt::LeftButton);
    auto *dialog = picker->findChild<AbortDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    QTRY_VERIFY(dialog->doctor()->report());
    // Without GOTRACEBACK=crash: no core, and that is said.
    QVERIFY(dialog->doctor()->report()->verdict == DoctorReport::Verdict::NoCore);
    QVERIFY(dialog->safetyCopyBox()->isChecked());
    QVERIFY(!dialog->abortButton()->isDefault());
    QTest::keyClick(dialog, Qt::Key_Return); // the default is to leave
    QTest::qWait(200);
    QVERIFY(victim->process.state() == QProcess::Running);
}

void TestLive::abortOpensTheCore()
{
    if (!LiveFixture::leavesCoreFiles())
        QSKIP("core_pattern is a program here");
    const auto chosen = m_fixture.choose({QStringLiteral("GOTRACEBACK=crash")});
    QVERIFY(chosen);
    auto &[victim, window, picker] = *chosen;
    QSignalSpy left(picker, &ProcessPicker::coreLeft);
    QTest::mouseClick(picker->abortButton(), Qt::LeftButton);
    auto *dialog = picker->findChild<AbortDialog *>();
    QVERIFY(dialog);
    QTRY_VERIFY(dialog->doctor()->report());
    const bool willLeave = dialog->doctor()->report()->verdict == DoctorReport::Verdict::Core;
    dialog->safetyCopyBox()->setChecked(!willLeave);
    QTest::mouseClick(dialog->abortButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(victim->process.waitForFinished(10) || victim->process.state() == QProcess::NotRunning,
                             60'000);
    if (!willLeave) {
        // This machine keeps no core (its limit, its pattern): the safety copy is offered.
        QTRY_VERIFY_WITH_TIMEOUT(dialog->openButton()->isVisible(), 90'000);
        QTest::mouseClick(dialog->openButton(), Qt::LeftButton);
    }
    QTRY_COMPARE_WITH_TIMEOUT(left.size(), 1, 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(LiveFixture::isSettled(window), 60'000);
    QCOMPARE(window.session()->process()->pid, int(victim->pid() ? victim->pid() : window.session()->process()->pid));
    QFile::remove(left.first().first().toString());
}

void TestLive::runProgram()
{
    MainWindow window;
    window.show();
    ProgramWindow *program = window.liveDesk()->showProgram();
    program->setProgram(m_fixture.program(), QStringLiteral("-region 'run here' -mb 2"), m_fixture.path());
    QSignalSpy ended(program->program(), &ProgramRun::ended);
    QSignalSpy left(program, &ProgramWindow::coreLeft);
    QSignalSpy none(program->program(), &ProgramRun::noCore);
    QTest::mouseClick(program->startButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(program->output()->toPlainText().contains(QStringLiteral("ready")), 20'000);
    QVERIFY(program->abortButton()->isEnabled() && !program->startButton()->isEnabled());
    QTest::qWait(300);
    QTest::mouseClick(program->abortButton(), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 60'000);
    QVERIFY2(ended.first().first().toString().contains(QStringLiteral("SIGABRT")),
             qPrintable(ended.first().first().toString()));
    QVERIFY(program->output()->toPlainText().contains(QStringLiteral("goroutine ")));
    QTRY_VERIFY_WITH_TIMEOUT(left.size() + none.size() == 1, 90'000);
    rlimit limit{};
    getrlimit(RLIMIT_CORE, &limit);
    if (LiveFixture::leavesCoreFiles() && limit.rlim_max == RLIM_INFINITY)
        QVERIFY2(!left.isEmpty(), qPrintable(program->outcome()));
    // Whichever is told first, its end or its core: the page speaks of the core.
    const QString answer = left.isEmpty() ? QStringLiteral("no core") : QStringLiteral("left a core");
    QVERIFY2(program->outcome().contains(answer, Qt::CaseInsensitive), qPrintable(program->outcome()));
    if (!left.isEmpty()) {
        QTRY_VERIFY_WITH_TIMEOUT(LiveFixture::isSettled(window), 60'000);
        QFile::remove(left.first().first().toString());
    }
    QTRY_VERIFY(program->startButton()->isEnabled());
    // What can't be started says so.
    program->setProgram(QStringLiteral("/nowhere/program"), {}, m_fixture.path());
    QTest::mouseClick(program->startButton(), Qt::LeftButton);
    QTRY_VERIFY2(program->outcome().contains(QStringLiteral("could not be started")), qPrintable(program->outcome()));
}

void TestLive::doctorAnswers()
{
    const auto victim = m_fixture.start();
    QVERIFY(victim);
    MainWindow window;
    window.show();
    window.actions()->doctor->trigger();
    auto *view = window.findChild<DoctorView *>();
    QVERIFY(view && view->isVisible());
    QTRY_VERIFY(view->pane()->report());
    QVERIFY(!view->pane()->report()->checks.empty());
    view->examineProcess(victim->pid());
    const auto isOfProcess = [&] {
        const auto &report = view->pane()->report();
        return report && std::ranges::any_of(report->checks, [](const DoctorCheck &check) {
                   return check.state == CheckState::Failed && check.fix.has_value();
               });
    };
    QTRY_VERIFY(isOfProcess());
    // A failed check has its button, in reach of the keyboard.
    const QList<QPushButton *> buttons = view->pane()->findChildren<QPushButton *>();
    QVERIFY(std::ranges::any_of(buttons, &QWidget::isVisible));
    for (const QPushButton *button : buttons)
        QVERIFY(!button->isVisible() || (!button->text().isEmpty() && (button->focusPolicy() & Qt::TabFocus)));
    // A try is a check among the others, whatever came of it, and the process that it is for lives.
    QTRY_VERIFY(view->tryButton()->isEnabled() && view->tryButton()->isVisible());
    QSignalSpy tried(view->pane(), &DoctorPane::tried);
    QTest::mouseClick(view->tryButton(), Qt::LeftButton);
    QVERIFY(!view->tryButton()->isEnabled());
    QTRY_COMPARE_WITH_TIMEOUT(tried.size(), 1, 90'000);
    const auto isTry = [](const DoctorCheck &check) { return check.id == "dry-run"; };
    QCOMPARE(std::ranges::count_if(view->pane()->report()->checks, isTry), 1);
    QVERIFY(victim->isAlive() && view->tryButton()->isEnabled());
    view->examineProgram(m_fixture.program());
    QTRY_VERIFY(view->pane()->report());
    view->examineProgram(QStringLiteral("/nowhere/program"));
    QTRY_VERIFY(!view->pane()->report());
}

void TestLive::dropOpens()
{
    const auto victim
        = provideVictim({.fixture = QStringLiteral("sample"), .go = goToolchains().last(), .build = GoBuild::NoOpt});
    if (!victim)
        QFAIL(qPrintable(victim.error()));
    MainWindow window;
    window.resize(1440, 900);
    window.show();
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(victim->core)});
    const QPoint middle = window.rect().center();
    QDragEnterEvent enter(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &drop);
    QTRY_VERIFY_WITH_TIMEOUT(LiveFixture::isSettled(window), 60'000);
    QVERIFY(window.session()->hasCrash());
    // What is no file is not taken.
    QMimeData text;
    text.setText(QStringLiteral("core"));
    QDragEnterEvent other(middle, Qt::CopyAction, &text, Qt::LeftButton, Qt::NoModifier);
    other.ignore();
    QApplication::sendEvent(&window, &other);
    QVERIFY(!other.isAccepted());
}

/// A hundred megabytes in the value window: a page at a time.
void TestLive::hugeValue()
{
    const auto chosen = m_fixture.choose({}, {QStringLiteral("-mb"), QStringLiteral("100")});
    QVERIFY(chosen);
    auto &[victim, window, picker] = *chosen;
    QTRY_VERIFY(picker->exploreButton()->isEnabled());
    QTest::mouseClick(picker->exploreButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(LiveFixture::isSettled(window), 60'000);
    std::optional<VariableInfo> value;
    window.session()->evaluate(&window, QStringLiteral("main.book.Pages"),
                               [&value](const Result<VariableInfo> &got) { value = got ? *got : VariableInfo(); });
    QTRY_VERIFY(value);
    QCOMPARE(value->length.value_or(0), uint64_t(100) << 20);
    auto *view = new ValueWindow(window.session(), *value, &window);
    view->show();
    auto *form = view->findChild<QComboBox *>();
    auto *text = view->findChild<QPlainTextEdit *>();
    QVERIFY(form && text);
    form->setCurrentIndex(1);
    QTRY_VERIFY_WITH_TIMEOUT(text->toPlainText().contains(QStringLiteral("00001000  01")), 20'000);
    QVERIFY(text->document()->blockCount() < 10'000);
    view->close();
}

QTEST_MAIN(TestLive)
#include "tst_live.moc"
