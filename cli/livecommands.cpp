// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "cli/livecommands.h"

#include "cli/capturecommand.h"
#include "cli/commandline.h"
#include "cli/processcommands.h"

#include <algorithm>
#include <map>

namespace Freezeframe
{

std::optional<int> runLiveCommand(const std::vector<std::string> &arguments, std::ostream &out, std::ostream &errors)
{
    using Command = int (*)(const std::vector<std::string> &, std::ostream &, std::ostream &);
    static const std::map<std::string, Command> commands = {
        {"abort", runAbort},
        {"quit", runQuit},
        {"cores", runCores},
        {"doctor", runDoctor},
        {"ps", runPs},
        {"capture", runCapture},
        {"walkthrough", runWalkthrough},
    };
    if (arguments.empty())
        return std::nullopt;
    const auto command = commands.find(arguments.front());
    if (command == commands.end())
        return std::nullopt;
    if (std::ranges::find(arguments, "--help") != arguments.end()) {
        out << helpText();
        return 0;
    }
    return command->second({arguments.begin() + 1, arguments.end()}, out, errors);
}

}
