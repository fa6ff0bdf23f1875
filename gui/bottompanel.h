// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/theme.h"
#include "model/session.h"

#include <QWidget>

class QAbstractItemModel;
class QStackedWidget;
class QToolButton;

namespace Freezeframe
{

class CellDelegate;
class ConsolePage;
class FindingsPage;
class InFlightPage;
class ListView;
class MemoryPane;
class MessageModel;
class ModuleModel;
class ParallelStacksPage;
class RegisterModel;
class SymbolsPage;
class TableMenus;
class ThreadModel;

/// The strip at the bottom and what it opens: threads, registers, memory, modules, names and more. Closed at first. GUI thread.
class BottomPanel : public QWidget
{
    Q_OBJECT
public:
    enum class Page {
        Threads,
        Registers,
        Memory,
        Modules,
        Messages,
        Console,
        ParallelStacks,
        Findings,
        Symbols,
        InFlight
    };
    static constexpr int pageCount = int(Page::InFlight) + 1;
    explicit BottomPanel(Session *session, QWidget *parent = nullptr);

    void open(Page page);
    void close();
    [[nodiscard]] bool isOpen() const;
    /// The one that is open, or was last.
    [[nodiscard]] Page page() const { return m_page; }
    [[nodiscard]] ModuleModel *modules() const { return m_moduleModel; }
    [[nodiscard]] QWidget *focusTarget() const;
    void showMemory(Address address);
    /// What points to an address, in the memory page.
    void searchPointers(Address address);
    [[nodiscard]] MemoryPane *memory() const { return m_memory; }
    [[nodiscard]] ConsolePage *console() const { return m_console; }
    [[nodiscard]] ParallelStacksPage *parallelStacks() const { return m_parallel; }
    [[nodiscard]] FindingsPage *findings() const { return m_findings; }
    [[nodiscard]] InFlightPage *inFlight() const { return m_inFlight; }
    [[nodiscard]] SymbolsPage *symbols() const { return m_symbols; }
    /// Height of the strip alone.
    [[nodiscard]] int stripHeight() const;

Q_SIGNALS:
    void openChanged(bool open);
    /// Files came that tell more of the same core.
    void reopenWanted();
    /// The keyboard is to go back to where it came from.
    void left();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void addPage(Page page, QWidget *widget, const QString &name);
    ListView *addTable(Page page, QAbstractItemModel *model, const QString &name, CellDelegate *delegate);
    void setupThreads();
    void setupRegisters();
    void setupModules();
    void setupMessages();
    void setCount(Page page, int count);
    void toggle(Page page);
    void followSelection();

    Session *m_session;
    ThreadModel *m_threadModel;
    RegisterModel *m_registerModel;
    ModuleModel *m_moduleModel;
    MessageModel *m_messageModel;
    TableMenus *m_menus;
    MemoryPane *m_memory;
    ConsolePage *m_console;
    ParallelStacksPage *m_parallel;
    FindingsPage *m_findings;
    SymbolsPage *m_symbols;
    InFlightPage *m_inFlight;
    ListView *m_threads = nullptr;
    QStackedWidget *m_pages;
    QList<QToolButton *> m_buttons;
    QStringList m_names;
    QToolButton *m_openButton;
    QWidget *m_strip;
    Page m_page = Page::Threads;
    ThemeCache m_theme;
};

}
