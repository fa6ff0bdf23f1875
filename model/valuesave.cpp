// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/valuesave.h"

#include "model/format.h"

#include <QFileInfo>
#include <QSaveFile>

#include <utility>

namespace Freezeframe
{

namespace
{

constexpr uint64_t pieceSize = uint64_t(1) << 20;

Result<void> write(Inspection &core, ValueHandle handle, uint64_t size, const QString &path,
                   const std::function<void(uint64_t)> &written, const std::stop_token &stop)
{
    QSaveFile file(path);
    const auto problem = [&file] { return fail(ErrorCode::Io, file.errorString().toStdString()); };
    if (!file.open(QIODevice::WriteOnly))
        return problem();
    for (uint64_t done = 0; done < size;) {
        if (stop.stop_requested())
            return fail(ErrorCode::Cancelled, "stopped");
        const auto piece = core.content(handle, done, std::min(pieceSize, size - done));
        if (!piece)
            return std::unexpected(piece.error());
        if (piece->empty())
            return fail(ErrorCode::Truncated, "the value ends early");
        if (file.write(piece->data(), qint64(piece->size())) != qint64(piece->size()))
            return problem();
        done += piece->size();
        written(done);
    }
    return file.commit() ? Result<void>() : problem();
}

}

ValueSave::ValueSave(Session *session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
    connect(session, &Session::opening, this, &ValueSave::cancel);
}

void ValueSave::start(ValueHandle handle, quint64 size, const QString &path)
{
    if (m_isRunning || !m_session->isOpen())
        return;
    const QFileInfo file(path);
    const QString core = QString::fromStdString(m_session->process()->corePath);
    if (file.exists() && file.canonicalFilePath() == QFileInfo(core).canonicalFilePath()) {
        Q_EMIT failed(tr("This is the core itself, which is not overwritten."));
        return;
    }
    m_isRunning = true;
    const quint64 number = ++m_number;
    AnalysisThread *analysis = &m_session->analysis();
    const auto progress = [this, analysis, number, size, alive = QPointer<QObject>(this),
                           last = std::chrono::steady_clock::time_point()](uint64_t done) mutable {
        const auto time = std::chrono::steady_clock::now();
        if (time - last < std::chrono::milliseconds(50))
            return;
        last = time;
        analysis->tell(alive, [this, number, done, size] {
            if (number == m_number && m_isRunning)
                Q_EMIT progressChanged(done, size);
        });
        analysis->answerUrgent();
    };
    analysis->ask(
        AnalysisThread::Kind::ValueSave, AnalysisThread::Priority::Background, this,
        [handle, size, path, progress](Inspection *opened, const std::stop_token &stop) mutable {
            return write(*opened, handle, size, path, progress, stop);
        },
        [this, path, size](const Result<void> &done) {
            m_isRunning = false;
            if (done)
                Q_EMIT saved(path, size);
            else
                Q_EMIT failed(tr("%1 was not written: %2").arg(path, errorText(done.error())));
        });
}

void ValueSave::cancel()
{
    if (!std::exchange(m_isRunning, false))
        return;
    ++m_number;
    m_session->analysis().cancel(AnalysisThread::Kind::ValueSave);
}

}
