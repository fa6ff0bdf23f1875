// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/unwind/unwoundvictim.h"

#include <algorithm>

namespace Freezeframe
{

std::optional<Stack> UnwoundVictim::stackWith(std::string_view function) const
{
    for (uint32_t row = 0; row < goroutines->size(); ++row) {
        Stack stack = stackOf(row);
        if (std::ranges::contains(stack.frames, function, &Frame::function))
            return stack;
    }
    return std::nullopt;
}

UnwoundVictim unwind(OpenedVictim opened)
{
    UnwoundVictim result{.opened = std::move(opened), .goroutines = {}, .unwinder = {}, .error = {}};
    result.error = result.opened.error;
    if (!result.error.isEmpty())
        return result;
    auto goroutines = result.opened.runtime->goroutines();
    if (!goroutines) {
        result.error = QString::fromStdString(goroutines.error().toString());
        return result;
    }
    result.goroutines = *goroutines;
    result.unwinder
        = std::make_shared<const Unwinder>(result.opened.target, result.opened.symbols, result.opened.runtime);
    return result;
}

QByteArray textOf(const Stack &stack)
{
    QByteArray text;
    for (size_t i = 0; i < stack.frames.size(); ++i) {
        const Frame &frame = stack.frames[i];
        text += QByteArray::number(qulonglong(i)) + ' ' + frame.function.c_str() + ' ' + frame.file.c_str() + ':'
            + QByteArray::number(frame.line) + " pc " + frame.pc.toString().c_str() + " cfa "
            + frame.cfa.toString().c_str();
        if (frame.error)
            text += QByteArray(" (") + frame.error->message.c_str() + ')';
        text += '\n';
    }
    if (stack.error)
        text += stack.error->message;
    return text;
}

}
