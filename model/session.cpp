// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/session.h"

#include "backend/go/functionname.h"
#include "model/format.h"

#include <QFileInfo>
#include <QPointer>

#include <chrono>

namespace Freezeframe
{

namespace
{

/// Where to look first: the program's own code, below the locks and the I/O that it waits in; none without frames.
std::optional<size_t> firstFrame(const StackInfo &stack)
{
    for (const FrameInfo &frame : stack.frames) {
        if (!frame.isRuntime && !frame.isWrapper && !isStandardFunction(frame.function))
            return frame.index;
    }
    if (stack.userFrame && *stack.userFrame < stack.frames.size())
        return stack.userFrame;
    return stack.frames.empty() ? std::nullopt : std::optional<size_t>(0);
}

}

struct Session::OpenAnswer {
    std::optional<Error> error;
    ProcessPtr process;
    CrashPtr crash;
    ModulesPtr modules;
    std::vector<Error> warnings;
};

Session::Session(QObject *parent)
    : QObject(parent)
{
    connect(&m_analysis, &AnalysisThread::settled, this, &Session::settled);
}

Session::~Session() = default;

void Session::reset()
{
    ++m_generation;
    for (int kind = 0; kind < int(Kind::KindCount); ++kind)
        m_analysis.cancel(Kind(kind));
    m_process.reset();
    m_crash.reset();
    m_threads.reset();
    m_modules.reset();
    m_messages.clear();
    m_goroutines = {};
    m_findings.reset();
    m_stack.reset();
    m_selection = {};
    m_history.clear();
    m_shownPlace = {};
    m_touched = false;
}

ProgressCallback Session::progressCallback()
{
    // The backend keeps to 20 a second; this holds it to that whoever runs it.
    return [this, last = std::chrono::steady_clock::time_point()](const Progress &progress) mutable {
        const auto now = std::chrono::steady_clock::now();
        if (now - last < std::chrono::milliseconds(50))
            return;
        last = now;
        QMetaObject::invokeMethod(
            this, [this, progress] { Q_EMIT progressChanged(shown(progress.what), progress.done, progress.total); },
            Qt::QueuedConnection);
    };
}

void Session::open(const OpenOptions &options)
{
    reset();
    m_options = options;
    Q_EMIT opening(QString::fromStdString(options.core));
    m_analysis.ask(
        Kind::Open, Priority::Urgent, this,
        [this, options, progress = progressCallback()](Inspection *, const std::stop_token &stop) -> OpenAnswer {
            m_analysis.adopt(nullptr);
            auto inspection = Inspection::open(options, progress, stop);
            if (!inspection)
                return {.error = inspection.error(), .process = {}, .crash = {}, .modules = {}, .warnings = {}};
            Inspection &opened = **inspection;
            m_analysis.adopt(std::move(*inspection));
            return {.error = {},
                    .process = opened.process(),
                    .crash = opened.crash(),
                    .modules = opened.modules(),
                    .warnings = opened.warnings()};
        },
        [this](OpenAnswer answer) { receiveOpened(std::move(answer)); });
}

void Session::receiveOpened(OpenAnswer answer)
{
    endProgress();
    if (answer.error) {
        Q_EMIT failed(*answer.error);
        return;
    }
    m_process = std::move(answer.process);
    m_crash = std::move(answer.crash);
    m_modules = std::move(answer.modules);
    m_messages = std::move(answer.warnings);
    Q_EMIT opened();
    Q_EMIT crashChanged();
    Q_EMIT modulesChanged();
    Q_EMIT messagesChanged();
    goToCrash();
    m_touched = false;
    askAll();
}

void Session::askAll()
{
    // The answer about threads brings all messages anew, but for this one.
    auto failure = std::make_shared<std::optional<Error>>();
    m_analysis.ask(
        Kind::Goroutines, Priority::Urgent, this,
        [](Inspection *core, const std::stop_token &stop) { return core->goroutines(stop); },
        [this, failure](Result<GoroutineSnapshot> snapshot) {
            if (!snapshot) {
                if (snapshot.error().code != ErrorCode::Cancelled) {
                    m_messages.push_back(snapshot.error());
                    *failure = snapshot.error();
                }
                Q_EMIT messagesChanged();
                return;
            }
            m_goroutines = std::move(*snapshot);
            Q_EMIT goroutinesChanged();
            if (!m_selection.owner && !m_goroutines.table->id.empty())
                selectGoroutine(m_goroutines.table->id.front());
            m_touched = false;
            askStacks();
        });
    m_analysis.ask(
        Kind::Threads, Priority::Urgent, this,
        [](Inspection *core, const std::stop_token &) { return std::pair(core->threads(), core->warnings()); },
        [this, failure](std::pair<ThreadsPtr, std::vector<Error>> answer) {
            m_threads = std::move(answer.first);
            m_messages = std::move(answer.second);
            if (*failure)
                m_messages.push_back(**failure);
            Q_EMIT threadsChanged();
            Q_EMIT messagesChanged();
            if (!m_selection.owner && !m_threads->empty() && !m_process->hasGo)
                selectThread(m_threads->front().tid);
        });
}

void Session::askStacks()
{
    const quint64 generation = m_generation;
    const auto partial = [this, generation](const GoroutineSnapshot &snapshot) {
        QMetaObject::invokeMethod(
            this,
            [this, generation, snapshot] {
                if (generation != m_generation || (m_goroutines.stacks && m_goroutines.stacks->complete))
                    return;
                m_goroutines = snapshot;
                Q_EMIT goroutinesChanged();
            },
            Qt::QueuedConnection);
    };
    m_analysis.ask(
        Kind::Stacks, Priority::Background, this,
        [this, partial, progress = progressCallback()](Inspection *core, const std::stop_token &stop) {
            // Clicks are answered while the stacks are being read.
            const auto between = [this, &progress](const Progress &now) {
                progress(now);
                m_analysis.answerUrgent();
            };
            return std::pair(core->goroutineStacks(between, partial, stop), core->warnings());
        },
        [this](std::pair<Result<GoroutineSnapshot>, std::vector<Error>> answer) {
            endProgress();
            if (answer.first) {
                m_goroutines = std::move(*answer.first);
                Q_EMIT goroutinesChanged();
                askFindings();
            } else if (answer.first.error().code != ErrorCode::Cancelled) {
                answer.second.push_back(answer.first.error());
            }
            m_messages = std::move(answer.second);
            Q_EMIT messagesChanged();
        });
}

void Session::endProgress()
{
    // After the progress that was posted before the answer.
    QMetaObject::invokeMethod(this, &Session::progressEnded, Qt::QueuedConnection);
}

void Session::cancel()
{
    for (const Kind kind :
         {Kind::Open, Kind::Stacks, Kind::Findings, Kind::InFlight, Kind::PackageVariables, Kind::Functions})
        m_analysis.cancel(kind);
    endProgress();
}

const FrameInfo *Session::frame() const
{
    if (!m_stack || !m_selection.frame || *m_selection.frame >= m_stack->frames.size())
        return nullptr;
    return &m_stack->frames[*m_selection.frame];
}

bool Session::hasCrash() const
{
    return m_crash && (m_crash->goroutine || m_crash->thread);
}

bool Session::isAtCrash() const
{
    if (!hasCrash() || !m_selection.owner || !m_crash->frame || m_selection.frame != m_crash->frame)
        return false;
    return m_crash->goroutine ? m_selection.owner == StackOwner{StackOwner::Kind::Goroutine, *m_crash->goroutine}
                              : m_selection.owner == StackOwner{StackOwner::Kind::Thread, uint64_t(*m_crash->thread)};
}

bool Session::isExecutableForced() const
{
    return m_process && m_process->match == FileMatch::Forced;
}

bool Session::hasGoroutine(quint64 id) const
{
    return !m_goroutines.table || m_goroutines.table->find(id);
}

void Session::selectGoroutine(quint64 id, std::optional<size_t> frame)
{
    if (!hasGoroutine(id)) {
        Q_EMIT refused(tr("Goroutine %1 is not in this core: it had ended.").arg(id));
        return;
    }
    select({.owner = StackOwner{StackOwner::Kind::Goroutine, id}, .frame = frame, .place = {}, .code = {}});
}

void Session::selectThread(qint64 tid, std::optional<size_t> frame)
{
    select({.owner = StackOwner{StackOwner::Kind::Thread, uint64_t(tid)}, .frame = frame, .place = {}, .code = {}});
}

void Session::selectFrame(size_t frame)
{
    select({.owner = m_selection.owner, .frame = frame, .place = {}, .code = {}});
}

void Session::showPlace(const SourceLocation &place)
{
    select({.owner = m_selection.owner, .frame = m_selection.frame, .place = place, .code = {}});
}

void Session::showCode(Address address)
{
    select({.owner = m_selection.owner, .frame = m_selection.frame, .place = {}, .code = address});
}

void Session::goToCrash()
{
    if (!hasCrash())
        return;
    if (m_crash->goroutine)
        selectGoroutine(*m_crash->goroutine, m_crash->frame);
    else
        selectThread(*m_crash->thread, m_crash->frame);
}

void Session::back()
{
    if (const auto selection = m_history.back())
        apply(*selection);
}

void Session::forward()
{
    if (const auto selection = m_history.forward())
        apply(*selection);
}

void Session::select(const Selection &selection)
{
    if (!isOpen())
        return;
    m_touched = true;
    m_history.visit(selection);
    apply(selection);
}

void Session::apply(const Selection &selection)
{
    const bool sameOwner = m_selection.owner == selection.owner && m_stack;
    const std::optional<size_t> before = m_selection.frame;
    m_selection = selection;
    if (sameOwner && !m_selection.frame)
        m_selection.frame = before; // chosen once more: it stays where it is
    const bool sameFrame = sameOwner && m_selection.frame == before;
    if (!sameOwner) {
        m_stack.reset();
        askStack();
    }
    Q_EMIT selectionChanged();
    if (sameOwner && !sameFrame)
        frameSelected();
    else if (sameOwner && m_selection.place)
        askSource(*m_selection.place);
    else if (const FrameInfo *current = frame(); current && sameFrame)
        askSource({.function = current->function, .file = current->file, .line = current->line});
}

void Session::askStack()
{
    const StackOwner owner = *m_selection.owner;
    m_analysis.ask(
        Kind::Stack, Priority::Urgent, this,
        [owner](Inspection *core, const std::stop_token &) { return core->stack(owner); },
        [this](Result<StackPtr> stack) { receiveStack(std::move(stack)); });
    if (owner.kind != StackOwner::Kind::Goroutine) {
        m_analysis.cancel(Kind::Details);
        return;
    }
    m_analysis.ask(
        Kind::Details, Priority::Urgent, this,
        [id = owner.id](Inspection *core, const std::stop_token &) { return core->goroutine(id); },
        [this](Result<GoroutineDetails> details) {
            if (details)
                Q_EMIT detailsChanged(*details);
            else
                Q_EMIT detailsFailed(details.error());
        });
}

void Session::receiveStack(Result<StackPtr> stack)
{
    if (!stack) {
        auto empty = std::make_shared<StackInfo>();
        empty->owner = *m_selection.owner;
        empty->error = stack.error();
        m_stack = std::move(empty);
    } else {
        m_stack = std::move(*stack);
    }
    const size_t frames = m_stack->frames.size();
    if (!m_selection.frame || *m_selection.frame >= frames) {
        m_selection.frame = firstFrame(*m_stack);
        m_history.refine(m_selection);
    }
    Q_EMIT stackChanged();
    Q_EMIT selectionChanged();
    frameSelected();
}

void Session::frameSelected()
{
    askFrame();
    if (m_selection.place)
        askSource(*m_selection.place);
    else if (const FrameInfo *current = frame())
        askSource({.function = current->function, .file = current->file, .line = current->line});
}

void Session::askFrame()
{
    if (!frame()) {
        m_analysis.cancel(Kind::Variables);
        m_analysis.cancel(Kind::Registers);
        Q_EMIT variablesChanged({});
        Q_EMIT registersChanged({});
        Q_EMIT sourceChanged({}, 0);
        return;
    }
    refreshVariables();
    askRegisters();
}

void Session::askSource(const SourceLocation &place)
{
    m_shownPlace = place;
    m_analysis.ask(
        Kind::Source, Priority::Urgent, this,
        [file = place.file](Inspection *core, const std::stop_token &) { return core->source(file); },
        [this, line = place.line](const SourceText &source) { Q_EMIT sourceChanged(source, line); });
}

}
