// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT

// The package: what it asks for, and, where time does not matter (./dev test --thorough), whether it works in a root that
// has nothing but what it asks for.

#include "tests/support/victim.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Freezeframe;
using namespace Qt::StringLiterals;

namespace
{

struct Outcome {
    int status = -1;
    QString output;
    QString errors;
};

Outcome run(const QString &program, const QStringList &arguments, const QProcessEnvironment &environment,
            int timeLimit = 300'000)
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(program, arguments, QIODevice::ReadOnly);
    if (!process.waitForFinished(timeLimit)) {
        process.kill();
        process.waitForFinished();
        return {.errors = program + u" did not end: "_s + QString::fromUtf8(process.readAllStandardError())};
    }
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            QString::fromUtf8(process.readAllStandardOutput()), QString::fromUtf8(process.readAllStandardError())};
}

}

class TestPackage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void asksForItsLibraries_data();
    void asksForItsLibraries();
    void holds_data();
    void holds();
    void versionsAgree();
    void isNotMadeWithout_data();
    void isNotMadeWithout();
    void isReproducible();
    void portableStandsAlone();
    void portableWorksInACleanRoot_data();
    void portableWorksInACleanRoot();
    void worksInACleanRoot_data();
    void worksInACleanRoot();

private:
    [[nodiscard]] QString portable();
    [[nodiscard]] Outcome make(const QString &folder, const QString &firstOnPath = {}) const;
    void provide(const QString &folder, const QString &tool, const QByteArray &script) const;

    QTemporaryDir m_folder;
    QString m_package;
    QString m_portable; ///< once it was made
    QString m_depends;
    QString m_content;
};

/// The package of what this build made, as ./dev package makes it.
Outcome TestPackage::make(const QString &folder, const QString &firstOnPath) const
{
    auto environment = QProcessEnvironment::systemEnvironment();
    if (!firstOnPath.isEmpty())
        environment.insert(u"PATH"_s, firstOnPath);
    return run(u"/bin/bash"_s,
               {QStringLiteral(FREEZEFRAME_CHECKOUT "/resources/dev/package.sh"),
                QStringLiteral(FREEZEFRAME_BUILD_FOLDER), folder},
               environment);
}

void TestPackage::provide(const QString &folder, const QString &tool, const QByteArray &script) const
{
    QVERIFY(QDir().mkpath(folder));
    QFile file(folder + u'/' + tool);
    QFile::remove(file.fileName());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("#!/bin/sh\n" + script);
    file.setPermissions(file.permissions() | QFileDevice::ExeOwner);
}

void TestPackage::initTestCase()
{
    if (QStandardPaths::findExecutable(u"dpkg"_s).isEmpty())
        QSKIP("this system has no packages of Debian's kind");
    if (!QStringLiteral(FREEZEFRAME_LINKED_FOR).isEmpty())
        QSKIP("these programs are linked for the root of this checkout");
    const Outcome made = make(m_folder.filePath(u"package"_s));
    QVERIFY2(made.status == 0, qPrintable(made.errors));
    m_package = made.output.trimmed();
    const auto environment = QProcessEnvironment::systemEnvironment();
    m_depends = run(u"dpkg-deb"_s, {u"-f"_s, m_package, u"Depends"_s}, environment).output;
    m_content = run(u"dpkg-deb"_s, {u"-c"_s, m_package}, environment).output;
}

