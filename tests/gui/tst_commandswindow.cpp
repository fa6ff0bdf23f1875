// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/console/commandhelp.h"
#include "corefixture.h"
#include "gui/commandswindow.h"
#include "gui/consolepage.h"
#include "gui/listview.h"
#include "gui/windowactions.h"
#include "model/commandlist.h"
#include "model/commandrun.h"
#include "model/session.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QTest>

using namespace Freezeframe;

/// The page of all commands, with and without a core.
class TestCommandsWindow : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void model();
    void found_data();
    void found();
    void everyCommandIsExplained();
    void examplesAreRun();
    void withoutCore();

private:
    [[nodiscard]] static QPushButton *runButton(const CommandsWindow &window);
};

QPushButton *TestCommandsWindow::runButton(const CommandsWindow &window)
{
    for (auto *button : window.findChildren<QPushButton *>()) {
        if (button->text().contains(QLatin1String("Example")))
            return button;
    }
    return nullptr;
}

void TestCommandsWindow::model()
{
    CommandList list;
    const QAbstractItemModelTester tester(&list, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(list.rowCount(), int(allCommands().size()));
    QVERIFY(!list.data({}, Qt::DisplayRole).isValid());
}

void TestCommandsWindow::found_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("first"); // empty: nothing
    QTest::newRow("name") << "examinemem" << "examinemem, x";
    QTest::newRow("alias") << "grs" << "goroutines, grs";
    QTest::newRow("deed") << "raw memory" << "examinemem, x";
    QTest::newRow("nothing") << "qqq" << "";
}

void TestCommandsWindow::found()
{
    QFETCH(const QString, text);
    QFETCH(const QString, first);
    CommandsWindow window(true, nullptr);
    window.setAttribute(Qt::WA_DeleteOnClose, false);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTest::keyClicks(window.findChild<QLineEdit *>(), text);
    QCOMPARE(window.list()->model()->index(0, 0).data().toString(), first);
    if (!first.isEmpty())
        QVERIFY(window.findChild<QPlainTextEdit *>()->toPlainText().contains(QLatin1String("When to use it")));
    QTest::keyClick(&window, Qt::Key_Escape);
    QVERIFY(!window.isVisible());
}

/// Each has what it does, when to use it or why a core can't, and, where there is one, an example with its answer.
void TestCommandsWindow::everyCommandIsExplained()
{
    CommandsWindow window(true, nullptr);
    window.setAttribute(Qt::WA_DeleteOnClose, false);
    window.show();
    const QAbstractItemModel *rows = window.list()->model();
    for (int row = 0; row < rows->rowCount(); ++row) {
        const QModelIndex index = rows->index(row, 0);
        window.list()->setCurrentIndex(index);
        const QString text = window.findChild<QPlainTextEdit *>()->toPlainText();
        const QString name = index.data().toString();
        const bool isRefused = index.data(MutedRole).toBool();
        QVERIFY2(text.contains(isRefused ? QLatin1String("Not for a core: ") : QLatin1String("When to use it: ")),
                 qPrintable(name));
        const QStringList lines = index.data(CommandList::ExampleRole).toStringList();
        QCOMPARE(runButton(window)->isEnabled(), !lines.isEmpty());
        if (!lines.isEmpty())
            QVERIFY2(text.contains(QLatin1String("(freezeframe) ") + lines.first()), qPrintable(name));
    }
}

void TestCommandsWindow::examplesAreRun()
{
    CoreFixture fixture;
    if (const QString problem = fixture.prepare(QStringLiteral("sample")); !problem.isEmpty())
        QSKIP(qPrintable(problem));
    const auto main = fixture.open();
    main->show();
    auto *session = main->findChild<Session *>();
    QTRY_VERIFY_WITH_TIMEOUT(session->isOpen() && session->frame() && !session->isBusy(), 30'000);
    main->actions()->commands->trigger();
    auto *window = main->findChild<CommandsWindow *>();
    QVERIFY(window && window->isVisible());
    const QAbstractItemModel *rows = window->list()->model();
    for (const char *name : {"print, p", "down"}) {
        const auto found = rows->match(rows->index(0, 0), Qt::DisplayRole, QLatin1String(name), 1, Qt::MatchExactly);
        QCOMPARE(found.size(), 1);
        window->list()->setCurrentIndex(found.first());
        QTest::mouseClick(runButton(*window), Qt::LeftButton);
    }
    auto *console = main->findChild<ConsolePage *>();
    QVERIFY(console->isVisible());
    // All of both, one after the other.
    QTRY_VERIFY(console->output()->toPlainText().contains(QLatin1String("(freezeframe) down\n"))
                && !console->commands()->isRunning());
    QVERIFY(console->output()->toPlainText().contains(
        QRegularExpression(QStringLiteral("\\(freezeframe\\) print c\\.hits\n\\d+\n"))));
    QVERIFY(console->output()->toPlainText().contains(QLatin1String("(freezeframe) up 3\n")));
    QCOMPARE(*session->selection().frame, *session->crash()->frame + 2);
}

void TestCommandsWindow::withoutCore()
{
    CommandsWindow window(false, nullptr);
    window.setAttribute(Qt::WA_DeleteOnClose, false);
    window.show();
    QVERIFY(!runButton(window)->isEnabled());
    QCOMPARE(runButton(window)->toolTip(), QStringLiteral("Open a core first"));
}

QTEST_MAIN(TestCommandsWindow)
#include "tst_commandswindow.moc"
