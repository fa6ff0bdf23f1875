// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/dwarf/dwarfmodule.h"
#include "tests/dwarf/programs.h"

#include <QRegularExpression>
#include <QTest>

#include <map>

using namespace Freezeframe;

namespace
{

Result<std::shared_ptr<const ElfFile>> openElf(const QString &path)
{
    return MappedFile::open(path.toStdString()).and_then(ElfFile::open);
}

QString kindOf(const DwarfVariable &variable)
{
    if (!variable.isParameter)
        return QStringLiteral("local");
    return variable.isResult ? QStringLiteral("result") : QStringLiteral("parameter");
}

/// The row in the words of readelf --debug-dump=frames-interp.
QString inReadelfWords(const UnwindRow &row, int column)
{
    static const char *const names[] = {"rax", "rdx", "rcx", "rbx", "rsi", "rdi", "rbp", "rsp"};
    const auto name = [](int number) {
        return number < 8 ? QLatin1String(names[number]).toString() : QStringLiteral("r%1").arg(number);
    };
    const auto withSign
        = [](int64_t value) { return (value < 0 ? QString() : QStringLiteral("+")) + QString::number(value); };
    if (column < 0)
        return row.cfaExpression.empty() ? name(row.cfaRegister) + withSign(row.cfaOffset) : QStringLiteral("exp");
    for (const auto &[number, rule] : row.rules) {
        if (number != column)
            continue;
        switch (rule.kind) {
        case RegisterRule::Kind::Undefined: return QStringLiteral("u");
        case RegisterRule::Kind::SameValue: return QStringLiteral("s");
        case RegisterRule::Kind::AtCfaPlus: return QStringLiteral("c") + withSign(rule.offset);
        case RegisterRule::Kind::CfaPlus: return QStringLiteral("v") + withSign(rule.offset);
        case RegisterRule::Kind::Register: return name(rule.registerNumber);
        case RegisterRule::Kind::ExpressionAt: return QStringLiteral("exp");
        case RegisterRule::Kind::Expression: return QStringLiteral("vexp");
        }
    }
    return QStringLiteral("u");
}

int registerOf(const QString &name)
{
    static const std::map<QString, int> numbers
        = {{QStringLiteral("rax"), 0}, {QStringLiteral("rdx"), 1}, {QStringLiteral("rcx"), 2},
           {QStringLiteral("rbx"), 3}, {QStringLiteral("rsi"), 4}, {QStringLiteral("rdi"), 5},
           {QStringLiteral("rbp"), 6}, {QStringLiteral("rsp"), 7}, {QStringLiteral("ra"), 16}};
    const auto found = numbers.find(name);
    return found != numbers.end() ? found->second : name.startsWith(QLatin1Char('r')) ? name.mid(1).toInt() : -1;
}

}

/// Real programs, as Go's debug/dwarf and binutils see them.
class TestDwarfBinaries : public QObject
{
    Q_OBJECT

private:
    Programs m_programs;
    QList<Programs::Program> m_built;
    QString m_oracle;

