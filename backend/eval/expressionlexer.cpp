// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/expressionlexer.h"

#include "backend/base/text.h"
#include "backend/base/unicode.h"

#include <algorithm>
#include <array>

namespace Freezeframe
{

namespace
{

constexpr size_t maxSource = 64 << 10; ///< bytes: an expression typed or pasted by a person
/// Longest first, so that the first that fits is the right one.
constexpr std::array operators = std::to_array<std::string_view>(
    {"...", "&&", "||", "==", "!=", "<=", ">=", "<<", ">>", "&^", "<-", ":=", "++", "--", "+", "-", "*", "/",
     "%",   "&",  "|",  "^",  "<",  ">",  "!",  "(",  ")",  "[",  "]",  "{",  "}",  ",",  ";", ".", ":", "="});

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

void appendUtf8(std::string &out, uint32_t point)
{
    if (point < 0x80) {
        out += static_cast<char>(point);
    } else if (point < 0x800) {
        out += static_cast<char>(0xc0 | (point >> 6));
        out += static_cast<char>(0x80 | (point & 0x3f));
    } else if (point < 0x10000) {
        out += static_cast<char>(0xe0 | (point >> 12));
        out += static_cast<char>(0x80 | ((point >> 6) & 0x3f));
        out += static_cast<char>(0x80 | (point & 0x3f));
    } else {
        out += static_cast<char>(0xf0 | (point >> 18));
        out += static_cast<char>(0x80 | ((point >> 12) & 0x3f));
        out += static_cast<char>(0x80 | ((point >> 6) & 0x3f));
        out += static_cast<char>(0x80 | (point & 0x3f));
    }
}

/// Walks over the source once.
class Lexer
{
public:
    explicit Lexer(std::string_view source)
        : m_source(source)
    {
    }

    Result<Token> next()
    {
        while (m_at < m_source.size() && std::string_view(" \t\r\n").contains(m_source[m_at]))
            ++m_at;
        Token token;
        token.begin = m_at;
        Result<void> done;
        if (m_at == m_source.size())
            token.kind = Token::Kind::End;
        else if (isDigit(peek()) || (peek() == '.' && isDigit(peek(1))))
            done = number(token);
        else if (isLetter(peek()) || (peek() == '~' && isLetter(peek(1))) // ~r0: an unnamed result
                 || (peek() == '$' && isLetter(peek(1)))) // $rip: a register, as gdb writes it
            identifier(token);
        else if (peek() == '"')
            done = quoted(token, '"');
        else if (peek() == '\'')
            done = character(token);
        else if (peek() == '`')
            done = raw(token);
        else
            done = operatorToken(token);
        if (!done)
            return std::unexpected(done.error());
        token.end = m_at;
        return token;
    }

private:
    char peek(size_t ahead = 0) const { return m_at + ahead < m_source.size() ? m_source[m_at + ahead] : '\0'; }

    void identifier(Token &token)
    {
        token.kind = Token::Kind::Identifier;
        ++m_at;
        while (m_at < m_source.size() && (isLetter(peek()) || isDigit(peek())))
            ++m_at;
        token.text = m_source.substr(token.begin, m_at - token.begin);
    }

    Result<void> number(Token &token)
    {
        token.kind = Token::Kind::Integer;
        const char base = static_cast<char>(peek(1) | 0x20);
        const bool isHex = peek() == '0' && base == 'x';
        const bool hasPrefix = peek() == '0' && (isHex || base == 'b' || base == 'o');
        if (hasPrefix)
            m_at += 2;
        const size_t digits = m_at;
        for (; m_at < m_source.size(); ++m_at) {
            const char c = peek();
            const bool isExponent = isHex ? (c | 0x20) == 'p' : (c | 0x20) == 'e' && !hasPrefix;
            if (c == '.' && (!hasPrefix || isHex)) {
                token.kind = Token::Kind::Float;
            } else if (isExponent) {
                token.kind = Token::Kind::Float;
                if (peek(1) == '+' || peek(1) == '-')
                    ++m_at;
            } else if (c != '_' && !(isHex ? hexDigit(c) >= 0 : isDigit(c))) {
                break;
            }
        }
        token.text = m_source.substr(token.begin, m_at - token.begin);
        std::erase(token.text, '_');
        if (m_at == digits)
            return badExpression("number without digits", token.begin);
        if (peek() == 'i') {
            token.kind = Token::Kind::Imaginary;
            ++m_at;
        } else if (isLetter(peek())) {
            return badExpression("unexpected " + goQuoted(m_source.substr(m_at, 1)) + " in a number", m_at);
        }
        return {};
    }

