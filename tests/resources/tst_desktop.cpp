// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT

// Does a double-click on a core start Freezeframe? Installs into a folder of its own and asks the programs that file
// managers ask.

#include <QFile>
#include <QMimeDatabase>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>
#include <QtEndian>

using namespace Qt::StringLiterals;

namespace
{

const QString applicationFile = u"org.freezeframe.Freezeframe.desktop"_s;

/// Opens what goes by the name of its compression alone, after all programs for archives.
const QString compressedFile = u"zz-freezeframe-compressed.desktop"_s;

/// GIO looks at the ending of a name alone, if that means something.
QString toGio(const QString &name, const QString &type)
{
    static const QMap<QString, QString> plain{{u"application/x-core+zstd"_s, u"application/zstd"_s},
                                              {u"application/x-core+lz4"_s, u"application/x-lz4"_s},
                                              {u"application/x-core+xz"_s, u"application/x-xz"_s},
                                              {u"application/x-core+gzip"_s, u"application/gzip"_s}};
    const bool isByBeginning = name.startsWith(u"core.") && name.count(u'.') > 1 && !name.contains(u".core.");
    return isByBeginning ? plain.value(type, type) : type;
}

struct Outcome {
    int status = -1;
    QString output;
};

}

class TestDesktop : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void desktopFileIsValid_data();
    void desktopFileIsValid();
    void actionsAreOptions();
    void metadataIsValid_data();
    void metadataIsValid();
    void rightsAreSound_data();
    void rightsAreSound();
    void manualIsInstalled_data();
    void manualIsInstalled();
    void manualKnowsEveryOption_data();
    void manualKnowsEveryOption();
    void openerIsRegistered_data();
    void openerIsRegistered();
    void fileTypes_data();
    void fileTypes();
    void openerWithoutDesktop_data();
    void openerWithoutDesktop();
    void archivesStayWithTheirOwn();

private:
    Outcome run(const QString &program, const QStringList &arguments) const;
    QString takenCore();

    QTemporaryDir m_folder;
    QString m_share;
    QProcessEnvironment m_environment = QProcessEnvironment::systemEnvironment();
};

Outcome TestDesktop::run(const QString &program, const QStringList &arguments) const
{
    QProcess process;
    process.setProcessEnvironment(m_environment);
    process.setWorkingDirectory(m_folder.path());
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments, QIODevice::ReadOnly);
    if (!process.waitForStarted())
        return {.output = process.errorString()};
    if (!process.waitForFinished(60000)) {
        process.kill();
        process.waitForFinished();
        return {.output = program + u" did not end"_s};
    }
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            QString::fromUtf8(process.readAll())};
}

void TestDesktop::initTestCase()
{
    for (const char *tool :
         {"update-mime-database", "update-desktop-database", "desktop-file-validate", "gio", "xdg-mime"}) {
        if (QStandardPaths::findExecutable(QString::fromLatin1(tool)).isEmpty())
            QSKIP(qPrintable(QString::fromLatin1(tool) + u" is not installed"_s));
    }
    const QString prefix = m_folder.filePath(u"prefix"_s);
    m_share = prefix + u"/share"_s;
    const Outcome installed = run(QStringLiteral(FREEZEFRAME_CMAKE),
                                  {u"--install"_s, QStringLiteral(FREEZEFRAME_BUILD_FOLDER), u"--prefix"_s, prefix});
    QVERIFY2(installed.status == 0, qPrintable(installed.output));

    // Only ours and the system's types: nothing of the user who runs this test.
    m_environment.insert(u"XDG_DATA_HOME"_s, m_folder.filePath(u"data"_s));
    m_environment.insert(u"XDG_CONFIG_HOME"_s, m_folder.filePath(u"config"_s));
    m_environment.insert(u"XDG_CACHE_HOME"_s, m_folder.filePath(u"cache"_s));
    m_environment.insert(u"XDG_DATA_DIRS"_s, m_share + u":/usr/share"_s);
    m_environment.insert(u"PATH"_s, prefix + u"/bin:"_s + m_environment.value(u"PATH"_s));
    m_environment.insert(u"XDG_CURRENT_DESKTOP"_s, u"GNOME"_s); // xdg-mime asks gio then, else only file(1)
    for (const char *name : {"XDG_DATA_HOME", "XDG_DATA_DIRS"})
        qputenv(name, m_environment.value(QString::fromLatin1(name)).toLocal8Bit());

    const Outcome types = run(u"update-mime-database"_s, {m_share + u"/mime"_s});
    QVERIFY2(types.status == 0, qPrintable(types.output));
    const Outcome openers = run(u"update-desktop-database"_s, {m_share + u"/applications"_s});
    QVERIFY2(openers.status == 0, qPrintable(openers.output));
}

