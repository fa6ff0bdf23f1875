// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/capturedetails.h"
#include "gui/listview.h"
#include "gui/livedesk.h"
#include "gui/processpicker.h"
#include "gui/startpage.h"
#include "model/capturerun.h"
#include "model/corestoremodel.h"
#include "model/processfilter.h"
#include "model/session.h"
#include "tests/gui/livefixture.h"
#include "tests/support/victim.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QUuid>

using namespace Freezeframe;

/// The start page and the list of processes, over real Go programs: chosen, filtered, captured, as a person does.
class TestPicker : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void startPageShowsTheMachine();
    void crashesKeepTheChosen();
    void refreshByKey();
    void narrowPickerKeepsTheNames();
    void pickerKeepsTheChosen();
    void pickerByKeys();
    void freshFolderHasRoom();
    void captureOpens();
    void captureProblems_data();
    void captureProblems();
    void endedProcessIsSaid();

private:
    LiveFixture m_fixture;
};

void TestPicker::initTestCase()
{
    if (goToolchains().isEmpty())
        QSKIP("no Go toolchain on this machine");
    const QString problem = m_fixture.prepare();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
}

void TestPicker::init()
{
    m_fixture.resetSettings();
}

void TestPicker::startPageShowsTheMachine()
{
    const auto victim = m_fixture.start();
    QVERIFY(victim);
    MainWindow window;
    window.resize(1440, 900);
    window.show();
    StartPage *page = window.startPage();
    const auto rowOf = [&]() -> QModelIndex {
        const QAbstractItemModel *model = page->processList()->model();
        const QModelIndexList found
            = model->match(model->index(0, 0), ProcessModel::PidRole, victim->pid(), 1, Qt::MatchExactly);
        return found.value(0);
    };
    QTRY_VERIFY(rowOf().isValid());
    QVERIFY(rowOf().data(ProcessModel::GoRole).toString().startsWith(QLatin1String("go1.")));
    // Only Go programs, until somebody looks for another.
    const QAbstractItemModel *model = page->processList()->model();
    for (int row = 0; row < model->rowCount(); ++row)
        QVERIFY(!model->index(row, 0).data(ProcessModel::GoRole).toString().isEmpty());
    page->processFilter()->setText(QCoreApplication::applicationName());
    QTRY_VERIFY(model->rowCount() > 0);
    page->processFilter()->clear();
    // Narrow: nothing is lost, crashes stand below the cores opened before.
    window.resize(window.minimumSize());
    QTest::qWait(50);
    QVERIFY(page->crashList()->isVisible() && page->recentList()->isVisible() && page->processList()->isVisible());
    QVERIFY(page->crashList()->mapTo(page, QPoint()).y() > page->recentList()->mapTo(page, QPoint()).y());
    // Enter on a row opens the picker at that process.
    page->processList()->setCurrentIndex(rowOf());
    QTest::keyClick(page->processList(), Qt::Key_Return);
    auto *picker = window.findChild<ProcessPicker *>();
    QVERIFY(picker && picker->isVisible());
    QTRY_COMPARE(picker->details()->process().value_or(ProcessRow{}).id.pid, victim->pid());
}

/// A crash that comes while one looks at the list stands at its place, and what was chosen stays chosen.
void TestPicker::crashesKeepTheChosen()
{
    MainWindow window;
    window.resize(1440, 900);
    window.show();
    auto *model = window.findChild<CoreStoreModel *>();
    QVERIFY(model);
    QTRY_VERIFY(model->isFilled());
    const auto crash = [](int pid, int64_t when) {
        StoredCore core;
        core.program = "program-" + std::to_string(pid);
        core.pid = pid;
        core.when = when;
        core.path = "/var/crash/core." + std::to_string(pid);
        return core;
    };
    const auto show = [model](std::vector<StoredCore> cores) {
        CoreStore store;
        store.cores = std::move(cores);
        model->update(std::move(store));
    };
    const ListView *list = window.startPage()->crashList();
    show({crash(2, 200), crash(1, 100)});
    window.startPage()->crashList()->setCurrentIndex(model->index(1));
    const auto chosen = [list] { return list->currentIndex().data(CoreStoreModel::NameRole).toString(); };
    show({crash(3, 300), crash(2, 200), crash(1, 100)});
    QCOMPARE(chosen(), QStringLiteral("program-1"));
    QVERIFY(list->selectionModel()->isSelected(list->currentIndex()));
    show({crash(2, 400), crash(3, 300), crash(1, 100)}); // another crash under a number that was there
    QCOMPARE(chosen(), QStringLiteral("program-1"));
    show({crash(2, 400), crash(3, 300)});
    QVERIFY(chosen() != QStringLiteral("program-1"));
}

