// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/bottompanel.h"
#include "gui/corepage.h"
#include "gui/inflightpage.h"
#include "gui/listview.h"
#include "gui/mainwindow.h"
#include "gui/windowactions.h"
#include "model/inflightmodel.h"
#include "model/session.h"
#include "tests/support/victiminspection.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QMenu>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace Freezeframe;

namespace
{

std::shared_ptr<InFlight> someInFlight(size_t items, size_t facts, size_t sentences)
{
    auto found = std::make_shared<InFlight>();
    for (InFlight::Section &section : found->sections) {
        for (size_t i = 0; i < items; ++i) {
            InFlightItem item{
                .title = "GET /\x1b[31m\n" + std::to_string(i), .goroutine = 7, .address = Address{0x1000}};
            for (size_t fact = 0; fact < facts; ++fact)
                item.facts.push_back({.key = "trace_id", .text = "a\nb"});
            section.items.push_back(item);
        }
        section.unanswered.assign(sentences, "why\x1b[31m not");
    }
    return found;
}

/// All texts of a model, a line a cell.
QString allText(const QAbstractItemModel &model, const QModelIndex &parent = {})
{
    QString text;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        for (int column = 0; column < model.columnCount(parent); ++column)
            text += model.index(row, column, parent).data().toString() + QLatin1Char('\n');
        text += allText(model, model.index(row, 0, parent));
    }
    return text;
}

}

/// What was in flight, in the window, by mouse and keys.
class TestInFlightPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void modelIsSound_data();
    void modelIsSound();
    void opensByKeyAndGoesToGoroutines();
    void hidesAndShowsSecrets();
    void filters();

private:
    std::unique_ptr<MainWindow> open(const QString &name);

    QTemporaryDir m_settings;
};

void TestInFlightPage::initTestCase()
{
    if (goToolchains().isEmpty())
        QSKIP("there is no Go");
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
}

std::unique_ptr<MainWindow> TestInFlightPage::open(const QString &name)
{
    const auto victim
        = provideVictim({.fixture = QStringLiteral("inflight"), .go = goToolchains().constLast(), .arguments = {name}});
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

void TestInFlightPage::modelIsSound_data()
{
    QTest::addColumn<int>("items");
    QTest::addColumn<int>("facts");
    QTest::addColumn<int>("sentences");
    QTest::newRow("nothing") << 0 << 0 << 0;
    QTest::newRow("sentences alone") << 0 << 0 << 2;
    QTest::newRow("things without facts") << 3 << 0 << 0;
    QTest::newRow("all") << 4 << 3 << 1;
    QTest::newRow("many") << 300 << 2 << 1;
}

void TestInFlightPage::modelIsSound()
{
    QFETCH(const int, items);
    QFETCH(const int, facts);
    QFETCH(const int, sentences);
    InFlightModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), 0);
    model.setInFlight(someInFlight(size_t(items), size_t(facts), size_t(sentences)));
    QCOMPARE(model.rowCount(), int(InFlight::kinds));
    for (int kind = 0; kind < model.rowCount(); ++kind) {
        const QModelIndex index = model.index(kind, 0);
        QCOMPARE(model.rowCount(index), items + sentences);
        QCOMPARE(index.data(MutedRole).toBool(), items == 0);
        for (int item = 0; item < items; ++item) {
            const QModelIndex thing = model.index(item, 0, index);
            QCOMPARE(thing.parent(), index);
            QCOMPARE(model.rowCount(thing), facts);
            QCOMPARE(thing.data(InFlightModel::GoroutineRole).toULongLong(), 7ULL);
            if (facts > 0) {
                QCOMPARE(model.index(0, 0, thing).parent(), thing);
                QCOMPARE(model.index(0, 0, thing).data().toString(), QStringLiteral("trace id"));
            }
        }
    }
    QVERIFY(!allText(model).contains(QChar(0x1b))); // control characters of a core are never shown raw
    model.setInFlight(nullptr);
    QCOMPARE(model.rowCount(), 0);
}

