// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/console/commandhelp.h"
#include "backend/console/refusedcommands.h"

namespace Freezeframe
{

namespace
{

using Group = CommandHelp::Group;

std::vector<CommandHelp> dataCommands()
{
    return {
        {.names = {"args"},
         .group = Group::Data,
         .summary = "Print function arguments.",
         .usage = "[goroutine <n>] [frame <m>] args [-v] [<regex>]",
         .details
         = "<regex>  only arguments whose name matches\n-v       with type and address\nAfter deferred <n>: what the deferred call runs with.",
         .when
         = "to see what the selected function was called with. (optimised out) means that the compiler kept no copy: look one frame up, at what the caller passed.",
         .example = "args"},
        {.names = {"locals"},
         .group = Group::Data,
         .summary = "Print local variables.",
         .usage = "[goroutine <n>] [frame <m>] locals [-v] [<regex>]",
         .details
         = "<regex>  only variables whose name matches\n-v       with type and address\nNames in parentheses are hidden by a later variable of the same name.",
         .when = "to see what the selected function had worked out when everything stopped.",
         .example = "locals"},
        {.names = {"vars"},
         .group = Group::Data,
         .summary = "Print package variables.",
         .usage = "vars [-v] [<regex>]",
         .details
         = "<regex>  only variables whose full name matches; without it all of them, thousands in a server\n-v  " "     with type and address",
         .when = "to see configuration, caches, counters and registries that live for the whole program.",
         .example = "vars ^io\\.E"},
        {.names = {"print", "p"},
         .group = Group::Data,
         .summary = "Evaluate an expression.",
         .usage = "[goroutine <n>] [frame <m>] print [%<verb>] <expression>",
         .details
         = "The expression is Go: fields, elements m[\"key\"], slices s[2:4] and s[2:4:6], dereferences, arithmetic, comparisons, conversions, type assertions x.(T) and x.(data), len cap min max real imag complex, unsafe.Sizeof Offsetof Alignof, listed values like Point{1, 2}, runtime.frame(2).x of another frame, registers rip RIP $rip xmm0.float32. Lists, maps, channels and goroutines are asked by queries: help expressions. Nothing is called, as nothing can run. \"full/path\".Name names a package by its path, *(*T)(0xc000…) reads an address. A channel is printed with who waits for it.\nA verb of Go's fmt before the expression, %x %#x %08b %o %c %q %U %e %.2f %s, writes the plain values in it so.",
         .when = "whenever one value, or one part of a big one, is the question.",
         .example = "print c.hits"},
        {.names = {"whatis"},
         .group = Group::Data,
         .summary = "Prints type of an expression or a type.",
         .usage = "whatis <expression>\nwhatis <type name>",
         .details
         = "Of a type: its kind and size, fields with offsets and padding, methods.\nOf an interface: what is in it.",
         .when = "before you write an expression, and to see how a struct lies in memory.",
         .example = "whatis c"},
        {.names = {"display"},
         .group = Group::Data,
         .summary = "Print value of an expression every time another frame is selected.",
         .usage = "display -a [%<verb>] <expression>\ndisplay -d <number>\ndisplay",
         .details = "-a  adds an expression to the list\n-d  takes one off\nWithout arguments all are printed now.",
         .when = "to compare one value from goroutine to goroutine while you walk.",
         .example = "display -a c.hits\ndisplay"},
        {.names = {"examinemem", "x"},
         .group = Group::Data,
         .summary = "Examine raw memory at the given address.",
         .usage
         = "examinemem [-fmt <format>] [-count|-len <count>] [-size <size>] <address>\nexaminemem [-fmt <format>] " "[-count|-len <count>] [-size <size>] -x <expression>",
         .details
         = "-fmt    hex (default), dec, oct, bin, raw\n-count  how many numbers (default 1)\n-size   bytes of one number, 1 to 8 (default 1)\n-x      an integer or a pointer gives the address\nBytes that the core does not have are ??, with the reason below.",
         .when = "when a value looks damaged, to see what its bytes really are.",
         .example = "examinemem -count 16 -x c"},
        {.names = {"regs"},
         .group = Group::Data,
         .summary = "Print contents of CPU registers.",
         .usage = "[goroutine <n>] [frame <m>] regs [-a]",
         .details = "-a  vector registers too\nIn callers only those registers that calls save are known.",
         .when = "beside disassemble, to follow one instruction.",
         .example = "regs"},
    };
}

std::vector<CommandHelp> goroutineCommands()
{
    return {
        {.names = {"goroutines", "grs"},
         .group = Group::Goroutines,
         .summary = "List program goroutines.",
         .usage
         = "goroutines [-u|-r|-g|-s] [-t [depth]] [-l] [-with loc expr] [-without loc expr] [-group argument] [-chan expr] [-exec command]",
         .details
         = "-u  each with its first function that is not the runtime's (default)\n-r  with its innermost function\n-g  with the go statement that started it\n-s  with its first function\n-t  with its stack, 10 frames or as many as said\n-l  with its labels\n\n-with, -w      only those for which it holds\n-without, -wo  only those for which it does not\n    userloc, curloc, goloc, startloc TEXT   TEXT is part of \"FILE:LINE in FUNCTION\"\n    label KEY, label KEY=VALUE\n    running   on a thread\n    user      not the runtime's own\n    waitreason TEXT   part of the reason; \"chan receive\" in quotes\n    status TEXT, stack TEXT   (these three are Freezeframe's)\n-chan EXPR     only those that wait for this channel; no spaces in EXPR\n-group FIELD   together by userloc, curloc, goloc, startloc, running, user, label KEY, waitreason, status, stack; 5 of each group are listed\n-exec COMMAND  runs a command on each",
         .when = "first of all when a program hangs: where is everybody, and what do they wait for?",
         .example = "goroutines -group waitreason"},
        {.names = {"goroutine", "gr"},
         .group = Group::Goroutines,
         .summary = "Shows or changes current goroutine.",
         .usage = "goroutine\ngoroutine <id>\ngoroutine <id> <command>",
         .details
         = "Without arguments: where the current one is.\nWith a number: selects it.\nWith a command: runs it on that goroutine and leaves the selection.",
         .when = "to go to one goroutine of the list; with a command, to look without leaving.",
         .example = "goroutine 1 stack"},
        {.names = {"threads"},
         .group = Group::Goroutines,
         .summary = "Print out info for every thread.",
         .usage = "threads",
         .details = "With the signal that it got, if any, and the goroutine that it ran.",
         .when = "when C code, a system call or a signal is in the game.",
         .example = "threads"},
        {.names = {"thread", "tr"},
         .group = Group::Goroutines,
         .summary = "Switch to the specified thread.",
         .usage = "thread <id>\nthread <id> <command>",
         .details = "Selects the goroutine that it ran, or its own stack if it ran none.",
         .when = "to look at the thread that got the signal, or at one in C.",
         .example = "threads"},
    };
}

std::vector<CommandHelp> stackCommands()
{
    return {
        {.names = {"stack", "bt"},
         .group = Group::Stack,
         .summary = "Print stack trace.",
         .usage
         = "[goroutine <n>] [frame <m>] stack [<depth>] [-full] [-offsets] [-defer] [-a <n>] [-adepth <depth>] [-mode " "<mode>]",
         .details
         = "<depth>   the last frame's number (default 50)\n-full     with arguments and locals of each frame\n" "-offsets  with the frame's place on the stack\n-defer    with the calls that each frame has deferred\n-a " "<n>    with the stacks of n ancestors (GODEBUG=tracebackancestors)\n-adepth   frames of each ancestor\n-mode     normal, or simple and fromg: without C and the runtime's own stacks",
         .when = "always: how did it get here?",
         .example = "stack 12"},
        {.names = {"frame"},
         .group = Group::Stack,
         .summary = "Set the current frame, or execute command on a different frame.",
         .usage = "frame <m>\nframe <m> <command>",
         .when = "to look at a caller: its code, arguments and locals.",
         .example = "frame 12 args"},
        {.names = {"up"},
         .group = Group::Stack,
         .summary = "Move the current frame up.",
         .usage = "up [<m>]\nup [<m>] <command>",
         .when = "to walk to the callers, one by one.",
         .example = "up 1 list"},
        {.names = {"down"},
         .group = Group::Stack,
         .summary = "Move the current frame down.",
         .usage = "down [<m>]\ndown [<m>] <command>",
         .when = "to walk back.",
         .example = "up 3\ndown"},
        {.names = {"deferred"},
         .group = Group::Stack,
         .summary = "Executes command in the context of a deferred call.",
         .usage = "deferred <n> <command>",
         .details
         = "<n> counts the calls that the current frame has deferred, the latest is 1: stack -defer lists them.\nargs and print tell what it runs with.",
         .when = "to see what would have been cleaned up, unlocked or recovered.",
         .example = "goroutine 1 frame 6 deferred 1 list"},
    };
}

std::vector<CommandHelp> otherCommands()
{
    return {
        {.names = {"list", "ls", "l"},
         .group = Group::Other,
         .summary = "Show source code.",
         .usage = "[goroutine <n>] [frame <m>] list [<locspec>]",
         .details
         = "<locspec>  FILE:LINE, LINE, +N, -N, FUNCTION[:LINE], *ADDRESS, /REGEX/; parts of paths and names may be left out\nThe arrow is at the line where the frame stands.",
         .when = "to read the code around.",
         .example = "list"},
        {.names = {"disassemble", "disass"},
         .group = Group::Other,
         .summary = "Disassembler.",
         .usage = "[goroutine <n>] [frame <m>] disassemble [-a <start> <end>] [-l <locspec>]",
         .details
         = "-a  from an address to another\n-l  the function of that place\nconfig disassemble-flavor chooses go, intel or gnu.",
         .when = "when source is missing, or a line does too much to say what failed in it.",
         .example = "disassemble"},
        {.names = {"sources"},
         .group = Group::Other,
         .summary = "Print list of source files.",
         .usage = "sources [<regex>]",
         .when = "to find a file's recorded path, for list and substitute-path.",
         .example = "sources cache"},
        {.names = {"funcs"},
         .group = Group::Other,
         .summary = "Print list of functions.",
         .usage = "funcs [<regex>]",
         .when = "to find a function's full name.",
         .example = "funcs cache\\.\\(\\*Cache"},
        {.names = {"types"},
         .group = Group::Other,
         .summary = "Print list of types.",
         .usage = "types [<regex>]",
         .when = "to find a type's full name, for conversions.",
         .example = "types ^main\\."},
        {.names = {"packages"},
         .group = Group::Other,
         .summary = "Print list of packages.",
         .usage = "packages [<regex>]",
         .when = "to see what is linked into the program.",
         .example = "packages net"},
        {.names = {"libraries"},
         .group = Group::Other,
         .summary = "List loaded dynamic libraries.",
         .usage = "libraries",
         .details = "The program itself is the first; each with what is known of its symbols.",
         .when = "in programs with C: which files were loaded where, and which of them are known here.",
         .example = "libraries"},
        {.names = {"config"},
         .group = Group::Other,
         .summary = "Changes configuration parameters.",
         .usage
         = "config -list\nconfig -save\nconfig <parameter> <value>\nconfig substitute-path <from> <to> | <from> | -clear | " "-guess\nconfig alias <command> <alias>\nconfig alias <alias>\nconfig debug-info-directories -add <dir> | -rm " "<dir> | -clear",
         .details
         = "help config <parameter> tells what it is for. Settings last as long as the console; -save keeps them for the next ones, and --init FILE runs config lines at each start.",
         .when = "to print more or less of values, and to find sources that lie elsewhere.",
         .example = "config -list"},
        {.names = {"edit", "ed"},
         .group = Group::Other,
         .summary = "Open where you are in $DELVE_EDITOR, $VISUAL or $EDITOR.",
         .usage = "edit [<locspec>]",
         .when = "to mend what you have found."},
        {.names = {"source"},
         .group = Group::Other,
         .summary = "Executes a file containing a list of commands.",
         .usage = "source <path>",
         .details
         = "Lines that begin with # are comments. A command that fails is told with its line; the rest goes on.",
         .when = "to ask the same questions of several cores."},
        {.names = {"transcript"},
         .group = Group::Other,
         .summary = "Appends command output to a file.",
         .usage = "transcript [-t] [-x] <output file>\ntranscript -off",
         .details = "-t    empties the file first\n-x    the output goes nowhere else\n-off  ends it",
         .when = "to keep what you have found for a bug report."},
        {.names = {"target"},
         .group = Group::Other,
         .summary = "Tells which process the core is of.",
         .usage = "target list\ntarget switch <pid>",
         .when = "rarely: a core holds one process.",
         .example = "target list"},
        {.names = {"help", "h"},
         .group = Group::Other,
         .summary = "Prints the help message.",
         .usage = "help [<command>]\nhelp config <parameter>",
         .example = "help frame"},
        {.names = {"exit", "quit", "q"},
         .group = Group::Other,
         .summary = "Ends the console.",
         .usage = "exit [-c] [-d]",
         .details = "-c and -d are for living processes and change nothing here.",
         .when = "at the end. In the window it closes the console; the core stays open."},
        {.names = {"breakpoints", "bp"},
         .group = Group::Breakpoints,
         .summary = "Print out info for active breakpoints: a core has none.",
         .usage = "breakpoints",
         .when = "never over a core: where it stopped is what crash and stack tell."},
        {.names = {"checkpoints"},
         .group = Group::Running,
         .summary = "Print out info for existing checkpoints: a core has none.",
         .usage = "checkpoints",
         .when = "never over a core, which is one moment itself."},
    };
}

std::vector<CommandHelp> ourCommands()
{
    return {
        {.names = {"crash"},
         .group = Group::Ours,
         .summary = "Tells why the program ended, and selects the frame where.",
         .usage = "crash",
         .when = "first, and to come back.",
         .example = "crash"},
        {.names = {"report"},
         .group = Group::Ours,
         .summary = "Prints the whole report: crash, goroutines in groups, threads.",
         .usage = "report [-stacks] [-variables] [-threads]",
         .when = "to keep everything, together with transcript.",
         .example = "report"},
        {.names = {"findings"},
         .group = Group::Ours,
         .summary
         = "Tells what is wrong with the program: deadlocks, leaks, locks with many behind, endless recursion.",
         .usage = "findings",
         .details
         = "Each has what it is told from. What is told from code and not from memory says \"probably\"; of a program that is well nothing is said. Goroutines that never wake are looked for in all of the heap.",
         .when = "when a program hangs or grows, before reading stacks.",
         .example = "findings"},
        {.names = {"inflight"},
         .group = Group::Ours,
         .summary = "Lists requests, queries, contexts, timers, connections and files that were in flight.",
         .usage = "inflight [-show-secrets] [<kind>]",
         .details
         = "<kind>         only served, made, queries, databases, contexts, timers, connections, listeners, files or children\n-show-secrets  passwords, tokens and cookies as they are; else they are masked",
         .when = "to see which request, tenant or peer it was, and what it waited for.",
         .example = "inflight timers"},
        {.names = {"waits"},
         .group = Group::Ours,
         .summary = "Tells what a goroutine waits for, and who else does.",
         .usage = "waits [<goroutine>]",
         .when = "when a goroutine does not go on.",
         .example = "waits 1"},
        {.names = {"holders"},
         .group = Group::Ours,
         .summary = "Tells who probably has the lock that a goroutine waits for.",
         .usage = "holders [<goroutine>]",
         .details
         = "Go does not note that: it is told from code, deferred calls and variables, and nobody is named where that is ambiguous.",
         .when = "when many wait for one lock.",
         .example = "goroutines -with waitreason sync.Mutex.Lock -exec holders"},
        {.names = {"filter"},
         .group = Group::Ours,
         .summary = "Lists the goroutines for which words hold, as the filter of the window does.",
         .usage = "filter <words>",
         .details
         = "All words must hold:\n    TEXT            part of a function on its stack, its state, a label or its number\n    state:TEXT      part of its state or reason\n    wait:TEXT       part of the reason; wait:>10m, wait:<2s by how long\n    func:TEXT       part of a function anywhere on its stack\n    user: current: start: created:TEXT\n                    part of the function or FILE:LINE of its first user frame, its innermost frame, its first function, its go statement\n    file:TEXT       part of FILE:LINE where it is\n    label:KEY, label:KEY=VALUE, id:N, thread:N\n-WORD or NOT WORD   does not hold\nA B OR C            (A and B) or C; parentheses around words\n\"TEXT\"              spaces stay, signs mean nothing\n/REGEX/             a regular expression, also after a key: func:/\\.Get$/\nUpper and lower case are the same.",
         .when = "to find goroutines by more than one thing, or by what goroutines -with has no word for.",
         .example = "filter wait:mutex func:cache."},
        {.names = {"group"},
         .group = Group::Ours,
         .summary = "Counts goroutines by what they share, the largest group first.",
         .usage = "group <by> [<words>]",
         .details
         = "<by>     stack, function, user (line of the first user frame), current (innermost line), start, created (go statement), state, wait, label:KEY\n<words>  only those for which they hold, as for filter",
         .when = "to see in a few lines what 100,000 goroutines do, or which tenant has most of them.",
         .example = "group wait func:orders."},
        {.names = {"stacks"},
         .group = Group::Ours,
         .summary = "Puts the stacks of all goroutines together in one tree, from the outermost calls inwards.",
         .usage = "stacks [-l] [-r] [-s] [<words>]",
         .details
         = "<words>  only goroutines for which they hold, as for filter\n-l       calls at different lines of a function apart, as main.run:57\n-r       with frames of the runtime\n-s       with system goroutines\nEach line has how many goroutines are in the call, and what those that are nowhere deeper do. A line that is moved to the right is called by the nearest line above that is moved less; a line that is not is called by the line above it, unless that says what goroutines do. ×9 is a function that calls itself; with \"cycle of 2\" two that call each other in turn.",
         .when = "to see at a glance where 100,000 goroutines are, and by which ways they came there.",
         .example = "stacks wait:mutex"},
        {.names = {"count"},
         .group = Group::Ours,
         .summary = "Counts goroutines, all or by group.",
         .usage = "count [-with …] [-without …] [-group <field>]\ncount <words>",
         .details = "Options and groups as for goroutines, the largest group first; words as for filter.",
         .when = "to see in a few lines what 100,000 goroutines do.",
         .example = "count -group userloc"},
        {.names = {"find"},
         .group = Group::Ours,
         .summary = "Searches the core's memory.",
         .usage
         = "find [-max <n>] [-i] \"TEXT\"\nfind [-max <n>] <address or expression>\nfind [-max <n>] -into <begin> <end>\nfind " "[-max <n>] -bytes <hex>\nfind [-max <n>] -int <1|2|4|8> <number or expression>",
         .details
         = "An address, or a pointer's value, is searched as an aligned word: who points there?\n-into   pointers to any byte from <begin> up to before <end>: also to the middle of an object; no spaces in either\n-bytes  pairs of hexadecimal digits, ?? for any byte: 48 8b ?? 05\n-int    an integer of so many bytes at a multiple of them\n-i      A to Z are as a to z\n-max    how many places are told at most (default 1000)\nEach place comes with what the memory there is: the stack of a goroutine or thread, the Go heap, data of a module.",
         .when = "to find who refers to an object, or where a text is in memory.",
         .example = "find c"},
        {.names = {"regions"}, .group = Group::Ours, .summary = "Lists the regions of the process's memory.", .usage = "regions [<text>]", .details = "Begin, end, permissions, size in bytes, where the bytes are, what it is:\n    in the core     the core has them\n    from its file   the core leaves them out, the file of the same build id has them\n    not in the core, cut off   nobody has them\n    reserved        the process could not touch it either\n<text>  only lines that contain it", .when = "to see what an address can be at all, and what the core leaves out.", .example = "regions heap"},
        {.names = {"layout"},
         .group = Group::Ours,
         .summary = "Shows how a type lies in memory.",
         .usage = "layout <type name>\nlayout <expression>",
         .details
         = "Each field with its offset and its size in bytes, padding between them, and the type’s methods. Of an expression the type of its value, or of what its pointer points to.\nTab completes names of types; types <regex> lists them.",
         .when
         = "to see why a struct is as large as it is, what lies at an offset that a crash names, or what a type can do.",
         .example = "layout cache.Cache"},
        {.names = {"table"},
         .group = Group::Ours,
         .summary = "Evaluates an expression in the own function of each goroutine.",
         .usage = "table <expression> [over <options of goroutines or words of filter>]",
         .details = "A line a goroutine: its number and the value. Those without such a value are counted at the end.",
         .when = "to see which requests, tenants or files many goroutines of one kind work on.",
         .example = "table w.id over -with userloc Worker"},
    };
}

std::vector<CommandHelp> makeTable()
{
    std::vector<CommandHelp> all;
    for (auto part :
         {dataCommands(), goroutineCommands(), stackCommands(), ourCommands(), otherCommands(), refusedCommands()})
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

}

std::span<const CommandHelp> allCommands()
{
    static const std::vector<CommandHelp> table = makeTable();
    return table;
}

}
