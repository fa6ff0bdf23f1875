// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/lookedat.h"
#include "model/preferences.h"
#include "model/settingsfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace Freezeframe;

/// The settings as a file: damaged, newer, unwritable; and what is kept in them.
class TestSettingsFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void check_data();
    void check();
    void asideNamesAreNotReused();
    void isWritten();
    void isToldIfNotWritten();
    void preferencesAreKept();
    void strangePreferences();
    void sourceLines_data();
    void sourceLines();
    void lookedAt();

private:
    void write(const QByteArray &content) const;
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

void TestSettingsFile::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder->path());
    QCoreApplication::setOrganizationName(QStringLiteral("freezeframe"));
    QCoreApplication::setApplicationName(QStringLiteral("freezeframe"));
    m_path = QSettings().fileName();
    QVERIFY(m_path.startsWith(m_folder->path()));
}

void TestSettingsFile::write(const QByteArray &content) const
{
    QVERIFY(QDir().mkpath(QFileInfo(m_path).path()));
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

void TestSettingsFile::check_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("aside"); // the ending of the name that it gets; empty: it stays
    QTest::newRow("ours") << QByteArray("[Settings]\nVersion=1\n\n[Run]\nProgram=/bin/true\n") << QString();
    QTest::newRow("older, without a version") << QByteArray("[Run]\nProgram=/bin/true\n") << QString();
    QTest::newRow("empty") << QByteArray() << QString();
    QTest::newRow("comments, continued lines") << QByteArray("; a\n# b\n[A]\nb=c\\\n  d\n") << QString();
    QTest::newRow("newer") << QByteArray("[Settings]\nVersion=2\n\n[Run]\nProgram=x\n") << QStringLiteral("newer");
    QTest::newRow("far newer") << QByteArray("[Settings]\nVersion=4000000\n") << QStringLiteral("newer");
    QTest::newRow("version of no sense") << QByteArray("[Settings]\nVersion=soon\n") << QStringLiteral("damaged");
    QTest::newRow("zeros") << QByteArray(4096, '\0') << QStringLiteral("damaged");
    QTest::newRow("cut in a line") << QByteArray("[Run]\nProgram=/bin/true\nArgu") << QStringLiteral("damaged");
    QTest::newRow("another format") << QByteArray("{\"Run\": {\n\"Program\": 1}}\n") << QStringLiteral("damaged");
    QTest::newRow("binary") << QByteArray("\x7f" "ELF\x02\x01\x01\x00rest", 12) << QStringLiteral("damaged");
}

void TestSettingsFile::check()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, aside);
    write(content);
    const QString sentence = SettingsFile::check();
    QCOMPARE(sentence.isEmpty(), aside.isEmpty());
    if (aside.isEmpty()) {
        QVERIFY(QFile::exists(m_path));
        return;
    }
    const QString kept = m_path + QLatin1Char('.') + aside;
    QVERIFY2(sentence.contains(kept), qPrintable(sentence));
    QFile file(kept);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), content); // nothing is lost
    QVERIFY(!QFile::exists(m_path));
    QCOMPARE(QSettings().value("Run/Program").toString(), QString());
    QCOMPARE(SettingsFile::check(), QString()); // said once
}

void TestSettingsFile::asideNamesAreNotReused()
{
    for (int i = 0; i < 3; ++i) {
        write(QByteArray("damage") + char('0' + i));
        QVERIFY(!SettingsFile::check().isEmpty());
    }
    const QDir folder = QFileInfo(m_path).dir();
    QCOMPARE(folder.entryList(QDir::Files).size(), 3);
}

void TestSettingsFile::isWritten()
{
    QSettings settings;
    settings.setValue("Run/Program", QStringLiteral("x"));
    QCOMPARE(SettingsFile::write(settings), QString());
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray content = file.readAll();
    QVERIFY(content.contains("Version=1"));
    QCOMPARE(SettingsFile::check(), QString());
}

/// As of a full disk, what can't be written is said, and what was there stays.
void TestSettingsFile::isToldIfNotWritten()
{
    QFile obstacle(m_folder->filePath(QStringLiteral("file")));
    QVERIFY(obstacle.open(QIODevice::WriteOnly));
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, obstacle.fileName() + QStringLiteral("/below"));
    QSettings settings;
    settings.setValue("Run/Program", QStringLiteral("x"));
    const QString sentence = SettingsFile::write(settings);
    QVERIFY2(sentence.contains(settings.fileName()), qPrintable(sentence));
    QVERIFY(sentence.endsWith(QLatin1Char('.')));
    Preferences preferences;
    preferences.debugServers = QStringLiteral("https://example.org");
    QVERIFY(!preferences.save().isEmpty());
}

