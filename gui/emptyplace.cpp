// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/emptyplace.h"

#include "gui/fonts.h"
#include "gui/mutedlabel.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace Freezeframe
{

EmptyPlace::EmptyPlace(const QString &sentence, const QString &action, QWidget *parent)
    : QWidget(parent)
{
    const int unit = gridUnit(fontMetrics());
    auto *column = new QVBoxLayout(this);
    column->setSpacing(unit / 2);
    column->addStretch(1);
    auto *label = new MutedLabel(sentence, this);
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    column->addWidget(label);
    auto *button = new QPushButton(action, this);
    button->setAutoDefault(false);
    connect(button, &QPushButton::clicked, this, &EmptyPlace::actionTriggered);
    column->addWidget(button, 0, Qt::AlignHCenter);
    column->addStretch(1);
}

}
