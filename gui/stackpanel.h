// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/panel.h"

class QToolButton;

namespace Freezeframe
{

class GoroutineDetailsView;
class ListView;
class Session;
class StackMenu;
class StackModel;

/// The stack of the selected goroutine or thread over what is known of it. GUI thread.
class StackPanel : public Panel
{
    Q_OBJECT
public:
    explicit StackPanel(Session *session, QWidget *parent = nullptr);
    [[nodiscard]] QWidget *focusTarget() const override;
    [[nodiscard]] ListView *view() const { return m_view; }
    [[nodiscard]] StackModel *model() const { return m_model; }
    [[nodiscard]] GoroutineDetailsView *details() const { return m_details; }
    [[nodiscard]] StackMenu *menu() const { return m_menu; }
    void setHideRuntime(bool hide);
    [[nodiscard]] bool hidesRuntime() const;
    /// One shown frame up (towards the callee) or down.
    void step(int by);
    void copyStack() const;

Q_SIGNALS:
    void hideRuntimeChanged(bool hide);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void showStack();
    void followSelection();
    void refreshFacts();
    void rowChosen(const QModelIndex &index);
    void rowActivated(const QModelIndex &index);

    Session *m_session;
    StackModel *m_model;
    ListView *m_view;
    StackMenu *m_menu;
    GoroutineDetailsView *m_details;
    QToolButton *m_hideButton;
};

}
