// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/source/pathmapping.h"

#include <QTest>

using namespace Freezeframe;

class PathMappingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void apply_data();
    void apply();
    void between_data();
    void between();
    void parse();
};

void PathMappingTest::apply_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("recorded");
    QTest::addColumn<QString>("expected"); // empty: not below
    QTest::newRow("below") << "/build/shop" << "/home/me/shop" << "/build/shop/a/b.go" << "/home/me/shop/a/b.go";
    QTest::newRow("the file itself") << "/build/a.go" << "/home/b.go" << "/build/a.go" << "/home/b.go";
    QTest::newRow("whole components only") << "/build/shop" << "/x" << "/build/shopping/a.go" << "";
    QTest::newRow("everything absolute") << "/" << "/root" << "/build/a.go" << "/root/build/a.go";
    QTest::newRow("relative paths") << "" << "/goroot/src" << "runtime/proc.go" << "/goroot/src/runtime/proc.go";
    QTest::newRow("relative only") << "" << "/goroot/src" << "/runtime/proc.go" << "";
    QTest::newRow("to the root") << "/build" << "/" << "/build/a.go" << "/a.go";
    QTest::newRow("elsewhere") << "/build" << "/x" << "/other/a.go" << "";
}

void PathMappingTest::apply()
{
    QFETCH(const QString, from);
    QFETCH(const QString, to);
    QFETCH(const QString, recorded);
    QFETCH(const QString, expected);
    const PathMapping mapping{from.toStdString(), to.toStdString()};
    QCOMPARE(QString::fromStdString(mapping.apply(recorded.toStdString()).value_or("")), expected);
}

void PathMappingTest::between_data()
{
    QTest::addColumn<QString>("recorded");
    QTest::addColumn<QString>("local");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::newRow("moved") << "/build/shop/internal/cache.go" << "/home/me/work/shop/internal/cache.go" << "/build"
                           << "/home/me/work";
    QTest::newRow("renamed folder") << "/build/shop/cache.go" << "/home/me/store/cache.go" << "/build/shop"
                                    << "/home/me/store";
    QTest::newRow("half a component") << "/build/myshop/a.go" << "/home/shop/a.go" << "/build/myshop" << "/home/shop";
    QTest::newRow("trimmed") << "runtime/proc.go" << "/opt/go/src/runtime/proc.go" << "" << "/opt/go/src";
    QTest::newRow("trimmed module") << "example.com/shop/a/b.go" << "/src/shop/a/b.go" << "example.com" << "/src";
    QTest::newRow("another name") << "/build/a.go" << "/home/b.go" << "/build/a.go" << "/home/b.go";
    QTest::newRow("into a root") << "/a/b.go" << "/mnt/a/b.go" << "/" << "/mnt";
}

void PathMappingTest::between()
{
    QFETCH(const QString, recorded);
    QFETCH(const QString, local);
    QFETCH(const QString, from);
    QFETCH(const QString, to);
    const PathMapping mapping = PathMapping::between(recorded.toStdString(), local.toStdString());
    QCOMPARE(QString::fromStdString(mapping.from), from);
    QCOMPARE(QString::fromStdString(mapping.to), to);
    QCOMPARE(QString::fromStdString(mapping.apply(recorded.toStdString()).value_or("")), local);
}

void PathMappingTest::parse()
{
    QCOMPARE(PathMapping::parse("/a/=/b/").value(), (PathMapping{"/a", "/b"}));
    QCOMPARE(PathMapping::parse("=/goroot/src").value(), (PathMapping{"", "/goroot/src"}));
    QVERIFY(!PathMapping::parse("/a"));
    QVERIFY(!PathMapping::parse("/a="));
    QVERIFY(!PathMapping::parse(""));
}

QTEST_GUILESS_MAIN(PathMappingTest)
#include "tst_pathmapping.moc"
