// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QMainWindow>

class QMenu;

namespace Freezeframe
{

class EmptyPlace;
class GoroutinePanel;
class Panel;
class Session;
class SourcePanel;
class StackPanel;
class VariablePanel;

/// The docks and how they stand: three columns, or two in a narrow window. The parts that each has of the whole stay,
/// at every size; a person changes them by the lines between the panels. GUI thread.
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
    /// What the person made of the layout; empty if it is as it comes.
    [[nodiscard]] QByteArray layoutState() const;
    void restoreLayout(const QByteArray &state);
    void fillMenu(QMenu *menu);
    /// To the panel after the one with the focus.
    void focusNext();
    void focusPanel(int number);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    bool event(QEvent *event) override;

private:
    /// Parts of the whole, 0 to 1.
    struct Shares {
        double goroutines, stack, source, upper; ///< upper: the source's height, over the variables
        double narrowGoroutines, narrowUpper; ///< upper: the stack's height, over source and variables
        bool operator==(const Shares &) const = default;
    };
    static constexpr Shares usual{
        .goroutines = 0.36, .stack = 0.25, .source = 0.39, .upper = 0.55, .narrowGoroutines = 0.42, .narrowUpper = 0.5};
    void forgetLines();
    void arrange();
    void arrangeWide();
    void arrangeNarrow();
    void fit();
    void leastChanged();
    void fitWide();
    void fitNarrow();
    void share(const QList<Panel *> &along, const QList<double> &parts, Qt::Orientation orientation);
    void takeShares();
    void watch(Panel *panel);
    void panelsChanged();
    [[nodiscard]] QList<Panel *> columns() const;
    [[nodiscard]] bool standsAsItComes() const;
    [[nodiscard]] bool isNarrow() const;

    GoroutinePanel *m_goroutines;
    StackPanel *m_stack;
    SourcePanel *m_source;
    VariablePanel *m_variables;
    EmptyPlace *m_empty; ///< in place of panels that are all closed
    Shares m_shares = usual;
    QList<QSize> m_least; ///< of the panels, when it was last looked at
    bool m_arrangedNarrow = false;
    bool m_isArranging = false;
    bool m_isOwn = false; ///< panels stand elsewhere than they come: where is the person's own
    QList<QRect> m_pressed; ///< where the panels were when a button went down between them
};

}
