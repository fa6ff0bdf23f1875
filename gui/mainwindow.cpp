// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/mainwindow.h"

#include "gui/bottompanel.h"
#include "gui/commandswindow.h"
#include "gui/coreopening.h"
#include "gui/corepage.h"
#include "gui/fonts.h"
#include "gui/gotobox.h"
#include "gui/keptlayout.h"
#include "gui/livebar.h"
#include "gui/livedesk.h"
#include "gui/messagebars.h"
#include "gui/panel.h"
#include "gui/panelarea.h"
#include "gui/preferencesdialog.h"
#include "gui/programwindow.h"
#include "gui/progressstrip.h"
#include "gui/recentmenu.h"
#include "gui/runlabel.h"
#include "gui/shortcutsheet.h"
#include "gui/startpage.h"
#include "gui/statusline.h"
#include "gui/walkthroughdesk.h"
#include "gui/windowactions.h"
#include "gui/windowclosing.h"
#include "gui/windowplace.h"
#include "gui/windowtitle.h"
#include "model/corestoremodel.h"
#include "model/format.h"
#include "model/lookedat.h"
#include "model/modulemodel.h"
#include "model/processwatch.h"
#include "model/programstart.h"
#include "model/recentcores.h"
#include "model/session.h"

#include <QAction>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QShortcut>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>
#include <QToolTip>

