// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/bottompanel.h"
#include "gui/columnwidths.h"
#include "gui/coreopening.h"
#include "gui/corepage.h"
#include "gui/crashheader.h"
#include "gui/goroutinefacts.h"
#include "gui/goroutinepanel.h"
#include "gui/keptlayout.h"
#include "gui/listview.h"
#include "gui/panelarea.h"
#include "gui/preferencesdialog.h"
#include "gui/stackpanel.h"
#include "gui/startpage.h"
#include "gui/windowactions.h"
#include "model/recentcores.h"
#include "model/session.h"
#include "model/settingsfile.h"
#include "tests/gui/corefixture.h"
#include "tests/gui/livefixture.h"

#include <QAction>
#include <QDropEvent>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Freezeframe;

/// What a window is like after a restart, and how files come into it.
class TestKept : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void columnsAreKept_data();
    void columnsAreKept();
    void damagedColumnsAreAsTheyCome_data();
    void damagedColumnsAreAsTheyCome();
    void viewIsKept();
    void buttonsAndMenusAgree();
    void resetForgets();
    void fullDiskIsTold();
    void recentCoresAreToldApart();
    void dropped_data();
    void dropped();
    void sameCoreComesUp();
    void cutCoreSaysWhy();
    void settingsExplainThemselves();

private:
    [[nodiscard]] std::unique_ptr<MainWindow> open() const;
    static ListView *table(MainWindow &window, const QString &name);
    static void dragSection(QHeaderView *header, int section, int by);
    static void drop(MainWindow &window, const QStringList &paths);
    CoreFixture m_fixture;
    QTemporaryDir m_folder;
};

void TestKept::initTestCase()
{
    if (goToolchains().isEmpty())
        QSKIP("no Go toolchain on this machine");
    const QString problem = m_fixture.prepare(QStringLiteral("sample"));
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    qputenv("XDG_RUNTIME_DIR", m_folder.path().toLocal8Bit());
}

void TestKept::init()
{
    QSettings().clear();
}

