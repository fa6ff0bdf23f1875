// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/mappingguard.h"
#include "backend/inspect/inspection.h"
#include "backend/inspect/report.h"
#include "tests/support/victim.h"

#include <QElapsedTimer>
#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Freezeframe;

/// A real core that is cut off or damaged at random places: what is there is told, nothing is invented or hangs.
class TestCutCore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cut_data();
    void cut();
    void getsShorterWhileOpen();
    void damaged_data();
    void damaged();
    void withoutExecutable();
    void wrongExecutable();

private:
    std::unique_ptr<Inspection> open(const QString &core, const QString &executable, bool force = false);

    Victim m_victim;
    QString m_other; // an executable of the same program, with another build id
    QByteArray m_core;
    QTemporaryDir m_folder;
};

std::unique_ptr<Inspection> TestCutCore::open(const QString &core, const QString &executable, bool force)
{
    OpenOptions options;
    options.core = core.toStdString();
    options.files.executable = executable.toStdString();
    options.files.force = force;
    auto inspection = Inspection::open(options);
    return inspection ? std::move(*inspection) : nullptr;
}

void TestCutCore::initTestCase()
{
    const QList<GoToolchain> toolchains = goToolchains();
    if (toolchains.isEmpty())
        QSKIP("there is no Go compiler here");
    const auto victim = provideVictim({.fixture = QStringLiteral("crash"),
                                       .go = toolchains.constLast(),
                                       .arguments = {QStringLiteral("panic-wrapped")}});
    QVERIFY2(victim.has_value(), qPrintable(victim.error_or(QString())));
    m_victim = *victim;
    const auto other
        = buildVictim({.fixture = QStringLiteral("crash"), .go = toolchains.constLast(), .build = GoBuild::NoOpt});
    QVERIFY2(other.has_value(), qPrintable(other.error_or(QString())));
    m_other = *other;
    m_core = fileContent(m_victim.core);
    QVERIFY(!m_core.isEmpty());
}

void TestCutCore::cut_data()
{
    QTest::addColumn<double>("part");
    for (const double part : {0.999, 0.9, 0.7, 0.5, 0.3, 0.1, 0.05, 0.01})
        QTest::newRow(qPrintable(QString::number(part))) << part;
}

void TestCutCore::cut()
{
    QFETCH(double, part);
    const QString path = m_folder.filePath(QStringLiteral("cut"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(m_core.constData(), qint64(double(m_core.size()) * part));
    file.close();
    const auto inspection = open(path, m_victim.executable);
    QVERIFY(inspection);
    QVERIFY(!inspection->process()->coreComplete);
    const auto warnings = inspection->warnings();
    QVERIFY(std::ranges::any_of(warnings, [](const Error &warning) { return warning.message.contains("cut off"); }));
    // Threads are in the notes at the front: they survive, and so does the program's identity.
    QVERIFY(!inspection->threads()->empty());
    QCOMPARE(inspection->process()->match, FileMatch::BuildId);
    // Arguments too, as the kernel notes them there.
    const auto &arguments = inspection->process()->commandLine;
    QVERIFY(!arguments.empty() && !arguments.front().starts_with('<'));
    QVERIFY(!reportJson(*inspection, {.stacks = true, .variables = true, .threads = true, .depth = 20}).empty());
    QVERIFY(!reportText(*inspection, {.stacks = true}).empty());
}

/// Somebody overwrites or cuts the core while it is open: capture-reliability, row 15.
void TestCutCore::getsShorterWhileOpen()
{
    MappingGuard::install();
    const QString path = m_folder.filePath(QStringLiteral("shrinking"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite | QIODevice::Truncate));
    file.write(m_core);
    QVERIFY(file.flush());
    const auto inspection = open(path, m_victim.executable);
    QVERIFY(inspection);
    QVERIFY(inspection->warnings().empty());
    const auto first = inspection->stack({StackOwner::Kind::Goroutine, 1});
    QVERIFY(first && !(*first)->frames.empty());
    const Address stackPointer = (*first)->frames.front().cfa;

    QVERIFY(file.resize(16384));
    QVERIFY(!reportJson(*inspection, {.stacks = true, .variables = true, .threads = true, .depth = 20}).empty());
    const auto warnings = inspection->warnings();
    QVERIFY(std::ranges::any_of(warnings, [&](const Error &warning) {
        return warning.message.contains("got shorter") && warning.file == path.toStdString();
    }));
    const MemoryBytes bytes = inspection->memory(stackPointer, 16);
    QVERIFY(std::ranges::none_of(bytes.bytes, [](const auto &byte) { return byte.has_value(); }));
    QVERIFY(bytes.error);
    QCOMPARE(bytes.error->code, ErrorCode::CutOff);
}

void TestCutCore::damaged_data()
{
    QTest::addColumn<uint>("seed");
    for (uint seed = 1; seed <= 24; ++seed)
        QTest::newRow(qPrintable(QString::number(seed))) << seed;
}

void TestCutCore::damaged()
{
    QFETCH(uint, seed);
    QRandomGenerator random(seed);
    QByteArray core = m_core;
    // Headers and notes, then memory: words become absurd, small or addresses of something else.
    for (int i = 0; i < 400; ++i) {
        const qsizetype limit = i < 40 ? qMin<qsizetype>(core.size(), 16384) : core.size();
        const qsizetype at = qsizetype(random.bounded(quint64(limit - 8))) & ~7;
        if (i < 40 && at < 64)
            continue; // another kind of file then: told elsewhere
        const quint64 values[] = {0, 1, ~quint64(0), quint64(1) << 62, random.generate64(), random.generate()};
        const quint64 value = values[random.bounded(6)];
        memcpy(core.data() + at, &value, sizeof value);
    }
    const QString path = m_folder.filePath(QStringLiteral("damaged"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(core);
    file.close();
    QElapsedTimer timer;
    timer.start();
    if (const auto inspection = open(path, m_victim.executable))
        QVERIFY(!reportJson(*inspection, {.stacks = true, .variables = true, .threads = true, .depth = 20}).empty());
    QVERIFY2(timer.elapsed() < 60'000, "took too long");
}

void TestCutCore::withoutExecutable()
{
    const QString path = m_folder.filePath(QStringLiteral("alone"));
    QVERIFY(QFile::copy(m_victim.core, path));
    QTemporaryDir elsewhere;
    const QString moved = elsewhere.filePath(QStringLiteral("exe"));
    const auto inspection = open(path, moved); // --exe names what does not exist
    QVERIFY(inspection);
    QVERIFY(inspection->process()->match != FileMatch::Forced);
    QVERIFY(!inspection->threads()->empty());
}

void TestCutCore::wrongExecutable()
{
    const auto refused = open(m_victim.core, m_other);
    QVERIFY(refused);
    const auto process = refused->process();
    if (process->match == FileMatch::None) {
        QVERIFY(process->executableError);
        // Both ids are named.
        QVERIFY2(process->executableError->message.contains("build"), process->executableError->message.c_str());
    } else {
        QCOMPARE(process->executablePath, m_victim.executable.toStdString()); // found the right one by itself
    }
    const auto forced = open(m_victim.core, m_other, true);
    QVERIFY(forced);
    QCOMPARE(forced->process()->match, FileMatch::Forced);
    QVERIFY(!reportJson(*forced, {.stacks = true, .variables = true, .depth = 20}).empty());
}

QTEST_GUILESS_MAIN(TestCutCore)
#include "tst_cutcore.moc"
