// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/lesson/lesson.h"

#include <algorithm>
#include <format>

namespace Freezeframe
{

namespace
{

/// Reads the file line by line. Which texts a line of plain text belongs to depends on the last line with an @.
class LessonParser
{
public:
    explicit LessonParser(std::vector<LessonStep> &steps)
        : m_steps(steps)
    {
    }

    Result<void> take(std::string_view line)
    {
        if (line.starts_with('#') && m_steps.empty())
            return {};
        if (line.starts_with('@'))
            return command(line.substr(1));
        if (m_inShell && !line.empty())
            m_steps.back().tasks.back().shell.emplace_back(line);
        else if (!m_inShell && (!m_steps.empty() || !line.empty()))
            return addText(line);
        return {};
    }

    static void trim(std::string &text)
    {
        text.erase(text.find_last_not_of('\n') + 1);
        text.erase(0, std::min(text.find_first_not_of('\n'), text.size()));
    }

private:
    Result<void> addText(std::string_view line)
    {
        if (m_steps.empty())
            return fail(ErrorCode::BadFormat, "text before the first step");
        LessonStep &step = m_steps.back();
        std::string &text = step.tasks.empty() ? step.text : step.tasks.back().text;
        // A line's end within a paragraph is only where the file is broken.
        const bool goesOn = !text.empty() && text.back() != '\n' && !line.empty();
        if (goesOn)
            text += ' ';
        else if (line.empty())
            text += "\n\n";
        text += line;
        return {};
    }

    Result<void> command(std::string_view line)
    {
        const auto [name, rest] = split(line);
        m_inShell = name == "shell";
        if (name == "step") {
            const auto [id, title] = split(rest);
            m_steps.push_back({.id = std::string(id), .title = std::string(title)});
            return id.empty() || title.empty() ? fail(ErrorCode::BadFormat, "a step without id or title")
                                               : Result<void>();
        }
        if (m_steps.empty())
            return fail(ErrorCode::BadFormat, "a task before the first step");
        if (name == "task") {
            const auto [id, title] = split(rest);
            m_steps.back().tasks.push_back(
                {.id = std::format("{}.{}", m_steps.back().id, id), .title = std::string(title)});
            return {};
        }
        if (name == "picture" && m_steps.back().tasks.empty()) {
            const auto [path, caption] = split(rest);
            m_steps.back().picture = path;
            m_steps.back().caption = caption;
            return {};
        }
        if (m_steps.back().tasks.empty())
            return fail(ErrorCode::BadFormat, std::format("@{} before the first task of its step", name));
        return assign(m_steps.back().tasks.back(), name, rest);
    }

    static Result<void> assign(LessonTask &task, std::string_view name, std::string_view rest)
    {
        const std::pair<std::string_view, std::string *> texts[] = {
            {"verb", &task.verb},         {"ask", &task.confirmation}, {"doctor", &task.doctor},
            {"question", &task.question}, {"without", &task.without},
        };
        for (const auto &[key, text] : texts) {
            if (key != name)
                continue;
            *text = rest;
            return {};
        }
        if (name == "deed") {
            const auto [deed, word] = split(rest);
            task.deed = deed;
            task.word = word;
            return {};
        }
        return name == "shell" ? Result<void>() : fail(ErrorCode::BadFormat, std::format("what is @{}?", name));
    }

    static std::pair<std::string_view, std::string_view> split(std::string_view line)
    {
        const size_t blank = std::min(line.find(' '), line.size());
        return {line.substr(0, blank), line.substr(std::min(blank + 1, line.size()))};
    }

    std::vector<LessonStep> &m_steps;
    bool m_inShell = false;
};

}

Result<Lesson> Lesson::parse(std::string_view text)
{
    Lesson lesson;
    LessonParser parser(lesson.m_steps);
    for (size_t at = 0, number = 1; at < text.size(); ++number) {
        const size_t end = std::min(text.find('\n', at), text.size());
        if (auto taken = parser.take(text.substr(at, end - at)); !taken)
            return withContext(Result<Lesson>(std::unexpected(taken.error())), std::format("line {}", number));
        at = end + 1;
    }
    for (LessonStep &step : lesson.m_steps) {
        LessonParser::trim(step.text);
        for (LessonTask &task : step.tasks)
            LessonParser::trim(task.text);
    }
    return lesson;
}

Lesson Lesson::bundled(std::string_view language)
{
    const auto read = [](const std::string &path) { return parse(lessonFile(path)); };
    Lesson lesson = read("lesson.txt").value_or(Lesson());
    // "de_AT" takes what "de" has.
    for (const std::string_view name : {language.substr(0, language.find('_')), language}) {
        if (const auto other = read(std::format("lesson.{}.txt", name)); !name.empty() && other)
            lesson.translate(*other);
    }
    return lesson;
}

std::string_view lessonFile(std::string_view path)
{
    const auto file = std::ranges::find(lessonFiles(), path, &LessonFile::path);
    return file == lessonFiles().end() ? std::string_view() : file->text;
}

const LessonTask *Lesson::task(std::string_view id) const
{
    for (const LessonStep &step : m_steps) {
        if (const auto found = std::ranges::find(step.tasks, id, &LessonTask::id); found != step.tasks.end())
            return &*found;
    }
    return nullptr;
}

const LessonTask *Lesson::taskAfter(std::string_view id) const
{
    bool isNext = false;
    for (const LessonStep &step : m_steps) {
        for (const LessonTask &task : step.tasks) {
            if (isNext)
                return &task;
            isNext = task.id == id;
        }
    }
    return nullptr;
}

std::string Lesson::number(std::string_view task) const
{
    for (size_t step = 0; step < m_steps.size(); ++step) {
        const auto &tasks = m_steps[step].tasks;
        if (const auto found = std::ranges::find(tasks, task, &LessonTask::id); found != tasks.end())
            return std::format("{}.{}", step + 1, found - tasks.begin() + 1);
    }
    return {};
}

void Lesson::translate(const Lesson &other)
{
    const auto take = [](std::string &mine, const std::string &theirs) {
        if (!theirs.empty())
            mine = theirs;
    };
    for (LessonStep &step : m_steps) {
        if (const auto found = std::ranges::find(other.m_steps, step.id, &LessonStep::id);
            found != other.m_steps.end()) {
            take(step.title, found->title);
            take(step.text, found->text);
            take(step.caption, found->caption);
        }
        for (LessonTask &task : step.tasks) {
            const LessonTask *found = other.task(task.id);
            if (!found)
                continue;
            take(task.title, found->title);
            take(task.text, found->text);
            take(task.verb, found->verb);
            take(task.confirmation, found->confirmation);
            take(task.question, found->question);
            take(task.without, found->without);
        }
    }
}

}
