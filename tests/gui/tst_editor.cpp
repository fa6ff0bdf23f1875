// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/bottompanel.h"
#include "gui/codeview.h"
#include "gui/corepage.h"
#include "gui/goroutinepanel.h"
#include "gui/gotobox.h"
#include "gui/listview.h"
#include "gui/panelarea.h"
#include "gui/parallelstackspage.h"
#include "gui/sourcepanel.h"
#include "gui/stackpanel.h"
#include "gui/symbolspage.h"
#include "gui/windowactions.h"
#include "model/gotomodel.h"
#include "model/session.h"
#include "tests/gui/corefixture.h"

#include <QAction>
#include <QApplication>
#include <QContextMenuEvent>
#include <QMenu>
#include <QPointer>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <QTextBlock>

using namespace Freezeframe;

/// "Open in Editor" of the window, with an editor that writes down what it is told.
class TestEditor : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void everywhere_data();
    void everywhere();
    void atTheLineOfTheCursor();
    void mappedPath();
    void sentences_data();
    void sentences();
    void menuOffersWhatIsThere();

private:
    [[nodiscard]] QList<QByteArray> told() const;
    [[nodiscard]] static QMenu *openMenu(QWidget *of);
    [[nodiscard]] ListView *listOf(const QString &name);
    [[nodiscard]] static QAction *find(const QMenu *menu, const QString &text);
    CoreFixture m_fixture;
    QTemporaryDir m_programs;
    QString m_told;
    std::unique_ptr<MainWindow> m_window;
};

