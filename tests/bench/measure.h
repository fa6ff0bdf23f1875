// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringList>

#include <expected>
#include <optional>

namespace Freezeframe
{

/// One run of a program, from fork to exit, with nothing read of what it prints.
struct Measurement {
    double milliseconds = 0; ///< wall time
    double mebibytes = 0; ///< the most memory resident at once
    int status = 0; ///< as the shell's $?
};

/// Runs @p command with its output thrown away and its input empty. The error is a sentence.
[[nodiscard]] std::expected<Measurement, QString> measure(const QStringList &command);

/// Several runs of one command.
class Series
{
public:
    void add(const Measurement &measurement) { m_measurements << measurement; }
    [[nodiscard]] bool isEmpty() const { return m_measurements.isEmpty(); }
    [[nodiscard]] double fastest() const;
    [[nodiscard]] double median() const;
    [[nodiscard]] double slowest() const;
    [[nodiscard]] double mostMemory() const;

private:
    [[nodiscard]] QList<double> sortedTimes() const;

    QList<Measurement> m_measurements;
};

}
