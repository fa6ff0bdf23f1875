// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/followed.h"
#include "tests/eval/openedcore.h"
#include "tests/support/victim.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace Freezeframe;

/// Atomics, sync.Map, unique handles and weak pointers are shown as what they stand for; their innards stay in reach.
class FollowedTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void kinds_data();
    void kinds();
    void values_data();
    void values();
};

void FollowedTest::kinds_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<int>("kind");
    const auto row
        = [](const char *name, Followed::Kind kind) { QTest::newRow(name) << QByteArray(name) << int(kind); };
    row("sync/atomic.Int64", Followed::Kind::Number);
    row("sync/atomic.Bool", Followed::Kind::Number);
    row("internal/runtime/atomic.Uint8", Followed::Kind::Number);
    row("sync/atomic.Pointer[main.T]", Followed::Kind::Pointer);
    row("sync/atomic.Value", Followed::Kind::Any);
    row("weak.Pointer[a/b.T[int]]", Followed::Kind::Weak);
    row("unique.Handle[string]", Followed::Kind::Handle);
    row("sync.Map", Followed::Kind::Map);
    row("main.Map", Followed::Kind::None);
    row("sync.Mutex", Followed::Kind::None);
    row("sync/atomic.noCopy", Followed::Kind::None);
    row("example.com/sync/atomic.Int64", Followed::Kind::None);
    row("", Followed::Kind::None);
}

void FollowedTest::kinds()
{
    QFETCH(const QByteArray, name);
    QFETCH(const int, kind);
    Type type;
    type.name = name.toStdString();
    type.kind = TypeKind::Struct;
    QCOMPARE(int(Followed::kindOf(type)), kind);
    type.kind = TypeKind::Pointer;
    QCOMPARE(int(Followed::kindOf(type)), int(Followed::Kind::None));
}

void FollowedTest::values_data()
{
    QTest::addColumn<VictimRequest>("request");
    for (const GoToolchain &go : goToolchains()) {
        for (const GoBuild build : {GoBuild::NoOpt, GoBuild::Plain})
            QTest::newRow(qPrintable(go.release() + u' ' + nameOf(build)))
                << VictimRequest{.fixture = QStringLiteral("wrappers"), .go = go, .build = build};
    }
}

