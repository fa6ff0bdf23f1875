// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/bottompanel.h"
#include "gui/commandswindow.h"
#include "gui/corepage.h"
#include "gui/detailswindow.h"
#include "gui/goroutinepanel.h"
#include "gui/gotobox.h"
#include "gui/listexport.h"
#include "gui/listview.h"
#include "gui/panelarea.h"
#include "gui/stackpanel.h"
#include "gui/startpage.h"
#include "gui/windowactions.h"
#include "model/goroutinemodel.h"
#include "model/recentcores.h"
#include "model/session.h"
#include "tests/gui/corefixture.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QCompleter>
#include <QFileDialog>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPointer>
#include <QSignalSpy>
#include <QTest>

using namespace Freezeframe;

/// Every list of the window, whatever it shows: its rows can be chosen, copied in each format, and saved.
class TestLists : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void everyListCopies();
    void startPageCopies();
    void menuOffersFormats_data();
    void menuOffersFormats();
    void severalRows();
    void searchCopies();
    void savesByMenu();
    void savesTraceback();

private:
    /// Lists that people have before them: not the pop-ups of words to choose while one types.
    [[nodiscard]] static QList<QAbstractItemView *> lists();
    [[nodiscard]] static QString nameOf(const QAbstractItemView *list);
    [[nodiscard]] static QMenu *openMenu(QAbstractItemView *list);
    [[nodiscard]] static QAction *find(const QMenu *menu, const QString &text);
    /// What is wrong with copying from it, or nothing.
    [[nodiscard]] static QString problemOf(QAbstractItemView *list);
    [[nodiscard]] ListView *goroutines() const { return m_window->corePage()->panels()->goroutines()->view(); }

    CoreFixture m_fixture;
    QTemporaryDir m_folder;
    std::unique_ptr<MainWindow> m_window;
};

void TestLists::initTestCase()
{
    const QString problem = m_fixture.prepare(QStringLiteral("sample"));
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    m_window = m_fixture.open();
    m_window->resize(1440, 900);
    m_window->show();
    QTRY_VERIFY_WITH_TIMEOUT(m_window->session()->isOpen() && !m_window->session()->isBusy(), 30'000);
    QTRY_VERIFY(goroutines()->model()->rowCount() > 2);
}

void TestLists::cleanupTestCase()
{
    m_window.reset();
}

QList<QAbstractItemView *> TestLists::lists()
{
    QList<QAbstractItemView *> lists;
    const auto isPopup = [](const QWidget *widget) {
        return widget->window()->windowFlags().testFlag(Qt::Popup) || widget->windowFlags().testFlag(Qt::ToolTip);
    };
    for (QWidget *window : QApplication::topLevelWidgets()) {
        for (auto *list : window->findChildren<QAbstractItemView *>()) {
            // Nor the header of a list, which Qt counts as one.
            if (!qobject_cast<QHeaderView *>(list) && !isPopup(list) && !qobject_cast<QFileDialog *>(list->window()))
                lists.append(list);
        }
    }
    return lists;
}

QString TestLists::nameOf(const QAbstractItemView *list)
{
    const QString name
        = list->accessibleName().isEmpty() ? QLatin1String(list->metaObject()->className()) : list->accessibleName();
    return QStringLiteral("%1 in %2").arg(name, QLatin1String(list->window()->metaObject()->className()));
}

QMenu *TestLists::openMenu(QAbstractItemView *list)
{
    QContextMenuEvent event(QContextMenuEvent::Keyboard, {}, list->mapToGlobal(QPoint()));
    QApplication::sendEvent(list->viewport(), &event);
    QPointer<QMenu> menu;
    (void)QTest::qWaitFor([&menu] {
        menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        return menu != nullptr;
    });
    return menu;
}

QAction *TestLists::find(const QMenu *menu, const QString &text)
{
    for (QAction *action : menu->actions()) {
        if (action->text().section(QLatin1Char('\t'), 0, 0).remove(QLatin1Char('&')) == text)
            return action;
    }
    return nullptr;
}

QString TestLists::problemOf(QAbstractItemView *list)
{
    if (!list->model() || list->model()->rowCount(list->rootIndex()) == 0)
        return {};
    if (!list->currentIndex().isValid())
        list->setCurrentIndex(list->model()->index(0, 0, list->rootIndex()));
    QPointer<QMenu> menu = openMenu(list);
    if (!menu)
        return QStringLiteral("no menu");
    QString problem;
    for (const char *entry : {"Copy", "Copy As", "Copy All As", "Export…"}) {
        if (!find(menu, QString::fromUtf8(entry)))
            problem += QStringLiteral("no “%1”; ").arg(QString::fromUtf8(entry));
    }
    menu->close();
    QApplication::clipboard()->clear();
    QTest::keySequence(list, QKeySequence::Copy);
    const QString copied = QApplication::clipboard()->text();
    const QModelIndex current = list->currentIndex();
    bool hasText = false;
    for (int column = 0; column < list->model()->columnCount(current.parent()); ++column) {
        const QString cell = current.siblingAtColumn(column).data().toString();
        hasText = hasText || (!cell.isEmpty() && copied.contains(cell));
    }
    if (copied.isEmpty() || !hasText)
        problem += QStringLiteral("Ctrl+C copies “%1”").arg(copied);
    return problem;
}

void TestLists::everyListCopies()
{
    auto *bottom = m_window->corePage()->bottom();
    for (int page = 0; page < BottomPanel::pageCount; ++page) {
        bottom->open(BottomPanel::Page(page));
        QTest::qWait(20);
    }
    bottom->showMemory(m_window->session()->frame()->cfa);
    auto *details = new DetailsWindow(m_window->session(), m_window.get());
    details->show();
    auto *commands = new CommandsWindow(true, m_window.get());
    commands->show();
    m_window->actions()->capture->trigger();
    m_window->actions()->doctor->trigger();
    m_window->actions()->runProgram->trigger();
    const auto filled = [] {
        QStringList names;
        for (const QAbstractItemView *list : lists()) {
            if (list->model() && list->model()->rowCount() > 0)
                names.append(list->accessibleName());
        }
        return names;
    };
    // All that this test is about are there, and most of them filled.
    const QStringList expected{QStringLiteral("Goroutines"),
                               QStringLiteral("Stack"),
                               QStringLiteral("Variables"),
                               QStringLiteral("Threads"),
                               QStringLiteral("Registers"),
                               QStringLiteral("Modules"),
                               QStringLiteral("Stacks of All Goroutines"),
                               QStringLiteral("Details"),
                               QStringLiteral("Commands"),
                               QStringLiteral("Processes"),
                               QStringLiteral("Checks")};
    const auto missing = [&] {
        QStringList all = expected;
        const QStringList there = filled();
        all.removeIf([&there](const QString &name) { return there.contains(name); });
        return all.join(QLatin1String(", "));
    };
    QVERIFY2(QTest::qWaitFor([&] { return missing().isEmpty(); }, 20'000), qPrintable(missing()));
    QStringList problems;
    for (QAbstractItemView *list : lists()) {
        if (const QString problem = problemOf(list); !problem.isEmpty())
            problems.append(nameOf(list) + QLatin1String(": ") + problem);
    }
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(QLatin1Char('\n'))));
    for (QWidget *window : QApplication::topLevelWidgets()) {
        if (window != m_window.get() && window->isVisible())
            window->close();
    }
}

void TestLists::startPageCopies()
{
    RecentCores().add({.path = m_fixture.victim().core, .opened = QDateTime::currentDateTime()});
    MainWindow window;
    window.show();
    QVERIFY(window.startPage()->recentList()->model()->rowCount() > 0);
    QStringList problems;
    for (QAbstractItemView *list : window.findChildren<QAbstractItemView *>()) {
        const bool isListed = lists().contains(list);
        if (const QString problem = isListed ? problemOf(list) : QString(); !problem.isEmpty())
            problems.append(nameOf(list) + QLatin1String(": ") + problem);
    }
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(QLatin1Char('\n'))));
}

