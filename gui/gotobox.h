// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/menuactions.h"

#include <QLineEdit>

namespace Freezeframe
{

class GoToModel;
class LinePopup;
class Session;

/// "Go to anything": a line in the tool bar and, below it, what was found for it. GUI thread.
class GoToBox : public QLineEdit
{
    Q_OBJECT
public:
    explicit GoToBox(Session *session, QWidget *parent = nullptr);
    /// Whose actions it knows, but for the one that leads here.
    void setMenus(const QMenuBar *bar, const QAction *here);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] GoToModel *model() const { return m_model; }
    [[nodiscard]] LinePopup *popup() const { return m_popup; }

Q_SIGNALS:
    void memoryWanted(Freezeframe::Address address);
    /// A type, variable, constant or package, as the program names it.
    void nameWanted(Freezeframe::NameKind kind, const QString &name);
    /// Done or left: the focus may go back.
    void left();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void refreshPopup();
    void activate(const QModelIndex &index);
    void search();

    GoToModel *m_model;
    LinePopup *m_popup;
    const QMenuBar *m_menuBar = nullptr;
    const QAction *m_here = nullptr;
    MenuActions m_menus; ///< as they were when the keyboard came here
};

}
