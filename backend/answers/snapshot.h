// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/goroutinesnapshot.h"
#include "backend/target/target.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// What leaves the backend: plain immutable values, shared as std::shared_ptr<const …>. Any thread.
// Text from the core is as found: whoever shows it escapes it (base/text.h).

namespace Freezeframe
{

/// Why the program stopped, for the header of a window or a report.
struct CrashSummary {
    enum class Kind { Panic, Throw, Signal, Requested, None };
    Kind kind = Kind::None;
    int signal = 0; ///< the first cause, where it can be told (SIGSEGV), else what the core says
    std::string signalName; ///< "SIGSEGV"
    int code = 0; ///< si_code
    std::string codeText; ///< "address not mapped"
    std::string sender; ///< "sent by process 4711 (user 1000)", "sent by itself"; empty if nobody sent the signal
    std::optional<Address> faultAddress;
    int deliveredSignal = 0; ///< what ended the process (SIGABRT under GOTRACEBACK=crash)
    std::string deliveredSignalName;
    /// As this Go prints it, all lines of a panic: "panic: runtime error: …", "fatal error: …", "SIGSEGV in C code".
    std::string message;
    struct PanicLink {
        std::string text; ///< what this Go prints for the value: "runtime error: index out of range [5] with length 3"
        std::string type; ///< dynamic type: "*errors.errorString"
        std::string value; ///< the value in Go syntax
        std::vector<std::string> wraps; ///< texts of the errors that it wraps, outermost first
        bool recovered = false;
        bool repanicked = false; ///< the next newer one is of this very value (Go 1.25 on)
        bool goexit = false;
    };
    std::vector<PanicLink> panics; ///< newest first: what killed the program, then what it came on top of
    std::optional<uint64_t> goroutine; ///< where to look: the one that crashed, or another, as @ref place says
    std::optional<int64_t> thread;
    std::optional<size_t> frame; ///< index of the first user frame in the goroutine's (or thread's) stack
    /// Why to look there. Only Crashed is to blame; the others are shown as the signal came to an idle thread.
    enum class Place { Crashed, MainGoroutine, LargestGroup };
    Place place = Place::Crashed;
    SourceLocation location; ///< of that frame
    bool inC = false;
};

/// The process and its program.
struct ProcessSummary {
    std::string corePath;
    uint64_t coreSize = 0; ///< bytes of the file
    uint64_t corePromised = 0; ///< bytes that its headers promise
    bool coreComplete = true;
    CoreKind kind = CoreKind::Linux;
    std::string architecture; ///< "amd64"
    int pid = 0;
    std::vector<std::string> commandLine;
    int64_t coreTime = 0; ///< seconds since the epoch: of the process's end, as @ref timeSource tells; 0: unknown
    /// Kept: by who keeps cores (systemd-coredump), Named: in the file's name, Runtime: not before that time,
    /// Bounded: between the runtime's time and when the file was written, which are close; Written: of the file alone.
    enum class TimeSource { Captured, Kept, Named, Runtime, Bounded, Written };
    TimeSource timeSource = TimeSource::Written;
    int64_t coreWritten = 0; ///< seconds since the epoch: of the file, which may be a copy; 0 if unknown
    std::optional<CoreProvenance> provenance; ///< set if we took it of a running process: then it is no crash
    int64_t uptimeNanoseconds = -1; ///< of the program at the crash
    bool isTimeExact = false; ///< else it was up at least so long, as waits of goroutines are
    int64_t uptimeAtMost = -1; ///< nanoseconds, if not exact; -1 if unknown
    std::string executablePath;
    std::string executableBuildId; ///< of the file used
    std::string coreBuildId; ///< as the core tells
    std::string goBuildId;
    FileMatch match = FileMatch::None;
    std::optional<Error> executableError;
    bool hasGo = false;
    std::string goVersion;
    std::string goLayout; ///< "types", "dwarf", "table"
    std::string mainModule; ///< "example.com/shop v1.2.3"
    std::string mainPackage;
    std::string revision; ///< VCS revision, with " (modified)" if so
    std::vector<std::pair<std::string, std::string>> buildSettings;
    std::vector<std::string> dependencies;
    bool hasDebugInformation = false;
};

struct ThreadInfo {
    int64_t tid = 0;
    std::string name;
    int signal = 0;
    std::string signalName;
    bool crashed = false;
    std::optional<uint64_t> goroutine; ///< that it runs for
    SourceLocation location; ///< innermost frame
    std::vector<std::pair<std::string, uint64_t>> registers;
};

struct ModuleInfo {
    std::string path;
    AddressRange range;
    std::string buildId;
    std::string filePath; ///< of the file that is used, empty if none
    bool hasSymbols = false;
    bool hasDebugInformation = false;
    std::string debugPath; ///< of the file with its separate debug information, empty if none
    std::optional<Error> debugError; ///< why there is none, if a file was refused or servers were asked
    FileMatch match = FileMatch::None;
    std::optional<Error> error;
};

/// One frame as shown: no registers, no evaluation.
struct FrameInfo {
    size_t index = 0;
    enum class Kind { Go, C, Signal };
    Kind kind = Kind::Go;
    std::string function;
    std::string file;
    int line = 0;
    Address pc;
    Address lookupPc; ///< pc, or inside the call instruction for return addresses
    Address cfa;
    Address functionEntry;
    bool inlined = false;
    bool isRuntime = false;
    bool isWrapper = false;
    bool onSystemStack = false;
    bool interrupted = false;
    std::string module;
    std::optional<Error> error;
};

/// What a stack belongs to.
struct StackOwner {
    enum class Kind { Goroutine, Thread };
    Kind kind = Kind::Goroutine;
    uint64_t id = 0; ///< goroutine id or tid
    bool operator==(const StackOwner &) const = default;
};

struct DeferredCall {
    std::string function;
    SourceLocation functionLocation; ///< where the deferred function starts
    SourceLocation statement; ///< the defer; empty of an open-coded one, which no record tells
    std::optional<size_t> frame; ///< index of the frame that deferred it
    Address closure; ///< what it runs with, null if unknown
};

/// A goroutine that a goroutine stems from, and where it was when it started the one before.
struct AncestorInfo {
    uint64_t goroutine = 0;
    struct Place {
        SourceLocation location;
        Address pc; ///< return address
        bool isRuntime = false;
    };
    std::vector<Place> frames; ///< innermost first
    bool cut = false; ///< the runtime keeps no more of its frames
    SourceLocation createdBy;
};

struct StackInfo {
    StackOwner owner;
    std::vector<FrameInfo> frames;
    std::optional<size_t> userFrame; ///< where to look first
    std::vector<DeferredCall> deferred;
    SourceLocation createdBy;
    uint64_t createdByGoroutine = 0;
    bool complete = false;
    bool cut = false; ///< more frames than shown
    std::optional<Error> error;
};

/// What a goroutine waits for, in words and with a link.
struct WaitInfo {
    std::string kind; ///< "chan receive", "sync.Mutex.Lock", "sleep"
    Address object; ///< null if none
    std::string description; ///< "chan int, 3 of 10 queued"
    std::vector<uint64_t> others; ///< ids of goroutines that wait for the same object (bounded)
    /// Who seems to have it; Go does not note that, so it is told from code, deferred calls and variables.
    struct Holder {
        uint64_t goroutine = 0;
        size_t frame = 0; ///< whose function took it
        std::string function;
        bool isDeferred = false; ///< its deferred Unlock is pending; else its code is between Lock and Unlock
    };
    std::vector<Holder> holders;
};

/// One goroutine in full, for the panel below the stack.
struct GoroutineDetails {
    uint64_t id = 0;
    Address address;
    std::string status;
    std::string waitReason;
    int64_t waitNanoseconds = -1;
    bool isTimeExact = false; ///< else it waits at least so long
    uint64_t thread = 0;
    std::vector<std::pair<std::string, std::string>> labels;
    SourceLocation user, current, goStatement, start;
    SourceLocation createdBy; ///< the function that ran the go statement
    uint64_t parent = 0;
    AddressRange stack;
    std::vector<WaitInfo> waits;
    std::vector<CrashSummary::PanicLink> panics;
    bool isSystem = false;
    std::optional<Error> error;
};

/// A handle to a value kept by the Inspection, for asking for its children and text.
using ValueHandle = uint64_t;

/// What an interface holds: shown in its place, so that an interface costs no level of its own.
struct HeldValue {
    ValueHandle handle = 0;
    std::string type; ///< the dynamic type
    std::string value; ///< one line, without the type's name
    std::optional<uint64_t> length;
    uint64_t childCount = 0;
    bool isText = false;
};

/// A variable, field or element as shown.
struct VariableInfo {
    ValueHandle handle = 0; ///< 0: nothing below it can be asked for
    std::string name;
    std::string type;
    std::string value; ///< one line, without the type's name
    std::string meaning; ///< "5m0s", "14 bytes"; may be empty
    std::string expression; ///< Go expression that evaluates to it, for copying
    std::optional<Address> address;
    std::optional<uint64_t> length;
    std::optional<Address> contentAddress; ///< of the elements of a string or slice, of what a pointer points to
    uint64_t contentSize = 0; ///< bytes: of those, else of the value itself; 0: there are none
    uint64_t childCount = 0;
    bool isArgument = false;
    bool isResult = false;
    bool isEscaped = false;
    bool isCaptured = false;
    bool isInlinedResult = false; ///< "~r0" of a call that was inlined here: no variable of the program
    bool shadowed = false;
    bool optimizedOut = false;
    bool notYetAssigned = false;
    bool leftOver = false; ///< the frame goes on without it: what it points to may have been freed and used anew
    /// "passed" of a parameter that the debug information has lost and the code still tells, as it was passed to the
    /// function; "memory" if part of it was read from memory that may have changed since; else empty.
    std::string recovered;
    std::string recoveredFrom; ///< where that is told: "the caller main.f keeps it at its CFA-72"
    bool isNil = false;
    bool isText = false; ///< string or bytes: text() pages through it
    bool isList = false; ///< a slice, array or map with elements, also held or pointed to: valueTable() has its rows
    std::optional<HeldValue> held; ///< of an interface that is not nil
    std::optional<Error> error;