    /// After the backslash: appends what it stands for.
    Result<void> escape(std::string &out, char quote)
    {
        constexpr std::string_view letters = "abfnrtv\\";
        constexpr std::string_view meanings = "\a\b\f\n\r\t\v\\";
        const size_t begin = m_at - 1;
        const char c = peek();
        if (c == quote || letters.contains(c)) {
            out += c == quote ? c : meanings[letters.find(c)];
            ++m_at;
            return {};
        }
        size_t count = 3;
        unsigned base = 8;
        if (c == 'x' || c == 'u' || c == 'U') {
            count = c == 'x' ? 2 : c == 'u' ? 4 : 8;
            base = 16;
            ++m_at;
        }
        uint32_t value = 0;
        for (size_t i = 0; i < count; ++i, ++m_at) {
            const char digit = peek();
            const bool fits = base == 8 ? digit >= '0' && digit <= '7' : hexDigit(digit) >= 0;
            if (!fits)
                return badExpression("unknown escape", begin);
            const int number = isDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
            value = value * base + static_cast<uint32_t>(number);
        }
        if (c == 'u' || c == 'U') {
            if (value > 0x10ffff || (value >= 0xd800 && value < 0xe000))
                return badExpression("escape is no Unicode character", begin);
            appendUtf8(out, value);
        } else if (value > 0xff) {
            return badExpression("octal escape is more than a byte", begin);
        } else {
            out += static_cast<char>(value);
        }
        return {};
    }

    Result<void> quoted(Token &token, char quote)
    {
        token.kind = Token::Kind::String;
        ++m_at;
        while (m_at < m_source.size() && peek() != quote && peek() != '\n') {
            const char c = m_source[m_at++];
            if (c != '\\') {
                token.text += c;
            } else if (auto done = escape(token.text, quote); !done) {
                return done;
            }
        }
        if (peek() != quote)
            return badExpression(quote == '"' ? "string without an end" : "character without an end", token.begin);
        ++m_at;
        return {};
    }

    Result<void> character(Token &token)
    {
        const bool isByte = peek(1) == '\\' && peek(2) != 'u' && peek(2) != 'U';
        if (auto done = quoted(token, '\''); !done)
            return done;
        token.kind = Token::Kind::Character;
        const DecodedCharacter decoded = token.text.empty() ? DecodedCharacter() : decodeUtf8(token.text);
        if (isByte && token.text.size() == 1) {
            token.text = std::to_string(static_cast<unsigned char>(token.text.front()));
            return {};
        }
        if (!decoded.isValid || decoded.length != token.text.size())
            return badExpression("more or less than one character between ' and '", token.begin);
        token.text = std::to_string(static_cast<uint32_t>(decoded.point));
        return {};
    }

    Result<void> raw(Token &token)
    {
        token.kind = Token::Kind::String;
        const size_t close = m_source.find('`', m_at + 1);
        if (close == std::string_view::npos)
            return badExpression("string without an end", token.begin);
        token.text = m_source.substr(m_at + 1, close - m_at - 1);
        std::erase(token.text, '\r');
        m_at = close + 1;
        return {};
    }

    Result<void> operatorToken(Token &token)
    {
        token.kind = Token::Kind::Operator;
        const std::string_view rest = m_source.substr(m_at);
        for (const std::string_view op : operators) {
            if (rest.starts_with(op)) {
                token.text = op;
                m_at += op.size();
                return {};
            }
        }
        return badExpression("unexpected " + goQuoted(rest.substr(0, 1)), m_at);
    }

    std::string_view m_source;
    size_t m_at = 0;
};

}

std::unexpected<Error> badExpression(std::string message, size_t offset)
{
    return std::unexpected(Error{.code = ErrorCode::BadExpression,
                                 .message = std::move(message) + " at column " + std::to_string(offset + 1)});
}

Result<std::vector<Token>> tokenize(std::string_view source)
{
    if (source.size() > maxSource)
        return badExpression("too long an expression", maxSource);
    std::vector<Token> tokens;
    Lexer lexer(source);
    do {
        auto token = lexer.next();
        if (!token)
            return std::unexpected(token.error());
        tokens.push_back(std::move(*token));
    } while (tokens.back().kind != Token::Kind::End);
    return tokens;
}

}
