// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/doctor.h"
#include "model/roles.h"

#include <QAbstractTableModel>

namespace Freezeframe
{

/// The doctor's checks, those that fail first: what was looked at, what was read, what mends it. GUI thread.
class DoctorModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column : int { Check, Value, Mend, ColumnCount };
    enum Role : int { StateRole = OwnRole, ExplanationRole };

    explicit DoctorModel(QObject *parent = nullptr);
    ~DoctorModel() override;
    /// Only the checks that fail or warn.
    void setOnlyProblems(bool only) { m_onlyProblems = only; }
    /// Rows of the same checks in the same order stay: their cells change in place.
    void setChecks(const std::vector<DoctorCheck> &checks);
    [[nodiscard]] const DoctorCheck &check(int row) const { return m_checks[size_t(row)]; }
    /// There is something to do about it.
    [[nodiscard]] bool hasMend(int row) const;
    /// "12 checks, 2 fail, 1 warns": of all that were made, shown or not.
    [[nodiscard]] QString count() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString cell(const DoctorCheck &check, int row, int column) const;

    std::vector<DoctorCheck> m_checks;
    std::vector<CheckState> m_states; ///< of all
    bool m_onlyProblems = false;
};

/// "good", "warning", "failed": for those who cannot see the sign.
[[nodiscard]] QString checkStateText(CheckState state);

}
