// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/unwind/codelookup.h"

namespace Freezeframe
{

const CodeLookup::Code *CodeLookup::at(Address pc, bool exact)
{
    return fill(m_codes[slotOf(pc)], pc, exact);
}

const CodeLookup::Code *CodeLookup::beside(Address pc, bool exact)
{
    return fill(m_beside, pc, exact);
}

bool CodeLookup::isCode(Address pc) const
{
    if (!m_symbols || pc.isNull())
        return false;
    const Code &code = m_codes[slotOf(pc)];
    return (code.pc == pc && code.match.module) || m_symbols->functionAt(pc).has_value();
}

const CodeLookup::Code *CodeLookup::fill(Code &code, Address pc, bool exact) const
{
    if (!m_symbols || pc.isNull())
        return nullptr;
    if (code.pc == pc && code.exact == exact && code.match.module)
        return &code;
    const auto match = m_symbols->functionAt(pc);
    if (!match)
        return nullptr;
    code.pc = pc;
    code.exact = exact;
    code.match = *match;
    const Pclntab &table = *match->module->pclntab;
    code.frameSize = table.frameSize(match->function, pc);
    // As runtime.(*unwinder).symPC: a pc at the entry was never returned to (goroutines that have not run yet).
    code.lookupPc = exact || pc <= match->function.entry ? pc : pc - 1;
    code.frames = table.frames(match->function, code.lookupPc);
    return &code;
}

}
