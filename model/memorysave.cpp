// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/memorysave.h"

#include "model/format.h"

#include <QFileInfo>
#include <QSaveFile>
#include <QStorageInfo>

#include <algorithm>
#include <utility>

namespace Freezeframe
{

namespace
{

constexpr uint64_t pieceSize = uint64_t(1) << 20;

/// Where the next byte is that can be read, at most @p limit bytes on.
uint64_t gapSize(const std::vector<MemoryRegion> &regions, const Inspection &core, Address address, uint64_t limit)
{
    const auto end = [](const MemoryRegion &region) { return region.range.end; };
    for (auto region = std::ranges::upper_bound(regions, address, {}, end); region != regions.end(); ++region) {
        if (region->range.begin.value > address.value && region->range.begin - address >= limit)
            return limit;
        const Address begin = std::max(region->range.begin, address);
        if (begin > address && core.readableSize(begin, 1) > 0)
            return begin - address;
        if (begin == address) // a piece of it is not in its file
            return std::min<uint64_t>({limit, region->range.end - address, 4096 - address.value % 4096});
    }
    return limit;
}

/// The number of missing bytes that are zeros in the file.
Result<uint64_t> write(Inspection &core, const MemorySave::Wanted &wanted, const ProgressCallback &progress,
                       const std::stop_token &stop)
{
    QSaveFile file(wanted.path);
    const auto problem = [&file] { return fail(ErrorCode::Io, file.errorString().toStdString()); };
    if (!file.open(QIODevice::WriteOnly))
        return problem();
    uint64_t missing = 0;
    std::vector<std::byte> piece;
    for (uint64_t done = 0; done < wanted.size;) {
        if (stop.stop_requested())
            return fail(ErrorCode::Cancelled, "stopped");
        const Address address = wanted.start + done;
        const uint64_t most = std::min<uint64_t>(pieceSize, wanted.size - done);
        const uint64_t readable = core.readableSize(address, most);
        piece.assign(readable > 0 ? readable : gapSize(core.regions().regions(), core, address, most), std::byte());
        if (readable == 0 && !wanted.fillsMissing) {
            const auto read = core.readMemory(address, std::span(piece).first(1));
            return fail(read ? ErrorCode::NotInCore : read.error().code,
                        "nothing was written: the byte at " + address.toString() + " is not there ("
                            + absenceText(read ? Error{} : read.error()).toStdString() + ")");
        }
        if (readable == 0)
            missing += piece.size();
        else if (const auto read = core.readMemory(address, piece); !read)
            return std::unexpected(read.error());
        if (file.write(reinterpret_cast<const char *>(piece.data()), qint64(piece.size())) != qint64(piece.size()))
            return problem();
        done += piece.size();
        progress({.what = "Saving memory", .done = done, .total = wanted.size});
    }
    if (stop.stop_requested())
        return fail(ErrorCode::Cancelled, "stopped");
    if (!file.commit())
        return problem();
    return missing;
}

}

MemorySave::MemorySave(Session *session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
    connect(session, &Session::opening, this, &MemorySave::cancel);
}

QString MemorySave::refusal(const Wanted &wanted) const
{
    if (wanted.size == 0)
        return tr("There is nothing to save: the range is empty.");
    if (wanted.size - 1 > UINT64_MAX - wanted.start.value)
        return tr("The range goes beyond the last address there is.");
    if (wanted.path.isEmpty())
        return {};
    const QFileInfo file(wanted.path);
    if (m_session->process()
        && file.canonicalFilePath()
            == QFileInfo(QString::fromStdString(m_session->process()->corePath)).canonicalFilePath()
        && file.exists())
        return tr("This is the core itself, which is not overwritten.");
    const QStorageInfo storage(file.absolutePath());
    if (storage.isValid() && storage.bytesAvailable() >= 0 && wanted.size > quint64(storage.bytesAvailable()))
        return tr("%1 are needed, and %2 are free there.")
            .arg(sizeText(wanted.size), sizeText(quint64(storage.bytesAvailable())));
    return {};
}

void MemorySave::start(const Wanted &wanted)
{
    if (m_isRunning || !m_session->isOpen())
        return;
    if (const QString reason = refusal(wanted); !reason.isEmpty()) {
        Q_EMIT failed(reason);
        return;
    }
    m_isRunning = true;
    const quint64 number = ++m_number;
    AnalysisThread *analysis = &m_session->analysis();
    const auto progress = [this, analysis, number, alive = QPointer<QObject>(this),
                           last = std::chrono::steady_clock::time_point()](const Progress &now) mutable {
        const auto time = std::chrono::steady_clock::now();
        if (time - last < std::chrono::milliseconds(50))
            return;
        last = time;
        analysis->tell(alive, [this, number, now] {
            if (number == m_number)
                Q_EMIT progressChanged(now.done, now.total);
        });
        analysis->answerUrgent();
    };
    analysis->ask(
        AnalysisThread::Kind::MemorySave, AnalysisThread::Priority::Background, this,
        [wanted, progress](Inspection *core, const std::stop_token &stop) {
            return write(*core, wanted, progress, stop);
        },
        [this, wanted](const Result<uint64_t> &missing) {
            m_isRunning = false;
            if (missing)
                Q_EMIT saved(wanted.path, wanted.size, *missing);
            else
                Q_EMIT failed(errorText(missing.error()));
        });
}

void MemorySave::cancel()
{
    if (!std::exchange(m_isRunning, false))
        return;
    ++m_number;
    m_session->analysis().cancel(AnalysisThread::Kind::MemorySave);
    Q_EMIT cancelled();
}

}
