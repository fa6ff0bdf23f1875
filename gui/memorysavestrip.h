// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/taskstrip.h"
#include "model/memorysave.h"

namespace Freezeframe
{

/// Asks what of the memory to save, and shows how far that is. GUI thread.
class MemorySaveStrip : public TaskStrip
{
    Q_OBJECT
public:
    explicit MemorySaveStrip(Session *session, QWidget *parent = nullptr);
    [[nodiscard]] MemorySave *save() const { return m_save; }
    /// Opens the dialog; @p size 0: to be typed.
    void ask(Address start, quint64 size);

Q_SIGNALS:
    /// How it ended.
    void said(const QString &sentence, bool isWarning);

private:
    MemorySave *m_save;
};

}
