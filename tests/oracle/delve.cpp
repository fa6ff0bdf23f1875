// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/oracle/delve.h"

#include <QElapsedTimer>
#include <QJsonDocument>

#include <array>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace Freezeframe
{

namespace
{

constexpr int openTimeLimit = 60'000; // ms
constexpr int callTimeLimit = 60; // s

QJsonObject printConfiguration()
{
    // What its terminal uses for print.
    return {{QStringLiteral("FollowPointers"), true},
            {QStringLiteral("MaxVariableRecurse"), 1},
            {QStringLiteral("MaxStringLen"), 64},
            {QStringLiteral("MaxArrayValues"), 64},
            {QStringLiteral("MaxStructFields"), -1}};
}

QJsonObject scope(qint64 goroutine, int frame)
{
    return {{QStringLiteral("GoroutineID"), goroutine}, {QStringLiteral("Frame"), frame}};
}

}

std::expected<std::unique_ptr<Delve>, QString> Delve::open(const Victim &victim)
{
    const QString program = findTool(QStringLiteral("dlv"));
    if (program.isEmpty())
        return std::unexpected(QStringLiteral("dlv is not installed"));
    std::unique_ptr<Delve> delve(new Delve);
    const QString path = delve->m_folder.filePath(QStringLiteral("socket"));
    delve->m_process.setProcessChannelMode(QProcess::MergedChannels);
    delve->m_process.start(program,
                           {QStringLiteral("core"), victim.executable, victim.core, QStringLiteral("--headless"),
                            QStringLiteral("--check-go-version=false"), QStringLiteral("--api-version=2"),
                            QStringLiteral("--listen=unix:") + path});
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < openTimeLimit && delve->m_process.state() != QProcess::NotRunning) {
        if (delve->connectTo(path.toUtf8()))
            return delve;
        delve->m_process.waitForReadyRead(50);
    }
    return std::unexpected(
        QStringLiteral("dlv does not open the core: %1").arg(QString::fromUtf8(delve->m_process.readAll()).trimmed()));
}

Delve::~Delve()
{
    if (m_socket >= 0)
        ::close(m_socket);
    m_process.terminate();
    if (!m_process.waitForFinished(5'000)) {
        m_process.kill();
        m_process.waitForFinished();
    }
}

bool Delve::connectTo(const QByteArray &path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= qsizetype(sizeof address.sun_path))
        return false;
    std::copy(path.begin(), path.end(), address.sun_path);
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket < 0)
        return false;
    if (::connect(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0) {
        ::close(socket);
        return false;
    }
    const timeval limit{.tv_sec = callTimeLimit, .tv_usec = 0};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    m_socket = socket;
    return true;
}

std::expected<QJsonObject, QString> Delve::call(const QString &method, const QJsonObject &arguments)
{
    const QJsonObject request{{QStringLiteral("method"), QStringLiteral("RPCServer.") + method},
                              {QStringLiteral("params"), QJsonArray{arguments}},
                              {QStringLiteral("id"), ++m_lastId}};
    const QByteArray line = QJsonDocument(request).toJson(QJsonDocument::Compact) + '\n';
    if (::send(m_socket, line.constData(), size_t(line.size()), MSG_NOSIGNAL) != line.size())
        return std::unexpected(QStringLiteral("dlv does not listen any more"));
    std::array<char, 65536> buffer{};
    while (!m_received.contains('\n')) {
        const ssize_t got = ::recv(m_socket, buffer.data(), buffer.size(), 0);
        if (got <= 0)
            return std::unexpected(method + QStringLiteral(": dlv does not answer"));
        m_received.append(buffer.data(), got);
    }
    const qsizetype end = m_received.indexOf('\n');
    const QJsonObject answer = QJsonDocument::fromJson(m_received.first(end)).object();
    m_received.remove(0, end + 1);
    if (const QJsonValue error = answer.value(QLatin1String("error")); !error.isNull() && !error.isUndefined())
        return std::unexpected(error.toString());
    return answer.value(QLatin1String("result")).toObject();
}

std::expected<QJsonArray, QString> Delve::goroutines()
{
    const auto result
        = call(QStringLiteral("ListGoroutines"), {{QStringLiteral("Start"), 0}, {QStringLiteral("Count"), 0}});
    if (!result)
        return std::unexpected(result.error());
    return result->value(QLatin1String("Goroutines")).toArray();
}

std::expected<QJsonArray, QString> Delve::stack(qint64 goroutine, int depth)
{
    const auto result
        = call(QStringLiteral("Stacktrace"), {{QStringLiteral("Id"), goroutine}, {QStringLiteral("Depth"), depth}});
    if (!result)
        return std::unexpected(result.error());
    return result->value(QLatin1String("Locations")).toArray();
}

std::expected<QJsonArray, QString> Delve::variables(qint64 goroutine, int frame)
{
    const QJsonObject arguments{{QStringLiteral("Scope"), scope(goroutine, frame)},
                                {QStringLiteral("Cfg"), printConfiguration()}};
    const auto parameters = call(QStringLiteral("ListFunctionArgs"), arguments);
    if (!parameters)
        return std::unexpected(parameters.error());
    const auto locals = call(QStringLiteral("ListLocalVars"), arguments);
    if (!locals)
        return std::unexpected(locals.error());
    QJsonArray all = parameters->value(QLatin1String("Args")).toArray();
    for (const QJsonValue &variable : locals->value(QLatin1String("Variables")).toArray())
        all << variable;
    return all;
}

std::expected<QJsonObject, QString> Delve::evaluate(qint64 goroutine, int frame, const QString &expression)
{
    const auto result = call(QStringLiteral("Eval"),
                             {{QStringLiteral("Scope"), scope(goroutine, frame)},
                              {QStringLiteral("Expr"), expression},
                              {QStringLiteral("Cfg"), printConfiguration()}});
    if (!result)
        return std::unexpected(result.error());
    return result->value(QLatin1String("Variable")).toObject();
}

}
