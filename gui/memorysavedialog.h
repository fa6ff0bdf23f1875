// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/memorysave.h"

#include <QDialog>

class QCheckBox;
class QDialogButtonBox;
class QLineEdit;

namespace Freezeframe
{

class RunLabel;

/// Asks which bytes to save, and where. GUI thread.
class MemorySaveDialog : public QDialog
{
    Q_OBJECT
public:
    /// @p size 0: to be typed.
    MemorySaveDialog(const MemorySave *save, Address start, quint64 size, QWidget *parent);

    /// From what is typed; its sentence says what is wrong with it.
    [[nodiscard]] Result<MemorySave::Wanted> wanted() const;
    void setPath(const QString &path);

Q_SIGNALS:
    void chosen(const Freezeframe::MemorySave::Wanted &wanted);

private:
    void refresh();
    void browse();

    const MemorySave *m_save;
    QLineEdit *m_start;
    QLineEdit *m_size;
    QLineEdit *m_path;
    QCheckBox *m_fills;
    RunLabel *m_sentence;
    QDialogButtonBox *m_buttons;
};

}
