// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QScrollArea>

namespace Freezeframe
{

/// Lets a page be taller than its window, never wider; what is on it stands at its top. GUI thread.
class PageScroll : public QScrollArea
{
    Q_OBJECT
public:
    explicit PageScroll(QWidget *page, QWidget *parent = nullptr);
    /// What of the page is out of sight for want of height.
    [[nodiscard]] int hiddenHeight() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] int leastWidth() const;
};

}
