// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/assemblypane.h"
#include "gui/assemblyview.h"
#include "gui/bottompanel.h"
#include "gui/corepage.h"
#include "gui/mainwindow.h"
#include "gui/panelarea.h"
#include "gui/registerline.h"
#include "gui/sourcepanel.h"
#include "gui/windowactions.h"
#include "model/registermodel.h"
#include "model/session.h"
#include "tests/gui/corefixture.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QSettings>
#include <QTest>
#include <QTextBlock>

using namespace Freezeframe;

/// Reads machine code in the window over the core of the bundled sample, by clicks and keys.
class TestDisassembly : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void marksWhereTheFrameStands();
    void mixesSourceOnDemand();
    void flavorIsRemembered();
    void followsCalls_data();
    void followsCalls();
    void followsJumpsWithin();
    void menuLeadsOn();
    void saysWhoseRegisters();
    void registersHaveMeanings();

private:
    [[nodiscard]] AssemblyView *view() const { return panel()->assemblyPane()->view(); }
    [[nodiscard]] SourcePanel *panel() const { return m_window->corePage()->panels()->source(); }
    [[nodiscard]] Session *session() const { return m_window->session(); }
    [[nodiscard]] bool isSettled() const { return session()->isOpen() && !session()->isBusy(); }
    [[nodiscard]] const CodeListing &listing() const { return view()->listing(); }
    /// The first row for which @p isIt; -1 if there is none.
    [[nodiscard]] int rowWhere(const std::function<bool(const DisassemblyLine &)> &isIt) const;
    void clickRow(int row, Qt::KeyboardModifiers modifiers = {}, bool twice = false);
    /// Triggers an entry of the menu of the selected row, as a person would.
    void chooseInMenu(const QString &text);
    [[nodiscard]] QString registerText() const;

    CoreFixture m_fixture;
    std::unique_ptr<MainWindow> m_window;
};

void TestDisassembly::initTestCase()
{
    if (goToolchains().isEmpty())
        QSKIP("no Go toolchain on this machine");
    const QString problem = m_fixture.prepare(QStringLiteral("sample"));
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
}

