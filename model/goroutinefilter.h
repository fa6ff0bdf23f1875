// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/snapshot.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace Freezeframe
{

/// A parsed filter of the goroutine list: words that must all hold. `text`, `state:`, `wait:` (reason, or a time as in
/// `>10m`), `func:`, `file:`, `label:key=value`, `id:`, `thread:`, each with `-` for "not"; quotes keep spaces.
/// A value type; any thread.
class GoroutineFilter
{
public:
    enum class Field { Text, State, Wait, Function, File, Label, Id, Thread };
    struct Term {
        Field field = Field::Text;
        QString text; ///< lower case
        bool negated = false;
        int comparison = 0; ///< of Wait: -1 shorter than, 1 longer than, 0 by text
        qint64 nanoseconds = 0;
    };

    GoroutineFilter() = default;
    [[nodiscard]] static GoroutineFilter parse(const QString &text);

    [[nodiscard]] bool isEmpty() const { return m_terms.empty(); }
    [[nodiscard]] const std::vector<Term> &terms() const { return m_terms; }
    /// What was meant as a condition and is none: "wait:>soon".
    [[nodiscard]] const QStringList &problems() const { return m_problems; }
    /// Words to mark in a list's cells.
    [[nodiscard]] QStringList marks() const;

private:
    void addTerm(QString word, bool quoted, QString key, bool negated);

    std::vector<Term> m_terms;
    QStringList m_problems;
};

/// "10m", "41min", "1h30m", "3d", "250ms" in nanoseconds.
[[nodiscard]] std::optional<qint64> parseDuration(QStringView text);

/// A filter made ready for one snapshot: texts are compared once for each different stack, reason and set of labels,
/// a row costs a few array reads. Immutable; any thread.
class GoroutineMatcher
{
public:
    GoroutineMatcher(const GoroutineFilter &filter, const GoroutineSnapshot &snapshot);
    [[nodiscard]] bool matches(uint32_t row) const;

private:
    struct Compiled {
        GoroutineFilter::Term term;
        std::vector<bool> stacks; ///< by index of unique stack
        std::vector<bool> reasons; ///< by wait reason
        std::vector<bool> states; ///< by status byte
        std::vector<bool> labels; ///< by label set
        std::vector<bool> starts;
        std::optional<quint64> number;
        QByteArray digits;
    };
    [[nodiscard]] bool holds(const Compiled &compiled, uint32_t row) const;
    [[nodiscard]] bool stateHolds(const Compiled &compiled, uint32_t row) const;
    void compileStacks(Compiled &compiled) const;
    void compileStates(Compiled &compiled) const;
    void compileLabels(Compiled &compiled) const;

    GoroutineSnapshot m_snapshot;
    std::vector<Compiled> m_terms;
};

}
