// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/bottompanel.h"
#include "gui/corepage.h"
#include "gui/listview.h"
#include "gui/matchesview.h"
#include "gui/memorypane.h"
#include "gui/memorysavedialog.h"
#include "gui/memorysavestrip.h"
#include "gui/memorysearchbar.h"
#include "gui/regionsview.h"
#include "gui/variablemenu.h"
#include "gui/variablepanel.h"
#include "model/session.h"
#include "tests/gui/memorypagefixture.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDialogButtonBox>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Freezeframe;

/// What is done with memory in its page: copied, searched, listed, saved.
class TestMemoryDeeds : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void copies_data();
    void copies();
    void copiesNotTooMuch();
    void searchesByKeys();
    void searchesWhatPointsHere();
    void cancelsASearch();
    void listsRegions();
    void saves();
    void savesOnlyWhatIsThere();
    void menus();
    void anotherCore();
    void closesWhileSearching();

private:
    MemoryPageFixture m_page;
};

void TestMemoryDeeds::initTestCase()
{
    if (goToolchains().isEmpty())
        QSKIP("no Go toolchain on this machine");
    const QString problem = m_page.prepare();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
}

void TestMemoryDeeds::init()
{
    QVERIFY(m_page.open());
}

void TestMemoryDeeds::cleanup()
{
    m_page.close();
}

void TestMemoryDeeds::copies_data()
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

void TestMemoryDeeds::copies()
{
    QFETCH(QString, action);
    QFETCH(QString, begin);
    m_page.goTo(QStringLiteral("key"));
    m_page.view()->select(m_page.current(), m_page.current() + 13);
    QApplication::clipboard()->clear();
    QVERIFY(m_page.chooseInMenu(action));
    QTRY_VERIFY(!QApplication::clipboard()->text().isEmpty());
    QVERIFY2(QApplication::clipboard()->text().startsWith(begin), qPrintable(QApplication::clipboard()->text()));
}

void TestMemoryDeeds::copiesNotTooMuch()
{
    QApplication::clipboard()->setText(QStringLiteral("before"));
    m_page.view()->select({0x100}, {0x100 + (1 << 20)});
    QTest::keyClick(m_page.view(), Qt::Key_C, Qt::ControlModifier);
    QTRY_VERIFY2(m_page.pane()->status().contains(QLatin1String("save the selection")),
                 qPrintable(m_page.pane()->status()));
    // As code nothing is copied in part.
    m_page.view()->select({0x100}, {0x110});
    QVERIFY(m_page.chooseInMenu(QStringLiteral("Copy as Go []byte")));
    QTRY_VERIFY2(m_page.pane()->status().contains(QLatin1String("0x100")), qPrintable(m_page.pane()->status()));
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("before"));
}