void TestPackage::asksForItsLibraries_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name :
         {"libc6 ", "libstdc\\+\\+6", "libdwarf[0-9]", "libelf1", "libarchive13", "libcapstone[0-9]", "libsystemd0",
          "libqt6widgets6", "libkf6syntaxhighlighting6", "qt6-svg-plugins", "shared-mime-info", "desktop-file-utils"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TestPackage::asksForItsLibraries()
{
    QFETCH(const QString, name);
    QVERIFY2(QRegularExpression(u"(^|, )"_s + name).match(m_depends).hasMatch(), qPrintable(m_depends));
}

void TestPackage::holds_data()
{
    QTest::addColumn<QString>("path");
    for (const char *path :
         {"/usr/bin/freezeframe\n", "/usr/bin/freezeframe-cli\n", "/man1/freezeframe.1.gz",
          "/man1/freezeframe-cli.1.gz", "/usr/share/doc/freezeframe/copyright",
          "/usr/share/doc/freezeframe/changelog.gz", "/usr/share/applications/org.freezeframe.Freezeframe.desktop",
          "/usr/share/mime/packages/", "/usr/share/polkit-1/actions/"})
        QTest::newRow(QByteArray(path).trimmed().constData()) << QString::fromLatin1(path);
}

void TestPackage::holds()
{
    QFETCH(const QString, path);
    QVERIFY2(m_content.contains(path), qPrintable(m_content));
}

void TestPackage::versionsAgree()
{
    const auto environment = QProcessEnvironment::systemEnvironment();
    const QString version = run(u"dpkg-deb"_s, {u"-f"_s, m_package, u"Version"_s}, environment).output.trimmed();
    const QByteArray metadata
        = fileContent(QStringLiteral(FREEZEFRAME_CHECKOUT "/resources/org.freezeframe.Freezeframe.metainfo.xml"));
    QVERIFY2(metadata.contains("<release version=\"" + version.toUtf8() + '"'), qPrintable(version));
}

void TestPackage::isNotMadeWithout_data()
{
    QTest::addColumn<QString>("tool");
    QTest::addColumn<QByteArray>("script"); // in the tool's place; empty: there is none
    QTest::addColumn<QString>("complaint");
    QTest::newRow("no dpkg-shlibdeps") << u"dpkg-shlibdeps"_s << QByteArray() << u"without dpkg-shlibdeps"_s;
    QTest::newRow("no lintian") << u"lintian"_s << QByteArray() << u"without lintian"_s;
    QTest::newRow("no file") << u"file"_s << QByteArray() << u"without file"_s;
    QTest::newRow("it fails") << u"dpkg-shlibdeps"_s << QByteArray("echo broken >&2; exit 2\n") << u"cpack failed"_s;
    QTest::newRow("it finds nothing") << u"dpkg-shlibdeps"_s << QByteArray("echo shlibs:Depends=\n")
                                      << u"libdwarf.so"_s;
    QTest::newRow("it overlooks one") << u"dpkg-shlibdeps"_s
                                      << QByteArray("/usr/bin/dpkg-shlibdeps \"$@\" | sed 's/libarchive13[^,]*, //'\n")
                                      << u"libarchive.so"_s;
    QTest::newRow("lintian complains") << u"lintian"_s << QByteArray("echo 'E: freezeframe: bad'; exit 2\n")
                                       << u"lintian does not want"_s;
}

/// A package that lacks what its programs need is not made, and neither is one that nothing could check.
void TestPackage::isNotMadeWithout()
{
    QFETCH(const QString, tool);
    QFETCH(const QByteArray, script);
    QFETCH(const QString, complaint);
    const QString tools = m_folder.filePath(u"tools-"_s + QString::fromLatin1(QTest::currentDataTag()));
    QString path = tools;
    if (script.isEmpty()) { // everything else of this machine
        QVERIFY(QDir().mkpath(tools));
        for (const QString &name : QDir(u"/usr/bin"_s).entryList(QDir::Files | QDir::System)) {
            if (name != tool)
                QFile::link(u"/usr/bin/"_s + name, tools + u'/' + name);
        }
    } else {
        provide(tools, tool, script);
        path += u':' + qEnvironmentVariable("PATH");
    }
    const QString folder = m_folder.filePath(u"none-"_s + QString::fromLatin1(QTest::currentDataTag()));
    const Outcome made = make(folder, path);
    QCOMPARE(made.status, 1);
    QVERIFY2(made.errors.contains(complaint), qPrintable(made.errors));
    QCOMPARE(QDir(folder).entryList({u"*.deb"_s}), QStringList());
}

void TestPackage::isReproducible()
{
    QTest::qWait(1100); // another second
    const Outcome again = make(m_folder.filePath(u"again"_s));
    QVERIFY2(again.status == 0, qPrintable(again.errors));
    QVERIFY2(fileContent(again.output.trimmed()) == fileContent(m_package), "the same build gave other bytes");
}

/// The archive that runs anywhere; empty with the reason in QTest's log if it can't be made.
QString TestPackage::portable()
{
    if (!m_portable.isEmpty())
        return m_portable;
    const Outcome made = run(u"/bin/bash"_s,
                             {QStringLiteral(FREEZEFRAME_CHECKOUT "/resources/dev/portable.sh"),
                              QStringLiteral(FREEZEFRAME_BUILD_FOLDER), m_folder.filePath(u"portable"_s)},
                             QProcessEnvironment::systemEnvironment());
    if (made.status != 0)
        qWarning("%s", qPrintable(made.errors));
    else
        m_portable = made.output.trimmed();
    return m_portable;
}

/// All that its programs load comes from the archive itself.
void TestPackage::portableStandsAlone()
{
    QVERIFY(!portable().isEmpty());
    const QString folder = m_folder.filePath(u"some where"_s);
    QVERIFY(QDir().mkpath(folder));
    QCOMPARE(run(u"tar"_s, {u"-xf"_s, portable(), u"-C"_s, folder, u"--strip-components=1"_s},
                 QProcessEnvironment::systemEnvironment())
                 .status,
             0);
    const QString root = QFileInfo(folder).canonicalFilePath();
    const QString loader = QDir(root + u"/lib"_s).entryList({u"ld-linux*"_s}).value(0);
    QVERIFY(!loader.isEmpty());
    for (const QString &program : {u"programs/freezeframe"_s, u"programs/freezeframe-cli"_s, u"plugins/platforms/libqxcb.so"_s}) {
        const Outcome listed = run(root + u"/lib/"_s + loader,
                                   {u"--inhibit-cache"_s, u"--library-path"_s, root + u"/lib"_s, u"--list"_s,
                                    root + u'/' + program},
                                   {});
        QVERIFY2(listed.status == 0, qPrintable(listed.errors));
        for (const QString &line : listed.output.split(u'\n', Qt::SkipEmptyParts)) {
            const QString path = line.section(u"=> "_s, 1).section(u" (0x"_s, 0, 0);
            QVERIFY2(path.isEmpty() || path.startsWith(root), qPrintable(program + u": "_s + line));
        }
    }
    const Outcome version = run(root + u"/bin/freezeframe-cli"_s, {u"--version"_s}, {});
    QVERIFY2(version.status == 0 && version.output.contains(u"freezeframe"_s), qPrintable(version.errors));
}

void TestPackage::portableWorksInACleanRoot_data()
{
    QTest::addColumn<QString>("suite");
    QTest::newRow("Debian 12") << u"bookworm"_s;
    QTest::newRow("Debian 13") << u"trixie"_s;
}

void TestPackage::portableWorksInACleanRoot()
{
    if (!qEnvironmentVariableIsSet("FREEZEFRAME_THOROUGH"))
        QSKIP("it makes a root: only with ./dev test --thorough");
    if (QStandardPaths::findExecutable(u"mmdebstrap"_s).isEmpty())
        QSKIP("mmdebstrap is not installed");
    QFETCH(const QString, suite);
    QVERIFY(!portable().isEmpty());
    const auto toolchains = goToolchains();
    QVERIFY(!toolchains.isEmpty());
    const auto victim
        = provideVictim({.fixture = u"crash"_s, .go = toolchains.constLast(), .arguments = {u"panic-wrapped"_s}});
    QVERIFY2(victim.has_value(), qPrintable(victim.error_or(QString())));
    const Outcome outcome = run(u"bash"_s,
                                {QStringLiteral(FREEZEFRAME_CHECKOUT "/tests/resources/portableroot.sh"), portable(),
                                 QFileInfo(victim->core).path(), victim->executable, suite},
                                QProcessEnvironment::systemEnvironment(), 900'000);
    if (outcome.status == 77)
        QSKIP(qPrintable(outcome.output.trimmed()));
    QVERIFY2(outcome.status == 0, qPrintable(outcome.errors));
    QCOMPARE(outcome.output.trimmed().split(u'\n'),
             QStringList({u"ok nothing is installed"_s, u"ok command line"_s, u"ok window"_s, u"ok by a link"_s}));
}

void TestPackage::worksInACleanRoot_data()
{
    QTest::addColumn<QString>("tools"); // more packages than it asks for
    QTest::addColumn<QStringList>("steps");
    if (!qEnvironmentVariableIsSet("FREEZEFRAME_THOROUGH")) {
        QTest::newRow("all") << QString() << QStringList();
        return;
    }
    const QStringList programs{u"installs"_s, u"manual"_s, u"command line"_s, u"window"_s};
    QTest::newRow("nothing else") << QString() << programs;
    QTest::newRow("a desktop's tools") << u"libglib2.0-bin xdg-utils"_s
                                       << programs
            + QStringList{u"gio open core"_s, u"xdg-open core, GNOME"_s, u"gio open core.zst"_s,
                          u"gio open core.4711.zst"_s};
    QTest::newRow("no desktop, libmagic")
        << u"xdg-utils file"_s
        << programs + QStringList{u"xdg-open core, no desktop"_s, u"xdg-open core.zst, no desktop"_s};
    QTest::newRow("no desktop, what it recommends")
        << u"xdg-utils libfile-mimeinfo-perl"_s
        << programs + QStringList{u"xdg-open core, no desktop"_s, u"xdg-open core.zst, no desktop"_s};
}

/// A minimal root with the package and no more than it depends on, made by mmdebstrap and gone afterwards.
void TestPackage::worksInACleanRoot()
{
    if (!qEnvironmentVariableIsSet("FREEZEFRAME_THOROUGH"))
        QSKIP("it makes a root: only with ./dev test --thorough");
    if (QStandardPaths::findExecutable(u"mmdebstrap"_s).isEmpty())
        QSKIP("mmdebstrap is not installed");
    QFETCH(const QString, tools);
    QFETCH(const QStringList, steps);
    const auto toolchains = goToolchains();
    QVERIFY(!toolchains.isEmpty());
    const auto victim
        = provideVictim({.fixture = u"crash"_s, .go = toolchains.constLast(), .arguments = {u"panic-wrapped"_s}});
    QVERIFY2(victim.has_value(), qPrintable(victim.error_or(QString())));
    const Outcome outcome = run(u"bash"_s,
                                {QStringLiteral(FREEZEFRAME_CHECKOUT "/tests/resources/cleanroot.sh"), m_package,
                                 QFileInfo(victim->core).path(), victim->executable, tools},
                                QProcessEnvironment::systemEnvironment(), 900'000);
    if (outcome.status == 77)
        QSKIP(qPrintable(outcome.output.trimmed()));
    QVERIFY2(outcome.status == 0, qPrintable(outcome.errors));
    QStringList done;
    for (const QString &line : outcome.output.split(u'\n', Qt::SkipEmptyParts)) {
        QVERIFY2(line.startsWith(u"ok "), qPrintable(line + u'\n' + outcome.errors));
        done << line.sliced(3);
    }
    QCOMPARE(done, steps);
}

QTEST_GUILESS_MAIN(TestPackage)
#include "tst_package.moc"
