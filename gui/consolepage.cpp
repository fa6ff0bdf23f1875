// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/consolepage.h"

#include "gui/consoleinput.h"
#include "gui/fonts.h"
#include "gui/symboliciconengine.h"
#include "gui/theme.h"
#include "model/commandrun.h"

#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QSaveFile>
#include <QScrollBar>
#include <QTextBlock>
#include <QToolButton>

#include <memory>

namespace Freezeframe
{

namespace
{

constexpr int keptLines = 20'000;
constexpr int tabCharacters = 8;

}

ConsolePage::ConsolePage(Session *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_run(new CommandRun(session, this))
    , m_output(new QPlainTextEdit(this))
    , m_prompt(new QLabel(m_run->prompt(), this))
    , m_input(new ConsoleInput(this))
    , m_stop(new QToolButton(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_output, 1);
    setupOutput();
    setupInput();
    setFocusProxy(m_input);
    connect(session, &Session::opening, m_output, &QPlainTextEdit::clear);
    connect(m_run, &CommandRun::started, this, [this](const QString &line) {
        append(m_prompt->text() + line + QLatin1Char('\n'), Kind::Command);
        setRunning(true);
    });
    connect(m_run, &CommandRun::answered, this, [this](const QString &text) { append(text, Kind::Answer); });
    connect(m_run, &CommandRun::failed, this, [this](const QString &sentence) {
        append(tr("Command failed: %1").arg(sentence) + QLatin1Char('\n'), Kind::Failure);
    });
    connect(m_run, &CommandRun::ended, this, [this] {
        setRunning(false);
        // When whoever started it has its answer.
        QMetaObject::invokeMethod(this, &ConsolePage::runNext, Qt::QueuedConnection);
    });
    connect(session, &Session::opening, this, [this] { m_waiting.clear(); });
    connect(m_run, &CommandRun::closed, this, &ConsolePage::closed);
    connect(m_run, &CommandRun::promptChanged, m_prompt, &QLabel::setText);
    connect(m_run, &CommandRun::completed, m_input, &ConsoleInput::complete);
    setRunning(false);
}

void ConsolePage::setupOutput()
{
    m_output->setReadOnly(true);
    m_output->setFrameShape(QFrame::NoFrame);
    m_output->setFont(codeFont());
    m_output->setUndoRedoEnabled(false);
    m_output->setMaximumBlockCount(keptLines);
    m_output->setTabStopDistance(QFontMetricsF(codeFont()).horizontalAdvance(QLatin1Char(' ')) * tabCharacters);
    m_output->document()->setDocumentMargin(gridUnit(fontMetrics()) / 2.0);
    m_output->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_output->setPlaceholderText(tr(
        "Delve’s commands work here: help lists them, help COMMAND explains one, crash says why it died. " "A click elsewhere in the window moves the console too."));
    m_output->setAccessibleName(tr("Answers of the Console"));
    m_output->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_output, &QWidget::customContextMenuRequested, this, &ConsolePage::showMenu);
}

void ConsolePage::setupInput()
{
    const int unit = gridUnit(fontMetrics());
    auto *line = new QWidget(this);
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(unit / 2, unit / 4, unit / 2, unit / 4);
    row->setSpacing(0);
    m_prompt->setFont(codeFont());
    m_prompt->setTextFormat(Qt::PlainText);
    m_prompt->setBuddy(m_input);
    m_input->setFont(codeFont());
    m_input->setAccessibleName(tr("Command"));
    m_input->setToolTip(tr("Tab completes, ↑ and ↓ go through what was typed, F1 explains the command, Ctrl+L clears"));
    m_stop->setAutoRaise(true);
    m_stop->setIcon(symbolicIcon(QStringLiteral("dialog-cancel")));
    m_stop->setText(tr("Stop"));
    m_stop->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_stop->setToolTip(tr("Stop the command; what it has told stays (Ctrl+C)"));
    row->addWidget(m_prompt);
    row->addWidget(m_input, 1);
    row->addWidget(m_stop);
    layout()->addWidget(line);
    connect(m_input, &ConsoleInput::entered, m_run, &CommandRun::run);
    connect(m_input, &ConsoleInput::completionWanted, m_run, &CommandRun::complete);
    connect(m_input, &ConsoleInput::helpWanted, this,
            [this](const QString &word) { m_run->run((QStringLiteral("help ") + word).trimmed()); });
    connect(m_input, &ConsoleInput::clearWanted, m_output, &QPlainTextEdit::clear);
    connect(m_input, &ConsoleInput::interruptWanted, m_run, &CommandRun::cancel);
    connect(m_input, &ConsoleInput::left, this, &ConsolePage::left);
    connect(m_stop, &QToolButton::clicked, this, [this] {
        m_run->cancel();
        m_input->setFocus();
    });
}

void ConsolePage::runAll(const QStringList &lines)
{
    m_waiting += lines;
    runNext();
}

void ConsolePage::runNext()
{
    if (!m_waiting.isEmpty() && !m_run->isRunning())
        m_run->run(m_waiting.takeFirst());
}

void ConsolePage::setRunning(bool running)
{
    m_input->setReadOnly(running);
    m_input->setPlaceholderText(running ? tr("running…") : QString());
    m_stop->setVisible(running);
}

/// At the end, where a person is, unless they have scrolled away from it.
void ConsolePage::append(const QString &text, Kind kind)
{
    QScrollBar *bar = m_output->verticalScrollBar();
    const bool isAtEnd = bar->value() >= bar->maximum() - 1;
    const Theme theme;
    QTextCharFormat format;
    if (kind == Kind::Command)
        format.setFont(semiBold(codeFont()));
    format.setForeground(theme.color(kind == Kind::Failure ? Theme::Role::Crash : Theme::Role::Text));
    QTextCursor cursor(m_output->document());
    cursor.movePosition(QTextCursor::End);
    const int first = cursor.blockNumber();
    cursor.insertText(text, format);
    for (QTextBlock block = m_output->document()->findBlockByNumber(first);
         block.isValid() && block != m_output->document()->lastBlock(); block = block.next())
        block.setUserState(int(kind));
    if (isAtEnd || kind == Kind::Command)
        bar->setValue(bar->maximum());
}

void ConsolePage::colourAll()
{
    const Theme theme;
    for (QTextBlock block = m_output->document()->firstBlock(); block.isValid(); block = block.next()) {
        QTextCursor cursor(block);
        cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
        QTextCharFormat format;
        format.setForeground(
            theme.color(block.userState() == int(Kind::Failure) ? Theme::Role::Crash : Theme::Role::Text));
        cursor.mergeCharFormat(format);
    }
}

void ConsolePage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        colourAll();
}

