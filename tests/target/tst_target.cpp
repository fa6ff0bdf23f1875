// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/target/target.h"
#include "tests/support/corebuilder.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <elf.h>

using namespace Freezeframe;

namespace
{

const std::string rightId("\xaa\xbb\xcc\xdd", 4);
const std::string otherId("\x11\x22\x33\x44", 4);
constexpr uint64_t base = 0x400000;
constexpr size_t page = 4096;

const std::vector<std::byte> textBytes = patternBytes(2 * page, 10);
const std::vector<std::byte> dataBytes = patternBytes(2 * page, 11);

/// A program of three pages (headers, text) and initialised data, at its linked addresses.
ElfBuilder program(const std::string &id, const std::string &goId = {})
{
    ElfBuilder builder(ET_EXEC);
    builder.setEntry(base + page).addHeaderLoad(base, PF_R);
    builder.addLoad(base + page, PF_R | PF_X, textBytes).addLoad(base + 3 * page, PF_R | PF_W, dataBytes, 4 * page);
    if (!id.empty())
        builder.addBuildId(id);
    if (!goId.empty())
        builder.addGoBuildId(goId);
    return builder;
}

/// What a core of that program has: its header page and written data; text only if @p withText.
CoreBuilder coreOf(const std::vector<std::byte> &file, const std::string &path, bool withHeader, bool withText = false)
{
    CoreBuilder core;
    core.addThread({.tid = 1, .signal = 0, .registers = {}})
        .addAuxiliaryVector({{AT_ENTRY, base + page}, {AT_PHDR, base + 64}});
    core.addFiles({{.range = {{base}, {base + page}}, .fileOffset = 0, .path = path},
                   {.range = {{base + page}, {base + 3 * page}}, .fileOffset = page, .path = path},
                   {.range = {{base + 3 * page}, {base + 5 * page}}, .fileOffset = 3 * page, .path = path}});
    const auto bytes = std::span<const std::byte>(file);
    core.addLoad(base, PF_R, withHeader ? bytes.first(page) : std::span<const std::byte>(), page);
    core.addLoad(base + page, PF_R | PF_X, withText ? bytes.subspan(page, 2 * page) : std::span<const std::byte>(),
                 2 * page);
    core.addLoad(base + 3 * page, PF_R | PF_W, bytes.subspan(3 * page, 2 * page));
    core.addLoad(base + 5 * page, PF_R | PF_W, patternBytes(2 * page, 12));
    return core;
}

}

/// A target from a core and the files beside it: which file is taken, and which is refused in which words.
class TestTarget : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void splicesCoreAndFile();
    void keepsWritablePagesOut();
    void matches_data();
    void matches();
    void namesMissingFiles();
    void findsPositionIndependentPrograms();
    void findsLibrariesAndLeavesDataOut();
    void readsTheVdsoFromTheCore();
    void guessesWithoutNotes_data();
    void guessesWithoutNotes();
    void cutCore();
    void overlappingSegments();

private:
    std::string write(const QString &name, std::span<const std::byte> bytes);
    std::shared_ptr<const Target> open(const CoreBuilder &builder, FileSearch search = {});

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestTarget::init()
{
    qunsetenv("FREEZEFRAME_HOST_ROOT"); // set in the build's own environment
    m_folder = std::make_unique<QTemporaryDir>();
    QDir(m_folder->path()).mkdir(QStringLiteral("cwd"));
    QDir::setCurrent(m_folder->filePath(QStringLiteral("cwd")));
}

std::string TestTarget::write(const QString &name, std::span<const std::byte> bytes)
{
    QFile out(m_folder->filePath(name));
    if (!out.open(QIODevice::WriteOnly))
        qFatal("can't write the test's file");
    out.write(reinterpret_cast<const char *>(bytes.data()), qint64(bytes.size()));
    return out.fileName().toStdString();
}

std::shared_ptr<const Target> TestTarget::open(const CoreBuilder &builder, FileSearch search)
{
    search.debugDirectories = {m_folder->filePath(QStringLiteral("debug")).toStdString()};
    const auto core = CoreFile::open(builder.file(m_folder->filePath(QStringLiteral("core")).toStdString()));
    return core ? Target::fromCore(*core, search) : nullptr;
}

