// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>

namespace Freezeframe
{

class ExpressionEdit;
class Session;

/// Asks for the expression that stands beside all goroutines; none takes it off. GUI thread.
class ColumnDialog : public QDialog
{
    Q_OBJECT
public:
    ColumnDialog(Session *session, const QString &expression, QWidget *parent);
    [[nodiscard]] ExpressionEdit *line() const { return m_line; }

Q_SIGNALS:
    void chosen(const QString &expression);

private:
    void choose();

    ExpressionEdit *m_line;
};

}
