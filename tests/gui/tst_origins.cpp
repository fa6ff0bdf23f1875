// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/corepage.h"
#include "gui/goroutinedetailsview.h"
#include "gui/listview.h"
#include "gui/mainwindow.h"
#include "gui/panelarea.h"
#include "gui/runlabel.h"
#include "gui/stackpanel.h"
#include "gui/statusline.h"
#include "model/session.h"
#include "model/stackmodel.h"
#include "tests/gui/corefixture.h"

#include <QApplication>
#include <QGridLayout>
#include <QLabel>
#include <QStatusBar>
#include <QStatusTipEvent>
#include <QTest>

#include <algorithm>

using namespace Freezeframe;

/// Whom goroutines stem from, in the window: there is a way to those that still are, and to where the others stood.
class TestOrigins : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void ancestorsAreShown();
    void endedCreators_data();
    void endedCreators();
    void tipsTakeTheLinesPlace();

private:
    /// The values of the details' rows from the one called @p name on, until the next name.
    [[nodiscard]] QList<RunLabel *> rows(const QString &name) const;
    [[nodiscard]] static QString textOf(const RunLabel *label);
    [[nodiscard]] quint64 grandchild() const;
    CoreFixture m_fixture;
    std::unique_ptr<MainWindow> m_window;
};

