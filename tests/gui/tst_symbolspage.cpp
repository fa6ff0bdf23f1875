// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/bottompanel.h"
#include "gui/corepage.h"
#include "gui/gotobox.h"
#include "gui/linepopup.h"
#include "gui/panelarea.h"
#include "gui/symbolspage.h"
#include "gui/typepane.h"
#include "gui/variablepanel.h"
#include "gui/windowactions.h"
#include "model/gotomodel.h"
#include "model/layoutmodel.h"
#include "model/session.h"
#include "model/symbolmodel.h"
#include "model/variablemodel.h"
#include "tests/gui/corefixture.h"

#include <QAction>
#include <QApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QSettings>
#include <QTest>
#include <QToolButton>

using namespace Freezeframe;

/// The page of symbols, and going there from the box of the tool bar, by keys and clicks over the sample's core.
class TestSymbolsPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { m_window.reset(); }
    void keyOpensAndCloses();
    void functionShowsItsSource();
    void typesAreFollowed();
    void variablesAreShown();
    void packagesLeadToWhatTheyHave();
    void sortsBySize();
    void menus_data();
    void menus();
    void boxGoesToNames();
    void boxRunsActions();
    void boxTellsItsSigns();

private:
    [[nodiscard]] SymbolsPage *page() const { return m_window->corePage()->bottom()->symbols(); }
    [[nodiscard]] GoToBox *box() const { return m_window->goToBox(); }
    [[nodiscard]] bool isSettled() const;
    void open(NameKind kind, const QString &text);
    [[nodiscard]] static QString cell(const ListView *view, int row, int column);
    void click(ListView *view, int row, int column) const;
    /// Types into the box and waits for what is found.
    void go(const QString &text);

    CoreFixture m_fixture;
    std::unique_ptr<MainWindow> m_window;
};

void TestSymbolsPage::initTestCase()
{
    const QString problem = m_fixture.prepare(QStringLiteral("sample"));
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
}

