// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/oracle/traceback.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace Freezeframe
{

namespace
{

quint64 hexadecimal(const QString &digits)
{
    return digits.toULongLong(nullptr, 16);
}

/// Reads the text line by line; the state is the goroutine that the lines belong to.
class Reader
{
public:
    explicit Reader(const QByteArray &text)
        : m_lines(QString::fromUtf8(text).split(QLatin1Char('\n')))
    {
    }

    Traceback read()
    {
        for (m_at = 0; m_at < m_lines.size(); ++m_at) {
            const QString &line = m_lines.at(m_at);
            if (line.startsWith(QLatin1String("goroutine ")) && readHeader(line))
                continue;
            if (m_goroutine)
                readInside(line);
            else
                readPreamble(line);
        }
        finish();
        return m_result;
    }

private:
    bool readHeader(const QString &line)
    {
        static const QRegularExpression pattern(
            QStringLiteral(R"(^goroutine (\d+)(?: gp=0x[0-9a-f]+ m=\S+(?: mp=0x[0-9a-f]+)?)? \[(.*)\]:$)"));
        const auto match = pattern.match(line);
        if (!match.hasMatch())
            return false;
        finish();
        m_goroutine.emplace();
        m_goroutine->id = match.captured(1).toULongLong();
        QStringList parts = match.captured(2).split(QStringLiteral(", "));
        m_goroutine->state = parts.takeFirst();
        m_goroutine->isLockedToThread = parts.contains(QStringLiteral("locked to thread"));
        return true;
    }

    void readInside(const QString &line)
    {
        static const QRegularExpression elided(QStringLiteral(R"(^\.\.\.(\d+) frames elided\.\.\.$)"));
        if (line.isEmpty() || line.startsWith(QLatin1String("-----"))) {
            finish();
        } else if (line.contains(QLatin1String("stack unavailable"))) {
            m_goroutine->isUnavailable = true;
        } else if (const auto match = elided.match(line); match.hasMatch()) {
            m_goroutine->elidedAfter = m_goroutine->frames.size();
            m_goroutine->elidedCount = match.captured(1).toLongLong();
        } else if (m_at + 1 < m_lines.size() && m_lines.at(m_at + 1).startsWith(QLatin1Char('\t'))) {
            readFrame(line, m_lines.at(m_at + 1).mid(1));
            ++m_at;
        }
    }

    void readFrame(const QString &name, const QString &place)
    {
        static const QRegularExpression location(QStringLiteral(
            R"(^(.*):(\d+)(?: \+0x[0-9a-f]+)?(?: fp=0x([0-9a-f]+) sp=0x([0-9a-f]+) pc=0x([0-9a-f]+))?$)"));
        const auto match = location.match(place);
        if (!match.hasMatch())
            return;
        PrintedFrame frame;
        frame.file = match.captured(1);
        frame.line = match.captured(2).toInt();
        frame.fp = hexadecimal(match.captured(3));
        frame.sp = hexadecimal(match.captured(4));
        frame.pc = hexadecimal(match.captured(5));
        static const QRegularExpression creation(QStringLiteral(R"(^created by (.*?)(?: in goroutine (\d+))?$)"));
        if (const auto created = creation.match(name); created.hasMatch()) {
            frame.function = created.captured(1);
            m_goroutine->creator = created.captured(2).toULongLong();
            m_goroutine->createdBy = frame;
            return;
        }
        // The arguments are in the last pair of parentheses; methods have a pair of their own.
        frame.isInlined = name.endsWith(QLatin1String("(...)"));
        frame.function = name.left(argumentsStart(name));
        m_goroutine->frames << frame;
    }

    static qsizetype argumentsStart(const QString &name)
    {
        int depth = 0;
        for (qsizetype i = name.size() - 1; i >= 0; --i) {
            if (name.at(i) == QLatin1Char(')'))
                ++depth;
            else if (name.at(i) == QLatin1Char('(') && --depth == 0)
                return i;
        }
        return name.size();
    }

    void readPreamble(const QString &line)
    {
        static const QRegularExpression death(QStringLiteral(R"(^\t*(panic|fatal error): (.*)$)"));
        static const QRegularExpression signal(QStringLiteral(R"(^\[signal (SIG\w+):.*addr=0x([0-9a-f]+))"));
        static const QRegularExpression bare(QStringLiteral(R"(^(SIG\w+): )"));
        static const QRegularExpression bareAddress(QStringLiteral(R"(sigcode=\d+(?: addr=0x([0-9a-f]+))?)"));
        if (const auto match = death.match(line); match.hasMatch()) {
            m_result.messages << match.captured(2);
            m_result.isFatalError = match.captured(1) == QLatin1String("fatal error");
        } else if (const auto withAddress = signal.match(line); withAddress.hasMatch()) {
            m_result.signal = withAddress.captured(1);
            m_result.address = hexadecimal(withAddress.captured(2));
        } else if (const auto plain = bare.match(line); plain.hasMatch() && m_result.signal.isEmpty()) {
            m_result.signal = plain.captured(1);
        } else if (const auto code = bareAddress.match(line); code.hasMatch() && !code.captured(1).isEmpty()) {
            m_result.address = hexadecimal(code.captured(1));
        } else if (line.isEmpty()) {
            m_isMessageOver = true;
        } else if (!m_result.messages.isEmpty() && !m_isMessageOver) {
            m_result.messages.last() += QLatin1Char('\n') + line;
        }
    }

    /// Threads that get the signal later print their goroutines again: the first print with frames counts.
    void finish()
    {
        if (m_goroutine && m_goroutine->id != 0) {
            if (!m_seen.contains(m_goroutine->id)) {
                m_seen.insert(m_goroutine->id);
                m_result.goroutines << *m_goroutine;
            }
        }
        m_goroutine.reset();
    }

    QStringList m_lines;
    qsizetype m_at = 0;
    bool m_isMessageOver = false;
    std::optional<PrintedGoroutine> m_goroutine;
    QSet<quint64> m_seen;
    Traceback m_result;
};

}

Traceback parseTraceback(const QByteArray &text)
{
    return Reader(text).read();
}

QString messageDifference(const QByteArray &printed, const QByteArray &message)
{
    const auto startOf
        = [&](const QByteArray &word) { return printed.startsWith(word) ? 0 : printed.indexOf('\n' + word) + 1; };
    const bool isPanic = message.startsWith("panic: ");
    const qsizetype start = startOf(isPanic ? "panic: " : "fatal error: ");
    const QByteArray theirs = printed.mid(start, message.size() + 1);
    if (theirs != message + '\n') {
        const auto [their, our] = std::ranges::mismatch(theirs, message);
        const auto at = std::max<qsizetype>(0, our - message.begin() - 20);
        return QStringLiteral("from byte %1 on it printed %2, we say %3")
            .arg(at)
            .arg(QString::fromLatin1(theirs.mid(at, 60).toPercentEncoding(" !\"#$&'()*+,/:;<=>?@[]^`{|}")),
                 QString::fromLatin1(message.mid(at, 60).toPercentEncoding(" !\"#$&'()*+,/:;<=>?@[]^`{|}")));
    }
    // What the runtime prints next (Go runtime/panic.go: dopanic_m; runtime/traceback.go: goroutineheader).
    static const QRegularExpression next(
        QStringLiteral(R"(^(\n(goroutine \d+ |runtime stack:)|\[signal |runtime stack:))"));
    const QString rest = QString::fromLatin1(printed.mid(start + message.size() + 1, 60));
    return next.match(rest).hasMatch() ? QString() : QStringLiteral("it printed more: ") + rest;
}

QString comparableFunction(QString name)
{
    if (name == QLatin1String("panic"))
        return QStringLiteral("runtime.gopanic");
    qsizetype open = name.indexOf(QLatin1Char('['));
    while (open >= 0) {
        int depth = 0;
        qsizetype close = open;
        for (; close < name.size(); ++close) {
            if (name.at(close) == QLatin1Char('['))
                ++depth;
            else if (name.at(close) == QLatin1Char(']') && --depth == 0)
                break;
        }
        name.replace(open, close - open + 1, QStringLiteral("[...]"));
        open = name.indexOf(QLatin1Char('['), open + 5);
    }
    return name;
}

}
