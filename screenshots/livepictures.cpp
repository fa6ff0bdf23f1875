// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "screenshots/photographer.h"

#include "gui/abortdialog.h"
#include "gui/capturedetails.h"
#include "gui/doctorpane.h"
#include "gui/doctorview.h"
#include "gui/listview.h"
#include "gui/livedesk.h"
#include "gui/mainwindow.h"
#include "gui/processpicker.h"
#include "gui/programwindow.h"
#include "gui/startpage.h"
#include "gui/walkthroughdesk.h"
#include "gui/walkthroughpage.h"
#include "model/corestoremodel.h"
#include "model/programrun.h"
#include "model/recentcores.h"
#include "model/session.h"
#include "screenshots/palettes.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>

#include <cstdio>

namespace Freezeframe
{
namespace
{

constexpr int patienceMilliseconds = 90'000;

/// Long enough for a second look at the processes: the first has no processor time to compare with.
void watchAWhile()
{
    QTest::qWait(3500);
}

/// The walkthrough after its second step, with the core that it made.
QWidget *walk(MainWindow &window, const QString &folder)
{
    window.walkthrough()->show(false, folder);
    WalkthroughRun *run = window.walkthrough()->run();
    for (const char *task : {"crash.build", "crash.plain", "crash.traceback", "crash.limit", "crash.pattern",
                             "crash.set-pattern", "crash.core", "open.open"}) {
        run->perform(task);
        if (!QTest::qWaitFor([run] { return run->running().empty(); }, patienceMilliseconds) || !run->isDone(task))
            return nullptr;
    }
    if (!QTest::qWaitFor([&window] { return window.session()->isOpen() && !window.session()->isBusy(); },
                         patienceMilliseconds))
        return nullptr;
    window.walkthrough()->page()->showStep(1);
    QTest::qWait(1500);
    return &window;
}

}

QList<Photographer::Picture> Photographer::livePictures()
{
    const auto startPage = [this](MainWindow &window) -> QWidget * {
        RecentCores recent;
        recent.add({.path = QStringLiteral("/mnt/incident-1182/orders-api.3980.core"),
                    .opened = QDateTime::currentDateTime()});
        if (const auto subject = m_subjects.variables())
            recent.add({.path = QString::fromStdString(subject->core), .opened = QDateTime::currentDateTime()});
        if (const auto subject = m_subjects.main())
            recent.add({.path = QString::fromStdString(subject->core), .opened = QDateTime::currentDateTime()});
        window.hide();
        auto *second = new MainWindow; // reads the settings anew
        second->setParent(&window, Qt::Window);
        second->resize(m_size);
        auto *crashes = second->findChild<CoreStoreModel *>();
        crashes->setExtraFolders(m_live.crashes());
        second->show();
        watchAWhile();
        second->startPage()->crashList()->clearFocus();
        return second;
    };
    const auto list = [this](MainWindow &window) -> QWidget * {
        ProcessPicker *picker = window.liveDesk()->showPicker(m_live.start().value_or(0));
        picker->resize(m_size);
        const auto isShown = [picker] {
            return picker->details()->plan().has_value() && picker->details()->doctor()->report().has_value();
        };
        if (!QTest::qWaitFor(isShown, patienceMilliseconds))
            return nullptr;
        watchAWhile();
        return picker;
    };
    const auto doctor = [this](MainWindow &window) -> QWidget * {
        DoctorView *view = window.liveDesk()->showDoctor();
        view->resize(m_size.width() * 5 / 8, m_size.height());
        watchAWhile();
        view->examineProcess(m_live.start().value_or(0));
        if (!QTest::qWaitFor([view] { return view->pane()->report().has_value(); }, patienceMilliseconds))
            return nullptr;
        QTest::qWait(200);
        return view;
    };
    const auto run = [this](MainWindow &window) -> QWidget * {
        ProgramWindow *program = window.liveDesk()->showProgram();
        program->setProgram(m_live.program(), QStringLiteral("-region eu-1 -workers 12"), m_live.folder());
        program->startButton()->click();
        const auto isReady = [program] { return program->output()->toPlainText().contains(QLatin1String("ready")); };
        if (!QTest::qWaitFor(isReady, patienceMilliseconds))
            return nullptr;
        QTest::qWait(300);
        return program;
    };
    const auto died = [this](MainWindow &window) -> QWidget * {
        ProgramWindow *program = window.liveDesk()->showProgram();
        program->setProgram(m_live.program(), QStringLiteral("-region eu-1 -workers 2"), m_live.folder());
        program->startButton()->click();
        const auto isReady = [program] { return program->output()->toPlainText().contains(QLatin1String("ready")); };
        if (!QTest::qWaitFor(isReady, patienceMilliseconds))
            return nullptr;
        program->abortButton()->click();
        const auto isOver = [program] { return program->outcome().contains(QLatin1String("core")); };
        if (!QTest::qWaitFor(isOver, patienceMilliseconds)) {
            std::fprintf(stderr, "%s\n", qPrintable(program->outcome()));
            return nullptr;
        }
        return program;
    };
    const auto abort = [this](MainWindow &window) -> QWidget * {
        ProcessPicker *picker = window.liveDesk()->showPicker(m_live.start().value_or(0));
        picker->resize(m_size);
        if (!QTest::qWaitFor([picker] { return picker->details()->plan().has_value(); }, patienceMilliseconds))
            return nullptr;
        watchAWhile();
        picker->abortButton()->click();
        auto *dialog = picker->findChild<AbortDialog *>();
        const auto isShown = [dialog] { return dialog && dialog->doctor()->report().has_value(); };
        if (!QTest::qWaitFor(isShown, patienceMilliseconds))
            return nullptr;
        QTest::qWait(200);
        return dialog;
    };
    const auto live = [this](MainWindow &window) -> QWidget * {
        ProcessPicker *picker = window.liveDesk()->showPicker(m_live.start().value_or(0));
        if (!QTest::qWaitFor([picker] { return picker->exploreButton()->isEnabled(); }, patienceMilliseconds))
            return nullptr;
        picker->exploreButton()->click();
        const auto isOpen = [&window] { return window.session()->isOpen() && !window.session()->isBusy(); };
        const auto isOver = [&] { return isOpen() || !picker->problem().isEmpty(); };
        if (!QTest::qWaitFor(isOver, patienceMilliseconds) || !isOpen()) {
            std::fprintf(stderr, "%s\n", qPrintable(picker->problem()));
            return nullptr;
        }
        window.session()->selectGoroutine(1);
        QTest::qWait(2500);
        return &window;
    };
    const auto walkthrough
        = [this](MainWindow &window) { return walk(window, m_live.folder() + QStringLiteral("/walkthrough")); };
    const auto make = [](const char *name, const QPalette &palette, const auto &stage, double scale = 1) {
        return Picture{.name = QLatin1String(name),
                       .palette = palette,
                       .subject = {},
                       .prepare = {},
                       .scale = scale,
                       .stage = stage};
    };
    return {make("start-light", lightPalette(), startPage),      make("start-dark", darkPalette(), startPage),
            make("capture-light", lightPalette(), list),         make("capture-dark", darkPalette(), list),
            make("capture-light@2x", lightPalette(), list, 2),   make("doctor-light", lightPalette(), doctor),
            make("run-program-light", lightPalette(), run),      make("run-crashed-light", lightPalette(), died),
            make("abort-light", lightPalette(), abort),          make("abort-dark", darkPalette(), abort),
            make("explore-live-light", lightPalette(), live),    make("walkthrough-light", lightPalette(), walkthrough),
            make("walkthrough-dark", darkPalette(), walkthrough)};
}

}
