// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "corefixture.h"
#include "gui/bottompanel.h"
#include "gui/corepage.h"
#include "gui/listview.h"
#include "gui/memorymenu.h"
#include "gui/memorypane.h"
#include "gui/memorysavedialog.h"
#include "gui/memorysavestrip.h"
#include "gui/memorysearchbar.h"
#include "gui/memoryview.h"
#include "gui/regionsview.h"
#include "gui/variablepanel.h"
#include "model/session.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Freezeframe;

/// The memory page over the bundled sample, by mouse and by keys.
class TestMemoryPane : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void beginsAtTheStack();
    void goesTo_data();
    void goesTo();
    void refuses_data();
    void refuses();
    void hostileAddresses_data();
    void hostileAddresses();
    void moves_data();
    void moves();
    void selectsByKeys();
    void selectsByMouse();
    void followsPointers();
    void namesPointers();
    void backAndForward();
    void copies_data();
    void copies();
    void copiesNotTooMuch();
    void formats_data();
    void formats();
    void widths();
    void searchesByKeys();
    void searchesWhatPointsHere();
    void cancelsASearch();
    void listsRegions();
    void saves();
    void savesOnlyWhatIsThere();
    void menus();
    void keysAreOwn();
    void anotherCore();
    void closesWhileSearching();

private:
    void goTo(const QString &text);
    [[nodiscard]] Address current() const { return m_view->current().value_or(Address()); }
    /// The bytes of the view are here.
    [[nodiscard]] bool isRead() const;
    [[nodiscard]] QToolButton *button(const QString &name) const;
    [[nodiscard]] QComboBox *box(const QString &name) const;
    void choose(const QString &boxName, const QString &item);
    [[nodiscard]] QStringList menuTexts() const;
    void chooseInMenu(const QString &text);

    CoreFixture m_fixture;
    std::unique_ptr<MainWindow> m_window;
    Session *m_session = nullptr;
    MemoryPane *m_pane = nullptr;
    MemoryView *m_view = nullptr;
};

void TestMemoryPane::initTestCase()
{
    if (goToolchains().isEmpty())
        QSKIP("no Go toolchain on this machine");
    const QString problem = m_fixture.prepare(QStringLiteral("sample"));
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
}

