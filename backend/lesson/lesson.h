// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace Freezeframe
{

/// One thing to do in the walkthrough, as the lesson's file tells it. A value type.
struct LessonTask {
    std::string id; ///< "crash.plain": its step and its own
    std::string title;
    std::string text; ///< paragraphs, divided by empty lines
    std::string verb; ///< of a button
    std::string confirmation; ///< asked before the deed is done; empty: it changes nothing of others
    std::string doctor; ///< the check of the doctor that it is about
    std::string question; ///< the person answers it; empty: something is done instead
    std::string without; ///< told where a recording takes the place of the deed
    std::string deed;
    std::string word; ///< what the deed is done with
    std::vector<std::string> shell; ///< the same by hand, with {folder} and its like as they are in the file
};

/// A value type.
struct LessonStep {
    std::string id;
    std::string title;
    std::string text;
    std::string picture; ///< a drawing among lessonFiles(), SVG; empty: none
    std::string caption; ///< what it shows
    std::vector<LessonTask> tasks;
};

/// The lesson as data: the one source of the window's page, of the terminal's and of the printed one. A value type.
class Lesson
{
public:
    /// BadFormat with the line if @p text is none.
    [[nodiscard]] static Result<Lesson> parse(std::string_view text);
    /// The one that comes with the program, in @p language ("de", "zh_CN") as far as there is a translation.
    [[nodiscard]] static Lesson bundled(std::string_view language = {});

    [[nodiscard]] const std::vector<LessonStep> &steps() const { return m_steps; }
    [[nodiscard]] const LessonTask *task(std::string_view id) const; ///< null if there is none
    [[nodiscard]] const LessonTask *taskAfter(std::string_view id) const; ///< null after the last one
    /// "2.3"
    [[nodiscard]] std::string number(std::string_view task) const;
    /// Takes titles, texts, verbs and questions of the same ids from @p other.
    void translate(const Lesson &other);

private:
    std::vector<LessonStep> m_steps;
};

/// A file that comes with the walkthrough. Lives for ever.
struct LessonFile {
    std::string_view path; ///< "crash/main.go", "lesson.txt"
    std::string_view text;
};
[[nodiscard]] const std::vector<LessonFile> &lessonFiles();
/// Of that path; empty if there is none.
[[nodiscard]] std::string_view lessonFile(std::string_view path);

}
