// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/capture.h"

#include <variant>

namespace Freezeframe
{

/// What a helper with more rights tells while it captures.
using CaptureMessage = std::variant<CaptureProgress, CaptureReport, CaptureError>;

/// Texts of JSON, one a packet. Both sides check what they get.
[[nodiscard]] std::string requestText(const CaptureOptions &options);
[[nodiscard]] Result<CaptureOptions> requestFrom(std::string_view text);
[[nodiscard]] std::string messageText(const CaptureMessage &message);
[[nodiscard]] Result<CaptureMessage> messageFrom(std::string_view text);

/// One packet with descriptors; the receiver owns those that it gets.
struct CapturePacket {
    std::string text; ///< empty: the other side has gone
    std::vector<int> descriptors;
};
[[nodiscard]] bool sendPacket(int socket, const std::string &text, const std::vector<int> &descriptors = {});
[[nodiscard]] Result<CapturePacket> receivePacket(int socket);

}
