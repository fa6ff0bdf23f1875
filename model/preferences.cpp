// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/preferences.h"

#include "model/settingsfile.h"

#include <QSettings>

#include <algorithm>

namespace Freezeframe
{
namespace
{

constexpr auto sourcesKey = "Files/Sources";
constexpr auto foldersKey = "Files/DebugFolders";
constexpr auto serversKey = "Files/DebugServers";
constexpr auto percentKey = "Look/TextPercent";
constexpr auto familyKey = "Look/CodeFamily";
constexpr auto serversVariable = "DEBUGINFOD_URLS";

}

Preferences Preferences::load()
{
    const QSettings settings;
    Preferences found;
    const QStringList sources = settings.value(sourcesKey).toStringList();
    found.sourceMap = sourceMapOf(sources.join(QLatin1Char('\n')), nullptr);
    found.debugFolders = settings.value(foldersKey).toStringList();
    found.debugServers = settings.value(serversKey).toString();
    bool isNumber = false;
    const int percent = settings.value(percentKey, int(usualPercent)).toInt(&isNumber);
    found.textPercent = isNumber ? std::clamp(percent, leastPercent, mostPercent) : usualPercent;
    found.codeFamily = settings.value(familyKey).toString();
    return found;
}

QString Preferences::save() const
{
    QSettings settings;
    settings.setValue(sourcesKey, sourceLines().split(QLatin1Char('\n'), Qt::SkipEmptyParts));
    settings.setValue(foldersKey, debugFolders);
    settings.setValue(serversKey, debugServers);
    settings.setValue(percentKey, textPercent);
    settings.setValue(familyKey, codeFamily);
    return SettingsFile::write(settings);
}

void Preferences::addTo(OpenOptions &options) const
{
    for (const QString &folder : debugFolders) {
        const std::string path = folder.toStdString();
        if (std::ranges::find(options.files.debugDirectories, path) == options.files.debugDirectories.end())
            options.files.debugDirectories.push_back(path);
    }
    for (const auto &[recorded, local] : sourceMap) {
        const std::pair mapping(recorded.toStdString(), local.toStdString());
        if (std::ranges::find(options.sourceMap, mapping) == options.sourceMap.end())
            options.sourceMap.push_back(mapping);
    }
}

void Preferences::useServers() const
{
    if (!debugServers.isEmpty())
        qputenv(serversVariable, debugServers.toUtf8());
}

QList<std::pair<QString, QString>> Preferences::sourceMapOf(const QString &lines, QStringList *wrong)
{
    QList<std::pair<QString, QString>> map;
    for (const QString &line : lines.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        const qsizetype equals = line.indexOf(QLatin1Char('='));
        const QString recorded = line.left(equals).trimmed();
        const QString local = line.mid(equals + 1).trimmed();
        if (equals > 0 && !recorded.isEmpty() && !local.isEmpty())
            map.append({recorded, local});
        else if (wrong && !line.trimmed().isEmpty())
            wrong->append(line.trimmed());
    }
    return map;
}

QString Preferences::sourceLines() const
{
    QStringList lines;
    for (const auto &[recorded, local] : sourceMap)
        lines.append(recorded + QLatin1String(" = ") + local);
    return lines.join(QLatin1Char('\n'));
}

}
