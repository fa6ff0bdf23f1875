// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/mainwindow.h"

#include "gui/corepage.h"
#include "gui/livebar.h"
#include "gui/livedesk.h"
#include "gui/startpage.h"
#include "gui/statusline.h"
#include "gui/windowactions.h"
#include "gui/windowclosing.h"
#include "model/corestoremodel.h"
#include "model/session.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>

#include <csignal>
#include <format>

// What the window does with living processes.

namespace Freezeframe
{

void MainWindow::wireLive()
{
    m_core->addTopBar(m_live->bar());
    connect(m_actions->capture, &QAction::triggered, m_live, [this] { m_live->showPicker(); });
    connect(m_actions->abort, &QAction::triggered, m_live, [this] { m_live->end(SIGABRT); });
    connect(m_actions->quitProcess, &QAction::triggered, m_live, [this] { m_live->end(SIGQUIT); });
    connect(m_live, &LiveDesk::endableChanged, m_actions, &WindowActions::setEndable);
    connect(m_live->bar(), &LiveBar::stateChanged, m_actions, [this] {
        using Picture = WindowActions::Picture;
        const LiveBar *bar = m_live->bar();
        m_actions->setPicture(!bar->snapshot() ? Picture::Core : bar->hasEnded() ? Picture::Ended : Picture::Living);
    });
    connect(m_actions->runProgram, &QAction::triggered, m_live, [this] { m_live->showProgram(); });
    connect(m_actions->doctor, &QAction::triggered, m_live, &LiveDesk::showDoctor);
    connect(m_start, &StartPage::processChosen, m_live, [this](int pid) { m_live->showPicker(pid); });
    connect(m_crashes, &CoreStoreModel::updated, this, &MainWindow::refreshStatus);
    connect(m_live, &LiveDesk::coreWanted, this, [this](const QString &path) {
        openCore(path);
        bringUp(); // before the window that made the core
    });
    connect(m_live, &LiveDesk::snapshotWanted, this, &MainWindow::openSnapshot);
    connect(m_live, &LiveDesk::windowLeft, m_closing, &WindowClosing::windowLeft, Qt::QueuedConnection);
    connect(m_live, &LiveDesk::windowStays, m_closing, &WindowClosing::windowStays);
    constexpr int sentenceMilliseconds = 15'000;
    connect(m_live, &LiveDesk::said, this,
            [this](const QString &sentence) { m_status->say(sentence, sentenceMilliseconds); });
}

/// F5 over what lives: the lists of the start page, or another snapshot. Over a core there is nothing to read anew.
bool MainWindow::refreshLive()
{
    if (m_start->isVisible()) {
        m_start->refresh();
        return true;
    }
    if (!m_live->bar()->isVisible() || !m_live->bar()->refreshButton()->isEnabled())
        return false;
    m_live->refresh();
    return true;
}

void MainWindow::openClipboard()
{
    const QByteArray text = QGuiApplication::clipboard()->text().toUtf8();
    if (m_session->isOpen()) {
        auto *other = new MainWindow;
        other->setAttribute(Qt::WA_DeleteOnClose);
        other->resize(size());
        other->show();
        other->openClipboard();
        return;
    }
    OpenOptions options;
    options.core = tr("clipboard").toStdString();
    options.image
        = MappedFile::fromBytes(std::as_bytes(std::span(text.constData(), size_t(text.size()))), options.core);
    open(options);
}

void MainWindow::openSnapshot(const LiveSnapshot &snapshot)
{
    const auto &shownNow = m_live->bar()->snapshot();
    const bool isRefresh = shownNow && shownNow->process.pid == snapshot.process.pid;
    if (m_session->isOpen() && !isRefresh) {
        // A snapshot is in this process's memory: its window is too.
        auto *other = new MainWindow;
        other->setAttribute(Qt::WA_DeleteOnClose);
        other->resize(size());
        other->show();
        other->openSnapshot(snapshot);
        return;
    }
    OpenOptions options;
    options.core = snapshot.image->path();
    options.image = snapshot.image;
    // The files of a process in a container are below its root.
    options.files.roots.push_back(std::format("/proc/{}/root", snapshot.process.pid));
    const auto &owner = m_session->selection().owner;
    if (isRefresh && owner && owner->kind == StackOwner::Kind::Goroutine)
        m_wantedGoroutine = owner->id;
    open(options);
    m_live->bar()->setSnapshot(snapshot);
}

}
