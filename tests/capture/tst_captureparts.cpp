// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/elfheaders.h"
#include "backend/live/captureplan.h"
#include "backend/live/corehead.h"
#include "backend/live/dumpfilter.h"
#include "backend/live/pagescan.h"

#include <QTest>

#include <elf.h>
#include <format>
#include <sys/mman.h>
#include <unistd.h>

using namespace Freezeframe;

/// The parts of a capture that need no other process: what is read of it, and where it goes in the file.
class TestCaptureParts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void mapsLines_data();
    void mapsLines();
    void smapsDetails();
    void detailsFollowTheirMapping();
    void filter_data();
    void filter();
    void ranges();
    void layoutKeepsPlaces();
    void pagesOfOurOwn_data();
    void pagesOfOurOwn();
    void segments();
    void holesAreCutOut();
    void manySegments();
    void busyMachine_data();
    void busyMachine();
};

namespace
{

AddressRange range(uint64_t begin, uint64_t end)
{
    return {{begin}, {end}};
}

ProcessMapping mapping(uint64_t begin, uint64_t end, const char *permissions, const char *path = "", uint64_t inode = 0)
{
    const std::string line
        = std::format("{:x}-{:x} {} 00000000 fe:00 {}    {}\n", begin, end, permissions, inode, path);
    return parseMaps(line).front();
}

}

void TestCaptureParts::mapsLines_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("count");
    QTest::newRow("file") << QByteArray("00400000-0048a000 r-xp 00001000 fe:00 1234    /usr/bin/x y\n") << 1;
    QTest::newRow("newline in the name") << QByteArray("1000-2000 r--p 0 fe:00 1 /a\\012b\n") << 1;
    QTest::newRow("no name") << QByteArray("7f00-8000 rw-p 0 00:00 0 \n") << 1;
    QTest::newRow("no newline at the end") << QByteArray("7f00-8000 rw-p 0 00:00 0") << 1;
    QTest::newRow("empty") << QByteArray() << 0;
    QTest::newRow("end before begin") << QByteArray("2000-1000 rw-p 0 00:00 0\n") << 0;
    QTest::newRow("no range") << QByteArray("hello\n") << 0;
    QTest::newRow("short permissions") << QByteArray("1000-2000 rw 0 00:00 0\n") << 0;
    QTest::newRow("number too large") << QByteArray("11111111111111111111-2 rw-p 0 00:00 0\n") << 0;
    QTest::newRow("bytes") << QByteArray("\xff\x00\n\n--\n", 6) << 0;
}

void TestCaptureParts::mapsLines()
{
    QFETCH(QByteArray, line);
    QFETCH(int, count);
    QCOMPARE(int(parseMaps({line.data(), size_t(line.size())}).size()), count);
}

void TestCaptureParts::smapsDetails()
{
    const auto mappings = parseSmaps(
        "1000-3000 rw-p 00000000 fe:00 7   /lib/x.so\n" "Size:                  8 kB\nAnonymous:             4 kB\nSwap:                  4 kB\n" "VmFlags: rd wr mr mw me dd um \n" "f000-10000 rw-s 00000000 00:01 8   /dev/fb (deleted)\nVmFlags: rd io pf\n");
    QCOMPARE(mappings.size(), size_t(2));
    QCOMPARE(mappings[0].path, "/lib/x.so");
    QCOMPARE(mappings[0].details.privateBytes, uint64_t(8192));
    QVERIFY(mappings[0].details.isExcluded && mappings[0].details.isWatched && !mappings[0].details.isDevice);
    QVERIFY(mappings[1].isShared && mappings[1].details.isDevice);
}

void TestCaptureParts::detailsFollowTheirMapping()
{
    auto before = parseSmaps("1000-9000 rw-p 0 00:00 0\nAnonymous: 4 kB\nVmFlags: dd\n");
    // It was cut in two, and another came to be.
    auto now = parseMaps("1000-3000 rw-p 0 00:00 0\n3000-9000 r--p 0 00:00 0\na000-b000 rw-p 0 fe:00 9 /x\n");
    takeDetails(now, before);
    QVERIFY(now[0].details.isExcluded && now[1].details.isExcluded && !now[2].details.isExcluded);
    QCOMPARE(now[2].details.privateBytes, uint64_t(0x1000)); // new and writable: may have been written to
}

