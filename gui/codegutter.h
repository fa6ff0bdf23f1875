// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

namespace Freezeframe
{

class CodeView;

/// The column left of the code: numbers and marks, drawn by the view that owns it. GUI thread.
class CodeGutter : public QWidget
{
    Q_OBJECT
public:
    explicit CodeGutter(CodeView *view);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    /// That of the line beside it.
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    CodeView *m_view;
};

}
