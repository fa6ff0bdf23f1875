// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/programrun.h"
#include "model/programstart.h"

#include <QFileDialog>
#include <QWidget>

class QGridLayout;
class QLineEdit;
class QPlainTextEdit;

namespace Freezeframe
{

class MutedLabel;

/// What is to be run: program, arguments, folder, environment; as it was the last time, or as another process was started.
/// GUI thread.
class ProgramForm : public QWidget
{
    Q_OBJECT
public:
    explicit ProgramForm(QWidget *parent = nullptr);
    /// Only what is known of it takes the place of what is there.
    void setStart(const ProgramStart &start);
    [[nodiscard]] QString program() const;
    [[nodiscard]] ProgramRun::Settings settings() const;
    /// Somebody wrote here that a crash of Go shall leave no core.
    [[nodiscard]] bool forbidsCore() const;
    void allowCore();
    void remember() const;

Q_SIGNALS:
    void changed();

private:
    void setup();
    int add(QGridLayout *grid, const QString &name, QWidget *field);
    void addBrowser(QGridLayout *grid, int row, QLineEdit *edit, QFileDialog::FileMode mode, const QString &what);
    void followProgram(const QString &program);

    QLineEdit *m_program;
    QLineEdit *m_arguments;
    QLineEdit *m_folder;
    QPlainTextEdit *m_environment;
    MutedLabel *m_origin; ///< whose environment it starts with
    ProgramStart m_start; ///< as it was given, until a person names another program
};

}
