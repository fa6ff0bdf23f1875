// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/roles.h"

#include <QAbstractTableModel>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace Freezeframe
{

/// The registers of the selected frame, those that are known. GUI thread.
class RegisterModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column : int { Name, Hexadecimal, Decimal, Meaning, ColumnCount };
    using Registers = std::vector<std::pair<std::string, uint64_t>>;

    using QAbstractTableModel::QAbstractTableModel;
    /// @p meanings: what each value points to, by the same index; may be shorter.
    void setRegisters(Registers registers, std::vector<std::string> meanings);
    [[nodiscard]] const Registers &registers() const { return m_registers; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    Registers m_registers;
    std::vector<std::string> m_meanings;
};

}
