// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/expressioncut.h"

#include "backend/eval/expressionquery.h"

#include <optional>
#include <vector>

namespace Freezeframe
{

namespace
{

constexpr size_t mostBytes = 64 << 10;
constexpr size_t mostBrackets = 200;
constexpr unsigned mostQueries = 8; ///< one in the other, whose lists are followed

/// A word of a text that need not be an expression.
struct Piece {
    enum class Kind { Name, Number, Text, Sign };
    Kind kind = Kind::Sign;
    size_t begin = 0;
    size_t end = 0;
};

bool isNameByte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || uint8_t(c) >= 0x80;
}

class Cutter
{
public:
    Cutter(std::string_view text, const std::function<bool(std::string_view)> &isMap)
        : m_text(text)
        , m_isMap(isMap)
    {
    }

    [[nodiscard]] ExpressionCut cut()
    {
        ExpressionCut cut;
        cut.begin = m_text.size();
        if (m_text.size() > mostBytes || !split() || !findBrackets())
            return cut;
        size_t next = m_pieces.size();
        if (next > 0 && m_pieces.back().end == m_text.size()) {
            if (m_pieces.back().kind == Piece::Kind::Number || m_pieces.back().kind == Piece::Kind::Text)
                return cut;
            if (m_pieces.back().kind == Piece::Kind::Name)
                cut.begin = m_pieces[--next].begin;
        }
        cut.isName = true;
        cut.part = m_text.substr(cut.begin);
        cut.isMember = next > 0 && is(next - 1, '.');
        cut.isInQuery = queryAround(m_pieces.size()).has_value();
        if (!cut.isMember)
            return cut;
        const size_t end = next - 1;
        const size_t begin = operandBegin(end);
        cut.operand = begin < end ? plain(begin, end, mostQueries) : std::string();
        cut.isName = !cut.operand.empty();
        return cut;
    }

private:
    struct Query {
        size_t list = 0; ///< pieces of its first argument: from here
        size_t listEnd = 0;
    };

    [[nodiscard]] bool is(size_t piece, char sign) const
    {
        return m_pieces[piece].kind == Piece::Kind::Sign && m_text[m_pieces[piece].begin] == sign;
    }

    [[nodiscard]] std::string_view textOf(size_t piece) const
    {
        return m_text.substr(m_pieces[piece].begin, m_pieces[piece].end - m_pieces[piece].begin);
    }

    /// False if the text ends inside of a text or character.
    [[nodiscard]] bool split()
    {
        for (size_t at = 0; at < m_text.size();) {
            const char c = m_text[at];
            if (c == ' ' || c == '\t' || c == '\n') {
                ++at;
                continue;
            }
            Piece piece{.kind = Piece::Kind::Sign, .begin = at, .end = at + 1};
            if (c == '"' || c == '`' || c == '\'') {
                piece.kind = Piece::Kind::Text;
                while (piece.end < m_text.size() && m_text[piece.end] != c)
                    piece.end += m_text[piece.end] == '\\' && c != '`' ? 2 : 1;
                if (piece.end >= m_text.size())
                    return false;
                ++piece.end;
            } else if (isNameByte(c)) {
                piece.kind = c >= '0' && c <= '9' ? Piece::Kind::Number : Piece::Kind::Name;
                while (piece.end < m_text.size() && isNameByte(m_text[piece.end]))
                    ++piece.end;
            }
            at = piece.end;
            m_pieces.push_back(piece);
        }
        return true;
    }

    /// Which bracket belongs to which; false if they don't fit.
    [[nodiscard]] bool findBrackets()
    {
        constexpr std::string_view opening = "([{";
        constexpr std::string_view closing = ")]}";
        m_partner.assign(m_pieces.size(), m_pieces.size());
        for (size_t i = 0; i < m_pieces.size(); ++i) {
            if (m_pieces[i].kind != Piece::Kind::Sign)
                continue;
            const char c = m_text[m_pieces[i].begin];
            if (opening.contains(c)) {
                if (m_open.size() >= mostBrackets)
                    return false;
                m_open.push_back(i);
            } else if (const size_t kind = closing.find(c); kind != std::string_view::npos) {
                if (m_open.empty() || !is(m_open.back(), opening[kind]))
                    return false;
                m_partner[i] = m_open.back();
                m_partner[m_open.back()] = i;
                m_open.pop_back();
            }
        }
        return true;
    }

