// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/oracle/oracle.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QProcess>
#include <QRegularExpression>

namespace Freezeframe
{

namespace
{

constexpr qsizetype shownDifferences = 40;

/// "oracle  pattern  -- reason", comments with '#'.
QList<QStringList> explainedLines()
{
    QList<QStringList> lines;
    static const QRegularExpression form(QStringLiteral(R"(^(\w+)\s+(\S.*?)\s+-- (.+)$)"));
    for (const QByteArray &line : fileContent(QStringLiteral(FREEZEFRAME_EXPLAINED)).split('\n')) {
        const auto match = form.match(QString::fromUtf8(line));
        if (!line.startsWith('#') && match.hasMatch())
            lines << match.capturedTexts().mid(1);
    }
    return lines;
}

}

CommandLineTool::Answer CommandLineTool::run(const QStringList &arguments, int timeLimit)
{
    QProcess process;
    process.setStandardInputFile(QProcess::nullDevice());
    QElapsedTimer timer;
    timer.start();
    process.start(QStringLiteral(FREEZEFRAME_CLI), arguments);
    Answer answer;
    if (!process.waitForFinished(timeLimit * 1000)) {
        process.kill();
        process.waitForFinished();
        answer.errors = "no answer after " + QByteArray::number(timeLimit) + " s: " + process.errorString().toUtf8();
        return answer;
    }
    answer.milliseconds = int(timer.elapsed());
    answer.status = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    answer.output = process.readAllStandardOutput();
    answer.errors = process.readAllStandardError();
    return answer;
}

std::expected<QJsonObject, QString> CommandLineTool::report(const Victim &victim, const QStringList &options)
{
    const auto answer = run(QStringList{QStringLiteral("report"), victim.core, QStringLiteral("--exe"),
                                        victim.executable, QStringLiteral("--format"), QStringLiteral("json")}
                            + options);
    if (answer.status != 0 && answer.status != 1)
        return std::unexpected(QStringLiteral("report of %1 ends with status %2: %3")
                                   .arg(victim.core)
                                   .arg(answer.status)
                                   .arg(QString::fromUtf8(answer.errors.right(2000))));
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(answer.output, &error);
    if (!document.isObject())
        return std::unexpected(
            QStringLiteral("report is no JSON object: %1 at %2").arg(error.errorString()).arg(error.offset));
    return document.object();
}

/// An answer without what it says of parameters that it only knows as they were passed.
static QString withoutNote(const QString &text)
{
    static const QRegularExpression note(QStringLiteral(" // [\\w.]+ as (passed|in memory now): .*$"));
    return QString(text).remove(note);
}

QList<std::expected<QString, QString>> CommandLineTool::evaluate(const Victim &victim, quint64 goroutine,
                                                                 qsizetype frame, const QStringList &expressions)
{
    const QStringList place{QStringLiteral("eval"),        victim.core,
                            QStringLiteral("--exe"),       victim.executable,
                            QStringLiteral("--goroutine"), QString::number(goroutine),
                            QStringLiteral("--frame"),     QString::number(frame),
                            QStringLiteral("--")};
    const Answer answer = run(place + expressions);
    QList<QByteArray> lines = answer.output.split('\n');
    if (!lines.isEmpty() && lines.constLast().isEmpty())
        lines.removeLast();
    QList<std::expected<QString, QString>> results;
    for (qsizetype i = 0; i < expressions.size(); ++i) {
        const QString text = QString::fromUtf8(lines.value(i));
        if (lines.size() != expressions.size()) {
            results << std::unexpected(QStringLiteral("%1 lines for %2 expressions, status %3: %4")
                                           .arg(lines.size())
                                           .arg(expressions.size())
                                           .arg(answer.status)
                                           .arg(QString::fromUtf8(answer.errors).trimmed()));
        } else if (text.startsWith(QLatin1String("(error: "))) {
            results << std::unexpected(text);
        } else {
            results << withoutNote(text);
        }
    }
    return results;
}

Differences::Differences(QString oracle, QString row)
    : m_oracle(std::move(oracle))
    , m_row(std::move(row))
{
    for (const QStringList &line : explainedLines()) {
        if (line.at(0) == m_oracle)
            m_explanations << Explanation{QRegularExpression(line.at(1)), line.at(2)};
    }
}

void Differences::add(const QString &difference)
{
    const QString whole = m_row + QStringLiteral(": ") + difference;
    for (const Explanation &explanation : m_explanations) {
        if (explanation.pattern.match(whole).hasMatch()) {
            ++m_explained;
            return;
        }
    }
    m_unexplained << whole;
}

void Differences::compare(const QString &what, const QString &theirs, const QString &ours)
{
    if (theirs != ours)
        add(QStringLiteral("%1: %2 says %3, we say %4").arg(what, m_oracle, theirs, ours));
}

QString Differences::unexplained() const
{
    if (m_unexplained.isEmpty())
        return {};
    return QStringLiteral("%1 differences (and %2 explained):\n  ").arg(m_unexplained.size()).arg(m_explained)
        + m_unexplained
              .first(qEnvironmentVariableIsSet("FREEZEFRAME_ALL_DIFFERENCES")
                         ? m_unexplained.size()
                         : std::min(shownDifferences, m_unexplained.size()))
              .join(QStringLiteral("\n  "));
}

bool isRuntimeFunction(const QString &name)
{
    return name.startsWith(QLatin1String("runtime.")) || name.startsWith(QLatin1String("internal/runtime/"))
        || name.startsWith(QLatin1String("runtime/internal/"));
}

quint64 numberOf(const QJsonValue &value)
{
    if (value.isString())
        return value.toString().toULongLong(nullptr, 0);
    return quint64(value.toInteger());
}

QList<OracleRow> oracleRows(const QString &fixture, const QList<GoBuild> &builds, const QStringList &arguments)
{
    QList<OracleRow> rows;
    for (const GoToolchain &go : goToolchains()) {
        for (const GoBuild build : builds) {
            const QString name
                = QStringList{fixture, go.release(), nameOf(build), arguments.join(QLatin1Char(' '))}.join(
                    QLatin1Char(' '));
            rows << OracleRow{name.trimmed().toUtf8(),
                              {.fixture = fixture, .go = go, .build = build, .arguments = arguments}};
        }
    }
    return rows;
}

}