void TestCaptureParts::filter_data()
{
    QTest::addColumn<QByteArray>("smaps");
    QTest::addColumn<uint32_t>("bits");
    QTest::addColumn<bool>("everything");
    QTest::addColumn<quint64>("wanted");
    const uint32_t usual = DumpFilter::kernelDefault;
    const QByteArray heap("10000-20000 rw-p 0 00:00 0\nAnonymous: 4 kB\n");
    QTest::newRow("heap") << heap << usual << false << quint64(0x10000);
    QTest::newRow("heap without bit 0") << heap << 0u << false << quint64(0);
    QTest::newRow("excluded") << heap + "VmFlags: dd\n" << usual << false << quint64(0);
    QTest::newRow("excluded, but everything") << heap + "VmFlags: dd\n" << usual << true << quint64(0x10000);
    QTest::newRow("device") << heap + "VmFlags: io\n" << usual << true << quint64(0);
    QTest::newRow("reservation") << QByteArray("10000-20000 ---p 0 00:00 0\n") << usual << false << quint64(0);
    QTest::newRow("protected later") << QByteArray("10000-20000 ---p 0 00:00 0\nAnonymous: 4 kB\n") << usual << false
                                     << quint64(0x10000);
    QTest::newRow("shared memory") << QByteArray("10000-20000 rw-s 0 00:01 9 /dev/zero (deleted)\n") << usual << false
                                   << quint64(0x10000);
    QTest::newRow("shared file") << QByteArray("10000-20000 rw-s 0 fe:00 9 /data\n") << usual << false << quint64(0);
    QTest::newRow("shared file, bit 3") << QByteArray("10000-20000 rw-s 0 fe:00 9 /data\n") << 8u << false
                                        << quint64(0x10000);
    QTest::newRow("text") << QByteArray("10000-20000 r-xp 1000 fe:00 9 /bin\n") << usual << false << quint64(0);
    QTest::newRow("ELF header") << QByteArray("10000-20000 r--p 0 fe:00 9 /bin\n") << usual << false << quint64(0x1000);
    QTest::newRow("ELF header without bit 4")
        << QByteArray("10000-20000 r--p 0 fe:00 9 /bin\n") << 3u << false << quint64(0);
    QTest::newRow("file, bit 2") << QByteArray("10000-20000 r-xp 1000 fe:00 9 /bin\n") << 4u << false
                                 << quint64(0x10000);
    QTest::newRow("data") << QByteArray("10000-20000 rw-p 1000 fe:00 9 /bin\nAnonymous: 4 kB\n") << usual << false
                          << quint64(0x10000);
    QTest::newRow("huge pages") << QByteArray("10000-20000 rw-p 0 00:0f 9 /anon_hugepage (deleted)\nVmFlags: ht\n")
                                << usual << false << quint64(0x10000);
    QTest::newRow("huge pages without bit 5")
        << QByteArray("10000-20000 rw-p 0 00:0f 9 /anon_hugepage\nVmFlags: ht\n") << 0x13u << false << quint64(0);
    QTest::newRow("vdso") << QByteArray("10000-20000 r-xp 0 00:00 0 [vdso]\nVmFlags: dd\n") << 0u << false
                          << quint64(0x10000);
    QTest::newRow("vsyscall") << QByteArray("10000-20000 --xp 0 00:00 0 [vsyscall]\n") << usual << true << quint64(0);
}

void TestCaptureParts::filter()
{
    QFETCH(QByteArray, smaps);
    QFETCH(uint32_t, bits);
    QFETCH(bool, everything);
    QFETCH(quint64, wanted);
    const auto mappings = parseSmaps(smaps.toStdString());
    QCOMPARE(mappings.size(), size_t(1));
    QCOMPARE(quint64(DumpFilter(bits, everything).wantedSize(mappings.front())), wanted);
}

void TestCaptureParts::ranges()
{
    const std::vector<AddressRange> one{range(0x1000, 0x5000), range(0x8000, 0x9000)};
    const std::vector<AddressRange> other{range(0, 0x2000), range(0x3000, 0x4000), range(0x4800, 0x8800)};
    QCOMPARE(intersection(one, other),
             (std::vector<AddressRange>{range(0x1000, 0x2000), range(0x3000, 0x4000), range(0x4800, 0x5000),
                                        range(0x8000, 0x8800)}));
    QCOMPARE(difference(one, other),
             (std::vector<AddressRange>{range(0x2000, 0x3000), range(0x4000, 0x4800), range(0x8800, 0x9000)}));
    QCOMPARE(totalSize(intersection(one, other)) + totalSize(difference(one, other)), totalSize(one));
    QVERIFY(intersection(one, {}).empty());
    QCOMPARE(difference(one, {}), one);
}

