// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/livebar.h"

#include "gui/symboliciconengine.h"
#include "model/format.h"

#include <QDateTime>
#include <QPushButton>

#include <algorithm>

namespace Freezeframe
{
namespace
{

constexpr int tickMilliseconds = 1000;
constexpr qint64 second = 1'000'000'000;

}

LiveBar::LiveBar(QWidget *parent)
    : MessageBar(Kind::Information, parent)
    , m_refresh(addVerb(tr("Refresh")))
    , m_save(addVerb(tr("Save as Core…")))
{
    m_refresh->setIcon(symbolicIcon(QStringLiteral("view-refresh")));
    m_save->setIcon(symbolicIcon(QStringLiteral("document-save")));
    m_save->setToolTip(tr("Write this snapshot to a file"));
    m_timer.setInterval(tickMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, &LiveBar::tick);
    nameRefresh({});
    hide();
}

LiveBar::~LiveBar() = default;

void LiveBar::setSnapshot(const LiveSnapshot &snapshot)
{
    m_snapshot = snapshot;
    m_hasEnded = false;
    m_problem.clear();
    m_needsAdministrator = snapshot.byHelper;
    nameRefresh(tr("the first snapshot needed it, too"));
    m_timer.start();
    tick();
    setBusy(m_isBusy);
    show();
}

void LiveBar::clear()
{
    m_snapshot.reset();
    m_hasEnded = false;
    m_timer.stop();
    hide();
    Q_EMIT stateChanged();
}

void LiveBar::setBusy(bool busy)
{
    m_isBusy = busy;
    m_refresh->setEnabled(!busy && !m_hasEnded);
    m_save->setEnabled(!busy);
    Q_EMIT stateChanged();
}

void LiveBar::setAdministratorNeeded(const QString &why)
{
    m_needsAdministrator = true;
    nameRefresh(why);
}

void LiveBar::setProblem(const QString &sentence)
{
    m_problem = sentence;
    showAge();
}

/// Why a prompt will appear is said before it appears.
void LiveBar::nameRefresh(const QString &why)
{
    m_refresh->setText(m_needsAdministrator ? tr("Refresh as Administrator…") : tr("Refresh"));
    m_refresh->setToolTip(
        m_needsAdministrator
            ? tr("Take another snapshot of the process (F5). Asks for an administrator’s password: %1").arg(why)
            : tr("Take another snapshot of the process (F5)"));
    m_refresh->setAccessibleDescription(m_refresh->toolTip());
}

void LiveBar::tick()
{
    showAge();
    if (m_hasEnded)
        return;
    m_thread.ask(
        0, this,
        [process = m_snapshot->process](const std::stop_token &) {
            const auto handle = ProcessHandle::open(process);
            return !handle || (*handle)->hasEnded();
        },
        [this](bool hasEnded) {
            m_hasEnded = hasEnded;
            setBusy(m_isBusy);
            showAge();
        });
}

void LiveBar::showAge()
{
    if (!m_snapshot)
        return;
    const qint64 age = std::max<qint64>(0, QDateTime::currentSecsSinceEpoch() - m_snapshot->report.takenAt);
    const QString what
        = tr("Snapshot of PID %1, taken %2 ago;").arg(m_snapshot->process.pid).arg(waitText(age * second));
    setMessage(what,
               (m_hasEnded ? tr("the process has ended since.") : tr("the process runs on."))
                   + (m_problem.isEmpty()
                          ? tr(" It stood still for %1.").arg(pauseText(m_snapshot->report.pauseSeconds))
                          : QLatin1Char(' ') + m_problem));
}

}
