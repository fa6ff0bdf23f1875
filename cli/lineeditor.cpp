// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "cli/lineeditor.h"

#include <histedit.h>

#include <algorithm>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace Freezeframe
{

namespace
{

constexpr int historySize = 1000; ///< lines

/// Where the lines that were typed are kept: $XDG_STATE_HOME/freezeframe/console-history; empty without a home.
std::string historyFile()
{
    const char *state = std::getenv("XDG_STATE_HOME");
    const char *home = std::getenv("HOME");
    std::filesystem::path folder;
    if (state && *state)
        folder = std::filesystem::path(state) / "freezeframe";
    else if (home && *home)
        folder = std::filesystem::path(home) / ".local/state/freezeframe";
    else
        return {};
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    return error ? std::string() : (folder / "console-history").string();
}

}

struct LineEditor::Data {
    Completer completer;
    Splitter splitter;
    std::string prompt;
    std::string historyPath = historyFile();
    EditLine *editor = nullptr;
    History *history = nullptr;
    HistEvent event{};

    static Data &of(EditLine *editor)
    {
        Data *data = nullptr;
        el_get(editor, EL_CLIENTDATA, &data);
        return *data;
    }
    static char *promptOf(EditLine *editor) { return of(editor).prompt.data(); }
    static unsigned char completeIn(EditLine *editor, int) { return of(editor).complete(); }
    unsigned char complete();
};

/// Inserts what all candidates have in common; lists them if that is nothing new.
unsigned char LineEditor::Data::complete()
{
    const LineInfo *info = el_line(editor);
    const std::string_view line(info->buffer, size_t(info->cursor - info->buffer));
    const auto candidates = completer(line);
    if (candidates.empty())
        return CC_ERROR;
    const std::string_view part = splitter(line);
    std::string_view common = candidates.front();
    for (const std::string &candidate : candidates)
        common = common.substr(0, size_t(std::ranges::mismatch(common, candidate).in1 - common.begin()));
    if (common.size() > part.size()) {
        std::string missing(common.substr(part.size()));
        if (candidates.size() == 1)
            missing += ' ';
        el_insertstr(editor, missing.c_str());
        return CC_REFRESH;
    }
    if (candidates.size() == 1)
        return CC_NORM;
    std::fputc('\n', stdout);
    for (const std::string &candidate : candidates)
        std::fprintf(stdout, "%s  ", candidate.c_str());
    std::fputc('\n', stdout);
    return CC_REDISPLAY;
}

LineEditor::LineEditor(Completer completer, Splitter splitter)
    : d(std::make_unique<Data>())
{
    std::setlocale(LC_CTYPE, ""); // libedit measures characters by it
    d->completer = std::move(completer);
    d->splitter = std::move(splitter);
    d->editor = el_init("freezeframe", stdin, stdout, stderr);
    d->history = history_init();
    history(d->history, &d->event, H_SETSIZE, historySize);
    history(d->history, &d->event, H_SETUNIQUE, 1);
    if (!d->historyPath.empty())
        history(d->history, &d->event, H_LOAD, d->historyPath.c_str());
    el_set(d->editor, EL_CLIENTDATA, d.get());
    el_set(d->editor, EL_PROMPT, &Data::promptOf);
    el_set(d->editor, EL_EDITOR, "emacs");
    el_set(d->editor, EL_HIST, history, d->history);
    el_set(d->editor, EL_SIGNAL, 1);
    el_set(d->editor, EL_ADDFN, "ff-complete", "Complete", &Data::completeIn);
    el_set(d->editor, EL_BIND, "^I", "ff-complete", nullptr);
    el_source(d->editor, nullptr);
}

LineEditor::~LineEditor()
{
    if (!d->historyPath.empty())
        history(d->history, &d->event, H_SAVE, d->historyPath.c_str());
    history_end(d->history);
    el_end(d->editor);
}

std::optional<std::string> LineEditor::read(const std::string &prompt)
{
    d->prompt = prompt;
    int length = 0;
    const char *text = el_gets(d->editor, &length);
    if (!text || length <= 0)
        return std::nullopt;
    std::string line(text, size_t(length));
    while (line.ends_with('\n') || line.ends_with('\r'))
        line.pop_back();
    if (!line.empty())
        history(d->history, &d->event, H_ENTER, line.c_str());
    return line;
}

}