void TestDesktop::desktopFileIsValid_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("window") << applicationFile;
    QTest::newRow("compressed cores") << compressedFile;
}

void TestDesktop::desktopFileIsValid()
{
    QFETCH(QString, file);
    const Outcome outcome = run(u"desktop-file-validate"_s, {m_share + u"/applications/"_s + file});
    QVERIFY2(outcome.status == 0, qPrintable(outcome.output));
    QCOMPARE(outcome.output, QString());
}

/// Each action of the desktop file is a command that the program takes.
void TestDesktop::actionsAreOptions()
{
    QFile file(m_share + u"/applications/"_s + applicationFile);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(file.readAll());
    const Outcome help = run(m_folder.filePath(u"prefix/bin/freezeframe"_s), {u"--help"_s});
    static const QRegularExpression action(u"\\[Desktop Action (\\w+)\\][^[]*\nExec=freezeframe (--[a-z]+)"_s);
    QStringList names;
    for (auto match = action.globalMatch(text); match.hasNext();) {
        const auto found = match.next();
        names << found.captured(1);
        QVERIFY2(help.output.contains(found.captured(2)), qPrintable(found.captured(2)));
    }
    QCOMPARE(names, QStringList({u"Capture"_s, u"Crashes"_s}));
}

void TestDesktop::metadataIsValid_data()
{
    QTest::addColumn<bool>("published");
    QTest::newRow("as it comes") << false;
    QTest::newRow("with a home page") << true;
}

/// With the pictures, too, once somebody publishes it.
void TestDesktop::metadataIsValid()
{
    QFETCH(const bool, published);
    if (QStandardPaths::findExecutable(u"appstreamcli"_s).isEmpty())
        QSKIP("appstreamcli is not installed");
    QFile installed(m_share + u"/metainfo/org.freezeframe.Freezeframe.metainfo.xml"_s);
    QVERIFY(installed.open(QIODevice::ReadOnly));
    QByteArray text = installed.readAll();
    QVERIFY(!text.contains('@'));
    if (published) {
        QFile pages(QStringLiteral(FREEZEFRAME_RESOURCES "/pages.xml.in"));
        QVERIFY(pages.open(QIODevice::ReadOnly));
        QByteArray added = pages.readAll();
        added.replace("@FREEZEFRAME_HOMEPAGE@", "https://example.org/");
        added.replace("@FREEZEFRAME_SCREENSHOTS@", "https://example.org/screenshots");
        text.replace("  <categories>", added + "  <categories>");
    }
    const QString path = m_folder.filePath(u"org.freezeframe.Freezeframe.metainfo.xml"_s);
    QFile given(path);
    QVERIFY(given.open(QIODevice::WriteOnly));
    given.write(text);
    given.close();
    QStringList arguments{u"validate"_s, u"--no-net"_s, path};
    if (!published)
        arguments.insert(2, u"--override=url-homepage-missing=info"_s);
    const Outcome outcome = run(u"appstreamcli"_s, arguments);
    QVERIFY2(outcome.status == 0, qPrintable(outcome.output));
    // Each picture is one of this checkout, in the size that is said.
    static const QRegularExpression image(u"width=\"(\\d+)\" height=\"(\\d+)\">[^<]*/([^/<]+\\.png)<"_s);
    int count = 0;
    for (auto match = image.globalMatch(QString::fromUtf8(text)); match.hasNext(); ++count) {
        const auto found = match.next();
        QFile picture(QStringLiteral(FREEZEFRAME_RESOURCES "/../screenshots/") + found.captured(3));
        QVERIFY2(picture.open(QIODevice::ReadOnly), qPrintable(found.captured(3)));
        const QByteArray head = picture.read(24); // PNG: width and height follow the signature and "IHDR"
        QCOMPARE(qFromBigEndian<quint32>(head.constData() + 16), found.captured(1).toUInt());
        QCOMPARE(qFromBigEndian<quint32>(head.constData() + 20), found.captured(2).toUInt());
    }
    QCOMPARE(count > 0, published);
}

void TestDesktop::rightsAreSound_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("command");
    QTest::newRow("capture") << u"org.freezeframe.Freezeframe.capture"_s << u"capture"_s;
    QTest::newRow("mend") << u"org.freezeframe.Freezeframe.mend"_s << u"doctor"_s;
}

