// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/panel.h"

#include "gui/fonts.h"
#include "gui/runlabel.h"
#include "gui/symboliciconengine.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

namespace Freezeframe
{

PanelTitle::PanelTitle(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_name(new QLabel(name, this))
    , m_fact(new RunLabel(this))
    , m_layout(new QHBoxLayout(this))
{
    const int unit = gridUnit(fontMetrics());
    m_layout->setContentsMargins(unit * 5 / 8, 2, unit / 4, 3);
    m_layout->setSpacing(unit / 4);
    m_name->setFont(semiBold(m_name->font()));
    m_layout->addWidget(m_name);
    m_layout->addSpacing(unit / 4);
    m_layout->addWidget(m_fact, 1);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void PanelTitle::setName(const QString &name)
{
    m_name->setText(name);
}

void PanelTitle::setFact(const QString &fact)
{
    m_fact->setText(fact, Theme::Role::Muted);
}

void PanelTitle::addTool(QWidget *tool)
{
    m_layout->addWidget(tool);
}

void PanelTitle::setActive(bool active)
{
    if (m_active == active)
        return;
    m_active = active;
    update();
}

QSize PanelTitle::sizeHint() const
{
    return {QWidget::sizeHint().width(), titleHeight(fontMetrics())};
}

QSize PanelTitle::minimumSizeHint() const
{
    return {m_layout->minimumSize().width(), titleHeight(fontMetrics())};
}

void PanelTitle::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const Theme &theme = m_theme.current();
    painter.fillRect(rect(), palette().color(QPalette::Window));
    if (m_active)
        painter.fillRect(0, height() - 2, width(), 2, theme.color(Theme::Role::Accent));
    else
        painter.fillRect(0, height() - 1, width(), 1, theme.tint(Theme::Tint::Hairline));
}

Panel::Panel(const QString &id, const QString &name, QWidget *parent)
    : QDockWidget(name, parent)
    , m_title(new PanelTitle(name, this))
{
    setObjectName(id);
    setAccessibleName(name);
    setTitleBarWidget(m_title);
    setFeatures(QDockWidget::DockWidgetMovable | QDockWidget::DockWidgetClosable | QDockWidget::DockWidgetFloatable);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) { followFocus(now); });
}

void Panel::followFocus(QWidget *now)
{
    m_title->setActive(now && (now == this || isAncestorOf(now)));
}

QToolButton *Panel::addToolButton(const QString &icon, const QString &text, const QString &toolTip)
{
    auto *button = new QToolButton(m_title);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    if (!icon.isEmpty())
        button->setIcon(symbolicIcon(icon));
    button->setText(text);
    button->setToolButtonStyle(icon.isEmpty()       ? Qt::ToolButtonTextOnly
                                   : text.isEmpty() ? Qt::ToolButtonIconOnly
                                                    : Qt::ToolButtonTextBesideIcon);
    button->setToolTip(toolTip);
    button->setAccessibleName(text.isEmpty() ? toolTip : text);
    m_title->addTool(button);
    return button;
}

}
