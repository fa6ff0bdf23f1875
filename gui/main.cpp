// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/mappingguard.h"
#include "gui/application.h"

#include <QApplication>

#include <cstdio>

int main(int argc, char **argv)
{
    constexpr int exitUsage = 2;
    Freezeframe::MappingGuard::install();
    QApplication application(argc, argv);
    Freezeframe::prepareApplication(application);
    const auto options = Freezeframe::WindowOptions::parse(application);
    if (!options) {
        std::fprintf(stderr, "freezeframe: %s\n", qPrintable(options.error()));
        return exitUsage;
    }
    return Freezeframe::runApplication(application, *options);
}