/// What pkexec looks for (pkexec(1)): an action of ours for each command that runs as root, which says what it does, asks
/// each time, and leads to the program that is installed.
void TestDesktop::rightsAreSound()
{
    QFETCH(QString, action);
    QFETCH(QString, command);
    QFile policy(m_share + u"/polkit-1/actions/org.freezeframe.Freezeframe.policy"_s);
    QVERIFY2(policy.open(QIODevice::ReadOnly), qPrintable(policy.fileName()));
    QXmlStreamReader reader(&policy);
    QMap<QString, QString> found;
    bool isInside = false;
    while (!reader.atEnd()) {
        reader.readNext();
        if (reader.isStartElement() && reader.name() == u"action")
            isInside = reader.attributes().value(u"id"_s) == action;
        if (!reader.isStartElement() || !isInside)
            continue;
        const QString key = reader.attributes().value(u"key"_s).toString();
        const QString name = reader.name().toString();
        if (name == u"message" || name.startsWith(u"allow_"))
            found[name] = reader.readElementText();
        else if (name == u"annotate")
            found[key] = reader.readElementText();
    }
    QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
    QVERIFY(found[u"message"_s].startsWith(u"Authentication is required to "));
    for (const QString &who : {u"allow_any"_s, u"allow_inactive"_s, u"allow_active"_s})
        QCOMPARE(found[who], u"auth_admin"_s);
    const QString program = found[u"org.freedesktop.policykit.exec.path"_s];
    QVERIFY2(program.startsWith(u'/') && program.endsWith(u"/bin/freezeframe-cli"), qPrintable(program));
    QCOMPARE(found[u"org.freedesktop.policykit.exec.argv1"_s], command);
}

void TestDesktop::manualIsInstalled_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("window") << u"man/man1/freezeframe.1"_s;
    QTest::newRow("command line") << u"man/man1/freezeframe-cli.1"_s;
    QTest::newRow("completion") << u"bash-completion/completions/freezeframe-cli"_s;
    QTest::newRow("completion of the window") << u"bash-completion/completions/freezeframe"_s;
    QTest::newRow("zsh") << u"zsh/vendor-completions/_freezeframe"_s;
    QTest::newRow("fish") << u"fish/vendor_completions.d/freezeframe-cli.fish"_s;
    for (const int size : {16, 22, 24, 32, 48, 64, 128, 256})
        QTest::addRow("icon %d", size) << u"icons/hicolor/%1x%1/apps/org.freezeframe.Freezeframe.png"_s.arg(size);
    QTest::newRow("icon, any size") << u"icons/hicolor/scalable/apps/org.freezeframe.Freezeframe.svg"_s;
    QTest::newRow("icon, symbolic") << u"icons/hicolor/symbolic/apps/org.freezeframe.Freezeframe-symbolic.svg"_s;
    QTest::newRow("metainfo") << u"metainfo/org.freezeframe.Freezeframe.metainfo.xml"_s;
}

void TestDesktop::manualIsInstalled()
{
    QFETCH(QString, file);
    QVERIFY(QFile::exists(m_share + u'/' + file));
}

void TestDesktop::manualKnowsEveryOption_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("option"); // as the file writes %1
    QTest::newRow("window") << u"freezeframe"_s << u"man/man1/freezeframe.1"_s << u"Fl -%1"_s;
    QTest::newRow("command line") << u"freezeframe-cli"_s << u"man/man1/freezeframe-cli.1"_s << u"Fl -%1"_s;
    QTest::newRow("completion") << u"freezeframe-cli"_s << u"bash-completion/completions/freezeframe-cli"_s
                                << u"--%1"_s;
}

