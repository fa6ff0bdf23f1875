// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/result.h"
#include "model/roles.h"

#include <QAbstractTableModel>

#include <vector>

namespace Freezeframe
{

/// What was found to be damaged, missing or doubtful in the core. GUI thread.
class MessageModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column : int { Message, File, Section, Offset, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;
    void setMessages(std::vector<Error> messages);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(const Error &message, Column column) const;
    std::vector<Error> m_messages;
};

}
