// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/listdelegates.h"

#include "gui/fonts.h"
#include "gui/matchedruns.h"
#include "gui/symboliciconengine.h"
#include "model/completionmodel.h"
#include "model/goroutinemodel.h"
#include "model/gotomodel.h"
#include "model/stackmodel.h"
#include "model/symbolmodel.h"
#include "model/valuetablemodel.h"
#include "model/variablemodel.h"

#include <QPainter>

namespace Freezeframe
{
namespace
{

using Role = Theme::Role;

Run uncertainMark()
{
    return Run::plain(QStringLiteral("  ?"), Role::Warning);
}

}

Runs GoroutineDelegate::whereRuns(const QModelIndex &index) const
{
    const QString error = index.data(ErrorRole).toString();
    if (!error.isEmpty())
        return {Run::plain(error, Role::Warning, Run::Italic, 1)};
    const bool isGroup
        = index.data(GoroutineModel::KindRole).value<GoroutineModel::RowKind>() == GoroutineModel::RowKind::Group;
    const bool isChild = index.parent().isValid();
    if (isChild)
        return {Run::plain(index.data().toString(), Role::Muted, Run::Plain, 1)};
    const bool crashed = index.data(CrashedRole).toBool();
    Runs runs = functionRuns(index.data(GoroutineModel::PackageRole).toString(),
                             index.data(GoroutineModel::FunctionRole).toString(), crashed ? Run::SemiBold : Run::Plain);
    if (runs.last().text.isEmpty())
        return {Run::plain(index.data().toString(), Role::Muted, Run::Plain, 1)};
    const QString extra = index.data(isGroup ? GoroutineModel::BesidesRole : GoroutineModel::LabelsRole).toString();
    if (!extra.isEmpty())
        runs.append(Run::plain(QStringLiteral("  ") + extra, Role::Muted, Run::Plain, 1));
    return runs;
}

RowDelegate::Line GoroutineDelegate::line(const QModelIndex &index) const
{
    const auto kind = index.data(GoroutineModel::KindRole).value<GoroutineModel::RowKind>();
    const bool crashed = index.data(CrashedRole).toBool();
    const QString text = index.data().toString();
    const bool isChild = index.parent().isValid();
    Line line;
    line.marks = index.data(GoroutineModel::MarksRole).toStringList();
    if (kind == GoroutineModel::RowKind::More) {
        line.marks.clear();
        line.left = {Run::plain(text, Role::Link)};
        return line;
    }
    switch (GoroutineModel::Column(index.column())) {
    case GoroutineModel::Count:
        line.marks.clear();
        if (crashed && !isChild)
            line.left = {Run::dot(Role::Crash)};
        else if (kind == GoroutineModel::RowKind::Group)
            line.left = {Run::bar(index.data(GoroutineModel::ShareRole).toDouble())};
        line.right = {Run::plain(text, Role::Text, crashed && !isChild ? Run::SemiBold : Run::Plain)};
        break;
    case GoroutineModel::Where:
        line.left = whereRuns(index);
        if (!isChild && index.data(GoroutineModel::UncertainRole).toBool())
            line.right = {uncertainMark()};
        break;
    case GoroutineModel::State:
        line.left = {Run::plain(text,
                                crashed && !isChild ? Role::Crash
                                    : isChild       ? Role::Muted
                                                    : Role::Text,
                                Run::Plain, 1)};
        break;
    case GoroutineModel::Time: line.right = {Run::plain(text, Role::Muted)}; break;
    case GoroutineModel::Value:
        line.left = {Run::plain(text, isChild || kind != GoroutineModel::RowKind::Group ? Role::Text : Role::Muted,
                                Run::Code, 1)};
        break;
    case GoroutineModel::ColumnCount: break;
    }
    return line;
}

RowDelegate::Line FrameDelegate::line(const QModelIndex &index) const
{
    const auto kind = index.data(StackModel::KindRole).value<StackModel::RowKind>();
    const QString package = index.data(StackModel::PackageRole).toString();
    const QString function = index.data(StackModel::FunctionRole).toString();
    const QString place = index.data(StackModel::PlaceRole).toString();
    Line line;
    switch (kind) {
    case StackModel::RowKind::Fold:
        line.left = {Run::plain(function, Role::Muted),
                     Run::plain(QStringLiteral("   ") + index.data(StackModel::FoldNamesRole).toString(), Role::Muted,
                                Run::Plain, 1)};
        return line;
    case StackModel::RowKind::Note: line.left = {Run::plain(function, Role::Warning, Run::Italic, 1)}; return line;
    case StackModel::RowKind::CreatedBy:
        line.left = Runs{Run::plain(tr("created by  "), Role::Muted)} + functionRuns(package, function);
        break;
    case StackModel::RowKind::Frame: {
        const bool crashed = index.data(CrashedRole).toBool();
        if (crashed)
            line.left.append(Run::dot(Role::Crash));
        line.left += functionRuns(package, function, crashed ? Run::SemiBold : Run::Plain);
        if (index.data(MutedRole).toBool())
            line.left.last().role = Role::Muted;
        if (const QString badge = index.data(StackModel::BadgeRole).toString(); !badge.isEmpty())
            line.left += {Run::space(), Run::badge(badge)};
        if (const QString error = index.data(ErrorRole).toString(); !error.isEmpty())
            line.left += {Run::space(), Run::plain(error, Role::Warning, Run::Italic, 1)};
        break;
    }
    }
    line.right = {Run::plain(place, Role::Muted)};
    if (index.data(StackModel::UncertainRole).toBool())
        line.right.append(uncertainMark());
    return line;
}

void FrameDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    // The number column: as wide as three digits, right-aligned; a fold has its sign there.
    QStyleOptionViewItem content = option;
    const int unit = gridUnit(option.fontMetrics);
    const int numberWidth = option.fontMetrics.horizontalAdvance(QStringLiteral("0000"));
    QStyleOptionViewItem row = option;
    initStyleOption(&row, index);
    row.text.clear();
    option.widget->style()->drawControl(QStyle::CE_ItemViewItem, &row, painter, option.widget);
    content.state &= ~(QStyle::State_Selected | QStyle::State_HasFocus | QStyle::State_MouseOver);
    content.rect.setLeft(option.rect.left() + numberWidth + unit / 4);
    RowDelegate::paint(painter, content, index);

