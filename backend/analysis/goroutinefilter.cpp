// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/analysis/goroutinefilter.h"

#include "backend/analysis/goroutinefilterparser.h"

namespace Freezeframe
{

namespace
{

void collectMarks(const GoroutineFilter::Node &node, std::vector<std::string> &marks)
{
    if (node.isNegated)
        return;
    for (const GoroutineFilter::Node &part : node.parts)
        collectMarks(part, marks);
    const GoroutineFilter::Term &term = node.term;
    if (node.kind != GoroutineFilter::Node::Kind::Term || term.comparison != 0 || term.isExpression)
        return;
    if (term.field == GoroutineFilter::Field::Label)
        marks.push_back(term.text.substr(term.text.find('=') + 1)); // of "key" alone all of it
    else
        marks.push_back(term.text);
}

}

GoroutineFilter GoroutineFilter::parse(std::string_view text)
{
    GoroutineFilterParser parser(text);
    GoroutineFilter filter;
    filter.m_root = parser.parse();
    filter.m_problems = parser.takeProblems();
    return filter;
}

std::vector<std::string> GoroutineFilter::marks() const
{
    std::vector<std::string> marks;
    collectMarks(m_root, marks);
    return marks;
}

}
