// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QSet>
#include <QWidget>

class QVBoxLayout;

namespace Freezeframe
{

class MessageBar;
class Session;

/// The bars over the whole window: a core cut off, an executable that is missing, refused or forced. Three at most;
/// the rest is counted and stands in Messages. GUI thread.
class MessageBars : public QWidget
{
    Q_OBJECT
public:
    explicit MessageBars(Session *session, QWidget *parent = nullptr);

Q_SIGNALS:
    void messagesWanted();
    void locateExecutableWanted();
    void stopUsingExecutableWanted();
    void forceExecutableWanted(const QString &path);

private:
    void rebuild();
    void addTruncated();
    void addExecutable();
    void addNoGo();
    MessageBar *add(int kind, const QString &what, const QString &rest);

    Session *m_session;
    QVBoxLayout *m_layout;
    QList<MessageBar *> m_bars;
};

}
