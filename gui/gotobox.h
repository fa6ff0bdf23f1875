// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"

#include <QLineEdit>

namespace Freezeframe
{

class GoToModel;
class ListView;
class Session;

/// "Go to anything": a line in the tool bar and, below it, what was found for it. GUI thread.
class GoToBox : public QLineEdit
{
    Q_OBJECT
public:
    explicit GoToBox(Session *session, QWidget *parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] GoToModel *model() const { return m_model; }

Q_SIGNALS:
    void memoryWanted(Freezeframe::Address address);
    /// Done or left: the focus may go back.
    void left();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void refreshPopup();
    void activate(const QModelIndex &index);

    GoToModel *m_model;
    ListView *m_popup;
};

}
