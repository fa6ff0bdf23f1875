// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/theme.h"

#include <QWidget>

namespace Freezeframe
{

/// What the colours of memory stand for: each as a word in it. GUI thread.
class MemoryLegend : public QWidget
{
    Q_OBJECT
public:
    explicit MemoryLegend(QWidget *parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] int inset() const;
    ThemeCache m_theme;
};

}