void TestTarget::splicesCoreAndFile()
{
    const auto bytes = program(rightId).build();
    const std::string path = write(QStringLiteral("app"), bytes);
    const auto target = open(coreOf(bytes, path + " (deleted)", true));
    QVERIFY(target);
    QVERIFY(target->warnings().empty());
    QCOMPARE(target->modules().size(), size_t(1));
    const Module *module = target->executable();
    QVERIFY(module && module->file);
    QCOMPARE(module->path, path);
    QCOMPARE(module->bias, uint64_t(0));
    QCOMPARE(module->buildId, std::string("aabbccdd"));
    QCOMPARE(module->match, FileMatch::BuildId);
    QCOMPARE(module->range, (AddressRange{{base}, {base + 7 * page}})); // with its bss
    QCOMPARE(target->moduleAt({base + 6 * page}), module);
    QCOMPARE(target->moduleAt({base + 7 * page}), nullptr);
    const auto text = target->memory().view({base + page}, textBytes.size());
    QVERIFY(std::ranges::equal(text, textBytes));
    QVERIFY(std::ranges::equal(target->memory().view({base + 3 * page}, dataBytes.size()), dataBytes));
    const auto region = std::ranges::find_if(target->regions(),
                                             [](const Target::Region &r) { return r.range.contains({base + page}); });
    QVERIFY(region != target->regions().end());
    QVERIFY(!region->inCore);
    QCOMPARE(region->flags, uint32_t(PF_R | PF_X));
    QCOMPARE(region->path, path + " (deleted)");
}

void TestTarget::keepsWritablePagesOut()
{
    const auto bytes = program(rightId).build();
    const std::string path = write(QStringLiteral("app"), bytes);
    CoreBuilder core;
    core.addThread({.tid = 1, .signal = 0, .registers = {}}).addAuxiliaryVector({{AT_ENTRY, base + page}});
    core.addFiles({{.range = {{base}, {base + page}}, .fileOffset = 0, .path = path},
                   {.range = {{base + page}, {base + 3 * page}}, .fileOffset = page, .path = path},
                   {.range = {{base + 3 * page}, {base + 5 * page}}, .fileOffset = 3 * page, .path = path}});
    core.addLoad(base, PF_R, std::span(bytes).first(page)).addLoad(base + page, PF_R | PF_X, {}, 2 * page);
    core.addLoad(base + 3 * page, PF_R | PF_W, {}, 4 * page); // filtered out of the core
    const auto target = open(core);
    QVERIFY(target && target->executable() && target->executable()->file);
    const auto data = target->memory().readPointer({base + 3 * page});
    QVERIFY(!data);
    QCOMPARE(data.error().code, ErrorCode::NotInCore);
    QCOMPARE(target->memory().readPointer({base + 6 * page}).error().code, ErrorCode::NotInCore); // bss is no zeros
    QVERIFY(target->memory().readPointer({base + page}).has_value());
}

struct MatchRow {
    std::string coreId, fileId, coreGoId, fileGoId;
    bool withHeader = true;
    bool withText = false;
    bool changeText = false;
    bool changeData = false;
};

