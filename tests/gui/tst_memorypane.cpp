// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/memorypane.h"
#include "gui/memorysearchbar.h"
#include "model/session.h"
#include "tests/gui/memorypagefixture.h"

#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Freezeframe;

/// The memory page over the bundled sample, by mouse and by keys: where one goes, and how it is written.
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
    void formats_data();
    void formats();
    void oddSettingsAreLeftOut();
    void widths();
    void keysAreOwn();

private:
    MemoryPageFixture m_page;
};

void TestMemoryPane::initTestCase()
{
    if (goToolchains().isEmpty())
        QSKIP("no Go toolchain on this machine");
    const QString problem = m_page.prepare();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
}

void TestMemoryPane::init()
{
    QSettings().remove(QStringLiteral("Memory")); // what an earlier function chose is kept
    QVERIFY(m_page.open());
}

void TestMemoryPane::cleanup()
{
    m_page.close();
}

void TestMemoryPane::beginsAtTheStack()
{
    QCOMPARE(m_page.current(), m_page.session()->frame()->cfa);
    QVERIFY(!m_page.button(QStringLiteral("Back"))->isEnabled());
    QTRY_VERIFY2(m_page.pane()->status().contains(QLatin1String("stack of goroutine")),
                 qPrintable(m_page.pane()->status()));
    QVERIFY2(m_page.pane()->status().contains(QLatin1String("rw-, in the core")), qPrintable(m_page.pane()->status()));
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
    m_page.goTo(text);
    const QString address = QString::fromStdString(m_page.current().toString());
    QVERIFY2(m_page.pane()->status().startsWith(text + QStringLiteral(" is at ") + address),
             qPrintable(m_page.pane()->status()));
    QVERIFY2(m_page.pane()->status().contains(says.section(QLatin1Char(','), 0, 0)),
             qPrintable(m_page.pane()->status()));
    QVERIFY(m_page.view()->hasFocus());
    QCOMPARE(m_page.box(QStringLiteral("Address"))->currentText(), text);
    QCOMPARE(m_page.box(QStringLiteral("Address"))->itemText(0), text); // its history
    QVERIFY(!m_page.view()->cellRect(m_page.current()).isNull());
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
    const Address before = m_page.current();
    m_page.goTo(text);
    QCOMPARE(m_page.current(), before);
    QVERIFY(!m_page.pane()->status().isEmpty());
    QVERIFY2(m_page.pane()->status().contains(says), qPrintable(m_page.pane()->status()));
    QVERIFY(!m_page.pane()->status().contains(QLatin1Char('\n')));
    QCOMPARE(m_page.box(QStringLiteral("Address"))->currentText(), text); // to be mended
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
    m_page.goTo(text);
    QCOMPARE(m_page.current().value, text.toULongLong(nullptr, 16));
    QTRY_VERIFY2(m_page.pane()->status().contains(QLatin1String("unmapped")), qPrintable(m_page.pane()->status()));
    QVERIFY(!m_page.view()->cellRect(m_page.current()).isNull());
    for (const int key : {Qt::Key_Left, Qt::Key_Right, Qt::Key_Up, Qt::Key_Down, Qt::Key_PageUp, Qt::Key_PageDown,
                          Qt::Key_Home, Qt::Key_End, Qt::Key_Return}) {
        QTest::keyClick(m_page.view(), Qt::Key(key));
        QTest::keyClick(m_page.view(), Qt::Key(key), Qt::ShiftModifier);
        QTest::keyClick(m_page.view(), Qt::Key(key), Qt::ControlModifier);
        QVERIFY(m_page.view()->current());
        (void)m_page.menuTexts();
    }
    m_page.view()->select({0}, {UINT64_MAX});
    QTest::keyClick(m_page.view(), Qt::Key_C, Qt::ControlModifier);
    QTRY_VERIFY2(m_page.pane()->status().contains(QLatin1String("at most")), qPrintable(m_page.pane()->status()));
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
    m_page.goTo(QStringLiteral("c"));
    const Address before = m_page.current();
    QTest::keyClick(m_page.view(), Qt::Key(key));
    QCOMPARE(qint64(m_page.current() - before), areRows ? by * qint64(m_page.view()->rows().bytesPerRow()) : by);
    // Many steps: it stays in sight.
    for (int i = 0; i < 200; ++i)
        QTest::keyClick(m_page.view(), Qt::Key(key));
    QVERIFY(!m_page.view()->cellRect(m_page.current()).isNull());
}

