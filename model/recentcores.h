// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
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
    /// Name: of the file, if it says more than the program; Title: program and time, which tell cores of one name apart.
    enum Role : int {
        PathRole = OwnRole,
        NameRole,
        ProgramRole,
        TitleRole,
        EndRole,
        WhenRole,
        SizeRole,
        MissingRole,
        CaptureRole
    };

    struct Core {
        QString path;
        QDateTime opened;
        qint64 size = -1; ///< in bytes; −1 while unknown
        bool missing = false;
        bool isCapture = false; ///< it was taken of a process that ran on, and is no crash
        QString program; ///< empty: not known, as of those that an older Freezeframe opened
        QString end; ///< when that program ended, or was captured
    };
    /// What is kept of a core that is open.
    [[nodiscard]] static Core coreOf(const ProcessSummary &process, const QString &path);

    explicit RecentCores(QObject *parent = nullptr);
    ~RecentCores() override;
    /// The newest from now on.
    void add(Core core);
    void remove(const QString &path);
    void clear();
    /// Reads the settings and looks for the files again.
    void refresh();
    [[nodiscard]] QStringList paths() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    [[nodiscard]] static QString toolTip(const Core &core);
    void save() const;
    void look();
    static constexpr int limit = 20;
    std::vector<Core> m_cores;
    JobQueue m_looker;
};

}
