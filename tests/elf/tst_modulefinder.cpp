// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/modulefinder.h"
#include "tests/support/elfbuilder.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <zlib.h>

using namespace Freezeframe;

namespace
{

const std::string idBytes("\xab\xcd\xef\x01", 4);
const std::string idText = "abcdef01";

std::vector<std::byte> program(std::string_view id)
{
    return ElfBuilder().addHeaderLoad(0, PF_R).addBuildId(id).build();
}

}

/// Where files are looked for, and in which order.
class TestModuleFinder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void looksInOrder();
    void takesWhatIsGiven();
    void findsByIdAlone();
    void opensNoPipes();
    void findsDebugFiles_data();
    void findsDebugFiles();

private:
    std::string write(const QString &name, std::span<const std::byte> bytes);
    std::string path(const QString &name) const { return m_folder->filePath(name).toStdString(); }
    FileSearch search() const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestModuleFinder::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QDir(m_folder->path()).mkdir(QStringLiteral("cwd"));
    QDir::setCurrent(m_folder->filePath(QStringLiteral("cwd")));
    qunsetenv("FREEZEFRAME_HOST_ROOT");
}

std::string TestModuleFinder::write(const QString &name, std::span<const std::byte> bytes)
{
    const QString file = m_folder->filePath(name);
    QDir().mkpath(QFileInfo(file).path());
    QFile out(file);
    if (!out.open(QIODevice::WriteOnly))
        qFatal("can't write the test's file");
    out.write(reinterpret_cast<const char *>(bytes.data()), qint64(bytes.size()));
    return file.toStdString();
}

FileSearch TestModuleFinder::search() const
{
    FileSearch search;
    search.debugDirectories = {path(QStringLiteral("debug"))};
    return search;
}

void TestModuleFinder::looksInOrder()
{
    const auto bytes = program(idBytes);
    const std::string recorded = write(QStringLiteral("recorded/app"), bytes);
    const std::string inRoot = write(QStringLiteral("root") + QString::fromStdString(recorded), bytes);
    const std::string inHostRoot = write(QStringLiteral("host") + QString::fromStdString(recorded), bytes);
    const std::string beside = write(QStringLiteral("cores/app"), bytes);
    write(QStringLiteral("cwd/app"), bytes);
    const std::string byId = write(QStringLiteral("debug/.build-id/ab/cdef01"), bytes);
    const std::string renamed = write(QStringLiteral("cores/other-name"), bytes);
    write(QStringLiteral("cores/another"), program("\x01\x02\x03\x04"));

    FileSearch where = search();
    where.roots = {path(QStringLiteral("root"))};
    qputenv("FREEZEFRAME_HOST_ROOT", QByteArray::fromStdString(path(QStringLiteral("host"))));
    const ModuleFinder finder(where, path(QStringLiteral("cores/core.1")));
    std::vector<std::string> seen;
    finder.find({.path = recorded, .buildId = idText, .goBuildId = {}, .isExecutable = true},
                [&](const ModuleCandidate &candidate) {
                    seen.push_back(candidate.file->path());
                    return false;
                });
    const std::vector<std::string> order = {inRoot, recorded, inHostRoot, beside, "./app", byId};
    QVERIFY(seen.size() >= order.size());
    QCOMPARE(std::vector(seen.begin(), seen.begin() + ptrdiff_t(order.size())), order);
    // Then whatever has the id, by any name, and nothing else.
    QVERIFY(std::ranges::count(seen, renamed) == 1);
    QCOMPARE(std::ranges::count(seen, path(QStringLiteral("cores/another"))), 0);
}

void TestModuleFinder::takesWhatIsGiven()
{
    const std::string given = write(QStringLiteral("given"), program(idBytes));
    const std::string recorded = write(QStringLiteral("recorded"), program(idBytes));
    FileSearch where = search();
    where.executable = given;
    const ModuleFinder finder(where, path(QStringLiteral("core")));
    std::vector<std::string> seen;
    const auto refuse = [&](const ModuleCandidate &candidate) {
        seen.push_back(candidate.file->path());
        return false;
    };
    (void)finder.find({.path = recorded, .buildId = idText, .goBuildId = {}, .isExecutable = true}, refuse);
    QCOMPARE(seen, std::vector<std::string>{given}); // no other is put in its place
    seen.clear();
    (void)finder.find({.path = recorded, .buildId = {}, .goBuildId = {}, .isExecutable = false}, refuse);
    QCOMPARE(seen.front(), recorded); // libraries are looked for as ever
    where.executable = path(QStringLiteral("none"));
    const auto missed = ModuleFinder(where, "core")
                            .find({.path = recorded, .buildId = {}, .goBuildId = {}, .isExecutable = true}, refuse);
    QCOMPARE(missed, std::vector<std::string>{where.executable});
}