void TestLists::menuOffersFormats_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QString>("begins");
    QTest::newRow("text") << QStringLiteral("Text") << QStringLiteral("Goroutine\tState\t");
    QTest::newRow("Markdown") << QStringLiteral("Markdown") << QStringLiteral("| Goroutine | State |");
    QTest::newRow("JSON") << QStringLiteral("JSON") << QStringLiteral("[\n{\"Goroutine\":");
    QTest::newRow("CSV") << QStringLiteral("CSV") << QStringLiteral("Goroutine,State,");
    QTest::newRow("HTML") << QStringLiteral("HTML") << QStringLiteral("<!DOCTYPE html>");
}

void TestLists::menuOffersFormats()
{
    QFETCH(QString, format);
    QFETCH(QString, begins);
    goroutines()->setCurrentIndex(goroutines()->model()->index(0, 0));
    QSignalSpy ended(&goroutines()->exports(), &ListExport::ended);
    const QPointer<QMenu> menu = openMenu(goroutines());
    QVERIFY(menu);
    QAction *all = find(menu, QStringLiteral("Copy All As"));
    QVERIFY(all && all->menu());
    QAction *action = find(all->menu(), format);
    QVERIFY(action);
    QApplication::clipboard()->clear();
    action->trigger();
    menu->close();
    QTRY_COMPARE(ended.size(), 1);
    const QString text = QApplication::clipboard()->text();
    QVERIFY2(text.startsWith(begins), qPrintable(text.left(200)));
    const auto count = qsizetype(m_window->corePage()->panels()->goroutines()->model()->arrangement().rows.size());
    if (format == QLatin1String("JSON"))
        QCOMPARE(QJsonDocument::fromJson(text.toUtf8()).array().size(), count);
    else if (format == QLatin1String("CSV"))
        QCOMPARE(text.count(QLatin1String("\r\n")), count + 1);
    QCOMPARE(QApplication::clipboard()->mimeData()->hasHtml(), format == QLatin1String("HTML"));
}

