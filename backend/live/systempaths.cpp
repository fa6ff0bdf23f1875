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

std::string SystemPaths::fromHere(const std::string &path) const
{
    struct stat here{};
    struct stat there{};
    const bool isSame = ::stat(path.c_str(), &here) == 0 && ::stat((root + path).c_str(), &there) == 0
        && here.st_dev == there.st_dev && here.st_ino == there.st_ino;
    return root.empty() || isSame ? path : root + path;
}

}
