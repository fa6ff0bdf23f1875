// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/debuginfod.h"
#include "tests/support/debuginfodserver.h"
#include "tests/support/victiminspection.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Freezeframe;

/// A core of a program whose debug information stands in a file of its own, as distributions have it: made by objcopy.
class TestDebugFiles : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void finds_data();
    void finds();
    void fetches_data();
    void fetches();

private:
    [[nodiscard]] static bool run(const QString &program, const QStringList &arguments);
    [[nodiscard]] QString path(const QString &name) const { return m_folder->filePath(name); }
    /// What the core's program is told to be, and whether its variables can be read.
    struct Opened {
        ModuleInfo module;
        bool hasVariables = false;
        std::string warnings;
    };
    [[nodiscard]] Opened open(const DebugFetch &fetch = {});

    Victim m_victim;
    std::string m_id;
    std::unique_ptr<QTemporaryDir> m_folder;
};

bool TestDebugFiles::run(const QString &program, const QStringList &arguments)
{
    return QProcess::execute(program, arguments) == 0;
}

void TestDebugFiles::initTestCase()
{
    if (goToolchains().isEmpty() || findTool(QStringLiteral("objcopy")).isEmpty())
        QSKIP("there is no Go compiler or no objcopy here");
    qunsetenv("FREEZEFRAME_HOST_ROOT");
    const auto victim = provideVictim(
        {.fixture = QStringLiteral("sample"), .go = goToolchains().constLast(), .build = GoBuild::NoOpt});
    QVERIFY2(victim.has_value(), qPrintable(victim.error_or(QString())));
    m_victim = *victim;
    const auto file = ElfFile::openAt(m_victim.executable.toStdString());
    QVERIFY(file.has_value());
    m_id = (*file)->buildId();
    if (m_id.empty())
        QSKIP("this Go writes no GNU build id");
}

void TestDebugFiles::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    qputenv("DEBUGINFOD_CACHE_PATH", path(QStringLiteral("cache")).toLocal8Bit());
    qputenv("DEBUGINFOD_TIMEOUT", "5");
    const QString debug = path(QStringLiteral("app.debug"));
    QVERIFY(run(QStringLiteral("objcopy"), {QStringLiteral("--only-keep-debug"), m_victim.executable, debug}));
    QVERIFY(run(QStringLiteral("objcopy"),
                {QStringLiteral("--strip-debug"), QStringLiteral("--add-gnu-debuglink=") + debug, m_victim.executable,
                 path(QStringLiteral("app"))}));
    // Not where the link looks, unless a test wants it there.
    QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("kept")));
    QVERIFY(QFile::rename(debug, path(QStringLiteral("kept/app.debug"))));
}

TestDebugFiles::Opened TestDebugFiles::open(const DebugFetch &fetch)
{
    OpenOptions options = openOptions(m_victim);
    options.files.executable = path(QStringLiteral("app")).toStdString();
    options.files.debugDirectories = {path(QStringLiteral("debug")).toStdString()};
    options.files.fetch = fetch;
    Opened opened;
    const auto inspection = Inspection::open(options);
    if (!inspection)
        return opened;
    const auto modules = (*inspection)->modules();
    const auto main = std::ranges::find(*modules, options.files.executable, &ModuleInfo::filePath);
    if (main != modules->end())
        opened.module = *main;
    const auto crash = (*inspection)->crash();
    const auto variables
        = (*inspection)
              ->variables({StackOwner::Kind::Goroutine, crash->goroutine.value_or(0)}, crash->frame.value_or(0));
    opened.hasVariables = variables && !variables->empty();
    for (const Error &warning : (*inspection)->warnings())
        opened.warnings += warning.toString() + '\n';
    return opened;
}

void TestDebugFiles::finds_data()
{
    QTest::addColumn<QString>("place");
    QTest::addColumn<bool>("isRight");
    QTest::addColumn<QString>("refusal");

    const QString byId = QStringLiteral("debug/.build-id/%1/%2.debug")
                             .arg(QString::fromStdString(m_id.substr(0, 2)), QString::fromStdString(m_id.substr(2)));
    QTest::newRow("nowhere") << QStringLiteral("elsewhere/app.debug") << true << QString();
    QTest::newRow("by build id") << byId << true << QString();
    QTest::newRow("by build id, but it is another’s") << byId << false << QStringLiteral("build id");
    QTest::newRow("by its link") << QStringLiteral("app.debug") << true << QString();
    QTest::newRow("by its link, in .debug") << QStringLiteral(".debug/app.debug") << true << QString();
    QTest::newRow("by its link, with a wrong CRC")
        << QStringLiteral("app.debug") << false << QStringLiteral("its CRC is 0x");
}

void TestDebugFiles::finds()
{
    QFETCH(QString, place);
    QFETCH(bool, isRight);
    QFETCH(QString, refusal);
    QVERIFY(QDir(m_folder->path()).mkpath(QFileInfo(place).path()));
    // Of another program: the test's own.
    QVERIFY(QFile::copy(isRight ? path(QStringLiteral("kept/app.debug")) : QCoreApplication::applicationFilePath(),
                        path(place)));
    const bool isFound = isRight && place != QLatin1String("elsewhere/app.debug");
    const Opened opened = open();
    QVERIFY(!opened.module.filePath.empty());
    QCOMPARE(opened.module.hasDebugInformation, isFound);
    QCOMPARE(opened.hasVariables, isFound);
    QCOMPARE(QString::fromStdString(opened.module.debugPath), isFound ? QDir::cleanPath(path(place)) : QString());
    QCOMPARE(opened.module.debugError.has_value(), !refusal.isEmpty());
    if (!refusal.isEmpty()) {
        const QString sentence = QString::fromStdString(opened.module.debugError->toString());
        QVERIFY2(sentence.contains(refusal) && sentence.contains(QLatin1String("refused")), qPrintable(sentence));
        QVERIFY(QString::fromStdString(opened.warnings).contains(refusal));
    }
}

void TestDebugFiles::fetches_data()
{
    QTest::addColumn<bool>("isThere");
    QTest::newRow("from a server, then from the cache") << true;
    QTest::newRow("no server has it") << false;
}

void TestDebugFiles::fetches()
{
    QFETCH(bool, isThere);
    DebuginfodServer server;
    QFile file(path(QStringLiteral("kept/app.debug")));
    QVERIFY(file.open(QIODevice::ReadOnly));
    if (isThere)
        server.put(QByteArray::fromStdString(m_id), file.readAll());
    const auto client = Debuginfod::open();
    if (!client)
        QSKIP(client.error().message.c_str());
    const auto fetch = [&client](const std::string &buildId) { return (*client)->find(buildId); };
    QVERIFY(!open().module.hasDebugInformation); // not asked
    QCOMPARE(server.questions(), 0);
    const Opened opened = open(fetch);
    QVERIFY(server.questions() > 0);
    QCOMPARE(opened.module.hasDebugInformation, isThere);
    QCOMPARE(opened.hasVariables, isThere);
    QCOMPARE(opened.module.debugError.has_value(), !isThere);
    const int questions = server.questions();
    QCOMPARE(open().module.hasDebugInformation, isThere);
    QCOMPARE(server.questions(), questions);
}

QTEST_GUILESS_MAIN(TestDebugFiles)
#include "tst_debugfiles.moc"
