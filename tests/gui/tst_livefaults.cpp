// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/mappedfile.h"
#include "backend/elf/corefile.h"
#include "gui/capturedetails.h"
#include "gui/capturestrip.h"
#include "gui/livebar.h"
#include "gui/livedesk.h"
#include "gui/processpicker.h"
#include "model/capturerun.h"
#include "model/session.h"
#include "tests/gui/livefixture.h"
#include "tests/support/victim.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <algorithm>
#include <csignal>
#include <sys/resource.h>
#include <thread>

using namespace Freezeframe;

/// The window when a capture is called off, or needs rights that we do not have: nothing is lost, nothing is left, and
/// the person is told.
class TestLiveFaults : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cancelled_data();
    void cancelled();
    void escapeCancelsFirst();
    void fullDiskKeepsTheCopy();
    void processIsKilled();
    void keepWhatWasCopied();
    void binaryWasReplaced();
    void refreshAsAdministrator();
    void refreshRefused();

private:
    [[nodiscard]] bool cancelIn(CaptureProgress::Phase phase, ProcessPicker *picker);
    /// A pkexec in front of the real one: what it is told stands in the file "asked".
    void makePkexec(const QByteArray &deed) const;
    [[nodiscard]] QByteArray asked() const { return fileContent(m_fixture.path(QStringLiteral("asked"))); }
    /// Shows a snapshot that a helper took.
    void showHelpersSnapshot(MainWindow &window, int pid) const;

    LiveFixture m_fixture;
    QByteArray m_path;
};

void TestLiveFaults::initTestCase()
{
    if (goToolchains().isEmpty())
        QSKIP("no Go toolchain on this machine");
    const QString problem = m_fixture.prepare();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    m_path = qgetenv("PATH");
}

void TestLiveFaults::init()
{
    m_fixture.resetSettings();
    qputenv("PATH", m_path);
    for (const QString &name : m_fixture.filesLeft())
        QFile::remove(m_fixture.path(name));
}

void TestLiveFaults::cancelled_data()
{
    QTest::addColumn<CaptureMode>("mode");
    QTest::addColumn<CaptureProgress::Phase>("phase");
    QTest::newRow("while it is copied") << CaptureMode::LowMemory << CaptureProgress::Phase::Frozen;
    QTest::newRow("while it is written") << CaptureMode::FastPause << CaptureProgress::Phase::Writing;
}

