// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/memorypane.h"

#include "gui/fonts.h"
#include "gui/listview.h"
#include "gui/memorylegend.h"
#include "gui/memorymenu.h"
#include "gui/memorypainter.h"
#include "gui/memorysavedialog.h"
#include "gui/memorysearchbar.h"
#include "gui/memorystatus.h"
#include "gui/memoryview.h"
#include "gui/regionsview.h"
#include "gui/rowdelegate.h"
#include "gui/runlabel.h"
#include "gui/symboliciconengine.h"
#include "gui/taskstrip.h"
#include "model/addressnames.h"
#include "model/format.h"
#include "model/memorypages.h"

#include <QComboBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace Freezeframe
{

namespace
{

constexpr int mostTyped = 30; ///< of the history of the address

/// A key that leads through memory, wherever in the pane the keyboard is.
class PaneKey
{
public:
    enum What { None, Back, Forward, Find, Next, Previous, GoTo };
    explicit PaneKey(const QKeyEvent *event)
    {
        const bool isAlt = event->modifiers() == Qt::AltModifier;
        if (event->matches(QKeySequence::Back) || (isAlt && event->key() == Qt::Key_Left))
            m_what = Back;
        else if (event->matches(QKeySequence::Forward) || (isAlt && event->key() == Qt::Key_Right))
            m_what = Forward;
        else if (event->matches(QKeySequence::Find))
            m_what = Find;
        else if (event->key() == Qt::Key_F3)
            m_what = event->modifiers().testFlag(Qt::ShiftModifier) ? Previous : Next;
        else if (event->modifiers() == Qt::ControlModifier && event->key() == Qt::Key_L)
            m_what = GoTo;
    }
    [[nodiscard]] bool is() const { return m_what != None; }
    [[nodiscard]] bool is(What what) const { return m_what == what; }

private:
    What m_what = None;
};

}

MemoryPane::MemoryPane(Session *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_pages(new MemoryPages(session, this))
    , m_names(new AddressNames(session, this))
    , m_search(new MemorySearchRun(session, this))
    , m_saving(new MemorySave(session, this))
    , m_view(new MemoryView(m_pages, m_names, this))
    , m_menu(new MemoryMenu(session, m_view, m_names, this))
    , m_searchBar(new MemorySearchBar(m_search, this))
    , m_regions(new RegionsView(this))
    , m_matches(new ListView(this))
    , m_side(new QStackedWidget(this))
    , m_address(new QComboBox(this))
    , m_wordSize(new QComboBox(this))
    , m_kind(new QComboBox(this))
    , m_status(new RunLabel(this))
    , m_task(new TaskStrip(this))
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
    auto *below = new QHBoxLayout;
    below->setContentsMargins(unit / 2, unit / 8, unit / 2, unit / 8);
    m_status->setFont(factFont(font()));
    below->addWidget(m_status, 1);
    below->addWidget(m_task);
    below->addWidget(new MemoryLegend(this));
    column->addLayout(below);
    setupMatches();
    setupView();
    setupSearch();
    setupSaving();
    m_side->addWidget(m_regions);
    m_side->addWidget(m_matches);
    m_side->hide();
    setFocusProxy(m_view);
    connect(session, &Session::opening, this, &MemoryPane::begin);
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
    m_address->setEditable(true);
    m_address->setInsertPolicy(QComboBox::NoInsert);
    m_address->setFont(codeFont());
    m_address->setAccessibleName(tr("Address"));
    m_address->setToolTip(tr("Address, register, name or expression (Ctrl+L)"));
    m_address->lineEdit()->setPlaceholderText(tr("0xc000012340, rsp, &x, s.buf, main.main"));
    m_address->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_address->setMinimumContentsLength(14);
    m_address->setMaximumWidth(fontMetrics().averageCharWidth() * 60);
    m_address->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_address->completer()->setCaseSensitivity(Qt::CaseSensitive);
    row->addWidget(m_address, 3);
    connect(m_address->lineEdit(), &QLineEdit::returnPressed, this, [this] { goToText(m_address->currentText()); });
    connect(m_address, &QComboBox::activated, this, [this](int index) { goToText(m_address->itemText(index)); });
    setupFormats(row);
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
            save(selected->first, selected->second == selected->first ? 0 : selected->second - selected->first + 1);
    });
}

void MemoryPane::setupFormats(QHBoxLayout *row)
{
    using Kind = MemoryFormat::Kind;
    for (const unsigned size : {1U, 2U, 4U, 8U})
        m_wordSize->addItem(size == 1 ? tr("1 byte") : tr("%1 bytes").arg(size), size);
    m_wordSize->setAccessibleName(tr("Word Size"));
    m_wordSize->setToolTip(tr("Size of a word"));
    m_kind->addItem(tr("Hex"), int(Kind::Hexadecimal));
    m_kind->addItem(tr("Signed"), int(Kind::Signed));
    m_kind->addItem(tr("Unsigned"), int(Kind::Unsigned));
    m_kind->addItem(tr("Float"), int(Kind::Float));
    m_kind->addItem(tr("Pointers"), int(Kind::Pointers));
    m_kind->setAccessibleName(tr("Format"));
    m_kind->setToolTip(tr("What a word stands for"));
    for (QComboBox *box : {m_kind, m_wordSize}) {
        row->addWidget(box);
        connect(box, &QComboBox::activated, this, &MemoryPane::applyFormat);
    }
    m_order = addButton(row, {}, tr("Order of the Bytes of a Word"));
    m_order->setCheckable(true);
    m_order->setToolButtonStyle(Qt::ToolButtonTextOnly);
    connect(m_order, &QToolButton::clicked, this, &MemoryPane::applyFormat);
    applyFormat();
}

