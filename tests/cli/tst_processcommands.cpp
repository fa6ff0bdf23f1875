// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "cli/commands.h"
#include "cli/processcommands.h"
#include "tests/live/livevictim.h"
#include "tests/support/victim.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <csignal>
#include <sstream>
#include <unistd.h>

using namespace Freezeframe;

/// ps, doctor, abort and cores as scripts see them.
class TestProcessCommands : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void usageErrors_data();
    void usageErrors();
    void ps();
    void doctor();
    void doctorMends();
    void aborts_data();
    void aborts();
    void quits();
    void savesCores();
    void cores();
    void textIsEscaped();

private:
    QString m_go;
};

namespace
{

struct Run {
    int status = -1;
    QString out;
    QString errors;
    [[nodiscard]] QJsonDocument json() const { return QJsonDocument::fromJson(out.toUtf8()); }
};

Run run(const QStringList &words)
{
    std::vector<std::string> arguments;
    for (const QString &word : words)
        arguments.push_back(word.toStdString());
    std::ostringstream out;
    std::ostringstream errors;
    Run result;
    result.status = runCommand(arguments, out, errors);
    result.out = QString::fromStdString(out.str());
    result.errors = QString::fromStdString(errors.str());
    return result;
}

QJsonObject findRow(const QJsonArray &rows, const QString &key, const QJsonValue &value)
{
    for (const QJsonValue &row : rows) {
        if (row[key] == value)
            return row.toObject();
    }
    return {};
}

}

void TestProcessCommands::initTestCase()
{
    const auto toolchains = goToolchains();
    QVERIFY(!toolchains.isEmpty());
    const auto built = buildVictim({.fixture = QStringLiteral("signals"), .go = toolchains.constLast()});
    QVERIFY2(built, qPrintable(built.error_or(QString())));
    m_go = *built;
}

void TestProcessCommands::usageErrors_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("ps, word") << QStringList{"ps", "x"} << "ps takes no x";
    QTest::newRow("ps, option") << QStringList{"ps", "--wait"} << "there is no option --wait";
    QTest::newRow("doctor, two") << QStringList{"doctor", "1", "2"} << "one process or program at a time";
    QTest::newRow("quit, nothing") << QStringList{"quit"} << "quit needs a process";
    QTest::newRow("quit, signal") << QStringList{"quit", "1", "--signal", "ABRT"} << "there is no option --signal";
    QTest::newRow("abort, nothing") << QStringList{"abort"} << "abort needs a process";
    QTest::newRow("abort, name") << QStringList{"abort", "orders"} << "orders is no number of a process";
    QTest::newRow("abort, 0") << QStringList{"abort", "0"} << "0 is no number of a process";
    QTest::newRow("abort, negative") << QStringList{"abort", "-1"} << "there is no option -1";
    QTest::newRow("abort, too large") << QStringList{"abort", "99999999999"} << "is no number of a process";
    QTest::newRow("abort, two") << QStringList{"abort", "1", "2"} << "one process at a time";
    QTest::newRow("abort, signal") << QStringList{"abort", "1", "--signal", "KILL"}
                                   << "--signal is ABRT or QUIT, not KILL";
    QTest::newRow("abort, wait") << QStringList{"abort", "1", "--wait=soon"} << "--wait needs a number of seconds";
    QTest::newRow("abort, wait apart") << QStringList{"abort", "1", "--wait", "soon"}
                                       << "--wait needs a number of seconds";
}

void TestProcessCommands::usageErrors()
{
    QFETCH(QStringList, words);
    QFETCH(QString, sentence);
    const Run result = run(words);
    QCOMPARE(result.status, 2);
    QVERIFY2(result.errors.contains(sentence), qPrintable(result.errors));
    QVERIFY(result.out.isEmpty());
}