void TestEditor::initTestCase()
{
    const QString problem = m_fixture.prepare(QStringLiteral("sample"));
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    QFile file(m_programs.filePath(QStringLiteral("kate")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("#!/bin/sh\nprintf '%s\\0' \"$@\" > \"$0.part\"\nmv \"$0.part\" \"$0.told\"\n");
    file.close();
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    m_told = file.fileName() + QLatin1String(".told");
    qputenv("PATH", m_programs.path().toLocal8Bit() + ":/usr/bin:/bin");
    qunsetenv("VISUAL");
    qunsetenv("EDITOR");
}

void TestEditor::init()
{
    QFile::remove(m_told);
    QSettings().remove(QStringLiteral("Editor"));
    QSettings().setValue(QStringLiteral("Editor/Which"), QStringLiteral("kate"));
    m_window = m_fixture.open();
    m_window->show();
    m_window->activateWindow();
    QTRY_VERIFY_WITH_TIMEOUT(m_window->session()->isOpen() && !m_window->session()->isBusy(), 30'000);
}

void TestEditor::cleanup()
{
    m_window.reset();
}

QList<QByteArray> TestEditor::told() const
{
    if (!QTest::qWaitFor([this] { return QFile::exists(m_told); }, 20'000))
        return {};
    QFile file(m_told);
    return file.open(QIODevice::ReadOnly) ? file.readAll().split('\0') : QList<QByteArray>();
}

QMenu *TestEditor::openMenu(QWidget *of)
{
    QContextMenuEvent event(QContextMenuEvent::Keyboard, {}, of->mapToGlobal(QPoint()));
    QApplication::sendEvent(of, &event);
    (void)QTest::qWaitFor([] { return QApplication::activePopupWidget() != nullptr; });
    return qobject_cast<QMenu *>(QApplication::activePopupWidget());
}

QAction *TestEditor::find(const QMenu *menu, const QString &text)
{
    for (QAction *action : menu->actions()) {
        if (action->text().section(QLatin1Char('\t'), 0, 0).remove(QLatin1Char('&')) == text)
            return action;
    }
    return nullptr;
}

/// With a row chosen; null if it does not come to have one.
ListView *TestEditor::listOf(const QString &name)
{
    auto *panels = m_window->corePage()->panels();
    auto *bottom = m_window->corePage()->bottom();
    if (name == QLatin1String("stack"))
        return panels->stack()->view();
    if (name == QLatin1String("goroutines"))
        return panels->goroutines()->view();
    ListView *list = nullptr;
    QString wanted;
    if (name == QLatin1String("symbols")) {
        bottom->open(BottomPanel::Page::Symbols);
        bottom->symbols()->show(NameKind::Function, QStringLiteral("orders-api/internal/orders.(*Pricer).lookup"));
        list = bottom->symbols()->view();
        wanted = QStringLiteral("lookup");
    } else if (name == QLatin1String("parallel")) {
        bottom->open(BottomPanel::Page::ParallelStacks);
        list = bottom->parallelStacks()->view();
        wanted = QStringLiteral("main.main");
    } else {
        bottom->open(BottomPanel::Page::Threads);
        for (auto *one : bottom->findChildren<ListView *>()) {
            if (one->accessibleName() == name)
                list = one;
        }
    }
    const auto choose = [&] {
        for (int row = 0; list && row < list->model()->rowCount(); ++row) {
            const QModelIndex index = list->model()->index(row, 0);
            if (index.data().toString().contains(wanted)) {
                list->setCurrentIndex(index);
                return true;
            }
        }
        return false;
    };
    return QTest::qWaitFor(choose, 20'000) ? list : nullptr;
}

void TestEditor::everywhere_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QByteArray>("file");
    QTest::newRow("the view menu") << QStringLiteral("action") << QByteArray("/internal/cache/cache.go");
    QTest::newRow("a frame") << QStringLiteral("stack") << QByteArray("/internal/cache/cache.go");
    QTest::newRow("a goroutine") << QStringLiteral("goroutines") << QByteArray("/internal/cache/cache.go");
    QTest::newRow("a thread") << QStringLiteral("Threads") << QByteArray("/runtime/sys_linux_amd64.s");
    QTest::newRow("a function among the symbols")
        << QStringLiteral("symbols") << QByteArray("/internal/orders/pricer.go");
    QTest::newRow("a call in parallel stacks") << QStringLiteral("parallel") << QByteArray("/main.go");
    QTest::newRow("what was searched for") << QStringLiteral("goto") << QByteArray("/internal/orders/pricer.go");
}

void TestEditor::everywhere()
{
    QFETCH(QString, from);
    QFETCH(QByteArray, file);
    if (from == QLatin1String("action")) {
        m_window->actions()->openInEditor->trigger();
    } else if (from == QLatin1String("goto")) {
        auto *box = m_window->goToBox();
        box->setFocus();
        QVERIFY(QTest::qWaitFor([box] { return box->hasFocus(); }));
        QTest::keyClicks(box, QStringLiteral("(*Pricer).lookup"));
        QTRY_VERIFY(box->model()->rowCount() > 0
                    && box->model()->index(0, 0).data().toString().contains(QLatin1String("lookup")));
        QTest::keyClick(box, Qt::Key_Return, Qt::ControlModifier);
    } else {
        ListView *list = listOf(from);
        QVERIFY(list);
        QTRY_VERIFY(list->currentIndex().isValid());
        const QPointer<QMenu> menu = openMenu(list->viewport());
        QVERIFY(menu);
        QAction *action = find(menu, QStringLiteral("Open in Editor"));
        QVERIFY(action);
        action->trigger();
        menu->close();
    }
    const QList<QByteArray> arguments = told();
    QCOMPARE(arguments.size(), 6);
    QCOMPARE(arguments.at(0), QByteArray("-l"));
    QVERIFY(arguments.at(1).toInt() > 1);
    QVERIFY2(arguments.at(4).endsWith(file), arguments.at(4).constData());
    QVERIFY(QFile::exists(QString::fromLocal8Bit(arguments.at(4))));
    if (from == QLatin1String("action"))
        QCOMPARE(arguments.at(1).toInt(), m_window->session()->frame()->line);
}

void TestEditor::atTheLineOfTheCursor()
{
    CodeView *view = m_window->corePage()->panels()->source()->sourceView();
    QTRY_VERIFY(view->document()->blockCount() > 10);
    QTextCursor cursor(view->document()->findBlockByNumber(4));
    cursor.movePosition(QTextCursor::EndOfBlock);
    view->setTextCursor(cursor);
    const QPointer<QMenu> menu = openMenu(view->viewport());
    QVERIFY(menu);
    QAction *action = find(menu, QStringLiteral("Open in Editor"));
    QVERIFY(action);
    QVERIFY(find(menu, QStringLiteral("Copy"))); // the text's own entries stay
    action->trigger();
    menu->close();
    const QList<QByteArray> arguments = told();
    QCOMPARE(arguments.value(1), QByteArray("5"));
    QCOMPARE(arguments.value(3).toInt(), cursor.positionInBlock() + 1);
}

/// The file that was shown as the source's place is the one that is opened, though its name is a trap for shells.
void TestEditor::mappedPath()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("$(touch pwned) it's \"a\" cache.go"));
    const std::string recorded = m_window->session()->frame()->file;
    QVERIFY(QFile::copy(QString::fromStdString(recorded), path));
    m_window->session()->locateSource(recorded, path.toStdString());
    QTRY_VERIFY(!m_window->session()->isBusy());
    m_window->actions()->openInEditor->trigger();
    QCOMPARE(told().value(4), path.toLocal8Bit());
    QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("pwned"))));
}

