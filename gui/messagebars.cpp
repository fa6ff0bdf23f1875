// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/messagebars.h"

#include "gui/messagebar.h"
#include "model/format.h"
#include "model/session.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace Freezeframe
{

MessageBars::MessageBars(Session *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    connect(session, &Session::opened, this, &MessageBars::rebuild);
    connect(session, &Session::opening, this, [this] {
        qDeleteAll(m_bars);
        m_bars.clear();
    });
}

MessageBar *MessageBars::add(int kind, const QString &what, const QString &rest)
{
    auto *bar = new MessageBar(MessageBar::Kind(kind), this);
    bar->setMessage(what, rest);
    m_layout->addWidget(bar);
    m_bars.append(bar);
    return bar;
}

void MessageBars::rebuild()
{
    qDeleteAll(m_bars);
    m_bars.clear();
    addTruncated();
    addExecutable();
    addNoGo();
    const qsizetype more = qsizetype(m_session->messages().size()) - m_bars.size();
    if (m_bars.isEmpty() || more <= 0)
        return;
    // The first bar leads to what is not on a bar.
    auto *verb = m_bars.first()->addVerb(tr("%1 More in Messages").arg(countText(quint64(more))));
    connect(verb, &QPushButton::clicked, this, &MessageBars::messagesWanted);
}

void MessageBars::addTruncated()
{
    const ProcessSummary &process = *m_session->process();
    if (process.coreComplete)
        return;
    const QString share = process.corePromised > 0
        ? tr(" (%1 %)").arg(int(double(process.coreSize) * 100 / double(process.corePromised)))
        : QString();
    auto *bar = add(
        int(MessageBar::Kind::Warning), tr("The core is cut off:"),
        tr("%1 of %2%3 are here. What lies in the missing part is marked. Likely cause: the disk was full, or a size limit.")
            .arg(sizeText(process.coreSize), sizeText(process.corePromised), share));
    bar->setDismissable(true);
}

void MessageBars::addExecutable()
{
    const ProcessSummary &process = *m_session->process();
    const QString path = shown(process.executablePath);
    const QString tried = QString::fromStdString(m_session->options().files.executable);
    if (process.match == FileMatch::Forced) {
        const QString ids
            = tr("the core is of build %1, %2 is build %3.")
                  .arg(shortId(process.coreBuildId.empty() ? "unknown" : process.coreBuildId), path,
                       shortId(process.executableBuildId.empty() ? "unknown" : process.executableBuildId));
        auto *bar = add(int(MessageBar::Kind::Warning), tr("The executable does not match:"),
                        ids + tr(" You forced it: names, lines and variables may be wrong."));
        connect(bar->addVerb(tr("Locate…")), &QPushButton::clicked, this, &MessageBars::locateExecutableWanted);
        connect(bar->addVerb(tr("Stop Using It")), &QPushButton::clicked, this,
                &MessageBars::stopUsingExecutableWanted);
        return;
    }
    if (process.match != FileMatch::None)
        return;
    if (process.goLayout == "text") {
        add(int(MessageBar::Kind::Information), tr("A text, and no core:"),
            tr("goroutines, stacks and source lines are here, but no memory, variables or registers."))
            ->setDismissable(true);
        return;
    }
    const bool refused = process.executableError && process.executableError->code == ErrorCode::Mismatch;
    const QString reason = process.executableError ? errorText(*process.executableError) : path;
    auto *bar = add(int(MessageBar::Kind::Warning),
                    refused ? tr("The executable was refused:") : tr("The executable was not found:"),
                    reason + tr(". Without it there are no names, lines or variables."));
    connect(bar->addVerb(tr("Locate…")), &QPushButton::clicked, this, &MessageBars::locateExecutableWanted);
    const QString candidate = !tried.isEmpty() ? tried
        : process.executableError              ? QString::fromStdString(process.executableError->file)
                                               : QString();
    if (refused && !candidate.isEmpty())
        connect(bar->addVerb(tr("Use It Anyway")), &QPushButton::clicked, this,
                [this, candidate] { Q_EMIT forceExecutableWanted(candidate); });
}

void MessageBars::addNoGo()
{
    const ProcessSummary &process = *m_session->process();
    if (process.hasGo || process.match == FileMatch::None)
        return;
    add(int(MessageBar::Kind::Information), tr("No Go runtime in this core:"), tr("threads, C stacks and memory only."))
        ->setDismissable(true);
}

}
