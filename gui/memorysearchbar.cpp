// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/memorysearchbar.h"

#include "gui/fonts.h"
#include "gui/runlabel.h"
#include "gui/symboliciconengine.h"
#include "gui/taskstrip.h"
#include "model/format.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QToolButton>

#include <algorithm>

namespace Freezeframe
{

MemorySearchBar::MemorySearchBar(MemorySearchRun *run, QWidget *parent)
    : QWidget(parent)
    , m_run(run)
    , m_kind(new QComboBox(this))
    , m_what(new QLineEdit(this))
    , m_matchesCase(new QCheckBox(tr("Match &case"), this))
    , m_isWhole(new QCheckBox(tr("Any&where into it"), this))
    , m_size(new QComboBox(this))
    , m_sentence(new RunLabel(this))
    , m_task(new TaskStrip(this))
{
    const int unit = gridUnit(fontMetrics());
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(unit / 2, 0, unit / 2, unit / 4);
    row->setSpacing(unit / 4);
    m_kind->addItem(tr("Text"), int(MemorySearchRun::Kind::Text));
    m_kind->addItem(tr("Bytes"), int(MemorySearchRun::Kind::Bytes));
    m_kind->addItem(tr("Pointers to"), int(MemorySearchRun::Kind::Pointers));
    m_kind->addItem(tr("Number"), int(MemorySearchRun::Kind::Integer));
    m_kind->setAccessibleName(tr("What to Search For"));
    row->addWidget(m_kind);
    m_what->setAccessibleName(tr("Search Memory"));
    m_what->setClearButtonEnabled(true);
    m_what->setMinimumWidth(fontMetrics().averageCharWidth() * 14);
    m_what->setMaximumWidth(fontMetrics().averageCharWidth() * 44);
    row->addWidget(m_what, 2);
    m_matchesCase->setChecked(true);
    row->addWidget(m_matchesCase);
    m_isWhole->setToolTip(tr("Also pointers into the middle of what the expression names"));
    row->addWidget(m_isWhole);
    for (const int size : {1, 2, 4, 8})
        m_size->addItem(size == 1 ? tr("1 byte") : tr("%1 bytes").arg(size), size);
    m_size->setCurrentIndex(m_size->count() - 1);
    m_size->setAccessibleName(tr("Size of the Number"));
    row->addWidget(m_size);
    m_previous = addButton(QStringLiteral("go-up"), tr("Previous Match (Shift+F3)"));
    m_next = addButton(QStringLiteral("go-down"), tr("Next Match (F3)"));
    connect(m_previous, &QToolButton::clicked, this, [this] { Q_EMIT matchWanted(-1); });
    connect(m_next, &QToolButton::clicked, this, [this] { Q_EMIT matchWanted(1); });
    row->addWidget(m_task);
    m_sentence->setFont(factFont(font()));
    row->addWidget(m_sentence, 3);
    connect(addButton(QStringLiteral("window-close"), tr("Close the Search (Esc)")), &QToolButton::clicked, this,
            &MemorySearchBar::left);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &MemorySearchBar::kindChosen);
    connect(m_what, &QLineEdit::returnPressed, this, [this] {
        if (wanted() == m_wanted && m_run->matches()->rowCount() > 0)
            Q_EMIT matchWanted(1); // once more: on to the next
        else
            start();
    });
    kindChosen();
    setupRun();
    hide();
}

QToolButton *MemorySearchBar::addButton(const QString &icon, const QString &toolTip)
{
    auto *button = new QToolButton(this);
    button->setAutoRaise(true);
    button->setIcon(symbolicIcon(icon));
    button->setToolTip(toolTip);
    button->setAccessibleName(toolTip);
    button->setFocusPolicy(Qt::TabFocus);
    layout()->addWidget(button);
    return button;
}

