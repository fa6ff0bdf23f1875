// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/analysis/namefilter.h"
#include "backend/console/commandhelp.h"
#include "backend/console/commandwords.h"
#include "backend/console/consolesettings.h"
#include "backend/console/goroutinearguments.h"
#include "backend/console/location.h"
#include "backend/console/registertext.h"

#include <QTest>

#include <chrono>
#include <set>

using namespace Freezeframe;

/// What a console makes of words, without any core.
class TestConsoleWords : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void quoted_data();
    void quoted();
    void numbers_data();
    void numbers();
    void calledNames_data();
    void calledNames();
    void goroutineArguments_data();
    void goroutineArguments();
    void wrongGoroutineArguments_data();
    void wrongGoroutineArguments();
    void expressionsThatExplode();
    void settings_data();
    void settings();
    void everyCommandIsExplained();
    void typosFindTheirCommand();
    void flagsByName();
};

void TestConsoleWords::quoted_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("words");
    QTest::newRow("nothing") << "  " << QStringList{};
    QTest::newRow("words") << " a  b\tc " << QStringList{"a", "b", "c"};
    QTest::newRow("spaces in quotes") << R"("/a b/" /c)" << QStringList{"/a b/", "/c"};
    QTest::newRow("empty in quotes") << R"(/x "")" << QStringList{"/x", ""};
    QTest::newRow("an escaped quote") << R"("a\"b")" << QStringList{"a\"b"};
    QTest::newRow("quotes that stay open") << R"("a b)" << QStringList{"a b"};
    QTest::newRow("a backslash at the end") << R"("a\)" << QStringList{"a\\"};
}

void TestConsoleWords::quoted()
{
    QFETCH(QString, text);
    QFETCH(QStringList, words);
    QStringList found;
    for (const std::string &word : quotedWords(text.toStdString()))
        found << QString::fromStdString(word);
    QCOMPARE(found, words);
}

void TestConsoleWords::numbers_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qulonglong>("value");
    QTest::addColumn<bool>("is");
    QTest::newRow("decimal") << "42" << 42ULL << true;
    QTest::newRow("hexadecimal") << "0xC0" << 192ULL << true;
    QTest::newRow("binary") << "0b101" << 5ULL << true;
    QTest::newRow("octal") << "0o17" << 15ULL << true;
    QTest::newRow("the largest") << "18446744073709551615" << ~0ULL << true;
    QTest::newRow("one too large") << "18446744073709551616" << 0ULL << false;
    QTest::newRow("negative") << "-1" << 0ULL << false;
    QTest::newRow("nothing") << "" << 0ULL << false;
    QTest::newRow("only a prefix") << "0x" << 0ULL << false;
    QTest::newRow("letters behind") << "12a" << 0ULL << false;
}

void TestConsoleWords::numbers()
{
    QFETCH(QString, text);
    QFETCH(qulonglong, value);
    QFETCH(bool, is);
    const auto number = wholeNumber(text.toStdString());
    QCOMPARE(number.has_value(), is);
    if (is)
        QCOMPARE(qulonglong(*number), value);
}

void TestConsoleWords::calledNames_data()
{
    QTest::addColumn<QString>("function");
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("is");
    const QString get = "example.com/shop/cache.(*Cache).Get";
    QTest::newRow("whole") << get << get << true;
    QTest::newRow("without the path") << get << "cache.(*Cache).Get" << true;
    QTest::newRow("without the star") << get << "cache.Cache.Get" << true;
    QTest::newRow("without the package") << get << "Cache.Get" << true;
    QTest::newRow("receiver in brackets") << get << "(*Cache).Get" << true;
    QTest::newRow("receiver left out") << get << "cache.Get" << true;
    QTest::newRow("a closure has no receiver") << "main.f.func1" << "main.func1" << false;
    QTest::newRow("method alone") << get << "Get" << true;
    QTest::newRow("a part of a name is none") << get << "et" << false;
    QTest::newRow("a part of a path element is none") << get << "hop/cache.(*Cache).Get" << false;
    QTest::newRow("type arguments") << "main.Map[go.shape.int]" << "main.Map" << true;
    QTest::newRow("traceback's type arguments") << "main.Map[...]" << "Map" << true;
    QTest::newRow("nothing") << get << "" << false;
}

void TestConsoleWords::calledNames()
{
    QFETCH(QString, function);
    QFETCH(QString, name);
    QFETCH(bool, is);
    QCOMPARE(isCalled(function.toStdString(), name.toStdString()), is);
}

