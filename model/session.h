// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/analysisthread.h"
#include "model/selection.h"

#include <QObject>

#include <functional>

namespace Freezeframe
{

/// The one facade of an opened core for the window: asks on the analysis thread, keeps the newest answer of each kind
/// as an immutable snapshot, and the one selection that all panels follow. GUI thread; never waits.
class Session : public QObject
{
    Q_OBJECT
public:
    using ProcessPtr = std::shared_ptr<const ProcessSummary>;
    using CrashPtr = std::shared_ptr<const CrashSummary>;
    using ThreadsPtr = std::shared_ptr<const std::vector<ThreadInfo>>;
    using ModulesPtr = std::shared_ptr<const std::vector<ModuleInfo>>;
    using FindingsPtr = std::shared_ptr<const Findings>;
    using StackPtr = std::shared_ptr<const StackInfo>;
    using VariablesResult = Result<std::vector<VariableInfo>>;
    struct RegisterSet {
        std::vector<RegisterInfo> registers;
        std::optional<Error> error;
    };
    template<class T>
    using Receive = std::function<void(T)>;

    explicit Session(QObject *parent = nullptr);
    ~Session() override;

    /// Opens a core in place of what was open. Answers come as signals: opened or failed, then all the rest.
    void open(const OpenOptions &options);
    [[nodiscard]] bool isOpen() const { return m_process != nullptr; }
    [[nodiscard]] bool isBusy() const { return m_analysis.pending() > 0; }
    [[nodiscard]] const OpenOptions &options() const { return m_options; }
    /// Stops what takes long; what is read stays.
    void cancel();
    /// For what has questions of its own.
    [[nodiscard]] AnalysisThread &analysis() { return m_analysis; }

    [[nodiscard]] const ProcessPtr &process() const { return m_process; }
    [[nodiscard]] const CrashPtr &crash() const { return m_crash; }
    [[nodiscard]] const ThreadsPtr &threads() const { return m_threads; }
    [[nodiscard]] const ModulesPtr &modules() const { return m_modules; }
    [[nodiscard]] const std::vector<Error> &messages() const { return m_messages; }
    [[nodiscard]] const GoroutineSnapshot &goroutines() const { return m_goroutines; }
    /// Null until they are known.
    [[nodiscard]] const FindingsPtr &findings() const { return m_findings; }
    [[nodiscard]] const StackPtr &stack() const { return m_stack; }
    [[nodiscard]] const Selection &selection() const { return m_selection; }
    /// What the source panel shows.
    [[nodiscard]] const SourceLocation &shownPlace() const { return m_shownPlace; }
    /// The selected frame, null while there is none.
    [[nodiscard]] const FrameInfo *frame() const;
    /// The selected frame is where the program died.
    [[nodiscard]] bool isAtCrash() const;
    [[nodiscard]] bool isExecutableForced() const;

    /// What started others may have ended: no such goroutine is then in the core. True until all are known.
    [[nodiscard]] bool hasGoroutine(quint64 id) const;
    void selectGoroutine(quint64 id, std::optional<size_t> frame = {});
    void selectThread(qint64 tid, std::optional<size_t> frame = {});
    void selectFrame(size_t frame);
    /// Shows a place without leaving the frame.
    void showPlace(const SourceLocation &place);
    /// Shows machine code without leaving the frame.
    void showCode(Address address);
    void goToCrash();
    [[nodiscard]] bool hasCrash() const;
    [[nodiscard]] bool canGoBack() const { return m_history.canGoBack(); }
    [[nodiscard]] bool canGoForward() const { return m_history.canGoForward(); }
    void back();
    void forward();

    /// A person showed where @p recorded is; the source on show is read again.
    void locateSource(const std::string &recorded, const std::string &local);
    /// Says the variables of the selected frame again.
    void refreshVariables();
    /// Has the source of a place, as it is found on this machine, opened in the person's editor: editorWanted().
    void openInEditor(const SourceLocation &place, int column = 1);
    /// The same of a function by its full name, at @p line if that is known.
    void editFunction(const QString &name, int line = 0);
    /// Asks for the disassembly of what showCode() shows, else around the selected frame.
    void disassemble();
    /// How it is written from the next question on.
    void setDisassemblyFlavor(DisassemblyFlavor flavor) { m_flavor = flavor; }
    [[nodiscard]] DisassemblyFlavor disassemblyFlavor() const { return m_flavor; }

