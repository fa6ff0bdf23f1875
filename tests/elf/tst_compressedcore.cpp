// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/compressedcore.h"
#include "backend/elf/corefile.h"
#include "tests/support/corebuilder.h"

#include <QTemporaryDir>
#include <QTest>

#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>

using namespace Freezeframe;

namespace
{

using AddFilter = int (*)(struct archive *);

QByteArray packed(const QByteArray &bytes, AddFilter filter)
{
    QByteArray out(bytes.size() + (1 << 20), '\0');
    size_t used = 0;
    struct archive *archive = archive_write_new();
    filter(archive);
    archive_write_set_format_raw(archive);
    archive_write_set_filter_option(archive, "lz4", "block-size", "4"); // 64 KiB: a cut stream has some whole blocks
    archive_write_set_bytes_in_last_block(archive, 1);
    archive_write_open_memory(archive, out.data(), size_t(out.size()), &used);
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_write_header(archive, entry);
    archive_write_data(archive, bytes.constData(), size_t(bytes.size()));
    archive_entry_free(entry);
    archive_write_close(archive);
    archive_write_free(archive);
    return out.first(qsizetype(used));
}

/// As apport writes it: fields, and the stream as base64 lines of their own.
QByteArray crashReport(const QByteArray &stream)
{
    QByteArray report = "ProblemType: Crash\nArchitecture: amd64\nCoreDump: base64\n";
    constexpr qsizetype lineBytes = 4096;
    for (qsizetype at = 0; at < stream.size(); at += lineBytes)
        report += " " + stream.mid(at, lineBytes).toBase64() + "\n";
    return report + "Date: today\n";
}

QByteArray coreBytes()
{
    CoreBuilder builder;
    builder.addThread({.tid = 7, .signal = 0, .registers = {}});
    builder.addLoad(0x10000, PF_R | PF_W, patternBytes(600'000));
    builder.addLoad(0x200000, PF_R | PF_W, std::vector<std::byte>(2 << 20)); // zeros become a hole
    const auto bytes = builder.build();
    return {reinterpret_cast<const char *>(bytes.data()), qsizetype(bytes.size())};
}

}

/// Cores as systemd, apport and people store them.
class TestCompressedCore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unpacks_data();
    void unpacks();
    void keepsWhatIsThere_data();
    void keepsWhatIsThere();
    void refuses_data();
    void refuses();
    void givesAPlainFileItself();
    void canBeCancelled();

private:
    QString write(const QByteArray &bytes);

    QTemporaryDir m_folder;
};

QString TestCompressedCore::write(const QByteArray &bytes)
{
    const QString path = m_folder.filePath(QStringLiteral("core.packed"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("can't write the test's file");
    return path;
}

void TestCompressedCore::unpacks_data()
{
    QTest::addColumn<QByteArray>("bytes");

    const QByteArray core = coreBytes();
    QTest::newRow("gzip") << packed(core, archive_write_add_filter_gzip);
    QTest::newRow("zstd") << packed(core, archive_write_add_filter_zstd);
    QTest::newRow("lz4") << packed(core, archive_write_add_filter_lz4);
    QTest::newRow("xz") << packed(core, archive_write_add_filter_xz);
    QTest::newRow("bzip2") << packed(core, archive_write_add_filter_bzip2);
    QTest::newRow("apport") << crashReport(packed(core, archive_write_add_filter_gzip));
    QTest::newRow("twice") << packed(packed(core, archive_write_add_filter_gzip), archive_write_add_filter_zstd);
}

void TestCompressedCore::unpacks()
{
    QFETCH(QByteArray, bytes);
    const QString path = write(bytes);
    std::vector<Error> warnings;
    uint64_t calls = 0;
    bool isSane = true;
    const auto file = openCoreBytes(
        path.toStdString(),
        [&](const UnpackProgress &progress) {
            ++calls;
            isSane = isSane && progress.read <= progress.total && progress.total == uint64_t(bytes.size());
        },
        {}, warnings);
    QVERIFY2(file.has_value(), file ? "" : file.error().message.c_str());
    QVERIFY(warnings.empty());
    QVERIFY(isSane);
    QVERIFY(calls > 0 && calls < 1000);
    const QByteArray core = coreBytes();
    QCOMPARE((*file)->size(), uint64_t(core.size()));
    QVERIFY(std::memcmp((*file)->bytes().data(), core.constData(), size_t(core.size())) == 0);
    QCOMPARE((*file)->path(), path.toStdString()); // so that neighbours are looked for beside the original
    QVERIFY(CoreFile::open(*file).has_value());
    QCOMPARE(QDir(m_folder.path()).entryList(QDir::Files), QStringList{QStringLiteral("core.packed")});
}

void TestCompressedCore::keepsWhatIsThere_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("sentence");

    // The first 600,000 bytes don't compress: half of the stream is about half of them.
    const QByteArray core = coreBytes();
    const auto half = [](const QByteArray &bytes) { return bytes.first(bytes.size() / 2); };
    QTest::newRow("gzip") << half(packed(core, archive_write_add_filter_gzip))
                          << QStringLiteral("the archive ends early");
    QTest::newRow("zstd") << half(packed(core, archive_write_add_filter_zstd))
                          << QStringLiteral("the archive ends early");
    QTest::newRow("lz4") << half(packed(core, archive_write_add_filter_lz4))
                         << QStringLiteral("the archive ends early");
    QTest::newRow("xz") << half(packed(core, archive_write_add_filter_xz)) << QStringLiteral("the archive ends early");
    QTest::newRow("apport") << half(crashReport(packed(core, archive_write_add_filter_gzip)))
                            << QStringLiteral("the archive ends early");
}

void TestCompressedCore::keepsWhatIsThere()
{
    QFETCH(QByteArray, bytes);
    std::vector<Error> warnings;
    const auto file = openCoreBytes(write(bytes).toStdString(), {}, {}, warnings);
    QVERIFY2(file.has_value(), file ? "" : file.error().message.c_str());
    QCOMPARE(warnings.size(), size_t(1));
    const QString message = QString::fromStdString(warnings[0].message);
    QVERIFY2(message.startsWith(QStringLiteral("the archive ends early")), qPrintable(message));
    QVERIFY2(message.contains(QRegularExpression(QStringLiteral("; reading the [0-9]+ % there$"))),
             qPrintable(message));
    const auto core = CoreFile::open(*file);
    QVERIFY(core.has_value());
    QCOMPARE((*core)->threads().size(), size_t(1));
    QVERIFY(!(*core)->isComplete());
}

void TestCompressedCore::refuses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("sentence");

    QTest::newRow("text inside") << packed("just text\n", archive_write_add_filter_gzip)
                                 << QStringLiteral("what it unpacks to can't be read: a text file, not an ELF file");
    QTest::newRow("damaged at once") << QByteArray("\x28\xb5\x2f\xfd\xff\xff\xff\xff\xff\xff\xff\xff")
                                     << QStringLiteral("the compressed file can't be unpacked");
    QTest::newRow("only a magic") << QByteArray("\x1f\x8b\x08", 3)
                                  << QStringLiteral("the compressed file can't be unpacked");
    QTest::newRow("empty report") << QByteArray("ProblemType: Crash\nCoreDump: base64\n")
                                  << QStringLiteral("the compressed file can't be unpacked");
}

void TestCompressedCore::refuses()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, sentence);
    std::vector<Error> warnings;
    const auto file = openCoreBytes(write(bytes).toStdString(), {}, {}, warnings);
    QVERIFY(!file);
    const QString message = QString::fromStdString(file.error().message);
    QVERIFY2(message.startsWith(sentence), qPrintable(message));
}

void TestCompressedCore::givesAPlainFileItself()
{
    std::vector<Error> warnings;
    const auto plain = openCoreBytes(write(coreBytes()).toStdString(), {}, {}, warnings);
    QVERIFY(plain.has_value());
    QCOMPARE((*plain)->size(), uint64_t(coreBytes().size()));
    const auto missing = openCoreBytes(m_folder.filePath(QStringLiteral("none")).toStdString(), {}, {}, warnings);
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::NotFound);
}

void TestCompressedCore::canBeCancelled()
{
    const QString path = write(packed(coreBytes(), archive_write_add_filter_gzip));
    std::stop_source source;
    std::vector<Error> warnings;
    const auto file = openCoreBytes(
        path.toStdString(), [&source](const UnpackProgress &) { source.request_stop(); }, source.get_token(), warnings);
    QVERIFY(!file);
    QCOMPARE(file.error().code, ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(TestCompressedCore)
#include "tst_compressedcore.moc"