    void programRows()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("isGo");
        for (const Programs::Program &program : m_built)
            QTest::newRow(qPrintable(program.name)) << program.path << program.isGo;
    }

    static void checkVariables(DwarfModule &module, uint64_t pc, const QStringList &parts, bool isGo)
    {
        const auto function = module.functionAt({pc});
        QVERIFY2(function, function ? "" : function.error().message.c_str());
        QCOMPARE(QString::fromStdString((*function)->name), parts.at(0));
        const auto inlined = module.inlinedAt(**function, {pc});
        QVERIFY(inlined);
        QStringList calls;
        for (auto call = inlined->rbegin(); call != inlined->rend(); ++call) {
            calls << QString::fromStdString(call->name) + QLatin1Char(':') + QString::number(call->callLine);
            QVERIFY(module.variables(**function, call->die, {pc}));
        }
        QCOMPARE(calls.join(QLatin1Char(',')), parts.at(1));
        const auto variables = module.variables(**function, 0, {pc});
        QVERIFY2(variables, variables ? "" : variables.error().message.c_str());
        QStringList found;
        for (const DwarfVariable &variable : *variables) {
            QVERIFY2(!variable.locationError, variable.name.c_str());
            const auto type = module.type(variable.type);
            QVERIFY2(type, type ? "" : type.error().message.c_str());
            found << QStringLiteral("%1:%2:%3:%4:")
                         .arg(QString::fromStdString(variable.name), kindOf(variable))
                         .arg(variable.depth)
                         .arg(variable.declarationLine)
                    + QString::fromStdString((*type)->name);
        }
        found.sort();
        const auto expected = parts.at(2).split(QLatin1Char(';'), Qt::SkipEmptyParts);
        // Variables that only the abstract instance has are extra, so at(i) need not be the same.
        qsizetype at = 0;
        for (const QString &entry : expected) {
            // C's entries for pointers have no names, and generic parameters have that of their shape.
            const bool hasSameType = isGo && !entry.contains(QLatin1String(":.param"));
            const QString stem = hasSameType ? entry : entry.left(entry.lastIndexOf(QLatin1Char(':')) + 1);
            while (at < found.size() && !(hasSameType ? found.at(at) == entry : found.at(at).startsWith(stem)))
                ++at;
            QVERIFY2(at < found.size(),
                     qPrintable(entry + QStringLiteral(" is not among ") + found.join(QLatin1Char(' '))));
            ++at;
        }
    }

    static void checkLine(DwarfModule &module, uint64_t pc, const QStringList &parts)
    {
        if (parts.at(1) == QLatin1String("0")) // code of no line
            return;
        const auto line = module.lineAt({pc});
        QVERIFY2(line, line ? "" : line.error().message.c_str());
        QCOMPARE(QString::number(line->line), parts.at(1));
        QCOMPARE(QString::fromStdString(line->file), parts.at(0));
    }

    static void checkType(DwarfModule &module, uint64_t offset, const QStringList &parts, bool isGo)
    {
        const auto type = module.type({.origin = TypeRef::Origin::Dwarf, .module = 0, .key = offset});
        QVERIFY2(type, type ? "" : type.error().message.c_str());
        if (isGo)
            QCOMPARE(QString::fromStdString((*type)->name), parts.at(0));
        if (isGo || parts.at(1) != QLatin1String("0")) // a declaration is resolved to its definition
            QCOMPARE(QString::number((*type)->size), parts.at(1));
        const Type *record = *type;
        if (record->implementation) // of a Go string or slice
            record = module.type(record->implementation).value();
        QStringList fields;
        for (const TypeField &field : record->fields) {
            fields << QString::fromStdString(field.name)
                    + (field.bitSize ? QStringLiteral(":bits%1").arg(field.bitSize)
                                     : QStringLiteral(":%1").arg(field.offset));
        }
        if (isGo || parts.at(1) != QLatin1String("0"))
            QCOMPARE(fields.join(QLatin1Char(';')), parts.at(2));
    }

