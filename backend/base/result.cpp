// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/result.h"

#include "backend/base/text.h"

namespace Freezeframe
{

std::string Error::toString() const
{
    std::string place = escaped(file);
    if (message.starts_with(place))
        place.clear(); // the sentence names the file already
    const auto append = [&place](const std::string &part) {
        if (!place.empty())
            place += ", ";
        place += part;
    };
    if (!section.empty())
        append(escaped(section));
    if (offset)
        append("offset " + hex(*offset));
    return place.empty() ? message : place + ": " + message;
}

}
