// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/inspection.h"
#include "model/givenfile.h"
#include "model/livethread.h"
#include "model/opencores.h"

#include <QObject>
#include <QStringList>

class QMimeData;

namespace Freezeframe
{

class MainWindow;

/// How files come into a window: from the command line, a dialog, a drop or a list; here, in a window of their own, or in
/// the one that has them already. GUI thread; what a file is, is looked at on a thread of its own.
class CoreOpening : public QObject
{
    Q_OBJECT
public:
    explicit CoreOpening(MainWindow *window);
    /// What this window has open is found by other Freezeframes from now on.
    void setShared();
    /// Cores, a program for them, folders of cores, in any order. @p options: what holds for each; its core is not used.
    void openGiven(const QStringList &paths, const OpenOptions &options = {});
    /// What was dropped on the window.
    void openDropped(const QMimeData &data);
    /// A person chooses in a dialog. @p folder: where it begins; empty: where it was.
    void choose(bool newWindow, const QString &folder = {});
    void locateExecutable();
    /// The same core, once more.
    void reopen(const std::string &executable, bool force);
    void startProcess(const QStringList &arguments);

Q_SIGNALS:
    void said(const QString &sentence);
    /// What was given opens in other windows only.
    void wentElsewhere();
    /// It opens in this window, or there is something to be asked.
    void comesHere();
    /// A program alone was given.
    void programGiven(const QString &path);

private:
    void openAll(const std::vector<GivenFile> &given, OpenOptions options);
    /// False: another window has it already.
    bool openOne(const GivenFile &core, const OpenOptions &options);
    void answer(const OpenCores::Wish &wish);
    void openFolder(const GivenFile &folder, const OpenOptions &options);
    void claim();

    MainWindow *m_window;
    bool m_isShared = false;
    OpenCores m_open;
    LiveThread m_thread;
    int m_asked = 0;
    bool m_isOpening = false; ///< a core that was given opens here
};

}
