// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/capture.h"
#include "tests/capture/runningvictim.h"
#include "tests/support/victim.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace Freezeframe;
using namespace Qt::StringLiterals;

/// A capture of a Go program, as other tools and our own report see it.
class TestCaptureTools : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void tools_data();
    void tools();
    void headersAreSound_data();
    void headersAreSound();
    void memoryHasItsChecksums_data();
    void memoryHasItsChecksums();
    void goroutinesAreTheRuntimes_data();
    void goroutinesAreTheRuntimes();
    void reportCallsItNoCrash();

private:
    [[nodiscard]] static QByteArray run(const QString &tool, const QStringList &arguments,
                                        const QByteArray &input = {});
    [[nodiscard]] QString core(CaptureMode mode) const
    {
        return m_folder.filePath(mode == CaptureMode::FastPause ? u"fast"_s : u"low"_s);
    }

    QTemporaryDir m_folder;
    QString m_executable;
    std::unique_ptr<RunningVictim> m_victim;
    int m_threads = 0;
    QByteArray m_stacks; ///< the runtime's own
};

namespace
{

void addModes()
{
    QTest::addColumn<CaptureMode>("mode");
    QTest::newRow("fast") << CaptureMode::FastPause;
    QTest::newRow("low memory") << CaptureMode::LowMemory;
}

/// How many different matches of the first group there are.
qsizetype countOf(const QByteArray &text, const char *pattern)
{
    QSet<QString> found;
    const QRegularExpression expression(QLatin1String(pattern), QRegularExpression::MultilineOption);
    for (const auto &match : expression.globalMatch(QString::fromUtf8(text)))
        found << match.captured(1);
    return found.size();
}

}

void TestCaptureTools::initTestCase()
{
    const auto toolchains = goToolchains();
    if (toolchains.isEmpty())
        QSKIP("there is no Go here");
    // The newest but one: what Delve and gdb know well.
    const auto built
        = buildVictim({.fixture = u"captured"_s, .go = toolchains.at(std::max<qsizetype>(0, toolchains.size() - 2))});
    QVERIFY2(built, qPrintable(built ? QString() : built.error()));
    m_executable = *built;
    auto victim = RunningVictim::startProgram(
        m_executable, {u"-heap"_s, u"16"_s, u"-reserve"_s, u"1"_s, u"-stacks"_s, m_folder.filePath(u"stacks"_s)});
    QVERIFY2(victim, qPrintable(victim ? QString() : victim.error()));
    m_victim = std::move(*victim);
    m_stacks = fileContent(m_folder.filePath(u"stacks"_s));
    for (const CaptureMode mode : {CaptureMode::FastPause, CaptureMode::LowMemory}) {
        CaptureOptions options;
        options.process.pid = m_victim->pid();
        options.mode = mode;
        options.output = core(mode).toStdString();
        const auto report = captureToFile(options);
        QVERIFY2(report, report ? "" : report.error().error.message.c_str());
        m_threads = report->threads;
        QCOMPARE(m_threads, m_victim->statusField("Threads").toInt());
    }
}

QByteArray TestCaptureTools::run(const QString &tool, const QStringList &arguments, const QByteArray &input)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(tool, arguments);
    process.write(input);
    process.closeWriteChannel();
    process.waitForFinished(100'000);
    return process.readAllStandardOutput();
}

