// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/messagebar.h"

#include "gui/fonts.h"
#include "gui/runlabel.h"
#include "gui/symboliciconengine.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace Freezeframe
{
namespace
{

QString iconOf(MessageBar::Kind kind)
{
    switch (kind) {
    case MessageBar::Kind::Warning: return QStringLiteral("dialog-warning");
    case MessageBar::Kind::Information: return QStringLiteral("dialog-information");
    case MessageBar::Kind::Error: return QStringLiteral("dialog-error");
    }
    return {};
}

}

MessageBar::MessageBar(Kind kind, QWidget *parent)
    : QWidget(parent)
    , m_kind(kind)
    , m_label(new RunLabel(this))
    , m_layout(new QHBoxLayout(this))
{
    const int unit = gridUnit(fontMetrics());
    m_layout->setContentsMargins(unit, unit / 4, unit / 2, unit / 4);
    m_layout->setSpacing(unit / 2);
    m_layout->addWidget(m_label, 1);
    setMinimumHeight(titleHeight(fontMetrics()) + unit / 4);
}

void MessageBar::setMessage(const QString &what, const QString &rest)
{
    m_label->setRuns({Run::icon(iconOf(m_kind)), Run::space(),
                      Run::plain(what + QLatin1Char(' '), Theme::Role::Text, Run::SemiBold, 2),
                      Run::plain(rest, Theme::Role::Text, Run::Plain, 1)});
    setAccessibleName(what + QLatin1Char(' ') + rest);
}

QPushButton *MessageBar::addVerb(const QString &text)
{
    auto *button = new QPushButton(text, this);
    m_layout->insertWidget(m_layout->count() - (m_close ? 1 : 0), button);
    return button;
}

void MessageBar::setDismissable(bool dismissable)
{
    if (!dismissable || m_close)
        return;
    auto *close = new QToolButton(this);
    close->setAutoRaise(true);
    close->setIcon(symbolicIcon(QStringLiteral("window-close")));
    close->setToolTip(tr("Close this message; it stays in Messages"));
    close->setAccessibleName(tr("Close Message"));
    m_layout->addWidget(close);
    m_close = close;
    connect(close, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT dismissed();
    });
}

void MessageBar::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const Theme &theme = m_theme.current();
    const bool isInformation = m_kind == Kind::Information;
    const auto tint = isInformation ? Theme::Tint::InformationBar
        : m_kind == Kind::Error     ? Theme::Tint::CrashHeader
                                    : Theme::Tint::WarningBar;
    const auto role = isInformation ? Theme::Role::Accent
        : m_kind == Kind::Error     ? Theme::Role::Crash
                                    : Theme::Role::Warning;
    painter.fillRect(rect(), theme.tint(tint));
    painter.fillRect(0, 0, 4, height(), theme.color(role));
    painter.fillRect(0, height() - 1, width(), 1, theme.tint(Theme::Tint::Hairline));
}

}
