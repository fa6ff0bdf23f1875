// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/editoropener.h"

#include "model/format.h"
#include "model/session.h"

#include <QActionGroup>
#include <QFileInfo>
#include <QInputDialog>
#include <QMenu>
#include <QProcess>
#include <QSettings>

#include <algorithm>

namespace Freezeframe
{
namespace
{

constexpr auto editorKey = "Editor/Which";
constexpr auto commandKey = "Editor/Command";

QProcessEnvironment environment()
{
    return QProcessEnvironment::systemEnvironment();
}

}

EditorOpener::EditorOpener(Session *session, QWidget *window)
    : QObject(window)
    , m_session(session)
    , m_window(window)
{
    connect(session, &Session::editorWanted, this, &EditorOpener::open);
}

/// The one that was chosen, though it may be gone; else the first that is there.
std::optional<EditorCommand> EditorOpener::chosen() const
{
    const QSettings settings;
    const QString id = settings.value(QLatin1String(editorKey)).toString();
    if (id == QLatin1String("own"))
        return EditorCommand::own(settings.value(QLatin1String(commandKey)).toString());
    const QList<EditorCommand> commands = EditorCommand::found(environment());
    const auto found = std::ranges::find(commands, id, &EditorCommand::id);
    if (found != commands.end())
        return *found;
    return !id.isEmpty() || commands.isEmpty() ? std::nullopt : std::optional(commands.first());
}

void EditorOpener::open(const QString &file, int line, int column)
{
    const auto editor = chosen();
    if (!editor) {
        const QString id = QSettings().value(QLatin1String(editorKey)).toString();
        Q_EMIT m_session->refused(
            id.isEmpty()
                ? tr("No editor was found here: set a command of your own under Tools ▸ Editor")
                : tr("The chosen editor (%1) is not there any more: choose another under Tools ▸ Editor").arg(id));
        return;
    }
    const QString name = shown(file.toStdString());
    if (!QFileInfo(file).isFile()) {
        Q_EMIT m_session->refused(tr("%1 is not there any more: Locate… shows where it is").arg(name));
        return;
    }
    const auto [words, problem] = editor->words(file, line, column, environment());
    if (!problem.isEmpty()) {
        Q_EMIT m_session->refused(problem);
        return;
    }
    if (!QProcess::startDetached(words.first(), words.mid(1), QFileInfo(file).absolutePath()))
        Q_EMIT m_session->refused(
            tr("%1 could not be started: choose another editor under Tools ▸ Editor").arg(words.first()));
    else
        Q_EMIT m_session->refused(tr("Opened %1:%2 by %3").arg(name).arg(line).arg(editor->name()));
}

void EditorOpener::choose(const QString &id)
{
    QSettings().setValue(QLatin1String(editorKey), id);
}

void EditorOpener::fillMenu(QMenu *menu)
{
    menu->clear();
    auto *group = new QActionGroup(menu);
    const auto current = chosen();
    const auto add = [&](const EditorCommand &command, const QString &text, auto slot) {
        QAction *action = menu->addAction(text, this, slot);
        action->setCheckable(true);
        action->setActionGroup(group);
        action->setChecked(current && current->id() == command.id());
    };
    const QList<EditorCommand> commands = EditorCommand::found(environment());
    for (const EditorCommand &command : commands)
        add(command, QString(command.name()).replace(QLatin1Char('&'), QLatin1String("&&")),
            [this, id = command.id()] { choose(id); });
    if (commands.isEmpty())
        menu->addAction(tr("No Editor Was Found"))->setEnabled(false);
    menu->addSeparator();
    add(EditorCommand::own({}), tr("&Own Command…"), [this] { askForOwn(); });
}

void EditorOpener::askForOwn()
{
    auto *dialog = new QInputDialog(m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Editor"));
    dialog->setLabelText(tr(
        "Command, where %f is the file, %l the line and %c the column:\nFor one that needs a terminal: xterm -e vi +%l %f"));
    dialog->setTextValue(QSettings().value(QLatin1String(commandKey), QStringLiteral("kate -l %l %f")).toString());
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString &text) {
        QSettings().setValue(QLatin1String(commandKey), text);
        choose(QStringLiteral("own"));
    });
    dialog->open();
}

}
