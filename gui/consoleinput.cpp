// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/consoleinput.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QStringListModel>

#include <algorithm>
#include <array>

namespace Freezeframe
{

namespace
{

constexpr qsizetype mostRecalled = 1000; ///< lines

/// How much all have in common at their beginning.
QString commonStart(const QStringList &words)
{
    QString common = words.first();
    for (const QString &word : words) {
        const auto [end, other] = std::ranges::mismatch(common, word);
        common.truncate(end - common.begin());
    }
    return common;
}

}

ConsoleInput::ConsoleInput(QWidget *parent)
    : QLineEdit(parent)
    , m_words(new QStringListModel(this))
    , m_completer(new QCompleter(m_words, this))
{
    m_completer->setWidget(this);
    m_completer->setCaseSensitivity(Qt::CaseSensitive);
    m_completer->setModelSorting(QCompleter::UnsortedModel);
    connect(m_completer, qOverload<const QString &>(&QCompleter::activated), this, &ConsoleInput::replacePart);
    connect(this, &QLineEdit::textEdited, m_completer->popup(), &QWidget::hide);
}

bool ConsoleInput::event(QEvent *event)
{
    // F1 and Ctrl+L are the window's elsewhere, and Tab goes on to the next widget.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool isOurs = key->key() == Qt::Key_F1
            || (key->modifiers() == Qt::ControlModifier && (key->key() == Qt::Key_L || key->key() == Qt::Key_C));
        if (isOurs) {
            event->accept();
            return true;
        }
    }
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        // The list of completions asks the line first: what chooses there, or closes it, is not for the line.
        constexpr std::array ofList = {Qt::Key_Return, Qt::Key_Enter, Qt::Key_Tab, Qt::Key_Backtab, Qt::Key_Escape};
        if (m_completer->popup()->isVisible() && std::ranges::contains(ofList, key->key())) {
            event->ignore();
            return false;
        }
        if (key->key() == Qt::Key_Tab && key->modifiers() == Qt::NoModifier && !text().isEmpty()) {
            Q_EMIT completionWanted(text().first(cursorPosition()));
            return true;
        }
    }
    return QLineEdit::event(event);
}

void ConsoleInput::keyPressEvent(QKeyEvent *event)
{
    if (handleKey(*event))
        event->accept();
    else
        QLineEdit::keyPressEvent(event);
}

bool ConsoleInput::handleKey(const QKeyEvent &event)
{
    if (event.modifiers() == Qt::ControlModifier) {
        if (event.key() == Qt::Key_L)
            Q_EMIT clearWanted();
        else if (event.key() == Qt::Key_C && !hasSelectedText())
            Q_EMIT interruptWanted();
        else
            return false;
        return true;
    }
    switch (event.key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter: enter(); return true;
    case Qt::Key_Up: recall(-1); return true;
    case Qt::Key_Down: recall(1); return true;
    case Qt::Key_F1: {
        const QString before = text().first(cursorPosition()).trimmed();
        Q_EMIT helpWanted(before.section(QLatin1Char(' '), 0, 0));
        return true;
    }
    case Qt::Key_Escape:
        if (text().isEmpty())
            Q_EMIT left();
        clear();
        return true;
    default: return false;
    }
}

void ConsoleInput::enter()
{
    const QString line = text().trimmed();
    if (line.isEmpty() || isReadOnly())
        return;
    m_history.removeAll(line);
    m_history.append(line);
    if (m_history.size() > mostRecalled)
        m_history.removeFirst();
    m_recalled = m_history.size();
    m_typed.clear();
    clear();
    Q_EMIT entered(line);
}

void ConsoleInput::recall(int step)
{
    if (m_recalled == m_history.size())
        m_typed = text();
    const qsizetype wanted = std::clamp<qsizetype>(m_recalled + step, 0, m_history.size());
    if (wanted == m_recalled)
        return;
    m_recalled = wanted;
    setText(wanted == m_history.size() ? m_typed : m_history.at(wanted));
}

void ConsoleInput::complete(const QString &line, const QString &part, const QStringList &words)
{
    if (words.isEmpty() || text().first(cursorPosition()) != line)
        return;
    m_part = part;
    const QString common = commonStart(words);
    if (common.size() > part.size())
        replacePart(common);
    if (words.size() == 1) {
        if (!text().sliced(cursorPosition()).startsWith(QLatin1Char(' ')) && !line.contains(QLatin1Char(' ')))
            insert(QStringLiteral(" ")); // a command: its arguments are next
        return;
    }
    m_words->setStringList(words);
    m_completer->setCompletionPrefix(common.startsWith(part) ? common : part);
    const int width = m_completer->popup()->sizeHintForColumn(0) + fontMetrics().averageCharWidth() * 6;
    const QRect cursor = cursorRect();
    const int begin = cursor.center().x() - fontMetrics().horizontalAdvance(m_part);
    m_completer->complete({begin, cursor.top(), width, cursor.height()});
}

void ConsoleInput::replacePart(const QString &word)
{
    const int begin = cursorPosition() - int(m_part.size());
    setSelection(begin, int(m_part.size()));
    insert(word);
    m_part = word;
}

}
