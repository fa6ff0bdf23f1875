// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <csignal>
#include <stop_token>
#include <thread>

namespace Freezeframe
{

/// Turns Ctrl-C, SIGTERM and SIGHUP into a request to stop for as long as it lives; a second one ends the program at once.
/// To be made before other threads are, as those take over what this one blocks.
class Interruption
{
public:
    Interruption();
    ~Interruption();
    Interruption(const Interruption &) = delete;
    Interruption &operator=(const Interruption &) = delete;
    [[nodiscard]] std::stop_token token() const { return m_source.get_token(); }

private:
    std::stop_source m_source;
    sigset_t m_signals;
    sigset_t m_before;
    std::jthread m_waiter;
};

}
