// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/dwarf/dwarfmodule.h"
#include "tests/dwarf/programs.h"
#include "tests/support/elfbuilder.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <random>

using namespace Freezeframe;

namespace
{

/// Everything that one can ask of a module, with limits where real programs are large.
void askEverything(DwarfModule &module, std::span<const uint64_t> pcs)
{
    for (const uint64_t pc : pcs) {
        (void)module.lineAt({pc});
        const auto function = module.functionAt({pc});
        if (!function)
            continue;
        (void)module.frameBase(**function);
        std::vector<uint64_t> scopes = {0};
        for (const DwarfInlinedCall &call :
             module.inlinedAt(**function, {pc}).value_or(std::vector<DwarfInlinedCall>()))
            scopes.push_back(call.die);
        for (const uint64_t scope : scopes) {
            for (const DwarfVariable &variable :
                 module.variables(**function, scope, {pc}).value_or(std::vector<DwarfVariable>())) {
                LocationContext context;
                context.cfa = Address{0x1000};
                context.frameBase = module.frameBase(**function);
                (void)evaluateLocation(variable.location, context);
                const auto type = variable.type ? module.type(variable.type) : fail(ErrorCode::NotFound, "");
                if (!type)
                    continue;
                for (const TypeRef each : {(*type)->element, (*type)->key, (*type)->implementation})
                    (void)(each ? module.type(each) : type);
                for (size_t i = 0; i < std::min<size_t>((*type)->fields.size(), 50); ++i)
                    (void)module.type((*type)->fields[i].type);
            }
        }
    }
    (void)module.typeNamed("main.Node");
    (void)module.typeNamed("struct list");
    (void)module.globalNamed("main.Global");
    (void)module.constantsOf(module.typeNamed("main.Color").value_or(TypeRef()));
    (void)module.typeWithRuntimeOffset(0x1000);
}

}

/// Damaged debug information: no crash, no hang, no more memory than the file is worth.
class TestDwarfDamage : public QObject
{
    Q_OBJECT

private:
    Programs m_programs;
    QList<Programs::Program> m_built;

private Q_SLOTS:
    void initTestCase()
    {
        const auto built = m_programs.build(true);
        QVERIFY2(built, built ? "" : qPrintable(built.error()));
        m_built = *built;
    }

    void nothingToRead()
    {
        const auto empty = DwarfModule::open(ElfFile::open(ElfBuilder().file()).value(), 0);
        QVERIFY(!empty);
        QCOMPARE(empty.error().code, ErrorCode::NotFound);
        ElfBuilder builder;
        builder.addSection(".debug_info", SHT_PROGBITS, 0, 0, Bytes("nonsense that is no unit header"));
        builder.addSection(".debug_abbrev", SHT_PROGBITS, 0, 0, Bytes("x"));
        QVERIFY(!DwarfModule::open(ElfFile::open(builder.file()).value(), 0));
    }

    /// A typedef, an array and a pointer that lead to themselves.
    void cyclicTypes()
    {
        Bytes abbreviations;
        abbreviations
            .add(std::string_view("\x01\x11\x01\x13\x05\x00\x00", 7)) // unit: language data2
            .add(std::string_view("\x02\x16\x00\x49\x13\x03\x08\x00\x00", 9)) // typedef: type ref4, name string
            .add(std::string_view("\x03\x01\x01\x49\x13\x00\x00", 7)) // array: type ref4
            .add(std::string_view("\x04\x21\x00\x2f\x0b\x00\x00", 7)) // subrange: upper bound data1
            .add(std::string_view("\x05\x0f\x00\x49\x13\x00\x00", 7)) // pointer: type ref4
            .add(uint8_t(0));
        for (const uint16_t language : {uint16_t(0x0c), uint16_t(0x16)}) {
            Bytes unit;
            unit.add(uint16_t(4)).add(uint32_t(0)).add(uint8_t(8)); // at 4
            unit.add(uint8_t(1)).add(language); // at 11
            unit.add(uint8_t(2)).add(uint32_t(14)).add(std::string_view("T\0", 2)); // at 14: T is T
            unit.add(uint8_t(3))
                .add(uint32_t(21))
                .add(uint8_t(4))
                .add(uint8_t(9))
                .add(uint8_t(0)); // at 21: array of itself
            unit.add(uint8_t(5)).add(uint32_t(29)); // at 29: pointer to itself
            unit.add(uint8_t(2)).add(uint32_t(0x7fffffff)).add(std::string_view("U\0", 2)); // at 34: to nowhere
            unit.add(uint8_t(0));
            Bytes info;
            info.add(uint32_t(unit.size())).add(std::span<const std::byte>(unit));
            ElfBuilder builder;
            builder.addSection(".debug_info", SHT_PROGBITS, 0, 0, info);
            builder.addSection(".debug_abbrev", SHT_PROGBITS, 0, 0, abbreviations);
            const auto module = DwarfModule::open(ElfFile::open(builder.file()).value(), 0);
            QVERIFY2(module, module ? "" : module.error().message.c_str());
            const auto type = [&](uint64_t key) {
                return (*module)->type({.origin = TypeRef::Origin::Dwarf, .module = 0, .key = key});
            };
            QCOMPARE((*module)->typeNamed("T").value().key, 14u);
            QCOMPARE(type(14).error().code, ErrorCode::Limit);
            const auto array = type(21);
            QVERIFY(array ? (*array)->size == 0 : array.error().code == ErrorCode::Limit);
            const auto pointer = type(29);
            QVERIFY(pointer ? (*pointer)->kind == TypeKind::Pointer : pointer.error().code == ErrorCode::Limit);
            QVERIFY(!type(34));
            QVERIFY(!type(0xffffffffffff));
            QVERIFY(!type(~uint64_t(0)));
        }
    }

