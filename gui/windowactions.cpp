// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/windowactions.h"

#include "gui/symboliciconengine.h"

#include <QAction>
#include <QMenu>
#include <QMenuBar>
#include <QToolBar>
#include <QToolButton>
#include <QWidget>

namespace Freezeframe
{

WindowActions::WindowActions(QWidget *window)
    : QObject(window)
    , recentMenu(new QMenu(tr("Open &Recent"), window))
    , panelMenu(new QMenu(tr("&Panels"), window))
    , editorMenu(new QMenu(tr("E&ditor"), window))
    , m_window(window)
{
    addFileActions();
    addGoActions();
    addViewActions();
    addLiveActions();
    addVerbs();
}

QAction *WindowActions::add(const QString &icon, const QString &text, const QList<QKeySequence> &keys,
                            const QString &explanation)
{
    auto *action = new QAction(text, this);
    if (!icon.isEmpty())
        action->setIcon(symbolicIcon(icon));
    action->setShortcuts(keys);
    QString plain = explanation.isEmpty() ? QString(text).remove(QLatin1Char('&')) : explanation;
    if (!keys.isEmpty())
        plain += QStringLiteral(" (%1)").arg(keys.first().toString(QKeySequence::NativeText));
    action->setToolTip(plain);
    m_window->addAction(action);
    m_all.append(action);
    return action;
}

QAction *WindowActions::addLetter(const QString &text, const QKeySequence &key, const QString &explanation)
{
    // A line edit with the focus takes the letter for itself (QEvent::ShortcutOverride).
    return add({}, text, {key}, explanation);
}

void WindowActions::addFileActions()
{
    open = add(QStringLiteral("document-open"), tr("&Open…"), {QKeySequence::Open}, tr("Open a core"));
    openNewWindow = add({}, tr("Open in New &Window…"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O)});
    pasteText = add({}, tr("Open Text from Cli&pboard"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_V)},
                    tr("A panic log, or a dump of goroutines, that was copied"));
    compare = add({}, tr("Co&mpare With…"), {}, tr("What differs from another core of this program"));
    locateExecutable = add(QStringLiteral("system-run"), tr("Locate &Executable…"));
    closeCore = add({}, tr("&Close Core"), {QKeySequence::Close});
    quit = add({}, tr("&Quit"), {QKeySequence::Quit});
    copyMarkdown = add(QStringLiteral("edit-copy"), tr("Copy Report"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C)},
                       tr("Copy a report as Markdown"));
    copyText = add({}, tr("Copy Report as Text"));
    copyJson = add({}, tr("Copy Report as JSON"));
    copyTraceback = add({}, tr("Copy All Stacks as Go Prints Them"));
    exportReport = add(QStringLiteral("document-save"), tr("Save &Report…"), {}, tr("Save a report of the core"));
    exportTraceback = add({}, tr("Save &Traceback of All Goroutines…"), {},
                          tr("Save all stacks as Go prints them, for tools that read that"));
    details = add(QStringLiteral("documentation"), tr("Details"), {QKeySequence(Qt::CTRL | Qt::Key_I)},
                  tr("Build, settings, dependencies, environment"));
    m_needCore << locateExecutable << compare << closeCore << copyMarkdown << copyText << copyJson << copyTraceback
               << exportReport << exportTraceback << details;
}

void WindowActions::addGoActions()
{
    back = add(QStringLiteral("go-previous"), tr("&Back"),
               {QKeySequence(Qt::ALT | Qt::Key_Left), QKeySequence(Qt::Key_Back)});
    forward = add(QStringLiteral("go-next"), tr("&Forward"),
                  {QKeySequence(Qt::ALT | Qt::Key_Right), QKeySequence(Qt::Key_Forward)});
    crash
        = add(QStringLiteral("tools-report-bug"), tr("&Crash"), {QKeySequence(Qt::Key_Home)}, tr("Back to the crash"));
    goTo = add(QStringLiteral("search"), tr("&Go to Anything"), {QKeySequence(Qt::CTRL | Qt::Key_K)});
    filterGoroutines = addLetter(tr("&Filter Goroutines"), Qt::Key_Slash, tr("Filter goroutines"));
    cycleGrouping = addLetter(tr("Change &Grouping"), Qt::Key_G, tr("Group goroutines by the next key"));
    nextGoroutine = addLetter(tr("&Next Goroutine"), Qt::Key_N, tr("Next goroutine of the group"));
    previousGoroutine = addLetter(tr("&Previous Goroutine"), Qt::Key_P, tr("Previous goroutine of the group"));
    frameUp = add({}, tr("Frame &Up"), {QKeySequence(Qt::ALT | Qt::Key_Up)}, tr("To the frame that was called"));
    frameDown = add({}, tr("Frame &Down"), {QKeySequence(Qt::ALT | Qt::Key_Down)}, tr("To the caller’s frame"));
    m_needCore << back << forward << crash << goTo << filterGoroutines << cycleGrouping << nextGoroutine
               << previousGoroutine << frameUp << frameDown;
}