void TestConsoleWords::goroutineArguments_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("filters");
    QTest::addColumn<QString>("argument"); ///< of the last filter
    QTest::addColumn<bool>("negated");
    QTest::addColumn<bool>("grouped");
    QTest::addColumn<QString>("command");
    QTest::newRow("nothing") << "" << 0 << "" << false << false << "";
    QTest::newRow("filter") << "-with userloc main.go" << 1 << "main.go" << false << false << "";
    QTest::newRow("short forms") << "-w label a=b -wo user" << 2 << "" << true << false << "";
    QTest::newRow("a reason in quotes") << R"(-with waitreason "chan receive" -t)" << 1 << "chan receive" << false
                                        << false << "";
    QTest::newRow("group by label") << "-group label tenant" << 0 << "" << false << true << "";
    QTest::newRow("a command takes the rest")
        << "-with running -exec stack -full 3" << 1 << "" << false << false << "stack -full 3";
}

void TestConsoleWords::goroutineArguments()
{
    QFETCH(QString, text);
    QFETCH(int, filters);
    QFETCH(QString, argument);
    QFETCH(bool, negated);
    QFETCH(bool, grouped);
    QFETCH(QString, command);
    const auto parsed = GoroutineArguments::parse(text.toStdString());
    QVERIFY2(parsed.has_value(), parsed ? "" : parsed.error().message.c_str());
    QCOMPARE(int(parsed->filters.size()), filters);
    if (filters > 0) {
        QCOMPARE(QString::fromStdString(parsed->filters.back().argument), argument);
        QCOMPARE(parsed->filters.back().isNegated, negated);
    }
    QCOMPARE(parsed->group.has_value(), grouped);
    QCOMPARE(QString::fromStdString(parsed->command), command);
}

void TestConsoleWords::wrongGoroutineArguments_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("unknown option") << "-x" << "wrong argument: '-x'";
    QTest::newRow("filter without field") << "-with" << "-with must be followed by an argument";
    QTest::newRow("unknown field") << "-with colour red" << "unrecognized argument to -with colour";
    QTest::newRow("filter without value") << "-with userloc" << "needs to be followed by an expression";
    QTest::newRow("label without key") << "-group label" << "-group label needs a key";
    QTest::newRow("channel without expression") << "-chan" << "not enough arguments after -chan";
}

void TestConsoleWords::wrongGoroutineArguments()
{
    QFETCH(QString, text);
    QFETCH(QString, sentence);
    const auto parsed = GoroutineArguments::parse(text.toStdString());
    QVERIFY(!parsed);
    QVERIFY2(QString::fromStdString(parsed.error().message).contains(sentence), parsed.error().message.c_str());
}