void TestTarget::matches_data()
{
    QTest::addColumn<MatchRow>("row");
    QTest::addColumn<int>("match"); // -1: refused
    QTest::addColumn<QString>("sentence"); // of the error or a warning, %1 for the file

    const std::string goId = "a/b/c/d";
    const std::string otherGoId = "a/b/c/e";
    QTest::newRow("build id") << MatchRow{rightId, rightId, {}, {}} << int(FileMatch::BuildId) << QString();
    QTest::newRow("6: another build id")
        << MatchRow{rightId, otherId, {}, {}} << -1
        << QStringLiteral("%1 is build 11223344, the core is of build aabbccdd; names and values " "would be wrong");
    QTest::newRow("file without id") << MatchRow{rightId, {}, {}, {}} << -1
                                     << QStringLiteral("%1 has no build id, the core is of build aabbccdd");
    QTest::newRow("Go build id") << MatchRow{{}, {}, goId, goId} << int(FileMatch::GoBuildId) << QString();
    QTest::newRow("another Go build id") << MatchRow{{}, {}, goId, otherGoId} << -1
                                         << QStringLiteral("%1 is build a/b/c/e, the core is of build a/b/c/d");
    QTest::newRow("Go build id that says nothing")
        << MatchRow{{}, {}, "redacted", "redacted", true, false, false, true} << -1
        << QStringLiteral("%1 differs from the initialised data that the core has");
    QTest::newRow("text in the core") << MatchRow{{}, {}, {}, {}, true, true} << int(FileMatch::Content) << QString();
    // All of the program's pages are in the core: they are used, and the file is not.
    QTest::newRow("other text in the core")
        << MatchRow{{}, {}, {}, {}, true, true, true} << int(FileMatch::Content) << QString();
    QTest::newRow("other text in the core without the header")
        << MatchRow{{}, {}, {}, {}, false, true, true} << -1
        << QStringLiteral("%1 differs from the pages that the core has of it");
    QTest::newRow("only data") << MatchRow{{}, {}, {}, {}, true} << int(FileMatch::Content) << QString();
    QTest::newRow("only other data") << MatchRow{{}, {}, {}, {}, true, false, false, true} << -1
                                     << QStringLiteral("%1 differs from the initialised data that the core has");
    QTest::newRow("id of the core unknown")
        << MatchRow{rightId, rightId, {}, {}, false} << int(FileMatch::Content) << QString();
}

void TestTarget::matches()
{
    QFETCH(MatchRow, row);
    QFETCH(int, match);
    QFETCH(QString, sentence);
    auto file = program(row.fileId, row.fileGoId).build();
    if (row.changeText)
        file[page + 100] ^= std::byte{1};
    if (row.changeData)
        std::ranges::copy(patternBytes(2 * page, 99), file.begin() + 3 * page);
    const std::string path = write(QStringLiteral("app"), file);
    if (sentence.contains(QStringLiteral("%1")))
        sentence = sentence.arg(QString::fromStdString(path));
    const CoreBuilder core = coreOf(program(row.coreId, row.coreGoId).build(), path, row.withHeader, row.withText);
    const auto target = open(core);
    QVERIFY(target && target->executable());
    const Module &module = *target->executable();
    QCOMPARE(module.file != nullptr, match >= 0);
    if (match >= 0) {
        QCOMPARE(int(module.match), match);
        QVERIFY(!module.error);
        QCOMPARE(module.file->path() == path, !row.changeText && !row.changeData);
        return;
    }
    QVERIFY(module.error.has_value());
    QVERIFY2(QString::fromStdString(module.error->message).startsWith(sentence), module.error->message.c_str());
    QVERIFY(!row.withText || target->memory().readPointer({base + page}).has_value());
    QVERIFY(row.withText || target->memory().readPointer({base + page}).error().code == ErrorCode::NotInCore);
    // Forced, it is used and marked.
    const auto forced = open(core, {.executable = path, .force = true, .debugDirectories = {}, .roots = {}});
    QCOMPARE(forced->executable()->match, FileMatch::Forced);
    QVERIFY(forced->executable()->file && !forced->warnings().empty());
    QVERIFY(QString::fromStdString(forced->warnings().back().message)
                .endsWith(QStringLiteral("; used all the same, as told")));
}

void TestTarget::namesMissingFiles()
{
    const auto bytes = program(rightId).build();
    const auto target = open(coreOf(bytes, "/nowhere/at/all/app", true));
    QVERIFY(target && target->executable());
    const Module &module = *target->executable();
    QVERIFY(!module.file);
    QCOMPARE(QString::fromStdString(module.error->message),
             QStringLiteral("not found: looked at /nowhere/at/all/app, %1/app, ./app").arg(m_folder->path()));
    QCOMPARE(module.buildId, std::string("aabbccdd"));
    QCOMPARE(target->warnings().size(), size_t(1));
    QVERIFY(target->memory().readPointer({base + 5 * page}).has_value()); // the rest is there
    // A file of the same name beside the core is taken if it is the one, whatever its path was.
    write(QStringLiteral("app"), bytes);
    QVERIFY(open(coreOf(bytes, "/nowhere/at/all/app", true))->executable()->file);
}