void TestCaptureParts::layoutKeepsPlaces()
{
    CoreLayout layout(5000);
    QCOMPARE(layout.headRoom(), uint64_t(8192));
    const uint64_t base = 0x7f0000345000;
    const auto first = layout.place(range(base, base + 0x400000));
    QCOMPARE(first.size(), size_t(1));
    QCOMPARE(first.front().offset % CoreLayout::hugePage, base % CoreLayout::hugePage);
    // It has grown at both ends: the middle stays, what is new goes behind.
    const auto grown = layout.place(range(base - 0x2000, base + 0x401000));
    QCOMPARE(grown.size(), size_t(3));
    QCOMPARE(grown[1], first.front());
    QVERIFY(grown[0].offset >= first.front().offset + 0x400000 && grown[2].offset > grown[0].offset);
    QCOMPARE(layout.place(range(base - 0x2000, base + 0x401000)), grown);
    const auto runs = placesOf({range(base - 0x1000, base + 0x1000)}, layout);
    QCOMPARE(runs.size(), size_t(2));
    QCOMPARE(runs[0].offset, grown[0].offset + 0x1000);
    QCOMPARE(runs[1].offset, first.front().offset);
}

void TestCaptureParts::pagesOfOurOwn_data()
{
    QTest::addColumn<bool>("isOld");
    QTest::newRow("PAGEMAP_SCAN") << false;
    QTest::newRow("pagemap") << true;
}

