// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/mappedfile.h"
#include "backend/code/disassembler.h"
#include "backend/elf/elffile.h"
#include "tests/support/victim.h"

#include <QProcess>
#include <QRegularExpression>
#include <QTest>

using namespace Freezeframe;

namespace
{

/// One line of objdump: "  file.go:7\t0x401000\t\t4889c3\t\tMOVQ AX, BX\t".
struct Instruction {
    uint64_t address = 0;
    QByteArray bytes; ///< hexadecimal
    QByteArray text;
};

/// Where objdump and we differ: the form of both lines, and who is right. All is here. \1 in ours is what matched there.
struct Explained {
    const char *theirs;
    const char *ours;
    const char *why;
};
constexpr Explained explained[] = {
    {R"(\?)", R"(.+)", "we: x86asm knows no such instruction, or lost its place behind one that it took for longer"},
    {R"((V\w+(?:\.\w+)*) (.*?)(?<!\$)0x\w+(\(IP\))?(.*))", R"(\1 \2.+\(SB\)\4)",
     "we: it forgets that the operand of a vector instruction is relative to the instruction, and names nothing"},
    {R"((\w+ (?:.* )?)-?0x\w+\(IP\)(.*))", R"(\1.+\(SB\)\2)",
     "we: it takes the way back for a far one; or of several symbols that start there it looks at the last, without a size"},
    {R"(MOVL \$\D.*\(SB\), (.*))", R"(MOVL \$0x\w+, \1)",
     "we: 5,000,000 is a number, and an address by chance only; 64-bit code takes no address like that"},
    {R"(VZEROUPPER|VZEROALL)", R"(VZEROUPPER|VZEROALL)", "we: it takes the next byte for a part of it"},
};

}

/// `go tool objdump` over whole programs, every instruction: we spell it alike, or the difference is explained above.
class TestObjdump : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void instructions_data();
    void instructions();

private:
    [[nodiscard]] std::vector<Instruction> objdump(const QString &program) const;
    [[nodiscard]] static QString withSigns(QString text);
    [[nodiscard]] static bool isExplained(const Instruction &theirs, const QByteArray &ours);
    GoToolchain m_newest; ///< whose objdump knows most
};

void TestObjdump::initTestCase()
{
    const QList<GoToolchain> all = goToolchains();
    if (all.isEmpty())
        QSKIP("there is no Go here");
    m_newest = all.last();
}

std::vector<Instruction> TestObjdump::objdump(const QString &program) const
{
    QProcess tool;
    tool.start(m_newest.program, {QStringLiteral("tool"), QStringLiteral("objdump"), program});
    constexpr int patienceMilliseconds = 300'000; // its first use builds it
    if (!tool.waitForFinished(patienceMilliseconds) || tool.exitCode() != 0)
        return {};
    std::vector<Instruction> all;
    for (const QByteArray &line : tool.readAllStandardOutput().split('\n')) {
        if (!line.startsWith("  "))
            continue;
        QByteArrayList parts = line.split('\t');
        parts.removeAll({});
        if (parts.size() >= 4)
            all.push_back({.address = parts.at(1).trimmed().toULongLong(nullptr, 16),
                           .bytes = parts.at(2).trimmed(),
                           .text = parts.at(3).trimmed()});
    }
    return all;
}

/// "0xfffffc98(SP)" as "-0x368(SP)".
QString TestObjdump::withSigns(QString text)
{
    static const QRegularExpression displacement(QStringLiteral("(?<![\\w$])0x([89a-f][0-9a-f]{7})\\b"));
    for (QRegularExpressionMatch match = displacement.match(text); match.hasMatch(); match = displacement.match(text)) {
        const auto value = qint64(qint32(match.captured(1).toUInt(nullptr, 16)));
        text.replace(match.capturedStart(), match.capturedLength(),
                     QStringLiteral("-0x%1").arg(QString::number(-value, 16)));
    }
    return text;
}

bool TestObjdump::isExplained(const Instruction &theirs, const QByteArray &ours)
{
    // We are right: 32 bits of displacement have a sign, and the assembler takes no such number.
    const QString their = withSigns(QString::fromUtf8(theirs.text));
    if (their == QString::fromUtf8(ours))
        return true;
    for (const Explained &one : explained) {
        const QRegularExpression form(QRegularExpression::anchoredPattern(QLatin1String(one.theirs)));
        const QRegularExpressionMatch match = form.match(their);
        if (!match.hasMatch())
            continue;
        QString wanted = QLatin1String(one.ours);
        for (int group = 1; group <= match.lastCapturedIndex(); ++group)
            wanted.replace(QStringLiteral("\\%1").arg(group), QRegularExpression::escape(match.captured(group)));
        if (QRegularExpression(QRegularExpression::anchoredPattern(wanted)).match(QString::fromUtf8(ours)).hasMatch())
            return true;
    }
    return false;
}

