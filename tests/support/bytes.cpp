// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/support/bytes.h"

#include <random>

namespace Freezeframe
{

std::vector<std::byte> patternBytes(size_t count, uint32_t seed)
{
    std::mt19937 random(seed);
    std::vector<std::byte> bytes(count);
    for (std::byte &byte : bytes)
        byte = static_cast<std::byte>(random() & 0xff);
    return bytes;
}

}
