// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/memorystatus.h"

#include "gui/memorypainter.h"
#include "gui/memoryview.h"
#include "model/addressnames.h"
#include "model/format.h"
#include "model/memorypages.h"
#include "model/regionmodel.h"

#include <QCoreApplication>

#include <algorithm>

namespace Freezeframe
{

namespace
{

QString words(const char *text)
{
    return QCoreApplication::translate("MemoryStatus", text);
}

/// Of a place without bytes, as a sentence: the legend's word, and what it means.
QString holeText(const MemoryRegion *region)
{
    if (region && region->bytes == MemoryRegion::Bytes::CutOff)
        return words(QT_TRANSLATE_NOOP("MemoryStatus", "cut off: the core file ends before these bytes"));
    switch (missingLook(region)) {
    case MemoryLook::NotInCore:
        return words(QT_TRANSLATE_NOOP(
            "MemoryStatus",
            "not in the core: the process had this memory, but neither the core nor a file has its bytes"));
    case MemoryLook::Reserved:
        return words(QT_TRANSLATE_NOOP("MemoryStatus", "reserved: addresses without memory behind them"));
    default: break;
    }
    return words(QT_TRANSLATE_NOOP("MemoryStatus", "unmapped: the process had no memory here"));
}

/// "zero: all of these 4 KiB are": of the page around an address.
bool isZeroPage(const MemoryPages &pages, Address address)
{
    const Address page = address - address.value % MemoryPages::pageBytes;
    const auto bytes = pages.bytes(page, page + (MemoryPages::pageBytes - 1));
    return !bytes.empty() && std::ranges::all_of(bytes, [](const auto &byte) { return byte == 0; });
}

}

Runs memoryStatus(const MemoryView &view, const MemoryPages &pages, AddressNames *names)
{
    if (!view.current())
        return {};
    const Address address = *view.current();
    const MemoryRegion *region = view.rows().regionAt(address);
    const bool isHole = view.rows().stretchAt(address).isHole;
    const auto target = isHole ? std::nullopt : view.pointerAt(address);
    std::vector<Address> named{address};
    if (target)
        named.push_back(*target);
    names->want(named);

    Runs runs{Run::plain(addressText(address), Theme::Role::Text, Run::Code)};
    const auto add = [&runs](const QString &text, Theme::Role role = Theme::Role::Muted, int elide = 1) {
        if (text.isEmpty())
            return;
        runs << Run::plain(QStringLiteral(" · "), Theme::Role::Muted) << Run::plain(text, role, Run::Plain, elide);
    };
    add(names->name(address), Theme::Role::Text, 2);
    if (isHole) {
        add(holeText(region), memoryLookRole(missingLook(region)), 3);
    } else if (region) {
        const QString access = QString::fromStdString(region->permissions());
        add(access.isEmpty() ? bytesText(*region) : access + QLatin1String(", ") + bytesText(*region),
            Theme::Role::Muted, 3);
        if (isZeroPage(pages, address))
            add(words(QT_TRANSLATE_NOOP("MemoryStatus", "zero-filled: these 4 KiB are all zero")));
    }
    if (target) {
        const QString name = names->name(*target);
        add(QStringLiteral("→ ") + addressText(*target) + (name.isEmpty() ? QString() : QLatin1Char(' ') + name),
            Theme::Role::Link);
    }
    const auto selected = view.selection();
    if (selected->first != selected->second) {
        const quint64 size = selected->second - selected->first + 1;
        add(words(QT_TRANSLATE_NOOP("MemoryStatus", "%1 bytes selected")).arg(countText(size)), Theme::Role::Text, 0);
    }
    return runs;
}

}
