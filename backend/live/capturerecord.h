// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/processhandle.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace Freezeframe
{

/// A note in the person's state folder that a capture is under way. Owns the file, which goes with this object; what is
/// there still when its program has gone tells of a capture that was interrupted. One thread.
class CaptureRecord
{
public:
    /// Null if there is no place for one: a capture does without.
    [[nodiscard]] static std::unique_ptr<CaptureRecord> begin(const ProcessId &process, const std::string &name,
                                                              const std::string &partial);
    CaptureRecord(const CaptureRecord &) = delete;
    CaptureRecord &operator=(const CaptureRecord &) = delete;
    ~CaptureRecord();

private:
    explicit CaptureRecord(std::string path)
        : m_path(std::move(path))
    {
    }
    std::string m_path;
};

/// Sentences about captures whose program was killed meanwhile; their records and what they left are removed. Those of
/// captures that are under way, here or on another machine with the same home, stay.
[[nodiscard]] std::vector<std::string> takeInterruptedCaptures();

/// ".PID-START-PLACE.XXXXXX.partial" for mkostemps(): the name says whose the file is.
[[nodiscard]] std::string partialSuffix();
/// Removes files of such names in @p folder whose program has gone; a sentence each.
[[nodiscard]] std::vector<std::string> removeStalePartials(const std::string &folder);

}
