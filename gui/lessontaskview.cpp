// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/lessontaskview.h"

#include "gui/anatomypicture.h"
#include "gui/codebox.h"
#include "gui/fonts.h"
#include "gui/iconlabel.h"
#include "gui/symboliciconengine.h"
#include "gui/theme.h"
#include "model/format.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace Freezeframe
{

namespace
{

QLabel *wrappingLabel(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QString stateWord(CheckState state)
{
    switch (state) {
    case CheckState::Good: return LessonTaskView::tr("good");
    case CheckState::Warning: return LessonTaskView::tr("doubtful");
    case CheckState::Failed: return LessonTaskView::tr("in the way");
    default: return LessonTaskView::tr("not known");
    }
}

QString doctorText(const LessonOutcome &outcome)
{
    QStringList lines;
    for (const DoctorChange &change : outcome.doctor) {
        const QString now
            = LessonTaskView::tr("%1: %2 (%3)").arg(shown(change.title), shown(change.value), stateWord(change.now));
        lines.append(change.valueBefore.empty() ? LessonTaskView::tr("Doctor: %1").arg(now)
                                                : LessonTaskView::tr("Doctor: %1; it was %2 (%3)")
                                                      .arg(now, shown(change.valueBefore), stateWord(change.before)));
    }
    return lines.join(QLatin1Char('\n'));
}

}

LessonTaskView::LessonTaskView(const LessonTask &task, const QString &number, QWidget *parent)
    : QWidget(parent)
    , m_task(task)
    , m_mark(new IconLabel(QStringLiteral("arrow-right"), this))
    , m_shell(new CodeBox(this))
    , m_verb(new QPushButton(QString::fromStdString(task.verb), this))
    , m_outcome(wrappingLabel(this))
    , m_doctor(wrappingLabel(this))
    , m_output(new CodeBox(this))
    , m_comparison(new CodeBox(this))
    , m_column(new QVBoxLayout(this))
{
    m_shell->setWraps();
    const int unit = gridUnit(fontMetrics());
    m_column->setContentsMargins(0, unit / 2, 0, unit / 2);
    m_column->setSpacing(unit / 4);
    auto *head = new QHBoxLayout;
    head->addWidget(m_mark);
    auto *title = wrappingLabel(this);
    title->setFont(semiBold(font()));
    title->setText(tr("%1  %2").arg(number, QString::fromStdString(task.title)));
    head->addWidget(title, 1);
    m_column->addLayout(head);
    auto *text = wrappingLabel(this);
    text->setText(QString::fromStdString(task.text));
    m_column->addWidget(text);
    m_column->addWidget(setupVerbs());
    if (!task.question.empty())
        setupAnswer(m_column);
    if (!task.shell.empty())
        m_column->addWidget(setupShell());
    m_shell->setVisible(!task.shell.empty());
    m_column->addWidget(m_outcome);
    m_column->addWidget(m_doctor);
    m_column->addWidget(m_output);
    m_column->addWidget(m_comparison);
    m_comparison->setAccessibleName(tr("What Delve prints"));
    m_output->setAccessibleName(tr("What was printed"));
    for (QWidget *later : std::initializer_list<QWidget *>{m_outcome, m_doctor, m_output, m_comparison})
        later->hide();
}

QWidget *LessonTaskView::setupVerbs()
{
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_verb);
    connect(m_verb, &QPushButton::clicked, this, [this] { Q_EMIT verbTriggered(QString::fromStdString(m_task.id)); });
    if (m_task.deed == "build") {
        auto *source = new QPushButton(symbolicIcon(QStringLiteral("text-x-source")), tr("Source"), row);
        connect(source, &QPushButton::clicked, this,
                [this] { Q_EMIT sourceWanted(QString::fromStdString(m_task.word)); });
        layout->addWidget(source);
    }
    if (m_task.deed == "console") {
        auto *delve = new QPushButton(tr("What Delve Prints"), row);
        connect(delve, &QPushButton::clicked, this,
                [this] { Q_EMIT comparisonWanted(QString::fromStdString(m_task.id)); });
        layout->addWidget(delve);
    }
    layout->addStretch(1);
    return row;
}

void LessonTaskView::setupAnswer(QVBoxLayout *column)
{
    auto *question = wrappingLabel(this);
    question->setText(QString::fromStdString(m_task.question));
    question->setFont(italic(font()));
    column->addWidget(question);
    auto *row = new QHBoxLayout;
    m_answer = new QLineEdit(this);
    m_answer->setPlaceholderText(tr("Your answer"));
    m_answer->setAccessibleName(tr("Your Answer"));
    m_check = new QPushButton(tr("Check"), this);
    row->addWidget(m_answer, 1);
    row->addWidget(m_check);
    column->addLayout(row);
    const auto give = [this] {
        if (!m_answer->text().trimmed().isEmpty())
            Q_EMIT answerGiven(QString::fromStdString(m_task.id), m_answer->text());
    };
    connect(m_answer, &QLineEdit::returnPressed, this, give);
    connect(m_check, &QPushButton::clicked, this, give);
}

QWidget *LessonTaskView::setupShell()
{
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_shell, 1);
    auto *copy = new QToolButton(row);
    copy->setIcon(symbolicIcon(QStringLiteral("edit-copy")));
    copy->setToolTip(tr("Copy the same for a shell"));
    copy->setAccessibleName(tr("Copy for a Shell"));
    copy->setAutoRaise(true);
    connect(copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(shellText()); });
    layout->addWidget(copy, 0, Qt::AlignTop);
    m_shell->setAccessibleName(tr("The Same in a Shell"));
    m_shell->setToolTip(tr("The same in a shell"));
    return row;
}

