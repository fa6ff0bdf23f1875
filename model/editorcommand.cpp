// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/editorcommand.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>

#include <algorithm>
#include <array>

namespace Freezeframe
{

namespace
{

struct KnownEditor {
    const char *program;
    const char *name; ///< null: not offered by itself, only known as somebody's $EDITOR
    const char *arguments;
    bool needsTerminal;
};

// From the manual pages and --help of each.
constexpr std::array knownEditors = {
    KnownEditor{"code", "Visual Studio Code", "-g %f:%l:%c", false},
    KnownEditor{"codium", "VSCodium", "-g %f:%l:%c", false},
    KnownEditor{"goland", "GoLand", "--line %l --column %c %f", false},
    KnownEditor{"kate", "Kate", "-l %l -c %c %f", false},
    KnownEditor{"kwrite", nullptr, "-l %l -c %c %f", false},
    KnownEditor{"gedit", nullptr, "+%l:%c %f", false},
    KnownEditor{"gnome-text-editor", nullptr, "+%l:%c %f", false},
    KnownEditor{"gvim", nullptr, "+%l %f", false},
    KnownEditor{"subl", nullptr, "%f:%l:%c", false},
    KnownEditor{"zed", nullptr, "%f:%l:%c", false},
    KnownEditor{"emacs", nullptr, "+%l:%c %f", false},
    KnownEditor{"emacsclient", nullptr, "+%l:%c %f", false},
    KnownEditor{"vi", nullptr, "+%l %f", true},
    KnownEditor{"vim", nullptr, "+%l %f", true},
    KnownEditor{"nvim", nullptr, "+%l %f", true},
    KnownEditor{"nano", nullptr, "+%l,%c %f", true},
    KnownEditor{"micro", nullptr, "+%l:%c %f", true},
    KnownEditor{"hx", nullptr, "%f:%l:%c", true},
    KnownEditor{"joe", nullptr, "+%l %f", true},
    KnownEditor{"mcedit", nullptr, "%f:%l", true},
    KnownEditor{"ne", nullptr, "+%l,%c %f", true},
};

/// Terminals that run the words after -e as they are, without a shell.
constexpr std::array terminals = {"x-terminal-emulator", "konsole", "xterm"};

QString executable(const QString &program, const QProcessEnvironment &environment)
{
    if (program.contains(QLatin1Char('/')))
        return QFileInfo(program).isExecutable() && QFileInfo(program).isFile() ? program : QString();
    const QStringList folders = environment.value(QStringLiteral("PATH")).split(QLatin1Char(':'), Qt::SkipEmptyParts);
    return folders.isEmpty() ? QString() : QStandardPaths::findExecutable(program, folders);
}

QString filled(const QString &word, const QString &file, int line, int column)
{
    QString out;
    for (qsizetype i = 0; i < word.size(); ++i) {
        const QChar next = word.at(i) == QLatin1Char('%') && i + 1 < word.size() ? word.at(i + 1) : QChar();
        if (next == QLatin1Char('f'))
            out += file;
        else if (next == QLatin1Char('l'))
            out += QString::number(line);
        else if (next == QLatin1Char('c'))
            out += QString::number(column);
        else if (next == QLatin1Char('%'))
            out += next;
        else {
            out += word.at(i);
            continue;
        }
        ++i;
    }
    return out;
}

const KnownEditor *knownAs(const QString &program)
{
    const QString name = QFileInfo(program).fileName();
    const auto found = std::ranges::find_if(
        knownEditors, [&name](const KnownEditor &one) { return name == QLatin1String(one.program); });
    return found == knownEditors.end() ? nullptr : &*found;
}

QString tr(const char *text)
{
    return QCoreApplication::translate("EditorCommand", text);
}

}

EditorCommand EditorCommand::own(const QString &line)
{
    EditorCommand command;
    command.m_id = QStringLiteral("own");
    command.m_name = tr("Own Command");
    command.m_template = QProcess::splitCommand(line);
    const bool hasFile = std::ranges::any_of(command.m_template,
                                             [](const QString &word) { return word.contains(QLatin1String("%f")); });
    if (!hasFile && !command.m_template.isEmpty())
        command.m_template.append(QStringLiteral("%f"));
    return command;
}

/// "code --wait", "emacsclient -nw": its own words come before those that name the place.
std::optional<EditorCommand> EditorCommand::ofVariable(const QProcessEnvironment &environment, const QString &variable)
{
    const QStringList words = QProcess::splitCommand(environment.value(variable));
    if (words.isEmpty() || executable(words.first(), environment).isEmpty())
        return std::nullopt;
    EditorCommand command;
    command.m_id = QLatin1Char('$') + variable;
    command.m_name = QStringLiteral("$%1 (%2)").arg(variable, QFileInfo(words.first()).fileName());
    command.m_template = words;
    std::ranges::for_each(command.m_template,
                          [](QString &word) { word.replace(QLatin1Char('%'), QLatin1String("%%")); });
    const KnownEditor *known = knownAs(words.first());
    const QString arguments = known ? QLatin1String(known->arguments) : QStringLiteral("+%l %f"); // as vi has it
    command.m_template += arguments.split(QLatin1Char(' '));
    // What nobody knows may want a terminal; one that has a window of its own loses little by it.
    command.m_needsTerminal = !known || known->needsTerminal || words.contains(QStringLiteral("-nw"))
        || words.contains(QStringLiteral("-t"));
    return command;
}

QList<EditorCommand> EditorCommand::found(const QProcessEnvironment &environment)
{
    QList<EditorCommand> commands;
    for (const char *variable : {"VISUAL", "EDITOR"}) {
        if (const auto command = ofVariable(environment, QLatin1String(variable)))
            commands.append(*command);
    }
    for (const KnownEditor &one : knownEditors) {
        if (!one.name || executable(QLatin1String(one.program), environment).isEmpty())
            continue;
        EditorCommand command;
        command.m_id = QLatin1String(one.program);
        command.m_name = QLatin1String(one.name);
        command.m_template = QStringList{command.m_id} + QString::fromLatin1(one.arguments).split(QLatin1Char(' '));
        commands.append(command);
    }
    return commands;
}

EditorCommand::Words EditorCommand::words(const QString &file, int line, int column,
                                          const QProcessEnvironment &environment) const
{
    if (m_template.isEmpty())
        return {.words = {}, .problem = tr("The command for the editor is empty: set one under Tools ▸ Editor")};
    QStringList words;
    for (const QString &word : m_template)
        words.append(filled(word, file, std::max(1, line), std::max(1, column)));
    const QString program = executable(words.first(), environment);
    if (program.isEmpty())
        return {.words = {},
                .problem
                = tr("%1 is not installed here: choose another editor under Tools ▸ Editor").arg(words.first())};
    words.first() = program;
    if (!m_needsTerminal)
        return {.words = words, .problem = {}};
    for (const char *terminal : terminals) {
        if (const QString found = executable(QLatin1String(terminal), environment); !found.isEmpty())
            return {.words = QStringList{found, QStringLiteral("-e")} + words, .problem = {}};
    }
    return {
        .words = {},
        .problem
        = tr("%1 runs in a terminal, and there is none: install xterm or konsole, or choose another editor " "under Tools ▸ Editor")
              .arg(QFileInfo(program).fileName())};
}

}
