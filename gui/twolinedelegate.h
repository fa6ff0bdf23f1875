// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/rowdelegate.h"

namespace Freezeframe
{

/// Rows of two lines behind an icon: a name with a badge and a fact at the right, a detail and a size. The start page's
/// lists. GUI thread.
class TwoLineDelegate : public RowDelegate
{
    Q_OBJECT
public:
    /// Roles of the model; −1: none.
    struct Roles {
        int name = -1;
        int badge = -1;
        int fact = -1;
        int detail = -1;
        int size = -1;
        int muted = -1; ///< bool: the row is of what is not there
        int warning = -1; ///< bool: the size is in words, and is a warning
        int otherIcon = -1; ///< bool: the row is of the other kind
        int isNew = -1; ///< bool: a dot before the name: nobody has looked at it so far
    };
    TwoLineDelegate(const Roles &roles, QString icon, QObject *parent, QString otherIcon = {});
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    /// The second one.
    [[nodiscard]] Line line(const QModelIndex &index) const override;

private:
    [[nodiscard]] Line firstLine(const QModelIndex &index) const;

    Roles m_roles;
    QString m_icon;
    QString m_otherIcon;
};

}