    const QRect number(option.rect.left(), option.rect.top(), numberWidth, option.rect.height());
    const auto kind = index.data(StackModel::KindRole).value<StackModel::RowKind>();
    const RunPainter runs(theme(), option.font);
    if (kind == StackModel::RowKind::Frame) {
        runs.paint(painter, number, {}, {Run::plain(QString::number(index.data(StackModel::FrameRole).toULongLong()))});
    } else if (kind == StackModel::RowKind::Fold) {
        const bool open = option.state & QStyle::State_Open;
        const int size = unit * 3 / 4;
        symbolicIcon(open ? QStringLiteral("go-down") : QStringLiteral("go-next"))
            .paint(painter, QRect(number.left() + unit / 2, number.center().y() - size / 2 + 1, size, size));
    }
}

RowDelegate::Line ValueTableDelegate::line(const QModelIndex &index) const
{
    const QString text = index.data().toString();
    if (index.column() == 0)
        return {.left = {Run::plain(text, Role::Muted, Run::Plain, 1)}, .right = {}, .marks = {}, .sign = {}};
    if (index.data(ValueTableModel::AbsentRole).toBool())
        return {.left = {Run::plain(text, Role::Warning, Run::Italic, 1)}, .right = {}, .marks = {}, .sign = {}};
    // Numbers stand under each other by their ends.
    const bool isNumber = index.data(SortRole).typeId() == QMetaType::Double;
    const Runs runs{Run::plain(text, Role::Text, Run::Code, 1)};
    Line line;
    (isNumber ? line.right : line.left) = runs;
    return line;
}

RowDelegate::Line VariableDelegate::valueLine(const QModelIndex &index) const
{
    Line line;
    const QString text = index.data().toString();
    const QString reason = index.data(VariableModel::ReasonRole).toString();
    const QString meaning = index.data(VariableModel::MeaningRole).toString();
    if (index.data(VariableModel::AbsentRole).toBool()) {
        const bool isError = !index.data(ErrorRole).toString().isEmpty();
        line.left = {Run::plain(text, isError ? Role::Warning : Role::Muted, Run::Italic, 2)};
        if (isError && !meaning.isEmpty())
            line.left.append(Run::plain(QStringLiteral("   ") + meaning, Role::Muted, Run::Plain, 1));
        return line;
    }
    const bool isRange = index.data(MutedRole).toBool();
    const Role role = !reason.isEmpty() ? Role::Crash : isRange ? Role::Muted : Role::Text;
    line.left = {Run::plain(text, role, isRange ? Run::Plain : Run::Code, 2)};
    if (!reason.isEmpty())
        line.left.append(Run::plain(QStringLiteral("   ") + reason, Role::Crash, Run::Plain, 1));
    else if (!meaning.isEmpty())
        line.left.append(Run::plain(QStringLiteral("   ") + meaning, Role::Muted, Run::Plain, 1));
    return line;
}

