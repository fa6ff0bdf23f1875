// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/abortdialog.h"
#include "gui/corepage.h"
#include "gui/detailswindow.h"
#include "gui/goroutinepanel.h"
#include "gui/listview.h"
#include "gui/livedesk.h"
#include "gui/mainwindow.h"
#include "gui/panelarea.h"
#include "gui/processpicker.h"
#include "gui/shortcutsheet.h"
#include "gui/stackpanel.h"
#include "gui/startpage.h"
#include "gui/valuewindow.h"
#include "gui/variablepanel.h"
#include "gui/windowactions.h"
#include "model/corestoremodel.h"
#include "model/goroutinemodel.h"
#include "model/session.h"
#include "model/stackmodel.h"
#include "model/variablemodel.h"
#include "tests/gui/corefixture.h"

#include <QAction>
#include <QApplication>
#include <QFile>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QScreen>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>

using namespace Freezeframe;

/// What the lists of the window tell, and that it is still there when one comes back: by clicks and keys, over a program
/// made for it.
class TestContent : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void namesAtAnyDepth();
    void interfacesCostNoLevel();
    void pointersInCircles();
    void returningKeepsWhatWasOpen();
    void anotherGoroutineOfTheFunction();
    void filterForgetsNothing();
    void errorChain();
    void wholeOfAStructure();
    void windowsOpenOnTheScreen_data();
    void windowsOpenOnTheScreen();
    void titlesBeginWithTheProgram();
    void childrenAreToldApart_data();
    void childrenAreToldApart();
    void nothingIsReadAtOpening();
    void capturesAreNoCrashes();

private:
    [[nodiscard]] std::unique_ptr<MainWindow> openWindow() const;
    [[nodiscard]] static bool isSettled(const MainWindow &window)
    {
        return window.session()->isOpen() && !window.session()->isBusy();
    }
    [[nodiscard]] static ListView *view(const MainWindow &window)
    {
        return window.corePage()->panels()->variables()->view();
    }
    [[nodiscard]] static QModelIndex row(const ListView *view, const QStringList &path);
    static void click(ListView *view, const QModelIndex &index);
    static void clickSign(ListView *view, const QModelIndex &index);
    [[nodiscard]] static bool open(ListView *view, const QStringList &path);
    [[nodiscard]] static bool goToFrame(MainWindow &window, const QString &function, int number = 0);
    [[nodiscard]] static bool chooseFromMenu(ListView *view, const QModelIndex &index, const QString &action);
    [[nodiscard]] static QString wholeValueOf(MainWindow &window, const QStringList &path);
    CoreFixture m_fixture;
};

void TestContent::initTestCase()
{
    if (goToolchains().isEmpty())
        QSKIP("no Go toolchain on this machine");
    const QString problem = m_fixture.prepare(QStringLiteral("shown"));
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
}

std::unique_ptr<MainWindow> TestContent::openWindow() const
{
    auto window = m_fixture.open();
    const bool isOpen = QTest::qWaitForWindowExposed(window.get())
        && QTest::qWaitFor([&] { return isSettled(*window) && view(*window)->model()->rowCount() > 0; }, 60'000);
    return isOpen ? std::move(window) : nullptr;
}

QModelIndex TestContent::row(const ListView *view, const QStringList &path)
{
    QModelIndex index;
    for (const QString &name : path) {
        QModelIndex found;
        for (int row = 0; row < view->model()->rowCount(index) && !found.isValid(); ++row) {
            if (view->model()->index(row, 0, index).data().toString() == name)
                found = view->model()->index(row, 0, index);
        }
        if (!found.isValid())
            return {};
        index = found;
    }
    return index;
}

void TestContent::click(ListView *view, const QModelIndex &index)
{
    view->scrollTo(index);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, Qt::NoModifier, view->visualRect(index).center());
}

