// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/report.h"

#include <string>
#include <vector>

namespace Freezeframe
{

/// What a person typed after freezeframe-cli. A value type.
struct CommandLine {
    enum class Verb {
        Help,
        Version,
        Report,
        Evaluate,
        Disassemble,
        Source,
        Console,
        Profile,
        InFlight,
        Compare,
        Trace
    };
    Verb verb = Verb::Help;
    OpenOptions open;
    ReportOptions report;
    bool json = false;
    bool traceback = false; ///< of report: as Go prints it
    std::optional<uint64_t> goroutine;
    std::optional<uint64_t> thread;
    std::optional<uint64_t> frame;
    std::vector<std::string> expressions;
    std::optional<uint64_t> maxString; ///< bytes of a text
    bool debuginfod = false; ///< servers may be asked for debug information
    bool full = false; ///< values whole
    bool raw = false; ///< only the bytes of the text
    bool showSecrets = false; ///< of inflight: what may be secret, too
    std::string initFile; ///< of console: commands that run first
    std::optional<ProfileKind> kind; ///< of profile
    std::string output; ///< of profile: the file, "-" for the standard output
    std::string topic; ///< of help: a command of the console
};

/// BadExpression with a sentence for a person if the words are off.
[[nodiscard]] Result<CommandLine> parseCommandLine(const std::vector<std::string> &arguments);
[[nodiscard]] std::string helpText();

}