void TestMemoryPane::init()
{
    m_window = m_fixture.open();
    m_session = m_window->session();
    m_pane = m_window->corePage()->bottom()->memory();
    m_view = m_pane->view();
    QTRY_VERIFY_WITH_TIMEOUT(m_session->frame() && !m_session->isBusy(), 60'000);
    m_window->corePage()->bottom()->open(BottomPanel::Page::Memory);
    QTRY_VERIFY(m_view->current());
    m_view->setFocus();
    QTRY_VERIFY(isRead());
}

void TestMemoryPane::cleanup()
{
    m_window.reset();
}

bool TestMemoryPane::isRead() const
{
    return !m_session->isBusy();
}

QToolButton *TestMemoryPane::button(const QString &name) const
{
    for (auto *button : m_pane->findChildren<QToolButton *>()) {
        if (button->accessibleName().startsWith(name))
            return button;
    }
    return nullptr;
}

QComboBox *TestMemoryPane::box(const QString &name) const
{
    for (auto *box : m_pane->findChildren<QComboBox *>()) {
        if (box->accessibleName() == name)
            return box;
    }
    return nullptr;
}

void TestMemoryPane::choose(const QString &boxName, const QString &item)
{
    QComboBox *choices = box(boxName);
    const int index = choices->findText(item);
    QVERIFY2(index >= 0, qPrintable(item));
    choices->setCurrentIndex(index);
    Q_EMIT choices->activated(index);
}

void TestMemoryPane::goTo(const QString &text)
{
    QTest::keyClick(m_view, Qt::Key_L, Qt::ControlModifier);
    QLineEdit *line = box(QStringLiteral("Address"))->lineEdit();
    QVERIFY(line->hasFocus() || line->parentWidget()->hasFocus());
    line->setText(text);
    QTest::keyClick(line, Qt::Key_Return);
    QTRY_VERIFY(isRead());
}

QStringList TestMemoryPane::menuTexts() const
{
    QMenu menu;
    m_pane->menu()->fill(&menu);
    QStringList texts;
    for (const QAction *action : menu.actions())
        texts.append(QString(action->text()).remove(QLatin1Char('&')));
    return texts;
}

void TestMemoryPane::chooseInMenu(const QString &text)
{
    QMenu menu;
    m_pane->menu()->fill(&menu);
    for (QAction *action : menu.actions()) {
        if (QString(action->text()).remove(QLatin1Char('&')).startsWith(text)) {
            action->trigger();
            return;
        }
    }
    QFAIL(qPrintable(text));
}

void TestMemoryPane::beginsAtTheStack()
{
    QCOMPARE(current(), m_session->frame()->cfa);
    QVERIFY(!button(QStringLiteral("Back"))->isEnabled());
    QTRY_VERIFY2(m_pane->status().contains(QLatin1String("stack of goroutine")), qPrintable(m_pane->status()));
    QVERIFY2(m_pane->status().contains(QLatin1String("rw-, in the core")), qPrintable(m_pane->status()));
}

void TestMemoryPane::goesTo_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("says");
    QTest::newRow("string") << "key" << "string, 14.0 B";
    QTest::newRow("pointer") << "c" << "*orders-api/internal/cache.Cache, 40.0 B";
    QTest::newRow("field") << "c.mu" << "sync.Mutex";
    QTest::newRow("address of") << "&c" << "**orders-api/internal/cache.Cache";
    QTest::newRow("register") << "rsp" << "uint64";
    QTest::newRow("package variable") << "os.Args" << "[]string";
    QTest::newRow("function") << "main.main" << "func";
}

void TestMemoryPane::goesTo()
{
    QFETCH(QString, text);
    QFETCH(QString, says);
    goTo(text);
    const QString address = QString::fromStdString(current().toString());
    QVERIFY2(m_pane->status().startsWith(text + QStringLiteral(" is at ") + address), qPrintable(m_pane->status()));
    QVERIFY2(m_pane->status().contains(says.section(QLatin1Char(','), 0, 0)), qPrintable(m_pane->status()));
    QVERIFY(m_view->hasFocus());
    QCOMPARE(box(QStringLiteral("Address"))->currentText(), text);
    QCOMPARE(box(QStringLiteral("Address"))->itemText(0), text); // its history
    QVERIFY(!m_view->cellRect(current()).isNull());
}

void TestMemoryPane::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("says");
    QTest::newRow("nobody") << "nobody" << "nobody";
    QTest::newRow("nil") << "e" << "nil";
    QTest::newRow("too long") << "0x10000000000000000" << "64 bits";
    QTest::newRow("no expression") << "c." << QString();
    QTest::newRow("no address") << "1.5" << "no address";
}

void TestMemoryPane::refuses()
{
    QFETCH(QString, text);
    QFETCH(QString, says);
    const Address before = current();
    goTo(text);
    QCOMPARE(current(), before);
    QVERIFY(!m_pane->status().isEmpty());
    QVERIFY2(m_pane->status().contains(says), qPrintable(m_pane->status()));
    QVERIFY(!m_pane->status().contains(QLatin1Char('\n')));
    QCOMPARE(box(QStringLiteral("Address"))->currentText(), text); // to be mended
}

void TestMemoryPane::hostileAddresses_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"0x0", "0x1", "0xffffffffffffffff", "0xfffffffffffffff8", "0x7fffffffffffffff",
                             "0x800000000000", "0x8000000000000000"})
        QTest::newRow(text) << QString::fromLatin1(text);
}