void TestTarget::findsPositionIndependentPrograms()
{
    ElfBuilder builder(ET_DYN);
    constexpr uint64_t bias = 0x555500000000;
    builder.setEntry(0x1000).addHeaderLoad(0, PF_R).addLoad(0x1000, PF_R | PF_X, textBytes).addBuildId(rightId);
    const auto bytes = builder.build();
    const std::string path = write(QStringLiteral("pie"), bytes);
    CoreBuilder core;
    core.addThread({.tid = 1, .signal = 0, .registers = {}}).addAuxiliaryVector({{AT_ENTRY, bias + 0x1000}});
    core.addFiles({{.range = {{bias}, {bias + page}}, .fileOffset = 0, .path = path},
                   {.range = {{bias + page}, {bias + 3 * page}}, .fileOffset = page, .path = path}});
    core.addLoad(bias, PF_R, std::span(bytes).first(page)).addLoad(bias + page, PF_R | PF_X, {}, 2 * page);
    const auto target = open(core);
    QVERIFY(target && target->executable() && target->executable()->file);
    QCOMPARE(target->executable()->bias, bias);
    QCOMPARE(target->executable()->toLoaded(target->executable()->file->entry()), Address{bias + 0x1000});
    QVERIFY(std::ranges::equal(target->memory().view({bias + page}, textBytes.size()), textBytes));
}

void TestTarget::findsLibrariesAndLeavesDataOut()
{
    const auto bytes = program(rightId).build();
    const std::string path = write(QStringLiteral("app"), bytes);
    ElfBuilder libraryBuilder(ET_DYN);
    libraryBuilder.addHeaderLoad(0, PF_R | PF_X, patternBytes(page, 20)).addBuildId(otherId);
    const auto library = libraryBuilder.build();
    const std::string libraryPath = write(QStringLiteral("lib.so"), library);
    const std::string dataPath = write(QStringLiteral("locale"), patternBytes(page));
    constexpr uint64_t at = 0x7f0000000000;
    CoreBuilder core = coreOf(bytes, path, true);
    core.addFiles({{.range = {{at}, {at + 2 * page}}, .fileOffset = 0, .path = libraryPath},
                   {.range = {{at + 4 * page}, {at + 5 * page}}, .fileOffset = 0, .path = dataPath}});
    core.addLoad(at, PF_R | PF_X, std::span(library).first(page), 2 * page).addLoad(at + 4 * page, PF_R, {}, page);
    const auto target = open(core);
    QVERIFY(target);
    QCOMPARE(target->modules().size(), size_t(2));
    QCOMPARE(target->modules()[1].path, libraryPath);
    QCOMPARE(target->modules()[1].bias, at);
    QCOMPARE(target->modules()[1].match, FileMatch::BuildId);
    QVERIFY(!target->modules()[1].isExecutable);
    // The bytes of a data file can't be checked: they are not shown as if they were the process's.
    QCOMPARE(target->memory().readPointer({at + 4 * page}).error().code, ErrorCode::NotInCore);
    QCOMPARE(target->mappedFiles().size(), size_t(5));
}

void TestTarget::readsTheVdsoFromTheCore()
{
    ElfBuilder builder(ET_DYN);
    builder.addHeaderLoad(0, PF_R | PF_X).addBuildId(otherId).addSymbol("__vdso_gettimeofday", 0x500, 16, STT_FUNC);
    auto vdso = builder.build();
    vdso.resize(page);
    constexpr uint64_t at = 0x7ffff0000000;
    CoreBuilder core;
    core.addThread({.tid = 1, .signal = 0, .registers = {}}).addAuxiliaryVector({{AT_SYSINFO_EHDR, at}});
    core.addLoad(at, PF_R | PF_X, vdso);
    const auto target = open(core);
    QVERIFY(target);
    const Module *module = target->moduleAt({at + 0x500});
    QVERIFY(module && module->file);
    QCOMPARE(module->path, std::string("[vdso]"));
    QCOMPARE(module->buildId, std::string("11223344"));
    QVERIFY(module->file->symbolAt(module->toLinked({at + 0x505})));
}

