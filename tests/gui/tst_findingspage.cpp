// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/bottompanel.h"
#include "gui/corepage.h"
#include "gui/findingsline.h"
#include "gui/findingspage.h"
#include "gui/goroutinepanel.h"
#include "gui/listview.h"
#include "gui/mainwindow.h"
#include "gui/ringpicture.h"
#include "model/findingmodel.h"
#include "model/goroutinemodel.h"
#include "model/session.h"
#include "tests/support/victiminspection.h"

#include <QAbstractItemModelTester>
#include <QMenu>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace Freezeframe;

namespace
{

Finding someFinding(const std::string &title, size_t evidence)
{
    Finding finding{.id = "never-wakes", .title = title, .detail = "why\x1b[31m", .goroutines = {7, 9}};
    for (size_t i = 0; i < evidence; ++i)
        finding.evidence.push_back({.text = "told\nfrom", .goroutine = 7, .frame = 2, .address = Address{0x1000}});
    return finding;
}

}

/// Findings in the window: the line under the header, the page, the picture of a ring, by mouse and keys.
class TestFindingsPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void modelIsSound_data();
    void modelIsSound();
    void lineOpensThePage();
    void evidenceGoesToTheGoroutine();
    void narrowsTheList();
    void ringByMouseAndKeys();
    void saysThatNothingIsWrong();

private:
    std::unique_ptr<MainWindow> open(const QString &name);
    [[nodiscard]] static FindingsPage *pageOf(const MainWindow &window)
    {
        return window.corePage()->bottom()->findings();
    }

    QTemporaryDir m_settings;
};

void TestFindingsPage::initTestCase()
{
    if (goToolchains().isEmpty())
        QSKIP("there is no Go");
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
}

std::unique_ptr<MainWindow> TestFindingsPage::open(const QString &name)
{
    const auto victim = provideVictim({.fixture = QStringLiteral("stuck"),
                                       .go = goToolchains().constLast(),
                                       .build = GoBuild::NoOpt,
                                       .arguments = {name}});
    if (!victim)
        return nullptr;
    auto window = std::make_unique<MainWindow>();
    window->resize(1400, 900);
    window->show();
    window->open(openOptions(*victim));
    if (!QTest::qWaitFor([&] { return window->session()->findings() && !window->session()->isBusy(); }, 30'000))
        return nullptr;
    return window;
}

void TestFindingsPage::modelIsSound_data()
{
    QTest::addColumn<int>("findings");
    QTest::addColumn<int>("evidence");
    QTest::newRow("none") << 0 << 0;
    QTest::newRow("one without evidence") << 1 << 0;
    QTest::newRow("some") << 3 << 2;
    QTest::newRow("many") << 200 << 50;
}

void TestFindingsPage::modelIsSound()
{
    QFETCH(const int, findings);
    QFETCH(const int, evidence);
    FindingModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), 0);
    auto all = std::make_shared<Findings>();
    for (int i = 0; i < findings; ++i)
        all->all.push_back(someFinding("title " + std::to_string(i), size_t(evidence)));
    model.setFindings(all);
    QCOMPARE(model.rowCount(), findings);
    for (int row = 0; row < findings; ++row) {
        const QModelIndex index = model.index(row, 0);
        QCOMPARE(index.data().toString(), QStringLiteral("title %1").arg(row));
        QCOMPARE(model.rowCount(index), 1 + evidence);
        const QString detail = model.index(0, 0, index).data().toString();
        QVERIFY(!detail.contains(QChar(0x1b))); // control characters of a core are never shown raw
        for (int child = 1; child <= evidence; ++child) {
            const QModelIndex told = model.index(child, 0, index);
            QCOMPARE(told.data(FindingModel::GoroutineRole).toULongLong(), 7ULL);
            QCOMPARE(told.data(FindingModel::FrameRole).toULongLong(), 2ULL);
            QVERIFY(!told.data().toString().contains(QLatin1Char('\n')));
        }
    }
    model.setFindings(nullptr);
    QCOMPARE(model.rowCount(), 0);
}

