// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/methodnames.h"

namespace Freezeframe
{

std::vector<std::string> methodPrefixes(std::string_view type)
{
    if (type.starts_with('*'))
        type.remove_prefix(1);
    const size_t bracket = type.find_first_of("[{( ");
    if (bracket != std::string_view::npos && (type[bracket] != '[' || bracket == 0 || !type.ends_with(']')))
        return {};
    const std::string_view plain = type.substr(0, bracket);
    const size_t slash = plain.rfind('/');
    const size_t dot = plain.find('.', slash == std::string_view::npos ? 0 : slash);
    if (dot == std::string_view::npos || dot == 0 || dot + 1 == plain.size())
        return {};
    const std::string package(plain.substr(0, dot + 1));
    const std::string name = std::string(plain.substr(dot + 1)) + (bracket == std::string_view::npos ? "" : "[...]");
    return {package + "(*" + name + ").", package + name + '.'};
}

}
