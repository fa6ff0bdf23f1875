// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/functionname.h"
#include "model/format.h"

#include <QLocale>
#include <QTest>

using namespace Freezeframe;

class TestFormat : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void functionNames_data();
    void functionNames();
    void functionInModule();
    void hostileText();
    void waits_data();
    void waits();
    void ids();
};

void TestFormat::functionNames_data()
{
    QTest::addColumn<QString>("function");
    QTest::addColumn<QString>("package");
    QTest::addColumn<QString>("name");
    QTest::newRow("method") << "orders-api/internal/cache.(*Cache).Get" << "cache." << "(*Cache).Get";
    QTest::newRow("standard") << "net/http.(*conn).serve" << "net/http." << "(*conn).serve";
    QTest::newRow("main") << "main.main" << "main." << "main";
    QTest::newRow("generic") << "a.com/x/orders.withRetry[go.shape.struct { a.com/y.T }]" << "orders."
                             << "withRetry[go.shape.struct]";
    QTest::newRow("dots") << "gopkg.in/yaml%2ev3.(*parser).peek" << "yaml.v3." << "(*parser).peek";
    QTest::newRow("major version") << "example.com/cache/v3.(*Entry).Touch" << "cache." << "(*Entry).Touch";
    QTest::newRow("no major version") << "example.com/cache/vx3.Get" << "vx3." << "Get";
    QTest::newRow("closure") << "main.(*Dispatcher).Start.func1" << "main." << "(*Dispatcher).Start.func1";
    QTest::newRow("C") << "__pthread_kill" << "" << "__pthread_kill";
    QTest::newRow("C++") << "std::vector<int>::at(unsigned long)" << "" << "std::vector<int>::at(unsigned long)";
    QTest::newRow("empty") << "" << "" << "";
    QTest::newRow("dot first") << ".x" << "" << ".x";
    QTest::newRow("only slashes") << "///" << "" << "///";
}

void TestFormat::functionNames()
{
    QFETCH(QString, function);
    QFETCH(QString, package);
    QFETCH(QString, name);
    const FunctionName parts = functionName(function.toStdString());
    QCOMPARE(parts.package, package);
    QCOMPARE(parts.name, name);
}

void TestFormat::functionInModule()
{
    QCOMPARE(functionNameInModule("orders-api/internal/cache.(*Cache).Get", "orders-api (devel)").whole(),
             QStringLiteral("internal/cache.(*Cache).Get"));
    QCOMPARE(shortType("map[string]*orders-api/internal/cache.entry"), QStringLiteral("map[string]*cache.entry"));
    QCOMPARE(shortType("func(a.com/x/y.T, net/http.Handler) error"), QStringLiteral("func(y.T, http.Handler) error"));
    QCOMPARE(shortType("map[string]*example.com/cache/v3.Entry"), QStringLiteral("map[string]*cache.Entry"));
    QCOMPARE(shortType("[]gopkg.in/yaml%2ev3.Node"), QStringLiteral("[]yaml.v3.Node"));
    QCOMPARE(shortType("struct { a int }"), QStringLiteral("struct"));
    QVERIFY(isStandardFunction("sync.(*Mutex).Lock") && isStandardFunction("net/http.(*conn).serve"));
    QVERIFY(!isStandardFunction("orders-api/sync.Lock") && !isStandardFunction("main.main")
            && !isStandardFunction("raise"));
    QCOMPARE(functionNameInModule("orders-apis/cache.Get", "orders-api").whole(),
             QStringLiteral("orders-apis/cache.Get"));
}

void TestFormat::hostileText()
{
    QVERIFY(!shown("a\x1b[31mb").contains(QChar(0x1b)));
    QVERIFY(!shown("a\xe2\x80\xae" "b").contains(QChar(0x202e)));
    QVERIFY(!shown("a\nb").contains(QLatin1Char('\n')));
    QCOMPARE(shownLines("a\n\tb\r\nc"), QStringLiteral("a\n\tb\nc"));
    QVERIFY(!shownLines("a\x1b\nb").contains(QChar(0x1b)));
    QCOMPARE(shownLines("").size(), 0);
}

void TestFormat::waits_data()
{
    QTest::addColumn<qint64>("nanoseconds");
    QTest::addColumn<QString>("text");
    constexpr qint64 second = 1'000'000'000;
    QTest::newRow("unknown") << qint64(-1) << "";
    QTest::newRow("milliseconds") << 12 * second / 1000 << "12 ms";
    QTest::newRow("seconds") << 59 * second << "59 s";
    QTest::newRow("minutes") << 41 * 60 * second << "41 min";
    QTest::newRow("hours") << 5 * 3600 * second << "5 h";
    QTest::newRow("days") << 3 * 86400 * second << "3 d";
}

void TestFormat::waits()
{
    QFETCH(qint64, nanoseconds);
    QFETCH(QString, text);
    QCOMPARE(waitText(nanoseconds).replace(QChar(0xa0), QLatin1Char(' ')), text);
}

void TestFormat::ids()
{
    QCOMPARE(shortId("9f3c000000000000000071e0"), QStringLiteral("9f3c…71e0"));
    QCOMPARE(shortId("9f3c"), QStringLiteral("9f3c"));
    QCOMPARE(errorText({.code = ErrorCode::Io, .message = "no such file"}), QStringLiteral("No such file"));
    QCOMPARE(placeText("/a/b/cache.go", 142), QStringLiteral("cache.go:142"));
    QCOMPARE(commandText({"a", "b c"}), QStringLiteral("a 'b c'"));
}

QTEST_GUILESS_MAIN(TestFormat)
#include "tst_format.moc"
