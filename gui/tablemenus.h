// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"

#include <QObject>

class QMenu;
class QModelIndex;

namespace Freezeframe
{

class Session;

/// What a right click on a row of the tables at the bottom offers: threads, registers, modules. GUI thread.
class TableMenus : public QObject
{
    Q_OBJECT
public:
    explicit TableMenus(Session *session, QObject *parent);
    void fillThread(QMenu *menu, const QModelIndex &cell);
    void fillRegister(QMenu *menu, const QModelIndex &cell);
    void fillModule(QMenu *menu, const QModelIndex &cell);

Q_SIGNALS:
    void memoryWanted(Freezeframe::Address address);

private:
    void addMemory(QMenu *menu, const QString &text, Address address);
    void addCopy(QMenu *menu, const QString &text, const QString &content);

    Session *m_session;
};

}
