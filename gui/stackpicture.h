// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/analysis/stacktree.h"
#include "gui/theme.h"

#include <QRectF>

class QPainter;
class QWidget;

namespace Freezeframe
{

/// Where the calls of a StackTree stand as boxes, and how they are drawn, on a screen or into a file. Takes font and
/// colours of a widget. GUI thread.
class StackPicture
{
public:
    static constexpr double leastWidth = 1; ///< of a box that is drawn, in pixels

    /// How large all is, and where its corner lies.
    struct Sheet {
        double width = 0; ///< of all goroutines
        QPoint origin;
    };
    struct Canvas {
        QPainter *painter = nullptr;
        QRect sight;
        Sheet sheet;
        uint32_t current = 0; ///< the box with a frame; 0: none
        bool hasFocus = false;
    };

    explicit StackPicture(const QWidget &look);
    void setTree(std::shared_ptr<const StackTree> tree);
    [[nodiscard]] const StackTree &tree() const { return *m_tree; }
    /// Boxes whose title has it are marked.
    void setSearch(const QString &text);

    [[nodiscard]] int boxHeight() const;
    [[nodiscard]] int height() const;
    [[nodiscard]] QRectF box(uint32_t node, const Sheet &sheet) const;
    /// 0, all goroutines, where no call is.
    [[nodiscard]] uint32_t nodeAt(const QPoint &position, const Sheet &sheet) const;
    void paint(const Canvas &canvas) const;
    /// All of it, @p width pixels wide: .svg, else PNG. False if it can't be written.
    [[nodiscard]] bool save(const QString &path, int width) const;

private:
    void paintBox(const Canvas &canvas, uint32_t node, const QRectF &box) const;
    [[nodiscard]] QColor fill(const StackTree::Node &node) const;
    [[nodiscard]] bool isMarked(uint32_t node) const;

    const QWidget &m_look;
    std::shared_ptr<const StackTree> m_tree;
    std::vector<bool> m_marked; ///< by node
    mutable ThemeCache m_theme;
};

}