void WindowActions::addViewActions()
{
    foldHeader = add(QStringLiteral("go-up"), tr("Fold Crash &Header"), {QKeySequence(Qt::CTRL | Qt::Key_H)},
                     tr("Fold the crash header to one line"));
    foldHeader->setCheckable(true);
    hideRuntime = addLetter(tr("Hide &Runtime Frames"), Qt::Key_H, tr("Hide the runtime's own frames"));
    hideRuntime->setCheckable(true);
    hideRuntime->setChecked(true);
    showSystem = add({}, tr("Show &System Goroutines"), {QKeySequence(Qt::SHIFT | Qt::Key_H)});
    showSystem->setCheckable(true);
    disassembly = addLetter(tr("Source or &Disassembly"), Qt::Key_D, tr("Change between source and disassembly"));
    openInEditor = addLetter(tr("Open in &Editor"), Qt::Key_O, tr("Open the source on show in the editor"));
    packageVariables
        = add({}, tr("&Package Variables"), {QKeySequence(Qt::CTRL | Qt::Key_G)}, tr("Variables of packages"));
    packageVariables->setCheckable(true);
    evaluate = add({}, tr("&Evaluate Expression"), {QKeySequence(Qt::CTRL | Qt::Key_E)});
    findInSource = add(QStringLiteral("search"), tr("&Find in Source"), {QKeySequence::Find});
    console = add({}, tr("&Console"), {QKeySequence(Qt::Key_F4)}, tr("Delve’s commands over this core"));
    parallelStacks = add({}, tr("Parallel &Stacks"), {QKeySequence(Qt::Key_F7)},
                         tr("The stacks of all goroutines in one picture"));
    symbols = add({}, tr("S&ymbols"), {QKeySequence(Qt::Key_F8)},
                  tr("Functions, types, variables, constants, files and packages of the program"));
    inFlight = add({}, tr("&In Flight"), {QKeySequence(Qt::Key_F9)},
                   tr("Requests, queries, contexts, timers and connections at that moment"));
    nextPanel = add({}, tr("Next Panel"), {QKeySequence(Qt::Key_F6)});
    resetLayout = add({}, tr("Reset &Layout"), {QKeySequence(Qt::CTRL | Qt::Key_0)});
    cancel = add(QStringLiteral("dialog-cancel"), tr("Cancel"), {}, tr("Stop; what is read stays"));
    settings = add({}, tr("&Settings…"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Comma)},
                   tr("What holds for all cores: paths, editor, look"));
    commands = add({}, tr("&Commands"), {QKeySequence(Qt::SHIFT | Qt::Key_F1)},
                   tr("Every command of the console: what it does, and when to use it"));
    walkthrough = add(QStringLiteral("documentation"), tr("&Walkthrough"), {},
                      tr("What cores are and how to get one, step by step, done for real"));
    shortcuts = add({}, tr("&Keyboard Shortcuts"), {QKeySequence(Qt::Key_F1)});
    about = add({}, tr("&About Freezeframe"));
    m_needCore << foldHeader << hideRuntime << showSystem << disassembly << openInEditor << packageVariables << evaluate
               << findInSource << nextPanel << console << parallelStacks << symbols << inFlight;
}

void WindowActions::addLiveActions()
{
    capture = add(QStringLiteral("camera-photo"), tr("&Capture…"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P)},
                  tr("Take a core of a process, which runs on"));
    abort = add(QStringLiteral("process-stop"), tr("&Abort (SIGABRT)…"),
                {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_A)});
    quitProcess
        = add(QStringLiteral("process-stop"), tr("&Quit (SIGQUIT)…"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Q)});
    setEndable(tr("a process"), {});
    runProgram
        = add(QStringLiteral("system-run"), tr("&Run a Program…"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R)},
              tr("Run a program so that a crash leaves a core"));
    doctor = add(QStringLiteral("help-about"), tr("&Why Is There No Core?"),
                 {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_W)}, tr("Would a crash leave a core, and if not, why"));
}

void WindowActions::addVerbs()
{
    const auto verb = [this](const QString &icon, const QString &name, const QKeySequence &key) {
        // Greyed by the tool bar's buttons alone, so that a click can still explain.
        return add(icon, name, {key});
    };
    resume = verb(QStringLiteral("media-playback-start"), tr("Continue"), Qt::Key_F5);
    stepOver = verb(QStringLiteral("debug-step-over"), tr("Step Over"), Qt::Key_F10);
    stepInto = verb(QStringLiteral("debug-step-into"), tr("Step Into"), Qt::Key_F11);
    stepOut = verb(QStringLiteral("debug-step-out"), tr("Step Out"), QKeySequence(Qt::SHIFT | Qt::Key_F11));
    setPicture(Picture::Core);
}

