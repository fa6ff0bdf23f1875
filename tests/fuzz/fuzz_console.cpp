// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/console/console.h"

#include <cstdlib>

using namespace Freezeframe;

namespace
{

/// The core of the environment's FREEZEFRAME_FUZZ_CORE with the program FREEZEFRAME_FUZZ_EXE, open for all lines.
class Fuzzed
{
public:
    Fuzzed()
    {
        const char *core = std::getenv("FREEZEFRAME_FUZZ_CORE");
        const char *executable = std::getenv("FREEZEFRAME_FUZZ_EXE");
        auto opened = Inspection::open(
            {.core = core ? core : "core", .files = {.executable = executable ? executable : std::string()}});
        if (!opened) {
            std::fprintf(stderr, "%s\n", opened.error().toString().c_str());
            std::exit(2);
        }
        m_inspection = std::move(*opened);
    }

    void run(std::string_view line)
    {
        // Once as a command, once as an expression; what writes and runs files is left to its own tests.
        const std::string_view word = line.substr(0, line.find(' '));
        for (const std::string_view command : {"edit", "transcript", "source", "config", "dump", "save"}) {
            if (!word.empty() && command.starts_with(word))
                return;
        }
        size_t bytes = 0;
        const TextSink sink = [&bytes](std::string_view text) { bytes += text.size(); };
        Console console(*m_inspection);
        (void)console.execute(line, sink);
        (void)console.execute("print " + std::string(line), sink);
        (void)console.completions(line);
    }

private:
    std::unique_ptr<Inspection> m_inspection;
};

}

/// Runs @p data as a line of the console.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static Fuzzed fuzzed;
    fuzzed.run({reinterpret_cast<const char *>(data), size});
    return 0;
}
