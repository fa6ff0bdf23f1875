// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/progressstrip.h"

#include "gui/fonts.h"
#include "gui/runlabel.h"
#include "model/format.h"
#include "model/session.h"

#include <QAction>
#include <QHBoxLayout>
#include <QProgressBar>
#include <QTimer>
#include <QToolButton>

namespace Freezeframe
{
namespace
{

constexpr int showAfterMilliseconds = 500;
constexpr int barSteps = 1000;

}

ProgressStrip::ProgressStrip(Session *session, QAction *cancel, QWidget *parent)
    : QWidget(parent)
    , m_what(new RunLabel(this))
    , m_bar(new QProgressBar(this))
    , m_delay(new QTimer(this))
{
    const int unit = gridUnit(fontMetrics());
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(unit / 2);
    m_what->setFitsText(true);
    m_bar->setTextVisible(false);
    m_bar->setFixedWidth(unit * 10);
    m_bar->setMaximumHeight(unit / 2);
    m_bar->setAccessibleName(tr("Progress"));
    auto *button = new QToolButton(this);
    button->setAutoRaise(true);
    button->setDefaultAction(cancel);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    row->addWidget(m_what);
    row->addWidget(m_bar);
    row->addWidget(button);
    hide();
    m_delay->setSingleShot(true);
    m_delay->setInterval(showAfterMilliseconds);
    connect(m_delay, &QTimer::timeout, this, [this] {
        show();
        Q_EMIT shownChanged(true);
    });
    connect(session, &Session::opening, this, [this](const QString &path) {
        showProgress(tr("Opening %1").arg(path.section(QLatin1Char('/'), -1)), 0, 0);
    });
    connect(session, &Session::progressChanged, this, &ProgressStrip::showProgress);
    connect(session, &Session::progressEnded, this, [this] {
        m_delay->stop();
        hide();
        Q_EMIT shownChanged(false);
    });
}

void ProgressStrip::showProgress(const QString &what, quint64 done, quint64 total)
{
    const QString count = total > 0 ? tr("%1: %2 of %3").arg(what, countText(done), countText(total)) : what;
    m_what->setText(count);
    m_bar->setRange(0, total > 0 ? barSteps : 0);
    m_bar->setValue(total > 0 ? int(double(done) / double(total) * barSteps) : 0);
    if (isHidden() && !m_delay->isActive())
        m_delay->start();
}

}
