// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/rowdelegate.h"

namespace Freezeframe
{

/// Rows of the goroutine list: bar or dot and count, function and caller, state, time. GUI thread.
class GoroutineDelegate : public RowDelegate
{
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;

protected:
    [[nodiscard]] Line line(const QModelIndex &index) const override;

private:
    [[nodiscard]] Runs whereRuns(const QModelIndex &index) const;
};

/// Rows of a stack: number, function, badge, place. GUI thread.
class FrameDelegate : public RowDelegate
{
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;
    /// Opens folded rows by a sign of its own, in the column of the numbers.
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    [[nodiscard]] Line line(const QModelIndex &index) const override;
};

/// Elements of a list as rows: its name, and its fields as code. GUI thread.
class ValueTableDelegate : public RowDelegate
{
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;

protected:
    [[nodiscard]] Line line(const QModelIndex &index) const override;
};

/// Rows of variables: name and badge, value and meaning, type. GUI thread.
class VariableDelegate : public RowDelegate
{
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;

protected:
    [[nodiscard]] Line line(const QModelIndex &index) const override;

private:
    [[nodiscard]] Line valueLine(const QModelIndex &index) const;
};

/// Rows of what may stand at the end of an expression: the word, its type and what it is. GUI thread.
class CompletionDelegate : public RowDelegate
{
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;

protected:
    [[nodiscard]] Line line(const QModelIndex &index) const override;
};

/// Rows of names of the program: letters that were typed stand out. GUI thread.
class SymbolDelegate : public RowDelegate
{
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;

protected:
    [[nodiscard]] Line line(const QModelIndex &index) const override;
};

/// Rows of what "go to anything" found. GUI thread.
class GoToDelegate : public RowDelegate
{
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;

protected:
    [[nodiscard]] Line line(const QModelIndex &index) const override;
};

}
