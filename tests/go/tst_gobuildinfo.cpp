// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/go/openedvictim.h"
#include "tests/support/elfbuilder.h"
#include "tests/support/fakememory.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <elf.h>

using namespace Freezeframe;

/// Build information: text, section, and what `go version -m` says of the same file.
class TestGoBuildInfo : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsText();
    void readsFramedText();
    void survivesDamage_data();
    void survivesDamage();
    void needsNoSectionHeaders_data();
    void needsNoSectionHeaders();
    void isFoundByItsFirstBytes_data();
    void isFoundByItsFirstBytes();
    void agreesWithGo_data();
    void agreesWithGo();
};

namespace
{

constexpr std::string_view text
    = "path\texample.com/shop/cmd\nmod\texample.com/shop\tv1.2.3\th1:abc=\n" "dep\tgolang.org/x/net\tv0.1.0\th1:x=\ndep\texample.com/old\tv1.0.0\n" "=>\texample.com/new\tv2.0.0\th1:y=\nbuild\t-compiler=gc\n" "build\t-ldflags=\"-X main.v=a=b -s\"\nbuild\tGOARCH=amd64\n" "build\tvcs.time=2026-01-02T03:04:05Z\nbuild\t\"odd key\"=\"line\\nbreak\"\nnonsense\n";

void verifyText(const GoBuildInfo &info)
{
    QCOMPARE(info.path, std::string("example.com/shop/cmd"));
    QCOMPARE(info.module, std::string("example.com/shop v1.2.3"));
    QCOMPARE(info.dependencies.size(), size_t(2));
    QCOMPARE(info.dependencies[0], std::string("golang.org/x/net v0.1.0"));
    QCOMPARE(info.dependencies[1], std::string("example.com/old v1.0.0 => example.com/new v2.0.0"));
    QCOMPARE(info.settings.size(), size_t(5));
    QCOMPARE(info.settings.at("-ldflags"), std::string("-X main.v=a=b -s"));
    QCOMPARE(info.settings.at("vcs.time"), std::string("2026-01-02T03:04:05Z"));
    QCOMPARE(info.settings.at("odd key"), std::string("line\nbreak"));
}

}

void TestGoBuildInfo::readsText()
{
    verifyText(parseModuleInfo(text));
}

void TestGoBuildInfo::readsFramedText()
{
    const std::string frame(16, '\x77');
    verifyText(parseModuleInfo(frame + std::string(text) + frame));
}

void TestGoBuildInfo::survivesDamage_data()
{
    QTest::addColumn<QByteArray>("content");
    const QByteArray magic = QByteArrayLiteral("\xff Go buildinf:");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no magic") << QByteArray(64, 'x');
    QTest::newRow("only the magic") << magic;
    QTest::newRow("Go 1.17") << magic + QByteArray("\x08\x00", 2) + QByteArray(64, '\0');
    QTest::newRow("version past the end") << magic + QByteArray("\x08\x02", 2) + QByteArray(16, '\0') + "\x7fgo1";
    QTest::newRow("length of ten bytes") << magic + QByteArray("\x08\x02", 2) + QByteArray(16, '\0')
            + QByteArray(10, '\xff');
}

void TestGoBuildInfo::survivesDamage()
{
    QFETCH(const QByteArray, content);
    const auto bytes = std::as_bytes(std::span(content.constData(), size_t(content.size())));
    const auto file
        = ElfFile::open(ElfBuilder().addSection(".go.buildinfo", SHT_PROGBITS, SHF_ALLOC, 0x1000, bytes).file());
    QVERIFY(file);
    const auto info = readBuildInfo(**file);
    QVERIFY(!info);
    QVERIFY(!info.error().message.empty());
}

void TestGoBuildInfo::isFoundByItsFirstBytes_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("version");
    const QByteArray magic = QByteArrayLiteral("\xff Go buildinf:");
    const QByteArray head = magic + QByteArray("\x08\x02", 2) + QByteArray(16, '\0');
    const QByteArray whole = head + "\x08go1.26.3" + QByteArray(1, '\0');
    QTest::newRow("at the start") << whole << QByteArray("go1.26.3");
    QTest::newRow("farther on") << QByteArray(0x3450, 'x') + whole + QByteArray(100, 'y') << QByteArray("go1.26.3");
    QTest::newRow("behind a text that is like it")
        << magic + QByteArray(18, 'n') + head + "\x05hello" + QByteArray(10, 'z') + whole << QByteArray("go1.26.3");
    QTest::newRow("not where it can be") << QByteArray(8, 'x') + whole << QByteArray();
    QTest::newRow("cut") << whole.chopped(4) << QByteArray();
    QTest::newRow("nothing") << QByteArray(5000, '\0') << QByteArray();
}

