// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QComboBox>

namespace Freezeframe
{

/// The line for an address or expression, with those that were typed before. GUI thread.
class AddressBox : public QComboBox
{
    Q_OBJECT
public:
    explicit AddressBox(QWidget *parent = nullptr);
    /// It led somewhere: it comes first in the list.
    void remember(const QString &text);

Q_SIGNALS:
    void wanted(const QString &text);
};

}
