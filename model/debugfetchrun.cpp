// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/debugfetchrun.h"

#include "backend/elf/debuginfod.h"
#include "backend/elf/elffile.h"
#include "model/format.h"

namespace Freezeframe
{

namespace
{

constexpr auto tellInterval = std::chrono::milliseconds(50);

}

DebugFetchRun::DebugFetchRun(QObject *parent)
    : QObject(parent)
{
}

DebugFetchRun::~DebugFetchRun()
{
    m_queue.end(); // before what its jobs use
}

void DebugFetchRun::start(const std::vector<Wanted> &wanted)
{
    m_isRunning = true;
    m_queue.post(JobQueue::everyOne, JobQueue::Priority::Urgent, [this, wanted](const std::stop_token &stop) {
        Answer answer = fetchAll(wanted, stop);
        QMetaObject::invokeMethod(
            this,
            [this, answer] {
                m_isRunning = false;
                Q_EMIT ended(answer.fetched, answer.problems);
            },
            Qt::QueuedConnection);
    });
}

void DebugFetchRun::cancel()
{
    m_queue.cancelAll();
}

DebugFetchRun::Answer DebugFetchRun::fetchAll(const std::vector<Wanted> &wanted, const std::stop_token &stop)
{
    Answer answer;
    const auto client = Debuginfod::open();
    if (!client) {
        answer.problems.append(errorText(client.error()));
        return answer;
    }
    for (size_t i = 0; i < wanted.size(); ++i) {
        const Wanted &one = wanted[i];
        const auto progress = [&](uint64_t done, uint64_t total) {
            const QString size = total > 0 ? tr(": %1 of %2").arg(sizeText(done), sizeText(total)) : QString();
            tell(tr("Fetching debug information of %1 (%2 of %3)%4")
                     .arg(one.name, countText(i + 1), countText(wanted.size()), size));
        };
        const auto path = (*client)->find(one.buildId, progress, stop);
        if (stop.stop_requested())
            return {.fetched = answer.fetched, .problems = {}};
        const auto file = path.and_then([](const std::string &found) { return ElfFile::openAt(found); });
        if (file && (*file)->buildId() == one.buildId)
            ++answer.fetched;
        else if (file)
            answer.problems.append(tr("%1: refused, the server gave that of another program").arg(one.name));
        else
            answer.problems.append(one.name + QLatin1String(": ") + errorText(file.error()));
    }
    return answer;
}

void DebugFetchRun::tell(const QString &sentence)
{
    const auto now = Clock::now();
    if (now - m_told < tellInterval)
        return;
    m_told = now;
    QMetaObject::invokeMethod(this, [this, sentence] { Q_EMIT progressChanged(sentence); }, Qt::QueuedConnection);
}

}