void TestFindingsPage::lineOpensThePage()
{
    const auto window = open(QStringLiteral("channelring"));
    QVERIFY(window);
    auto *line = window->findChild<FindingsLine *>();
    QVERIFY(line->isVisible());
    QVERIFY(!window->corePage()->bottom()->isOpen());
    QTest::mouseClick(line, Qt::LeftButton, {}, QPoint(8, line->height() / 2));
    QVERIFY(window->corePage()->bottom()->isOpen());
    QVERIFY(pageOf(*window)->isVisible());
    QCOMPARE(pageOf(*window)->count(), 3);
    QCOMPARE(pageOf(*window)->view()->currentIndex().row(), 0);
    QVERIFY(pageOf(*window)->ring()->isVisible());
    // Another core takes all of it away.
    window->session()->open({.core = QStringLiteral("/nonexistent").toStdString()});
    QTRY_VERIFY(!line->isVisible());
}

void TestFindingsPage::evidenceGoesToTheGoroutine()
{
    const auto window = open(QStringLiteral("mutexes"));
    QVERIFY(window);
    FindingsPage *page = pageOf(*window);
    window->corePage()->bottom()->open(BottomPanel::Page::Findings);
    const QModelIndex finding = page->model()->index(0, 0);
    const int rows = page->model()->rowCount(finding);
    QVERIFY(rows > 2);
    for (int row = 1; row < rows; ++row) {
        const QModelIndex index = page->model()->index(row, 0, finding);
        page->view()->scrollTo(index);
        QTest::mouseClick(page->view()->viewport(), Qt::LeftButton, {}, page->view()->visualRect(index).center());
        const quint64 id = index.data(FindingModel::GoroutineRole).toULongLong();
        QTRY_VERIFY(window->session()->selection().owner == (StackOwner{StackOwner::Kind::Goroutine, id}));
        const QVariant frame = index.data(FindingModel::FrameRole);
        if (frame.isValid())
            QTRY_COMPARE(window->session()->selection().frame.value_or(999), size_t(frame.toULongLong()));
    }
}

void TestFindingsPage::narrowsTheList()
{
    const auto window = open(QStringLiteral("crowd"));
    QVERIFY(window);
    FindingsPage *page = pageOf(*window);
    window->corePage()->bottom()->open(BottomPanel::Page::Findings);
    page->view()->setFocus();
    page->view()->setCurrentIndex(page->model()->index(0, 0));
    QTest::keyClick(page->view(), Qt::Key_Return);
    auto *panel = window->findChild<GoroutinePanel *>();
    QTRY_VERIFY(panel->isNarrowed());
    QTRY_COMPARE(panel->model()->arrangement().rows.size(), size_t(1000)); // of 1500 those that it names
    QMenu menu;
    Q_EMIT page->view()->menuWanted(&menu, page->model()->index(0, 0));
    QVERIFY(!menu.actions().isEmpty());
    menu.actions().constFirst()->trigger();
    QVERIFY(panel->isNarrowed());
}

void TestFindingsPage::ringByMouseAndKeys()
{
    const auto window = open(QStringLiteral("three"));
    QVERIFY(window);
    FindingsPage *page = pageOf(*window);
    window->corePage()->bottom()->open(BottomPanel::Page::Findings);
    page->showFinding(0);
    const Finding *finding = page->model()->finding(page->model()->index(0, 0));
    QVERIFY(finding && finding->isRing);
    QCOMPARE(finding->goroutines.size(), size_t(3));
    page->ring()->setFocus();
    for (size_t i = 1; i <= finding->goroutines.size(); ++i) {
        QTest::keyClick(page->ring(), Qt::Key_Right);
        QTest::keyClick(page->ring(), Qt::Key_Return);
        const quint64 id = finding->goroutines[i % finding->goroutines.size()];
        QTRY_VERIFY(window->session()->selection().owner == (StackOwner{StackOwner::Kind::Goroutine, id}));
    }
    QTest::keyClick(page->ring(), Qt::Key_Left);
    QTest::keyClick(page->ring(), Qt::Key_Return);
    QTRY_VERIFY(window->session()->selection().owner
                == (StackOwner{StackOwner::Kind::Goroutine, finding->goroutines.back()}));
    QTest::mouseClick(page->ring(), Qt::LeftButton, {}, QPoint(2, 2)); // beside all boxes
    QVERIFY(window->session()->selection().owner
            == (StackOwner{StackOwner::Kind::Goroutine, finding->goroutines.back()}));
}

void TestFindingsPage::saysThatNothingIsWrong()
{
    const auto window = open(QStringLiteral("healthy"));
    QVERIFY(window);
    QVERIFY(!window->findChild<FindingsLine *>()->isVisible());
    QCOMPARE(pageOf(*window)->count(), 0);
    QVERIFY(!pageOf(*window)->ring()->isVisible());
}

QTEST_MAIN(TestFindingsPage)
#include "tst_findingspage.moc"
