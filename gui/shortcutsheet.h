// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QAction;

namespace Freezeframe
{

/// All keys on one sheet. GUI thread.
class ShortcutSheet : public QWidget
{
    Q_OBJECT
public:
    ShortcutSheet(const QList<QAction *> &actions, QWidget *parent);
};

}