void TestLists::severalRows()
{
    auto *bottom = m_window->corePage()->bottom();
    bottom->open(BottomPanel::Page::Threads);
    ListView *threads = nullptr;
    for (auto *list : m_window->findChildren<ListView *>()) {
        if (list->accessibleName() == QLatin1String("Threads"))
            threads = list;
    }
    QVERIFY(threads);
    QTRY_VERIFY(threads->isVisible() && threads->model()->rowCount() > 3);
    const auto place = [threads](int row) { return threads->visualRect(threads->model()->index(row, 0)).center(); };
    QTest::mouseClick(threads->viewport(), Qt::LeftButton, {}, place(0));
    QTRY_VERIFY(!m_window->session()->isBusy());
    QTest::qWait(20);
    const auto selection = m_window->session()->selection().owner;
    QTest::mouseClick(threads->viewport(), Qt::LeftButton, Qt::ShiftModifier, place(2));
    QCOMPARE(threads->selectionModel()->selectedRows().size(), 3);
    QTest::mouseClick(threads->viewport(), Qt::LeftButton, Qt::ControlModifier, place(1));
    QCOMPARE(threads->selectionModel()->selectedRows().size(), 2);
    // More to copy is no way to go anywhere.
    QCOMPARE(m_window->session()->selection().owner, selection);
    QTest::keySequence(threads, QKeySequence::Copy);
    const QStringList lines = QApplication::clipboard()->text().split(QLatin1Char('\n'));
    QCOMPARE(lines.size(), 2);
    QCOMPARE(lines.at(0).section(QLatin1Char('\t'), 0, 0), threads->model()->index(0, 0).data().toString());
    QCOMPARE(lines.at(1).section(QLatin1Char('\t'), 0, 0), threads->model()->index(2, 0).data().toString());
    QTest::mouseClick(threads->viewport(), Qt::RightButton, {}, place(2));
    QCOMPARE(threads->selectionModel()->selectedRows().size(), 2); // it is about both
    const QPointer<QMenu> menu = openMenu(threads);
    QVERIFY(menu);
    QVERIFY(find(menu, QStringLiteral("Copy 2 Rows")));
    QVERIFY(find(menu, QStringLiteral("Export Selection…")));
    menu->close();
    QTest::keySequence(threads, QKeySequence::SelectAll);
    QCOMPARE(threads->selectionModel()->selectedRows().size(), threads->model()->rowCount());
    QTest::mouseClick(threads->viewport(), Qt::LeftButton, {}, place(1));
    QCOMPARE(threads->selectionModel()->selectedRows().size(), 1);
}

/// Its list can't have the focus; what is typed on has.
void TestLists::searchCopies()
{
    m_window->activateWindow();
    auto *box = m_window->goToBox();
    box->setFocus();
    QTRY_VERIFY(box->hasFocus());
    QTest::keyClicks(box, QStringLiteral("goroutine 1"));
    auto *popup = box->findChild<ListView *>();
    QTRY_VERIFY(popup->isVisible() && popup->currentIndex().isValid());
    QApplication::clipboard()->clear();
    QTest::keySequence(box, QKeySequence::Copy);
    QCOMPARE(QApplication::clipboard()->text(), popup->currentIndex().data().toString());
    box->clear();
}

void TestLists::savesByMenu()
{
    QPointer<QMenu> menu = openMenu(goroutines());
    QVERIFY(menu);
    find(menu, QStringLiteral("Export…"))->trigger();
    menu->close();
    auto *dialog = goroutines()->findChild<QFileDialog *>();
    QVERIFY(dialog);
    QTRY_VERIFY(dialog->isVisible());
    QCOMPARE(dialog->defaultSuffix(), QLatin1String("csv"));
    const QString path = m_folder.filePath(QStringLiteral("by name.json"));
    auto *edit = dialog->findChild<QLineEdit *>();
    QVERIFY(edit);
    edit->setText(path);
    QSignalSpy ended(&goroutines()->exports(), &ListExport::ended);
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_COMPARE(ended.size(), 1);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonArray rows = QJsonDocument::fromJson(file.readAll()).array();
    QVERIFY(rows.size() > 2);
    QVERIFY(rows.at(0).toObject().value(QLatin1String("Goroutine")).isDouble());
    // Where nothing can be written, the list says so.
    goroutines()->exports().save(true, TableFormat::Csv, QStringLiteral("/proc/none/a.csv"));
    QTRY_COMPARE(ended.size(), 2);
    QVERIFY(!QFile::exists(QStringLiteral("/proc/none/a.csv")));
}

void TestLists::savesTraceback()
{
    const QString path = m_folder.filePath(QStringLiteral("goroutines.txt"));
    m_window->actions()->exportTraceback->trigger();
    auto *dialog = m_window->findChild<QFileDialog *>();
    QVERIFY(dialog);
    QTRY_VERIFY(dialog->isVisible());
    auto *edit = dialog->findChild<QLineEdit *>();
    edit->setText(path);
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_VERIFY(QFile::exists(path));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY(text.startsWith("panic: "));
    QVERIFY(text.count("\ngoroutine ") > 2);
    QVERIFY(text.contains("\nmain.main(...)\n"));
}

QTEST_MAIN(TestLists)
#include "tst_lists.moc"
