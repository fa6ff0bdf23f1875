// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/doctor.h"
#include "gui/listview.h"
#include "gui/rowdelegate.h"

#include <string>
#include <vector>

namespace Freezeframe
{

class DoctorModel;

/// A check's sign and name, or what was read, which leaves room for the buttons beside it. GUI thread.
class CheckDelegate : public RowDelegate
{
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    [[nodiscard]] Line line(const QModelIndex &index) const override;
    [[nodiscard]] QRect contentRect(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

/// The doctor's checks as rows, as tall as they are many, with real buttons for what mends them: arrows walk the rows,
/// Tab the buttons, Enter mends, Ctrl+C copies. GUI thread.
class CheckList : public ListView
{
    Q_OBJECT
public:
    explicit CheckList(DoctorModel *checks, QWidget *parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void mendWanted(const Freezeframe::DoctorCheck &check);

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void keepPlace();
    void restorePlace();
    void placeButtons();
    [[nodiscard]] QWidget *buttonsOf(const DoctorCheck &check);
    void mend(int row);

    DoctorModel *m_checks;
    std::string m_keptCheck; ///< its id, while rows are made anew
    bool m_keptFocus = false;
    std::vector<DoctorFix> m_placed; ///< whose buttons are there, by row; those without have no label and no text
};

}