void TestConsoleWords::expressionsThatExplode()
{
    // Exponential for expressions that are tried by going back.
    const auto filter = NameFilter::compile("(a*)*b(a|aa)+$");
    QVERIFY(filter.has_value());
    const auto begin = std::chrono::steady_clock::now();
    QVERIFY(!filter->matches(std::string(20'000, 'a')));
    QVERIFY(std::chrono::steady_clock::now() - begin < std::chrono::seconds(2));
    const auto wrong = NameFilter::compile("a(b");
    QVERIFY(!wrong);
    QVERIFY2(QString::fromStdString(wrong.error().message).contains("missing"), wrong.error().message.c_str());
    QVERIFY(!NameFilter::compile(std::string(100'000, '(') + "a"));
    QVERIFY(!NameFilter::compile("(((a{1000}){1000}){1000})"));
}

void TestConsoleWords::settings_data()
{
    QTest::addColumn<QString>("parameter");
    QTest::addColumn<QString>("value");
    QTest::addColumn<bool>("isRight");
    QTest::newRow("number") << "max-string-len" << "64" << true;
    QTest::newRow("negative") << "max-string-len" << "-1" << false;
    QTest::newRow("too large") << "max-string-len" << "99999999999" << false;
    QTest::newRow("truth") << "show-raw-strings" << "true" << true;
    QTest::newRow("no truth") << "show-raw-strings" << "maybe" << false;
    QTest::newRow("flavor") << "disassemble-flavor" << "gnu" << true;
    QTest::newRow("flavor of Go") << "disassemble-flavor" << "go" << true;
    QTest::newRow("no flavor") << "disassemble-flavor" << "vanilla" << false;
    QTest::newRow("unknown") << "colour" << "red" << false;
    QTest::newRow("prompt in quotes") << "prompt" << "\"> \"" << true;
}

void TestConsoleWords::settings()
{
    QFETCH(QString, parameter);
    QFETCH(QString, value);
    QFETCH(bool, isRight);
    ConsoleSettings settings;
    const auto set = settings.set(parameter.toStdString(), value.toStdString());
    QCOMPARE(set.has_value(), isRight);
    if (!isRight)
        QVERIFY(QString::fromStdString(set.error().message).contains(parameter));
    for (const auto &[name, text] : settings.list()) {
        QVERIFY2(!ConsoleSettings::help(name).empty(), name.c_str());
        if (isRight && name == parameter.toStdString())
            QCOMPARE(QString::fromStdString(text), value == "\"> \"" ? QString("> ") : value);
    }
}

void TestConsoleWords::everyCommandIsExplained()
{
    std::set<std::string_view> names;
    for (const CommandHelp &command : allCommands()) {
        for (const std::string_view name : command.names)
            QVERIFY2(names.insert(name).second, name.data());
        QVERIFY(!command.summary.empty());
        QVERIFY(command.summary.ends_with('.'));
        QVERIFY2(command.usage.contains(command.names.front()), command.names.front().data());
        QVERIFY2(command.refusal.empty() == command.instead.empty(), command.names.front().data());
        const std::string text = helpText(command);
        QVERIFY(text.contains(command.usage.substr(0, command.usage.find('\n'))));
    }
    // Delve 1.27.2 Documentation/cli/README.md: all of its commands and aliases.
    const QString delve
        = "args break b breakpoints bp call check checkpoint checkpoints clear clear-checkpoint clearcheck clearall condition " "cond config continue c deferred disassemble disass display down dump edit ed examinemem x exit quit q frame funcs " "goroutine gr goroutines grs help h jump j libraries list ls l locals next n next-instruction ni nexti on packages " "print p rebuild regs restart r rev rewind rw set source sources stack bt step s step-instruction si stepi stepout " "so target thread tr threads toggle trace t transcript types up vars watch whatis";
    for (const QString &name : delve.split(' '))
        QVERIFY2(findCommand(name.toStdString()), qPrintable(name));
    const std::string overview = helpOverview();
    for (const CommandHelp &command : allCommands())
        QVERIFY2(overview.contains(command.summary), command.names.front().data());
}

void TestConsoleWords::typosFindTheirCommand()
{
    QCOMPARE(nearestCommand("gorutines"), std::string("goroutines"));
    QCOMPARE(nearestCommand("stak"), std::string("stack"));
    QCOMPARE(nearestCommand("zzzzzz"), std::string());
    QCOMPARE(nearestCommand(std::string(100'000, 'a')), std::string());
}

void TestConsoleWords::flagsByName()
{
    const std::string text = registerText({{.name = "rax", .value = 1},
                                           {.name = "rip", .value = 0x401000},
                                           {.name = "eflags", .value = 0x246},
                                           {.name = "xmm0", .value = 2, .isVector = true, .high = 0}},
                                          false);
    QCOMPARE(
        text,
        std::string(
            "   Rip = 0x0000000000401000\n   Rax = 0x0000000000000001\nRflags = " "0x0000000000000246\t[PF ZF IF IOPL=0]\n"));
    // As Delve 1.27.2 writes them: 128 bits in lanes, what is above them in lines of their own.
    const std::vector<RegisterInfo> wide{
        {.name = "xmm0", .value = 0x3ff8000000000000, .isVector = true, .high = 1},
        {.name = "ymm0", .value = 0x3ff8000000000000, .isVector = true, .high = 1, .wider = {2, 3}}};
    QCOMPARE(QString::fromStdString(registerText(wide, true)),
             QStringLiteral(
                 "XMM0 = 0x00000000000000013ff8000000000000\tv2_int={ 3ff8000000000000 0000000000000001 }\t" "v4_int={ 00000000 3ff80000 00000001 00000000 }\t" "v8_int={ 0000 0000 0000 3ff8 0001 0000 0000 0000 }\t" "v16_int={ 00 00 00 00 00 00 f8 3f 01 00 00 00 00 00 00 00 }\tv2_float={ 1.5 5e-324 }\t" "v4_float={ 0 1.9375 1e-45 0 }\n" "\t[YMM0h] 0x00000000000000030000000000000002\tv2_int={ 0000000000000002 0000000000000003 }\t" "v4_int={ 00000002 00000000 00000003 00000000 }\t" "v8_int={ 0002 0000 0000 0000 0003 0000 0000 0000 }\t" "v16_int={ 02 00 00 00 00 00 00 00 03 00 00 00 00 00 00 00 }\tv2_float={ 1e-323 1.5e-323 }\t" "v4_float={ 3e-45 0 4e-45 0 }\n"));
}

QTEST_GUILESS_MAIN(TestConsoleWords)
#include "tst_consolewords.moc"