void TestSettingsFile::preferencesAreKept()
{
    Preferences preferences;
    preferences.sourceMap = {{QStringLiteral("/build/a b"), QStringLiteral("/home/me/a,b")},
                             {QStringLiteral("/x"), QStringLiteral("/y=z")}};
    preferences.debugFolders = {QStringLiteral("/srv/debug"), QStringLiteral("/opt/ü")};
    preferences.debugServers = QStringLiteral("https://one https://two");
    preferences.textPercent = 150;
    preferences.codeFamily = QStringLiteral("Some, Font");
    QCOMPARE(preferences.save(), QString());
    QVERIFY(Preferences::load() == preferences);
    QVERIFY(!(Preferences::load() == Preferences()));
    OpenOptions options;
    options.sourceMap.emplace_back("/asked", "/first");
    preferences.addTo(options);
    preferences.addTo(options); // as of a core that is opened again
    QCOMPARE(options.sourceMap.size(), size_t(3));
    QCOMPARE(options.sourceMap.front().first, std::string("/asked"));
    QCOMPARE(options.sourceMap.back().second, std::string("/y=z"));
    QCOMPARE(options.files.debugDirectories, (std::vector<std::string>{"/usr/lib/debug", "/srv/debug", "/opt/ü"}));
}

/// What another program or hand wrote there is as it comes, or in its bounds.
void TestSettingsFile::strangePreferences()
{
    write("[Files]\nSources=nothing, \"=x\", \"y =\"\n[Look]\nTextPercent=100000\n");
    const Preferences found = Preferences::load();
    QVERIFY(found.sourceMap.isEmpty());
    QCOMPARE(found.textPercent, int(Preferences::mostPercent));
    write("[Look]\nTextPercent=big\n");
    QSettings().sync();
    QCOMPARE(Preferences::load().textPercent, int(Preferences::usualPercent));
}

void TestSettingsFile::sourceLines_data()
{
    QTest::addColumn<QString>("lines");
    QTest::addColumn<int>("pairs");
    QTest::addColumn<QStringList>("wrong");
    QTest::newRow("none") << QString() << 0 << QStringList();
    QTest::newRow("one") << QStringLiteral("/a=/b") << 1 << QStringList();
    QTest::newRow("blanks and empty lines") << QStringLiteral("\n  /a = /b  \n\n") << 1 << QStringList();
    QTest::newRow("no =") << QStringLiteral("/a=/b\n/c") << 1 << QStringList{QStringLiteral("/c")};
    QTest::newRow("one side") << QStringLiteral("/a=\n=/b") << 0
                              << QStringList{QStringLiteral("/a="), QStringLiteral("=/b")};
}

void TestSettingsFile::sourceLines()
{
    QFETCH(QString, lines);
    QFETCH(int, pairs);
    QFETCH(QStringList, wrong);
    QStringList found;
    QCOMPARE(Preferences::sourceMapOf(lines, &found).size(), pairs);
    QCOMPARE(found, wrong);
}

void TestSettingsFile::lookedAt()
{
    const QString path = QStringLiteral("/var/crash/core 1, of two");
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    QVERIFY(!LookedAt::load().contains(path, now - 10));
    LookedAt::add(path);
    QVERIFY(LookedAt::load().contains(path, now - 10));
    QVERIFY(!LookedAt::load().contains(path, now + 100)); // another core has taken its place
    QStringList many = QSettings().value("LookedAt").toStringList();
    for (int i = 1; i < LookedAt::most; ++i)
        many.prepend(QStringLiteral("%1 /c/%2").arg(now).arg(i));
    QSettings().setValue("LookedAt", many);
    QVERIFY(LookedAt::load().contains(path, now - 10));
    LookedAt::add(QStringLiteral("/c/%1").arg(int(LookedAt::most)));
    QVERIFY(!LookedAt::load().contains(path, now - 10));
    QVERIFY(LookedAt::load().contains(QStringLiteral("/c/%1").arg(LookedAt::most), now - 10));
}

QTEST_GUILESS_MAIN(TestSettingsFile)
#include "tst_settingsfile.moc"