void TestObjdump::instructions_data()
{
    QTest::addColumn<QString>("program");
    const bool isThorough = qEnvironmentVariableIntValue("FREEZEFRAME_THOROUGH") == 1;
    const auto row = [](const char *fixture, const GoToolchain &go, GoBuild build) {
        const auto program = buildVictim({.fixture = QString::fromLatin1(fixture), .go = go, .build = build});
        QVERIFY2(program, qPrintable(program.error_or(QString())));
        QTest::addRow("%s, Go %s, %s", fixture, qPrintable(go.release()), qPrintable(nameOf(build))) << *program;
    };
    if (!isThorough) {
        row("crash", m_newest, GoBuild::Plain);
        return;
    }
    for (const GoToolchain &go : goToolchains({1, 19})) {
        for (const GoBuild build : {GoBuild::Plain, GoBuild::NoOpt, GoBuild::Pie, GoBuild::Cgo})
            row(build == GoBuild::Cgo ? "cgo" : "crash", go, build);
        if (go.version >= QVersionNumber(1, 23)) // its source needs that
            row("variables", go, GoBuild::Plain);
    }
}

void TestObjdump::instructions()
{
    QFETCH(const QString, program);
    const std::vector<Instruction> theirs = objdump(program);
    QVERIFY(theirs.size() > 100'000);
    const auto mapped = MappedFile::open(program.toStdString());
    QVERIFY(mapped);
    const auto file = ElfFile::open(*mapped);
    QVERIFY(file);
    const ElfSection *section = (*file)->findSection(".text");
    QVERIFY(section);
    const auto code = (*file)->sectionData(*section);
    QVERIFY(code);
    const CodeNames names{.place = [](Address) { return SourceLocation(); },
                          .symbol = [&file](Address address) -> CodeSymbol {
                              const ElfSymbol *symbol = (*file)->symbolAt(address);
                              if (!symbol || symbol->size == 0)
                                  return {};
                              return {.name = std::string(symbol->name), .base = symbol->address};
                          }};
    QStringList differences;
    size_t explainedCount = 0;
    size_t at = 0; // of theirs
    while (at < theirs.size()) {
        // As far as objdump knows the bytes to be one stretch of code.
        size_t end = at + 1;
        while (end < theirs.size()
               && theirs[end].address == theirs[end - 1].address + uint64_t(theirs[end - 1].bytes.size()) / 2)
            ++end;
        const uint64_t offset = theirs[at].address - section->address.value;
        const uint64_t size = theirs[end - 1].address + uint64_t(theirs[end - 1].bytes.size()) / 2 - theirs[at].address;
        QVERIFY(offset <= code->size() && size <= code->size() - offset);
        const auto ours = disassembleCode(Architecture::X86_64, code->subspan(offset, size), {theirs[at].address}, {},
                                          names, DisassemblyFlavor::Go);
        QVERIFY(ours);
        for (const DisassemblyLine &line : *ours) {
            while (at < end && theirs[at].address < line.address.value)
                ++at; // it was in the middle of an instruction
            if (at == end || theirs[at].address != line.address.value)
                continue; // or took several for one
            const QByteArray text = QByteArray::fromStdString(line.text);
            if (text == theirs[at].text)
                continue;
            if (isExplained(theirs[at], text))
                ++explainedCount;
            else
                differences << QStringLiteral("%1: objdump says %2, we say %3")
                                   .arg(QString::fromUtf8(theirs[at].bytes), QString::fromUtf8(theirs[at].text),
                                        QString::fromUtf8(text));
        }
        at = end;
    }
    qInfo("%zu instructions, %zu differences are explained", theirs.size(), explainedCount);
    QVERIFY2(explainedCount < theirs.size() / 50, "an explanation that fits too much hides faults");
    const qsizetype count = differences.size();
    QVERIFY2(count == 0,
             qPrintable(QStringLiteral("%1 differ:\n").arg(count)
                        + differences.first(std::min<qsizetype>(count, 20)).join(u'\n')));
}

QTEST_GUILESS_MAIN(TestObjdump)
#include "tst_objdump.moc"