/// Where the process had nothing, one can go, move and come back.
void TestMemoryPane::hostileAddresses()
{
    QFETCH(QString, text);
    goTo(text);
    QCOMPARE(current().value, text.toULongLong(nullptr, 16));
    QTRY_VERIFY2(m_pane->status().contains(QLatin1String("unmapped")), qPrintable(m_pane->status()));
    QVERIFY(!m_view->cellRect(current()).isNull());
    for (const int key : {Qt::Key_Left, Qt::Key_Right, Qt::Key_Up, Qt::Key_Down, Qt::Key_PageUp, Qt::Key_PageDown,
                          Qt::Key_Home, Qt::Key_End, Qt::Key_Return}) {
        QTest::keyClick(m_view, Qt::Key(key));
        QTest::keyClick(m_view, Qt::Key(key), Qt::ShiftModifier);
        QTest::keyClick(m_view, Qt::Key(key), Qt::ControlModifier);
        QVERIFY(m_view->current());
        (void)menuTexts();
    }
    m_view->select({0}, {UINT64_MAX});
    QTest::keyClick(m_view, Qt::Key_C, Qt::ControlModifier);
    QTRY_VERIFY2(m_pane->status().contains(QLatin1String("at most")), qPrintable(m_pane->status()));
}

void TestMemoryPane::moves_data()
{
    QTest::addColumn<int>("key");
    QTest::addColumn<int>("modifiers");
    QTest::addColumn<qint64>("by"); // bytes, of rows of 1 where that is told
    QTest::addColumn<bool>("areRows");
    QTest::newRow("left") << int(Qt::Key_Left) << 0 << qint64(-1) << false;
    QTest::newRow("right") << int(Qt::Key_Right) << 0 << qint64(1) << false;
    QTest::newRow("up") << int(Qt::Key_Up) << 0 << qint64(-1) << true;
    QTest::newRow("down") << int(Qt::Key_Down) << 0 << qint64(1) << true;
}

void TestMemoryPane::moves()
{
    QFETCH(int, key);
    QFETCH(qint64, by);
    QFETCH(bool, areRows);
    goTo(QStringLiteral("c"));
    const Address before = current();
    QTest::keyClick(m_view, Qt::Key(key));
    QCOMPARE(qint64(current() - before), areRows ? by * qint64(m_view->rows().bytesPerRow()) : by);
    // Many steps: it stays in sight.
    for (int i = 0; i < 200; ++i)
        QTest::keyClick(m_view, Qt::Key(key));
    QVERIFY(!m_view->cellRect(current()).isNull());
}

void TestMemoryPane::selectsByKeys()
{
    goTo(QStringLiteral("key"));
    const Address begin = current();
    for (int i = 0; i < 13; ++i)
        QTest::keyClick(m_view, Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(m_view->selection(), std::optional(std::pair(begin, begin + 13)));
    QVERIFY2(m_pane->status().contains(QLatin1String("14 bytes selected")), qPrintable(m_pane->status()));
    QTest::keyClick(m_view, Qt::Key_A, Qt::ControlModifier);
    const auto all = m_view->rows().stretchAt(begin);
    QCOMPARE(m_view->selection(), std::optional(std::pair(all.first, all.last)));
}

void TestMemoryPane::selectsByMouse()
{
    goTo(QStringLiteral("key"));
    const Address begin = current();
    const QPoint from = m_view->cellRect(begin).center();
    const QPoint to = m_view->cellRect(begin + 7).center();
    QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, from);
    QTest::mouseMove(m_view->viewport(), to);
    QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, to);
    QCOMPARE(m_view->selection(), std::optional(std::pair(begin, begin + 7)));
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, Qt::ShiftModifier, m_view->cellRect(begin + 3).center());
    QCOMPARE(m_view->selection(), std::optional(std::pair(begin, begin + 3)));
    // A right click in it leaves it.
    QTest::mousePress(m_view->viewport(), Qt::RightButton, {}, m_view->cellRect(begin + 1).center());
    QCOMPARE(m_view->selection(), std::optional(std::pair(begin, begin + 3)));
}

