// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/comparewindow.h"
#include "gui/listview.h"
#include "gui/mainwindow.h"
#include "model/comparisonmodel.h"
#include "model/session.h"
#include "tests/support/victiminspection.h"

#include <QAbstractItemModelTester>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Freezeframe;

/// Two cores beside each other in a window.
class TestCompareWindow : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void modelIsSound_data();
    void modelIsSound();
    void comparesAndSwaps();
    void saysWhyNot();

private:
    QTemporaryDir m_settings;
};

void TestCompareWindow::initTestCase()
{
    if (goToolchains().isEmpty())
        QSKIP("there is no Go");
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
}

void TestCompareWindow::modelIsSound_data()
{
    QTest::addColumn<int>("rows");
    QTest::newRow("nothing differs") << 0;
    QTest::newRow("one") << 1;
    QTest::newRow("many") << 500;
}

void TestCompareWindow::modelIsSound()
{
    QFETCH(const int, rows);
    ComparisonModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), 0);
    auto found = std::make_shared<Comparison>();
    for (int i = 0; i < rows; ++i) {
        found->groups.push_back({.title = "a\x1b[31m\nb", .before = 3, .after = uint64_t(i), .goroutines = {7}});
        found->variables.push_back({.name = "main.x", .type = "int", .before = "1\x1b", .after = "2"});
        found->newFindings.push_back({.title = "t\x1b", .id = "never-wakes", .goroutines = {}});
        found->heap.push_back(
            {.function = "f\x1b", .bytesBefore = 10, .bytesAfter = 5, .objectsBefore = 1, .objectsAfter = 1});
        found->notes.emplace_back("n\x1b");
    }
    model.setComparison(found);
    QVERIFY(model.rowCount() > 0);
    int all = 0;
    for (int section = 0; section < model.rowCount(); ++section) {
        const QModelIndex parent = model.index(section, 0);
        all += model.rowCount(parent);
        for (int row = 0; row < model.rowCount(parent); ++row) {
            for (int column = 0; column < model.columnCount(parent); ++column) {
                const QModelIndex index = model.index(row, column, parent);
                QCOMPARE(index.parent(), parent);
                QVERIFY(!index.data().toString().contains(QChar(0x1b)));
            }
        }
    }
    QCOMPARE(all, 5 * rows);
    model.setComparison(nullptr);
    QCOMPARE(model.rowCount(), 0);
}

void TestCompareWindow::comparesAndSwaps()
{
    const auto victimOf = [](const QStringList &arguments) {
        return provideVictim({.fixture = QStringLiteral("compared"),
                              .go = goToolchains().constLast(),
                              .arguments = arguments,
                              .signal = SIGABRT});
    };
    const auto well = victimOf({QStringLiteral("20"), QStringLiteral("0"), QStringLiteral("3")});
    const auto sick = victimOf({QStringLiteral("50"), QStringLiteral("5"), QStringLiteral("0")});
    QVERIFY(well && sick);
    MainWindow window;
    window.show();
    window.open(openOptions(*sick));
    QTRY_VERIFY_WITH_TIMEOUT(window.session()->findings() && !window.session()->isBusy(), 30'000);
    QPointer<CompareWindow> compare = new CompareWindow(window.session(), well->core, &window);
    compare->show();
    const ComparisonModel *model = compare->model();
    QTRY_VERIFY_WITH_TIMEOUT(model->rowCount() > 0, 30'000);
    const auto groupWith = [model](const QString &text) {
        for (int section = 0; section < model->rowCount(); ++section) {
            for (int row = 0; row < model->rowCount(model->index(section, 0)); ++row) {
                const QModelIndex index = model->index(row, 0, model->index(section, 0));
                if (index.data().toString().contains(text) && !index.siblingAtColumn(1).data().toString().isEmpty())
                    return index;
            }
        }
        return QModelIndex();
    };
    const QModelIndex worker = groupWith(QStringLiteral("main.worker"));
    QVERIFY(worker.isValid());
    QCOMPARE(worker.siblingAtColumn(ComparisonModel::Before).data().toString(), QStringLiteral("20"));
    QCOMPARE(worker.siblingAtColumn(ComparisonModel::After).data().toString(), QStringLiteral("50"));
    // A click leads to one of them in the core that the window shows.
    compare->view()->scrollTo(worker);
    QTest::mouseClick(compare->view()->viewport(), Qt::LeftButton, {}, compare->view()->visualRect(worker).center());
    const quint64 id = worker.data(ComparisonModel::GoroutineRole).toULongLong();
    QTRY_VERIFY(window.session()->selection().owner == (StackOwner{StackOwner::Kind::Goroutine, id}));
    compare->swap();
    QCOMPARE(model->rowCount(), 0);
    QTRY_VERIFY_WITH_TIMEOUT(model->rowCount() > 0, 30'000);
    QCOMPARE(groupWith(QStringLiteral("main.worker")).siblingAtColumn(ComparisonModel::Before).data().toString(),
             QStringLiteral("50"));
    // It is of this core: with another one it goes.
    window.session()->open({.core = "/nonexistent"});
    QTRY_VERIFY(!compare);
}

void TestCompareWindow::saysWhyNot()
{
    const auto well = provideVictim({.fixture = QStringLiteral("compared"),
                                     .go = goToolchains().constLast(),
                                     .arguments = {QStringLiteral("20"), QStringLiteral("0"), QStringLiteral("3")},
                                     .signal = SIGABRT});
    QVERIFY(well);
    MainWindow window;
    window.show();
    window.open(openOptions(*well));
    QTRY_VERIFY_WITH_TIMEOUT(window.session()->findings() && !window.session()->isBusy(), 30'000);
    // Ends while it is at work: nothing waits, nothing crashes.
    delete new CompareWindow(window.session(), well->core, &window);
    const QPointer<CompareWindow> compare
        = new CompareWindow(window.session(), QStringLiteral("/nonexistent"), &window);
    compare->show();
    QTest::qWait(300);
    QCOMPARE(compare->model()->rowCount(), 0);
    compare->close();
}

QTEST_MAIN(TestCompareWindow)
#include "tst_comparewindow.moc"
