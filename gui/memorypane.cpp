// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/memorypane.h"

#include "gui/fonts.h"
#include "gui/listview.h"
#include "gui/rowdelegate.h"
#include "gui/runlabel.h"
#include "gui/symboliciconengine.h"
#include "gui/tablemenus.h"
#include "model/format.h"
#include "model/memorymodel.h"
#include "model/session.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace Freezeframe
{

MemoryPane::MemoryPane(Session *session, TableMenus *menus, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_model(new MemoryModel(this))
    , m_view(new ListView(this))
    , m_address(new QLineEdit(this))
    , m_about(new RunLabel(this))
{
    const int unit = gridUnit(fontMetrics());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(unit / 2, unit / 4, unit / 2, unit / 4);
    column->addLayout(row);
    column->addWidget(m_view, 1);

    m_address->setPlaceholderText(tr("Address, as 0xc000012340"));
    m_address->setAccessibleName(tr("Address"));
    m_address->setFont(codeFont());
    m_address->setMaximumWidth(fontMetrics().averageCharWidth() * 30);
    row->addWidget(m_address);
    const auto addButton = [this, row](const QString &icon, const QString &toolTip, auto slot) {
        auto *button = new QToolButton(this);
        button->setAutoRaise(true);
        button->setIcon(symbolicIcon(icon));
        button->setToolTip(toolTip);
        button->setAccessibleName(toolTip);
        connect(button, &QToolButton::clicked, this, slot);
        row->addWidget(button);
    };
    addButton(QStringLiteral("go-up"), tr("The 4 KiB before"), [this] {
        const Address before = m_begin.value > pageBytes ? m_begin - pageBytes : Address{};
        go(before, before);
    });
    addButton(QStringLiteral("go-down"), tr("The next 4 KiB"),
              [this] { go(m_begin + pageBytes, m_begin + pageBytes); });
    row->addWidget(m_about, 1);

    auto *delegate = new CellDelegate(m_view);
    delegate->setCodeColumns({MemoryModel::Start, MemoryModel::Bytes, MemoryModel::Text});
    m_view->setItemDelegate(delegate);
    m_view->setModel(m_model);
    m_view->setRootIsDecorated(false);
    m_view->setAccessibleName(tr("Memory"));
    connect(m_view, &ListView::menuWanted, menus, &TableMenus::fillMemory);
    // Characters of the code font in those of this one.
    const int code = QFontMetrics(codeFont()).averageCharWidth();
    const int character = std::max(1, fontMetrics().averageCharWidth());
    m_view->setColumnWidths({18 * code / character, 54 * code / character, 18 * code / character});
    m_view->setEmptyState(tr("Type an address, or choose Show in Memory at a variable."));
    connect(m_address, &QLineEdit::returnPressed, this, &MemoryPane::goToText);
    connect(session, &Session::opening, this, [this] { m_model->setBytes({}); });
}

void MemoryPane::goToText()
{
    bool ok = false;
    QString text = m_address->text().trimmed();
    if (text.startsWith(QLatin1String("0x"), Qt::CaseInsensitive))
        text = text.mid(2);
    const quint64 value = text.toULongLong(&ok, 16);
    if (ok)
        show(Address{value});
    else
        m_about->setText(tr("not an address"), Theme::Role::Warning);
}

void MemoryPane::show(Address address)
{
    // The row of the address, a little below the top.
    const uint64_t row = address.value / MemoryModel::bytesPerRow * MemoryModel::bytesPerRow;
    go(Address{row > 64 ? row - 64 : 0}, address);
}

void MemoryPane::go(Address begin, Address wanted)
{
    if (!m_session->isOpen())
        return;
    m_begin = begin;
    m_address->setText(addressText(wanted));
    m_session->memory(this, begin, pageBytes, [this, begin, wanted](MemoryBytes bytes) {
        m_model->setBytes(std::move(bytes));
        const QModelIndex row = m_model->index(int((wanted - begin) / MemoryModel::bytesPerRow), 0);
        m_view->setCurrentIndex(row);
        m_view->scrollToTop();
    });
    m_session->describe(this, wanted,
                        [this](const std::string &about) { m_about->setText(shown(about), Theme::Role::Muted); });
}

}
