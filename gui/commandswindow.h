// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QSortFilterProxyModel;

namespace Freezeframe
{

class ListView;

/// Every command of the console: what it does, when to use it, its flags, and an example with its answer. GUI thread.
class CommandsWindow : public QWidget
{
    Q_OBJECT
public:
    /// @p canRun: a core is open, over which examples can be tried.
    CommandsWindow(bool canRun, QWidget *parent);
    [[nodiscard]] ListView *list() const { return m_list; }

Q_SIGNALS:
    /// The example of a command, a line each.
    void runWanted(const QStringList &lines);

private:
    void setupList();
    void showCurrent();

    QLineEdit *m_filter;
    ListView *m_list;
    QSortFilterProxyModel *m_rows;
    QPlainTextEdit *m_text;
    QPushButton *m_run;
    const bool m_canRun;
};

}