void TestMemoryPane::followsPointers()
{
    goTo(QStringLiteral("c"));
    const Address cache = current();
    goTo(QStringLiteral("&c"));
    const Address variable = current();
    QCOMPARE(m_view->pointerAt(variable), std::optional(cache));
    QTest::keyClick(m_view, Qt::Key_Return);
    QCOMPARE(current(), cache);
    // As a link of 8 bytes, by a click.
    goTo(QStringLiteral("&c"));
    choose(QStringLiteral("Word Size"), QStringLiteral("8 bytes"));
    QTRY_VERIFY(isRead());
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, m_view->cellRect(variable).center());
    QCOMPARE(current(), cache);
    // By a double click on a byte of it.
    choose(QStringLiteral("Word Size"), QStringLiteral("1 byte"));
    goTo(QStringLiteral("&c"));
    QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, m_view->cellRect(variable + 2).center());
    QCOMPARE(current(), cache);
    chooseInMenu(QStringLiteral("Select Its Heap Object"));
    QCOMPARE(m_view->selection(), std::optional(std::pair(cache, cache + 47))); // 40 bytes in a size class of 48
}

void TestMemoryPane::namesPointers()
{
    goTo(QStringLiteral("&c"));
    QTest::keyClick(m_view, Qt::Key_Right); // away from what was said about the expression
    QTRY_VERIFY2(m_pane->status().contains(QLatin1String("Go heap, 48 bytes")), qPrintable(m_pane->status()));
    goTo(QStringLiteral("&key"));
    QTest::keyClick(m_view, Qt::Key_Right);
    QTest::keyClick(m_view, Qt::Key_Left);
    QTRY_VERIFY2(m_pane->status().contains(QLatin1String("\"ord-")), qPrintable(m_pane->status()));
    choose(QStringLiteral("Format"), QStringLiteral("Pointers"));
    QCOMPARE(m_view->rows().bytesPerRow(), uint64_t(8));
    QVERIFY(!box(QStringLiteral("Word Size"))->isEnabled());
    goTo(QStringLiteral("main.main"));
    QTest::keyClick(m_view, Qt::Key_Down);
    QTRY_VERIFY2(m_pane->status().contains(QLatin1String("main.main")), qPrintable(m_pane->status()));
    QVERIFY2(m_pane->status().contains(QLatin1String("r-x, from its file")), qPrintable(m_pane->status()));
}

void TestMemoryPane::backAndForward()
{
    const Address first = current();
    goTo(QStringLiteral("c"));
    const Address second = current();
    goTo(QStringLiteral("key"));
    const Address third = current();
    QTest::keyClick(m_view, Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(current(), second);
    QTest::mouseClick(m_view->viewport(), Qt::BackButton, {}, m_view->viewport()->rect().center());
    QCOMPARE(current(), first);
    QVERIFY(!button(QStringLiteral("Back"))->isEnabled());
    QTest::keyClick(m_view, Qt::Key_Right, Qt::AltModifier);
    QCOMPARE(current(), second);
    QTest::mouseClick(button(QStringLiteral("Forward")), Qt::LeftButton);
    QCOMPARE(current(), third);
    QVERIFY(!button(QStringLiteral("Forward"))->isEnabled());
    QTest::keyClick(m_view, Qt::Key_Backspace);
    QCOMPARE(current(), second);
    // The window's own history is another one.
    QVERIFY(m_session->isAtCrash());
}

void TestMemoryPane::copies_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("begin");
    QTest::newRow("hex") << "Copy Bytes" << "6f 72 64 2d ";
    QTest::newRow("text") << "Copy as Text" << "ord-";
    QTest::newRow("dump") << "Copy as Hex Dump" << "0000";
    QTest::newRow("Go") << "Copy as Go []byte" << "[]byte{\n\t0x6f, 0x72, 0x64, 0x2d,";
    QTest::newRow("Go string") << "Copy as Go String" << "\"ord-";
    QTest::newRow("C") << "Copy as C Array" << "const unsigned char bytes[14] = {\n    0x6f, 0x72,";
    QTest::newRow("address") << "Copy Address" << "0x";
}

