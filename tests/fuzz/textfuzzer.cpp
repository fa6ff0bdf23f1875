// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/fuzz/textfuzzer.h"

#include <array>

namespace Freezeframe
{

namespace
{

constexpr size_t longest = 70'000; ///< bytes of a line
constexpr std::array words = std::to_array<std::string_view>({"(",
                                                              ")",
                                                              "[",
                                                              "]",
                                                              "{",
                                                              "}",
                                                              "*",
                                                              "&",
                                                              "!",
                                                              "-",
                                                              "^",
                                                              "<<",
                                                              ">>",
                                                              "&^",
                                                              "&&",
                                                              "||",
                                                              "==",
                                                              "<=",
                                                              ".",
                                                              ".(",
                                                              ".(data)",
                                                              ":",
                                                              ",",
                                                              "'",
                                                              "\"",
                                                              "`",
                                                              "\\",
                                                              "0",
                                                              "1",
                                                              "-1",
                                                              "0x",
                                                              "1e999",
                                                              "1e-999",
                                                              "9223372036854775807",
                                                              "1i",
                                                              "0x1p-1074",
                                                              "'\\xff'",
                                                              "\"\\xff\"",
                                                              "nil",
                                                              "true",
                                                              "int",
                                                              "uint8",
                                                              "string",
                                                              "[]byte",
                                                              "[]int",
                                                              "map[string]int",
                                                              "struct{",
                                                              "func(",
                                                              "chan ",
                                                              "interface{}",
                                                              "any(",
                                                              "all(",
                                                              "filter(",
                                                              "map(",
                                                              "count(",
                                                              "sum(",
                                                              "sort(",
                                                              "first(",
                                                              "desc",
                                                              "it",
                                                              "key",
                                                              "value",
                                                              "goroutines",
                                                              "len(",
                                                              "cap(",
                                                              "min(",
                                                              "max(",
                                                              "complex(",
                                                              "real(",
                                                              "imag(",
                                                              "unsafe.Sizeof(",
                                                              "unsafe.Pointer(",
                                                              "runtime.frame(0).",
                                                              "runtime.curg",
                                                              "$rip",
                                                              "uintptr(",
                                                              "[4]int{",
                                                              "{1: 2}",
                                                              "x",
                                                              "main.",
                                                              "%",
                                                              " over ",
                                                              "-with ",
                                                              "-group ",
                                                              "\x01",
                                                              "\x7f",
                                                              "\xff",
                                                              "\xe2\x82\xac",
                                                              "\t",
                                                              " "});

}

std::string TextFuzzer::next()
{
    std::string line = m_lines.empty() ? std::string() : m_lines[below(m_lines.size())];
    for (size_t changes = 1 + below(6); changes > 0; --changes)
        change(line);
    if (line.size() > longest)
        line.resize(longest);
    return line;
}

void TextFuzzer::change(std::string &line)
{
    const size_t place = below(line.size() + 1);
    switch (below(8)) {
    case 0: // one letter less
        if (place < line.size())
            line.erase(place, 1 + below(4));
        break;
    case 1: // another letter
        if (place < line.size())
            line[place] = static_cast<char>(below(256));
        break;
    case 2: { // a part once more
        const std::string part = line.substr(place, 1 + below(12));
        line.insert(place, part);
        break;
    }
    case 3: { // a part many times
        const std::string part
            = below(2) == 0 ? std::string(words[below(words.size())]) : line.substr(place, 1 + below(8));
        std::string many;
        for (size_t count = size_t(1) << below(below(40) == 0 ? 14 : 8); count > 0; --count)
            many += part;
        line.insert(place, many);
        break;
    }
    case 4: // the end of another line
        if (!m_lines.empty()) {
            const std::string &other = m_lines[below(m_lines.size())];
            line = line.substr(0, place) + other.substr(below(other.size() + 1));
        }
        break;
    case 5: line.insert(place, m_lines.empty() ? std::string() : m_lines[below(m_lines.size())]); break;
    default: line.insert(place, words[below(words.size())]); break;
    }
}

}
