// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/memoryformat.h"

#include <QWidget>

class QComboBox;
class QToolButton;

namespace Freezeframe
{

/// Chooses how memory is written: what a word stands for, its size, the order of its bytes. GUI thread.
class MemoryFormatBar : public QWidget
{
    Q_OBJECT
public:
    explicit MemoryFormatBar(QWidget *parent = nullptr);
    [[nodiscard]] MemoryFormat format() const;
    void setFormat(const MemoryFormat &format);
    /// Takes the format that was chosen last in any session, and keeps what is chosen from now on.
    void keep();

Q_SIGNALS:
    void chosen(const Freezeframe::MemoryFormat &format);

private:
    void refresh();

    QComboBox *m_kind;
    QComboBox *m_wordSize;
    QToolButton *m_order;
};

}
