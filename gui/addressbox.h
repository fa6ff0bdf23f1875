// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QComboBox>

namespace Freezeframe
{

struct ProcessSummary;

/// The line for an address or expression, with those that were typed before. GUI thread.
class AddressBox : public QComboBox
{
    Q_OBJECT
public:
    explicit AddressBox(QWidget *parent = nullptr);
    /// It led somewhere: it comes first in the list.
    void remember(const QString &text);
    /// Offers what was remembered of that program in any session.
    void setProgram(const ProcessSummary &process);

Q_SIGNALS:
    void wanted(const QString &text);

private:
    QString m_program;
};

}
