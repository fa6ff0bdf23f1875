// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "corefixture.h"
#include "gui/columndialog.h"
#include "gui/expressionedit.h"
#include "gui/goroutinepanel.h"
#include "gui/groupingmenu.h"
#include "gui/linepopup.h"
#include "model/goroutinecolumn.h"
#include "model/goroutinemodel.h"
#include "model/session.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QTest>
#include <QTimer>

using namespace Freezeframe;

/// The list of goroutines with an expression as its column, and in the groups that the menu has.
class TestGoroutineColumn : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void valuesStandBesideGoroutines();
    void nobodyHasSuchAValue();
    void askedForByTheMenu();
    void sortedAndGrouped();
    void filtered();
    void everyGroupingOfTheMenu();
    void labelsOfTheCore();
    void leavesRoomForThePlace();

private:
    [[nodiscard]] GoroutineModel *model() const { return m_panel->model(); }
    [[nodiscard]] GroupingMenu *menu() const { return m_panel->findChild<GroupingMenu *>(); }
    [[nodiscard]] QAction *action(const QString &text) const;
    [[nodiscard]] bool show(const QString &expression);
    /// The cells of the column, of goroutines that are not in groups.
    [[nodiscard]] QStringList values() const;

    CoreFixture m_fixture;
    std::unique_ptr<MainWindow> m_window;
    GoroutinePanel *m_panel = nullptr;
};

void TestGoroutineColumn::initTestCase()
{
    const QString problem = m_fixture.prepare(QStringLiteral("sample"));
    if (!problem.isEmpty())
        QSKIP(qPrintable(problem));
}

