// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/packagepath.h"
#include "backend/dwarf/dwarfmodule.h"
#include "backend/go/layoutfields.h"
#include "backend/go/typedescriptors.h"
#include "backend/go/typenames.h"
#include "tests/go/openedvictim.h"

#include <QTest>

#include <algorithm>

using namespace Freezeframe;

/// Types from descriptors, and the runtime's layout that follows from them, against DWARF.
class TestRuntimeTypes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void escapesPaths_data();
    void escapesPaths();
    void agreesWithDwarf_data();
    void agreesWithDwarf();
    void layoutAgreesWithDwarf_data();
    void layoutAgreesWithDwarf();
    void spellsTypes_data();
    void spellsTypes();
    void knowsMethods_data();
    void knowsMethods();
    void shiftsOldOffsets();
    void knowsMaps_data();
    void knowsMaps();
};

namespace
{

[[nodiscard]] std::unique_ptr<DwarfModule> dwarfOf(const OpenedVictim &opened)
{
    const uint32_t index = opened.symbols->modules().front().module;
    auto dwarf = DwarfModule::open(opened.target->modules().at(index).file, index);
    return dwarf ? std::move(*dwarf) : nullptr;
}

/// Names that only DWARF can tell: types of function bodies are numbered there, and the runtime's are not.
[[nodiscard]] bool isSpelledOtherwise(const std::string &name)
{
    return name.contains("\u00b7") || name.contains("noalg.") || name.contains("map.group[")
        || name.contains("map.bucket[");
}

}

void TestRuntimeTypes::escapesPaths_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("escaped");
    QTest::newRow("plain") << "main" << "main";
    QTest::newRow("dot in the host") << "example.com/x/cache" << "example.com/x/cache";
    QTest::newRow("dot in the last element") << "gopkg.in/yaml.v3" << "gopkg.in/yaml%2ev3";
    QTest::newRow("one element") << "a.b" << "a%2eb";
    QTest::newRow("percent and quote") << "x/a%\"b" << "x/a%25%22b";
    QTest::newRow("not ASCII") << "x/\u00e9" << "x/%c3%a9";
    QTest::newRow("empty") << "" << "";
}

void TestRuntimeTypes::escapesPaths()
{
    QFETCH(const QString, path);
    QFETCH(const QString, escaped);
    QCOMPARE(QString::fromStdString(linkedPath(path.toStdString())), escaped);
}

void TestRuntimeTypes::agreesWithDwarf_data()
{
    addVictimRows(QStringLiteral("variables"), {GoBuild::Plain, GoBuild::NoOpt, GoBuild::Pie});
}

void TestRuntimeTypes::agreesWithDwarf()
{
    QFETCH(const VictimRequest, request);
    const OpenedVictim opened = openVictim(request);
    QVERIFY2(opened.error.isEmpty(), qPrintable(opened.error));
    const auto dwarf = dwarfOf(opened);
    QVERIFY(dwarf);
    RuntimeTypes types(opened.target, opened.symbols, opened.runtime->minorVersion());
    const TypeDescriptors descriptors(opened.target, opened.symbols, opened.runtime->minorVersion());
    const Address base = opened.symbols->modules().front().types.begin;
    int compared = 0;
    QStringList wrong;
    descriptors.forEachListed([&](const TypeDescriptor &descriptor) {
        const auto reference = dwarf->typeWithRuntimeOffset(descriptor.address - base);
        const auto theirs
            = reference ? dwarf->type(*reference) : Result<const Type *>(std::unexpected(reference.error()));
        if (!theirs)
            return true; // the linker leaves types out of DWARF that no variable has
        const auto ours = types.typeAt(descriptor.address);
        if (!ours) {
            wrong.append(QString::fromStdString((*theirs)->name + ": " + ours.error().message));
            return true;
        }
        ++compared;
        const Type &a = **ours;
        const Type &b = **theirs;
        bool isSame = a.kind == b.kind && a.size == b.size && a.count == b.count;
        isSame = isSame && (a.name == b.name || isSpelledOtherwise(b.name));
        if (a.kind == TypeKind::Struct) {
            isSame = isSame && a.fields.size() == b.fields.size();
            for (size_t i = 0; isSame && i < a.fields.size(); ++i)
                isSame = a.fields[i].name == b.fields[i].name && a.fields[i].offset == b.fields[i].offset
                    && a.fields[i].embedded == b.fields[i].embedded;
        }
        if (!isSame)
            wrong.append(QString::fromStdString(b.name + " became " + a.name));
        return true;
    });
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.mid(0, 10).join(u'\n')));
    QVERIFY2(compared > 300, qPrintable(QString::number(compared)));
}

