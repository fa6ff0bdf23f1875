// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/lesson/coredeeds.h"

#include "backend/console/commandhelp.h"
#include "backend/lesson/coreanatomy.h"
#include "backend/lesson/loopdeeds.h"

#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <format>
#include <regex>
#include <unistd.h>

namespace Freezeframe
{

namespace
{

std::string_view firstWord(std::string_view line)
{
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    return line.substr(0, line.find(' '));
}

}

Result<LessonCore> CoreDeeds::core(const std::string &name) const
{
    const std::string program = name.substr(0, name.find('-'));
    const LessonCore made{.core = m_progress.fact(name), .executable = m_progress.fact(program + "-exe")};
    if (!made.core.empty() && ::access(made.core.c_str(), R_OK) == 0)
        return made;
    return m_place.recording(program);
}

OpenOptions CoreDeeds::options(const LessonCore &core) const
{
    OpenOptions options{.core = core.core};
    options.files.executable = core.executable;
    // Recorded programs name their sources by their module.
    const std::string program = std::filesystem::path(core.executable).filename().string();
    if (const std::string module = LessonPlace::moduleOf(program); !module.empty())
        options.sourceMap.emplace_back(module, m_place.programFolder(program));
    return options;
}

Result<void> CoreDeeds::show(const std::string &name, const std::stop_token &stop)
{
    const auto found = core(name);
    if (!found)
        return std::unexpected(found.error());
    if (m_console && m_shown == found->core)
        return {};
    m_console.reset();
    m_inspection.reset();
    auto inspection = Inspection::open(options(*found), {}, stop);
    if (!inspection)
        return std::unexpected(inspection.error());
    m_inspection = std::move(*inspection);
    m_console = std::make_unique<Console>(*m_inspection);
    m_shown = found->core;
    // As windows do: what crashed is selected.
    (void)m_console->execute("crash", [](std::string_view) { });
    return {};
}

LessonOutcome CoreDeeds::anatomy(const LessonTask & /*task*/, const std::stop_token &stop)
{
    if (const auto shown = show("crash-core", stop); !shown)
        return LessonOutcome::notDone(
            std::format("There is no core to show yet: {}. The next step makes one.", shown.error().message));
    const CoreAnatomy anatomy = CoreAnatomy::of(*m_inspection);
    LessonOutcome outcome{.state = LessonOutcome::State::Done, .output = anatomy.text()};
    outcome.sentence = std::format("These are the parts of {}.", anatomy.path);
    outcome.open = core("crash-core").value_or(LessonCore());
    outcome.anatomy = anatomy;
    return outcome;
}

Inspection *CoreDeeds::inspection(const std::string &name, const std::stop_token &stop)
{
    return show(name, stop) ? m_inspection.get() : nullptr;
}

LessonOutcome CoreDeeds::open(const LessonTask &task, const std::stop_token &stop)
{
    return openNamed(task.word, stop);
}

LessonOutcome CoreDeeds::openNamed(const std::string &name, const std::stop_token &stop)
{
    m_shown.clear(); // it may be another file of the same name by now
    if (const auto shown = show(name, stop); !shown)
        return LessonOutcome::notDone(std::format("It can't be opened: {}.", shown.error().toString()));
    LessonOutcome outcome{.state = LessonOutcome::State::Done, .output = crashText(*m_inspection)};
    const auto process = m_inspection->process();
    if (process->executablePath.empty()) {
        outcome.state = LessonOutcome::State::NotDone;
        outcome.sentence = std::format("{} is open, but its program is not found.", m_shown);
        return outcome;
    }
    outcome.sentence = std::format("{} is open, with {}.", m_shown, process->executablePath);
    outcome.open = core(name).value_or(LessonCore());
    return outcome;
}

Result<void> CoreDeeds::type(std::string_view line, std::string &out, const std::stop_token &stop)
{
    if (!m_console) {
        if (auto shown = show("crash-core", stop); !shown)
            return shown;
    }
    return m_console->execute(line, [&out](std::string_view text) { out += text; }, stop);
}

LessonOutcome CoreDeeds::console(const LessonTask &task, const std::stop_token &stop)
{
    if (const auto shown = show("crash-core", stop); !shown)
        return LessonOutcome::notDone(std::format("There is no core to type over: {}.", shown.error().message));
    std::string answer;
    const auto done = type(task.word, answer, stop);
    return judge(task, task.word, std::move(answer), done ? std::nullopt : std::optional<Error>(done.error()));
}

LessonOutcome CoreDeeds::printCount(const LessonTask &task, const std::stop_token &stop)
{
    if (const auto shown = show("picture-core", stop); !shown)
        return LessonOutcome::notDone(std::format("There is no picture of the loop: {}.", shown.error().message));
    const auto count = LoopDeeds::countIn(*m_inspection);
    if (!count)
        return LessonOutcome::notDone(std::format("i can't be read: {}.", count.error().toString()));
    const std::string line = std::format("goroutine {} frame {} print i", count->goroutine, count->frame);
    std::string answer;
    const auto done = type(line, answer, stop);
    LessonOutcome outcome = judge(task, line, answer, done ? std::nullopt : std::optional<Error>(done.error()));
    outcome.output = std::format("{}{}\n{}", m_console->settings().prompt, line, answer);
    return outcome;
}

/// What the loop itself had printed tells between which numbers i must be.
LessonOutcome CoreDeeds::judgeCount(std::string_view line, std::string answer) const
{
    static const std::regex wanted(R"( *goroutine +\d+ +frame +\d+ +(print|p) +i *)");
    LessonOutcome outcome{.output = std::move(answer)};
    if (!std::regex_match(std::string(line), wanted)) {
        outcome.sentence = "That was not goroutine N frame 2 print i.";
        return outcome;
    }
    const std::string &text = outcome.output;
    int64_t value = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc()) {
        outcome.sentence = "That is no number: it was another goroutine, or another frame.";
        return outcome;
    }
    const std::string low = m_progress.fact("picture-low");
    const std::string high = m_progress.fact("picture-high");
    if (!low.empty() && (value < std::atoll(low.c_str()) || value > std::atoll(high.c_str()))) {
        outcome.sentence = std::format("i is {} there, but the loop was between {} and {}.", value, low, high);
        return outcome;
    }
    outcome.state = LessonOutcome::State::Done;
    outcome.sentence = low.empty() ? std::format("i was {}.", value)
                                   : std::format("i was {}; the loop itself had printed {} by then.", value, low);
    return outcome;
}

LessonOutcome CoreDeeds::judge(const LessonTask &task, std::string_view line, std::string answer,
                               const std::optional<Error> &error) const
{
    if (task.deed == "print-i")
        return judgeCount(line, std::move(answer));
    const CommandHelp *wanted = findCommand(firstWord(task.word));
    const CommandHelp *typed = findCommand(firstWord(line));
    LessonOutcome outcome{.output = std::move(answer)};
    if (!wanted || wanted != typed) {
        outcome.sentence = std::format("That was not {}.", task.word);
        return outcome;
    }
    if (error)
        outcome.output += error->toString() + "\n";
    const bool isRefusal = !wanted->refusal.empty();
    if (isRefusal != error.has_value() || outcome.output.empty()) {
        outcome.sentence = isRefusal ? "It should have been refused." : "It had no answer.";
        return outcome;
    }
    outcome.state = LessonOutcome::State::Done;
    outcome.sentence = isRefusal ? "It is refused, and says why: a core has no process that could run on."
                                 : std::format("{} answered from the core.", task.word);
    return outcome;
}

}
