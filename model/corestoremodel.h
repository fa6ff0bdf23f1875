// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/corestore.h"
#include "model/livethread.h"
#include "model/lookedat.h"
#include "model/roles.h"

#include <QAbstractListModel>
#include <QTimer>

namespace Freezeframe
{

/// The crashes that this machine remembers, newest first, read on a thread of its own, again and again while somebody
/// looks: when a folder of cores changed, and now and then for what only the journal knows. GUI thread.
class CoreStoreModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role : int {
        PathRole = OwnRole,
        NameRole,
        GoRole,
        WhenRole,
        SummaryRole,
        SizeRole,
        AbsentRole,
        CaptureRole,
        NewRole ///< a crash whose core nobody has opened since it came
    };

    explicit CoreStoreModel(QObject *parent = nullptr);
    ~CoreStoreModel() override;
    void setWatched(bool watched);
    void setExtraFolders(const QStringList &folders);
    /// Asks the machine now.
    void refresh();
    void update(CoreStore store);
    [[nodiscard]] bool isFilled() const { return m_filled; }
    /// How many of the rows are captures of living processes: no crashes.
    [[nodiscard]] int captureCount() const;
    /// "systemd-coredump, since 9 Nov"
    [[nodiscard]] QString keeper() const;
    /// "core_pattern: systemd-coredump · 48.2 GiB free in /var/lib/systemd/coredump"
    [[nodiscard]] QString storage() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

Q_SIGNALS:
    void updated();
    /// Sentences about captures of ours that were cut short; told once.
    void capturesInterrupted(const QStringList &sentences);

private:
    void insertNew(std::vector<StoredCore> &cores);
    void look();
    void askInterrupted();

    static constexpr int intervalMilliseconds = 1000;
    static constexpr int looksAfterChange = 3; ///< a core grows after it has come
    static constexpr int looksWithoutChange = 60; ///< then the journal is asked all the same
    CoreStore m_store;
    LookedAt m_lookedAt;
    std::vector<std::string> m_extraFolders;
    bool m_filled = false;
    bool m_watched = false;
    bool m_asked = false;
    bool m_askedInterrupted = false;
    bool m_looking = false;
    std::string m_sign; ///< of the folders, when they were read
    int m_left = 0; ///< looks that read in any case
    int m_idle = 0; ///< looks that found nothing new
    QTimer m_timer;
    LiveThread m_thread;
};

}