void TestProcessCommands::ps()
{
    LiveVictim victim({.program = m_go, .arguments = {"a", "b"}});
    QVERIFY(victim.isReady());
    const Run json = run({"ps", "--json"});
    QCOMPARE(json.status, 0);
    const QJsonObject row = findRow(json.json().array(), "pid", victim.pid());
    QVERIFY(row["go_version"].toString().startsWith("go1."));
    QCOMPARE(row["executable"].toString(), m_go);
    QCOMPARE(row["module"].toString(), "example.org/signals");
    QVERIFY(row["threads"].toInt() > 1);
    QVERIFY(row["resident_bytes"].toInteger() > 0);
    QVERIFY(findRow(json.json().array(), "pid", int(::getpid())).isEmpty()); // no Go program
    const Run all = run({"ps", "--json", "--all"});
    QVERIFY(!findRow(all.json().array(), "pid", int(::getpid())).isEmpty());
    QVERIFY(all.json().array().first()["go_version"].isString()); // Go ones first
    const Run text = run({"ps"});
    QCOMPARE(text.status, 0);
    QVERIFY(text.out.startsWith("PID "));
    QVERIFY2(text.out.contains(m_go + " a b\n"), qPrintable(text.out));
}

void TestProcessCommands::doctor()
{
    LiveVictim victim({.program = m_go, .traceback = "all"});
    QVERIFY(victim.isReady());
    const QString pid = QString::number(victim.pid());
    const Run json = run({"doctor", pid, "--json"});
    QCOMPARE(json.status, 0);
    const QJsonObject report = json.json().object();
    QCOMPARE(report["verdict"].toString(), "no-core");
    const QJsonObject check = findRow(report["checks"].toArray(), "id", "gotraceback");
    QCOMPARE(check["ok"], QJsonValue(false));
    QVERIFY(check["value"].toString().contains("GOTRACEBACK=all"));
    QVERIFY(check["fix"].toString().contains("GOTRACEBACK=crash"));
    QVERIFY(findRow(report["checks"].toArray(), "id", "go")["fix"].isNull());
    const Run text = run({"doctor", pid});
    QVERIFY(text.out.startsWith("SIGABRT would leave no core.\nGo exits with status 2"));
    QVERIFY(text.out.contains("  FAIL GOTRACEBACK: "));
    QCOMPARE(run({"doctor", m_go}).status, 0);
    QCOMPARE(run({"doctor"}).status, 0);
    QCOMPARE(run({"doctor", "2147483600"}).status, 4);
    QCOMPARE(run({"doctor", "/nowhere/at/all"}).status, 4);
    QCOMPARE(run({"doctor", "/etc/passwd"}).status, 3);
}

void TestProcessCommands::doctorMends()
{
    LiveVictim victim({.program = m_go, .traceback = "crash", .coreLimit = 0});
    QVERIFY(victim.isReady());
    const QString pid = QString::number(victim.pid());
    // Another process by now, no such check, nothing to apply: nothing is done.
    QCOMPARE(run({"doctor", pid, "--apply", "core-limit", "--start", "1"}).status, 4);
    QCOMPARE(run({"doctor", pid, "--apply", "core-limit", "--start", "x"}).status, 2);
    QCOMPARE(run({"doctor", pid, "--apply", "weather"}).status, 2);
    QCOMPARE(run({"doctor", pid, "--apply", "go"}).status, 3);
    rlimit limit{};
    QVERIFY(::prlimit(victim.pid(), RLIMIT_CORE, nullptr, &limit) == 0);
    QCOMPARE(limit.rlim_cur, rlim_t(0));
    if (!writesPlainCores())
        QSKIP("this machine does not write cores as files named core");
    const Run mended = run({"doctor", pid, "--apply", "core-limit", "--json"});
    QCOMPARE(mended.status, 0);
    QCOMPARE(mended.json()["verdict"].toString(), "core");
    QVERIFY(::prlimit(victim.pid(), RLIMIT_CORE, nullptr, &limit) == 0);
    QVERIFY(limit.rlim_cur > 0);
}

