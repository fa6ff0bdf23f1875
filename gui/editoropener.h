// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/editorcommand.h"

#include <QObject>

class QMenu;
class QWidget;

namespace Freezeframe
{

class Session;

/// Starts the person's editor at the places that the session wants open, and keeps which one it is. GUI thread.
class EditorOpener : public QObject
{
    Q_OBJECT
public:
    /// Wanted places come by Session::editorWanted(); sentences about what could not be go to Session::refused().
    EditorOpener(Session *session, QWidget *window);
    /// The choice of editors: those that are installed, and a command of one's own.
    void fillMenu(QMenu *menu);
    void open(const QString &file, int line, int column);

private:
    [[nodiscard]] std::optional<EditorCommand> chosen() const;
    void choose(const QString &id);
    void askForOwn();

    Session *m_session;
    QWidget *m_window;
};

}