void TestDesktop::manualKnowsEveryOption()
{
    QFETCH(QString, program);
    QFETCH(QString, file);
    QFETCH(QString, option);
    QFile document(m_share + u'/' + file);
    QVERIFY(document.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(document.readAll());
    const Outcome help = run(m_folder.filePath(u"prefix/bin/"_s + program), {u"--help"_s});
    QVERIFY2(help.status == 0, qPrintable(help.output));

    static const QRegularExpression pattern(u"--([a-z][a-z-]+)"_s);
    const QStringList general{u"help"_s, u"help-all"_s, u"version"_s};
    qsizetype found = 0;
    for (auto match = pattern.globalMatch(help.output); match.hasNext();) {
        const QString name = match.next().captured(1);
        if (general.contains(name))
            continue;
        ++found;
        QVERIFY2(text.contains(option.arg(name)), qPrintable(file + u" does not know --"_s + name));
    }
    QVERIFY(found > 0);
}

void TestDesktop::openerIsRegistered_data()
{
    QTest::addColumn<QString>("type");
    QTest::newRow("plain") << u"application/x-core"_s;
    QTest::newRow("plain, as libmagic says") << u"application/x-coredump"_s;
    QTest::newRow("zstd") << u"application/x-core+zstd"_s;
    QTest::newRow("lz4") << u"application/x-core+lz4"_s;
    QTest::newRow("xz") << u"application/x-core+xz"_s;
    QTest::newRow("gzip") << u"application/x-core+gzip"_s;
}

void TestDesktop::openerIsRegistered()
{
    QFETCH(QString, type);
    const Outcome gio = run(u"gio"_s, {u"mime"_s, type});
    QVERIFY2(gio.status == 0 && gio.output.contains(applicationFile), qPrintable(gio.output));
    const Outcome xdg = run(u"xdg-mime"_s, {u"query"_s, u"default"_s, type});
    QCOMPARE(xdg.output.trimmed(), applicationFile);
}

void TestDesktop::fileTypes_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("real");
    QTest::addColumn<QString>("type");
    QTest::newRow("the kernel's name") << u"core"_s << true << u"application/x-core"_s;
    QTest::newRow("with a process id") << u"core.4711"_s << true << u"application/x-core"_s;
    QTest::newRow("with a program") << u"orders.core"_s << true << u"application/x-core"_s;
    QTest::newRow("any name") << u"from-the-customer.bin"_s << true << u"application/x-core"_s;
    QTest::newRow("compressed") << u"orders.4711.core.zst"_s << false << u"application/x-core+zstd"_s;
    QTest::newRow("compressed, LZ4") << u"orders.core.lz4"_s << false << u"application/x-core+lz4"_s;
    QTest::newRow("compressed, XZ") << u"orders.core.xz"_s << false << u"application/x-core+xz"_s;
    QTest::newRow("compressed, gzip") << u"orders.core.gz"_s << false << u"application/x-core+gzip"_s;
    for (const auto &[ending, type] : {std::pair(u"zst"_s, u"zstd"_s), std::pair(u"lz4"_s, u"lz4"_s),
                                       std::pair(u"xz"_s, u"xz"_s), std::pair(u"gz"_s, u"gzip"_s)}) {
        for (const QString &core : {u"core"_s, u"core.4711"_s, u"core.orders.4711"_s, u"orders.core"_s, u"coredump"_s,
                                    u"core.orders.1000.0f4c5b1e2d3a49d8b7c6a5f4e3d2c1b0.4711.1764000000000000"_s})
            QTest::newRow(qPrintable(core + u", "_s + type))
                << QString(core + u'.' + ending) << false << QString(u"application/x-core+"_s + type);
    }
    QTest::newRow("another compressed file") << u"letters.zst"_s << false << u"application/zstd"_s;
    QTest::newRow("a script") << u"core.min.js.gz"_s << false << u"application/gzip"_s;
    QTest::newRow("a manual") << u"core.5.gz"_s << false << u"application/gzip"_s;
    QTest::newRow("an archive") << u"core.tar.gz"_s << false << u"application/x-compressed-tar"_s;
    QTest::newRow("a release") << u"core.2024.11.tar.gz"_s << false << u"application/x-compressed-tar"_s;
    QTest::newRow("a release, XZ") << u"core.x.100.tar.xz"_s << false << u"application/x-xz-compressed-tar"_s;
    QTest::newRow("a release, Zstandard") << u"core.x.100.tar.zst"_s << false << u"application/x-zstd-compressed-tar"_s;
    QTest::newRow("a release, LZ4") << u"core.x.100.tar.lz4"_s << false << u"application/x-lz4-compressed-tar"_s;
    QTest::newRow("not a core") << u"core.txt"_s << false << u"text/plain"_s;
}

/// A core of a small program; nothing if gdb can't take one.
QString TestDesktop::takenCore()
{
    const QString core = m_folder.filePath(u"taken.core"_s);
    if (QFile::exists(core))
        return core;
    QProcess sleeper;
    sleeper.start(u"sleep"_s, {u"60"_s});
    if (!sleeper.waitForStarted())
        return {};
    const Outcome taken = run(u"gdb"_s,
                              {u"-nx"_s, u"-batch"_s, u"-p"_s, QString::number(sleeper.processId()), u"-ex"_s,
                               u"generate-core-file "_s + core});
    sleeper.kill();
    sleeper.waitForFinished();
    return QFile::exists(core) ? core : QString();
}

