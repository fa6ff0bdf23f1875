// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/mappingguard.h"
#include "cli/commands.h"

#include <iostream>
#include <span>

int main(int argc, char **argv)
{
    Freezeframe::MappingGuard::install();
    const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
    return Freezeframe::runCommand(arguments, std::cout, std::cerr);
}