void TestMemoryPane::copies()
{
    QFETCH(QString, action);
    QFETCH(QString, begin);
    goTo(QStringLiteral("key"));
    m_view->select(current(), current() + 13);
    QApplication::clipboard()->clear();
    chooseInMenu(action);
    QTRY_VERIFY(!QApplication::clipboard()->text().isEmpty());
    QVERIFY2(QApplication::clipboard()->text().startsWith(begin), qPrintable(QApplication::clipboard()->text()));
}

void TestMemoryPane::copiesNotTooMuch()
{
    QApplication::clipboard()->setText(QStringLiteral("before"));
    m_view->select({0x100}, {0x100 + (1 << 20)});
    QTest::keyClick(m_view, Qt::Key_C, Qt::ControlModifier);
    QTRY_VERIFY2(m_pane->status().contains(QLatin1String("save the selection")), qPrintable(m_pane->status()));
    // As code nothing is copied in part.
    m_view->select({0x100}, {0x110});
    chooseInMenu(QStringLiteral("Copy as Go []byte"));
    QTRY_VERIFY2(m_pane->status().contains(QLatin1String("0x100")), qPrintable(m_pane->status()));
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("before"));
}

void TestMemoryPane::formats_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QList<unsigned>>("sizes"); // of words, where 1, 2, 4, 8 bytes are asked for
    QTest::newRow("hex") << QStringLiteral("Hex") << QList<unsigned>{1, 2, 4, 8};
    QTest::newRow("signed") << QStringLiteral("Signed") << QList<unsigned>{1, 2, 4, 8};
    QTest::newRow("unsigned") << QStringLiteral("Unsigned") << QList<unsigned>{1, 2, 4, 8};
    QTest::newRow("float") << QStringLiteral("Float") << QList<unsigned>{4, 4, 4, 8};
    QTest::newRow("pointers") << QStringLiteral("Pointers") << QList<unsigned>{8, 8, 8, 8};
}

/// Whatever the format, the current byte stays where it is, and its cell is in sight and inside the view.
void TestMemoryPane::formats()
{
    QFETCH(QString, kind);
    QFETCH(QList<unsigned>, sizes);
    const QStringList asked{QStringLiteral("1 byte"), QStringLiteral("2 bytes"), QStringLiteral("4 bytes"),
                            QStringLiteral("8 bytes")};
    for (qsizetype i = 0; i < asked.size(); ++i) {
        const unsigned bytes = sizes.at(i);
        goTo(QStringLiteral("c"));
        const Address before = current();
        choose(QStringLiteral("Format"), QStringLiteral("Hex"));
        choose(QStringLiteral("Word Size"), asked.at(i));
        choose(QStringLiteral("Format"), kind);
        QCOMPARE(m_view->format().wordSize(), bytes);
        QCOMPARE(current(), before);
        QTRY_VERIFY(isRead());
        const QRect cell = m_view->cellRect(before);
        QVERIFY(!cell.isNull());
        QVERIFY(m_view->viewport()->rect().contains(cell));
        const Address left = before - 1;
        QTest::keyClick(m_view, Qt::Key_Left);
        QCOMPARE(current(), left - left.value % bytes);
        QCOMPARE(button(QStringLiteral("Order"))->isEnabled(), bytes > 1 && kind != QLatin1String("Pointers"));
        if (!button(QStringLiteral("Order"))->isEnabled())
            continue;
        button(QStringLiteral("Order"))->click();
        QVERIFY(m_view->format().isBigEndian());
        button(QStringLiteral("Order"))->click();
        QVERIFY(!m_view->format().isBigEndian());
    }
}

