// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/startcolumn.h"

#include "gui/fonts.h"
#include "gui/listview.h"
#include "gui/runlabel.h"

#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace Freezeframe
{

StartColumn::StartColumn(const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_fact(new RunLabel(this))
    , m_list(new ListView(this))
    , m_note(new RunLabel(this))
    , m_top(new QHBoxLayout)
    , m_bottom(new QHBoxLayout)
{
    const int unit = gridUnit(fontMetrics());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(unit / 2);
    column->addLayout(m_top);
    auto *name = new QLabel(title, this);
    name->setFont(sectionTitleFont(font()));
    m_top->addWidget(name);
    m_top->addSpacing(unit / 4);
    m_top->addWidget(m_fact, 1);
    // Titles stand in line, whether or not a field is beside them.
    const QLineEdit field;
    m_top->addStrut(field.sizeHint().height());
    m_list->setHeaderHidden(true);
    m_list->setRootIsDecorated(false);
    m_list->setAccessibleName(title);
    column->addWidget(m_list, 1);
    column->addLayout(m_bottom);
    m_bottom->setSpacing(unit / 2);
    m_note->setRightAligned(true);
    m_bottom->addWidget(m_note, 1);
}

void StartColumn::setFact(const QString &fact)
{
    m_fact->setText(fact, Theme::Role::Muted);
}

void StartColumn::addTool(QWidget *tool)
{
    m_top->addWidget(tool, 1);
}

void StartColumn::addVerb(QWidget *verb)
{
    m_bottom->insertWidget(m_bottom->count() - 1, verb);
}

void StartColumn::setNote(const QString &note)
{
    m_note->setText(note, Theme::Role::Muted);
}

}
