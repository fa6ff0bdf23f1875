// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "cli/interruption.h"

#include <unistd.h>

namespace Freezeframe
{

Interruption::Interruption()
{
    sigemptyset(&m_signals);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        sigaddset(&m_signals, signal);
    ::pthread_sigmask(SIG_BLOCK, &m_signals, &m_before);
    m_waiter = std::jthread([this](const std::stop_token &end) {
        constexpr timespec look{.tv_sec = 0, .tv_nsec = 100'000'000};
        while (!end.stop_requested()) {
            const int signal = ::sigtimedwait(&m_signals, nullptr, &look);
            if (signal > 0 && !m_source.request_stop())
                ::_exit(128 + signal);
        }
    });
}

Interruption::~Interruption()
{
    m_waiter.request_stop();
    m_waiter.join();
    ::pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
}

}
