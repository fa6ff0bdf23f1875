// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

class QAction;
class QMenu;
class QMenuBar;
class QToolBar;
class QToolButton;

namespace Freezeframe
{

/// The actions of a window, their keys, and where they stand in menus and tool bar. What they do is wired by the
/// window. GUI thread.
class WindowActions : public QObject
{
    Q_OBJECT
public:
    explicit WindowActions(QWidget *window);

    QAction *open, *openNewWindow, *locateExecutable, *closeCore, *quit;
    QAction *back, *forward, *crash, *goTo;
    QAction *resume, *stepOver, *stepInto, *stepOut;
    QAction *copyMarkdown, *copyText, *copyJson, *copyTraceback, *exportReport, *exportTraceback, *details, *foldHeader;
    QAction *hideRuntime, *disassembly, *showSystem, *openInEditor, *packageVariables, *resetLayout;
    QAction *filterGoroutines, *cycleGrouping, *nextGoroutine, *previousGoroutine, *frameUp, *frameDown;
    QAction *capture, *abort, *quitProcess, *runProgram, *doctor; ///< of living processes
    QAction *settings, *evaluate, *findInSource, *nextPanel, *console, *parallelStacks, *symbols, *inFlight, *pasteText,
        *compare, *commands, *walkthrough, *shortcuts, *about, *cancel;
    QMenu *recentMenu;
    QMenu *panelMenu;
    QMenu *editorMenu; ///< which editor it is

    void fillMenus(QMenuBar *bar);
    void fillToolBar(QToolBar *bar);
    /// What makes sense only with a core.
    void setCoreOpen(bool open);
    /// What abort and quitProcess would end: "a process", or the one that the window shows; @p refusal: why they can't.
    void setEndable(const QString &what, const QString &refusal);
    /// What Continue and the steps say of themselves: over a core, over a snapshot of a process that runs on, or that has
    /// ended since.
    enum class Picture { Core, Living, Ended };
    void setPicture(Picture picture);
    /// All actions with a key, for the sheet of shortcuts.
    [[nodiscard]] QList<QAction *> keyed() const;

private:
    QAction *add(const QString &icon, const QString &text, const QList<QKeySequence> &keys = {},
                 const QString &explanation = {});
    /// A key of one letter: works in lists and code, not while text is typed.
    QAction *addLetter(const QString &text, const QKeySequence &key, const QString &explanation);
    void addVerbs();
    void addFileActions();
    void addViewActions();
    void addGoActions();
    void addLiveActions();

    QWidget *m_window;
    QList<QAction *> m_all;
    QList<QAction *> m_needCore;
    QList<QPair<QAction *, QToolButton *>> m_verbButtons;
};

}
