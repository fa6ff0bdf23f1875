// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/errortext.h"

namespace Freezeframe
{

/// What values of well-known types say to a person beyond their bytes. Analysis thread only.
class Meaning
{
public:
    Meaning(ValueReader &reader, const DynamicValues &dynamic, const ErrorText &errors)
        : m_reader(reader)
        , m_dynamic(dynamic)
        , m_errors(errors)
    {
    }

    /// "5m0s", "locked, 3 wait"; empty if the value says all itself.
    [[nodiscard]] std::string of(const Value &value) const { return of(value, 0); }

private:
    [[nodiscard]] std::string of(const Value &value, unsigned depth) const;
    [[nodiscard]] std::string ofStruct(const Value &value) const;
    [[nodiscard]] std::string ofMutex(const Value &value) const;
    [[nodiscard]] std::string ofReadWriteMutex(const Value &value) const;
    [[nodiscard]] std::string ofWaitGroup(const Value &value) const;
    [[nodiscard]] std::string ofOnce(const Value &value) const;
    [[nodiscard]] std::string ofBigInt(const Value &value) const;
    [[nodiscard]] std::string ofBytes(const Value &value) const;
    [[nodiscard]] std::optional<Int128> number(const Value &structure, std::string_view field) const;
    [[nodiscard]] std::optional<Int128> innerNumber(Value value) const;

    ValueReader &m_reader;
    const DynamicValues &m_dynamic;
    const ErrorText &m_errors;
};

}
