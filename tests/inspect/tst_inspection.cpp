// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/inspection.h"
#include "backend/inspect/nameindex.h"
#include "backend/inspect/report.h"
#include "tests/support/victiminspection.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <set>

using namespace Freezeframe;

/// What the window asks for, on the sample's core and on deaths in C.
class TestInspection : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void deathsInC_data();
    void deathsInC();
    void tellsTheCrash();
    void groupsGoroutines();
    void whoWaitsForTheLock();
    void deferredCalls();
    void pagesThroughValues();
    void readsCodeSourceAndMemory();
    void refusesWhatIsNotThere();
    void reportsParse();
    void reportTextIsForReading();
    void reportedTextIsWalked_data();
    void reportedTextIsWalked();
    void reportedFramesAreWalkedOnes_data();
    void reportedFramesAreWalkedOnes();

private:
    std::unique_ptr<Inspection> open(const Victim &victim);

    GoToolchain m_go;
    std::unique_ptr<Inspection> m_sample;
    uint64_t m_crashed = 0;
};

std::unique_ptr<Inspection> TestInspection::open(const Victim &victim)
{
    auto inspection = openVictim(victim);
    return inspection ? std::move(*inspection) : nullptr;
}

void TestInspection::initTestCase()
{
    const QList<GoToolchain> toolchains = goToolchains();
    if (toolchains.isEmpty())
        QSKIP("there is no Go compiler here");
    m_go = toolchains.constLast();
    const auto victim = provideVictim({.fixture = QStringLiteral("sample"), .go = m_go, .build = GoBuild::NoOpt});
    QVERIFY2(victim.has_value(), qPrintable(victim.error_or(QString())));
    m_sample = open(*victim);
    QVERIFY(m_sample);
    m_crashed = m_sample->crash()->goroutine.value_or(0);
}

void TestInspection::deathsInC_data()
{
    QTest::addColumn<QString>("way");
    QTest::addColumn<QString>("message");
    QTest::addColumn<int>("code");
    QTest::newRow("segv") << "segv" << "SIGSEGV: segmentation violation in C code" << 1;
    QTest::newRow("abort") << "abort" << "SIGABRT: abort in C code" << -6;
    QTest::newRow("assert") << "assert" << "SIGABRT: abort in C code" << -6;
    QTest::newRow("divide") << "fpe" << "SIGFPE: floating-point exception in C code" << 1;
    QTest::newRow("thread of C") << "thread-segv" << "SIGSEGV: segmentation violation in C code" << 1;
}

void TestInspection::deathsInC()
{
    QFETCH(QString, way);
    const auto victim
        = provideVictim({.fixture = QStringLiteral("cgo"), .go = m_go, .build = GoBuild::Cgo, .arguments = {way}});
    QVERIFY2(victim.has_value(), qPrintable(victim.error_or(QString())));
    const auto inspection = open(*victim);
    QVERIFY(inspection);
    const auto crash = inspection->crash();
    QCOMPARE(crash->kind, CrashSummary::Kind::Signal);
    QTEST(QString::fromStdString(crash->message), "message");
    QTEST(crash->code, "code");
    QVERIFY(crash->inC);
    QCOMPARE(crash->location.function, "native_inner");
    QVERIFY(crash->location.file.ends_with("native.c"));
    QVERIFY(crash->location.line > 0);
}

void TestInspection::tellsTheCrash()
{
    const auto crash = m_sample->crash();
    QCOMPARE(crash->kind, CrashSummary::Kind::Panic);
    QCOMPARE(crash->signalName, "SIGSEGV");
    QCOMPARE(crash->deliveredSignalName, "SIGABRT");
    QVERIFY(crash->faultAddress && crash->faultAddress->value < 4096);
    QCOMPARE(crash->panics.size(), size_t(1));
    QCOMPARE(crash->panics[0].type, "runtime.errorString");
    QVERIFY(crash->location.function.ends_with("cache.(*Cache).Get"));
    const auto process = m_sample->process();
    QCOMPARE(process->match, FileMatch::BuildId);
    QCOMPARE(process->mainModule.substr(0, process->mainModule.find(' ')), "orders-api");
    QVERIFY(process->uptimeNanoseconds > 0 && !process->isTimeExact); // the kernel notes no clock
    QVERIFY(m_sample->warnings().empty());
    const auto threads = m_sample->threads();
    QCOMPARE(std::ranges::count_if(*threads, &ThreadInfo::crashed), 1);
    QVERIFY(std::ranges::all_of(*threads, [](const ThreadInfo &thread) { return !thread.registers.empty(); }));
}

