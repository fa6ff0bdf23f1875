// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/gobuildinfo.h"

#include "backend/base/bytereader.h"
#include "backend/elf/elffile.h"

namespace Freezeframe
{

namespace
{

// Go runtime/debug/mod.go: the text of modinfo stands between two marks of 16 bytes.
constexpr size_t frameSize = 16;
constexpr std::string_view magic = "\xff Go buildinf:";
constexpr size_t inlineOffset = 32;
constexpr uint8_t inlineFlag = 2; // Go debug/buildinfo: the strings follow the header (Go 1.18)

[[nodiscard]] std::string unquoted(std::string_view value)
{
    if (value.size() < 2 || (value.front() != '"' && value.front() != '`'))
        return std::string(value);
    const bool isRaw = value.front() == '`';
    std::string result;
    for (size_t i = 1; i + 1 < value.size(); ++i) {
        if (!isRaw && value[i] == '\\' && i + 2 < value.size()) {
            ++i;
            result += value[i] == 'n' ? '\n' : value[i] == 't' ? '\t' : value[i];
        } else {
            result += value[i];
        }
    }
    return result;
}

[[nodiscard]] std::string moduleAndVersion(std::string_view fields)
{
    const size_t tab = fields.find('\t');
    std::string result(fields.substr(0, tab));
    if (tab != std::string_view::npos) {
        const std::string_view rest = fields.substr(tab + 1);
        result.append(" ").append(rest.substr(0, rest.find('\t')));
    }
    return result;
}

[[nodiscard]] Result<std::string_view> lengthAndText(ByteReader &reader)
{
    const auto length = reader.readUleb128();
    if (!length)
        return std::unexpected(length.error());
    const auto bytes = reader.readBytes(*length);
    if (!bytes)
        return std::unexpected(bytes.error());
    return std::string_view(reinterpret_cast<const char *>(bytes->data()), bytes->size());
}

}

GoBuildInfo parseModuleInfo(std::string_view text)
{
    GoBuildInfo info;
    if (text.size() >= 2 * frameSize + 1 && text[text.size() - frameSize - 1] == '\n')
        text = text.substr(frameSize, text.size() - 2 * frameSize);
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        const size_t tab = line.find('\t');
        if (tab == std::string_view::npos)
            continue;
        const std::string_view key = line.substr(0, tab);
        const std::string_view rest = line.substr(tab + 1);
        if (key == "path") {
            info.path = rest;
        } else if (key == "mod") {
            info.module = moduleAndVersion(rest);
        } else if (key == "dep") {
            info.dependencies.push_back(moduleAndVersion(rest));
        } else if (key == "=>" && !info.dependencies.empty()) {
            info.dependencies.back() += " => " + moduleAndVersion(rest);
        } else if (key == "build") {
            const bool isQuoted = !rest.empty() && (rest.front() == '"' || rest.front() == '`');
            const size_t equals = rest.find('=', isQuoted ? rest.find(rest.front(), 1) : 0);
            if (equals != std::string_view::npos)
                info.settings[unquoted(rest.substr(0, equals))] = unquoted(rest.substr(equals + 1));
        }
    }
    return info;
}

Result<GoBuildInfo> readBuildInfo(const ElfFile &file)
{
    const auto section = file.sectionData(".go.buildinfo");
    if (!section)
        return std::unexpected(section.error());
    const std::string_view start(reinterpret_cast<const char *>(section->data()), section->size());
    if (start.size() < inlineOffset || !start.starts_with(magic))
        return fail(ErrorCode::BadFormat, "the build information does not begin as Go writes it");
    if ((static_cast<uint8_t>(start[magic.size() + 1]) & inlineFlag) == 0)
        return fail(ErrorCode::Unsupported, "the build information is of Go 1.17 or older");
    ByteReader reader(section->subspan(inlineOffset));
    const auto version = lengthAndText(reader);
    if (!version)
        return std::unexpected(version.error());
    const auto module = lengthAndText(reader);
    GoBuildInfo info = module ? parseModuleInfo(*module) : GoBuildInfo();
    info.goVersion = *version;
    return info;
}

}
