// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/codeview.h"
#include "model/codelisting.h"

class QMenu;

namespace Freezeframe
{

/// Machine code with the source between it, and its jumps drawn beside it. A line is selected by click and arrows; what
/// it calls or jumps to is gone to by a double click, Return, Ctrl+click or its menu. GUI thread.
class AssemblyView : public CodeView
{
    Q_OBJECT
public:
    explicit AssemblyView(QWidget *parent = nullptr);

    void setListing(CodeListing listing);
    /// In place of code.
    void setSentence(const QString &sentence);
    [[nodiscard]] const CodeListing &listing() const { return m_listing; }
    /// Null for a line of source.
    [[nodiscard]] const DisassemblyLine *selectedInstruction() const;
    [[nodiscard]] int selectedRow() const;
    /// Selects the row of an address, if it is here, and scrolls there.
    void selectAddress(Address address);

    /// With the line of registers below no higher than source.
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] int gutterWidth() const override;
    void paintGutter(QPaintEvent *event) override;

Q_SIGNALS:
    /// The selected row is another one, or another listing's.
    void rowSelected();
    void targetWanted(Freezeframe::Address address);
    void memoryWanted(Freezeframe::Address address);
    void sourceWanted(const Freezeframe::SourceLocation &place);
    /// For what concerns the whole listing.
    void menuOpening(QMenu *menu);

protected:
    void paintTint(QPainter *painter) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void selectionMoved();
    [[nodiscard]] bool followSelected();
    void colour();
    void fillMenu(QMenu *menu);
    void paintJumps(QPainter *painter);
    void paintJump(QPainter *painter, const JumpLanes::Jump &jump, bool isSelected) const;
    [[nodiscard]] double laneStep() const;
    [[nodiscard]] double laneX(int lane) const;
    [[nodiscard]] double rowY(int row) const;

    CodeListing m_listing;
    int m_row = -1; ///< selected when rowSelected() was last told
};

}
