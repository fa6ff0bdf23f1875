// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/valueforms.h"

#include "backend/answers/snapshot.h"

#include <QWidget>

class QComboBox;
class QPlainTextEdit;
class QPushButton;
class QToolButton;

namespace Freezeframe
{

class RunLabel;
class Session;
class ValueSave;

/// The whole of one value in a window of its own: text, and the bytes of anything, a page at a time, whatever the length;
/// an error with all that it wraps, anything else with all its parts; or in a form or by a verb of Go that a person
/// chooses. GUI thread.
class ValueWindow : public QWidget
{
    Q_OBJECT
public:
    ValueWindow(Session *session, const VariableInfo &variable, QWidget *parent, ValueForm form = ValueForm::Default);

private:
    enum class Mode : uint8_t { Text, Whole, Dump, Form, Verb };

    void setupTools();
    void fillForms(const std::vector<FormedValue> &forms);
    void choose(int item);
    void showMode(Mode mode);
    void askVerb(const QString &verb);
    void ask(uint64_t first);
    void askWhole();
    void showPage();
    void showText(const QString &text);
    void save();
    [[nodiscard]] bool isPaged() const { return m_mode == Mode::Text || m_mode == Mode::Dump; }
    [[nodiscard]] QString hexText() const;

    static constexpr uint64_t pageBytes = uint64_t(64) * 1024;
    Session *m_session;
    VariableInfo m_variable;
    ValueForm m_wanted;
    RunLabel *m_title;
    RunLabel *m_position;
    QPlainTextEdit *m_text;
    QComboBox *m_form;
    QToolButton *m_previous;
    QToolButton *m_next;
    QPushButton *m_save;
    ValueSave *m_saving;
    std::vector<FormedValue> m_forms;
    Mode m_mode = Mode::Whole;
    std::string m_page;
    uint64_t m_first = 0;
};

}
