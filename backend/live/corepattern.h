// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/systempaths.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace Freezeframe
{

/// What the kernel knows of a process when it names its core. What is nothing is known only at the death.
struct CoreNameFacts {
    std::optional<int32_t> pid; ///< in the process's own PID namespace
    std::optional<int32_t> globalPid; ///< in the first one
    std::optional<int32_t> thread; ///< that dies; in its own namespace
    std::optional<int32_t> globalThread;
    std::optional<uint32_t> uid;
    std::optional<uint32_t> gid;
    std::optional<int> dumpMode; ///< 1 dumpable, 0 not, 2 only by root
    std::optional<int> signal;
    std::string host;
    std::optional<std::string> comm; ///< of the thread that dies
    std::string executable; ///< full path
    std::optional<uint64_t> coreLimit;
};

/// kernel.core_pattern and its companions. A value type.
struct CorePattern {
    enum class Kind { None, File, Pipe, Socket };
    std::string text; ///< as /proc/sys has it
    bool usesPid = false; ///< kernel.core_uses_pid
    int suidDumpable = 0; ///< fs.suid_dumpable
    int pipeLimit = 0; ///< kernel.core_pipe_limit
    bool knowsSockets = true; ///< the kernel takes @ for a socket (6.16 and newer), else for a part of a file's name

    [[nodiscard]] static CorePattern read(const SystemPaths &paths);
    [[nodiscard]] Kind kind() const;
    /// Of a pipe: the program that gets the core.
    [[nodiscard]] std::string handler() const;
    [[nodiscard]] bool isAbsolute() const { return text.starts_with('/'); }
};

/// The name of a core as far as it is known before the death: text with gaps. A value type.
class CoreName
{
public:
    /// As fs/coredump.c: format_corename does.
    [[nodiscard]] static CoreName expand(const CorePattern &pattern, const CoreNameFacts &facts);

    [[nodiscard]] bool isExact() const { return m_pieces.size() == 1 && !m_pieces.front().isGap; }
    /// For people: "core.4711.<time>".
    [[nodiscard]] std::string text() const;
    /// The folder, with its slash, and the file's name. The folder has a gap if the pattern makes it so.
    [[nodiscard]] std::string folder() const;
    [[nodiscard]] bool isFolderExact() const;
    [[nodiscard]] std::string fileText() const;
    /// Whether a file of this name in folder() can be it.
    [[nodiscard]] bool matchesFile(std::string_view name) const;

private:
    struct Piece {
        std::string text; ///< itself, or what stands in the gap
        bool isGap = false;
        bool isNumber = false; ///< only digits fit into the gap
        bool operator==(const Piece &) const = default;
    };
    void add(std::string_view text);
    void addGap(std::string what, bool isNumber);
    template<class T>
    void addNumber(const std::optional<T> &number, const char *gap)
    {
        if (number)
            add(std::to_string(*number));
        else
            addGap(gap, true);
    }
    void addEscaped(const std::string &text);
    void addSpecifier(char specifier, const CoreNameFacts &facts);
    [[nodiscard]] std::pair<std::vector<Piece>, std::vector<Piece>> split() const;
    [[nodiscard]] static std::string textOf(const std::vector<Piece> &pieces);

    std::vector<Piece> m_pieces;
};

}