    /// Says nothing of the program: lists have it behind a count at their end.
    [[nodiscard]] bool isAside() const { return optimizedOut || isInlinedResult; }
};

/// One line of a value that is laid out whole.
struct ValueLine {
    unsigned depth = 0; ///< 0: of the value itself
    std::string name;
    std::string type; ///< of an interface the type of what it holds
    std::string value; ///< one line, without the type's name
    std::string meaning;
};

/// One error of a chain, outermost first.
struct ErrorLink {
    unsigned depth = 0; ///< 0: the error itself, 1: what it wraps, …
    std::string field; ///< of the error before by which it is held: "Err", "errs[1]"
    std::string type;
    std::optional<std::string> text; ///< of Error(), if it can be told without running it
    std::vector<ValueLine> lines; ///< what it is made of; where it holds another error only that it does
};

/// A value with all that it is made of, up to a bound that is told.
struct WholeValue {
    std::vector<ErrorLink> errors; ///< empty: it is no error
    std::vector<ValueLine> lines; ///< of what is no error
    bool isCut = false; ///< there is more of it
};

/// What tells a goroutine from others that stand at the same place.
struct GoroutineTraits {
    struct Trait {
        std::string function; ///< whose argument or captured variable it is
        std::string name; ///< "id", or "w.id" of a field behind a pointer
        std::string value; ///< one line
        bool isAddress = false; ///< tells apart, but nothing of what
    };
    std::vector<Trait> traits; ///< arguments and captured variables, the innermost frame's first
    std::vector<std::string>
        waitsFor; ///< "0xc000… (receive from a channel)", of a select one a case that has a channel
};

/// A type as a person asks for it.
struct TypeInfo {
    std::string name;
    std::string kind; ///< "struct", "int", "func" …: Go's own words
    uint64_t size = 0; ///< bytes
    std::string element; ///< of pointers, slices, arrays, channels, maps (the value)
    std::string key; ///< of maps
    std::string concrete; ///< dynamic type of the interface value that was asked for, if it has one
    struct Field {
        std::string name;
        std::string type;
        uint64_t offset = 0; ///< bytes
        uint64_t size = 0; ///< bytes
        bool embedded = false;
    };
    std::vector<Field> fields;
    std::vector<std::string> methods; ///< full names, those with pointer receivers too
};

/// Go: as `go tool objdump` writes x86-64; other processors have one syntax.
enum class DisassemblyFlavor { Gnu, Intel, Go };

struct DisassemblyLine {
    Address address;
    std::string bytes; ///< hexadecimal pairs
    std::string text; ///< mnemonic and operands, call targets by name
    std::string file;
    int line = 0;
    bool isCurrent = false;
    bool isCall = false;
    std::optional<Address> target; ///< of a call or jump
    std::optional<Address> memory; ///< that it names relative to itself: package variables, constants
    std::vector<std::string> registers; ///< that it names, by the whole register's name ("rax" for al), each once
};

struct Disassembly {
    std::string function;
    Address current;
    std::vector<DisassemblyLine> lines;
    struct SourceLine {
        std::string file;
        int line = 0;
        std::string text; ///< without the indentation
    };
    std::vector<SourceLine> source; ///< of the lines that were found here, sorted by file and line
};

/// A source file, or where it was looked for.
struct SourceText {
    std::string recorded; ///< the path in the debug information
    std::string local; ///< the file that was read, empty if none was found
    std::string text;
    bool newerThanProgram = false;
    std::optional<Error> error;
};

/// Where an expression leads in memory.
struct MemoryPlace {
    Address address;
    uint64_t size = 0; ///< bytes of what lies there; 0 if unknown
    std::string type = {}; ///< of the expression; empty of a written address
};

/// An object of Go's heap, as the runtime's size classes cut it: a little larger than what was asked for.
struct HeapObject {
    Address address;
    uint64_t size = 0; ///< bytes
    bool isFree = false; ///< nobody has it
};

/// What lies at an address.
struct AddressInfo {
    std::string name; ///< "main.main + 0x20", "stack of goroutine 7", "Go heap"; empty if nothing is known
    std::optional<HeapObject> object;
    std::string text; ///< that begins there; empty if it is none
    bool isTextCut = false;
};

/// Some memory, as far as it is there.
struct MemoryBytes {
    Address address;
    /// A byte a position; what can't be read is nullopt.
    std::vector<std::optional<uint8_t>> bytes;
    std::optional<Error> error; ///< for the first byte that can't be read
};

}
