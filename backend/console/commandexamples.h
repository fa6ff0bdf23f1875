// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace Freezeframe
{

/// What a command's example printed on the core of the bundled sample, with the lines that were typed:
/// resources/console/examples.txt, which the tests write and compare. Empty if there is none. Lives for ever.
[[nodiscard]] std::string_view exampleSession(std::string_view command);

/// What stands before a command in that file.
[[nodiscard]] std::string exampleTitle(std::string_view command);

}
