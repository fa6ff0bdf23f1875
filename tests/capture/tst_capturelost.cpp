// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/doctor.h"
#include "backend/live/lostfiles.h"
#include "tests/capture/captureruns.h"
#include "tests/support/victim.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>

using namespace Freezeframe;
using namespace Qt::StringLiterals;

/// Executables, libraries and files that nobody finds again at their paths: the core has them, says so, and is read
/// without any file.
class TestCaptureLost : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void programIsRead_data();
    void programIsRead();
    void nothingIsLost();
    void sameBuildElsewhere();
    void libraryIsRead();
    void pagesOfFiles();
    void sentences();

private:
    /// A copy of the program under a name of its own.
    [[nodiscard]] QString copyOfProgram() const;
    [[nodiscard]] std::unique_ptr<RunningVictim> startProgram(const QString &program,
                                                              const QStringList &before = {}) const;
    /// What the command line says of the core, from a folder in which there is nothing.
    [[nodiscard]] ProgramRun ask(const QStringList &arguments) const;

    std::unique_ptr<CoreFolder> m_folder;
    QString m_program;
    QString m_other; ///< another program
};

namespace
{

enum class Loss { Deleted, Replaced, ReplacedByText, Pathless, OtherNamespace };

/// Goroutines by id: function, file and line of each frame, without what runs on meanwhile.
QMap<qint64, QStringList> framesIn(const QByteArray &text)
{
    QMap<qint64, QStringList> all;
    const QJsonObject report = QJsonDocument::fromJson(text).object();
    for (const QJsonValue &goroutine : report[u"goroutines"_s].toArray()) {
        QStringList frames;
        for (const QJsonValue &frame : goroutine[u"frames"_s].toArray())
            frames << frame[u"function"_s].toString() + u' ' + frame[u"file"_s].toString() + u':'
                    + QString::number(frame[u"line"_s].toInt());
        if (frames.join(u' ').contains(u"main.parkedWait"_s))
            all[goroutine[u"id"_s].toInteger()] = frames;
    }
    return all;
}

}

void TestCaptureLost::initTestCase()
{
    const auto toolchains = goToolchains();
    if (toolchains.isEmpty())
        QSKIP("there is no Go here");
    const auto built = buildVictim({.fixture = u"captured"_s, .go = toolchains.constLast(), .build = GoBuild::NoOpt});
    QVERIFY2(built, qPrintable(built ? QString() : built.error()));
    m_program = *built;
    m_other = RunningVictim::program();
}

void TestCaptureLost::init()
{
    m_folder = std::make_unique<CoreFolder>();
    QVERIFY(QDir().mkpath(m_folder->file(u"bin"_s)));
    QVERIFY(QDir().mkpath(m_folder->file(u"empty"_s)));
}

QString TestCaptureLost::copyOfProgram() const
{
    const QString copy = m_folder->file(u"bin/service"_s);
    return QFile::copy(m_program, copy) ? copy : QString();
}

std::unique_ptr<RunningVictim> TestCaptureLost::startProgram(const QString &program, const QStringList &before) const
{
    const QStringList arguments{u"-heap"_s, u"2"_s};
    auto victim = before.isEmpty()
        ? RunningVictim::startProgram(program, arguments)
        : RunningVictim::startProgram(before.constFirst(), before.mid(1) + QStringList{program} + arguments);
    if (victim)
        return std::move(*victim);
    qWarning("%s", qPrintable(victim.error()));
    return nullptr;
}

ProgramRun TestCaptureLost::ask(const QStringList &arguments) const
{
    const QString before = QDir::currentPath();
    QDir::setCurrent(m_folder->file(u"empty"_s));
    ProgramRun result = runProgram(QStringLiteral(FREEZEFRAME_CLI), arguments);
    QDir::setCurrent(before);
    return result;
}

void TestCaptureLost::programIsRead_data()
{
    QTest::addColumn<Loss>("loss");
    QTest::addColumn<CaptureMode>("mode");
    QTest::addColumn<QByteArray>("sentence");
    const auto add = [](const char *name, Loss loss, const char *sentence) {
        QTest::addRow("%s, fast", name) << loss << CaptureMode::FastPause << QByteArray(sentence);
        QTest::addRow("%s, low memory", name) << loss << CaptureMode::LowMemory << QByteArray(sentence);
    };
    add("deleted", Loss::Deleted, "has no path any more");
    add("another build", Loss::Replaced, "the binary on disk is another one");
    add("another file", Loss::ReplacedByText, "the binary on disk is another one");
    add("memfd", Loss::Pathless, "has no path any more");
    add("mount namespace", Loss::OtherNamespace, "mount namespace only");
}

