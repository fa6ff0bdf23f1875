// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/registerline.h"

#include "model/format.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

/// "AX" in Go's flavour, whose names tell no size.
QString registerName(const std::string &name, DisassemblyFlavor flavor)
{
    QString text = shown(name);
    if (flavor != DisassemblyFlavor::Go)
        return text;
    const bool isNumbered = text.size() > 1 && text.at(1).isDigit();
    if (text.startsWith(QLatin1String("xmm")))
        return QLatin1Char('X') + text.sliced(3);
    return (isNumbered ? text : text.sliced(1)).toUpper();
}

}

RegisterLine::RegisterLine(QWidget *parent)
    : RunLabel(parent)
{
    setAccessibleName(tr("Registers of the selected instruction"));
    connect(this, &RunLabel::linkActivated, this,
            [this](const QString &target) { Q_EMIT memoryWanted(Address{target.toULongLong(nullptr, 16)}); });
}

QString RegisterLine::momentText(Moment moment)
{
    switch (moment) {
    case Moment::Before: return tr("Before it:");
    case Moment::Call: return tr("At this call, as far as known:");
    case Moment::Elsewhere: return tr("At the marked instruction, not here:");
    }
    return {};
}

void RegisterLine::show(const DisassemblyLine *line, const Session::RegisterSet &registers, Moment moment,
                        DisassemblyFlavor flavor)
{
    Runs runs;
    for (const std::string &name : line ? line->registers : std::vector<std::string>()) {
        const auto found = std::ranges::find(registers.registers, name, &RegisterInfo::name);
        const bool isVector = name.starts_with("xmm");
        if (isVector) // more than one number; the page of registers has room for it
            continue;
        runs << Run::plain(registerName(name, flavor), Theme::Role::Text, Run::Code);
        if (found == registers.registers.end()) {
            runs << Run::plain(tr(" unknown"), Theme::Role::Muted) << Run::space();
            continue;
        }
        const QString value = addressText(Address{found->value});
        Run link = Run::linkTo(value, value);
        link.flags = Run::Code;
        if (found->value == 0)
            link.link.clear();
        runs << Run::plain(QStringLiteral(" ")) << link;
        if (!found->meaning.empty())
            runs << Run::plain(QLatin1String(" ") + shown(found->meaning), Theme::Role::Muted, Run::Plain, 1);
        runs << Run::space();
    }
    if (!runs.isEmpty())
        runs = Runs{Run::plain(momentText(moment), Theme::Role::Muted, Run::Plain, 2), Run::space()} + runs;
    else if (line)
        runs << Run::plain(tr("It uses no general register."), Theme::Role::Muted);
    setRuns(runs);
}

}
