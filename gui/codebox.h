// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QPlainTextEdit>

namespace Freezeframe
{

/// Some lines of code or output to read and to copy, as high as they are, up to a dozen where they do not wrap. GUI thread.
class CodeBox : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit CodeBox(QWidget *parent = nullptr);
    void setLines(const QString &text);
    /// Long lines go on below themselves, and all are shown: for what is read rather than compared by columns.
    void setWraps();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitHeight();
    int m_widest = 0; ///< line, pixels
};

}
