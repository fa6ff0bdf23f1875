// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/valueforms.h"
#include "backend/inspect/valuetable.h"
#include "tests/eval/openedcore.h"
#include "tests/support/victim.h"

#include <QTest>

#include <algorithm>

using namespace Freezeframe;

/// Values in the forms that a person can choose.
class ValueFormsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void layoutOfJson();
    void dumps();
    void formsOfValues();
    void tables();
};

void ValueFormsTest::layoutOfJson()
{
    const auto pretty = [](std::string_view text) { return prettyJson(text).value_or("none"); };
    QCOMPARE(pretty("{\"a\":[1,{}],\"b\":\"x,{\\\"}\"}"),
             std::string("{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": \"x,{\\\"}\"\n}"));
    // Digits are not rounded, and what is no JSON is not laid out.
    QCOMPARE(pretty("123456789012345678901234567890.10"), std::string("123456789012345678901234567890.10"));
    for (const char *wrong : {"", "{", "{a:1}", "[1,]", "nil", "{} {}", "\"\xff\""})
        QCOMPARE(pretty(wrong), std::string("none"));
    const std::string deep = std::string(50000, '[') + std::string(50000, ']');
    QVERIFY(pretty(deep).size() < 20'000'000);
}

void ValueFormsTest::dumps()
{
    QCOMPARE(hexDump(""), std::string());
    QCOMPARE(hexDump("Go\n"), std::string("00000000  47 6f 0a                                         Go.\n"));
    QCOMPARE(std::ranges::count(hexDump(std::string(33, '\xff')), '\n'), 3);
}

void ValueFormsTest::formsOfValues()
{
    const auto releases = goToolchains({1, 22});
    if (releases.isEmpty())
        QSKIP("no Go here");
    const auto victim
        = provideVictim({.fixture = QStringLiteral("known"), .go = releases.last(), .build = GoBuild::NoOpt});
    QVERIFY2(victim.has_value(), qPrintable(victim.error_or(QString())));
    const auto opened = OpenedCore::open(*victim);
    QVERIFY2(opened, qPrintable(opened.error_or(QString())));
    OpenedCore &core = **opened;
    const auto place = core.find("main.main");
    QVERIFY(place);
    const auto form = [&](const std::string &expression, ValueForm wanted) -> std::string {
        const auto value = core.evaluator().evaluate(core.stack(place->row), place->frame, expression);
        if (!value)
            return "error: " + value.error().message;
        const auto forms = ValueForms(core.evaluator()).of(*value);
        const auto found = std::ranges::find(forms, wanted, &FormedValue::form);
        return found == forms.end() ? "none" : found->text;
    };
    QCOMPARE(form("int64(-255)", ValueForm::Hexadecimal), std::string("-0xff"));
    QCOMPARE(form("int64(-255)", ValueForm::Character), std::string("none"));
    QCOMPARE(form("int64(-1500000000)", ValueForm::Duration), std::string("-1.5s"));
    QCOMPARE(form("uint8(5)", ValueForm::Binary), std::string("0b101"));
    QCOMPARE(form("uint8(5)", ValueForm::UnixSeconds), std::string("none"));
    QCOMPARE(form("int32(65)", ValueForm::Character), std::string("'A'"));
    QCOMPARE(form("int64(1795349287)", ValueForm::UnixSeconds), std::string("2026-11-22 12:08:07 UTC"));
    QCOMPARE(form("int64(1795349287250)", ValueForm::UnixMilliseconds), std::string("2026-11-22 12:08:07.25 UTC"));
    QCOMPARE(form("int64(-1)", ValueForm::UnixNanoseconds), std::string("1969-12-31 23:59:59.999999999 UTC"));
    QCOMPARE(form("uint64(18446744073709551615)", ValueForm::Duration), std::string("none"));
    QCOMPARE(form("uint64(18446744073709551615)", ValueForm::Decimal), std::string("18446744073709551615"));
    QCOMPARE(form("uint32(3221225985)", ValueForm::IpAddress), std::string("192.0.2.1"));
    QCOMPARE(form("main.All.Options[1]", ValueForm::Decimal), std::string("5"));
    QCOMPARE(form("main.All.Id", ValueForm::Uuid), std::string("00112233-4455-6677-8899-aabbccddeeff"));
    QCOMPARE(form("main.All.Message", ValueForm::Json), std::string("{\n  \"a\": [\n    1,\n    \"\\u00e4\"\n  ]\n}"));
    QCOMPARE(form("main.All.MainUrl", ValueForm::Json),
             std::string("{\n  \"Scheme\": \"x\",\n  \"Host\": \"y\",\n  \"Path\": \"z\"\n}"));
    QCOMPARE(form("main.All.Header", ValueForm::Json).contains("\"X-Id\": [\n    \"7\"\n  ]"), true);
    QVERIFY(prettyJson(form("main.All.Contexts", ValueForm::Json)).has_value());
    QCOMPARE(form("main.All.Hardware", ValueForm::Hexadecimal), std::string("001bfe030405"));
}