void TestInspection::groupsGoroutines()
{
    const auto snapshot = m_sample->goroutineStacks();
    QVERIFY(snapshot);
    const GoroutineStacks &stacks = *snapshot->stacks;
    QVERIFY(stacks.complete);
    QVERIFY(stacks.errors.empty());
    QCOMPARE(stacks.done, snapshot->table->size());
    uint64_t sum = 0;
    for (const GoroutineStacks::Unique &unique : stacks.stacks) {
        QVERIFY(unique.goroutines > 0);
        QVERIFY(!unique.user.function.empty());
        QCOMPARE(unique.functions.front(), unique.current.function);
        sum += unique.goroutines;
    }
    QCOMPARE(sum, uint64_t(snapshot->table->size()));
    QVERIFY(stacks.stacks.size() < snapshot->table->size() / 2); // many wait at the same place
    // A group is what its members are: each row's own stack has the group's functions.
    for (uint32_t row = 0; row < snapshot->table->size(); row += 17) {
        const auto stack = m_sample->stack({StackOwner::Kind::Goroutine, snapshot->table->id[row]});
        QVERIFY(stack);
        QCOMPARE((*stack)->frames.front().function, stacks.stacks[stacks.stackOf[row]].functions.front());
        QCOMPARE((*stack)->frames.size(), stacks.stacks[stacks.stackOf[row]].functions.size());
    }
}

void TestInspection::whoWaitsForTheLock()
{
    const auto snapshot = m_sample->goroutineStacks();
    QVERIFY(snapshot);
    std::vector<uint64_t> lockers;
    for (uint32_t row = 0; row < snapshot->table->size(); ++row) {
        const auto &unique = snapshot->stacks->stacks[snapshot->stacks->stackOf[row]];
        const bool inGet = std::ranges::any_of(
            unique.functions, [](const std::string &function) { return function.ends_with("cache.(*Cache).Get"); });
        if (inGet && snapshot->table->waitReasonText(row) == "sync.Mutex.Lock")
            lockers.push_back(snapshot->table->id[row]);
    }
    QVERIFY(lockers.size() > 2);
    const auto details = m_sample->goroutine(lockers.front());
    QVERIFY(details);
    QCOMPARE(details->status, "waiting");
    QVERIFY(details->parent != 0);
    QCOMPARE(details->waits.size(), size_t(1));
    QVERIFY(!details->waits[0].object.isNull());
    // The others in Get wait for the very same lock.
    for (const uint64_t id : lockers)
        QVERIFY(id == lockers.front() || std::ranges::contains(details->waits[0].others, id));
    // The one that died had it.
    QCOMPARE(details->waits[0].holders.size(), size_t(1));
    QCOMPARE(details->waits[0].holders[0].goroutine, m_crashed);
    // A script gets the same.
    const std::string json = reportJson(*m_sample, {.goroutines = {lockers.front()}});
    const QJsonObject report = QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
    const QJsonValue wait = report[QLatin1String("goroutines")][0][QLatin1String("waits")][0];
    QCOMPARE(wait[QLatin1String("kind")].toString(), QLatin1String("sync.Mutex.Lock"));
    QCOMPARE(wait[QLatin1String("others")].toArray().size(), qsizetype(details->waits[0].others.size()));
    QCOMPARE(quint64(wait[QLatin1String("probably_held_by")][0][QLatin1String("goroutine")].toInteger()), m_crashed);
}