void TestCaptureTools::tools_data()
{
    QTest::addColumn<QString>("tool");
    QTest::addColumn<QStringList>("arguments"); // CORE and EXE are replaced
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QByteArray>("threads"); // whose different matches there are as many as threads
    const QStringList gdb{u"-nx"_s, u"-batch"_s,       u"-iex"_s, u"set debuginfod enabled off"_s,
                          u"-ex"_s, u"info threads"_s, u"-ex"_s,  u"thread apply all bt 30"_s,
                          u"EXE"_s, u"CORE"_s};
    const QStringList lldb{u"--no-lldbinit"_s, u"-b"_s, u"-o"_s, u"bt all"_s, u"EXE"_s, u"-c"_s, u"CORE"_s};
    const QStringList stack{u"--core"_s, u"CORE"_s, u"-e"_s, u"EXE"_s};
    const QStringList delve{u"core"_s, u"EXE"_s, u"CORE"_s, u"--check-go-version=false"_s,
                            u"--allow-non-terminal-interactive=true"_s};
    for (const char *mode : {"fast", "low"}) {
        const auto with
            = [mode](QStringList words) { return words.replaceInStrings(u"CORE"_s, u"CORE-"_s + QLatin1String(mode)); };
        QTest::addRow("gdb, %s", mode) << u"gdb"_s << with(gdb) << QByteArray()
                                       << QByteArray("^\\*? +\\d+ +.*LWP (\\d+)");
        QTest::addRow("lldb, %s", mode) << u"lldb"_s << with(lldb) << QByteArray() << QByteArray("thread #(\\d+)");
        QTest::addRow("eu-stack, %s", mode)
            << u"eu-stack"_s << with(stack) << QByteArray() << QByteArray("^TID (\\d+):");
        QTest::addRow("dlv, %s", mode) << u"dlv"_s << with(delve) << QByteArray("threads\ngoroutine 1\nbt\nexit\n")
                                       << QByteArray("Thread (\\d+) at");
    }
}

void TestCaptureTools::tools()
{
    QFETCH(QString, tool);
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, input);
    QFETCH(QByteArray, threads);
    const QString program = findTool(tool);
    if (program.isEmpty())
        QSKIP(qPrintable(tool + u" is not installed"_s));
    arguments.replaceInStrings(u"EXE"_s, m_executable);
    arguments.replaceInStrings(u"CORE-fast"_s, core(CaptureMode::FastPause));
    arguments.replaceInStrings(u"CORE-low"_s, core(CaptureMode::LowMemory));
    const QByteArray said = run(program, arguments, input);
    QVERIFY2(said.contains("main.main"), said.constData());
    QVERIFY2(countOf(said, threads.constData()) == m_threads, said.constData());
    for (const char *complaint : {"truncated", "not a core", "unexpected EOF", "is not a valid ELF", "Unable to parse"})
        QVERIFY2(!said.contains(complaint), said.constData());
}

void TestCaptureTools::headersAreSound_data()
{
    addModes();
}

/// Tools that look at headers and notes alone have nothing to complain of, and find each thread.
void TestCaptureTools::headersAreSound()
{
    QFETCH(CaptureMode, mode);
    const struct {
        QString tool;
        QStringList arguments;
        QByteArray threadNote;
    } tools[] = {{u"readelf"_s, {u"-hlnW"_s}, "NT_PRSTATUS"}, {u"eu-readelf"_s, {u"-hln"_s}, " PRSTATUS"}};
    for (const auto &[tool, arguments, threadNote] : tools) {
        const QString program = findTool(tool);
        if (program.isEmpty())
            QSKIP(qPrintable(tool + u" is not installed"_s));
        const QByteArray said = run(program, arguments + QStringList{core(mode)});
        QCOMPARE(said.count(threadNote), m_threads);
        for (const char *complaint : {"arning", "rror:", "corrupt", "invalid", "cannot"})
            QVERIFY2(!said.contains(complaint), (tool.toUtf8() + ": " + said.left(4000)).constData());
    }
}

void TestCaptureTools::memoryHasItsChecksums_data()
{
    addModes();
}

