// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/givenfile.h"
#include "model/opencores.h"
#include "model/programstart.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <elf.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

using namespace Freezeframe;

/// What a file is that a person hands over, which window has it open, and how a process was started.
class TestGivenFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void kinds_data();
    void kinds();
    void folders();
    void identityIsOfTheFile();
    void oneWindowACore();
    void deadWindowsAreNotAsked();
    void hostileMessages();
    void withoutRuntimeFolder_data();
    void withoutRuntimeFolder();
    void programStart();
    void argumentText_data();
    void argumentText();

private:
    [[nodiscard]] static QByteArray elf(uint16_t type);
    void write(const QString &name, const QByteArray &content) const;
    QTemporaryDir m_folder;
    QTemporaryDir m_runtime{QDir::tempPath() + QStringLiteral("/ff")};
};

QByteArray TestGivenFile::elf(uint16_t type)
{
    Elf64_Ehdr header{};
    memcpy(header.e_ident, ELFMAG, SELFMAG);
    header.e_ident[EI_CLASS] = ELFCLASS64;
    header.e_ident[EI_DATA] = ELFDATA2LSB;
    header.e_type = type;
    header.e_machine = EM_X86_64;
    return {reinterpret_cast<const char *>(&header), sizeof header};
}

void TestGivenFile::write(const QString &name, const QByteArray &content) const
{
    QFile file(m_folder.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

void TestGivenFile::initTestCase()
{
    qputenv("XDG_RUNTIME_DIR", m_runtime.path().toLocal8Bit());
    write(QStringLiteral("core"), elf(ET_CORE));
    write(QStringLiteral("program"), elf(ET_EXEC));
    write(QStringLiteral("pie"), elf(ET_DYN));
    write(QStringLiteral("object.o"), elf(ET_REL));
    write(QStringLiteral("text"), "hello\n");
    write(QStringLiteral("empty"), {});
    write(QStringLiteral("cut"), elf(ET_CORE).first(10));
    gzFile packed = gzopen(m_folder.filePath(QStringLiteral("core.gz")).toLocal8Bit().constData(), "wb");
    const QByteArray core = elf(ET_CORE) + QByteArray(4096, 'x');
    QCOMPARE(gzwrite(packed, core.constData(), unsigned(core.size())), int(core.size()));
    gzclose(packed);
    QCOMPARE(::mkfifo(m_folder.filePath(QStringLiteral("pipe")).toLocal8Bit().constData(), 0600), 0);
    QVERIFY(QDir(m_folder.path()).mkdir(QStringLiteral("folder")));
}

void TestGivenFile::kinds_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<GivenFile::Kind>("kind");
    using Kind = GivenFile::Kind;
    QTest::newRow("core") << QStringLiteral("core") << Kind::Core;
    QTest::newRow("packed core") << QStringLiteral("core.gz") << Kind::Core;
    QTest::newRow("program") << QStringLiteral("program") << Kind::Program;
    QTest::newRow("position independent") << QStringLiteral("pie") << Kind::Program;
    QTest::newRow("object") << QStringLiteral("object.o") << Kind::Other;
    QTest::newRow("text") << QStringLiteral("text") << Kind::Other;
    QTest::newRow("empty") << QStringLiteral("empty") << Kind::Other;
    QTest::newRow("cut off") << QStringLiteral("cut") << Kind::Other;
    QTest::newRow("pipe") << QStringLiteral("pipe") << Kind::Other;
    QTest::newRow("missing") << QStringLiteral("missing") << Kind::Other;
    QTest::newRow("folder") << QStringLiteral("folder") << Kind::Folder;
}

void TestGivenFile::kinds()
{
    QFETCH(QString, name);
    QFETCH(GivenFile::Kind, kind);
    const GivenFile given = GivenFile::look(m_folder.filePath(name));
    QCOMPARE(given.kind, kind);
    QCOMPARE(given.path, m_folder.filePath(name));
    QCOMPARE(given.identity.isEmpty(), name == QLatin1String("missing"));
}

void TestGivenFile::folders()
{
    const GivenFile given = GivenFile::look(m_folder.path());
    QCOMPARE(given.kind, GivenFile::Kind::Folder);
    QCOMPARE(given.cores,
             QStringList({m_folder.filePath(QStringLiteral("core")), m_folder.filePath(QStringLiteral("core.gz"))}));
    QVERIFY(GivenFile::look(m_folder.filePath(QStringLiteral("folder"))).cores.isEmpty());
}

void TestGivenFile::identityIsOfTheFile()
{
    const QString link = m_folder.filePath(QStringLiteral("folder/link"));
    QVERIFY(QFile::link(m_folder.filePath(QStringLiteral("core")), link));
    const QString before = GivenFile::look(m_folder.filePath(QStringLiteral("core"))).identity;
    QCOMPARE(GivenFile::look(link).identity, before);
    QVERIFY(GivenFile::look(m_folder.filePath(QStringLiteral("program"))).identity != before);
    write(QStringLiteral("core"), elf(ET_CORE) + "more");
    QVERIFY(GivenFile::look(link).identity != before);
}

void TestGivenFile::oneWindowACore()
{
    const QString identity = QStringLiteral("1-2-3");
    QVERIFY(!OpenCores::raise(identity, {}));
    OpenCores first;
    OpenCores second;
    QSignalSpy raised(&first, &OpenCores::raised);
    QSignalSpy other(&second, &OpenCores::raised);
    first.claim(identity);
    second.claim(identity); // came later
    const OpenCores::Wish wish{
        .goroutine = 59, .frame = 3, .executable = QStringLiteral("/a b/ü\nc"), .token = QStringLiteral("token")};
    QVERIFY(OpenCores::raise(identity, wish));
    QTRY_COMPARE(raised.size(), 1);
    const auto heard = raised.first().first().value<OpenCores::Wish>();
    QCOMPARE(heard.goroutine, wish.goroutine);
    QCOMPARE(heard.frame, wish.frame);
    QCOMPARE(heard.executable, wish.executable);
    QCOMPARE(heard.token, wish.token);
    QVERIFY(OpenCores::raise(identity, {}));
    QTRY_COMPARE(raised.size(), 2);
    QVERIFY(!raised.last().first().value<OpenCores::Wish>().goroutine);
    QCOMPARE(other.size(), 0);
    QVERIFY(!OpenCores::raise(QStringLiteral("1-2-4"), {}));
    first.claim(QStringLiteral("another"));
    QVERIFY(!OpenCores::raise(identity, {}));
    first.claim({});
    QVERIFY(QDir(m_runtime.filePath(QStringLiteral("freezeframe"))).entryList(QDir::System).isEmpty());
}

/// A window that was killed leaves its socket behind.
void TestGivenFile::deadWindowsAreNotAsked()
{
    const QString identity = QStringLiteral("5-6-7");
    const pid_t child = ::fork();
    if (child == 0) {
        OpenCores killed;
        killed.claim(identity);
        ::_exit(0); // without its destructor
    }
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QCOMPARE(QDir(m_runtime.filePath(QStringLiteral("freezeframe"))).entryList(QDir::System).size(), 1);
    QVERIFY(!OpenCores::raise(identity, {}));
    OpenCores next;
    QSignalSpy raised(&next, &OpenCores::raised);
    next.claim(identity);
    QVERIFY(OpenCores::raise(identity, {}));
    QTRY_COMPARE(raised.size(), 1);
}

void TestGivenFile::hostileMessages()
{
    const QString identity = QStringLiteral("8-9");
    OpenCores window;
    QSignalSpy raised(&window, &OpenCores::raised);
    window.claim(identity);
    OpenCores::Wish wish;
    wish.executable = QString(100'000, QLatin1Char('x'));
    (void)OpenCores::raise(identity, wish); // cut, and of no use: but no harm
    QTest::qWait(50);
    for (const auto &call : std::as_const(raised))
        QVERIFY(call.first().value<OpenCores::Wish>().executable.size() < 10'000);
    QVERIFY(OpenCores::raise(identity, {}));
    const auto before = raised.size();
    QTRY_VERIFY(raised.size() > before - 1);
}

void TestGivenFile::withoutRuntimeFolder_data()
{
    QTest::addColumn<QByteArray>("folder");
    QTest::newRow("none") << QByteArray();
    QTest::newRow("missing") << QByteArray("/nowhere/at/all");
    QTest::newRow("too long") << m_folder.path().toLocal8Bit() + '/' + QByteArray(120, 'd');
}

void TestGivenFile::withoutRuntimeFolder()
{
    QFETCH(QByteArray, folder);
    if (folder.contains("ddd"))
        QVERIFY(QDir().mkpath(QString::fromLocal8Bit(folder)));
    qputenv("XDG_RUNTIME_DIR", folder);
    OpenCores window;
    window.claim(QStringLiteral("x"));
    QVERIFY(!OpenCores::raise(QStringLiteral("x"), {}));
    qputenv("XDG_RUNTIME_DIR", m_runtime.path().toLocal8Bit());
}

void TestGivenFile::programStart()
{
    QProcess process;
    process.setWorkingDirectory(m_folder.path());
    process.setProcessEnvironment([] {
        QProcessEnvironment environment;
        environment.insert(QStringLiteral("REGION"), QStringLiteral("north west"));
        return environment;
    }());
    const QStringList arguments{QStringLiteral("-c"), QStringLiteral("echo up; read line"), QString(),
                                QStringLiteral("a \"b\"")};
    process.start(QStringLiteral("/bin/sh"), arguments);
    QVERIFY(process.waitForReadyRead());
    const ProgramStart start = ProgramStart::of({.pid = int32_t(process.processId())});
    QCOMPARE(start.program, QFileInfo(QStringLiteral("/bin/sh")).canonicalFilePath());
    QCOMPARE(start.arguments, arguments);
    QCOMPARE(start.folder, QFileInfo(m_folder.path()).canonicalFilePath());
    QVERIFY(start.environment.contains(QStringLiteral("REGION=north west")));
    QVERIFY(start.origin.contains(QString::number(process.processId())));
    process.closeWriteChannel();
    QVERIFY(process.waitForFinished());
    QVERIFY(ProgramStart::of({.pid = int32_t(1 << 30)}).program.isEmpty());
    QCOMPARE(ProgramStart::ofFile(QStringLiteral("/srv/shop/orders")).folder, QStringLiteral("/srv/shop"));
}

void TestGivenFile::argumentText_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("none") << QStringList();
    QTest::newRow("plain") << QStringList{QStringLiteral("-region"), QStringLiteral("eu")};
    QTest::newRow("blanks") << QStringList{QStringLiteral("a b"), QStringLiteral("c")};
    QTest::newRow("quotes") << QStringList{QStringLiteral("a\"b"), QStringLiteral("say \"it\" now")};
    QTest::newRow("tabs and lines") << QStringList{QStringLiteral("a\tb"), QStringLiteral("c\nd")};
}

void TestGivenFile::argumentText()
{
    QFETCH(QStringList, arguments);
    ProgramStart start;
    start.arguments = arguments;
    QCOMPARE(QProcess::splitCommand(start.argumentText()), arguments);
}

QTEST_GUILESS_MAIN(TestGivenFile)
#include "tst_givenfile.moc"
