// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/capture.h"
#include "backend/live/processlist.h"
#include "model/livethread.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QGridLayout;
class QLabel;
class QLineEdit;
class QTimer;

namespace Freezeframe
{

class DoctorPane;
class IconLabel;
class RunLabel;

/// What taking a core of the chosen process means: pause, size, permission; how and where it is taken; and whether a
/// crash would leave one. Asks on a thread of its own. GUI thread.
class CaptureDetails : public QWidget
{
    Q_OBJECT
public:
    explicit CaptureDetails(QWidget *parent = nullptr);
    ~CaptureDetails() override;
    /// Null: none is chosen.
    void setProcess(const ProcessRow *process);
    /// The chosen one has ended.
    void setEnded();
    [[nodiscard]] const std::optional<ProcessRow> &process() const { return m_process; }
    [[nodiscard]] bool hasEnded() const { return m_hasEnded; }
    [[nodiscard]] const std::optional<CapturePlan> &plan() const { return m_plan; }
    /// Why it can't be taken; empty if it can.
    [[nodiscard]] QString refusal() const;
    /// As chosen here, with a file name of this moment unless a person wrote one.
    [[nodiscard]] CaptureOptions options();
    [[nodiscard]] bool usesDefaultFolder() const;
    void setFolder(const QString &folder);
    [[nodiscard]] DoctorPane *doctor() const { return m_doctor; }
    [[nodiscard]] QLineEdit *folderEdit() const { return m_folder; }
    [[nodiscard]] QLineEdit *fileEdit() const { return m_file; }
    [[nodiscard]] QComboBox *modeBox() const { return m_mode; }
    [[nodiscard]] QCheckBox *compressBox() const { return m_compress; }

Q_SIGNALS:
    void planChanged();

private:
    void setupForm();
    QLabel *addRow(const QString &name, QWidget *field);
    void askPlan();
    void showPlan();
    void showLost(const QString &sentence);
    void showError(const QString &sentence);
    void nameFile();
    void chooseFolder();

    std::optional<ProcessRow> m_process;
    std::optional<CapturePlan> m_plan;
    QString m_problem; ///< why there is no plan
    bool m_hasEnded = false;
    QLabel *m_title;
    RunLabel *m_facts;
    QWidget *m_form;
    QGridLayout *m_grid;
    RunLabel *m_pause;
    RunLabel *m_size;
    RunLabel *m_needs;
    RunLabel *m_permission;
    RunLabel *m_lost; ///< files that are found nowhere else
    QLabel *m_lostName = nullptr;
    QComboBox *m_mode;
    QLineEdit *m_folder;
    QLineEdit *m_file;
    QCheckBox *m_compress;
    bool m_fileNamed = false; ///< by a person
    DoctorPane *m_doctor;
    QTimer *m_delay;
    LiveThread m_thread;
};

/// Where captures go unless a person says otherwise.
[[nodiscard]] QString defaultCaptureFolder();

}
