// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/application.h"

#include "gui/coreopening.h"
#include "gui/fonts.h"
#include "gui/keptlayout.h"
#include "gui/listview.h"
#include "gui/livedesk.h"
#include "gui/mainwindow.h"
#include "gui/startpage.h"
#include "gui/walkthroughdesk.h"
#include "gui/windowpicture.h"
#include "model/format.h"
#include "model/preferences.h"
#include "model/session.h"
#include "model/settingsfile.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QIcon>
#include <QSettings>
#include <QTimer>

#include <cstdio>

namespace Freezeframe
{
namespace
{

constexpr int exitUnreadable = 3;

void complain(const QString &sentence)
{
    std::fprintf(stderr, "freezeframe: %s\n", qPrintable(sentence));
}

std::expected<QSize, QString> parseSize(const QString &text)
{
    const QStringList parts = text.split(QLatin1Char('x'));
    bool wideOk = false;
    bool highOk = false;
    const int wide = parts.value(0).toInt(&wideOk);
    const int high = parts.value(1).toInt(&highOk);
    constexpr int most = 16384;
    if (parts.size() != 2 || !wideOk || !highOk || wide < 1 || high < 1 || wide > most || high > most)
        return std::unexpected(QStringLiteral("--size wants WIDTHxHEIGHT, as 1440x900"));
    return QSize(wide, high);
}

std::expected<OpenOptions, QString> commonOptions(const QCommandLineParser &parser)
{
    OpenOptions options;
    options.files.executable = parser.value(QStringLiteral("exe")).toStdString();
    options.files.force = parser.isSet(QStringLiteral("force"));
    for (const QString &folder : parser.values(QStringLiteral("debug-dir")))
        options.files.debugDirectories.push_back(folder.toStdString());
    for (const QString &mapping : parser.values(QStringLiteral("source-map"))) {
        const qsizetype equals = mapping.indexOf(QLatin1Char('='));
        if (equals < 1)
            return std::unexpected(QStringLiteral("--source-map wants RECORDED=LOCAL, not “%1”").arg(mapping));
        options.sourceMap.emplace_back(mapping.left(equals).toStdString(), mapping.mid(equals + 1).toStdString());
    }
    return options;
}

/// Where all that was given is open already, those windows come up, and this one is not even seen.
void openFiles(MainWindow *window, const WindowOptions &options)
{
    CoreOpening *opening = window->opening();
    opening->setShared();
    if (options.files.isEmpty()) {
        window->show();
        return;
    }
    constexpr int patienceMilliseconds = 500; // a slow disk must not look like a program that does not start
    QObject::connect(opening, &CoreOpening::comesHere, window, &QWidget::show, Qt::SingleShotConnection);
    QObject::connect(
        opening, &CoreOpening::wentElsewhere, window,
        [window] {
            if (window->isVisible())
                window->close();
            else
                QCoreApplication::exit(0);
        },
        Qt::SingleShotConnection);
    QTimer::singleShot(patienceMilliseconds, window, &QWidget::show);
    opening->openGiven(options.files, options.common);
}

/// Saves the picture when the window is settled; ends the application.
void takePicture(MainWindow *window, const QString &path)
{
    auto *picture = new WindowPicture(window);
    QObject::connect(picture, &WindowPicture::ready, window, [picture, path] {
        if (picture->save(path)) {
            QCoreApplication::exit(0);
            return;
        }
        complain(QStringLiteral("can't write %1").arg(path));
        QCoreApplication::exit(1);
    });
    QObject::connect(window->session(), &Session::failed, window, [](const Error &error) {
        complain(shown(error.toString()));
        QCoreApplication::exit(exitUnreadable);
    });
}

}

std::expected<WindowOptions, QString> WindowOptions::parse(const QCoreApplication &application)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Shows why a program crashed, from its core dump, and lets you walk it."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(
        QStringLiteral("core"),
        QStringLiteral(
            "Core dumps to open, each in a window of its own, folders of them, and the program they are of."),
        QStringLiteral("[EXE] [CORE…]"));
    parser.addOptions(
        {{{QStringLiteral("c"), QStringLiteral("core")},
          QStringLiteral("Core dump to open, as gdb takes it: EXE -c CORE."),
          QStringLiteral("CORE")},
         {QStringLiteral("exe"), QStringLiteral("Executable of the core, if it is not found by itself."),
          QStringLiteral("FILE")},
         {QStringLiteral("force"), QStringLiteral("Use the executable though it does not match.")},
         {QStringLiteral("source-map"), QStringLiteral("Source files recorded below A are below B."),
          QStringLiteral("A=B")},
         {QStringLiteral("debug-dir"), QStringLiteral("Another folder with debug files."), QStringLiteral("DIR")},
         {QStringLiteral("goroutine"), QStringLiteral("Show this goroutine first."), QStringLiteral("ID")},
         {QStringLiteral("frame"), QStringLiteral("Show this frame first."), QStringLiteral("N")},
         {QStringLiteral("capture"), QStringLiteral("Open the list of processes, at PID if one is given.")},
         {QStringLiteral("walkthrough"), QStringLiteral("Open the walkthrough: what cores are, step by step.")},
         {QStringLiteral("present"), QStringLiteral("With --walkthrough: big type and all steps, for a class.")},
         {QStringLiteral("crashes"), QStringLiteral("Show the crashes that this machine kept.")},
         {QStringLiteral("screenshot"), QStringLiteral("Save a picture of the window and exit."),
          QStringLiteral("FILE")},
         {QStringLiteral("size"), QStringLiteral("Size of the window."), QStringLiteral("WxH")}});
    parser.process(application);
    const auto common = commonOptions(parser);
    if (!common)
        return std::unexpected(common.error());
    WindowOptions options;
    QStringList paths = parser.positionalArguments();
    options.capture = parser.isSet(QStringLiteral("capture"));
    if (options.capture && !paths.isEmpty()) {
        bool isNumber = false;
        options.pid = paths.takeFirst().toInt(&isNumber);
        if (!isNumber || *options.pid < 1 || !paths.isEmpty())
            return std::unexpected(QStringLiteral("--capture wants the number of one process, or none"));
    }
    options.crashes = parser.isSet(QStringLiteral("crashes"));
    options.common = *common;
    if (const QStringList cores = parser.values(QStringLiteral("core")); !cores.isEmpty()) {
        const bool hasOption = parser.isSet(QStringLiteral("exe"));
        if (paths.size() > 1 || (hasOption && !paths.isEmpty()))
            return std::unexpected(QStringLiteral("-c wants one executable beside it, as in EXE -c CORE"));
        if (!paths.isEmpty())
            options.common.files.executable = QFileInfo(paths.takeFirst()).absoluteFilePath().toStdString();
        paths = cores;
    }
    for (const QString &path : std::as_const(paths))
        options.files.append(QFileInfo(path).absoluteFilePath());
    bool ok = true;
    if (parser.isSet(QStringLiteral("goroutine")))
        options.goroutine = parser.value(QStringLiteral("goroutine")).toULongLong(&ok);
    if (!ok)
        return std::unexpected(QStringLiteral("--goroutine wants a number"));
    if (parser.isSet(QStringLiteral("frame")))
        options.frame = size_t(parser.value(QStringLiteral("frame")).toULongLong(&ok));
    if (!ok)
        return std::unexpected(QStringLiteral("--frame wants a number"));
    options.walkthrough = parser.isSet(QStringLiteral("walkthrough"));
    options.present = parser.isSet(QStringLiteral("present"));
    if (options.present && !options.walkthrough)
        return std::unexpected(QStringLiteral("--present goes with --walkthrough"));
    options.screenshot = parser.value(QStringLiteral("screenshot"));
    if (parser.isSet(QStringLiteral("size"))) {
        const auto size = parseSize(parser.value(QStringLiteral("size")));
        if (!size)
            return std::unexpected(size.error());
        options.size = *size;
    }
    return options;
}