void TestEditor::sentences_data()
{
    QTest::addColumn<QString>("which");
    QTest::addColumn<QString>("command");
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("says");
    QTest::newRow("an editor that is gone") << QStringLiteral("goland") << QString() << QString()
                                            << QStringLiteral("goland) is not there any more: choose another");
    QTest::newRow("an own command that is none")
        << QStringLiteral("own") << QStringLiteral("nowhere-ed %f") << QString()
        << QStringLiteral("nowhere-ed is not installed here: choose another");
    QTest::newRow("a source that is not here")
        << QStringLiteral("kate") << QString() << QStringLiteral("/nowhere/at/all.go")
        << QStringLiteral("/nowhere/at/all.go was not found on this machine: show");
    QTest::newRow("no source at all") << QStringLiteral("kate") << QString() << QStringLiteral("-")
                                      << QStringLiteral("nothing to open");
}

void TestEditor::sentences()
{
    QFETCH(QString, which);
    QFETCH(QString, command);
    QFETCH(QString, file);
    QFETCH(QString, says);
    QSettings().setValue(QStringLiteral("Editor/Which"), which);
    QSettings().setValue(QStringLiteral("Editor/Command"), command);
    QSignalSpy refused(m_window->session(), &Session::refused);
    if (file.isEmpty())
        m_window->actions()->openInEditor->trigger();
    else
        m_window->session()->openInEditor(
            {.function = "f", .file = file == QLatin1String("-") ? std::string() : file.toStdString(), .line = 3});
    QTRY_COMPARE(refused.size(), 1);
    const QString sentence = refused.constFirst().constFirst().toString();
    QVERIFY2(sentence.contains(says), qPrintable(sentence));
    QVERIFY(!QFile::exists(m_told));
}

void TestEditor::menuOffersWhatIsThere()
{
    QMenu *menu = m_window->actions()->editorMenu;
    Q_EMIT menu->aboutToShow();
    QAction *kate = find(menu, QStringLiteral("Kate"));
    QVERIFY(kate && kate->isChecked());
    QVERIFY(find(menu, QStringLiteral("Own Command…")));
    QCOMPARE(find(menu, QStringLiteral("GoLand")) != nullptr,
             !QStandardPaths::findExecutable(QStringLiteral("goland")).isEmpty());
    qputenv("EDITOR", "kate -n");
    Q_EMIT menu->aboutToShow();
    QAction *variable = find(menu, QStringLiteral("$EDITOR (kate)"));
    QVERIFY(variable);
    variable->trigger();
    m_window->actions()->openInEditor->trigger();
    QCOMPARE(told().value(0), QByteArray("-n"));
    qunsetenv("EDITOR");
}

QTEST_MAIN(TestEditor)
#include "tst_editor.moc"
