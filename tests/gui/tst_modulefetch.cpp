// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/debuginfod.h"
#include "gui/bottompanel.h"
#include "gui/corepage.h"
#include "gui/listview.h"
#include "gui/modulefetch.h"
#include "model/modulemodel.h"
#include "model/session.h"
#include "tests/gui/corefixture.h"
#include "tests/support/debuginfodserver.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QMenu>
#include <QMessageBox>
#include <QPointer>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Freezeframe;

/// "Fetch Debug Information" of the list of modules: nothing is asked before the person agrees.
class TestModuleFetch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void fetchesWhenAgreed();
    void asksNobodyWhenDeclined();
    void tellsFailures_data();
    void tellsFailures();
    void cancels();

private:
    [[nodiscard]] ListView *list() const;
    [[nodiscard]] QModelIndex program() const;
    /// Chooses the menu's entry for the program; the question that follows.
    [[nodiscard]] QMessageBox *ask();
    static void answer(QMessageBox *box, QMessageBox::ButtonRole role);
    CoreFixture m_fixture;
    QByteArray m_id;
    QByteArray m_debug;
    QTemporaryDir m_folder;
    std::unique_ptr<QTemporaryDir> m_cache;
    std::unique_ptr<MainWindow> m_window;
};

void TestModuleFetch::initTestCase()
{
    const QString problem = m_fixture.prepare(QStringLiteral("sample"));
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    const auto file = ElfFile::openAt(m_fixture.victim().executable.toStdString());
    QVERIFY(file.has_value());
    m_id = QByteArray::fromStdString((*file)->buildId());
    qputenv("DEBUGINFOD_URLS", "http://127.0.0.1:9");
    if (const auto client = Debuginfod::open(); !client)
        QSKIP(client.error().message.c_str());
    const QString debug = m_folder.filePath(QStringLiteral("app.debug"));
    QCOMPARE(QProcess::execute(QStringLiteral("objcopy"),
                               {QStringLiteral("--only-keep-debug"), m_fixture.victim().executable, debug}),
             0);
    QCOMPARE(QProcess::execute(QStringLiteral("objcopy"),
                               {QStringLiteral("--strip-debug"), m_fixture.victim().executable,
                                m_folder.filePath(QStringLiteral("app"))}),
             0);
    QFile content(debug);
    QVERIFY(content.open(QIODevice::ReadOnly));
    m_debug = content.readAll();
}

void TestModuleFetch::init()
{
    m_cache = std::make_unique<QTemporaryDir>();
    qputenv("DEBUGINFOD_CACHE_PATH", m_cache->path().toLocal8Bit());
    qputenv("DEBUGINFOD_TIMEOUT", "30");
    qputenv("DEBUGINFOD_RETRY_LIMIT", "1");
    OpenOptions options = m_fixture.options();
    options.files.executable = m_folder.filePath(QStringLiteral("app")).toStdString();
    m_window = std::make_unique<MainWindow>();
    m_window->open(options);
    m_window->show();
    m_window->corePage()->bottom()->open(BottomPanel::Page::Modules);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->session()->isOpen() && !m_window->session()->isBusy(), 30'000);
    QTRY_VERIFY(program().isValid());
    QVERIFY(!m_window->session()->process()->hasDebugInformation);
}

void TestModuleFetch::cleanup()
{
    m_window.reset();
}

ListView *TestModuleFetch::list() const
{
    for (auto *view : m_window->findChildren<ListView *>()) {
        if (view->accessibleName() == QLatin1String("Modules"))
            return view;
    }
    return nullptr;
}

QModelIndex TestModuleFetch::program() const
{
    for (int row = 0; row < list()->model()->rowCount(); ++row) {
        const QModelIndex index = list()->model()->index(row, ModuleModel::BuildId);
        if (index.data().toString().toLatin1() == m_id)
            return index.siblingAtColumn(0);
    }
    return {};
}

