// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/format.h"

#include "backend/base/packagepath.h"
#include "backend/base/text.h"
#include "backend/go/functionname.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace Freezeframe
{
namespace
{

QString packageText(std::string_view package)
{
    return shown(plainPath(package));
}

QString durationPart(qint64 count, const char *unit)
{
    return QLocale().toString(count) + QChar(0xa0) + QLatin1String(unit);
}

constexpr qint64 second = 1'000'000'000;

}

QString shown(std::string_view text)
{
    const std::string safe = escaped(text);
    return QString::fromUtf8(safe.data(), qsizetype(safe.size()));
}

QString shownLines(std::string_view text)
{
    QString result;
    result.reserve(qsizetype(text.size()));
    size_t begin = 0;
    while (begin <= text.size()) {
        size_t end = text.find_first_of("\n\t", begin);
        if (end == std::string_view::npos)
            end = text.size();
        std::string_view line = text.substr(begin, end - begin);
        if (end < text.size() && text[end] == '\n' && line.ends_with('\r'))
            line.remove_suffix(1);
        result += shown(line);
        if (end < text.size())
            result += QLatin1Char(text[end]);
        begin = end + 1;
    }
    return result;
}

FunctionName functionName(std::string_view function)
{
    const ReadableFunction readable = readableFunction(function);
    return {shown(readable.package), shown(readable.name)};
}

QString shortType(std::string_view type)
{
    static const QRegularExpression path(QStringLiteral("(?:[\\w.~%+-]+/)+(?=[\\w%-]+\\.)"));
    static const QRegularExpression version(QStringLiteral("(?<=[\\w%-])/v\\d+(?=\\.)"));
    return shown(withoutBraces(type)).remove(version).remove(path).replace(QLatin1String("%2e"), QLatin1String("."));
}

FunctionName functionNameInModule(std::string_view function, std::string_view module)
{
    const FunctionParts parts = functionParts(function);
    if (parts.package.empty())
        return {{}, shown(parts.rest)};
    std::string_view package = parts.package;
    module = module.substr(0, module.find(' '));
    if (!module.empty() && package.size() > module.size() + 1 && package.starts_with(module)
        && package[module.size()] == '/')
        package.remove_prefix(module.size() + 1);
    return {packageText(package) + QLatin1Char('.'), shown(withoutBraces(parts.rest))};
}

QString shortFunction(std::string_view function)
{
    return shown(shortFunctionName(function));
}

QString fileName(std::string_view path)
{
    return shown(path.substr(path.rfind('/') + 1));
}

QString programName(const ProcessSummary &process)
{
    for (const std::string &path :
         {process.commandLine.empty() ? std::string() : process.commandLine.front(), process.executablePath}) {
        if (const QString name = fileName(path); !name.isEmpty())
            return name;
    }
    return fileName(process.corePath);
}

QString placeText(std::string_view file, int line)
{
    if (file.empty())
        return {};
    const QString name = fileName(file);
    return line > 0 ? name + QLatin1Char(':') + QString::number(line) : name;
}

QString countText(quint64 count)
{
    return QLocale().toString(count);
}

QString sizeText(quint64 bytes)
{
    return QString::fromStdString(byteCount(bytes));
}

QString waitText(qint64 nanoseconds)
{
    if (nanoseconds < 0)
        return {};
    if (nanoseconds < second)
        return durationPart(nanoseconds / 1'000'000, "ms");
    const qint64 seconds = nanoseconds / second;
    if (seconds < 60)
        return durationPart(seconds, "s");
    if (seconds < 3600)
        return durationPart(seconds / 60, "min");
    if (seconds < 86400)
        return durationPart(seconds / 3600, "h");
    return durationPart(seconds / 86400, "d");
}

QString uptimeText(qint64 nanoseconds)
{
    const qint64 seconds = nanoseconds / second;
    if (nanoseconds < 0 || seconds < 60)
        return waitText(nanoseconds);
    if (seconds < 3600)
        return durationPart(seconds / 60, "min") + QLatin1Char(' ') + durationPart(seconds % 60, "s");
    if (seconds < 86400)
        return durationPart(seconds / 3600, "h") + QLatin1Char(' ') + durationPart(seconds % 3600 / 60, "min");
    return durationPart(seconds / 86400, "d") + QLatin1Char(' ') + durationPart(seconds % 86400 / 3600, "h");
}

QString uptimeText(const ProcessSummary &process)
{
    const QString least = uptimeText(process.uptimeNanoseconds);
    if (process.isTimeExact || least.isEmpty())
        return least;
    const QString most = uptimeText(process.uptimeAtMost);
    if (most.isEmpty())
        return QCoreApplication::translate("Freezeframe", "at least %1").arg(least);
    return most == least ? least : QCoreApplication::translate("Freezeframe", "%1 to %2").arg(least, most);
}

QString addressText(Address address)
{
    return QString::fromStdString(address.toString());
}

QString shortId(std::string_view id)
{
    if (id.size() <= 12)
        return shown(id);
    return shown(id.substr(0, 4)) + QChar(0x2026) + shown(id.substr(id.size() - 4));
}

QString errorText(const Error &error)
{
    QString text = shown(error.message);
    if (!text.isEmpty())
        text[0] = text.at(0).toUpper();
    return text;
}

QString reasonOf(const Error &error)
{
    const QString text = errorText(error);
    const QString doubled = QStringLiteral("Can't be opened: ");
    return text.startsWith(doubled) ? text.sliced(doubled.size()) : text;
}

QString timeText(qint64 secondsSinceEpoch)
{
    if (secondsSinceEpoch <= 0)
        return {};
    return QLocale().toString(QDateTime::fromSecsSinceEpoch(secondsSinceEpoch), QStringLiteral("d MMM yyyy HH:mm:ss"));
}

QString endText(const ProcessSummary &process)
{
    constexpr int64_t sameTime = 2; // s
    const QString time = timeText(process.coreTime);
    const int64_t gap = process.coreWritten - process.coreTime;
    if (time.isEmpty())
        return time;
    switch (process.timeSource) {
    case ProcessSummary::TimeSource::Captured:
    case ProcessSummary::TimeSource::Kept:
    case ProcessSummary::TimeSource::Named: break;
    case ProcessSummary::TimeSource::Runtime:
        return QCoreApplication::translate("Freezeframe", "%1 or later").arg(time);
    case ProcessSummary::TimeSource::Bounded:
        return gap <= sameTime
            ? time
            : QCoreApplication::translate("Freezeframe", "%1 or up to %2 later").arg(time, uptimeText(gap * second));
    case ProcessSummary::TimeSource::Written: return QCoreApplication::translate("Freezeframe", "written %1").arg(time);
    }
    return time;
}

QString dayText(const QDateTime &when)
{
    const qint64 days = when.date().daysTo(QDate::currentDate());
    if (days == 0)
        return QCoreApplication::translate("Freezeframe", "today, %1")
            .arg(QLocale().toString(when.time(), QStringLiteral("HH:mm")));
    if (days == 1)
        return QCoreApplication::translate("Freezeframe", "yesterday");
    if (days > 1 && days < 7)
        return QLocale().dayName(when.date().dayOfWeek());
    return QLocale().toString(when.date(), QStringLiteral("d MMM"));
}

QString pauseText(double seconds)
{
    constexpr double shortPause = 0.0095;
    if (seconds < shortPause)
        return QLocale().toString(seconds * 1e3, 'f', 1) + QStringLiteral(" ms");
    if (seconds < 1)
        return QLocale().toString(seconds * 1e3, 'f', 0) + QStringLiteral(" ms");
    return QLocale().toString(seconds, 'f', seconds < 10 ? 1 : 0) + QStringLiteral(" s");
}

QString commandText(const std::vector<std::string> &arguments)
{
    QStringList parts;
    for (const std::string &argument : arguments) {
        QString text = shown(argument);
        if (text.isEmpty() || text.contains(QLatin1Char(' ')))
            text = QLatin1Char('\'') + text + QLatin1Char('\'');
        parts.append(text);
    }
    return parts.join(QLatin1Char(' '));
}

QString absenceText(const Error &error)
{
    switch (error.code) {
    case ErrorCode::NotInCore:
    case ErrorCode::CutOff: return QStringLiteral("not in the core");
    case ErrorCode::Unmapped: return QStringLiteral("no memory there");
    case ErrorCode::OptimizedOut: return QStringLiteral("optimised out");
    case ErrorCode::NotFound:
    case ErrorCode::BadFormat:
    case ErrorCode::Truncated:
    case ErrorCode::Unsupported:
    case ErrorCode::Mismatch:
    case ErrorCode::Io:
    case ErrorCode::Limit:
    case ErrorCode::Cancelled:
    case ErrorCode::BadExpression: break;
    }
    return QStringLiteral("can’t be read");
}

}