void TestInspection::deferredCalls()
{
    for (const GoBuild build : {GoBuild::NoOpt, GoBuild::Plain}) {
        const auto victim = provideVictim({.fixture = QStringLiteral("sample"), .go = m_go, .build = build});
        QVERIFY2(victim.has_value(), qPrintable(victim.error_or(QString())));
        const auto inspection = open(*victim);
        QVERIFY(inspection);
        // run defers stop() of signal.NotifyContext: on the goroutine's list, or kept in the frame if optimised.
        const auto stack = inspection->stack({StackOwner::Kind::Goroutine, 1});
        QVERIFY(stack);
        const auto ofRun = std::ranges::find_if((*stack)->deferred, [&](const DeferredCall &call) {
            return call.frame && (*stack)->frames[*call.frame].function == "main.run";
        });
        QVERIFY2(ofRun != (*stack)->deferred.end(), qPrintable(nameOf(build)));
        QVERIFY2(QByteArray(ofRun->function.c_str()).contains("signalCtx"), ofRun->function.c_str());
    }
}

void TestInspection::pagesThroughValues()
{
    const StackOwner owner{StackOwner::Kind::Goroutine, m_crashed};
    const size_t frame = *m_sample->crash()->frame;
    const auto variables = m_sample->variables(owner, frame);
    QVERIFY(variables);
    const auto key = std::ranges::find(*variables, "key", &VariableInfo::name);
    QVERIFY(key != variables->end());
    QVERIFY(key->isArgument && key->isText);
    QCOMPARE(key->value, "\"" + *m_sample->text(key->handle, 0, *key->length) + "\"");
    QCOMPARE(m_sample->text(key->handle, 4, 3)->size(), size_t(3));

    const auto entries = m_sample->evaluate(owner, frame, "c.entries");
    QVERIFY(entries);
    QCOMPARE(entries->childCount, entries->length.value_or(0));
    std::set<std::string> names;
    for (uint64_t first = 0; first < entries->childCount; first += 100) {
        const auto page = m_sample->children(entries->handle, first, 100);
        QVERIFY(page);
        for (const VariableInfo &child : *page) {
            names.insert(child.name);
            if (!child.expression.empty() && first == 0) {
                const auto again = m_sample->evaluate(owner, frame, child.expression);
                QVERIFY2(again, child.expression.c_str());
                QCOMPARE(again->value, child.value);
            }
        }
    }
    QCOMPARE(names.size(), size_t(entries->childCount)); // each key once, none left out
    QCOMPARE(m_sample->print(owner, frame, "e"), std::string("*orders-api/internal/cache.entry nil"));
    QVERIFY(!m_sample->packageVariables("runtime.allgs", 10)->empty());
}

void TestInspection::readsCodeSourceAndMemory()
{
    const StackOwner owner{StackOwner::Kind::Goroutine, m_crashed};
    const auto stack = m_sample->stack(owner);
    QVERIFY(stack);
    const FrameInfo &frame = (*stack)->frames[*m_sample->crash()->frame];
    const auto code = m_sample->disassemble(frame.lookupPc);
    QVERIFY(code);
    QCOMPARE(code->function, frame.function);
    QCOMPARE(std::ranges::count_if(code->lines, &DisassemblyLine::isCurrent), 1);
    const auto current = std::ranges::find_if(code->lines, &DisassemblyLine::isCurrent);
    QCOMPARE(current->line, frame.line);
    QVERIFY(std::ranges::any_of(code->lines, [](const DisassemblyLine &line) {
        return line.text.ends_with("runtime.mapaccess1_faststr") || line.text.contains("Lock");
    }));
    const SourceText source = m_sample->source(frame.file);
    QVERIFY(!source.error);
    QVERIFY(source.text.contains("func (c *Cache) Get(key string)"));
    QVERIFY(m_sample->source("/no/such/file.go").error.has_value());

    const MemoryBytes bytes = m_sample->memory(frame.pc, 16);
    QVERIFY(!bytes.error);
    QVERIFY(std::ranges::all_of(bytes.bytes, [](const auto &byte) { return byte.has_value(); }));
    const MemoryBytes none = m_sample->memory(Address{8}, 16);
    QVERIFY(none.error);
    QVERIFY(std::ranges::none_of(none.bytes, [](const auto &byte) { return byte.has_value(); }));
    QVERIFY(QByteArray(m_sample->describe(frame.pc).c_str()).contains("(*Cache).Get"));
    const auto names = m_sample->names();
    QVERIFY(names && !names->search("(*Cache).", 10).empty());
}

