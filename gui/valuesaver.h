// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"

#include <QObject>

class QWidget;

namespace Freezeframe
{

class ListStrip;
class Session;
class ValueSave;

/// Asks into which file the bytes of a value go, and says at the bottom of a list how far that is and how it ended. GUI
/// thread.
class ValueSaver : public QObject
{
    Q_OBJECT
public:
    ValueSaver(Session *session, QWidget *list, QObject *parent);
    void ask(const VariableInfo &variable);

private:
    Session *m_session;
    QWidget *m_list;
    ListStrip *m_strip;
    ValueSave *m_save;
};

}
