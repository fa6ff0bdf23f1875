// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"

#include <QFile>
#include <QWidget>

#include <memory>

class QComboBox;
class QPlainTextEdit;
class QPushButton;
class QToolButton;

namespace Freezeframe
{

class RunLabel;
class Session;

/// The whole of one value in a window of its own: text or bytes a page at a time, whatever its length, an error with all
/// that it wraps, anything else with all its parts. GUI thread.
class ValueWindow : public QWidget
{
    Q_OBJECT
public:
    ValueWindow(Session *session, const VariableInfo &variable, QWidget *parent);

private:
    void setupTools();
    void ask(uint64_t first);
    void askWhole();
    void showPage();
    void save();
    void saveNext();
    [[nodiscard]] QString hexText() const;
    [[nodiscard]] uint64_t length() const;

    static constexpr uint64_t pageBytes = uint64_t(64) * 1024;
    static constexpr uint64_t saveBytes = uint64_t(1024) * 1024;
    Session *m_session;
    VariableInfo m_variable;
    RunLabel *m_title;
    RunLabel *m_position;
    QPlainTextEdit *m_text;
    QComboBox *m_form;
    QToolButton *m_previous;
    QToolButton *m_next;
    QPushButton *m_save;
    uint64_t m_first = 0;
    std::string m_page;
    std::unique_ptr<QFile> m_file; ///< being saved to
    uint64_t m_saved = 0;
};

}
