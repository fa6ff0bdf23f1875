// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/result.h"

#include <map>
#include <optional>
#include <set>
#include <string>

namespace Freezeframe
{

/// What a person has done of the walkthrough, kept in a file of its folder. One thread at a time.
class LessonProgress
{
public:
    /// How a task was done. A value type.
    struct Mark {
        std::string sentence; ///< what happened
        bool isRecorded = false; ///< seen on a recording, as it can't be done here
        int64_t when = 0; ///< seconds since the epoch
    };

    /// Reads what is kept in @p file. One that is damaged, or of a newer program, is set aside: notice() tells.
    explicit LessonProgress(std::string file);

    [[nodiscard]] const std::map<std::string, Mark> &marks() const { return m_marks; }
    [[nodiscard]] bool isDone(const std::string &task) const { return m_marks.contains(task); }
    void mark(const std::string &task, Mark mark);
    /// Where the person is: a task's id, or empty.
    [[nodiscard]] const std::string &current() const { return m_current; }
    void setCurrent(const std::string &task);
    /// What tasks leave for later ones: "crash-core", "loop-pid".
    [[nodiscard]] std::string fact(const std::string &name) const;
    void setFact(const std::string &name, const std::string &value);
    [[nodiscard]] const std::map<std::string, std::string> &facts() const { return m_facts; }
    /// Commands of the console that were tried on the sample.
    [[nodiscard]] const std::set<std::string> &tried() const { return m_tried; }
    void addTried(const std::string &command);
    /// As if nothing had been done.
    void reset();
    /// Why something was not kept, or was set aside; a sentence, or empty.
    [[nodiscard]] const std::string &notice() const { return m_notice; }

private:
    void read();
    void save();
    std::string m_file;
    std::map<std::string, Mark> m_marks;
    std::map<std::string, std::string> m_facts;
    std::set<std::string> m_tried;
    std::string m_current;
    std::string m_notice;
};

}