/// As a person does: left of the name.
void TestContent::clickSign(ListView *view, const QModelIndex &index)
{
    view->scrollTo(index);
    QCoreApplication::processEvents(); // it is painted where it is clicked
    const QRect name = view->visualRect(index);
    constexpr int before = 6;
    QTest::mouseClick(view->viewport(), Qt::LeftButton, Qt::NoModifier,
                      QPoint(name.left() - before, name.center().y()));
}

/// Opens row after row of a path by clicks.
bool TestContent::open(ListView *view, const QStringList &path)
{
    for (qsizetype length = 1; length <= path.size(); ++length) {
        const QStringList part = path.first(length);
        if (!QTest::qWaitFor([&] { return row(view, part).isValid(); }))
            return false;
        if (!view->isExpanded(row(view, part)))
            clickSign(view, row(view, part));
        if (!QTest::qWaitFor(
                [&] { return view->isExpanded(row(view, part)) && view->model()->rowCount(row(view, part)) > 0; }))
            return false;
    }
    return true;
}

bool TestContent::goToFrame(MainWindow &window, const QString &function, int number)
{
    ListView *stack = window.corePage()->panels()->stack()->view();
    const auto find = [&]() -> QModelIndex {
        int left = number;
        for (int row = 0; row < stack->model()->rowCount(); ++row) {
            const QModelIndex index = stack->model()->index(row, 0);
            if (index.data(StackModel::KindRole).value<StackModel::RowKind>() == StackModel::RowKind::Frame
                && index.data(StackModel::FunctionRole).toString() == function && left-- == 0)
                return index;
        }
        return {};
    };
    if (!QTest::qWaitFor([&] { return find().isValid(); }))
        return false;
    const size_t frame = find().data(StackModel::FrameRole).toULongLong();
    click(stack, find());
    return QTest::qWaitFor(
        [&] { return isSettled(window) && window.session()->selection().frame == std::optional(frame); });
}

bool TestContent::chooseFromMenu(ListView *view, const QModelIndex &index, const QString &text)
{
    view->scrollTo(index);
    const QPoint place = view->viewport()->mapTo(view->window(), view->visualRect(index).center());
    QTest::mouseClick(view->window()->windowHandle(), Qt::RightButton, Qt::NoModifier, place);
    QMenu *menu = nullptr;
    if (!QTest::qWaitFor([&] { return (menu = qobject_cast<QMenu *>(QApplication::activePopupWidget())) != nullptr; }))
        return false;
    for (QAction *action : menu->actions()) {
        if (action->text() != text)
            continue;
        QTest::mouseClick(menu, Qt::LeftButton, Qt::NoModifier, menu->actionGeometry(action).center());
        return true;
    }
    menu->close();
    return false;
}

QString TestContent::wholeValueOf(MainWindow &window, const QStringList &path)
{
    ListView *list = view(window);
    if (!chooseFromMenu(list, row(list, path), QStringLiteral("Open in a Window")))
        return {};
    auto *whole = window.findChild<ValueWindow *>();
    if (!whole || !QTest::qWaitFor([&] { return isSettled(window); }))
        return {};
    const QString text = whole->findChild<QPlainTextEdit *>()->toPlainText();
    whole->close();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    return text;
}

void TestContent::namesAtAnyDepth()
{
    const auto window = openWindow();
    QVERIFY(window);
    QVERIFY(goToFrame(*window, QStringLiteral("die")));
    ListView *list = view(*window);
    QStringList path{QStringLiteral("list")};
    const int letters = list->fontMetrics().horizontalAdvance(QStringLiteral("Next")) + 8;
    for (int depth = 0; depth < 40; ++depth) {
        QVERIFY2(open(list, path), qPrintable(QString::number(depth)));
        const QModelIndex name = row(list, path + QStringList{QStringLiteral("Next")});
        QVERIFY(name.isValid());
        list->scrollTo(name);
        QCoreApplication::processEvents();
        const QRect place = list->visualRect(name);
        QVERIFY2(place.width() >= letters && place.left() < list->columnWidth(0) - letters,
                 qPrintable(QStringLiteral("depth %1: %2 pixels for the name").arg(depth).arg(place.width())));
        // And it is painted there.
        const QImage picture = list->viewport()->grab(place.adjusted(0, 1, 0, -1)).toImage();
        QSet<QRgb> colours;
        for (int x = 0; x < picture.width(); ++x) {
            for (int y = 0; y < picture.height(); ++y)
                colours.insert(picture.pixel(x, y));
        }
        QVERIFY2(colours.size() > 4, qPrintable(QStringLiteral("depth %1 is blank").arg(depth)));
        path.append(QStringLiteral("Next"));
    }
    // A child stands right of its parent, however deep.
    const QModelIndex child = row(list, path);
    list->scrollTo(child);
    QCoreApplication::processEvents();
    QVERIFY(list->visualRect(child).left() > list->visualRect(child.parent()).left());
    // By its sign it closes again.
    clickSign(list, child.parent());
    QTRY_VERIFY(!list->isExpanded(child.parent()));
}