void TestDisassembly::init()
{
    QSettings().remove(QStringLiteral("Disassembly"));
    m_window = m_fixture.open();
    QTRY_VERIFY_WITH_TIMEOUT(isSettled() && session()->isAtCrash(), 60'000);
    m_window->actions()->disassembly->trigger();
    QVERIFY(panel()->showsDisassembly());
    QTRY_VERIFY(isSettled() && !listing().rows().empty());
}

void TestDisassembly::cleanup()
{
    m_window.reset();
}

int TestDisassembly::rowWhere(const std::function<bool(const DisassemblyLine &)> &isIt) const
{
    for (int row = 0; row < int(listing().rows().size()); ++row) {
        if (const DisassemblyLine *line = listing().instruction(row); line && isIt(*line))
            return row;
    }
    return -1;
}

void TestDisassembly::clickRow(int row, Qt::KeyboardModifiers modifiers, bool twice)
{
    QTextCursor cursor(view()->document()->findBlockByNumber(row));
    view()->setTextCursor(cursor);
    view()->centerCursor();
    const QPoint place = view()->cursorRect(cursor).center() + QPoint(60, 0);
    QTest::mouseClick(view()->viewport(), Qt::LeftButton, modifiers, place);
    if (twice)
        QTest::mouseDClick(view()->viewport(), Qt::LeftButton, modifiers, place);
}

void TestDisassembly::chooseInMenu(const QString &text)
{
    QContextMenuEvent event(QContextMenuEvent::Keyboard, view()->cursorRect().center(),
                            view()->viewport()->mapToGlobal(view()->cursorRect().center()));
    QApplication::sendEvent(view()->viewport(), &event);
    QMenu *menu = nullptr;
    QTRY_VERIFY((menu = qobject_cast<QMenu *>(QApplication::activePopupWidget())));
    QAction *action = nullptr;
    for (QAction *one : menu->actions()) {
        if (one->text().remove(u'&') == text)
            action = one;
    }
    QVERIFY2(action && action->isEnabled(), qPrintable(text));
    action->trigger();
    menu->close();
}

QString TestDisassembly::registerText() const
{
    QString text;
    for (const Run &run : panel()->assemblyPane()->registers()->runs())
        text += run.text;
    return text;
}

void TestDisassembly::marksWhereTheFrameStands()
{
    const DisassemblyLine *marked = listing().instruction(view()->markedLine() - 1);
    QVERIFY(marked);
    QCOMPARE(marked->address, session()->frame()->pc);
    QCOMPARE(view()->selectedInstruction(), marked);
    QCOMPARE(listing().place(view()->selectedRow()).line, 44);
    // In Go's own syntax, if nobody chose another.
    const QString text = view()->toPlainText();
    QVERIFY2(text.contains(QRegularExpression(QStringLiteral("CALL +\\S+\\(SB\\)"))), qPrintable(text.first(2000)));
    QVERIFY(!listing().jumps().jumps().empty());
    QVERIFY(view()->gutterWidth() > panel()->sourceView()->gutterWidth() / 2);
    // Another frame stands at its call.
    m_window->actions()->frameDown->trigger();
    QTRY_VERIFY(isSettled() && listing().disassembly().function == session()->frame()->function);
    const DisassemblyLine *call = listing().instruction(view()->markedLine() - 1);
    QVERIFY(call && call->isCall);
    QVERIFY(call->address < session()->frame()->pc);
}

void TestDisassembly::mixesSourceOnDemand()
{
    const QString line = QStringLiteral("cache.go:44  if c.now().After(e.expires) {");
    QVERIFY(view()->toPlainText().contains(line));
    const Address before = view()->selectedInstruction()->address;
    chooseInMenu(QStringLiteral("Source Lines Between"));
    QVERIFY(!view()->toPlainText().contains(QStringLiteral("cache.go:44")));
    QCOMPARE(view()->selectedInstruction()->address, before);
    QCOMPARE(listing().instruction(view()->markedLine() - 1)->address, before);
    chooseInMenu(QStringLiteral("Bytes of Instructions"));
    QVERIFY(view()->toPlainText().contains(QString::fromStdString(view()->selectedInstruction()->bytes)));
    chooseInMenu(QStringLiteral("Source Lines Between"));
    QVERIFY(view()->toPlainText().contains(line));
}

void TestDisassembly::flavorIsRemembered()
{
    const Address before = view()->selectedInstruction()->address;
    chooseInMenu(QStringLiteral("Intel Syntax"));
    QTRY_VERIFY(isSettled() && view()->toPlainText().contains(QLatin1String("qword ptr [rsp")));
    QCOMPARE(view()->selectedInstruction()->address, before);
    chooseInMenu(QStringLiteral("GNU Syntax (AT&T)").remove(u'&'));
    QTRY_VERIFY(isSettled() && view()->toPlainText().contains(QLatin1String("(%rsp)")));
    m_window.reset();
    m_window = m_fixture.open();
    QTRY_VERIFY_WITH_TIMEOUT(isSettled() && session()->isAtCrash(), 60'000);
    QVERIFY(session()->disassemblyFlavor() == DisassemblyFlavor::Gnu);
}

void TestDisassembly::followsCalls_data()
{
    QTest::addColumn<int>("how");
    QTest::newRow("Return") << 0;
    QTest::newRow("double click") << 1;
    QTest::newRow("Ctrl+click") << 2;
    QTest::newRow("menu") << 3;
}

void TestDisassembly::followsCalls()
{
    QFETCH(const int, how);
    const std::string home = listing().disassembly().function;
    const int row = rowWhere([&home](const DisassemblyLine &line) {
        return line.isCall && line.target && line.text.find("morestack") != std::string::npos;
    });
    QVERIFY(row >= 0);
    clickRow(row, how == 2 ? Qt::ControlModifier : Qt::NoModifier, how == 1);
    QCOMPARE(view()->selectedRow(), row);
    if (how == 0)
        QTest::keyClick(view(), Qt::Key_Return);
    if (how == 3)
        chooseInMenu(QStringLiteral("Go to Target"));
    QTRY_VERIFY(isSettled() && listing().disassembly().function.starts_with("runtime.morestack"));
    QVERIFY(session()->isAtCrash()); // still in the frame
    QVERIFY(session()->selection().code);
    QCOMPARE(view()->markedLine(), 0); // it does not stand here
    QCOMPARE(view()->selectedInstruction()->address, *session()->selection().code);
    m_window->actions()->back->trigger();
    QTRY_VERIFY(isSettled() && listing().disassembly().function == home);
    QVERIFY(view()->markedLine() > 0);
    m_window->actions()->forward->trigger();
    QTRY_VERIFY(isSettled() && listing().disassembly().function.starts_with("runtime.morestack"));
    // The source is that of the frame.
    m_window->actions()->disassembly->trigger();
    QTRY_VERIFY(isSettled() && !panel()->showsDisassembly());
    QVERIFY(!session()->selection().code);
}

void TestDisassembly::followsJumpsWithin()
{
    const int row = rowWhere([this](const DisassemblyLine &line) {
        return !line.isCall && line.target && listing().rowOf(*line.target) >= 0;
    });
    QVERIFY(row >= 0);
    const Address target = *listing().instruction(row)->target;
    clickRow(row);
    QTest::keyClick(view(), Qt::Key_Enter);
    QTRY_VERIFY(isSettled() && view()->selectedInstruction() && view()->selectedInstruction()->address == target);
    QVERIFY(view()->markedLine() > 0); // it is still the code of the frame
    // Where there is nothing to follow, Return does nothing.
    const int plain = rowWhere([](const DisassemblyLine &line) { return !line.target; });
    clickRow(plain);
    QTest::keyClick(view(), Qt::Key_Return);
    QVERIFY(isSettled());
    QCOMPARE(view()->selectedRow(), plain);
}

void TestDisassembly::menuLeadsOn()
{
    const DisassemblyLine line = *view()->selectedInstruction();
    chooseInMenu(QStringLiteral("Copy Address"));
    QCOMPARE(QApplication::clipboard()->text(), QString::fromStdString(line.address.toString()));
    chooseInMenu(QStringLiteral("Copy"));
    QVERIFY(QApplication::clipboard()->text().trimmed().startsWith(QString::fromStdString(line.address.toString())));
    chooseInMenu(QStringLiteral("Show in Memory"));
    QVERIFY(m_window->corePage()->bottom()->isOpen());
    chooseInMenu(QStringLiteral("Show Source Line"));
    QTRY_VERIFY(isSettled() && !panel()->showsDisassembly());
    QCOMPARE(panel()->sourceView()->markedLine(), line.line);
}

void TestDisassembly::saysWhoseRegisters()
{
    QVERIFY2(registerText().startsWith(QLatin1String("Before it:")), qPrintable(registerText()));
    const int other = rowWhere([this](const DisassemblyLine &line) {
        return line.address != session()->frame()->pc && std::ranges::contains(line.registers, "rsp");
    });
    clickRow(other);
    QVERIFY2(registerText().startsWith(QLatin1String("At the marked instruction, not here:")),
             qPrintable(registerText()));
    QVERIFY2(registerText().contains(QRegularExpression(QStringLiteral("SP *0x[0-9a-f]+"))),
             qPrintable(registerText()));
    m_window->actions()->frameDown->trigger();
    QTRY_VERIFY(isSettled() && listing().disassembly().function == session()->frame()->function);
    QVERIFY2(registerText().startsWith(QLatin1String("At this call, as far as known:")), qPrintable(registerText()));
}

/// Of a thread as the core holds it, whole; of a caller less is known.
void TestDisassembly::registersHaveMeanings()
{
    const auto *model = m_window->findChild<RegisterModel *>();
    QVERIFY(model);
    const auto text = [model](const char *name, RegisterModel::Column column) {
        for (int row = 0; row < model->rowCount(); ++row) {
            if (model->index(row, RegisterModel::Name).data().toString() == QLatin1String(name))
                return model->index(row, column).data().toString();
        }
        return QStringLiteral("not there");
    };
    session()->selectThread(session()->threads()->front().tid, 0);
    QTRY_VERIFY(isSettled() && session()->frame() && model->rowCount() > 30);
    QVERIFY2(text("eflags", RegisterModel::Meaning).contains(QRegularExpression(QStringLiteral("\\bIF\\b"))),
             qPrintable(text("eflags", RegisterModel::Meaning)));
    QCOMPARE(text("xmm0", RegisterModel::Hexadecimal).size(), 34);
    QCOMPARE(text("xmm0", RegisterModel::Decimal), QString());
    QVERIFY(text("rip", RegisterModel::Meaning).startsWith(QString::fromStdString(session()->frame()->function)));
    QVERIFY(text("rsp", RegisterModel::Caller).startsWith(QLatin1String("0x")));
    const QString caller = text("rsp", RegisterModel::Caller);
    const int whole = model->rowCount();
    session()->selectFrame(1);
    QTRY_VERIFY(isSettled() && model->rowCount() < whole);
    QCOMPARE(text("rsp", RegisterModel::Hexadecimal), caller);
}

QTEST_MAIN(TestDisassembly)
#include "tst_disassembly.moc"
