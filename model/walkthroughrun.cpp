// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/walkthroughrun.h"

#include "model/administratormend.h"
#include "model/format.h"

#include <QLocale>

namespace Freezeframe
{

/// What comes back from the thread.
struct WalkthroughRun::Answer {
    LessonOutcome outcome;
    OpenOptions options;
    WalkthroughState state;
};

namespace
{

WalkthroughState stateOf(const Walkthrough &walkthrough)
{
    const LessonProgress &progress = walkthrough.progress();
    WalkthroughState state{.marks = progress.marks(),
                           .current = progress.current(),
                           .notice = shown(progress.notice()),
                           .tried = progress.tried().size()};
    for (const LessonStep &step : walkthrough.lesson().steps()) {
        for (const LessonTask &task : step.tasks) {
            state.asks[task.id] = walkthrough.needsConsent(task);
            for (const std::string &line : walkthrough.shell(task))
                state.shell[task.id].append(QString::fromStdString(line));
        }
    }
    return state;
}

}

WalkthroughRun::WalkthroughRun(const QString &folder, QObject *parent)
    : QObject(parent)
    , m_walkthrough(std::make_shared<Walkthrough>(folder.toStdString(), QLocale().name().toStdString()))
{
    m_lesson = m_walkthrough->lesson();
    m_state = stateOf(*m_walkthrough);
    m_walkthrough->setAdministrator([](const DoctorCheck &check) { return applyAsAdministrator({}, check); });
}

WalkthroughRun::~WalkthroughRun() = default;

size_t WalkthroughRun::taskCount() const
{
    size_t count = 0;
    for (const LessonStep &step : m_lesson.steps())
        count += step.tasks.size();
    return count;
}

size_t WalkthroughRun::doneCount() const
{
    size_t count = 0;
    for (const LessonStep &step : m_lesson.steps())
        count += size_t(std::ranges::count_if(step.tasks, [this](const LessonTask &task) { return isDone(task.id); }));
    return count;
}

void WalkthroughRun::ask(const std::string &task,
                         std::function<LessonOutcome(Walkthrough &, const std::stop_token &)> work)
{
    ++m_kind;
    if (!task.empty())
        m_runningKind = m_kind;
    m_thread.ask(
        m_kind, this,
        [walkthrough = m_walkthrough, work = std::move(work)](const std::stop_token &stop) {
            Answer answer{.outcome = work(*walkthrough, stop)};
            if (!answer.outcome.open.core.empty())
                answer.options = walkthrough->options(answer.outcome.open);
            answer.state = stateOf(*walkthrough);
            return answer;
        },
        [this, task](const Answer &answer) {
            m_state = answer.state;
            if (!task.empty()) {
                m_running.clear();
                Q_EMIT finished(QString::fromStdString(task), answer.outcome);
                if (!answer.options.core.empty())
                    Q_EMIT coreWanted(answer.options);
            }
            Q_EMIT stateChanged();
        });
}

void WalkthroughRun::perform(const std::string &task)
{
    const LessonTask *found = m_lesson.task(task);
    if (!found || !m_running.empty())
        return;
    m_running = task;
    Q_EMIT started(QString::fromStdString(task));
    ask(task, [found = *found](Walkthrough &walkthrough, const std::stop_token &stop) {
        walkthrough.setCurrent(found.id);
        return walkthrough.perform(found, stop);
    });
}

void WalkthroughRun::compare(const std::string &task)
{
    const LessonTask *found = m_lesson.task(task);
    if (!found)
        return;
    m_thread.ask(
        ++m_kind, this,
        [walkthrough = m_walkthrough, found = *found](const std::stop_token &stop) {
            return walkthrough->delve(found, stop);
        },
        [this, task](const LessonOutcome &outcome) { Q_EMIT compared(QString::fromStdString(task), outcome); });
}

void WalkthroughRun::answer(const std::string &task, const QString &text)
{
    const LessonTask *found = m_lesson.task(task);
    if (!found || !m_running.empty())
        return;
    m_running = task;
    Q_EMIT started(QString::fromStdString(task));
    ask(task, [found = *found, text = text.toStdString()](Walkthrough &walkthrough, const std::stop_token &stop) {
        return walkthrough.answer(found, text, stop);
    });
}

void WalkthroughRun::observe(const QString &line, const QString &answer, const QString &failure)
{
    std::optional<Error> error;
    if (!failure.isEmpty())
        error = Error{.code = ErrorCode::Unsupported, .message = failure.toStdString()};
    ask({},
        [line = line.toStdString(), text = answer.toStdString(), error](Walkthrough &walkthrough,
                                                                        const std::stop_token & /*stop*/) {
            walkthrough.observe(line, text, error);
            return LessonOutcome();
        });
}

void WalkthroughRun::setCurrent(const std::string &task)
{
    m_state.current = task;
    ask({}, [task](Walkthrough &walkthrough, const std::stop_token & /*stop*/) {
        walkthrough.setCurrent(task);
        return LessonOutcome();
    });
}

void WalkthroughRun::cancel()
{
    if (m_running.empty())
        return;
    m_thread.drop(m_runningKind);
    m_running.clear();
    Q_EMIT stateChanged();
}

void WalkthroughRun::reset()
{
    ask({}, [](Walkthrough &walkthrough, const std::stop_token & /*stop*/) {
        walkthrough.reset();
        return LessonOutcome();
    });
}

}
