// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/followed.h"
#include "backend/eval/valuelayout.h"

namespace Freezeframe
{

/// Writes values in two styles: Go-like with types, as debuggers of Go print them, on one line or over several, and
/// short, for a column beside one with the type. Bounded by its limits in length and depth. Analysis thread only.
class ValueFormat
{
public:
    ValueFormat(ValueReader &reader, Containers &containers, DynamicValues &dynamic, Followed &followed)
        : m_reader(reader)
        , m_containers(containers)
        , m_dynamic(dynamic)
        , m_followed(followed)
        , m_layout(reader)
    {
    }

    [[nodiscard]] std::string full(const Value &value, const LoadLimits &limits);
    [[nodiscard]] std::string brief(const Value &value, const LoadLimits &limits);

    /// "main.Green (1)" for integers of a type with constants, else the number.
    [[nodiscard]] std::string integer(const Value &value);

private:
    struct Place {
        bool withType = false; ///< type names stand before composite values
        unsigned depth = 0; ///< of structs, maps and interfaces around
        unsigned nesting = 0; ///< of everything: the bound on recursion
    };
    struct Run;

    /// A plain value in the form that was asked for; nothing if none was, or it does not fit.
    [[nodiscard]] std::optional<std::string> asked(const GoVerb &verb, const Value &value);
    void write(Run &run, const Value &value, Place place);
    void writeScalar(Run &run, const Value &value);
    void writeString(Run &run, const Value &value);
    void writeSequence(Run &run, const Value &value, Place place);
    void writeElements(Run &run, const Value &value, uint64_t length, Place place);
    void writeStruct(Run &run, const Value &value, Place place);
    /// What a wrapper stands for; false if it is none, or can't be followed.
    bool writeFollowed(Run &run, const Value &value, Place place);
    void writeSyncMap(Run &run, const Value &value, Place place);
    void writePointer(Run &run, const Value &value, Place place);
    void writeMap(Run &run, const Value &value, Place place);
    /// @p entries of @p count; none are given where they lie too deep.
    void writeEntries(Run &run, const std::optional<Result<Containers::Entries>> &entries, uint64_t count, Place place);
    void writeChannel(Run &run, const Value &value);
    void writeInterface(Run &run, const Value &value, Place place);
    void writeFunction(Run &run, const Value &value);

    void writeBrief(Run &run, const Value &value, Place place);
    void writeBriefStruct(Run &run, const Value &value, Place place);
    bool writeBriefFollowed(Run &run, const Value &value, Place place);
    void writeBriefSequence(Run &run, const Value &value, Place place);
    void writeBriefMap(Run &run, const Value &value, Place place);
    void writeBriefInterface(Run &run, const Value &value, Place place);

    ValueReader &m_reader;
    Containers &m_containers;
    DynamicValues &m_dynamic;
    Followed &m_followed;
    ValueLayout m_layout;
};

/// "(optimised out)" or "(unreadable not in the core …)".
[[nodiscard]] std::string errorInPlace(const Error &error);
/// The name of @p value among @p constants ("Green", "Read|Write"), empty if it has none.
[[nodiscard]] std::string constantName(const std::vector<TypeConstant> &constants, int64_t value);

}