void TestMemoryPane::selectsByKeys()
{
    m_page.goTo(QStringLiteral("key"));
    const Address begin = m_page.current();
    for (int i = 0; i < 13; ++i)
        QTest::keyClick(m_page.view(), Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(m_page.view()->selection(), std::optional(std::pair(begin, begin + 13)));
    QVERIFY2(m_page.pane()->status().contains(QLatin1String("14 bytes selected")), qPrintable(m_page.pane()->status()));
    QTest::keyClick(m_page.view(), Qt::Key_A, Qt::ControlModifier);
    const auto all = m_page.view()->rows().stretchAt(begin);
    QCOMPARE(m_page.view()->selection(), std::optional(std::pair(all.first, all.last)));
}

void TestMemoryPane::selectsByMouse()
{
    m_page.goTo(QStringLiteral("key"));
    const Address begin = m_page.current();
    const QPoint from = m_page.view()->cellRect(begin).center();
    const QPoint to = m_page.view()->cellRect(begin + 7).center();
    QTest::mousePress(m_page.view()->viewport(), Qt::LeftButton, {}, from);
    QTest::mouseMove(m_page.view()->viewport(), to);
    QTest::mouseRelease(m_page.view()->viewport(), Qt::LeftButton, {}, to);
    QCOMPARE(m_page.view()->selection(), std::optional(std::pair(begin, begin + 7)));
    QTest::mouseClick(m_page.view()->viewport(), Qt::LeftButton, Qt::ShiftModifier,
                      m_page.view()->cellRect(begin + 3).center());
    QCOMPARE(m_page.view()->selection(), std::optional(std::pair(begin, begin + 3)));
    // A right click in it leaves it.
    QTest::mousePress(m_page.view()->viewport(), Qt::RightButton, {}, m_page.view()->cellRect(begin + 1).center());
    QCOMPARE(m_page.view()->selection(), std::optional(std::pair(begin, begin + 3)));
}

void TestMemoryPane::followsPointers()
{
    m_page.goTo(QStringLiteral("c"));
    const Address cache = m_page.current();
    m_page.goTo(QStringLiteral("&c"));
    const Address variable = m_page.current();
    QCOMPARE(m_page.view()->pointerAt(variable), std::optional(cache));
    QTest::keyClick(m_page.view(), Qt::Key_Return);
    QCOMPARE(m_page.current(), cache);
    // As a link of 8 bytes, by a click.
    m_page.goTo(QStringLiteral("&c"));
    QVERIFY(m_page.choose(QStringLiteral("Word Size"), QStringLiteral("8 bytes")));
    QTRY_VERIFY(m_page.isRead());
    QTest::mouseClick(m_page.view()->viewport(), Qt::LeftButton, {}, m_page.view()->cellRect(variable).center());
    QCOMPARE(m_page.current(), cache);
    // By a double click on a byte of it.
    QVERIFY(m_page.choose(QStringLiteral("Word Size"), QStringLiteral("1 byte")));
    m_page.goTo(QStringLiteral("&c"));
    QTest::mouseDClick(m_page.view()->viewport(), Qt::LeftButton, {}, m_page.view()->cellRect(variable + 2).center());
    QCOMPARE(m_page.current(), cache);
    QVERIFY(m_page.chooseInMenu(QStringLiteral("Select Its Heap Object")));
    QCOMPARE(m_page.view()->selection(), std::optional(std::pair(cache, cache + 47))); // 40 bytes in a size class of 48
}

void TestMemoryPane::namesPointers()
{
    m_page.goTo(QStringLiteral("&c"));
    QTest::keyClick(m_page.view(), Qt::Key_Right); // away from what was said about the expression
    QTRY_VERIFY2(m_page.pane()->status().contains(QLatin1String("Go heap, 48 bytes")),
                 qPrintable(m_page.pane()->status()));
    m_page.goTo(QStringLiteral("&key"));
    QTest::keyClick(m_page.view(), Qt::Key_Right);
    QTest::keyClick(m_page.view(), Qt::Key_Left);
    QTRY_VERIFY2(m_page.pane()->status().contains(QLatin1String("\"ord-")), qPrintable(m_page.pane()->status()));
    QVERIFY(m_page.choose(QStringLiteral("Format"), QStringLiteral("Pointers")));
    QCOMPARE(m_page.view()->rows().bytesPerRow(), uint64_t(8));
    QVERIFY(!m_page.box(QStringLiteral("Word Size"))->isEnabled());
    m_page.goTo(QStringLiteral("main.main"));
    QTest::keyClick(m_page.view(), Qt::Key_Down);
    QTRY_VERIFY2(m_page.pane()->status().contains(QLatin1String("main.main")), qPrintable(m_page.pane()->status()));
    QVERIFY2(m_page.pane()->status().contains(QLatin1String("r-x, from its file")),
             qPrintable(m_page.pane()->status()));
}

void TestMemoryPane::backAndForward()
{
    const Address first = m_page.current();
    m_page.goTo(QStringLiteral("c"));
    const Address second = m_page.current();
    m_page.goTo(QStringLiteral("key"));
    const Address third = m_page.current();
    QTest::keyClick(m_page.view(), Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(m_page.current(), second);
    QTest::mouseClick(m_page.view()->viewport(), Qt::BackButton, {}, m_page.view()->viewport()->rect().center());
    QCOMPARE(m_page.current(), first);
    QVERIFY(!m_page.button(QStringLiteral("Back"))->isEnabled());
    QTest::keyClick(m_page.view(), Qt::Key_Right, Qt::AltModifier);
    QCOMPARE(m_page.current(), second);
    QTest::mouseClick(m_page.button(QStringLiteral("Forward")), Qt::LeftButton);
    QCOMPARE(m_page.current(), third);
    QVERIFY(!m_page.button(QStringLiteral("Forward"))->isEnabled());
    QTest::keyClick(m_page.view(), Qt::Key_Backspace);
    QCOMPARE(m_page.current(), second);
    // The window's own history is another one.
    QVERIFY(m_page.session()->isAtCrash());
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
        m_page.goTo(QStringLiteral("c"));
        const Address before = m_page.current();
        QVERIFY(m_page.choose(QStringLiteral("Format"), QStringLiteral("Hex")));
        QVERIFY(m_page.choose(QStringLiteral("Word Size"), asked.at(i)));
        QVERIFY(m_page.choose(QStringLiteral("Format"), kind));
        QCOMPARE(m_page.view()->format().wordSize(), bytes);
        QCOMPARE(m_page.current(), before);
        QTRY_VERIFY(m_page.isRead());
        const QRect cell = m_page.view()->cellRect(before);
        QVERIFY(!cell.isNull());
        QVERIFY(m_page.view()->viewport()->rect().contains(cell));
        const Address left = before - 1;
        QTest::keyClick(m_page.view(), Qt::Key_Left);
        QCOMPARE(m_page.current(), left - left.value % bytes);
        QCOMPARE(m_page.button(QStringLiteral("Order"))->isEnabled(), bytes > 1 && kind != QLatin1String("Pointers"));
        if (!m_page.button(QStringLiteral("Order"))->isEnabled())
            continue;
        m_page.button(QStringLiteral("Order"))->click();
        QVERIFY(m_page.view()->format().isBigEndian());
        m_page.button(QStringLiteral("Order"))->click();
        QVERIFY(!m_page.view()->format().isBigEndian());
    }
}

/// As nobody can choose them: by hand, or by another version.
void TestMemoryPane::oddSettingsAreLeftOut()
{
    m_page.close();
    QSettings().setValue(QStringLiteral("Memory/WordSize"), 3);
    QSettings().setValue(QStringLiteral("Memory/BigEndian"), true);
    QVERIFY(m_page.open());
    QCOMPARE(m_page.view()->format().wordSize(), 1U);
    QVERIFY(!m_page.view()->format().isBigEndian());
}

void TestMemoryPane::widths()
{
    QList<uint64_t> bytes;
    for (const int width : {960, 1200, 1440, 2200}) {
        m_page.window()->resize(width, 900);
        QTRY_COMPARE(m_page.window()->width(), width);
        QTest::qWait(20);
        bytes.append(m_page.view()->rows().bytesPerRow());
        QVERIFY(!m_page.view()->cellRect(m_page.current()).isNull());
        const auto row = m_page.view()->rows().row(m_page.view()->rows().rowOf(m_page.current()));
        QVERIFY(m_page.view()->viewport()->rect().contains(m_page.view()->cellRect(row.last)));
    }
    QVERIFY(std::ranges::is_sorted(bytes));
    QVERIFY(bytes.last() > bytes.first());
}

/// Keys that the window has, too, are about memory in here.
void TestMemoryPane::keysAreOwn()
{
    const Selection before = m_page.session()->selection();
    m_page.goTo(QStringLiteral("c"));
    const auto press = [this](QWidget *widget, int key, Qt::KeyboardModifiers modifiers = {}) {
        widget->setFocus();
        QTest::keyClick(m_page.window()->windowHandle(), Qt::Key(key), modifiers);
    };
    press(m_page.view(), Qt::Key_Home);
    QCOMPARE(m_page.current().value % m_page.view()->rows().bytesPerRow(), uint64_t(0));
    press(m_page.view(), Qt::Key_F, Qt::ControlModifier);
    QVERIFY(m_page.pane()->searchBar()->isVisible());
    // From the search's own line.
    auto *line = m_page.pane()->searchBar()->findChild<QLineEdit *>();
    press(line, Qt::Key_L, Qt::ControlModifier);
    QVERIFY(!line->hasFocus());
    press(m_page.view(), Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(m_page.session()->selection().frame, before.frame);
    QSignalSpy left(m_page.pane(), &MemoryPane::left);
    press(m_page.view(), Qt::Key_Escape);
    QCOMPARE(left.size(), 1);
}

QTEST_MAIN(TestMemoryPane)
#include "tst_memorypane.moc"
