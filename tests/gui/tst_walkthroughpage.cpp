// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/corepattern.h"
#include "gui/anatomypicture.h"
#include "gui/bottompanel.h"
#include "gui/consolepage.h"
#include "gui/corepage.h"
#include "gui/lessonpicture.h"
#include "gui/lessontaskview.h"
#include "gui/mainwindow.h"
#include "gui/walkthroughdesk.h"
#include "gui/walkthroughpage.h"
#include "gui/windowactions.h"
#include "model/session.h"
#include "tests/support/victim.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace Freezeframe;

/// The walkthrough beside a real window: clicked, typed, answered, and gone on with later.
class TestWalkthroughPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void eachStepIsShown();
    void crashes();
    void opensAndTypes();
    void continueIsRefused();
    void answers();
    void goesOn();
    void presents();
    void ownCoreStays();
    void cleanupTestCase();

private:
    LessonTaskView *view(const QString &task);
    bool perform(const QString &task);

    QTemporaryDir m_settings;
    QTemporaryDir m_folder;
    std::unique_ptr<MainWindow> m_window;
    WalkthroughPage *m_page = nullptr;
    WalkthroughRun *m_run = nullptr;
};

namespace
{

constexpr int patience = 90'000;

}

void TestWalkthroughPage::initTestCase()
{
    const auto toolchains = goToolchains();
    if (toolchains.isEmpty())
        QSKIP("there is no Go compiler here");
    if (CorePattern::read(SystemPaths::ofThisMachine()).text != "core")
        QSKIP("cores are no files in the program's folder here");
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
    const QString go = QFileInfo(toolchains.constLast().program).absolutePath();
    qputenv("PATH", QString(go + ":" + qEnvironmentVariable("PATH")).toUtf8());
    m_window = std::make_unique<MainWindow>();
    m_window->resize(1500, 950);
    m_window->show();
    m_window->walkthrough()->show(false, m_folder.path());
    m_page = m_window->walkthrough()->page();
    m_run = m_window->walkthrough()->run();
    QVERIFY(m_page && m_run);
}

LessonTaskView *TestWalkthroughPage::view(const QString &task)
{
    const auto &steps = m_run->lesson().steps();
    for (size_t at = 0; at < steps.size(); ++at) {
        if (task.startsWith(QString::fromStdString(steps[at].id) + QLatin1Char('.')))
            m_page->showStep(int(at));
    }
    return m_page->taskView(task);
}

bool TestWalkthroughPage::perform(const QString &task)
{
    QSignalSpy finished(m_run, &WalkthroughRun::finished);
    QTest::mouseClick(view(task)->verb(), Qt::LeftButton);
    return QTest::qWaitFor([&] { return !finished.isEmpty(); }, patience);
}

/// Nothing is wider than the page, and each task has its button and its way by hand.
void TestWalkthroughPage::eachStepIsShown()
{
    for (int width : {900, 1500}) {
        m_window->resize(width, 950);
        for (int step = 0; step < m_page->stepBox()->count(); ++step) {
            m_page->showStep(step);
            QCOMPARE(m_page->step(), step);
            QTest::qWait(1);
            auto *area = m_page->findChild<QScrollArea *>();
            QVERIFY2(area->widget()->width() <= area->viewport()->width(),
                     qPrintable(m_page->stepBox()->currentText()));
            for (const LessonTask &task : m_run->lesson().steps()[size_t(step)].tasks) {
                const LessonTaskView *one = m_page->taskView(QString::fromStdString(task.id));
                QVERIFY(one && one->isVisible());
                QVERIFY(one->verb()->isVisible());
                QVERIFY(!one->isMarked());
                QCOMPARE(one->shellText().isEmpty(), task.shell.empty());
                QCOMPARE(one->answerEdit() != nullptr, !task.question.empty());
            }
            const bool hasPicture = !m_run->lesson().steps()[size_t(step)].picture.empty();
            const auto *picture = m_page->findChild<LessonPicture *>();
            QVERIFY(!hasPicture || (picture && picture->isValid() && picture->height() > 40));
        }
    }
}

