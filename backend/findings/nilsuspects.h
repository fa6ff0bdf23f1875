// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/findings/findingsources.h"
#include "backend/findings/gosourceline.h"
#include "backend/findings/nilcode.h"

namespace Freezeframe
{

/// Which variable of a line was nil, told from its value; where that was kept nowhere, from the address that could not
/// be read and from the code. References outlive it; analysis thread only.
class NilSuspects
{
public:
    NilSuspects(const FindingSources &sources, const Stack &stack, bool isNilMap)
        : m_sources(sources)
        , m_stack(stack)
        , m_isNilMap(isNilMap)
    {
    }

    struct Suspect {
        GoDereference use;
        std::string type;
        bool isNil = false; ///< else its value is not known
        bool isCertain = false; ///< it is nil, and nothing else on the line may be
    };
    [[nodiscard]] std::optional<Suspect> at(size_t frame);
    /// Whether it begins with the name of a variable of the frame.
    [[nodiscard]] bool isVariable(size_t frame, std::string_view expression) const;

private:
    [[nodiscard]] std::optional<Suspect> chooseByCode(const std::vector<Suspect> &suspects, size_t frame,
                                                      const NilCode::Origin &origin) const;
    [[nodiscard]] std::string argumentAt(size_t frame, int64_t number) const;
    [[nodiscard]] std::optional<Suspect> look(size_t frame, const GoDereference &use) const;
    [[nodiscard]] bool isMember(const Type &pointer, std::string_view member) const;

    const FindingSources &m_sources;
    const Stack &m_stack;
    bool m_isNilMap; ///< what is nil is a map that was written to
    bool m_isCheck = false; ///< the address was read only to see whether it can be
};

}
