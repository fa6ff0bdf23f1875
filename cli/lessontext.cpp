// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "cli/lessontext.h"

#include "backend/base/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <format>
#include <sstream>

namespace Freezeframe
{

namespace
{

constexpr size_t lineWidth = 78;

/// Characters, not bytes.
size_t widthOf(std::string_view text)
{
    return size_t(std::ranges::count_if(text, [](char byte) { return (uint8_t(byte) & 0xc0) != 0x80; }));
}

const char *markOf(const LessonProgress &progress, const std::string &task)
{
    const auto mark = progress.marks().find(task);
    return mark == progress.marks().end() ? "[ ]" : mark->second.isRecorded ? "[r]" : "[x]";
}

/// Tracebacks are long: what is in the middle is counted.
std::string shortened(std::string text)
{
    constexpr ptrdiff_t most = 140;
    constexpr ptrdiff_t first = 18;
    constexpr ptrdiff_t last = 6;
    if (!text.empty() && !text.ends_with('\n'))
        text += '\n';
    const ptrdiff_t count = std::ranges::count(text, '\n');
    if (count <= most)
        return text;
    std::istringstream lines(text);
    std::string out;
    ptrdiff_t number = 0;
    for (std::string line; std::getline(lines, line); ++number) {
        if (number < first || number >= count - last)
            out += line + "\n";
        else if (number == first)
            out += std::format("    … {} more lines\n", count - first - last);
    }
    return out;
}

std::string_view wordOf(CheckState state)
{
    switch (state) {
    case CheckState::Good: return "ok";
    case CheckState::Warning: return "warn";
    case CheckState::Failed: return "FAIL";
    default: return "?";
    }
}

}

std::string wrapped(const std::string &text, const std::string &margin)
{
    std::string out;
    for (size_t at = 0; at < text.size();) {
        const size_t end = std::min(text.find('\n', at), text.size());
        std::istringstream words(text.substr(at, end - at));
        std::string line = margin;
        for (std::string word; words >> word;) {
            const bool isFirst = line.size() == margin.size();
            if (!isFirst && widthOf(line) + 1 + widthOf(word) > lineWidth) {
                out += line + "\n";
                line = margin + word;
            } else {
                line += (isFirst ? "" : " ") + word;
            }
        }
        out += (line.size() == margin.size() ? "" : line) + "\n";
        at = end + 1;
    }
    return out;
}

std::string stepText(const Walkthrough &walkthrough, const LessonStep &step)
{
    const auto &steps = walkthrough.lesson().steps();
    const auto number = size_t(&step - steps.data()) + 1;
    const std::string title = std::format("Step {} of {}: {}", number, steps.size(), step.title);
    return title + "\n" + std::string(widthOf(title), '=') + "\n\n" + wrapped(step.text, "") + "\n"
        + (&step == &steps.back() ? overviewText(walkthrough) + "\n" : "");
}

std::string taskText(const Walkthrough &walkthrough, const LessonTask &task)
{
    std::string out = std::format("{} {} {}\n", walkthrough.lesson().number(task.id),
                                  markOf(walkthrough.progress(), task.id), task.title);
    out += wrapped(task.text, "    ");
    if (!task.question.empty())
        out += wrapped(task.question, "  ? ");
    for (const std::string &line : walkthrough.shell(task))
        out += "    $ " + escaped(line) + "\n";
    return out;
}

std::string outcomeText(const LessonOutcome &outcome)
{
    std::string out = shortened(escapedLines(outcome.output));
    for (const DoctorChange &line : outcome.doctor) {
        if (!line.valueBefore.empty())
            out += std::format("doctor: was {:<5}{}: {}\n", wordOf(line.before), line.title, escaped(line.valueBefore));
        out += std::format("doctor: {}{:<5}{}: {}\n", line.valueBefore.empty() ? "" : "now ", wordOf(line.now),
                           line.title, escaped(line.value));
        if (line.now != CheckState::Good && !line.explanation.empty())
            out += wrapped(escaped(line.explanation), "        ");
    }
    const char *sign = outcome.state == LessonOutcome::State::Done ? "[x] "
        : outcome.state == LessonOutcome::State::Recorded          ? "[r] "
                                                                   : "[ ] ";
    return out + sign + escaped(outcome.sentence) + "\n";
}

std::string overviewText(const Walkthrough &walkthrough)
{
    std::string out;
    size_t number = 0;
    for (const LessonStep &step : walkthrough.lesson().steps()) {
        out += std::format("{}. {}\n", ++number, step.title);
        for (const LessonTask &task : step.tasks)
            out += std::format("  {} {:<5} {}\n", markOf(walkthrough.progress(), task.id),
                               walkthrough.lesson().number(task.id), task.title);
    }
    return out;
}

std::string overviewJson(const Walkthrough &walkthrough)
{
    using Json = nlohmann::ordered_json;
    const auto &marks = walkthrough.progress().marks();
    Json steps = Json::array();
    for (const LessonStep &step : walkthrough.lesson().steps()) {
        Json tasks = Json::array();
        for (const LessonTask &task : step.tasks) {
            Json row = {{"id", task.id},
                        {"number", walkthrough.lesson().number(task.id)},
                        {"title", task.title},
                        {"done", marks.contains(task.id)},
                        {"shell", walkthrough.shell(task)}};
            if (const auto mark = marks.find(task.id); mark != marks.end()) {
                row["recorded"] = mark->second.isRecorded;
                row["what"] = mark->second.sentence;
            }
            tasks.push_back(std::move(row));
        }
        steps.push_back({{"id", step.id}, {"title", step.title}, {"tasks", std::move(tasks)}});
    }
    const Json all = {{"schema", 1}, {"folder", walkthrough.place().folder()}, {"steps", std::move(steps)}};
    return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}
