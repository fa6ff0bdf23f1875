// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT

// "[-seconds N] [-seed N] FILE…": what libFuzzer does, where there is none. Runs the target with each line of the files
// that is no comment, then with lines made of them. Says which line came before a crash.
#include "tests/fuzz/textfuzzer.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>

using namespace Freezeframe;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int argc, char **argv)
{
    uint64_t seconds = 0;
    uint64_t seed = std::random_device()();
    std::vector<std::string> lines;
    for (int index = 1; index < argc; ++index) {
        const bool hasNumber = index + 1 < argc;
        if (std::strcmp(argv[index], "-seconds") == 0 && hasNumber) {
            seconds = std::strtoull(argv[++index], nullptr, 10);
        } else if (std::strcmp(argv[index], "-seed") == 0 && hasNumber) {
            seed = std::strtoull(argv[++index], nullptr, 10);
        } else {
            std::ifstream file(argv[index]);
            if (!file) {
                std::fprintf(stderr, "%s can't be read\n", argv[index]);
                return 2;
            }
            for (std::string line; std::getline(file, line);) {
                if (!line.empty() && !line.starts_with('#'))
                    lines.push_back(line);
            }
        }
    }
    // What was running lies in a file when the program is gone.
    const auto run = [&](const std::string &line) {
        std::ofstream("fuzz-last-line", std::ios::binary | std::ios::trunc) << line;
        const auto start = std::chrono::steady_clock::now();
        LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t *>(line.data()), line.size());
        const auto time = std::chrono::steady_clock::now() - start;
        if (time > std::chrono::seconds(20)) {
            std::fprintf(stderr, "slow, %lld s: %.2000s\n",
                         static_cast<long long>(std::chrono::duration_cast<std::chrono::seconds>(time).count()),
                         line.c_str());
        }
    };
    for (const std::string &line : lines)
        run(line);
    std::fprintf(stderr, "%zu lines; then new ones for %llu s from -seed %llu\n", lines.size(),
                 static_cast<unsigned long long>(seconds), static_cast<unsigned long long>(seed));
    TextFuzzer fuzzer(lines, seed);
    uint64_t count = 0;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
    for (; std::chrono::steady_clock::now() < end; ++count)
        run(fuzzer.next());
    std::fprintf(stderr, "%llu lines, nothing found\n", static_cast<unsigned long long>(count));
    return 0;
}
