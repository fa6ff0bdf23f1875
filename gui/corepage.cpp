// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/corepage.h"

#include "gui/bottompanel.h"
#include "gui/codeview.h"
#include "gui/comparewindow.h"
#include "gui/consolepage.h"
#include "gui/crashheader.h"
#include "gui/detailswindow.h"
#include "gui/editoropener.h"
#include "gui/findingsline.h"
#include "gui/findingspage.h"
#include "gui/fonts.h"
#include "gui/goroutinedetailsview.h"
#include "gui/goroutinemenu.h"
#include "gui/goroutinepanel.h"
#include "gui/listview.h"
#include "gui/messagebars.h"
#include "gui/panelarea.h"
#include "gui/parallelstackspage.h"
#include "gui/reportfile.h"
#include "gui/sourcepanel.h"
#include "gui/stackmenu.h"
#include "gui/stackpanel.h"
#include "gui/symbolspage.h"
#include "gui/valuesaver.h"
#include "gui/valuetablewindow.h"
#include "gui/valuewindow.h"
#include "gui/variablemenu.h"
#include "gui/variablepanel.h"
#include "gui/windowactions.h"
#include "model/format.h"
#include "model/session.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QFileDialog>
#include <QMenu>
#include <QSplitter>
#include <QVBoxLayout>