void nameApplication()
{
    QCoreApplication::setApplicationName(QStringLiteral("freezeframe"));
    QCoreApplication::setOrganizationName(QStringLiteral("freezeframe"));
    QCoreApplication::setApplicationVersion(QLatin1String(FREEZEFRAME_VERSION));
}

QString prepareApplication(QApplication &application)
{
    nameApplication();
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Freezeframe"));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.freezeframe.Freezeframe"));
    QSettings::setDefaultFormat(QSettings::IniFormat);
    application.setWindowIcon(QIcon::fromTheme(QStringLiteral("org.freezeframe.Freezeframe"),
                                               QIcon(QStringLiteral(":/freezeframe/icons/application.svg"))));
    const QString problem = SettingsFile::check();
    const Preferences preferences = Preferences::load();
    preferences.useServers();
    QApplication::setFont(interfaceFont(scaled(application.font(), preferences.textPercent)));
    application.setProperty(codeFamilyProperty, preferences.codeFamily);
    application.setProperty(textPercentProperty, preferences.textPercent);
    return problem;
}

int runApplication(QApplication & /*application*/, const WindowOptions &options, const QString &settingsProblem)
{
    if (!settingsProblem.isEmpty())
        complain(settingsProblem);
    auto window = std::make_unique<MainWindow>();
    window->kept()->restore();
    if (options.size.isValid())
        window->resize(options.size);
    if (!options.screenshot.isEmpty())
        takePicture(window.get(), options.screenshot);
    window->setWanted(options.goroutine, options.frame);
    if (!settingsProblem.isEmpty())
        window->tell(settingsProblem);
    if (!options.screenshot.isEmpty() && !options.files.isEmpty()) {
        OpenOptions core = options.common;
        core.core = options.files.first().toStdString();
        window->show();
        window->open(core);
    } else {
        openFiles(window.get(), options);
    }
    if (options.walkthrough)
        window->walkthrough()->show(options.present);
    if (options.capture)
        window->liveDesk()->showPicker(options.pid);
    if (options.crashes)
        window->startPage()->crashList()->setFocus();
    const int status = QApplication::exec();
    return status;
}

}