void TestMemoryDeeds::searchesByKeys()
{
    QTest::keyClick(m_page.view(), Qt::Key_F, Qt::ControlModifier);
    MemorySearchBar *bar = m_page.pane()->searchBar();
    QVERIFY(bar->isVisible());
    auto *line = bar->findChild<QLineEdit *>();
    QVERIFY(line->hasFocus());
    QSignalSpy ended(m_page.pane()->search(), &MemorySearchRun::ended);
    QTest::keyClicks(line, QStringLiteral("ord-000224"));
    QTest::keyClick(line, Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 30'000);
    const int count = m_page.pane()->search()->matches()->rowCount();
    QVERIFY(count > 1);
    QVERIFY2(bar->sentence().startsWith(QString::number(count) + QStringLiteral(" matches in ")),
             qPrintable(bar->sentence()));
    QVERIFY(m_page.pane()->matches()->isVisible());
    m_page.goTo(QStringLiteral("0x0"));
    for (int match = 0; match < count; ++match) {
        QTest::keyClick(m_page.view(), Qt::Key_F3);
        QCOMPARE(m_page.current(), m_page.pane()->search()->matches()->address(match));
        QVERIFY(!m_page.view()->cellRect(m_page.current()).isNull());
    }
    QTest::keyClick(m_page.view(), Qt::Key_F3);
    QCOMPARE(m_page.current(), m_page.pane()->search()->matches()->address(0));
    QVERIFY2(m_page.pane()->status().contains(QLatin1String("first match again")), qPrintable(m_page.pane()->status()));
    QTest::keyClick(m_page.view(), Qt::Key_F3, Qt::ShiftModifier);
    QCOMPARE(m_page.current(), m_page.pane()->search()->matches()->address(count - 1));
    // A row of the list leads there, too.
    const QModelIndex second = m_page.pane()->matches()->model()->index(1, 0);
    QTest::mouseClick(m_page.pane()->matches()->viewport(), Qt::LeftButton, {},
                      m_page.pane()->matches()->visualRect(second).center());
    QCOMPARE(m_page.current(), m_page.pane()->search()->matches()->address(1));
    QTest::keyClick(line, Qt::Key_Escape);
    QVERIFY(!bar->isVisible());
    QVERIFY(m_page.view()->hasFocus());
}

void TestMemoryDeeds::searchesWhatPointsHere()
{
    m_page.goTo(QStringLiteral("c"));
    const Address cache = m_page.current();
    m_page.goTo(QStringLiteral("&c"));
    const Address variable = m_page.current();
    QSignalSpy ended(m_page.pane()->search(), &MemorySearchRun::ended);
    Q_EMIT m_page.window()->findChild<VariablePanel *>()->menu()->searchPointers(cache);
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 30'000);
    QStringList found;
    bool isFound = false;
    for (int row = 0; row < m_page.pane()->search()->matches()->rowCount(); ++row)
        isFound = isFound || m_page.pane()->search()->matches()->address(row) == variable;
    QVERIFY(isFound);
    QCOMPARE(m_page.pane()->matches()->model()->headerData(1, Qt::Horizontal).toString(), QStringLiteral("Value"));
    // From the menu of the bytes.
    m_page.view()->goTo(cache);
    QVERIFY(m_page.chooseInMenu(QStringLiteral("Find What Points Here")));
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 2, 30'000);
}

void TestMemoryDeeds::cancelsASearch()
{
    m_page.pane()->searchBar()->search(MemorySearchRun::Kind::Text, QStringLiteral("nowhere to be found at all"));
    QVERIFY(m_page.pane()->search()->isRunning());
    m_page.pane()->search()->cancel();
    QVERIFY2(m_page.pane()->searchBar()->sentence().contains(QLatin1String("stopped")),
             qPrintable(m_page.pane()->searchBar()->sentence()));
    QTRY_VERIFY(m_page.isRead());
    m_page.pane()->searchBar()->search(MemorySearchRun::Kind::Bytes, QStringLiteral("4"));
    QTRY_VERIFY2(m_page.pane()->searchBar()->sentence().contains(QLatin1String("hexadecimal")),
                 qPrintable(m_page.pane()->searchBar()->sentence()));
}

void TestMemoryDeeds::listsRegions()
{
    QTest::mouseClick(m_page.button(QStringLiteral("List of Regions")), Qt::LeftButton);
    ListView *list = m_page.pane()->regions()->list();
    QTRY_VERIFY(list->isVisible());
    QTest::qWait(50); // the splitter gives it its room
    const int all = list->model()->rowCount();
    QVERIFY(all > 5);
    m_page.pane()->regions()->setFilter(QStringLiteral("go heap"));
    QVERIFY(list->model()->rowCount() > 0 && list->model()->rowCount() < all);
    const QModelIndex index = list->model()->index(0, 0);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(index).center());
    QCOMPARE(QString::fromStdString(m_page.current().toString()), index.data().toString());
    m_page.pane()->regions()->setFilter({});
    for (int row = 0; row < list->model()->rowCount(); ++row) { // each leads somewhere
        list->setCurrentIndex(list->model()->index(row, 0));
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(QString::fromStdString(m_page.current().toString()), list->model()->index(row, 0).data().toString());
        QVERIFY(!m_page.view()->cellRect(m_page.current()).isNull());
        const QString word = list->model()->index(row, 3).data().toString();
        QTRY_VERIFY2(m_page.pane()->status().contains(word),
                     qPrintable(m_page.pane()->status() + QLatin1String(" / ") + word));
    }
    QTest::keyClick(list, Qt::Key_Escape);
    QVERIFY(m_page.view()->hasFocus());
}