void TestOrigins::initTestCase()
{
    if (goToolchains().isEmpty())
        QSKIP("no Go toolchain on this machine");
    const QString problem = m_fixture.prepare(QStringLiteral("ancestors"));
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    m_window = m_fixture.open();
    QTRY_VERIFY_WITH_TIMEOUT(m_window->session()->isOpen() && !m_window->session()->isBusy()
                                 && m_window->session()->goroutines().table,
                             60'000);
    QVERIFY(grandchild() != 0);
}

quint64 TestOrigins::grandchild() const
{
    const GoroutineTable &table = *m_window->session()->goroutines().table;
    quint64 last = 0;
    for (uint32_t row = 0; row < table.id.size(); ++row) {
        if (!table.isSystem[row] && table.id[row] != 1)
            last = std::max<quint64>(last, table.id[row]);
    }
    return last;
}

QList<RunLabel *> TestOrigins::rows(const QString &name) const
{
    const auto *details = m_window->findChild<GoroutineDetailsView *>();
    QList<RunLabel *> found;
    const auto *grid = details->findChild<QGridLayout *>();
    bool isInside = false;
    for (int row = 0; grid && row < grid->rowCount(); ++row) {
        const QLayoutItem *left = grid->itemAtPosition(row, 0);
        const QLayoutItem *right = grid->itemAtPosition(row, 1);
        if (!left || !right)
            continue;
        const QString text = qobject_cast<QLabel *>(left->widget())->text();
        isInside = text.isEmpty() ? isInside : text == name;
        if (isInside)
            found.append(qobject_cast<RunLabel *>(right->widget()));
    }
    return found;
}

QString TestOrigins::textOf(const RunLabel *label)
{
    QString text;
    for (const Run &run : label->runs())
        text += run.text;
    return text;
}

void TestOrigins::ancestorsAreShown()
{
    m_window->session()->selectGoroutine(grandchild());
    QTRY_VERIFY(!m_window->session()->isBusy() && !rows(QStringLiteral("Stems from")).isEmpty());
    const QList<RunLabel *> all = rows(QStringLiteral("Stems from"));
    // tracebackancestors=3. All of these ended long ago but the main one.
    QVERIFY(!all.isEmpty() && all.size() <= 3);
    for (const RunLabel *label : all) {
        const bool isMain = textOf(label) == QLatin1String("goroutine 1  main.main");
        QVERIFY2(isMain || textOf(label).contains(QLatin1String(", ended  main.")), qPrintable(textOf(label)));
        QCOMPARE(label->runs().first().link, isMain ? QStringLiteral("goroutine:1") : QString());
    }
    // A click on a function goes to its line.
    const RunLabel *first = all.first();
    const auto run = std::ranges::find_if(
        first->runs(), [](const Run &one) { return one.link.startsWith(QLatin1String("ancestor:")); });
    QVERIFY(run != first->runs().end());
    Q_EMIT const_cast<RunLabel *>(first)->linkActivated(run->link);
    QTRY_VERIFY(m_window->session()->selection().place);
    QVERIFY(run->text.contains(QString::fromStdString(m_window->session()->selection().place->function))
            || m_window->session()->selection().place->function.starts_with("main."));
    QVERIFY(m_window->session()->selection().place->file.ends_with("main.go"));
    // One that stems from nobody has no such rows.
    m_window->session()->selectGoroutine(1);
    QTRY_VERIFY(!m_window->session()->isBusy());
    QTRY_VERIFY(rows(QStringLiteral("Stems from")).isEmpty());
}

void TestOrigins::endedCreators_data()
{
    QTest::addColumn<bool>("byKeys");
    QTest::newRow("double click") << false;
    QTest::newRow("Return") << true;
}

/// Who started it has ended: nothing leads there, and who asks all the same is told.
void TestOrigins::endedCreators()
{
    QFETCH(const bool, byKeys);
    Session *session = m_window->session();
    const quint64 id = grandchild();
    session->selectGoroutine(id);
    QTRY_VERIFY(session->stack() && session->stack()->owner.id == id && !session->isBusy());
    const quint64 creator = session->stack()->createdByGoroutine;
    QVERIFY(creator != 0 && !session->hasGoroutine(creator));
    const QList<RunLabel *> origin = rows(QStringLiteral("Started by"));
    QCOMPARE(origin.size(), 1);
    QVERIFY2(textOf(origin.first()).startsWith(QStringLiteral("goroutine %1, ended").arg(creator)),
             qPrintable(textOf(origin.first())));
    QVERIFY(std::ranges::all_of(origin.first()->runs(), [](const Run &run) { return run.link.isEmpty(); }));

    ListView *stack = m_window->corePage()->panels()->stack()->view();
    QModelIndex last;
    for (QModelIndex row = stack->model()->index(0, 0); row.isValid(); row = stack->indexBelow(row))
        last = row;
    QCOMPARE(last.data(StackModel::KindRole).value<StackModel::RowKind>(), StackModel::RowKind::CreatedBy);
    stack->scrollTo(last);
    const QPoint place = stack->visualRect(last).center();
    QTest::mouseClick(stack->viewport(), Qt::LeftButton, {}, place);
    if (byKeys)
        QTest::keyClick(stack, Qt::Key_Return);
    else
        QTest::mouseDClick(stack->viewport(), Qt::LeftButton, {}, place);
    QTRY_VERIFY(!session->isBusy());
    QCOMPARE(session->selection().owner->id, id);

    session->selectGoroutine(creator);
    QCOMPARE(session->selection().owner->id, id);
    QVERIFY(textOf(m_window->findChild<StatusLine *>()).contains(QLatin1String("had ended")));
}

/// What an entry does is told in the line itself: a message of the bar's own would lie over it.
void TestOrigins::tipsTakeTheLinesPlace()
{
    auto *line = m_window->findChild<StatusLine *>();
    line->say(QStringLiteral("a sentence"), 60'000);
    QStatusTipEvent tip(QStringLiteral("what the entry does"));
    QApplication::sendEvent(m_window.get(), &tip);
    QCOMPARE(textOf(line), QStringLiteral("what the entry does"));
    QVERIFY(line->isVisible());
    QVERIFY(m_window->statusBar()->currentMessage().isEmpty());
    line->say(QStringLiteral("another sentence"), 60'000);
    QCOMPARE(textOf(line), QStringLiteral("what the entry does"));
    QStatusTipEvent none{QString()};
    QApplication::sendEvent(m_window.get(), &none);
    QCOMPARE(textOf(line), QStringLiteral("another sentence"));
}

QTEST_MAIN(TestOrigins)
#include "tst_origins.moc"
