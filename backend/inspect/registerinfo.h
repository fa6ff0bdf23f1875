// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"
#include "backend/elf/registers.h"
#include "backend/elf/widevectors.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace Freezeframe
{

/// One register of a frame as a person reads it. An immutable value; any thread.
struct RegisterInfo {
    std::string name; ///< "rax"
    uint64_t value = 0; ///< of a vector register the lower 64 bits
    bool isVector = false;
    std::optional<uint64_t> high; ///< of a vector register the upper 64 bits of 128
    std::vector<uint64_t> wider; ///< of ymm0 and zmm0 what is above them, from the lowest
    std::string meaning; ///< what lies there; flags by name; a vector as numbers
    std::optional<uint64_t> caller; ///< in the calling frame, if that is known and another
};

/// The registers that are known, vectors last. @p caller may be null; @p describe says what lies at an address.
[[nodiscard]] std::vector<RegisterInfo> registerInfos(const Registers &registers, const Registers *caller,
                                                      const std::function<std::string(Address)> &describe,
                                                      std::span<const WideVector> wide = {});

/// "CF ZF IF": the bits of eflags that are set (Intel SDM volume 1, 3.4.3).
[[nodiscard]] std::string flagNames(uint64_t flags);

/// The lanes of a vector: "float64 1.5, 0 · float32 … · int32 …"; "0" if all are 0.
[[nodiscard]] std::string vectorText(std::span<const uint64_t> words);

}