namespace Freezeframe
{

MainWindow::MainWindow(QWidget *parent)
    : QMainWindow(parent)
    , m_session(new Session(this))
    , m_actions(new WindowActions(this))
    , m_recent(new RecentCores(this))
    , m_crashes(new CoreStoreModel(this))
    , m_processes(new ProcessWatch(this))
    , m_pages(new QStackedWidget(this))
    , m_start(new StartPage(
          {m_recent, m_crashes, m_processes},
          {m_actions->open, m_actions->capture, m_actions->runProgram, m_actions->doctor, m_actions->walkthrough},
          this))
    , m_core(new CorePage(m_session, m_actions, this))
    , m_goTo(new GoToBox(m_session, this))
    , m_progress(new ProgressStrip(m_session, m_actions->cancel, this))
    , m_status(new StatusLine(this))
    , m_file(new RunLabel(this))
    , m_live(new LiveDesk(m_processes, new LiveBar(m_core), this))
    , m_closing(new WindowClosing(this))
    , m_walkthrough(new WalkthroughDesk(this))
    , m_opening(new CoreOpening(this))
    , m_kept(new KeptLayout(this))
{
    refreshTitle();
    new WindowPlacer(this);
    setAcceptDrops(true);
    m_pages->addWidget(m_start);
    m_pages->addWidget(m_core);
    setCentralWidget(m_pages);
    setupBars();
    wireSession();
    wireActions();
    wirePanelKeys();
    wireLive();
    wireOpening();
    m_actions->setCoreOpen(false);
    m_goTo->setEnabled(false);
    new RecentMenu(m_recent, m_crashes, m_actions->recentMenu, this);
    refreshStatus();
}

MainWindow::~MainWindow() = default;

void MainWindow::setupBars()
{
    m_actions->fillMenus(menuBar());
    m_goTo->setMenus(menuBar(), m_actions->goTo);
    auto *bar = addToolBar(tr("Tools"));
    bar->setObjectName(QStringLiteral("Tools"));
    bar->setMovable(false);
    const int unit = gridUnit(fontMetrics());
    bar->setIconSize({unit, unit});
    m_actions->fillToolBar(bar);
    auto *stretch = new QWidget(bar);
    stretch->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(stretch);
    bar->addWidget(m_goTo);
    auto *edge = new QWidget(bar);
    edge->setFixedWidth(unit / 2);
    bar->addWidget(edge);
    setContextMenuPolicy(Qt::NoContextMenu);

    for (RunLabel *label : std::initializer_list<RunLabel *>{m_status, m_file})
        label->setFont(factFont(font()));
    m_file->setRightAligned(true);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->setContentsMargins(unit / 2, 0, unit / 2, 0);
    statusBar()->addWidget(m_progress);
    statusBar()->addWidget(m_status, 3);
    statusBar()->addWidget(m_file, 2);
    connect(m_progress, &ProgressStrip::shownChanged, m_status, &StatusLine::setGivesWay);
    connect(m_status, &RunLabel::linkActivated, this, [this] { m_core->bottom()->open(BottomPanel::Page::Modules); });
}

/// The bar's own message would lie over what else comes into the bar meanwhile.
bool MainWindow::event(QEvent *event)
{
    if (event->type() != QEvent::StatusTip)
        return QMainWindow::event(event);
    m_status->setTip(static_cast<QStatusTipEvent *>(event)->tip());
    return true;
}

void MainWindow::wireSession()
{
    connect(m_session, &Session::opened, this, &MainWindow::showOpened);
    connect(m_session, &Session::failed, this, &MainWindow::showFailure);
    connect(m_session, &Session::selectionChanged, this, &MainWindow::refreshTitle);
    connect(m_session, &Session::refused, this, [this](const QString &sentence) { m_status->say(sentence, 10'000); });
    for (auto signal : {&Session::goroutinesChanged, &Session::threadsChanged, &Session::modulesChanged})
        connect(m_session, signal, this, &MainWindow::refreshStatus);
    connect(m_start, &StartPage::coreChosen, this, &MainWindow::openCore);
    connect(m_goTo, &GoToBox::memoryWanted, m_core->bottom(), &BottomPanel::showMemory);
    connect(m_goTo, &GoToBox::nameWanted, m_core, &CorePage::showName);
    connect(m_core->bottom(), &BottomPanel::reopenWanted, this, [this] {
        const Selection &selection = m_session->selection();
        if (selection.isGoroutine())
            setWanted(selection.owner->id, selection.frame);
        open(OpenOptions(m_session->options()));
    });
    connect(m_goTo, &GoToBox::left, this, [this] { m_core->focusPanel(1); });
}

/// What asks for another core, or for this one otherwise.
void MainWindow::wireOpening()
{
    connect(m_opening, &CoreOpening::said, this, [this](const QString &sentence) { m_status->say(sentence, 10'000); });
    connect(m_opening, &CoreOpening::programGiven, m_live,
            [this](const QString &path) { m_live->showProgram()->setStart(ProgramStart::ofFile(path)); });
    connect(m_actions->open, &QAction::triggered, m_opening, [this] { m_opening->choose(false); });
    connect(m_actions->openNewWindow, &QAction::triggered, m_opening, [this] { m_opening->choose(true); });
    connect(m_actions->locateExecutable, &QAction::triggered, m_opening, &CoreOpening::locateExecutable);
    const MessageBars *bars = m_core->bars();
    connect(bars, &MessageBars::locateExecutableWanted, m_opening, &CoreOpening::locateExecutable);
    connect(bars, &MessageBars::stopUsingExecutableWanted, m_opening, [this] { m_opening->reopen({}, false); });
    connect(bars, &MessageBars::forceExecutableWanted, m_opening,
            [this](const QString &path) { m_opening->reopen(path.toStdString(), true); });
    connect(m_actions->resetLayout, &QAction::triggered, m_kept, &KeptLayout::reset);
}

void MainWindow::wireActions()
{
    const auto on = [this](QAction *action, auto slot) { connect(action, &QAction::triggered, this, slot); };
    on(m_actions->pasteText, [this] { openClipboard(); });
    on(m_actions->closeCore, [this] { closeCore(); });
    on(m_actions->quit, [this] { m_closing->quit(); });
    on(m_actions->goTo, [this] {
        m_goTo->setFocus(Qt::ShortcutFocusReason);
        m_goTo->selectAll();
    });
    for (QAction *verb : {m_actions->resume, m_actions->stepOver, m_actions->stepInto, m_actions->stepOut})
        on(verb, [this, verb] {
            if (verb != m_actions->resume || !refreshLive())
                explainVerb(verb->toolTip());
        });
    on(m_actions->commands, [this] {
        auto *window = new CommandsWindow(m_session->isOpen(), this);
        connect(window, &CommandsWindow::runWanted, m_core, &CorePage::runCommands);
        window->show();
    });
    on(m_actions->walkthrough, [this] { m_walkthrough->show(); });
    on(m_actions->settings, [this] {
        auto *dialog = new PreferencesDialog(this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &PreferencesDialog::changed, this,
                [this] { m_status->say(tr("Kept. Paths hold for cores that are opened from now on."), 10'000); });
        dialog->open();
    });
    on(m_actions->shortcuts, [this] {
        auto *sheet = new ShortcutSheet(m_actions->keyed(), this);
        sheet->show();
    });
    on(m_actions->about, [this] {
        auto *box = new QMessageBox(QMessageBox::NoIcon, tr("About Freezeframe"),
                                    tr("Freezeframe %1\nExplorer for core dumps of Go programs. MIT licence.")
                                        .arg(QLatin1String(FREEZEFRAME_VERSION)),
                                    QMessageBox::Close, this);
        box->setAttribute(Qt::WA_DeleteOnClose);
        box->open();
    });
}

void MainWindow::wirePanelKeys()
{
    for (int number = 1; number <= 9; ++number) {
        auto *shortcut = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_0 + number)), this);
        connect(shortcut, &QShortcut::activated, this, [this, number] { m_core->focusPanel(number); });
    }
}

void MainWindow::explainVerb(const QString &explanation)
{
    QToolTip::showText(QCursor::pos(), explanation, this);
    m_status->say(explanation, 10'000);
}

void MainWindow::openCore(const QString &path)
{
    m_opening->openGiven({path});
}

void MainWindow::bringUp()
{
    if (isMinimized())
        showNormal();
    show();
    raise();
    activateWindow();
}

void MainWindow::tell(const QString &sentence)
{
    m_start->setNotice(sentence, {});
    constexpr int milliseconds = 60'000;
    m_status->say(sentence, milliseconds);
}

void MainWindow::setWanted(std::optional<quint64> goroutine, std::optional<size_t> frame)
{
    m_wantedGoroutine = goroutine;
    m_wantedFrame = frame;
}

void MainWindow::open(const OpenOptions &options)
{
    m_start->setProblem({}, {});
    if (!options.image)
        m_live->bar()->clear();
    OpenOptions whole = options;
    Preferences::load().addTo(whole);
    m_session->open(whole);
}

void MainWindow::showOpened()
{
    m_pages->setCurrentWidget(m_core);
    m_actions->setCoreOpen(true);
    m_goTo->setEnabled(true);
    const QString path = QString::fromStdString(m_session->options().core);
    refreshTitle();
    if (!m_session->options().image) {
        setWindowFilePath(path);
        LookedAt::add(QFileInfo(path).absoluteFilePath());
        m_recent->add(RecentCores::coreOf(*m_session->process(), QFileInfo(path).absoluteFilePath()));
    }
    refreshStatus();
    m_core->focusPanel(1);
    // After the crash was selected: it is where "back" leads to.
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (m_wantedGoroutine)
                m_session->selectGoroutine(*m_wantedGoroutine, m_wantedFrame);
            else if (m_wantedFrame && m_session->selection().owner)
                m_session->selectFrame(*m_wantedFrame);
            m_wantedGoroutine.reset();
            m_wantedFrame.reset();
        },
        Qt::QueuedConnection);
}

void MainWindow::showFailure(const Error &error)
{
    m_pages->setCurrentWidget(m_start);
    m_actions->setCoreOpen(false);
    m_goTo->setEnabled(false);
    const QString path = QString::fromStdString(m_session->options().core);
    refreshTitle();
    refreshStatus();
    if (error.code == ErrorCode::Cancelled)
        return;
    const QString name = path.section(QLatin1Char('/'), -1, -1, QString::SectionSkipEmpty);
    m_start->setProblem(tr("%1 can’t be opened:").arg(name), reasonOf(error) + QLatin1Char('.'));
}

void MainWindow::closeCore()
{
    if (!m_closing->closeOthers())
        return;
    (void)m_kept->save(); // tried again at the end, where a problem is told
    m_core->bottom()->close();
    auto *fresh = new MainWindow;
    fresh->setAttribute(Qt::WA_DeleteOnClose);
    fresh->setGeometry(geometry());
    fresh->show();
    m_kept->setKept(false);
    close();
}

void MainWindow::refreshTitle()
{
    setWindowTitle(windowTitleOf(*m_session));
}

void MainWindow::refreshStatus()
{
    Runs runs;
    const auto add = [&runs](const QString &text) {
        runs.append(Run::plain((runs.isEmpty() ? QString() : QStringLiteral("  ·  ")) + text, Theme::Role::Muted,
                               Run::Plain, 1));
    };
    if (m_session->isOpen()) {
        if (m_session->goroutines().table)
            add(m_session->goroutines().table->size() == 1
                    ? tr("1 goroutine")
                    : tr("%1 goroutines").arg(countText(m_session->goroutines().table->size())));
        if (m_session->threads())
            add(m_session->threads()->size() == 1 ? tr("1 thread")
                                                  : tr("%1 threads").arg(countText(m_session->threads()->size())));
        const int bare = m_core->bottom()->modules()->withoutSymbols();
        if (m_session->modules() && bare > 0) {
            add(tr("%1 of %2 modules without symbols").arg(bare).arg(m_session->modules()->size()));
            runs.append(Run::plain(QStringLiteral("  ")));
            runs.append(Run::linkTo(tr("Show"), QStringLiteral("modules")));
        }
        const ProcessSummary &process = *m_session->process();
        const QString size = process.coreComplete
            ? sizeText(process.coreSize)
            : tr("%1 of %2").arg(sizeText(process.coreSize), sizeText(process.corePromised));
        m_file->setRuns({Run::plain(tr("%1, read-only  ·  ").arg(size), Theme::Role::Muted),
                         Run::plain(shown(process.corePath), Theme::Role::Muted, Run::ElideMiddle, 1)});
    } else {
        add(tr("Double-click or Enter opens. A core opens in a window of its own."));
        m_file->setRuns({Run::plain(m_crashes->storage(), Theme::Role::Muted, Run::ElideMiddle, 1)});
    }
    m_status->setFacts(runs);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!m_closing->closeOthers()) {
        event->ignore();
        return;
    }
    if (const QString problem = m_kept->save(); !problem.isEmpty()) {
        m_kept->setKept(false); // said once; then it closes
        event->ignore();
        auto *box = new QMessageBox(QMessageBox::Warning, windowTitleOf({}, {}), problem, QMessageBox::Close, this);
        box->setAttribute(Qt::WA_DeleteOnClose);
        connect(box, &QDialog::finished, this, &QWidget::close, Qt::QueuedConnection);
        box->open();
        return;
    }
    for (Panel *panel : m_core->panels()->panels()) {
        if (panel->isFloating())
            panel->hide();
    }
    QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    m_opening->openDropped(*event->mimeData());
}

}
