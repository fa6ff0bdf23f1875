// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/capturerun.h"

#include "backend/live/privilegedcapture.h"
#include "model/administratormend.h"

#include <QCoreApplication>

#include <filesystem>
#include <utility>

namespace Freezeframe
{
namespace
{

PrivilegedProgram helperProgram()
{
    return PrivilegedProgram::throughPolkit(commandLineProgram().toStdString());
}

}

QString phaseText(CaptureProgress::Phase phase)
{
    const auto text = [](const char *words) { return QCoreApplication::translate("Freezeframe", words); };
    switch (phase) {
    case CaptureProgress::Phase::Preparing: return text("Preparing");
    case CaptureProgress::Phase::Frozen: return text("Copying; the process stands still");
    case CaptureProgress::Phase::Writing: return text("Writing");
    case CaptureProgress::Phase::Compressing: return text("Compressing");
    case CaptureProgress::Phase::Verifying: return text("Verifying");
    }
    return {};
}

CaptureRun::CaptureRun(QObject *parent)
    : QObject(parent)
{
}

CaptureRun::~CaptureRun()
{
    m_stop.request_stop();
}

CaptureProgressCallback CaptureRun::progressCallback()
{
    return [this](const CaptureProgress &progress) {
        QMetaObject::invokeMethod(
            this,
            [this, progress] {
                if (m_running)
                    Q_EMIT progressChanged(progress);
            },
            Qt::QueuedConnection);
    };
}

void CaptureRun::run(std::function<std::move_only_function<void()>(const std::stop_token &)> work)
{
    if (m_running)
        return;
    m_running = true;
    m_stop = {};
    Q_EMIT started();
    const auto job = [this, work = std::move(work), stop = m_stop.get_token()](const std::stop_token &) {
        auto answer = std::make_shared<std::move_only_function<void()>>(work(stop));
        QMetaObject::invokeMethod(
            this,
            [this, answer] {
                m_running = false;
                (*answer)();
                Q_EMIT ended();
            },
            Qt::QueuedConnection);
    };
    m_queue.post(JobQueue::everyOne, JobQueue::Priority::Urgent, job);
}

void CaptureRun::tell(const FileResult &result)
{
    if (result)
        Q_EMIT captured(*result);
    else
        Q_EMIT failed(result.error());
}

void CaptureRun::captureFile(const CaptureOptions &options, bool makeFolder, By by)
{
    run([this, options, makeFolder, by, progress = progressCallback()](const std::stop_token &stop) {
        if (makeFolder) {
            // Cores hold secrets: the folder is the person's alone.
            const std::filesystem::path folder = std::filesystem::path(options.output).parent_path();
            std::error_code error; // the capture says it better
            if (!folder.empty() && std::filesystem::create_directories(folder, error))
                std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
        }
        FileResult result = by == By::Us ? captureToFile(options, progress, stop)
                                         : captureToFilePrivileged(options, helperProgram(), progress, stop);
        return [this, result = std::move(result)] { tell(result); };
    });
}

void CaptureRun::captureMemory(const CaptureOptions &options, By by)
{
    run([this, options, by, progress = progressCallback()](const std::stop_token &stop) {
        auto result = by == By::Us ? captureToMemory(options, progress, stop)
                                   : captureToMemoryPrivileged(options, helperProgram(), progress, stop);
        return [this, result = std::move(result)] {
            if (result)
                Q_EMIT snapshotTaken(*result);
            else
                Q_EMIT failed(result.error());
        };
    });
}

void CaptureRun::save(const LiveSnapshot &snapshot, const QString &output, bool compress)
{
    run([this, snapshot, output, compress, progress = progressCallback()](const std::stop_token &stop) {
        FileResult result = saveSnapshot(snapshot, output.toStdString(), compress, progress, stop);
        return [this, result = std::move(result)] { tell(result); };
    });
}

void CaptureRun::cancel()
{
    m_stop.request_stop();
}

}
