// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/valuewindow.h"

#include "gui/fonts.h"
#include "gui/rowforms.h"
#include "gui/runlabel.h"
#include "gui/symboliciconengine.h"
#include "gui/wholevaluetext.h"
#include "gui/windowtitle.h"
#include "model/format.h"
#include "model/session.h"
#include "model/valuesave.h"

#include <QComboBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace Freezeframe
{

ValueWindow::ValueWindow(Session *session, const VariableInfo &variable, QWidget *parent, ValueForm form)
    : QWidget(parent, Qt::Window)
    , m_session(session)
    , m_variable(variable)
    , m_wanted(form)
    , m_title(new RunLabel(this))
    , m_position(new RunLabel(this))
    , m_text(new QPlainTextEdit(this))
    , m_form(new QComboBox(this))
    , m_previous(new QToolButton(this))
    , m_next(new QToolButton(this))
    , m_save(new QPushButton(tr("Save Bytes…"), this))
    , m_saving(new ValueSave(session, this))
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
    m_form->setEnabled(m_variable.handle != 0);
    m_save->setEnabled(m_variable.handle != 0 && m_variable.contentSize > 0);
    showMode(m_variable.isText && m_variable.handle != 0 ? Mode::Text : Mode::Whole);
    if (m_variable.handle != 0) {
        m_session->valueForms(this, m_variable.handle, [this](const Result<std::vector<FormedValue>> &forms) {
            if (forms)
                fillForms(*forms);
        });
    }
    auto *close = new QShortcut(Qt::Key_Escape, this);
    connect(close, &QShortcut::activated, this, &QWidget::close);
    // What the handle stands for goes away with the core.
    connect(session, &Session::opening, this, &QWidget::close);
}

void ValueWindow::setupTools()
{
    const int unit = gridUnit(fontMetrics());
    m_form->setEditable(true);
    m_form->setInsertPolicy(QComboBox::NoInsert);
    m_form->setCompleter(nullptr);
    m_form->setMinimumContentsLength(18);
    m_form->addItem(m_variable.isText ? tr("Text") : tr("All Parts"),
                    int(m_variable.isText ? Mode::Text : Mode::Whole));
    if (m_variable.contentSize > 0)
        m_form->addItem(tr("Hex Dump"), int(Mode::Dump));
    m_form->setAccessibleName(tr("Form"));
    m_form->setToolTip(tr("How the value is written; a verb of Go’s fmt can be typed, too: %08x, then Enter"));
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
    connect(m_form, &QComboBox::currentIndexChanged, this, &ValueWindow::choose);
    connect(m_form->lineEdit(), &QLineEdit::returnPressed, this, [this] {
        if (const QString typed = m_form->currentText().trimmed(); m_form->findText(typed) < 0)
            askVerb(typed);
    });
    connect(m_previous, &QToolButton::clicked, this, [this] { ask(m_first > pageBytes ? m_first - pageBytes : 0); });
    connect(m_next, &QToolButton::clicked, this, [this] { ask(m_first + pageBytes); });
    connect(m_save, &QPushButton::clicked, this, &ValueWindow::save);
    connect(m_saving, &ValueSave::progressChanged, this, [this](quint64 done, quint64 total) {
        m_position->setText(tr("%1 of %2 saved").arg(sizeText(done), sizeText(total)), Theme::Role::Muted);
    });
    connect(m_saving, &ValueSave::saved, this, [this](const QString &path, quint64 size) {
        m_save->setEnabled(true);
        m_position->setText(tr("%1 saved in %2").arg(sizeText(size), path), Theme::Role::Muted);
    });
    connect(m_saving, &ValueSave::failed, this, [this](const QString &sentence) {
        m_save->setEnabled(true);
        m_position->setText(sentence, Theme::Role::Warning);
    });
}

void ValueWindow::fillForms(const std::vector<FormedValue> &forms)
{
    for (const FormedValue &form : forms) {
        if (form.form == ValueForm::HexDump)
            continue; // a page at a time, whatever the length
        m_form->addItem(RowForms::nameOf(form.form), int(Mode::Form));
        m_forms.push_back(form);
    }
    if (m_wanted != ValueForm::Default)
        m_form->setCurrentIndex(std::max(m_form->findText(RowForms::nameOf(m_wanted)), 0));
}

void ValueWindow::choose(int item)
{
    if (item < 0)
        return; // a verb is typed in its place
    const auto mode = Mode(m_form->itemData(item).toInt());
    if (mode != Mode::Form) {
        showMode(mode);
        return;
    }
    m_mode = mode;
    const auto form = std::ranges::find(m_forms, m_form->itemText(item),
                                        [](const FormedValue &one) { return RowForms::nameOf(one.form); });
    showText(form == m_forms.end() ? QString() : shownLines(form->text));
}

void ValueWindow::showMode(Mode mode)
{
    m_mode = mode;
    if (isPaged()) {
        ask(0);
        return;
    }
    showText(shown(m_variable.value)
             + (m_variable.meaning.empty() ? QString() : QLatin1Char('\n') + shown(m_variable.meaning)));
    askWhole();
}

void ValueWindow::askVerb(const QString &verb)
{
    m_session->valueByVerb(this, m_variable.handle, verb, [this, verb](const Result<std::string> &text) {
        m_mode = Mode::Verb;
        m_form->setCurrentIndex(-1);
        m_form->setEditText(verb);
        if (text) {
            showText(shownLines(*text));
        } else {
            showText({});
            m_position->setText(errorText(text.error()), Theme::Role::Warning);
        }
    });
}

/// Of what is no text: all its parts, and the errors that an error wraps.
void ValueWindow::askWhole()
{
    if (m_variable.handle == 0)
        return;
    m_session->wholeValue(this, m_variable.handle, [this](const Result<WholeValue> &value) {
        if (m_mode != Mode::Whole)
            return;
        if (value)
            m_text->setPlainText(wholeValueText(*value));
        else
            m_text->appendPlainText(errorText(value.error()));
    });
}

void ValueWindow::ask(uint64_t first)
{
    if (first >= m_variable.contentSize && first > 0)
        return;
    m_session->content(this, m_variable.handle, first, pageBytes, [this, first](Result<std::string> bytes) {
        if (!isPaged())
            return;
        if (!bytes) {
            showText({});
            m_position->setText(errorText(bytes.error()), Theme::Role::Warning);
            return;
        }
        m_first = first;
        m_page = std::move(*bytes);
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
    showText(m_mode == Mode::Text ? shownLines(m_page) : hexText());
    const uint64_t end = m_first + m_page.size();
    m_position->setText(
        m_page.empty()
            ? tr("empty")
            : tr("bytes %1 to %2 of %3").arg(countText(m_first), countText(end - 1), countText(m_variable.contentSize)),
        Theme::Role::Muted);
    m_previous->setEnabled(m_first > 0);
    m_next->setEnabled(end < m_variable.contentSize);
}

void ValueWindow::showText(const QString &text)
{
    m_text->setPlainText(text);
    m_position->setText({});
    m_previous->setVisible(isPaged());
    m_next->setVisible(isPaged());
}

void ValueWindow::save()
{
    auto *dialog = new QFileDialog(
        this, windowTitleOf({programName(*m_session->process()), shown(m_variable.name)}, tr("Save Bytes")));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        m_save->setEnabled(false);
        m_saving->start(m_variable.handle, m_variable.contentSize, path);
    });
    dialog->open();
}

}
