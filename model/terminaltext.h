// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

namespace Freezeframe
{

/// Makes plain lines of what a program wrote for a terminal, piece by piece: colours, titles and cursor movements are
/// left out, "\r\n" and a lone "\r" (a progress bar that draws itself anew) end a line. A sequence or a character of
/// UTF-8 that is cut in two waits for its rest. Bounded: a sequence that never ends is dropped. One thread.
class TerminalText
{
public:
    [[nodiscard]] QByteArray take(const QByteArray &bytes);
    /// What still waits, at the end; then all is as at the beginning.
    [[nodiscard]] QByteArray finish();

private:
    enum class State { Plain, Return, Escape, Control, Words, WordsEscape, Charset };
    void takeByte(char byte, QByteArray &out);
    void takePlain(char byte, QByteArray &out);

    State m_state = State::Plain;
    QByteArray m_rest; ///< of a character that was cut in two
};

}
