// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/jobqueue.h"
#include "model/roles.h"

#include <QAbstractListModel>
#include <QDateTime>

#include <memory>

namespace Freezeframe
{

/// The cores opened before, newest first, kept in the settings. Whether the files still exist is asked on a thread
/// of its own: a lost network drive must not stop the window. GUI thread.
class RecentCores : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role : int { PathRole = OwnRole, NameRole, WhenRole, SizeRole, MissingRole, CaptureRole };

    explicit RecentCores(QObject *parent = nullptr);
    ~RecentCores() override;
    /// @p isCapture: it was taken of a process that ran on, and is no crash.
    void add(const QString &path, bool isCapture = false);
    void remove(const QString &path);
    void clear();
    /// Reads the settings and looks for the files again.
    void refresh();
    [[nodiscard]] QStringList paths() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    struct Core {
        QString path;
        QDateTime opened;
        qint64 size = -1; ///< in bytes; −1 while unknown
        bool missing = false;
        bool isCapture = false;
    };
    void save() const;
    void look();
    static constexpr int limit = 20;
    std::vector<Core> m_cores;
    JobQueue m_looker;
};

}
