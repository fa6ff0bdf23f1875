// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "cli/comparecommand.h"

#include "backend/base/text.h"
#include "backend/compare/comparisontext.h"
#include "backend/compare/corecomparison.h"

namespace Freezeframe
{

ExitStatus runCompare(const CommandLine &line, std::ostream &out, std::ostream &errors)
{
    constexpr size_t most = 1000; // lines of a list for people; JSON has more
    std::vector<std::unique_ptr<Inspection>> cores;
    bool hasWarnings = false;
    for (const std::string &path : {line.open.core, line.expressions.front()}) {
        OpenOptions options = line.open;
        options.core = path;
        auto opened = Inspection::open(options);
        if (!opened) {
            errors << "freezeframe-cli: " << escaped(path) << ": " << escaped(opened.error().toString()) << "\n";
            return ExitStatus::Unreadable;
        }
        for (const Error &warning : (*opened)->warnings()) {
            errors << "warning: " << escaped(path) << ": " << escaped(warning.toString()) << "\n";
            hasWarnings = true;
        }
        cores.push_back(std::move(*opened));
    }
    const auto found = CoreComparison(*cores[0], *cores[1]).run();
    if (!found) {
        errors << "freezeframe-cli: " << escaped(found.error().toString()) << "\n";
        return ExitStatus::Usage;
    }
    out << (line.json ? comparisonJson(*found) + "\n" : comparisonText(*found, most));
    return hasWarnings ? ExitStatus::Warnings : ExitStatus::Whole;
}

}
