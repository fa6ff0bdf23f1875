// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/theme.h"

#include <QWidget>

class QLabel;

namespace Freezeframe
{

class IconLabel;

/// A tinted sentence of several lines: the first words semi-bold, the rest what it means. GUI thread.
class VerdictBar : public QWidget
{
    Q_OBJECT
public:
    enum class Kind { Good, Warning, Error };
    explicit VerdictBar(QWidget *parent = nullptr);
    void setVerdict(Kind kind, const QString &what, const QString &rest);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Kind m_kind = Kind::Good;
    IconLabel *m_icon;
    QLabel *m_label;
    ThemeCache m_theme;
};

}