void TestRuntimeTypes::layoutAgreesWithDwarf_data()
{
    addVictimRows(QStringLiteral("variables"), {GoBuild::NoOpt});
}

void TestRuntimeTypes::layoutAgreesWithDwarf()
{
    QFETCH(const VictimRequest, request);
    const OpenedVictim opened = openVictim(request);
    QVERIFY2(opened.error.isEmpty(), qPrintable(opened.error));
    const auto dwarf = dwarfOf(opened);
    QVERIFY(dwarf);
    int compared = 0;
    for (const LayoutField &field : layoutFields()) {
        const auto reference = dwarf->typeNamed(field.structure);
        if (!reference)
            continue; // not in this release
        const auto ours = opened.runtime->layout().find(field.structure, field.path);
        // Down the path, the newer one if there is such a field.
        std::optional<uint64_t> offset;
        for (const std::string_view path : {field.newerPath, field.path}) {
            auto type = dwarf->type(*reference);
            uint64_t sum = 0;
            bool found = !path.empty() && !offset;
            for (const QString &name : QString::fromUtf8(path.data(), qsizetype(path.size())).split(u'.')) {
                const auto member = found ? std::ranges::find((*type)->fields, name.toStdString(), &TypeField::name)
                                          : (*type)->fields.end();
                found = found && member != (*type)->fields.end();
                if (!found)
                    break;
                sum += member->offset;
                type = dwarf->type(member->type);
                QVERIFY(type);
            }
            if (found)
                offset = sum;
        }
        const std::string what = std::string(field.structure) + "." + std::string(field.path);
        QVERIFY2(ours.has_value() == offset.has_value(), what.c_str());
        if (ours)
            QVERIFY2(ours->offset == *offset, what.c_str());
        compared += ours ? 1 : 0;
    }
    QVERIFY(compared > 80);
}

void TestRuntimeTypes::spellsTypes_data()
{
    addVictimRows(QStringLiteral("variables"), {GoBuild::Plain, GoBuild::Stripped});
}

void TestRuntimeTypes::spellsTypes()
{
    QFETCH(const VictimRequest, request);
    const OpenedVictim opened = openVictim(request);
    QVERIFY2(opened.error.isEmpty(), qPrintable(opened.error));
    RuntimeTypes types(opened.target, opened.symbols, opened.runtime->minorVersion());
    for (const char *name : {"int", "string", "runtime.g", "*runtime.g", "[]string", "map[string]bool", "error"}) {
        const auto reference = types.typeNamed(name);
        QVERIFY2(reference.has_value(), name);
        const auto type = types.type(*reference);
        QVERIFY2(type.has_value(), name);
        QCOMPARE((*type)->name, std::string(name));
    }
    QVERIFY(!types.typeNamed("main.NoSuchType"));
    QVERIFY(!types.type({}));
    QVERIFY(!types.typeAt({0}));
    QVERIFY(!types.typeAt({opened.symbols->modules().front().text.begin}));
}

void TestRuntimeTypes::knowsMethods_data()
{
    addVictimRows(QStringLiteral("variables"), {GoBuild::Plain, GoBuild::Pie});
}