void WindowActions::setPicture(Picture picture)
{
    for (QAction *action : {resume, stepOver, stepInto, stepOut}) {
        QString text = tr(
            "%1: a core is a picture of a dead process and can’t run. Walk frames with Alt+↑ and Alt+↓; Capture takes a core of a living one.");
        if (picture == Picture::Ended)
            text = tr(
                "%1: the process of this snapshot has ended. Walk frames with Alt+↑ and Alt+↓; Save as Core keeps the snapshot.");
        else if (picture == Picture::Living && action == resume)
            text = tr("%1: the process runs on already, this is a snapshot of it. F5 takes another.");
        else if (picture == Picture::Living)
            text = tr(
                "%1: this is a snapshot of a process that runs on, and a snapshot can’t be stepped. F5 takes another; Alt+↑ and Alt+↓ walk frames.");
        action->setToolTip(text.arg(action->text()));
    }
    for (const auto &[action, button] : std::as_const(m_verbButtons)) {
        button->setToolTip(action->toolTip());
        button->setAccessibleDescription(action->toolTip());
    }
}

void WindowActions::fillMenus(QMenuBar *bar)
{
    QMenu *file = bar->addMenu(tr("&File"));
    file->addActions({open, openNewWindow, pasteText});
    file->addMenu(recentMenu);
    file->addSeparator();
    file->addActions({locateExecutable, details, compare});
    file->addSeparator();
    file->addActions({copyMarkdown, copyText, copyJson, copyTraceback});
    file->addMenu(tr("&Export"))->addActions({exportReport, exportTraceback});
    file->addSeparator();
    file->addActions({closeCore, quit});
    QMenu *view = bar->addMenu(tr("&View"));
    view->addActions({foldHeader, hideRuntime, showSystem, disassembly, openInEditor, packageVariables});
    view->addSeparator();
    view->addMenu(panelMenu);
    view->addActions({console, parallelStacks, symbols, inFlight, nextPanel, resetLayout});
    QMenu *go = bar->addMenu(tr("&Go"));
    go->addActions({back, forward, crash});
    go->addSeparator();
    go->addActions({goTo, findInSource});
    go->addSeparator();
    go->addActions({frameUp, frameDown});
    QMenu *goroutine = bar->addMenu(tr("Go&routine"));
    goroutine->addActions({filterGoroutines, cycleGrouping});
    goroutine->addSeparator();
    goroutine->addActions({nextGoroutine, previousGoroutine});
    QMenu *tools = bar->addMenu(tr("&Tools"));
    tools->setToolTipsVisible(true); // what is greyed says why
    tools->addActions({capture, runProgram, doctor});
    tools->addSeparator();
    tools->addActions({abort, quitProcess});
    tools->addSeparator();
    tools->addActions({evaluate});
    tools->addMenu(editorMenu);
    tools->addSeparator();
    tools->addAction(settings);
    QMenu *help = bar->addMenu(tr("&Help"));
    help->addActions({walkthrough, commands, shortcuts, about});
}

void WindowActions::fillToolBar(QToolBar *bar)
{
    bar->addActions({open, capture});
    bar->addSeparator(); // what ends a process stands apart
    bar->addAction(abort);
    bar->addSeparator();
    bar->addActions({back, forward});
    bar->addSeparator();
    bar->addAction(crash);
    bar->addSeparator();
    for (QAction *verb : {resume, stepOver, stepInto, stepOut}) {
        auto *button = new QToolButton(bar);
        button->setAutoRaise(true);
        button->setIcon(QIcon(verb->icon().pixmap(bar->iconSize() * 3, QIcon::Disabled)));
        button->setAccessibleName(verb->text());
        m_verbButtons.append({verb, button});
        button->setFocusPolicy(Qt::TabFocus);
        connect(button, &QToolButton::clicked, verb, &QAction::trigger);
        bar->addWidget(button);
    }
    setPicture(Picture::Core);
    for (QAction *action : {open, capture, abort, crash}) {
        if (auto *button = qobject_cast<QToolButton *>(bar->widgetForAction(action)))
            button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    }
}

void WindowActions::setEndable(const QString &what, const QString &refusal)
{
    for (const auto &[action, signal] : {std::pair(abort, tr("SIGABRT")), {quitProcess, tr("SIGQUIT")}}) {
        const QString key = action->shortcut().toString(QKeySequence::NativeText);
        action->setEnabled(refusal.isEmpty());
        action->setToolTip(
            refusal.isEmpty()
                ? tr("End %1 by %2, and open the core that it leaves. Asks first (%3)").arg(what, signal, key)
                : tr("%1: %2").arg(QString(action->text()).remove(QLatin1Char('&')), refusal));
        action->setStatusTip(action->toolTip());
    }
}

void WindowActions::setCoreOpen(bool isOpen)
{
    for (QAction *action : std::as_const(m_needCore))
        action->setEnabled(isOpen);
}

QList<QAction *> WindowActions::keyed() const
{
    QList<QAction *> keyed;
    for (QAction *action : m_all) {
        if (!action->shortcut().isEmpty())
            keyed.append(action);
    }
    return keyed;
}

}
