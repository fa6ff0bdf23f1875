// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/corefinders.h"
#include "backend/live/corefolder.h"
#include "backend/live/mounttable.h"
#include "backend/live/processfacts.h"
#include "backend/live/processlist.h"
#include "tests/live/mountsetting.h"

#include <QTest>

using namespace Freezeframe;

/// Tables of mounts, and the names that programs and cores behind other mounts have from here.
class TestMountPaths : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void parses_data();
    void parses();
    void cutsPaths_data();
    void cutsPaths();
    void programs_data();
    void programs();
    void listsCores_data();
    void listsCores();
    void neverFoundUnreadable();
};

void TestMountPaths::parses_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<bool>("isGood");
    QTest::addColumn<QString>("root");
    QTest::addColumn<QString>("point");
    QTest::addColumn<QString>("upper");
    const auto row = [](const char *name, const char *line, bool isGood, const char *root = "", const char *point = "",
                        const char *upper = "") {
        QTest::newRow(name) << QByteArray(line) << isGood << QString::fromLatin1(root) << QString::fromLatin1(point)
                            << QString::fromLatin1(upper);
    };
    row("plain", "36 35 98:0 /root /point rw,noatime master:1 - ext3 /dev/root rw,errors=continue", true, "/root",
        "/point");
    row("no optional fields", "36 35 98:0 / /point rw - tmpfs none rw", true, "/", "/point");
    row("many optional fields", "36 35 98:0 / /p rw shared:1 master:2 unbindable - tmpfs none rw", true, "/", "/p");
    row("blanks and backslashes", "36 35 98:0 /a\\040b /c\\134d\\012e rw - ext4 /dev/x rw", true, "/a b", "/c\\d\ne");
    row("no source", "36 35 0:4 / /p rw - nsfs  rw", true, "/", "/p");
    row("overlay", "36 35 0:4 / / rw - overlay o rw,lowerdir=/l1:/l2,upperdir=/u,workdir=/w", true, "/", "/", "/u");
    row("overlay with a comma", "36 35 0:4 / / rw - overlay o rw,lowerdir=/l,upperdir=/u\\134,v\\040w,workdir=/w", true,
        "/", "/", "/u,v w");
    row("upperdir in another's value", "36 35 0:4 / / rw - overlay o rw,lowerdir=/l,xupperdir=/u", true, "/", "/", "");
    row("empty", "", false);
    row("no dash", "36 35 98:0 /root /point rw,noatime master:1 ext3 /dev/root rw", false);
    row("dash too early", "36 35 98:0 - /root /point ext3 rw", false);
    row("no number", "x 35 98:0 / / rw - ext3 /dev/root rw", false);
    row("cut", "36 35 98:0 /root /po", false);
    row("escape cut", "36 35 98:0 /root\\04 /point\\ rw - ext3 /dev/root rw", true, "/root\\04", "/point\\");
}

void TestMountPaths::parses()
{
    QFETCH(QByteArray, line);
    QFETCH(bool, isGood);
    QFETCH(QString, root);
    QFETCH(QString, point);
    QFETCH(QString, upper);
    // Between others, and at the end without a newline.
    const std::string good = "1 1 8:1 / / rw - ext4 /dev/sda1 rw\n";
    const std::vector<Mount> mounts = parseMounts(good + line.toStdString() + "\n" + good + line.toStdString());
    QCOMPARE(mounts.size(), size_t(isGood ? 4 : 2));
    if (!isGood)
        return;
    for (const size_t at : {size_t(1), size_t(3)}) {
        QCOMPARE(mounts[at].id, uint64_t(36));
        QCOMPARE(QString::fromStdString(mounts[at].root), root);
        QCOMPARE(QString::fromStdString(mounts[at].point), point);
        QCOMPARE(QString::fromStdString(mounts[at].option("upperdir")), upper);
    }
}

void TestMountPaths::cutsPaths_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("isIn");
    QTest::addColumn<QString>("behind");
    QTest::newRow("same") << "/a" << "/a" << true << "";
    QTest::newRow("below") << "/a" << "/a/b" << true << "/b";
    QTest::newRow("only alike") << "/a" << "/ab" << false << "";
    QTest::newRow("root") << "/" << "/a/b" << true << "/a/b";
    QTest::newRow("root itself") << "/" << "/" << true << "";
    QTest::newRow("above") << "/a/b" << "/a" << false << "";
    QTest::newRow("relative") << "/" << "a" << false << "";
}

void TestMountPaths::cutsPaths()
{
    QFETCH(QString, folder);
    QFETCH(QString, path);
    QFETCH(bool, isIn);
    QFETCH(QString, behind);
    const auto result = pathBehind(folder.toStdString(), path.toStdString());
    QCOMPARE(result.has_value(), isIn);
    if (!isIn)
        return;
    QCOMPARE(QString::fromStdString(*result), behind);
    QCOMPARE(QString::fromStdString(joinedPath(folder.toStdString(), *result)), path);
}

