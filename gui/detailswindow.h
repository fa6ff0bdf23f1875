// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QStandardItem;
class QStandardItemModel;

namespace Freezeframe
{

class ListView;
class Session;

/// All that is known of the program and its core: panic chain, build, settings, dependencies, and the environment,
/// whose values are hidden until asked for. GUI thread.
class DetailsWindow : public QWidget
{
    Q_OBJECT
public:
    DetailsWindow(Session *session, QWidget *parent);

private:
    void fill();
    QStandardItem *addSection(const QString &name);
    void addRow(QStandardItem *section, const QString &name, const QString &value);
    void addCrash();
    void addProcess();
    void addBuild();
    void addEnvironment();
    void revealEnvironment();

    Session *m_session;
    QStandardItemModel *m_model;
    ListView *m_view;
    QStandardItem *m_environment = nullptr;
};

}