    /// Where the operand begins that ends before piece @p end: names, what is in brackets, and dots between them.
    [[nodiscard]] size_t operandBegin(size_t end) const
    {
        size_t at = end;
        while (at > 0) {
            const size_t last = at - 1;
            const bool isClosed = is(last, ')') || is(last, ']') || is(last, '}');
            if (isClosed) {
                at = m_partner[last];
                // A call, an index or a list has what it is of before it: "f(x)", "a[1]", "[]int{1}".
                const bool goesOn = at > 0
                    && (m_pieces[at - 1].kind == Piece::Kind::Name || is(at - 1, ')') || is(at - 1, ']')
                        || is(at - 1, '.'));
                if (!goesOn)
                    return at;
                if (is(at - 1, '.'))
                    --at;
                continue;
            }
            if (m_pieces[last].kind != Piece::Kind::Name && m_pieces[last].kind != Piece::Kind::Text)
                return at;
            at = last;
            if (at == 0 || !is(at - 1, '.'))
                return at;
            --at;
        }
        return at;
    }

    /// The innermost query in whose second argument piece @p at stands.
    [[nodiscard]] std::optional<Query> queryAround(size_t at) const
    {
        for (size_t open = at; open-- > 0;) {
            if (m_partner[open] < at) { // closed before: passed over
                if (m_partner[open] < open)
                    open = m_partner[open];
                continue;
            }
            const bool isQuery = is(open, '(') && open > 0 && m_pieces[open - 1].kind == Piece::Kind::Name
                && ExpressionQuery::isName(textOf(open - 1)) && (open < 2 || !is(open - 2, '.'));
            if (!isQuery)
                continue;
            for (size_t comma = open + 1; comma < at; ++comma) {
                if (m_partner[comma] < at && m_partner[comma] > comma)
                    comma = m_partner[comma];
                else if (is(comma, ','))
                    return Query{.list = open + 1, .listEnd = comma};
            }
        }
        return std::nullopt;
    }

    /// The first element of a query's list. What is only left out of it or put in order is of the same kind.
    [[nodiscard]] std::string elementOf(Query query, bool wantsKey, unsigned depth) const
    {
        while (query.listEnd - query.list >= 4 && is(query.list + 1, '(')
               && m_partner[query.list + 1] == query.listEnd - 1
               && (textOf(query.list) == "filter" || textOf(query.list) == "sort")) {
            size_t comma = query.list + 2;
            while (comma < query.listEnd - 1 && !is(comma, ',')) {
                const size_t partner = m_partner[comma];
                comma = partner > comma && partner < query.listEnd ? partner + 1 : comma + 1;
            }
            query = {.list = query.list + 2, .listEnd = comma};
        }
        const std::string list = plain(query.list, query.listEnd, depth);
        if (list.empty())
            return {};
        const bool isOfMap = m_isMap && m_isMap(list);
        return "first(" + list + ')' + (isOfMap ? (wantsKey ? ".key" : ".value") : "");
    }

    /// Pieces as text, without what only means something inside of a query.
    [[nodiscard]] std::string plain(size_t begin, size_t end, unsigned depth) const
    {
        std::string text;
        for (size_t i = begin; i < end; ++i) {
            if (i > begin) // blanks as they were
                text += m_text.substr(m_pieces[i - 1].end, m_pieces[i].begin - m_pieces[i - 1].end);
            const std::string_view word = textOf(i);
            const bool isFree = m_pieces[i].kind == Piece::Kind::Name && (i == 0 || !is(i - 1, '.'));
            const bool isOfQuery = isFree && (word == "it" || word == "key" || word == "value");
            const auto query = isOfQuery ? queryAround(i) : std::nullopt;
            if (!query) {
                text += word;
                continue;
            }
            const std::string element = depth > 0 ? elementOf(*query, word == "key", depth - 1) : std::string();
            if (element.empty())
                return {};
            text += element;
        }
        return text;
    }

    std::string_view m_text;
    const std::function<bool(std::string_view)> &m_isMap;
    std::vector<Piece> m_pieces;
    std::vector<size_t> m_open; ///< brackets that are not closed, the outermost first
    std::vector<size_t> m_partner; ///< of a bracket; their number: none
};

}

ExpressionCut cutExpression(std::string_view text, const std::function<bool(std::string_view)> &isMap)
{
    return Cutter(text, isMap).cut();
}

}