void TestContent::interfacesCostNoLevel()
{
    const auto window = openWindow();
    QVERIFY(window);
    QVERIFY(goToFrame(*window, QStringLiteral("die")));
    ListView *list = view(*window);
    const auto cell = [&](const QStringList &path, int column) {
        return row(list, path).siblingAtColumn(column).data().toString();
    };
    QCOMPARE(cell({"number"}, VariableModel::Value), QStringLiteral("42"));
    QVERIFY(cell({"number"}, VariableModel::Type).startsWith(QLatin1String("int (")));
    QVERIFY(!list->model()->hasChildren(row(list, {"number"})));
    QVERIFY(!list->model()->hasChildren(row(list, {"text"})));
    QVERIFY(row(list, {"text"}).siblingAtColumn(VariableModel::Value).data(VariableModel::IsTextRole).toBool());
    QCOMPARE(cell({"typedNil"}, VariableModel::Value), QStringLiteral("nil"));
    QVERIFY(cell({"typedNil"}, VariableModel::Type).startsWith(QLatin1String("*main.node (")));
    QCOMPARE(cell({"nothing"}, VariableModel::Value), QStringLiteral("nil"));
    QVERIFY(!cell({"nothing"}, VariableModel::Type).contains(QLatin1Char('(')));
    QCOMPARE(cell({"figure"}, VariableModel::Value), QStringLiteral("{Wide: 3, High: 4}"));
    QCOMPARE(cell({"figure"}, VariableModel::Type), QStringLiteral("*main.rectangle (main.shape)"));
    QVERIFY(open(list, {"figure"}));
    QCOMPARE(cell({"figure", "Wide"}, VariableModel::Value), QStringLiteral("3"));
    // In maps, and in fields of what an interface holds.
    QVERIFY(open(list, {"table", "[\"rectangle\"]"}));
    QCOMPARE(cell({"table", "[\"rectangle\"]", "High"}, VariableModel::Value), QStringLiteral("2"));
    // What is copied as an expression evaluates to the same.
    const QString expression = row(list, {"figure", "Wide"}).data(VariableModel::ExpressionRole).toString();
    QVERIFY(!expression.isEmpty());
    std::optional<std::string> value;
    window->session()->evaluate(window.get(), expression, [&](const Result<VariableInfo> &result) {
        value = result ? result->value : result.error().message;
    });
    QTRY_VERIFY(value);
    QCOMPARE(*value, "3");
    // So in the expressions below.
    window->corePage()->panels()->variables()->evaluate(QStringLiteral("figure"));
    const VariableModel *watches = window->corePage()->panels()->variables()->watchModel();
    QTRY_COMPARE(watches->rowCount(), 1);
    QCOMPARE(watches->index(0, VariableModel::Type).data().toString(), QStringLiteral("*main.rectangle (main.shape)"));
}

