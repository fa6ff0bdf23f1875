// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/abortdialog.h"
#include "gui/capturedetails.h"
#include "gui/doctorpane.h"
#include "gui/doctorview.h"
#include "gui/listview.h"
#include "gui/livebar.h"
#include "gui/livedesk.h"
#include "gui/mainwindow.h"
#include "gui/processpicker.h"
#include "gui/programwindow.h"
#include "gui/startpage.h"
#include "gui/valuewindow.h"
#include "gui/windowactions.h"
#include "model/processfilter.h"
#include "model/programrun.h"
#include "model/recentcores.h"
#include "model/session.h"
#include "tests/support/victim.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUuid>

#include <csignal>

using namespace Freezeframe;

/// The start page and the list of processes, over real Go programs: chosen, filtered, captured, as a person does.
class TestPicker : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void startPageShowsTheMachine();
    void pickerKeepsTheChosen();
    void pickerByKeys();
    void captureOpens();
    void captureProblems_data();
    void captureProblems();
    void endedProcessIsSaid();

private:
    struct Child {
        QProcess process;
        ~Child()
        {
            process.kill();
            process.waitForFinished();
        }
        [[nodiscard]] int pid() const { return int(process.processId()); }
    };
    [[nodiscard]] std::unique_ptr<Child> startVictim(const QStringList &environment = {}) const;
    [[nodiscard]] static bool isSettled(MainWindow &window)
    {
        return window.session()->isOpen() && !window.session()->isBusy();
    }
    [[nodiscard]] static ProcessPicker *pick(MainWindow &window, int pid);

    QTemporaryDir m_settings;
    QTemporaryDir m_work;
    QString m_program;
};

void TestPicker::initTestCase()
{
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
    qRegisterMetaType<CaptureReport>();
    qRegisterMetaType<LiveSnapshot>();
    const QList<GoToolchain> toolchains = goToolchains();
    if (toolchains.isEmpty())
        QSKIP("no Go toolchain on this machine");
    const auto program = buildVictim({.fixture = QStringLiteral("idle"), .go = toolchains.last()});
    if (!program)
        QFAIL(qPrintable(program.error()));
    m_program = *program;
}

void TestPicker::init()
{
    QSettings().clear();
    QSettings().setValue("Capture/Folder", m_work.path());
}

std::unique_ptr<TestPicker::Child> TestPicker::startVictim(const QStringList &environment) const
{
    auto child = std::make_unique<Child>();
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    variables.remove(QStringLiteral("GOTRACEBACK"));
    for (const QString &entry : environment)
        variables.insert(entry.section(QLatin1Char('='), 0, 0), entry.section(QLatin1Char('='), 1));
    child->process.setProcessEnvironment(variables);
    child->process.setWorkingDirectory(m_work.path());
    child->process.start(m_program, {QStringLiteral("-region"), QStringLiteral("test-1")});
    if (!child->process.waitForReadyRead(20'000))
        return nullptr;
    return child;
}

ProcessPicker *TestPicker::pick(MainWindow &window, int pid)
{
    ProcessPicker *picker = window.liveDesk()->showPicker(pid);
    const auto isChosen = [&] {
        return picker->details()->process() && picker->details()->process()->id.pid == pid && picker->details()->plan();
    };
    return QTest::qWaitFor(isChosen, 20'000) ? picker : nullptr;
}

void TestPicker::startPageShowsTheMachine()
{
    const auto victim = startVictim();
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

void TestPicker::pickerKeepsTheChosen()
{
    const auto victim = startVictim();
    QVERIFY(victim);
    MainWindow window;
    window.show();
    ProcessPicker *picker = pick(window, victim->pid());
    QVERIFY(picker);
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
    picker->filterEdit()->setText(QString::number(victim->pid()));
    QTRY_VERIFY(picker->filter()->rowCount() >= 1);
}

void TestPicker::pickerByKeys()
{
    const auto victim = startVictim();
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

void TestPicker::captureOpens()
{
    const auto victim = startVictim();
    QVERIFY(victim);
    MainWindow window;
    window.show();
    ProcessPicker *picker = pick(window, victim->pid());
    QVERIFY(picker);
    QSignalSpy captured(picker, &ProcessPicker::captured);
    QTest::keyClick(picker, Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(captured.size(), 1, 60'000);
    const auto report = captured.first().first().value<CaptureReport>();
    QVERIFY(report.pauseSeconds > 0);
    QVERIFY(QFile::exists(QString::fromStdString(report.path)));
    QVERIFY(report.path.starts_with(m_work.path().toStdString()));
    QTRY_VERIFY_WITH_TIMEOUT(isSettled(window), 60'000);
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
    const auto victim = startVictim();
    QVERIFY(victim);
    QFile taken(m_work.filePath(QStringLiteral("taken.core")));
    QVERIFY(taken.open(QIODevice::WriteOnly) && taken.write("precious") > 0);
    taken.close();
    MainWindow window;
    window.show();
    ProcessPicker *picker = pick(window, victim->pid());
    QVERIFY(picker);
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
    auto victim = startVictim();
    QVERIFY(victim);
    MainWindow window;
    window.show();
    ProcessPicker *picker = pick(window, victim->pid());
    QVERIFY(picker);
    victim.reset();
    QTRY_VERIFY_WITH_TIMEOUT(picker->details()->refusal().contains(QStringLiteral("ended")), 10'000);
    // No neighbour takes its place.
    QVERIFY(!picker->captureButton()->isEnabled() && !picker->abortButton()->isEnabled());
    QCOMPARE(picker->details()->process()->name, std::string("idle"));
}

QTEST_MAIN(TestPicker)
#include "tst_picker.moc"
