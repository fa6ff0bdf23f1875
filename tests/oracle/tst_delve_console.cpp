// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/console/console.h"
#include "tests/oracle/delveterminal.h"
#include "tests/oracle/oracle.h"
#include "tests/support/victiminspection.h"

#include <QFile>
#include <QTest>

#include <algorithm>

using namespace Freezeframe;

/// The same lines, typed into Delve and into our console over the same core. What differs after normalisation is a line of
/// explained.txt or a failure.
class TestDelveConsole : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void commands();
    void expressions_data();
    void expressions();

private:
    [[nodiscard]] static std::unique_ptr<Inspection> open(const Victim &victim);
    [[nodiscard]] static QStringList answersOf(Console &console, const QStringList &lines);
    [[nodiscard]] static QStringList normalised(QString text, bool isValue);
    [[nodiscard]] static QStringList questionsOf(const VariableInfo &variable);
    /// Both answer all lines, in one session each.
    static void race(const Victim &victim, Inspection &inspection, const QStringList &lines);
    static void compare(Differences &differences, const QString &line, const QString &theirs, const QString &ours);
    GoToolchain m_go;
};

void TestDelveConsole::initTestCase()
{
    if (findTool(QStringLiteral("dlv")).isEmpty())
        QSKIP("dlv is not installed");
    for (const GoToolchain &go : goToolchains()) {
        if (go.version >= QVersionNumber(1, 25)) // what Delve 1.27 knows
            m_go = go;
    }
    if (m_go.program.isEmpty())
        QSKIP("there is no Go that this Delve knows, 1.25 or later");
}

std::unique_ptr<Inspection> TestDelveConsole::open(const Victim &victim)
{
    auto inspection = openVictim(victim);
    return inspection ? std::move(*inspection) : nullptr;
}

QStringList TestDelveConsole::answersOf(Console &console, const QStringList &lines)
{
    QStringList answers;
    for (const QString &line : lines) {
        std::string text;
        const auto done = console.execute(line.toStdString(), [&text](std::string_view piece) { text += piece; });
        if (!done)
            text += "Command failed: " + done.error().toString() + '\n';
        answers << QString::fromStdString(text);
    }
    return answers;
}

/// The normalisation, all of it:
/// - the runtime's own lines have no numbers (Delve tells the line of a return address, we that of the call before it);
/// - values that `print` writes over several lines are one line, without the comma before a closing bracket;
/// - where Delve writes a pointer's address before what it points to, the address is left out;
/// - what is marked as stale loses its mark, and "optimized out" has one spelling;
/// - instructions stand one tab behind their bytes;
/// - any failure is "failed": the sentences differ on purpose;
/// - the order of lines does not count (Delve's goroutines in groups have none), nor do spaces at ends.
QStringList TestDelveConsole::normalised(QString text, bool isValue)
{
    const auto replace = [&text](const char *pattern, const char *with) {
        text.replace(QRegularExpression(QLatin1String(pattern), QRegularExpression::MultilineOption),
                     QLatin1String(with));
    };
    text.remove(QLatin1String("Warning: debugging optimized function\n"));
    replace("(/src/runtime/\\w+\\.(?:go|s)):\\d+", "\\1");
    replace("^((?:=>)?\\t\\S+:\\d+\\t0x\\w+\\t\\w+)\\s+", "\\1\t");
    replace("  // no longer used: may be stale$", "");
    replace("\\(unreadable (?:empty OP stack|could not find loclist entry[^)]*)\\)", "(optimised out)");
    replace("^Command failed: .*$", "failed");
    if (isValue) {
        text.replace(QRegularExpression(QStringLiteral("\\s+")), QStringLiteral(" "));
        replace(",? ?([}\\]])", "\\1");
        replace("([{\\[]) ", "\\1");
        replace(", ", ",");
        replace("^\\([^()]*\\*?[^()]*\\)\\(0x[0-9a-f]+\\) (?=\\*)", "");
    }
    replace("[ \\t]+$", "");
    QStringList lines = text.split(u'\n', Qt::SkipEmptyParts);
    lines.sort();
    return lines;
}

void TestDelveConsole::compare(Differences &differences, const QString &line, const QString &theirs,
                               const QString &ours)
{
    static const QRegularExpression printing(QStringLiteral("^(print|p|display)\\b"));
    const bool isValue = line.contains(printing);
    QStringList their = normalised(theirs, isValue);
    QStringList our = normalised(ours, isValue);
    for (qsizetype i = their.size(); i-- > 0;) {
        if (our.removeOne(their.at(i)))
            their.removeAt(i);
    }
    // What is of one goroutine, thread or variable is set beside each other.
    static const QRegularExpression subject(
        QStringLiteral("^\\W*(Goroutine \\d+|Thread \\d+|[\\w.~]+ =|User:|[/\\w.]+:\\d+\\t\\w+)"));
    for (const QString &text : std::as_const(their)) {
        const QString key = subject.match(text).captured(1);
        const auto same
            = std::ranges::find_if(our, [&](const QString &other) { return subject.match(other).captured(1) == key; });
        differences.compare(line, text, same == our.end() ? QStringLiteral("nothing") : *same);
        if (same != our.end())
            our.erase(same);
    }
    for (const QString &text : std::as_const(our))
        differences.compare(line, QStringLiteral("nothing"), text);
}

