// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/addressbox.h"

#include "gui/fonts.h"
#include "model/programlists.h"

#include <QCompleter>
#include <QLineEdit>

namespace Freezeframe
{

namespace
{

constexpr int mostRemembered = 30;
constexpr QLatin1StringView placesKey("MemoryPlaces");

}

AddressBox::AddressBox(QWidget *parent)
    : QComboBox(parent)
{
    const int character = fontMetrics().averageCharWidth();
    setEditable(true);
    setInsertPolicy(QComboBox::NoInsert);
    setFont(codeFont());
    setAccessibleName(tr("Address"));
    setToolTip(tr("Address, register, name or expression (Ctrl+L)"));
    lineEdit()->setPlaceholderText(tr("0xc000012340, rsp, &x, s.buf, main.main"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMinimumContentsLength(14);
    setMaximumWidth(character * 60);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    completer()->setCaseSensitivity(Qt::CaseSensitive);
    connect(lineEdit(), &QLineEdit::returnPressed, this, [this] { Q_EMIT wanted(currentText()); });
    connect(this, &QComboBox::activated, this, [this](int index) { Q_EMIT wanted(itemText(index)); });
}

void AddressBox::remember(const QString &text)
{
    if (const int old = findText(text, Qt::MatchExactly | Qt::MatchCaseSensitive); old >= 0)
        removeItem(old);
    insertItem(0, text);
    setCurrentIndex(0);
    while (count() > mostRemembered)
        removeItem(count() - 1);
    QStringList texts;
    for (int i = 0; i < count(); ++i)
        texts.append(itemText(i));
    if (!m_program.isEmpty())
        ProgramLists(placesKey).write(m_program, texts);
}

void AddressBox::setProgram(const ProcessSummary &process)
{
    m_program = ProgramLists::programKey(process);
    const QStringList texts = ProgramLists(placesKey).read(m_program);
    clear();
    addItems(texts.first(std::min<qsizetype>(texts.size(), mostRemembered)));
    setCurrentIndex(-1);
    clearEditText();
}

}