void TestMemoryPane::widths()
{
    QList<uint64_t> bytes;
    for (const int width : {960, 1200, 1440, 2200}) {
        m_window->resize(width, 900);
        QTRY_COMPARE(m_window->width(), width);
        QTest::qWait(20);
        bytes.append(m_view->rows().bytesPerRow());
        QVERIFY(!m_view->cellRect(current()).isNull());
        const auto row = m_view->rows().row(m_view->rows().rowOf(current()));
        QVERIFY(m_view->viewport()->rect().contains(m_view->cellRect(row.last)));
    }
    QVERIFY(std::ranges::is_sorted(bytes));
    QVERIFY(bytes.last() > bytes.first());
}

void TestMemoryPane::searchesByKeys()
{
    QTest::keyClick(m_view, Qt::Key_F, Qt::ControlModifier);
    MemorySearchBar *bar = m_pane->searchBar();
    QVERIFY(bar->isVisible());
    auto *line = bar->findChild<QLineEdit *>();
    QVERIFY(line->hasFocus());
    QSignalSpy ended(m_pane->search(), &MemorySearchRun::ended);
    QTest::keyClicks(line, QStringLiteral("ord-000224"));
    QTest::keyClick(line, Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 30'000);
    const int count = m_pane->search()->matches()->rowCount();
    QVERIFY(count > 1);
    QVERIFY2(bar->sentence().startsWith(QString::number(count) + QStringLiteral(" matches in ")),
             qPrintable(bar->sentence()));
    QVERIFY(m_pane->matches()->isVisible());
    goTo(QStringLiteral("0x0"));
    for (int match = 0; match < count; ++match) {
        QTest::keyClick(m_view, Qt::Key_F3);
        QCOMPARE(current(), m_pane->search()->matches()->address(match));
        QVERIFY(!m_view->cellRect(current()).isNull());
    }
    QTest::keyClick(m_view, Qt::Key_F3);
    QCOMPARE(current(), m_pane->search()->matches()->address(0));
    QVERIFY2(m_pane->status().contains(QLatin1String("first match again")), qPrintable(m_pane->status()));
    QTest::keyClick(m_view, Qt::Key_F3, Qt::ShiftModifier);
    QCOMPARE(current(), m_pane->search()->matches()->address(count - 1));
    // A row of the list leads there, too.
    const QModelIndex second = m_pane->matches()->model()->index(1, 0);
    QTest::mouseClick(m_pane->matches()->viewport(), Qt::LeftButton, {},
                      m_pane->matches()->visualRect(second).center());
    QCOMPARE(current(), m_pane->search()->matches()->address(1));
    QTest::keyClick(line, Qt::Key_Escape);
    QVERIFY(!bar->isVisible());
    QVERIFY(m_view->hasFocus());
}

void TestMemoryPane::searchesWhatPointsHere()
{
    goTo(QStringLiteral("c"));
    const Address cache = current();
    goTo(QStringLiteral("&c"));
    const Address variable = current();
    QSignalSpy ended(m_pane->search(), &MemorySearchRun::ended);
    Q_EMIT m_window->findChild<VariablePanel *>()->searchPointers(cache);
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 30'000);
    QStringList found;
    bool isFound = false;
    for (int row = 0; row < m_pane->search()->matches()->rowCount(); ++row)
        isFound = isFound || m_pane->search()->matches()->address(row) == variable;
    QVERIFY(isFound);
    QCOMPARE(m_pane->matches()->model()->headerData(1, Qt::Horizontal).toString(), QStringLiteral("Value"));
    // From the menu of the bytes.
    m_view->goTo(cache);
    chooseInMenu(QStringLiteral("Find What Points Here"));
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 2, 30'000);
}

void TestMemoryPane::cancelsASearch()
{
    m_pane->searchBar()->search(MemorySearchRun::Kind::Text, QStringLiteral("nowhere to be found at all"));
    QVERIFY(m_pane->search()->isRunning());
    m_pane->search()->cancel();
    QVERIFY2(m_pane->searchBar()->sentence().contains(QLatin1String("stopped")),
             qPrintable(m_pane->searchBar()->sentence()));
    QTRY_VERIFY(isRead());
    m_pane->searchBar()->search(MemorySearchRun::Kind::Bytes, QStringLiteral("4"));
    QTRY_VERIFY2(m_pane->searchBar()->sentence().contains(QLatin1String("hexadecimal")),
                 qPrintable(m_pane->searchBar()->sentence()));
}

void TestMemoryPane::listsRegions()
{
    QTest::mouseClick(button(QStringLiteral("List of Regions")), Qt::LeftButton);
    ListView *list = m_pane->regions()->list();
    QTRY_VERIFY(list->isVisible());
    QTest::qWait(50); // the splitter gives it its room
    const int all = list->model()->rowCount();
    QVERIFY(all > 5);
    m_pane->regions()->setFilter(QStringLiteral("go heap"));
    QVERIFY(list->model()->rowCount() > 0 && list->model()->rowCount() < all);
    const QModelIndex index = list->model()->index(0, 0);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(index).center());
    QCOMPARE(QString::fromStdString(current().toString()), index.data().toString());
    m_pane->regions()->setFilter({});
    for (int row = 0; row < list->model()->rowCount(); ++row) { // each leads somewhere
        list->setCurrentIndex(list->model()->index(row, 0));
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(QString::fromStdString(current().toString()), list->model()->index(row, 0).data().toString());
        QVERIFY(!m_view->cellRect(current()).isNull());
        const QString word = list->model()->index(row, 3).data().toString();
        QTRY_VERIFY2(m_pane->status().contains(word), qPrintable(m_pane->status() + QLatin1String(" / ") + word));
    }
    QTest::keyClick(list, Qt::Key_Escape);
    QVERIFY(m_view->hasFocus());
}