void FollowedTest::values()
{
    QFETCH(const VictimRequest, request);
    const auto opened = OpenedCore::of(request);
    QVERIFY2(opened, qPrintable(opened.error_or(QString())));
    OpenedCore &core = **opened;
    Evaluator &evaluator = core.evaluator();
    const auto serve = core.find("main.serve");
    QVERIFY(serve);
    const auto value = [&](const OpenedCore::Found &place, const std::string &expression) {
        return evaluator.evaluate(core.stack(place.row), place.frame, expression);
    };
    const auto compare
        = [&](const OpenedCore::Found &place, const std::string &expression, const std::string &expected) {
              const auto found = value(place, expression);
              const std::string ours = found ? evaluator.format(*found) : "error: " + found.error().message;
              QVERIFY2(ours == expected, (expression + ": " + ours + " is not " + expected).c_str());
          };
    const auto brief = [&](const std::string &expression) {
        const auto found = value(*serve, expression);
        return found ? evaluator.formatShort(*found) : "error: " + found.error().message;
    };
    compare(*serve, "s.hits", "sync/atomic.Int64 -42");
    compare(*serve, "s.hits.Load()", "-42");
    compare(*serve, "s.hits.v", "-42");
    compare(*serve, "s.hits + 2", "-40");
    compare(*serve, "s.hits < 0 && s.ready", "true");
    compare(*serve, "s.ready", "sync/atomic.Bool true");
    compare(*serve, "!s.ready", "false");
    compare(*serve, "s.small", "[3]sync/atomic.Uint32 [0,7,0]");
    compare(*serve, "s.config", "sync/atomic.Pointer[main.config] *main.config {Name: \"first\", Limit: 3}");
    compare(*serve, "s.config.Load().Name", "\"first\"");
    compare(*serve, "s.config.Name", "\"first\"");
    compare(*serve, "*s.config", "main.config {Name: \"first\", Limit: 3}");
    compare(*serve, "s.config == nil", "false");
    compare(*serve, "s.unset", "sync/atomic.Pointer[main.config] *main.config nil");
    compare(*serve, "s.unset == nil", "true");
    compare(*serve, "s.last", "sync/atomic.Value interface {}([]int) [5,6]");
    compare(*serve, "s.last.Load().(data)[1]", "6");
    compare(*serve, "s.never", "sync/atomic.Value interface {} nil");
    compare(*serve, "Global.Load().Limit", "9");
    compare(*serve, "len(s.users)", "103");
    compare(*serve, "s.users[\"user 950\"]", "interface {}(int) 950");
    compare(*serve, "s.users.Load(\"user 999\").(data)", "999");
    compare(*serve, "s.users[12]", "interface {}(string) \"a number\"");
    compare(*serve, "s.users[true].Limit", "4");
    compare(*serve, "s.users[\"late\"]", "interface {} nil");
    compare(*serve, "s.empty", "sync.Map []");
    for (const char *wrong : {"s.users[\"user 1\"]", "s.users[\"nobody\"]", "s.users.Load()", "s.hits.Load(1)",
                              "s.config.Load(2)", "s.hits.Store(1)", "s.unset.Name"})
        QVERIFY2(!value(*serve, wrong), wrong);
    QCOMPARE(brief("s.hits"), std::string("-42"));
    QCOMPARE(brief("s.users"), std::string("103 entries"));
    QVERIFY2(brief("s.config").starts_with("0x"), brief("s.config").c_str());
    QCOMPARE(brief("s.unset"), std::string("nil"));

    // Pages: what it stands for first, then the innards.
    const auto users = value(*serve, "s.users");
    QVERIFY(users);
    QCOMPARE(evaluator.length(*users), std::optional<uint64_t>(103));
    const auto total = evaluator.childCount(*users);
    QVERIFY(total && *total == 103 + users->type->fields.size());
    std::set<std::string> names;
    for (uint64_t first = 0; first < *total; first += 10) {
        const auto page = evaluator.children(*users, first, 10);
        QVERIFY(page && page->size() == std::min<uint64_t>(10, *total - first));
        for (const Value &child : *page) {
            QVERIFY(!child.error);
            if (child.name.starts_with('['))
                names.insert(child.name);
        }
    }
    QCOMPARE(names.size(), size_t(103));
    QVERIFY(names.contains("[\"user 900\"]") && names.contains("[12]") && !names.contains("[\"user 899\"]"));
    const auto config = value(*serve, "s.config");
    QVERIFY(config);
    const auto parts = evaluator.children(*config, 0, 100);
    QVERIFY(parts && parts->size() == 1 + config->type->fields.size());
    QCOMPARE(parts->front().name, std::string("Load()"));
    QCOMPARE(evaluator.format(parts->front()), std::string("*main.config {Name: \"first\", Limit: 3}"));
    QVERIFY(std::ranges::contains(*parts, "v", &Value::name));

    if (request.go.version < QVersionNumber(1, 24))
        return;
    compare(*serve, "held.handle", "unique.Handle[string] \"canonical\"");
    compare(*serve, "len(held.handle)", "9");
    compare(*serve, "held.number.Value().Name", "\"handled\"");
    compare(*serve, "held.number.Limit", "5");
    compare(*serve, "held.here.Value().Text", "\"here\"");
    compare(*serve, "held.here.Value() == held.strong", "true");
    compare(*serve, "held.gone", "weak.Pointer[main.large] *main.large nil (collected)");
    compare(*serve, "held.gone.Value() == nil", "true");
    compare(*serve, "held.unset", "weak.Pointer[main.large] *main.large nil");
}

QTEST_GUILESS_MAIN(FollowedTest)
#include "tst_followed.moc"