/// F5 looks at the machine now, on the start page and in the list of processes.
void TestPicker::refreshByKey()
{
    MainWindow window;
    window.resize(1440, 900);
    window.show();
    auto *crashes = window.findChild<CoreStoreModel *>();
    QTRY_VERIFY(crashes->isFilled());
    QVERIFY(LiveFixture::activate(window));
    QSignalSpy updated(crashes, &CoreStoreModel::updated);
    constexpr int sooner = 5000; // than it would look by itself
    QTest::keyClick(&window, Qt::Key_F5);
    QTRY_COMPARE_WITH_TIMEOUT(updated.size(), 1, sooner);
    ProcessPicker *picker = window.liveDesk()->showPicker();
    QTRY_VERIFY(picker->filter()->model()->isFilled());
    QVERIFY(LiveFixture::activate(*picker));
    for (int i = 0; i < 3; ++i) {
        QSignalSpy again(picker->filter()->model(), &ProcessModel::updated);
        QTest::keyClick(picker, Qt::Key_F5);
        QTRY_VERIFY_WITH_TIMEOUT(again.size() > 0, 1500);
    }
}

/// At the least width names, memory and commands can be read; the rest comes back with the room.
void TestPicker::narrowPickerKeepsTheNames()
{
    MainWindow window;
    window.show();
    ProcessPicker *picker = window.liveDesk()->showPicker();
    const ListView *list = picker->list();
    picker->resize(2000, 900);
    QTRY_VERIFY(!list->isColumnHidden(ProcessModel::User) && !list->isColumnHidden(ProcessModel::Threads)
                && !list->isColumnHidden(ProcessModel::Started));
    picker->resize(picker->minimumSizeHint().width(), 600);
    QTRY_VERIFY(list->isColumnHidden(ProcessModel::Started));
    for (const int column : {ProcessModel::Pid, ProcessModel::Name, ProcessModel::Memory, ProcessModel::Command})
        QVERIFY(!list->isColumnHidden(column));
    const QHeaderView *header = list->header();
    const int right = header->sectionViewportPosition(ProcessModel::Memory) + header->sectionSize(ProcessModel::Memory);
    QVERIFY2(right < list->viewport()->width(),
             qPrintable(QStringLiteral("%1 of %2").arg(right).arg(list->viewport()->width())));
    picker->resize(2000, 900);
    QTRY_VERIFY(!list->isColumnHidden(ProcessModel::Started));
}

