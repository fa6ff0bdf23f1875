// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/result.h"

#include <stop_token>
#include <string>

namespace Freezeframe
{

/// A core and the program that left it. A value type.
struct LessonCore {
    std::string core;
    std::string executable; ///< empty: it is found by itself
};

/// The folder of the walkthrough: its programs with their sources, built with the Go that is there, and recordings of
/// their cores for where that can't be done. One thread.
class LessonPlace
{
public:
    /// Empty: below $XDG_STATE_HOME, or ~/.local/state.
    explicit LessonPlace(std::string folder = {});

    [[nodiscard]] const std::string &folder() const { return m_folder; }
    [[nodiscard]] std::string programFolder(const std::string &name) const;
    [[nodiscard]] std::string program(const std::string &name) const; ///< the executable's path, there or not
    [[nodiscard]] bool hasProgram(const std::string &name) const;
    /// The go command; NotFound with a sentence if there is none.
    [[nodiscard]] static Result<std::string> goCommand();
    /// Writes the sources, and builds them.
    [[nodiscard]] Result<void> build(const std::string &name, const std::stop_token &stop) const;
    /// The program, built if need be, else the recorded one. @p isRecorded tells which.
    [[nodiscard]] Result<std::string> provide(const std::string &name, const std::stop_token &stop,
                                              bool &isRecorded) const;
    /// The recorded core, unpacked into the folder. NotFound with a sentence if none came with the program.
    [[nodiscard]] Result<LessonCore> recording(const std::string &name) const;
    /// The main source of a program, as it comes with the walkthrough.
    [[nodiscard]] static std::string_view source(const std::string &name);
    /// As its go.mod names it; empty if there is no such program.
    [[nodiscard]] static std::string moduleOf(const std::string &name);

private:
    [[nodiscard]] Result<void> writeSources(const std::string &name) const;
    std::string m_folder;
};

}
