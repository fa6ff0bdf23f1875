// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/regionsview.h"

#include "gui/columnwidths.h"
#include "gui/fonts.h"
#include "gui/listview.h"
#include "gui/rowdelegate.h"
#include "gui/runlabel.h"
#include "gui/symboliciconengine.h"
#include "model/format.h"
#include "model/regionmodel.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

namespace Freezeframe
{

RegionsView::RegionsView(QWidget *parent)
    : QWidget(parent)
    , m_model(new RegionModel(this))
    , m_sorted(new QSortFilterProxyModel(this))
    , m_filter(new QLineEdit(this))
    , m_count(new RunLabel(this))
    , m_list(new ListView(this))
{
    const int unit = gridUnit(fontMetrics());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(unit / 2, 0, unit / 2, unit / 4);
    m_filter->setPlaceholderText(tr("Filter regions: heap, stack, rw-, libc"));
    m_filter->setAccessibleName(tr("Filter Regions"));
    m_filter->setClearButtonEnabled(true);
    row->addWidget(m_filter, 2);
    m_count->setFont(factFont(font()));
    row->addWidget(m_count, 1);
    column->addLayout(row);
    column->addWidget(m_list, 1);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_sorted->setFilterFixedString(text);
        refreshCount();
    });
    setupList();
    setFocusProxy(m_list);
}

void RegionsView::setupList()
{
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(SortRole);
    m_sorted->setFilterKeyColumn(-1);
    m_sorted->setFilterCaseSensitivity(Qt::CaseInsensitive);
    auto *delegate = new CellDelegate(m_list);
    delegate->setCodeColumns({RegionModel::Start, RegionModel::Access});
    delegate->setPathColumns({RegionModel::What});
    m_list->setItemDelegate(delegate);
    m_list->setModel(m_sorted);
    m_list->setRootIsDecorated(false);
    m_list->setSortingEnabled(true);
    m_list->header()->setSortIndicator(-1, Qt::AscendingOrder);
    m_list->header()->setSortIndicatorClearable(true);
    m_list->header()->setStretchLastSection(true);
    m_list->setAccessibleName(tr("Regions"));
    m_list->columns().setCharacters({17, 12, 8, 15, 28});
    m_list->columns().setKeptAs(QStringLiteral("Regions"));
    m_list->setEmptyState(tr("No such region."));
    const auto go = [this](const QModelIndex &index) {
        Q_EMIT addressWanted(Address{index.data(RegionModel::AddressRole).toULongLong()});
    };
    connect(m_list, &ListView::rowChosen, this, go);
    connect(m_list, &ListView::entered, this, go);
    connect(m_list, &ListView::menuWanted, this, [this, go](QMenu *menu, const QModelIndex &cell) {
        const quint64 start = cell.data(RegionModel::AddressRole).toULongLong();
        const quint64 size = cell.data(RegionModel::EndRole).toULongLong() - start;
        menu->addAction(symbolicIcon(QStringLiteral("memory")), tr("&Go to Its First Byte"), this,
                        [this, start] { Q_EMIT addressWanted(Address{start}); });
        menu->addAction(tr("Go to Its &Last Byte"), this,
                        [this, start, size] { Q_EMIT addressWanted(Address{start + (size - 1)}); });
        menu->addAction(symbolicIcon(QStringLiteral("document-save")), tr("&Save It…"), this,
                        [this, start, size] { Q_EMIT saveWanted(Address{start}, size); });
        menu->addSeparator();
    });
}

/// Where it is too low for all, the number of regions is what it can do without.
void RegionsView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_count->setVisible(height() >= layout()->minimumSize().height());
}

void RegionsView::setRegions(RegionList regions)
{
    m_model->setRegions(std::move(regions));
    refreshCount();
}

void RegionsView::setFilter(const QString &text)
{
    m_filter->setText(text);
}

void RegionsView::refreshCount()
{
    const int all = m_model->rowCount();
    const int shown = m_sorted->rowCount();
    m_count->setText(all == shown ? tr("%1 regions").arg(countText(quint64(all)))
                                  : tr("%1 of %2 regions").arg(countText(quint64(shown)), countText(quint64(all))),
                     Theme::Role::Muted);
}

void RegionsView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !m_filter->text().isEmpty())
        m_filter->clear();
    else if (event->key() == Qt::Key_Escape)
        Q_EMIT left();
    else
        QWidget::keyPressEvent(event);
}

}
