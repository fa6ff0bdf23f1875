// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/lesson/coreanatomy.h"
#include "gui/theme.h"

#include <QWidget>

namespace Freezeframe
{

/// The parts of a core as boxes, its memory with bars as long as it is large. GUI thread.
class AnatomyPicture : public QWidget
{
    Q_OBJECT
public:
    explicit AnatomyPicture(QWidget *parent = nullptr);
    void setAnatomy(const CoreAnatomy &anatomy);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] int boxHeight(CoreAnatomy::Part::Kind kind) const;
    void paintBox(QPainter &painter, const QRect &box, CoreAnatomy::Part::Kind kind, const QString &title);
    CoreAnatomy m_anatomy;
    ThemeCache m_theme;
};

}
