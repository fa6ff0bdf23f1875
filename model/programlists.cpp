// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/programlists.h"

#include "model/expressionhistory.h"

#include <QFileInfo>
#include <QSettings>

namespace Freezeframe
{

namespace
{

/// Of one program, the newest first.
struct Kept {
    QString program;
    QStringList texts;
};

QList<Kept> readKept(QLatin1StringView key)
{
    QList<Kept> all;
    QSettings settings;
    const int count = std::min(settings.beginReadArray(key), ProgramLists::mostPrograms);
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        all.append(
            {.program = settings.value("Program").toString(), .texts = settings.value("Expressions").toStringList()});
    }
    settings.endArray();
    return all;
}

}

QStringList ProgramLists::read(const QString &program) const
{
    QStringList texts;
    for (const Kept &kept : readKept(m_key)) {
        if (kept.program == program)
            texts = kept.texts;
    }
    texts.removeIf([](const QString &one) { return one.isEmpty() || one.size() > ExpressionHistory::longest; });
    return texts;
}

void ProgramLists::write(const QString &program, const QStringList &list) const
{
    QList<Kept> all = readKept(m_key);
    all.removeIf([&program](const Kept &kept) { return kept.program == program; });
    if (!list.isEmpty())
        all.prepend({.program = program, .texts = list});
    all = all.first(std::min<qsizetype>(mostPrograms, all.size()));
    QSettings settings;
    settings.remove(m_key);
    settings.beginWriteArray(m_key, int(all.size()));
    for (int i = 0; i < all.size(); ++i) {
        settings.setArrayIndex(i);
        settings.setValue("Program", all.at(i).program);
        settings.setValue("Expressions", all.at(i).texts);
    }
    settings.endArray();
}

QString ProgramLists::programKey(const ProcessSummary &process)
{
    // `go run file.go` calls every program so.
    if (!process.mainPackage.empty() && process.mainPackage != "command-line-arguments")
        return QString::fromStdString(process.mainPackage);
    const std::string &file = !process.executablePath.empty() ? process.executablePath
        : !process.commandLine.empty()                        ? process.commandLine.front()
                                                              : process.corePath;
    return QFileInfo(QString::fromStdString(file)).fileName();
}

}
