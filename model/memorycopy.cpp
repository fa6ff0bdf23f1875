// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/memorycopy.h"

#include "backend/base/text.h"
#include "model/format.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr size_t perLine = 16;

QString pair(const std::optional<uint8_t> &byte)
{
    return byte ? QStringLiteral("%1").arg(*byte, 2, 16, QLatin1Char('0')) : QStringLiteral("??");
}

QString hexadecimal(MemoryFormat::Bytes bytes)
{
    QString text;
    for (size_t i = 0; i < bytes.size(); ++i) {
        if (i > 0)
            text += QLatin1Char(i % perLine == 0 ? '\n' : ' ');
        text += pair(bytes[i]);
    }
    return text;
}

QString dump(Address start, MemoryFormat::Bytes bytes)
{
    QString text;
    for (size_t line = 0; line < bytes.size(); line += perLine) {
        const auto part = bytes.subspan(line, std::min(perLine, bytes.size() - line));
        QString row;
        for (size_t i = 0; i < part.size(); ++i)
            row += (i == perLine / 2 ? QStringLiteral("  ") : QStringLiteral(" ")) + pair(part[i]);
        text += QStringLiteral("%1 %2  |%3|\n")
                    .arg(start.value + line, 16, 16, QLatin1Char('0'))
                    .arg(row, -int(perLine * 3 + 1))
                    .arg(memoryText(part));
    }
    return text;
}

/// In lines of twelve, as both languages' own formatters leave them.
QString elements(MemoryFormat::Bytes bytes, const QString &indentation)
{
    constexpr size_t perCodeLine = 12;
    QString text;
    for (size_t i = 0; i < bytes.size(); ++i) {
        text += i % perCodeLine == 0 ? (i == 0 ? QString() : QStringLiteral("\n")) + indentation : QStringLiteral(" ");
        text += QStringLiteral("0x") + pair(bytes[i]) + QLatin1Char(',');
    }
    return text + QLatin1Char('\n');
}

}

Result<QString> copiedMemory(MemoryCopy form, Address start, MemoryFormat::Bytes bytes)
{
    if (form == MemoryCopy::Hexadecimal)
        return hexadecimal(bytes);
    if (form == MemoryCopy::Dump)
        return dump(start, bytes);
    const auto missing = std::ranges::find_if(bytes, [](const auto &byte) { return !byte; });
    if (missing != bytes.end())
        return fail(ErrorCode::NotInCore,
                    "nothing was copied: the byte at " + (start + uint64_t(missing - bytes.begin())).toString()
                        + " is not there");
    std::string raw;
    for (const auto &byte : bytes)
        raw += char(*byte);
    switch (form) {
    case MemoryCopy::GoBytes: return QStringLiteral("[]byte{\n%1}").arg(elements(bytes, QStringLiteral("\t")));
    case MemoryCopy::CArray:
        return QStringLiteral("const unsigned char bytes[%1] = {\n%2};")
            .arg(bytes.size())
            .arg(elements(bytes, QStringLiteral("    ")));
    case MemoryCopy::GoString: return QString::fromStdString(goQuoted(raw));
    default: return shownLines(raw);
    }
}

}