void TestMemoryPane::saves()
{
    QTemporaryDir folder;
    goTo(QStringLiteral("key"));
    m_view->select(current(), current() + 13);
    button(QStringLiteral("Save Memory"))->click();
    auto *dialog = m_pane->findChild<MemorySaveDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    const auto wanted = dialog->wanted();
    QVERIFY2(wanted, wanted ? "" : wanted.error().message.c_str());
    QCOMPARE(wanted->start, m_view->selection()->first);
    QCOMPARE(wanted->size, quint64(14));
    dialog->setPath(folder.filePath(QStringLiteral("key.bin")));
    QSignalSpy saved(m_pane->saving()->save(), &MemorySave::saved);
    dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Save)->click();
    QTRY_COMPARE(saved.size(), 1);
    QVERIFY(fileContent(folder.filePath(QStringLiteral("key.bin"))).startsWith("ord-"));
    QVERIFY2(m_pane->status().contains(QLatin1String("saved in")), qPrintable(m_pane->status()));
}

void TestMemoryPane::savesOnlyWhatIsThere()
{
    QTemporaryDir folder;
    MemorySaveDialog dialog(m_pane->saving()->save(), {0x1000}, 0, m_pane);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    QVERIFY(!dialog.wanted());
    QPushButton *save = dialog.findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Save);
    QVERIFY(!save->isEnabled());
    const QList<QLineEdit *> lines = dialog.findChildren<QLineEdit *>();
    for (const auto &[text, size] : {std::pair("4096", 4096ULL),
                                     {"0x10", 16ULL},
                                     {"4 KiB", 4096ULL},
                                     {"2M", 2ULL << 20},
                                     {"1,024", 1024ULL},
                                     {"18446744073709551615", 0ULL},
                                     {"-1", 0ULL},
                                     {"x", 0ULL},
                                     {"99999999999999G", 0ULL},
                                     {"0", 0ULL}}) {
        lines.at(1)->setText(QString::fromLatin1(text));
        const auto wanted = dialog.wanted();
        QCOMPARE(wanted ? wanted->size : 0, size);
        QCOMPARE(save->isEnabled(), size > 0);
    }
    const QString path = folder.filePath(QStringLiteral("none.bin"));
    QSignalSpy failed(m_pane->saving()->save(), &MemorySave::failed);
    m_pane->saving()->save()->start({.path = path, .start = {0x1000}, .size = 16, .fillsMissing = false});
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(!QFileInfo::exists(path));
    QVERIFY2(m_pane->status().contains(QLatin1String("0x1000")), qPrintable(m_pane->status()));
}

