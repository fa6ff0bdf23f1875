// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/inspectiondata.h"

namespace Freezeframe
{

Result<RecordedTrace> Inspection::trace(const std::stop_token &stop)
{
    if (!d->runtime)
        return fail(ErrorCode::NotFound, "this is no Go program, or its runtime can't be read: it has no trace");
    return recordedTrace(*d->runtime, *d->evaluator, stop);
}

}
