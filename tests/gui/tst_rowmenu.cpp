// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/bottompanel.h"
#include "gui/corepage.h"
#include "gui/listview.h"
#include "gui/matchesview.h"
#include "gui/memorypane.h"
#include "gui/panelarea.h"
#include "gui/valuetablewindow.h"
#include "gui/valuewindow.h"
#include "gui/variablepanel.h"
#include "gui/watchpane.h"
#include "model/format.h"
#include "model/matchmodel.h"
#include "model/session.h"
#include "model/variablemodel.h"
#include "tests/gui/corefixture.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPointer>
#include <QTemporaryDir>
#include <QTest>
#include <QWindow>

using namespace Freezeframe;

/// What a right click on a variable offers, over the sample's core: by the mouse, as a person does.
class TestRowMenu : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void showAsIsKept();
    void watchesHaveTheSame();
    void copies();
    void findsWhatPointsHere();
    void dumpsInAWindow();
    void verbsInTheWindow();
    void opensAsATable();
    void savesBytes();

private:
    [[nodiscard]] VariablePanel *panel() const { return m_window->corePage()->panels()->variables(); }
    [[nodiscard]] QModelIndex row(const ListView *view, const QStringList &path) const;
    [[nodiscard]] QString value(const ListView *view, const QStringList &path) const;
    /// Opens the menu of a row and clicks the entry, or that of its submenu. False if there is none.
    [[nodiscard]] bool choose(ListView *view, const QStringList &path, const QString &entry, const QString &under = {});
    /// What the menu of a row offers.
    [[nodiscard]] QStringList entries(ListView *view, const QStringList &path);
    [[nodiscard]] static QAction *find(const QMenu *menu, const QString &text);

    CoreFixture m_fixture;
    std::unique_ptr<MainWindow> m_window;
};

void TestRowMenu::initTestCase()
{
    const QString problem = m_fixture.prepare(QStringLiteral("sample"));
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
}

