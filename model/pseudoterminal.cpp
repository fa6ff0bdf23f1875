// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/pseudoterminal.h"

#include <QByteArray>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

namespace Freezeframe
{

std::unique_ptr<PseudoTerminal> PseudoTerminal::open()
{
    const int ours = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    std::array<char, 128> name{};
    if (ours < 0 || ::grantpt(ours) != 0 || ::unlockpt(ours) != 0 || ::ptsname_r(ours, name.data(), name.size()) != 0) {
        if (ours >= 0)
            ::close(ours);
        return nullptr;
    }
    const int childs = ::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (childs < 0) {
        ::close(ours);
        return nullptr;
    }
    termios settings{};
    if (::tcgetattr(childs, &settings) == 0) {
        ::cfmakeraw(&settings); // no "\r\n" for "\n", no echo
        ::tcsetattr(childs, TCSANOW, &settings);
    }
    const winsize size{.ws_row = 40, .ws_col = 160, .ws_xpixel = 0, .ws_ypixel = 0};
    ::ioctl(childs, TIOCSWINSZ, &size);
    return std::unique_ptr<PseudoTerminal>(new PseudoTerminal(ours, childs));
}

PseudoTerminal::PseudoTerminal(int ours, int childs)
    : m_ours(ours)
    , m_childsEnd(childs)
    , m_notifier(ours, QSocketNotifier::Read)
{
    connect(&m_notifier, &QSocketNotifier::activated, this, [this] { readOnce(); });
}

PseudoTerminal::~PseudoTerminal()
{
    m_notifier.setEnabled(false);
    closeChildsEnd();
    ::close(m_ours);
}

void PseudoTerminal::closeChildsEnd()
{
    if (m_childsEnd >= 0)
        ::close(m_childsEnd);
    m_childsEnd = -1;
}

bool PseudoTerminal::readOnce()
{
    std::array<char, 65536> buffer{};
    const ssize_t count = ::read(m_ours, buffer.data(), buffer.size());
    if (count > 0) {
        Q_EMIT received(QByteArray(buffer.data(), count));
        return true;
    }
    // EIO: nobody has the other end any more. The notifier would fire for ever.
    if (count == 0 || (errno != EAGAIN && errno != EINTR))
        m_notifier.setEnabled(false);
    return false;
}

void PseudoTerminal::drain()
{
    // A grandchild may write on and on: what the kernel holds at once is little.
    constexpr int mostReads = 64;
    for (int i = 0; i < mostReads && readOnce(); ++i) { }
}

}