std::unique_ptr<MainWindow> TestKept::open() const
{
    auto window = std::make_unique<MainWindow>();
    window->kept()->restore();
    window->resize(1440, 900);
    window->show();
    window->open(m_fixture.options());
    if (!QTest::qWaitFor([&] { return LiveFixture::isSettled(*window); }, 60'000))
        return nullptr;
    QTest::qWait(50);
    return window;
}

ListView *TestKept::table(MainWindow &window, const QString &name)
{
    for (ListView *view : window.findChildren<ListView *>()) {
        if (view->accessibleName() == name)
            return view;
    }
    return nullptr;
}

void TestKept::dragSection(QHeaderView *header, int section, int by)
{
    const int edge = header->sectionViewportPosition(section) + header->sectionSize(section) - 1;
    const QPoint from(edge, header->height() / 2);
    QTest::mousePress(header->viewport(), Qt::LeftButton, {}, from);
    QTest::mouseMove(header->viewport(), from + QPoint(by / 2, 0));
    QTest::mouseMove(header->viewport(), from + QPoint(by, 0));
    QTest::mouseRelease(header->viewport(), Qt::LeftButton, {}, from + QPoint(by, 0));
    QTest::qWait(20);
}

void TestKept::columnsAreKept_data()
{
    QTest::addColumn<QString>("list");
    QTest::addColumn<int>("page"); // at the bottom; −1: a panel
    QTest::addColumn<int>("column");
    QTest::addColumn<bool>("sorts");
    QTest::newRow("goroutines") << QStringLiteral("Goroutines") << -1 << 0 << false;
    QTest::newRow("variables") << QStringLiteral("Variables") << -1 << 0 << false;
    QTest::newRow("threads") << QStringLiteral("Threads") << int(BottomPanel::Page::Threads) << 1 << true;
    QTest::newRow("modules") << QStringLiteral("Modules") << int(BottomPanel::Page::Modules) << 0 << true;
    QTest::newRow("registers") << QStringLiteral("Registers") << int(BottomPanel::Page::Registers) << 1 << true;
}

void TestKept::columnsAreKept()
{
    QFETCH(QString, list);
    QFETCH(int, page);
    QFETCH(int, column);
    QFETCH(bool, sorts);
    int width = 0;
    {
        const auto window = open();
        QVERIFY(window);
        if (page >= 0)
            window->corePage()->bottom()->open(BottomPanel::Page(page));
        ListView *view = table(*window, list);
        QVERIFY(view);
        QTest::qWait(20);
        const int before = view->header()->sectionSize(column);
        dragSection(view->header(), column, 40);
        width = view->header()->sectionSize(column);
        QVERIFY2(width > before, "the drag did nothing");
        if (sorts) {
            QTest::mouseClick(view->header()->viewport(), Qt::LeftButton, {},
                              QPoint(view->header()->sectionViewportPosition(column) + width / 2, 5));
            QTest::qWait(20);
            QCOMPARE(view->header()->sortIndicatorSection(), column);
        }
    }
    const auto window = open();
    QVERIFY(window);
    if (page >= 0)
        window->corePage()->bottom()->open(BottomPanel::Page(page));
    QTest::qWait(20);
    const ListView *view = table(*window, list);
    QCOMPARE(view->header()->sectionSize(column), width);
    if (sorts)
        QCOMPARE(view->header()->sortIndicatorSection(), column);
    window->resize(1200, 800); // it stays a person's
    QTest::qWait(20);
    QCOMPARE(view->header()->sectionSize(column), width);
}

void TestKept::damagedColumnsAreAsTheyCome_data()
{
    QTest::addColumn<QVariant>("widths");
    QTest::newRow("too few") << QVariant(QStringList{QStringLiteral("100")});
    QTest::newRow("no numbers") << QVariant(QStringList(6, QStringLiteral("wide")));
    QTest::newRow("out of bounds") << QVariant(QStringList{QStringLiteral("-5"), QStringLiteral("0"),
                                                           QStringLiteral("2000000000"), QString(), QString(),
                                                           QStringLiteral("99999999999999999999")});
    QTest::newRow("another type") << QVariant(QByteArray("\x01\x02"));
}

void TestKept::damagedColumnsAreAsTheyCome()
{
    QFETCH(QVariant, widths);
    QSettings().setValue("Columns/Threads/Widths", widths);
    QSettings().setValue("Columns/Threads/Order", QStringLiteral("77 sideways"));
    MainWindow damaged;
    damaged.resize(1440, 900);
    QSettings().clear();
    MainWindow plain;
    plain.resize(1440, 900);
    for (MainWindow *window : {&damaged, &plain}) {
        window->show();
        window->corePage()->bottom()->open(BottomPanel::Page::Threads);
    }
    const QHeaderView *one = table(damaged, QStringLiteral("Threads"))->header();
    const QHeaderView *other = table(plain, QStringLiteral("Threads"))->header();
    QCOMPARE(one->sortIndicatorSection(), other->sortIndicatorSection());
    for (int column = 0; column < one->count(); ++column)
        QCOMPARE(one->sectionSize(column), other->sectionSize(column));
}

void TestKept::viewIsKept()
{
    {
        const auto window = open();
        QVERIFY(window);
        window->actions()->foldHeader->trigger();
        window->actions()->hideRuntime->trigger();
        window->actions()->showSystem->trigger();
        window->corePage()->panels()->goroutines()->setGrouping(GoroutineGrouping::State);
        QHeaderView *header = window->corePage()->panels()->goroutines()->view()->header();
        Q_EMIT header->sectionClicked(2);
        window->close();
    }
    const auto window = open();
    QVERIFY(window);
    GoroutinePanel *goroutines = window->corePage()->panels()->goroutines();
    QVERIFY(window->actions()->foldHeader->isChecked());
    QVERIFY(!window->actions()->hideRuntime->isChecked());
    QVERIFY(!window->corePage()->panels()->stack()->hidesRuntime());
    QVERIFY(goroutines->showsSystem());
    QVERIFY(goroutines->arrangement().startsWith(QLatin1String("state 2 ")));
    QCOMPARE(goroutines->view()->header()->sortIndicatorSection(), 2);
    // What fits one program only does not meet the next one.
    goroutines->setGrouping(GroupingChoice(GoroutineGrouping::Label, "tenant"));
    QVERIFY(goroutines->arrangement().startsWith(QLatin1String("stack ")));
}

void TestKept::buttonsAndMenusAgree()
{
    const auto window = open();
    QVERIFY(window);
    StackPanel *stack = window->corePage()->panels()->stack();
    stack->setHideRuntime(false); // as its button does
    QVERIFY(!window->actions()->hideRuntime->isChecked());
    window->actions()->hideRuntime->trigger();
    QVERIFY(stack->hidesRuntime());
    window->corePage()->panels()->goroutines()->setShowSystem(true);
    QVERIFY(window->actions()->showSystem->isChecked());
    window->actions()->showSystem->trigger();
    QVERIFY(!window->corePage()->panels()->goroutines()->showsSystem());
}

void TestKept::resetForgets()
{
    const auto window = open();
    QVERIFY(window);
    window->corePage()->bottom()->open(BottomPanel::Page::Threads);
    ListView *threads = table(*window, QStringLiteral("Threads"));
    QTest::qWait(20);
    const int before = threads->header()->sectionSize(1);
    dragSection(threads->header(), 1, 60);
    QVERIFY(threads->header()->sectionSize(1) > before);
    window->actions()->foldHeader->trigger();
    window->corePage()->panels()->goroutines()->setGrouping(GoroutineGrouping::None);
    window->actions()->resetLayout->trigger();
    window->corePage()->bottom()->open(BottomPanel::Page::Threads);
    QTRY_COMPARE(threads->header()->sectionSize(1), before);
    QVERIFY(!window->actions()->foldHeader->isChecked());
    QVERIFY(window->corePage()->panels()->goroutines()->arrangement().startsWith(QLatin1String("stack 0 desc")));
    QSettings settings;
    settings.beginGroup("Columns");
    QCOMPARE(settings.allKeys(), QStringList());
}

/// The window says once that nothing could be kept, and closes then.
void TestKept::fullDiskIsTold()
{
    const QString usual = QFileInfo(QSettings().fileName()).dir().path();
    MainWindow window;
    window.kept()->restore();
    window.show();
    QFile obstacle(m_folder.filePath(QStringLiteral("obstacle")));
    QVERIFY(obstacle.open(QIODevice::WriteOnly));
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, obstacle.fileName());
    window.close();
    QVERIFY(window.isVisible());
    auto *box = window.findChild<QMessageBox *>();
    QVERIFY(box);
    QVERIFY2(box->text().contains(QLatin1String("could not be written")), qPrintable(box->text()));
    box->accept();
    QTRY_VERIFY(!window.isVisible());
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, QFileInfo(usual).path());
}

