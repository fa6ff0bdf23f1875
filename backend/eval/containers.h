// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/valuereader.h"
#include "backend/go/gochannel.h"
#include "backend/go/gomap.h"

#include <list>

namespace Freezeframe
{

struct EvaluationSources;

/// Opens the maps and channels that values are: layouts from DWARF, else from the runtime's descriptors. Keeps the
/// maps looked at last, so that paging goes on where it was. Analysis thread only.
class Containers
{
public:
    Containers(const EvaluationSources &sources, ValueReader &reader)
        : m_sources(sources)
        , m_reader(reader)
    {
    }

    /// Entries left out by slicing not counted; 0 of a nil map.
    [[nodiscard]] Result<uint64_t> mapCount(const Value &map);
    struct Entry {
        Value key;
        Value element;
    };
    struct Entries {
        std::vector<Entry> entries;
        std::optional<Error> damage; ///< why there are fewer than the map says
    };
    [[nodiscard]] Result<Entries> mapEntries(const Value &map, uint64_t first, uint64_t count);

    /// NotFound of a nil channel.
    [[nodiscard]] Result<GoChannel> channel(const Value &value);
    [[nodiscard]] Result<std::vector<GoChannelWaiter>> waiters(const GoChannel &channel, bool receivers);

private:
    struct OpenMap {
        uint64_t address;
        const Type *type;
        std::unique_ptr<GoMap> map;
    };
    Result<GoMap *> open(const Value &map);
    Result<GoMapShape> shape(const Type &type);
    Result<GoMapShape> shapeFromDwarf(const Type &type, const Type &implementation);
    Result<void> swissShape(const Type &type, const Type &implementation, GoMapShape &shape);
    Result<void> bucketShape(const Type &type, const Type &implementation, GoMapShape &shape);
    Result<GoMapShape> shapeFromRuntime(const Type &type);
    Result<GoChannelLayout> channelLayout(const Value &value);

    const EvaluationSources &m_sources;
    ValueReader &m_reader;
    std::list<OpenMap> m_open; ///< looked at last first
    std::unordered_map<const Type *, GoMapShape> m_shapes;
};

}