/// Elements as rows, their fields as columns; verbs; bytes.
void ValueFormsTest::tables()
{
    const auto releases = goToolchains({1, 22});
    if (releases.isEmpty())
        QSKIP("no Go here");
    const auto opened
        = OpenedCore::of({.fixture = QStringLiteral("known"), .go = releases.last(), .build = GoBuild::NoOpt});
    QVERIFY2(opened, qPrintable(opened.error_or(QString())));
    OpenedCore &core = **opened;
    const auto place = core.find("main.main");
    QVERIFY(place);
    const auto value = [&](const std::string &expression) {
        return core.evaluator().evaluate(core.stack(place->row), place->frame, expression);
    };
    ValueForms forms(core.evaluator());
    const auto verb = [&](const std::string &expression, std::string_view asked) -> std::string {
        const auto found = value(expression);
        const auto text = found ? forms.byVerb(*found, asked) : std::unexpected(found.error());
        return text ? *text : "error";
    };
    QCOMPARE(verb("int32(255)", "%08x"), std::string("000000ff"));
    QCOMPARE(verb("int32(5)", "%b"), std::string("101"));
    for (const char *wrong : {"", "x", "%", "%y", "08x", "%08x%d", "%999999999x"})
        QCOMPARE(verb("int32(5)", wrong), std::string("error"));
    // The bytes of an array, of a text's content, and of a value that lies nowhere.
    const auto content = [&](const std::string &expression) -> std::string {
        const auto found = value(expression);
        const auto bytes = found ? core.evaluator().contentBytes(*found, 0, 100) : std::unexpected(found.error());
        return bytes ? *bytes : "error";
    };
    QCOMPARE(content("main.All.Hardware"), std::string("\x00\x1b\xfe\x03\x04\x05", 6));
    QCOMPARE(content("\"Go\""), std::string("Go"));
    QCOMPARE(content("uint16(258)"), std::string("\x02\x01"));
    QCOMPARE(content("error(nil)"), std::string("error"));

    const auto numbers = value("[]int{7, 8}");
    QVERIFY(numbers);
    const auto simple = ValueTableReader(core.evaluator()).read(*numbers, 0, 100);
    QVERIFY2(simple, simple ? "" : simple.error().message.c_str());
    QCOMPARE(simple->rows.size(), size_t(2));
    QCOMPARE(simple->rows[1].cells[0].number, std::optional(8.0));
    QCOMPARE(simple->columns, std::vector<std::string>{"Value"});
    const auto structures = value("runtime.dbgvars");
    QVERIFY2(structures, structures ? "" : structures.error().message.c_str());
    const auto table = ValueTableReader(core.evaluator()).read(*structures, 0, 1);
    QVERIFY2(table, table ? "" : table.error().message.c_str());
    QVERIFY(table->columns.size() > 1);
    QCOMPARE(table->rows.size(), size_t(1));
    QCOMPARE(table->rows[0].cells.size(), table->columns.size());
    const auto name = std::ranges::find(table->columns, "name");
    QVERIFY(name != table->columns.end());
    QVERIFY(table->rows[0].cells[size_t(name - table->columns.begin())].text.starts_with('"'));
    QVERIFY(!ValueTableReader(core.evaluator()).read(*value("uint8(1)"), 0, 1));
    QVERIFY(!ValueTableReader(core.evaluator()).read(*value("\"text\""), 0, 1));
}

QTEST_GUILESS_MAIN(ValueFormsTest)
#include "tst_valueforms.moc"
