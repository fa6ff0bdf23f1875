// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/bottompanel.h"
#include "gui/codeview.h"
#include "gui/corepage.h"
#include "gui/goroutinepanel.h"
#include "gui/gotobox.h"
#include "gui/listview.h"
#include "gui/mainwindow.h"
#include "gui/panelarea.h"
#include "gui/sourcepanel.h"
#include "gui/stackpanel.h"
#include "gui/variablepanel.h"
#include "gui/windowactions.h"
#include "model/goroutinemodel.h"
#include "model/gotomodel.h"
#include "model/session.h"
#include "model/stackmodel.h"
#include "model/variablemodel.h"
#include "tests/gui/corefixture.h"

#include <QAction>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBlock>

using namespace Freezeframe;

/// Walks the window over the core of the bundled sample as a person does: by clicks and keys.
class TestWalk : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void opensAtTheCrash();
    void fromGoroutineToVariable();
    void callSiteLeadsToCallee();
    void keysWork();
    void goToAnything();
    void missingSourceShowsDisassembly();
    void noCoreIsSaid();

private:
    [[nodiscard]] std::unique_ptr<MainWindow> openWindow() const;
    [[nodiscard]] static bool isSettled(MainWindow &window)
    {
        return window.session()->isOpen() && !window.session()->isBusy();
    }
    static void clickRow(ListView *view, const QModelIndex &index);
    [[nodiscard]] static QString sourceLine(MainWindow &window);
    CoreFixture m_fixture;
};

void TestWalk::initTestCase()
{
    if (goToolchains().isEmpty())
        QSKIP("no Go toolchain on this machine");
    const QString problem = m_fixture.prepare(QStringLiteral("sample"));
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
}

std::unique_ptr<MainWindow> TestWalk::openWindow() const
{
    auto window = m_fixture.open();
    return window;
}

void TestWalk::clickRow(ListView *view, const QModelIndex &index)
{
    view->scrollTo(index);
    const QRect rect = view->visualRect(index);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, Qt::NoModifier, rect.center());
}

QString TestWalk::sourceLine(MainWindow &window)
{
    const CodeView *view = window.corePage()->panels()->source()->sourceView();
    return view->document()->findBlockByNumber(view->markedLine() - 1).text();
}

