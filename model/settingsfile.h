// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

class QSettings;

namespace Freezeframe
{

/// The file of the settings as a file: what is damaged or of a newer Freezeframe is set aside, and whether it could be
/// written is told. Written as a whole or not at all (QSettings): a full disk loses what is new, never what was there.
/// Any thread that owns the settings.
class SettingsFile
{
public:
    /// Before the first setting is read: the file is put beside itself under another name where it can't be relied on.
    /// A sentence tells that, or why it can't be read; empty: all is well.
    [[nodiscard]] static QString check();
    /// Writes what was set. A sentence says why that failed; empty: it is written.
    [[nodiscard]] static QString write(QSettings &settings);
    /// Which layout of the settings this program knows.
    static constexpr int version = 1;
};

}
