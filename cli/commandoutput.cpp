// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/text.h"
#include "cli/processcommands.h"

#include <algorithm>
#include <array>
#include <ctime>

namespace Freezeframe
{

int complain(std::ostream &errors, const std::string &message, int status)
{
    errors << "freezeframe-cli: " << escaped(message) << "\n";
    return status;
}

int complainOfUsage(std::ostream &errors, const std::string &message)
{
    return complain(errors, message + "; see freezeframe-cli --help", int(AbortStatus::Usage));
}

std::string localTime(int64_t seconds)
{
    const std::time_t time = seconds;
    std::tm parts{};
    std::array<char, 32> text{};
    if (!::localtime_r(&time, &parts) || std::strftime(text.data(), text.size(), "%F %T", &parts) == 0)
        return std::to_string(seconds);
    return text.data();
}

std::string columns(const std::vector<std::vector<std::string>> &rows)
{
    std::vector<size_t> widths;
    for (const auto &row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], row[i].size());
    }
    std::string text;
    for (const auto &row : rows) {
        for (size_t i = 0; i < row.size(); ++i) {
            text += row[i];
            if (i + 1 < row.size())
                text.append(widths[i] - row[i].size() + 2, ' ');
        }
        text.erase(text.find_last_not_of(' ') + 1);
        text += '\n';
    }
    return text;
}

}
