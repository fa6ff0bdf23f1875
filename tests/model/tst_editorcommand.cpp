// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/editorcommand.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Freezeframe;

/// Which editors are offered, and what they are told, without a shell between.
class TestEditorCommand : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void findsWhatIsThere_data();
    void findsWhatIsThere();
    void words_data();
    void words();
    void ownCommand_data();
    void ownCommand();
    void problems_data();
    void problems();
    void argumentsArriveWhole_data();
    void argumentsArriveWhole();

private:
    /// Empty programs of these names are all that is installed.
    [[nodiscard]] QProcessEnvironment installed(const QStringList &programs, const QString &visual = {},
                                                const QString &editor = {});
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }
    QTemporaryDir m_folder;
};

void TestEditorCommand::initTestCase()
{
    QVERIFY(m_folder.isValid());
}

QProcessEnvironment TestEditorCommand::installed(const QStringList &programs, const QString &visual,
                                                 const QString &editor)
{
    for (const QString &old : QDir(m_folder.path()).entryList(QDir::Files))
        QFile::remove(path(old));
    for (const QString &program : programs) {
        QFile file(path(program));
        if (file.open(QIODevice::WriteOnly))
            file.write(
                "#!/bin/sh\nprintf '%s\\0' \"$@\" > \"$0.arguments.part\"\nmv \"$0.arguments.part\" \"$0.arguments\"\n");
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("PATH"), m_folder.path());
    environment.insert(QStringLiteral("VISUAL"), visual);
    environment.insert(QStringLiteral("EDITOR"), editor);
    return environment;
}

void TestEditorCommand::findsWhatIsThere_data()
{
    QTest::addColumn<QStringList>("programs");
    QTest::addColumn<QString>("visual");
    QTest::addColumn<QString>("editor");
    QTest::addColumn<QStringList>("found");

    QTest::newRow("nothing") << QStringList() << QString() << QString() << QStringList();
    QTest::newRow("Kate and GoLand") << QStringList{"kate", "goland"} << QString() << QString()
                                     << QStringList{"goland", "kate"};
    QTest::newRow("$EDITOR first") << QStringList{"kate", "vim"} << QString() << QStringLiteral("vim -u NONE")
                                   << QStringList{"$EDITOR", "kate"};
    QTest::newRow("both") << QStringList{"code", "vim"} << QStringLiteral("code --wait") << QStringLiteral("vim")
                          << QStringList{"$VISUAL", "$EDITOR", "code"};
    QTest::newRow("$EDITOR that is not there")
        << QStringList{"kate"} << QString() << QStringLiteral("vim") << QStringList{"kate"};
}

void TestEditorCommand::findsWhatIsThere()
{
    QFETCH(QStringList, programs);
    QFETCH(QString, visual);
    QFETCH(QString, editor);
    QStringList ids;
    for (const EditorCommand &command : EditorCommand::found(installed(programs, visual, editor)))
        ids.append(command.id());
    QTEST(ids, "found");
}

void TestEditorCommand::words_data()
{
    QTest::addColumn<QStringList>("programs");
    QTest::addColumn<QString>("editor");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QStringList>("words");

    QTest::newRow("VS Code") << QStringList{"code"} << QString() << QStringLiteral("code")
                             << QStringList{"code", "-g", "/a b/c.go:12:3"};
    QTest::newRow("GoLand") << QStringList{"goland"} << QString() << QStringLiteral("goland")
                            << QStringList{"goland", "--line", "12", "--column", "3", "/a b/c.go"};
    QTest::newRow("Kate") << QStringList{"kate"} << QString() << QStringLiteral("kate")
                          << QStringList{"kate", "-l", "12", "-c", "3", "/a b/c.go"};
    QTest::newRow("vi in xterm") << QStringList{"vi", "xterm"} << QStringLiteral("vi") << QStringLiteral("$EDITOR")
                                 << QStringList{"xterm", "-e", "vi", "+12", "/a b/c.go"};
    QTest::newRow("nano in konsole") << QStringList{"nano", "xterm", "konsole"} << QStringLiteral("nano -B")
                                     << QStringLiteral("$EDITOR")
                                     << QStringList{"konsole", "-e", "nano", "-B", "+12,3", "/a b/c.go"};
    QTest::newRow("Debian's choice of a terminal")
        << QStringList{"nvim", "konsole", "x-terminal-emulator"} << QStringLiteral("nvim") << QStringLiteral("$EDITOR")
        << QStringList{"x-terminal-emulator", "-e", "nvim", "+12", "/a b/c.go"};
    QTest::newRow("emacs has a window") << QStringList{"emacs"} << QStringLiteral("emacs") << QStringLiteral("$EDITOR")
                                        << QStringList{"emacs", "+12:3", "/a b/c.go"};
    QTest::newRow("emacs without one") << QStringList{"emacs", "xterm"} << QStringLiteral("emacs -nw")
                                       << QStringLiteral("$EDITOR")
                                       << QStringList{"xterm", "-e", "emacs", "-nw", "+12:3", "/a b/c.go"};
    QTest::newRow("code --wait") << QStringList{"code"} << QStringLiteral("code --wait") << QStringLiteral("$EDITOR")
                                 << QStringList{"code", "--wait", "-g", "/a b/c.go:12:3"};
    QTest::newRow("a percent sign of its own")
        << QStringList{"vi", "xterm"} << QStringLiteral("vi --cmd %f") << QStringLiteral("$EDITOR")
        << QStringList{"xterm", "-e", "vi", "--cmd", "%f", "+12", "/a b/c.go"};
    QTest::newRow("one that nobody knows")
        << QStringList{"myed", "xterm"} << QStringLiteral("myed") << QStringLiteral("$EDITOR")
        << QStringList{"xterm", "-e", "myed", "+12", "/a b/c.go"};
}