void TestDesktop::fileTypes()
{
    QFETCH(QString, name);
    QFETCH(bool, real);
    QFETCH(QString, type);
    const QString path = m_folder.filePath(name);
    if (real) {
        const QString core = takenCore();
        if (core.isEmpty())
            QSKIP("gdb took no core");
        QVERIFY(QFile::copy(core, path));
    } else {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("not a core\n");
    }

    QCOMPARE(QMimeDatabase().mimeTypeForFile(path).name(), type);
    const QString gioType = toGio(name, type);
    const Outcome xdg = run(u"xdg-mime"_s, {u"query"_s, u"filetype"_s, path});
    QCOMPARE(xdg.output.trimmed(), gioType);
    const Outcome gio = run(u"gio"_s, {u"info"_s, u"-a"_s, u"standard::content-type"_s, path});
    const QRegularExpression contentType(u"standard::content-type: (\\S+)"_s);
    QCOMPARE(contentType.match(gio.output).captured(1), gioType);
}

void TestDesktop::openerWithoutDesktop_data()
{
    QTest::addColumn<QStringList>("command"); // makes "given" of "taken.core"
    QTest::addColumn<QString>("opener");
    QTest::newRow("plain") << QStringList{u"cp"_s, u"taken.core"_s, u"given"_s} << applicationFile;
    QTest::newRow("zstd") << QStringList{u"zstd"_s, u"-qf"_s, u"taken.core"_s, u"-o"_s, u"given"_s} << compressedFile;
    QTest::newRow("gzip") << QStringList{u"sh"_s, u"-c"_s, u"gzip -c taken.core >given"_s} << compressedFile;
    QTest::newRow("xz") << QStringList{u"sh"_s, u"-c"_s, u"xz -0 -c taken.core >given"_s} << compressedFile;
    QTest::newRow("lz4") << QStringList{u"sh"_s, u"-c"_s, u"printf '\\004\\042\\115\\030abcdefgh' >given"_s}
                         << compressedFile;
}

/// xdg-open asks libmagic then, whose names are its own, and which does not look at a file's name.
void TestDesktop::openerWithoutDesktop()
{
    QFETCH(const QStringList, command);
    QFETCH(const QString, opener);
    if (takenCore().isEmpty())
        QSKIP("gdb took no core");
    const Outcome made = run(command.constFirst(), command.sliced(1));
    QVERIFY2(made.status == 0, qPrintable(made.output));
    const Outcome type = run(u"file"_s, {u"--brief"_s, u"--dereference"_s, u"--mime-type"_s, u"given"_s});
    QVERIFY2(type.status == 0, qPrintable(type.output));
    m_environment.insert(u"XDG_CURRENT_DESKTOP"_s, u"X-Generic"_s);
    const Outcome found = run(u"xdg-mime"_s, {u"query"_s, u"default"_s, type.output.trimmed()});
    m_environment.insert(u"XDG_CURRENT_DESKTOP"_s, u"GNOME"_s);
    QVERIFY2(found.output.trimmed() == opener, qPrintable(type.output + found.output));
}

/// A program for archives that is installed stays the one for archives.
void TestDesktop::archivesStayWithTheirOwn()
{
    const QString folder = m_share + u"/applications"_s;
    for (const QString &name : {u"engrampa.desktop"_s, u"org.gnome.FileRoller.desktop"_s, u"xarchiver.desktop"_s}) {
        QFile other(folder + u'/' + name);
        QVERIFY(other.open(QIODevice::WriteOnly));
        other.write("[Desktop Entry]\nType=Application\nName=Other\nExec=true %f\nMimeType=application/zstd;\n");
        other.close();
        QCOMPARE(run(u"update-desktop-database"_s, {folder}).status, 0);
        for (const QString &desktop : {u"GNOME"_s, u"X-Generic"_s}) {
            m_environment.insert(u"XDG_CURRENT_DESKTOP"_s, desktop);
            QCOMPARE(run(u"xdg-mime"_s, {u"query"_s, u"default"_s, u"application/zstd"_s}).output.trimmed(), name);
        }
        QVERIFY(other.remove());
    }
    QCOMPARE(run(u"update-desktop-database"_s, {folder}).status, 0);
    m_environment.insert(u"XDG_CURRENT_DESKTOP"_s, u"GNOME"_s);
}

QTEST_GUILESS_MAIN(TestDesktop)
#include "tst_desktop.moc"
