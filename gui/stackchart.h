// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/stackpicture.h"

#include <QAbstractScrollArea>

class QMenu;

namespace Freezeframe
{

/// A StackPicture to scroll, zoom and walk in: a box a call, as wide as it has goroutines, what it called below it. GUI
/// thread.
class StackChart : public QAbstractScrollArea
{
    Q_OBJECT
public:
    explicit StackChart(QWidget *parent = nullptr);
    void setTree(std::shared_ptr<const StackTree> tree);
    /// Boxes whose title has it are marked.
    void setSearch(const QString &text);
    [[nodiscard]] uint32_t current() const { return m_current; }
    /// Without telling: somebody else chose it.
    void setCurrent(uint32_t node);
    /// In the viewport; empty where it is too narrow to be drawn.
    [[nodiscard]] QRect rectOf(uint32_t node) const;
    /// 0, all goroutines, where no call is.
    [[nodiscard]] uint32_t nodeAt(const QPoint &position) const;
    [[nodiscard]] double zoom() const { return m_zoom; }
    void zoomBy(double factor, int around);
    void zoomTo(uint32_t node);
    void fit();
    /// The whole picture at the width of the view: .svg, else what the name's end says. False if it can't be written.
    [[nodiscard]] bool save(const QString &path) const;

Q_SIGNALS:
    void chosen(uint32_t node);
    void frameWanted(uint32_t node);
    void menuWanted(QMenu *menu, uint32_t node);

protected:
    bool viewportEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    [[nodiscard]] double contentWidth() const;
    [[nodiscard]] StackPicture::Sheet sheet() const;
    void choose(uint32_t node);
    void bringIntoSight(uint32_t node);
    void fitBars();
    void setZoom(double zoom);
    [[nodiscard]] uint32_t neighbour(int key) const;

    StackPicture m_picture;
    uint32_t m_current = 0;
    double m_zoom = 1; ///< width of the content in viewports
};

}
