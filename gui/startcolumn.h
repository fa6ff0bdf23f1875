// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;

namespace Freezeframe
{

class ListView;
class RunLabel;

/// A titled list of the start page with what can be done below it. GUI thread.
class StartColumn : public QWidget
{
    Q_OBJECT
public:
    explicit StartColumn(const QString &title, QWidget *parent = nullptr);
    [[nodiscard]] ListView *list() const { return m_list; }
    void setFact(const QString &fact);
    /// At the right of the title.
    void addTool(QWidget *tool);
    void addVerb(QWidget *verb);
    /// Muted, at the right below the list.
    void setNote(const QString &note);

private:
    RunLabel *m_fact;
    ListView *m_list;
    RunLabel *m_note;
    QHBoxLayout *m_top;
    QHBoxLayout *m_bottom;
};

}