QString LessonTaskView::outcomeText() const
{
    return m_outcome->text();
}

QString LessonTaskView::shellText() const
{
    return m_shell->toPlainText();
}

void LessonTaskView::setState(const WalkthroughState &state)
{
    if (const auto shell = state.shell.find(m_task.id); shell != state.shell.end()) {
        m_shell->setLines(shell->second.join(QLatin1Char('\n')));
    }
    const auto mark = state.marks.find(m_task.id);
    m_isMarked = mark != state.marks.end();
    m_mark->setIconName(!m_isMarked                   ? QStringLiteral("arrow-right")
                            : mark->second.isRecorded ? QStringLiteral("dialog-information")
                                                      : QStringLiteral("checkmark"));
    m_mark->setAccessibleName(m_isMarked ? tr("Done") : tr("To Do"));
    m_mark->setToolTip(!m_isMarked ? tr("To do") : mark->second.isRecorded ? tr("Seen on a recording") : tr("Done"));
    if (m_hasOutcome && (m_wasDone || !m_isMarked))
        return;
    if (m_isMarked)
        showSentence(shown(mark->second.sentence), true, mark->second.isRecorded);
    else
        m_outcome->hide();
}

void LessonTaskView::showSentence(const QString &sentence, bool isDone, bool isRecorded)
{
    const Theme theme(palette());
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText,
                     theme.color(!isDone          ? Theme::Role::Warning
                                     : isRecorded ? Theme::Role::Text
                                                  : Theme::Role::Good));
    m_outcome->setPalette(colours);
    m_outcome->setText(sentence);
    m_outcome->setVisible(!sentence.isEmpty());
}

void LessonTaskView::setOutcome(const LessonOutcome &outcome)
{
    m_hasOutcome = true;
    m_wasDone = outcome.isDone();
    showSentence(shown(outcome.sentence), outcome.isDone(), outcome.state == LessonOutcome::State::Recorded);
    m_doctor->setText(doctorText(outcome));
    m_doctor->setVisible(!outcome.doctor.empty());
    if (outcome.anatomy) {
        if (!m_picture) {
            m_picture = new AnatomyPicture(this);
            m_column->addWidget(m_picture);
        }
        m_picture->setAnatomy(*outcome.anatomy);
    }
    QString printed = outcome.anatomy ? QString() : shownLines(outcome.output);
    while (printed.endsWith(QLatin1Char('\n')))
        printed.chop(1);
    m_output->setLines(printed);
    m_output->setVisible(!printed.isEmpty());
}

void LessonTaskView::setComparison(const LessonOutcome &outcome)
{
    QString text = shownLines(outcome.isDone() ? outcome.output : outcome.sentence);
    while (text.endsWith(QLatin1Char('\n')))
        text.chop(1);
    m_comparison->setLines(text);
    m_comparison->show();
}

void LessonTaskView::setBusy(bool busy, bool isMine)
{
    m_verb->setEnabled(!busy);
    if (m_check)
        m_check->setEnabled(!busy);
    if (busy && isMine) {
        const QPalette plain;
        m_outcome->setPalette(plain);
        m_outcome->setText(tr("At work…"));
        m_outcome->show();
    }
}

}
