// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/terminaltext.h"

#include <algorithm>

namespace Freezeframe
{
namespace
{

constexpr char escape = '\x1b';
constexpr char bell = '\x07';

/// How many bytes at the end are the beginning of a character of UTF-8 whose rest is still to come.
qsizetype unfinishedCharacter(const QByteArray &bytes)
{
    for (qsizetype back = 1; back <= std::min<qsizetype>(3, bytes.size()); ++back) {
        const auto byte = uchar(bytes.at(bytes.size() - back));
        if ((byte & 0xc0) == 0x80)
            continue;
        const qsizetype length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
        return length > back ? back : 0;
    }
    return 0;
}

}

QByteArray TerminalText::take(const QByteArray &bytes)
{
    QByteArray out = m_rest;
    out.reserve(out.size() + bytes.size());
    for (const char byte : bytes)
        takeByte(byte, out);
    const qsizetype rest = unfinishedCharacter(out);
    m_rest = out.last(rest);
    out.chop(rest);
    return out;
}

QByteArray TerminalText::finish()
{
    QByteArray out = m_rest;
    if (m_state == State::Return)
        out += '\n';
    m_rest.clear();
    m_state = State::Plain;
    return out;
}

/// The forms of ECMA-48: ESC, CSI (parameters, then a letter), and strings (OSC, DCS, …) that BEL or ESC \ ends.
void TerminalText::takeByte(char byte, QByteArray &out)
{
    switch (m_state) {
    case State::Return:
        out += '\n';
        m_state = State::Plain;
        if (byte != '\n')
            takePlain(byte, out);
        break;
    case State::Plain: takePlain(byte, out); break;
    case State::Escape:
        if (byte == '[')
            m_state = State::Control;
        else if (byte == ']' || byte == 'P' || byte == 'X' || byte == '^' || byte == '_')
            m_state = State::Words;
        else if (byte >= ' ' && byte <= '/')
            m_state = State::Charset; // a letter follows
        else
            m_state = State::Plain;
        break;
    case State::Control:
        // Anything that can't be a parameter ends it; a newline is the program's next line.
        if (byte == '\n' || byte == escape) {
            m_state = State::Plain;
            takePlain(byte, out);
        } else if (byte < ' ' || byte >= '@') {
            m_state = State::Plain;
        }
        break;
    case State::Words:
        if (byte == escape)
            m_state = State::WordsEscape;
        else if (byte == bell)
            m_state = State::Plain;
        else if (byte == '\n') {
            m_state = State::Plain; // no string has a newline: it was never ended
            out += byte;
        }
        break;
    case State::WordsEscape:
    case State::Charset: m_state = State::Plain; break;
    }
}

void TerminalText::takePlain(char byte, QByteArray &out)
{
    if (byte == escape) {
        m_state = State::Escape;
    } else if (byte == '\r') {
        m_state = State::Return;
    } else if (byte == '\b') {
        if (!out.isEmpty() && out.back() != '\n')
            out.chop(1);
    } else if (byte != bell) {
        out += byte;
    }
}

}
