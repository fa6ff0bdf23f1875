// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/corefinders.h"
#include "backend/live/procfiles.h"

#include <cstring>
#include <format>
#include <sys/stat.h>
#include <systemd/sd-journal.h>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

constexpr const char *coredumpMessage = "MESSAGE_ID=fc2e22bc6ee647b6b90729ab34a250b1"; // SD_MESSAGE_COREDUMP
constexpr size_t mostEntries = 1000;
constexpr size_t longestField = 4096; // bytes; COREDUMP= holds whole cores

/// Owns an open journal.
class Journal
{
public:
    explicit Journal(const SystemPaths &paths)
    {
        m_status = paths.root.empty() ? ::sd_journal_open(&m_journal, SD_JOURNAL_LOCAL_ONLY)
                                      : ::sd_journal_open_directory(&m_journal, paths.root.c_str(), SD_JOURNAL_OS_ROOT);
    }
    Journal(const Journal &) = delete;
    Journal &operator=(const Journal &) = delete;
    ~Journal()
    {
        if (m_journal)
            ::sd_journal_close(m_journal);
    }

    [[nodiscard]] int status() const { return m_status; }
    /// Puts the cursor behind the newest crash that fits.
    void select(const CoreQuery &query)
    {
        ::sd_journal_set_data_threshold(m_journal, longestField);
        ::sd_journal_add_match(m_journal, coredumpMessage, 0);
        if (query.pid) {
            const std::string match = std::format("COREDUMP_PID={}", *query.pid);
            ::sd_journal_add_match(m_journal, match.c_str(), 0);
        }
        ::sd_journal_seek_tail(m_journal);
    }
    /// The same of all that one program said.
    void selectProgram(const char *identifier)
    {
        ::sd_journal_set_data_threshold(m_journal, longestField);
        const std::string match = std::format("SYSLOG_IDENTIFIER={}", identifier);
        ::sd_journal_add_match(m_journal, match.c_str(), 0);
        ::sd_journal_seek_tail(m_journal);
    }
    [[nodiscard]] bool previous() { return ::sd_journal_previous(m_journal) > 0; }
    [[nodiscard]] std::string field(const char *name) const
    {
        const void *data = nullptr;
        size_t size = 0;
        const size_t prefix = std::strlen(name) + 1;
        if (::sd_journal_get_data(m_journal, name, &data, &size) < 0 || size < prefix)
            return {};
        return std::string(static_cast<const char *>(data) + prefix, size - prefix);
    }
    [[nodiscard]] uint64_t number(const char *name) const { return parseNumber(field(name)).value_or(0); }
    [[nodiscard]] int64_t when() const
    {
        uint64_t microseconds = number("COREDUMP_TIMESTAMP");
        if (microseconds == 0)
            ::sd_journal_get_realtime_usec(m_journal, &microseconds);
        return int64_t(microseconds / 1'000'000);
    }

private:
    sd_journal *m_journal = nullptr;
    int m_status = 0;
};

void judgeFile(StoredCore &core, const std::string &root, bool isInJournal)
{
    using State = StoredCore::State;
    if (core.path.empty()) {
        core.state = State::NeverStored;
        core.summary = isInJournal
            ? std::format("kept in the journal: coredumpctl dump {0} --output=core.{0}", core.pid)
            : "not kept";
        return;
    }
    core.path = root + core.path;
    struct stat status{};
    if (::stat(core.path.c_str(), &status) != 0)
        core.state = errno == ENOENT ? State::Deleted : State::Unreadable;
    else if (::access(core.path.c_str(), R_OK) != 0)
        core.state = State::Unreadable;
    else
        core.state = State::Present;
    if (core.state == State::Deleted)
        core.summary = "has been deleted since";
    else
        core.bytes = uint64_t(status.st_size);
}

StoredCore readEntry(const Journal &journal, const std::string &root)
{
    StoredCore core;
    core.source = "systemd-coredump";
    core.program = journal.field("COREDUMP_COMM");
    core.executable = journal.field("COREDUMP_EXE");
    core.pid = int32_t(journal.number("COREDUMP_PID"));
    core.uid = uint32_t(journal.number("COREDUMP_UID"));
    core.signal = int(journal.number("COREDUMP_SIGNAL"));
    core.when = journal.when();
    core.path = journal.field("COREDUMP_FILENAME");
    if (!core.executable.empty())
        core.program = baseName(core.executable);
    if (journal.field("COREDUMP_TRUNCATED") == "1")
        core.summary = "cut: too large to be kept whole";
    const std::string kept = core.summary;
    judgeFile(core, root, !journal.field("COREDUMP").empty());
    if (core.summary.empty())
        core.summary = kept;
    return core;
}

}

FoundCores coresOfJournal(const SystemPaths &paths, const CoreQuery &query)
{
    FoundCores found;
    Journal journal(paths);
    if (journal.status() < 0) {
        // No journal at all is no fault: many machines have none.
        if (journal.status() != -ENOENT)
            found.warnings.push_back(
                {.code = ErrorCode::Io,
                 .message = std::string("the journal can't be read: ") + std::strerror(-journal.status())});
        return found;
    }
    journal.select(query);
    while (found.cores.size() < mostEntries && journal.previous()) {
        StoredCore core = readEntry(journal, paths.root);
        if (core.when < query.since)
            break;
        found.cores.push_back(std::move(core));
    }
    return found;
}

bool isHandlerError(std::string_view message, std::optional<uint64_t> priority)
{
    constexpr uint64_t warning = 4; // syslog(3): LOG_WARNING, and less is worse
    // That a process dumped core is told as critical; what was cut is told as information.
    if (message.starts_with("Process ") && message.find("dumped core") != std::string_view::npos)
        return false;
    return (priority && *priority <= warning) || message.find("truncated") != std::string_view::npos
        || message.starts_with("Failed to ");
}

std::optional<HandlerNote> lastHandlerError(const SystemPaths &paths)
{
    constexpr int mostLines = 300;
    Journal journal(paths);
    if (journal.status() < 0)
        return std::nullopt;
    journal.selectProgram("systemd-coredump");
    for (int line = 0; line < mostLines && journal.previous(); ++line) {
        const std::string message = journal.field("MESSAGE");
        if (isHandlerError(message, parseNumber(journal.field("PRIORITY"))))
            return HandlerNote{.when = journal.when(), .text = message.substr(0, message.find('\n'))};
    }
    return std::nullopt;
}

}