QMessageBox *TestModuleFetch::ask()
{
    list()->setCurrentIndex(program());
    QContextMenuEvent event(QContextMenuEvent::Keyboard, {}, {});
    QApplication::sendEvent(list()->viewport(), &event);
    (void)QTest::qWaitFor([] { return QApplication::activePopupWidget() != nullptr; });
    const QPointer<QMenu> menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    for (QAction *action : menu ? menu->actions() : QList<QAction *>()) {
        if (action->text().remove(QLatin1Char('&')) == QStringLiteral("Fetch Its Debug Information…"))
            action->trigger();
    }
    if (menu)
        menu->close();
    return m_window->findChild<QMessageBox *>();
}

void TestModuleFetch::answer(QMessageBox *box, QMessageBox::ButtonRole role)
{
    for (QAbstractButton *button : box->buttons()) {
        if (box->buttonRole(button) == role) {
            QTest::mouseClick(button, Qt::LeftButton);
            return;
        }
    }
}

void TestModuleFetch::fetchesWhenAgreed()
{
    DebuginfodServer server;
    server.put(m_id, m_debug);
    m_window->session()->selectGoroutine(1, 2);
    QMessageBox *box = ask();
    QVERIFY(box);
    QVERIFY2(box->text().contains(QLatin1String("http://127.0.0.1:")), qPrintable(box->text()));
    QCOMPARE(server.questions(), 0); // it is only asked for
    answer(box, QMessageBox::AcceptRole);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->session()->isOpen() && m_window->session()->process()->hasDebugInformation,
                             30'000);
    QTRY_VERIFY(program().isValid());
    QCOMPARE(program().siblingAtColumn(ModuleModel::Symbols).data().toString(),
             QLatin1String("separate debug information"));
    // The person stays where they were.
    QTRY_VERIFY(m_window->session()->selection().owner && m_window->session()->selection().owner->id == 1);
}

void TestModuleFetch::asksNobodyWhenDeclined()
{
    DebuginfodServer server;
    server.put(m_id, m_debug);
    QMessageBox *box = ask();
    QVERIFY(box);
    answer(box, QMessageBox::RejectRole);
    QTest::qWait(100);
    QCOMPARE(server.questions(), 0);
}

void TestModuleFetch::tellsFailures_data()
{
    QTest::addColumn<bool>("isOther");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("404") << false << QStringLiteral("No server has debug information for it");
    QTest::newRow("another program’s") << true << QStringLiteral("refused");
}

void TestModuleFetch::tellsFailures()
{
    QFETCH(bool, isOther);
    QFETCH(QString, sentence);
    DebuginfodServer server;
    if (isOther) {
        QFile other(QCoreApplication::applicationFilePath());
        QVERIFY(other.open(QIODevice::ReadOnly));
        server.put(m_id, other.readAll());
    }
    QSignalSpy ended(list()->findChild<ModuleFetch *>(), &ModuleFetch::ended);
    QMessageBox *box = ask();
    QVERIFY(box);
    answer(box, QMessageBox::AcceptRole);
    QTRY_COMPARE(ended.size(), 1);
    const QString told = ended.constFirst().constFirst().toString();
    QVERIFY2(told.contains(sentence), qPrintable(told));
    QVERIFY(!m_window->session()->process()->hasDebugInformation);
}

void TestModuleFetch::cancels()
{
    DebuginfodServer server(DebuginfodServer::Manner::Stalls);
    QSignalSpy ended(list()->findChild<ModuleFetch *>(), &ModuleFetch::ended);
    QMessageBox *box = ask();
    QVERIFY(box);
    answer(box, QMessageBox::AcceptRole);
    QToolButton *cancel = nullptr;
    const auto isShown = [&] {
        for (auto *button : list()->findChildren<QToolButton *>()) {
            if (button->isVisible() && button->text() == QLatin1String("Cancel"))
                cancel = button;
        }
        return cancel != nullptr;
    };
    QVERIFY(QTest::qWaitFor(isShown, 10'000));
    QTRY_VERIFY(server.questions() > 0);
    QTest::mouseClick(cancel, Qt::LeftButton);
    QTRY_COMPARE(ended.size(), 1);
    QVERIFY(ended.constFirst().constFirst().toString().startsWith(QLatin1String("Cancelled")));
}

QTEST_MAIN(TestModuleFetch)
#include "tst_modulefetch.moc"
