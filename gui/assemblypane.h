// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/codelisting.h"
#include "model/session.h"

#include <QWidget>

class QMenu;

namespace Freezeframe
{

class AssemblyView;
class RegisterLine;

/// The disassembly of the selected frame, or of code that was gone to from there, with the registers that the selected
/// instruction uses. Remembers how it is written. GUI thread.
class AssemblyPane : public QWidget
{
    Q_OBJECT
public:
    explicit AssemblyPane(Session *session, QWidget *parent = nullptr);
    [[nodiscard]] AssemblyView *view() const { return m_view; }
    [[nodiscard]] RegisterLine *registers() const { return m_registers; }
    /// Flavour, lines of source, bytes.
    void fillMenu(QMenu *menu);
    [[nodiscard]] static QString flavorName(DisassemblyFlavor flavor);

Q_SIGNALS:
    void flavorChanged();
    void memoryWanted(Freezeframe::Address address);
    void sourceWanted(const Freezeframe::SourceLocation &place);

private:
    void readSettings();
    void setFlavor(DisassemblyFlavor flavor);
    void setOptions(CodeListing::Options options);
    void show(const Disassembly &disassembly);
    void mark();
    void showRegisters();

    Session *m_session;
    AssemblyView *m_view;
    RegisterLine *m_registers;
    CodeListing::Options m_options;
    Session::RegisterSet m_values;
};

}
