// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/startpage.h"

#include "gui/fonts.h"
#include "gui/listview.h"
#include "gui/messagebar.h"
#include "gui/runlabel.h"
#include "gui/symboliciconengine.h"
#include "model/recentcores.h"

#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace Freezeframe
{

RowDelegate::Line RecentDelegate::line(const QModelIndex &index) const
{
    Run path = Run::plain(index.data(RecentCores::PathRole).toString(), Theme::Role::Muted, Run::ElideMiddle, 1);
    return {.left = {path},
            .right = {Run::plain(index.data(RecentCores::SizeRole).toString(), Theme::Role::Muted)},
            .marks = {}};
}

void RecentDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem row = option;
    initStyleOption(&row, index);
    row.text.clear();
    option.widget->style()->drawControl(QStyle::CE_ItemViewItem, &row, painter, option.widget);
    const int unit = gridUnit(option.fontMetrics);
    const int icon = unit * 11 / 8;
    symbolicIcon(QStringLiteral("document-open-recent"))
        .paint(painter, QRect(option.rect.left() + unit, option.rect.center().y() - icon / 2, icon, icon));
    QRect lines = option.rect.adjusted(unit * 3, unit / 4, -unit * 3 / 4, -unit / 4);
    const bool missing = index.data(RecentCores::MissingRole).toBool();
    RunPainter runs(theme(), option.font);
    Run name = Run::plain(index.data(RecentCores::NameRole).toString(),
                          missing ? Theme::Role::Muted : Theme::Role::Text, Run::ElideMiddle, 1);
    runs.paint(painter, QRect(lines.left(), lines.top(), lines.width(), lines.height() / 2), {name},
               {Run::plain(index.data(RecentCores::WhenRole).toString(), Theme::Role::Muted)});
    const Line second = line(index);
    runs.paint(painter, QRect(lines.left(), lines.center().y() + 1, lines.width(), lines.height() / 2), second.left,
               second.right);
    painter->fillRect(lines.left(), option.rect.bottom(), lines.width(), 1, theme().tint(Theme::Tint::Hairline));
}

QSize RecentDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return {RowDelegate::sizeHint(option, index).width(), gridUnit(option.fontMetrics) * 3};
}

StartPage::StartPage(RecentCores *recent, QAction *openAction, QWidget *parent)
    : QWidget(parent)
    , m_recent(recent)
    , m_list(new ListView(this))
    , m_problem(new MessageBar(MessageBar::Kind::Error, this))
{
    const int unit = gridUnit(fontMetrics());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_problem);
    m_problem->hide();
    m_problem->setDismissable(true);

    auto *page = new QVBoxLayout;
    page->setContentsMargins(unit * 2, unit * 2, unit * 2, unit * 5 / 4);
    page->setSpacing(unit / 2);
    column->addLayout(page, 1);
    auto *title = new QLabel(tr("What stopped, and why?"), this);
    title->setFont(pageTitleFont(font()));
    page->addWidget(title);
    auto *subtitle = new RunLabel(this);
    subtitle->setText(tr("Open a core to see why the program crashed. Nothing in a core is ever run."),
                      Theme::Role::Muted);
    page->addWidget(subtitle);
    page->addSpacing(unit);
    auto *section = new QLabel(tr("Recent Cores"), this);
    section->setFont(sectionTitleFont(font()));
    page->addWidget(section);
    page->addSpacing(unit / 4);

    m_list->setModel(recent);
    m_list->setHeaderHidden(true);
    m_list->setRootIsDecorated(false);
    m_list->setItemDelegate(new RecentDelegate(m_list));
    m_list->setAccessibleName(tr("Recent Cores"));
    m_list->setEmptyState(tr("No core opened yet. Drop one here."));
    page->addWidget(m_list, 1);
    auto *row = new QHBoxLayout;
    auto *open = new QPushButton(openAction->icon(), tr("Open Core…"), this);
    open->setDefault(true);
    open->setAutoDefault(true);
    connect(open, &QPushButton::clicked, openAction, &QAction::trigger);
    row->addWidget(open);
    row->addStretch(1);
    auto *drop = new RunLabel(this);
    drop->setText(tr("or drop one here"), Theme::Role::Muted);
    drop->setFitsText(true);
    row->addWidget(drop);
    page->addLayout(row);

    const auto choose
        = [this](const QModelIndex &index) { Q_EMIT coreChosen(index.data(RecentCores::PathRole).toString()); };
    connect(m_list, &ListView::entered, this, choose);
    connect(m_list, &ListView::doubleClicked, this, choose);
}

void StartPage::setProblem(const QString &what, const QString &rest)
{
    m_problem->setMessage(what, rest);
    m_problem->setVisible(!what.isEmpty());
}

}