void TestWalkthroughPage::crashes()
{
    for (const char *task : {"crash.build", "crash.plain", "crash.traceback", "crash.limit", "crash.pattern",
                             "crash.set-pattern", "crash.core"}) {
        QVERIFY2(perform(QString::fromLatin1(task)), task);
        LessonTaskView *done = view(QString::fromLatin1(task));
        QTRY_VERIFY2(done->isMarked(), qPrintable(done->outcomeText()));
        QVERIFY(!done->outcomeText().isEmpty());
    }
    QVERIFY(view("crash.plain")->outcomeText().contains("status 2"));
    bool hasDoctor = false;
    for (const QLabel *label : view("crash.limit")->findChildren<QLabel *>())
        hasDoctor = hasDoctor || (label->isVisible() && label->text().contains("Core limit"));
    QVERIFY(hasDoctor);
    auto *copy = view("crash.plain")->findChild<QToolButton *>();
    QVERIFY(copy);
    copy->click();
    QVERIFY(QGuiApplication::clipboard()->text().contains("ulimit -Sc 0; ./crash"));
}

void TestWalkthroughPage::opensAndTypes()
{
    Session *session = m_window->session();
    QVERIFY(perform("what.picture"));
    QVERIFY(view("what.picture")->findChild<AnatomyPicture *>());
    QTRY_VERIFY_WITH_TIMEOUT(session->isOpen(), patience);
    QVERIFY(perform("open.open"));
    QTRY_VERIFY_WITH_TIMEOUT(session->isOpen() && session->crash(), patience);
    QCOMPARE(QString::fromStdString(session->options().core), m_folder.filePath("crash/core"));
    // The window's own console types it, and the page sees what came of it.
    for (const char *task : {"open.list", "open.stack", "open.goroutines", "open.threads"}) {
        QTest::mouseClick(view(QString::fromLatin1(task))->verb(), Qt::LeftButton);
        QTRY_VERIFY2_WITH_TIMEOUT(m_page->taskView(QString::fromLatin1(task))->isMarked(), task, patience);
    }
    QVERIFY(m_window->corePage()->bottom()->console()->output()->toPlainText().contains("sum += o.prices[i]"));
}

void TestWalkthroughPage::continueIsRefused()
{
    QVERIFY(!view("open.continue")->isMarked());
    m_window->actions()->resume->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(view("open.continue")->isMarked(), patience);
    QVERIFY(view("open.continue")->outcomeText().contains("refused"));
}

void TestWalkthroughPage::answers()
{
    QVERIFY(perform("exercise.three"));
    QVERIFY(!view("exercise.three")->isMarked());
    for (const auto &[text, isRight] : {std::pair("weight", false), {"p.to.home", true}}) {
        QSignalSpy finished(m_run, &WalkthroughRun::finished);
        QLineEdit *edit = view("exercise.three")->answerEdit();
        edit->setText(QString::fromLatin1(text));
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, patience);
        QTRY_COMPARE(view("exercise.three")->isMarked(), isRight);
    }
}

void TestWalkthroughPage::goesOn()
{
    m_page->showStep(3);
    QTRY_VERIFY(m_run->running().empty());
    QTest::qWait(50);
    WalkthroughRun again(m_folder.path());
    QCOMPARE(again.doneCount(), m_run->doneCount());
    const WalkthroughPage page(&again);
    QCOMPARE(page.step(), 3);
    QCOMPARE(page.stepBox()->itemText(1), QStringLiteral("2. A crash without a core ✓"));
}

void TestWalkthroughPage::presents()
{
    const int small = m_page->font().pointSize();
    m_window->walkthrough()->show(true);
    QVERIFY(m_page->isPresented());
    QVERIFY(m_page->stepList()->isVisible());
    QVERIFY(m_page->font().pointSize() > small);
    m_page->stepList()->setCurrentRow(5);
    QCOMPARE(m_page->step(), 5);
    m_window->walkthrough()->show(false);
    QVERIFY(!m_page->stepList()->isVisible());
    QCOMPARE(m_page->font().pointSize(), small);
}

/// Where somebody's core is open, the walkthrough gets a window of its own.
void TestWalkthroughPage::ownCoreStays()
{
    MainWindow other;
    other.show();
    OpenOptions options;
    options.core = m_folder.filePath("crash/core").toStdString();
    other.open(options);
    QTRY_VERIFY_WITH_TIMEOUT(other.session()->isOpen(), patience);
    const auto before = QApplication::topLevelWidgets();
    other.walkthrough()->show(false, m_folder.path());
    QVERIFY(!other.walkthrough()->page());
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        auto *window = qobject_cast<MainWindow *>(widget);
        if (!window || before.contains(widget))
            continue;
        QVERIFY(window->walkthrough()->page());
        window->close();
        return;
    }
    QFAIL("no other window came");
}

void TestWalkthroughPage::cleanupTestCase()
{
    m_window.reset();
}

QTEST_MAIN(TestWalkthroughPage)
#include "tst_walkthroughpage.moc"
