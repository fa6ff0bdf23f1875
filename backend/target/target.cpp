// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/target/target.h"

#include "backend/target/targetbuilder.h"

#include <algorithm>

namespace Freezeframe
{

const Module *Target::moduleAt(Address address) const
{
    const auto found
        = std::ranges::find_if(m_modules, [address](const Module &module) { return module.range.contains(address); });
    return found == m_modules.end() ? nullptr : &*found;
}

const Module *Target::executable() const
{
    const auto found = std::ranges::find(m_modules, true, &Module::isExecutable);
    return found == m_modules.end() ? nullptr : &*found;
}

std::shared_ptr<const Target> Target::fromCore(std::shared_ptr<const CoreFile> core, const FileSearch &search)
{
    return TargetBuilder(std::move(core), search).build();
}

}