void TestCaptureTools::memoryHasItsChecksums()
{
    QFETCH(CaptureMode, mode);
    const auto file = MappedFile::open(core(mode).toStdString());
    const auto opened = file ? CoreFile::open(*file) : std::unexpected(file.error());
    QVERIFY(opened);
    int blocks = 0;
    for (const QByteArray &line : m_victim->lines()) {
        const QByteArrayList words = line.split(' ');
        if (words.size() != 4 || words[0] != "block")
            continue;
        const auto bytes = coreBytes(**opened, words[1].toULongLong(), words[2].toULongLong());
        QVERIFY(bytes);
        QCOMPARE(QCryptographicHash::hash(*bytes, QCryptographicHash::Sha256).toHex(), words[3]);
        ++blocks;
    }
    QCOMPARE(blocks, 16);
    // On disk it is what the program has in memory, not what it reserved.
    const auto text = run(u"du"_s, {u"-k"_s, core(mode)});
    const double disk = text.split('\t').constFirst().toDouble();
    const double resident = m_victim->statusField("VmRSS").split(' ').constFirst().toDouble();
    QVERIFY2(disk < resident * 1.05 + 1024, qPrintable(u"%1 KiB on disk, %2 resident"_s.arg(disk).arg(resident)));
}

void TestCaptureTools::goroutinesAreTheRuntimes_data()
{
    addModes();
}

void TestCaptureTools::goroutinesAreTheRuntimes()
{
    QFETCH(CaptureMode, mode);
    const QByteArray text
        = run(QStringLiteral(FREEZEFRAME_CLI),
              {u"report"_s, core(mode), u"--exe"_s, m_executable, u"--format"_s, u"json"_s, u"--stacks"_s});
    const QJsonObject report = QJsonDocument::fromJson(text).object();
    QMap<qint64, QStringList> ours;
    for (const QJsonValue &goroutine : report[u"goroutines"_s].toArray()) {
        QStringList functions;
        for (const QJsonValue &frame : goroutine[u"frames"_s].toArray())
            functions << frame[u"function"_s].toString();
        ours[goroutine[u"id"_s].toInteger()] = functions;
    }
    int compared = 0;
    for (const QByteArray &block : m_stacks.split('\n').join('\n').replace("\n\n", "\x01").split('\x01')) {
        static const QRegularExpression head(u"^goroutine (\\d+) "_s);
        const auto match = head.match(QString::fromUtf8(block));
        const qint64 id = match.captured(1).toLongLong();
        if (!match.hasMatch() || id == 1) // the first went on after it had written this
            continue;
        QVERIFY2(ours.contains(id), block.constData());
        for (const QByteArray &line : block.split('\n')) {
            if (!line.startsWith("main."))
                continue;
            const QString function = QString::fromUtf8(line.left(line.indexOf('(')));
            QVERIFY2(ours[id].contains(function), qPrintable(function + u" in "_s + ours[id].join(u' ')));
            ++compared;
        }
    }
    QCOMPARE(compared, 3 + 5); // lockedWait, parkedWait
    QVERIFY(ours[1].contains(u"main.main"_s));
}

void TestCaptureTools::reportCallsItNoCrash()
{
    const QString file = core(CaptureMode::FastPause);
    const QJsonObject report
        = QJsonDocument::fromJson(run(QStringLiteral(FREEZEFRAME_CLI),
                                      {u"report"_s, file, u"--exe"_s, m_executable, u"--format"_s, u"json"_s}))
              .object();
    QCOMPARE(report[u"crash"_s][u"kind"_s].toString(), u"none"_s);
    QCOMPARE(report[u"core"_s][u"captured"_s][u"mode"_s].toString(), u"fast"_s);
    QVERIFY(report[u"core"_s][u"captured"_s][u"pause_seconds"_s].toDouble() > 0);
    QVERIFY(report[u"warnings"_s].toArray().isEmpty());
    const QByteArray text = run(QStringLiteral(FREEZEFRAME_CLI), {u"report"_s, file, u"--exe"_s, m_executable});
    QVERIFY2(text.startsWith("Captured while it was running"), text.constData());
    QCOMPARE(
        run(QStringLiteral(FREEZEFRAME_CLI), {u"eval"_s, file, u"--exe"_s, m_executable, u"main.answer"_s}).trimmed(),
        QByteArray("42"));
}

QTEST_GUILESS_MAIN(TestCaptureTools)
#include "tst_capturetools.moc"
