// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/theme.h"

#include <QDockWidget>

class QAbstractButton;
class QHBoxLayout;
class QLabel;
class QToolButton;

namespace Freezeframe
{

class RunLabel;

/// The title of a panel: name, fact, tools; an accent line under it while the panel has the focus. GUI thread.
class PanelTitle : public QWidget
{
    Q_OBJECT
public:
    explicit PanelTitle(const QString &name, QWidget *parent = nullptr);
    void setFact(const QString &fact);
    void setName(const QString &name);
    void addTool(QWidget *tool);
    void setActive(bool active);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QLabel *m_name;
    RunLabel *m_fact;
    QHBoxLayout *m_layout;
    bool m_active = false;
    ThemeCache m_theme;
};

/// A dock of the window with a title of its own. GUI thread.
class Panel : public QDockWidget
{
    Q_OBJECT
public:
    /// @p id is kept in the saved layout and never translated.
    Panel(const QString &id, const QString &name, QWidget *parent = nullptr);
    [[nodiscard]] PanelTitle *title() const { return m_title; }
    /// What gets the focus when the panel is gone to.
    [[nodiscard]] virtual QWidget *focusTarget() const = 0;

protected:
    /// A flat button of the title, with an icon or a text.
    QToolButton *addToolButton(const QString &icon, const QString &text, const QString &toolTip);

private:
    void followFocus(QWidget *now);
    PanelTitle *m_title;
};

}
