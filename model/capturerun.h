// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/capture.h"
#include "model/jobqueue.h"

#include <QObject>
#include <QString>

namespace Freezeframe
{

/// One capture at a time, on a thread of its own: into a file, into memory, or of a snapshot into a file. GUI thread;
/// ends a running capture when it goes, and the process runs on.
class CaptureRun : public QObject
{
    Q_OBJECT
public:
    explicit CaptureRun(QObject *parent = nullptr);
    ~CaptureRun() override;

    /// Who captures: we, or a helper that asks for an administrator's password.
    enum class By { Us, Administrator };
    /// @p makeFolder: the folder of the output is made if it is missing.
    void captureFile(const CaptureOptions &options, bool makeFolder, By by = By::Us);
    void captureMemory(const CaptureOptions &options, By by = By::Us);
    void save(const LiveSnapshot &snapshot, const QString &output, bool compress);
    void cancel();
    [[nodiscard]] bool isRunning() const { return m_running; }

Q_SIGNALS:
    void started();
    void progressChanged(const Freezeframe::CaptureProgress &progress);
    void captured(const Freezeframe::CaptureReport &report);
    void snapshotTaken(const Freezeframe::LiveSnapshot &snapshot);
    void failed(const Freezeframe::CaptureError &error);
    /// After one of the three above.
    void ended();

private:
    using FileResult = std::expected<CaptureReport, CaptureError>;
    void run(std::function<std::move_only_function<void()>(const std::stop_token &)> work);
    [[nodiscard]] CaptureProgressCallback progressCallback();
    void tell(const FileResult &result);

    bool m_running = false;
    std::stop_source m_stop;
    JobQueue m_queue; ///< last: its thread ends before the rest
};

/// "Copying", "Compressing": what a capture does now.
[[nodiscard]] QString phaseText(CaptureProgress::Phase phase);

}
