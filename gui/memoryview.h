// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/memorycolumns.h"
#include "gui/theme.h"
#include "model/memoryformat.h"
#include "model/memoryrows.h"

#include <QAbstractScrollArea>

class QMenu;
class QTimer;

namespace Freezeframe
{

class AddressNames;
class MemoryPages;

/// All memory of a process as one page: addresses, words and text, and a row for each stretch without bytes. A byte is
/// current, a range selected; pointers are links. GUI thread.
class MemoryView : public QAbstractScrollArea
{
    Q_OBJECT
public:
    MemoryView(MemoryPages *pages, AddressNames *names, QWidget *parent = nullptr);

    void setRegions(RegionList regions);
    void setFormat(const MemoryFormat &format);
    [[nodiscard]] const MemoryFormat &format() const { return m_format; }
    /// In place of memory.
    void setSentence(const QString &sentence);

    /// Makes @p address current and brings it into sight; @p size bytes from it on are marked as what was asked for.
    void goTo(Address address, uint64_t size = 0);
    [[nodiscard]] std::optional<Address> current() const { return m_current; }
    /// From the first to the last byte, both inclusive: one byte at least, if there is a current one.
    [[nodiscard]] std::optional<std::pair<Address, Address>> selection() const;
    void select(Address first, Address last);
    [[nodiscard]] const MemoryRows &rows() const { return m_rows; }
    /// The row at the top.
    [[nodiscard]] qint64 top() const { return m_top; }
    void scrollTo(qint64 row);
    /// The pointer that the current word is, if it leads into the process's memory.
    [[nodiscard]] std::optional<Address> pointerAt(Address address) const;
    /// Of the cell of a byte, in the viewport; null if it is not in sight.
    [[nodiscard]] QRect cellRect(Address address) const;

    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void currentChanged();
    /// A pointer was followed by a click or Enter.
    void followed(Freezeframe::Address target);
    void menuWanted(QMenu *menu);
    void backWanted();
    void forwardWanted();
    void copyWanted();
    void left();

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    struct Cell {
        Address address;
        bool isText = false;
        bool isName = false; ///< of where the pointer leads
        bool isInside = false; ///< not merely the nearest
    };
    [[nodiscard]] qint64 visibleRows() const;
    [[nodiscard]] qint64 mostTop() const;
    void layOut();
    void refreshBar();
    void wantVisible();
    [[nodiscard]] std::optional<Cell> cellAt(const QPoint &position) const;
    void setCurrent(Address address, bool extends);
    void bringIntoSight(Address address);
    void moveRows(qint64 rows, bool extends);
    void moveWords(bool forward, bool extends);
    void moveToEnd(bool end, bool isWhole, bool extends);
    [[nodiscard]] bool moveByKey(const QKeyEvent *event);
    void follow(Address address);
    [[nodiscard]] QRectF rowRect(qint64 row) const;
    [[nodiscard]] bool isLink(const QPoint &position) const;
    void dragTo(const QPoint &position);
    void tellAccessible();

    MemoryPages *m_pages;
    AddressNames *m_names;
    RegionList m_regions;
    MemoryRows m_rows;
    MemoryFormat m_format;
    MemoryColumns m_columns;
    QString m_sentence;
    qint64 m_top = 0;
    std::optional<Address> m_current;
    Address m_anchor;
    std::optional<std::pair<Address, Address>> m_object; ///< what was asked for, both inclusive
    bool m_isSettingBar = false;
    int m_wheel = 0; ///< eighths of a degree that are not yet a row
    QPoint m_pressed;
    bool m_isDragging = false;
    bool m_pressedLink = false;
    QTimer *m_dragTimer;
    QFont m_font;
    int m_rowHeight = 1;
    ThemeCache m_theme;
};

}
