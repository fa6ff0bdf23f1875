// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/coreopening.h"

#include "gui/mainwindow.h"
#include "gui/windowtitle.h"
#include "model/format.h"
#include "model/session.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>
#include <QProcess>

#include <algorithm>

namespace Freezeframe
{
namespace
{

constexpr int claimKind = -1; // what is given has kinds from 0 on

/// The desktop's leave to bring up a window: the starter's, as it comes with this process.
QString takeToken()
{
    const QString token = qEnvironmentVariable("XDG_ACTIVATION_TOKEN");
    qunsetenv("XDG_ACTIVATION_TOKEN"); // it is good for once
    return token;
}

/// The portable archive brings its own loader, which is what runs then: the program is beside it.
QString windowProgram()
{
    const QString path = QCoreApplication::applicationFilePath();
    return QFileInfo(path).fileName().startsWith(QLatin1String("ld-"))
        ? QCoreApplication::applicationDirPath() + QLatin1String("/../bin/freezeframe")
        : path;
}

/// The command line of another window that opens @p core likewise.
QStringList argumentsFor(const QString &core, const OpenOptions &options)
{
    QStringList words;
    if (!options.files.executable.empty())
        words << QStringLiteral("--exe") << QString::fromStdString(options.files.executable);
    if (options.files.force)
        words << QStringLiteral("--force");
    const std::vector<std::string> usual = FileSearch().debugDirectories;
    for (const std::string &folder : options.files.debugDirectories) {
        if (std::ranges::find(usual, folder) == usual.end())
            words << QStringLiteral("--debug-dir") << QString::fromStdString(folder);
    }
    for (const auto &[recorded, local] : options.sourceMap)
        words << QStringLiteral("--source-map") << QString::fromStdString(recorded + "=" + local);
    return words << QStringLiteral("--") << core;
}

}

CoreOpening::CoreOpening(MainWindow *window)
    : QObject(window)
    , m_window(window)
{
    connect(window->session(), &Session::opened, this, &CoreOpening::claim);
    connect(window->session(), &Session::failed, this, [this] { m_isOpening = false; });
    connect(&m_open, &OpenCores::raised, this, &CoreOpening::answer);
}

/// Somebody opens the core that is here.
void CoreOpening::answer(const OpenCores::Wish &wish)
{
    if (!wish.token.isEmpty())
        qputenv("XDG_ACTIVATION_TOKEN", wish.token.toUtf8());
    m_window->bringUp();
    Session *session = m_window->session();
    const auto real = [](const QString &path) { return QFileInfo(path).canonicalFilePath(); };
    if (!session->isOpen())
        return;
    if (!wish.executable.isEmpty()
        && real(wish.executable) != real(QString::fromStdString(session->process()->executablePath))) {
        m_window->setWanted(wish.goroutine, wish.frame);
        reopen(wish.executable.toStdString(), false);
        return;
    }
    if (wish.goroutine)
        session->selectGoroutine(*wish.goroutine, wish.frame);
    Q_EMIT said(tr("This core was opened again: it is here already."));
}

void CoreOpening::setShared()
{
    m_isShared = true;
}

void CoreOpening::claim()
{
    m_isOpening = false;
    if (!m_isShared)
        return;
    const OpenOptions &options = m_window->session()->options();
    if (options.image) {
        m_open.claim({});
        return;
    }
    m_thread.ask(
        claimKind, this,
        [path = QString::fromStdString(options.core)](const std::stop_token &stop) {
            return GivenFile::look(path, stop).identity;
        },
        [this](const QString &identity) { m_open.claim(identity); });
}

void CoreOpening::openGiven(const QStringList &paths, const OpenOptions &options)
{
    m_thread.ask(
        m_asked++, this,
        [paths](const std::stop_token &stop) {
            std::vector<GivenFile> given;
            for (const QString &path : paths)
                given.push_back(GivenFile::look(path, stop));
            return given;
        },
        [this, options](const std::vector<GivenFile> &given) { openAll(given, options); });
}

/// One program beside cores is theirs, as gdb and Delve take it; one alone beside an open core is that core's.
void CoreOpening::openAll(const std::vector<GivenFile> &given, OpenOptions options)
{
    std::vector<const GivenFile *> cores;
    std::vector<const GivenFile *> programs;
    for (const GivenFile &file : given)
        (file.kind == GivenFile::Kind::Program ? programs : cores).push_back(&file);
    if (!programs.empty() && cores.empty()) {
        const QString &program = programs.front()->path;
        if (m_window->session()->isOpen() && !m_window->session()->options().image)
            reopen(program.toStdString(), false);
        else
            Q_EMIT programGiven(program);
        Q_EMIT comesHere();
        return;
    }
    if (programs.size() == 1 && options.files.executable.empty())
        options.files.executable = programs.front()->path.toStdString();
    else if (programs.size() > 1)
        Q_EMIT said(
            tr("%1 and %2 are both programs: which is the core’s is asked by Locate Executable.")
                .arg(fileName(programs.at(0)->path.toStdString()), fileName(programs.at(1)->path.toStdString())));
    bool isElsewhere = !cores.empty();
    for (const GivenFile *core : cores) {
        if (core->kind == GivenFile::Kind::Folder) {
            openFolder(*core, options);
            isElsewhere = false;
        } else if (openOne(*core, options)) {
            isElsewhere = false;
        }
    }
    if (isElsewhere)
        Q_EMIT wentElsewhere();
    else
        Q_EMIT comesHere();
}

bool CoreOpening::openOne(const GivenFile &core, const OpenOptions &options)
{
    const auto &[goroutine, frame] = m_window->wanted();
    const bool isPlain = !options.files.force && options.sourceMap.empty()
        && options.files.debugDirectories == FileSearch().debugDirectories;
    if (isPlain
        && OpenCores::raise(core.identity,
                            {.goroutine = goroutine,
                             .frame = frame,
                             .executable = QString::fromStdString(options.files.executable),
                             .token = takeToken()})) {
        Q_EMIT said(tr("%1 is open already: its window was brought up.").arg(fileName(core.path.toStdString())));
        return false;
    }
    if (m_window->session()->isOpen() || m_isOpening) {
        startProcess(argumentsFor(core.path, options));
        return true;
    }
    m_isOpening = true;
    OpenOptions wanted = options;
    wanted.core = core.path.toStdString();
    m_window->open(wanted);
    return true;
}

/// The only core of a folder opens; of several a person chooses.
void CoreOpening::openFolder(const GivenFile &folder, const OpenOptions &options)
{
    if (folder.cores.isEmpty())
        Q_EMIT said(tr("There is no core in %1.").arg(shown(folder.path.toStdString())));
    else if (folder.cores.size() == 1)
        openGiven(folder.cores, options);
    else
        choose(false, folder.path);
}

void CoreOpening::openDropped(const QMimeData &data)
{
    QStringList paths;
    for (const QUrl &url : data.urls()) {
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    }
    if (paths.isEmpty())
        Q_EMIT said(tr("Only files of this machine can be opened."));
    else
        openGiven(paths);
}

void CoreOpening::choose(bool newWindow, const QString &folder)
{
    auto *dialog = new QFileDialog(m_window, tr("Open Core"), folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters({tr("All files (*)"), tr("Text with goroutines (*.txt *.log *.out *.json)"),
                            tr("Cores (core core.* *.core *.core.* *.zst *.lz4 *.xz *.gz)")});
    connect(dialog, &QFileDialog::filesSelected, this, [this, newWindow](const QStringList &paths) {
        if (!newWindow) {
            openGiven(paths);
            return;
        }
        for (const QString &path : paths)
            startProcess(argumentsFor(path, {}));
    });
    dialog->open();
}

void CoreOpening::locateExecutable()
{
    auto *dialog = new QFileDialog(
        m_window,
        windowTitleOf({programName(*m_window->session()->process())}, tr("Locate the Executable of This Core")));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString &path) { reopen(path.toStdString(), false); });
    dialog->open();
}

void CoreOpening::reopen(const std::string &executable, bool force)
{
    OpenOptions options = m_window->session()->options();
    options.files.executable = executable;
    options.files.force = force;
    m_window->open(options);
}

void CoreOpening::startProcess(const QStringList &arguments)
{
    if (!QProcess::startDetached(windowProgram(), arguments))
        Q_EMIT said(tr("A second window could not be started."));
}

}
