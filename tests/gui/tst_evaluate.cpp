// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/corepage.h"
#include "gui/expressionedit.h"
#include "gui/linepopup.h"
#include "gui/panelarea.h"
#include "gui/variablepanel.h"
#include "gui/watchpane.h"
#include "gui/windowactions.h"
#include "model/completionmodel.h"
#include "model/session.h"
#include "model/variablemodel.h"
#include "model/watchlist.h"
#include "tests/gui/corefixture.h"

#include <QApplication>
#include <QSettings>
#include <QTest>

using namespace Freezeframe;

/// Expressions typed by keyboard alone, over the sample's core: what is offered, recalled, watched.
class TestEvaluate : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { m_window.reset(); }
    void completesByTab();
    void enterEvaluates();
    void choosesByArrows();
    void escapes();
    void recalls();
    void watchesAreEditedAndRemoved();
    void watchesComeBack();
    void popupGoesWithTheFocus();

private:
    [[nodiscard]] VariablePanel *panel() const { return m_window->corePage()->panels()->variables(); }
    [[nodiscard]] ExpressionEdit *line() const { return panel()->watches()->line(); }
    [[nodiscard]] bool isOffered(const QString &word) const;
    void type(const char *text) { QTest::keyClicks(line(), QString::fromLatin1(text)); }
    void press(Qt::Key key) { QTest::keyClick(line(), key); }
    [[nodiscard]] QString watchValue(int row) const;

    CoreFixture m_fixture;
    std::unique_ptr<MainWindow> m_window;
};

void TestEvaluate::initTestCase()
{
    const QString problem = m_fixture.prepare(QStringLiteral("sample"));
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
}

