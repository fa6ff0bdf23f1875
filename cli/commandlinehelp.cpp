// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "cli/commandline.h"

namespace Freezeframe
{

std::string helpText()
{
    return R"(freezeframe-cli: answers from core dumps of Go programs, for scripts and servers

usage:
  freezeframe-cli report CORE [options]        why it crashed, goroutines, threads; also of a
                                               text with goroutines, -: standard input
  freezeframe-cli eval CORE [options] EXPR...  values of Go expressions, one a line
  freezeframe-cli disassemble CORE [options]   the code around a frame
  freezeframe-cli source CORE [options]        the source around a frame
  freezeframe-cli console CORE [options]       Delve's commands, typed or from standard input
  freezeframe-cli profile CORE --kind heap|allocs|block|mutex|goroutine -o FILE
                                               a profile for `go tool pprof`; -o -: standard output
  freezeframe-cli trace CORE -o FILE           the last seconds for `go tool trace`, of a program with
                                               a trace.FlightRecorder (Go 1.25 on)
  freezeframe-cli inflight CORE [--json] [--show-secrets]
                                               requests, queries, timers, connections at that moment
  freezeframe-cli compare A B [--json]         what differs: goroutines, variables, findings, memory
  freezeframe-cli help COMMAND                 what a command of the console does
  freezeframe-cli help expressions             what expressions and queries can say
  freezeframe-cli capture PID [options]        a core of a process, which runs on

living processes:
  freezeframe-cli ps [--all]                   Go programs that run here; --all: all processes, Go ones first
  freezeframe-cli doctor [PID|FILE] [--apply CHECK] [--try]
                                               would it leave a core? each thing that decides, and the mend;
                                               --try: a small process of ours dies in its place
  freezeframe-cli abort PID [--wait [SECONDS]] [--signal ABRT|QUIT] [--force]
                                               ends it by a signal that makes a core; refuses if none would come
  freezeframe-cli quit PID [--wait [SECONDS]] [--force]
                                               the same by SIGQUIT
  freezeframe-cli cores [FOLDER...]            cores that the system kept, newest first
  each with --json

learning:
  freezeframe-cli walkthrough [--step N] [--do] [--list] [--reset] [--folder DIR]
                                               what cores are and how to get one, step by step, done for real;
                                               --html FILE: all of it as one page

options:
  --exe FILE          the executable, instead of the one that is found
  --force             use --exe FILE though it does not match the core
  --format text|json  text for people (default), json for scripts
  --format traceback  report: all goroutines as a dying Go program prints them,
                      for tools that read that; --stacks: the runtime's frames too
  --goroutine N       only goroutine N (report: may be repeated)
  --thread N          the stack of thread N instead of a goroutine's
  --frame N           frame N, 0 is the innermost (default: the crash's frame, else 0)
  --filter TEXT       report: only goroutines for which it holds, in the language of
                      the window: 'wait:mutex func:cache.', '-state:running',
                      'label:tenant=eu OR (wait:>10m user:/api.*Quote/)'
  --group BY          report: by stack (default), function, user, current, start,
                      created, state, wait, label:KEY, or none
  --stacks            report: all frames of each goroutine
  --variables         report: arguments and locals of each frame
  --threads           report: registers and stacks of threads
  --max-string N      eval, report --variables: N bytes of each text (64),
                      at most 67108864; what is left out is counted
  --full              eval: texts, slices and maps whole, up to 64 MiB a value
  --raw               eval: the bytes of one text or slice of bytes as they are,
                      without an end of line: eval CORE --raw BODY > FILE
  --depth N           report: frames a stack at most (default 100)
  --init FILE         console: commands to run first
  --kind KIND         profile: heap, allocs (what is in use, and all since the start),
                      block, mutex (waits, if the program counts them), goroutine
  -o FILE, --output FILE  profile, trace: the file to write, which is replaced
  --show-secrets      inflight: passwords, tokens and cookies as they are (else masked)
  --source-map A=B    source files recorded under A are under B here
  --debug-dir DIR     look for separate debug information there too
  --debuginfod        ask the servers of $DEBUGINFOD_URLS for what is still missing
                      (off by default: they learn the build ids)
  --root DIR          look for recorded paths under DIR too
  --help, --version

capture:
  -o FILE, --output FILE  the core's name; nothing is ever overwritten
  --mode fast|low-memory  copy to memory and write later, or write while the
                          process stands still (default: by free memory)
  --max-pause SECONDS     let it run after that, whatever is missing (30)
  --compress              with zstd, once the process runs again
  --all-mappings          also what coredump_filter and the program leave out
  --privileged            ask for the right to trace if it is missing
  --no-stop               copy while it runs, as if another traces it: values may
                          contradict each other
  --skip-stuck            without the registers of threads in state D
  --keep-incomplete       if it dies meanwhile, keep what was copied, if it is most,
                          as NAME.incomplete.core
  --json                  the figures, or the error, as JSON

exit status: 0 whole; 1 answered, with warnings about damage; 2 usage;
3 the input can't be read at all.
exit status of abort and quit: 0 the core is there (without --wait: the signal is
sent); 1 it is cut; 3 denied; 4 no such process; 6 no end, or no core, in time;
7 no core; 8 it can't be opened from here; 9 where it is is not known.
exit status of capture: 1 partial; 3 denied; 4 the process is gone, or died while
it was copied; 5 no space; 6 timed out.
)";
}

}