void TestKept::recentCoresAreToldApart()
{
    RecentCores recent;
    recent.add({.path = QStringLiteral("/a/core"),
                .opened = QDateTime::currentDateTime(),
                .program = QStringLiteral("orders"),
                .end = QStringLiteral("1 Nov 2026 10:00:00")});
    recent.add({.path = QStringLiteral("/b/core"),
                .opened = QDateTime::currentDateTime(),
                .program = QStringLiteral("a&b"),
                .end = QStringLiteral("2 Nov 2026 11:00:00")});
    const RecentCores again;
    QCOMPARE(again.index(1).data(RecentCores::TitleRole).toString(), QStringLiteral("orders, 1 Nov 2026 10:00:00"));
    MainWindow window;
    QStringList texts;
    for (const QAction *action : window.actions()->recentMenu->actions())
        texts << action->text();
    QCOMPARE(texts.first(), QStringLiteral("a&&b, 2 Nov 2026 11:00:00 — /b/core"));
    // One that is opened says of which program it is.
    const auto opened = open();
    QVERIFY(opened);
    const RecentCores now;
    QVERIFY(!now.index(0).data(RecentCores::ProgramRole).toString().isEmpty());
    QVERIFY(!now.index(0).data(RecentCores::EndRole).toString().isEmpty());
}

void TestKept::drop(MainWindow &window, const QStringList &paths)
{
    QMimeData data;
    QList<QUrl> urls;
    for (const QString &path : paths)
        urls << QUrl::fromLocalFile(path);
    data.setUrls(urls);
    window.opening()->openDropped(data);
}

void TestKept::dropped_data()
{
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<QString>("comes"); // "core", "dialog", a sentence
    QTest::newRow("core") << QStringList{QStringLiteral("one/core")} << QStringLiteral("core");
    QTest::newRow("folder with one core") << QStringList{QStringLiteral("one")} << QStringLiteral("core");
    QTest::newRow("folder with two") << QStringList{QStringLiteral("two")} << QStringLiteral("dialog");
    QTest::newRow("folder without") << QStringList{QStringLiteral("none")} << QStringLiteral("There is no core in");
    QTest::newRow("program and core") << QStringList{QStringLiteral("program"), QStringLiteral("one/core")}
                                      << QStringLiteral("core");
    QTest::newRow("missing") << QStringList{QStringLiteral("missing")}
                             << QStringLiteral("missing can’t be opened: No such file or directory.");
}

