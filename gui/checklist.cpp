// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/checklist.h"

#include "gui/fonts.h"
#include "gui/symboliciconengine.h"
#include "model/doctormodel.h"
#include "model/format.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>

#include <algorithm>

namespace Freezeframe
{
namespace
{

Run signOf(CheckState state)
{
    switch (state) {
    case CheckState::Good: return Run::plain(QStringLiteral("✓"), Theme::Role::Good);
    case CheckState::Warning: return Run::icon(QStringLiteral("dialog-warning"));
    case CheckState::Failed: return Run::icon(QStringLiteral("dialog-error"));
    case CheckState::Unknown: break;
    }
    return Run::plain(QStringLiteral("?"), Theme::Role::Muted);
}

bool isSameMend(const DoctorFix &a, const DoctorFix &b)
{
    return a.kind == b.kind && a.action == b.action && a.label == b.label && a.text == b.text;
}

}

RowDelegate::Line CheckDelegate::line(const QModelIndex &index) const
{
    const QString text = index.data().toString();
    Line line;
    if (index.column() == DoctorModel::Check) {
        // The sign is painted by itself: names stand in line, whatever its width.
        line.left = {Run::plain(text, Theme::Role::Text, Run::Plain, 1)};
        line.sign = {signOf(CheckState(index.data(DoctorModel::StateRole).toInt()))};
    } else {
        const int flags = text.startsWith(QLatin1Char('/')) ? Run::ElideMiddle : Run::Plain;
        line.left = {Run::plain(text, Theme::Role::Muted, flags, 1)};
    }
    return line;
}

QRect CheckDelegate::contentRect(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QRect rect = RowDelegate::contentRect(option, index);
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    const QWidget *buttons = view ? view->indexWidget(index) : nullptr;
    return buttons ? rect.adjusted(0, 0, -buttons->sizeHint().width(), 0) : rect;
}

QSize CheckDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int sign = index.column() == DoctorModel::Check ? gridUnit(option.fontMetrics) * 2 : 0;
    return {RowDelegate::sizeHint(option, index).width() + sign, gridUnit(option.fontMetrics) * 7 / 4};
}

CheckList::CheckList(DoctorModel *checks, QWidget *parent)
    : ListView(parent)
    , m_checks(checks)
{
    setOnWindow(true);
    setModel(checks);
    setItemDelegate(new CheckDelegate(this));
    setRootIsDecorated(false);
    setHeaderHidden(true);
    setUniformRowHeights(false); // rows with buttons are taller
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    setColumnHidden(DoctorModel::Mend,
                    true); // its buttons stand on the values: where there are none, values have the room
    header()->setStretchLastSection(true);
    setAccessibleName(tr("Checks"));
    connect(checks, &QAbstractItemModel::modelAboutToBeReset, this, &CheckList::keepPlace);
    connect(checks, &QAbstractItemModel::modelReset, this, &CheckList::restorePlace);
    connect(checks, &QAbstractItemModel::dataChanged, this, &CheckList::placeButtons);
    connect(this, &ListView::entered, this, [this](const QModelIndex &index) { mend(index.row()); });
    placeButtons();
}

QSize CheckList::sizeHint() const
{
    int height = 0;
    for (int row = 0; row < m_checks->rowCount(); ++row)
        height += rowHeight(m_checks->index(row, 0));
    return {fontMetrics().averageCharWidth() * 40, height};
}

QSize CheckList::minimumSizeHint() const
{
    return {0, sizeHint().height()};
}

void CheckList::keepPlace()
{
    const QModelIndex current = currentIndex();
    m_keptCheck = current.isValid() ? m_checks->check(current.row()).id : std::string();
    m_keptFocus = isAncestorOf(QApplication::focusWidget());
}

/// Other rows, or another order of them: the person stays at the check where they were, and on this page.
void CheckList::restorePlace()
{
    m_placed.clear();
    placeButtons();
    for (int row = 0; row < m_checks->rowCount() && !m_keptCheck.empty(); ++row) {
        if (m_checks->check(row).id == m_keptCheck)
            setCurrentIndex(m_checks->index(row, DoctorModel::Check));
    }
    if (m_keptFocus)
        setFocus();
}

/// Buttons that still say the same stay, and with them the focus.
void CheckList::placeButtons()
{
    const int count = m_checks->rowCount();
    m_placed.resize(size_t(count));
    bool hadFocus = false;
    for (int row = 0; row < count; ++row) {
        const DoctorFix fix = m_checks->hasMend(row) ? *m_checks->check(row).fix : DoctorFix{};
        const QModelIndex index = m_checks->index(row, DoctorModel::Value);
        const QWidget *old = indexWidget(index);
        if (bool(old) == m_checks->hasMend(row) && isSameMend(fix, m_placed[size_t(row)]))
            continue;
        hadFocus = hadFocus || (old && old->isAncestorOf(QApplication::focusWidget()));
        setIndexWidget(index, m_checks->hasMend(row) ? buttonsOf(m_checks->check(row)) : nullptr);
        m_placed[size_t(row)] = fix;
    }
    if (hadFocus)
        setFocus();
    // Values begin behind the longest name.
    const int least = fontMetrics().averageCharWidth() * 20;
    header()->resizeSection(DoctorModel::Check, std::max(least, sizeHintForColumn(DoctorModel::Check)));
    scheduleDelayedItemsLayout();
    updateGeometry();
}

QWidget *CheckList::buttonsOf(const DoctorCheck &check)
{
    const DoctorFix &fix = *check.fix;
    const QString title = shown(check.title);
    auto *buttons = new QWidget(viewport());
    auto *row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 1, 0, 1);
    row->setSpacing(gridUnit(fontMetrics()) / 2);
    row->addStretch(1);
    if (fix.kind == DoctorFix::Kind::Apply && !fix.text.empty()) {
        // What a click does can always be done by hand, too.
        auto *copy = new QToolButton(buttons);
        copy->setAutoRaise(true);
        copy->setIcon(symbolicIcon(QStringLiteral("edit-copy")));
        copy->setToolTip(tr("Copy the command: %1").arg(shownLines(fix.text)));
        copy->setAccessibleName(tr("Copy the command for %1").arg(title));
        copy->setFocusPolicy(Qt::StrongFocus);
        connect(copy, &QToolButton::clicked, this,
                [text = shownLines(fix.text)] { QApplication::clipboard()->setText(text); });
        row->addWidget(copy);
    }
    auto *button = new QPushButton(fix.label.empty() ? tr("How to Mend It") : shown(fix.label), buttons);
    button->setAutoDefault(false);
    button->setToolTip(shownLines(fix.text));
    button->setAccessibleDescription(title);
    connect(button, &QPushButton::clicked, this, [this, id = check.id] {
        for (int number = 0; number < m_checks->rowCount(); ++number) {
            if (m_checks->check(number).id == id) {
                mend(number);
                return;
            }
        }
    });
    row->addWidget(button);
    return buttons;
}

void CheckList::mend(int row)
{
    if (m_checks->hasMend(row))
        Q_EMIT mendWanted(m_checks->check(row));
}

void CheckList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    ListView::currentChanged(current, previous);
    if (!current.isValid() || !hasFocus())
        return;
    // What scrolls is around this list.
    for (QWidget *outer = parentWidget(); outer; outer = outer->parentWidget()) {
        if (auto *area = qobject_cast<QScrollArea *>(outer)) {
            const QRect row = visualRect(current);
            const QPoint middle = viewport()->mapTo(area->widget(), row.center());
            area->ensureVisible(middle.x(), middle.y(), 0, row.height());
            return;
        }
    }
}

}
