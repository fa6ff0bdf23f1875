// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/debugfilefinder.h"
#include "backend/elf/debuginfod.h"
#include "tests/support/debuginfodserver.h"
#include "tests/support/elfbuilder.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Freezeframe;

namespace
{

const std::string idBytes = "\xab\xcd\xef\x01\x02\x03";
const std::string id = "abcdef010203";

QByteArray program(std::string_view bytesOfId)
{
    const auto bytes = ElfBuilder().addHeaderLoad(0, PF_R).addBuildId(bytesOfId).build();
    return {reinterpret_cast<const char *>(bytes.data()), qsizetype(bytes.size())};
}

}

/// Debug information from servers, which may be bad, and from the cache of those who asked before.
class TestDebuginfod : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void finds_data();
    void finds();
    void cancels_data();
    void cancels();
    void cacheNeedsNobody();
    void nobodyIsAskedUnasked();
    void needsServers();
    void takesNoPathsForIds_data();
    void takesNoPathsForIds();

private:
    [[nodiscard]] DebugFile find(const DebugFetch &fetch);
    [[nodiscard]] QByteArray cached(const QString &name) const;
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestDebuginfod::initTestCase()
{
    qunsetenv("FREEZEFRAME_HOST_ROOT");
    qputenv("DEBUGINFOD_URLS", "http://127.0.0.1:9");
    if (const auto client = Debuginfod::open(); !client)
        QSKIP(client.error().message.c_str());
}

void TestDebuginfod::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    qputenv("DEBUGINFOD_CACHE_PATH", m_folder->filePath(QStringLiteral("cache")).toLocal8Bit());
    qputenv("DEBUGINFOD_TIMEOUT", "2");
    qputenv("DEBUGINFOD_RETRY_LIMIT", "1");
    QFile file(m_folder->filePath(QStringLiteral("app")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(program(idBytes)) > 0);
}

DebugFile TestDebuginfod::find(const DebugFetch &fetch)
{
    const auto file = ElfFile::openAt(m_folder->filePath(QStringLiteral("app")).toStdString());
    FileSearch search{.debugDirectories = {m_folder->filePath(QStringLiteral("debug")).toStdString()}};
    search.fetch = fetch;
    return file ? DebugFileFinder(search).find(**file) : DebugFile{};
}

