// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

class QTimer;

namespace Freezeframe
{

class GoroutineModel;
class ListView;
class Session;

/// Asks what tells the goroutines apart that are in sight, and only those: each costs the reading of a stack and its
/// arguments. GUI thread; never waits.
class DistinctionReader : public QObject
{
    Q_OBJECT
public:
    /// @p view shows @p model.
    DistinctionReader(Session *session, GoroutineModel *model, ListView *view);

private:
    void ask();

    static constexpr int delayMilliseconds = 30; ///< after the list was moved
    static constexpr size_t atOnce = 8; ///< goroutines in one question: clicks are answered in between
    Session *m_session;
    GoroutineModel *m_model;
    ListView *m_view;
    QTimer *m_delay;
};

}