void TestEvaluate::init()
{
    QSettings().clear();
    m_window = m_fixture.open();
    QTRY_VERIFY_WITH_TIMEOUT(m_window->session()->frame() && !m_window->session()->isBusy(), 60'000);
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_window->actions()->evaluate->trigger();
    QTRY_VERIFY(line()->hasFocus());
}

bool TestEvaluate::isOffered(const QString &word) const
{
    const QAbstractItemModel *model = line()->completions();
    for (int row = 0; line()->popup()->isVisible() && row < model->rowCount(); ++row) {
        if (model->index(row, 0).data().toString() == word)
            return true;
    }
    return false;
}

QString TestEvaluate::watchValue(int row) const
{
    return panel()->watchModel()->index(row, VariableModel::Value).data().toString();
}

void TestEvaluate::completesByTab()
{
    type("c.ent");
    QTRY_VERIFY(isOffered(QStringLiteral("entries")));
    press(Qt::Key_Tab);
    QCOMPARE(line()->text(), QStringLiteral("c.entries"));
    QVERIFY(!line()->popup()->isVisible());
    QVERIFY(line()->hasFocus());
    type(" == nil");
    QTest::qWait(50);
    line()->setText(QStringLiteral("len(c.)"));
    line()->setCursorPosition(6);
    QTest::keyClick(line(), Qt::Key_Space, Qt::ControlModifier);
    QTRY_VERIFY(isOffered(QStringLiteral("hits")));
    QVERIFY(isOffered(QStringLiteral("Put"))); // a method
    type("hi");
    QTRY_COMPARE(line()->completions()->rowCount(), 1);
    press(Qt::Key_Tab);
    QCOMPARE(line()->text(), QStringLiteral("len(c.hits)"));
}

void TestEvaluate::enterEvaluates()
{
    type("c.ttl");
    QTest::qWait(50); // what fits may be offered: Enter is for the line all the same
    press(Qt::Key_Return);
    QVERIFY(line()->text().isEmpty());
    QTRY_COMPARE(panel()->watchModel()->rowCount(), 1);
    QVERIFY(watchValue(0).contains(QLatin1String("300000000000")));
    QVERIFY(panel()->watches()->view()->isVisible());
}

void TestEvaluate::choosesByArrows()
{
    type("c.");
    QTRY_VERIFY(isOffered(QStringLiteral("mu")));
    press(Qt::Key_Down);
    press(Qt::Key_Down);
    press(Qt::Key_Return);
    QCOMPARE(line()->text(), QStringLiteral("c.entries"));
    QCOMPARE(panel()->watchModel()->rowCount(), 0);
    type("[");
    type("ke");
    QTRY_VERIFY(isOffered(QStringLiteral("key")));
    press(Qt::Key_Up); // from below
    QCOMPARE(line()->popup()->currentIndex().row(), line()->completions()->rowCount() - 1);
}

void TestEvaluate::escapes()
{
    type("c.");
    QTRY_VERIFY(line()->popup()->isVisible());
    press(Qt::Key_Escape);
    QVERIFY(!line()->popup()->isVisible());
    QCOMPARE(line()->text(), QStringLiteral("c."));
    press(Qt::Key_Escape);
    QVERIFY(line()->text().isEmpty());
    press(Qt::Key_Escape);
    QVERIFY(!line()->hasFocus());
}

void TestEvaluate::recalls()
{
    for (const char *expression : {"1 + 1", "2 + 2", "1 + 1", "3 + 3"}) {
        line()->setText(QString::fromLatin1(expression));
        press(Qt::Key_Return);
    }
    line()->setText(QStringLiteral("half"));
    for (const char *expected : {"3 + 3", "1 + 1", "2 + 2", "2 + 2"}) {
        press(Qt::Key_Up);
        QCOMPARE(line()->text(), QString::fromLatin1(expected));
    }
    for (const char *expected : {"1 + 1", "3 + 3", "half", "half"}) {
        press(Qt::Key_Down);
        QCOMPARE(line()->text(), QString::fromLatin1(expected));
    }
    // In another session it is there.
    m_window = m_fixture.open();
    QTRY_VERIFY_WITH_TIMEOUT(m_window->session()->frame() && !m_window->session()->isBusy(), 60'000);
    m_window->actions()->evaluate->trigger();
    press(Qt::Key_Up);
    QCOMPARE(line()->text(), QStringLiteral("3 + 3"));
}

void TestEvaluate::watchesAreEditedAndRemoved()
{
    panel()->evaluate(QStringLiteral("len(key)"));
    panel()->evaluate(QStringLiteral("c.ttl"));
    QTRY_COMPARE(panel()->watchModel()->rowCount(), 2);
    ListView *view = panel()->watches()->view();
    view->setFocus();
    view->setCurrentIndex(view->model()->index(0, 0));
    QTest::keyClick(view, Qt::Key_F2);
    QTRY_VERIFY(line()->hasFocus());
    QCOMPARE(line()->text(), QStringLiteral("len(key)"));
    line()->setText(QStringLiteral("len(key) + 1"));
    press(Qt::Key_Return);
    QTRY_COMPARE(watchValue(0), QStringLiteral("15"));
    QCOMPARE(panel()->watchModel()->rowCount(), 2);
    view->setFocus();
    view->setCurrentIndex(view->model()->index(0, 0));
    QTest::keyClick(view, Qt::Key_Delete);
    QTRY_COMPARE(panel()->watchModel()->rowCount(), 1);
    view->setCurrentIndex(view->model()->index(0, 0));
    QTest::keyClick(view, Qt::Key_Delete);
    QTRY_VERIFY(!view->isVisible());
    QVERIFY(line()->isVisible());
}

void TestEvaluate::watchesComeBack()
{
    panel()->evaluate(QStringLiteral("len(key)"));
    QTRY_COMPARE(panel()->watchModel()->rowCount(), 1);
    m_window = m_fixture.open();
    QTRY_VERIFY_WITH_TIMEOUT(m_window->session()->frame() && !m_window->session()->isBusy(), 60'000);
    QTRY_COMPARE(panel()->watchModel()->rowCount(), 1);
    QCOMPARE(watchValue(0), QStringLiteral("14"));
    QVERIFY(panel()->watches()->view()->isVisible());
    QVERIFY(!line()->isVisible());
    // It follows the frame.
    m_window->session()->selectFrame(*m_window->session()->selection().frame + 1);
    QTRY_VERIFY(panel()->watchModel()->variable(panel()->watchModel()->index(0, 0))->error
                || watchValue(0) != QStringLiteral("14") || !m_window->session()->isBusy());
}

void TestEvaluate::popupGoesWithTheFocus()
{
    type("c.");
    QTRY_VERIFY(line()->popup()->isVisible());
    panel()->view()->setFocus();
    QVERIFY(!line()->popup()->isVisible());
    line()->setFocus();
    type("e");
    QTRY_VERIFY(line()->popup()->isVisible());
    m_window->session()->selectFrame(*m_window->session()->selection().frame + 1);
    QVERIFY(!line()->popup()->isVisible());
}

QTEST_MAIN(TestEvaluate)
#include "tst_evaluate.moc"
