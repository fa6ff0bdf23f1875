// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/systempaths.h"

#include <sys/stat.h>

namespace Freezeframe
{

SystemPaths SystemPaths::ofThisMachine()
{
    SystemPaths paths;
    struct stat own{};
    struct stat first{};
    const char *firstRoot = "/proc/1/root";
    const bool isKnown = ::stat("/", &own) == 0 && ::stat((std::string(firstRoot) + "/.").c_str(), &first) == 0;
    if (isKnown && (own.st_dev != first.st_dev || own.st_ino != first.st_ino))
        paths.root = firstRoot;
    return paths;
}

}
