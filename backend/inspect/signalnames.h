// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace Freezeframe
{

/// "SIGSEGV"; "signal 40" for numbers without a name, empty for 0. Linux numbers, whatever the host's are.
[[nodiscard]] std::string signalName(int signal);

/// What the signal means, as Go's runtime words it ("segmentation violation"); empty if it has no words.
[[nodiscard]] std::string signalMeaning(int signal);

/// What si_code says of the cause ("address not mapped", "sent by kill"); empty if it says nothing.
[[nodiscard]] std::string signalCodeText(int signal, int code);

/// True if si_code says that a process sent the signal (SI_USER, SI_QUEUE, SI_TKILL).
[[nodiscard]] bool isSentByProcess(int code);

}