/// Captures, and clicks on Cancel as soon as @p phase is told. False if it was over before: a machine under load may do
/// all of it before this thread's turn comes.
bool TestLiveFaults::cancelIn(CaptureProgress::Phase phase, ProcessPicker *picker)
{
    QSignalSpy captured(picker, &ProcessPicker::captured);
    QSignalSpy ended(picker->job(), &CaptureRun::ended);
    auto *strip = picker->findChild<CaptureStrip *>();
    const auto clicking = connect(picker->job(), &CaptureRun::progressChanged, this,
                                  [&, isPressed = false](const CaptureProgress &progress) mutable {
                                      if (!isPressed && progress.phase == phase) {
                                          isPressed = true;
                                          QTest::mouseClick(strip->cancelButton(), Qt::LeftButton);
                                      }
                                  });
    QTest::mouseClick(picker->captureButton(), Qt::LeftButton);
    const bool hasEnded = QTest::qWaitFor([&] { return ended.size() == 1; }, 60'000);
    disconnect(clicking);
    return hasEnded && captured.isEmpty();
}

/// A click on Cancel in the middle: the process runs, no file is left, and the page says so.
void TestLiveFaults::cancelled()
{
    QFETCH(CaptureMode, mode);
    QFETCH(CaptureProgress::Phase, phase);
    constexpr int tries = 5;
    auto chosen = m_fixture.choose({}, {QStringLiteral("-mb"), QStringLiteral("1024")});
    for (int i = 0; i < tries; ++i) {
        QVERIFY(chosen);
        auto *modes = chosen->picker->details()->findChild<QComboBox *>();
        QVERIFY(modes);
        modes->setCurrentIndex(modes->findData(int(mode)));
        QTRY_VERIFY(chosen->picker->captureButton()->isEnabled());
        if (cancelIn(phase, chosen->picker))
            break;
        QVERIFY2(i + 1 < tries, qPrintable(chosen->picker->note() + chosen->picker->problem()));
        init();
        chosen = m_fixture.choose({}, {QStringLiteral("-mb"), QStringLiteral("1024")});
    }
    auto &[victim, window, picker] = *chosen;
    auto *strip = picker->findChild<CaptureStrip *>();
    QSignalSpy captured(picker, &ProcessPicker::captured);
    QVERIFY2(picker->note().contains(QStringLiteral("Cancelled")) && picker->note().contains(QStringLiteral("runs on")),
             qPrintable(picker->note()));
    QVERIFY2(picker->problem().isEmpty(), qPrintable(picker->problem())); // what a person wanted is no problem
    QVERIFY2(m_fixture.filesLeft().isEmpty(), qPrintable(m_fixture.filesLeft().join(QLatin1Char(' '))));
    const QByteArray stat = fileContent(QStringLiteral("/proc/%1/stat").arg(victim->pid()));
    const char state = stat.mid(stat.lastIndexOf(')') + 2, 1).front();
    QVERIFY2(state == 'S' || state == 'R', stat.constData());
    QVERIFY(!strip->cancelButton()->isVisible() && picker->isVisible());
    // And it can be captured after all.
    QVERIFY(picker->captureButton()->isEnabled());
    QTest::mouseClick(picker->captureButton(), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(captured.size(), 1, 60'000);
}

/// Esc ends the work, and only the next one closes the window.
void TestLiveFaults::escapeCancelsFirst()
{
    const auto chosen = m_fixture.choose({}, {QStringLiteral("-mb"), QStringLiteral("512")});
    QVERIFY(chosen);
    auto &[victim, window, picker] = *chosen;
    QSignalSpy captured(picker, &ProcessPicker::captured);
    QSignalSpy ended(picker->job(), &CaptureRun::ended);
    QTRY_VERIFY(picker->captureButton()->isEnabled());
    QTest::keyClick(picker, Qt::Key_Return);
    QTest::keyClick(picker, Qt::Key_Escape);
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 60'000);
    QCOMPARE(captured.size(), 0);
    QVERIFY(picker->isVisible());
    QVERIFY2(m_fixture.filesLeft().isEmpty(), qPrintable(m_fixture.filesLeft().join(QLatin1Char(' '))));
    QTest::keyClick(picker, Qt::Key_Escape);
    QVERIFY(!picker->isVisible());
}

/// What is copied is not lost with the file: it goes to another folder, of the same moment.
void TestLiveFaults::fullDiskKeepsTheCopy()
{
    const auto chosen = m_fixture.choose({}, {QStringLiteral("-mb"), QStringLiteral("64")});
    QVERIFY(chosen);
    auto &[victim, window, picker] = *chosen;
    auto *modes = picker->details()->findChild<QComboBox *>();
    modes->setCurrentIndex(modes->findData(int(CaptureMode::FastPause)));
    QTRY_VERIFY(picker->captureButton()->isEnabled());
    QSignalSpy captured(picker, &ProcessPicker::captured);
    QSignalSpy ended(picker->job(), &CaptureRun::ended);
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit small{.rlim_cur = 1 << 20, .rlim_max = before.rlim_max}; // as a disk that is full in the middle
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
    QTest::mouseClick(picker->captureButton(), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 60'000);
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
    QCOMPARE(captured.size(), 0);
    QVERIFY2(picker->problem().contains(QStringLiteral("in memory still")), qPrintable(picker->problem()));
    QVERIFY2(m_fixture.filesLeft().isEmpty(), qPrintable(m_fixture.filesLeft().join(QLatin1Char(' '))));
    chosen->victim.reset(); // the copy does not need it
    const QList<QPushButton *> buttons = picker->findChildren<QPushButton *>();
    const auto other = std::ranges::find_if(
        buttons, [](const QPushButton *button) { return button->text().contains(QStringLiteral("Other Folder")); });
    QVERIFY(other != buttons.end() && (*other)->isVisible());
    QTest::mouseClick(*other, Qt::LeftButton);
    auto *dialog = picker->findChild<QFileDialog *>();
    QVERIFY(dialog);
    const QTemporaryDir roomy;
    Q_EMIT dialog->fileSelected(roomy.path());
    dialog->close();
    QTRY_COMPARE_WITH_TIMEOUT(captured.size(), 1, 60'000);
    const QStringList written = QDir(roomy.path()).entryList(QDir::Files);
    QCOMPARE(written.size(), 1);
    const auto file = MappedFile::open(QDir(roomy.path()).filePath(written.constFirst()).toStdString());
    const auto core = file ? CoreFile::open(*file) : std::unexpected(file.error());
    QVERIFY(core && (*core)->isComplete() && (*core)->provenance());
    QVERIFY((*core)->provenance()->pauseSeconds > 0);
}

/// It dies in the middle: the page says so, and there is no core.
void TestLiveFaults::processIsKilled()
{
    const auto chosen = m_fixture.choose({}, {QStringLiteral("-mb"), QStringLiteral("512")});
    QVERIFY(chosen);
    auto &[victim, window, picker] = *chosen;
    auto *modes = picker->details()->findChild<QComboBox *>();
    modes->setCurrentIndex(modes->findData(int(CaptureMode::LowMemory)));
    QTRY_VERIFY(picker->captureButton()->isEnabled());
    QSignalSpy captured(picker, &ProcessPicker::captured);
    QSignalSpy ended(picker->job(), &CaptureRun::ended);
    std::jthread killer([pid = victim->pid()](const std::stop_token &end) {
        while (!end.stop_requested()) {
            if (fileContent(QStringLiteral("/proc/%1/stat").arg(pid)).contains(") t ")) {
                ::kill(pid, SIGKILL);
                return;
            }
        }
    });
    QTest::mouseClick(picker->captureButton(), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 60'000);
    QCOMPARE(captured.size(), 0);
    QVERIFY2(picker->problem().contains(QStringLiteral("was killed while it was being")),
             qPrintable(picker->problem()));
    QVERIFY2(!picker->problem().contains(QStringLiteral("runs on")), qPrintable(picker->problem()));
    QVERIFY2(m_fixture.filesLeft().isEmpty(), qPrintable(m_fixture.filesLeft().join(QLatin1Char(' '))));
}

/// Most of it was copied before it died: kept only if a person says so, under a name that says so.
void TestLiveFaults::keepWhatWasCopied()
{
    const auto chosen = m_fixture.choose();
    QVERIFY(chosen);
    auto &[victim, window, picker] = *chosen;
    CaptureOptions options;
    options.process.pid = victim->pid();
    auto snapshot = captureToMemory(options);
    QVERIFY(snapshot);
    snapshot->report.isPartial = true;
    snapshot->report.isCutShort = true;
    QSignalSpy captured(picker, &ProcessPicker::captured);
    CaptureError error{.failure = CaptureFailure::Gone,
                       .error
                       = {.code = ErrorCode::NotFound, .message = "process 1 was killed while it was being copied"}};
    error.snapshot = std::make_shared<const LiveSnapshot>(*snapshot);
    Q_EMIT picker->job()->failed(error);
    QVERIFY2(picker->problem().contains(QStringLiteral("can be kept")), qPrintable(picker->problem()));
    QVERIFY(m_fixture.filesLeft().isEmpty());
    const QList<QPushButton *> buttons = picker->findChildren<QPushButton *>();
    const auto keep = std::ranges::find_if(
        buttons, [](const QPushButton *button) { return button->text().contains(QStringLiteral("Keep What Was")); });
    QVERIFY(keep != buttons.end() && (*keep)->isVisible());
    QTest::mouseClick(*keep, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(captured.size(), 1, 60'000);
    QCOMPARE(m_fixture.filesLeft().size(), 1);
    QVERIFY2(m_fixture.filesLeft().constFirst().endsWith(QStringLiteral(".incomplete.core")),
             qPrintable(m_fixture.filesLeft().constFirst()));
}

/// A deployment put another build in the place of the one that runs: the page tells before anything is captured.
void TestLiveFaults::binaryWasReplaced()
{
    const QString program = m_fixture.path(QStringLiteral("service"));
    QVERIFY(QFile::copy(m_fixture.program(), program));
    auto victim = std::make_unique<LivingVictim>();
    victim->process.start(program, {});
    QVERIFY(victim->process.waitForStarted());
    QVERIFY(victim->process.waitForReadyRead(30'000));
    QVERIFY(QFile::remove(program));
    QVERIFY(QFile::copy(QStringLiteral("/bin/true"), program));
    MainWindow window;
    const auto removed = qScopeGuard([&] { QFile::remove(program); });
    ProcessPicker *picker = LiveFixture::pick(window, victim->pid());
    QVERIFY(picker);
    QVERIFY(picker->details()->plan());
    QVERIFY(picker->details()->plan()->lostFiles.contains("the binary on disk is another one"));
    bool isSaid = false;
    for (const QLabel *label : picker->details()->findChildren<QLabel *>())
        isSaid |= label->text() == QStringLiteral("On disk") && label->isVisible();
    QVERIFY(isSaid);
}

void TestLiveFaults::makePkexec(const QByteArray &deed) const
{
    QFile script(m_fixture.path(QStringLiteral("pkexec")));
    QVERIFY(script.open(QIODevice::WriteOnly));
    script.write("#!/bin/sh\necho \"$@\" >> " + QFile::encodeName(m_fixture.path(QStringLiteral("asked"))) + '\n' + deed
                 + '\n');
    script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    script.close();
    const QByteArray tools = QFile::encodeName(QFileInfo(QStringLiteral(FREEZEFRAME_CLI)).path());
    qputenv("PATH", QFile::encodeName(m_fixture.path()) + ':' + tools + ':' + m_path);
}

void TestLiveFaults::showHelpersSnapshot(MainWindow &window, int pid) const
{
    CaptureOptions options;
    options.process.pid = pid;
    auto snapshot = captureToMemory(options);
    QVERIFY(snapshot.has_value());
    snapshot->byHelper = true;
    window.resize(1440, 900);
    window.show();
    window.openSnapshot(*snapshot);
    QTRY_VERIFY_WITH_TIMEOUT(LiveFixture::isSettled(window), 60'000);
}

/// What a helper took, only a helper can take again; that a password will be asked for is said before.
void TestLiveFaults::refreshAsAdministrator()
{
    const auto victim = m_fixture.start();
    QVERIFY(victim);
    MainWindow window;
    makePkexec("exec \"$@\"");
    showHelpersSnapshot(window, victim->pid());
    LiveBar *bar = window.liveDesk()->bar();
    QVERIFY2(bar->refreshButton()->text().contains(QStringLiteral("Administrator")),
             qPrintable(bar->refreshButton()->text()));
    QVERIFY2(bar->refreshButton()->toolTip().contains(QStringLiteral("password")),
             qPrintable(bar->refreshButton()->toolTip()));
    QVERIFY(asked().isEmpty());
    QVERIFY(bar->snapshot());
    const auto before = bar->snapshot()->image;
    QVERIFY(LiveFixture::activate(window));
    QTest::keyClick(&window, Qt::Key_F5);
    const auto isNew = [&] { return bar->snapshot()->image != before && LiveFixture::isSettled(window); };
    QVERIFY2(QTest::qWaitFor(isNew, 30'000), qPrintable(bar->accessibleName() + QString::fromLocal8Bit(asked())));
    QCOMPARE(asked().count('\n'), 1);
    QVERIFY2(asked().contains("freezeframe-cli capture --descriptor-socket"), asked().constData());
    QVERIFY(bar->needsAdministrator());
    QVERIFY(window.session()->goroutines().table->size() > 16);
    QVERIFY(victim->isAlive());
}

/// Nobody gave the password: the bar says so, and what was there stays.
void TestLiveFaults::refreshRefused()
{
    const auto victim = m_fixture.start();
    QVERIFY(victim);
    MainWindow window;
    makePkexec("exit 126");
    showHelpersSnapshot(window, victim->pid());
    LiveBar *bar = window.liveDesk()->bar();
    const auto before = bar->snapshot()->image;
    const QString said = bar->accessibleName();
    QTest::mouseClick(bar->refreshButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(bar->refreshButton()->isEnabled() && !asked().isEmpty(), 60'000);
    QTRY_VERIFY2(bar->accessibleName().contains(QStringLiteral("declined")), qPrintable(bar->accessibleName()));
    QCOMPARE(bar->snapshot()->image, before);
    QVERIFY(LiveFixture::isSettled(window) && victim->isAlive());
}

QTEST_MAIN(TestLiveFaults)
#include "tst_livefaults.moc"