void TestContent::pointersInCircles()
{
    const auto window = openWindow();
    QVERIFY(window);
    QVERIFY(goToFrame(*window, QStringLiteral("die")));
    ListView *list = view(*window);
    for (const char *name : {"self", "round"}) {
        list->expand(row(list, {name}));
        QTRY_VERIFY2(isSettled(*window) && list->model()->rowCount(row(list, {name})) == 1, name);
        QVERIFY(!wholeValueOf(*window, {name}).isEmpty());
    }
}

void TestContent::returningKeepsWhatWasOpen()
{
    const auto window = openWindow();
    QVERIFY(window);
    ListView *list = view(*window);
    QVERIFY(goToFrame(*window, QStringLiteral("inner"), 1));
    QVERIFY(open(list, {"items", "[7]"}));
    click(list, row(list, {"items", "[7]", "Depth"}));
    QScrollBar *bar = list->verticalScrollBar();
    bar->setValue(bar->value() + 3 * list->sizeHintForRow(0));
    QVERIFY(bar->value() > 0);
    const int scrolled = bar->value();
    // There and back by clicks, some of them quick.
    QVERIFY(goToFrame(*window, QStringLiteral("die")));
    QTRY_VERIFY(row(list, {"figure"}).isValid());
    QVERIFY(!list->isExpanded(row(list, {"items"})));
    QVERIFY(goToFrame(*window, QStringLiteral("inner"), 0));
    QTRY_VERIFY(list->isExpanded(row(list, {"items", "[7]"}))); // the same function
    QVERIFY(goToFrame(*window, QStringLiteral("inner"), 1));
    QTRY_VERIFY(list->isExpanded(row(list, {"items"})) && list->isExpanded(row(list, {"items", "[7]"})));
    QTRY_COMPARE(list->currentIndex(),
                 row(list, {"items", "[7]", "Depth"}).siblingAtColumn(list->currentIndex().column()));
    QTRY_COMPARE(bar->value(), scrolled);
    // By the keys of the history too.
    QTest::keyClick(window.get(), Qt::Key_Left, Qt::AltModifier);
    QTRY_VERIFY(isSettled(*window));
    QTest::keyClick(window.get(), Qt::Key_Right, Qt::AltModifier);
    QTRY_VERIFY(isSettled(*window) && list->isExpanded(row(list, {"items", "[7]"})));
    // What was closed stays closed.
    clickSign(list, row(list, {"items"}));
    QVERIFY(!list->isExpanded(row(list, {"items"})));
    QVERIFY(goToFrame(*window, QStringLiteral("die")));
    QVERIFY(goToFrame(*window, QStringLiteral("inner"), 2));
    QTRY_VERIFY(row(list, {"items"}).isValid());
    QTest::qWait(100);
    QVERIFY(!list->isExpanded(row(list, {"items"})));
    // Of a goroutine and back.
    QVERIFY(goToFrame(*window, QStringLiteral("die")));
    QVERIFY(open(list, {"list", "Next"}));
    window->session()->selectGoroutine(1, 0);
    QTRY_VERIFY(isSettled(*window));
    QVERIFY(goToFrame(*window, QStringLiteral("die")));
    QTRY_VERIFY(list->isExpanded(row(list, {"list", "Next"})));
}

void TestContent::anotherGoroutineOfTheFunction()
{
    const auto window = openWindow();
    QVERIFY(window);
    GoroutinePanel *goroutines = window->corePage()->panels()->goroutines();
    goroutines->setFilter(QStringLiteral("func:worker"));
    QTRY_COMPARE(goroutines->model()->rowCount(), 1);
    clickSign(goroutines->view(), goroutines->model()->index(0, 0));
    const auto goroutine
        = [&](int row) { return goroutines->model()->index(row, 0, goroutines->model()->index(0, 0)); };
    QTRY_VERIFY(goroutine(3).isValid());
    ListView *list = view(*window);
    click(goroutines->view(), goroutine(0));
    QTRY_VERIFY(isSettled(*window) && row(list, {"w"}).isValid());
    QVERIFY(open(list, {"w"}));
    const QString first = row(list, {"w", "ID"}).siblingAtColumn(VariableModel::Value).data().toString();
    click(goroutines->view(), goroutine(3));
    QTRY_VERIFY(isSettled(*window) && row(list, {"w", "ID"}).isValid());
    QVERIFY(list->isExpanded(row(list, {"w"})));
    QVERIFY(row(list, {"w", "ID"}).siblingAtColumn(VariableModel::Value).data().toString() != first);
    // With the keys to the next one, again.
    QTest::keyClick(goroutines->view(), Qt::Key_Down);
    QTRY_VERIFY(isSettled(*window) && list->isExpanded(row(list, {"w"})));
}