void TestMemoryPane::menus()
{
    goTo(QStringLiteral("&c"));
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, m_view->cellRect(current()).center());
    const QStringList texts = menuTexts();
    for (const QString &text : {QStringLiteral("Find What Points Here"), QStringLiteral("Copy as Go []byte"),
                                QStringLiteral("Save the Selection…"), QStringLiteral("Select Its Region")})
        QVERIFY2(texts.contains(text), qPrintable(texts.join(QLatin1Char(','))));
    QVERIFY(texts.first().startsWith(QLatin1String("Follow to 0x")));
    // It opens at the place of the current byte by the menu key, and by a right click.
    for (const auto reason : {QContextMenuEvent::Keyboard, QContextMenuEvent::Mouse}) {
        QContextMenuEvent event(reason, QPoint(20, 20), m_view->viewport()->mapToGlobal(QPoint(20, 20)));
        QApplication::sendEvent(m_view->viewport(), &event);
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        menu->close();
        QTest::qWait(10);
    }
}

/// Keys that the window has, too, are about memory in here.
void TestMemoryPane::keysAreOwn()
{
    const Selection before = m_session->selection();
    goTo(QStringLiteral("c"));
    const auto press = [this](QWidget *widget, int key, Qt::KeyboardModifiers modifiers = {}) {
        widget->setFocus();
        QTest::keyClick(m_window->windowHandle(), Qt::Key(key), modifiers);
    };
    press(m_view, Qt::Key_Home);
    QCOMPARE(current().value % m_view->rows().bytesPerRow(), uint64_t(0));
    press(m_view, Qt::Key_F, Qt::ControlModifier);
    QVERIFY(m_pane->searchBar()->isVisible());
    // From the search's own line.
    auto *line = m_pane->searchBar()->findChild<QLineEdit *>();
    press(line, Qt::Key_L, Qt::ControlModifier);
    QVERIFY(!line->hasFocus());
    press(m_view, Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(m_session->selection().frame, before.frame);
    QSignalSpy left(m_pane, &MemoryPane::left);
    press(m_view, Qt::Key_Escape);
    QCOMPARE(left.size(), 1);
}

void TestMemoryPane::anotherCore()
{
    m_pane->searchBar()->search(MemorySearchRun::Kind::Text, QStringLiteral("nowhere to be found at all"));
    m_window->open(m_fixture.options());
    QVERIFY(!m_view->current());
    QVERIFY(!m_pane->search()->isRunning());
    QVERIFY(!button(QStringLiteral("Back"))->isEnabled());
    QTRY_VERIFY_WITH_TIMEOUT(m_session->frame() && !m_session->isBusy(), 60'000);
    m_window->corePage()->bottom()->showMemory(m_session->frame()->pc);
    QTRY_COMPARE(current(), m_session->frame()->pc);
}

void TestMemoryPane::closesWhileSearching()
{
    m_pane->searchBar()->search(MemorySearchRun::Kind::Text, QStringLiteral("nowhere to be found at all"));
    QVERIFY(m_pane->search()->isRunning());
    m_window->close();
    m_window.reset();
    m_view = nullptr;
}

QTEST_MAIN(TestMemoryPane)
#include "tst_memorypane.moc"
