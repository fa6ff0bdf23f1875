// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/bottompanel.h"

#include "gui/columnwidths.h"
#include "gui/consolepage.h"
#include "gui/findingspage.h"
#include "gui/fonts.h"
#include "gui/inflightpage.h"
#include "gui/listview.h"
#include "gui/memorypane.h"
#include "gui/modulefetch.h"
#include "gui/parallelstackspage.h"
#include "gui/rowdelegate.h"
#include "gui/symboliciconengine.h"
#include "gui/symbolspage.h"
#include "gui/tablemenus.h"
#include "model/format.h"
#include "model/messagemodel.h"
#include "model/modulemodel.h"
#include "model/registermodel.h"
#include "model/threadmodel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace Freezeframe
{

BottomPanel::BottomPanel(Session *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_threadModel(new ThreadModel(this))
    , m_registerModel(new RegisterModel(this))
    , m_moduleModel(new ModuleModel(this))
    , m_messageModel(new MessageModel(this))
    , m_menus(new TableMenus(session, this))
    , m_memory(new MemoryPane(session, this))
    , m_console(new ConsolePage(session, this))
    , m_parallel(new ParallelStacksPage(session, this))
    , m_findings(new FindingsPage(session, this))
    , m_symbols(new SymbolsPage(session, this))
    , m_inFlight(new InFlightPage(session, this))
    , m_pages(new QStackedWidget(this))
    , m_openButton(new QToolButton(this))
    , m_strip(new QWidget(this))
{
    const int unit = gridUnit(fontMetrics());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *row = new QHBoxLayout(m_strip);
    row->setContentsMargins(unit / 2, 2, unit / 2, 2);
    row->setSpacing(unit / 4);
    m_strip->setFixedHeight(titleHeight(fontMetrics()));
    column->addWidget(m_strip);
    column->addWidget(m_pages, 1);
    setupThreads();
    setupRegisters();
    addPage(Page::Memory, m_memory, tr("Memory"));
    setupModules();
    setupMessages();
    addPage(Page::Console, m_console, tr("Console"));
    addPage(Page::ParallelStacks, m_parallel, tr("Parallel Stacks"));
    addPage(Page::Findings, m_findings, tr("Findings"));
    connect(m_findings, &FindingsPage::countChanged, this, [this](int count) { setCount(Page::Findings, count); });
    connect(m_findings, &FindingsPage::memoryWanted, this, &BottomPanel::showMemory);
    addPage(Page::Symbols, m_symbols, tr("Symbols"));
    connect(m_symbols, &SymbolsPage::left, this, &BottomPanel::left);
    connect(m_symbols, &SymbolsPage::memoryWanted, this, &BottomPanel::showMemory);
    addPage(Page::InFlight, m_inFlight, tr("In Flight"));
    connect(m_inFlight, &InFlightPage::memoryWanted, this, &BottomPanel::showMemory);
    connect(m_memory, &MemoryPane::left, this, &BottomPanel::left);
    connect(m_parallel, &ParallelStacksPage::left, this, &BottomPanel::left);
    connect(m_console, &ConsolePage::closed, this, [this] {
        close();
        Q_EMIT left();
    });
    connect(m_console, &ConsolePage::left, this, &BottomPanel::left);
    row->addStretch(1);
    m_openButton->setAutoRaise(true);
    m_openButton->setToolTip(tr("Open or close the bottom panel"));
    m_openButton->setAccessibleName(tr("Open or Close the Bottom Panel"));
    row->addWidget(m_openButton);
    connect(m_openButton, &QToolButton::clicked, this, [this] { toggle(m_page); });
    connect(m_menus, &TableMenus::memoryWanted, this, &BottomPanel::showMemory);
    connect(session, &Session::selectionChanged, this, &BottomPanel::followSelection);
    close();
}

void BottomPanel::addPage(Page page, QWidget *widget, const QString &name)
{
    auto *button = new QToolButton(m_strip);
    button->setAutoRaise(true);
    button->setCheckable(true);
    button->setText(name);
    button->setToolTip(tr("Show %1").arg(name));
    button->setFocusPolicy(Qt::TabFocus);
    m_strip->layout()->addWidget(button);
    m_pages->addWidget(widget);
    m_buttons.append(button);
    m_names.append(name);
    connect(button, &QToolButton::clicked, this, [this, page] { toggle(page); });
}

ListView *BottomPanel::addTable(Page page, QAbstractItemModel *model, const QString &name, CellDelegate *delegate)
{
    auto *view = new ListView(m_pages);
    auto *sorted = new QSortFilterProxyModel(view);
    sorted->setSourceModel(model);
    sorted->setSortRole(SortRole);
    view->setModel(sorted);
    view->setRootIsDecorated(false);
    view->setSortingEnabled(true);
    view->header()->setSortIndicator(-1, Qt::AscendingOrder);
    view->header()->setSortIndicatorClearable(true);
    view->header()->setStretchLastSection(true);
    view->setAccessibleName(name);
    delegate->setParent(view);
    view->setItemDelegate(delegate);
    addPage(page, view, name);
    return view;
}

void BottomPanel::setupThreads()
{
    auto *delegate = new CellDelegate;
    delegate->setFunctionColumns(ThreadModel::Function, ThreadModel::PackageRole, ThreadModel::FunctionRole);
    delegate->setLinkColumns({ThreadModel::Goroutine});
    delegate->setCrashColumn(ThreadModel::Signal);
    ListView *view = addTable(Page::Threads, m_threadModel, tr("Threads"), delegate);
    view->columns().setCharacters({13, 20, 20, 14, 60, 40});
    view->columns().setKeptAs(QStringLiteral("Threads"));
    view->setFollows(true);
    m_threads = view;
    connect(view, &ListView::menuWanted, m_menus, &TableMenus::fillThread);
    connect(view, &ListView::rowChosen, this, [this](const QModelIndex &index) {
        const QVariant goroutine = index.data(ThreadModel::GoroutineRole);
        if (index.column() == ThreadModel::Goroutine && goroutine.isValid())
            m_session->selectGoroutine(goroutine.toULongLong());
        else
            m_session->selectThread(index.data(ThreadModel::TidRole).toLongLong());
    });
    connect(m_session, &Session::opening, this, [this] {
        m_threadModel->setSnapshot({});
        setCount(Page::Threads, 0);
    });
    connect(m_session, &Session::threadsChanged, this, [this] {
        m_threadModel->setSnapshot(m_session->threads());
        setCount(Page::Threads, m_threadModel->rowCount());
        followSelection();
    });
}

/// The thread that is selected, or that runs the selected goroutine.
void BottomPanel::followSelection()
{
    const auto &owner = m_session->selection().owner;
    for (int row = 0; owner && row < m_threads->model()->rowCount(); ++row) {
        const QModelIndex index = m_threads->model()->index(row, 0);
        const QVariant goroutine = index.data(ThreadModel::GoroutineRole);
        const bool isIt = owner->kind == StackOwner::Kind::Thread
            ? index.data(ThreadModel::TidRole).toULongLong() == owner->id
            : goroutine.isValid() && goroutine.toULongLong() == owner->id;
        if (!isIt)
            continue;
        if (m_threads->currentIndex().row() != row)
            m_threads->setCurrentIndex(index);
        return;
    }
    m_threads->selectionModel()->clear();
}

void BottomPanel::setupRegisters()
{
    auto *delegate = new CellDelegate;
    delegate->setCodeColumns(
        {RegisterModel::Name, RegisterModel::Hexadecimal, RegisterModel::Decimal, RegisterModel::Caller});
    ListView *view = addTable(Page::Registers, m_registerModel, tr("Registers"), delegate);
    view->columns().setCharacters({12, 40, 26, 26, 70});
    view->columns().setKeptAs(QStringLiteral("Registers"));
    connect(view, &ListView::menuWanted, m_menus, &TableMenus::fillRegister);
    connect(m_session, &Session::opening, this, [this] { m_registerModel->setRegisters({}); });
    connect(m_session, &Session::registersChanged, this, [this, view](const Session::RegisterSet &registers) {
        m_registerModel->setRegisters(registers.registers);
        view->setEmptyState(registers.error ? errorText(*registers.error) : tr("No register of this frame is known."));
    });
    connect(view, &ListView::entered, this, [this](const QModelIndex &index) {
        if (const QVariant address = index.data(RegisterModel::AddressRole); address.isValid())
            showMemory(Address{address.toULongLong()});
    });
}

void BottomPanel::setupModules()
{
    auto *delegate = new CellDelegate;
    delegate->setCodeColumns({ModuleModel::Start});
    delegate->setPathColumns({ModuleModel::Path, ModuleModel::BuildId});
    delegate->setWarningRole(ModuleModel::WarningRole);
    ListView *view = addTable(Page::Modules, m_moduleModel, tr("Modules"), delegate);
    view->columns().setCharacters({60, 22, 13, 24, 40, 44});
    view->columns().setKeptAs(QStringLiteral("Modules"));
    connect(view, &ListView::menuWanted, m_menus, &TableMenus::fillModule);
    auto *fetch = new ModuleFetch(m_session, view);
    connect(fetch, &ModuleFetch::reopenWanted, this, &BottomPanel::reopenWanted);
    view->setEmptyState(tr("The core names no files."));
    connect(m_session, &Session::opening, this, [this] {
        m_moduleModel->setSnapshot({});
        setCount(Page::Modules, 0);
    });
    connect(m_session, &Session::modulesChanged, this, [this] {
        m_moduleModel->setSnapshot(m_session->modules());
        setCount(Page::Modules, m_moduleModel->rowCount());
    });
}

void BottomPanel::setupMessages()
{
    auto *delegate = new CellDelegate;
    delegate->setCodeColumns({MessageModel::Offset});
    delegate->setRowIcon(QStringLiteral("dialog-warning"));
    ListView *view = addTable(Page::Messages, m_messageModel, tr("Messages"), delegate);
    view->header()->setStretchLastSection(false);
    view->header()->setSectionResizeMode(MessageModel::Message, QHeaderView::Stretch);
    view->header()->resizeSection(MessageModel::File, fontMetrics().averageCharWidth() * 22);
    view->columns().setKeptAs(QStringLiteral("Messages"));
    view->setEmptyState(tr("Nothing is damaged or missing in this core."));
    connect(m_session, &Session::opening, this, [this] {
        m_messageModel->setMessages({});
        setCount(Page::Messages, 0);
    });
    connect(m_session, &Session::messagesChanged, this, [this] {
        m_messageModel->setMessages(m_session->messages());
        setCount(Page::Messages, m_messageModel->rowCount());
    });
}

void BottomPanel::setCount(Page page, int count)
{
    const QString &name = m_names.at(int(page));
    m_buttons.at(int(page))->setText(count > 0 ? name + QLatin1String("  ") + countText(quint64(count)) : name);
}

void BottomPanel::toggle(Page page)
{
    if (isOpen() && m_page == page)
        close();
    else
        open(page);
}

void BottomPanel::open(Page page)
{
    const bool wasOpen = isOpen();
    m_page = page;
    m_pages->setCurrentIndex(int(page));
    m_pages->show();
    setMinimumHeight(stripHeight() + rowHeight(fontMetrics()) * 3);
    setMaximumHeight(QWIDGETSIZE_MAX);
    for (int i = 0; i < m_buttons.size(); ++i)
        m_buttons.at(i)->setChecked(i == int(page));
    m_openButton->setIcon(symbolicIcon(QStringLiteral("go-down")));
    if (!wasOpen)
        Q_EMIT openChanged(true);
}

void BottomPanel::close()
{
    const bool wasOpen = isOpen();
    m_pages->hide();
    setFixedHeight(stripHeight());
    for (QToolButton *button : std::as_const(m_buttons))
        button->setChecked(false);
    m_openButton->setIcon(symbolicIcon(QStringLiteral("go-up")));
    if (wasOpen)
        Q_EMIT openChanged(false);
}

bool BottomPanel::isOpen() const
{
    return !m_pages->isHidden();
}

QWidget *BottomPanel::focusTarget() const
{
    return isOpen() ? m_pages->currentWidget() : nullptr;
}

void BottomPanel::showMemory(Address address)
{
    open(Page::Memory);
    m_memory->show(address);
}

void BottomPanel::searchPointers(Address address)
{
    open(Page::Memory);
    m_memory->searchPointers(address);
}

int BottomPanel::stripHeight() const
{
    return m_strip->height();
}

void BottomPanel::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.fillRect(m_strip->geometry(), palette().color(QPalette::Window));
    painter.fillRect(0, 0, width(), 1, m_theme.current().tint(Theme::Tint::Hairline));
}

}
