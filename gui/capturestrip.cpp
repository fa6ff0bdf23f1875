// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/capturestrip.h"

#include "gui/fonts.h"
#include "gui/runlabel.h"
#include "gui/symboliciconengine.h"
#include "model/capturerun.h"
#include "model/format.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QToolButton>

namespace Freezeframe
{
namespace
{

constexpr int barSteps = 1000;

}

CaptureStrip::CaptureStrip(CaptureRun *job, QWidget *parent)
    : QWidget(parent)
    , m_what(new RunLabel(this))
    , m_bar(new QProgressBar(this))
    , m_cancel(new QToolButton(this))
{
    const int unit = gridUnit(fontMetrics());
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(unit / 2);
    m_bar->setTextVisible(false);
    m_bar->setFixedWidth(unit * 8);
    m_bar->setMaximumHeight(unit / 2);
    m_bar->setAccessibleName(tr("Progress"));
    m_cancel->setAutoRaise(true);
    m_cancel->setIcon(symbolicIcon(QStringLiteral("dialog-cancel")));
    m_cancel->setText(tr("Cancel"));
    m_cancel->setToolTip(tr("Stop; the process runs on, and no file is left"));
    m_cancel->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_cancel->setFocusPolicy(Qt::TabFocus);
    row->addWidget(m_bar);
    row->addWidget(m_what, 1);
    row->addWidget(m_cancel);
    connect(m_cancel, &QToolButton::clicked, job, &CaptureRun::cancel);
    connect(job, &CaptureRun::started, this, [this] {
        showProgress({});
        setRunning(true);
    });
    connect(job, &CaptureRun::progressChanged, this, &CaptureStrip::showProgress);
    connect(job, &CaptureRun::ended, this, [this] { setRunning(false); });
    setRunning(false);
}

void CaptureStrip::setRunning(bool running)
{
    m_bar->setVisible(running);
    m_cancel->setVisible(running);
    if (!running)
        m_what->setText(m_note, Theme::Role::Muted);
}

void CaptureStrip::setNote(const QString &note)
{
    m_note = note;
    if (m_bar->isHidden())
        m_what->setText(m_note, Theme::Role::Muted);
}

void CaptureStrip::showProgress(const CaptureProgress &progress)
{
    const QString phase = phaseText(progress.phase);
    m_what->setText(
        progress.total > 0 ? tr("%1: %2 of %3").arg(phase, sizeText(progress.done), sizeText(progress.total)) : phase);
    m_bar->setRange(0, progress.total > 0 ? barSteps : 0);
    m_bar->setValue(progress.total > 0 ? int(double(progress.done) / double(progress.total) * barSteps) : 0);
}

}
