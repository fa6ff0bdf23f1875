// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/mappingguard.h"
#include "gui/application.h"

#include <QApplication>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace
{

constexpr int exitUsage = 2;
constexpr int exitNoDisplay = 1;

/// Help and the version are told without a display, too.
bool asksForWords(int argc, char **argv)
{
    return std::any_of(argv + 1, argv + std::max(1, argc), [](const char *word) {
        const std::string_view text(word);
        return text == "--help" || text == "-h" || text == "--help-all" || text == "--version" || text == "-v";
    });
}

/// Qt aborts where it finds no display, with a core of this program: a sentence is enough.
void tellNoDisplay(QtMsgType type, const QMessageLogContext & /*context*/, const QString &message)
{
    if (type == QtFatalMsg) {
        std::fprintf(stderr, "freezeframe: there is no display to open a window on (freezeframe-cli needs none): %s\n",
                     qPrintable(message.simplified().section(QLatin1Char('.'), 0, 0)));
        std::_Exit(exitNoDisplay);
    }
    if (type != QtDebugMsg && type != QtInfoMsg)
        std::fprintf(stderr, "%s\n", qPrintable(message));
}

/// The platform without a display can't do what needs a window manager, and would say so for each window: to somebody
/// who only wants a picture.
void tellWarnings(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    if (!message.startsWith(QLatin1String("This plugin does not support")))
        std::fprintf(stderr, "%s\n", qPrintable(qFormatLogMessage(type, context, message)));
    if (type == QtFatalMsg)
        std::abort();
}

}

int main(int argc, char **argv)
{
    Freezeframe::MappingGuard::install();
    if (asksForWords(argc, argv)) {
        QCoreApplication words(argc, argv);
        Freezeframe::nameApplication();
        (void)Freezeframe::WindowOptions::parse(words); // prints, and ends the program
    }
    qInstallMessageHandler(tellNoDisplay);
    QApplication application(argc, argv);
    qInstallMessageHandler(tellWarnings);
    const QString settingsProblem = Freezeframe::prepareApplication(application);
    const auto options = Freezeframe::WindowOptions::parse(application);
    if (!options) {
        std::fprintf(stderr, "freezeframe: %s\n", qPrintable(options.error()));
        return exitUsage;
    }
    return Freezeframe::runApplication(application, *options, settingsProblem);
}
