// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

namespace Freezeframe
{

/// One muted sentence in the middle of a place where nothing is, and the action that helps. GUI thread.
class EmptyPlace : public QWidget
{
    Q_OBJECT
public:
    EmptyPlace(const QString &sentence, const QString &action, QWidget *parent = nullptr);

Q_SIGNALS:
    void actionTriggered();
};

}
