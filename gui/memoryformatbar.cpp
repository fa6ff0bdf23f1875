// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/memoryformatbar.h"

#include "gui/fonts.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSettings>
#include <QToolButton>

namespace Freezeframe
{

MemoryFormatBar::MemoryFormatBar(QWidget *parent)
    : QWidget(parent)
    , m_kind(new QComboBox(this))
    , m_wordSize(new QComboBox(this))
    , m_order(new QToolButton(this))
{
    using Kind = MemoryFormat::Kind;
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(gridUnit(fontMetrics()) / 4);
    for (const auto &[name, kind] : {std::pair(tr("Hex"), Kind::Hexadecimal),
                                     {tr("Signed"), Kind::Signed},
                                     {tr("Unsigned"), Kind::Unsigned},
                                     {tr("Float"), Kind::Float},
                                     {tr("Pointers"), Kind::Pointers}})
        m_kind->addItem(name, int(kind));
    m_kind->setAccessibleName(tr("Format"));
    m_kind->setToolTip(tr("What a word stands for"));
    for (const unsigned size : {1U, 2U, 4U, 8U})
        m_wordSize->addItem(size == 1 ? tr("1 byte") : tr("%1 bytes").arg(size), size);
    m_wordSize->setAccessibleName(tr("Word Size"));
    m_wordSize->setToolTip(tr("Size of a word"));
    for (QComboBox *box : {m_kind, m_wordSize}) {
        row->addWidget(box);
        connect(box, &QComboBox::activated, this, &MemoryFormatBar::refresh);
    }
    m_order->setAutoRaise(true);
    m_order->setCheckable(true);
    m_order->setFocusPolicy(Qt::TabFocus);
    m_order->setToolTip(tr("Order of the bytes of a word"));
    m_order->setAccessibleName(tr("Order of the Bytes of a Word"));
    row->addWidget(m_order);
    connect(m_order, &QToolButton::clicked, this, &MemoryFormatBar::refresh);
    refresh();
}

MemoryFormat MemoryFormatBar::format() const
{
    return {MemoryFormat::Kind(m_kind->currentData().toInt()), m_wordSize->currentData().toUInt(),
            m_order->isChecked()};
}

void MemoryFormatBar::setFormat(const MemoryFormat &format)
{
    m_kind->setCurrentIndex(m_kind->findData(int(format.kind())));
    m_wordSize->setCurrentIndex(m_wordSize->findData(format.wordSize()));
    m_order->setChecked(format.isBigEndian());
    refresh();
}

void MemoryFormatBar::keep()
{
    const QSettings settings;
    const int kind = settings.value("Memory/Format").toInt();
    const unsigned size = settings.value("Memory/WordSize", 1).toUInt();
    if (m_kind->findData(kind) >= 0 && m_wordSize->findData(size) >= 0)
        setFormat({MemoryFormat::Kind(kind), size, settings.value("Memory/BigEndian").toBool()});
    connect(this, &MemoryFormatBar::chosen, this, [](const MemoryFormat &format) {
        QSettings kept;
        kept.setValue("Memory/Format", int(format.kind()));
        kept.setValue("Memory/WordSize", format.wordSize());
        kept.setValue("Memory/BigEndian", format.isBigEndian());
    });
}

void MemoryFormatBar::refresh()
{
    const MemoryFormat chosenFormat = format();
    const bool isPointers = chosenFormat.kind() == MemoryFormat::Kind::Pointers;
    m_wordSize->setCurrentIndex(m_wordSize->findData(chosenFormat.wordSize()));
    m_wordSize->setEnabled(!isPointers);
    m_order->setText(chosenFormat.isBigEndian() ? tr("Big-endian") : tr("Little-endian"));
    m_order->setEnabled(chosenFormat.wordSize() > 1 && !isPointers);
    Q_EMIT chosen(chosenFormat);
}

}
