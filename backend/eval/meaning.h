// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/bignumber.h"
#include "backend/eval/contextmeaning.h"
#include "backend/eval/netmeaning.h"
#include "backend/eval/systemmeaning.h"
#include "backend/eval/textmeaning.h"
#include "backend/eval/webmeaning.h"

namespace Freezeframe
{

/// What values of well-known types say to a person beyond their bytes. Analysis thread only.
class Meaning
{
public:
    /// @p brief writes parts of a value short.
    Meaning(ValueReader &reader, Containers &containers, const DynamicValues &dynamic, ProgramNames &names,
            const ErrorText &errors, std::function<std::string(const Value &)> brief)
        : m_reader(reader)
        , m_dynamic(dynamic)
        , m_errors(errors)
        , m_brief(std::move(brief))
        , m_fields(reader, dynamic)
        , m_bigNumbers(m_fields)
        , m_contexts(m_fields, errors, m_brief)
        , m_net(m_fields, names)
        , m_system(m_fields, m_brief)
        , m_texts(m_fields)
        , m_web(m_fields, containers)
    {
    }
    Meaning(const Meaning &) = delete;
    Meaning &operator=(const Meaning &) = delete;

    /// "5m0s", "locked, 3 wait"; empty if the value says all itself.
    [[nodiscard]] std::string of(const Value &value) const { return of(value, 0); }

private:
    [[nodiscard]] std::string of(const Value &value, unsigned depth) const;
    [[nodiscard]] std::string ofStruct(const Value &value) const;
    [[nodiscard]] std::string ofMutex(const Value &value) const;
    [[nodiscard]] std::string ofReadWriteMutex(const Value &value) const;
    [[nodiscard]] std::string ofWaitGroup(const Value &value) const;
    [[nodiscard]] std::string ofOnce(const Value &value) const;
    /// Of types whose declaration is known; nothing of others.
    [[nodiscard]] std::optional<std::string> ofWellKnown(const Value &value) const;
    [[nodiscard]] std::string ofBytes(const Value &value) const;
    [[nodiscard]] std::optional<Int128> number(const Value &structure, std::string_view field) const;

    ValueReader &m_reader;
    const DynamicValues &m_dynamic;
    const ErrorText &m_errors;
    std::function<std::string(const Value &)> m_brief;
    KnownFields m_fields;
    BigNumber m_bigNumbers;
    ContextMeaning m_contexts;
    NetMeaning m_net;
    SystemMeaning m_system;
    TextMeaning m_texts;
    WebMeaning m_web;
};

}
