// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/commandrun.h"

#include "backend/console/console.h"
#include "model/format.h"

#include <algorithm>
#include <chrono>

namespace Freezeframe
{

namespace
{

/// What a piece holds at most, in bytes: who prints more in the time of one would not be read anyway.
constexpr size_t mostOfPiece = 128 << 10;

}

/// One console for as long as its core is open. Analysis thread only.
struct CommandRun::State {
    std::unique_ptr<Console> console;
    std::optional<SourceLocation> place; ///< that `edit` asked for

    Console &of(Inspection &core, const TextSink &out)
    {
        if (!console) {
            console = std::make_unique<Console>(core);
            console->setEditor([this](const SourceLocation &wanted) { place = wanted; });
            if (const std::string path = ConsoleSettings::homeFile(); !path.empty())
                (void)console->setSettingsFile(path, out); // what can't be read is not there
        }
        return *console;
    }

    /// Somebody may have selected something else in the window.
    void follow(const Selection &selection)
    {
        if (selection.owner)
            console->select(*selection.owner, selection.frame.value_or(0));
    }
};

struct CommandRun::Answer {
    std::optional<Error> error;
    std::optional<ConsoleScope> moved; ///< the command selected something else
    std::optional<SourceLocation> place;
    bool isFinished = false;
    std::string prompt;
};

/// Gathers what a command prints, and tells it 20 times a second. Analysis thread.
class CommandRun::Pieces
{
public:
    Pieces(CommandRun *owner, AnalysisThread *analysis, QPointer<QObject> receiver, quint64 number)
        : m_owner(owner)
        , m_analysis(analysis)
        , m_receiver(std::move(receiver))
        , m_number(number)
    {
    }

    /// True if it is time to answer clicks: a command may print a million pieces.
    [[nodiscard]] bool add(std::string_view text)
    {
        using namespace std::chrono_literals;
        m_text += text;
        if (m_text.size() > mostOfPiece)
            leaveOut();
        const auto now = std::chrono::steady_clock::now();
        if (now - m_last >= 50ms)
            flush();
        const bool isTime = now - m_looked >= 5ms;
        if (isTime)
            m_looked = now;
        return isTime;
    }

    void flush()
    {
        m_last = std::chrono::steady_clock::now();
        std::string text = std::exchange(m_text, {});
        if (const uint64_t lines = std::exchange(m_leftOut, 0); lines > 0)
            text = "… " + std::to_string(lines) + " lines are left out here: transcript FILE keeps them all\n" + text;
        if (!text.empty())
            m_analysis->tell(m_receiver, [owner = m_owner, number = m_number, shown = shownLines(text)] {
                if (owner->m_number == number)
                    Q_EMIT owner->answered(shown);
            });
    }

private:
    /// The oldest lines, half of it.
    void leaveOut()
    {
        const size_t end = m_text.find('\n', m_text.size() / 2);
        const size_t count = end == std::string::npos ? m_text.size() : end + 1;
        m_leftOut += uint64_t(std::count(m_text.begin(), m_text.begin() + ptrdiff_t(count), '\n'));
        m_text.erase(0, count);
    }

    CommandRun *m_owner; ///< only used where m_receiver is there
    AnalysisThread *m_analysis;
    QPointer<QObject> m_receiver;
    const quint64 m_number;
    std::string m_text;
    uint64_t m_leftOut = 0;
    std::chrono::steady_clock::time_point m_last = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point m_looked = m_last;
};

CommandRun::CommandRun(Session *session, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_prompt(QString::fromStdString(ConsoleSettings().prompt))
{
    reset();
    connect(session, &Session::opening, this, &CommandRun::reset);
}

CommandRun::~CommandRun() = default;

void CommandRun::reset()
{
    ++m_number;
    m_state = std::make_shared<State>();
    if (std::exchange(m_isRunning, false))
        Q_EMIT ended();
}

void CommandRun::run(const QString &line)
{
    if (m_isRunning || !m_session->isOpen())
        return;
    m_isRunning = true;
    ++m_number;
    Q_EMIT started(line);
    AnalysisThread &analysis = m_session->analysis();
    // In the background, so that a click is answered meanwhile.
    analysis.ask(
        AnalysisThread::Kind::Command, AnalysisThread::Priority::Background, this,
        [this, &analysis, state = m_state, receiver = QPointer<QObject>(this), line = line.toStdString(),
         selection = m_session->selection(), number = m_number](Inspection *core, const std::stop_token &stop) {
            Pieces pieces(this, &analysis, receiver, number);
            const TextSink out = [&](std::string_view text) {
                if (!pieces.add(text))
                    return;
                // Others do not see values in the lengths of the console.
                core->setValueLimits({});
                analysis.answerUrgent();
                core->setValueLimits(state->console ? state->console->settings().limits() : LoadLimits());
            };
            Console &console = state->of(*core, out);
            state->follow(selection);
            const ConsoleScope before = console.selected();
            const auto done = console.execute(line, out, stop);
            core->setValueLimits({});
            pieces.flush();
            Answer answer{.error = {},
                          .moved = {},
                          .place = std::exchange(state->place, {}),
                          .isFinished = console.isFinished(),
                          .prompt = console.settings().prompt};
            if (!done)
                answer.error = done.error();
            if (console.selected() != before)
                answer.moved = console.selected();
            return answer;
        },
        [this, state = m_state](const Answer &answer) {
            if (state == m_state)
                receive(answer);
        });
}

void CommandRun::receive(const Answer &answer)
{
    m_isRunning = false;
    if (answer.error)
        Q_EMIT failed(shown(answer.error->toString()));
    if (const QString prompt = shown(answer.prompt); prompt != m_prompt) {
        m_prompt = prompt;
        Q_EMIT promptChanged(m_prompt);
    }
    if (answer.moved) {
        if (answer.moved->owner.kind == StackOwner::Kind::Goroutine)
            m_session->selectGoroutine(answer.moved->owner.id, answer.moved->frame);
        else
            m_session->selectThread(qint64(answer.moved->owner.id), answer.moved->frame);
    }
    if (answer.place)
        m_session->showPlace(*answer.place);
    Q_EMIT ended();
    if (answer.isFinished) {
        m_state = std::make_shared<State>();
        Q_EMIT closed();
    }
}

void CommandRun::cancel()
{
    if (!m_isRunning)
        return;
    m_session->analysis().cancel(AnalysisThread::Kind::Command);
    m_isRunning = false;
    ++m_number;
    Q_EMIT failed(tr("interrupted"));
    Q_EMIT ended();
}

void CommandRun::complete(const QString &line)
{
    if (m_isRunning || !m_session->isOpen())
        return;
    m_session->analysis().ask(
        AnalysisThread::Kind::Completion, AnalysisThread::Priority::Urgent, this,
        [state = m_state, line = line.toStdString(), selection = m_session->selection()](Inspection *core,
                                                                                         const std::stop_token &) {
            Console &console = state->of(*core, [](std::string_view) { });
            state->follow(selection);
            return console.completions(line);
        },
        [this, line](const std::vector<std::string> &words) {
            const std::string plain = line.toStdString();
            const std::string_view part = Console::completedPart(plain);
            QStringList list;
            for (const std::string &word : words)
                list.append(shown(word));
            Q_EMIT completed(line, QString::fromUtf8(part.data(), qsizetype(part.size())), list);
        });
}

}
