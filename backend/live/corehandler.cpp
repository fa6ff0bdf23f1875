// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/corehandler.h"

#include "backend/live/procfiles.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <format>

namespace Freezeframe
{
namespace
{

std::string_view trimmed(std::string_view text)
{
    const size_t first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

/// "2G", "500M", "1024": a size to the base of 1024 as systemd writes it; "infinity" is the greatest.
std::optional<uint64_t> parseSize(std::string_view text)
{
    if (text == "infinity")
        return UINT64_MAX;
    unsigned shift = 0;
    if (!text.empty() && std::isdigit(static_cast<unsigned char>(text.back())) == 0) {
        const size_t unit = std::string_view("KMGTPE").find(text.back());
        if (text.back() != 'B' && unit == std::string_view::npos)
            return std::nullopt;
        shift = text.back() == 'B' ? 0 : unsigned(unit + 1) * 10;
        text.remove_suffix(1);
    }
    const auto number = parseNumber(trimmed(text));
    if (!number || (shift > 0 && *number >> (64 - shift) != 0))
        return std::nullopt;
    return *number << shift;
}

/// Files of a folder's name that end in .conf; those in an earlier folder hide their namesakes (systemd.unit(5)).
std::map<std::string, std::string> dropIns(const std::string &root)
{
    std::map<std::string, std::string> found;
    for (const char *base : {"/etc/systemd", "/run/systemd", "/usr/local/lib/systemd", "/usr/lib/systemd"}) {
        std::error_code error;
        std::filesystem::directory_iterator folder(root + base + "/coredump.conf.d", error);
        for (; !error && folder != std::filesystem::directory_iterator(); folder.increment(error)) {
            const std::string name = folder->path().filename().string();
            if (name.ends_with(".conf"))
                found.try_emplace(name, folder->path().string());
        }
    }
    return found;
}

bool mustBeEscaped(char c)
{
    // xescape(…, "./ ") in systemd's coredump: those, controls, and the backslash itself.
    return c == '.' || c == '/' || c == ' ' || c == '\\' || static_cast<unsigned char>(c) < ' '
        || static_cast<unsigned char>(c) >= 127;
}

}

CoreHandler::Kind CoreHandler::kindOf(const CorePattern &pattern)
{
    return kindOf(baseName(pattern.handler()));
}

CoreHandler::Kind CoreHandler::kindOf(const std::string &name)
{
    // A process's own name ends after 15 bytes, and the server has one more letter.
    if (name.starts_with("systemd-coredum"))
        return Kind::SystemdCoredump;
    if (name == "apport")
        return Kind::Apport;
    if (name.starts_with("abrt-"))
        return Kind::Abrt;
    return Kind::Other;
}

const char *CoreHandler::nameOf(Kind kind)
{
    switch (kind) {
    case Kind::SystemdCoredump: return "systemd-coredump";
    case Kind::Apport: return "apport";
    case Kind::Abrt: return "ABRT";
    default: return "the handler";
    }
}

SystemdCoredumpConfig SystemdCoredumpConfig::read(const SystemPaths &paths)
{
    SystemdCoredumpConfig config;
    const auto take = [&config](const std::string &path) {
        if (const auto text = readKernelFile(path)) {
            config.apply(*text);
            config.files.push_back(path);
            return true;
        }
        return false;
    };
    for (const char *base : {"/etc/systemd", "/run/systemd", "/usr/local/lib/systemd", "/usr/lib/systemd"}) {
        if (take(paths.root + base + "/coredump.conf"))
            break;
    }
    for (const auto &[name, path] : dropIns(paths.root))
        take(path);
    return config;
}

void SystemdCoredumpConfig::apply(std::string_view text)
{
    while (!text.empty()) {
        const std::string_view line = trimmed(text.substr(0, text.find('\n')));
        text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
        const size_t equals = line.find('=');
        if (line.starts_with('#') || line.starts_with(';') || equals == std::string_view::npos)
            continue;
        const std::string_view key = trimmed(line.substr(0, equals));
        const std::string_view value = trimmed(line.substr(equals + 1));
        const auto size = parseSize(value);
        if (key == "Storage")
            storage = value == "none" ? Storage::None : value == "journal" ? Storage::Journal : Storage::External;
        else if (key == "ProcessSizeMax" && size)
            processSizeMax = *size;
        else if (key == "ExternalSizeMax" && size)
            externalSizeMax = *size;
        else if (key == "JournalSizeMax" && size)
            journalSizeMax = *size;
        else if (key == "MaxUse" && size)
            maxUse = *size;
        else if (key == "KeepFree" && size)
            keepFree = *size;
    }
}

std::string systemdCoreName(const std::string &comm, std::optional<uint32_t> uid, std::optional<int32_t> pid)
{
    std::string boot = readKernelLine("/proc/sys/kernel/random/boot_id");
    std::erase(boot, '-');
    return std::format("core.{}.{}.{}.{}.<time>.zst", systemdEscaped(comm), uid ? std::to_string(*uid) : "<user>", boot,
                       pid ? std::to_string(*pid) : "<pid>");
}

std::string systemdEscaped(std::string_view text)
{
    std::string result;
    for (const char c : text) {
        if (mustBeEscaped(c))
            result += std::format("\\x{:02x}", static_cast<unsigned char>(c));
        else
            result += c;
    }
    return result;
}

std::string systemdUnescaped(std::string_view text)
{
    std::string result;
    while (!text.empty()) {
        const auto code
            = text.starts_with("\\x") && text.size() >= 4 ? parseNumber(text.substr(2, 2), 16) : std::nullopt;
        result += code ? char(*code) : text.front();
        text.remove_prefix(code ? 4 : 1);
    }
    return result;
}

}
