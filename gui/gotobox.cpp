// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/gotobox.h"

#include "gui/fonts.h"
#include "gui/listdelegates.h"
#include "gui/listview.h"
#include "gui/symboliciconengine.h"
#include "model/gotomodel.h"

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
    , m_popup(new ListView(this))
{
    setPlaceholderText(tr("Go to goroutine, function, file:line, address…   Ctrl+K"));
    setToolTip(tr("Go to a goroutine, function, line or address (Ctrl+K)"));
    setAccessibleName(tr("Go to anything"));
    addAction(symbolicIcon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);

    // A tool tip window takes no focus: typing goes on.
    m_popup->setWindowFlags(Qt::ToolTip);
    m_popup->setFocusPolicy(Qt::NoFocus);
    m_popup->setFocusProxy(this);
    m_popup->setContextMenuPolicy(Qt::PreventContextMenu);
    m_popup->setFrameShape(QFrame::StyledPanel);
    m_popup->setModel(m_model);
    m_popup->setHeaderHidden(true);
    m_popup->setRootIsDecorated(false);
    m_popup->setItemDelegate(new GoToDelegate(m_popup));
    m_popup->setEmptyState(tr("Nothing of that name."));
    m_popup->setAccessibleName(tr("What was found"));
    connect(this, &QLineEdit::textEdited, m_model, &GoToModel::search);
    connect(m_model, &QAbstractItemModel::modelReset, this, &GoToBox::refreshPopup);
    connect(m_popup, &ListView::rowChosen, this, &GoToBox::activate);
}

QSize GoToBox::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 56, QLineEdit::sizeHint().height()};
}

void GoToBox::refreshPopup()
{
    if (text().trimmed().isEmpty() || !hasFocus()) {
        m_popup->hide();
        return;
    }
    const int rows = std::clamp(m_model->rowCount(), 1, mostRows);
    const int wide = std::max(width(), fontMetrics().averageCharWidth() * 80);
    m_popup->resize(wide, rows * rowHeight(fontMetrics()) + 2 * m_popup->frameWidth() + 2);
    m_popup->move(mapToGlobal(QPoint(width() - wide, height() + 2)));
    m_popup->setCurrentIndex(m_model->index(0, 0));
    m_popup->show();
}

void GoToBox::activate(const QModelIndex &index)
{
    m_popup->hide();
    if (!index.isValid())
        return;
    const auto address = m_model->activate(index);
    clear();
    Q_EMIT left();
    if (address)
        Q_EMIT memoryWanted(*address);
}

void GoToBox::keyPressEvent(QKeyEvent *event)
{
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
    case Qt::Key_Enter: activate(m_popup->currentIndex()); return;
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
    m_model->prepare();
    QLineEdit::focusInEvent(event);
}

void GoToBox::focusOutEvent(QFocusEvent *event)
{
    m_popup->hide();
    QLineEdit::focusOutEvent(event);
}

}
