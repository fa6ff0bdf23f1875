// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/packagepath.h"
#include "backend/eval/packagequotes.h"
#include "tests/eval/openedcore.h"
#include "tests/support/victim.h"

#include <QTest>

using namespace Freezeframe;

/// Packages whose name is not the last element of their path, and paths that the linker can't write as they are.
class PackagesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void paths_data();
    void paths();
    void names_data();
    void names();
    void quotes_data();
    void quotes();
    void expressions_data();
    void expressions();
};

void PackagesTest::paths_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("linked");
    QTest::addColumn<QByteArray>("assumed");
    const auto row = [](const char *path, const char *linked, const char *assumed) {
        QTest::newRow(path) << QByteArray(path) << QByteArray(linked) << QByteArray(assumed);
    };
    row("main", "main", "main");
    row("net/http", "net/http", "http");
    row("example.com/cache/v3", "example.com/cache/v3", "cache");
    row("gopkg.in/yaml.v3", "gopkg.in/yaml%2ev3", "yaml");
    row("example.com/go-thing.v2", "example.com/go-thing%2ev2", "thing");
    row("example.com/a%b", "example.com/a%25b", "a");
    row("example.com/ä", "example.com/%c3%a4", "ä");
    row("v3", "v3", "v3");
    row("", "", "");
}

void PackagesTest::paths()
{
    QFETCH(const QByteArray, path);
    QFETCH(const QByteArray, linked);
    QFETCH(const QByteArray, assumed);
    QCOMPARE(QByteArray::fromStdString(linkedPath(path.toStdString())), linked);
    QCOMPARE(QByteArray::fromStdString(plainPath(linked.toStdString())), path);
    QCOMPARE(QByteArray::fromStdString(assumedPackageName(path.toStdString())), assumed);
    // What is no code is no code: "50%", "%zz".
    QCOMPARE(plainPath("50%"), std::string("50%"));
    QCOMPARE(plainPath("%zz%2"), std::string("%zz%2"));
}

void PackagesTest::names_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("linked");
    const auto row
        = [](const char *name, const char *linked) { QTest::newRow(name) << QByteArray(name) << QByteArray(linked); };
    row("main.T", "main.T");
    row("*gopkg.in/yaml.v3.Node", "*gopkg.in/yaml%2ev3.Node");
    row("map[string][]gopkg.in/yaml.v3.Node", "map[string][]gopkg.in/yaml%2ev3.Node");
    row("example.com/cache/v3.Box[gopkg.in/yaml.v3.Node]", "example.com/cache/v3.Box[gopkg.in/yaml%2ev3.Node]");
    row("gopkg.in/yaml%2ev3.Node", "gopkg.in/yaml%2ev3.Node");
    row("[4]int", "[4]int");
    row("", "");
}

void PackagesTest::names()
{
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArray, linked);
    QCOMPARE(QByteArray::fromStdString(linkedName(name.toStdString())), linked);
}

void PackagesTest::quotes_data()
{
    QTest::addColumn<QByteArray>("expression");
    QTest::addColumn<QByteArray>("quoted"); ///< empty: as it is
    const auto row = [](const char *expression, const char *quoted) {
        QTest::newRow(expression) << QByteArray(expression) << QByteArray(quoted);
    };
    row("net/http.Default", "\"net/http\".Default");
    row("a+net/http.Default*2", "a+\"net/http\".Default*2");
    row("a-net/http.Default", "a-\"net/http\".Default");
    row("f(net/http.A, net/http/cookies.B)", "f(\"net/http\".A, \"net/http/cookies\".B)");
    row("gopkg.in/yaml.v3.Node", "\"gopkg.in/yaml.v3\".Node");
    row("*net/http.Request", "*\"net/http\".Request");
    row("net/httpx.Default", "");
    row("net/http", "");
    row("net/http.", "");
    row("net/http.1", "");
    row("\"net/http.Default\"", "");
    row("`net/http.Default`", "");
    row("'/' net/http.D", "'/' \"net/http\".D");
    row("\"\\\"\" + net/http.D", "\"\\\"\" + \"net/http\".D");
    row("\"net/http.D", "");
    row("/", "");
    row("", "");
}

void PackagesTest::quotes()
{
    QFETCH(const QByteArray, expression);
    QFETCH(const QByteArray, quoted);
    const auto isPackage = [](std::string_view path) {
        return path == "net/http" || path == "net/http/cookies" || path == "gopkg.in/yaml.v3" || path == "net";
    };
    const auto ours = withQuotedPackages(expression.toStdString(), isPackage);
    QCOMPARE(QByteArray::fromStdString(ours.value_or(std::string())), quoted);
    // Much of nothing costs no time.
    QVERIFY(!withQuotedPackages(std::string(size_t(1) << 24, '/'), isPackage));
    const std::string many = [] {
        std::string text;
        for (int i = 0; i < 1300; ++i)
            text += "a/.";
        return text;
    }();
    QVERIFY(!withQuotedPackages(many, isPackage));
}

void PackagesTest::expressions_data()
{
    QTest::addColumn<VictimRequest>("request");
    for (const GoToolchain &go : goToolchains()) {
        for (const GoBuild build : {GoBuild::NoOpt, GoBuild::Plain})
            QTest::newRow(qPrintable(go.release() + u' ' + nameOf(build)))
                << VictimRequest{.fixture = QStringLiteral("packages"), .go = go, .build = build};
    }
    if (const auto all = goToolchains(); !all.isEmpty())
        QTest::newRow("stripped") << VictimRequest{
            .fixture = QStringLiteral("packages"), .go = all.constLast(), .build = GoBuild::Stripped};
}

