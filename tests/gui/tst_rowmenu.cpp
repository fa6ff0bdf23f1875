// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/bottompanel.h"
#include "gui/corepage.h"
#include "gui/listview.h"
#include "gui/matchesview.h"
#include "gui/memorypane.h"
#include "gui/panelarea.h"
#include "gui/variablepanel.h"
#include "gui/watchpane.h"
#include "model/format.h"
#include "model/matchmodel.h"
#include "model/session.h"
#include "model/variablemodel.h"
#include "tests/gui/corefixture.h"

#include <QApplication>
#include <QClipboard>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMenu>
#include <QPointer>
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

QTEST_MAIN(TestRowMenu)
#include "tst_rowmenu.moc"
