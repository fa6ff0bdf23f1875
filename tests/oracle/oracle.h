// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "tests/support/victim.h"

#include <QJsonObject>
#include <QRegularExpression>

#include <expected>

namespace Freezeframe
{

/// The program under test, as a script uses it.
class CommandLineTool
{
public:
    struct Answer {
        int status = -1;
        QByteArray output;
        QByteArray errors;
        int milliseconds = 0;
    };
    [[nodiscard]] static Answer run(const QStringList &arguments, int timeLimit = 120);
    /// The report as JSON; the error is a sentence.
    [[nodiscard]] static std::expected<QJsonObject, QString> report(const Victim &victim, const QStringList &options);
    /// One result for each expression: what it prints, or the error.
    [[nodiscard]] static QList<std::expected<QString, QString>> evaluate(const Victim &victim, quint64 goroutine,
                                                                         qsizetype frame,
                                                                         const QStringList &expressions);
};

/// The differences between us and an oracle, less those that explained.txt explains. One object a test row.
class Differences
{
public:
    /// @p oracle is the first word of the lines of explained.txt that count here; @p row names the victim.
    Differences(QString oracle, QString row);
    void add(const QString &difference);
    void compare(const QString &what, const QString &theirs, const QString &ours);
    /// Empty, or a text for QVERIFY2: the first differences and how many there are.
    [[nodiscard]] QString unexplained() const;
    [[nodiscard]] qsizetype explainedCount() const { return m_explained; }

private:
    struct Explanation {
        QRegularExpression pattern;
        QString reason;
    };
    QList<Explanation> m_explanations;
    QString m_oracle;
    QString m_row;
    QStringList m_unexplained;
    qsizetype m_explained = 0;
};

/// Whether @p name is one of the runtime's or the compiler's, which a person wants hidden.
[[nodiscard]] bool isRuntimeFunction(const QString &name);

/// The number of a JSON value that is one or its text ("0x1f").
[[nodiscard]] quint64 numberOf(const QJsonValue &value);

/// Rows "1.26 noopt" of @p builds for each Go release, as columns "request".
struct OracleRow {
    QByteArray name;
    VictimRequest request;
};
[[nodiscard]] QList<OracleRow> oracleRows(const QString &fixture, const QList<GoBuild> &builds,
                                          const QStringList &arguments = {});

}

Q_DECLARE_METATYPE(Freezeframe::VictimRequest)