namespace Freezeframe
{

CorePage::CorePage(Session *session, WindowActions *actions, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_bars(new MessageBars(session, this))
    , m_header(new CrashHeader(session,
                               {actions->copyMarkdown, actions->copyText, actions->copyJson, actions->exportReport,
                                actions->details, actions->foldHeader},
                               this))
    , m_findings(new FindingsLine(session, this))
    , m_panels(new PanelArea(session, this))
    , m_bottom(new BottomPanel(session, this))
    , m_saver(new ValueSaver(session, m_panels->variables()->view(), this))
    , m_splitter(new QSplitter(Qt::Vertical, this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_bars);
    column->addWidget(m_header);
    column->addWidget(m_findings);
    column->addWidget(m_splitter, 1);
    m_splitter->addWidget(m_panels);
    m_splitter->addWidget(m_bottom);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    wirePanels();
    wireActions(actions);
}

/// A layout gives the header the height that its text wants, though the panels get less than they need.
void CorePage::fitHeader()
{
    constexpr int leastRows = 23; // with fewer, each line counts
    m_findings->setHasRoom(height() >= rowHeight(fontMetrics()) * leastRows);
    m_header->setRoom(height() - layout()->minimumSize().height() + m_header->minimumSizeHint().height());
}

bool CorePage::event(QEvent *event)
{
    const bool isDone = QWidget::event(event);
    if (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest)
        fitHeader();
    return isDone;
}

void CorePage::addTopBar(QWidget *bar)
{
    static_cast<QVBoxLayout *>(layout())->insertWidget(0, bar);
}

void CorePage::wirePanels()
{
    SourcePanel *source = m_panels->source();
    VariablePanel *variables = m_panels->variables();
    connect(source, &SourcePanel::calleeWanted, this, [this] { m_panels->stack()->step(-1); });
    connect(source, &SourcePanel::memoryWanted, m_bottom, &BottomPanel::showMemory);
    connect(source, &SourcePanel::crashHintFound, variables, &VariablePanel::setReason);
    wireValues(variables->menu());
    wireValues(m_bottom->symbols()->menu());
    connect(m_bottom->symbols()->menu(), &VariableMenu::watchWanted, variables, &VariablePanel::evaluate);
    connect(m_bottom->symbols(), &SymbolsPage::variableWanted, this, [this, variables](const QString &name) {
        m_panels->focusPanel(int(m_panels->panels().indexOf(variables)) + 1);
        variables->showPackageVariable(name);
    });
    connect(m_panels->stack()->details(), &GoroutineDetailsView::memoryWanted, m_bottom, &BottomPanel::showMemory);
    connect(m_panels->stack()->menu(), &StackMenu::memoryWanted, m_bottom, &BottomPanel::showMemory);
    connect(m_panels->stack()->menu(), &StackMenu::sourceWanted, this, [this, source](bool asDisassembly) {
        m_panels->focusPanel(int(m_panels->panels().indexOf(source)) + 1);
        source->setDisassemblyWanted(asDisassembly);
    });
    connect(m_panels->goroutines()->menu(), &GoroutineMenu::stackCopyWanted, m_panels->stack(), &StackPanel::copyStack);
    wireParallelStacks();
    wireFindings();
    connect(m_bars, &MessageBars::messagesWanted, this, [this] { m_bottom->open(BottomPanel::Page::Messages); });
    connect(m_bottom, &BottomPanel::openChanged, this, &CorePage::fitBottom);
    connect(m_bottom, &BottomPanel::left, this, [this] { m_panels->focusPanel(1); });
}

/// What values offer that others do.
void CorePage::wireValues(VariableMenu *menu)
{
    connect(menu, &VariableMenu::columnWanted, m_panels->goroutines(), &GoroutinePanel::showColumn);
    connect(menu, &VariableMenu::memoryWanted, m_bottom, &BottomPanel::showMemory);
    connect(menu, &VariableMenu::searchPointers, m_bottom, &BottomPanel::searchPointers);
    connect(menu, &VariableMenu::valueWanted, this, [this](const VariableInfo &variable, ValueForm form) {
        auto *window = new ValueWindow(m_session, variable, this, form);
        window->show();
    });
    connect(menu, &VariableMenu::tableWanted, this, [this, menu](const VariableInfo &variable) {
        auto *window = new ValueTableWindow(m_session, variable, menu, this);
        window->show();
    });
    connect(menu, &VariableMenu::saveWanted, m_saver, &ValueSaver::ask);
}

void CorePage::showName(NameKind kind, const QString &name)
{
    if (kind == NameKind::Variable) {
        Q_EMIT m_bottom->symbols()->variableWanted(name);
        return;
    }
    m_bottom->open(BottomPanel::Page::Symbols);
    m_bottom->symbols()->show(kind, name);
    m_bottom->symbols()->view()->setFocus(Qt::OtherFocusReason);
}

void CorePage::wireParallelStacks()
{
    ParallelStacksPage *page = m_bottom->parallelStacks();
    GoroutinePanel *list = m_panels->goroutines();
    connect(page, &ParallelStacksPage::goroutinesWanted, list, &GoroutinePanel::narrow);
    connect(list, &GoroutinePanel::requestChanged, page,
            [page, list] { page->setRequest(list->filter(), list->showsSystem()); });
}

void CorePage::wireFindings()
{
    connect(m_findings, &FindingsLine::findingWanted, this, [this](int number) {
        m_bottom->open(BottomPanel::Page::Findings);
        m_bottom->findings()->showFinding(number);
        m_bottom->findings()->setFocus(Qt::OtherFocusReason);
    });
    connect(m_bottom->findings(), &FindingsPage::goroutinesWanted, m_panels->goroutines(), &GoroutinePanel::narrow);
}

void CorePage::wireActions(WindowActions *actions)
{
    GoroutinePanel *goroutines = m_panels->goroutines();
    StackPanel *stack = m_panels->stack();
    const auto on = [this](QAction *action, auto slot) { connect(action, &QAction::triggered, this, slot); };
    on(actions->back, [this] { m_session->back(); });
    on(actions->forward, [this] { m_session->forward(); });
    on(actions->crash, [this] { m_session->goToCrash(); });
    on(actions->filterGoroutines, [goroutines] { goroutines->focusFilter(); });
    on(actions->cycleGrouping, [goroutines] { goroutines->cycleGrouping(); });
    on(actions->nextGoroutine, [goroutines] { goroutines->step(1); });
    on(actions->previousGoroutine, [goroutines] { goroutines->step(-1); });
    on(actions->frameUp, [stack] { stack->step(-1); });
    on(actions->frameDown, [stack] { stack->step(1); });
    const auto onToggled = [this](QAction *action, auto slot) { connect(action, &QAction::toggled, this, slot); };
    onToggled(actions->hideRuntime, [this, stack](bool hide) {
        stack->setHideRuntime(hide);
        m_bottom->parallelStacks()->setHideRuntime(hide);
    });
    on(actions->parallelStacks, [this] { togglePage(int(BottomPanel::Page::ParallelStacks)); });
    on(actions->symbols, [this] { togglePage(int(BottomPanel::Page::Symbols)); });
    on(actions->inFlight, [this] { togglePage(int(BottomPanel::Page::InFlight)); });
    connect(stack, &StackPanel::hideRuntimeChanged, actions->hideRuntime, &QAction::setChecked);
    onToggled(actions->showSystem, [goroutines](bool show) { goroutines->setShowSystem(show); });
    connect(goroutines, &GoroutinePanel::requestChanged, actions->showSystem,
            [actions, goroutines] { actions->showSystem->setChecked(goroutines->showsSystem()); });
    on(actions->disassembly, [this] { m_panels->source()->toggleDisassembly(); });
    on(actions->openInEditor, [this] { m_panels->source()->openInEditor(); });
    on(actions->packageVariables, [this](bool packages) { m_panels->variables()->setPackageMode(packages); });
    on(actions->evaluate, [this] { m_panels->variables()->focusEvaluate(); });
    on(actions->findInSource, [this] { m_panels->source()->openSearch(); });
    on(actions->console, [this] { toggleConsole(); });
    on(actions->nextPanel, [this] { m_panels->focusNext(); });
    on(actions->resetLayout, [this] {
        m_bottom->close();
        m_bottomHeight = 0;
        m_panels->resetLayout();
    });
    onToggled(actions->foldHeader, [this](bool folded) { m_header->setFolded(folded); });
    on(actions->cancel, [this] { m_session->cancel(); });
    on(actions->copyMarkdown, [this] { copyReport(int(Session::ReportFormat::Markdown)); });
    on(actions->copyText, [this] { copyReport(int(Session::ReportFormat::Text)); });
    on(actions->copyTraceback, [this] { copyReport(int(Session::ReportFormat::Traceback)); });
    on(actions->copyJson, [this] { copyReport(int(Session::ReportFormat::Json)); });
    auto *files = new ReportFile(m_session, this);
    connect(files, &ReportFile::told, m_session, &Session::refused);
    on(actions->exportReport, [files] { files->askForReport(); });
    on(actions->exportTraceback, [files] { files->askForTraceback(); });
    on(actions->details, [this] {
        auto *window = new DetailsWindow(m_session, this);
        window->show();
    });
    on(actions->compare, [this] { chooseOther(); });
    m_panels->fillMenu(actions->panelMenu);
    auto *editor = new EditorOpener(m_session, this);
    connect(actions->editorMenu, &QMenu::aboutToShow, editor,
            [editor, menu = actions->editorMenu] { editor->fillMenu(menu); });
    connect(m_session, &Session::selectionChanged, this, [this, actions] {
        actions->back->setEnabled(m_session->canGoBack());
        actions->forward->setEnabled(m_session->canGoForward());
        actions->crash->setEnabled(m_session->hasCrash());
    });
}

/// As a terminal in a file manager: the key opens it, brings the keyboard there, and closes it.
void CorePage::toggleConsole()
{
    ConsolePage *console = m_bottom->console();
    if (m_bottom->isOpen() && console->isVisible() && console->isAncestorOf(QApplication::focusWidget())) {
        m_bottom->close();
        m_panels->focusPanel(1);
        return;
    }
    m_bottom->open(BottomPanel::Page::Console);
    console->setFocus(Qt::ShortcutFocusReason);
}

void CorePage::togglePage(int page)
{
    if (m_bottom->isOpen() && m_bottom->page() == BottomPanel::Page(page)) {
        m_bottom->close();
        m_panels->focusPanel(1);
        return;
    }
    m_bottom->open(BottomPanel::Page(page));
    m_bottom->focusTarget()->setFocus(Qt::ShortcutFocusReason);
}

void CorePage::chooseOther()
{
    auto *dialog = new QFileDialog(this, tr("Compare With an Older or Healthy Core"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        if (!m_session->isOpen())
            return;
        auto *window = new CompareWindow(m_session, path, this);
        window->show();
    });
    dialog->open();
}

void CorePage::runCommands(const QStringList &lines)
{
    m_bottom->open(BottomPanel::Page::Console);
    m_bottom->console()->runAll(lines);
}

void CorePage::copyReport(int format)
{
    m_session->report(this, Session::ReportFormat(format),
                      [](const QString &report) { QApplication::clipboard()->setText(report); });
}

/// A splitter keeps the place of what it holds until it is told otherwise, even of what may no longer be as high.
void CorePage::fitBottom(bool open)
{
    const int whole = m_splitter->height();
    if (!open) {
        m_bottomHeight = m_splitter->sizes().constLast();
        m_splitter->setSizes({whole - m_bottom->stripHeight(), m_bottom->stripHeight()});
        return;
    }
    const BottomPanel::Page page = m_bottom->page();
    const bool isHigh = page == BottomPanel::Page::Console || page == BottomPanel::Page::ParallelStacks
        || page == BottomPanel::Page::Findings || page == BottomPanel::Page::Symbols
        || page == BottomPanel::Page::Memory || page == BottomPanel::Page::InFlight; // many lines
    const int rows = isHigh ? 11 : 7;
    // Where the window is low, the panels come first.
    const int usual = m_bottom->stripHeight() + std::min(rowHeight(fontMetrics()) * rows, whole / 3);
    const int wanted = m_bottomHeight > 0 ? m_bottomHeight : usual;
    m_splitter->setSizes({whole - wanted, wanted});
}

void CorePage::focusPanel(int number)
{
    const int panels = int(m_panels->panels().size());
    if (number <= panels) {
        m_panels->focusPanel(number);
        return;
    }
    if (number - panels > BottomPanel::pageCount)
        return;
    m_bottom->open(BottomPanel::Page(number - panels - 1));
    m_bottom->focusTarget()->setFocus(Qt::ShortcutFocusReason);
}

}
