// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/valuewindow.h"

#include "gui/fonts.h"
#include "gui/runlabel.h"
#include "gui/symboliciconengine.h"
#include "gui/wholevaluetext.h"
#include "gui/windowtitle.h"
#include "model/format.h"
#include "model/session.h"

#include <QComboBox>
#include <QFileDialog>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace Freezeframe
{

ValueWindow::ValueWindow(Session *session, const VariableInfo &variable, QWidget *parent)
    : QWidget(parent, Qt::Window)
    , m_session(session)
    , m_variable(variable)
    , m_title(new RunLabel(this))
    , m_position(new RunLabel(this))
    , m_text(new QPlainTextEdit(this))
    , m_form(new QComboBox(this))
    , m_previous(new QToolButton(this))
    , m_next(new QToolButton(this))
    , m_save(new QPushButton(tr("Save As…"), this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    const QString name = shown(variable.expression.empty() ? variable.name : variable.expression);
    setWindowTitle(windowTitleOf({programName(*session->process()), name}, tr("Value")));
    m_title->setRuns({Run::plain(name, Theme::Role::Text, Run::SemiBold, 2),
                      Run::plain(QStringLiteral("  ") + shown(variable.held ? variable.held->type : variable.type),
                                 Theme::Role::Muted, Run::Plain, 1)});
    m_text->setReadOnly(true);
    m_text->setFont(codeFont());
    m_text->setAccessibleName(tr("Value of %1").arg(name));
    setupTools();
    resize(fontMetrics().averageCharWidth() * 100, fontMetrics().height() * 32);
    if (m_variable.isText && m_variable.handle != 0) {
        ask(0);
    } else {
        m_text->setPlainText(shown(variable.value)
                             + (variable.meaning.empty() ? QString() : QLatin1Char('\n') + shown(variable.meaning)));
        askWhole();
        for (QWidget *widget : {static_cast<QWidget *>(m_form), static_cast<QWidget *>(m_previous),
                                static_cast<QWidget *>(m_next), static_cast<QWidget *>(m_save)})
            widget->hide();
    }
    auto *close = new QShortcut(Qt::Key_Escape, this);
    connect(close, &QShortcut::activated, this, &QWidget::close);
    // What the handle stands for goes away with the core.
    connect(session, &Session::opening, this, &QWidget::close);
}

void ValueWindow::setupTools()
{
    const int unit = gridUnit(fontMetrics());
    m_form->addItems({tr("Text"), tr("Hexadecimal")});
    m_form->setAccessibleName(tr("Form"));
    m_previous->setIcon(symbolicIcon(QStringLiteral("go-previous")));
    m_previous->setToolTip(tr("Previous page (Page Up)"));
    m_previous->setAccessibleName(tr("Previous Page"));
    m_next->setIcon(symbolicIcon(QStringLiteral("go-next")));
    m_next->setToolTip(tr("Next page (Page Down)"));
    m_next->setAccessibleName(tr("Next Page"));
    m_position->setFont(factFont(font()));

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(unit / 2, unit / 2, unit / 2, unit / 2);
    column->addWidget(m_title);
    column->addWidget(m_text, 1);
    auto *row = new QHBoxLayout;
    row->addWidget(m_form);
    row->addWidget(m_previous);
    row->addWidget(m_next);
    row->addWidget(m_position, 1);
    row->addWidget(m_save);
    column->addLayout(row);
    connect(m_form, &QComboBox::currentIndexChanged, this, &ValueWindow::showPage);
    connect(m_previous, &QToolButton::clicked, this, [this] { ask(m_first > pageBytes ? m_first - pageBytes : 0); });
    connect(m_next, &QToolButton::clicked, this, [this] { ask(m_first + pageBytes); });
    connect(m_save, &QPushButton::clicked, this, &ValueWindow::save);
}

/// Of what is no text: all its parts, and the errors that an error wraps.
void ValueWindow::askWhole()
{
    if (m_variable.handle == 0)
        return;
    m_session->wholeValue(this, m_variable.handle, [this](const Result<WholeValue> &value) {
        if (value)
            m_text->setPlainText(wholeValueText(*value));
        else
            m_text->appendPlainText(errorText(value.error()));
    });
}

uint64_t ValueWindow::length() const
{
    return m_variable.length.value_or(0);
}

void ValueWindow::ask(uint64_t first)
{
    if (first >= length() && first > 0)
        return;
    m_session->text(this, m_variable.handle, first, pageBytes, [this, first](Result<std::string> text) {
        if (!text) {
            m_position->setText(errorText(text.error()), Theme::Role::Warning);
            return;
        }
        m_first = first;
        m_page = std::move(*text);
        showPage();
    });
}

QString ValueWindow::hexText() const
{
    constexpr size_t perLine = 16;
    QString text;
    for (size_t line = 0; line < m_page.size(); line += perLine) {
        QString hexadecimal;
        QString characters;
        for (size_t i = line; i < std::min(line + perLine, m_page.size()); ++i) {
            const auto byte = static_cast<unsigned char>(m_page[i]);
            hexadecimal += QStringLiteral("%1 ").arg(byte, 2, 16, QLatin1Char('0'));
            characters += byte >= 0x20 && byte < 0x7f ? QChar(byte) : QChar(u'.');
        }
        text += QStringLiteral("%1  %2 %3\n")
                    .arg(m_first + line, 8, 16, QLatin1Char('0'))
                    .arg(hexadecimal, -48)
                    .arg(characters);
    }
    return text;
}

void ValueWindow::showPage()
{
    m_text->setPlainText(m_form->currentIndex() == 0 ? shownLines(m_page) : hexText());
    const uint64_t end = m_first + m_page.size();
    m_position->setText(
        m_page.empty() ? tr("empty")
                       : tr("bytes %1 to %2 of %3").arg(countText(m_first), countText(end - 1), countText(length())),
        Theme::Role::Muted);
    m_previous->setEnabled(m_first > 0);
    m_next->setEnabled(end < length());
}

void ValueWindow::save()
{
    auto *dialog = new QFileDialog(
        this, windowTitleOf({programName(*m_session->process()), shown(m_variable.name)}, tr("Save Value")));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        m_file = std::make_unique<QFile>(path);
        m_saved = 0;
        if (!m_file->open(QIODevice::WriteOnly)) {
            m_position->setText(tr("Can’t write %1: %2").arg(path, m_file->errorString()), Theme::Role::Warning);
            m_file.reset();
            return;
        }
        m_save->setEnabled(false);
        saveNext();
    });
    dialog->open();
}

void ValueWindow::saveNext()
{
    m_session->text(this, m_variable.handle, m_saved, saveBytes, [this](const Result<std::string> &text) {
        const bool ok = text && m_file->write(text->data(), qint64(text->size())) == qint64(text->size());
        if (!ok) {
            m_position->setText(text ? m_file->errorString() : errorText(text.error()), Theme::Role::Warning);
        } else {
            m_saved += text->size();
            m_position->setText(tr("%1 of %2 saved").arg(sizeText(m_saved), sizeText(length())), Theme::Role::Muted);
        }
        if (ok && !text->empty() && m_saved < length()) {
            saveNext();
            return;
        }
        m_file.reset();
        m_save->setEnabled(true);
    });
}

}
