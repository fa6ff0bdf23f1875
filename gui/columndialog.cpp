// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/columndialog.h"

#include "gui/expressionedit.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QVBoxLayout>

namespace Freezeframe
{

ColumnDialog::ColumnDialog(Session *session, const QString &expression, QWidget *parent)
    : QDialog(parent)
    , m_line(new ExpressionEdit(session, this))
{
    setWindowTitle(tr("Column of an Expression"));
    auto *column = new QVBoxLayout(this);
    auto *label
        = new QLabel(tr("What is it in the own function of each goroutine? The filter knows it as value:"), this);
    label->setBuddy(m_line);
    label->setWordWrap(true);
    column->addWidget(label);
    m_line->setText(expression);
    m_line->setAccessibleName(tr("Expression"));
    m_line->setPlaceholderText(tr("An expression; empty: no column"));
    m_line->setMinimumWidth(fontMetrics().averageCharWidth() * 60);
    m_line->selectAll();
    column->addWidget(m_line);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &ColumnDialog::choose);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_line, &ExpressionEdit::entered, this, &ColumnDialog::choose);
    connect(m_line, &ExpressionEdit::left, this, &QDialog::reject);
    m_line->setFocus();
}

void ColumnDialog::choose()
{
    m_line->remember();
    Q_EMIT chosen(m_line->text().trimmed());
    accept();
}

}