QByteArray TestDebuginfod::cached(const QString &name) const
{
    QFile file(m_folder->filePath(QStringLiteral("cache/%1/%2").arg(QString::fromStdString(id), name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TestDebuginfod::finds_data()
{
    QTest::addColumn<int>("manner");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<bool>("isFound");
    QTest::addColumn<QString>("sentence");

    using Manner = DebuginfodServer::Manner;
    QTest::newRow("200") << int(Manner::Gives) << program(idBytes) << true << QString();
    QTest::newRow("404") << int(Manner::Gives) << QByteArray() << false
                         << QStringLiteral("no server has debug information for it");
    QTest::newRow("of another program") << int(Manner::Gives) << program("\x09\x09\x09\x09") << false
                                        << QStringLiteral("its build id is 09090909, not abcdef010203");
    QTest::newRow("garbage") << int(Manner::Gives) << QByteArray("<html>Sign in to this hotel’s network</html>")
                             << false << QStringLiteral("refused as the debug information of");
    QTest::newRow("an ELF header, and no more") << int(Manner::Gives) << program(idBytes).left(40) << false
                                                << QStringLiteral("refused as the debug information of");
    QTest::newRow("stalls") << int(Manner::Stalls) << program(idBytes) << false
                            << QStringLiteral("did not answer in time");
    QTest::newRow("breaks off") << int(Manner::BreaksOff) << program(idBytes) << false
                                << QStringLiteral("no server has debug information for it");
}

void TestDebuginfod::finds()
{
    QFETCH(int, manner);
    QFETCH(QByteArray, content);
    QFETCH(bool, isFound);
    QFETCH(QString, sentence);
    DebuginfodServer server{DebuginfodServer::Manner(manner)};
    if (!content.isEmpty())
        server.put(QByteArray::fromStdString(id), content);
    const auto client = Debuginfod::open();
    QVERIFY2(client.has_value(), client.error_or(Error{}).message.c_str());
    const DebugFile found = find([&](const std::string &buildId) { return (*client)->find(buildId); });
    QVERIFY(server.questions() > 0);
    QCOMPARE(found.file != nullptr, isFound);
    std::string told = found.unfetched ? found.unfetched->toString() : std::string();
    for (const Error &refused : found.refused)
        told += refused.toString();
    QVERIFY2(QString::fromStdString(told).contains(sentence), told.c_str());
    QCOMPARE(told.empty(), isFound);
}

void TestDebuginfod::cancels_data()
{
    QTest::addColumn<int>("manner");
    QTest::newRow("while nothing comes") << int(DebuginfodServer::Manner::Stalls);
    QTest::newRow("while it comes slowly") << int(DebuginfodServer::Manner::Drips);
}

void TestDebuginfod::cancels()
{
    QFETCH(int, manner);
    qputenv("DEBUGINFOD_TIMEOUT", "90"); // as it is without a word: the test would not end by itself
    DebuginfodServer server{DebuginfodServer::Manner(manner)};
    server.put(QByteArray::fromStdString(id), "\x7f" "ELF");
    const auto client = Debuginfod::open();
    QVERIFY(client.has_value());
    std::stop_source stop;
    // Once the server has the question.
    const auto person = [&](uint64_t /*done*/, uint64_t /*total*/) {
        if (server.questions() > 0)
            stop.request_stop();
    };
    const auto path = (*client)->find(id, person, stop.get_token());
    QVERIFY(!path);
    QCOMPARE(path.error().code, ErrorCode::Cancelled);
    QVERIFY(cached(QStringLiteral("debuginfo")).isEmpty());
    const auto again = (*client)->find(id, {}, stop.get_token());
    QCOMPARE(again.error_or(Error{}).code, ErrorCode::Cancelled);
}

void TestDebuginfod::cacheNeedsNobody()
{
    const QString folder = QStringLiteral("cache/%1").arg(QString::fromStdString(id));
    QVERIFY(QDir(m_folder->path()).mkpath(folder));
    QFile file(m_folder->filePath(folder + QStringLiteral("/debuginfo")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.flush();
    // How clients note that no server has it.
    QVERIFY(!find({}).file);
    QVERIFY(find({}).refused.empty());
    QVERIFY(file.write(program(idBytes)) > 0);
    file.close();
    DebuginfodServer server;
    const DebugFile found = find({});
    QVERIFY(found.file);
    QCOMPARE(QString::fromStdString(found.file->path()), file.fileName());
    QCOMPARE(server.questions(), 0);
    qunsetenv("DEBUGINFOD_CACHE_PATH");
    qputenv("XDG_CACHE_HOME", m_folder->path().toLocal8Bit());
    QVERIFY(QDir(m_folder->path()).rename(QStringLiteral("cache"), QStringLiteral("debuginfod_client")));
    QVERIFY(find({}).file);
    qunsetenv("XDG_CACHE_HOME");
}

void TestDebuginfod::nobodyIsAskedUnasked()
{
    DebuginfodServer server;
    server.put(QByteArray::fromStdString(id), program(idBytes));
    const DebugFile found = find({});
    QVERIFY(!found.file && !found.unfetched);
    QCOMPARE(server.questions(), 0);
}

void TestDebuginfod::needsServers()
{
    qunsetenv("DEBUGINFOD_URLS");
    const auto client = Debuginfod::open();
    QVERIFY(!client);
    QVERIFY2(client.error().message.contains("set DEBUGINFOD_URLS"), client.error().message.c_str());
    QVERIFY(Debuginfod::servers().empty());
    qputenv("DEBUGINFOD_URLS", "http://127.0.0.1:1  http://127.0.0.1:9");
    QCOMPARE(Debuginfod::servers().size(), size_t(2));
    const auto none = (*Debuginfod::open())->find(id);
    QVERIFY2(!none && none.error().message.contains("can't be reached"), none.error_or(Error{}).message.c_str());
}

void TestDebuginfod::takesNoPathsForIds_data()
{
    QTest::addColumn<QString>("buildId");
    QTest::newRow("empty") << QString();
    QTest::newRow("a way out") << QStringLiteral("../../etc");
    QTest::newRow("not of hexadecimal digits") << QStringLiteral("xyz");
}

void TestDebuginfod::takesNoPathsForIds()
{
    QFETCH(QString, buildId);
    DebuginfodServer server;
    QVERIFY(Debuginfod::cachedPath(buildId.toStdString()).empty());
    QVERIFY(!(*Debuginfod::open())->find(buildId.toStdString()));
    QCOMPARE(server.questions(), 0);
}

QTEST_GUILESS_MAIN(TestDebuginfod)
#include "tst_debuginfod.moc"