void TestContent::filterForgetsNothing()
{
    const auto window = openWindow();
    QVERIFY(window);
    QVERIFY(goToFrame(*window, QStringLiteral("die")));
    ListView *list = view(*window);
    QVERIFY(open(list, {"list", "Next"}));
    auto *panel = window->corePage()->panels()->variables();
    QLineEdit *filter = nullptr;
    for (QLineEdit *edit : panel->findChildren<QLineEdit *>()) {
        if (edit->accessibleName() == QLatin1String("Filter variables by name"))
            filter = edit;
    }
    QVERIFY(filter);
    filter->setText(QStringLiteral("figure"));
    QTRY_COMPARE(list->model()->rowCount(), 1);
    QVERIFY(open(list, {"figure"}));
    filter->clear();
    QTRY_VERIFY(list->isExpanded(row(list, {"list", "Next"})) && list->isExpanded(row(list, {"figure"})));
}

void TestContent::errorChain()
{
    const auto window = openWindow();
    QVERIFY(window);
    QVERIFY(goToFrame(*window, QStringLiteral("die")));
    const QString text = wholeValueOf(*window, {"err"});
    QVERIFY2(!text.contains(QLatin1String("in *err")), qPrintable(text)); // its own structure is no other error
    // Each by its type, in the order in which they are wrapped.
    qsizetype at = 0;
    for (const char *type : {"*fmt.wrapError", "*main.coded", "*errors.joinError", "*io/fs.PathError", "syscall.Errno",
                             "main.many", "*errors.errorString", "*errors.errorString"}) {
        const qsizetype found = text.indexOf(QLatin1String(type) + QLatin1Char('\n'), at);
        QVERIFY2(found >= 0, qPrintable(QLatin1String(type) + QLatin1Char('\n') + text));
        at = found + 1;
    }
    for (const char *part : {"wrapped, in err:", "wrapped, in Cause:", "wrapped, in errs[0]:", "wrapped, in Err:",
                             "wrapped, in errs[1]:", "wrapped, in [0]:", // where each is held
                             "Code", "7", "\"config\"", "\"/nowhere/at/all\"", // fields
                             "open /nowhere/at/all: no such file or directory", "  last\n", "only its Error method"})
        QVERIFY2(text.contains(QLatin1String(part)), qPrintable(QLatin1String(part) + QLatin1Char('\n') + text));
}

void TestContent::wholeOfAStructure()
{
    const auto window = openWindow();
    QVERIFY(window);
    QVERIFY(goToFrame(*window, QStringLiteral("die")));
    const QString text = wholeValueOf(*window, {"items"});
    QVERIFY2(text.contains(QLatin1String("[59]")) && text.count(QLatin1String("Depth")) == 60, qPrintable(text));
    const QString list = wholeValueOf(*window, {"list"});
    QVERIFY2(list.contains(QLatin1String("Wide")) && list.contains(QLatin1String("There is more of it")),
             qPrintable(list));
}

void TestContent::windowsOpenOnTheScreen_data()
{
    QTest::addColumn<QPoint>("place");
    QTest::newRow("in a corner of the left one") << QPoint(-600, -200);
    QTest::newRow("on the right one") << QPoint(1290, 40);
    QTest::newRow("in a corner of the right one") << QPoint(2000, 500);
}