void TestEditorCommand::words()
{
    QFETCH(QStringList, programs);
    QFETCH(QString, editor);
    QFETCH(QString, id);
    const QProcessEnvironment environment = installed(programs, {}, editor);
    for (const EditorCommand &command : EditorCommand::found(environment)) {
        if (command.id() != id)
            continue;
        auto [words, problem] = command.words(QStringLiteral("/a b/c.go"), 12, 3, environment);
        QCOMPARE(problem, QString());
        words.replaceInStrings(m_folder.path() + QLatin1Char('/'), QString());
        QTEST(words, "words");
        return;
    }
    QFAIL("it is not offered");
}

void TestEditorCommand::ownCommand_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QStringList>("words");

    QTest::newRow("all places") << QStringLiteral("ed --at %l:%c %f") << QStringList{"ed", "--at", "12:3", "/a b/c.go"};
    QTest::newRow("in one word") << QStringLiteral("ed file=%f#L%l") << QStringList{"ed", "file=/a b/c.go#L12"};
    QTest::newRow("no file: last") << QStringLiteral("ed +%l") << QStringList{"ed", "+12", "/a b/c.go"};
    QTest::newRow("quotes") << QStringLiteral("ed \"a  b\" %f") << QStringList{"ed", "a  b", "/a b/c.go"};
    QTest::newRow("percent") << QStringLiteral("ed 100%% %x %f %") << QStringList{"ed", "100%", "%x", "/a b/c.go", "%"};
    QTest::newRow("no shell") << QStringLiteral("ed $(id) ;ls %f") << QStringList{"ed", "$(id)", ";ls", "/a b/c.go"};
}

void TestEditorCommand::ownCommand()
{
    QFETCH(QString, line);
    const QProcessEnvironment environment = installed({QStringLiteral("ed")});
    auto [words, problem] = EditorCommand::own(line).words(QStringLiteral("/a b/c.go"), 12, 3, environment);
    QCOMPARE(problem, QString());
    words.replaceInStrings(m_folder.path() + QLatin1Char('/'), QString());
    QTEST(words, "words");
}

void TestEditorCommand::problems_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("says");
    QTest::newRow("nothing") << QString() << QStringLiteral("empty");
    QTest::newRow("spaces") << QStringLiteral("   ") << QStringLiteral("empty");
    QTest::newRow("not there") << QStringLiteral("nowhere-ed %f") << QStringLiteral("nowhere-ed is not installed");
    QTest::newRow("a folder") << QStringLiteral("/tmp %f") << QStringLiteral("/tmp is not installed");
    QTest::newRow("no terminal") << QStringLiteral("$EDITOR") << QStringLiteral("in a terminal, and there is none");
}

void TestEditorCommand::problems()
{
    QFETCH(QString, line);
    QFETCH(QString, says);
    const QProcessEnvironment environment = installed({QStringLiteral("vi")}, {}, QStringLiteral("vi"));
    const EditorCommand command
        = line == QLatin1String("$EDITOR") ? EditorCommand::found(environment).constFirst() : EditorCommand::own(line);
    const auto [words, problem] = command.words(QStringLiteral("/a.go"), 1, 1, environment);
    QVERIFY(words.isEmpty());
    QVERIFY2(problem.contains(says) && problem.contains(QStringLiteral("Tools ▸ Editor")), qPrintable(problem));
}

void TestEditorCommand::argumentsArriveWhole_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("spaces") << QStringLiteral("/a b/c  d.go");
    QTest::newRow("quotes") << QStringLiteral("/it's \"here\".go");
    QTest::newRow("a shell's words") << QStringLiteral("/$(touch pwned)`id`;rm x&&y|z>w.go");
    QTest::newRow("a dollar and a backslash") << QStringLiteral("/$HOME\\n.go");
    QTest::newRow("a line's end") << QStringLiteral("/a\nb.go");
    QTest::newRow("our own signs") << QStringLiteral("/%l%c%f%%.go");
    QTest::newRow("letters of the world") << QStringLiteral("/naïve 日本.go");
}

void TestEditorCommand::argumentsArriveWhole()
{
    QFETCH(QString, file);
    const QProcessEnvironment environment = installed({QStringLiteral("kate")});
    const auto [words, problem] = EditorCommand::found(environment).constFirst().words(file, 7, 1, environment);
    QCOMPARE(problem, QString());
    QVERIFY(QProcess::startDetached(words.first(), words.mid(1), m_folder.path()));
    const QString recorded = path(QStringLiteral("kate.arguments"));
    QTRY_VERIFY(QFile::exists(recorded));
    QFile arguments(recorded);
    QVERIFY(arguments.open(QIODevice::ReadOnly));
    QCOMPARE(arguments.readAll().split('\0'), (QList<QByteArray>{"-l", "7", "-c", "1", file.toUtf8(), ""}));
    QVERIFY(!QFile::exists(path(QStringLiteral("pwned"))));
}

QTEST_GUILESS_MAIN(TestEditorCommand)
#include "tst_editorcommand.moc"
