// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/address.h"

#include "backend/base/text.h"

namespace Freezeframe
{

std::string Address::toString() const
{
    return hex(value);
}

}