void PackagesTest::expressions()
{
    QFETCH(const VictimRequest, request);
    const auto opened = OpenedCore::of(request);
    QVERIFY2(opened, qPrintable(opened.error_or(QString())));
    OpenedCore &core = **opened;
    const auto outer = core.find("main.main");
    const auto inner = core.find("example.com/go-thing%2ev2.Run");
    QVERIFY(outer && inner);
    const auto text = [&](const OpenedCore::Found &place, const char *expression) {
        const auto value = core.evaluator().evaluate(core.stack(place.row), place.frame, expression);
        return value ? core.evaluator().format(*value) : value.error().message;
    };
    const auto compare = [&](const OpenedCore::Found &place, const char *expression, const char *expected) {
        const std::string ours = text(place, expression);
        QVERIFY2(ours == expected, (std::string(expression) + ": " + ours).c_str());
    };
    if (request.build == GoBuild::Stripped) {
        // No variables there; types and functions are.
        for (const char *type :
             {"(*yaml.Node)(0)", "(*\"gopkg.in/yaml.v3\".Node)(0)", "(*\"gopkg.in/yaml.v3.Node\")(0)"})
            compare(*outer, type, "*gopkg.in/yaml%2ev3.Node nil");
        for (const char *variable : {"cache.Hot", "main.Hot", "yaml.Root"})
            QVERIFY2(text(*outer, variable).contains("it has no debug information"), variable);
        return;
    }
    compare(*outer, "cache.Hot[1].Tag", "\"hot\"");
    compare(*outer, "\"example.com/cache/v3\".Hot[1].Hits", "2");
    compare(*outer, "v3.Hot[0].Tag", "\"cold\"");
    // As people write it: without the quotes, where the grammar sees quotients and differences.
    compare(*outer, "example.com/cache/v3.Hot[1].Hits", "2");
    compare(*outer, "example.com/cache/v3.Hot[1].Hits-example.com/cache/v3.Hot[1].Hits", "0");
    compare(*outer, "len(example.com/go-thing.v2.Parts)", "1");
    compare(*outer, "example.com/go-thing.v2.Parts[\"a\"].Name", "\"first\"");
    compare(*outer, "gopkg.in/yaml.v3.Root.Text", "\"root\"");
    compare(*outer, "gopkg.in/yaml.v3.Root.Text == \"gopkg.in/yaml.v3.Root\"", "false");
    compare(*outer, "(*gopkg.in/yaml.v3.Node)(0)", "*gopkg.in/yaml%2ev3.Node nil");
    QVERIFY(text(*outer, "example.com/nothing.Here").find("at column 1") != std::string::npos);
    compare(*outer, "cache.Default", "Big (2)");
    compare(*outer, "cache.Big", "Big (2)");
    compare(*outer, "thing.Parts[\"a\"].Name", "\"first\"");
    compare(*outer, "\"example.com/go-thing.v2\".Parts[\"a\"].Name", "\"first\"");
    compare(*outer, "\"example.com/go-thing%2ev2\".Parts[\"a\"].Name", "\"first\"");
    compare(*outer, "thing.Limit", "77");
    compare(*outer, "thing.Chosen", "Second (2)");
    compare(*outer, "\"example.com/go-thing.v2\".Limit", "77");
    compare(*outer, "thing.Boxed.Value.Name", "\"boxed\"");
    compare(*outer, "yaml.Root.Text", "\"root\"");
    compare(*outer, "\"gopkg.in/yaml.v3\".Root.Text", "\"root\"");
    compare(*outer, "thing.Run", "example.com/go-thing%2ev2.Run");
    compare(*outer, "(*yaml.Node)(0)", "*gopkg.in/yaml%2ev3.Node nil");
    compare(*outer, "(*\"gopkg.in/yaml.v3.Node\")(0)", "*gopkg.in/yaml%2ev3.Node nil");
    compare(*outer, "(*\"gopkg.in/yaml.v3\".Node)(0)", "*gopkg.in/yaml%2ev3.Node nil");
    compare(*outer, "len(map[string]*thing.Part(thing.Parts))", "1");
    compare(*outer, "(*cache.Box[thing.Part])(0)", "*example.com/cache/v3.Box[example.com/go-thing%2ev2.Part] nil");
    // In a frame of that package its own names need no package.
    compare(*inner, "Limit", "77");
    compare(*inner, "Parts[\"a\"].Name", "\"first\"");
    const char *unused = " in the program: the linker leaves out what nothing uses";
    QVERIFY(text(*outer, "cache.Nothing").contains(std::string("no cache.Nothing") + unused));
    QVERIFY(
        text(*outer, "main.Nothing").contains(std::string("no main.Nothing") + unused)); // a function is called main
    // What is shown as an address can be asked for again.
    const auto part = core.evaluator().evaluate(core.stack(outer->row), outer->frame, "&thing.Boxed");
    QVERIFY(part);
    const std::string again = core.evaluator().format(*part);
    compare(*outer, ("(" + again + ").Value.Name").c_str(), "\"boxed\"");

    for (const char *filter : {"cache.Hot", "example.com/cache/v3.Hot", "v3.Hot"}) {
        const auto found = core.evaluator().packageVariables(filter, 10);
        QVERIFY(found && found->size() == 1);
    }
    for (const char *filter : {"thing.Parts", "go-thing.v2.Parts", "go-thing%2ev2.Parts"}) {
        const auto found = core.evaluator().packageVariables(filter, 10);
        QVERIFY2(found && found->size() == 1, filter);
    }
    const auto node = core.evaluator().evaluate(core.stack(outer->row), outer->frame, "&yaml.Root");
    QVERIFY(node);
    QCOMPARE(core.evaluator().printedTypeName(*node->type), std::string("*yaml.Node"));
}

QTEST_GUILESS_MAIN(PackagesTest)
#include "tst_packages.moc"
