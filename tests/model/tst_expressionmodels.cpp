// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/completionmodel.h"
#include "model/expressionhistory.h"
#include "model/programlists.h"
#include "model/watchlist.h"
#include "tests/support/victiminspection.h"

#include <QAbstractItemModelTester>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Freezeframe;

/// What helps to type expressions, and those that are kept.
class TestExpressionModels : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void completes_data();
    void completes();
    void isCleared();
    void historyIsBounded();
    void programs_data();
    void programs();
    void watchesAreKept();
    void watchesFollow();
    void watchesAreBounded();
    void damagedSettings();

private:
    [[nodiscard]] bool open(Session &session) const;
    QTemporaryDir m_settings;
    Victim m_victim;
};

void TestExpressionModels::initTestCase()
{
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
    const auto victim
        = provideVictim({.fixture = QStringLiteral("sample"), .go = goToolchains().last(), .build = GoBuild::NoOpt});
    QVERIFY2(victim, qPrintable(victim.error()));
    m_victim = *victim;
}

void TestExpressionModels::init()
{
    QTest::failOnWarning();
    QSettings().clear();
}

bool TestExpressionModels::open(Session &session) const
{
    session.open(openOptions(m_victim));
    return QTest::qWaitFor([&] { return session.frame() && !session.isBusy(); }, 60'000);
}

void TestExpressionModels::completes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("first"); // empty: nothing fits
    QTest::addColumn<QString>("detail");
    QTest::addColumn<int>("begin");
    QTest::addColumn<QList<int>>("matched");
    const auto row = [](const char *text, const char *first, const char *detail, int begin, const QList<int> &matched) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromLatin1(first) << QString::fromLatin1(detail)
                            << begin << matched;
    };
    row("c.ent", "entries", "map[string]*cache.entry", 2, {0, 1, 2});
    row("\"größe\" == c.tt", "ttl", "time.Duration", 13, {0, 1});
    row("c.zzz", "", "", 0, {});
    row("\xf0\x9f\x92\xa5 + ke", "key", "string", 5, {0, 1});
}

void TestExpressionModels::completes()
{
    QFETCH(const QString, text);
    QFETCH(const QString, first);
    QFETCH(const QString, detail);
    QFETCH(const int, begin);
    QFETCH(const QList<int>, matched);
    Session session;
    CompletionModel model(&session);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY(open(session));
    QSignalSpy completed(&model, &CompletionModel::completed);
    model.complete(text.chopped(1)); // only the newest is answered
    model.complete(text);
    QTRY_COMPARE(completed.size(), 1);
    QCOMPARE(model.text(), text);
    QCOMPARE(model.rowCount() > 0, !first.isEmpty());
    if (first.isEmpty())
        return;
    const QModelIndex index = model.index(0);
    QCOMPARE(index.data().toString(), first);
    QCOMPARE(index.data(CompletionModel::DetailRole).toString(), detail);
    QVERIFY(!index.data(CompletionModel::KindRole).toString().isEmpty());
    QCOMPARE(model.begin(), begin);
    QCOMPARE(index.data(CompletionModel::MatchedRole).value<QList<int>>(), matched);
}

void TestExpressionModels::isCleared()
{
    Session session;
    CompletionModel model(&session);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.complete(QStringLiteral("c.")); // nothing is open
    QVERIFY(open(session));
    QCOMPARE(model.rowCount(), 0);
    QSignalSpy completed(&model, &CompletionModel::completed);
    model.complete(QStringLiteral("c."));
    QTRY_VERIFY(model.rowCount() > 3);
    model.complete(QStringLiteral("c."));
    session.selectFrame(*session.selection().frame + 1); // another frame: what was there means nothing
    QCOMPARE(model.rowCount(), 0);
    QVERIFY(QTest::qWaitFor([&] { return !session.isBusy(); }));
    QCOMPARE(completed.size(), 1);
}

void TestExpressionModels::historyIsBounded()
{
    QVERIFY(ExpressionHistory::read().isEmpty());
    for (int i = 0; i < ExpressionHistory::most + 5; ++i)
        ExpressionHistory::add(QString::number(i));
    QCOMPARE(ExpressionHistory::read().size(), ExpressionHistory::most);
    QCOMPARE(ExpressionHistory::read().first(), QStringLiteral("5"));
    ExpressionHistory::add(QStringLiteral("7"));
    QCOMPARE(ExpressionHistory::read().last(), QStringLiteral("7"));
    QCOMPARE(ExpressionHistory::read().count(QStringLiteral("7")), 1);
    ExpressionHistory::add({});
    ExpressionHistory::add(QString(ExpressionHistory::longest + 1, QLatin1Char('x')));
    ExpressionHistory::add(QStringLiteral("a \"quoted\", größe\n\xff"));
    QCOMPARE(ExpressionHistory::read().last(), QStringLiteral("a \"quoted\", größe\n\xff"));
    QCOMPARE(ExpressionHistory::read().at(ExpressionHistory::most - 2), QStringLiteral("7"));
}

