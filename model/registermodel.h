// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/registerinfo.h"
#include "model/roles.h"

#include <QAbstractTableModel>

#include <vector>

namespace Freezeframe
{

/// The registers of the selected frame, those that are known. GUI thread.
class RegisterModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column : int { Name, Hexadecimal, Decimal, Caller, Meaning, ColumnCount };
    enum Role {
        AddressRole = Qt::UserRole + 100, ///< quint64; invalid of what is no address: vectors, flags
    };

    using QAbstractTableModel::QAbstractTableModel;
    void setRegisters(std::vector<RegisterInfo> registers);
    [[nodiscard]] const std::vector<RegisterInfo> &registers() const { return m_registers; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<RegisterInfo> m_registers;
};

}
