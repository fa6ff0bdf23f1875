// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QLineEdit>

namespace Freezeframe
{

class CompletionModel;
class LinePopup;
class Session;

/// A line for an expression: offers what may stand at the cursor while one types, and recalls what was typed before
/// with the arrow keys. GUI thread.
class ExpressionEdit : public QLineEdit
{
    Q_OBJECT
public:
    explicit ExpressionEdit(Session *session, QWidget *parent = nullptr);

    [[nodiscard]] CompletionModel *completions() const { return m_model; }
    [[nodiscard]] LinePopup *popup() const { return m_popup; }
    /// Keeps the line's text for later. Enter does so by itself.
    void remember();

Q_SIGNALS:
    /// Enter, not on a completion: the text without blanks around it, never empty. The line stays as it is.
    void entered(const QString &expression);
    /// Esc in an empty line.
    void left();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void setupPopup();
    void ask();
    void askIfTyped();
    void showCompletions();
    void take(const QModelIndex &index);
    [[nodiscard]] bool handleKey(const QKeyEvent &event);
    void step(int rows);
    void recall(int by);

    CompletionModel *m_model;
    LinePopup *m_popup;
    QStringList m_history; ///< while one recalls
    qsizetype m_recalled = -1; ///< index into it; -1: the line that is being typed
};

}
