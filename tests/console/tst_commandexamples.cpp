// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/text.h"
#include "backend/console/commandexamples.h"
#include "backend/console/commandhelp.h"
#include "backend/console/console.h"
#include "tests/support/victiminspection.h"

#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace Freezeframe;

/// The examples of the help are what the commands print on the core of the bundled sample. With
/// FREEZEFRAME_WRITE_EXAMPLES set they are written anew: run it after a change of a command's answer, and read the diff.
class TestCommandExamples : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void examples_data();
    void examples();
    void helpShowsThem();
    void cleanupTestCase();

private:
    [[nodiscard]] QStringList session(const CommandHelp &command);
    [[nodiscard]] QString withoutPlaces(QString text) const;
    [[nodiscard]] static QStringList shape(const QStringList &lines);

    Victim m_victim;
    std::unique_ptr<Inspection> m_sample;
    QStringList m_written;
};

namespace
{

constexpr qsizetype shownLines = 14;
constexpr std::string_view recordedRelease = "Go release";

/// These have no answer, or none that is worth a place in the help.
bool needsNone(std::string_view name)
{
    return name == "edit" || name == "source" || name == "transcript" || name == "exit" || name == "breakpoints"
        || name == "checkpoints";
}

}

void TestCommandExamples::initTestCase()
{
    const QList<GoToolchain> toolchains = goToolchains();
    if (toolchains.isEmpty())
        QSKIP("there is no Go compiler here");
    // Another Go has other frames of the runtime and other instructions.
    GoToolchain go = toolchains.constLast();
    const std::string_view recorded = exampleSession(recordedRelease);
    if (!qEnvironmentVariableIsSet("FREEZEFRAME_WRITE_EXAMPLES")) {
        const auto found = std::ranges::find_if(
            toolchains, [&](const GoToolchain &one) { return one.release().toStdString() == recorded; });
        if (found == toolchains.end())
            QSKIP("the Go with which the examples were made is not here");
        go = *found;
    }
    m_written.append(QString::fromStdString(exampleTitle(recordedRelease)) + go.release());
    const auto victim = provideVictim({.fixture = QStringLiteral("sample"), .go = go});
    QVERIFY2(victim.has_value(), qPrintable(victim.error_or(QString())));
    m_victim = *victim;
    auto inspection = openVictim(*victim);
    QVERIFY(inspection.has_value());
    m_sample = std::move(*inspection);
}

/// Where the program was built and died is nobody's business, and another place on each machine.
QString TestCommandExamples::withoutPlaces(QString text) const
{
    text.replace(m_victim.core, QStringLiteral("/srv/orders-api/core"));
    text.replace(m_victim.executable, QStringLiteral("/srv/orders-api/sample"));
    text.replace(QStringLiteral(FREEZEFRAME_FIXTURES "/sample"), QStringLiteral("/src/orders-api"));
    static const QRegularExpression root(QStringLiteral("/[^ ]*/(go-?[\\d.]*|toolchain@[^/ ]*)/src/"));
    return text.replace(root, QStringLiteral("/usr/lib/go/src/"));
}

/// What is typed and what is answered, all of it.
QStringList TestCommandExamples::session(const CommandHelp &command)
{
    Console console(*m_sample);
    (void)console.execute("crash", [](std::string_view) { });
    QString text;
    for (const QString &line :
         QString::fromUtf8(command.example.data(), qsizetype(command.example.size())).split('\n')) {
        text += QString::fromStdString(console.settings().prompt) + line + QLatin1Char('\n');
        const auto done = console.execute(line.toStdString(), [&](std::string_view answer) {
            text += QString::fromUtf8(answer.data(), qsizetype(answer.size()));
        });
        if (!done)
            QTest::qFail(done.error().toString().c_str(), __FILE__, __LINE__);
    }
    while (text.endsWith(QLatin1Char('\n')))
        text.chop(1);
    return withoutPlaces(text).split(QLatin1Char('\n'));
}

/// What does not change from run to run: not numbers, nor which goroutine comes first, nor how many there are.
QStringList TestCommandExamples::shape(const QStringList &lines)
{
    static const QRegularExpression number(QStringLiteral("(0x)?[0-9a-f]*\\d[0-9a-f]*"));
    static const QRegularExpression list(QStringLiteral("#(, #)+(, …)?"));
    static const QRegularExpression blanks(QStringLiteral("\\s+|-{3,}"));
    QStringList shapes;
    for (QString line : lines)
        shapes.append(line.replace(number, QStringLiteral("#"))
                          .replace(list, QStringLiteral("#"))
                          .replace(blanks, QStringLiteral(" "))
                          .trimmed());
    return shapes;
}

void TestCommandExamples::examples_data()
{
    QTest::addColumn<QString>("name");
    for (const CommandHelp &command : allCommands()) {
        if (command.refusal.empty() && !needsNone(command.names.front()))
            QTest::newRow(std::string(command.names.front()).c_str())
                << QString::fromUtf8(command.names.front().data(), qsizetype(command.names.front().size()));
    }
}

void TestCommandExamples::examples()
{
    QFETCH(const QString, name);
    const CommandHelp *command = findCommand(name.toStdString());
    QVERIFY2(!command->example.empty(), "it has no example");
    QStringList lines = session(*command);
    const qsizetype commands = qsizetype(std::ranges::count(command->example, '\n')) + 1;
    QVERIFY2(lines.size() > commands, "it answers nothing");
    if (qEnvironmentVariableIsSet("FREEZEFRAME_WRITE_EXAMPLES")) {
        const qsizetype more = lines.size() - shownLines;
        if (more > 1)
            lines = lines.first(shownLines) + QStringList{QStringLiteral("… %1 more lines").arg(more)};
        m_written.append(QString::fromStdString(exampleTitle(name.toStdString())) + lines.join(QLatin1Char('\n')));
        return;
    }
    const std::string_view recorded = exampleSession(name.toStdString());
    QVERIFY2(!recorded.empty(), "it is not in examples.txt: run with FREEZEFRAME_WRITE_EXAMPLES=1");
    const QStringList known = shape(QString::fromUtf8(recorded.data(), qsizetype(recorded.size())).split('\n'));
    const QStringList now = shape(lines);
    // Where single threads and goroutines are when the program dies is not the same each time.
    const QSet<QString> printed(now.begin(), now.end());
    QStringList missing;
    for (const QString &line : known) {
        if (!printed.contains(line) && line != QLatin1String("… # more lines"))
            missing.append(line);
    }
    QVERIFY2(
        missing.size() <= known.size() / 3,
        qPrintable(missing.join(QLatin1Char('\n')) + QLatin1String("\nis not among\n") + now.join(QLatin1Char('\n'))));
}

void TestCommandExamples::helpShowsThem()
{
    const std::string text = helpText(*findCommand("args"));
    QVERIFY(text.contains("\n\t(freezeframe) args\n\t"));
}

void TestCommandExamples::cleanupTestCase()
{
    if (!qEnvironmentVariableIsSet("FREEZEFRAME_WRITE_EXAMPLES"))
        return;
    QFile file(QStringLiteral(FREEZEFRAME_EXAMPLES));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write((m_written.join(QStringLiteral("\n\n")) + QLatin1Char('\n')).toUtf8());
}

QTEST_GUILESS_MAIN(TestCommandExamples)
#include "tst_commandexamples.moc"
