// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"

#include <QWidget>

class QLineEdit;

namespace Freezeframe
{

class ListView;
class MemoryModel;
class RunLabel;
class Session;
class TableMenus;

/// Memory around an address as hexadecimal and text, a page at a time. GUI thread.
class MemoryPane : public QWidget
{
    Q_OBJECT
public:
    MemoryPane(Session *session, TableMenus *menus, QWidget *parent = nullptr);
    void show(Address address);

private:
    void go(Address address, Address wanted);
    void goToText();

    static constexpr size_t pageBytes = 4096;
    Session *m_session;
    MemoryModel *m_model;
    ListView *m_view;
    QLineEdit *m_address;
    RunLabel *m_about;
    Address m_begin;
};

}