void MemorySearchBar::setupRun()
{
    const auto refreshSteps = [this] {
        const bool hasMatches = m_run->matches()->rowCount() > 0;
        m_previous->setEnabled(hasMatches);
        m_next->setEnabled(hasMatches);
    };
    refreshSteps();
    connect(m_run->matches(), &MatchModel::rowsInserted, this, refreshSteps);
    connect(m_run->matches(), &MatchModel::modelReset, this, [this, refreshSteps] {
        refreshSteps();
        setSentence({});
    });
    connect(m_task, &TaskStrip::cancelled, m_run, &MemorySearchRun::cancel);
    connect(m_run, &MemorySearchRun::started, this, [this] {
        m_task->begin(tr("Searching…"));
        setSentence({});
    });
    connect(m_run, &MemorySearchRun::progressChanged, this, [this](quint64 done, quint64 total) {
        m_task->setProgress(done, total);
        setSentence(tr("%1 so far, in %2 of %3")
                        .arg(countText(quint64(m_run->matches()->rowCount())), sizeText(done), sizeText(total)));
    });
    connect(m_run, &MemorySearchRun::ended, this, [this](const MemorySearchRun::End &end) {
        m_task->end();
        const QString found = end.found == 1 ? tr("1 match") : tr("%1 matches").arg(countText(quint64(end.found)));
        if (end.isStopped)
            setSentence(tr("%1 when it was stopped, after %2").arg(found, sizeText(end.searched)));
        else if (end.isLimited)
            setSentence(tr("The first %1: search for something rarer to see all").arg(found));
        else if (end.found == 0)
            setSentence(tr("Nowhere in the %1 that the core and its files have").arg(sizeText(end.searched)));
        else
            setSentence(tr("%1 in %2").arg(found, sizeText(end.searched)));
    });
    connect(m_run, &MemorySearchRun::failed, this, [this](const QString &sentence) {
        m_task->end();
        setSentence(sentence, true);
    });
}

QString MemorySearchBar::sentence() const
{
    return plainText(m_sentence->runs());
}

void MemorySearchBar::setSentence(const QString &sentence, bool isWarning)
{
    m_sentence->setRuns({Run::plain(sentence, isWarning ? Theme::Role::Warning : Theme::Role::Muted, Run::Plain, 1)});
}

MemorySearchRun::Kind MemorySearchBar::kind() const
{
    return MemorySearchRun::Kind(m_kind->currentData().toInt());
}

void MemorySearchBar::kindChosen()
{
    m_matchesCase->setVisible(kind() == MemorySearchRun::Kind::Text);
    m_isWhole->setVisible(kind() == MemorySearchRun::Kind::Pointers);
    m_size->setVisible(kind() == MemorySearchRun::Kind::Integer);
    m_what->setFont(kind() == MemorySearchRun::Kind::Text ? font() : codeFont());
    switch (kind()) {
    case MemorySearchRun::Kind::Text: m_what->setPlaceholderText(tr("Text")); break;
    case MemorySearchRun::Kind::Bytes: m_what->setPlaceholderText(tr("48 8b ?? 05")); break;
    case MemorySearchRun::Kind::Pointers: m_what->setPlaceholderText(tr("Address or expression")); break;
    case MemorySearchRun::Kind::Integer: m_what->setPlaceholderText(tr("Number or expression")); break;
    }
}

void MemorySearchBar::open()
{
    show();
    m_what->setFocus(Qt::ShortcutFocusReason);
    m_what->selectAll();
}

void MemorySearchBar::search(MemorySearchRun::Kind kind, const QString &what)
{
    show();
    m_kind->setCurrentIndex(m_kind->findData(int(kind)));
    m_what->setText(what);
    start();
}

MemorySearchRun::Wanted MemorySearchBar::wanted() const
{
    return {.kind = kind(),
            .what = m_what->text(),
            .matchesCase = m_matchesCase->isChecked(),
            .size = m_size->currentData().toUInt(),
            .isWhole = m_isWhole->isChecked()};
}

void MemorySearchBar::start()
{
    m_wanted = wanted();
    const QString &what = m_wanted.what;
    if (what.isEmpty())
        return;
    switch (kind()) {
    case MemorySearchRun::Kind::Text: m_matchSize = quint64(what.toUtf8().size()); break;
    case MemorySearchRun::Kind::Bytes:
        m_matchSize = quint64(std::ranges::count_if(what, [](QChar sign) { return !sign.isSpace(); })) / 2;
        break;
    case MemorySearchRun::Kind::Pointers: m_matchSize = sizeof(uint64_t); break;
    case MemorySearchRun::Kind::Integer: m_matchSize = m_wanted.size; break;
    }
    m_run->start(m_wanted);
    Q_EMIT searchStarted();
}

void MemorySearchBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT left();
    else
        QWidget::keyPressEvent(event);
}

}
