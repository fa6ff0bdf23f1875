// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/support/victim.h"

#include "tests/support/capture.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>

#include <algorithm>
#include <chrono>
#include <map>

namespace Freezeframe
{

namespace
{

constexpr int buildTimeLimit = 900'000; // ms: the standard library too, on two busy cores
constexpr auto waitForOther = std::chrono::seconds{1200};

QString victimFolder()
{
    return QStringLiteral(FREEZEFRAME_VICTIMS);
}

QString fixtureFolder(const QString &fixture)
{
    return QDir::isAbsolutePath(fixture) ? fixture : QStringLiteral(FREEZEFRAME_FIXTURES) + QLatin1Char('/') + fixture;
}

std::optional<QVersionNumber> versionOf(const QString &program)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("GOTOOLCHAIN"), QStringLiteral("local"));
    process.setProcessEnvironment(environment);
    process.start(program, {QStringLiteral("version")});
    if (!process.waitForFinished(20'000) || process.exitCode() != 0)
        return std::nullopt;
    static const QRegularExpression pattern(QStringLiteral(R"(go version go(\d+\.\d+(?:\.\d+)?))"));
    const auto match = pattern.match(QString::fromUtf8(process.readAllStandardOutput()));
    if (!match.hasMatch())
        return std::nullopt;
    return QVersionNumber::fromString(match.captured(1));
}

QStringList toolchainCandidates()
{
    QStringList programs = qEnvironmentVariable("FREEZEFRAME_GO").split(QLatin1Char(':'), Qt::SkipEmptyParts);
    const QDir folder(QStringLiteral("/usr/lib"));
    for (const QString &entry : folder.entryList({QStringLiteral("go-*")}, QDir::Dirs, QDir::Name))
        programs << folder.filePath(entry) + QStringLiteral("/bin/go");
    programs << QStandardPaths::findExecutable(QStringLiteral("go"));
    return programs;
}

QStringList buildFlags(GoBuild build)
{
    switch (build) {
    case GoBuild::NoOpt:
    case GoBuild::CgoNoOpt: return {QStringLiteral("-gcflags=all=-N -l")};
    case GoBuild::Pie: return {QStringLiteral("-buildmode=pie")};
    case GoBuild::Stripped: return {QStringLiteral("-ldflags=-s -w")};
    case GoBuild::TrimPath: return {QStringLiteral("-trimpath")};
    case GoBuild::Library: return {QStringLiteral("-buildmode=c-shared")};
    case GoBuild::Plain:
    case GoBuild::Cgo: break;
    }
    return {};
}

bool usesCgo(GoBuild build)
{
    return build == GoBuild::Cgo || build == GoBuild::CgoNoOpt || build == GoBuild::Library;
}

/// What the person has set must not change what is built; what machines need (PATH, HOME, proxies) stays.
QProcessEnvironment buildEnvironment(GoBuild build)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : environment.keys()) {
        if (name.startsWith(QLatin1String("GO")) && name != QLatin1String("GOCACHE"))
            environment.remove(name);
        if (name.startsWith(QLatin1String("CGO_")))
            environment.remove(name);
    }
    environment.insert(QStringLiteral("GOTOOLCHAIN"), QStringLiteral("local"));
    environment.insert(QStringLiteral("GOENV"), QStringLiteral("off"));
    environment.insert(QStringLiteral("GOWORK"), QStringLiteral("off"));
    environment.insert(QStringLiteral("GOPROXY"), QStringLiteral("off"));
    environment.insert(QStringLiteral("GOFLAGS"), QStringLiteral("-buildvcs=false"));
    environment.insert(QStringLiteral("CGO_ENABLED"), usesCgo(build) ? QStringLiteral("1") : QStringLiteral("0"));
    const QFileInfo home(environment.value(QStringLiteral("HOME")));
    if (!environment.contains(QStringLiteral("GOCACHE")) && (!home.isDir() || !home.isWritable()))
        environment.insert(QStringLiteral("GOCACHE"), victimFolder() + QStringLiteral("/go-cache"));
    return environment;
}

