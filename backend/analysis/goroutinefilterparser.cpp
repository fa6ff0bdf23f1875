// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/analysis/goroutinefilterparser.h"

#include "backend/analysis/duration.h"
#include "backend/analysis/namefilter.h"

#include <algorithm>
#include <array>
#include <utility>

namespace Freezeframe
{

namespace
{

using Field = GoroutineFilter::Field;
using Node = GoroutineFilter::Node;

constexpr unsigned mostDepth = 50; ///< of parentheses: deeper ones are read as if they were not there

constexpr std::array<std::pair<std::string_view, Field>, 15> fields = {{{"text", Field::Text},
                                                                        {"state", Field::State},
                                                                        {"wait", Field::Wait},
                                                                        {"func", Field::Function},
                                                                        {"function", Field::Function},
                                                                        {"user", Field::User},
                                                                        {"current", Field::Current},
                                                                        {"start", Field::Start},
                                                                        {"created", Field::Created},
                                                                        {"go", Field::Created},
                                                                        {"file", Field::File},
                                                                        {"label", Field::Label},
                                                                        {"id", Field::Id},
                                                                        {"thread", Field::Thread},
                                                                        {"value", Field::Value}}};

std::optional<Field> fieldNamed(std::string_view name)
{
    std::string lower(name);
    std::ranges::transform(lower, lower.begin(),
                           [](char letter) { return letter >= 'A' && letter <= 'Z' ? char(letter + 32) : letter; });
    const auto found = std::ranges::find(fields, lower, &std::pair<std::string_view, Field>::first);
    return found == fields.end() ? std::nullopt : std::optional(found->second);
}

bool isSpace(char letter)
{
    return letter == ' ' || (letter >= '\t' && letter <= '\r');
}

/// What stands between two slashes; a path has no slash at its end, or means the same with it.
bool isExpression(std::string_view text)
{
    constexpr size_t least = 3;
    return text.size() >= least && text.starts_with('/') && text.ends_with('/');
}

}

void GoroutineFilterParser::skipSpaces()
{
    while (!atEnd() && isSpace(m_text[m_at]))
        ++m_at;
}

bool GoroutineFilterParser::standsAlone(std::string_view word) const
{
    const std::string_view rest = m_text.substr(m_at);
    return rest.starts_with(word) && (rest.size() == word.size() || isSpace(rest[word.size()]));
}

bool GoroutineFilterParser::take(std::string_view word)
{
    if (!standsAlone(word))
        return false;
    m_at += word.size();
    skipSpaces();
    return true;
}

bool GoroutineFilterParser::atAlternative() const
{
    return standsAlone("OR") || standsAlone("|") || standsAlone("||");
}

/// A parenthesis around conditions, not one of "(*Cache).Get".
bool GoroutineFilterParser::atGroup() const
{
    return !atEnd() && m_text[m_at] == '(' && !m_text.substr(m_at).starts_with("(*");
}

Node GoroutineFilterParser::parse()
{
    Node all{.parts = {}, .term = {}};
    // What follows a parenthesis that nobody opened holds too.
    for (skipSpaces(); !atEnd(); skipSpaces()) {
        const size_t before = m_at;
        Node node = alternatives(0);
        if (node.kind != Node::Kind::All || node.isNegated)
            all.parts.push_back(std::move(node));
        else
            std::ranges::move(node.parts, std::back_inserter(all.parts));
        if (m_at == before)
            ++m_at;
    }
    return all;
}

Node GoroutineFilterParser::alternatives(unsigned depth)
{
    Node any{.kind = Node::Kind::Any, .parts = {}, .term = {}};
    do {
        Node all = conjunction(depth);
        if (!all.parts.empty())
            any.parts.push_back(std::move(all));
    } while (take("OR") || take("||") || take("|"));
    if (any.parts.empty())
        return {.parts = {}, .term = {}};
    if (any.parts.size() > 1)
        return any;
    Node only = std::move(any.parts.front());
    return only;
}

Node GoroutineFilterParser::conjunction(unsigned depth)
{
    Node all{.parts = {}, .term = {}};
    for (skipSpaces(); !atEnd() && !atAlternative(); skipSpaces()) {
        if (m_text[m_at] == ')' && depth > 0)
            break;
        if (take("AND") || take("&&"))
            continue;
        if (auto node = condition(depth))
            all.parts.push_back(std::move(*node));
    }
    return all;
}

std::optional<Node> GoroutineFilterParser::condition(unsigned depth)
{
    bool isNegated = false;
    for (bool wasSign = false; !atEnd();) {
        const bool isSign = m_text[m_at] == '-' || (m_text[m_at] == '!' && !standsAlone("!"));
        if ((!isSign && !take("NOT")) || (isSign && wasSign))
            break; // of "--x" the second is of the text
        wasSign = isSign;
        isNegated = !isNegated;
        m_at += isSign ? 1 : 0;
        if (isSign && (atEnd() || isSpace(m_text[m_at])))
            return std::nullopt; // the word is still being typed
    }
    std::optional<Node> node;
    if (atGroup()) {
        ++m_at;
        const bool isTooDeep = depth >= mostDepth;
        if (depth == mostDepth)
            m_problems.emplace_back("too many parentheses");
        if (isTooDeep)
            return std::nullopt;
        node = alternatives(depth + 1);
        if (!atEnd() && m_text[m_at] == ')')
            ++m_at;
        if (node->kind == Node::Kind::All && node->parts.empty())
            return std::nullopt;
        if (node->isNegated)
            node = Node{.parts = {std::move(*node)}, .term = {}};
    } else {
        node = termOf(readWord(depth));
    }
    if (node)
        node->isNegated = isNegated;
    return node;
}

GoroutineFilterParser::Word GoroutineFilterParser::readWord(unsigned depth)
{
    Word word;
    bool isInQuotes = false;
    unsigned open = 0; // parentheses of the word itself
    for (; !atEnd(); ++m_at) {
        const char letter = m_text[m_at];
        if (letter == '"') {
            isInQuotes = !isInQuotes;
            word.isQuoted = true;
            continue;
        }
        if (isInQuotes) {
            word.text += letter;
            continue;
        }
        if (isSpace(letter) || (letter == ')' && open == 0 && depth > 0))
            break;
        if (letter == '\\' && word.text.starts_with('/') && m_at + 1 < m_text.size()) {
            word.text += letter; // in a regular expression the next letter means itself
            word.text += m_text[++m_at];
            continue;
        }
        open += letter == '(' ? 1 : 0;
        open -= letter == ')' && open > 0 ? 1 : 0;
        if (letter == ':' && !word.isQuoted && !word.field) {
            if (const auto field = fieldNamed(word.text)) {
                word.field = field;
                word.key = std::exchange(word.text, {});
                continue;
            }
        }
        word.text += letter;
    }
    word.isExpression = !word.isQuoted && isExpression(word.text);
    return word;
}

std::optional<Node> GoroutineFilterParser::termOf(Word word)
{
    if (word.text.empty())
        return std::nullopt; // "state:" while the value is still being typed
    Node node{.kind = Node::Kind::Term, .parts = {}, .term = {}};
    node.term.field = word.field.value_or(Field::Text);
    const bool isComparison = !word.isQuoted && (word.text.starts_with('>') || word.text.starts_with('<'));
    if (isComparison && node.term.field == Field::Wait)
        return timeOf(word);
    if (isComparison && node.term.field == Field::Value) {
        node.term.comparison = word.text.starts_with('>') ? 1 : -1;
        node.term.text = word.text.substr(1);
        return node.term.text.empty() ? std::nullopt : std::optional(node);
    }
    if (word.isExpression) {
        node.term.isExpression = true;
        node.term.text = word.text.substr(1, word.text.size() - 2);
        const auto compiled = NameFilter::compile(node.term.text, NameFilter::Case::Ignored);
        if (!compiled) {
            m_problems.push_back((word.field ? word.key + ':' : std::string()) + word.text + " ("
                                 + compiled.error().message + ')');
            return std::nullopt;
        }
    } else {
        node.term.text = std::move(word.text);
    }
    return node;
}

std::optional<Node> GoroutineFilterParser::timeOf(const Word &word)
{
    Node node{.kind = Node::Kind::Term, .parts = {}, .term = {}};
    node.term.field = Field::Wait;
    node.term.comparison = word.text.starts_with('>') ? 1 : -1;
    std::string_view time = std::string_view(word.text).substr(1);
    if (time.starts_with('='))
        time.remove_prefix(1);
    const auto nanoseconds = parseDuration(time);
    if (!nanoseconds) {
        if (!time.empty())
            m_problems.push_back(word.key + ':' + word.text);
        return std::nullopt;
    }
    node.term.nanoseconds = *nanoseconds;
    return node;
}

}