void TestTarget::guessesWithoutNotes_data()
{
    QTest::addColumn<bool>("hasVector");
    QTest::addColumn<bool>("hasFiles");
    QTest::addColumn<QString>("warning");

    QTest::newRow("5: no NT_FILE")
        << true << false
        << QStringLiteral(
               "the core does not list its mapped files; modules are guessed by the ELF headers " "in memory");
    QTest::newRow("5: no AUXV") << false << true
                                << QStringLiteral(
                                       "the core does not tell where the program starts; the executable is guessed");
    QTest::newRow("5: neither") << false << false
                                << QStringLiteral(
                                       "the core does not tell where the program starts; the executable is guessed");
}

void TestTarget::guessesWithoutNotes()
{
    QFETCH(bool, hasVector);
    QFETCH(bool, hasFiles);
    QFETCH(QString, warning);
    const auto bytes = program(rightId).build();
    const std::string path = write(QStringLiteral("app"), bytes);
    constexpr uint64_t stack = 0x7ff000000000;
    CoreBuilder core;
    core.addThread({.tid = 1, .signal = 0, .registers = {}}).addProcess(1, "app", "app");
    if (hasVector)
        core.addAuxiliaryVector({{AT_ENTRY, base + page}, {AT_PHDR, base + 64}, {AT_EXECFN, stack + 64}});
    if (hasFiles)
        core.addFiles({{.range = {{base}, {base + page}}, .fileOffset = 0, .path = path},
                       {.range = {{base + page}, {base + 3 * page}}, .fileOffset = page, .path = path}});
    core.addLoad(base, PF_R, std::span(bytes).first(page)).addLoad(base + page, PF_R | PF_X, {}, 2 * page);
    Bytes strings;
    strings.addZeros(10).add("PWD=" + m_folder->path().toStdString()).alignTo(64);
    if (strings.size() > 64)
        strings.data().resize(64);
    strings.add("./app").addZeros(1);
    core.addLoad(stack, PF_R | PF_W, strings);
    const auto target = open(core);
    QVERIFY(target);
    QStringList all;
    for (const Error &error : target->warnings())
        all << QString::fromStdString(error.message);
    QVERIFY2(all.contains(warning), qPrintable(all.join(QLatin1Char('\n'))));
    const Module *module = target->executable();
    QVERIFY(module && module->file);
    QCOMPARE(module->match, FileMatch::BuildId);
    QVERIFY(std::ranges::equal(target->memory().view({base + page}, textBytes.size()), textBytes));
}

void TestTarget::cutCore()
{
    const auto bytes = program(rightId).build();
    const std::string path = write(QStringLiteral("app"), bytes);
    auto core = coreOf(bytes, path, true).build();
    core.resize(core.size() - page); // the last page of bss
    const auto file = CoreFile::open(MappedFile::fromBytes(core, "/tmp/core"));
    QVERIFY(file.has_value());
    const auto target = Target::fromCore(*file, {});
    const auto missing = target->memory().readPointer({base + 6 * page});
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::CutOff);
    QCOMPARE(QString::fromStdString(missing.error().message),
             QStringLiteral("the memory at 0x406000 is missing: the core file ends before it"));
    QVERIFY(target->memory().readPointer({base + 5 * page}).has_value());
    QVERIFY(target->executable()->file);
}

void TestTarget::overlappingSegments()
{
    CoreBuilder core;
    core.addThread({.tid = 1, .signal = 0, .registers = {}});
    core.addLoad(0x2000, PF_R, patternBytes(page, 1)).addLoad(0x1800, PF_R, patternBytes(page, 2)); // unsorted too
    const auto target = open(core);
    QVERIFY(target);
    QStringList all;
    for (const Error &error : target->warnings())
        all << QString::fromStdString(error.toString());
    QVERIFY2(all.join(QString()).contains(
                 QStringLiteral("PT_LOAD 1: the segment at 0x1800 overlaps an earlier one; the later wins")),
             qPrintable(all.join(QLatin1Char('\n'))));
    const auto second = patternBytes(page, 2);
    QVERIFY(std::ranges::equal(target->memory().view({0x1800}, page), second));
    QCOMPARE(target->memory().readableSize({0x1800}, 0x10000), uint64_t(0x1800));
}

QTEST_GUILESS_MAIN(TestTarget)
#include "tst_target.moc"