void TestInspection::refusesWhatIsNotThere()
{
    const StackOwner owner{StackOwner::Kind::Goroutine, m_crashed};
    QCOMPARE(m_sample->stack({StackOwner::Kind::Goroutine, 999999}).error().message,
             "there is no goroutine 999999 in this core");
    QCOMPARE(m_sample->stack({StackOwner::Kind::Thread, 1}).error().message, "there is no thread 1 in this core");
    QVERIFY(m_sample->variables(owner, 12345).error().message.starts_with("there is no frame 12345"));
    QVERIFY(!m_sample->children(0xffffffff, 0, 1).has_value());
    QVERIFY(!m_sample->evaluate(owner, 0, "no_such_variable").has_value());
    QVERIFY(!m_sample->evaluate(owner, 0, "f(").has_value());
    OpenOptions options;
    options.core = "/no/such/core";
    const auto inspection = Inspection::open(options);
    QVERIFY(!inspection);
    QVERIFY(QByteArray(inspection.error().toString().c_str()).contains("/no/such/core"));
}

void TestInspection::reportsParse()
{
    const std::string json = reportJson(*m_sample, {.stacks = true, .variables = true, .threads = true, .depth = 12});
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(json), &error);
    QCOMPARE(error.error, QJsonParseError::NoError);
    const QJsonObject report = document.object();
    QCOMPARE(report.value(QLatin1String("schema")).toInt(), 1);
    const auto snapshot = m_sample->goroutines();
    QCOMPARE(report.value(QLatin1String("goroutines")).toArray().size(), qsizetype(snapshot->table->size()));
    for (const char *part : {"core", "executable", "go", "crash"})
        QVERIFY2(report.value(QLatin1String(part)).isObject(), part);
    const std::string one = reportJson(*m_sample, {.goroutines = {m_crashed}, .stacks = true});
    QCOMPARE(QJsonDocument::fromJson(QByteArray::fromStdString(one))
                 .object()
                 .value(QLatin1String("goroutines"))
                 .toArray()
                 .size(),
             1);
    const std::string markdown = reportMarkdown(*m_sample);
    QVERIFY(markdown.contains("invalid memory address"));
    QVERIFY(!markdown.contains("HOME=")); // no environment in what people paste
    const auto stacks = m_sample->goroutineStacks();
    QVERIFY(stacks.has_value());
    QVERIFY2(markdown.contains("### Goroutines\n\n" + std::to_string(stacks->table->size()) + " goroutines in "),
             markdown.c_str());
    QVERIFY(markdown.contains(" goroutines ["));
    QVERIFY(markdown.size() < 40'000); // people paste it
}

void TestInspection::reportTextIsForReading()
{
    const std::string text = reportText(*m_sample, {});
    QVERIFY(text.contains("\ngoroutine " + std::to_string(m_crashed) + " ["));
    QVERIFY(text.contains("the runtime's own, on the way to the end"));
    // Many wait at the same place: they are told once, with their numbers.
    const auto snapshot = m_sample->goroutineStacks();
    QVERIFY(snapshot.has_value());
    const auto &stacks = (*snapshot).stacks;
    const auto common = std::ranges::max_element(stacks->stacks, {}, &GoroutineStacks::Unique::goroutines);
    QVERIFY(common->goroutines > 3);
    const auto lineBreaks = std::ranges::count(text, '\n');
    QVERIFY2(lineBreaks < ptrdiff_t((*snapshot).table->size() * 3), "told one by one");
    QVERIFY(text.contains(" goroutines ["));
    QVERIFY(text.contains("\n  numbers "));
    // Whoever asks for stacks gets each goroutine and every frame.
    const std::string whole = reportText(*m_sample, {.stacks = true});
    for (uint32_t row = 0; row < (*snapshot).table->size(); ++row)
        QVERIFY(whole.contains("\ngoroutine " + std::to_string((*snapshot).table->id[row]) + " ["));
    QVERIFY(!whole.contains("the runtime's own, on the way"));
    const std::string one = reportText(*m_sample, {.goroutines = {m_crashed}});
    QVERIFY(one.size() < text.size());
}

void TestInspection::reportedTextIsWalked_data()
{
    reportedFramesAreWalkedOnes_data();
}