void TestRowMenu::init()
{
    m_window = m_fixture.open();
    m_window->show();
    QTRY_VERIFY_WITH_TIMEOUT(m_window->session()->isOpen() && !m_window->session()->isBusy(), 30'000);
    QTRY_VERIFY(row(panel()->view(), {QStringLiteral("key")}).isValid());
}

void TestRowMenu::cleanup()
{
    m_window.reset();
}

QModelIndex TestRowMenu::row(const ListView *view, const QStringList &path) const
{
    QModelIndex index;
    for (const QString &name : path) {
        QModelIndex found;
        for (int i = 0; i < view->model()->rowCount(index) && !found.isValid(); ++i) {
            if (view->model()->index(i, 0, index).data().toString() == name)
                found = view->model()->index(i, 0, index);
        }
        if (!found.isValid())
            return {};
        index = found;
    }
    return index;
}

QString TestRowMenu::value(const ListView *view, const QStringList &path) const
{
    return row(view, path).siblingAtColumn(VariableModel::Value).data().toString();
}

QAction *TestRowMenu::find(const QMenu *menu, const QString &text)
{
    for (QAction *action : menu->actions()) {
        if (action->text().section(QLatin1Char('\t'), 0, 0).remove(QLatin1Char('&')) == text)
            return action;
    }
    return nullptr;
}

bool TestRowMenu::choose(ListView *view, const QStringList &path, const QString &entry, const QString &under)
{
    const QModelIndex index = row(view, path);
    QCoreApplication::processEvents(); // what came in just now may have moved the list
    view->scrollTo(index);
    const QPoint place = view->viewport()->mapTo(view->window(), view->visualRect(index).center());
    QTest::mouseClick(view->window()->windowHandle(), Qt::RightButton, Qt::NoModifier, place);
    QPointer<QMenu> menu;
    const auto isOpen = [&menu] {
        menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        return menu != nullptr;
    };
    if (!QTest::qWaitFor(isOpen))
        return false;
    if (!under.isEmpty()) {
        QAction *parent = find(menu, under);
        if (!parent || !parent->menu())
            return false;
        menu->setActiveAction(parent);
        QTest::keyClick(menu, Qt::Key_Right);
        menu = parent->menu();
        // The forms come from the analysis thread.
        if (!QTest::qWaitFor([&] { return menu && menu->isVisible() && find(menu, entry); }))
            return false;
    }
    QAction *action = find(menu, entry);
    if (!action)
        return false;
    QTest::mouseClick(menu, Qt::LeftButton, Qt::NoModifier, menu->actionGeometry(action).center());
    return QTest::qWaitFor([] { return !QApplication::activePopupWidget(); });
}

QStringList TestRowMenu::entries(ListView *view, const QStringList &path)
{
    QStringList texts;
    const QModelIndex index = row(view, path);
    QCoreApplication::processEvents(); // what came in just now may have moved the list
    view->scrollTo(index);
    const QPoint place = view->viewport()->mapTo(view->window(), view->visualRect(index).center());
    QTest::mouseClick(view->window()->windowHandle(), Qt::RightButton, Qt::NoModifier, place);
    if (!QTest::qWaitFor([] { return qobject_cast<QMenu *>(QApplication::activePopupWidget()); }))
        return texts;
    auto *menu = static_cast<QMenu *>(QApplication::activePopupWidget());
    for (const QAction *action : menu->actions())
        texts.append(action->text().section(QLatin1Char('\t'), 0, 0));
    QTest::keyClick(menu, Qt::Key_Escape);
    (void)QTest::qWaitFor([] { return !QApplication::activePopupWidget(); });
    return texts;
}

void TestRowMenu::showAsIsKept()
{
    ListView *view = panel()->view();
    const QStringList key{QStringLiteral("key")};
    const QString plain = value(view, key);
    QVERIFY2(plain.startsWith(QLatin1String("\"ord-")), qPrintable(plain));
    QVERIFY(choose(view, key, QStringLiteral("Hexadecimal"), QStringLiteral("Show As")));
    const QString text = plain.mid(1, plain.size() - 2);
    const QString digits = QString::fromLatin1(text.toLatin1().toHex());
    QCOMPARE(value(view, key), digits);

    // Another frame and back.
    const auto frame = m_window->session()->selection().frame;
    QVERIFY(frame);
    m_window->session()->selectFrame(*frame + 1);
    QTRY_VERIFY(!row(view, key).isValid());
    m_window->session()->selectFrame(*frame);
    QTRY_COMPARE(value(view, key), digits);

    QVERIFY(choose(view, key, QStringLiteral("Default"), QStringLiteral("Show As")));
    QCOMPARE(value(view, key), plain);
}

void TestRowMenu::watchesHaveTheSame()
{
    panel()->evaluate(QStringLiteral("len(key)"));
    ListView *watches = panel()->watches()->view();
    const QStringList path{QStringLiteral("len(key)")};
    QTRY_VERIFY(row(watches, path).isValid());
    QTRY_COMPARE(value(watches, path), QStringLiteral("14"));
    QVERIFY(choose(watches, path, QStringLiteral("Binary"), QStringLiteral("Show As")));
    QCOMPARE(value(watches, path), QStringLiteral("0b1110"));
    QVERIFY(choose(watches, path, QStringLiteral("Remove")));
    QTRY_VERIFY(!row(watches, path).isValid());

    // Whatever a variable offers, its watch and what is below it offer, too.
    const QStringList cache{QStringLiteral("c")};
    const QStringList field{QStringLiteral("c"), QStringLiteral("entries")};
    QVERIFY(choose(panel()->view(), cache, QStringLiteral("Watch")));
    QTRY_VERIFY(row(watches, cache).isValid());
    for (ListView *view : {panel()->view(), watches})
        view->expand(row(view, cache));
    QTRY_VERIFY(row(watches, field).isValid() && row(panel()->view(), field).isValid());
    QStringList offered = entries(panel()->view(), cache);
    QVERIFY(offered.contains(QLatin1String("Find What Points Here")));
    QStringList ofWatch = entries(watches, cache);
    for (const QString &own : {QStringLiteral("Edit…"), QStringLiteral("Remove"), QStringLiteral("Remove All")})
        QCOMPARE(ofWatch.removeAll(own), 1);
    ofWatch.removeAll(QString());
    offered.removeAll(QString());
    QCOMPARE(ofWatch, offered);
    QCOMPARE(entries(watches, field), entries(panel()->view(), field));
}

void TestRowMenu::copies()
{
    ListView *view = panel()->view();
    const QStringList cache{QStringLiteral("c")};
    QClipboard *clipboard = QApplication::clipboard();
    clipboard->clear();
    QVERIFY(choose(view, cache, QStringLiteral("Copy Value as JSON")));
    QTRY_VERIFY(!clipboard->text().isEmpty());
    const QJsonObject json = QJsonDocument::fromJson(clipboard->text().toUtf8()).object();
    QVERIFY2(json.contains(QLatin1String("hits")), qPrintable(clipboard->text().left(300)));
    QVERIFY(json.value(QLatin1String("hits")).toInt() > 0);
    QCOMPARE(json.value(QLatin1String("ttl")).toDouble(), 300e9);

    QVERIFY(choose(view, cache, QStringLiteral("Copy Expression")));
    QCOMPARE(clipboard->text(), QStringLiteral("c"));
    QVERIFY(choose(view, cache, QStringLiteral("Copy Address")));
    const quint64 address = row(view, cache).data(VariableModel::AddressRole).toULongLong();
    QVERIFY(address != 0);
    QCOMPARE(clipboard->text(), addressText(Address{address}));
}

void TestRowMenu::findsWhatPointsHere()
{
    ListView *view = panel()->view();
    view->expand(row(view, {QStringLiteral("c")}));
    const QStringList first{QStringLiteral("c"), QStringLiteral("mu")};
    QTRY_VERIFY(row(view, first).isValid());
    QVERIFY(choose(view, first, QStringLiteral("Find What Points Here")));
    const ListView *matches = m_window->corePage()->bottom()->memory()->matches();
    QTRY_VERIFY(matches->isVisible());
    // The cache is at the same address as its first field: those who wait for its lock have it on their stacks.
    const auto isFound = [matches] {
        for (int row = 0; row < matches->model()->rowCount(); ++row) {
            if (matches->model()
                    ->index(row, MatchModel::Place)
                    .data()
                    .toString()
                    .startsWith(QLatin1String("stack of goroutine")))
                return true;
        }
        return false;
    };
    QTRY_VERIFY(isFound());
}

void TestRowMenu::dumpsInAWindow()
{
    ListView *view = panel()->view();
    // The bytes of a text, and of what a pointer points to.
    for (const QString &name : {QStringLiteral("key"), QStringLiteral("c")}) {
        QVERIFY(choose(view, {name}, QStringLiteral("Hex Dump in a Window"), QStringLiteral("Show As")));
        auto *window = m_window->findChild<ValueWindow *>();
        QVERIFY(window);
        const auto *text = window->findChild<QPlainTextEdit *>();
        QTRY_VERIFY2(text->toPlainText().startsWith(QLatin1String("00000000  ")), qPrintable(text->toPlainText()));
        if (name == QLatin1String("key"))
            QVERIFY2(text->toPlainText().contains(QLatin1String(" ord-")), qPrintable(text->toPlainText()));
        QCOMPARE(window->findChild<QComboBox *>()->currentText(), QStringLiteral("Hex Dump"));
        window->close();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
}

void TestRowMenu::verbsInTheWindow()
{
    panel()->evaluate(QStringLiteral("len(key)"));
    ListView *watches = panel()->watches()->view();
    const QStringList path{QStringLiteral("len(key)")};
    QTRY_VERIFY(row(watches, path).isValid());
    QTRY_COMPARE(value(watches, path), QStringLiteral("14"));
    QVERIFY(choose(watches, path, QStringLiteral("Open in a Window")));
    auto *window = m_window->findChild<ValueWindow *>();
    QVERIFY(window);
    auto *form = window->findChild<QComboBox *>();
    const auto *text = window->findChild<QPlainTextEdit *>();
    const auto type = [&](const QString &verb) {
        form->lineEdit()->setText(verb);
        QTest::keyClick(form->lineEdit(), Qt::Key_Return);
    };
    QTRY_VERIFY(form->findText(QStringLiteral("Octal")) > 0);
    type(QStringLiteral("%08x"));
    QTRY_COMPARE(text->toPlainText(), QStringLiteral("0000000e"));
    type(QStringLiteral("%08y"));
    QTRY_VERIFY(text->toPlainText().isEmpty()); // the line below says why
    form->setCurrentIndex(form->findText(QStringLiteral("Octal")));
    QTRY_COMPARE(text->toPlainText(), QStringLiteral("0o16"));
    form->setCurrentIndex(0);
    QTRY_VERIFY(text->toPlainText().contains(QLatin1String("14")));
    QTest::keyClick(window, Qt::Key_Escape);
    QVERIFY(choose(watches, path, QStringLiteral("Remove")));
}

void TestRowMenu::opensAsATable()
{
    ListView *view = panel()->view();
    view->expand(row(view, {QStringLiteral("c")}));
    const QStringList entries{QStringLiteral("c"), QStringLiteral("entries")};
    QTRY_VERIFY(row(view, entries).isValid());
    QVERIFY(choose(view, entries, QStringLiteral("Open as a Table")));
    auto *window = m_window->findChild<ValueTableWindow *>();
    QVERIFY(window);
    auto *table = window->findChild<ListView *>();
    QTRY_VERIFY(table->model()->rowCount() > 1);
    QStringList columns;
    for (int i = 0; i < table->model()->columnCount(); ++i)
        columns << table->model()->headerData(i, Qt::Horizontal).toString();
    QCOMPARE(columns, QStringList({"Element", "price", "expires"}));
    const auto cell = [table](int row, int column) { return table->model()->index(row, column).data().toString(); };
    QVERIFY2(cell(0, 0).startsWith(QLatin1String("[\"ord-")), qPrintable(cell(0, 0)));
    QCOMPARE(cell(0, 1), QStringLiteral("nil")); // it forgot them all, which is what it died of
    QVERIFY(cell(0, 2).isEmpty());
    table->sortByColumn(1, Qt::DescendingOrder);
    for (int i = 1; i < table->model()->rowCount(); ++i)
        QVERIFY(cell(i - 1, 1) >= cell(i, 1));
    QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
    // An element is a value like others.
    QTest::keyClick(table, Qt::Key_Home);
    QTest::keyClick(table, Qt::Key_Return);
    QTRY_VERIFY(m_window->findChild<ValueWindow *>());
    m_window->findChild<ValueWindow *>()->close();
    auto *filter = window->findChild<QLineEdit *>();
    filter->setText(QStringLiteral("nowhere in it"));
    QTRY_COMPARE(table->model()->rowCount(), 0);
    window->close();
}

void TestRowMenu::savesBytes()
{
    ListView *view = panel()->view();
    const QStringList key{QStringLiteral("key")};
    const QString text = value(view, key);
    QVERIFY(choose(view, key, QStringLiteral("Save Bytes…")));
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("key.bin"));
    auto *dialog = view->findChild<QFileDialog *>();
    QVERIFY(dialog);
    QTRY_VERIFY(dialog->isVisible());
    auto *edit = dialog->findChild<QLineEdit *>();
    edit->setText(path);
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_VERIFY(QFile::exists(path));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(QString::fromLatin1(file.readAll()), text.mid(1, text.size() - 2));
}

QTEST_MAIN(TestRowMenu)
#include "tst_rowmenu.moc"
