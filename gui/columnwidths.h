// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QObject>
#include <QSet>
#include <QString>

namespace Freezeframe
{

class ListView;

/// How wide the columns of a list are and by which it is sorted: as they come, until a person drags or clicks the header;
/// then as that person left them, also after a restart. GUI thread.
class ColumnWidths : public QObject
{
    Q_OBJECT
public:
    explicit ColumnWidths(ListView *view);

    /// Parts of the view in percent.
    void setShares(const QList<int> &percent);
    /// In characters; narrower in proportion where they have no room.
    void setCharacters(const QList<int> &characters);
    void fit();

    /// Under which name a person's widths and order are kept, and brought back now; the list has its columns and its
    /// usual order already. Another name: another content in the same list.
    void setKeptAs(const QString &name);
    /// A person's, from this or an earlier start.
    [[nodiscard]] bool isKept(int column) const { return m_restored.contains(column); }
    /// As they come, from now on.
    void forget();

Q_SIGNALS:
    /// They are as they come again.
    void forgotten();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void save() const;
    void restore();
    void restoreOrder(const QString &order);
    [[nodiscard]] QString key(const char *what) const;

    ListView *m_view;
    QList<int> m_shares;
    QList<int> m_characters;
    bool m_isChosen = false;
    bool m_isHeaderPressed = false;
    QString m_name;
    QSet<int> m_restored;
    int m_usualSection = -1; ///< what it is sorted by as it comes
    Qt::SortOrder m_usualOrder = Qt::AscendingOrder;
};

}
