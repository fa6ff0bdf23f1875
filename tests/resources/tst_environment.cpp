// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT

// What `./dev` finds lacking on a machine: its shell functions, over tools that answer as this test wants.

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

class TestEnvironment : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void missingPackages_data();
    void missingPackages();
    void verbsBringTheirTools_data();
    void verbsBringTheirTools();
    void goReleases();
    void goWithoutNetwork();
    void noGoAtAll();

private:
    void provide(const QString &tool, const QByteArray &script) const;
    QString run(const QString &script, int status = 0);

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestEnvironment::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir(m_folder->path()).mkpath(u"bin"_s));
    QVERIFY(QDir(m_folder->path()).mkpath(u"cache"_s));
}

/// Puts a program in front of all others.
void TestEnvironment::provide(const QString &tool, const QByteArray &script) const
{
    QFile file(m_folder->filePath(u"bin/"_s + tool));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("#!/bin/sh\n" + script);
    file.setPermissions(file.permissions() | QFileDevice::ExeOwner);
}

/// What a script says that has the functions of environment.sh; both streams.
QString TestEnvironment::run(const QString &script, int status)
{
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"PATH"_s, m_folder->filePath(u"bin"_s) + u":/usr/bin:/bin"_s);
    environment.insert(u"here"_s, QStringLiteral(FREEZEFRAME_CHECKOUT));
    environment.insert(u"cache"_s, m_folder->filePath(u"cache"_s));
    environment.insert(u"preset"_s, u"release"_s);
    environment.remove(u"FREEZEFRAME_GO"_s);
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(
        u"bash"_s,
        {u"-euo"_s, u"pipefail"_s, u"-c"_s,
         u"say() { echo \"$*\"; }; die() { echo \"$*\"; exit 1; }; " "source \"$here/resources/dev/environment.sh\"; "_s
             + script});
    if (!process.waitForFinished(30'000))
        return u"bash did not end"_s;
    const QString output = QString::fromUtf8(process.readAll()).trimmed();
    return process.exitCode() == status ? output : u"status %1: %2"_s.arg(process.exitCode()).arg(output);
}

void TestEnvironment::missingPackages_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("missing");
    QTest::newRow("installed") << QByteArray("tool installed") << QString();
    QTest::newRow("of an architecture") << QByteArray("tool:amd64 installed") << QString();
    QTest::newRow("only suggested by another") << QByteArray("tool not-installed") << u"tool"_s;
    QTest::newRow("removed, its settings stay") << QByteArray("tool config-files") << u"tool"_s;
    QTest::newRow("broken off") << QByteArray("tool half-installed") << u"tool"_s;
    QTest::newRow("not set up") << QByteArray("tool unpacked") << u"tool"_s;
    QTest::newRow("unknown") << QByteArray() << u"tool"_s;
}

void TestEnvironment::missingPackages()
{
    QFETCH(const QByteArray, line);
    QFETCH(const QString, missing);
    provide(u"dpkg-query"_s, "echo 'other installed'\necho '" + line + "'\n" + (line.isEmpty() ? "exit 1\n" : ""));
    QCOMPARE(run(u"missing_packages other tool"_s), missing);
}

void TestEnvironment::verbsBringTheirTools_data()
{
    QTest::addColumn<QString>("want");
    QTest::addColumn<QStringList>("tools");
    QTest::newRow("build") << u"build"_s << QStringList{u"g++"_s, u"cmake"_s};
    QTest::newRow("package") << u"package"_s << QStringList{u"g++"_s, u"dpkg-dev"_s, u"file"_s, u"lintian"_s};
    QTest::newRow("test") << u"test"_s << QStringList{u"g++"_s, u"dpkg-dev"_s, u"lintian"_s, u"mandoc"_s};
}

/// On a machine with nothing but apt.
void TestEnvironment::verbsBringTheirTools()
{
    QFETCH(const QString, want);
    QFETCH(const QStringList, tools);
    provide(u"dpkg-query"_s, "exit 1\n");
    provide(u"apt-cache"_s, "exit 1\n");
    const QString asked
        = run(u"install_packages() { echo \"$*\"; }; apt_serves=yes; world=native; prepare_native "_s + want);
    for (const QString &tool : tools)
        QVERIFY2(asked.split(u' ').contains(tool), qPrintable(tool + u" is not among "_s + asked));
}

/// A Go that brings what GOTOOLCHAIN names, as Go's own does.
void TestEnvironment::goReleases()
{
    provide(
        u"go"_s,
        "[ \"$GOTOOLCHAIN\" = local ] && { echo go1.99.1; exit; }\n" "mkdir -p \"$cache/modules/$GOTOOLCHAIN/bin\"\n" "cp \"$0\" \"$cache/modules/$GOTOOLCHAIN/bin/go\"\n" "echo \"$cache/modules/$GOTOOLCHAIN\"\n");
    const QString said = run(u"go_versions=(1.97.3 1.98.0 1.99.9); prepare_go; prepare_go; echo \"$FREEZEFRAME_GO\""_s);
    const QString folder = m_folder->filePath(u"cache/go/"_s);
    QCOMPARE(said.split(u'\n'),
             (QStringList{u"fetching Go 1.97.3"_s, u"fetching Go 1.98.0"_s,
                          folder + u"1.97/bin/go:"_s + folder + u"1.98/bin/go"_s}));
}

void TestEnvironment::goWithoutNetwork()
{
    provide(u"go"_s,
            "[ \"$GOTOOLCHAIN\" = local ] && { echo go1.99.1; exit; }\necho 'toolchain not available' >&2\nexit 1\n");
    const QString said = run(u"go_versions=(1.97.3 1.98.0 1.99.9); prepare_go; echo \"${FREEZEFRAME_GO:-none}\""_s);
    QVERIFY2(said.contains(u"Go 1.97, 1.98 can't be had here"), qPrintable(said));
    QVERIFY2(said.endsWith(u"\nnone"), qPrintable(said));
}

void TestEnvironment::noGoAtAll()
{
    provide(u"go"_s, "exit 127\n");
    const QString said = run(u"prepare_go; echo went on"_s, 1);
    QVERIFY2(said.startsWith(u"There is no Go here"), qPrintable(said));
    QVERIFY2(!said.contains(u"went on"), qPrintable(said));
}

QTEST_GUILESS_MAIN(TestEnvironment)
#include "tst_environment.moc"