void TestContent::windowsOpenOnTheScreen()
{
    QFETCH(const QPoint, place);
    const auto window = openWindow();
    QVERIFY(window);
    QVERIFY(goToFrame(*window, QStringLiteral("die")));
    window->resize(1220, 720);
    window->move(place);
    QTRY_COMPARE(window->screen()->name(), place.x() < 1280 ? QStringLiteral("left") : QStringLiteral("right"));
    QTest::qWait(100);
    QVERIFY(chooseFromMenu(view(*window), row(view(*window), {"err"}), QStringLiteral("Open in a Window")));
    window->actions()->details->trigger();
    window->actions()->shortcuts->trigger();
    window->actions()->capture->trigger();
    window->actions()->doctor->trigger();
    window->actions()->runProgram->trigger();
    window->actions()->about->trigger();
    window->actions()->open->trigger();
    QTest::qWait(200);
    const QRect room = window->screen()->availableGeometry();
    int count = 0;
    for (QWidget *other : QApplication::topLevelWidgets()) {
        const bool isOwn = other->windowType() == Qt::Window || other->windowType() == Qt::Dialog;
        if (!other->isVisible() || other == window.get() || !isOwn)
            continue;
        ++count;
        const QRect frame = other->frameGeometry();
        QVERIFY2(room.contains(frame),
                 qPrintable(QStringLiteral("%1: %2,%3 %4x%5")
                                .arg(other->windowTitle())
                                .arg(frame.x())
                                .arg(frame.y())
                                .arg(frame.width())
                                .arg(frame.height())));
        other->close();
    }
    QVERIFY(count >= 7);
}

void TestContent::titlesBeginWithTheProgram()
{
    MainWindow empty;
    QCOMPARE(empty.windowTitle(), QStringLiteral("Freezeframe"));
    const auto window = openWindow();
    QVERIFY(window);
    const QString core = m_fixture.victim().core.section(QLatin1Char('/'), -1);
    QVERIFY2(window->windowTitle().startsWith(QStringLiteral("shown, goroutine 1 — ") + core),
             qPrintable(window->windowTitle()));
    QVERIFY(window->windowTitle().endsWith(QStringLiteral(" — Freezeframe")));
    GoroutinePanel *goroutines = window->corePage()->panels()->goroutines();
    goroutines->setFilter(QStringLiteral("func:worker"));
    QTRY_COMPARE(goroutines->model()->rowCount(), 1);
    click(goroutines->view(), goroutines->model()->index(0, 1));
    QTRY_VERIFY(isSettled(*window));
    QVERIFY(window->windowTitle().startsWith(
        QStringLiteral("shown, goroutine %1 — ").arg(window->session()->selection().owner->id)));
    window->session()->selectThread(window->session()->threads()->front().tid);
    QVERIFY(window->windowTitle().startsWith(QStringLiteral("shown, thread ")));
    window->actions()->details->trigger();
    const auto *details = window->findChild<DetailsWindow *>();
    QVERIFY(details && details->windowTitle().startsWith(QLatin1String("shown, ")));
}

void TestContent::childrenAreToldApart_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QString>("begin");
    QTest::newRow("a field of the receiver") << "func:worker" << "w.ID = ";
    QTest::newRow("an argument") << "func:serve -label:order" << "tenant = \"tenant-";
    QTest::newRow("labels") << "label:order" << "ord-";
    QTest::newRow("one channel of a select") << "func:main.park" << "waits for 0x";
    QTest::newRow("the channel") << "func:blocked" << "waits for 0x";
}

