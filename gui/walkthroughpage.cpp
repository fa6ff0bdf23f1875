// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/walkthroughpage.h"

#include "gui/fonts.h"
#include "gui/lessonpicture.h"
#include "gui/lessontaskview.h"
#include "gui/windowsize.h"
#include "gui/windowtitle.h"

#include <QComboBox>
#include <QFrame>
#include <QLabel>
#include <QListWidget>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QShortcut>
#include <QVBoxLayout>

namespace Freezeframe
{

WalkthroughPage::WalkthroughPage(WalkthroughRun *run, QWidget *parent)
    : QWidget(parent)
    , m_run(run)
    , m_box(new QComboBox(this))
    , m_steps(new QListWidget(this))
    , m_count(new QLabel(this))
    , m_notice(new QLabel(this))
    , m_area(new QScrollArea(this))
    , m_reset(new QPushButton(tr("Start Anew…"), this))
    , m_back(new QPushButton(tr("&Back"), this))
    , m_next(new QPushButton(tr("&Next"), this))
{
    setupBars();
    m_area->setWidgetResizable(true);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    for (const LessonStep &step : run->lesson().steps()) {
        const QString title = tr("%1. %2").arg(m_box->count() + 1).arg(QString::fromStdString(step.title));
        m_box->addItem(title);
        m_steps->addItem(title);
    }
    m_steps->hide();
    connect(m_box, &QComboBox::activated, this, &WalkthroughPage::showStep);
    connect(m_steps, &QListWidget::currentRowChanged, this, &WalkthroughPage::showStep);
    connect(m_back, &QPushButton::clicked, this, [this] { showStep(m_step - 1); });
    connect(m_next, &QPushButton::clicked, this, [this] { showStep(m_step + 1); });
    connect(m_reset, &QPushButton::clicked, this, &WalkthroughPage::askReset);
    connect(run, &WalkthroughRun::started, this, &WalkthroughPage::refresh);
    connect(run, &WalkthroughRun::finished, this, &WalkthroughPage::finish);
    connect(run, &WalkthroughRun::compared, this, [this](const QString &task, const LessonOutcome &outcome) {
        if (LessonTaskView *view = taskView(task))
            view->setComparison(outcome);
    });
    connect(run, &WalkthroughRun::stateChanged, this, &WalkthroughPage::refresh);
    int begin = 0;
    for (size_t step = 0; step < run->lesson().steps().size(); ++step) {
        for (const LessonTask &task : run->lesson().steps()[step].tasks) {
            if (task.id == run->state().current)
                begin = int(step);
        }
    }
    showStep(begin);
}

void WalkthroughPage::setupBars()
{
    const int unit = gridUnit(fontMetrics());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(unit / 2, unit / 2, unit / 2, unit / 2);
    auto *top = new QHBoxLayout;
    top->addWidget(m_box, 1);
    m_box->setAccessibleName(tr("Step"));
    m_box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_box->setMinimumContentsLength(12);
    column->addLayout(top);
    m_notice->setWordWrap(true);
    m_notice->setTextFormat(Qt::PlainText);
    column->addWidget(m_notice);
    auto *middle = new QHBoxLayout;
    middle->addWidget(m_steps);
    middle->addWidget(m_area, 1);
    m_steps->setAccessibleName(tr("Steps"));
    m_steps->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_steps->setWordWrap(true);
    column->addLayout(middle, 1);
    auto *bottom = new QHBoxLayout;
    bottom->addWidget(m_reset);
    bottom->addWidget(m_count, 1);
    m_count->setAlignment(Qt::AlignCenter);
    bottom->addWidget(m_back);
    bottom->addWidget(m_next);
    column->addLayout(bottom);
}

void WalkthroughPage::setPresented(bool presented)
{
    if (presented == m_isPresented)
        return;
    m_isPresented = presented;
    constexpr double bigger = 1.5;
    QFont type = font();
    type.setPointSizeF(type.pointSizeF() * (presented ? bigger : 1 / bigger));
    setFont(type);
    m_steps->setVisible(presented);
    m_steps->setFixedWidth(QFontMetrics(type).averageCharWidth() * 26);
    m_box->setVisible(!presented);
    fill();
}

void WalkthroughPage::showStep(int step)
{
    const int count = int(m_run->lesson().steps().size());
    if (step < 0 || step >= count || step == m_step)
        return;
    m_step = step;
    m_box->setCurrentIndex(step);
    m_steps->setCurrentRow(step);
    m_back->setEnabled(step > 0);
    m_next->setEnabled(step + 1 < count);
    fill();
    const LessonStep &shown = m_run->lesson().steps()[size_t(step)];
    const LessonTask *current = m_run->lesson().task(m_run->state().current);
    const bool isHere = current && std::ranges::contains(shown.tasks, current->id, &LessonTask::id);
    if (!isHere && !shown.tasks.empty())
        m_run->setCurrent(shown.tasks.front().id);
}

void WalkthroughPage::fill()
{
    if (m_step < 0)
        return;
    const LessonStep &step = m_run->lesson().steps()[size_t(m_step)];
    const int unit = gridUnit(fontMetrics());
    auto *inside = new QWidget;
    inside->setFont(font());
    auto *column = new QVBoxLayout(inside);
    column->setContentsMargins(unit / 4, unit / 4, unit / 2, unit / 2);
    auto *title = new QLabel(QString::fromStdString(step.title), inside);
    title->setFont(pageTitleFont(font()));
    title->setWordWrap(true);
    auto *text = new QLabel(QString::fromStdString(step.text), inside);
    text->setWordWrap(true);
    text->setTextFormat(Qt::PlainText);
    column->addWidget(title);
    column->addWidget(text);
    if (const std::string_view drawing = lessonFile(step.picture); !drawing.empty()) {
        const QByteArray svg(drawing.data(), qsizetype(drawing.size()));
        column->addWidget(new LessonPicture(svg, QString::fromStdString(step.caption), inside));
    }
    if (m_step + 1 == int(m_run->lesson().steps().size())) {
        m_list = new QLabel(inside);
        m_list->setTextFormat(Qt::PlainText);
        m_list->setWordWrap(true);
        column->addWidget(m_list);
    }
    m_tasks.clear();
    for (const LessonTask &task : step.tasks) {
        auto *line = new QFrame(inside);
        line->setFrameShape(QFrame::HLine);
        line->setFrameShadow(QFrame::Sunken);
        column->addWidget(line);
        auto *view = new LessonTaskView(task, QString::fromStdString(m_run->lesson().number(task.id)), inside);
        connect(view, &LessonTaskView::verbTriggered, this, &WalkthroughPage::act);
        connect(view, &LessonTaskView::comparisonWanted, this,
                [this](const QString &id) { m_run->compare(id.toStdString()); });
        connect(view, &LessonTaskView::sourceWanted, this, &WalkthroughPage::showSource);
        connect(view, &LessonTaskView::answerGiven, this,
                [this](const QString &id, const QString &answer) { m_run->answer(id.toStdString(), answer); });
        if (const auto outcome = m_outcomes.find(QString::fromStdString(task.id)); outcome != m_outcomes.end())
            view->setOutcome(outcome->second);
        column->addWidget(view);
        m_tasks.append(view);
    }
    if (step.id == "commands") {
        auto *all = new QPushButton(tr("All Commands…"), inside);
        connect(all, &QPushButton::clicked, this, &WalkthroughPage::commandsWanted);
        column->addWidget(all, 0, Qt::AlignLeft);
    }
    column->addStretch(1);
    m_area->setWidget(inside);
    m_area->verticalScrollBar()->setValue(0);
    refresh();
}

void WalkthroughPage::refresh()
{
    for (LessonTaskView *view : std::as_const(m_tasks)) {
        view->setBusy(!m_run->running().empty(), view->task().id == m_run->running());
        view->setState(m_run->state());
    }
    m_count->setText(tr("%1 of %2 done").arg(m_run->doneCount()).arg(m_run->taskCount()));
    m_notice->setText(m_run->state().notice);
    m_notice->setVisible(!m_run->state().notice.isEmpty());
    m_reset->setEnabled(m_run->running().empty());
    QStringList list;
    const auto &steps = m_run->lesson().steps();
    for (size_t at = 0; at < steps.size(); ++at) {
        const bool isDone
            = std::ranges::all_of(steps[at].tasks, [this](const LessonTask &task) { return m_run->isDone(task.id); });
        const QString title = tr("%1. %2").arg(at + 1).arg(QString::fromStdString(steps[at].title));
        const QString shown = isDone ? tr("%1 ✓").arg(title) : title;
        list.append(isDone ? tr("✓ %1").arg(title) : tr("○ %1").arg(title));
        m_box->setItemText(int(at), shown);
        m_steps->item(int(at))->setText(shown);
    }
    if (m_list)
        m_list->setText(list.join(QLatin1Char('\n')));
}

void WalkthroughPage::act(const QString &id)
{
    const LessonTask *task = m_run->lesson().task(id.toStdString());
    if (!task)
        return;
    const auto asks = m_run->state().asks.find(task->id);
    if (asks != m_run->state().asks.end() && asks->second)
        ask(*task);
    else if (task->deed == "console")
        Q_EMIT commandWanted(id, QString::fromStdString(task->word));
    else
        m_run->perform(task->id);
}

/// What changes the machine needs the person's yes.
void WalkthroughPage::ask(const LessonTask &task)
{
    auto *box = new QMessageBox(QMessageBox::Question, tr("Walkthrough"), QString::fromStdString(task.confirmation),
                                QMessageBox::Yes | QMessageBox::Cancel, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setDefaultButton(QMessageBox::Cancel);
    connect(box, &QMessageBox::accepted, this, [this, id = task.id] { m_run->perform(id); });
    box->open();
}

void WalkthroughPage::askReset()
{
    auto *box = new QMessageBox(QMessageBox::Question, tr("Walkthrough"),
                                tr("Begin anew? What is done counts as not done; cores and programs stay."),
                                QMessageBox::Yes | QMessageBox::Cancel, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setDefaultButton(QMessageBox::Cancel);
    connect(box, &QMessageBox::accepted, this, [this] {
        m_outcomes.clear();
        m_run->reset();
        m_step = -1;
        showStep(0);
    });
    box->open();
}

void WalkthroughPage::finish(const QString &task, const LessonOutcome &outcome)
{
    m_outcomes[task] = outcome;
    if (LessonTaskView *view = taskView(task)) {
        view->setOutcome(outcome);
        QMetaObject::invokeMethod(
            this,
            [this, task] {
                if (LessonTaskView *done = taskView(task))
                    m_area->ensureWidgetVisible(done, 0, 0);
            },
            Qt::QueuedConnection);
    }
}

LessonTaskView *WalkthroughPage::taskView(const QString &task) const
{
    const auto found = std::ranges::find_if(
        m_tasks, [&task](const LessonTaskView *view) { return QString::fromStdString(view->task().id) == task; });
    return found == m_tasks.end() ? nullptr : *found;
}

void WalkthroughPage::showSource(const QString &program)
{
    auto *window = new QWidget(this, Qt::Window);
    window->setAttribute(Qt::WA_DeleteOnClose);
    window->setWindowTitle(windowTitleOf({}, tr("%1/main.go").arg(program)));
    auto *column = new QVBoxLayout(window);
    auto *text = new QPlainTextEdit(window);
    text->setReadOnly(true);
    text->setFont(codeFont());
    text->setAccessibleName(tr("Source"));
    const std::string_view source = LessonPlace::source(program.toStdString());
    text->setPlainText(QString::fromUtf8(source.data(), qsizetype(source.size())));
    column->addWidget(text);
    auto *escape = new QShortcut(Qt::Key_Escape, window);
    connect(escape, &QShortcut::activated, window, &QWidget::close);
    resizeWithin(window, {fontMetrics().averageCharWidth() * 90, fontMetrics().height() * 34});
    window->show();
}

}