/// Changes with the sources, the compiler and how it is asked.
QString buildKey(const VictimRequest &request)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    QDirIterator files(fixtureFolder(request.fixture), QDir::Files, QDirIterator::Subdirectories);
    QStringList paths;
    while (files.hasNext())
        paths << files.next();
    std::ranges::sort(paths);
    for (const QString &path : paths) {
        hash.addData(path.toUtf8());
        hash.addData(fileContent(path));
    }
    hash.addData(request.go.program.toUtf8());
    hash.addData(request.go.version.toString().toUtf8());
    return QStringLiteral("%1-%2-%3-%4")
        .arg(QFileInfo(request.fixture).fileName(), request.go.release(), nameOf(request.build),
             QString::fromLatin1(hash.result().toHex().first(12)));
}

QString deathKey(const VictimRequest &request)
{
    static const std::map<Capture, QString> names{{Capture::Kernel, QStringLiteral("kernel")},
                                                  {Capture::Gcore, QStringLiteral("gcore")},
                                                  {Capture::DelveDump, QStringLiteral("delve")}};
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(request.arguments.join(QChar(0)).toUtf8());
    hash.addData(request.keepErrors ? "errors" : "silent");
    hash.addData(QByteArray::number(request.signal));
    const QString first = request.arguments.isEmpty() ? QStringLiteral("run") : request.arguments.constFirst();
    static const QRegularExpression odd(QStringLiteral("[^a-z0-9-]"));
    return QStringLiteral("%1-%2-%3")
        .arg(QString(first).remove(odd), names.at(request.capture),
             QString::fromLatin1(hash.result().toHex().first(8)));
}

/// A Go release refuses a module whose go.mod names a later one: the flag for a copy of that file which names its own.
QStringList moduleFlags(const VictimRequest &request, const QString &folder)
{
    QByteArray module = fileContent(fixtureFolder(request.fixture) + QStringLiteral("/go.mod"));
    static const QRegularExpression pattern(QStringLiteral(R"(^go (\d+\.\d+)\S*$)"),
                                            QRegularExpression::MultilineOption);
    const auto match = pattern.match(QString::fromUtf8(module));
    if (!match.hasMatch() || QVersionNumber::fromString(match.captured(1)) <= request.go.version)
        return {};
    module.replace(match.captured().toUtf8(), "go " + request.go.release().toUtf8());
    QFile copy(folder + QStringLiteral("/lowered.mod"));
    if (!copy.open(QIODevice::WriteOnly) || copy.write(module) != module.size())
        return {};
    return {QStringLiteral("-modfile=") + copy.fileName()};
}

/// Runs a compiler in the fixture's folder; the error has what it said.
std::expected<void, QString> runCompiler(const VictimRequest &request, const QString &program,
                                         const QStringList &arguments)
{
    QProcess process;
    process.setWorkingDirectory(fixtureFolder(request.fixture));
    process.setProcessEnvironment(buildEnvironment(request.build));
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    if (!process.waitForFinished(buildTimeLimit)) {
        process.kill();
        process.waitForFinished();
        return std::unexpected(QStringLiteral("%1 did not build %2 in time").arg(program, request.fixture));
    }
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        return std::unexpected(QStringLiteral("%1 can't build %2: %3")
                                   .arg(program, request.fixture, QString::fromUtf8(process.readAll()).trimmed()));
    return {};
}

std::expected<void, QString> compile(const VictimRequest &request, const QString &target)
{
    const bool isLibrary = request.build == GoBuild::Library;
    const QString unfinished = target + QStringLiteral(".unfinished");
    const QString library = QFileInfo(target).path() + QStringLiteral("/libvictim.so");
    auto built
        = runCompiler(request, request.go.program,
                      QStringList{QStringLiteral("build")} + buildFlags(request.build)
                          + moduleFlags(request, QFileInfo(target).path())
                          + QStringList{QStringLiteral("-o"), isLibrary ? library : unfinished, QStringLiteral(".")});
    if (built && isLibrary)
        built = runCompiler(request, QStringLiteral("cc"),
                            {QStringLiteral("-g"), QStringLiteral("host/host.c"), library, QStringLiteral("-o"),
                             unfinished, QStringLiteral("-Wl,-rpath,$ORIGIN")});
    if (!built)
        return built;
    if (!QFile::rename(unfinished, target))
        return std::unexpected(QStringLiteral("can't write %1").arg(target));
    return {};
}