void TestContent::childrenAreToldApart()
{
    QFETCH(const QString, filter);
    QFETCH(const QString, begin);
    const auto window = openWindow();
    QVERIFY(window);
    GoroutinePanel *goroutines = window->corePage()->panels()->goroutines();
    const GoroutineModel *model = goroutines->model();
    goroutines->setFilter(filter);
    QTRY_COMPARE(model->rowCount(), 1);
    const QModelIndex group = model->index(0, 0);
    clickSign(goroutines->view(), group);
    QTRY_VERIFY(goroutines->view()->isExpanded(group));
    const auto texts = [&] {
        QStringList list;
        for (int row = 0; row < model->rowCount(group); ++row) {
            const QModelIndex index = model->index(row, GoroutineModel::Where, group);
            if (index.data(GoroutineModel::KindRole).value<GoroutineModel::RowKind>()
                == GoroutineModel::RowKind::Goroutine)
                list.append(index.data().toString());
        }
        return list;
    };
    // What differs most is known once all rows in sight have been read.
    const auto areToldApart = [&] {
        const QStringList all = texts();
        return std::ranges::all_of(all, [&](const QString &text) { return text.startsWith(begin); })
            && QSet<QString>(all.begin(), all.end()).size() == all.size();
    };
    QTRY_VERIFY2(areToldApart(), qPrintable(texts().join(QLatin1Char('\n'))));
    QVERIFY(texts().size() >= 15);
}

void TestContent::nothingIsReadAtOpening()
{
    const auto window = openWindow();
    QVERIFY(window);
    QTest::qWait(300);
    GoroutinePanel *goroutines = window->corePage()->panels()->goroutines();
    QCOMPARE(goroutines->model()->distinction().count(), 0);
    // And of an open group only what is in sight, and two to compare it with.
    goroutines->setFilter(QStringLiteral("func:worker"));
    QTRY_COMPARE(goroutines->model()->rowCount(), 1);
    window->resize(1000, window->minimumHeight());
    clickSign(goroutines->view(), goroutines->model()->index(0, 0));
    QTRY_VERIFY(goroutines->model()->distinction().count() > 0);
    QTest::qWait(500);
    const int rows = goroutines->view()->viewport()->height() / goroutines->view()->sizeHintForRow(0);
    QVERIFY(goroutines->model()->distinction().count() <= rows + 3);
}

void TestContent::capturesAreNoCrashes()
{
    MainWindow window;
    window.resize(1440, 900);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    auto *model = window.findChild<CoreStoreModel *>();
    QTRY_VERIFY(model->isFilled());
    CoreStore store;
    StoredCore crash{.program = "pricing", .pid = 2, .signal = 6, .when = 1'700'000'000, .path = "/c/core.2"};
    StoredCore capture{.program = "pricing",
                       .pid = 3,
                       .isCapture = true,
                       .pauseSeconds = 0.012,
                       .when = 1'700'000'001,
                       .path = "/c/pricing.3.core"};
    store.cores = {capture, crash};
    model->update(std::move(store));
    QCOMPARE(model->captureCount(), 1);
    ListView *list = window.startPage()->crashList();
    QTRY_COMPARE(list->model()->rowCount(), 2);
    QCOMPARE(list->model()->index(0, 0).data(CoreStoreModel::SummaryRole).toString(),
             QStringLiteral("Captured while running, paused 12 ms"));
    QCOMPARE(list->model()->index(1, 0).data(CoreStoreModel::SummaryRole).toString(), QStringLiteral("SIGABRT"));
    // Their pictures differ too.
    const auto icon = [list](int row) {
        QRect place = list->visualRect(list->model()->index(row, 0));
        place.setWidth(place.height());
        return list->viewport()->grab(place).toImage();
    };
    QVERIFY(icon(0) != icon(1));
}

/// On two screens beside each other, as many have.
int main(int argc, char *argv[])
{
    const QTemporaryDir folder;
    QFile screens(folder.filePath(QStringLiteral("screens.json")));
    if (qEnvironmentVariable("QT_QPA_PLATFORM") == QLatin1String("offscreen") && screens.open(QIODevice::WriteOnly)) {
        screens.write(R"({"screens": [
            {"name": "left", "x": 0, "y": 0, "width": 1280, "height": 800,
             "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1},
            {"name": "right", "x": 1280, "y": 0, "width": 1280, "height": 800,
             "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}]})");
        screens.close();
        qputenv("QT_QPA_PLATFORM", "offscreen:configfile=" + screens.fileName().toUtf8());
    }
    QApplication application(argc, argv);
    TestContent test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_content.moc"
