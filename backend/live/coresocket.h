// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/corehandler.h"

#include <vector>

namespace Freezeframe
{

/// The server behind a core_pattern that begins with @, as far as it can be seen: the kernel (6.16 and newer) connects to
/// its socket for each crash. Nobody is connected to by us. A value type.
struct CoreSocket {
    enum class State {
        Listening,
        NotListening, ///< the file is there, but no server
        Missing,
        NoSocket, ///< the file is of another kind
        Link, ///< a part of its path is a symbolic link, which the kernel does not follow here
        BadName, ///< the kernel refuses the pattern
        Unseen, ///< can't be told
    };
    struct Server {
        int32_t pid = 0;
        std::string name; ///< of its program
    };
    State state = State::Unseen;
    std::string path; ///< as the first process has it
    bool negotiates = false; ///< @@: the server is asked first, and may take the memory itself or refuse (6.17)
    std::vector<Server> servers; ///< that have the socket open, as far as we may see that
    std::string reason; ///< of Unseen

    [[nodiscard]] static CoreSocket find(const CorePattern &pattern, const SystemPaths &paths);
    [[nodiscard]] CoreHandler::Kind handler() const;
    /// "coredumpd (process 812)", "a server that you may not see".
    [[nodiscard]] std::string serverText() const;
    /// Why the kernel can't deliver; empty if it can, or that is not known.
    [[nodiscard]] std::string fault() const;
};

}
