// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/oracle/delveterminal.h"

#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>

namespace Freezeframe
{

QHash<qsizetype, QString> DelveTerminal::ask(const Victim &victim, const QStringList &lines, int timeLimit)
{
    QByteArray script;
    for (qsizetype i = 0; i < lines.size(); ++i)
        script += "print \"@@" + QByteArray::number(i) + "@@\"\n" + lines.at(i).toUtf8() + '\n';
    script += "print \"@@end@@\"\nexit\n";
    QProcess delve;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    QTemporaryDir home; // nobody's settings
    environment.insert(QStringLiteral("HOME"), home.path());
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), home.path());
    delve.setProcessEnvironment(environment);
    delve.setProcessChannelMode(QProcess::MergedChannels);
    delve.start(findTool(QStringLiteral("dlv")),
                {QStringLiteral("core"), QStringLiteral("--allow-non-terminal-interactive=true"),
                 QStringLiteral("--check-go-version=false"), victim.executable, victim.core});
    delve.write(script);
    delve.closeWriteChannel();
    constexpr int millisecondsASecond = 1000;
    if (!delve.waitForFinished(timeLimit * millisecondsASecond))
        return {};
    QString text = QString::fromUtf8(delve.readAll());
    text.remove(QLatin1String("(dlv) "));
    static const QRegularExpression colours(QStringLiteral("\x1b\\[[0-9;]*m"));
    text.remove(colours);
    static const QRegularExpression part(QStringLiteral("\"@@(\\d+)@@\"\\n(.*?)(?=\"@@)"),
                                         QRegularExpression::DotMatchesEverythingOption);
    QHash<qsizetype, QString> answers;
    for (auto parts = part.globalMatch(text); parts.hasNext();) {
        const QRegularExpressionMatch match = parts.next();
        answers.insert(match.captured(1).toLongLong(), match.captured(2));
    }
    return answers;
}

}
