// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace Freezeframe
{

/// A place as the runtime prints it.
struct PrintedFrame {
    QString function; ///< without arguments; "panic" is runtime.gopanic, as everywhere else
    QString file;
    int line = 0;
    bool isInlined = false; ///< printed without addresses
    quint64 fp = 0; ///< the canonical frame address
    quint64 sp = 0;
    quint64 pc = 0;
};

/// One goroutine of the runtime's own traceback.
struct PrintedGoroutine {
    quint64 id = 0;
    QString state; ///< "chan receive", "running"
    bool isLockedToThread = false;
    bool isUnavailable = false; ///< "goroutine running on other thread; stack unavailable"
    QList<PrintedFrame> frames; ///< innermost first
    qsizetype elidedAfter = -1; ///< so many frames stand before "...N frames elided..."
    qsizetype elidedCount = 0;
    std::optional<PrintedFrame> createdBy;
    quint64 creator = 0;
};

/// What a dying Go program prints with GOTRACEBACK=crash.
struct Traceback {
    QStringList
        messages; ///< "panic: …" and "fatal error: …" lines with what belongs to them, without the words in front
    bool isFatalError = false;
    QString signal; ///< "SIGSEGV", from "[signal SIGSEGV: …]" or "SIGSEGV: …"
    std::optional<quint64> address; ///< of the fault
    QList<PrintedGoroutine> goroutines; ///< in the order printed; each once; none with the id 0
};

[[nodiscard]] Traceback parseTraceback(const QByteArray &text);

/// Empty if a dying program whose standard error is @p printed said @p message, all of it and no more, byte for byte;
/// else where they part.
[[nodiscard]] QString messageDifference(const QByteArray &printed, const QByteArray &message);

/// "main.sum[go.shape.int]" and "main.sum[...]" are the same function; so are "panic" and "runtime.gopanic".
[[nodiscard]] QString comparableFunction(QString name);

}