void TestCaptureParts::pagesOfOurOwn()
{
    QFETCH(bool, isOld);
    constexpr size_t page = 4096;
    auto *memory = static_cast<char *>(
        ::mmap(nullptr, 64 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
    QVERIFY(memory != MAP_FAILED);
    ::madvise(memory, 64 * page, MADV_NOHUGEPAGE);
    memory[3 * page] = 1;
    memory[4 * page] = 1;
    memory[40 * page] = 1;
    const auto scan = PageScan::open(::getpid());
    QVERIFY(scan);
    (*scan)->setOldWay(isOld);
    const auto begin = reinterpret_cast<uint64_t>(memory);
    const auto runs = (*scan)->presentRuns({range(begin, begin + 64 * page)});
    QVERIFY(runs);
    QCOMPARE(*runs,
             (std::vector<AddressRange>{range(begin + 3 * page, begin + 5 * page),
                                        range(begin + 40 * page, begin + 41 * page)}));
    ::munmap(memory, 64 * page);
}

void TestCaptureParts::segments()
{
    const std::vector<ProcessMapping> mappings{mapping(0x1000, 0x9000, "r-xp", "/bin/x", 5),
                                               mapping(0x9000, 0xb000, "rw-p"), mapping(0x20000, 0x30000, "---p")};
    CoreLayout layout(4096);
    const auto all = segmentsOf(mappings, {range(0x1000, 0x2000), range(0x9000, 0xb000)}, layout);
    QCOMPARE(all.size(), size_t(3));
    QCOMPARE(all[0].range, range(0x1000, 0x9000)); // a page of it is there, as the kernel does it
    QCOMPARE(all[0].fileSize, uint64_t(0x1000));
    QCOMPARE(all[0].flags, uint32_t(PF_R | PF_X));
    QCOMPARE(all[1].fileSize, uint64_t(0x2000));
    QCOMPARE(all[2].fileSize, uint64_t(0));
    QCOMPARE(all[2].range.size(), uint64_t(0x10000));
}

void TestCaptureParts::holesAreCutOut()
{
    const std::vector<CoreSegment> whole{
        {.range = range(0x1000, 0x9000), .offset = 0x1000, .fileSize = 0x8000, .flags = PF_R},
        {.range = range(0xa000, 0xb000), .offset = 0x9000, .fileSize = 0x1000, .flags = PF_R}};
    auto cut = whole;
    const std::vector<MemoryHole> holes{{.range = range(0x1000, 0x2000), .reason = EIO},
                                        {.range = range(0x4000, 0x5000), .reason = EIO},
                                        {.range = range(0x8000, 0xa800), .reason = ECANCELED}};
    QCOMPARE(cutHoles(cut, holes, 100), uint64_t(0));
    uint64_t inFile = 0;
    for (const CoreSegment &segment : cut) {
        QVERIFY(segment.fileSize == 0 || segment.fileSize == segment.range.size());
        if (segment.fileSize > 0 && segment.range.begin.value < 0xa000)
            QCOMPARE(segment.offset - segment.range.begin.value, uint64_t(0));
        inFile += segment.fileSize;
    }
    QCOMPARE(inFile, uint64_t(0x2000 + 0x3000 + 0x800));
    QCOMPARE(cut.front().range.begin.value, uint64_t(0x1000));
    QCOMPARE(cut.back().range.end.value, uint64_t(0xb000));
    // No room for so many: the first two become one, and what is between them is missing, never zeros.
    auto fewer = whole;
    const std::vector<MemoryHole> three{{.range = range(0x1000, 0x2000), .reason = EIO},
                                        {.range = range(0x4000, 0x5000), .reason = EIO},
                                        {.range = range(0x8000, 0x9000), .reason = EIO}};
    QCOMPARE(cutHoles(fewer, three, 4), uint64_t(0x2000));
    inFile = 0;
    for (const CoreSegment &segment : fewer) {
        inFile += segment.fileSize;
        for (const MemoryHole &hole : three)
            QVERIFY(segment.fileSize == 0 || segment.range.begin >= hole.range.end
                    || segment.range.end <= hole.range.begin);
    }
    QCOMPARE(inFile, uint64_t(0x3000 + 0x1000));
}

void TestCaptureParts::manySegments()
{
    // Beyond 65534, the count is in a section header.
    CoreHead head;
    constexpr size_t count = 70'000;
    for (size_t i = 0; i < count; ++i)
        head.segments.push_back(
            {.range = range(0x10000 + i * 0x2000, 0x11000 + i * 0x2000), .offset = 0, .fileSize = 0, .flags = PF_R});
    const auto headers = readElfHeaders(*MappedFile::fromBytes(head.bytes(), "many"));
    QVERIFY(headers);
    QCOMPARE(headers->promisedSegments, uint64_t(count + 1));
    QCOMPARE(headers->segments.size(), count + 1);
    // Neighbours of one kind are one.
    std::vector<CoreSegment> near{{.range = range(0x1000, 0x2000), .offset = 0x1000, .fileSize = 0x1000, .flags = PF_R},
                                  {.range = range(0x2000, 0x3000), .offset = 0x2000, .fileSize = 0x1000, .flags = PF_R},
                                  {.range = range(0x3000, 0x4000), .offset = 0x3000, .fileSize = 0x1000, .flags = PF_W},
                                  {.range = range(0x4000, 0x5000), .offset = 0x9000, .fileSize = 0x1000, .flags = PF_W},
                                  {.range = range(0x5000, 0x6000), .offset = 0, .fileSize = 0, .flags = 0},
                                  {.range = range(0x6000, 0x9000), .offset = 0, .fileSize = 0, .flags = 0}};
    mergeSegments(near);
    QCOMPARE(near.size(), size_t(4));
    QCOMPARE(near[0].fileSize, uint64_t(0x2000));
    QCOMPARE(near[3].range, range(0x5000, 0x9000));
}

void TestCaptureParts::busyMachine_data()
{
    QTest::addColumn<double>("others");
    QTest::addColumn<int>("processors");
    QTest::addColumn<double>("factor");
    QTest::newRow("quiet") << 0.0 << 2 << 1.0;
    QTest::newRow("room for all") << 6.0 << 8 << 1.0;
    QTest::newRow("one too many") << 1.0 << 2 << 1.5;
    QTest::newRow("a build runs") << 12.0 << 2 << 7.0;
    QTest::newRow("one processor, quiet") << 0.0 << 1 << 1.0;
    QTest::newRow("one processor, shared") << 1.0 << 1 << 2.0;
    QTest::newRow("nothing known") << -1.0 << 0 << 1.0;
}

/// The pause that is told for a busy machine is that of a quiet one, as many times as others want its processors.
void TestCaptureParts::busyMachine()
{
    QFETCH(double, others);
    QFETCH(int, processors);
    QFETCH(double, factor);
    QCOMPARE(shareFactor(others, processors), factor);
}

QTEST_GUILESS_MAIN(TestCaptureParts)
#include "tst_captureparts.moc"