void TestPicker::pickerKeepsTheChosen()
{
    const auto chosen = m_fixture.choose();
    QVERIFY(chosen);
    auto &[victim, window, picker] = *chosen;
    const int scroll = picker->list()->verticalScrollBar() ? picker->list()->verticalScrollBar()->value() : 0;
    // Others come and go while it is looked at.
    for (int i = 0; i < 3; ++i) {
        QProcess other;
        other.start(QStringLiteral("sleep"), {QStringLiteral("60")});
        QVERIFY(other.waitForStarted());
        const QSignalSpy updated(picker->filter()->model(), &ProcessModel::updated);
        QTRY_VERIFY_WITH_TIMEOUT(updated.size() > 0, 10'000);
        other.kill();
        other.waitForFinished();
    }
    QCOMPARE(picker->filter()->process(picker->list()->currentIndex())->id.pid, victim->pid());
    QCOMPARE(picker->details()->process()->id.pid, victim->pid());
    QCOMPARE(picker->list()->verticalScrollBar()->value(), scroll);
    // A filter that hides it chooses what is left; one that matches nothing says so.
    picker->filterEdit()->setText(QUuid::createUuid().toString()); // words may stand in some command line
    QCOMPARE(picker->filter()->rowCount(), 0);
    // What can't be seen is not captured, nor ended, by a stray Enter.
    for (const QPushButton *button : {picker->captureButton(), picker->exploreButton(), picker->abortButton()})
        QVERIFY(!button->isEnabled());
    QVERIFY2(picker->captureButton()->toolTip().contains(QStringLiteral("filter")),
             qPrintable(picker->captureButton()->toolTip()));
    QTest::keyClick(picker, Qt::Key_Return);
    QVERIFY(!picker->job()->isRunning());
    picker->filterEdit()->setText(QString::number(victim->pid()));
    QTRY_VERIFY(picker->filter()->rowCount() >= 1);
    QTRY_VERIFY(picker->captureButton()->isEnabled());
}

void TestPicker::pickerByKeys()
{
    const auto victim = m_fixture.start();
    QVERIFY(victim);
    MainWindow window;
    window.show();
    ProcessPicker *picker = window.liveDesk()->showPicker();
    // Nothing is chosen, so nothing can be done.
    for (const QPushButton *button : {picker->captureButton(), picker->exploreButton(), picker->abortButton()})
        QVERIFY(!button->isEnabled());
    QVERIFY(QTest::qWaitForWindowExposed(picker));
    QTRY_VERIFY(picker->filterEdit()->hasFocus());
    QTRY_VERIFY(picker->filter()->model()->isFilled());
    QTest::keyClicks(picker->filterEdit(), QStringLiteral("idle"));
    QTRY_VERIFY(picker->details()->process());
    QTRY_COMPARE(picker->details()->process()->name, std::string("idle"));
    QTRY_VERIFY_WITH_TIMEOUT(picker->captureButton()->isEnabled(), 20'000);
    // Down goes into the list, Tab from the field to the boxes, Esc clears the filter first, then closes.
    QTest::keyClick(picker->filterEdit(), Qt::Key_Down);
    QVERIFY(picker->filterEdit()->hasFocus());
    QTest::keyClick(picker->filterEdit(), Qt::Key_Tab);
    QVERIFY(!picker->filterEdit()->hasFocus());
    picker->filterEdit()->setFocus();
    QTest::keyClick(picker->filterEdit(), Qt::Key_Escape);
    QVERIFY(picker->isVisible() && picker->filterEdit()->text().isEmpty());
    QTest::keyClick(picker->filterEdit(), Qt::Key_Escape);
    QTRY_VERIFY(!picker->isVisible());
}

/// The folder that captures go to by themselves is made at the first: until then its room is told, not that it is empty.
void TestPicker::freshFolderHasRoom()
{
    const auto chosen = m_fixture.choose();
    QVERIFY(chosen);
    CaptureDetails *details = chosen->picker->details();
    const auto replan = [details](const QString &folder) {
        QSignalSpy planned(details, &CaptureDetails::planChanged);
        details->setFolder(folder);
        return QTest::qWaitFor([&] { return !planned.isEmpty(); }, 20'000) && details->plan().has_value();
    };
    QVERIFY(replan(m_fixture.path(QStringLiteral("not/made/yet"))));
    QVERIFY(!details->plan()->hasFolder);
    QVERIFY(details->plan()->freeSpace > 0);
    QVERIFY(replan(m_fixture.path()));
    QVERIFY(details->plan()->hasFolder && details->plan()->freeSpace > 0);
}

void TestPicker::captureOpens()
{
    const auto chosen = m_fixture.choose();
    QVERIFY(chosen);
    auto &[victim, window, picker] = *chosen;
    QSignalSpy captured(picker, &ProcessPicker::captured);
    QTest::keyClick(picker, Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(captured.size(), 1, 60'000);
    const auto report = captured.first().first().value<CaptureReport>();
    QVERIFY(report.pauseSeconds > 0);
    QVERIFY(QFile::exists(QString::fromStdString(report.path)));
    QVERIFY(report.path.starts_with(m_fixture.path().toStdString()));
    QTRY_VERIFY_WITH_TIMEOUT(LiveFixture::isSettled(window), 60'000);
    QVERIFY(!picker->isVisible());
    QVERIFY(window.session()->goroutines().table->size() > 16);
    QCOMPARE(window.session()->process()->pid, victim->pid());
    QVERIFY(victim->process.state() == QProcess::Running);
}

void TestPicker::captureProblems_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("file");
    QTest::newRow("no such folder") << QStringLiteral("/nowhere/at/all") << QString();
    QTest::newRow("a folder that is a file") << QStringLiteral("/proc/self/stat") << QString();
    QTest::newRow("the file is there already") << QString() << QStringLiteral("taken.core");
}

void TestPicker::captureProblems()
{
    QFETCH(QString, folder);
    QFETCH(QString, file);
    QFile taken(m_fixture.path(QStringLiteral("taken.core")));
    QVERIFY(taken.open(QIODevice::WriteOnly) && taken.write("precious") > 0);
    taken.close();
    const auto chosen = m_fixture.choose();
    QVERIFY(chosen);
    auto &[victim, window, picker] = *chosen;
    if (!folder.isEmpty())
        picker->details()->setFolder(folder);
    if (!file.isEmpty()) {
        picker->details()->fileEdit()->clear();
        QTest::keyClicks(picker->details()->fileEdit(), file);
    }
    QSignalSpy captured(picker, &ProcessPicker::captured);
    QTest::qWait(500);
    if (picker->captureButton()->isEnabled()) {
        QTest::mouseClick(picker->captureButton(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(picker->captureButton()->isEnabled(), 60'000);
        QTRY_VERIFY(!picker->problem().isEmpty());
    } else {
        QVERIFY(!picker->captureButton()->toolTip().isEmpty());
    }
    QCOMPARE(captured.size(), 0);
    QCOMPARE(fileContent(taken.fileName()), QByteArray("precious"));
    QVERIFY(victim->process.state() == QProcess::Running);
    QFile::remove(taken.fileName());
}

void TestPicker::endedProcessIsSaid()
{
    const auto chosen = m_fixture.choose();
    QVERIFY(chosen);
    auto &[victim, window, picker] = *chosen;
    chosen->victim.reset();
    QTRY_VERIFY_WITH_TIMEOUT(picker->details()->refusal().contains(QStringLiteral("ended")), 10'000);
    // No neighbour takes its place.
    QVERIFY(!picker->captureButton()->isEnabled() && !picker->abortButton()->isEnabled());
    QCOMPARE(picker->details()->process()->name, std::string("idle"));
}

QTEST_MAIN(TestPicker)
#include "tst_picker.moc"
