// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/settingsfile.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QSettings>

#include <algorithm>
#include <utility>

namespace Freezeframe
{
namespace
{

constexpr auto versionKey = "Settings/Version";
constexpr qint64 mostBytes = 16 * 1024 * 1024; ///< ours have a few kilobytes
constexpr int mostNames = 1000;

/// What is no text of lines "[Group]" and "name=value" was not written by us, or not to its end.
bool isDamaged(const QByteArray &content)
{
    if (content.contains('\0'))
        return true;
    const QList<QByteArray> lines = content.split('\n');
    bool isContinued = false;
    return std::ranges::any_of(lines, [&isContinued](const QByteArray &whole) {
        const QByteArray line = whole.trimmed();
        const bool isPart = std::exchange(isContinued, line.endsWith('\\') && !line.endsWith("\\\\"));
        const bool isGroup = line.startsWith('[') && line.endsWith(']');
        return !isPart && !line.isEmpty() && !line.startsWith(';') && !line.startsWith('#') && !isGroup
            && !line.contains('=');
    });
}

/// "freezeframe.conf.damaged", "….damaged-2": whatever is there already stays. Empty: it could not be moved.
QString setAside(const QString &path, const QString &why)
{
    for (int number = 1; number <= mostNames; ++number) {
        const QString name = number == 1 ? QStringLiteral("%1.%2").arg(path, why)
                                         : QStringLiteral("%1.%2-%3").arg(path, why).arg(number);
        if (!QFileInfo::exists(name) && QFile::rename(path, name))
            return name;
    }
    return {};
}

}

QString SettingsFile::check()
{
    const QString path = QSettings().fileName();
    const QFileInfo info(path);
    if (!info.exists())
        return {};
    QFile file(path);
    if (!info.isFile() || !file.open(QIODevice::ReadOnly))
        return QCoreApplication::translate("Freezeframe", "The settings can’t be read, and none are kept: %1.")
            .arg(info.isFile() ? QStringLiteral("%1: %2").arg(path, file.errorString())
                               : QCoreApplication::translate("Freezeframe", "%1 is no file").arg(path));
    const bool damaged = file.size() > mostBytes || isDamaged(file.readAll());
    file.close();
    bool isNumber = true;
    int found = version;
    if (!damaged) {
        const QSettings settings;
        if (settings.contains(QLatin1String(versionKey)))
            found = settings.value(QLatin1String(versionKey)).toInt(&isNumber);
    }
    if (!damaged && isNumber && found <= version)
        return {};
    const bool isNewer = !damaged && isNumber;
    const QString aside = setAside(path, isNewer ? QStringLiteral("newer") : QStringLiteral("damaged"));
    if (aside.isEmpty())
        return QCoreApplication::translate("Freezeframe", "The settings can’t be used, and could not be set aside: %1.")
            .arg(path);
    return (isNewer
                ? QCoreApplication::translate(
                      "Freezeframe",
                      "The settings are of a newer Freezeframe; they were set aside as %1, and all is as it comes.")
                : QCoreApplication::translate(
                      "Freezeframe", "The settings were damaged; they were set aside as %1, and all is as it comes."))
        .arg(aside);
}

QString SettingsFile::write(QSettings &settings)
{
    settings.setValue(QLatin1String(versionKey), version);
    settings.sync();
    if (settings.status() == QSettings::NoError)
        return {};
    return QCoreApplication::translate("Freezeframe",
                                       "The settings could not be written: %1. What was kept before is still there.")
        .arg(settings.fileName());
}

}