void ConsolePage::showMenu(const QPoint &position)
{
    const std::unique_ptr<QMenu> menu(new QMenu(this));
    QAction *copy = menu->addAction(tr("&Copy"), m_output, &QPlainTextEdit::copy);
    copy->setEnabled(m_output->textCursor().hasSelection());
    menu->addAction(tr("Select &All"), m_output, &QPlainTextEdit::selectAll);
    menu->addSeparator();
    QAction *save = menu->addAction(tr("&Save Output…"), this, &ConsolePage::saveOutput);
    QAction *clear = menu->addAction(tr("C&lear"), m_output, &QPlainTextEdit::clear);
    for (QAction *action : {save, clear})
        action->setEnabled(!m_output->document()->isEmpty());
    menu->exec(m_output->viewport()->mapToGlobal(position));
}

void ConsolePage::saveOutput()
{
    auto *dialog = new QFileDialog(this, tr("Save Output"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(QStringLiteral("console.txt"));
    connect(dialog, &QFileDialog::fileSelected, this, &ConsolePage::writeOutput);
    dialog->open();
}

void ConsolePage::writeOutput(const QString &path)
{
    QSaveFile file(path);
    const bool isSaved
        = file.open(QIODevice::WriteOnly) && file.write(m_output->toPlainText().toUtf8()) >= 0 && file.commit();
    if (isSaved)
        return;
    auto *box = new QMessageBox(QMessageBox::Warning, tr("Save Output"), tr("%1: %2").arg(path, file.errorString()),
                                QMessageBox::Ok, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

}