RowDelegate::Line VariableDelegate::line(const QModelIndex &index) const
{
    Line line;
    const QString text = index.data().toString();
    switch (VariableModel::Column(index.column())) {
    case VariableModel::Name:
        line.left = {Run::plain(text, index.data(MutedRole).toBool() ? Role::Muted : Role::Text, Run::Plain, 2)};
        if (const QString badge = index.data(VariableModel::BadgeRole).toString(); !badge.isEmpty()) {
            line.left += {Run::space(), Run::badge(badge)};
            line.left.last().elideOrder = 1;
        }
        break;
    case VariableModel::Value: return valueLine(index);
    case VariableModel::Type:
        line.left = {Run::plain(text, Role::Muted, Run::Plain, 1)};
        if (index.data(VariableModel::UncertainRole).toBool())
            line.right = {uncertainMark()};
        break;
    case VariableModel::ColumnCount: break;
    }
    return line;
}

RowDelegate::Line CompletionDelegate::line(const QModelIndex &index) const
{
    Line line;
    const auto matched = index.data(CompletionModel::MatchedRole).value<QList<int>>();
    line.left = matchedRuns(Run::plain(index.data().toString(), Role::Text, Run::Code), matched);
    line.left.append(Run::plain(QStringLiteral("  ") + index.data(CompletionModel::DetailRole).toString(), Role::Muted,
                                Run::Plain, 1));
    line.right = {Run::plain(index.data(CompletionModel::KindRole).toString(), Role::Muted, Run::Small)};
    return line;
}

RowDelegate::Line SymbolDelegate::line(const QModelIndex &index) const
{
    Line line;
    const int column = index.column();
    const bool isAbsent = index.data(SymbolModel::AbsentRole).toBool();
    Run run
        = Run::plain(index.data().toString(), index.data(MutedRole).toBool() ? Role::Muted : Role::Text, Run::Plain, 1);
    if (isAbsent) {
        run.role = Role::Warning;
        run.flags = Run::Italic;
    } else if (column == SymbolModel::Address || column == SymbolModel::Text) {
        run.flags = Run::Code;
    }
    if (column == SymbolModel::Size)
        line.right = {run};
    else if (column == SymbolModel::Name || column == SymbolModel::Package)
        line.left = matchedRuns(run, index.data(SymbolModel::MatchedRole).value<QList<int>>());
    else
        line.left = {run};
    return line;
}

RowDelegate::Line GoToDelegate::line(const QModelIndex &index) const
{
    Line line;
    const QString kind = index.data(GoToModel::KindTextRole).toString();
    const QString package = index.data(GoToModel::PackageRole).toString();
    const auto matched = index.data(GoToModel::MatchedRole).value<QList<int>>();
    const bool isEnabled = index.flags() & Qt::ItemIsEnabled;
    if (!kind.isEmpty())
        line.left.append(Run::plain(kind + QStringLiteral("  "), Role::Muted));
    if (GoToTarget::Kind(index.data(GoToModel::KindRole).toInt()) == GoToTarget::Kind::Hint) {
        line.left.append(Run::plain(package.leftJustified(4), Role::Link, Run::Code | Run::SemiBold));
        line.left.append(Run::plain(index.data(GoToModel::FunctionRole).toString()));
        line.right = {Run::plain(index.data(GoToModel::DetailRole).toString(), Role::Muted, Run::Code, 1)};
        return line;
    }
    for (const Run &run : functionRuns(package, index.data(GoToModel::FunctionRole).toString())) {
        int offset = 0;
        for (const Run &before : line.left)
            offset += int(before.text.size());
        Run piece = run;
        if (!isEnabled)
            piece.role = Role::Muted;
        line.left += matchedRuns(piece, matched, offset - (kind.isEmpty() ? 0 : int(kind.size()) + 2));
    }
    Run detail = Run::plain(index.data(GoToModel::DetailRole).toString(), Role::Muted, Run::ElideMiddle, 1);
    line.right = {detail};
    return line;
}

}