void TestKept::dropped()
{
    QFETCH(QStringList, names);
    QFETCH(QString, comes);
    const QTemporaryDir folder;
    const QDir dir(folder.path());
    for (const char *name : {"one", "two", "none"})
        QVERIFY(dir.mkdir(QLatin1String(name)));
    for (const char *name : {"one/core", "two/core.1", "two/core.2"})
        QVERIFY(QFile::link(m_fixture.victim().core, dir.filePath(QLatin1String(name))));
    QVERIFY(QFile::link(m_fixture.victim().executable, dir.filePath(QStringLiteral("program"))));
    QStringList paths;
    for (const QString &name : std::as_const(names))
        paths << dir.filePath(name);
    MainWindow window;
    window.resize(1200, 800);
    window.show();
    QStringList said;
    connect(window.opening(), &CoreOpening::said, this, [&said](const QString &sentence) { said << sentence; });
    drop(window, paths);
    if (comes == QLatin1String("core")) {
        QTRY_VERIFY_WITH_TIMEOUT(LiveFixture::isSettled(window), 60'000);
        if (names.size() > 1)
            QCOMPARE(window.session()->options().files.executable, dir.filePath(names.first()).toStdString());
    } else if (comes == QLatin1String("dialog")) {
        QTRY_VERIFY(window.findChild<QFileDialog *>());
        QCOMPARE(window.findChild<QFileDialog *>()->directory().path(), dir.filePath(QStringLiteral("two")));
    } else if (comes.startsWith(QLatin1String("missing"))) {
        QTRY_VERIFY(!window.startPage()->problem().isEmpty());
        QCOMPARE(window.startPage()->problem(), comes);
    } else {
        QTRY_VERIFY(!said.isEmpty());
        QVERIFY2(said.first().startsWith(comes), qPrintable(said.first()));
    }
}

/// What has a core open is asked first; the goroutine that was wanted is shown there.
void TestKept::sameCoreComesUp()
{
    MainWindow first;
    first.opening()->setShared();
    first.show();
    first.open(m_fixture.options());
    QTRY_VERIFY_WITH_TIMEOUT(LiveFixture::isSettled(first), 60'000);
    const QString path = m_fixture.victim().core;
    const QString identity = GivenFile::look(path).identity;
    const quint64 other = first.session()->selection().owner->id == 1 ? 2 : 1;
    QTRY_VERIFY(OpenCores::raise(identity, {})); // claimed by now
    MainWindow second;
    second.show();
    second.setWanted(other, {});
    QSignalSpy elsewhere(second.opening(), &CoreOpening::wentElsewhere);
    second.openCore(path);
    QTRY_COMPARE(elsewhere.size(), 1);
    QVERIFY(!second.session()->isOpen());
    QTRY_COMPARE(first.session()->selection().owner->id, other);
}

/// Of a core without its memory, the list says why it is empty.
void TestKept::cutCoreSaysWhy()
{
    QFile whole(m_fixture.victim().core);
    QVERIFY(whole.open(QIODevice::ReadOnly));
    QFile cut(m_folder.filePath(QStringLiteral("cut")));
    QVERIFY(cut.open(QIODevice::WriteOnly));
    constexpr qint64 headAndNotes = 64 * 1024;
    cut.write(whole.read(headAndNotes));
    cut.close();
    MainWindow window;
    window.show();
    OpenOptions options = m_fixture.options();
    options.core = cut.fileName().toStdString();
    window.open(options);
    QTRY_VERIFY_WITH_TIMEOUT(LiveFixture::isSettled(window), 60'000);
    const QString why = GoroutineFacts::whyNone(*window.session());
    QVERIFY2(why.contains(QLatin1String("cut off")) || why.startsWith(QStringLiteral("The goroutines can’t be read: ")),
             qPrintable(why));
    QVERIFY(why.endsWith(QLatin1Char('.')));
}

void TestKept::settingsExplainThemselves()
{
    PreferencesDialog dialog;
    dialog.show();
    for (const QWidget *field : std::initializer_list<const QWidget *>{dialog.sources(), dialog.folders()}) {
        QVERIFY(!field->accessibleName().isEmpty());
        QVERIFY(!field->accessibleDescription().isEmpty());
    }
    dialog.sources()->setPlainText(QStringLiteral("/build"));
    dialog.accept();
    QVERIFY(dialog.isVisible());
    QVERIFY(dialog.problem()->text().contains(QStringLiteral("“/build”")));
    dialog.sources()->setPlainText(QStringLiteral("/build = /home/me"));
    dialog.folders()->setPlainText(QStringLiteral("here"));
    dialog.accept();
    QVERIFY(dialog.isVisible());
    dialog.folders()->setPlainText(QStringLiteral("/srv/debug"));
    QSignalSpy changed(&dialog, &PreferencesDialog::changed);
    dialog.accept();
    QVERIFY(!dialog.isVisible());
    QCOMPARE(changed.size(), 1);
    QCOMPARE(Preferences::load().debugFolders, QStringList{QStringLiteral("/srv/debug")});
    // And a core that is opened then is looked at with them.
    const auto window = open();
    QVERIFY(window);
    QCOMPARE(window->session()->options().sourceMap.back().first, std::string("/build"));
}

QTEST_MAIN(TestKept)
#include "tst_kept.moc"
