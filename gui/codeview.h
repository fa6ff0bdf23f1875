// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/codehighlighter.h"
#include "gui/theme.h"
#include "model/crashhint.h"

#include <QHash>
#include <QPlainTextEdit>

class QMenu;

namespace Freezeframe
{

/// Read-only source or disassembly with a gutter, one marked line, and values at the ends of lines. GUI thread.
class CodeView : public QPlainTextEdit
{
    Q_OBJECT
public:
    enum class Mark { None, Crash, Call };
    explicit CodeView(QWidget *parent = nullptr);

    /// @p key tells texts apart: the same again keeps its colours and its place.
    void setCode(const QString &key, const QString &text, CodeHighlighter::Language language);
    void setGutterNumbers(bool numbers);
    /// @p line from 1; 0 for none. Scrolls there.
    void setMark(int line, Mark mark);
    void setValues(const std::vector<LineValue> &values);
    [[nodiscard]] int markedLine() const { return m_markedLine; }
    void findText(const QString &text, bool backward);

    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] virtual int gutterWidth() const;
    virtual void paintGutter(QPaintEvent *event);

Q_SIGNALS:
    /// A click on the marked line's gutter or Ctrl+click on a line.
    void lineFollowed(int line);
    void searchWanted();
    /// The menu of a place in the text, both from 1: to be added to.
    void menuWanted(QMenu *menu, int line, int column);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

    /// What is under the text: the tint of the marked line.
    virtual void paintTint(QPainter *painter);
    /// For what is drawn beside the code.
    [[nodiscard]] QWidget *gutter() const { return m_gutter; }
    [[nodiscard]] const Theme &theme() { return m_theme.current(); }
    /// Room for the numbers and the mark.
    [[nodiscard]] int markWidth() const;
    /// Of a line, from 1, in the viewport; null if there is none.
    [[nodiscard]] QRectF lineRect(int line) const;
    void scrollToLine(int line);

private:
    void applyTheme();
    void paintValues(QPainter *painter);
    void scrollToMark() { scrollToLine(m_markedLine); }
    [[nodiscard]] bool isMarkInSight(int height) const;
    [[nodiscard]] QColor markTint() const;

    QString m_key;
    QWidget *m_gutter;
    CodeHighlighter *m_highlighter;
    bool m_numbers = true;
    int m_markedLine = 0;
    Mark m_mark = Mark::None;
    QHash<int, LineValue> m_values;
    ThemeCache m_theme;
};

}
