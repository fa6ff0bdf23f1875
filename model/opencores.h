// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QSocketNotifier>
#include <QString>

#include <memory>
#include <optional>

namespace Freezeframe
{

/// One window a core, among all Freezeframes of a user: who has a core open listens on a socket in the user's runtime
/// folder ($XDG_RUNTIME_DIR, which nobody else can enter), and who shall open it asks there first. Without such a folder
/// a core opens twice. GUI thread.
class OpenCores : public QObject
{
    Q_OBJECT
public:
    /// What the window that has the core is asked to show.
    struct Wish {
        std::optional<quint64> goroutine;
        std::optional<size_t> frame;
        QString executable; ///< a person named it; empty: nobody did
        QString token; ///< of the desktop: that who asks may bring up a window
    };

    explicit OpenCores(QObject *parent = nullptr);
    ~OpenCores() override;
    /// From now on this window is the one that has the core; @p identity as of GivenFile. Empty: it has none.
    void claim(const QString &identity);
    /// Asks the window that has the core to come up; false: there is none.
    [[nodiscard]] static bool raise(const QString &identity, const Wish &wish);

Q_SIGNALS:
    void raised(const Freezeframe::OpenCores::Wish &wish);

private:
    void receive();

    QByteArray m_path;
    int m_socket = -1;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

}