void TestInFlightPage::opensByKeyAndGoesToGoroutines()
{
    const auto window = open(QStringLiteral("headers"));
    QVERIFY(window);
    InFlightPage *page = window->corePage()->bottom()->inFlight();
    QCOMPARE(page->model()->rowCount(), 0); // not asked for before it is seen
    window->actions()->inFlight->trigger();
    QVERIFY(page->isVisible());
    QTRY_COMPARE(page->model()->rowCount(), int(InFlight::kinds));
    const QAbstractItemModel &rows = *page->view()->model();
    const QModelIndex request = rows.index(0, 0, rows.index(0, 0));
    QVERIFY(request.data().toString().startsWith(QStringLiteral("POST /login")));
    page->view()->scrollTo(request);
    QTest::mouseClick(page->view()->viewport(), Qt::LeftButton, {}, page->view()->visualRect(request).center());
    const quint64 id = request.data(InFlightModel::GoroutineRole).toULongLong();
    QTRY_VERIFY(window->session()->selection().owner == (StackOwner{StackOwner::Kind::Goroutine, id}));
    QMenu menu;
    Q_EMIT page->view()->menuWanted(&menu, request);
    QVERIFY(menu.actions().size() >= 2);
    menu.actions().at(1)->trigger();
    QTRY_VERIFY(window->corePage()->bottom()->page() == BottomPanel::Page::Memory);
    // Another core takes all of it away.
    window->session()->open({.core = "/nonexistent"});
    QTRY_COMPARE(page->model()->rowCount(), 0);
}

void TestInFlightPage::hidesAndShowsSecrets()
{
    const auto window = open(QStringLiteral("headers"));
    QVERIFY(window);
    InFlightPage *page = window->corePage()->bottom()->inFlight();
    window->corePage()->bottom()->open(BottomPanel::Page::InFlight);
    QTRY_COMPARE(page->model()->rowCount(), int(InFlight::kinds));
    QVERIFY(!allText(*page->model()).contains(QStringLiteral("hunter")));
    page->secrets()->setFocus();
    QTest::keyClick(page->secrets(), Qt::Key_Space);
    QTRY_VERIFY(allText(*page->model()).contains(QStringLiteral("Bearer hunter4")));
    QTest::keyClick(page->secrets(), Qt::Key_Space);
    QTRY_VERIFY(!allText(*page->model()).contains(QStringLiteral("hunter")));
}

void TestInFlightPage::filters()
{
    const auto window = open(QStringLiteral("many"));
    QVERIFY(window);
    InFlightPage *page = window->corePage()->bottom()->inFlight();
    window->corePage()->bottom()->open(BottomPanel::Page::InFlight);
    QTRY_COMPARE(page->model()->rowCount(), int(InFlight::kinds));
    const QAbstractItemModel &rows = *page->view()->model();
    QCOMPARE(rows.rowCount(rows.index(0, 0)), 1000);
    page->filter()->setText(QStringLiteral("/cart/777"));
    QTRY_COMPARE(rows.rowCount(rows.index(0, 0)), 1);
    QTest::keyClick(page->filter(), Qt::Key_Down);
    QTest::keyClick(page->view(), Qt::Key_Down);
    QTest::keyClick(page->view(), Qt::Key_Return);
    QTRY_VERIFY(window->session()->selection().owner
                && window->session()->selection().owner->id
                    == rows.index(0, 0, rows.index(0, 0)).data(InFlightModel::GoroutineRole).toULongLong());
    page->filter()->setText(QStringLiteral("nothing has this"));
    QTRY_COMPARE(rows.rowCount(), 0);
    page->filter()->clear();
    QTRY_COMPARE(rows.rowCount(), int(InFlight::kinds));
}

QTEST_MAIN(TestInFlightPage)
#include "tst_inflightpage.moc"