/// The same of the text for people.
void TestInspection::reportedTextIsWalked()
{
    QFETCH(const size_t, depth);
    const QString text = QString::fromStdString(reportText(*m_sample, {.stacks = true, .depth = depth}));
    const auto snapshot = m_sample->goroutineStacks();
    QVERIFY(snapshot.has_value());
    const GoroutineTable &table = *(*snapshot).table;
    for (uint32_t row = 0; row < table.size(); ++row) {
        const QString start = QStringLiteral("\ngoroutine %1 [").arg(table.id[row]);
        const qsizetype begin = text.indexOf(start);
        QVERIFY(begin >= 0);
        const qsizetype end = text.indexOf(QLatin1String("\n\n"), begin);
        const QStringList lines = text.mid(begin + 1, end < 0 ? -1 : end - begin - 1).split(u'\n', Qt::SkipEmptyParts);
        const auto stack = m_sample->stack({StackOwner::Kind::Goroutine, table.id[row]}, std::max<size_t>(depth, 1));
        QVERIFY(stack);
        QStringList walked;
        for (const FrameInfo &frame : std::span((*stack)->frames).first(std::min(depth, (*stack)->frames.size()))) {
            walked << QStringLiteral("  %1  %2%3%4")
                          .arg(frame.index, 3)
                          .arg(QString::fromStdString(frame.function),
                               frame.inlined ? QStringLiteral(" [inlined]") : QString(),
                               frame.kind == FrameInfo::Kind::Signal ? QStringLiteral(" [signal]") : QString());
            walked << QStringLiteral("         %1:%2").arg(QString::fromStdString(frame.file)).arg(frame.line);
        }
        if (!(*stack)->createdBy.isEmpty()) {
            walked << QStringLiteral("  created by %1  %2:%3 in goroutine %4")
                          .arg(QString::fromStdString((*stack)->createdBy.function),
                               QString::fromStdString((*stack)->createdBy.file))
                          .arg((*stack)->createdBy.line)
                          .arg((*stack)->createdByGoroutine);
        }
        QCOMPARE(lines.last(walked.size()), walked);
    }
}

void TestInspection::reportedFramesAreWalkedOnes_data()
{
    QTest::addColumn<size_t>("depth");
    QTest::newRow("whole stacks") << size_t(1000);
    QTest::newRow("cut") << size_t(3);
    QTest::newRow("no frames") << size_t(0);
}

/// Goroutines with the same stack share the text of their frames: each must be as if it was walked alone.
void TestInspection::reportedFramesAreWalkedOnes()
{
    QFETCH(const size_t, depth);
    const std::string json = reportJson(*m_sample, {.stacks = true, .depth = depth});
    const QJsonArray goroutines = QJsonDocument::fromJson(QByteArray::fromStdString(json))
                                      .object()
                                      .value(QLatin1String("goroutines"))
                                      .toArray();
    QVERIFY(goroutines.size() > 100);
    for (const QJsonValue &goroutine : goroutines) {
        const StackOwner owner{StackOwner::Kind::Goroutine, uint64_t(goroutine[QLatin1String("id")].toInteger())};
        const auto stack = m_sample->stack(owner, std::max<size_t>(depth, 1));
        QVERIFY(stack);
        QStringList walked, reported;
        for (const FrameInfo &frame : std::span((*stack)->frames).first(std::min(depth, (*stack)->frames.size()))) {
            walked << QStringLiteral("%1 %2:%3 %4 %5")
                          .arg(QString::fromStdString(frame.function), QString::fromStdString(frame.file),
                               QString::number(frame.line), QString::fromStdString(frame.pc.toString()),
                               QString::fromStdString(frame.cfa.toString()));
        }
        for (const QJsonValue &frame : goroutine[QLatin1String("frames")].toArray()) {
            reported << QStringLiteral("%1 %2:%3 %4 %5")
                            .arg(frame[QLatin1String("function")].toString(), frame[QLatin1String("file")].toString(),
                                 QString::number(frame[QLatin1String("line")].toInt()),
                                 frame[QLatin1String("pc")].toString(), frame[QLatin1String("cfa")].toString());
        }
        QCOMPARE(reported, walked);
    }
}

QTEST_GUILESS_MAIN(TestInspection)
#include "tst_inspection.moc"