void TestProcessCommands::aborts_data()
{
    QTest::addColumn<QByteArray>("environment");
    QTest::addColumn<QString>("word");
    QTest::addColumn<qlonglong>("limit");
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("outcome");
    QTest::addColumn<bool>("dies");
    QTest::newRow("core") << QByteArray("crash") << "" << -1LL << QStringList{"--wait"} << 0 << "found" << true;
    QTest::newRow("core, by SIGQUIT") << QByteArray("crash") << "" << -1LL
                                      << QStringList{"--signal", "QUIT", "--wait", "30"} << 0 << "found" << true;
    QTest::newRow("not waited for") << QByteArray("crash") << "" << -1LL << QStringList{} << 0 << "sent" << true;
    QTest::newRow("cut") << QByteArray("crash") << "" << 65536LL << QStringList{"--wait=30"} << 1 << "found" << true;
    QTest::newRow("refused") << QByteArray() << "" << -1LL << QStringList{"--wait"} << 7 << "refused" << false;
    QTest::newRow("forced") << QByteArray() << "" << -1LL << QStringList{"--wait", "--force"} << 7 << "no-core" << true;
    QTest::newRow("refused, Notify") << QByteArray("crash") << "notify" << -1LL << QStringList{"--wait"} << 7
                                     << "refused" << false;
    QTest::newRow("forced, Notify") << QByteArray("crash") << "notify" << -1LL << QStringList{"--wait=1", "--force"}
                                    << 6 << "survived" << false;
}

