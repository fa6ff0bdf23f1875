// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/formatrun.h"

namespace Freezeframe
{

void ValueFormat::writeMap(Run &run, const Value &value, Place place)
{
    if (place.withType)
        run.out += value.type->name + ' ';
    const auto address = m_reader.word(value);
    const auto count = address ? m_containers.mapCount(value) : std::unexpected(address.error());
    if (!count || *address == 0) {
        run.out += count ? "nil" : errorInPlace(count.error());
        return;
    }
    std::optional<Result<Containers::Entries>> entries;
    if (place.depth <= run.limits.depth)
        entries = m_containers.mapEntries(value, 0, run.limits.arrayElements);
    writeEntries(run, entries, *count, place);
}

void ValueFormat::writeEntries(Run &run, const std::optional<Result<Containers::Entries>> &entries, uint64_t count,
                               Place place)
{
    run.out += '[';
    uint64_t shown = 0;
    const Place inside{.withType = false, .depth = place.depth + 1, .nesting = place.nesting};
    for (const Containers::Entry &entry :
         entries && *entries ? (*entries)->entries : std::vector<Containers::Entry>()) {
        if (run.isFull())
            break;
        if (run.limits.hasLines)
            run.out += shown == 0 ? ValueLayout::open : ValueLayout::next;
        write(run, entry.key, inside);
        run.out += ": ";
        write(run, entry.element, inside);
        run.out += ", ";
        ++shown;
    }
    if (entries && (!*entries || (*entries)->damage))
        run.out += errorInPlace(*entries ? *(*entries)->damage : entries->error());
    if (shown < count)
        run.out += shown > 0 ? ",...+" + std::to_string(count - shown) + " more" : "...";
    if (run.limits.hasLines && shown > 0)
        run.out += ValueLayout::close;
    run.out += ']';
}

bool ValueFormat::writeFollowed(Run &run, const Value &value, Place place)
{
    const Followed::Kind kind = Followed::kindOf(*value.type);
    if (kind == Followed::Kind::None)
        return false;
    if (kind == Followed::Kind::Map) {
        const auto count = m_followed.count(value);
        if (!count)
            return false;
        writeSyncMap(run, value, place);
        return true;
    }
    const auto inner = m_followed.inner(value);
    if (!inner)
        return false;
    if (place.withType)
        run.out += value.type->name + ' ';
    write(run, *inner, place);
    if (m_followed.isCollected(value))
        run.out += " (collected)";
    return true;
}

void ValueFormat::writeSyncMap(Run &run, const Value &value, Place place)
{
    if (place.withType)
        run.out += value.type->name + ' ';
    std::optional<Result<Containers::Entries>> entries;
    if (place.depth <= run.limits.depth)
        entries = m_followed.entries(value, 0, run.limits.arrayElements);
    writeEntries(run, entries, m_followed.count(value).value_or(0), place);
}

}
