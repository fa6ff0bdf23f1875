// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/fixdialog.h"

#include "gui/fonts.h"
#include "gui/symboliciconengine.h"
#include "gui/windowsize.h"
#include "gui/windowtitle.h"
#include "model/format.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace Freezeframe
{

FixDialog::FixDialog(const DoctorCheck &check, QWidget *parent)
    : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(windowTitleOf({}, shown(check.title)));
    const int unit = gridUnit(fontMetrics());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(unit, unit, unit, unit);
    column->setSpacing(unit / 2);
    auto *title = new QLabel(tr("%1: %2").arg(shown(check.title), shown(check.value)), this);
    title->setFont(sectionTitleFont(font()));
    title->setWordWrap(true);
    column->addWidget(title);
    QString reason = shown(check.explanation);
    if (check.fix->kind == DoctorFix::Kind::Privileged)
        reason += QLatin1Char(' ')
            + tr("This changes a setting of the whole machine: it asks for an administrator’s password.");
    auto *why = new QLabel(reason, this);
    why->setTextFormat(Qt::PlainText);
    why->setWordWrap(true);
    column->addWidget(why);
    auto *text = new QPlainTextEdit(shownLines(check.fix->text), this);
    text->setReadOnly(true);
    text->setFont(codeFont());
    text->setAccessibleName(tr("What to do"));
    text->setTabChangesFocus(true);
    column->addWidget(text, 1);
    auto *row = new QHBoxLayout;
    row->setSpacing(unit / 2);
    auto *copy = new QPushButton(symbolicIcon(QStringLiteral("edit-copy")), tr("Copy"), this);
    connect(copy, &QPushButton::clicked, this,
            [content = text->toPlainText()] { QApplication::clipboard()->setText(content); });
    row->addWidget(copy);
    row->addStretch(1);
    if (check.fix->kind == DoctorFix::Kind::Privileged) {
        auto *apply = new QPushButton(tr("Apply as Administrator…"), this);
        apply->setAutoDefault(false);
        connect(apply, &QPushButton::clicked, this, [this] {
            Q_EMIT administratorWanted();
            accept();
        });
        row->addWidget(apply);
    }
    auto *done = new QPushButton(tr("Close"), this);
    done->setDefault(true);
    connect(done, &QPushButton::clicked, this, &QDialog::reject);
    row->addWidget(done);
    column->addLayout(row);
    resizeWithin(this, {fontMetrics().averageCharWidth() * 90, fontMetrics().height() * 18});
}

}
