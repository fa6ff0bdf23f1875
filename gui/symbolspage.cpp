// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/symbolspage.h"

#include "gui/columnwidths.h"
#include "gui/fonts.h"
#include "gui/listdelegates.h"
#include "gui/listview.h"
#include "gui/mutedlabel.h"
#include "gui/symboliciconengine.h"
#include "gui/typepane.h"
#include "gui/variablemenu.h"
#include "model/format.h"
#include "model/layoutmodel.h"
#include "model/symbolmodel.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

namespace Freezeframe
{

namespace
{

constexpr int typingMilliseconds = 80;
constexpr int sightMilliseconds = 30; ///< after the list was moved

}

SymbolsPage::SymbolsPage(Session *session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_model(new SymbolModel(session, this))
    , m_sorted(new QSortFilterProxyModel(this))
    , m_view(new ListView(this))
    , m_type(new TypePane(session, this))
    , m_menu(new VariableMenu(session, this))
    , m_filter(new QLineEdit(this))
    , m_count(new MutedLabel({}, this))
    , m_typing(new QTimer(this))
    , m_sight(new QTimer(this))
{
    setupTools();
    setupTable();
    connect(session, &Session::opening, this, [this] {
        m_isStale = true;
        m_wanted.clear();
    });
    connect(session, &Session::opened, this, [this] {
        if (isVisible())
            search();
    });
    setKind(NameKind::Function);
}

void SymbolsPage::setupTools()
{
    const int unit = gridUnit(fontMetrics());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(unit / 2, unit / 4, unit / 2, unit / 4);
    row->setSpacing(unit / 4);
    column->addLayout(row);
    const std::pair<NameKind, QString> kinds[]
        = {{NameKind::Function, tr("Functions")}, {NameKind::Type, tr("Types")}, {NameKind::Variable, tr("Variables")},
           {NameKind::Constant, tr("Constants")}, {NameKind::File, tr("Files")}, {NameKind::Package, tr("Packages")}};
    for (const auto &[kind, name] : kinds) {
        auto *button = new QToolButton(this);
        button->setAutoRaise(true);
        button->setCheckable(true);
        button->setText(name);
        button->setToolTip(tr("%1 of the program").arg(name));
        button->setFocusPolicy(Qt::TabFocus);
        connect(button, &QToolButton::clicked, this, [this, kind = kind] { setKind(kind); });
        row->addWidget(button);
        m_kinds.append(button);
    }
    m_filter->setPlaceholderText(tr("Letters of the name, as cache.Get"));
    m_filter->setAccessibleName(tr("Find a name"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(symbolicIcon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_filter->setMaximumWidth(fontMetrics().averageCharWidth() * 50);
    m_filter->installEventFilter(this);
    row->addWidget(m_filter, 2);
    row->addWidget(m_count, 1);
    setFocusProxy(m_filter);

    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_view);
    splitter->addWidget(m_type);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    column->addWidget(splitter, 1);

    m_typing->setSingleShot(true);
    m_typing->setInterval(typingMilliseconds);
    connect(m_filter, &QLineEdit::textChanged, m_typing, qOverload<>(&QTimer::start));
    connect(m_typing, &QTimer::timeout, this, &SymbolsPage::search);
}

void SymbolsPage::setupTable()
{
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(SortRole);
    m_sorted->setSortCaseSensitivity(Qt::CaseInsensitive);
    m_view->setModel(m_sorted);
    m_view->setItemDelegate(new SymbolDelegate(m_view));
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setSortingEnabled(true);
    m_view->header()->setSortIndicator(-1, Qt::AscendingOrder);
    m_view->header()->setSortIndicatorClearable(true);
    m_view->header()->setStretchLastSection(false);
    m_view->setAccessibleName(tr("Names"));
    m_sight->setSingleShot(true);
    m_sight->setInterval(sightMilliseconds);
    connect(m_sight, &QTimer::timeout, this, &SymbolsPage::askInSight);
    connect(m_view->verticalScrollBar(), &QScrollBar::valueChanged, m_sight, qOverload<>(&QTimer::start));
    connect(m_view->verticalScrollBar(), &QScrollBar::rangeChanged, m_sight, qOverload<>(&QTimer::start));
    connect(m_sorted, &QAbstractItemModel::layoutChanged, m_sight, qOverload<>(&QTimer::start));
    connect(m_view->header(), &QHeaderView::sortIndicatorChanged, this, &SymbolsPage::sortBy);
    connect(m_model, &SymbolModel::listed, this, &SymbolsPage::listed);
    connect(m_view, &ListView::rowChosen, this, &SymbolsPage::choose);
    connect(m_view, &ListView::entered, this, &SymbolsPage::enter);
    connect(m_view, &ListView::doubleClicked, this, &SymbolsPage::enter);
    connect(m_view, &ListView::menuWanted, this, &SymbolsPage::fillMenu);
}

void SymbolsPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_isStale)
        search();
}

void SymbolsPage::setKind(NameKind kind)
{
    m_kind = kind;
    for (qsizetype i = 0; i < m_kinds.size(); ++i)
        m_kinds.at(i)->setChecked(i == qsizetype(kind));
    m_type->setVisible(kind == NameKind::Type);
    const bool hasValue = kind == NameKind::Variable || kind == NameKind::Constant;
    m_view->setColumnHidden(SymbolModel::Text, kind == NameKind::File);
    m_view->setColumnHidden(SymbolModel::Type, !hasValue);
    m_view->setColumnHidden(SymbolModel::Size,
                            kind == NameKind::Constant || kind == NameKind::File || kind == NameKind::Package);
    m_view->setColumnHidden(SymbolModel::Address, kind != NameKind::Function && kind != NameKind::Variable);
    const int text = kind == NameKind::Type ? 12 : kind == NameKind::Function ? 28 : 44;
    m_view->columns().setCharacters(
        {kind == NameKind::File ? 30 : 44, kind == NameKind::File ? 90 : 34, text, 30, 10, 20});
    const int widest = hasValue || kind == NameKind::Package ? SymbolModel::Text
        : kind == NameKind::File                             ? SymbolModel::Package
                                                             : SymbolModel::Name;
    for (int column = 0; column < SymbolModel::ColumnCount; ++column)
        m_view->header()->setSectionResizeMode(column,
                                               column == widest ? QHeaderView::Stretch : QHeaderView::Interactive);
    m_view->header()->setSortIndicator(-1, Qt::AscendingOrder);
    m_view->columns().setKeptAs(QStringLiteral("Symbols%1").arg(int(kind)));
    search();
}

void SymbolsPage::setText(const QString &text)
{
    m_filter->setText(text);
    m_typing->stop();
    search();
}

void SymbolsPage::show(NameKind kind, const QString &name)
{
    m_wanted = name;
    m_filter->setText(name);
    m_typing->stop();
    setKind(kind);
    if (kind == NameKind::Type)
        m_type->show(name);
}

void SymbolsPage::search()
{
    m_isStale = !isVisible() && m_wanted.isEmpty();
    if (m_isStale)
        return;
    m_view->setEmptyState(m_model->emptySentence());
    m_model->search(m_kind, m_filter->text());
    m_view->setEmptyState(m_model->emptySentence());
}

void SymbolsPage::listed()
{
    m_view->setEmptyState(m_model->emptySentence());
    const auto rows = size_t(m_model->rowCount());
    m_count->setText(rows < m_model->total()
                         ? tr("the best %1 of %2: type more letters").arg(countText(rows), countText(m_model->total()))
                         : countText(rows));
    const QString wanted = std::exchange(m_wanted, {});
    for (int row = 0; !wanted.isEmpty() && row < m_model->rowCount(); ++row) {
        if (m_model->index(row, 0).data(SymbolModel::FullNameRole).toString() != wanted)
            continue;
        const QModelIndex index = m_sorted->mapFromSource(m_model->index(row, 0));
        m_view->setCurrentIndex(index);
        m_view->scrollTo(index);
        break;
    }
    if (!m_view->currentIndex().isValid() && rows > 0)
        m_view->scrollToTop();
    m_sight->start();
}

void SymbolsPage::askInSight()
{
    if (!isVisible())
        return;
    QList<int> rows;
    for (QModelIndex index = m_view->indexAt(QPoint(0, 0)); index.isValid(); index = m_view->indexBelow(index)) {
        if (m_view->visualRect(index).top() > m_view->viewport()->height())
            break;
        rows.append(rowOf(index));
    }
    m_model->wantFacts(rows);
}

void SymbolsPage::sortBy(int column)
{
    // What stands in these is read only where one looks.
    if (column >= SymbolModel::Text)
        m_model->wantAllFacts();
    m_sight->start();
}

int SymbolsPage::rowOf(const QModelIndex &index) const
{
    return m_sorted->mapToSource(index).row();
}

/// A click: what it leads to is seen beside, and the list stays.
void SymbolsPage::choose(const QModelIndex &index)
{
    if (m_kind == NameKind::Type)
        m_type->show(index.data(SymbolModel::FullNameRole).toString());
    else if (m_kind == NameKind::Function || m_kind == NameKind::File)
        goTo(index);
}

void SymbolsPage::goTo(const QModelIndex &index)
{
    const QString name = index.data(SymbolModel::FullNameRole).toString();
    if (m_kind == NameKind::File) {
        m_session->showPlace({.function = {}, .file = name.toStdString(), .line = 1});
        return;
    }
    const SymbolFacts *facts = m_model->facts(rowOf(index));
    if (facts && !facts->place.file.empty())
        m_session->showPlace(facts->place);
    else if (facts)
        m_session->showCode(m_model->symbol(rowOf(index)).entry);
    else
        m_session->showFunction(name);
}

void SymbolsPage::enter(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    const QString name = index.data(SymbolModel::FullNameRole).toString();
    const SymbolFacts *facts = m_model->facts(rowOf(index));
    switch (m_kind) {
    case NameKind::Function:
    case NameKind::File: goTo(index); break;
    case NameKind::Type: m_type->show(name); break;
    case NameKind::Variable: Q_EMIT variableWanted(name); break;
    case NameKind::Constant:
        if (facts && facts->value)
            Q_EMIT m_menu->valueWanted(*facts->value);
        break;
    case NameKind::Package:
        m_filter->setText(name + QLatin1Char('.'));
        m_typing->stop();
        setKind(NameKind::Function);
        break;
    }
}

void SymbolsPage::fillMenu(QMenu *menu, const QModelIndex &cell)
{
    const int row = rowOf(cell);
    const SymbolFacts *facts = m_model->facts(row);
    const QPersistentModelIndex index(cell);
    if (facts && facts->value) {
        if (m_kind == NameKind::Variable)
            menu->addAction(tr("Show Among Variables"), this, [this, index] { enter(index); });
        m_menu->fill(menu, *facts->value, [](QMenu *) { });
        if (const std::string type = LayoutModel::namedPart(facts->type); !type.empty())
            menu->addAction(tr("Show Its Type"), this,
                            [this, type] { show(NameKind::Type, QString::fromStdString(type)); });
        return;
    }
    if (m_kind == NameKind::Function) {
        menu->addAction(tr("Show Source"), this, [this, index] { goTo(index); });
        menu->addAction(tr("Show Disassembly"), this,
                        [this, entry = m_model->symbol(row).entry] { m_session->showCode(entry); });
        menu->addAction(tr("Open in Editor"), this, [this, name = cell.data(SymbolModel::FullNameRole).toString()] {
            m_session->editFunction(name);
        });
        menu->addAction(symbolicIcon(QStringLiteral("memory")), tr("Show in Memory"), this,
                        [this, entry = m_model->symbol(row).entry] { Q_EMIT memoryWanted(entry); });
    } else if (m_kind == NameKind::Package) {
        for (const auto &[kind, text] :
             {std::pair(NameKind::Function, tr("Its Functions")), std::pair(NameKind::Type, tr("Its Types")),
              std::pair(NameKind::Variable, tr("Its Variables"))}) {
            menu->addAction(text, this, [this, kind, name = cell.data(SymbolModel::FullNameRole).toString()] {
                m_filter->setText(name + QLatin1Char('.'));
                m_typing->stop();
                setKind(kind);
            });
        }
    } else {
        menu->addAction(tr("Show"), this, [this, index] { enter(index); });
        if (m_kind == NameKind::File)
            menu->addAction(tr("Open in Editor"), this,
                            [this, file = cell.data(SymbolModel::FullNameRole).toString().toStdString()] {
                                m_session->openInEditor({.function = {}, .file = file, .line = 1});
                            });
    }
}

bool SymbolsPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_filter || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter) {
        if (!m_view->currentIndex().isValid())
            m_view->setCurrentIndex(m_sorted->index(0, 0));
        m_view->setFocus(Qt::OtherFocusReason);
        if (key != Qt::Key_Down)
            enter(m_view->currentIndex());
        return true;
    }
    if (key == Qt::Key_Escape) {
        if (m_filter->text().isEmpty())
            Q_EMIT left();
        m_filter->clear();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

}
