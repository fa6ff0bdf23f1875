// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/liststrip.h"

#include "gui/fonts.h"
#include "gui/runlabel.h"
#include "gui/symboliciconengine.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QTimer>
#include <QToolButton>

namespace Freezeframe
{
namespace
{

constexpr int showAfterMilliseconds = 300;
constexpr int stayMilliseconds = 10'000;

}

ListStrip::ListStrip(QWidget *list)
    : QWidget(list)
    , m_text(new RunLabel(this))
    , m_button(new QToolButton(this))
    , m_delay(new QTimer(this))
    , m_stay(new QTimer(this))
{
    const int unit = gridUnit(fontMetrics());
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(unit * 5 / 8, unit / 4, unit / 4, unit / 4);
    row->addWidget(m_text, 1);
    row->addWidget(m_button);
    m_button->setAutoRaise(true);
    m_button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_delay->setSingleShot(true);
    m_delay->setInterval(showAfterMilliseconds);
    m_stay->setSingleShot(true);
    m_stay->setInterval(stayMilliseconds);
    hide();
    list->installEventFilter(this);
    connect(m_delay, &QTimer::timeout, this, [this] {
        place();
        show();
    });
    connect(m_stay, &QTimer::timeout, this, &QWidget::hide);
    connect(m_button, &QToolButton::clicked, this, [this] {
        if (m_isRunning)
            Q_EMIT cancelled();
        end();
    });
}

void ListStrip::showProgress(const QString &text)
{
    m_text->setText(text);
    if (m_isRunning)
        return;
    m_isRunning = true;
    m_stay->stop();
    hide();
    m_button->setIcon(symbolicIcon(QStringLiteral("dialog-cancel")));
    m_button->setText(tr("Cancel"));
    m_delay->start();
}

void ListStrip::showResult(const QString &text, bool failure)
{
    end();
    m_text->setText(text, failure ? Theme::Role::Warning : Theme::Role::Text);
    m_button->setIcon(symbolicIcon(QStringLiteral("window-close")));
    m_button->setText(tr("Close"));
    place();
    show();
    if (!failure)
        m_stay->start();
}

void ListStrip::end()
{
    m_isRunning = false;
    m_delay->stop();
    m_stay->stop();
    hide();
}

void ListStrip::place()
{
    const QSize size(parentWidget()->width(), sizeHint().height());
    setGeometry(QRect(QPoint(0, parentWidget()->height() - size.height()), size));
    raise();
}

void ListStrip::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().window());
    painter.fillRect(0, 0, width(), 1, palette().mid());
}

bool ListStrip::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    return QWidget::eventFilter(watched, event);
}

}
