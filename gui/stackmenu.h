// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"

#include <QObject>

class QMenu;
class QModelIndex;

namespace Freezeframe
{

struct FrameInfo;
class Session;
class StackPanel;

/// What a right click on a frame, or on another row of a stack, offers. GUI thread.
class StackMenu : public QObject
{
    Q_OBJECT
public:
    StackMenu(Session *session, StackPanel *panel);
    void fill(QMenu *menu, const QModelIndex &cell);

Q_SIGNALS:
    void sourceWanted(bool asDisassembly);
    void memoryWanted(Freezeframe::Address address);

private:
    void addFrame(QMenu *menu, const FrameInfo &frame);
    void addCreator(QMenu *menu);

    Session *m_session;
    StackPanel *m_panel;
};

}