void TestCaptureLost::programIsRead()
{
    QFETCH(Loss, loss);
    QFETCH(CaptureMode, mode);
    QFETCH(QByteArray, sentence);
    const QString program = copyOfProgram();
    QVERIFY(!program.isEmpty());
    const QString mounted = m_folder->file(u"mounted"_s);
    QStringList before;
    if (loss == Loss::Pathless)
        before = {RunningVictim::program(), u"pathless"_s};
    if (loss == Loss::OtherNamespace) {
        QVERIFY(QDir().mkpath(mounted));
        before = {RunningVictim::program(), u"mounted"_s, mounted};
    }
    const auto victim = startProgram(program, before);
    QVERIFY(victim);
    if (victim->lines().contains("unsupported"))
        QSKIP("no mount namespace may be made here");
    // What it is, while its file is there.
    CaptureOptions options = optionsFor(*victim, m_folder->file(u"whole.core"_s));
    QVERIFY(captureToFile(options));
    const ProgramRun whole = ask({u"report"_s, QString::fromStdString(options.output), u"--exe"_s, m_program,
                                  u"--format"_s, u"json"_s, u"--stacks"_s});
    const auto expected = framesIn(whole.out);
    QVERIFY2(expected.size() >= 5, whole.errors.constData());
    QVERIFY(QFile::remove(QString::fromStdString(options.output)));

    QVERIFY(QFile::remove(program)); // also of those that run from elsewhere: nobody shall find it
    if (loss == Loss::Replaced)
        QVERIFY(QFile::copy(m_other, program));
    if (loss == Loss::ReplacedByText) {
        QFile text(program);
        QVERIFY(text.open(QIODevice::WriteOnly) && text.write("#!/bin/sh\n") > 0);
    }
    const auto lost = lostExecutable(victim->pid());
    QVERIFY(lost);
    QVERIFY2(lost->sentence().contains(sentence.toStdString()), lost->sentence().c_str());
    const auto doctor = examineProcess({victim->pid(), 0});
    QVERIFY(doctor);
    QVERIFY(std::ranges::any_of(doctor->checks, [&](const DoctorCheck &check) {
        return check.id == "binary" && check.value.contains(sentence.toStdString()) && check.fix;
    }));
    options.output = m_folder->core().toStdString();
    options.mode = mode;
    const auto plan = planCapture(options);
    QVERIFY(plan);
    QVERIFY2(plan->lostFiles.contains(sentence.toStdString()), plan->lostFiles.c_str());
    const auto report = captureToFile(options);
    QVERIFY2(report, report ? "" : report.error().error.message.c_str());
    QVERIFY(!report->isPartial);
    QVERIFY(std::ranges::any_of(report->warnings, [&](const std::string &warning) {
        return warning.contains(sentence.toStdString()) && warning.contains("is in the core");
    }));

    const ProgramRun read = ask({u"report"_s, m_folder->core(), u"--format"_s, u"json"_s, u"--stacks"_s});
    QVERIFY2(read.status == 0, read.errors.constData());
    QCOMPARE(framesIn(read.out), expected);
    const QJsonObject executable = QJsonDocument::fromJson(read.out).object()[u"executable"_s].toObject();
    QVERIFY2(executable[u"match"_s].toString().contains(u"id"_s), read.out.left(2000).constData());
    // With its variables: the file is there as a whole.
    const ProgramRun value = ask({u"eval"_s, m_folder->core(), u"main.answer"_s});
    QVERIFY2(value.status == 0, value.errors.constData());
    QCOMPARE(value.out.trimmed(), QByteArray("42"));
    const QString goroutine = QString::number(expected.firstKey());
    const auto frame = std::ranges::find_if(expected.first(),
                                            [](const QString &text) { return text.startsWith(u"main.parkedWait"_s); });
    const ProgramRun local = ask({u"eval"_s, m_folder->core(), u"--goroutine"_s, goroutine, u"--frame"_s,
                                  QString::number(frame - expected.first().begin()), u"number*2 == doubled"_s});
    QVERIFY2(local.out.trimmed() == "true", (local.out + local.errors).constData());
    QVERIFY(!victim->isHeldUp());
}

