// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT

// The questions of a Session about one frame, and those that a panel asks for itself.
#include "model/session.h"

#include "backend/inspect/expressioncompletion.h"
#include "backend/inspect/programsymbols.h"
#include "backend/inspect/report.h"
#include "backend/inspect/valueforms.h"
#include "backend/inspect/valuetable.h"
#include "model/format.h"

#include <QSaveFile>

namespace Freezeframe
{

namespace
{

Result<void> writeReport(Inspection &core, Session::ReportFormat format, const TextSink &sink)
{
    const ReportOptions options;
    switch (format) {
    case Session::ReportFormat::Markdown: sink(reportMarkdown(core)); break;
    case Session::ReportFormat::Text: writeReportText(core, options, sink); break;
    case Session::ReportFormat::Json: writeReportJson(core, options, sink); break;
    case Session::ReportFormat::Traceback: return writeReportTraceback(core, options, sink);
    }
    return {};
}

}

void Session::refreshVariables()
{
    if (!frame())
        return;
    const StackOwner owner = *m_selection.owner;
    const size_t index = *m_selection.frame;
    m_analysis.ask(
        Kind::Variables, Priority::Urgent, this,
        [owner, index](Inspection *core, const std::stop_token &) { return core->variables(owner, index); },
        [this](VariablesResult variables) {
            if (variables)
                Q_EMIT variablesChanged(*variables);
            else
                Q_EMIT variablesFailed(variables.error());
        });
}

void Session::askRegisters()
{
    const StackOwner owner = *m_selection.owner;
    const size_t index = *m_selection.frame;
    m_analysis.ask(
        Kind::Registers, Priority::Urgent, this,
        [owner, index](Inspection *core, const std::stop_token &) -> RegisterSet {
            auto registers = core->registerInfos(owner, index);
            if (!registers)
                return {.registers = {}, .error = registers.error()};
            return {.registers = std::move(*registers), .error = {}};
        },
        [this](const RegisterSet &registers) { Q_EMIT registersChanged(registers); });
}

void Session::locateSource(const std::string &recorded, const std::string &local)
{
    m_analysis.ask(
        Kind::Every, Priority::Urgent, this,
        [recorded, local](Inspection *core, const std::stop_token &) {
            if (core)
                core->locateSource(recorded, local);
            return true;
        },
        [this](bool) { askSource(m_shownPlace); });
}

void Session::disassemble()
{
    std::optional<Address> pc = m_selection.code;
    if (const FrameInfo *current = frame(); current && !pc)
        pc = current->lookupPc.isNull() ? current->pc : current->lookupPc;
    if (!pc) {
        m_analysis.cancel(Kind::Disassembly);
        return;
    }
    m_analysis.ask(
        Kind::Disassembly, Priority::Urgent, this,
        [pc = *pc, flavor = m_flavor](Inspection *core, const std::stop_token &) {
            Result<Disassembly> disassembly = core->disassemble(pc, flavor);
            if (disassembly)
                disassembly->source = core->sourceOf(*disassembly);
            return disassembly;
        },
        [this](Result<Disassembly> disassembly) {
            if (disassembly)
                Q_EMIT disassemblyChanged(*disassembly);
            else
                Q_EMIT disassemblyFailed(disassembly.error());
        });
}

void Session::children(QObject *receiver, ValueHandle handle, uint64_t first, uint64_t count,
                       Receive<VariablesResult> done)
{
    m_analysis.ask(
        Kind::Every, Priority::Urgent, receiver,
        [handle, first, count](Inspection *core, const std::stop_token &) {
            return core->children(handle, first, count);
        },
        std::move(done));
}

void Session::valueForms(QObject *receiver, ValueHandle handle, Receive<Result<std::vector<FormedValue>>> done)
{
    m_analysis.ask(
        Kind::Every, Priority::Urgent, receiver,
        [handle](Inspection *core, const std::stop_token &) { return core->valueForms(handle); }, std::move(done));
}

void Session::content(QObject *receiver, ValueHandle handle, uint64_t first, uint64_t count,
                      Receive<Result<std::string>> done)
{
    m_analysis.ask(
        Kind::Every, Priority::Urgent, receiver,
        [handle, first, count](Inspection *core, const std::stop_token &) {
            return core->content(handle, first, count);
        },
        std::move(done));
}

void Session::valueByVerb(QObject *receiver, ValueHandle handle, const QString &verb, Receive<Result<std::string>> done)
{
    m_analysis.ask(
        Kind::Every, Priority::Urgent, receiver,
        [handle, verb = verb.toStdString()](Inspection *core, const std::stop_token &) {
            return core->valueByVerb(handle, verb);
        },
        std::move(done));
}

void Session::valueTable(QObject *receiver, ValueHandle handle, uint64_t first, uint64_t count,
                         Receive<Result<ValueTable>> done)
{
    m_analysis.ask(
        Kind::Every, Priority::Urgent, receiver,
        [handle, first, count](Inspection *core, const std::stop_token &) {
            return core->valueTable(handle, first, count);
        },
        std::move(done));
}

void Session::listElement(QObject *receiver, ValueHandle handle, uint64_t index, Receive<Result<VariableInfo>> done)
{
    m_analysis.ask(
        Kind::Every, Priority::Urgent, receiver,
        [handle, index](Inspection *core, const std::stop_token &) { return core->listElement(handle, index); },
        std::move(done));
}

void Session::text(QObject *receiver, ValueHandle handle, uint64_t first, uint64_t count,
                   Receive<Result<std::string>> done)
{
    m_analysis.ask(
        Kind::Every, Priority::Urgent, receiver,
        [handle, first, count](Inspection *core, const std::stop_token &) { return core->text(handle, first, count); },
        std::move(done));
}

void Session::wholeValue(QObject *receiver, ValueHandle handle, Receive<Result<WholeValue>> done)
{
    m_analysis.ask(
        Kind::Every, Priority::Urgent, receiver,
        [handle](Inspection *core, const std::stop_token &) { return core->wholeValue(handle); }, std::move(done));
}

void Session::ancestors(QObject *receiver, quint64 goroutine, Receive<Result<std::vector<AncestorInfo>>> done)
{
    m_analysis.ask(
        Kind::Ancestors, Priority::Urgent, receiver,
        [goroutine](Inspection *core, const std::stop_token &) { return core->ancestors(goroutine); }, std::move(done));
}

void Session::traits(QObject *receiver, const std::vector<quint64> &goroutines, Receive<Traits> done)
{
    m_analysis.ask(
        Kind::Traits, Priority::Urgent, receiver,
        [goroutines](Inspection *core, const std::stop_token &stop) {
            Traits traits;
            for (const quint64 id : goroutines) {
                if (stop.stop_requested())
                    break;
                traits.emplace_back(id, core->traits(id));
            }
            return traits;
        },
        std::move(done));
}

void Session::evaluate(QObject *receiver, const QString &expression, Receive<Result<VariableInfo>> done)
{
    if (!m_selection.owner || !m_selection.frame) {
        done(fail(ErrorCode::NotFound, "no frame is selected to evaluate in"));
        return;
    }
    m_analysis.ask(
        Kind::Every, Priority::Urgent, receiver,
        [owner = *m_selection.owner, frame = *m_selection.frame, text = expression.toStdString()](
            Inspection *core, const std::stop_token &) { return core->evaluate(owner, frame, text); },
        std::move(done));
}

void Session::evaluateAll(QObject *receiver, const QStringList &expressions, Receive<Evaluations> done)
{
    std::vector<std::string> texts;
    for (const QString &expression : expressions)
        texts.push_back(expression.toStdString());
    m_analysis.ask(
        Kind::Watches, Priority::Urgent, receiver,
        [texts = std::move(texts), owner = m_selection.owner, frame = m_selection.frame](Inspection *core,
                                                                                         const std::stop_token &stop) {
            Evaluations values;
            for (const std::string &text : texts) {
                if (stop.stop_requested())
                    break;
                if (owner && frame)
                    values.push_back(core->evaluate(*owner, *frame, text));
                else
                    values.push_back(fail(ErrorCode::NotFound, "no frame is selected to evaluate in"));
            }
            return values;
        },
        std::move(done));
}

void Session::type(QObject *receiver, const QString &name, Receive<Result<TypeInfo>> done)
{
    m_analysis.ask(
        Kind::TypePage, Priority::Urgent, receiver,
        [name = name.toStdString()](Inspection *core, const std::stop_token &) { return core->typeByName(name); },
        std::move(done));
}

void Session::showFunction(const QString &name)
{
    m_analysis.ask(
        Kind::Every, Priority::Urgent, this,
        [name = name.toStdString()](Inspection *core, const std::stop_token &) {
            const auto entry = core->symbols().functionNamed(name);
            return std::pair(entry, entry ? core->locate(*entry) : SourceLocation());
        },
        [this, name](const std::pair<std::optional<Address>, SourceLocation> &found) {
            if (!found.first)
                Q_EMIT refused(tr("There is no function %1.").arg(name));
            else if (found.second.file.empty())
                showCode(*found.first);
            else
                showPlace(found.second);
        });
}

void Session::completions(QObject *receiver, const QString &text, size_t limit, Receive<Result<Completions>> done)
{
    if (!m_selection.owner || !m_selection.frame) {
        m_analysis.cancel(Kind::ExpressionCompletion);
        return;
    }
    m_analysis.ask(
        Kind::ExpressionCompletion, Priority::Urgent, receiver,
        [owner = *m_selection.owner, frame = *m_selection.frame, text = text.toStdString(),
         limit](Inspection *core, const std::stop_token &stop) {
            return core->completions(owner, frame, text, limit, stop);
        },
        std::move(done));
}

void Session::packageVariables(QObject *receiver, const QString &filter, size_t limit, Receive<VariablesResult> done)
{
    m_analysis.ask(
        Kind::PackageVariables, Priority::Urgent, receiver,
        [text = filter.toStdString(), limit](Inspection *core, const std::stop_token &) {
            return core->packageVariables(text, limit);
        },
        std::move(done));
}

void Session::inFlight(QObject *receiver, bool showsSecrets, Receive<Result<std::shared_ptr<const InFlight>>> done)
{
    m_analysis.ask(
        Kind::InFlight, Priority::Background, receiver,
        [this, showsSecrets](Inspection *core, const std::stop_token &stop) {
            return core->inFlight(showsSecrets, [this](const Progress &) { m_analysis.answerUrgent(); }, stop);
        },
        std::move(done));
}

void Session::openInEditor(const SourceLocation &place, int column)
{
    if (place.file.empty()) {
        Q_EMIT refused(tr("No source file is known of this place, so there is nothing to open in an editor"));
        return;
    }
    m_analysis.ask(
        Kind::Every, Priority::Urgent, this,
        [file = place.file](Inspection *core, const std::stop_token &) { return core->source(file); },
        [this, line = place.line, column](const SourceText &source) {
            if (source.local.empty())
                Q_EMIT refused(
                    tr("%1 was not found on this machine: show where it is by Locate… above its " "disassembly, or type config substitute-path in the console")
                        .arg(shown(source.recorded)));
            else
                Q_EMIT editorWanted(QString::fromStdString(source.local), line, column);
        });
}

void Session::editFunction(const QString &name, int line)
{
    m_analysis.ask(
        Kind::Every, Priority::Urgent, this,
        [name = name.toStdString()](Inspection *core, const std::stop_token &) {
            const auto entry = core->symbols().functionNamed(name);
            return entry ? core->locate(*entry) : SourceLocation();
        },
        [this, line](SourceLocation place) {
            if (line > 0)
                place.line = line;
            openInEditor(place);
        });
}

void Session::environment(QObject *receiver, Receive<std::vector<std::string>> done)
{
    m_analysis.ask(
        Kind::Every, Priority::Urgent, receiver,
        [](Inspection *core, const std::stop_token &) { return core->environment(); }, std::move(done));
}

void Session::report(QObject *receiver, ReportFormat format, Receive<QString> done)
{
    m_analysis.ask(
        Kind::Every, Priority::Urgent, receiver,
        [format](Inspection *core, const std::stop_token &) {
            std::string text;
            (void)writeReport(*core, format, [&text](std::string_view piece) { text += piece; });
            return QString::fromStdString(text);
        },
        std::move(done));
}

void Session::saveReport(QObject *receiver, ReportFormat format, const QString &path, Receive<QString> done)
{
    m_analysis.ask(
        Kind::Every, Priority::Urgent, receiver,
        [format, path](Inspection *core, const std::stop_token &stop) {
            QSaveFile file(path);
            if (!file.open(QIODevice::WriteOnly))
                return file.errorString();
            const auto written = writeReport(*core, format, [&](std::string_view piece) {
                if (!stop.stop_requested())
                    file.write(piece.data(), qint64(piece.size()));
            });
            if (!written)
                return errorText(written.error());
            if (stop.stop_requested())
                return tr("it was cancelled");
            return file.commit() ? QString() : file.errorString();
        },
        std::move(done));
}

/// In the background, once nobody waits for stacks; clicks are answered meanwhile.
void Session::askFindings()
{
    m_analysis.ask(
        Kind::Findings, Priority::Background, this,
        [this](Inspection *core, const std::stop_token &stop) {
            return core->findings([this](const Progress &) { m_analysis.answerUrgent(); }, stop);
        },
        [this](Result<FindingsPtr> answer) {
            if (answer) {
                m_findings = std::move(*answer);
            } else if (answer.error().code != ErrorCode::Cancelled) {
                m_messages.push_back(answer.error());
                Q_EMIT messagesChanged();
            }
            Q_EMIT findingsChanged();
        });
}

}