void TestModuleFinder::findsByIdAlone()
{
    write(QStringLiteral("cores/text"), std::as_bytes(std::span("hello")));
    const std::string renamed = write(QStringLiteral("cores/app.bak"), program(idBytes));
    const ModuleFinder finder(search(), path(QStringLiteral("cores/core")));
    std::string found;
    const auto missed = finder.find({.path = "/nowhere/app", .buildId = idText, .goBuildId = {}, .isExecutable = true},
                                    [&](const ModuleCandidate &candidate) {
                                        found = candidate.file->path();
                                        return candidate.origin == ModuleCandidate::Origin::SameId;
                                    });
    QCOMPARE(found, renamed);
    QCOMPARE(missed.front(), std::string("/nowhere/app"));
}

void TestModuleFinder::opensNoPipes()
{
    const std::string fifo = path(QStringLiteral("fifo"));
    ::mkfifo(fifo.c_str(), 0600);
    const ModuleFinder finder(search(), path(QStringLiteral("core")));
    const auto missed = finder.find({.path = fifo, .buildId = idText, .goBuildId = {}, .isExecutable = true},
                                    [](const ModuleCandidate &) { return true; });
    QCOMPARE(missed.front(), fifo + ": is a pipe, not a file");
}

void TestModuleFinder::findsDebugFiles_data()
{
    QTest::addColumn<QString>("place");
    QTest::addColumn<bool>("hasId");
    QTest::addColumn<bool>("hasCrc");
    QTest::addColumn<bool>("isFound");

    QTest::newRow("by build id") << QStringLiteral("debug/.build-id/ab/cdef01.debug") << true << false << true;
    QTest::newRow("by build id, but it is another")
        << QStringLiteral("debug/.build-id/ab/cdef01.debug") << false << false << false;
    QTest::newRow("link, beside") << QStringLiteral("bin/app.debug") << false << true << true;
    QTest::newRow("link, .debug") << QStringLiteral("bin/.debug/app.debug") << false << true << true;
    QTest::newRow("link, debug folder") << QStringLiteral("debug/%1/bin/app.debug") << false << true << true;
    QTest::newRow("link, wrong CRC, same id") << QStringLiteral("bin/app.debug") << true << false << true;
    QTest::newRow("link, wrong CRC") << QStringLiteral("bin/app.debug") << false << false << false;
}

void TestModuleFinder::findsDebugFiles()
{
    QFETCH(QString, place);
    QFETCH(bool, hasId);
    QFETCH(bool, hasCrc);
    QFETCH(bool, isFound);
    const auto debug = program(hasId ? idBytes : std::string("\x09\x09\x09\x09"));
    const auto crc = uint32_t(crc32(0, reinterpret_cast<const Bytef *>(debug.data()), uInt(debug.size())));
    const std::string expected = write(place.contains(QLatin1Char('%')) ? place.arg(m_folder->path()) : place, debug);
    ElfBuilder builder;
    builder.addHeaderLoad(0, PF_R).addBuildId(idBytes).setDebugLink("../../app.debug", hasCrc ? crc : crc + 1);
    const std::string program = write(QStringLiteral("bin/app"), builder.build());
    const auto elf = ElfFile::open(*MappedFile::open(program));
    QVERIFY(elf.has_value());
    const DebugFile found = ModuleFinder(search(), "core").findDebugFile(**elf);
    QCOMPARE(found.file != nullptr, isFound);
    if (found.file)
        QCOMPARE(QDir::cleanPath(QString::fromStdString(found.file->path())),
                 QDir::cleanPath(QString::fromStdString(expected)));
    // What lies at its place and is not taken is told, with both sides of the comparison.
    QCOMPARE(found.refused.size(), size_t(isFound ? 0 : 1));
    if (!isFound)
        QVERIFY2(
            found.refused[0].toString().contains("refused as the debug information of")
                && found.refused[0].toString().contains(place.startsWith(QLatin1String("bin")) ? "CRC" : "build id"),
            found.refused[0].toString().c_str());
}

QTEST_GUILESS_MAIN(TestModuleFinder)
#include "tst_modulefinder.moc"
