// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/goroutinejson.h"

namespace Freezeframe
{

// Of a report: what was looked at, and why it ended. What is unknown is left out.
[[nodiscard]] Json coreJson(const ProcessSummary &process);
[[nodiscard]] Json executableJson(const ProcessSummary &process);
[[nodiscard]] Json goJson(const ProcessSummary &process);
[[nodiscard]] Json crashJson(const CrashSummary &summary);

// Nothing is put if there is nothing to say.
void putJson(Json &object, const char *key, const std::string &text);
void putJson(Json &object, const char *key, const std::optional<Error> &error);
void putJson(Json &object, const char *key, const SourceLocation &place);

}
