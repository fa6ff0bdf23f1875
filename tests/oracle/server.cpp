// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/oracle/server.h"

#include "tests/oracle/oracle.h"

#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QThread>

#include <memory>

namespace Freezeframe
{

namespace
{

constexpr int clients = 16;
constexpr int buildMilliseconds = 1'500'000;
constexpr int startMilliseconds = 60'000;

std::expected<QString, QString> build(const ServerRequest &request)
{
    const QString folder = QStringLiteral("%1/server-%2-%3")
                               .arg(QStringLiteral(FREEZEFRAME_VICTIMS), QString(request.package).replace(u'/', u'-'),
                                    request.go.version.toString());
    const QString program = folder + u'/' + request.name;
    if (QFileInfo(program).isExecutable())
        return program;
    QProcess go;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("GOBIN"), folder);
    environment.insert(QStringLiteral("GOTOOLCHAIN"), QStringLiteral("local"));
    environment.insert(QStringLiteral("CGO_ENABLED"), QStringLiteral("0"));
    environment.insert(QStringLiteral("GOFLAGS"), QStringLiteral("-buildvcs=false -modcacherw"));
    go.setProcessEnvironment(environment);
    go.setProcessChannelMode(QProcess::MergedChannels);
    go.start(request.go.program, {QStringLiteral("install"), request.package});
    if (!go.waitForFinished(buildMilliseconds))
        return std::unexpected(QStringLiteral("go install did not end"));
    const QString said = QString::fromUtf8(go.readAll());
    if (go.exitCode() == 0)
        return program;
    const bool isOffline = said.contains(QLatin1String("dial tcp")) || said.contains(QLatin1String("no such host"))
        || said.contains(QLatin1String("i/o timeout"));
    return std::unexpected((isOffline ? QStringLiteral("offline: ") : QString()) + said);
}

/// A port that nobody has at this moment.
quint16 freePort()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : quint16(0);
}

bool waitForPort(quint16 port, const QProcess &server)
{
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < startMilliseconds && server.state() != QProcess::NotRunning) {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, port);
        if (socket.waitForConnected(1000))
            return true;
        QThread::msleep(50);
    }
    return false;
}

}

std::expected<Victim, QString> provideServer(const ServerRequest &request)
{
    const auto program = build(request);
    if (!program)
        return std::unexpected(program.error());
    const QString folder = *program + QStringLiteral("-run");
    QDir(folder).removeRecursively();
    QDir().mkpath(folder);
    QTcpServer upstream; // the kernel takes its connections
    if (!upstream.listen(QHostAddress::LocalHost))
        return std::unexpected(upstream.errorString());
    const quint16 port = freePort();
    const auto filled = [&](QString text) {
        return text.replace(QLatin1String("@PORT@"), QString::number(port))
            .replace(QLatin1String("@UPSTREAM@"), QString::number(upstream.serverPort()));
    };
    QFile configuration(folder + QStringLiteral("/configuration"));
    if (!configuration.open(QIODevice::WriteOnly))
        return std::unexpected(configuration.errorString());
    configuration.write(filled(QString::fromUtf8(request.configuration)).toUtf8());
    configuration.close();

    QProcess server;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("HOME"), folder);
    server.setProcessEnvironment(environment);
    server.setWorkingDirectory(folder);
    server.setStandardOutputFile(folder + QStringLiteral("/stdout"));
    server.setStandardErrorFile(folder + QStringLiteral("/stderr"));
    QStringList arguments;
    for (const QString &argument : request.arguments)
        arguments << filled(argument);
    server.start(*program, arguments);
    if (!server.waitForStarted() || !waitForPort(port, server)) {
        server.kill();
        server.waitForFinished();
        return std::unexpected(
            QStringLiteral("%1 does not listen: %2")
                .arg(request.name, QString::fromUtf8(fileContent(folder + QLatin1String("/stderr")))));
    }
    std::vector<std::unique_ptr<QTcpSocket>> asking;
    for (int i = 0; i < clients; ++i) {
        auto &socket = asking.emplace_back(std::make_unique<QTcpSocket>());
        socket->connectToHost(QHostAddress::LocalHost, port);
        if (!socket->waitForConnected())
            return std::unexpected(socket->errorString());
        socket->write(request.question);
        socket->waitForBytesWritten();
    }
    // Until all questions are where they wait.
    QThread::msleep(1000);
    const QString core = folder + QStringLiteral("/core");
    const auto captured = CommandLineTool::run(
        {QStringLiteral("capture"), QString::number(server.processId()), QStringLiteral("-o"), core});
    server.kill();
    server.waitForFinished();
    if (captured.status != 0)
        return std::unexpected(QString::fromUtf8(captured.errors));
    return Victim{.executable = *program,
                  .core = core,
                  .output = folder + QStringLiteral("/stdout"),
                  .errors = folder + QStringLiteral("/stderr"),
                  .note = {}};
}

}