void TestDelveConsole::race(const Victim &victim, Inspection &inspection, const QStringList &lines)
{
    const QHash<qsizetype, QString> theirs = DelveTerminal::ask(victim, lines);
    QCOMPARE(theirs.size(), lines.size());
    Console console(inspection);
    const QStringList ours = answersOf(console, lines);
    const QString test
        = QString::fromLatin1(QTest::currentDataTag() ? QTest::currentDataTag() : QTest::currentTestFunction());
    Differences differences(QStringLiteral("dlv"), test);
    for (qsizetype i = 0; i < lines.size(); ++i)
        compare(differences, lines.at(i), theirs.value(i), ours.at(i));
    qInfo("%lld lines, %lld differences are explained", qlonglong(lines.size()),
          qlonglong(differences.explainedCount()));
    const QString unexplained = differences.unexplained();
    if (qEnvironmentVariableIsSet("FREEZEFRAME_ALL_DIFFERENCES"))
        qInfo().noquote() << unexplained; // a failure is cut
    QVERIFY2(unexplained.isEmpty(), qPrintable(unexplained));
}

void TestDelveConsole::commands()
{
    const auto victim = provideVictim({.fixture = QStringLiteral("sample"), .go = m_go, .build = GoBuild::NoOpt});
    QVERIFY2(victim, qPrintable(victim.error_or(QString())));
    QFile file(QStringLiteral(FREEZEFRAME_CONSOLE_LINES));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
    lines.removeIf([](const QString &line) { return line.startsWith(u'#'); });
    QVERIFY(lines.size() >= 150);
    const auto inspection = open(*victim);
    QVERIFY(inspection);
    race(*victim, *inspection, lines);
}

void TestDelveConsole::expressions_data()
{
    QTest::addColumn<QString>("fixture");
    QTest::addColumn<int>("least");
    QTest::newRow("variables") << QStringLiteral("variables") << 500;
    QTest::newRow("shown") << QStringLiteral("shown") << 20;
}

/// Expressions that fit a variable, %1 in each.
QStringList TestDelveConsole::questionsOf(const VariableInfo &variable)
{
    const std::string &type = variable.type;
    const bool isEmpty = variable.length.value_or(0) == 0;
    QStringList questions;
    if (type.starts_with("int") || type.starts_with("uint"))
        questions << QStringLiteral("%1 + 1") << QStringLiteral("%1 == %1") << QStringLiteral("%1 > 7")
                  << QStringLiteral("%1 & 3") << QStringLiteral("float64(%1)");
    if (type.starts_with("float"))
        questions << QStringLiteral("%1 <= %1") << QStringLiteral("%1 != 0.5");
    if (type == "bool")
        questions << QStringLiteral("!%1") << QStringLiteral("%1 || true") << QStringLiteral("%1 && false");
    if (type == "string")
        questions << QStringLiteral("len(%1)") << QStringLiteral("%1 == \"a\"") << QStringLiteral("%1 < \"m\"");
    if (type.starts_with("[]"))
        questions << QStringLiteral("len(%1)") << QStringLiteral("cap(%1)") << QStringLiteral("%1 == nil");
    if (type.starts_with("[]") && !isEmpty)
        questions << QStringLiteral("%1[0]") << QStringLiteral("%1[0:1]") << QStringLiteral("%1[len(%1) - 1]");
    if (type.starts_with("map["))
        questions << QStringLiteral("len(%1)") << QStringLiteral("%1 == nil");
    if (type.starts_with("*"))
        questions << QStringLiteral("%1 == nil") << QStringLiteral("%1 != %1");
    if (type.starts_with("chan"))
        questions << QStringLiteral("len(%1)") << QStringLiteral("cap(%1)");
    if (type.starts_with("complex"))
        questions << QStringLiteral("real(%1)") << QStringLiteral("imag(%1)");
    return questions;
}

/// Every variable of the program's own frames, its parts, and what can be asked of it.
void TestDelveConsole::expressions()
{
    QFETCH(const QString, fixture);
    QFETCH(const int, least);
    const auto victim = provideVictim({.fixture = fixture, .go = m_go, .build = GoBuild::NoOpt});
    QVERIFY2(victim, qPrintable(victim.error_or(QString())));
    const auto inspection = open(*victim);
    QVERIFY(inspection);
    const StackOwner owner{StackOwner::Kind::Goroutine, 1};
    const auto stack = inspection->stack(owner);
    QVERIFY(stack);
    QStringList lines{QStringLiteral("goroutine 1")};
    for (const FrameInfo &frame : (*stack)->frames) {
        if (!frame.function.starts_with("main.") || frame.inlined)
            continue;
        lines << QStringLiteral("frame %1").arg(frame.index);
        const auto variables = inspection->variables(owner, frame.index);
        for (const VariableInfo &variable : variables ? *variables : std::vector<VariableInfo>()) {
            if (variable.notYetAssigned || variable.shadowed || variable.name.starts_with('~') || variable.name == "_")
                continue;
            const QString name = QString::fromStdString(variable.name);
            lines << QStringLiteral("print ") + name << QStringLiteral("whatis ") + name;
            for (const QString &question : questionsOf(variable))
                lines << QStringLiteral("print ") + question.arg(name);
            const auto children = inspection->children(variable.handle, 0, 4);
            for (const VariableInfo &child : children ? *children : std::vector<VariableInfo>()) {
                const QString part = QString::fromStdString(child.name);
                if (part.startsWith(u'[') && variable.type.starts_with('['))
                    lines << QStringLiteral("print ") + name + part;
                else if (part.startsWith(u'*'))
                    lines << QStringLiteral("print *") + name;
                else if (!part.isEmpty() && part.at(0).isLetter())
                    lines << QStringLiteral("print %1.%2").arg(name, part);
            }
        }
    }
    const auto isExpression = [](const QString &line) { return line.startsWith(QLatin1String("print ")); };
    const auto expressions = std::ranges::count_if(lines, isExpression);
    QVERIFY2(expressions >= least, qPrintable(QString::number(expressions)));
    race(*victim, *inspection, lines);
}

QTEST_GUILESS_MAIN(TestDelveConsole)
#include "tst_delve_console.moc"