void TestExpressionModels::programs_data()
{
    QTest::addColumn<QString>("package");
    QTest::addColumn<QString>("executable");
    QTest::addColumn<QString>("command");
    QTest::addColumn<QString>("key");
    QTest::newRow("package") << "example.com/shop/cmd/api" << "/tmp/build7/api" << "api" << "example.com/shop/cmd/api";
    QTest::newRow("file") << "command-line-arguments" << "/tmp/go-build1/x" << "y" << "x";
    QTest::newRow("no Go") << "" << "/usr/bin/perl" << "perl" << "perl";
    QTest::newRow("no executable") << "" << "" << "/opt/tool" << "tool";
    QTest::newRow("nothing") << "" << "" << "" << "core.7";
}

void TestExpressionModels::programs()
{
    QFETCH(const QString, package);
    QFETCH(const QString, executable);
    QFETCH(const QString, command);
    QFETCH(const QString, key);
    ProcessSummary process;
    process.corePath = "/var/core.7";
    process.mainPackage = package.toStdString();
    process.executablePath = executable.toStdString();
    if (!command.isEmpty())
        process.commandLine = {command.toStdString()};
    QCOMPARE(ProgramLists::programKey(process), key);
}

void TestExpressionModels::watchesAreKept()
{
    {
        Session session;
        WatchList watches(&session);
        QVERIFY(open(session));
        QVERIFY(watches.expressions().isEmpty());
        watches.add(QStringLiteral("c.ttl"));
        watches.add(QStringLiteral("len(key)"));
        watches.add(QStringLiteral("1, 2 ;"));
        watches.replace(QStringLiteral("c.ttl"), QStringLiteral("c.hits"));
        watches.remove(QStringLiteral("1, 2 ;"));
        watches.replace(QStringLiteral("never there"), QStringLiteral("c"));
    }
    const QStringList all{QStringLiteral("c.hits"), QStringLiteral("len(key)"), QStringLiteral("c")};
    Session session;
    WatchList watches(&session);
    QVERIFY(watches.expressions().isEmpty());
    QVERIFY(open(session));
    QCOMPARE(watches.expressions(), all);
    watches.replace(QStringLiteral("c"), QStringLiteral("c.hits")); // it is there already
    QCOMPARE(watches.expressions(), (QStringList{QStringLiteral("len(key)"), QStringLiteral("c.hits")}));
    watches.removeAll();
    QVERIFY(watches.expressions().isEmpty());
}

void TestExpressionModels::watchesFollow()
{
    Session session;
    WatchList watches(&session);
    std::vector<VariableInfo> values;
    connect(&watches, &WatchList::evaluated, this, [&](const std::vector<VariableInfo> &all) { values = all; });
    QVERIFY(open(session));
    watches.add(QStringLiteral("len(key)"));
    watches.add(QStringLiteral("nobody"));
    watches.add(QStringLiteral("3 +"));
    QTRY_COMPARE(values.size(), size_t(3));
    QCOMPARE(values[0].name, "len(key)");
    QCOMPARE(values[0].value, "14");
    QVERIFY(values[1].error && values[2].error);
    QCOMPARE(values[1].name, "nobody");
    // main.main has no key: the row stays and says so; back in the frame it is there again.
    const size_t frame = *session.selection().frame;
    session.selectFrame(session.stack()->frames.size() - 1);
    QTRY_VERIFY(values[0].error);
    QCOMPARE(values.size(), size_t(3));
    session.selectFrame(frame);
    QTRY_VERIFY(!values[0].error);
    QCOMPARE(values[0].value, "14");
}

void TestExpressionModels::watchesAreBounded()
{
    Session session;
    WatchList watches(&session);
    QVERIFY(open(session));
    for (int i = 0; i < WatchList::most + 3; ++i)
        watches.add(QString::number(i));
    QCOMPARE(watches.expressions().size(), WatchList::most);
    QCOMPARE(watches.expressions().first(), QStringLiteral("3"));
}

void TestExpressionModels::damagedSettings()
{
    QSettings settings;
    settings.setValue("Expressions/History", 7);
    settings.setValue("Watches/size", 1'000'000'000);
    settings.setValue("Watches/1/Program", QByteArray("\0\xff", 2));
    settings.sync();
    Session session;
    WatchList watches(&session);
    QVERIFY(open(session));
    QVERIFY(watches.expressions().isEmpty());
    watches.add(QStringLiteral("c"));
    QCOMPARE(watches.expressions().size(), 1);
    ExpressionHistory::add(QStringLiteral("c"));
    QCOMPARE(ExpressionHistory::read().last(), QStringLiteral("c"));
}

QTEST_MAIN(TestExpressionModels)
#include "tst_expressionmodels.moc"
