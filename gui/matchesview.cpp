// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/matchesview.h"

#include "gui/columnwidths.h"
#include "gui/rowdelegate.h"
#include "model/matchmodel.h"

#include <QHeaderView>

namespace Freezeframe
{

MatchesView::MatchesView(MatchModel *matches, QWidget *parent)
    : ListView(parent)
{
    setModel(matches);
    auto *delegate = new CellDelegate(this);
    delegate->setCodeColumns({MatchModel::Start, MatchModel::Bytes});
    setItemDelegate(delegate);
    setRootIsDecorated(false);
    setAccessibleName(tr("Matches"));
    header()->setStretchLastSection(true);
    columns().setCharacters({18, 26, 40});
    columns().setKeptAs(QStringLiteral("Matches"));
    setEmptyState(tr("Nothing found so far."));
    const auto go = [this](const QModelIndex &index) {
        Q_EMIT addressWanted(Address{index.data(MatchModel::AddressRole).toULongLong()});
    };
    connect(this, &ListView::rowChosen, this, go);
    connect(this, &ListView::entered, this, go);
}

}
