// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/doctor.h"

#include <QDialog>

namespace Freezeframe
{

/// How one failed check is mended: why, and the commands to copy; with the administrator's button where root is needed.
/// GUI thread.
class FixDialog : public QDialog
{
    Q_OBJECT
public:
    explicit FixDialog(const DoctorCheck &check, QWidget *parent = nullptr);

Q_SIGNALS:
    /// The person wants it done with an administrator's password.
    void administratorWanted();
};

}