/// In a file without section headers, and in memory.
void TestGoBuildInfo::isFoundByItsFirstBytes()
{
    QFETCH(const QByteArray, content);
    QFETCH(const QByteArray, version);
    const auto bytes = std::as_bytes(std::span(content.constData(), size_t(content.size())));
    const auto file = ElfFile::open(ElfBuilder().addLoad(0x400000, PF_R | PF_W, bytes).file());
    QVERIFY(file);
    const auto inFile = readBuildInfo(**file);
    QCOMPARE(QByteArray::fromStdString(inFile ? inFile->goVersion : std::string()), version);
    FakeMemory memory;
    memory.put({0x400000}, bytes);
    const auto inMemory = readBuildInfo(memory, {{0x3ff000}, {0x480000}});
    QCOMPARE(QByteArray::fromStdString(inMemory ? inMemory->goVersion : std::string()), version);
}

void TestGoBuildInfo::needsNoSectionHeaders_data()
{
    addVictimRows(QStringLiteral("crash"), {GoBuild::Plain, GoBuild::Stripped, GoBuild::Pie});
}

/// As of programs that a tool has made small: without the headers, and with headers whose names are lost.
void TestGoBuildInfo::needsNoSectionHeaders()
{
    QFETCH(const VictimRequest, request);
    const auto executable = buildVictim(request);
    QVERIFY2(executable.has_value(), qPrintable(executable.error_or(QString())));
    const auto whole = MappedFile::open(executable->toStdString());
    QVERIFY(whole);
    const auto wanted = readBuildInfo(**ElfFile::open(*whole));
    QVERIFY(wanted);
    for (const bool keepsHeaders : {false, true}) {
        QByteArray bytes = fileContent(*executable);
        auto *header = reinterpret_cast<Elf64_Ehdr *>(bytes.data());
        if (!keepsHeaders)
            header->e_shoff = header->e_shnum = 0;
        header->e_shstrndx = 0;
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("bare"));
        QFile copy(path);
        QVERIFY(copy.open(QIODevice::WriteOnly) && copy.write(bytes) == bytes.size());
        copy.close();
        const auto mapped = MappedFile::open(path.toStdString());
        QVERIFY(mapped);
        const auto file = ElfFile::open(*mapped);
        QVERIFY(file);
        const auto info = readBuildInfo(**file);
        QVERIFY2(info.has_value(), info ? "" : info.error().message.c_str());
        QCOMPARE(info->goVersion, wanted->goVersion);
        QCOMPARE(info->settings, wanted->settings);
        QCOMPARE((*file)->buildId(), (*ElfFile::open(*whole))->buildId());
        QCOMPARE((*file)->goBuildId(), (*ElfFile::open(*whole))->goBuildId());
    }
}

void TestGoBuildInfo::agreesWithGo_data()
{
    addVictimRows(QStringLiteral("crash"), {GoBuild::Plain, GoBuild::Stripped, GoBuild::Pie});
}

void TestGoBuildInfo::agreesWithGo()
{
    QFETCH(const VictimRequest, request);
    const auto executable = buildVictim(request);
    QVERIFY2(executable.has_value(), qPrintable(executable.error_or(QString())));
    const auto mapped = MappedFile::open(executable->toStdString());
    QVERIFY(mapped);
    const auto file = ElfFile::open(*mapped);
    QVERIFY(file);
    const auto info = readBuildInfo(**file);
    QVERIFY2(info.has_value(), info ? "" : info.error().message.c_str());

    QProcess go;
    go.start(request.go.program, {QStringLiteral("version"), QStringLiteral("-m"), *executable});
    QVERIFY(go.waitForFinished(60'000));
    const QStringList lines = QString::fromUtf8(go.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
    QVERIFY(!lines.isEmpty());
    QCOMPARE(QString::fromStdString(info->goVersion), lines.constFirst().section(QStringLiteral(": "), 1));
    qsizetype settings = 0;
    for (const QString &line : lines.mid(1)) {
        const QStringList words = line.trimmed().split(u'\t');
        if (words.constFirst() == u"path")
            QCOMPARE(QString::fromStdString(info->path), words.value(1));
        if (words.constFirst() != u"build")
            continue;
        ++settings;
        const auto found = info->settings.find(words.value(1).section(u'=', 0, 0).toStdString());
        QVERIFY2(found != info->settings.end(), qPrintable(line));
        QString expected = words.value(1).section(u'=', 1);
        if (expected.startsWith(u'"'))
            expected = expected.mid(1).chopped(1);
        QCOMPARE(QString::fromStdString(found->second), expected);
    }
    QVERIFY(settings > 0);
    QCOMPARE(qsizetype(info->settings.size()), settings);
}

QTEST_GUILESS_MAIN(TestGoBuildInfo)
#include "tst_gobuildinfo.moc"
