// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/inspection.h"

#include <QTemporaryDir>

#include <expected>

namespace Freezeframe
{

/// The cores that the pictures show, made on this machine when they are asked for.
class Subjects
{
public:
    using Subject = std::expected<OpenOptions, QString>;

    /// Takes a core of the caller's for the main pictures.
    void setMain(const OpenOptions &options) { m_main = options; }
    /// The bundled sample, dead of its nil pointer.
    [[nodiscard]] Subject main();
    /// Three goroutines that wait for each other.
    [[nodiscard]] Subject deadlock();
    /// A program with variables of every type.
    [[nodiscard]] Subject variables();
    /// The sample again, with much that can go wrong: cut off, another build of the executable forced, no source.
    [[nodiscard]] Subject damaged();

private:
    [[nodiscard]] Subject victim(const QString &fixture, int build, const QStringList &arguments = {});

    std::optional<OpenOptions> m_main;
    QTemporaryDir m_folder;
};

}
