// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/memorypane.h"

#include "gui/addressbox.h"
#include "gui/fonts.h"
#include "gui/matchesview.h"
#include "gui/memoryformatbar.h"
#include "gui/memorykey.h"
#include "gui/memorylegend.h"
#include "gui/memorymenu.h"
#include "gui/memorysavestrip.h"
#include "gui/memorysearchbar.h"
#include "gui/memorystatus.h"
#include "gui/memoryview.h"
#include "gui/regionsview.h"
#include "gui/runlabel.h"
#include "gui/symboliciconengine.h"
#include "model/addressnames.h"
#include "model/format.h"
#include "model/memorypages.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace Freezeframe
{

MemoryPane::MemoryPane(Session *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_pages(new MemoryPages(session, this))
    , m_names(new AddressNames(session, this))
    , m_search(new MemorySearchRun(session, this))
    , m_view(new MemoryView(m_pages, m_names, this))
    , m_menu(new MemoryMenu(session, m_view, m_names, this))
    , m_searchBar(new MemorySearchBar(m_search, this))
    , m_regions(new RegionsView(this))
    , m_matches(new MatchesView(m_search->matches(), this))
    , m_side(new QStackedWidget(this))
    , m_address(new AddressBox(this))
    , m_format(new MemoryFormatBar(this))
    , m_below(new QWidget(this))
    , m_status(new RunLabel(m_below))
    , m_saving(new MemorySaveStrip(session, this))
{
    const int unit = gridUnit(fontMetrics());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *tools = new QHBoxLayout;
    tools->setContentsMargins(unit / 2, unit / 4, unit / 2, unit / 4);
    tools->setSpacing(unit / 4);
    column->addLayout(tools);
    setupTools(tools);
    column->addWidget(m_searchBar);
    auto *splitter = new QSplitter(this);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(1);
    splitter->addWidget(m_view);
    splitter->addWidget(m_side);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    column->addWidget(splitter, 1);
    auto *below = new QHBoxLayout(m_below);
    below->setContentsMargins(unit / 2, unit / 8, unit / 2, unit / 8);
    m_status->setFont(factFont(font()));
    below->addWidget(m_status, 1);
    below->addWidget(m_saving);
    connect(m_saving, &MemorySaveStrip::said, this, &MemoryPane::say);
    below->addWidget(new MemoryLegend(this));
    column->addWidget(m_below);
    connect(m_matches, &MatchesView::addressWanted, this,
            [this](Address address) { goTo(address, m_searchBar->matchSize()); });
    connect(m_matches, &ListView::entered, m_view, [this] { m_view->setFocus(); });
    setupView();
    setupSearch();
    m_side->addWidget(m_regions);
    m_side->addWidget(m_matches);
    m_side->hide();
    setFocusProxy(m_view);
    connect(session, &Session::opening, this, &MemoryPane::begin);
    connect(session, &Session::opened, this, [this, session] { m_address->setProgram(*session->process()); });
    m_format->keep();
    connect(session, &Session::stackChanged, this, &MemoryPane::startSomewhere);
    begin();
}

QToolButton *MemoryPane::addButton(QHBoxLayout *row, const QString &icon, const QString &toolTip)
{
    auto *button = new QToolButton(this);
    button->setAutoRaise(true);
    button->setIcon(symbolicIcon(icon));
    button->setToolTip(toolTip);
    button->setAccessibleName(toolTip);
    button->setFocusPolicy(Qt::TabFocus);
    row->addWidget(button);
    return button;
}

void MemoryPane::setupTools(QHBoxLayout *row)
{
    m_back = addButton(row, QStringLiteral("go-previous"), tr("Back in Memory (Alt+Left)"));
    connect(m_back, &QToolButton::clicked, this, [this] { step(false); });
    m_forward = addButton(row, QStringLiteral("go-next"), tr("Forward in Memory (Alt+Right)"));
    connect(m_forward, &QToolButton::clicked, this, [this] { step(true); });
    row->addWidget(m_address, 3);
    connect(m_address, &AddressBox::wanted, this, &MemoryPane::goToText);
    row->addWidget(m_format);
    connect(m_format, &MemoryFormatBar::chosen, m_view, &MemoryView::setFormat);
    row->addStretch(1);
    const auto addCheckable = [this, row](const QString &icon, const QString &text, const QString &toolTip) {
        QToolButton *button = addButton(row, icon, toolTip);
        button->setText(text);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setCheckable(true);
        return button;
    };
    m_searchButton = addCheckable(QStringLiteral("search"), tr("Search"), tr("Search Memory (Ctrl+F)"));
    m_regionsButton = addCheckable(QStringLiteral("view-group"), tr("Regions"), tr("List of Regions"));
    connect(m_regionsButton, &QToolButton::clicked, this, [this](bool on) { openSide(m_regions, on); });
    m_saveButton = addButton(row, QStringLiteral("document-save"), tr("Save Memory to a File…"));
    connect(m_saveButton, &QToolButton::clicked, this, [this] {
        if (const auto selected = m_view->selection())
            m_saving->ask(selected->first,
                          selected->second == selected->first ? 0 : selected->second - selected->first + 1);
    });
}

void MemoryPane::setFormat(const MemoryFormat &format)
{
    m_format->setFormat(format);
}

void MemoryPane::setupView()
{
    m_view->setAccessibleName(tr("Memory"));
    connect(m_view, &MemoryView::followed, this, [this](Address target) { goTo(target); });
    connect(m_view, &MemoryView::menuWanted, m_menu, &MemoryMenu::fill);
    connect(m_view, &MemoryView::copyWanted, m_menu, [this] { m_menu->copy(MemoryCopy::Hexadecimal); });
    connect(m_view, &MemoryView::backWanted, this, [this] { step(false); });
    connect(m_view, &MemoryView::forwardWanted, this, [this] { step(true); });
    connect(m_view, &MemoryView::left, this, &MemoryPane::left);
    connect(m_view, &MemoryView::currentChanged, this, [this] {
        m_said.clear();
        refreshStatus();
    });
    connect(m_pages, &MemoryPages::arrived, this, &MemoryPane::refreshStatus);
    connect(m_names, &AddressNames::arrived, this, &MemoryPane::refreshStatus);
    connect(m_menu, &MemoryMenu::addressWanted, this, [this](Address address) { goTo(address); });
    connect(m_menu, &MemoryMenu::searchWanted, m_searchBar, &MemorySearchBar::search);
    connect(m_menu, &MemoryMenu::saveWanted, m_saving, &MemorySaveStrip::ask);
    connect(m_menu, &MemoryMenu::refused, this, [this](const QString &sentence) { say(sentence, true); });
    connect(m_menu, &MemoryMenu::copied, this, [this] { say(tr("Copied"), false); });
    connect(m_regions, &RegionsView::addressWanted, this, [this](Address address) { goTo(address); });
    connect(m_regions, &RegionsView::saveWanted, m_saving, &MemorySaveStrip::ask);
    connect(m_regions, &RegionsView::left, this, [this] { m_view->setFocus(); });
}

void MemoryPane::setupSearch()
{
    const auto close = [this] {
        m_searchBar->hide();
        m_searchButton->setChecked(false);
        openSide(m_matches, false);
        m_view->setFocus();
    };
    connect(m_searchButton, &QToolButton::clicked, this, [this, close](bool on) {
        if (on)
            m_searchBar->open();
        else
            close();
    });
    connect(m_searchBar, &MemorySearchBar::left, this, close);
    connect(m_searchBar, &MemorySearchBar::matchWanted, this, &MemoryPane::stepMatch);
    connect(m_searchBar, &MemorySearchBar::searchStarted, this, [this] {
        m_searchButton->setChecked(true);
        openSide(m_matches, true);
    });
}

/// Nothing of a core that was open before stays.
void MemoryPane::begin()
{
    m_regionState = Regions::Unknown;
    m_wanted.reset();
    m_history.clear();
    m_pages->clear();
    m_names->clear();
    m_view->setRegions(nullptr);
    m_view->setSentence(tr("Type an address or an expression, or choose Show in Memory at a variable."));
    m_regions->setRegions(nullptr);
    m_address->clear();
    m_said.clear();
    refreshTools();
    refreshStatus();
}

void MemoryPane::needRegions()
{
    if (m_regionState != Regions::Unknown || !m_session->isOpen())
        return;
    m_regionState = Regions::Asked;
    m_session->memoryRegions(this, [this](RegionList regions) { receiveRegions(std::move(regions)); });
}

void MemoryPane::receiveRegions(RegionList regions)
{
    m_regionState = Regions::Known;
    if (regions->empty())
        m_view->setSentence(tr("There is no memory in this core."));
    m_view->setRegions(regions);
    m_regions->setRegions(std::move(regions));
    if (const auto wanted = std::exchange(m_wanted, std::nullopt))
        goTo(wanted->first, wanted->second);
    else
        startSomewhere();
}

/// Before anything is asked for, the stack of the selected frame is on show: no step of the history.
void MemoryPane::startSomewhere()
{
    if (m_regionState != Regions::Known || m_view->current() || !m_session->frame())
        return;
    m_view->goTo(m_session->frame()->cfa);
}

void MemoryPane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    needRegions();
}

/// The window has some of these keys, too: with the keyboard in here they are about memory.
bool MemoryPane::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride
        && MemoryKey(static_cast<QKeyEvent *>(event)).what() != MemoryKey::None)
        event->accept();
    const bool isDone = QWidget::event(event);
    if (event->type() == QEvent::LayoutRequest)
        fitStatus();
    return isDone;
}

void MemoryPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitStatus();
}

/// Where there is room for a few rows alone, they come before the words about them.
void MemoryPane::fitStatus()
{
    const int row = rowHeight(fontMetrics());
    const int others
        = row * 2 + (m_searchBar->isVisible() ? m_searchBar->sizeHint().height() : 0) + m_address->sizeHint().height();
    m_below->setVisible(height() - others - m_below->sizeHint().height() >= row);
}

void MemoryPane::keyPressEvent(QKeyEvent *event)
{
    switch (MemoryKey(event).what()) {
    case MemoryKey::Back: step(false); break;
    case MemoryKey::Forward: step(true); break;
    case MemoryKey::Find:
        m_searchButton->setChecked(true);
        m_searchBar->open();
        break;
    case MemoryKey::Next: stepMatch(1); break;
    case MemoryKey::Previous: stepMatch(-1); break;
    case MemoryKey::GoTo:
        m_address->setFocus(Qt::ShortcutFocusReason);
        m_address->lineEdit()->selectAll();
        break;
    case MemoryKey::None: QWidget::keyPressEvent(event);
    }
}

void MemoryPane::show(Address address)
{
    goTo(address);
}

void MemoryPane::goTo(Address address, quint64 size)
{
    if (m_regionState != Regions::Known) {
        m_wanted.emplace(address, size);
        needRegions();
        return;
    }
    if (m_history.isEmpty() && m_view->current())
        m_history.visit(*m_view->current());
    m_history.visit(address);
    m_view->goTo(address, size);
    m_address->setEditText(addressText(address));
    refreshTools();
}

