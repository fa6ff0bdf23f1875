// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/taskstrip.h"

#include "gui/fonts.h"
#include "gui/runlabel.h"
#include "gui/symboliciconengine.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QTimer>
#include <QToolButton>

namespace Freezeframe
{

namespace
{

constexpr int steps = 1000;
constexpr int delay = 250; ///< ms

}

TaskStrip::TaskStrip(QWidget *parent)
    : QWidget(parent)
    , m_what(new RunLabel(this))
    , m_bar(new QProgressBar(this))
    , m_delay(new QTimer(this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    m_what->setFitsText(true);
    m_what->setFont(factFont(font()));
    row->addWidget(m_what);
    m_bar->setTextVisible(false);
    m_bar->setRange(0, steps);
    m_bar->setFixedWidth(fontMetrics().averageCharWidth() * 16);
    m_bar->setMaximumHeight(fontMetrics().height());
    row->addWidget(m_bar);
    auto *cancel = new QToolButton(this);
    cancel->setAutoRaise(true);
    cancel->setIcon(symbolicIcon(QStringLiteral("dialog-cancel")));
    cancel->setText(tr("Cancel"));
    cancel->setToolTip(tr("Cancel"));
    cancel->setAccessibleName(tr("Cancel"));
    connect(cancel, &QToolButton::clicked, this, &TaskStrip::cancelled);
    row->addWidget(cancel);
    m_delay->setSingleShot(true);
    m_delay->setInterval(delay);
    connect(m_delay, &QTimer::timeout, this, &QWidget::show);
    hide();
}

void TaskStrip::begin(const QString &what)
{
    m_what->setText(what, Theme::Role::Muted);
    m_bar->setAccessibleName(what);
    m_bar->setValue(0);
    m_delay->start();
}

void TaskStrip::setProgress(quint64 done, quint64 total)
{
    m_bar->setValue(total == 0 ? 0 : int(double(done) / double(total) * steps));
}

void TaskStrip::end()
{
    m_delay->stop();
    hide();
}

}
