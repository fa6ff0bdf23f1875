// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/hiddenstrip.h"

#include "gui/fonts.h"
#include "gui/runlabel.h"

#include <QHBoxLayout>

namespace Freezeframe
{

HiddenStrip::HiddenStrip(QWidget *parent)
    : QWidget(parent)
    , m_text(new RunLabel(this))
    , m_link(new RunLabel(this))
{
    const int unit = gridUnit(fontMetrics());
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(unit * 5 / 8, unit / 4, unit * 5 / 8, unit / 4);
    m_text->setFont(factFont(font()));
    m_link->setFont(factFont(font()));
    m_link->setFitsText(true);
    row->addWidget(m_text, 1);
    row->addWidget(m_link);
    connect(m_link, &RunLabel::linkActivated, this, &HiddenStrip::linkActivated);
    hide();
}

void HiddenStrip::tell(const QStringList &facts, const QString &link, const QString &name)
{
    setVisible(!facts.isEmpty());
    m_text->setText(facts.join(QStringLiteral(", ")), Theme::Role::Muted);
    m_link->setRuns({Run::linkTo(link, name)});
}

}