void MemoryPane::applyFormat()
{
    const auto kind = MemoryFormat::Kind(m_kind->currentData().toInt());
    const MemoryFormat format(kind, m_wordSize->currentData().toUInt(), m_order->isChecked());
    m_wordSize->setCurrentIndex(m_wordSize->findData(format.wordSize()));
    m_wordSize->setEnabled(kind != MemoryFormat::Kind::Pointers);
    m_order->setText(format.isBigEndian() ? tr("Big-endian") : tr("Little-endian"));
    m_order->setEnabled(format.wordSize() > 1 && kind != MemoryFormat::Kind::Pointers);
    m_view->setFormat(format);
}

void MemoryPane::setupMatches()
{
    m_matches->setModel(m_search->matches());
    auto *delegate = new CellDelegate(m_matches);
    delegate->setCodeColumns({MatchModel::Start, MatchModel::Bytes});
    m_matches->setItemDelegate(delegate);
    m_matches->setRootIsDecorated(false);
    m_matches->setCopiesAll(true);
    m_matches->setAccessibleName(tr("Matches"));
    m_matches->header()->setStretchLastSection(true);
    m_matches->setColumnWidths({18, 26, 40});
    m_matches->setEmptyState(tr("Nothing found so far."));
    const auto go = [this](const QModelIndex &index) {
        const Address address{index.data(MatchModel::AddressRole).toULongLong()};
        goTo(address, m_searchBar->matchSize());
    };
    connect(m_matches, &ListView::rowChosen, this, go);
    connect(m_matches, &ListView::entered, this, [this, go](const QModelIndex &index) {
        go(index);
        m_view->setFocus();
    });
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
    connect(m_menu, &MemoryMenu::saveWanted, this, &MemoryPane::save);
    connect(m_menu, &MemoryMenu::refused, this, [this](const QString &sentence) { say(sentence, true); });
    connect(m_menu, &MemoryMenu::copied, this, [this] { say(tr("Copied"), false); });
    connect(m_regions, &RegionsView::addressWanted, this, [this](Address address) { goTo(address); });
    connect(m_regions, &RegionsView::saveWanted, this, &MemoryPane::save);
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

void MemoryPane::setupSaving()
{
    connect(m_saving, &MemorySave::progressChanged, m_task, &TaskStrip::setProgress);
    connect(m_task, &TaskStrip::cancelled, m_saving, &MemorySave::cancel);
    connect(m_saving, &MemorySave::saved, this, [this](const QString &path, quint64 size, quint64 missing) {
        m_task->end();
        QString sentence = tr("%1 saved in %2").arg(sizeText(size), path);
        if (missing > 0)
            sentence += tr(", of which %1 were not there and are zeros").arg(sizeText(missing));
        say(sentence, missing > 0);
    });
    connect(m_saving, &MemorySave::failed, this, [this](const QString &sentence) {
        m_task->end();
        say(sentence, true);
    });
    connect(m_saving, &MemorySave::cancelled, this, [this] {
        m_task->end();
        say(tr("Cancelled: nothing was written"), false);
    });
}

void MemoryPane::save(Address start, quint64 size)
{
    if (m_saving->isRunning()) {
        say(tr("Something is being saved: wait for it, or cancel it"), true);
        return;
    }
    auto *dialog = new MemorySaveDialog(m_saving, start, size, this);
    connect(dialog, &MemorySaveDialog::chosen, this, [this](const MemorySave::Wanted &wanted) {
        m_task->begin(tr("Saving %1…").arg(sizeText(wanted.size)));
        m_saving->start(wanted);
    });
    dialog->open();
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
    if (event->type() == QEvent::ShortcutOverride && PaneKey(static_cast<QKeyEvent *>(event)).is())
        event->accept();
    return QWidget::event(event);
}

void MemoryPane::keyPressEvent(QKeyEvent *event)
{
    const PaneKey key(event);
    if (key.is(PaneKey::Back) || key.is(PaneKey::Forward)) {
        step(key.is(PaneKey::Forward));
    } else if (key.is(PaneKey::Find)) {
        m_searchButton->setChecked(true);
        m_searchBar->open();
    } else if (key.is(PaneKey::Next) || key.is(PaneKey::Previous)) {
        stepMatch(key.is(PaneKey::Next) ? 1 : -1);
    } else if (key.is(PaneKey::GoTo)) {
        m_address->setFocus(Qt::ShortcutFocusReason);
        m_address->lineEdit()->selectAll();
    } else {
        QWidget::keyPressEvent(event);
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
        m_address->setEditText(text);
        if (const int old = m_address->findText(text); old >= 0)
            m_address->removeItem(old);
        m_address->insertItem(0, text);
        m_address->setCurrentIndex(0);
        while (m_address->count() > mostTyped)
            m_address->removeItem(m_address->count() - 1);
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
