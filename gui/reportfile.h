// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/session.h"

#include <QPointer>

class QAction;

namespace Freezeframe
{

/// Asks where a report of the whole core goes, has it written, and says in a sentence what came of it. GUI thread.
class ReportFile : public QObject
{
    Q_OBJECT
public:
    ReportFile(Session *session, QWidget *parent);
    /// In the one format or another of a report; a traceback is a thing of its own.
    void askForReport();
    void askForTraceback();
    void save(Session::ReportFormat format, const QString &path);

Q_SIGNALS:
    void told(const QString &sentence);

private:
    struct Choice {
        QString filter;
        QString ending;
        Session::ReportFormat format;
    };
    void ask(const QString &title, const QString &name, const QList<Choice> &choices);

    Session *m_session;
    QWidget *m_parent;
};

}
