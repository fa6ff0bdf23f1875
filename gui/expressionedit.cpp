// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/expressionedit.h"

#include "gui/fonts.h"
#include "gui/linepopup.h"
#include "gui/listdelegates.h"
#include "model/completionmodel.h"
#include "model/expressionhistory.h"

#include <QKeyEvent>
#include <QScreen>

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr int mostRows = 10; ///< of the completions that are seen at once

}

ExpressionEdit::ExpressionEdit(Session *session, QWidget *parent)
    : QLineEdit(parent)
    , m_model(new CompletionModel(session, this))
    , m_popup(new LinePopup(this))
{
    setFont(codeFont());
    setClearButtonEnabled(true);
    setupPopup();
    connect(this, &QLineEdit::textEdited, this, &ExpressionEdit::askIfTyped);
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] {
        if (m_model->rowCount() == 0)
            m_popup->hide();
    });
    connect(m_model, &CompletionModel::completed, this, &ExpressionEdit::showCompletions);
    connect(m_popup, &ListView::rowChosen, this, &ExpressionEdit::take);
}

void ExpressionEdit::setupPopup()
{
    m_popup->setModel(m_model);
    m_popup->setItemDelegate(new CompletionDelegate(m_popup));
    m_popup->setAccessibleName(tr("What may stand here"));
}

void ExpressionEdit::ask()
{
    m_model->complete(text().first(cursorPosition()));
}

void ExpressionEdit::askIfTyped()
{
    m_recalled = -1;
    const QString before = text().first(cursorPosition());
    const QChar last = before.isEmpty() ? QChar() : before.back();
    if (last.isLetterOrNumber() || last == QLatin1Char('_') || last == QLatin1Char('.'))
        ask();
    else
        m_model->clear();
}

void ExpressionEdit::showCompletions()
{
    const QString before = text().first(cursorPosition());
    const bool isTyped = m_model->rowCount() == 1
        && m_model->index(0).data().toString() == before.sliced(std::min(m_model->begin(), before.size()));
    if (!hasFocus() || before != m_model->text() || m_model->rowCount() == 0 || isTyped) {
        m_popup->hide();
        return;
    }
    const int rows = std::min(m_model->rowCount(), mostRows);
    const int wide = m_popup->fontMetrics().averageCharWidth() * 56;
    const int high = m_popup->heightFor(rows);
    const int left = fontMetrics().horizontalAdvance(before.first(m_model->begin()));
    const int inLine = cursorRect().left() - fontMetrics().horizontalAdvance(before) + left;
    QPoint place = mapToGlobal(QPoint(std::max(inLine, 0), height() + 2));
    // The line stands at the window's lower edge: the list opens upwards where there is no room below.
    if (const QRect room = screen()->availableGeometry(); place.y() + high > room.bottom())
        place.setY(mapToGlobal(QPoint()).y() - high - 2);
    m_popup->setGeometry({place, QSize(wide, high)});
    m_popup->setCurrentIndex({}); // Enter is for the line until a person chooses
    m_popup->show();
}

void ExpressionEdit::take(const QModelIndex &index)
{
    const QString word = index.data().toString();
    if (word.isEmpty() || text().first(cursorPosition()) != m_model->text())
        return;
    const qsizetype begin = m_model->begin();
    setSelection(int(begin), cursorPosition() - int(begin));
    insert(word);
    m_model->clear();
}

void ExpressionEdit::remember()
{
    ExpressionHistory::add(text().trimmed());
    m_recalled = -1;
}

bool ExpressionEdit::event(QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        // Tab goes to the next widget where there is nothing to be completed.
        if (key->key() == Qt::Key_Tab && key->modifiers() == Qt::NoModifier && !text().isEmpty()) {
            if (m_popup->isVisible())
                take(m_popup->currentIndex().isValid() ? m_popup->currentIndex() : m_model->index(0));
            else
                ask();
            return true;
        }
    }
    return QLineEdit::event(event);
}

void ExpressionEdit::keyPressEvent(QKeyEvent *event)
{
    if (handleKey(*event))
        event->accept();
    else
        QLineEdit::keyPressEvent(event);
}

bool ExpressionEdit::handleKey(const QKeyEvent &event)
{
    const bool isOpen = m_popup->isVisible();
    switch (event.key()) {
    case Qt::Key_Space:
        if (event.modifiers() != Qt::ControlModifier)
            return false;
        ask();
        return true;
    case Qt::Key_Down:
    case Qt::Key_Up: {
        const int by = event.key() == Qt::Key_Down ? 1 : -1;
        if (isOpen)
            step(by);
        else
            recall(by);
        return true;
    }
    case Qt::Key_PageDown:
    case Qt::Key_PageUp:
        if (isOpen)
            step(event.key() == Qt::Key_PageDown ? mostRows - 1 : 1 - mostRows);
        return isOpen;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (isOpen && m_popup->currentIndex().isValid()) {
            take(m_popup->currentIndex());
            return true;
        }
        m_model->clear();
        if (const QString expression = text().trimmed(); !expression.isEmpty()) {
            remember();
            Q_EMIT entered(expression);
            return true;
        }
        return false;
    case Qt::Key_Escape:
        if (isOpen)
            m_popup->hide();
        else if (text().isEmpty())
            Q_EMIT left();
        else
            clear();
        m_model->clear();
        return true;
    default: return false;
    }
}

void ExpressionEdit::step(int rows)
{
    const int last = m_model->rowCount() - 1;
    const QModelIndex current = m_popup->currentIndex();
    const int row = current.isValid() ? current.row() + rows : rows > 0 ? 0 : last;
    m_popup->setCurrentIndex(m_model->index(std::clamp(row, 0, last)));
}

void ExpressionEdit::recall(int by)
{
    if (m_recalled < 0) {
        m_history = ExpressionHistory::read();
        m_history.append(text()); // what is typed stands below all
        m_recalled = m_history.size() - 1;
    }
    const qsizetype wanted = std::clamp<qsizetype>(m_recalled + by, 0, m_history.size() - 1);
    if (wanted != m_recalled)
        setText(m_history.at(wanted));
    m_recalled = wanted;
}

void ExpressionEdit::focusOutEvent(QFocusEvent *event)
{
    m_popup->hide();
    QLineEdit::focusOutEvent(event);
}

}
