// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/abortdialog.h"
#include "gui/bottompanel.h"
#include "gui/checklist.h"
#include "gui/corepage.h"
#include "gui/doctorpane.h"
#include "gui/doctorview.h"
#include "gui/livebar.h"
#include "gui/livedesk.h"
#include "gui/preferencesdialog.h"
#include "gui/processpicker.h"
#include "gui/programwindow.h"
#include "gui/startpage.h"
#include "gui/windowactions.h"
#include "model/doctormodel.h"
#include "tests/gui/livefixture.h"
#include "tests/support/victim.h"

#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace Freezeframe;

/// The pages about living processes without a mouse and without eyes: all that takes the keyboard has a name, and the
/// doctor's rows can be walked, read, copied and mended.
class TestAccessible : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void namesOfPages_data();
    void namesOfPages();
    void doctorByKeys();
    void doctorKeepsItsPlace();

private:
    /// What in @p page takes the keyboard and has no name.
    [[nodiscard]] static QStringList namelessIn(const QWidget &page);
    LiveFixture m_fixture;
};

void TestAccessible::initTestCase()
{
    if (goToolchains().isEmpty())
        QSKIP("no Go toolchain on this machine");
    const QString problem = m_fixture.prepare();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
}

void TestAccessible::init()
{
    m_fixture.resetSettings();
}

QStringList TestAccessible::namelessIn(const QWidget &page)
{
    QStringList nameless;
    int named = 0;
    for (QWidget *widget : page.findChildren<QWidget *>()) {
        if (!widget->isVisibleTo(&page) || widget->focusPolicy() == Qt::NoFocus || widget->focusProxy())
            continue;
        QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(widget);
        if (!interface || interface->text(QAccessible::Name).trimmed().isEmpty())
            nameless.append(QStringLiteral("%1 in %2")
                                .arg(QLatin1String(widget->metaObject()->className()),
                                     widget->parentWidget()
                                         ? QLatin1String(widget->parentWidget()->metaObject()->className())
                                         : QLatin1String("nothing")));
        else
            ++named;
    }
    if (named < 4)
        nameless.append(QStringLiteral("only %1 widgets take the keyboard here").arg(named));
    return nameless;
}

void TestAccessible::namesOfPages_data()
{
    QTest::addColumn<QString>("page");
    for (const char *page : {"start", "picker", "abort", "doctor of the machine", "doctor of a process",
                             "doctor of a program", "program", "live", "settings"})
        QTest::newRow(page) << QString::fromLatin1(page);
}

void TestAccessible::namesOfPages()
{
    QFETCH(QString, page);
    const auto chosen = m_fixture.choose();
    QVERIFY(chosen);
    auto &[victim, window, picker] = *chosen;
    const QWidget *shown = picker;
    if (page == QLatin1String("start")) {
        shown = window.startPage();
    } else if (page == QLatin1String("abort")) {
        QTest::mouseClick(picker->abortButton(), Qt::LeftButton);
        auto *dialog = picker->findChild<AbortDialog *>();
        QVERIFY(dialog);
        QTRY_VERIFY(dialog->doctor()->report());
        shown = dialog;
    } else if (page.startsWith(QLatin1String("doctor"))) {
        DoctorView *view = window.liveDesk()->showDoctor();
        if (page.endsWith(QLatin1String("process")))
            view->examineProcess(victim->pid());
        else if (page.endsWith(QLatin1String("program")))
            view->examineProgram(m_fixture.program());
        QTRY_VERIFY(view->pane()->report());
        shown = view;
    } else if (page == QLatin1String("program")) {
        shown = window.liveDesk()->showProgram();
    } else if (page == QLatin1String("live")) {
        QTRY_VERIFY(picker->exploreButton()->isEnabled());
        QTest::mouseClick(picker->exploreButton(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(LiveFixture::isSettled(window), 60'000);
        QTRY_VERIFY(window.liveDesk()->bar()->isVisible());
        shown = &window;
        // And each page at the bottom.
        for (int number = 0; number < BottomPanel::pageCount; ++number) {
            window.corePage()->bottom()->open(BottomPanel::Page(number));
            const QStringList nameless = namelessIn(window);
            QVERIFY2(nameless.isEmpty(),
                     qPrintable(QStringLiteral("page %1: ").arg(number) + nameless.join(QLatin1String("; "))));
        }
    } else if (page == QLatin1String("settings")) {
        window.actions()->settings->trigger();
        shown = window.findChild<PreferencesDialog *>();
        QVERIFY(shown);
    } else {
        QTRY_VERIFY(picker->findChild<DoctorPane *>()->report());
    }
    const QStringList nameless = namelessIn(*shown);
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QLatin1String("; "))));
}

