// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/support/victim.h"

#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Freezeframe;

/// The program as a shell starts it: exit status, words on stderr, pictures.
class TestWindowCommand : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void problems_data();
    void problems();
    void withoutDisplay_data();
    void withoutDisplay();
    void picture();

private:
    struct Outcome {
        int status = -1;
        QString errors;
    };
    [[nodiscard]] Outcome run(const QStringList &arguments) const;
    QTemporaryDir m_folder;
};

TestWindowCommand::Outcome TestWindowCommand::run(const QStringList &arguments) const
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_folder.path());
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(FREEZEFRAME), arguments);
    if (!process.waitForFinished(120'000) || process.exitStatus() != QProcess::NormalExit)
        return {};
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardError())};
}

void TestWindowCommand::problems_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("says");
    const QString picture = m_folder.filePath(QStringLiteral("picture.png"));
    QTest::newRow("version") << QStringList{QStringLiteral("--version")} << 0 << QString();
    QTest::newRow("no such core") << QStringList{QStringLiteral("/nowhere/core"), QStringLiteral("--screenshot"),
                                                 picture}
                                  << 3 << QStringLiteral("freezeframe: ");
    QTest::newRow("not a core") << QStringList{QStringLiteral(FREEZEFRAME), QStringLiteral("--screenshot"), picture}
                                << 3 << QStringLiteral("freezeframe: ");
    QTest::newRow("bad mapping") << QStringList{QStringLiteral("--source-map"), QStringLiteral("x")} << 2
                                 << QStringLiteral("RECORDED=LOCAL");
    QTest::newRow("bad goroutine") << QStringList{QStringLiteral("--goroutine"), QStringLiteral("x")} << 2
                                   << QStringLiteral("number");
    QTest::newRow("bad size") << QStringList{QStringLiteral("--size"), QStringLiteral("1x")} << 2
                              << QStringLiteral("WIDTHxHEIGHT");
    QTest::newRow("start page") << QStringList{QStringLiteral("--screenshot"), picture} << 0 << QString();
}

void TestWindowCommand::problems()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, status);
    QFETCH(QString, says);
    const Outcome outcome = run(arguments);
    QCOMPARE(outcome.status, status);
    QVERIFY2(outcome.errors.contains(says), qPrintable(outcome.errors));
    if (status == 3)
        QCOMPARE(outcome.errors.count(QLatin1Char('\n')), 1);
}

void TestWindowCommand::withoutDisplay_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("output");
    QTest::addColumn<QString>("errors");
    for (const char *option : {"--help", "-h", "--help-all"})
        QTest::newRow(option) << QStringList{QLatin1String(option)} << 0 << QStringLiteral("--screenshot") << QString();
    for (const char *option : {"--version", "-v"})
        QTest::newRow(option) << QStringList{QLatin1String(option)} << 0 << QStringLiteral("freezeframe ") << QString();
    QTest::newRow("a window") << QStringList{} << 1 << QString() << QStringLiteral("no display");
    QTest::newRow("a core") << QStringList{QStringLiteral("/nowhere/core")} << 1 << QString()
                            << QStringLiteral("no display");
}

/// Over ssh, in a container: words where words are asked for, else one sentence; never a core of our own.
void TestWindowCommand::withoutDisplay()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, status);
    QFETCH(QString, output);
    QFETCH(QString, errors);
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_folder.path());
    for (const char *name : {"QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"})
        environment.remove(QLatin1String(name));
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(FREEZEFRAME), arguments);
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), status);
    const QString said = QString::fromUtf8(process.readAllStandardOutput());
    const QString complained = QString::fromUtf8(process.readAllStandardError());
    QVERIFY2(said.contains(output), qPrintable(said));
    QVERIFY2(complained.contains(errors) && complained.isEmpty() == errors.isEmpty(), qPrintable(complained));
}

void TestWindowCommand::picture()
{
    const QList<GoToolchain> toolchains = goToolchains();
    if (toolchains.isEmpty())
        QSKIP("no Go toolchain on this machine");
    const auto victim
        = provideVictim({.fixture = QStringLiteral("sample"), .go = toolchains.last(), .build = GoBuild::NoOpt});
    if (!victim)
        QFAIL(qPrintable(victim.error()));
    const QString path = m_folder.filePath(QStringLiteral("core.png"));
    const Outcome outcome = run({victim->core, QStringLiteral("--exe"), victim->executable,
                                 QStringLiteral("--screenshot"), path, QStringLiteral("--size"),
                                 QStringLiteral("1200x800"), QStringLiteral("--goroutine"), QStringLiteral("1")});
    QCOMPARE(outcome.status, 0);
    QCOMPARE(QImage(path).size(), QSize(1200, 800));
}

QTEST_GUILESS_MAIN(TestWindowCommand)
#include "tst_windowcommand.moc"