void TestGoroutineColumn::init()
{
    m_window = m_fixture.open();
    m_window->show();
    m_panel = m_window->findChild<GoroutinePanel *>();
    auto *session = m_window->findChild<Session *>();
    QTRY_VERIFY_WITH_TIMEOUT(
        session->goroutines().stacks && session->goroutines().stacks->complete && !session->isBusy(), 30'000);
}

void TestGoroutineColumn::cleanup()
{
    m_window.reset();
}

QAction *TestGoroutineColumn::action(const QString &text) const
{
    QList<QAction *> all = menu()->actions();
    for (QAction *one : menu()->actions()) {
        if (one->menu())
            all += one->menu()->actions();
    }
    for (QAction *one : std::as_const(all)) {
        if (one->text().remove(QLatin1Char('&')) == text)
            return one;
    }
    return nullptr;
}

bool TestGoroutineColumn::show(const QString &expression)
{
    m_panel->showColumn(expression);
    return QTest::qWaitFor([this] { return !m_panel->column()->isReading(); }, 30'000);
}

QStringList TestGoroutineColumn::values() const
{
    QStringList cells;
    for (int row = 0; row < model()->rowCount(); ++row)
        cells.append(model()->index(row, GoroutineModel::Value).data().toString());
    return cells;
}

void TestGoroutineColumn::valuesStandBesideGoroutines()
{
    QVERIFY(m_panel->view()->isColumnHidden(GoroutineModel::Value));
    QVERIFY(show(QStringLiteral("w.id")));
    QVERIFY(!m_panel->view()->isColumnHidden(GoroutineModel::Value));
    QCOMPARE(model()->headerData(GoroutineModel::Value, Qt::Horizontal, Qt::DisplayRole).toString(),
             QStringLiteral("w.id"));
    m_panel->setGrouping(GoroutineGrouping::None);
    m_panel->setFilter(QStringLiteral("func:(*Worker).run user:worker.go"));
    // Each worker has a number of its own.
    const QStringList cells = values();
    QVERIFY(cells.size() > 20);
    QCOMPARE(QSet<QString>(cells.begin(), cells.end()).size(), cells.size());
    QVERIFY(show({}));
    QVERIFY(m_panel->view()->isColumnHidden(GoroutineModel::Value));
}

void TestGoroutineColumn::nobodyHasSuchAValue()
{
    QVERIFY(show(QStringLiteral("noSuchName.x")));
    QCOMPARE(m_panel->column()->values()->count, size_t(0));
    QStringList said;
    for (const QWidget *label : m_panel->findChildren<QWidget *>())
        said.append(label->accessibleName());
    QVERIFY2(said.join(QLatin1Char(' ')).contains(QLatin1String("no goroutine has such a value")),
             qPrintable(said.join(QLatin1Char('\n'))));
}

void TestGoroutineColumn::askedForByTheMenu()
{
    action(QStringLiteral("Column of an Expression…"))->trigger();
    auto *dialog = m_panel->findChild<ColumnDialog *>();
    QVERIFY(dialog);
    QVERIFY(dialog->isVisible());
    // It offers what there is in the selected frame, and keeps what was typed.
    dialog->line()->setText(QString());
    dialog->activateWindow();
    QTRY_VERIFY(dialog->line()->hasFocus());
    QTest::keyClicks(dialog->line(), QStringLiteral("ke"));
    QTRY_VERIFY(dialog->line()->popup()->isVisible());
    dialog->line()->setText(QStringLiteral(" w.id "));
    QTest::keyClick(dialog->line(), Qt::Key_Return);
    QCOMPARE(m_panel->column()->expression(), QStringLiteral("w.id"));
    QVERIFY(action(QStringLiteral("Remove the Column"))->isVisible());
    action(QStringLiteral("Remove the Column"))->trigger();
    QVERIFY(m_panel->column()->expression().isEmpty());
    QVERIFY(!action(QStringLiteral("Remove the Column"))->isVisible());
}

void TestGoroutineColumn::sortedAndGrouped()
{
    QVERIFY(show(QStringLiteral("w.id")));
    m_panel->setGrouping(GoroutineGrouping::None);
    m_panel->setFilter(QStringLiteral("func:(*Worker).run user:worker.go"));
    for (const bool isDescending : {false, true}) {
        Q_EMIT m_panel->view()->header()->sectionClicked(GoroutineModel::Value);
        QList<int> numbers;
        for (const QString &cell : values())
            numbers.append(cell.toInt());
        QVERIFY(isDescending ? std::ranges::is_sorted(numbers, std::greater()) : std::ranges::is_sorted(numbers));
    }
    m_panel->setFilter({});
    QAction *byValue = action(QStringLiteral("By “w.id”"));
    QVERIFY(byValue && byValue->isVisible());
    byValue->trigger();
    QCOMPARE(model()->arrangement().grouping.grouping, GoroutineGrouping::Value);
    QVERIFY(model()->rowCount() > 20);
    // Without the column there is nothing to group or to sort by.
    QVERIFY(show({}));
    QCOMPARE(model()->arrangement().grouping.grouping, GoroutineGrouping::Stack);
}

void TestGoroutineColumn::filtered()
{
    QVERIFY(show(QStringLiteral("w.id % 2 == 0")));
    m_panel->setGrouping(GoroutineGrouping::None);
    m_panel->setFilter(QStringLiteral("value:true"));
    const auto count = model()->rowCount();
    QVERIFY(count > 0);
    m_panel->setFilter(QStringLiteral("value:/./ -value:true"));
    QVERIFY(model()->rowCount() > 0);
    for (const QString &cell : values())
        QCOMPARE(cell, QStringLiteral("false"));
}

void TestGoroutineColumn::everyGroupingOfTheMenu()
{
    const int goroutines = int(model()->arrangement().rows.size());
    for (const char *text : {"By Stack", "By Function", "By Line", "By Innermost Line", "By Start Function",
                             "By Creator", "By State", "By Wait Reason"}) {
        QAction *one = action(QLatin1String(text));
        QVERIFY2(one, text);
        one->trigger();
        QVERIFY(one->isChecked());
        int count = 0;
        for (int row = 0; row < model()->rowCount(); ++row) {
            const QModelIndex index = model()->index(row, GoroutineModel::Count);
            count += int(index.data(SortRole).toULongLong());
            QVERIFY2(!model()->index(row, GoroutineModel::Where).data().toString().isEmpty(), text);
        }
        QCOMPARE(count, goroutines);
        QVERIFY(model()->rowCount() > 1);
    }
    action(QStringLiteral("No Groups"))->trigger();
    QCOMPARE(model()->rowCount(), goroutines);
}

void TestGoroutineColumn::labelsOfTheCore()
{
    QVERIFY(!action(QStringLiteral("tenant"))); // read when the menu opens
    QTimer::singleShot(0, menu(), &QMenu::close);
    menu()->exec();
    QAction *byTenant = action(QStringLiteral("tenant"));
    QVERIFY(byTenant);
    byTenant->trigger();
    QVERIFY(byTenant->isChecked());
    QCOMPARE(model()->headerData(GoroutineModel::Where, Qt::Horizontal, Qt::DisplayRole).toString(),
             QStringLiteral("Label"));
    QStringList texts;
    for (int row = 0; row < model()->rowCount(); ++row)
        texts.append(model()->index(row, GoroutineModel::Where).data().toString());
    QVERIFY2(texts.contains(QLatin1String("tenant = eu-1-03")) && texts.contains(QStringLiteral("no label “tenant”")),
             qPrintable(texts.join(QLatin1Char('\n'))));
}

/// In a narrow window too: where goroutines are is what the list is for.
void TestGoroutineColumn::leavesRoomForThePlace()
{
    QVERIFY(show(QStringLiteral("w.id")));
    for (const int width : {1440, 1000, 800}) {
        m_window->resize(width, 600);
        QTRY_COMPARE(m_window->width(), width);
        QTest::qWait(20);
        const QHeaderView *header = m_panel->view()->header();
        QVERIFY2(header->sectionSize(GoroutineModel::Where) >= header->sectionSize(GoroutineModel::Value),
                 qPrintable(QStringLiteral("%1: %2 and %3")
                                .arg(width)
                                .arg(header->sectionSize(GoroutineModel::Where))
                                .arg(header->sectionSize(GoroutineModel::Value))));
    }
    // What a person chose stays.
    m_panel->view()->header()->resizeSection(GoroutineModel::Value, 77);
    m_window->resize(1200, 700);
    QTRY_COMPARE(m_window->width(), 1200);
    QTest::qWait(20);
    QCOMPARE(m_panel->view()->header()->sectionSize(GoroutineModel::Value), 77);
}

QTEST_MAIN(TestGoroutineColumn)
#include "tst_goroutinecolumn.moc"
