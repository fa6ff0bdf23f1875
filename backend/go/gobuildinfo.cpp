// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/gobuildinfo.h"

#include "backend/base/bytereader.h"
#include "backend/elf/elffile.h"
#include "backend/target/memory.h"

#include <algorithm>
#include <elf.h>

namespace Freezeframe
{

namespace
{

// Go runtime/debug/mod.go: the text of modinfo stands between two marks of 16 bytes.
constexpr size_t frameSize = 16;
constexpr std::string_view magic = "\xff Go buildinf:";
constexpr uint64_t alignment = 16; // Go debug/buildinfo: buildInfoAlign
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

namespace
{

/// @p bytes begin with the build information and may go on behind it.
Result<GoBuildInfo> parseBuildInfo(std::span<const std::byte> bytes)
{
    const std::string_view start(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    if (start.size() < inlineOffset || !start.starts_with(magic))
        return fail(ErrorCode::BadFormat, "the build information does not begin as Go writes it");
    if ((static_cast<uint8_t>(start[magic.size() + 1]) & inlineFlag) == 0)
        return fail(ErrorCode::Unsupported, "the build information is of Go 1.17 or older");
    ByteReader reader(bytes.subspan(inlineOffset));
    const auto version = lengthAndText(reader);
    if (!version)
        return std::unexpected(version.error());
    const auto module = lengthAndText(reader);
    GoBuildInfo info = module ? parseModuleInfo(*module) : GoBuildInfo();
    info.goVersion = *version;
    return info;
}

/// The first in @p bytes, that lie at @p address. A program that reads others' (cmd/go) has the first bytes as a text
/// of its own, too: what follows must be a version.
std::optional<GoBuildInfo> findBuildInfo(std::span<const std::byte> bytes, Address address)
{
    const std::string_view text(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    for (size_t at = text.find(magic); at != std::string_view::npos; at = text.find(magic, at + 1)) {
        if ((address + at).value % alignment != 0)
            continue;
        auto info = parseBuildInfo(bytes.subspan(at));
        if (info && (info->goVersion.starts_with("go") || info->goVersion.starts_with("devel")))
            return std::move(*info);
    }
    return std::nullopt;
}

}

Result<GoBuildInfo> readBuildInfo(const ElfFile &file)
{
    if (file.findSection(".go.buildinfo"))
        return file.sectionData(".go.buildinfo").and_then(parseBuildInfo);
    // Whose sections have names has none, or said so.
    if (file.findSection(".text"))
        return fail(ErrorCode::NotFound, "the file has no section .go.buildinfo");
    for (const bool isWritable : {true, false}) { // Go's linker puts it where relocations can be, as a rule
        for (const ElfSegment &segment : file.segments()) {
            if (segment.type != PT_LOAD || ((segment.flags & PF_W) != 0) != isWritable)
                continue;
            // A cut file has less than it says.
            const uint64_t fileSize = file.file()->size();
            const uint64_t size = segment.offset < fileSize ? std::min(segment.fileSize, fileSize - segment.offset) : 0;
            const auto bytes = file.file()->at(segment.offset, size);
            if (auto info = bytes ? findBuildInfo(*bytes, segment.address) : std::nullopt)
                return std::move(*info);
        }
    }
    return fail(ErrorCode::NotFound, "the file has no build information of Go");
}

Result<GoBuildInfo> readBuildInfo(const Memory &memory, AddressRange range)
{
    constexpr uint64_t chunkSize = 1 << 20;
    constexpr uint64_t overlap = 64 << 10; // bytes: more than the text of the modules needs
    for (Address at = range.begin; at < range.end;) {
        const uint64_t size = memory.readableSize(at, std::min<uint64_t>(chunkSize, range.end - at));
        std::vector<std::byte> bytes(size);
        if (size != 0 && memory.read(at, bytes)) {
            if (auto info = findBuildInfo(bytes, at))
                return std::move(*info);
        }
        constexpr uint64_t page = 4096;
        at = size == chunkSize ? at + (size - overlap) : at + (size / page + 1) * page;
    }
    return fail(ErrorCode::NotFound, "there is no build information of Go in this memory");
}

}
