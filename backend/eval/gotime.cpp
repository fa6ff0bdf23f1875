// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/gotime.h"

#include <array>
#include <cstdio>
#include <cstdlib>

namespace Freezeframe
{

namespace
{

// Go time/time.go: wall has a flag, 33 bits of seconds since 1885 and 30 bits of nanoseconds if there is a monotonic
// reading in ext; else ext has the seconds since year 1.
constexpr uint64_t hasMonotonic = uint64_t(1) << 63;
constexpr unsigned nanosecondBits = 30;
constexpr int64_t year1885 = -2'682'288'000; // in Unix seconds
constexpr int64_t year1 = -62'135'596'800;
constexpr int64_t year10000 = 253'402'300'800;
constexpr int64_t secondsInDay = 86'400;
constexpr uint64_t maxTransitions = 1 << 16;

struct Civil {
    int64_t year;
    int month, day, hour, minute, second;
};

Civil civilOf(int64_t seconds)
{
    int64_t days = seconds / secondsInDay;
    int64_t rest = seconds % secondsInDay;
    if (rest < 0) {
        rest += secondsInDay;
        --days;
    }
    // Days are counted in eras of 400 years that begin on 1 March, so that leap days come last.
    days += 719'468;
    const int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
    const int64_t dayOfEra = days - era * 146'097;
    const int64_t yearOfEra = (dayOfEra - dayOfEra / 1'460 + dayOfEra / 36'524 - dayOfEra / 146'096) / 365;
    const int64_t dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const int64_t shifted = (5 * dayOfYear + 2) / 153;
    const auto month = static_cast<int>(shifted < 10 ? shifted + 3 : shifted - 9);
    return {.year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
            .month = month,
            .day = static_cast<int>(dayOfYear - (153 * shifted + 2) / 5 + 1),
            .hour = static_cast<int>(rest / 3600),
            .minute = static_cast<int>(rest / 60 % 60),
            .second = static_cast<int>(rest % 60)};
}

bool isPrintableYear(int64_t seconds)
{
    return seconds >= year1 - 400 * 366 * secondsInDay && seconds < year10000;
}

std::string dateAndTime(int64_t seconds, char between)
{
    const Civil civil = civilOf(seconds);
    std::array<char, 64> buffer;
    const int length = std::snprintf(buffer.data(), buffer.size(), "%04lld-%02d-%02d%c%02d:%02d:%02d",
                                     static_cast<long long>(civil.year), civil.month, civil.day, between, civil.hour,
                                     civil.minute, civil.second);
    return std::string(buffer.data(), static_cast<size_t>(length));
}

std::string offsetText(int64_t offset)
{
    std::array<char, 32> buffer;
    const int length = std::snprintf(buffer.data(), buffer.size(), "%c%02d:%02d", offset < 0 ? '-' : '+',
                                     static_cast<int>(std::llabs(offset) / 3600 % 100),
                                     static_cast<int>(std::llabs(offset) / 60 % 60));
    return std::string(buffer.data(), static_cast<size_t>(length));
}

/// Digits after the point, without zeros at the end; with the point.
std::string fraction(uint64_t value, unsigned digits)
{
    std::string text = std::to_string(value);
    text.insert(0, digits - std::min<size_t>(digits, text.size()), '0');
    text.resize(text.find_last_not_of('0') + 1);
    return text.empty() ? text : '.' + text;
}

/// Reads a time.Location: which zone holds at a moment.
class LocationReader
{
public:
    LocationReader(const ValueReader &reader, Value location)
        : m_reader(reader)
        , m_location(std::move(location))
    {
    }

    Result<Value> zoneAt(int64_t seconds) const
    {
        // The last answer that the program itself asked for.
        const auto cached = m_reader.fieldNamed(m_location, "cacheZone");
        const auto start = number("cacheStart");
        const auto end = number("cacheEnd");
        if (cached && start && end && *start <= seconds && seconds < *end) {
            if (auto zone = m_reader.pointee(*cached))
                return zone;
        }
        const auto zones = m_reader.fieldNamed(m_location, "zone");
        const auto transitions = m_reader.fieldNamed(m_location, "tx");
        if (!zones || !transitions)
            return std::unexpected(zones ? transitions.error() : zones.error());
        const auto zoneCount = m_reader.sequence(*zones).length;
        const auto count = m_reader.sequence(*transitions).length;
        if (!zoneCount || !count)
            return std::unexpected(zoneCount ? count.error() : zoneCount.error());
        if (*zoneCount == 0)
            return fail(ErrorCode::NotFound, "no zones");
        if (*count == 0)
            return *zoneCount == 1 ? Result<Value>(m_reader.element(*zones, 0)) : fail(ErrorCode::NotFound, "no rule");
        return zoneByTransitions(*zones, *zoneCount, *transitions, *count, seconds);
    }

private:
    Result<int64_t> number(std::string_view field) const
    {
        const auto value = m_reader.fieldNamed(m_location, field);
        if (!value)
            return std::unexpected(value.error());
        return m_reader.integer(*value).transform([](Int128 number) { return static_cast<int64_t>(number); });
    }

    Result<Value> zoneByTransitions(const Value &zones, uint64_t zoneCount, const Value &transitions, uint64_t count,
                                    int64_t seconds) const
    {
        if (count > maxTransitions)
            return fail(ErrorCode::Limit, "too many transitions");
        uint64_t low = 0;
        uint64_t high = count;
        while (low < high) {
            const uint64_t middle = low + (high - low) / 2;
            const auto when = m_reader.fieldNamed(m_reader.element(transitions, middle), "when");
            const auto start = when ? m_reader.integer(*when) : std::unexpected(when.error());
            if (!start)
                return std::unexpected(start.error());
            if (*start <= seconds)
                low = middle + 1;
            else
                high = middle;
        }
        const auto extend = m_reader.fieldNamed(m_location, "extend");
        const auto rule = extend ? m_reader.goString(*extend, 256) : std::unexpected(extend.error());
        // Before the first and after the last transition other rules hold, with daylight saving more than one zone.
        if (low == 0 || (low == count && rule && rule->contains(',')))
            return fail(ErrorCode::NotFound, "no rule");
        const auto field = m_reader.fieldNamed(m_reader.element(transitions, low - 1), "index");
        const auto index = field ? m_reader.integer(*field) : std::unexpected(field.error());
        if (!index || *index < 0 || *index >= Int128(zoneCount))
            return fail(ErrorCode::BadFormat, "a transition to no zone");
        return m_reader.element(zones, static_cast<uint64_t>(*index));
    }

    const ValueReader &m_reader;
    Value m_location;
};

}

Result<GoTime> GoTime::read(const ValueReader &reader, const Value &time)
{
    const auto wallField = reader.fieldNamed(time, "wall");
    const auto extField = reader.fieldNamed(time, "ext");
    if (!wallField || !extField)
        return std::unexpected(wallField ? extField.error() : wallField.error());
    const auto wall = reader.word(*wallField);
    const auto ext = reader.word(*extField);
    if (!wall || !ext)
        return std::unexpected(wall ? ext.error() : wall.error());
    GoTime result;
    result.nanoseconds = static_cast<int32_t>(*wall & ((uint64_t(1) << nanosecondBits) - 1));
    if ((*wall & hasMonotonic) != 0) {
        result.seconds = static_cast<int64_t>(*wall << 1 >> (nanosecondBits + 1)) + year1885;
        result.monotonic = static_cast<int64_t>(*ext);
    } else if (__builtin_add_overflow(static_cast<int64_t>(*ext), year1, &result.seconds)) {
        return fail(ErrorCode::BadFormat, "a time out of all range");
    }
    const auto location = reader.fieldNamed(time, "loc");
    const auto target = location ? reader.pointee(*location) : std::unexpected(location.error());
    if (!target)
        return result; // a nil location is UTC
    const auto zone = LocationReader(reader, *target).zoneAt(result.seconds);
    const auto name = zone ? reader.fieldNamed(*zone, "name") : std::unexpected(zone.error());
    const auto offset = zone ? reader.fieldNamed(*zone, "offset") : std::unexpected(zone.error());
    const auto nameText = name ? reader.goString(*name, 64) : std::unexpected(name.error());
    const auto seconds = offset ? reader.integer(*offset) : std::unexpected(offset.error());
    if (nameText && seconds && *seconds > -2 * secondsInDay && *seconds < 2 * secondsInDay) {
        result.zone = *nameText;
        result.zoneOffset = static_cast<int64_t>(*seconds);
        return result;
    }
    // UTC and a Local that was never asked have a name and no zones.
    const auto locationName = reader.fieldNamed(*target, "name");
    const auto zones = reader.fieldNamed(*target, "zone");
    const auto count = zones ? reader.sequence(*zones).length : std::unexpected(zones.error());
    result.zoneKnown = locationName && count && *count == 0;
    return result;
}

std::string GoTime::rfc3339() const
{
    if (!isPrintableYear(seconds))
        return {};
    return dateAndTime(seconds + zoneOffset, 'T') + (zoneOffset == 0 ? "Z" : offsetText(zoneOffset));
}

std::string GoTime::readable() const
{
    if (!isPrintableYear(seconds))
        return {};
    if (seconds == year1 && nanoseconds == 0)
        return "zero time";
    std::string text = dateAndTime(seconds + zoneOffset, ' ') + fraction(static_cast<uint64_t>(nanoseconds), 9);
    if (zoneOffset == 0)
        return text + " UTC";
    return text + ' ' + offsetText(zoneOffset) + (zone.empty() ? "" : ' ' + zone);
}

std::string durationText(int64_t nanoseconds)
{
    if (nanoseconds == 0)
        return "0s";
    const bool negative = nanoseconds < 0;
    uint64_t rest = static_cast<uint64_t>(nanoseconds);
    if (negative)
        rest = ~rest + 1;
    std::string text = negative ? "-" : "";
    if (rest < 1'000)
        return text + std::to_string(rest) + "ns";
    if (rest < 1'000'000)
        return text + std::to_string(rest / 1'000) + fraction(rest % 1'000, 3) + "µs";
    if (rest < 1'000'000'000)
        return text + std::to_string(rest / 1'000'000) + fraction(rest % 1'000'000, 6) + "ms";
    const uint64_t seconds = rest / 1'000'000'000;
    if (seconds >= 3600)
        text += std::to_string(seconds / 3600) + 'h';
    if (seconds >= 60)
        text += std::to_string(seconds / 60 % 60) + 'm';
    return text + std::to_string(seconds % 60) + fraction(rest % 1'000'000'000, 9) + 's';
}

}