void TestSymbolsPage::init()
{
    QSettings().clear();
    m_window = m_fixture.open();
    QTRY_VERIFY_WITH_TIMEOUT(m_window->session()->frame() && !m_window->session()->isBusy(), 60'000);
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

bool TestSymbolsPage::isSettled() const
{
    return !m_window->session()->isBusy() && !page()->model()->isSearching();
}

void TestSymbolsPage::open(NameKind kind, const QString &text)
{
    m_window->corePage()->bottom()->open(BottomPanel::Page::Symbols);
    page()->setKind(kind);
    page()->setText(text);
    QTRY_VERIFY_WITH_TIMEOUT(isSettled() && page()->model()->rowCount() > 0, 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(page()->model()->facts(0), 60'000);
}

QString TestSymbolsPage::cell(const ListView *view, int row, int column)
{
    return view->model()->index(row, column).data().toString();
}

void TestSymbolsPage::click(ListView *view, int row, int column) const
{
    const QModelIndex index = view->model()->index(row, column);
    view->scrollTo(index);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(index).center());
}

void TestSymbolsPage::go(const QString &text)
{
    m_window->actions()->goTo->trigger();
    QTRY_VERIFY(box()->hasFocus());
    box()->clear();
    QTest::keyClicks(box(), text);
    QTRY_VERIFY_WITH_TIMEOUT(!box()->model()->isSearching() && isSettled() && box()->popup()->isVisible(), 60'000);
}

void TestSymbolsPage::keyOpensAndCloses()
{
    m_window->actions()->symbols->trigger();
    QVERIFY(page()->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(page()->model()->rowCount() > 1000, 60'000);
    QVERIFY(page()->findChild<QLineEdit *>()->hasFocus());
    QVERIFY2(cell(page()->view(), 0, SymbolModel::Package).contains(QLatin1String("main"))
                 || cell(page()->view(), 0, SymbolModel::Package).contains(QLatin1String("api")),
             qPrintable(cell(page()->view(), 0, SymbolModel::Package)));
    // What stands beside a name is read where one looks.
    QTRY_VERIFY(!cell(page()->view(), 0, SymbolModel::Text).isEmpty());
    m_window->actions()->symbols->trigger();
    QVERIFY(!page()->isVisible());
}

void TestSymbolsPage::functionShowsItsSource()
{
    m_window->actions()->symbols->trigger();
    auto *filter = page()->findChild<QLineEdit *>();
    QTest::keyClicks(filter, QStringLiteral("cache.Put"));
    QTRY_VERIFY_WITH_TIMEOUT(isSettled() && cell(page()->view(), 0, 0) == QLatin1String("(*Cache).Put"), 60'000);
    QTest::keyClick(filter, Qt::Key_Return);
    QTRY_COMPARE(m_window->session()->shownPlace().function, std::string("orders-api/internal/cache.(*Cache).Put"));
    QVERIFY(page()->view()->hasFocus());
    // By a click, too.
    page()->setText(QStringLiteral("cache.Replace"));
    QTRY_VERIFY_WITH_TIMEOUT(isSettled() && cell(page()->view(), 0, 0) == QLatin1String("(*Cache).Replace"), 60'000);
    click(page()->view(), 0, 0);
    QTRY_COMPARE(m_window->session()->shownPlace().function, std::string("orders-api/internal/cache.(*Cache).Replace"));
}

void TestSymbolsPage::typesAreFollowed()
{
    open(NameKind::Type, QStringLiteral("cache.Cache"));
    QCOMPARE(cell(page()->view(), 0, SymbolModel::Text), QStringLiteral("struct"));
    click(page()->view(), 0, 0);
    ListView *fields = page()->typePane()->view();
    QTRY_COMPARE(cell(fields, 0, LayoutModel::Name), QStringLiteral("mu"));
    QCOMPARE(cell(fields, 1, LayoutModel::Name), QStringLiteral("entries"));
    QCOMPARE(cell(fields, 1, LayoutModel::Offset), QStringLiteral("8"));
    click(fields, 1, LayoutModel::Type); // map[string]*entry
    QTRY_COMPARE(page()->typePane()->type(), QStringLiteral("orders-api/internal/cache.entry"));
    QTRY_COMPARE(cell(fields, 0, LayoutModel::Name), QStringLiteral("price"));
    const auto buttons = page()->typePane()->findChildren<QToolButton *>();
    const auto found = std::ranges::find(buttons, QStringLiteral("Back to the type before"), &QToolButton::toolTip);
    QVERIFY(found != buttons.end());
    QToolButton *back = *found;
    QVERIFY(back->isEnabled());
    back->click();
    QTRY_COMPARE(cell(fields, 0, LayoutModel::Name), QStringLiteral("mu"));
    QVERIFY(!back->isEnabled());
    for (int row = 0; row < fields->model()->rowCount(); ++row) {
        if (cell(fields, row, LayoutModel::Name) == QLatin1String("(*Cache).Len"))
            click(fields, row, LayoutModel::Name);
    }
    QTRY_COMPARE(m_window->session()->shownPlace().function, std::string("orders-api/internal/cache.(*Cache).Len"));
}

void TestSymbolsPage::variablesAreShown()
{
    open(NameKind::Variable, QStringLiteral("runtime.gomaxprocs"));
    QVERIFY(!cell(page()->view(), 0, SymbolModel::Text).isEmpty());
    page()->view()->setFocus();
    page()->view()->setCurrentIndex(page()->view()->model()->index(0, 0));
    QTest::keyClick(page()->view(), Qt::Key_Return);
    VariablePanel *variables = m_window->corePage()->panels()->variables();
    QTRY_VERIFY(variables->model()->rowCount() == 1
                && variables->model()->index(0, 0).data().toString() == QLatin1String("runtime.gomaxprocs"));
}

void TestSymbolsPage::packagesLeadToWhatTheyHave()
{
    open(NameKind::Package, QStringLiteral("internal/cache"));
    QVERIFY(cell(page()->view(), 0, SymbolModel::Text).contains(QLatin1String("function")));
    page()->view()->setFocus();
    page()->view()->setCurrentIndex(page()->view()->model()->index(0, 0));
    QTest::keyClick(page()->view(), Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(
        isSettled() && page()->model()->kind() == NameKind::Function && page()->model()->rowCount() > 5, 60'000);
    QCOMPARE(cell(page()->view(), 0, SymbolModel::Package), QStringLiteral("cache"));
}

void TestSymbolsPage::sortsBySize()
{
    open(NameKind::Type, QStringLiteral("http."));
    page()->view()->sortByColumn(SymbolModel::Size, Qt::DescendingOrder);
    QTRY_VERIFY_WITH_TIMEOUT(isSettled(), 60'000);
    QList<qulonglong> sizes;
    for (int row = 0; row < 20; ++row)
        sizes.append(page()->view()->model()->index(row, SymbolModel::Size).data(SortRole).toULongLong());
    QVERIFY(sizes.first() > 500);
    QVERIFY(std::ranges::is_sorted(sizes, std::ranges::greater()));
}

void TestSymbolsPage::menus_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("entry");
    QTest::newRow("function") << int(NameKind::Function) << "cache.Put" << "Show Disassembly";
    QTest::newRow("type") << int(NameKind::Type) << "cache.Cache" << "Show";
    QTest::newRow("variable") << int(NameKind::Variable) << "runtime.gomaxprocs" << "Show in Memory";
    QTest::newRow("constant") << int(NameKind::Constant) << "http.StatusOK" << "Open in a Window";
    QTest::newRow("file") << int(NameKind::File) << "cache.go" << "Show";
    QTest::newRow("package") << int(NameKind::Package) << "internal/cache" << "Its Types";
}

void TestSymbolsPage::menus()
{
    QFETCH(const int, kind);
    QFETCH(const QString, text);
    QFETCH(const QString, entry);
    open(NameKind(kind), text);
    const QModelIndex index = page()->view()->model()->index(0, 0);
    const QPoint place = page()->view()->viewport()->mapTo(m_window.get(), page()->view()->visualRect(index).center());
    QTest::mouseClick(m_window->windowHandle(), Qt::RightButton, {}, place);
    QTRY_VERIFY(qobject_cast<QMenu *>(QApplication::activePopupWidget()));
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QAction *found = nullptr;
    for (QAction *action : menu->actions()) {
        if (action->text() == entry)
            found = action;
    }
    QVERIFY(found);
    QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(found).center());
    QTRY_VERIFY(!QApplication::activePopupWidget());
    QTRY_VERIFY(!m_window->session()->isBusy());
}

void TestSymbolsPage::boxGoesToNames()
{
    go(QStringLiteral("#cache.Price"));
    QTest::keyClick(box(), Qt::Key_Return);
    QTRY_VERIFY(page()->isVisible());
    QTRY_COMPARE(cell(page()->typePane()->view(), 0, LayoutModel::Name), QStringLiteral("Amount"));
    QTRY_COMPARE(page()->view()->currentIndex().data(SymbolModel::FullNameRole).toString(),
                 QStringLiteral("orders-api/internal/cache.Price"));
    QVERIFY(box()->text().isEmpty());
    go(QStringLiteral("#runtime.gomaxprocs"));
    QTest::keyClick(box(), Qt::Key_Return);
    VariablePanel *variables = m_window->corePage()->panels()->variables();
    QTRY_VERIFY(variables->model()->rowCount() > 0
                && variables->model()->index(0, 0).data().toString() == QLatin1String("runtime.gomaxprocs"));
    go(QStringLiteral("#http.StatusTeapot"));
    QTest::keyClick(box(), Qt::Key_Return);
    QTRY_VERIFY(page()->model()->kind() == NameKind::Constant && page()->view()->currentIndex().isValid());
    QTRY_COMPARE(cell(page()->view(), page()->view()->currentIndex().row(), SymbolModel::Text), QStringLiteral("418"));
}

void TestSymbolsPage::boxRunsActions()
{
    const bool before = m_window->actions()->hideRuntime->isChecked();
    go(QStringLiteral(">hide runtime"));
    const QModelIndex first = box()->popup()->model()->index(0, 0);
    QCOMPARE(first.data(GoToModel::FunctionRole).toString(), QStringLiteral("Hide Runtime Frames"));
    QCOMPARE(first.data(GoToModel::DetailRole).toString(), QStringLiteral("H"));
    QTest::keyClick(box(), Qt::Key_Return);
    QCOMPARE(m_window->actions()->hideRuntime->isChecked(), !before);
    go(QStringLiteral(">symbols"));
    QTest::keyClick(box(), Qt::Key_Return);
    QTRY_VERIFY(page()->isVisible());
    // What can't be done now is told so, and nothing happens.
    go(QStringLiteral(">forward"));
    QVERIFY(
        box()->popup()->model()->index(0, 0).data(GoToModel::DetailRole).toString().contains(QLatin1String("not now")));
    QTest::keyClick(box(), Qt::Key_Return);
    QVERIFY(!box()->text().isEmpty());
}

void TestSymbolsPage::boxTellsItsSigns()
{
    m_window->actions()->goTo->trigger();
    QTRY_VERIFY(box()->hasFocus());
    QTRY_VERIFY(box()->popup()->isVisible());
    QTest::keyClick(box(), Qt::Key_Down);
    QTest::keyClick(box(), Qt::Key_Return);
    QCOMPARE(box()->text(), QStringLiteral("#"));
    QVERIFY(box()->hasFocus());
    QTRY_VERIFY_WITH_TIMEOUT(!box()->model()->isSearching() && box()->model()->rowCount() > 10, 60'000);
    QTest::keyClick(box(), Qt::Key_Escape);
    QVERIFY(!box()->popup()->isVisible());
    QVERIFY(box()->text().isEmpty());
}

QTEST_MAIN(TestSymbolsPage)
#include "tst_symbolspage.moc"