void TestRuntimeTypes::knowsMethods()
{
    QFETCH(const VictimRequest, request);
    const OpenedVictim opened = openVictim(request);
    QVERIFY2(opened.error.isEmpty(), qPrintable(opened.error));
    RuntimeTypes types(opened.target, opened.symbols, opened.runtime->minorVersion());
    const auto reference = types.typeNamed("*os.File");
    QVERIFY(reference);
    const auto methods = types.methodsOf({reference->key});
    QVERIFY(methods);
    const auto write = std::ranges::find(*methods, "Write", &RuntimeTypes::Method::name);
    QVERIFY(write != methods->end());
    const auto match = opened.symbols->functionAt(write->function);
    QVERIFY(match);
    QCOMPARE(std::string(match->function.name), std::string("os.(*File).Write"));
    QCOMPARE(match->function.entry, write->function);
}

/// Up to Go 1.18 a field's offset shared its word with a bit for embedding.
void TestRuntimeTypes::shiftsOldOffsets()
{
    const OpenedVictim opened = openVictim({.fixture = QStringLiteral("variables"), .go = goToolchains().constFirst()});
    QVERIFY2(opened.error.isEmpty(), qPrintable(opened.error));
    const TypeDescriptors now(opened.target, opened.symbols, 24);
    const TypeDescriptors old(opened.target, opened.symbols, 18);
    int compared = 0;
    now.forEachListed([&](const TypeDescriptor &listed) {
        if (listed.kind != GoKind::Pointer) // to named structs, which are not listed themselves
            return true;
        const auto descriptor = now.element(listed).and_then([&](Address at) { return now.read(at); });
        if (!descriptor)
            return true;
        const auto plain = now.fields(*descriptor);
        const auto shifted = old.fields(*descriptor);
        if (!plain || !shifted || plain->size() != shifted->size())
            return true;
        for (size_t i = 0; i < plain->size(); ++i) {
            const uint64_t word = (*plain)[i].offset;
            if ((*shifted)[i].offset * 2 + ((*shifted)[i].name.isEmbedded ? 1 : 0) != word)
                return false;
            compared += word > 0 ? 1 : 0;
        }
        return true;
    });
    QVERIFY(compared > 100);
}

void TestRuntimeTypes::knowsMaps_data()
{
    addVictimRows(QStringLiteral("variables"), {GoBuild::Plain, GoBuild::Stripped});
}

void TestRuntimeTypes::knowsMaps()
{
    QFETCH(const VictimRequest, request);
    const OpenedVictim opened = openVictim(request);
    QVERIFY2(opened.error.isEmpty(), qPrintable(opened.error));
    RuntimeTypes types(opened.target, opened.symbols, opened.runtime->minorVersion());
    const TypeDescriptors descriptors(opened.target, opened.symbols, opened.runtime->minorVersion());
    int maps = 0;
    descriptors.forEachListed([&](const TypeDescriptor &descriptor) {
        if (descriptor.kind != GoKind::Map)
            return true;
        const auto layout = types.mapLayout(descriptor.address);
        const auto type = types.typeAt(descriptor.address);
        if (!layout || !type || !layout->swiss)
            return false;
        const auto key = types.type((*type)->key);
        const auto element = types.type((*type)->element);
        const uint64_t keySize = layout->indirectKey ? 8 : (*key)->size;
        const uint64_t elementSize = layout->indirectElement ? 8 : (*element)->size;
        const bool fits = layout->keysOffset == 8 && layout->keyStride >= keySize
            && layout->elementStride >= elementSize && layout->elementsOffset >= layout->keysOffset + keySize
            && layout->elementsOffset + 7 * layout->elementStride + elementSize <= layout->groupSize
            && layout->indirectKey == ((*key)->size > 128) && layout->indirectElement == ((*element)->size > 128);
        maps += fits ? 1 : 0;
        return fits;
    });
    int all = 0;
    descriptors.forEachListed([&](const TypeDescriptor &descriptor) {
        all += descriptor.kind == GoKind::Map ? 1 : 0;
        return true;
    });
    QVERIFY(all > 5);
    QCOMPARE(maps, all);
    const auto notMap = types.typeNamed("int");
    QVERIFY(notMap && !types.mapLayout({notMap->key}));
}

QTEST_GUILESS_MAIN(TestRuntimeTypes)
#include "tst_runtimetypes.moc"
