// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/application.h"
#include "screenshots/photographer.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFile>
#include <QFileInfo>
#include <QFont>
#include <QSettings>
#include <QStyle>
#include <QStyleFactory>
#include <QTemporaryDir>

#include <cstdio>

namespace
{

/// The fixed font of the pictures' desktop: what a system's settings would say. Before the application is made.
void chooseFixedFont(const QTemporaryDir &folder)
{
    QFile file(folder.filePath(QStringLiteral("fonts.conf")));
    if (!file.open(QIODevice::WriteOnly))
        return;
    file.write(
        "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig><include ignore_missing=\"yes\">/etc/fonts/fonts.conf</include><match target=\"pattern\"><test name=\"family\"><string>monospace</string></test><edit name=\"family\" mode=\"assign\" binding=\"strong\"><string>JetBrains Mono</string></edit></match></fontconfig>");
    qputenv("FONTCONFIG_FILE", QFile::encodeName(file.fileName()));
}

/// A screen as people have one: by itself, the platform without a display has a small one.
void chooseScreen(const QTemporaryDir &folder)
{
    const QByteArray platform = qgetenv("QT_QPA_PLATFORM");
    if (!platform.isEmpty() && platform != "offscreen")
        return;
    QFile file(folder.filePath(QStringLiteral("screen.json")));
    if (!file.open(QIODevice::WriteOnly))
        return;
    file.write(R"({"screens": [{"name": "screen", "x": 0, "y": 0, "width": 1920, "height": 1080, "logicalDpi": 96,
        "logicalBaseDpi": 96, "dpr": 1}]})");
    qputenv("QT_QPA_PLATFORM", "offscreen:configfile=" + QFile::encodeName(file.fileName()));
}

}

int main(int argc, char **argv)
{
    const QTemporaryDir folder;
    chooseScreen(folder);
    chooseFixedFont(folder);
    QApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Writes pictures of the real window over real cores."));
    parser.addHelpOption();
    parser.addPositionalArgument(QStringLiteral("picture"), QStringLiteral("Names of pictures; all without."),
                                 QStringLiteral("[PICTURE…]"));
    parser.addOptions(
        {{QStringLiteral("output"), QStringLiteral("Folder to write to."), QStringLiteral("DIR"),
          QStringLiteral(FREEZEFRAME_SCREENSHOTS)},
         {QStringLiteral("core"), QStringLiteral("Another core for the main pictures."), QStringLiteral("FILE")},
         {QStringLiteral("exe"), QStringLiteral("Its executable."), QStringLiteral("FILE")},
         {QStringLiteral("widget-style"), QStringLiteral("Widget style."), QStringLiteral("NAME"),
          QStringLiteral("Breeze")},
         {QStringLiteral("width"), QStringLiteral("Of the window."), QStringLiteral("PIXELS"), QStringLiteral("1440")},
         {QStringLiteral("height"), QStringLiteral("Of the window."), QStringLiteral("PIXELS"),
          QStringLiteral("900")}});
    parser.process(application);

    // The person's own settings and recent files stay out of the pictures.
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder.path());
    QFont font(QStringLiteral("Inter"));
    font.setPixelSize(13);
    QGuiApplication::setFont(font);
    (void)Freezeframe::prepareApplication(application);
    if (QStyle *style = QStyleFactory::create(parser.value(QStringLiteral("widget-style"))))
        QApplication::setStyle(style);

    Freezeframe::Photographer photographer(parser.value(QStringLiteral("output")));
    photographer.setOnly(parser.positionalArguments());
    photographer.setSize(
        {parser.value(QStringLiteral("width")).toInt(), parser.value(QStringLiteral("height")).toInt()});
    if (parser.isSet(QStringLiteral("core"))) {
        Freezeframe::OpenOptions options;
        options.core = QFileInfo(parser.value(QStringLiteral("core"))).absoluteFilePath().toStdString();
        options.files.executable = parser.value(QStringLiteral("exe")).toStdString();
        photographer.subjects().setMain(options);
    }
    return photographer.run() == 0 ? 0 : 1;
}
