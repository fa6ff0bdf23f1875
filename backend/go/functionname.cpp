// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/functionname.h"

#include "backend/base/packagepath.h"

#include <algorithm>
#include <array>

namespace Freezeframe
{

namespace
{

using namespace std::string_view_literals;

// First path elements of Go's standard library (1.22 to 1.27): module paths outside of it have a dot there, or are the
// main module.
constexpr std::array standardRoots = {
    "archive"sv,  "bufio"sv,    "bytes"sv,   "cmp"sv,     "compress"sv, "container"sv, "context"sv,
    "crypto"sv,   "database"sv, "debug"sv,   "embed"sv,   "encoding"sv, "errors"sv,    "expvar"sv,
    "flag"sv,     "fmt"sv,      "go"sv,      "hash"sv,    "html"sv,     "image"sv,     "index"sv,
    "internal"sv, "io"sv,       "iter"sv,    "log"sv,     "maps"sv,     "math"sv,      "mime"sv,
    "net"sv,      "os"sv,       "path"sv,    "plugin"sv,  "reflect"sv,  "regexp"sv,    "runtime"sv,
    "slices"sv,   "sort"sv,     "strconv"sv, "strings"sv, "structs"sv,  "sync"sv,      "syscall"sv,
    "testing"sv,  "text"sv,     "time"sv,    "unicode"sv, "unique"sv,   "vendor"sv,    "weak"sv,
};

/// The element of a package's path that names it: the last, or the one before a major version ("cache/v3").
std::string_view namingElement(std::string_view package)
{
    const size_t slash = package.rfind('/');
    if (slash == std::string_view::npos)
        return package;
    const std::string_view last = package.substr(slash + 1);
    const bool isVersion
        = last.size() > 1 && last.front() == 'v' && last.find_first_not_of("0123456789", 1) == std::string_view::npos;
    return isVersion ? namingElement(package.substr(0, slash)) : last;
}

}

FunctionParts functionParts(std::string_view function)
{
    // The dot after the last slash before any bracket: type arguments and receivers have paths of their own.
    const size_t bracket = std::min(function.find('['), function.find('('));
    const std::string_view head = function.substr(0, bracket);
    const size_t slash = head.rfind('/');
    const size_t dot = function.find('.', slash == std::string_view::npos ? 0 : slash);
    if (dot == std::string_view::npos || dot == 0 || head.contains("::") || dot > bracket)
        return {{}, function};
    return {function.substr(0, dot), function.substr(dot + 1)};
}

std::string withoutBraces(std::string_view text)
{
    std::string result;
    int depth = 0;
    for (const char character : text) {
        if (character == '{') {
            if (depth++ == 0 && result.ends_with(' '))
                result.pop_back();
        } else if (character == '}' && depth > 0) {
            --depth;
        } else if (depth == 0) {
            result += character;
        }
    }
    return result;
}

ReadableFunction readableFunction(std::string_view function)
{
    const FunctionParts parts = functionParts(function);
    if (parts.package.empty())
        return {{}, withoutBraces(parts.rest)};
    const std::string_view package = isStandardPackage(parts.package) ? parts.package : namingElement(parts.package);
    return {plainPath(package) + '.', withoutBraces(parts.rest)};
}

std::string shortFunctionName(std::string_view function)
{
    std::string rest = withoutBraces(functionParts(function).rest);
    for (size_t at = rest.find("(*"); at != std::string::npos; at = rest.find("(*", at))
        rest.erase(at, 2);
    std::erase(rest, ')');
    return rest;
}

bool isStandardPackage(std::string_view package)
{
    return std::ranges::contains(standardRoots, package.substr(0, package.find('/')));
}

bool isStandardFunction(std::string_view function)
{
    const std::string_view package = functionParts(function).package;
    return !package.empty() && isStandardPackage(package);
}

}