void TestMemoryDeeds::saves()
{
    QTemporaryDir folder;
    m_page.goTo(QStringLiteral("key"));
    m_page.view()->select(m_page.current(), m_page.current() + 13);
    m_page.button(QStringLiteral("Save Memory"))->click();
    auto *dialog = m_page.pane()->findChild<MemorySaveDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    const auto wanted = dialog->wanted();
    QVERIFY2(wanted, wanted ? "" : wanted.error().message.c_str());
    QCOMPARE(wanted->start, m_page.view()->selection()->first);
    QCOMPARE(wanted->size, quint64(14));
    dialog->setPath(folder.filePath(QStringLiteral("key.bin")));
    QSignalSpy saved(m_page.pane()->saving()->save(), &MemorySave::saved);
    dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Save)->click();
    QTRY_COMPARE(saved.size(), 1);
    QVERIFY(fileContent(folder.filePath(QStringLiteral("key.bin"))).startsWith("ord-"));
    QVERIFY2(m_page.pane()->status().contains(QLatin1String("saved in")), qPrintable(m_page.pane()->status()));
}

void TestMemoryDeeds::savesOnlyWhatIsThere()
{
    QTemporaryDir folder;
    MemorySaveDialog dialog(m_page.pane()->saving()->save(), {0x1000}, 0, m_page.pane());
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
    QSignalSpy failed(m_page.pane()->saving()->save(), &MemorySave::failed);
    m_page.pane()->saving()->save()->start({.path = path, .start = {0x1000}, .size = 16, .fillsMissing = false});
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(!QFileInfo::exists(path));
    QVERIFY2(m_page.pane()->status().contains(QLatin1String("0x1000")), qPrintable(m_page.pane()->status()));
}

void TestMemoryDeeds::menus()
{
    m_page.goTo(QStringLiteral("&c"));
    QTest::mouseClick(m_page.view()->viewport(), Qt::LeftButton, {},
                      m_page.view()->cellRect(m_page.current()).center());
    const QStringList texts = m_page.menuTexts();
    for (const QString &text : {QStringLiteral("Find What Points Here"), QStringLiteral("Copy as Go []byte"),
                                QStringLiteral("Save the Selection…"), QStringLiteral("Select Its Region")})
        QVERIFY2(texts.contains(text), qPrintable(texts.join(QLatin1Char(','))));
    QVERIFY(texts.first().startsWith(QLatin1String("Follow to 0x")));
    // It opens at the place of the current byte by the menu key, and by a right click.
    for (const auto reason : {QContextMenuEvent::Keyboard, QContextMenuEvent::Mouse}) {
        QContextMenuEvent event(reason, QPoint(20, 20), m_page.view()->viewport()->mapToGlobal(QPoint(20, 20)));
        QApplication::sendEvent(m_page.view()->viewport(), &event);
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        menu->close();
        QTest::qWait(10);
    }
}

void TestMemoryDeeds::anotherCore()
{
    m_page.pane()->searchBar()->search(MemorySearchRun::Kind::Text, QStringLiteral("nowhere to be found at all"));
    m_page.window()->open(m_page.options());
    QVERIFY(!m_page.view()->current());
    QVERIFY(!m_page.pane()->search()->isRunning());
    QVERIFY(!m_page.button(QStringLiteral("Back"))->isEnabled());
    QTRY_VERIFY_WITH_TIMEOUT(m_page.session()->frame() && !m_page.session()->isBusy(), 60'000);
    m_page.window()->corePage()->bottom()->showMemory(m_page.session()->frame()->pc);
    QTRY_COMPARE(m_page.current(), m_page.session()->frame()->pc);
}

void TestMemoryDeeds::closesWhileSearching()
{
    m_page.pane()->searchBar()->search(MemorySearchRun::Kind::Text, QStringLiteral("nowhere to be found at all"));
    QVERIFY(m_page.pane()->search()->isRunning());
    m_page.window()->close();
    m_page.close();
}

QTEST_MAIN(TestMemoryDeeds)
#include "tst_memorydeeds.moc"