/// Why is there no core? Asked, read, copied and mended with the keyboard alone.
void TestAccessible::doctorByKeys()
{
    const auto victim = m_fixture.start();
    QVERIFY(victim);
    MainWindow window;
    window.show();
    window.actions()->doctor->trigger();
    auto *view = window.findChild<DoctorView *>();
    QVERIFY(view);
    view->examineProcess(victim->pid());
    QVERIFY(LiveFixture::activate(*view));
    const auto isAnswered = [&] { return view->pane()->report() && view->pane()->list()->model()->rowCount() > 5; };
    QTRY_VERIFY(isAnswered());
    CheckList *list = view->pane()->list();
    // Tab reaches the rows from the field above them.
    for (int tabs = 0; tabs < 10 && !list->hasFocus(); ++tabs)
        QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : view, Qt::Key_Tab);
    QVERIFY(list->hasFocus());
    QTest::keyClick(list, Qt::Key_Home);
    QCOMPARE(list->currentIndex().row(), 0);
    // What failed stands first, says so in words, and can be copied with what mends it.
    const auto readAt = [list](int row) {
        QAccessibleInterface *table = QAccessible::queryAccessibleInterface(list);
        QAccessibleInterface *cell = table->tableInterface()->cellAt(row, 0);
        return cell ? cell->text(QAccessible::Name) : QString();
    };
    QVERIFY2(readAt(0).contains(QStringLiteral("failed")), qPrintable(readAt(0)));
    QTest::keySequence(list, QKeySequence::Copy);
    QVERIFY2(QApplication::clipboard()->text().contains(QStringLiteral("GOTRACEBACK")),
             qPrintable(QApplication::clipboard()->text()));
    // The explanation of each row is on the page, not in a tooltip alone.
    QTest::keyClick(list, Qt::Key_Down);
    QCOMPARE(list->currentIndex().row(), 1);
    const QString explanation = list->currentIndex().data(DoctorModel::ExplanationRole).toString();
    if (!explanation.isEmpty()) {
        const auto labels = view->pane()->findChildren<QLabel *>();
        QVERIFY(std::ranges::any_of(labels, [&](const QLabel *label) { return label->text() == explanation; }));
    }
    // Enter mends; what needs words only opens them.
    QTest::keyClick(list, Qt::Key_Home);
    QVERIFY(view->pane()->findChildren<QDialog *>().isEmpty());
    QTest::keyClick(list, Qt::Key_Return);
    QTRY_COMPARE(view->pane()->findChildren<QDialog *>().size(), 1);
    view->pane()->findChild<QDialog *>()->close();
    // The last row comes into view.
    view->resize(view->minimumSizeHint().width(), 300);
    QVERIFY(LiveFixture::activate(*view));
    list->setFocus();
    QTRY_VERIFY(list->hasFocus());
    QTest::keyClick(list, Qt::Key_End);
    const int last = list->model()->rowCount() - 1;
    QCOMPARE(list->currentIndex().row(), last);
    QTRY_VERIFY(list->viewport()->visibleRegion().boundingRect().bottom()
                >= list->visualRect(list->currentIndex()).center().y());
}

/// Asked again, the same rows keep the place of the person, and of the focus.
void TestAccessible::doctorKeepsItsPlace()
{
    const auto victim = m_fixture.start();
    QVERIFY(victim);
    MainWindow window;
    window.show();
    DoctorView *view = window.liveDesk()->showDoctor();
    view->examineProcess(victim->pid());
    QVERIFY(LiveFixture::activate(*view));
    CheckList *list = view->pane()->list();
    QTRY_VERIFY(view->pane()->report() && list->model()->rowCount() > 5);
    list->setFocus();
    list->setCurrentIndex(list->model()->index(3, 0));
    const auto buttons = [list] {
        QList<QPushButton *> all = list->findChildren<QPushButton *>();
        all.removeIf([](const QPushButton *one) { return !one->isVisible(); });
        return all;
    };
    QVERIFY(!buttons().isEmpty());
    QPushButton *button = buttons().first();
    button->setFocus();
    for (int i = 0; i < 3; ++i) {
        QSignalSpy examined(view->pane(), &DoctorPane::examined);
        QTest::keyClick(view, Qt::Key_F5);
        QTRY_COMPARE(examined.size(), 1);
    }
    QCOMPARE(list->currentIndex().row(), 3);
    QVERIFY(button->hasFocus());
    // A check that is mended has no button any more; the focus stays on the page.
    DoctorReport mended = view->pane()->report().value_or(DoctorReport{});
    for (DoctorCheck &check : mended.checks)
        check.state = CheckState::Good;
    const QPointer<QPushButton> gone(button);
    view->pane()->setReport(mended);
    QTRY_VERIFY(!gone);
    QVERIFY(list->hasFocus());
    QVERIFY(buttons().isEmpty());
}

QTEST_MAIN(TestAccessible)
#include "tst_accessible.moc"
