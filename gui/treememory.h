// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QHash>
#include <QObject>
#include <QStringList>

class QModelIndex;
class QTimer;
class QTreeView;

namespace Freezeframe
{

/// Keeps what was open, chosen and scrolled to in a view whose model is filled anew again and again, under a key for
/// each content, and brings it back as the rows come, until a person acts. Rows are known by their names. GUI thread.
class TreeMemory : public QObject
{
    Q_OBJECT
public:
    /// @p view has its model already.
    explicit TreeMemory(QTreeView *view);
    /// Before the rows go: remembers how they stand.
    void leave();
    /// The rows of @p key are there, or come; empty: nothing to be remembered.
    void enter(const QString &key);
    /// Something else shall be in sight: what was open comes back, the place does not.
    void stop();
    /// These rows were seen before: they come back as they were left.
    [[nodiscard]] bool isFamiliar() const { return m_isFamiliar; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    /// Names from the top down.
    using Path = QStringList;
    struct State {
        QList<Path> open; ///< parents before their children
        Path current;
        int column = 0; ///< of the current row
        Path top; ///< the first row that is seen
        int topOffset = 0; ///< in pixels
    };
    [[nodiscard]] State state() const;
    void collect(const QModelIndex &parent, const Path &path, QList<Path> &open) const;
    [[nodiscard]] Path pathOf(const QModelIndex &index) const;
    /// The row, if it is there; asks for more rows if it may come.
    [[nodiscard]] QModelIndex find(const Path &path) const;
    [[nodiscard]] bool isRowThere(const QString &name) const;
    void restore();
    void restoreOpen();
    void restorePlace();

    static constexpr qsizetype mostKeys = 500;
    QTreeView *m_view;
    QTimer *m_timer;
    QHash<QString, State> m_states;
    QStringList m_recent; ///< keys, the newest last
    QString m_key;
    State m_wanted; ///< what of it has not come back so far
    bool m_isFamiliar = false;
};

}