    void children(QObject *receiver, ValueHandle handle, uint64_t first, uint64_t count, Receive<VariablesResult> done);
    /// The value in all forms that fit it.
    void valueForms(QObject *receiver, ValueHandle handle, Receive<Result<std::vector<FormedValue>>> done);
    /// Bytes of a value, as a person means them: VariableInfo::contentSize.
    void content(QObject *receiver, ValueHandle handle, uint64_t first, uint64_t count,
                 Receive<Result<std::string>> done);
    /// The value by a verb of Go's package fmt.
    void valueByVerb(QObject *receiver, ValueHandle handle, const QString &verb, Receive<Result<std::string>> done);
    /// Elements of a list as rows.
    void valueTable(QObject *receiver, ValueHandle handle, uint64_t first, uint64_t count,
                    Receive<Result<ValueTable>> done);
    /// Of a list, or what holds or points to one.
    void listElement(QObject *receiver, ValueHandle handle, uint64_t index, Receive<Result<VariableInfo>> done);
    void text(QObject *receiver, ValueHandle handle, uint64_t first, uint64_t count, Receive<Result<std::string>> done);
    /// All that a value is made of.
    void wholeValue(QObject *receiver, ValueHandle handle, Receive<Result<WholeValue>> done);
    /// Whom a goroutine stems from.
    void ancestors(QObject *receiver, quint64 goroutine, Receive<Result<std::vector<AncestorInfo>>> done);
    /// What tells goroutines apart, by id; only the newest question is answered.
    using Traits = std::vector<std::pair<quint64, Result<GoroutineTraits>>>;
    void traits(QObject *receiver, const std::vector<quint64> &goroutines, Receive<Traits> done);
    void evaluate(QObject *receiver, const QString &expression, Receive<Result<VariableInfo>> done);
    /// The values of all of these in the selected frame, in their order; only the newest question is answered.
    using Evaluations = std::vector<Result<VariableInfo>>;
    void evaluateAll(QObject *receiver, const QStringList &expressions, Receive<Evaluations> done);
    /// A type by the name that it has in the program; only the newest question is answered.
    void type(QObject *receiver, const QString &name, Receive<Result<TypeInfo>> done);
    /// Shows the source of a function by its full name, or its code.
    void showFunction(const QString &name);
    /// What may stand at the end of an expression that is typed; only the newest question is answered.
    void completions(QObject *receiver, const QString &text, size_t limit, Receive<Result<Completions>> done);
    /// What was in flight; only the newest question is answered.
    void inFlight(QObject *receiver, bool showsSecrets, Receive<Result<std::shared_ptr<const InFlight>>> done);
    void packageVariables(QObject *receiver, const QString &filter, size_t limit, Receive<VariablesResult> done);
    /// Pages of @p size bytes at some addresses; only the newest question is answered.
    void memoryPages(QObject *receiver, const std::vector<Address> &pages, size_t size,
                     Receive<std::vector<MemoryBytes>> done);
    /// At most 1 MiB; only the newest question is answered.
    void memoryRange(QObject *receiver, Address address, size_t count, Receive<MemoryBytes> done);
    /// What lies at some addresses, in their order; only the newest question is answered.
    void memoryNames(QObject *receiver, const std::vector<Address> &addresses, Receive<std::vector<AddressInfo>> done);
    /// Where an address, a name or an expression in the selected frame leads; only the newest question is answered.
    void memoryPlace(QObject *receiver, const QString &text, Receive<Result<MemoryPlace>> done);
    /// What lies where, ascending.
    void memoryRegions(QObject *receiver, Receive<std::shared_ptr<const std::vector<MemoryRegion>>> done);
    void environment(QObject *receiver, Receive<std::vector<std::string>> done);
    enum class ReportFormat { Markdown, Text, Json, Traceback };
    void report(QObject *receiver, ReportFormat format, Receive<QString> done);
    /// Into a file, whole or not at all; gives the sentence that says why not, or nothing.
    void saveReport(QObject *receiver, ReportFormat format, const QString &path, Receive<QString> done);

Q_SIGNALS:
    void opening(const QString &path);
    void opened();
    void failed(const Freezeframe::Error &error);
    void progressChanged(const QString &what, quint64 done, quint64 total);
    void progressEnded();
    void crashChanged();
    void threadsChanged();
    void modulesChanged();
    void messagesChanged();
    void goroutinesChanged();
    void findingsChanged();
    void selectionChanged();
    /// What was asked for is not there, in a sentence; the selection stays.
    void refused(const QString &sentence);
    void editorWanted(const QString &file, int line, int column);
    void stackChanged();
    void detailsChanged(const Freezeframe::GoroutineDetails &details);
    void detailsFailed(const Freezeframe::Error &error);
    void variablesChanged(const std::vector<Freezeframe::VariableInfo> &variables);
    void variablesFailed(const Freezeframe::Error &error);
    void registersChanged(const Freezeframe::Session::RegisterSet &registers);
    void sourceChanged(const Freezeframe::SourceText &source, int line);
    void disassemblyChanged(const Freezeframe::Disassembly &disassembly);
    void disassemblyFailed(const Freezeframe::Error &error);
    /// No question is open.
    void settled();

private:
    using Kind = AnalysisThread::Kind;
    using Priority = AnalysisThread::Priority;
    struct OpenAnswer;
    void reset();
    void receiveOpened(OpenAnswer answer);
    void askAll();
    void askStacks();
    void askFindings();
    void select(const Selection &selection);
    void apply(const Selection &selection);
    void askStack();
    void receiveStack(Result<StackPtr> stack);
    void frameSelected();
    void askFrame();
    void askRegisters();
    void askSource(const SourceLocation &place);
    [[nodiscard]] ProgressCallback progressCallback();
    void endProgress();

    OpenOptions m_options;
    ProcessPtr m_process;
    CrashPtr m_crash;
    ThreadsPtr m_threads;
    ModulesPtr m_modules;
    std::vector<Error> m_messages;
    GoroutineSnapshot m_goroutines;
    FindingsPtr m_findings;
    StackPtr m_stack;
    Selection m_selection;
    SelectionHistory m_history;
    SourceLocation m_shownPlace;
    /// Readers of a Go program's code know it from Go's own tools: objdump, the compiler's -S, Delve's manual.
    DisassemblyFlavor m_flavor = DisassemblyFlavor::Go;
    quint64 m_generation = 0; ///< of the opened core: answers about an earlier one are dropped
    bool m_touched = false; ///< the person selected something: the crash no longer takes the selection
    AnalysisThread m_analysis;
};

}