void TestProcessCommands::aborts()
{
    if (!writesPlainCores())
        QSKIP("this machine does not write cores as files named core");
    QFETCH(QByteArray, environment);
    QFETCH(QString, word);
    QFETCH(qlonglong, limit);
    QFETCH(QStringList, options);
    QFETCH(int, status);
    QFETCH(QString, outcome);
    QFETCH(bool, dies);
    for (const bool asJson : {true, false}) {
        LiveVictim victim({.program = m_go,
                           .arguments = word.isEmpty() ? QStringList() : QStringList{word},
                           .traceback = environment,
                           .coreLimit = limit < 0 ? RLIM_INFINITY : rlim_t(limit)});
        QVERIFY(victim.isReady());
        QStringList words = QStringList{"abort", QString::number(victim.pid())} + options;
        if (asJson)
            words << "--json";
        const Run result = run(words);
        QVERIFY2(result.status == status, qPrintable(result.out + result.errors));
        QCOMPARE(victim.waitForEnd(dies ? 20'000 : 100), dies);
        const QString core = victim.folder() + "/core";
        if (!asJson) {
            QCOMPARE(result.out, outcome == "found" ? core + "\n" : QString());
            QVERIFY(result.errors.contains("SIGABRT would leave") || result.errors.contains("SIGQUIT would leave"));
            continue;
        }
        const QJsonObject object = result.json().object();
        QCOMPARE(object["outcome"].toString(), outcome);
        QVERIFY(object["doctor"]["verdict"].isString());
        if (outcome == "found")
            QCOMPARE(object["path"].toString(), core);
    }
    QCOMPARE(run({"abort", "2147483600", "--wait"}).status, 4);
}

/// The same as abort, by the other signal.
void TestProcessCommands::quits()
{
    if (!writesPlainCores())
        QSKIP("this machine does not write cores as files named core");
    LiveVictim notified({.program = m_go, .arguments = {"notify"}, .traceback = "crash"});
    QVERIFY(notified.isReady());
    const QString pid = QString::number(notified.pid());
    // What takes SIGABRT for itself, SIGQUIT ends: the doctor names that way out.
    const Run refused = run({"abort", pid, "--wait"});
    QCOMPARE(refused.status, 7);
    QVERIFY2(run({"doctor", pid}).out.contains("freezeframe-cli quit " + pid), qPrintable(refused.errors));
    const Run quit = run({"quit", pid, "--wait", "--json"});
    QVERIFY2(quit.status == 0, qPrintable(quit.out + quit.errors));
    QCOMPARE(quit.json().object()["outcome"].toString(), "found");
    QCOMPARE(quit.json().object()["path"].toString(), notified.folder() + "/core");
    LiveVictim plain({.program = m_go});
    QVERIFY(plain.isReady());
    const Run without = run({"quit", QString::number(plain.pid())});
    QCOMPARE(without.status, 7);
    QVERIFY(without.errors.contains("SIGQUIT would leave no core"));
    QCOMPARE(run({"quit", "2147483600"}).status, 4);
}

/// A core that would go with its process's file system is refused, and with --force copied to the current folder.
void TestProcessCommands::savesCores()
{
    if (!writesPlainCores())
        QSKIP("this machine does not write cores as files named core");
    QTemporaryDir folder;
    const QString home = QDir::currentPath();
    LiveVictim victim({.program = sitterProgram(), .arguments = {"own-mounts", "tmpfs"}, .readyWord = "set"});
    if (!victim.isReady() && victim.process().exitCode() == 77)
        QSKIP("mounts of one's own are not permitted here");
    QVERIFY(victim.isReady());
    const QString pid = QString::number(victim.pid());
    const Run refused = run({"abort", pid, "--wait"});
    QCOMPARE(refused.status, 7);
    QVERIFY2(refused.errors.contains("capture it instead, or keep it open"), qPrintable(refused.errors));
    QVERIFY(QDir::setCurrent(folder.path()));
    const Run forced = run({"abort", pid, "--wait", "--force"});
    QVERIFY(QDir::setCurrent(home));
    QVERIFY2(forced.status == 0, qPrintable(forced.errors));
    QCOMPARE(forced.out, folder.filePath("ff_sitter." + pid + ".core\n"));
    QVERIFY2(forced.errors.contains("It was copied to"), qPrintable(forced.errors));
    QVERIFY(QFile::exists(forced.out.trimmed()));
}

void TestProcessCommands::cores()
{
    if (!writesPlainCores())
        QSKIP("this machine does not write cores as files named core");
    LiveVictim victim({.program = m_go, .traceback = "crash"});
    QVERIFY(victim.isReady());
    const int pid = victim.pid();
    QCOMPARE(run({"abort", QString::number(pid), "--wait"}).status, 0);
    const Run json = run({"cores", victim.folder(), "--json"});
    QCOMPARE(json.status, 0);
    const QJsonObject core = findRow(json.json()["cores"].toArray(), "pid", pid);
    QCOMPARE(core["path"].toString(), victim.folder() + "/core");
    QCOMPARE(core["state"].toString(), "present");
    QCOMPARE(core["signal_name"].toString(), "SIGABRT");
    QCOMPARE(core["executable"].toString(), m_go);
    QVERIFY(core["go_version"].toString().startsWith("go1."));
    const Run text = run({"cores", victim.folder()});
    QVERIFY(text.out.contains(victim.folder() + "/core"));
    QVERIFY(text.errors.contains("kernel.core_pattern: core"));
}

/// Names of processes are other people's text.
void TestProcessCommands::textIsEscaped()
{
    QTemporaryDir folder;
    const QString program = folder.filePath("or\x1b[31mders\n");
    QVERIFY(QFile::copy(m_go, program));
    LiveVictim victim({.program = program, .arguments = {"\x1b]0;title\x07", QString::fromUtf8("\xe2\x80\xae")}});
    QVERIFY(victim.isReady());
    for (const QStringList &words : {QStringList{"ps"}, QStringList{"doctor", QString::number(victim.pid())}}) {
        const Run result = run(words);
        QVERIFY(!result.out.contains('\x1b') && !result.out.contains('\x07') && !result.out.contains(QChar(0x202e)));
        QVERIFY(result.out.contains("or\\x1b[31mders\\n") || result.out.contains("or\\x1b[31mders\\x0a"));
    }
}

QTEST_GUILESS_MAIN(TestProcessCommands)
#include "tst_processcommands.moc"