    /// A struct with many bit fields of its own type, and functions of functions of functions.
    void fanOut()
    {
        Bytes abbreviations;
        abbreviations
            .add(std::string_view("\x01\x11\x01\x13\x05\x00\x00", 7)) // unit: language data2
            .add(std::string_view("\x02\x13\x01\x0b\x0b\x00\x00", 7)) // struct: byte size data1
            .add(std::string_view("\x03\x0d\x00\x49\x13\x0d\x0b\x00\x00", 9)) // member: type ref4, bit size data1
            .add(std::string_view("\x04\x15\x01\x00\x00", 5)) // subroutine type
            .add(std::string_view("\x05\x05\x00\x49\x13\x00\x00", 7)) // parameter: type ref4
            .add(uint8_t(0));
        Bytes unit;
        unit.add(uint16_t(4)).add(uint32_t(0)).add(uint8_t(8));
        unit.add(uint8_t(1)).add(uint16_t(0x0c));
        unit.add(uint8_t(2)).add(uint8_t(8)); // at 14
        for (int i = 0; i < 50; ++i)
            unit.add(uint8_t(3)).add(uint32_t(14)).add(uint8_t(1));
        unit.add(uint8_t(0));
        const auto first = uint32_t(4 + unit.size());
        for (uint32_t i = 0; i < 60; ++i) { // each 12 bytes: two parameters of the next one's type
            unit.add(uint8_t(4));
            for (int parameter = 0; parameter < 2; ++parameter)
                unit.add(uint8_t(5)).add(uint32_t(first + 12 * (i + 1)));
            unit.add(uint8_t(0));
        }
        unit.add(uint8_t(4)).add(uint8_t(0)).add(uint8_t(0));
        Bytes info;
        info.add(uint32_t(unit.size())).add(std::span<const std::byte>(unit));
        ElfBuilder builder;
        builder.addSection(".debug_info", SHT_PROGBITS, 0, 0, info);
        builder.addSection(".debug_abbrev", SHT_PROGBITS, 0, 0, abbreviations);
        const auto module = DwarfModule::open(ElfFile::open(builder.file()).value(), 0).value();
        const auto record = module->type({.origin = TypeRef::Origin::Dwarf, .module = 0, .key = 14});
        QVERIFY2(record, record ? "" : record.error().message.c_str());
        QCOMPARE((*record)->fields.size(), size_t(50));
        const auto function = module->type({.origin = TypeRef::Origin::Dwarf, .module = 0, .key = first});
        QVERIFY2(function, function ? "" : function.error().message.c_str());
        QCOMPARE((*function)->fields.size(), size_t(2));
        QVERIFY((*function)->name.size() < 10'000);
    }

    void flippedBytes_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<int>("rounds");
        for (const Programs::Program &program : m_built)
            QTest::newRow(qPrintable(program.name)) << program.path << (program.isGo ? 40 : 400);
    }
    void flippedBytes()
    {
        QFETCH(const QString, path);
        QFETCH(const int, rounds);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray content = file.readAll();
        const auto good = ElfFile::open(MappedFile::open(path.toStdString()).value()).value();
        std::vector<ElfSection> sections;
        for (const ElfSection &section : good->sections()) {
            if (section.name.starts_with(".debug_") || section.name == ".eh_frame")
                sections.push_back(section);
        }
        const auto whole = DwarfModule::open(good, 0).value();
        std::vector<uint64_t> pcs;
        for (const char *name :
             {"main.main", "main.work", "main.sum[go.shape.int]", "fmt.Println", "main", "measure"}) {
            const auto function = whole->functionNamed(name);
            for (uint64_t offset = 0; function && offset < 200; offset += 40)
                pcs.push_back((*function)->ranges[0].begin.value + offset);
        }
        std::mt19937 random(42);
        QElapsedTimer timer;
        for (int round = 0; round < rounds; ++round) {
            QByteArray bad = content;
            for (int i = 0; i < 1 + round % 30; ++i) {
                const ElfSection &section = sections[random() % sections.size()];
                // The beginning of a section holds headers and what all else refers to.
                const uint64_t reach = random() % 2 ? section.size : std::min<uint64_t>(section.size, 600);
                bad[qsizetype(section.offset + random() % reach)] = static_cast<char>(random());
            }
            timer.start();
            const auto raw = std::as_bytes(std::span(bad.constData(), size_t(bad.size())));
            const auto elf = ElfFile::open(MappedFile::fromBytes(raw, "damaged"));
            QVERIFY(elf);
            const auto module = DwarfModule::open(*elf, 0);
            if (module)
                askEverything(**module, pcs);
            const auto table = UnwindTable::open(*elf, nullptr);
            for (const uint64_t pc : pcs)
                (void)table->rowAt({pc});
            QVERIFY2(timer.elapsed() < 30'000, "a damaged file takes too long");
        }
    }
};

QTEST_GUILESS_MAIN(TestDwarfDamage)
#include "tst_dwarfdamage.moc"