void TestMountPaths::programs_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("path"); // PID stands for the process
    QTest::newRow("ours") << QStringList{"become-copy"} << "PLACE/gone/copy";
    QTest::newRow("mounts apart") << QStringList{"own-mounts", "become-copy"} << "PLACE/gone/copy";
    QTest::newRow("bind mount") << QStringList{"own-mounts", "bind", "become-copy"} << "PLACE/back/copy";
    QTest::newRow("overlay") << QStringList{"own-mounts", "overlay", "become-copy"} << "PLACE/upper/copy";
    QTest::newRow("tmpfs") << QStringList{"own-mounts", "tmpfs", "become-copy"} << "/proc/PID/rootPLACE/gone/copy";
}

/// The program of a process, as lists and reports name it, can be opened from here.
void TestMountPaths::programs()
{
    QFETCH(QStringList, words);
    QFETCH(QString, path);
    Setting setting(words);
    if (setting.isRefused())
        QSKIP(notPermitted);
    QVERIFY(setting.isReady());
    const auto row = ProcessList().row(setting.pid());
    QVERIFY(row);
    const QString expected = setting.filled(path).replace("PID", QString::number(setting.pid()));
    QCOMPARE(QString::fromStdString(row->executable), expected);
    QVERIFY(canBeOpened(row->executable));
    QCOMPARE(row->name, std::string("copy"));
    const auto facts = ProcessFacts::read({.pid = setting.pid()});
    QVERIFY(facts);
    QCOMPARE(QString::fromStdString(facts->executableHere), expected);
}

void TestMountPaths::listsCores_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("folder"); // PID stands for the process
    QTest::newRow("bind mount") << QStringList{"own-mounts", "bind"} << "PLACE/back";
    QTest::newRow("tmpfs") << QStringList{"own-mounts", "tmpfs"} << "/proc/PID/rootPLACE/gone";
}

/// The one folder of core_pattern is another one for each process with mounts of its own.
void TestMountPaths::listsCores()
{
    QFETCH(QStringList, words);
    QFETCH(QString, folder);
    Setting setting(words);
    if (setting.isRefused())
        QSKIP(notPermitted);
    QVERIFY(setting.isReady());
    QTemporaryDir system;
    QVERIFY(QDir().mkpath(system.filePath("kernel")));
    QFile pattern(system.filePath("kernel/core_pattern"));
    QVERIFY(pattern.open(QIODevice::WriteOnly));
    pattern.write(setting.filled("PLACE/gone/core.%p\n").toUtf8());
    pattern.close();
    const QString inner = QStringLiteral("/proc/%1/root").arg(setting.pid()) + setting.path("gone");
    for (const QString &place : {inner, setting.path("gone")}) {
        QFile core(place + "/core.4712.zst");
        QVERIFY(core.open(QIODevice::WriteOnly));
        core.write("packed");
    }
    const CoreStore store = storedCoresOf({.sysctl = system.path().toStdString()}, {});
    QStringList paths;
    for (const StoredCore &core : store.cores) {
        if (QString::fromStdString(core.path).endsWith("/core.4712.zst"))
            paths << QString::fromStdString(core.path);
        QVERIFY2(core.state != StoredCore::State::Present || canBeOpened(core.path), core.path.c_str());
    }
    paths.sort();
    QStringList expected{setting.path("gone") + "/core.4712.zst",
                         setting.filled(folder).replace("PID", QString::number(setting.pid())) + "/core.4712.zst"};
    expected.sort();
    QCOMPARE(paths, expected);
}

/// A core that only another user may read is not "found".
void TestMountPaths::neverFoundUnreadable()
{
    if (::geteuid() != 0)
        QSKIP("needs root, to be somebody else for a moment");
    QTemporaryDir place;
    QVERIFY(::chmod(qPrintable(place.path()), 0755) == 0);
    CoreFolder folder;
    QVERIFY(
        folder.open(place.path().toStdString(), place.path().toStdString(), CoreName::expand({.text = "core"}, {})));
    QFile file(place.filePath("core"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("x");
    file.close();
    QVERIFY(file.setPermissions(QFile::ReadOwner));
    constexpr uid_t nobody = 65534;
    QVERIFY(::seteuid(nobody) == 0);
    const auto found = folder.newFiles();
    QVERIFY(::seteuid(0) == 0);
    QCOMPARE(found.size(), size_t(1));
    QCOMPARE(found.front().descriptor, -1);
}

QTEST_GUILESS_MAIN(TestMountPaths)
#include "tst_mountpaths.moc"
