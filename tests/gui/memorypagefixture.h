// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/memoryview.h"
#include "tests/gui/corefixture.h"

class QComboBox;
class QToolButton;

namespace Freezeframe
{

class MemoryPane;
class Session;

/// What the tests of the memory page share: the bundled sample in a window, with that page open. GUI thread.
class MemoryPageFixture
{
public:
    [[nodiscard]] QString prepare() { return m_core.prepare(QStringLiteral("sample")); }
    [[nodiscard]] OpenOptions options() const { return m_core.options(); }
    /// False if it does not open in time.
    [[nodiscard]] bool open();
    void close() { m_window.reset(); }
    [[nodiscard]] MainWindow *window() const { return m_window.get(); }
    [[nodiscard]] Session *session() const { return m_window->session(); }
    [[nodiscard]] MemoryPane *pane() const;
    [[nodiscard]] MemoryView *view() const;
    [[nodiscard]] Address current() const { return view()->current().value_or(Address()); }

    /// Types into the line of the address.
    void goTo(const QString &text);
    /// No question is open.
    [[nodiscard]] bool isRead() const;
    /// Waits for that.
    [[nodiscard]] bool read() const;
    [[nodiscard]] QToolButton *button(const QString &name) const;
    [[nodiscard]] QComboBox *box(const QString &name) const;
    [[nodiscard]] bool choose(const QString &boxName, const QString &item);
    [[nodiscard]] QStringList menuTexts() const;
    /// False if the menu has no entry that begins so.
    [[nodiscard]] bool chooseInMenu(const QString &text);

private:
    CoreFixture m_core;
    std::unique_ptr<MainWindow> m_window;
};

}
