// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/preferences.h"

#include <QDialog>

class QComboBox;
class QFontComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QSpinBox;
class QTabWidget;

namespace Freezeframe
{

/// The settings that hold for all cores, each with what it means. GUI thread.
class PreferencesDialog : public QDialog
{
    Q_OBJECT
public:
    explicit PreferencesDialog(QWidget *parent = nullptr);
    [[nodiscard]] QPlainTextEdit *sources() const { return m_sources; }
    [[nodiscard]] QPlainTextEdit *folders() const { return m_folders; }
    [[nodiscard]] QLabel *problem() const { return m_problem; }
    void accept() override;

Q_SIGNALS:
    /// Kept, and other than before: where files are looked for, or how it looks.
    void changed();

private:
    [[nodiscard]] QWidget *filesPage();
    [[nodiscard]] QWidget *editorPage();
    [[nodiscard]] QWidget *lookPage();
    void addField(QWidget *page, const QString &name, QWidget *field, const QString &meaning);
    void fill(const Preferences &preferences);
    void fillEditors();
    /// What stands in the fields; nothing if that can't be, which is told.
    [[nodiscard]] std::optional<Preferences> entered();
    void complain(const QString &sentence, QWidget *field);
    void keepEditor() const;

    Preferences m_before;
    QTabWidget *m_pages;
    QPlainTextEdit *m_sources;
    QPlainTextEdit *m_folders;
    QLineEdit *m_servers;
    QComboBox *m_editor;
    QLineEdit *m_command;
    QSpinBox *m_percent;
    QComboBox *m_whoseFont;
    QFontComboBox *m_family;
    QLabel *m_problem;
};

}
