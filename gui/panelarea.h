// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QMainWindow>

class QMenu;

namespace Freezeframe
{

class GoroutinePanel;
class Panel;
class Session;
class SourcePanel;
class StackPanel;
class VariablePanel;

/// The docks and how they stand: three columns, or two in a narrow window. GUI thread.
class PanelArea : public QMainWindow
{
    Q_OBJECT
public:
    explicit PanelArea(Session *session, QWidget *parent = nullptr);

    [[nodiscard]] GoroutinePanel *goroutines() const { return m_goroutines; }
    [[nodiscard]] StackPanel *stack() const { return m_stack; }
    [[nodiscard]] SourcePanel *source() const { return m_source; }
    [[nodiscard]] VariablePanel *variables() const { return m_variables; }
    [[nodiscard]] QList<Panel *> panels() const;
    void resetLayout();
    [[nodiscard]] QByteArray layoutState() const;
    void restoreLayout(const QByteArray &state);
    void fillMenu(QMenu *menu);
    /// To the panel after the one with the focus.
    void focusNext();
    void focusPanel(int number);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrangeWide();
    void arrangeNarrow();
    void arrange();
    [[nodiscard]] bool isNarrow() const;

    GoroutinePanel *m_goroutines;
    StackPanel *m_stack;
    SourcePanel *m_source;
    VariablePanel *m_variables;
    bool m_arrangedNarrow = false;
    bool m_ownLayout = false; ///< the person's own, restored: not rearranged
};

}
