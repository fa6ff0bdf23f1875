// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "cli/consolecommand.h"

#include "backend/base/text.h"
#include "backend/console/console.h"
#include "cli/commands.h"
#include "cli/lineeditor.h"

#include <unistd.h>

#include <iostream>

namespace Freezeframe
{

namespace
{

/// One console at a terminal or a pipe.
class ConsoleRun
{
public:
    ConsoleRun(Inspection &inspection, std::ostream &out, std::ostream &errors)
        : m_console(inspection)
        , m_out(out)
        , m_errors(errors)
    {
    }

    /// What `config -save` kept. A line that is wrong is told, the others count.
    void readSettings()
    {
        const std::string path = ConsoleSettings::homeFile();
        if (!path.empty() && !m_console.setSettingsFile(path, sink()))
            m_errors << escaped(path) << ": can't be read\n" << std::flush;
    }

    bool runFile(const std::string &path)
    {
        if (const auto done = m_console.executeFile(path, sink()); !done) {
            complain(done.error());
            return false;
        }
        m_out.flush();
        return true;
    }

    void readFrom(std::istream &in)
    {
        std::string line;
        while (!m_console.isFinished() && m_out && std::getline(in, line))
            execute(line);
    }

    void readFromTerminal()
    {
        LineEditor editor([this](std::string_view line) { return m_console.completions(line); },
                          &Console::completedPart);
        std::string last;
        while (!m_console.isFinished()) {
            auto line = editor.read(m_console.settings().prompt);
            if (!line)
                break;
            if (line->empty())
                line = last; // as in Delve, Enter alone does it again
            last = *line;
            execute(*line);
        }
    }

private:
    TextSink sink()
    {
        return [this](std::string_view text) { m_out.write(text.data(), std::ssize(text)); };
    }

    void execute(const std::string &line)
    {
        const auto done = m_console.execute(line, sink());
        m_out.flush();
        if (!done)
            complain(done.error());
    }

    void complain(const Error &error)
    {
        m_errors << "Command failed: " << escaped(error.toString()) << "\n" << std::flush;
    }

    Console m_console;
    std::ostream &m_out;
    std::ostream &m_errors;
};

}

int runConsole(Inspection &inspection, const std::string &initFile, std::istream &in, std::ostream &out,
               std::ostream &errors)
{
    ConsoleRun run(inspection, out, errors);
    run.readSettings();
    if (!initFile.empty() && !run.runFile(initFile))
        return int(ExitStatus::Usage);
    if (&in == &std::cin && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)) {
        out << crashText(inspection) << "\nType 'help' for list of commands.\n" << std::flush;
        run.readFromTerminal();
    } else {
        run.readFrom(in);
    }
    return int(inspection.warnings().empty() ? ExitStatus::Whole : ExitStatus::Warnings);
}

}