/// The executable of the request; the caller holds the lock.
std::expected<QString, QString> executableIn(const QString &folder, const VictimRequest &request)
{
    const QString target = folder + QLatin1Char('/') + QFileInfo(request.fixture).fileName();
    if (QFile::exists(target))
        return target;
    if (auto built = compile(request, target); !built)
        return std::unexpected(built.error());
    return target;
}

std::expected<QString, QString> lockedFolder(const VictimRequest &request, std::optional<QLockFile> &lock)
{
    const QString folder = victimFolder() + QLatin1Char('/') + buildKey(request);
    if (!QDir().mkpath(folder))
        return std::unexpected(QStringLiteral("can't make the folder %1").arg(folder));
    lock.emplace(folder + QStringLiteral("/lock"));
    lock->setStaleLockTime(std::chrono::milliseconds{0}); // a holder that died is found by its pid
    if (!lock->tryLock(waitForOther))
        return std::unexpected(QStringLiteral("another process holds %1/lock").arg(folder));
    return folder;
}

}

QString GoToolchain::release() const
{
    return QStringLiteral("%1.%2").arg(version.majorVersion()).arg(version.minorVersion());
}

QString nameOf(GoBuild build)
{
    switch (build) {
    case GoBuild::Plain: return QStringLiteral("plain");
    case GoBuild::NoOpt: return QStringLiteral("noopt");
    case GoBuild::Pie: return QStringLiteral("pie");
    case GoBuild::Stripped: return QStringLiteral("stripped");
    case GoBuild::TrimPath: return QStringLiteral("trimpath");
    case GoBuild::Cgo: return QStringLiteral("cgo");
    case GoBuild::CgoNoOpt: return QStringLiteral("cgo-noopt");
    case GoBuild::Library: return QStringLiteral("library");
    }
    return {};
}

QList<GoToolchain> goToolchains(const QVersionNumber &oldest)
{
    std::map<QString, GoToolchain> releases;
    for (const QString &program : toolchainCandidates()) {
        if (program.isEmpty() || !QFileInfo(program).isExecutable())
            continue;
        const auto version = versionOf(program);
        if (!version || *version < oldest)
            continue;
        const GoToolchain toolchain{program, *version};
        releases.try_emplace(toolchain.release(), toolchain);
    }
    QList<GoToolchain> sorted;
    for (const auto &[release, toolchain] : releases)
        sorted << toolchain;
    std::ranges::sort(sorted, {}, &GoToolchain::version);
    return sorted;
}

QByteArray fileContent(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return file.readAll();
}

QString findTool(const QString &name)
{
    const QString found = QStandardPaths::findExecutable(name);
    if (!found.isEmpty())
        return found;
    return QStandardPaths::findExecutable(
        name, {QDir::homePath() + QStringLiteral("/go/bin"), QStringLiteral("/usr/local/go/bin")});
}

std::expected<QString, QString> buildVictim(const VictimRequest &request)
{
    std::optional<QLockFile> lock;
    const auto folder = lockedFolder(request, lock);
    if (!folder)
        return folder;
    return executableIn(*folder, request);
}

std::expected<Victim, QString> provideVictim(const VictimRequest &request)
{
    std::optional<QLockFile> lock;
    const auto folder = lockedFolder(request, lock);
    if (!folder)
        return std::unexpected(folder.error());
    const auto executable = executableIn(*folder, request);
    if (!executable)
        return std::unexpected(executable.error());

    const QString home = *folder + QLatin1Char('/') + deathKey(request);
    if (!QFile::exists(home)) {
        const QString unfinished = home + QStringLiteral(".unfinished");
        QDir(unfinished).removeRecursively();
        QDir().mkpath(unfinished);
        if (auto died = captureDeath(request, *executable, unfinished); !died) {
            return std::unexpected(died.error());
        }
        if (!QDir().rename(unfinished, home))
            return std::unexpected(QStringLiteral("can't write %1").arg(home));
    }
    return Victim{*executable, home + QStringLiteral("/core"), home + QStringLiteral("/stdout"),
                  home + QStringLiteral("/stderr"),
                  QString::fromUtf8(fileContent(home + QStringLiteral("/note"))).trimmed()};
}

}
