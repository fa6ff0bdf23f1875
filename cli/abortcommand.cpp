// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/text.h"
#include "backend/live/corewait.h"
#include "cli/doctoroutput.h"
#include "cli/optionwords.h"
#include "cli/processcommands.h"

#include <csignal>
#include <filesystem>
#include <format>
#include <set>

namespace Freezeframe
{
namespace
{

using Json = nlohmann::ordered_json;
using Outcome = CoreWaitResult::Outcome;

struct AbortWish {
    ProcessId process;
    int signal = SIGABRT;
    bool force = false;
    bool json = false;
    std::optional<std::chrono::seconds> wait;
};

constexpr std::chrono::seconds usualWait{60};

/// @p signal: of the command; abort can be told another.
Result<AbortWish> parse(const std::vector<std::string> &words, int signal)
{
    const char *name = signal == SIGQUIT ? "quit" : "abort";
    std::set<std::string> valued = {"--wait"};
    if (signal == SIGABRT)
        valued.insert("--signal");
    const auto options = OptionWords::parse(words, {"--json", "--force", "--wait"}, valued);
    if (!options)
        return std::unexpected(options.error());
    const auto usage = [](std::string text) { return fail(ErrorCode::BadExpression, std::move(text)); };
    AbortWish wish{.signal = signal, .force = options->has("--force"), .json = options->has("--json")};
    std::vector<std::string> rest = options->rest();
    if (const auto seconds = options->value("--wait")) {
        // "--wait 5" leaves the 5 among the other words.
        const bool isApart = seconds->empty() && rest.size() == 2;
        const auto number = wholeNumber(isApart ? rest.back() : *seconds);
        if (!seconds->empty() || isApart) {
            if (!number || *number > INT32_MAX)
                return usage("--wait needs a number of seconds");
            wish.wait = std::chrono::seconds(*number);
        } else {
            wish.wait = usualWait;
        }
        if (isApart)
            rest.pop_back();
    }
    if (const auto word = options->value("--signal")) {
        if (*word != "ABRT" && *word != "SIGABRT" && *word != "QUIT" && *word != "SIGQUIT")
            return usage("--signal is ABRT or QUIT, not " + *word);
        wish.signal = word->ends_with("QUIT") ? SIGQUIT : SIGABRT;
    }
    if (rest.size() != 1)
        return usage(rest.empty() ? std::string(name) + " needs a process"
                                  : "one process at a time: what is " + rest[1] + "?");
    const auto pid = wholeNumber(rest.front());
    if (!pid || *pid == 0 || *pid > INT32_MAX)
        return usage(rest.front() + " is no number of a process");
    wish.process.pid = int32_t(*pid);
    return wish;
}

AbortStatus statusOf(const CoreWaitResult &result)
{
    switch (result.outcome) {
    case Outcome::Found: return result.isTruncated ? AbortStatus::Truncated : AbortStatus::Done;
    case Outcome::NoCore: return AbortStatus::NoCore;
    case Outcome::OutOfReach: return AbortStatus::OutOfReach;
    case Outcome::Unknown: return AbortStatus::Unknown;
    default: return AbortStatus::TimedOut;
    }
}

const char *wordOf(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Found: return "found";
    case Outcome::NoCore: return "no-core";
    case Outcome::StillDumping: return "still-dumping";
    case Outcome::TimedOut: return "timed-out";
    case Outcome::OutOfReach: return "out-of-reach";
    case Outcome::Unknown: return "unknown";
    default: return "survived";
    }
}

/// One run of the command, after its words are understood.
class AbortRun
{
public:
    AbortRun(const AbortWish &wish, std::ostream &out, std::ostream &errors)
        : m_wish(wish)
        , m_out(out)
        , m_errors(errors)
    {
    }

    int run()
    {
        // The pidfd first: what is examined and hit is one and the same process.
        const auto process = ProcessHandle::open(m_wish.process);
        if (!process)
            return finish(failed(process.error()));
        const auto report = examineProcess((*process)->id(), m_wish.signal);
        if (!report)
            return finish(failed(report.error()));
        m_json["doctor"] = doctorJson(*report);
        if (!m_wish.json)
            writeVerdict(m_errors, *report);
        if (report->verdict == DoctorReport::Verdict::NoCore && !m_wish.force) {
            m_json["outcome"] = "refused";
            note("nothing was sent, as no core would appear; --force sends the signal nevertheless");
            return finish(AbortStatus::NoCore);
        }
        return finish(send(*process));
    }

private:
    AbortStatus send(const std::shared_ptr<const ProcessHandle> &process)
    {
        auto wait = CoreWait::prepare(process, m_wish.signal);
        if (!wait)
            return failed(wait.error());
        if (!m_wish.wait) {
            if (const auto sent = process->sendSignal(m_wish.signal); !sent)
                return failed(sent.error());
            m_json["outcome"] = "sent";
            note(std::format("the signal is sent to process {}", process->id().pid));
            return AbortStatus::Done;
        }
        // Should it go with the process's file system: what this person gets is here.
        std::error_code error;
        if (const auto here = std::filesystem::current_path(error); !error)
            (*wait)->setRefuge(here.string());
        const auto result
            = (*wait)->signalAndWait(*m_wish.wait, [this](const std::string &sentence) { note(sentence); });
        if (!result)
            return failed(result.error());
        m_json["outcome"] = wordOf(result->outcome);
        if (!result->path.empty())
            m_json["path"] = result->path;
        m_json["truncated"] = result->isTruncated;
        m_json["looked"] = result->looked;
        m_json["message"] = result->sentence;
        const bool isFound = result->outcome == Outcome::Found;
        if (isFound && !m_wish.json)
            m_out << escaped(result->path) << "\n";
        const bool isPlain = isFound && result->sentence == "The core is " + result->path + ".";
        if (!isPlain)
            note(result->sentence);
        return statusOf(*result);
    }

    AbortStatus failed(const Error &error)
    {
        m_json["error"] = error.toString();
        note(error.toString());
        if (error.code == ErrorCode::NotFound || error.code == ErrorCode::Mismatch)
            return AbortStatus::Gone;
        return error.code == ErrorCode::Unsupported ? AbortStatus::Usage : AbortStatus::Denied;
    }

    void note(const std::string &sentence) { m_errors << "freezeframe-cli: " << escaped(sentence) << std::endl; }

    int finish(AbortStatus status)
    {
        if (m_wish.json)
            m_out << m_json.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
        return int(status);
    }

    const AbortWish &m_wish;
    std::ostream &m_out;
    std::ostream &m_errors;
    Json m_json = {{"pid", m_wish.process.pid}};
};

int runWith(const std::vector<std::string> &words, int signal, std::ostream &out, std::ostream &errors)
{
    const auto wish = parse(words, signal);
    if (!wish)
        return complainOfUsage(errors, wish.error().message);
    return AbortRun(*wish, out, errors).run();
}

}

int runAbort(const std::vector<std::string> &words, std::ostream &out, std::ostream &errors)
{
    return runWith(words, SIGABRT, out, errors);
}

int runQuit(const std::vector<std::string> &words, std::ostream &out, std::ostream &errors)
{
    return runWith(words, SIGQUIT, out, errors);
}

}