private Q_SLOTS:
    void initTestCase()
    {
        const auto oracle = m_programs.oracle();
        if (!oracle)
            QSKIP(qPrintable(oracle.error()));
        m_oracle = *oracle;
        const auto built = m_programs.build(false);
        QVERIFY2(built, built ? "" : qPrintable(built.error()));
        m_built = *built;
    }

    void sameAsDebugDwarf_data() { programRows(); }
    void sameAsDebugDwarf()
    {
        QFETCH(const QString, path);
        QFETCH(const bool, isGo);
        const auto output = Programs::run(m_oracle, {path, isGo ? QStringLiteral("main") : QStringLiteral("shapes.c")});
        QVERIFY2(output, output ? "" : qPrintable(output.error()));
        const auto elf = openElf(path);
        QVERIFY(elf);
        const auto module = DwarfModule::open(*elf, 0);
        QVERIFY2(module, module ? "" : module.error().message.c_str());
        int functions = 0, types = 0, lines = 0;
        for (const QByteArray &line : output->split('\n')) {
            if (line.size() < 3)
                continue;
            const qsizetype space = line.indexOf(' ', 2);
            const uint64_t number = line.mid(2, space - 2).toULongLong(nullptr, 16);
            const QStringList parts = QString::fromUtf8(line.mid(space + 1)).split(QLatin1Char('|'));
            if (line.startsWith('V')) {
                ++functions;
                checkVariables(**module, number, parts, isGo);
            } else if (line.startsWith('L')) {
                ++lines;
                checkLine(**module, number, parts);
            } else {
                ++types;
                checkType(**module, number, parts, isGo);
            }
            if (QTest::currentTestFailed())
                QFAIL(line.constData());
        }
        QVERIFY(functions > 5);
        QVERIFY(types > 5);
        QVERIFY(lines > 5);
    }

    void goTypes_data() { programRows(); }
    void goTypes()
    {
        QFETCH(const QString, path);
        QFETCH(const bool, isGo);
        if (!isGo)
            QSKIP("C");
        const auto module = DwarfModule::open(openElf(path).value(), 0).value();
        const auto named = [&](const char *name) { return *module->type(module->typeNamed(name).value()).value(); };
        const Type node = named("main.Node");
        QCOMPARE(node.kind, TypeKind::Struct);
        QVERIFY(node.isNamed);
        QCOMPARE(node.fields.size(), size_t(11));
        QVERIFY(node.fields[0].embedded);
        QVERIFY(!node.fields[1].embedded);
        QList<int> kinds;
        for (const TypeField &field : node.fields)
            kinds << int(module->type(field.type).value()->kind);
        QCOMPARE(
            kinds,
            (QList<int>{int(TypeKind::Struct), int(TypeKind::Pointer), int(TypeKind::Map), int(TypeKind::Chan),
                        int(TypeKind::Interface), int(TypeKind::Interface), int(TypeKind::Func), int(TypeKind::Slice),
                        int(TypeKind::Array), int(TypeKind::String), int(TypeKind::Complex)}));
        const auto behind = [&](const char *name) { return module->type(named(name).implementation).value()->name; };
        QCOMPARE(behind("interface {}"), std::string("runtime.eface"));
        QCOMPARE(behind("error"), std::string("runtime.iface"));
        QCOMPARE(behind("chan int"), std::string("hchan<int>"));
        QCOMPARE(module->type(named("map[string]int").implementation).value()->fields.empty(), false);
        QCOMPARE(module->type(named("map[string]int").key).value()->name, std::string("string"));
        QCOMPARE(module->type(named("[]main.Point").element).value()->name, std::string("main.Point"));
        QCOMPARE(module->type(named("string").implementation).value()->kind, TypeKind::Struct);
        QVERIFY(named("*main.Node").isDirectInterface);
        QVERIFY(!named("main.Node").isDirectInterface);
        QCOMPARE(module->typeInUnit("runtime", "runtime.g").value(), module->typeNamed("runtime.g").value());
        QVERIFY(!module->typeInUnit("nowhere", "runtime.g"));

        const auto color = module->typeNamed("main.Color").value();
        std::map<std::string, int64_t> constants;
        const auto colors = module->constantsOf(color).value();
        for (const TypeConstant &constant : colors)
            constants[constant.name] = constant.value;
        QCOMPARE(constants.at("main.Blue"), 2);
        QCOMPARE(module->constantNamed("main.Green").value().constantValue.value(), 1);
        QCOMPARE(module->type(module->globalNamed("main.Global").value().type).value()->name,
                 std::string("map[string]int"));
        QCOMPARE(module->globalNamed("main.Nothing").error().code, ErrorCode::NotFound);
        const Type slice = named("[]int");
        QVERIFY(slice.runtimeTypeOffset);
        QCOMPARE(module->type(module->typeWithRuntimeOffset(*slice.runtimeTypeOffset).value()).value()->name,
                 std::string("[]int"));
        QVERIFY(module->globals().value().size() > 100);
        QCOMPARE(module->functionNamed("main.work").value()->name, std::string("main.work"));
    }

    void generics_data() { programRows(); }
    void generics()
    {
        QFETCH(const QString, path);
        QFETCH(const bool, isGo);
        if (!isGo)
            QSKIP("C");
        const auto module = DwarfModule::open(openElf(path).value(), 0).value();
        const auto function = module->functionNamed("main.sum[go.shape.int]").value();
        bool isFound = false;
        const auto variables = module->variables(*function, 0, function->ranges[0].begin).value();
        for (const DwarfVariable &variable : variables) {
            if (variable.name != "start")
                continue;
            isFound = true;
            const auto type = module->type(variable.type).value();
            QCOMPARE(type->name, std::string("go.shape.int"));
            QCOMPARE(type->kind, TypeKind::Int);
            QVERIFY(type->dictionaryIndex);
        }
        QVERIFY(isFound);
    }

    void cTypes_data() { programRows(); }
    void cTypes()
    {
        QFETCH(const QString, path);
        QFETCH(const bool, isGo);
        if (isGo)
            QSKIP("Go");
        const auto module = DwarfModule::open(openElf(path).value(), 3).value();
        const auto typeOf = [&](const Type &record, const char *field) {
            for (const TypeField &each : record.fields) {
                if (each.name == field)
                    return *module->type(each.type).value();
            }
            return Type();
        };
        const auto reference = module->typeNamed("shape_t").value();
        QCOMPARE(reference.module, 3u);
        const Type shape = *module->type(reference).value();
        QCOMPARE(shape.kind, TypeKind::Struct);
        QCOMPARE(shape.name, std::string("shape_t"));
        const Type matrix = typeOf(shape, "matrix");
        QCOMPARE(matrix.name, std::string("double [2][3]"));
        QCOMPARE(matrix.count, 2u);
        QCOMPARE(matrix.size, 48u);
        const Type row = *module->type(matrix.element).value();
        QCOMPARE(row.name, std::string("double [3]"));
        QCOMPARE(row.count, 3u);
        QCOMPARE(module->type(row.element).value()->kind, TypeKind::Float);
        QCOMPARE(typeOf(shape, "word").kind, TypeKind::Union);
        QCOMPARE(typeOf(shape, "pointers").name, std::string("struct list ** [4]"));
        const Type color = typeOf(shape, "color");
        QCOMPARE(color.kind, TypeKind::Enum);
        QCOMPARE(color.constants.size(), size_t(3));
        QCOMPARE(color.constants[2].value, int64_t(-2));
        const Type bits = typeOf(shape, "bits");
        QList<int> places;
        for (const TypeField &field : bits.fields)
            places << int(8 * field.offset + field.bitOffset) << field.bitSize;
        QCOMPARE(places, (QList<int>{0, 3, 3, 7, 10, 40, 56, 0}));
        const Type list = *module->type(module->typeNamed("struct list").value()).value();
        QCOMPARE(typeOf(list, "next").name, std::string("struct list *"));
        QCOMPARE(typeOf(list, "name").name, std::string("const char *"));
        QCOMPARE(typeOf(list, "compare").name, std::string("int (*)(const void *, const void *)"));
        QCOMPARE(typeOf(*module->type(module->typeNamed("flexible").value()).value(), "items").name,
                 std::string("int []"));
        QVERIFY(!module->globalNamed("global_shape").value().location.empty());
        QVERIFY(!module->globalNamed("per_thread").value().location.empty());

        const auto measure = module->functionNamed("measure").value();
        QVERIFY(measure->file.ends_with("/shapes.c"));
        QVERIFY(!measure->isGo);
        const auto line = module->lineAt(measure->ranges[0].begin).value();
        QVERIFY(line.file.ends_with("/shapes.c"));
        QCOMPARE(line.line, measure->line + 1); // of the brace
        QVERIFY(!module->frameBase(*measure).empty());
        QVERIFY(!module->functionAt({1}));
        QVERIFY(!module->lineAt({1}));
    }

    void framesAsReadelf_data()
    {
        programRows();
        QTest::newRow("the C library") << QStringLiteral("/lib/x86_64-linux-gnu/libc.so.6") << false;
    }
    void framesAsReadelf()
    {
        QFETCH(const QString, path);
        if (!QFile::exists(path))
            QSKIP("no such file here");
        const auto output
            = Programs::run(QStringLiteral("readelf"), {QStringLiteral("--debug-dump=frames-interp"), path});
        if (!output)
            QSKIP(qPrintable(output.error()));
        const auto table = UnwindTable::open(openElf(path).value(), nullptr);
        QStringList columns;
        uint64_t begin = 0, end = 0;
        int compared = 0;
        static const QRegularExpression range(QStringLiteral("FDE .*pc=([0-9a-f]+)\\.\\.([0-9a-f]+)"));
        for (const QByteArray &raw : output->split('\n')) {
            const QString line = QString::fromLatin1(raw);
            if (const auto match = range.match(line); match.hasMatch()) {
                begin = match.captured(1).toULongLong(nullptr, 16);
                end = match.captured(2).toULongLong(nullptr, 16);
                continue;
            }
            if (line.contains(QLatin1String(" CIE ")))
                begin = end = 0;
            const QStringList words = line.split(QLatin1Char(' '), Qt::SkipEmptyParts);
            if (words.size() < 2)
                continue;
            if (words[0] == QLatin1String("LOC")) {
                columns = words.mid(2);
                continue;
            }
            bool isAddress = false;
            const uint64_t pc = words[0].toULongLong(&isAddress, 16);
            // A function that the linker dropped is left at 0.
            if (!isAddress || words[0].size() != 16 || pc < begin || pc >= end || begin == 0
                || words.size() != columns.size() + 2)
                continue;
            const auto row = table->rowAt({pc});
            QVERIFY2(row, qPrintable(line));
            QVERIFY2(words[1] == inReadelfWords(*row, -1),
                     qPrintable(line + QStringLiteral(" against ") + inReadelfWords(*row, -1)));
            for (qsizetype i = 0; i < columns.size(); ++i) {
                const QString ours = inReadelfWords(*row, registerOf(columns[i]));
                QVERIFY2(words[i + 2] == ours, qPrintable(line + QStringLiteral(" against ") + ours));
            }
            ++compared;
        }
        QVERIFY(compared > 10);
    }
};

QTEST_GUILESS_MAIN(TestDwarfBinaries)
#include "tst_dwarfbinaries.moc"
