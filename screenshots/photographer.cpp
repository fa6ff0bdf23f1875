// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "screenshots/photographer.h"

#include "gui/bottompanel.h"
#include "gui/consolepage.h"
#include "gui/corepage.h"
#include "gui/findingspage.h"
#include "gui/goroutinepanel.h"
#include "gui/listview.h"
#include "gui/mainwindow.h"
#include "gui/memorypane.h"
#include "gui/memorysearchbar.h"
#include "gui/panelarea.h"
#include "gui/parallelstackspage.h"
#include "gui/sourcepanel.h"
#include "gui/stackpanel.h"
#include "gui/symbolspage.h"
#include "gui/typepane.h"
#include "gui/variablepanel.h"
#include "gui/windowactions.h"
#include "gui/windowpicture.h"
#include "model/commandrun.h"
#include "model/goroutinemodel.h"
#include "model/session.h"
#include "screenshots/palettes.h"

#include <QAction>
#include <QApplication>
#include <QEventLoop>
#include <QPixmap>
#include <QSettings>
#include <QTimer>

#include <cstdio>

namespace Freezeframe
{
namespace
{

/// Opens the first variables that have something in them, to a depth that fits.
void expandVariables(MainWindow &window, int rows)
{
    ListView *view = window.corePage()->panels()->variables()->view();
    for (int row = 0; row < std::min(rows, view->model()->rowCount()); ++row)
        view->expand(view->model()->index(row, 0));
}

void showDisassembly(MainWindow &window)
{
    window.corePage()->panels()->source()->setDisassemblyWanted(true);
}

/// A parked goroutine of the first group that waits for a mutex.
void selectParked(MainWindow &window)
{
    GoroutinePanel *panel = window.corePage()->panels()->goroutines();
    panel->setFilter(QStringLiteral("wait:mutex"));
    QAbstractItemModel *model = panel->model();
    const QModelIndex group = model->index(0, 0);
    const QModelIndex row = model->index(0, 0, group);
    window.session()->selectGoroutine((row.isValid() ? row : group).data(GoroutineModel::IdRole).toULongLong());
    window.actions()->foldHeader->trigger();
    window.corePage()->bottom()->open(BottomPanel::Page::Threads);
}

/// A few commands, one after the other, with their answers.
void askConsole(MainWindow &window)
{
    window.actions()->foldHeader->trigger();
    window.actions()->console->trigger();
    CommandRun *commands = window.corePage()->bottom()->console()->commands();
    for (const auto *line : {"goroutine 1 frame 6 print cfg", "whatis c.mu", "print c.mu"}) {
        QEventLoop loop;
        QObject::connect(commands, &CommandRun::ended, &loop, &QEventLoop::quit);
        commands->run(QString::fromLatin1(line));
        if (commands->isRunning())
            loop.exec();
    }
}

/// Where a variable lies: pointers by name, and what a search has found.
void showMemory(MainWindow &window)
{
    window.actions()->foldHeader->trigger();
    window.corePage()->bottom()->open(BottomPanel::Page::Memory);
    MemoryPane *page = window.corePage()->bottom()->memory();
    page->setFormat(MemoryFormat(MemoryFormat::Kind::Pointers, 8, false));
    page->goToText(QStringLiteral("&key"));
    QEventLoop loop;
    QObject::connect(page->search(), &MemorySearchRun::ended, &loop, &QEventLoop::quit);
    page->searchBar()->search(MemorySearchRun::Kind::Text, QStringLiteral("ord-000"));
    if (page->search()->isRunning())
        loop.exec();
}

/// What is wrong, with what it is told from.
void showFindings(MainWindow &window)
{
    window.actions()->foldHeader->trigger();
    window.corePage()->bottom()->open(BottomPanel::Page::Findings);
    window.corePage()->bottom()->findings()->showFinding(0);
}

/// All stacks as a graph.
void showParallelStacks(MainWindow &window)
{
    window.actions()->foldHeader->trigger();
    window.actions()->parallelStacks->trigger();
    ParallelStacksPage *page = window.corePage()->bottom()->parallelStacks();
    page->setGraph(true);
}

/// The types of the program, and one of them with its fields.
void showTypes(MainWindow &window)
{
    window.actions()->foldHeader->trigger();
    window.actions()->evaluate->trigger();
    window.corePage()->panels()->variables()->evaluate(QStringLiteral("count(goroutines, it.wait == \"chan send\")"));
    window.actions()->symbols->trigger();
    SymbolsPage *page = window.corePage()->bottom()->symbols();
    page->setKind(NameKind::Type);
    page->setText(QStringLiteral("orders"));
    page->typePane()->show(QStringLiteral("orders-api/internal/orders.Dispatcher"));
}

}

Photographer::Photographer(QString folder)
    : m_folder(std::move(folder))
{
}

QList<Photographer::Picture> Photographer::pictures()
{
    const auto main = [this] { return m_subjects.main(); };
    const auto openFirst = [](MainWindow &window) { expandVariables(window, 1); };
    return {
        {.name = QStringLiteral("main-light"), .palette = lightPalette(), .subject = main, .prepare = openFirst},
        {.name = QStringLiteral("main-light@2x"),
         .palette = lightPalette(),
         .subject = main,
         .prepare = openFirst,
         .scale = 2},
        {.name = QStringLiteral("main-dark"), .palette = darkPalette(), .subject = main, .prepare = openFirst},
        {.name = QStringLiteral("goroutines-filtered-light"),
         .palette = lightPalette(),
         .subject = main,
         .prepare = selectParked},
        {.name = QStringLiteral("errors-light"),
         .palette = lightPalette(),
         .subject = [this] { return m_subjects.damaged(); },
         .prepare = [](MainWindow &window) { window.corePage()->bottom()->open(BottomPanel::Page::Messages); }},
        {.name = QStringLiteral("disassembly-dark"),
         .palette = darkPalette(),
         .subject = main,
         .prepare = showDisassembly},
        {.name = QStringLiteral("disassembly-light"),
         .palette = lightPalette(),
         .subject = main,
         .prepare = showDisassembly},
        {.name = QStringLiteral("console-light"), .palette = lightPalette(), .subject = main, .prepare = askConsole},
        {.name = QStringLiteral("memory-light"), .palette = lightPalette(), .subject = main, .prepare = showMemory},
        {.name = QStringLiteral("memory-dark"), .palette = darkPalette(), .subject = main, .prepare = showMemory},
        {.name = QStringLiteral("findings-light"),
         .palette = lightPalette(),
         .subject = [this] { return m_subjects.deadlock(); },
         .prepare = showFindings},
        {.name = QStringLiteral("parallel-stacks-light"),
         .palette = lightPalette(),
         .subject = main,
         .prepare = showParallelStacks},
        {.name = QStringLiteral("parallel-stacks-dark"),
         .palette = darkPalette(),
         .subject = main,
         .prepare = showParallelStacks},
        {.name = QStringLiteral("symbols-light"), .palette = lightPalette(), .subject = main, .prepare = showTypes},
        {.name = QStringLiteral("symbols-dark"), .palette = darkPalette(), .subject = main, .prepare = showTypes},
        {.name = QStringLiteral("variables-light"),
         .palette = lightPalette(),
         .subject = [this] { return m_subjects.variables(); },
         .prepare = [](MainWindow &window) { expandVariables(window, 6); }},
    };
}

void Photographer::settle(MainWindow &window) const
{
    QEventLoop loop;
    WindowPicture picture(&window);
    QObject::connect(&picture, &WindowPicture::ready, &loop, &QEventLoop::quit);
    constexpr int patienceMilliseconds = 60'000;
    QTimer::singleShot(patienceMilliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

bool Photographer::take(const Picture &picture)
{
    // Breeze takes the colours of tool bars from the desktop's scheme, not from the palette.
    const bool isDark = picture.palette.color(QPalette::Base).lightnessF() < 0.5F;
    qApp->setProperty("KDE_COLOR_SCHEME_PATH",
                      isDark ? QStringLiteral("/usr/share/color-schemes/BreezeDark.colors")
                             : QStringLiteral("/usr/share/color-schemes/BreezeLight.colors"));
    QApplication::setPalette(picture.palette);
    if (picture.stage)
        return takeStage(picture);
    MainWindow window;
    window.resize(m_size);
    window.show();
    const auto subject = picture.subject();
    if (!subject) {
        std::fprintf(stderr, "%s: %s\n", qPrintable(picture.name), qPrintable(subject.error()));
        return false;
    }
    window.open(*subject);
    settle(window);
    if (picture.prepare)
        picture.prepare(window);
    settle(window);
    return save(window, picture);
}

bool Photographer::save(QWidget &widget, const Picture &picture) const
{
    QPixmap pixmap(widget.size() * picture.scale);
    pixmap.setDevicePixelRatio(picture.scale);
    widget.render(&pixmap);
    return pixmap.save(m_folder + QLatin1Char('/') + picture.name + QLatin1String(".png"));
}

/// A picture of another window, or of the main one with what a living process brought to it.
bool Photographer::takeStage(const Picture &picture)
{
    const auto live = m_live.start();
    if (!live) {
        std::fprintf(stderr, "%s: %s\n", qPrintable(picture.name), qPrintable(live.error()));
        return false;
    }
    QSettings().setValue("Capture/Folder", m_live.folder());
    MainWindow window;
    window.resize(m_size);
    window.show();
    if (picture.prepare)
        picture.prepare(window);
    QWidget *stage = picture.stage(window);
    if (!stage) {
        std::fprintf(stderr, "%s: there is nothing to see\n", qPrintable(picture.name));
        return false;
    }
    settle(window);
    return save(*stage, picture);
}

int Photographer::run()
{
    int failures = 0;
    for (const Picture &picture : pictures() + livePictures()) {
        if (!m_only.isEmpty() && !m_only.contains(picture.name))
            continue;
        std::fprintf(stderr, "%s\n", qPrintable(picture.name));
        if (!take(picture))
            ++failures;
    }
    return failures;
}

}
