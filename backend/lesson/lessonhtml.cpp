// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/lesson/lessonhtml.h"

#include "backend/base/text.h"
#include "backend/console/commandhelp.h"

#include <format>

namespace Freezeframe
{

namespace
{

constexpr std::string_view head = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Core dumps: the walkthrough of Freezeframe</title>
<style>
body { font: 16px/1.5 sans-serif; max-width: 46em; margin: 2em auto; padding: 0 1em; color: #1f2328; background: #fff; }
h1, h2 { line-height: 1.25; } h2 { margin-top: 2.5em; border-bottom: 1px solid #d0d7de; } h3 { margin-top: 1.8em; }
pre { background: #f6f8fa; padding: .7em 1em; overflow-x: auto; white-space: pre-wrap; font-size: 14px; }
figure { margin: 1em 0; } figcaption, .done { color: #57606a; font-size: 14px; }
table { border-collapse: collapse; font-size: 14px; } td, th { text-align: left; vertical-align: top; padding: .3em .8em .3em 0;
border-bottom: 1px solid #d0d7de; } svg { max-width: 100%; height: auto; }
@media print { h2 { break-before: page; } pre, figure, tr { break-inside: avoid; } }
</style>
</head>
<body>
<h1>Core dumps: the walkthrough of Freezeframe</h1>
)";

std::string html(std::string_view text)
{
    std::string out;
    for (const char letter : escapedLines(text)) {
        switch (letter) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        default: out += letter;
        }
    }
    return out;
}

std::string paragraphs(std::string_view text)
{
    std::string out;
    for (size_t at = 0; at < text.size();) {
        const size_t end = std::min(text.find("\n\n", at), text.size());
        out += "<p>" + html(text.substr(at, end - at)) + "</p>\n";
        at = end + 2;
    }
    return out;
}

/// The drawing without what is for files only.
std::string figure(const LessonStep &step)
{
    const std::string_view picture = lessonFile(step.picture);
    const size_t begin = picture.find("<svg");
    if (begin == std::string_view::npos)
        return {};
    return std::format("<figure role=\"img\" aria-label=\"{0}\">\n{1}<figcaption>{0}</figcaption>\n</figure>\n",
                       html(step.caption), picture.substr(begin));
}

std::string task(const Walkthrough &walkthrough, const LessonTask &task)
{
    std::string out = std::format("<h3 id=\"{}\">{} {}</h3>\n", html(task.id), walkthrough.lesson().number(task.id),
                                  html(task.title));
    out += paragraphs(task.text);
    if (!task.question.empty())
        out += "<p><em>" + html(task.question) + "</em></p>\n";
    std::string lines;
    for (const std::string &line : walkthrough.shell(task))
        lines += html(line) + "\n";
    if (!lines.empty())
        out += "<pre>" + lines + "</pre>\n";
    const auto mark = walkthrough.progress().marks().find(task.id);
    if (mark != walkthrough.progress().marks().end())
        out += std::format("<p class=\"done\">{} {}</p>\n", mark->second.isRecorded ? "Recorded:" : "✓",
                           html(mark->second.sentence));
    return out;
}

std::string commandTable()
{
    std::string out = "<table>\n<tr><th>Command</th><th>What it does</th><th>When</th></tr>\n";
    for (const CommandHelp &command : allCommands()) {
        std::string names;
        for (const std::string_view name : command.names)
            names += (names.empty() ? "" : ", ") + html(name);
        out += std::format("<tr><td><code>{}</code></td><td>{}</td><td>{}</td></tr>\n", names, html(command.summary),
                           html(command.refusal.empty() ? command.when : command.instead));
    }
    return out + "</table>\n";
}

std::string sources()
{
    std::string out = "<h2>The programs</h2>\n";
    for (const char *name : {"crash", "loop"})
        out += std::format("<h3>{}/main.go</h3>\n<pre>{}</pre>\n", name, html(LessonPlace::source(name)));
    return out;
}

}

std::string lessonHtml(const Walkthrough &walkthrough)
{
    std::string out(head);
    size_t number = 0;
    for (const LessonStep &step : walkthrough.lesson().steps()) {
        out += std::format("<h2 id=\"{}\">{}. {}</h2>\n", html(step.id), ++number, html(step.title));
        out += paragraphs(step.text) + figure(step);
        for (const LessonTask &one : step.tasks)
            out += task(walkthrough, one);
        if (step.id == "commands")
            out += commandTable();
    }
    return out + sources() + "</body>\n</html>\n";
}

}
