// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "gui/panel.h"
#include "model/crashhint.h"

class QLineEdit;
class QStackedWidget;
class QToolButton;

namespace Freezeframe
{

class AssemblyPane;
class CodeView;
class MessageBar;
class Session;

/// The source of the selected frame, or its disassembly. What is missing is said on one bar, with the disassembly in
/// its place. GUI thread.
class SourcePanel : public Panel
{
    Q_OBJECT
public:
    explicit SourcePanel(Session *session, QWidget *parent = nullptr);
    [[nodiscard]] QWidget *focusTarget() const override;
    [[nodiscard]] CodeView *sourceView() const { return m_source; }
    [[nodiscard]] CodeView *disassemblyView() const;
    [[nodiscard]] AssemblyPane *assemblyPane() const { return m_assembly; }
    [[nodiscard]] bool showsDisassembly() const;
    void toggleDisassembly();
    void setDisassemblyWanted(bool wanted);
    void openSearch();
    /// At the marked line, or at that of the cursor once a person has put it elsewhere.
    void openInEditor();

Q_SIGNALS:
    /// The frame above is wanted: a click on the marked call.
    void calleeWanted();
    void memoryWanted(Freezeframe::Address address);
    /// Which variable of the frame killed the program.
    void crashHintFound(int variable, const QString &reason);

private:
    void setupViews();
    void setupSearch();
    void setupTools();
    void showSource(const SourceText &source, int line);
    void showMissing(const SourceText &source);
    void annotate();
    void refreshMode();
    void refreshTitle();
    void locate();
    void openLine(int line, int column);
    [[nodiscard]] CodeView *currentView() const;

    Session *m_session;
    CodeView *m_source;
    AssemblyPane *m_assembly;
    QStackedWidget *m_stack;
    MessageBar *m_missingBar;
    MessageBar *m_staleBar;
    QWidget *m_searchBar;
    QLineEdit *m_search;
    QToolButton *m_sourceButton;
    QToolButton *m_assemblyButton;
    QToolButton *m_flavorButton;
    SourceText m_text;
    QString m_shownText;
    int m_line = 0;
    std::vector<VariableInfo> m_variables;
    bool m_wantsDisassembly = false;
    bool m_showsCode = false; ///< away from the frame
};

}
