// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/livethread.h"

namespace Freezeframe
{

LiveThread::~LiveThread() = default;

void LiveThread::drop(int kind)
{
    ++m_newest[kind];
    m_queue.cancel(kind);
}

}
