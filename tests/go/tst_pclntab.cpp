// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/go/openedvictim.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTest>

#include <algorithm>
#include <random>

using namespace Freezeframe;

/// Functions, lines, inlining and frame sizes against Go's own tools and tracebacks; and damaged tables.
class TestPclntab : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void agreesWithNm_data();
    void agreesWithNm();
    void agreesWithAddr2line_data();
    void agreesWithAddr2line();
    void agreesWithTraceback_data();
    void agreesWithTraceback();
    void findsAddressesOfLines_data();
    void findsAddressesOfLines();
    void tellsKinds_data();
    void tellsKinds();
    void survivesMutation_data();
    void survivesMutation();
};

namespace
{

[[nodiscard]] QStringList runTool(const VictimRequest &request, const QStringList &arguments,
                                  const QByteArray &input = {})
{
    QProcess go;
    go.start(request.go.program, QStringList{QStringLiteral("tool")} + arguments);
    go.write(input);
    go.closeWriteChannel();
    if (!go.waitForFinished(120'000))
        return {};
    return QString::fromUtf8(go.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
}

[[nodiscard]] QString text(std::string_view view)
{
    return QString::fromUtf8(view.data(), qsizetype(view.size()));
}

struct Place {
    QString function;
    QString file;
    int line = 0;
    bool operator==(const Place &) const = default;
};

/// Whether @p printed is what a traceback prints of the levels at @p pc: wrappers only if a panic called from them.
[[nodiscard]] bool isPrintedAs(const QList<Place> &printed, const Pclntab &table, const GoFunction &function,
                               Address pc)
{
    QList<Place> all, withoutWrappers;
    for (const GoInlinedFrame &frame : table.frames(function, pc)) {
        all.append({comparableFunction(text(frame.function)), text(frame.file), frame.line});
        if (!frame.isWrapper)
            withoutWrappers.append(all.constLast());
    }
    return printed == all || printed == withoutWrappers;
}

}

void TestPclntab::agreesWithNm_data()
{
    addVictimRows(QStringLiteral("stacks"), {GoBuild::Plain, GoBuild::NoOpt, GoBuild::Pie});
}

void TestPclntab::agreesWithNm()
{
    QFETCH(const VictimRequest, request);
    const OpenedVictim opened = openVictim(request);
    QVERIFY2(opened.error.isEmpty(), qPrintable(opened.error));
    const ModuleData &module = opened.symbols->modules().front();
    const uint64_t bias = opened.target->modules().at(module.module).bias;
    int compared = 0;
    for (const QString &line : runTool(request, {QStringLiteral("nm"), opened.victim.executable})) {
        const QString kind = line.simplified().section(u' ', 1, 1).toUpper();
        const QString name = line.simplified().section(u' ', 2);
        const Address address = {line.simplified().section(u' ', 0, 0).toULongLong(nullptr, 16) + bias};
        // Marks of the linker are no functions; names of generics are written in another way.
        if (kind != u"T" || name.startsWith(u"runtime.text") || name.startsWith(u"runtime.etext")
            || name.contains(u'['))
            continue;
        const auto match = opened.symbols->functionAt(address);
        QVERIFY2(match.has_value(), qPrintable(name));
        QCOMPARE(match->function.entry, address);
        QString plain = name;
        plain.remove(QStringLiteral(".abi0"));
        QCOMPARE(text(match->function.name).replace(QChar(0xb7), u'.'), plain);
        const auto middle = module.pclntab->functionAt(address + (match->function.end - address) / 2);
        QVERIFY(middle && middle->index == match->function.index);
        ++compared;
    }
    QVERIFY(compared > 1000);
    QVERIFY(!opened.symbols->functionAt(module.text.end));
    QVERIFY(!opened.symbols->functionAt({0}));
    QVERIFY(!opened.symbols->functionAt({~0ULL}));
    QVERIFY(!opened.symbols->functionNamed("main.noSuchFunction"));
    const auto named = opened.symbols->functionNamed("main.main");
    QVERIFY(named && opened.symbols->functionAt(named->function.entry)->function.name == "main.main");
}

void TestPclntab::agreesWithAddr2line_data()
{
    addVictimRows(QStringLiteral("stacks"), {GoBuild::Plain, GoBuild::NoOpt, GoBuild::TrimPath});
}

void TestPclntab::agreesWithAddr2line()
{
    QFETCH(const VictimRequest, request);
    const OpenedVictim opened = openVictim(request);
    QVERIFY2(opened.error.isEmpty(), qPrintable(opened.error));
    const Pclntab &table = *opened.symbols->modules().front().pclntab;
    QList<Address> places;
    QByteArray input;
    for (size_t i = 0; i < table.functionCount(); ++i) {
        const GoFunction function = table.functionAtIndex(i);
        for (const uint64_t part : {0, 3, 7}) {
            const Address pc = function.entry + (function.end - function.entry) * part / 8;
            places.append(pc);
            input += pc.toString() + '\n';
        }
    }
    const QStringList answers = runTool(request, {QStringLiteral("addr2line"), opened.victim.executable}, input);
    QCOMPARE(answers.size(), places.size() * 2);
    for (qsizetype i = 0; i < places.size(); ++i) {
        const auto function = table.functionAt(places[i]);
        const QString file = answers[2 * i + 1].section(u':', 0, -2);
        const int line = answers[2 * i + 1].section(u':', -1).toInt();
        if (!function || line <= 0) { // between functions
            QVERIFY2(!function || !table.fileLine(*function, places[i]), qPrintable(answers[2 * i]));
            continue;
        }
        QCOMPARE(comparableFunction(text(function->name)), comparableFunction(answers[2 * i]));
        const auto place = table.fileLine(*function, places[i]);
        QVERIFY2(place.has_value(), qPrintable(answers[2 * i]));
        QCOMPARE(text(place->first), file);
        QCOMPARE(place->second, line);
    }
}

void TestPclntab::agreesWithTraceback_data()
{
    addVictimRows(QStringLiteral("stacks"), {GoBuild::Plain, GoBuild::NoOpt, GoBuild::Pie, GoBuild::Stripped});
}

void TestPclntab::agreesWithTraceback()
{
    QFETCH(const VictimRequest, request);
    const OpenedVictim opened = openVictim(request);
    QVERIFY2(opened.error.isEmpty(), qPrintable(opened.error));
    int frames = 0, inlined = 0;
    for (const PrintedGoroutine &goroutine : parseTraceback(fileContent(opened.victim.errors)).goroutines) {
        QList<Place> printed;
        bool isExact = true; // the innermost, and what a signal or a preemption interrupted
        for (const PrintedFrame &frame : goroutine.frames) {
            printed.append({comparableFunction(frame.function), frame.file, frame.line});
            if (frame.isInlined) {
                ++inlined;
                continue;
            }
            const auto match = opened.symbols->functionAt({frame.pc});
            const QByteArray what = QStringLiteral("goroutine %1, %2").arg(goroutine.id).arg(frame.function).toUtf8();
            QVERIFY2(match.has_value(), what);
            const Pclntab &table = *match->module->pclntab;
            const auto size = table.frameSize(match->function, {frame.pc});
            QVERIFY2(size.has_value(), what);
            QCOMPARE(quint64(*size), frame.fp - frame.sp - 8);
            QCOMPARE(table.frameSize(match->function, {frame.pc}), size); // the second time from the cache
            if (!isPrintedAs(printed, table, match->function, {frame.pc - 1}))
                QVERIFY2(isExact && isPrintedAs(printed, table, match->function, {frame.pc}), what);
            printed.clear();
            isExact = frame.function == u"runtime.sigpanic" || frame.function.startsWith(u"runtime.asyncPreempt");
            ++frames;
        }
    }
    QVERIFY(frames > 200);
    if (request.build != GoBuild::NoOpt)
        QVERIFY(inlined > 0);
}

void TestPclntab::findsAddressesOfLines_data()
{
    addVictimRows(QStringLiteral("stacks"), {GoBuild::Plain, GoBuild::NoOpt});
}

void TestPclntab::findsAddressesOfLines()
{
    QFETCH(const VictimRequest, request);
    const OpenedVictim opened = openVictim(request);
    QVERIFY2(opened.error.isEmpty(), qPrintable(opened.error));
    const auto main = opened.symbols->functionNamed("main.main");
    QVERIFY(main);
    const Pclntab &table = *main->module->pclntab;
    const auto place = table.fileLine(main->function, main->function.entry);
    QVERIFY(place);
    QVERIFY(std::ranges::contains(table.files(), place->first));
    const auto addresses = table.addressesOf(place->first, place->second);
    QVERIFY(std::ranges::contains(addresses, main->function.entry));
    for (const Address address : addresses)
        QCOMPARE(table.fileLine(*table.functionAt(address), address), place);
    QVERIFY(table.addressesOf(place->first, 1'000'000).empty());
    QVERIFY(table.addressesOf("/no/such/file.go", 1).empty());
}

void TestPclntab::tellsKinds_data()
{
    addVictimRows(QStringLiteral("stacks"), {GoBuild::Plain, GoBuild::Stripped});
}

void TestPclntab::tellsKinds()
{
    QFETCH(const VictimRequest, request);
    const OpenedVictim opened = openVictim(request);
    QVERIFY2(opened.error.isEmpty(), qPrintable(opened.error));
    const std::pair<const char *, GoFuncKind> expected[] = {
        {"runtime.goexit", GoFuncKind::Goexit},
        {"runtime.mstart", GoFuncKind::Mstart},
        {"runtime.rt0_go", GoFuncKind::TopOfStack},
        {"runtime.sigpanic", GoFuncKind::Sigpanic},
        {"runtime.systemstack", GoFuncKind::SystemStack},
        {"runtime.systemstack_switch", GoFuncKind::SystemStackSwitch},
        {"runtime.mcall", GoFuncKind::Mcall},
        {"runtime.morestack", GoFuncKind::Morestack},
        {"runtime.asmcgocall", GoFuncKind::Asmcgocall},
        {"runtime.gogo", GoFuncKind::Gogo},
        {"runtime.asyncPreempt", GoFuncKind::AsyncPreempt},
        {"runtime.gopanic", GoFuncKind::Gopanic},
        {"runtime.main", GoFuncKind::RuntimeMain},
        {"main.main", GoFuncKind::Normal},
        {"runtime.gopark", GoFuncKind::Normal},
    };
    for (const auto &[name, kind] : expected) {
        const auto match = opened.symbols->functionNamed(name);
        QVERIFY2(match.has_value(), name);
        QVERIFY2(match->function.kind == kind, name);
    }
    // Wrappers are what the compiler made: no line of a source file begins them.
    const Pclntab &table = *opened.symbols->modules().front().pclntab;
    int wrappers = 0;
    for (size_t i = 0; i < table.functionCount(); ++i) {
        const GoFunction function = table.functionAtIndex(i);
        if (function.kind != GoFuncKind::Wrapper)
            continue;
        ++wrappers;
        QVERIFY2(function.name != "main.main" && function.name != "runtime.gopark", std::string(function.name).c_str());
    }
    QVERIFY(wrappers > 10);
}

void TestPclntab::survivesMutation_data()
{
    addVictimRows(QStringLiteral("crash"), {GoBuild::Plain}, {QStringLiteral("nil-deref")});
}

void TestPclntab::survivesMutation()
{
    QFETCH(const VictimRequest, request);
    const auto executable = buildVictim(request);
    QVERIFY2(executable.has_value(), qPrintable(executable.error_or(QString())));
    const auto file = ElfFile::open(*MappedFile::open(executable->toStdString()));
    QVERIFY(file);
    const auto section = (*file)->sectionData(".gopclntab");
    QVERIFY(section);
    const Address textStart = (*file)->findSection(".text")->address;
    std::mt19937 random(20261123);
    QElapsedTimer timer;
    timer.start();
    int opened = 0;
    for (int round = 0; round < 400; ++round) {
        std::vector<std::byte> bytes(section->begin(), section->end());
        const size_t changes = 1 + random() % 2000;
        for (size_t i = 0; i < changes; ++i)
            bytes[random() % bytes.size()] = std::byte(random());
        if (round % 4 == 0) // the header, whose offsets all else depends on
            bytes[8 + random() % 64] = std::byte(random());
        if (round % 8 == 1)
            bytes.resize(random() % bytes.size());
        const auto table = Pclntab::open({.table = bytes,
                                          .goFuncData = std::span(bytes).first(bytes.size() / 2),
                                          .textStart = textStart,
                                          .textEnd = {},
                                          .sections = {}});
        if (!table)
            continue;
        ++opened;
        for (int question = 0; question < 200; ++question) {
            const Address pc = textStart + random() % (1 << 20);
            const auto function = question % 2 ? (*table)->functionAt(pc)
                                               : (*table)->functionAtIndex(random() % (*table)->functionCount());
            if (!function)
                continue;
            const Address inside = function->entry + random() % 64;
            (void)(*table)->frameSize(*function, inside);
            (void)(*table)->pcData(*function, random() % 6, inside);
            (void)(*table)->funcData(*function, random() % 9);
            QVERIFY(!(*table)->frames(*function, inside).empty());
        }
        if (round % 50 == 0) {
            (void)(*table)->files();
            (void)(*table)->functionNamed("main.main");
            (void)(*table)->addressesOf("main.go", 3);
        }
    }
    QVERIFY(opened > 100);
    QVERIFY2(timer.elapsed() < 60'000, "damaged tables take too long");
}

QTEST_GUILESS_MAIN(TestPclntab)
#include "tst_pclntab.moc"