void MemoryPane::goToText(const QString &text)
{
    if (text.trimmed().isEmpty() || !m_session->isOpen())
        return;
    m_session->memoryPlace(this, text, [this, text](const Result<MemoryPlace> &place) {
        if (!place) {
            say(errorText(place.error()), true);
            return;
        }
        goTo(place->address, place->size);
        m_address->remember(text);
        if (!place->type.empty())
            say(tr("%1 is at %2: %3").arg(text, addressText(place->address), shown(place->type))
                    + (place->size > 0 ? tr(", %1").arg(sizeText(place->size)) : QString()),
                false);
        m_view->setFocus();
    });
}

void MemoryPane::step(bool forward)
{
    const auto address = forward ? m_history.forward() : m_history.back();
    if (!address)
        return;
    m_view->goTo(*address);
    m_address->setEditText(addressText(*address));
    refreshTools();
}

void MemoryPane::stepMatch(int direction)
{
    MatchModel *matches = m_search->matches();
    if (matches->rowCount() == 0 || !m_view->current())
        return;
    auto row = direction > 0 ? matches->next(*m_view->current()) : matches->previous(*m_view->current());
    const bool isAround = !row;
    if (!row)
        row = direction > 0 ? 0 : matches->rowCount() - 1;
    const QModelIndex index = matches->index(*row, 0);
    m_matches->setCurrentIndex(index);
    m_matches->scrollTo(index);
    goTo(matches->address(*row), m_searchBar->matchSize());
    if (isAround)
        say(direction > 0 ? tr("From the first match again") : tr("From the last match again"), false);
}

void MemoryPane::searchPointers(Address address)
{
    needRegions();
    m_searchBar->search(MemorySearchRun::Kind::Pointers, addressText(address));
}

void MemoryPane::openSide(QWidget *side, bool open)
{
    if (open)
        m_side->setCurrentWidget(side);
    else if (m_side->currentWidget() != side)
        return;
    m_side->setVisible(open);
    m_regionsButton->setChecked(open && side == m_regions);
}

void MemoryPane::refreshTools()
{
    m_back->setEnabled(m_history.canGoBack());
    m_forward->setEnabled(m_history.canGoForward());
    m_saveButton->setEnabled(m_view->current().has_value());
}

void MemoryPane::say(const QString &sentence, bool isWarning)
{
    m_said = sentence;
    m_isWarning = isWarning;
    refreshStatus();
}

QString MemoryPane::status() const
{
    return plainText(m_status->runs());
}

void MemoryPane::refreshStatus()
{
    if (!m_said.isEmpty())
        m_status->setText(m_said, m_isWarning ? Theme::Role::Warning : Theme::Role::Text);
    else
        m_status->setRuns(memoryStatus(*m_view, *m_pages, m_names));
}

}