/// Where all is found, nothing is said, and the core is no larger than before.
void TestCaptureLost::nothingIsLost()
{
    const QString program = copyOfProgram();
    const auto victim = startProgram(program);
    QVERIFY(victim);
    QVERIFY(!lostExecutable(victim->pid()));
    const auto report = captureToFile(optionsFor(*victim, m_folder->core()));
    QVERIFY(report);
    QVERIFY2(report->warnings.empty(), report->warnings.empty() ? "" : report->warnings.front().c_str());
    const auto core = openedCore(m_folder->core());
    QVERIFY(core);
    for (const ElfSegment &segment : core->segments()) {
        if ((segment.flags & 1) != 0) // PF_X: text is not in it
            QVERIFY(segment.fileSize <= 8192);
    }
}

/// A deployment put the same build there again: it is found by its id.
void TestCaptureLost::sameBuildElsewhere()
{
    const QString program = copyOfProgram();
    const auto victim = startProgram(program);
    QVERIFY(victim);
    QVERIFY(QFile::remove(program));
    QCOMPARE(copyOfProgram(), program);
    QVERIFY(!lostExecutable(victim->pid()));
    const auto report = captureToFile(optionsFor(*victim, m_folder->core()));
    QVERIFY(report && report->warnings.empty());
    const ProgramRun read = ask({u"report"_s, m_folder->core()});
    QVERIFY2(read.status == 0, read.errors.constData());
}

void TestCaptureLost::libraryIsRead()
{
    QString library; // one that is mapped here, and stands for any
    QFile maps(u"/proc/self/maps"_s);
    QVERIFY(maps.open(QIODevice::ReadOnly));
    for (const QByteArray &line : maps.readAll().split('\n')) {
        if (line.contains("/libz.so"))
            library = QString::fromUtf8(line.mid(line.indexOf('/')));
    }
    if (library.isEmpty())
        QSKIP("no libz is mapped here");
    const QString copy = m_folder->file(u"bin/libcopy.so"_s);
    QVERIFY(QFile::copy(library, copy));
    qputenv("LD_PRELOAD", copy.toUtf8());
    const auto victim = victimIn("threads");
    qunsetenv("LD_PRELOAD");
    QVERIFY(victim);
    QVERIFY(QFile::remove(copy));
    const auto report = captureToFile(optionsFor(*victim, m_folder->core()));
    QVERIFY(report);
    QVERIFY2(report->warnings.size() == 1 && report->warnings.front().contains("libcopy.so has no path any more"),
             report->warnings.empty() ? "" : report->warnings.front().c_str());
    const ProgramRun read = ask({u"report"_s, m_folder->core(), u"--format"_s, u"json"_s, u"--stacks"_s});
    bool isThere = false;
    for (const QJsonValue &module : QJsonDocument::fromJson(read.out).object()[u"modules"_s].toArray()) {
        if (!module[u"path"_s].toString().contains(u"libcopy.so"_s))
            continue;
        isThere = true;
        QVERIFY2(!module.toObject().contains(u"error"_s), read.out.constData());
        QVERIFY(!module[u"build_id"_s].toString().isEmpty());
    }
    QVERIFY(isThere);
}

void TestCaptureLost::pagesOfFiles()
{
    const auto victim = victimIn("deleted");
    QVERIFY(victim);
    QVERIFY(captureToFile(optionsFor(*victim, m_folder->core())));
    const auto core = openedCore(m_folder->core());
    QVERIFY(core);
    for (const char *name : {"deleted", "private"}) {
        const RunningVictim::Place place = victim->place(name);
        const auto bytes = coreBytes(*core, place.address, place.size);
        QVERIFY2(bytes, name);
        QCOMPARE(*reinterpret_cast<const uint64_t *>(bytes->constData() + 4096), uint64_t(0x9000 + 512));
    }
}

void TestCaptureLost::sentences()
{
    using Reason = LostFile::Reason;
    QVERIFY(lostFilesSentence({}).empty());
    const LostFile program{.path = "/srv/app", .reason = Reason::Replaced, .isExecutable = true};
    const LostFile library{.path = "/lib/x.so", .reason = Reason::NoPath};
    QCOMPARE(
        lostFilesSentence({program}),
        "the binary on disk is another one than the executable that runs (/srv/app): what is mapped of it is in the core");
    QCOMPARE(
        lostFilesSentence({library, {.path = "/lib/y.so", .reason = Reason::Replaced}}),
        "/lib/x.so has no path any more, and the file at /lib/y.so is another one than is mapped: what is mapped of them is in the core");
    QVERIFY(lostFilesSentence({program, library, library}).contains("and so it is with 2 more files"));
}

QTEST_GUILESS_MAIN(TestCaptureLost)
#include "tst_capturelost.moc"
