// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "cli/optionwords.h"

#include <charconv>

namespace Freezeframe
{

Result<OptionWords> OptionWords::parse(const std::vector<std::string> &words, const std::set<std::string> &flags,
                                       const std::set<std::string> &valued)
{
    OptionWords parsed;
    bool onlyWords = false;
    for (size_t at = 0; at < words.size(); ++at) {
        const std::string &word = words[at];
        if (onlyWords || word.size() < 2 || word.front() != '-') {
            parsed.m_rest.push_back(word);
            continue;
        }
        if (word == "--") {
            onlyWords = true;
            continue;
        }
        const size_t equals = word.starts_with("--") ? word.find('=') : std::string::npos;
        const std::string name = word.substr(0, equals);
        if (flags.contains(name) && equals == std::string::npos) {
            parsed.m_options[name] = {};
        } else if (!valued.contains(name)) {
            return fail(ErrorCode::BadExpression, "there is no option " + word);
        } else if (equals != std::string::npos) {
            parsed.m_options[name] = word.substr(equals + 1);
        } else if (at + 1 < words.size()) {
            parsed.m_options[name] = words[++at];
        } else {
            return fail(ErrorCode::BadExpression, name + " needs a value");
        }
    }
    return parsed;
}

std::optional<std::string> OptionWords::value(const std::string &name) const
{
    const auto option = m_options.find(name);
    return option == m_options.end() ? std::nullopt : std::optional(option->second);
}

std::optional<uint64_t> wholeNumber(const std::string &text)
{
    uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || text.empty())
        return std::nullopt;
    return value;
}

}
