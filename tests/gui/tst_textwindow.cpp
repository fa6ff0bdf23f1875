// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/goroutinepanel.h"
#include "gui/mainwindow.h"
#include "gui/windowactions.h"
#include "model/goroutinemodel.h"
#include "model/session.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Freezeframe;

namespace
{

const QByteArray dump
    = "panic: boom\n\n" "goroutine 1 [running]:\nmain.fail(0x1)\n\t/src/main.go:12 +0x45\nmain.main()\n" "\t/src/main.go:7 +0x1d\n\n" "goroutine 18 [chan receive, 5 minutes]:\nmain.wait(...)\n\t/src/main.go:31\n" "created by main.main in goroutine 1\n\t/src/main.go:9 +0x9a\n";

}

/// A text with goroutines in the window, from a file and from the clipboard.
class TestTextWindow : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void opensAFile();
    void opensWhatWasCopied();
    void refusesOtherText();

private:
    static void look(MainWindow &window);
    QTemporaryDir m_folder;
};

void TestTextWindow::initTestCase()
{
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_folder.path());
}

void TestTextWindow::look(MainWindow &window)
{
    Session *session = window.session();
    QTRY_VERIFY_WITH_TIMEOUT(session->findings() && !session->isBusy(), 30'000);
    QCOMPARE(session->goroutines().table->size(), size_t(2));
    QVERIFY(session->selection().owner == (StackOwner{StackOwner::Kind::Goroutine, 1})); // the one that panicked
    QVERIFY(session->stack());
    QCOMPARE(session->stack()->frames.size(), size_t(2));
    QSignalSpy failed(session, &Session::variablesFailed);
    session->selectGoroutine(18);
    QTRY_VERIFY(session->stack() && session->stack()->owner.id == 18);
    QTRY_VERIFY(!failed.isEmpty());
    QVERIFY(failed.last().at(0).value<Error>().message.starts_with("this is a text"));
    QTRY_VERIFY(!session->isBusy());
}

void TestTextWindow::opensAFile()
{
    const QString path = m_folder.filePath(QStringLiteral("panic.log"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(dump);
    file.close();
    MainWindow window;
    window.resize(1400, 900);
    window.show();
    window.openCore(path);
    look(window);
    const auto *panel = window.findChild<GoroutinePanel *>();
    QTRY_COMPARE(panel->model()->arrangement().rows.size(), size_t(2));
    QVERIFY(window.windowTitle().contains(QStringLiteral("panic.log")));
}

void TestTextWindow::opensWhatWasCopied()
{
    QGuiApplication::clipboard()->setText(QString::fromUtf8(dump));
    MainWindow window;
    window.resize(1400, 900);
    window.show();
    window.actions()->pasteText->trigger();
    look(window);
}

void TestTextWindow::refusesOtherText()
{
    QGuiApplication::clipboard()->setText(QStringLiteral("nothing of this kind"));
    MainWindow window;
    window.show();
    QSignalSpy failed(window.session(), &Session::failed);
    window.actions()->pasteText->trigger();
    QTRY_VERIFY(!failed.isEmpty());
    QVERIFY(!window.session()->isOpen());
}

QTEST_MAIN(TestTextWindow)
#include "tst_textwindow.moc"
