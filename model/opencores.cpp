// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/opencores.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QStringList>

#include <array>
#include <cstring>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

constexpr size_t longestMessage = 8192;
const QLatin1String greeting("freezeframe 1");
constexpr QChar separator(0); // in no path

/// Where the window listens that has the core; empty: nowhere.
QByteArray socketPath(const QString &identity)
{
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    if (identity.isEmpty() || runtime.isEmpty())
        return {};
    const QByteArray folder = QFile::encodeName(QDir(runtime).filePath(QStringLiteral("freezeframe")));
    ::mkdir(folder.constData(), S_IRWXU);
    struct stat status{};
    const bool isOurs = ::lstat(folder.constData(), &status) == 0 && S_ISDIR(status.st_mode)
        && status.st_uid == ::geteuid() && (status.st_mode & (S_IRWXG | S_IRWXO)) == 0;
    if (!isOurs)
        return {};
    return folder + '/' + QCryptographicHash::hash(identity.toUtf8(), QCryptographicHash::Sha1).toHex();
}

/// False: the path is too long for a socket.
bool fill(sockaddr_un &address, const QByteArray &path)
{
    if (path.isEmpty() || size_t(path.size()) >= sizeof address.sun_path)
        return false;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.constData(), size_t(path.size()) + 1);
    return true;
}

int makeSocket()
{
    return ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

/// A socket that leads to who listens at @p path, −1: nobody does.
int connectTo(const QByteArray &path)
{
    sockaddr_un address{};
    const int socket = fill(address, path) ? makeSocket() : -1;
    if (socket >= 0 && ::connect(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0)
        return socket;
    if (socket >= 0)
        ::close(socket);
    return -1;
}

}

OpenCores::OpenCores(QObject *parent)
    : QObject(parent)
{
}

OpenCores::~OpenCores()
{
    claim({});
}

void OpenCores::claim(const QString &identity)
{
    const QByteArray path = socketPath(identity);
    if (!path.isEmpty() && path == m_path)
        return;
    if (m_socket >= 0) {
        m_notifier.reset();
        ::unlink(m_path.constData());
        ::close(m_socket);
        m_socket = -1;
        m_path.clear();
    }
    sockaddr_un address{};
    if (!fill(address, path))
        return;
    if (const int other = connectTo(path); other >= 0) {
        ::close(other); // that window came first
        return;
    }
    ::unlink(path.constData()); // of a window that was killed
    m_socket = makeSocket();
    if (m_socket < 0 || ::bind(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0) {
        if (m_socket >= 0)
            ::close(m_socket);
        m_socket = -1;
        return;
    }
    m_path = path;
    m_notifier = std::make_unique<QSocketNotifier>(m_socket, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &OpenCores::receive);
}

bool OpenCores::raise(const QString &identity, const Wish &wish)
{
    const int socket = connectTo(socketPath(identity));
    if (socket < 0)
        return false;
    const QByteArray message
        = QStringList{greeting, wish.goroutine ? QString::number(*wish.goroutine) : QString(),
                      wish.frame ? QString::number(*wish.frame) : QString(), wish.token, wish.executable}
              .join(separator)
              .toUtf8();
    const bool isSent = ::send(socket, message.constData(), size_t(message.size()), MSG_NOSIGNAL) == message.size();
    ::close(socket);
    return isSent;
}

void OpenCores::receive()
{
    std::array<char, longestMessage> bytes{};
    const ssize_t count = ::recv(m_socket, bytes.data(), bytes.size(), 0);
    const QStringList parts = count > 0 ? QString::fromUtf8(bytes.data(), count).split(separator) : QStringList();
    if (parts.value(0) != greeting)
        return;
    Wish wish{.goroutine = {}, .frame = {}, .executable = parts.value(4), .token = parts.value(3)};
    bool isNumber = false;
    if (const quint64 goroutine = parts.value(1).toULongLong(&isNumber); isNumber)
        wish.goroutine = goroutine;
    if (const quint64 frame = parts.value(2).toULongLong(&isNumber); isNumber)
        wish.frame = size_t(frame);
    Q_EMIT raised(wish);
}

}
