// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "backend/inspect/valueforms.h"

#include <QObject>

#include <functional>

class QMenu;

namespace Freezeframe
{

class Session;

/// What can be done with a value, wherever it stands: variables of frames and packages, watches. GUI thread.
class VariableMenu : public QObject
{
    Q_OBJECT
public:
    explicit VariableMenu(Session *session, QObject *parent = nullptr);

    /// Into an empty menu. @p addForms adds how the row can be shown, in its place.
    void fill(QMenu *menu, const VariableInfo &variable, const std::function<void(QMenu *)> &addForms);

Q_SIGNALS:
    /// The whole of a value in a window of its own.
    void valueWanted(const Freezeframe::VariableInfo &variable,
                     Freezeframe::ValueForm form = Freezeframe::ValueForm::Default);
    /// Its elements as rows of a table in a window.
    void tableWanted(const Freezeframe::VariableInfo &variable);
    /// Its bytes are to be written to a file.
    void saveWanted(const Freezeframe::VariableInfo &variable);
    void memoryWanted(Freezeframe::Address address);
    /// An expression is to be shown beside all goroutines.
    void columnWanted(const QString &expression);
    /// All that points to an address is to be found.
    void searchPointers(Freezeframe::Address address);
    void watchWanted(const QString &expression);

private:
    void addCopies(QMenu *menu, const VariableInfo &variable);
    void copyJson(const VariableInfo &variable);

    Session *m_session;
};

}