void TestWalk::opensAtTheCrash()
{
    const auto window = openWindow();
    QTRY_VERIFY_WITH_TIMEOUT(isSettled(*window), 60'000);
    QTRY_COMPARE(sourceLine(*window).trimmed(), QStringLiteral("if c.now().After(e.expires) {"));
    // The nil pointer that killed it is named.
    VariableModel *variables = window->corePage()->panels()->variables()->model();
    QStringList killers;
    for (int row = 0; row < variables->rowCount(); ++row) {
        if (!variables->index(row, 0).data(VariableModel::ReasonRole).toString().isEmpty())
            killers.append(variables->index(row, 0).data().toString());
    }
    QCOMPARE(killers, QStringList{QStringLiteral("e")});
}

void TestWalk::fromGoroutineToVariable()
{
    const auto window = openWindow();
    QTRY_VERIFY_WITH_TIMEOUT(isSettled(*window), 60'000);
    PanelArea *panels = window->corePage()->panels();
    GoroutinePanel *goroutines = panels->goroutines();

    // A goroutine that waits for the lock: filter, open the group, click on the first of it.
    goroutines->setFilter(QStringLiteral("wait:mutex func:Cache"));
    QAbstractItemModel *list = goroutines->model();
    QTRY_VERIFY(list->rowCount() > 0);
    const QModelIndex group = list->index(0, 0);
    goroutines->view()->expand(group);
    const QModelIndex goroutine = list->index(0, 0, group);
    QVERIFY(goroutine.isValid());
    const quint64 id = goroutine.data(GoroutineModel::IdRole).toULongLong();
    clickRow(goroutines->view(), goroutine);
    QTRY_VERIFY(isSettled(*window));
    QCOMPARE(window->session()->selection().owner->id, id);

    // Its frame of the lock's caller.
    StackModel *stack = panels->stack()->model();
    QModelIndex frame;
    for (int row = 0; row < stack->rowCount() && !frame.isValid(); ++row) {
        if (stack->index(row, 0).data(StackModel::FunctionRole).toString().startsWith(QLatin1String("(*Cache).")))
            frame = stack->index(row, 0);
    }
    QVERIFY(frame.isValid());
    clickRow(panels->stack()->view(), frame);
    QTRY_VERIFY(isSettled(*window));
    QCOMPARE(window->session()->selection().frame.value(), size_t(frame.data(StackModel::FrameRole).toULongLong()));
    QTRY_COMPARE(sourceLine(*window).trimmed(), QStringLiteral("c.mu.Lock()"));

    // And the cache that it waits for: its time to live is five minutes.
    VariableModel *variables = panels->variables()->model();
    QTRY_VERIFY(variables->rowCount() > 0);
    QModelIndex cache;
    for (int row = 0; row < variables->rowCount(); ++row) {
        if (variables->index(row, 0).data().toString() == QLatin1String("c"))
            cache = variables->index(row, 0);
    }
    QVERIFY(cache.isValid());
    variables->fetchMore(cache);
    QTRY_VERIFY(variables->rowCount(cache) >= 5);
    QString ttl;
    for (int row = 0; row < variables->rowCount(cache); ++row) {
        if (variables->index(row, 0, cache).data().toString() == QLatin1String("ttl"))
            ttl = variables->index(row, VariableModel::Value, cache).data(VariableModel::MeaningRole).toString();
    }
    QCOMPARE(ttl, QStringLiteral("5m0s"));
}

void TestWalk::callSiteLeadsToCallee()
{
    const auto window = openWindow();
    QTRY_VERIFY_WITH_TIMEOUT(isSettled(*window), 60'000);
    StackPanel *stack = window->corePage()->panels()->stack();
    const size_t crash = *window->session()->selection().frame;
    stack->step(1);
    QTRY_VERIFY(isSettled(*window));
    const size_t caller = *window->session()->selection().frame;
    QVERIFY(caller > crash);
    CodeView *view = window->corePage()->panels()->source()->sourceView();
    const QRect line = view->cursorRect(QTextCursor(view->document()->findBlockByNumber(view->markedLine() - 1)));
    QTest::mouseClick(view->viewport(), Qt::LeftButton, Qt::NoModifier, line.center() + QPoint(40, 0));
    QTRY_COMPARE(window->session()->selection().frame.value(), crash);
}

void TestWalk::keysWork()
{
    const auto window = openWindow();
    QVERIFY(QTest::qWaitForWindowExposed(window.get()));
    QTRY_VERIFY_WITH_TIMEOUT(isSettled(*window), 60'000);
    WindowActions *actions = window->actions();
    PanelArea *panels = window->corePage()->panels();
    window->session()->selectGoroutine(1);
    QTRY_VERIFY(isSettled(*window));
    QVERIFY(!window->session()->isAtCrash());
    actions->crash->trigger();
    QTRY_VERIFY(isSettled(*window) && window->session()->isAtCrash());
    actions->back->trigger();
    QCOMPARE(window->session()->selection().owner->id, 1U);
    actions->forward->trigger();
    QTRY_VERIFY(isSettled(*window) && window->session()->isAtCrash());

    const int hidden = panels->stack()->model()->hiddenFrames();
    QVERIFY(hidden > 0);
    actions->hideRuntime->trigger();
    QCOMPARE(panels->stack()->model()->hiddenFrames(), 0);
    actions->hideRuntime->trigger();
    QCOMPARE(panels->stack()->model()->hiddenFrames(), hidden);
    actions->disassembly->trigger();
    QVERIFY(panels->source()->showsDisassembly());
    QTRY_VERIFY(isSettled(*window));
    QVERIFY2(panels->source()->disassemblyView()->toPlainText().contains(QLatin1String("0x")),
             qPrintable(panels->source()->disassemblyView()->toPlainText()));
    actions->disassembly->trigger();
    QVERIFY(!panels->source()->showsDisassembly());
    actions->cycleGrouping->trigger();
    QVERIFY(panels->goroutines()->model()->arrangement().grouping.grouping == GoroutineGrouping::Function);
    panels->variables()->evaluate(QStringLiteral("c.ttl"));
    QTRY_COMPARE(panels->variables()->watchModel()->rowCount(), 1);
    QVERIFY(panels->variables()
                ->watchModel()
                ->index(0, VariableModel::Value)
                .data()
                .toString()
                .contains(QLatin1String("300000000000")));
    // Execution verbs explain themselves and change nothing.
    actions->resume->trigger();
    QVERIFY(actions->resume->toolTip().contains(QStringLiteral("can’t run")));
    QVERIFY(window->session()->isAtCrash());
}

void TestWalk::goToAnything()
{
    const auto window = openWindow();
    QTRY_VERIFY_WITH_TIMEOUT(isSettled(*window), 60'000);
    GoToModel *model = window->goToBox()->model();
    model->search(QStringLiteral("1"));
    QVERIFY(model->rowCount() > 0);
    model->activate(model->index(0));
    QCOMPARE(window->session()->selection().owner->id, 1U);
    model->search(QStringLiteral("0xc000012340"));
    QSignalSpy memory(model, &GoToModel::memoryWanted);
    model->activate(model->index(0));
    QCOMPARE(memory.first().first().value<Address>().value, 0xc000012340U);
    model->search(QStringLiteral("Janitor"));
    QTRY_VERIFY(isSettled(*window));
    QModelIndex function;
    for (int row = 0; row < model->rowCount(); ++row) {
        const QModelIndex index = model->index(row);
        if (index.data(GoToModel::KindRole).toInt() == int(GoToModel::TargetKind::Function)
            && index.data(GoToModel::FunctionRole).toString() == QLatin1String("(*Cache).Janitor"))
            function = index;
    }
    QVERIFY(function.isValid());
    model->activate(function);
    QTRY_VERIFY(isSettled(*window));
    QTRY_VERIFY2(sourceLine(*window).contains(QLatin1String("Janitor")), qPrintable(sourceLine(*window)));
    // Without a text it says what can be typed.
    model->search({});
    QVERIFY(model->rowCount() > 5);
}

void TestWalk::missingSourceShowsDisassembly()
{
    const auto toolchains = goToolchains();
    const auto victim
        = provideVictim({.fixture = QStringLiteral("sample"), .go = toolchains.last(), .build = GoBuild::TrimPath});
    if (!victim)
        QFAIL(qPrintable(victim.error()));
    QTemporaryDir folder;
    const QString executable = folder.filePath(QStringLiteral("orders-api"));
    QVERIFY(QFile::copy(victim->executable, executable));
    MainWindow window;
    window.resize(1440, 900);
    window.show();
    OpenOptions options;
    options.core = victim->core.toStdString();
    options.files.executable = executable.toStdString();
    window.open(options);
    QTRY_VERIFY_WITH_TIMEOUT(isSettled(window), 60'000);
    SourcePanel *source = window.corePage()->panels()->source();
    if (!source->showsDisassembly())
        QSKIP("the sources were found in spite of -trimpath");
    QTRY_VERIFY(source->disassemblyView()->blockCount() > 10);
    // Shown where one file is, all of the module are found.
    window.session()->locateSource(window.session()->frame()->file,
                                   QStringLiteral(SAMPLE_SOURCES "/internal/cache/cache.go").toStdString());
    QTRY_VERIFY(isSettled(window) && !source->showsDisassembly());
    QTRY_COMPARE(sourceLine(window).trimmed(), QStringLiteral("if c.now().After(e.expires) {"));
}

void TestWalk::noCoreIsSaid()
{
    MainWindow window;
    window.resize(1000, 640);
    window.show();
    OpenOptions options;
    options.core = "/nowhere/core";
    window.open(options);
    QTRY_VERIFY(!window.session()->isBusy());
    QVERIFY(!window.session()->isOpen());
    QVERIFY(!window.actions()->crash->isEnabled());
    window.actions()->back->trigger();
    window.corePage()->panels()->goroutines()->setFilter(QStringLiteral("x"));
}

QTEST_MAIN(TestWalk)
#include "tst_walk.moc"
