// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/nameindex.h"

#include <QWidget>

class QSplitter;

namespace Freezeframe
{

class BottomPanel;
class CrashHeader;
class FindingsLine;
class MessageBars;
class PanelArea;
class Session;
class ValueSaver;
class VariableMenu;
class WindowActions;

/// All that is shown of an opened core: message bars, crash header, panels, bottom panel; wires them to each other
/// and to the actions. GUI thread.
class CorePage : public QWidget
{
    Q_OBJECT
public:
    CorePage(Session *session, WindowActions *actions, QWidget *parent = nullptr);
    [[nodiscard]] PanelArea *panels() const { return m_panels; }
    [[nodiscard]] BottomPanel *bottom() const { return m_bottom; }
    [[nodiscard]] MessageBars *bars() const { return m_bars; }
    [[nodiscard]] CrashHeader *header() const { return m_header; }
    /// Puts a bar above all others.
    void addTopBar(QWidget *bar);
    /// A name of the program on the page of them.
    void showName(NameKind kind, const QString &name);
    /// In the console, which is opened, one after the other.
    void runCommands(const QStringList &lines);
    /// 1 to 4 the panels, from 5 on the pages at the bottom.
    void focusPanel(int number);

protected:
    bool event(QEvent *event) override;

private:
    void fitHeader();
    void wirePanels();
    void wireActions(WindowActions *actions);
    void copyReport(int format);
    /// Asks for a core to set beside this one.
    void chooseOther();
    void toggleConsole();
    void togglePage(int page);
    void wireValues(VariableMenu *menu);
    void wireParallelStacks();
    void wireFindings();
    void fitBottom(bool open);

    Session *m_session;
    MessageBars *m_bars;
    CrashHeader *m_header;
    FindingsLine *m_findings;
    PanelArea *m_panels;
    BottomPanel *m_bottom;
    ValueSaver *m_saver;
    QSplitter *m_splitter;
    int m_bottomHeight = 0; ///< what the person gave it when it was last open; 0: as it comes
};

}
