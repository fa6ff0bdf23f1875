// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/gotobox.h"

#include "gui/fonts.h"
#include "gui/linepopup.h"
#include "gui/listdelegates.h"
#include "gui/listexport.h"
#include "gui/symboliciconengine.h"
#include "model/gotomodel.h"

#include <QAction>
#include <QKeyEvent>

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr int mostRows = 14; ///< of the list that are seen at once

}

GoToBox::GoToBox(Session *session, QWidget *parent)
    : QLineEdit(parent)
    , m_model(new GoToModel(session, this))
    , m_popup(new LinePopup(this))
{
    setPlaceholderText(tr("Function, type, @goroutine, >action, file:42   Ctrl+K"));
    setToolTip(tr("Go to anything (Ctrl+K). # symbols, @ goroutines, > actions, / files, : a line, 0x memory"));
    setAccessibleName(tr("Go to anything"));
    addAction(symbolicIcon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);

    m_popup->setModel(m_model);
    m_popup->setItemDelegate(new GoToDelegate(m_popup));
    m_popup->setAccessibleName(tr("What was found"));
    connect(this, &QLineEdit::textEdited, this, &GoToBox::search);
    connect(m_model, &GoToModel::memoryWanted, this, &GoToBox::memoryWanted);
    connect(m_model, &GoToModel::nameWanted, this, &GoToBox::nameWanted);
    connect(m_model, &GoToModel::actionWanted, this, [this](int number) {
        if (QAction *action = m_menus.action(number))
            action->trigger();
    });
    connect(m_model, &QAbstractItemModel::modelReset, this, &GoToBox::refreshPopup);
    connect(m_popup, &ListView::rowChosen, this, &GoToBox::activate);
}

void GoToBox::setMenus(const QMenuBar *bar, const QAction *here)
{
    m_menuBar = bar;
    m_here = here;
}

void GoToBox::search()
{
    m_model->search(text());
}

QSize GoToBox::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 56, QLineEdit::sizeHint().height()};
}

void GoToBox::refreshPopup()
{
    const bool isLate = m_model->rowCount() == 0 && m_model->isSearching(); // nothing so far is not nothing
    if (!hasFocus() || isLate) {
        m_popup->hide();
        return;
    }
    m_popup->setEmptyState(m_model->emptySentence());
    constexpr int rowsOfSentence = 2; // why there is nothing
    const int rows = m_model->rowCount() > 0 ? std::min(m_model->rowCount(), mostRows) : rowsOfSentence;
    const int wide = std::max(width(), fontMetrics().averageCharWidth() * 80);
    m_popup->resize(wide, m_popup->heightFor(rows));
    m_popup->move(mapToGlobal(QPoint(width() - wide, height() + 2)));
    m_popup->setCurrentIndex(m_model->index(0, 0));
    m_popup->show();
}

void GoToBox::activate(const QModelIndex &index)
{
    const auto kind = GoToTarget::Kind(index.data(GoToModel::KindRole).toInt());
    if (index.isValid() && kind == GoToTarget::Kind::Hint) {
        setText(index.data(GoToModel::PackageRole).toString());
        search();
        return;
    }
    m_popup->hide();
    if (!index.isValid() || !(index.flags() & Qt::ItemIsEnabled))
        return;
    // The keyboard goes back first: what is gone to may take it.
    const QPersistentModelIndex row(index);
    clear();
    Q_EMIT left();
    m_model->activate(row);
}

void GoToBox::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy) && !hasSelectedText() && m_popup->isVisible()) {
        m_popup->exports().copySelection();
        return;
    }
    const auto move = [this](int rows) {
        const int row = m_popup->currentIndex().row() + rows;
        m_popup->setCurrentIndex(m_model->index(std::clamp(row, 0, std::max(0, m_model->rowCount() - 1)), 0));
    };
    switch (event->key()) {
    case Qt::Key_Down: move(1); return;
    case Qt::Key_Up: move(-1); return;
    case Qt::Key_PageDown: move(mostRows - 1); return;
    case Qt::Key_PageUp: move(1 - mostRows); return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (event->modifiers() & Qt::ControlModifier) {
            m_model->openInEditor(m_popup->currentIndex());
            return;
        }
        activate(m_popup->currentIndex());
        return;
    case Qt::Key_Escape:
        clear();
        m_popup->hide();
        Q_EMIT left();
        return;
    default: QLineEdit::keyPressEvent(event);
    }
}

void GoToBox::focusInEvent(QFocusEvent *event)
{
    QLineEdit::focusInEvent(event);
    m_model->prepare();
    if (m_menuBar)
        m_menus = MenuActions(m_menuBar, m_here);
    m_model->setActions(m_menus.entries());
    search();
}

void GoToBox::focusOutEvent(QFocusEvent *event)
{
    m_popup->hide();
    QLineEdit::focusOutEvent(event);
}

}
